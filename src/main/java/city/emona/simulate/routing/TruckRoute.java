package city.emona.simulate.routing;

import java.util.Arrays;
import java.util.List;

/**
 * The day of one truck: its visits in order, when each takes place, and what putting one more visit
 * between two of them would cost. Position 0 is the start, positions 1..{@code count} are visits,
 * the next is the end. A visit is the number of a stop, or the complement of the number of a
 * facility.
 *
 * <p>Times are the earliest ones. Breaks are taken after a visit, where they make the truck come
 * home first: a recursion over visits and breaks taken, exact because later departures never arrive
 * earlier. Behind each position the time of coming home is max(arrival + {@code rest}, {@code
 * floor}), so that an insertion is priced in constant time (Savelsbergh, "The vehicle routing
 * problem with time windows: minimizing route duration", ORSA Journal on Computing 4(2), 1992). The
 * truck leaves so late that it does not wait at its first visit. Not thread-safe.
 */
final class TruckRoute {
  private static final int NEVER = RoutingProblem.ALWAYS_DS * 4;

  /** Visits of a route up to which all places of breaks are tried. */
  private static final int MAX_TRIED = 10;

  final int vehicle;
  private final RoutingProblem problem;
  private final RoutingProblem.Vehicle truck;
  private final RoutingProblem.Break[] breaks;
  private final TravelMatrices travel;
  private final VisitTable table;

  int count;
  int[] code = new int[10];
  int[] place = new int[10];

  /** Facilities among positions 1..p: the trip that goes on after position p. */
  int[] trip = new int[10];

  private int[] arrive = new int[10];
  private int[] begin = new int[10];
  private int[] leave = new int[10];
  private int[] depart = new int[10];
  int[] drive = new int[10];
  private int[] metres = new int[10];
  private int[] breaksTaken = new int[10];
  private int[] latest = new int[10];
  private int[] rest = new int[10];
  private int[] floor = new int[10];
  private int[][] early;
  private boolean[][] paused;
  private final int[] tried = new int[MAX_TRIED + 1];
  private final int[] triedBest = new int[MAX_TRIED + 1];
  private long triedLeast;
  long[] litres = new long[10];
  long[] grams = new long[10];
  int trips;
  int start_ds;
  int end_ds;
  long distance_m;
  long cost;

  /** Service at stops: what the battery gives for lifting and pressing. */
  private long lift_ds;

  TruckRoute(RoutingProblem problem, VisitTable table, int vehicle) {
    this.problem = problem;
    this.table = table;
    this.vehicle = vehicle;
    truck = problem.vehicles().get(vehicle);
    breaks = truck.shift().breaks().toArray(RoutingProblem.Break[]::new);
    travel = problem.travel();
    early = new int[breaks.length + 1][10];
    paused = new boolean[breaks.length + 1][10];
    time();
  }

  boolean isFacility(int p) {
    return p >= 1 && p <= count && code[p] < 0;
  }

  /** Whether the trip that goes on after position p ends at a facility. */
  boolean isClosed(int p) {
    return trip[p] < trip[count];
  }

  /** Takes over another's visits and times. */
  void copy(TruckRoute o) {
    count = o.count;
    reserve(count);
    int n = count + 2;
    System.arraycopy(o.code, 0, code, 0, n);
    System.arraycopy(o.place, 0, place, 0, n);
    System.arraycopy(o.trip, 0, trip, 0, n);
    System.arraycopy(o.arrive, 0, arrive, 0, n);
    System.arraycopy(o.begin, 0, begin, 0, n);
    System.arraycopy(o.leave, 0, leave, 0, n);
    System.arraycopy(o.depart, 0, depart, 0, n);
    System.arraycopy(o.drive, 0, drive, 0, n);
    System.arraycopy(o.metres, 0, metres, 0, n);
    System.arraycopy(o.breaksTaken, 0, breaksTaken, 0, n);
    System.arraycopy(o.latest, 0, latest, 0, n);
    System.arraycopy(o.rest, 0, rest, 0, n);
    System.arraycopy(o.floor, 0, floor, 0, n);
    trips = o.trips;
    System.arraycopy(o.litres, 0, litres, 0, trips + 1);
    System.arraycopy(o.grams, 0, grams, 0, trips + 1);
    start_ds = o.start_ds;
    end_ds = o.end_ds;
    distance_m = o.distance_m;
    cost = o.cost;
    lift_ds = o.lift_ds;
  }

