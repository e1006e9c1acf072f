package city.emona.simulate.waste;

/**
 * Constants of collection, each with its source or marked as a default of ours
 * (src/docs/models/waste.md). Fractions are in the order of {@code bins.fraction}.
 */
final class WasteRules {
  /**
   * Recorded days, the scenario's date last: four weeks, so that every calendar weighs the same.
   */
  static final int PERIOD_DAYS = 28;

  /** Days before the period that only bring the bins from empty to their usual state. */
  static final int WARM_UP_DAYS = 14;

  /**
   * Shape of the gamma distribution of a day's fill, 1/cv² with cv = 0.5 (range 0.3-0.8 between
   * bins); a whole number, so that a draw is an exact sum of exponentials.
   */
  static final int GAMMA_SHAPE = 4;

  /** Fill of each weekday relative to the mean, Monday first; they average 1. */
  static final double[] WEEKDAY = {1.15, 0.9, 0.9, 0.95, 1.05, 1.15, 0.9};

  /**
   * Waste of each month relative to the year's mean, by fraction: gardens fill organic bins from
   * April to October, December and January bring paper and glass. Rows average 1. A default of
   * ours.
   */
  static final double[][] SEASON = {
    {1.02, 0.98, 0.98, 1.00, 1.01, 1.01, 1.00, 0.98, 1.00, 1.00, 0.99, 1.03},
    {1.08, 0.96, 0.97, 0.98, 0.98, 0.97, 0.95, 0.94, 0.98, 1.00, 1.03, 1.16},
    {1.12, 0.92, 0.93, 0.96, 0.99, 1.02, 1.04, 1.03, 0.98, 0.96, 0.96, 1.09},
    {1.00, 0.95, 0.97, 0.99, 1.02, 1.04, 1.05, 1.04, 1.00, 0.98, 0.96, 1.00},
    {0.65, 0.65, 0.85, 1.10, 1.25, 1.25, 1.20, 1.15, 1.15, 1.15, 0.95, 0.65},
  };

  /**
   * Share of a day's fill by local hour: little at night, a rise before work and after it. A
   * default of ours; the sum is 1.
   */
  static final double[] HOUR = {
    0.005, 0.003, 0.002, 0.002, 0.005, 0.015, 0.04, 0.06, 0.06, 0.05, 0.05, 0.05,
    0.055, 0.055, 0.05, 0.05, 0.06, 0.075, 0.085, 0.08, 0.065, 0.045, 0.025, 0.013
  };

  /**
   * Loose density in kg/l of residual waste, paper, glass, packaging and organic waste; typical of
   * WRAP's bulk densities of materials (recalled, to be checked against the tables).
   */
  static final double[] KG_PER_L = {0.11, 0.08, 0.28, 0.035, 0.3};

  /** A wheeled bin of 1,100 l is emptied in 45-75 s; larger ones count as several. */
  static final double EMPTY_SECONDS = 60;

  static final int EMPTY_LITRES = 1100;

  /** Drive up, set down, go on: per stop, however many bins stand there. */
  static final double STOP_SECONDS = 30;

  /** Weighbridge, tipping, sweeping out: 15-25 min. */
  static final double DISPOSAL_SECONDS = 1200;

  /**
   * Productive time of a truck's day, breaks not counted: six hours, as Wouda, Aerts-Veenstra and
   * van Foreest (2024, arXiv 2409.13386) plan for Groningen. More is overtime, not forbidden.
   */
  static final double SHIFT_SECONDS = 6 * 3600;

  /** Heavy goods vehicles are limited to 80 km/h on most European roads. */
  static final double TRUCK_MAX_KMH = 80;

  /** Below this a queue is taken to crawl on. */
  static final double MIN_KMH = 2;

  /** A bin whose own junction is closed to trucks is wheeled this far at most, straight line. */
  static final double CARRY_M = 200;

  /** Trips are planned with this share of the truck, as bins fill on during the morning. */
  static final double PLANNED_SHARE = 0.95;

  private WasteRules() {}
}
