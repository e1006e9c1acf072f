package city.emona.simulate.routing;

import java.util.Arrays;

/**
 * The routes of all trucks as rings of links with the loads of their trips and a log by which every
 * change is taken back, for stops without time windows. Nodes are stops, then visits to facilities,
 * then one node per truck for its start and end. Trips are numbered; each begins behind a boundary
 * (start or facility) and ends at a facility or, open, at home. Lengths and times are sums of
 * drives, each at the slice of the last exact departure from its node: they guide the search, and
 * {@link TruckRoute} decides. Not thread-safe.
 */
final class TripRings {
  private static final int LINK = 0;
  private static final int UNLINK = 1;
  private static final int OPEN = 2;
  private static final int CLOSE = 3;
  private static final int CHOOSE = 4;
  private static final int PACE_NEAR = 10;
  private static final int DELAY_BITS = 12;
  private static final int DELAY_ONE = 1 << DELAY_BITS;

  final int stops;
  final int firstTruck;
  final int[] next;
  final int[] prev;

  /** Of a stop, or the one that a facility ends; −1 where the node is not in a route. */
  final int[] trip;

  /** Number of a stop, or the complement of the number of a facility. */
  final int[] code;

  final int[] place;
  final int[] slice;

  /** The drive to the next node, time and metres packed as in {@link #arc}. */
  final long[] toNext;

  final int[] tripTruck;
  final int[] tripStart;
  final int[] tripEnd;
  final int[] tripSize;
  final long[] tripLitres;
  final long[] tripGrams;

  /** Trips that exist, in no particular order. */
  final int[] trips;

  int tripCount;

  /** Metres, tenths of seconds and fees of each truck, and its visits. */
  final long[] way;

  final int[] end;
  final long[] fees;
  final int[] visits;

  /** Service at the stops of each truck. */
  final long[] lift;

  /** How much later a truck comes home for a delay in a slice, in 4,096ths; by truck and slice. */
  private final int[] delay;

  /** Trucks changed since the log was cleared. */
  final int[] touched;

  int touchedCount;
  int served;

  private final int[] endPlace;
  private final int[] tripAt;
  private final boolean[] isTouched;
  private final VisitTable table;
  private final TravelMatrices travel;
  private final Drives drives;
  private final long[][] arcs;
  private final int places;
  private final int[] row;
  private final int[] sitePlace;
  private final int[] spareNode;
  private int spareNodes;
  private final int[] spareTrip;
  private int spareTrips;
  private int[] log = new int[1024];
  private int logCount;

  TripRings(RoutingProblem problem, VisitTable table, Drives drives) {
    this.table = table;
    travel = problem.travel();
    places = travel.places();
    this.drives = drives;
    row = drives.row;
    arcs = drives.arcs;
    stops = problem.stops().size();
    int trucks = problem.vehicles().size();
    int sites = stops + trucks;
    firstTruck = stops + sites;
    int nodes = firstTruck + trucks;
    next = new int[nodes];
    prev = new int[nodes];
    trip = new int[nodes];
    code = new int[nodes];
    place = new int[nodes];
    slice = new int[nodes];
    toNext = new long[nodes];
    tripTruck = new int[sites];
    tripStart = new int[sites];
    tripEnd = new int[sites];
    tripSize = new int[sites];
    tripLitres = new long[sites];
    tripGrams = new long[sites];
    trips = new int[sites];
    tripAt = new int[sites];
    spareNode = new int[sites];
    spareTrip = new int[sites];
    endPlace = problem.vehicles().stream().mapToInt(v -> row[v.endPlace()]).toArray();
    sitePlace = Arrays.stream(table.facilityPlace).map(p -> row[p]).toArray();
    way = new long[trucks];
    end = new int[trucks];
    fees = new long[trucks];
    visits = new int[trucks];
    lift = new long[trucks];
    touched = new int[trucks];
    isTouched = new boolean[trucks];
    delay = new int[trucks * arcs.length];
    for (int c = 0; c < stops; c++) {
      code[c] = c;
      place[c] = row[table.place[c]];
    }
  }