  private void reserve(int visits) {
    if (code.length < visits + 3) {
      int n = visits * 2 + 3;
      code = Arrays.copyOf(code, n);
      place = Arrays.copyOf(place, n);
      trip = Arrays.copyOf(trip, n);
      arrive = Arrays.copyOf(arrive, n);
      begin = Arrays.copyOf(begin, n);
      leave = Arrays.copyOf(leave, n);
      depart = Arrays.copyOf(depart, n);
      drive = Arrays.copyOf(drive, n);
      metres = Arrays.copyOf(metres, n);
      breaksTaken = Arrays.copyOf(breaksTaken, n);
      latest = Arrays.copyOf(latest, n);
      rest = Arrays.copyOf(rest, n);
      floor = Arrays.copyOf(floor, n);
      early = new int[breaks.length + 1][n];
      paused = new boolean[breaks.length + 1][n];
      litres = Arrays.copyOf(litres, n);
      grams = Arrays.copyOf(grams, n);
    }
  }

  /** Replaces the visits; false, with times undefined, where they cannot be made. */
  boolean set(int[] visits, int n) {
    reserve(n);
    count = n;
    System.arraycopy(visits, 0, code, 1, n);
    return time();
  }

  /** Replaces the visits, for times and cost; {@code added} needs {@link #set}. */
  boolean drive(int[] visits, int n) {
    reserve(n);
    count = n;
    System.arraycopy(visits, 0, code, 1, n);
    return ahead();
  }

  /** Puts a visit after position p; false, and undone, where that cannot be made. */
  boolean insert(int p, int visit) {
    shift(p, 1);
    code[p + 1] = visit;
    return time() || undo(p, 1);
  }

  boolean insert(int p, int first, int second) {
    shift(p, 2);
    code[p + 1] = first;
    code[p + 2] = second;
    return time() || undo(p, 2);
  }

  private void shift(int p, int by) {
    reserve(count + by);
    System.arraycopy(code, p + 1, code, p + 1 + by, count - p);
    count += by;
  }

  private boolean undo(int p, int by) {
    System.arraycopy(code, p + 1 + by, code, p + 1, count - p - by);
    count -= by;
    if (!time()) {
      throw new IllegalStateException("a route that could be driven cannot any more");
    }
    return false;
  }

  /**
   * Leaves out a facility where what was loaded before and behind fits together and costs no more.
   */
  boolean dropFacility(int p) {
    int t = trip[p];
    if (litres[t - 1] + litres[t] > truck.maxLitres()
        || grams[t - 1] + grams[t] > truck.maxGrams()) {
      return false;
    }
    int facility = code[p];
    long before = cost;
    System.arraycopy(code, p + 1, code, p, count - p);
    count--;
    if (time() && cost <= before) {
      return true;
    }
    System.arraycopy(code, p, code, p + 1, count - p + 1);
    code[p] = facility;
    count++;
    time();
    return false;
  }

  /** Another facility at a position, where that costs less. */
  void chooseFacility(int p) {
    for (int f : table.facilities(vehicle)) {
      int before = code[p];
      long least = cost;
      if (~f != before && nearby(p, ~f) < nearby(p, before)) {
        code[p] = ~f;
        if (!time() || cost >= least) {
          code[p] = before;
          time();
        }
      }
    }
  }

  /** The price of the drives to and from a visit at p with its wait and service. */
  private long nearby(int p, int visit) {
    int at = table.placeOf(visit);
    int from = depart[p - 1];
    int done =
        Math.max(from + travel.time(place[p - 1], at, from), table.open(visit))
            + table.service(visit);
    long way =
        (long) travel.distance(place[p - 1], at, from) + travel.distance(at, place[p + 1], done);
    return truck.prices().perMetre() * way
        + truck.prices().perDs() * (done + travel.time(at, place[p + 1], done) - from)
        + table.fee(visit);
  }

  /** Loads, times and cost anew; false where a time, a load or a way stands against it. */
  private boolean time() {
    if (!ahead()) {
      return false;
    }
    backward();
    return true;
  }

