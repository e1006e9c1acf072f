package city.emona.simulate.traffic.equilibrium;

import city.emona.graph.Csr;
import city.emona.graph.ShortestPaths;
import java.util.Arrays;

/**
 * Looks, for one origin after the other, whether a cheaper path exists than those in the pool, and
 * adds up what the present paths cost above the cheapest. It only reads the pool and the times, so
 * several may run side by side on different origins; what one finds goes into a {@link Found} of
 * that origin. One object per worker.
 */
final class PathSearch {
  private final SearchGraph states;
  private final Trips trips;
  private final PathPool pool;
  private final double[][] prices;
  private final Csr[] graphs;
  private final ShortestPaths[] searches;
  private final boolean[] isTarget;
  private final double typicalCost;
  private int[] path = new int[256];

  PathSearch(SearchGraph states, Trips trips, PathPool pool, double typicalCost) {
    this.typicalCost = typicalCost;
    this.states = states;
    this.trips = trips;
    this.pool = pool;
    prices = new double[trips.routingCount()][];
    graphs = new Csr[trips.routingCount()];
    searches = new ShortestPaths[trips.routingCount()];
    isTarget = new boolean[states.stateCount()];
  }

  /** What was found for one origin: new paths one after the other, and sums. */
  static final class Found {
    int count;
    int[] pair = new int[16];
    int[] end = new int[16];
    int[] segments = new int[256];

    /** Volume times (path time − cheapest time), and volume times time. */
    double excess;

    double total;

    /** Trips of pairs without any path, and pairs that had to be loaded first. */
    double unreachable;

    boolean loads;

    private void add(int p, int[] path, int begin, int length) {
      if (count == pair.length) {
        pair = Arrays.copyOf(pair, count * 2);
        end = Arrays.copyOf(end, count * 2);
      }
      int at = count == 0 ? 0 : end[count - 1];
      if (at + length > segments.length) {
        segments = Arrays.copyOf(segments, Math.max(at + length, segments.length * 2));
      }
      System.arraycopy(path, begin, segments, at, length);
      pair[count] = p;
      end[count++] = at + length;
    }
  }

  /**
   * Searches from the origin of pairs [begin, end). A path is new when it is cheaper than the best
   * one by more than {@code tolerance}, as a share. {@code now} and {@code price} are the graph and
   * the costs of its segments by routing class.
   */
  Found search(int begin, int end, double[] demand, Csr[] now, double[][] price, double tolerance) {
    Found found = new Found();
    int targets = 0;
    for (int p = begin; p < end; p++) {
      int state = states.endState(trips.destinationNode()[p]);
      if (demand[p] > 0 && !isTarget[state]) {
        isTarget[state] = true;
        targets++;
      }
    }
    if (targets == 0) {
      return found;
    }
    int r = trips.routing()[begin];
    if (graphs[r] != now[r] || prices[r] != price[r]) {
      graphs[r] = now[r];
      prices[r] = price[r];
      searches[r] = new ShortestPaths(now[r], price[r], typicalCost);
    }
    int source = states.startState(trips.originNode()[begin]);
    searches[r].run(new int[] {source}, new double[] {0}, isTarget, targets);
    for (int p = begin; p < end; p++) {
      if (demand[p] > 0) {
        int state = states.endState(trips.destinationNode()[p]);
        isTarget[state] = false;
        look(p, state, demand[p], r, tolerance, found);
      }
    }
    return found;
  }

  private void look(
      int pair, int state, double demand, int routing, double tolerance, Found found) {
    ShortestPaths search = searches[routing];
    double cheapest = search.cost(state);
    if (cheapest == Double.POSITIVE_INFINITY) {
      found.unreachable += demand;
      return;
    }
    double best = Double.POSITIVE_INFINITY;
    double loaded = 0;
    for (int p = pool.first[pair]; p >= 0; p = pool.next[p]) {
      if (pool.barred[p]) {
        continue;
      }
      double c = pool.cost(p, prices[routing]);
      best = Math.min(best, c);
      double f = pool.flow[p];
      loaded += f;
      found.excess += f * (c - cheapest);
      found.total += f * c;
    }
    found.loads |= loaded == 0;
    if (loaded == 0 || cheapest < best - tolerance * best) {
      int at = path.length;
      for (int v = state; search.enteringLink(v) >= 0; v = search.previousNode(v)) {
        if (at == 0) {
          at = path.length;
          int[] longer = new int[at * 2];
          System.arraycopy(path, 0, longer, at, at);
          path = longer;
        }
        path[--at] = search.enteringLink(v);
      }
      found.add(pair, path, at, path.length - at);
    }
  }
}
