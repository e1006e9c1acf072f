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
    Tally tally,
    NearOrigin nearOrigin) {

  public TrafficDay(
      DaySteps steps,
      List<UserClass> classes,
      float[][][] volumeVehPerH,
      float[][] speedKmh,
      double[] relativeGap) {
    this(
        steps,
        classes,
        volumeVehPerH,
        speedKmh,
        relativeGap,
        Tally.empty(steps.count()),
        NearOrigin.UNKNOWN);
  }

  /**
   * Cars and vans that have driven no farther than a distance since their trip began: {@code
   * vehPerH[k][step][link]} within {@code km[k]}, ascending. Their engines are the cold ones.
   */
  public record NearOrigin(double[] km, float[][][] vehPerH) {
    public static final NearOrigin UNKNOWN = new NearOrigin(new double[0], new float[0][][]);

    public boolean isKnown() {
      return km.length > 0;
    }

    /** Vehicles per hour within any distance, read between the known ones; 0 km has none. */
    public double within(double distanceKm, int step, int link) {
      int k = 0;
      while (k < km.length - 1 && km[k] < distanceKm) {
        k++;
      }
      double low = k == 0 ? 0 : km[k - 1];
      double before = k == 0 ? 0 : vehPerH[k - 1][step][link];
      double w = Math.min(1, Math.max(0, (distanceKm - low) / (km[k] - low)));
      return before + w * (vehPerH[k][step][link] - before);
    }
  }

  /**
   * Trips by step: between zones, within a zone (not loaded), between zones without a path (in
   * passenger-car units, part of the first), and of banned vehicles that could not drive around a
   * low-emission zone and were replaced by allowed ones; the euros of tolls paid; and the hours of
   * all trips from zone to zone with their connectors, in passenger-car units.
   */
  public record Tally(
      double[] loaded,
      double[] intrazonal,
      double[] unreachable,
      double[] replaced,
      double[] tollEur,
      double[] doorToDoorH) {
    public static Tally empty(int steps) {
      return new Tally(
          new double[steps],
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
