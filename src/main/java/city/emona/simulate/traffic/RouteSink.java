package city.emona.simulate.traffic;

/**
 * Receives the routes of a day, step by step in ascending order, within a step pair by pair.
 * Nothing is kept: a day of a large city holds some ten million of them.
 */
@FunctionalInterface
public interface RouteSink {
  /** Nobody asks. */
  RouteSink NONE = (step, classIdx, fromZone, toZone, links, count, vehicles) -> {};

  /**
   * {@code vehicles} of a class (index into {@code TrafficDay.classes}) that start in this step and
   * take {@code links[0] .. links[count - 1]}, in driving order and without the connectors to the
   * zones' centroids. The array is used again for the next route; other entries mean nothing.
   */
  void route(
      int step, int classIdx, int fromZone, int toZone, int[] links, int count, double vehicles);

  /** Whether origins must use pairs of alternatives alike, which takes extra time. */
  default boolean isProportional() {
    return false;
  }
}
