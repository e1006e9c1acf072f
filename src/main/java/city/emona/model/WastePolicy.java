package city.emona.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How bins are chosen for emptying: a rule for each fraction (ordinal of {@code bins.fraction}),
 * what sensors in bins tell, what a bin that runs over costs, and, where {@code notWorseThan} is
 * given, the collection against which no district may have more overflowing bins; with {@code
 * sameService} also not many fewer, so that as few bins are visited as that allows. On the days of
 * the calendar trucks go out; the rule decides whom they visit. Bins and depots are named by id, as
 * other edits may still add and remove rows. Immutable.
 */
public record WastePolicy(
    List<Rule> ruleByFraction,
    Sensing sensing,
    double overflowCostEur,
    Map<String, ElectricTruck> electricDepots,
    Conditions.Collection notWorseThan,
    boolean sameService,
    List<WasteChange> changes,
    List<Window> windows) {

  /** How the bins of a fraction are chosen on a day on which trucks go out. */
  public enum Kind {
    /** Every bin. */
    CALENDAR,
    /** Every bin at an interval of its own, from its mean fill. */
    INTERVAL,
    /** Bins seen to be as full as the limit. */
    THRESHOLD,
    /** Bins likelier than the limit to run over before the next chance, others for their prize. */
    PREDICTIVE
  }

  /** {@code limit}: filled share for THRESHOLD, overflow probability for PREDICTIVE; 0..1. */
  public record Rule(Kind kind, double limit) {
    public static final Rule CALENDAR = new Rule(Kind.CALENDAR, 0);
  }

  /**
   * Level sensors: share of bins that have one (NaN = those of the city's sensor table), share of
   * these that are dead, standard deviation of a reading as a share of the volume, and age of a
   * reading when the day is planned.
   */
  public record Sensing(double share, double failureShare, double noiseShare, int latencyH) {
    public static final Sensing AS_BUILT = new Sensing(Double.NaN, 0.02, 0.03, 6);
  }

  /**
   * Waste of some bins times a factor on the scenario's date and the {@code days} − 1 days before
   * it; 0 = always.
   */
  public record WasteChange(Set<String> binIds, double factor, int days) {}

  /** Bins that may be emptied only during [fromMinute, toMinute) of the local day. */
  public record Window(Set<String> binIds, int fromMinute, int toMinute) {}

  /**
   * The trucks of a depot that drive on batteries, full when the day begins: usable energy of one,
   * what it takes per kilometre, and per bin of 1,100 l lifted and pressed.
   */
  public record ElectricTruck(double batteryKwh, double kwhPerKm, double kwhPerLift) {
    /**
     * Within 180-300 kWh usable and 1.5-2.5 kWh/km with lifts, ranges of offers; defaults of ours
     * (src/docs/models/waste.md).
     */
    public static final ElectricTruck USUAL = new ElectricTruck(240, 1.6, 0.1);
  }

  /** Overflow clean-up: 20-60 EUR a time, a default of ours (src/docs/models/waste.md). */
  public static final double OVERFLOW_COST_EUR = 40;

  public static final WastePolicy CALENDAR =
      new WastePolicy(
          Collections.nCopies(5, Rule.CALENDAR),
          Sensing.AS_BUILT,
          OVERFLOW_COST_EUR,
          Map.of(),
          null,
          false,
          List.of(),
          List.of());

  public WastePolicy {
    ruleByFraction = List.copyOf(ruleByFraction);
    electricDepots = Map.copyOf(electricDepots);
    changes = List.copyOf(changes);
    windows = List.copyOf(windows);
  }

  public WastePolicy withRules(List<Rule> rules) {
    return new WastePolicy(
        rules,
        sensing,
        overflowCostEur,
        electricDepots,
        notWorseThan,
        sameService,
        changes,
        windows);
  }

  public WastePolicy withSensing(Sensing s) {
    return new WastePolicy(
        ruleByFraction,
        s,
        overflowCostEur,
        electricDepots,
        notWorseThan,
        sameService,
        changes,
        windows);
  }

  public WastePolicy withOverflowCost(double eur) {
    return new WastePolicy(
        ruleByFraction, sensing, eur, electricDepots, notWorseThan, sameService, changes, windows);
  }

  public WastePolicy withElectricDepots(Map<String, ElectricTruck> depots) {
    return new WastePolicy(
        ruleByFraction,
        sensing,
        overflowCostEur,
        depots,
        notWorseThan,
        sameService,
        changes,
        windows);
  }

  /** {@code same}: and with as few emptyings as that allows. */
  public WastePolicy withNotWorseThan(Conditions.Collection today, boolean same) {
    return new WastePolicy(
        ruleByFraction, sensing, overflowCostEur, electricDepots, today, same, changes, windows);
  }

  public WastePolicy withChanges(List<WasteChange> all) {
    return new WastePolicy(
        ruleByFraction,
        sensing,
        overflowCostEur,
        electricDepots,
        notWorseThan,
        sameService,
        all,
        windows);
  }

  public WastePolicy withWindows(List<Window> all) {
    return new WastePolicy(
        ruleByFraction,
        sensing,
        overflowCostEur,
        electricDepots,
        notWorseThan,
        sameService,
        changes,
        all);
  }
}
