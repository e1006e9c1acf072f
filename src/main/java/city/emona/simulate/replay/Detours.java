package city.emona.simulate.replay;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Routes of the vehicles, and what closures and jams do to them. When a closure begins, every
 * vehicle under way whose further route holds a closed link takes the quickest way from the end of
 * the link it is on to the end of its route, at the times of that moment ({@link WaySearch}); so
 * does every vehicle that departs while the closure lasts. A bus leaves its line in front of the
 * closure and comes back to it behind; it stops where its way passes a stop of the line. Who has no
 * way around keeps its route, and waits beside the road until the link opens.
 *
 * <p>Guided drivers ({@link Guidance}) compare their way with the quickest one when they depart and
 * at every look. Not thread-safe.
 */
final class Detours {
  /** Vehicle, position of the link it is on, and the junction from which it can turn elsewhere. */
  interface Visitor {
    void visit(int vehicle, int position, int node);
  }

  private final QueueNetwork net;
  private final Plans plans;
  private final VehicleRows vehicles;
  private final Guidance guidance;
  private final List<Closures.Closure> pending;
  private final long[] closedUntil;
  private final int[] closedKinds;
  private final WaySearch search;
  private final int[][] route;
  private final short[][] dwell;
  private final BitSet changed = new BitSet();
  private final BitSet without = new BitSet();
  private final BitSet avoided = new BitSet();
  private int begun;
  private long nextLook;
  private int searchesLeft = Guidance.SEARCHES;

  Detours(
      QueueNetwork net,
      Plans plans,
      Closures closures,
      Guidance guidance,
      LinkRows rows,
      VehicleRows vehicles,
      GreenClock clock) {
    this.net = net;
    this.plans = plans;
    this.vehicles = vehicles;
    this.guidance = guidance;
    pending =
        closures.list().stream()
            .sorted(Comparator.comparingDouble(Closures.Closure::fromS))
            .toList();
    boolean idle = pending.isEmpty() && guidance.isNone();
    closedUntil = idle ? null : new long[net.linkCount()];
    closedKinds = idle ? null : new int[net.linkCount()];
    route = idle ? null : new int[plans.count()][];
    dwell = idle || plans.dwellS() == null ? null : new short[plans.count()][];
    search = idle ? null : new WaySearch(net, rows, clock);
    nextLook = guidance.isNone() ? Long.MAX_VALUE : LinkRows.ticks(guidance.everyS());
  }

  /** Link at a position of a vehicle's route; positions count on from the plan's own. */
  int link(int v, int position) {
    if (route != null && route[v] != null) {
      return route[v][position - plans.first()[v]];
    }
    return plans.links()[position];
  }

