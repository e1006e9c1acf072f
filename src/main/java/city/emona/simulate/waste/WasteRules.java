package city.emona.simulate.waste;

import city.emona.simulate.WasteDay;

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

  /** A wheeled bin of 1,100 l is emptied in 45-75 s; larger ones count as several. */
  static final double EMPTY_SECONDS = 60;

  static final int EMPTY_LITRES = 1100;

  /** Drive up, set down, go on: per stop, however many bins stand there. */
  static final double STOP_SECONDS = 30;

  /** Weighbridge, tipping, sweeping out: 15-25 min. */
  static final double DISPOSAL_SECONDS = 1200;

  static final double SHIFT_SECONDS = WasteDay.SHIFT_H * 3600;

  /** Two breaks of half an hour, begun within these minutes of the shift (Groningen, as above). */
  static final int[][] BREAKS = {{90, 180}, {240, 330}};

  static final int BREAK_MINUTES = 30;

  /** A truck is home by then, whatever is left: eleven hours after the shift began. */
  static final int LATEST_MINUTES = 660;

  /** Per kilometre without crew and capital; 1.2-2.0 EUR, a default of ours. */
  static final double EUR_PER_KM = 1.6;

  static final double ELECTRIC_EUR_PER_KM = 1.1;

  /** A driver (22-35 EUR/h) and a loader (18-28 EUR/h). */
  static final double CREW_EUR_PER_H = 50;

  /** On top, per hour beyond the shift: half as much again. */
  static final double OVERTIME_EUR_PER_H = 25;

  /** Capital of a truck that goes out; 150-250 EUR a day. */
  static final double EUR_PER_TRUCK_DAY = 200;

  /**
   * What one stop more costs a tour that passes near: some three minutes of crew and truck. Days
   * that are simulated without routes serve what is offered for more.
   */
  static final double STOP_EUR = 3;

  /** A truck hired for a day, so that no bin that is due stays full; twice an own one's capital. */
  static final double EUR_PER_HIRED_DAY = 400;

  /** A level sensor: 100 EUR over seven years and 2 EUR a month, per week. */
  static final double EUR_PER_SENSOR_WEEK = 100 / (7 * 52.2) + 2 * 12 / 52.2;

  /**
   * Diesel: driving 35-45 l/100 km; standing at bins with the lift running; per bin lifted and
   * pressed. Together 70-110 l/100 km where collecting is dense, as operators report.
   */
  static final double LITRES_PER_KM = 0.40;

  static final double IDLE_LITRES_PER_H = 3;
  static final double LITRES_PER_LIFT = 0.04;

  /** Kilograms of CO2 per litre of diesel, tank to wheel. */
  static final double CO2_KG_PER_L = 2.68;

  /** Euro VI at collection speed 0.5-1.5 g/km with a cold catalyst; standing 15 g/h. */
  static final double NOX_G_PER_KM = 1.0;

  static final double IDLE_NOX_G_PER_H = 15;

  /** Tours are planned with this share of a battery, as ways and loads turn out otherwise. */
  static final double BATTERY_PLANNED_SHARE = 0.9;

  /** CO2 of the grid per kWh (EU mean 2023). */
  static final double GRID_CO2_KG_PER_KWH = 0.24;

  /** Heavy goods vehicles are limited to 80 km/h on most European roads. */
  static final double TRUCK_MAX_KMH = 80;

  /**
   * Walking pace and reversing in streets that are closed to heavy vehicles but for service; an
   * assumption.
   */
  static final double SERVICE_KMH = 10;

  /** Below this a queue is taken to crawl on. */
  static final double MIN_KMH = 2;

  /** A bin whose own junction is closed to trucks is wheeled this far at most, straight line. */
  static final double CARRY_M = 200;

  /** Loads are planned with this margin, as bins fill on during the morning. */
  static final double PLANNED_SHARE = 1.05;

  /** Search steps per stop on the scenario's date and on the other days of its week, and bounds. */
  static final int ITERATIONS_PER_STOP = 15;

  static final int MAX_ITERATIONS = 15_000;
  static final int WEEK_ITERATIONS_PER_STOP = 5;
  static final int WEEK_MAX_ITERATIONS = 4_000;

  private WasteRules() {}
}
