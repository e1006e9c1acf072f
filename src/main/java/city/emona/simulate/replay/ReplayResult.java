package city.emona.simulate.replay;

import java.util.List;

/**
 * What became of the vehicles: those whose departure lay before the end, those that arrived, those
 * still under way ({@code departed = arrived + underWay}, always), those that the stuck rule moved
 * on at least once, those that closures sent another way or that had to wait for the opening,
 * guided drivers who avoided a jam, the largest number under way at once, entries of links, seconds
 * from planned departure to arrival or end, summed, and the arrival of every vehicle (NaN = none).
 * {@code entries} is null where they were not asked for; {@code entered} counts entries by interval
 * and link, if asked for.
 */
public record ReplayResult(
    int departed,
    int arrived,
    int underWay,
    int stuck,
    int rerouted,
    int withoutWay,
    int avoidedJams,
    int peakUnderWay,
    long linkEntries,
    double vehicleSeconds,
    float[] arrivalS,
    LinkEntries entries,
    List<int[]> entered) {

  /** Mean of arrival − planned departure, over the arrived; 0 where none did. */
  public double meanTravelTimeS(Plans plans) {
    double sum = 0;
    for (int v = 0; v < arrivalS.length; v++) {
      if (!Float.isNaN(arrivalS[v])) {
        sum += arrivalS[v] - plans.departS()[v];
      }
    }
    return arrived > 0 ? sum / arrived : 0;
  }
}