  private boolean ahead() {
    place[0] = truck.startPlace();
    place[count + 1] = truck.endPlace();
    boolean fits = load();
    depart[0] = start_ds = startOf();
    breaksTaken[0] = 0;
    if (!fits || !placeBreaks()) {
      return false;
    }
    boolean drivable = forward();
    if (breaks.length > 0 && count <= MAX_TRIED && table.waysDiffer) {
      drivable = cheapestBreaks(drivable);
    }
    if (!drivable) {
      return false;
    }
    price();
    return true;
  }

  private boolean load() {
    int t = 0;
    litres[0] = 0;
    grams[0] = 0;
    trip[0] = 0;
    lift_ds = 0;
    boolean fits = true;
    for (int p = 1; p <= count; p++) {
      int c = code[p];
      if (c < 0) {
        place[p] = table.facilityPlace[~c];
        fits &= litres[t] <= truck.maxLitres() && grams[t] <= truck.maxGrams();
        t++;
        litres[t] = 0;
        grams[t] = 0;
      } else {
        place[p] = table.place[c];
        litres[t] += table.litres[c];
        grams[t] += table.grams[c];
        lift_ds += table.service(c);
      }
      trip[p] = t;
    }
    trips = t + (isFacility(count) ? 0 : 1);
    return fits && litres[t] <= truck.maxLitres() && grams[t] <= truck.maxGrams();
  }

  private int startOf() {
    int from = truck.shift().start_ds();
    return count == 0
        ? from
        : from + Math.max(0, table.open(code[1]) - from - travel.time(place[0], place[1], from));
  }

  /** After which visits the breaks are taken, into {@code breaksTaken}. */
  private boolean placeBreaks() {
    int taken = breaks.length;
    if (taken == 0 || count == 0) {
      Arrays.fill(breaksTaken, 0, count + 2, 0);
      return true;
    }
    int used = -1;
    int soonest = NEVER;
    for (int b = 0; b <= taken; b++) {
      int home = earliest(b);
      boolean done = b == taken || home <= breaks[b].latest_ds();
      if (done && home < soonest) {
        soonest = home;
        used = b;
      }
    }
    for (int p = count, b = used; p >= 0 && used >= 0; p--) {
      breaksTaken[p] = b;
      while (b > 0 && paused[b][p]) {
        b--;
      }
    }
    return used >= 0;
  }

  /** Where lengths differ by the hour, home first is not always cheapest: tries all places. */
  private boolean cheapestBreaks(boolean drivable) {
    triedLeast = drivable ? priceOf(distance_m, start_ds, end_ds) : Long.MAX_VALUE;
    System.arraycopy(breaksTaken, 0, triedBest, 0, count + 1);
    tryBreaks(0, start_ds, 0, 0);
    System.arraycopy(triedBest, 0, breaksTaken, 0, count + 1);
    return forward();
  }

  /** Goes on from position p, left at {@code now} with b breaks taken. */
  private void tryBreaks(int p, int now, int b, long way) {
    tried[p] = b;
    int there = now + travel.time(place[p], place[p + 1], now);
    long further = way + travel.distance(place[p], place[p + 1], now);
    long price = priceOf(further, start_ds, there);
    boolean fails = there > truck.shift().latestEnd_ds() || !isInRange(further, lift_ds);
    if (fails || price >= triedLeast) {
      return;
    }
    if (p == count) {
      if (b == breaks.length || there <= breaks[b].latest_ds()) {
        triedLeast = price;
        System.arraycopy(tried, 0, triedBest, 0, count + 1);
      }
      return;
    }
    int begin = Math.max(there, table.open(code[p + 1]));
    int done = begin + table.service(code[p + 1]);
    for (int k = b; begin <= table.close(code[p + 1]); k++) {
      if (k == breaks.length) {
        tryBreaks(p + 1, done, k, further);
        return;
      }
      RoutingProblem.Break pause = breaks[k];
      if (done > pause.latest_ds()) {
        return;
      }
      tryBreaks(p + 1, done, k, further);
      done = Math.max(done, pause.earliest_ds()) + pause.duration_ds();
    }
  }