  /**
   * A delay before a border of slices moves drives over it, which then take the other pace: the
   * share of time that is driven tells how many.
   */
  private void setDelays(int v, TruckRoute r) {
    long drive_ds = 0;
    for (int p = 1; p <= r.count + 1 && r.count > 0; p++) {
      drive_ds += r.drive[p];
    }
    double driven = (double) drive_ds / Math.max(1, r.duration_ds());
    double factor = 1;
    for (int s = arcs.length - 1; s >= 0; s--) {
      delay[v * arcs.length + s] = (int) (factor * DELAY_ONE);
      if (travel.sliceStart_ds()[s] < r.end_ds) {
        factor *= 1 - driven + driven * drives.paceRatio[s];
      }
    }
  }

  /** How much later truck v comes home for time spent behind node a. */
  int delay(int v, int a, int time) {
    return (int) ((long) time * delay[v * arcs.length + slice[a]] >> DELAY_BITS);
  }

  static int metres(long arc) {
    return (int) arc;
  }

  static int time(long arc) {
    return (int) (arc - (int) arc >> 32);
  }

  int sitePlace(int facility) {
    return sitePlace[facility];
  }

  /** The drive from node a to a place. */
  long arc(int a, int to) {
    return arcs[slice[a]][place[a] * places + to];
  }

  /** The drive between two places, in a slice. */
  long between(int from, int s, int to) {
    return arcs[s][from * places + to];
  }

  /** What it costs from a stop to each of others and back, at midday. */
  int[] thereAndBack(int c, int[] others, long perMetre, long perDs) {
    int[] price = new int[others.length];
    int noon = arcs.length / 2;
    for (int k = 0; k < price.length; k++) {
      long sum =
          between(place[c], noon, place[others[k]]) + between(place[others[k]], noon, place[c]);
      long exact = perMetre * metres(sum) + perDs * time(sum);
      price[k] = (int) Math.min(Integer.MAX_VALUE, exact);
    }
    return price;
  }

  /** Takes over the routes of some trucks as they are, as if there were no others. */
  void load(TruckRoute[] routes, boolean[] own) {
    Arrays.fill(trip, -1);
    tripCount = 0;
    served = 0;
    spareNodes = 0;
    spareTrips = 0;
    for (int k = spareNode.length - 1; k >= 0; k--) {
      spareNode[spareNodes++] = stops + k;
      spareTrip[spareTrips++] = k;
    }
    for (int v = 0; v < routes.length; v++) {
      if (own[v]) {
        load(v, routes[v]);
      }
    }
    clear();
  }

  private void load(int v, TruckRoute r) {
    int home = firstTruck + v;
    next[home] = home;
    prev[home] = home;
    place[home] = row[r.place[0]];
    visits[v] = 0;
    lift[v] = 0;
    fees[v] = 0;
    toNext[home] = 0;
    int boundary = home;
    int from = 1;
    for (int p = 1; p <= r.count; p++) {
      if (r.code[p] < 0) {
        open(boundary, v, ~r.code[p]);
        int site = next[boundary];
        for (int q = from, last = boundary; q < p; q++) {
          link(last, r.code[q], trip[site]);
          last = r.code[q];
        }
        boundary = site;
        from = p + 1;
      }
    }
    if (from <= r.count) {
      int t = open(boundary, v, -1);
      for (int q = from, last = boundary; q <= r.count; q++) {
        link(last, r.code[q], t);
        last = r.code[q];
      }
    }
    refresh(v, r);
    logCount = 0;
  }

  /** Takes over what was driven exactly. */
  void refresh(int v, TruckRoute r) {
    int node = firstTruck + v;
    place[node] = row[r.place[0]];
    for (int p = 0; p <= r.count; p++) {
      slice[node] = travel.slice(r.departure_ds(p));
      int to = next[node];
      toNext[node] = arc(node, p == r.count ? row[r.place[p + 1]] : place[to]);
      node = to;
    }
    way[v] = r.distance_m;
    end[v] = r.end_ds;
    setDelays(v, r);
  }

  /** Writes a truck's visits and tells their number. */
  int write(int v, int[] into) {
    int home = firstTruck + v;
    int n = 0;
    for (int x = next[home]; x != home; x = next[x]) {
      into[n++] = code[x];
    }
    return n;
  }

  /** Place of a node that a drive of truck v goes to. */
  int goal(int v, int node) {
    return node == firstTruck + v ? endPlace[v] : place[node];
  }

