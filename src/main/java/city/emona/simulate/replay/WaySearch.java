package city.emona.simulate.replay;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;

/**
 * The quickest way from one junction to another at present times: Dijkstra's search over links,
 * with turn bans and access by kind of vehicle. A link costs its free-flow time and the mean wait
 * for green, or what the vehicles on it need to leave it, where that is more. Costs are in ticks.
 * Not thread-safe.
 */
final class WaySearch {
  private final QueueNetwork net;
  private final LinkRows rows;
  private final GreenClock clock;
  private final int[] outFirst;
  private final int[] outLink;
  private final long[] bans;
  private final double[] best;
  private final int[] before;
  private final int[] seen;
  private int run;

  WaySearch(QueueNetwork net, LinkRows rows, GreenClock clock) {
    this.net = net;
    this.rows = rows;
    this.clock = clock;
    outFirst = new int[net.nodeCount() + 1];
    for (int f : net.from()) {
      outFirst[f + 1]++;
    }
    for (int v = 0; v < net.nodeCount(); v++) {
      outFirst[v + 1] += outFirst[v];
    }
    int[] at = outFirst.clone();
    outLink = new int[net.linkCount()];
    for (int i = 0; i < outLink.length; i++) {
      outLink[at[net.from()[i]]++] = i;
    }
    bans = new long[net.banFrom().length];
    for (int k = 0; k < bans.length; k++) {
      bans[k] = (long) net.banFrom()[k] << 32 | net.banTo()[k];
    }
    Arrays.sort(bans);
    best = new double[net.linkCount()];
    before = new int[net.linkCount()];
    seen = new int[net.linkCount()];
  }

  /** What a link takes where nobody else is on it. */
  double usual(int link) {
    double wait = clock.meanHeadway(link) > clock.headway(link) ? clock.meanWait(link) : 0;
    return rows.free(link) + wait;
  }

  /** What a link takes now. */
  double present(int link) {
    double queue = rows.number[(link << LinkRows.ROW) + LinkRows.USED] * clock.meanHeadway(link);
    return Math.max(usual(link), queue);
  }

  boolean mayTurn(int from, int to) {
    return Arrays.binarySearch(bans, (long) from << 32 | to) < 0;
  }

  private record Reached(double cost, int link) {}

  /** Links of the quickest way that takes less than {@code limit}; null where there is none. */
  int[] find(int from, int to, int arriving, int kind, IntPredicate closed, double limit) {
    if (from == to) {
      return new int[0];
    }
    run++;
    PriorityQueue<Reached> queue =
        new PriorityQueue<>(
            Comparator.comparingDouble(Reached::cost).thenComparingInt(Reached::link));
    relax(from, arriving, -1, 0, kind, closed, limit, queue);
    while (!queue.isEmpty()) {
      Reached r = queue.poll();
      if (r.cost > best[r.link]) {
        continue;
      }
      if (net.to()[r.link] == to) {
        return path(r.link);
      }
      relax(net.to()[r.link], r.link, r.link, r.cost, kind, closed, limit, queue);
    }
    return null;
  }

  private void relax(
      int node,
      int arriving,
      int previous,
      double cost,
      int kind,
      IntPredicate closed,
      double limit,
      PriorityQueue<Reached> queue) {
    for (int k = outFirst[node]; k < outFirst[node + 1]; k++) {
      int j = outLink[k];
      double c = cost + present(j);
      boolean better = c < limit && (seen[j] != run || c < best[j]);
      boolean open = net.kinds() == null || (net.kinds()[j] >> kind & 1) != 0;
      if (better && open && mayTurn(arriving, j) && !closed.test(j)) {
        seen[j] = run;
        best[j] = c;
        before[j] = previous;
        queue.add(new Reached(c, j));
      }
    }
  }

  private int[] path(int last) {
    int length = 0;
    for (int i = last; i >= 0; i = before[i]) {
      length++;
    }
    int[] out = new int[length];
    for (int i = last, k = length - 1; i >= 0; i = before[i]) {
      out[k--] = i;
    }
    return out;
  }
}