  /** Earliest departures with b breaks taken; the earliest time of coming home. */
  private int earliest(int b) {
    int[] now = early[b];
    now[0] = b == 0 ? start_ds : NEVER;
    paused[b][0] = false;
    for (int p = 1; p <= count; p++) {
      int t = NEVER;
      if (now[p - 1] < NEVER) {
        t = now[p - 1] + travel.time(place[p - 1], place[p], now[p - 1]);
        t = Math.max(t, table.open(code[p]));
        t = t > table.close(code[p]) ? NEVER : t + table.service(code[p]);
      }
      paused[b][p] = false;
      if (b > 0 && early[b - 1][p] < NEVER) {
        RoutingProblem.Break pause = breaks[b - 1];
        int from = Math.max(early[b - 1][p], pause.earliest_ds());
        if (from <= pause.latest_ds() && from + pause.duration_ds() < t) {
          t = from + pause.duration_ds();
          paused[b][p] = true;
        }
      }
      now[p] = t;
      if (b < breaks.length && t > breaks[b].latest_ds()) {
        // Too late for the next break, and not home before it is due.
        Arrays.fill(now, p, count + 1, NEVER);
        Arrays.fill(paused[b], p, count + 1, false);
        return NEVER;
      }
    }
    return now[count] >= NEVER
        ? NEVER
        : now[count] + travel.time(place[count], place[count + 1], now[count]);
  }

  private boolean forward() {
    int last = count + 1;
    long way = 0;
    for (int p = 1; p <= last; p++) {
      int from = depart[p - 1];
      drive[p] = travel.time(place[p - 1], place[p], from);
      metres[p] = travel.distance(place[p - 1], place[p], from);
      way += metres[p];
      arrive[p] = from + drive[p];
      if (p == last) {
        break;
      }
      int c = code[p];
      begin[p] = Math.max(arrive[p], table.open(c));
      if (begin[p] > table.close(c)) {
        return false;
      }
      leave[p] = begin[p] + table.service(c);
      depart[p] = leave[p];
      for (int b = breaksTaken[p - 1]; b < breaksTaken[p]; b++) {
        depart[p] = Math.max(depart[p], breaks[b].earliest_ds()) + breaks[b].duration_ds();
      }
    }
    distance_m = count == 0 ? 0 : way;
    end_ds = count == 0 ? start_ds : arrive[last];
    return count == 0 || end_ds <= truck.shift().latestEnd_ds() && isInRange(distance_m, lift_ds);
  }

  private boolean isInRange(long way, long lifts) {
    RoutingProblem.Range range = truck.range();
    return range == RoutingProblem.Range.NONE
        || range.perMetre() * way + range.perServiceDs() * lifts <= range.limit();
  }

  private void backward() {
    int last = count + 1;
    int l = truck.shift().latestEnd_ds();
    int r = 0;
    int f = 0;
    latest[last] = l;
    rest[last] = 0;
    floor[last] = 0;
    for (int p = count; p >= 1; p--) {
      l -= drive[p + 1];
      r += drive[p + 1];
      for (int b = breaksTaken[p] - 1; b >= breaksTaken[p - 1]; b--) {
        RoutingProblem.Break pause = breaks[b];
        l = Math.min(pause.latest_ds(), l - pause.duration_ds());
        r += pause.duration_ds();
        f = Math.max(f, pause.earliest_ds() + r);
      }
      int c = code[p];
      l = Math.min(table.close(c), l - table.service(c));
      r += table.service(c);
      f = Math.max(f, table.open(c) + r);
      latest[p] = l;
      rest[p] = r;
      floor[p] = f;
    }
  }

  private void price() {
    if (count == 0) {
      cost = 0;
      return;
    }
    cost = truck.prices().fixed() + priceOf(distance_m, start_ds, end_ds);
    for (int p = 1; p <= count; p++) {
      cost += code[p] < 0 ? table.fee(code[p]) : 0;
    }
  }

  private long priceOf(long way, int from, int to) {
    RoutingProblem.Prices price = truck.prices();
    long sum = price.perMetre() * way + price.perDs() * (to - from);
    int end = truck.shift().end_ds();
    return to > end ? sum + price.overtimePerDs() * (to - Math.max(end, from)) : sum;
  }

