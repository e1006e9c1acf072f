package city.emona.simulate.routing;

import city.emona.simulate.routing.plain.SmallestKeys;
import java.util.Arrays;
import java.util.List;

/**
 * Stops and facilities of a problem as columns. A visit is the number of a stop, or the complement
 * of the number of a facility.
 */
final class VisitTable {
  private static final int NEIGHBOURS = 100;

  final int[] place;
  final int[] litres;
  final int[] grams;
  final int[] facilityPlace;

  /** Whether a way between two places is longer at one time of the day than at another. */
  final boolean waysDiffer;

  private final int[] service;
  private final int[] open;
  private final int[] close;
  private final int[] facilityService;
  private final int[] facilityOpen;
  private final int[] facilityClose;
  private final long[] fee;
  private final int[][] facilities;

  VisitTable(RoutingProblem p) {
    List<RoutingProblem.Stop> stops = p.stops();
    place = stops.stream().mapToInt(RoutingProblem.Stop::place).toArray();
    litres = stops.stream().mapToInt(RoutingProblem.Stop::litres).toArray();
    grams = stops.stream().mapToInt(RoutingProblem.Stop::grams).toArray();
    service = stops.stream().mapToInt(RoutingProblem.Stop::service_ds).toArray();
    open = stops.stream().mapToInt(RoutingProblem.Stop::open_ds).toArray();
    close = stops.stream().mapToInt(RoutingProblem.Stop::close_ds).toArray();
    List<RoutingProblem.Facility> sites = p.facilities();
    facilityPlace = sites.stream().mapToInt(RoutingProblem.Facility::place).toArray();
    facilityService = sites.stream().mapToInt(RoutingProblem.Facility::service_ds).toArray();
    facilityOpen = sites.stream().mapToInt(RoutingProblem.Facility::open_ds).toArray();
    facilityClose = sites.stream().mapToInt(RoutingProblem.Facility::close_ds).toArray();
    fee = sites.stream().mapToLong(RoutingProblem.Facility::fee).toArray();
    int[][] ways = p.travel().distance_m();
    waysDiffer = Arrays.stream(ways).anyMatch(m -> m != ways[0] && !Arrays.equals(m, ways[0]));
    facilities = new int[p.vehicles().size()][];
    for (int v = 0; v < facilities.length; v++) {
      long skills = p.vehicles().get(v).skills();
      facilities[v] =
          java.util.stream.IntStream.range(0, sites.size())
              .filter(f -> sites.get(f).serves() == 0 || (sites.get(f).serves() & skills) != 0)
              .toArray();
    }
  }

  /** Those that a truck may empty at. */
  int[] facilities(int vehicle) {
    return facilities[vehicle];
  }

  int placeOf(int visit) {
    return visit < 0 ? facilityPlace[~visit] : place[visit];
  }

  int service(int visit) {
    return visit < 0 ? facilityService[~visit] : service[visit];
  }

  int open(int visit) {
    return visit < 0 ? facilityOpen[~visit] : open[visit];
  }

  int close(int visit) {
    return visit < 0 ? facilityClose[~visit] : close[visit];
  }

  long fee(int visit) {
    return visit < 0 ? fee[~visit] : 0;
  }

  /** The nearest stops of each stop, itself first: time plus distance there and back at midday. */
  static int[][] nearest(RoutingProblem p) {
    TravelMatrices t = p.travel();
    int s = t.slices() / 2;
    int[] place = p.stops().stream().mapToInt(RoutingProblem.Stop::place).toArray();
    int n = place.length;
    int[][] near = new int[n][];
    long[] key = new long[n];
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        int there = place[a] * t.places() + place[b];
        int back = place[b] * t.places() + place[a];
        long away =
            (long) t.time_ds()[s][there]
                + t.time_ds()[s][back]
                + t.distance_m()[s][there]
                + t.distance_m()[s][back];
        key[b] = (a == b ? 0 : 1 + away) << 24 | b;
      }
      near[a] = first(key);
    }
    return near;
  }

  private static int[] first(long[] key) {
    int[] near = new int[Math.min(key.length, NEIGHBOURS)];
    SmallestKeys.first(key, near.length);
    for (int k = 0; k < near.length; k++) {
      near[k] = (int) (key[k] & 0xffffff);
    }
    return near;
  }
}
