package city.emona.model;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What a scenario rules on streets besides closures and low-emission zones: tolls, lanes kept for
 * buses and bicycles, timing of signals. Link numbers are rows of the city that the scenario was
 * applied to. Immutable by agreement: bit sets are not written to after construction.
 */
public record StreetRules(
    List<Toll> tolls, BitSet busLanes, BitSet bikeLanes, List<SignalTiming> signals) {
  /** Streets as the city has them. */
  public static final StreetRules NONE =
      new StreetRules(List.of(), new BitSet(), new BitSet(), List.of());

  /** Words of {@link Toll#vehicles}, in the order of its bits. */
  public static final List<String> VEHICLES = List.of("car", "van", "truck");

  /** Share of green and cycle that the network is built with: see {@code demand.FreeFlow}. */
  public static final double USUAL_GREEN_SHARE = 0.5;

  public static final int USUAL_CYCLE_S = 90;

  /** Base saturation flow of a lane, passenger cars per hour of green: HCM 7th ed., ch. 19. */
  public static final int LANE_SATURATION_VEH_PER_H = 1900;

  /**
   * Euros for entering each of these links, or for each kilometre on them, during [fromMinute,
   * toMinute) of the day; {@code vehicles} = bits of {@link #VEHICLES} that pay.
   */
  public record Toll(
      BitSet links, double eur, boolean perKm, int vehicles, int fromMinute, int toMinute) {}

  /** Approaches that have green for this share of the cycle. */
  public record SignalTiming(BitSet links, double greenShare, int cycleS) {}

  public StreetRules {
    tolls = List.copyOf(tolls);
    signals = List.copyOf(signals);
  }

  public StreetRules andTolls(List<Toll> more) {
    return new StreetRules(joined(tolls, more), busLanes, bikeLanes, signals);
  }

  public StreetRules andSignals(List<SignalTiming> more) {
    return new StreetRules(tolls, busLanes, bikeLanes, joined(signals, more));
  }

  public StreetRules andBusLanes(BitSet links) {
    return new StreetRules(tolls, united(busLanes, links), bikeLanes, signals);
  }

  public StreetRules andBikeLanes(BitSet links) {
    return new StreetRules(tolls, busLanes, united(bikeLanes, links), signals);
  }

  private static BitSet united(BitSet a, BitSet b) {
    BitSet all = (BitSet) a.clone();
    all.or(b);
    return all;
  }

  private static <T> List<T> joined(List<T> a, List<T> b) {
    List<T> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }
}
