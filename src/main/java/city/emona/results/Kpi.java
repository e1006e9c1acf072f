package city.emona.results;

import java.util.List;

/**
 * What one indicator means: a stable dotted id, its title key for the message catalogue, the
 * formula in words and symbols, the unit, which way is better, and the inputs it is computed from.
 * Every figure on a page leads here.
 */
public record Kpi(
    String id,
    String title,
    String formula,
    String unit,
    Direction better,
    boolean byDistrict,
    List<String> inputs) {
  /** Which way is an improvement. */
  public enum Direction {
    LOWER,
    HIGHER,
    NEITHER
  }

  public Kpi {
    inputs = List.copyOf(inputs);
  }
}