  /**
   * What a visit after position p adds to the cost, or {@link Long#MAX_VALUE}. The drives behind it
   * are priced at their present times, loads are not looked at.
   */
  long added(int p, int c) {
    int from = p == 0 ? truck.shift().start_ds() : depart[p];
    int at = table.placeOf(c);
    int there = from + travel.time(place[p], at, from);
    int start = start_ds;
    if (p == 0) {
      int wait = Math.max(0, table.open(c) - there);
      start = from + wait;
    }
    int done = Math.max(there, table.open(c));
    if (done > table.close(c)) {
      return Long.MAX_VALUE;
    }
    done += table.service(c);
    int next = done + travel.time(at, place[p + 1], done);
    if (next > latest[p + 1]) {
      return Long.MAX_VALUE;
    }
    long way = (long) travel.distance(place[p], at, from) + travel.distance(at, place[p + 1], done);
    return more(p, way, c < 0 ? 0 : table.service(c), start, next);
  }

  /** The same for two visits one after the other. */
  long added(int p, int c, int d) {
    int from = p == 0 ? truck.shift().start_ds() : depart[p];
    int at = table.placeOf(c);
    int then = table.placeOf(d);
    int there = from + travel.time(place[p], at, from);
    int start = p == 0 ? from + Math.max(0, table.open(c) - there) : start_ds;
    int done = Math.max(there, table.open(c));
    if (done > table.close(c)) {
      return Long.MAX_VALUE;
    }
    done += table.service(c);
    int second = Math.max(done + travel.time(at, then, done), table.open(d));
    if (second > table.close(d)) {
      return Long.MAX_VALUE;
    }
    second += table.service(d);
    int next = second + travel.time(then, place[p + 1], second);
    if (next > latest[p + 1]) {
      return Long.MAX_VALUE;
    }
    long way =
        (long) travel.distance(place[p], at, from)
            + travel.distance(at, then, done)
            + travel.distance(then, place[p + 1], second);
    int lifts = (c < 0 ? 0 : table.service(c)) + (d < 0 ? 0 : table.service(d));
    long more = more(p, way, lifts, start, next);
    return more == Long.MAX_VALUE ? more : more + table.fee(c) + table.fee(d);
  }

  private long more(int p, long way, int lifts, int start, int next) {
    int end = Math.max(next + rest[p + 1], floor[p + 1]);
    long all = count == 0 ? way : distance_m + way - metres[p + 1];
    if (!isInRange(all, lift_ds + lifts)) {
      return Long.MAX_VALUE;
    }
    if (count == 0) {
      return truck.prices().fixed() + priceOf(way, start, end);
    }
    return priceOf(all, start, end) - priceOf(distance_m, start_ds, end_ds);
  }

  int departure_ds(int p) {
    return depart[p];
  }

  /** From leaving to coming home. */
  int duration_ds() {
    return count == 0 ? 0 : end_ds - start_ds;
  }

  boolean hasRoom(int p, int c) {
    return litres[trip[p]] + table.litres[c] <= truck.maxLitres()
        && grams[trip[p]] + table.grams[c] <= truck.maxGrams();
  }

  /** The driving alone, priced: the measure of the search's temperature. */
  long drivingCost() {
    long sum = truck.prices().perMetre() * distance_m;
    for (int p = 1; p <= count + 1 && count > 0; p++) {
      sum += truck.prices().perDs() * drive[p];
    }
    return sum;
  }

  RoutingPlan.Route toRoute() {
    if (count == 0) {
      return new RoutingPlan.Route(vehicle, List.of(), start_ds, start_ds, 0, 0, 0);
    }
    List<RoutingPlan.Visit> visits = new java.util.ArrayList<>();
    int driven = drive[count + 1];
    for (int p = 1; p <= count; p++) {
      driven += drive[p];
      boolean facility = code[p] < 0;
      visits.add(
          new RoutingPlan.Visit(
              facility ? RoutingPlan.Kind.FACILITY : RoutingPlan.Kind.STOP,
              facility ? ~code[p] : code[p],
              arrive[p],
              begin[p],
              leave[p],
              drive[p],
              metres[p]));
      int now = leave[p];
      for (int b = breaksTaken[p - 1]; b < breaksTaken[p]; b++) {
        int from = Math.max(now, breaks[b].earliest_ds());
        int to = from + breaks[b].duration_ds();
        visits.add(new RoutingPlan.Visit(RoutingPlan.Kind.BREAK, b, now, from, to, 0, 0));
        now = to;
      }
    }
    return new RoutingPlan.Route(vehicle, visits, start_ds, end_ds, driven, distance_m, cost);
  }
}
