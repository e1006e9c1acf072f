package city.emona.simulate.replay;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Routes of the vehicles and what closures do to them. When a closure begins, every vehicle under
 * way whose further route holds a closed link takes the quickest way from the end of the link it is
 * on to the end of its route, at the times of that moment (free flow, or what the queue ahead needs
 * to leave); so does every vehicle that departs while the closure lasts. Who has no way around
 * keeps its route, and waits beside the road until the link opens. Not thread-safe.
 */
final class Detours {
  /** Vehicle, position of the link it is on, and the junction from which it can turn elsewhere. */
  interface Visitor {
    void visit(int vehicle, int position, int node);
  }

  private final QueueNetwork net;
  private final Plans plans;
  private final LinkRows rows;
  private final VehicleRows vehicles;
  private final GreenClock clock;
  private final List<Closures.Closure> pending;
  private final long[] closedUntil;
  private final int[] closedKinds;
  private int[][] route;
  private int begun;
  private long[] bans;
  private int[] outFirst;
  private int[] outLink;
  private BitSet changed;
  private BitSet without;

  Detours(
      QueueNetwork net,
      Plans plans,
      Closures closures,
      LinkRows rows,
      VehicleRows vehicles,
      GreenClock clock) {
    this.net = net;
    this.plans = plans;
    this.rows = rows;
    this.vehicles = vehicles;
    this.clock = clock;
    pending =
        closures.list().stream()
            .sorted(Comparator.comparingDouble(Closures.Closure::fromS))
            .toList();
    closedUntil = pending.isEmpty() ? null : new long[net.linkCount()];
    closedKinds = pending.isEmpty() ? null : new int[net.linkCount()];
    if (!pending.isEmpty()) {
      route = new int[plans.count()][];
      changed = new BitSet();
      without = new BitSet();
      outgoing();
      bans = new long[net.banFrom().length];
      for (int k = 0; k < bans.length; k++) {
        bans[k] = (long) net.banFrom()[k] << 32 | net.banTo()[k];
      }
      Arrays.sort(bans);
    }
  }

  private void outgoing() {
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
  }

  /** Link at a position of a vehicle's route; positions count on from the plan's own. */
  int link(int v, int position) {
    if (route != null && route[v] != null) {
      return route[v][position - plans.first()[v]];
    }
    return plans.links()[position];
  }

  int dwellS(int v, int position) {
    return plans.dwellS() == null || route != null && route[v] != null
        ? 0
        : plans.dwellS()[position];
  }

  long closedUntil(int link, int v, long now) {
    return closedUntil != null && (closedKinds[link] >> plans.kind()[v] & 1) != 0
        ? closedUntil[link]
        : 0;
  }

  /** When the next closure begins. */
  long nextTick() {
    return begun < pending.size() ? LinkRows.ticks(pending.get(begun).fromS()) : Long.MAX_VALUE;
  }

  /** Begins the next closure and tells every vehicle under way. */
  void begin(Consumer<Visitor> underWay) {
    Closures.Closure c = pending.get(begun);
    long now = LinkRows.ticks(c.fromS());
    long until = LinkRows.ticks(c.toS());
    for (int i = c.links().nextSetBit(0); i >= 0; i = c.links().nextSetBit(i + 1)) {
      // Two closures of one link at a time: both kinds wait for the later end.
      closedKinds[i] = (closedUntil[i] > now ? closedKinds[i] : 0) | c.kinds();
      closedUntil[i] = Math.max(closedUntil[i], until);
    }
    underWay.accept((v, p, node) -> turnAway(v, p, node, now));
    begun++;
  }

  void atDeparture(int v, long now) {
    if (begun > 0) {
      int p = plans.first()[v];
      turnAway(v, p - 1, net.from()[link(v, p)], now);
    }
  }

  private void turnAway(int v, int position, int node, long now) {
    boolean meets = false;
    for (int p = position + 1; p < vehicles.end(v) && !meets; p++) {
      meets = closedUntil(link(v, p), v, now) > now;
    }
    if (!meets) {
      return;
    }
    int arriving = position >= plans.first()[v] ? link(v, position) : -1;
    int[] rest = search(node, net.to()[link(v, vehicles.end(v) - 1)], arriving, v, now);
    if (rest == null || arriving < 0 && rest.length == 0) {
      without.set(v);
      return;
    }
    changed.set(v);
    int kept = position + 1 - plans.first()[v];
    int[] own = new int[kept + rest.length];
    for (int k = 0; k < kept; k++) {
      own[k] = link(v, plans.first()[v] + k);
    }
    System.arraycopy(rest, 0, own, kept, rest.length);
    route[v] = own;
    vehicles.forgetLinks(v);
    vehicles.setEnd(v, plans.first()[v] + own.length);
  }

  int rerouted() {
    return changed == null ? 0 : changed.cardinality();
  }

  int withoutWay() {
    return without == null ? 0 : without.cardinality();
  }

  private double cost(int link) {
    double queue = rows.number[(link << LinkRows.ROW) + LinkRows.USED] * clock.meanHeadway(link);
    double wait = clock.meanHeadway(link) > clock.headway(link) ? clock.meanWait(link) : 0;
    return Math.max(rows.free(link) + wait, queue);
  }

  /**
   * Links from a node to another at present times (Dijkstra over links, turn bans kept); or null.
   */
  private int[] search(int from, int to, int arriving, int v, long now) {
    if (from == to) {
      return new int[0];
    }
    int m = net.linkCount();
    double[] best = new double[m];
    int[] before = new int[m];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    PriorityQueue<Reached> queue =
        new PriorityQueue<>(
            Comparator.comparingDouble(Reached::cost).thenComparingInt(Reached::link));
    relax(from, arriving, 0, v, now, best, before, queue);
    while (!queue.isEmpty()) {
      Reached r = queue.poll();
      if (r.cost > best[r.link]) {
        continue;
      }
      if (net.to()[r.link] == to) {
        return path(r.link, before);
      }
      relax(net.to()[r.link], r.link, r.cost, v, now, best, before, queue);
    }
    return null;
  }

  private record Reached(double cost, int link) {}

  private void relax(
      int node,
      int arriving,
      double cost,
      int v,
      long now,
      double[] best,
      int[] before,
      PriorityQueue<Reached> queue) {
    for (int k = outFirst[node]; k < outFirst[node + 1]; k++) {
      int j = outLink[k];
      double c = cost + cost(j);
      if (c < best[j] && closedUntil(j, v, now) <= now && mayTurn(arriving, j) && mayUse(j, v)) {
        best[j] = c;
        before[j] = cost == 0 ? -1 : arriving;
        queue.add(new Reached(c, j));
      }
    }
  }

  private boolean mayUse(int link, int v) {
    return net.kinds() == null || (net.kinds()[link] >> plans.kind()[v] & 1) != 0;
  }

  private boolean mayTurn(int from, int to) {
    return Arrays.binarySearch(bans, (long) from << 32 | to) < 0;
  }

  private static int[] path(int last, int[] before) {
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
