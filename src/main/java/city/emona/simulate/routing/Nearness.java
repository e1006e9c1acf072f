package city.emona.simulate.routing;

import java.util.Arrays;

/** The nearest stops of each stop, itself first, by the way there and back. */
final class Nearness {
  private static final int NEIGHBOURS = 100;

  private Nearness() {}

  /** By time plus distance of the middle slice, which orders alike whatever is paid for. */
  static int[][] of(RoutingProblem p) {
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

  static int[] first(long[] key) {
    Arrays.sort(key);
    int[] near = new int[Math.min(key.length, NEIGHBOURS)];
    for (int k = 0; k < near.length; k++) {
      near[k] = (int) (key[k] & 0xffffff);
    }
    return near;
  }
}
