package city.emona.simulate.routing.plain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Routes to start from: the parallel savings method (Clarke and Wright, "Scheduling of vehicles
 * from a central depot to a number of delivery points", Operations Research 12(4), 1964) over the
 * pairs of near customers. Routes are joined end to start, never reversed, so costs may be
 * asymmetric.
 */
final class Savings {
  private static final int PARTNERS = 60;

  private final int[] cost;
  private final int width;
  private final int[] demandL;
  private final int[] demandG;
  private final int maxL;
  private final int maxG;

  Savings(int[] cost, int[] demandL, int[] demandG, int maxL, int maxG) {
    this.cost = cost;
    this.demandL = demandL;
    this.demandG = demandG;
    this.maxL = maxL;
    this.maxG = maxG;
    width = demandL.length;
  }

  List<int[]> routes() {
    int n = width - 1;
    int[] next = new int[width];
    int[] prev = new int[width];
    int[] tail = new int[width];
    int[] head = new int[width];
    long[] loadL = new long[width];
    long[] loadG = new long[width];
    for (int c = 1; c <= n; c++) {
      tail[c] = c;
      head[c] = c;
      loadL[c] = demandL[c];
      loadG[c] = demandG[c];
    }
    long[] order = pairs(n);
    for (long key : order) {
      int a = (int) (key >>> 16 & 0xffff);
      int b = (int) (key & 0xffff);
      // a must end its route, b begin another one; head and tail are kept at the route's ends.
      if (next[a] != 0 || prev[b] != 0 || head[a] == b) {
        continue;
      }
      int first = head[a];
      int last = tail[b];
      if (loadL[first] + loadL[b] <= maxL && loadG[first] + loadG[b] <= maxG) {
        next[a] = b;
        prev[b] = a;
        loadL[first] += loadL[b];
        loadG[first] += loadG[b];
        tail[first] = last;
        head[last] = first;
      }
    }
    List<int[]> routes = new ArrayList<>();
    for (int c = 1; c <= n; c++) {
      if (prev[c] == 0) {
        int[] route = new int[n];
        int k = 0;
        for (int x = c; x != 0; x = next[x]) {
          route[k++] = x;
        }
        routes.add(Arrays.copyOf(route, k));
      }
    }
    return routes;
  }

  /** Largest saving first; key = rank of the saving, then the two customers. */
  private long[] pairs(int n) {
    long[] keys = new long[n * Math.min(n - 1, PARTNERS)];
    int count = 0;
    long[] byCost = new long[n];
    for (int a = 1; a <= n; a++) {
      for (int b = 1; b <= n; b++) {
        byCost[b - 1] = (b == a ? (long) 1 << 40 : cost[a * width + b]) << 16 | b;
      }
      SmallestKeys.first(byCost, PARTNERS);
      for (int k = 0; k < Math.min(n - 1, PARTNERS); k++) {
        int b = (int) (byCost[k] & 0xffff);
        long saving = (long) cost[a * width] + cost[b] - cost[a * width + b];
        keys[count++] = (1L << 30) - saving << 32 | (long) a << 16 | b;
      }
    }
    Arrays.sort(keys, 0, count);
    return Arrays.copyOf(keys, count);
  }
}