  private void join(int v, int a, int x, int b, int service) {
    long in = arc(a, place[x]);
    slice[x] = slice[a];
    long out = arc(x, goal(v, b));
    long more = in + out - toNext[a];
    way[v] += metres(more);
    end[v] += delay(v, a, time(more) + service);
    next[a] = x;
    prev[x] = a;
    next[x] = b;
    prev[b] = x;
    toNext[a] = in;
    toNext[x] = out;
    visits[v]++;
    touch(v);
  }

  private void part(int v, int x, int service) {
    int a = prev[x];
    int b = next[x];
    long direct = visits[v] == 1 ? 0 : arc(a, goal(v, b));
    long more = direct - toNext[a] - toNext[x];
    way[v] += metres(more);
    end[v] += delay(v, a, time(more) - service);
    next[a] = b;
    prev[b] = a;
    toNext[a] = direct;
    visits[v]--;
    touch(v);
  }

  private void touch(int v) {
    if (!isTouched[v]) {
      isTouched[v] = true;
      touched[touchedCount++] = v;
    }
  }

  /** Puts stop c behind node a, into trip t. */
  void link(int a, int c, int t) {
    join(tripTruck[t], a, c, next[a], table.service(c));
    trip[c] = t;
    tripLitres[t] += table.litres[c];
    tripGrams[t] += table.grams[c];
    tripSize[t]++;
    lift[tripTruck[t]] += table.service(c);
    served++;
    note(LINK, c, 0, 0);
  }

  void unlink(int c) {
    int t = trip[c];
    int before = slice[c];
    note(UNLINK, c, prev[c], t | before << 24);
    part(tripTruck[t], c, table.service(c));
    trip[c] = -1;
    tripLitres[t] -= table.litres[c];
    tripGrams[t] -= table.grams[c];
    tripSize[t]--;
    lift[tripTruck[t]] -= table.service(c);
    served--;
  }

  /** Begins an empty trip behind a boundary, with its facility, or open to home with −1. */
  int open(int boundary, int v, int facility) {
    int t = spareTrip[--spareTrips];
    int following = following(boundary, v);
    tripTruck[t] = v;
    tripStart[t] = boundary;
    tripSize[t] = 0;
    tripLitres[t] = 0;
    tripGrams[t] = 0;
    tripAt[t] = tripCount;
    trips[tripCount++] = t;
    if (facility >= 0) {
      int node = spareNode[--spareNodes];
      code[node] = ~facility;
      place[node] = sitePlace[facility];
      trip[node] = t;
      tripEnd[t] = node;
      join(v, boundary, node, next[boundary], table.service(~facility));
      fees[v] += table.fee(~facility);
      if (following >= 0) {
        tripStart[following] = node;
      }
    } else {
      tripEnd[t] = firstTruck + v;
    }
    note(OPEN, t, 0, 0);
    return t;
  }

  /** The trip that begins at a boundary, or −1. */
  private int following(int boundary, int v) {
    int x = next[boundary];
    return x == firstTruck + v ? -1 : trip[x];
  }

  /** Ends a trip that is empty. */
  void close(int t) {
    int v = tripTruck[t];
    int node = tripEnd[t];
    if (node >= firstTruck) {
      note(CLOSE, tripStart[t], v, -1);
    } else {
      note(CLOSE, tripStart[t], v, ~code[node]);
      int following = following(node, v);
      part(v, node, table.service(code[node]));
      fees[v] -= table.fee(code[node]);
      trip[node] = -1;
      spareNode[spareNodes++] = node;
      if (following >= 0) {
        tripStart[following] = tripStart[t];
      }
    }
    int last = trips[--tripCount];
    trips[tripAt[t]] = last;
    tripAt[last] = tripAt[t];
    spareTrip[spareTrips++] = t;
  }

  /** Sends a trip to another facility. */
  void choose(int t, int facility) {
    int node = tripEnd[t];
    int v = tripTruck[t];
    note(CHOOSE, t, ~code[node], 0);
    int a = prev[node];
    int b = next[node];
    long old = toNext[a] + toNext[node];
    int service = table.service(~facility) - table.service(code[node]);
    fees[v] += table.fee(~facility) - table.fee(code[node]);
    code[node] = ~facility;
    place[node] = sitePlace[facility];
    toNext[a] = arc(a, place[node]);
    toNext[node] = arc(node, goal(v, b));
    long more = toNext[a] + toNext[node] - old;
    way[v] += metres(more);
    end[v] += delay(v, a, time(more) + service);
    touch(v);
  }

