package city.emona.simulate;

import java.util.List;

/**
 * Traffic over a day: {@code volumeVehPerH[class][step][link]} (vehicles, not passenger-car units)
 * and {@code speedKmh[step][link]}, the mean speed along the link including delays; the relative
 * gap reached in every step, and what became of the trips. Not written to after it was made.
 */
public record TrafficDay(
    DaySteps steps,
    List<UserClass> classes,
    float[][][] volumeVehPerH,
    float[][] speedKmh,
    double[] relativeGap,
    Tally tally) {

  public TrafficDay(
      DaySteps steps,
      List<UserClass> classes,
      float[][][] volumeVehPerH,
      float[][] speedKmh,
      double[] relativeGap) {
    this(steps, classes, volumeVehPerH, speedKmh, relativeGap, Tally.empty(steps.count()));
  }

  /**
   * Trips by step: between zones, within a zone (not loaded), between zones without a path (in
   * passenger-car units, part of the first), and of banned vehicles that could not drive around a
   * low-emission zone and were replaced by allowed ones; and the euros of tolls paid.
   */
  public record Tally(
      double[] loaded,
      double[] intrazonal,
      double[] unreachable,
      double[] replaced,
      double[] tollEur) {
    public static Tally empty(int steps) {
      return new Tally(
          new double[steps],
          new double[steps],
          new double[steps],
          new double[steps],
          new double[steps]);
    }
  }

  /** Vehicles per hour of all classes on a link. */
  public float totalVehPerH(int step, int link) {
    float sum = 0;
    for (float[][] c : volumeVehPerH) {
      sum += c[step][link];
    }
    return sum;
  }
}
