package city.emona.simulate;

import java.util.List;

/**
 * Traffic over a day: {@code volumeVehPerH[class][step][link]} (vehicles, not passenger-car units)
 * and {@code speedKmh[step][link]}, the mean speed along the link including delays. Not written to
 * after it was made.
 */
public record TrafficDay(
    DaySteps steps,
    List<UserClass> classes,
    float[][][] volumeVehPerH,
    float[][] speedKmh,
    double[] relativeGap) {
  /** Vehicles per hour of all classes on a link. */
  public float totalVehPerH(int step, int link) {
    float sum = 0;
    for (float[][] c : volumeVehPerH) {
      sum += c[step][link];
    }
    return sum;
  }
}