  private void note(int kind, int x, int a, int t) {
    if (logCount + 4 > log.length) {
      log = Arrays.copyOf(log, log.length * 2);
    }
    log[logCount++] = kind;
    log[logCount++] = x;
    log[logCount++] = a;
    log[logCount++] = t;
  }

  /** What was changed stays. */
  void clear() {
    logCount = 0;
    for (int k = 0; k < touchedCount; k++) {
      isTouched[touched[k]] = false;
    }
    touchedCount = 0;
  }

  /** Takes back what was changed; the caller restores {@code way} and {@code end} of trucks. */
  void undo() {
    int at = logCount;
    while (at > 0) {
      at -= 4;
      int x = log[at + 1];
      int a = log[at + 2];
      int t = log[at + 3];
      switch (log[at]) {
        case LINK -> unlink(x);
        case UNLINK -> {
          link(a, x, t & 0xffffff);
          slice[x] = t >>> 24;
          toNext[x] = arc(x, goal(tripTruck[t & 0xffffff], next[x]));
        }
        case OPEN -> close(x);
        case CLOSE -> open(x, a, t);
        default -> choose(x, a);
      }
    }
    clear();
  }

  /** All drives, packed as in {@link #arc}; the same for several rings at once. Immutable. */
  static final class Drives {
    private final int places;

    /** Of a place in {@link #arcs}. */
    private final int[] row;

    private final long[][] arcs;

    /** Pace of each slice after the first, relative to the one before, between near stops. */
    private final double[] paceRatio;

    Drives(RoutingProblem problem, VisitTable table, int[][] near, TruckRoute[] routes) {
      places = problem.travel().places();
      row = rows(places, routes);
      arcs = pack(problem.travel());
      paceRatio = paceRatios(table, near);
    }

    /**
     * Places in the order of the first routes: what lies near lies near in memory too, and so
     * several of the drives that a step looks at share a cache line.
     */
    private static int[] rows(int places, TruckRoute[] routes) {
      int[] rows = new int[places];
      Arrays.fill(rows, -1);
      int next = 0;
      for (TruckRoute r : routes) {
        for (int p = 0; p <= r.count + 1; p++) {
          if (rows[r.place[p]] < 0) {
            rows[r.place[p]] = next++;
          }
        }
      }
      for (int p = 0; p < places; p++) {
        rows[p] = rows[p] < 0 ? next++ : rows[p];
      }
      return rows;
    }

    /** Time in the upper and metres in the lower half, so that both are added at once. */
    private long[][] pack(TravelMatrices t) {
      long[][] packed = new long[t.slices()][];
      for (int s = 0; s < packed.length; s++) {
        for (int e = 0; e < s && packed[s] == null; e++) {
          boolean same = Arrays.equals(t.time_ds()[s], t.time_ds()[e]);
          packed[s] =
              same && Arrays.equals(t.distance_m()[s], t.distance_m()[e]) ? packed[e] : null;
        }
        packed[s] = packed[s] == null ? pack(t.time_ds()[s], t.distance_m()[s]) : packed[s];
      }
      return packed;
    }

    private long[] pack(int[] time_ds, int[] distance_m) {
      long[] packed = new long[time_ds.length];
      for (int a = 0; a < places; a++) {
        for (int b = 0; b < places; b++) {
          long time = Math.min(TravelMatrices.UNREACHABLE, time_ds[a * places + b]);
          packed[row[a] * places + row[b]] = (time << 32) + distance_m[a * places + b];
        }
      }
      return packed;
    }

    private double[] paceRatios(VisitTable table, int[][] near) {
      double[] ratio = new double[arcs.length];
      long before = 1;
      for (int s = 0; s < ratio.length; s++) {
        long sum = 1;
        for (int c = 0; c < near.length; c++) {
          for (int k = 1; k < Math.min(near[c].length, PACE_NEAR); k++) {
            int from = row[table.place[c]] * places;
            sum += time(arcs[s][from + row[table.place[near[c][k]]]]);
          }
        }
        ratio[s] = s == 0 ? 1 : (double) sum / before;
        before = sum;
      }
      return ratio;
    }
  }
}