  int dwellS(int v, int position) {
    if (plans.dwellS() == null) {
      return 0;
    }
    return route != null && route[v] != null
        ? dwell[v][position - plans.first()[v]]
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

  /** When guided drivers look for a quicker way again. */
  long nextLook() {
    return nextLook;
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

  /** Moves the clock of the guided drivers on by one look. */
  long beginLook() {
    long now = nextLook;
    nextLook += LinkRows.ticks(guidance.everyS());
    searchesLeft = Guidance.SEARCHES;
    return now;
  }

  /** Whether no more ways are searched until the next look. */
  boolean isTired() {
    return searchesLeft <= 0;
  }

  void atDeparture(int v, long now) {
    int p = plans.first()[v];
    if (begun > 0) {
      turnAway(v, p - 1, net.from()[link(v, p)], now);
    }
    if (search != null) {
      avoidJam(v, p - 1, net.from()[link(v, p)], now);
    }
  }

  private boolean isClosed(int link, int v, long now) {
    return closedUntil(link, v, now) > now;
  }

  private void turnAway(int v, int position, int node, long now) {
    int firstClosed = -1;
    int lastClosed = -1;
    for (int p = position + 1; p < vehicles.end(v); p++) {
      if (isClosed(link(v, p), v, now)) {
        firstClosed = firstClosed < 0 ? p : firstClosed;
        lastClosed = p;
      }
    }
    if (firstClosed < 0) {
      return;
    }
    boolean around =
        plans.kind()[v] == Plans.BUS && replace(v, firstClosed, lastClosed, firstClosed, now);
    if (!around && !replace(v, position + 1, vehicles.end(v) - 1, position + 1, now)) {
      without.set(v);
      return;
    }
    changed.set(v);
  }

  /**
   * Puts the quickest way in the place of the links from one position to another; false where there
   * is none, or where it must not turn back into the route behind.
   */
  private boolean replace(int v, int from, int to, int kept, long now) {
    int arriving = from > plans.first()[v] ? link(v, from - 1) : -1;
    int[] way =
        search.find(
            net.from()[link(v, from)],
            net.to()[link(v, to)],
            arriving,
            plans.kind()[v],
            j -> isClosed(j, v, now),
            Double.POSITIVE_INFINITY);
    boolean empty = way != null && arriving < 0 && way.length == 0;
    if (way == null || empty || !mayGoOn(v, way, arriving, to)) {
      return false;
    }
    splice(v, kept, way, to);
    return true;
  }

  private boolean mayGoOn(int v, int[] way, int arriving, int to) {
    int last = way.length > 0 ? way[way.length - 1] : arriving;
    return to + 1 >= vehicles.end(v) || last < 0 || search.mayTurn(last, link(v, to + 1));
  }

  /** New route: as before up to a position, the way, and as before behind another position. */
  private void splice(int v, int kept, int[] way, int to) {
    int first = plans.first()[v];
    int head = kept - first;
    int tail = vehicles.end(v) - to - 1;
    int[] own = new int[head + way.length + tail];
    for (int k = 0; k < head; k++) {
      own[k] = link(v, first + k);
    }
    System.arraycopy(way, 0, own, head, way.length);
    for (int k = 0; k < tail; k++) {
      own[head + way.length + k] = link(v, to + 1 + k);
    }
    short[] stops = dwell == null ? null : dwells(v, kept, way, to, own.length);
    route[v] = own;
    if (dwell != null) {
      dwell[v] = stops;
    }
    vehicles.forgetLinks(v);
    vehicles.setEnd(v, first + own.length);
  }

  /** Stops of the kept parts, and those of the replaced part that the new way passes. */
  private short[] dwells(int v, int kept, int[] way, int to, int length) {
    int first = plans.first()[v];
    int head = kept - first;
    short[] out = new short[length];
    for (int k = 0; k < head; k++) {
      out[k] = (short) dwellS(v, first + k);
    }
    for (int p = kept; p <= to; p++) {
      int stop = dwellS(v, p);
      for (int k = 0; k < way.length && stop > 0; k++) {
        if (net.to()[way[k]] == net.to()[link(v, p)] && out[head + k] == 0) {
          out[head + k] = (short) stop;
          stop = 0;
        }
      }
    }
    for (int p = to + 1; p < vehicles.end(v); p++) {
      out[head + way.length + p - to - 1] = (short) dwellS(v, p);
    }
    return out;
  }

  /**
   * Lets a guided driver on the link at a position take a quicker way where its own is jammed;
   * tells whether it does.
   */
  boolean avoidJam(int v, int position, int node, long now) {
    if (isTired() || plans.kind()[v] == Plans.BUS || !guidance.isGuided(v)) {
      return false;
    }
    double own = 0;
    double free = 0;
    for (int p = position + 1; p < vehicles.end(v); p++) {
      int j = link(v, p);
      if (isClosed(j, v, now)) {
        return false; // who waits for an opening has no other way
      }
      own += search.present(j);
      free += search.usual(j);
    }
    double limit = LinkRows.TICKS_PER_S * Guidance.LEAST_GAIN_S;
    double most = own - Math.max(limit, Guidance.LEAST_GAIN * own);
    if (own <= free + limit || most <= 0) {
      return false;
    }
    searchesLeft--;
    int arriving = position >= plans.first()[v] ? link(v, position) : -1;
    int end = vehicles.end(v) - 1;
    int[] way =
        search.find(
            node,
            net.to()[link(v, end)],
            arriving,
            plans.kind()[v],
            j -> isClosed(j, v, now),
            most);
    if (way == null || way.length == 0) {
      return false;
    }
    splice(v, position + 1, way, end);
    avoided.set(v);
    return true;
  }

  int rerouted() {
    return changed.cardinality();
  }

  int withoutWay() {
    return without.cardinality();
  }

  int avoidedJams() {
    return avoided.cardinality();
  }
}
