package city.emona.simulate.replay;

import java.util.BitSet;
import java.util.List;

/**
 * Links closed to some kinds of vehicle (bit {@code 1 << kind} of {@link Plans}) during {@code
 * [fromS, toS)}. Immutable by agreement.
 */
public record Closures(List<Closure> list) {
  public static final Closures NONE = new Closures(List.of());

  /** One closure. */
  public record Closure(BitSet links, int kinds, double fromS, double toS) {}

  public Closures {
    list = List.copyOf(list);
  }
}
