package city.emona.run.traffic;

import city.emona.simulate.traffic.HourEstimate;
import city.emona.simulate.traffic.RouteSink;
import java.util.Arrays;

/**
 * All routes of an hour as columns, so that any street of it can be asked about without solving it
 * again: origin, destination, class and vehicles of every use of a way, and the links of the ways,
 * which classes and neighbours in the list share. Filled by one thread, then read.
 */
final class HourRoutes implements RouteSink {
  private int[] fromZone = new int[1024];
  private int[] toZone = new int[1024];
  private int[] classIdx = new int[1024];
  private int[] wayOf = new int[1024];
  private double[] vehicles = new double[1024];
  private int uses;
  private int[] first = new int[1024];
  private int[] links = new int[1 << 14];
  private int ways;
  private HourEstimate.Hour hour;

  @Override
  public void route(int step, int c, int from, int to, int[] way, int count, double vehiclesNow) {
    if (uses == fromZone.length) {
      int more = uses * 2;
      fromZone = Arrays.copyOf(fromZone, more);
      toZone = Arrays.copyOf(toZone, more);
      classIdx = Arrays.copyOf(classIdx, more);
      wayOf = Arrays.copyOf(wayOf, more);
      vehicles = Arrays.copyOf(vehicles, more);
    }
    if (!isLast(way, count)) {
      append(way, count);
    }
    fromZone[uses] = from;
    toZone[uses] = to;
    classIdx[uses] = c;
    wayOf[uses] = ways - 1;
    vehicles[uses++] = vehiclesNow;
  }

  /** Classes of a pair come one after the other on the same way. */
  private boolean isLast(int[] way, int count) {
    return ways > 0 && Arrays.equals(links, first[ways - 1], first[ways], way, 0, count);
  }

  private void append(int[] way, int count) {
    if (ways + 1 == first.length) {
      first = Arrays.copyOf(first, first.length * 2);
    }
    int end = first[ways] + count;
    if (end > links.length) {
      links = Arrays.copyOf(links, Math.max(end, links.length + (links.length >> 1)));
    }
    System.arraycopy(way, 0, links, first[ways], count);
    first[++ways] = end;
  }

  @Override
  public boolean isProportional() {
    return true;
  }

  /** Ends the filling with the hour that the routes belong to. */
  HourRoutes of(HourEstimate.Hour solved) {
    hour = solved;
    return this;
  }

  HourEstimate.Hour hour() {
    return hour;
  }

  /** Bytes of the columns. */
  long bytes() {
    return 4L * links.length + 4L * first.length + 24L * fromZone.length;
  }

  /** Tells every use whose way goes over a link, in the order in which they came. */
  void over(int link, Visitor visitor) {
    boolean[] over = new boolean[ways];
    for (int w = 0; w < ways; w++) {
      for (int k = first[w]; k < first[w + 1] && !over[w]; k++) {
        over[w] = links[k] == link;
      }
    }
    for (int u = 0; u < uses; u++) {
      if (over[wayOf[u]]) {
        int[] way = Arrays.copyOfRange(links, first[wayOf[u]], first[wayOf[u] + 1]);
        visitor.use(classIdx[u], fromZone[u], toZone[u], way, vehicles[u]);
      }
    }
  }

  /** Vehicles of a class that drive from one zone to another along some links. */
  @FunctionalInterface
  interface Visitor {
    void use(int classIdx, int fromZone, int toZone, int[] links, double vehicles);
  }
}
