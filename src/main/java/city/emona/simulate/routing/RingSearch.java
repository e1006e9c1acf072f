package city.emona.simulate.routing;

import city.emona.simulate.routing.plain.Dice;
import java.util.Arrays;

/**
 * Ruin and recreate of {@link StringRuin} and {@link GreedyInsertion} where stops have no time
 * windows, at an effort per step that does not depend on the length of routes: steps are priced and
 * accepted on {@link TripRings} by sums of drives at the hour of the last exact drive. Every few
 * steps the plan is driven exactly ({@link TruckRoute}: breaks, gates, drives over borders of
 * slices); where it cannot be driven, or costs clearly more than the sums said, the search goes
 * back to the plan driven before and looks twice as often. So only driven plans count. Stops move
 * between trips; empty trips end, trips change their facility, and a new trip opens where nothing
 * else has room. Not thread-safe.
 */
final class RingSearch {

  private static final int BESIDE = 20;
  private static final int OPEN_EVERY = 32;
  private static final int ENDS_EVERY = 4;
  private static final long MAX_ARCS = 12_000_000;
  private static final int MOST_STEPS_UNDRIVEN = 128;

  private final RoutingProblem problem;
  private final VisitTable table;
  private final int[][] near;
  private final Dice dice;
  private final GreedyInsertion order;
  private final TripRings rings;
  private final RingRuin ruin;
  private final RoutingProblem.Vehicle[] trucks;
  private final long[] prize;
  private final long[] perMetre;
  private final long[] perDs;
  private final long[] overtimePerDs;
  private final int[] shiftEnd;
  private final int[] latestEnd;
  private final int[] maxLitres;
  private final int[] maxGrams;

  /** From each near stop and back to it at midday, at the lowest prices of a truck. */
  private final int[][] nearPrice;

  private final long lowPerDs;
  private final long highPerMetre;
  private final long highPerDs;

  /** Trips with room for the present stop. */
  private final boolean[] roomy;

  private final boolean[] mustEmpty;
  private final boolean[] isRanged;
  private final TruckRoute[] exact;
  private final TruckRoute[] trial;
  private final int[] buffer;
  private int untilBlink;
  private long lostPrizes;
  private long cost;

  /** Of the plan that was driven last; {@code exact} holds its routes. */
  private long drivenPrizes;

  private long drivenCost;
  private final boolean[] undriven;
  private int undrivenSteps;
  private int driveEvery = 8;

  /** Trucks and stops that this search may change; the others are as if they were not there. */
  private boolean[] own;

  private final boolean[] isOwn;
  private final int[] stops;
  private int stopCount;
  private long bestCost;
  private final int[][] best;

  /** By how much a driven route may be dearer than the sums said. */
  private final long tolerance;

  /** Length, end and price of each truck in the plan accepted last. */
  private final long[] way;

  private final int[] end;
  private final long[] paid;
  private final long[] asked;

  private long least;
  private int behind;
  private int into;

  /**
   * @param order and {@code dice} of this search alone
   * @param meanDrive price of a drive between two visits
   */
  RingSearch(
      FleetState state,
      int[][] near,
      TripRings.Drives drives,
      GreedyInsertion order,
      Dice dice,
      double meanDrive) {
    problem = state.problem;
    table = state.table;
    this.near = near;
    this.order = order;
    this.dice = dice;
    rings = new TripRings(problem, table, drives);
    ruin = new RingRuin(problem, rings, near, dice);
    int n = problem.vehicles().size();
    trucks = problem.vehicles().toArray(RoutingProblem.Vehicle[]::new);
    prize = problem.stops().stream().mapToLong(RoutingProblem.Stop::prize).toArray();
    perMetre = Arrays.stream(trucks).mapToLong(t -> t.prices().perMetre()).toArray();
    perDs = Arrays.stream(trucks).mapToLong(t -> t.prices().perDs()).toArray();
    overtimePerDs = Arrays.stream(trucks).mapToLong(t -> t.prices().overtimePerDs()).toArray();
    shiftEnd = Arrays.stream(trucks).mapToInt(t -> t.shift().end_ds()).toArray();
    latestEnd = Arrays.stream(trucks).mapToInt(t -> t.shift().latestEnd_ds()).toArray();
    maxLitres = Arrays.stream(trucks).mapToInt(RoutingProblem.Vehicle::maxLitres).toArray();
    maxGrams = Arrays.stream(trucks).mapToInt(RoutingProblem.Vehicle::maxGrams).toArray();
    lowPerDs = Arrays.stream(perDs).min().orElse(0);
    highPerDs = Arrays.stream(perDs).max().orElse(0);
    highPerMetre = Arrays.stream(perMetre).max().orElse(0);
    long lowPerMetre = Arrays.stream(perMetre).min().orElse(0);
    nearPrice = new int[near.length][];
    for (int c = 0; c < near.length; c++) {
      nearPrice[c] = rings.thereAndBack(c, near[c], lowPerMetre, lowPerDs);
    }
    undriven = new boolean[n];
    way = new long[n];
    end = new int[n];
    paid = new long[n];
    asked = new long[n];
    mustEmpty = new boolean[n];
    isRanged = new boolean[n];
    exact = new TruckRoute[n];
    trial = new TruckRoute[n];
    for (int v = 0; v < n; v++) {
      mustEmpty[v] = trucks[v].emptyBeforeHome() && !problem.facilities().isEmpty();
      isRanged[v] = trucks[v].range() != RoutingProblem.Range.NONE;
      exact[v] = new TruckRoute(problem, table, v);
      trial[v] = new TruckRoute(problem, table, v);
    }
    buffer = new int[2 * rings.stops + n];
    roomy = new boolean[rings.tripTruck.length];
    untilBlink = dice.until(GreedyInsertion.BLINK);
    stops = new int[rings.stops];
    isOwn = new boolean[rings.stops];
    best = new int[n][];
    boolean open =
        problem.facilities().stream()
            .allMatch(f -> f.open_ds() <= 0 && f.close_ds() >= RoutingProblem.ALWAYS_DS);
    // Waits at gates are not in the sums: there, only what was driven is to be believed.
    tolerance = open ? (long) meanDrive : 0;
  }

  /** Whether stops are many, open all day, and drives few enough for a copy. */
  static boolean suits(RoutingProblem p) {
    int from = Integer.MAX_VALUE;
    int to = 0;
    for (RoutingProblem.Vehicle v : p.vehicles()) {
      from = Math.min(from, v.shift().start_ds());
      to = Math.max(to, v.shift().latestEnd_ds());
    }
    int first = from;
    int last = Math.min(to, RoutingProblem.ALWAYS_DS);
    return p.stops().size() > GreedyInsertion.FEW
        && !p.vehicles().isEmpty()
        && p.travel().slices() < 128
        && (long) p.travel().places() * p.travel().places() * p.travel().slices() <= MAX_ARCS
        && p.stops().stream().allMatch(s -> s.open_ds() <= first && s.close_ds() >= last);
  }

  /**
   * Goes on from the routes of some trucks.
   *
   * @param strays stops to put in from those that are left out
   */
  void load(FleetState state, boolean[] trucks, boolean[] strays) {
    own = trucks;
    drivenCost = 0;
    for (int v = 0; v < exact.length; v++) {
      if (own[v]) {
        exact[v].copy(state.route[v]);
        drivenCost += exact[v].cost;
      }
    }
    drivenPrizes = 0;
    stopCount = 0;
    for (int c = 0; c < stops.length; c++) {
      int v = state.truckOf[c];
      isOwn[c] = v < 0 ? strays[c] : own[v];
      if (isOwn[c]) {
        stops[stopCount++] = c;
        drivenPrizes += v < 0 ? prize[c] : 0;
      }
    }
    drivenCost += drivenPrizes;
    goBack();
    bestCost = drivenCost;
    keepBest();
  }

  private void goBack() {
    rings.load(exact, own);
    for (int v = 0; v < exact.length; v++) {
      if (own[v]) {
        keep(v, exact[v].cost);
        undriven[v] = false;
      }
    }
    lostPrizes = drivenPrizes;
    cost = drivenCost;
    undrivenSteps = 0;
  }

  private void keep(int v, long price) {
    way[v] = rings.way[v];
    end[v] = rings.end[v];
    paid[v] = price;
  }

  /** Of own trucks and of own stops that are left out. */
  long bestCost() {
    return bestCost;
  }

  /** Writes the best routes of own trucks. */
  void best(int[][] visits) {
    for (int v = 0; v < exact.length; v++) {
      visits[v] = own[v] ? best[v] : visits[v];
    }
  }

  /** Writes the present routes of own trucks. */
  void present(int[][] visits) {
    for (int v = 0; v < exact.length; v++) {
      visits[v] = own[v] ? visits(v) : visits[v];
    }
  }

  private void keepBest() {
    for (int v = 0; v < exact.length; v++) {
      best[v] = own[v] ? visits(v) : null;
    }
  }

  private int[] visits(int v) {
    return Arrays.copyOfRange(exact[v].code, 1, exact[v].count + 1);
  }

  /** Steps while the temperature falls evenly; the last plan is driven. */
  void run(int steps, double hot, double cold) {
    double temperature = hot;
    for (int k = 0; k < steps && stopCount > 0; k++) {
      if (k % 32 == 0) {
        temperature = hot * StrictMath.pow(cold / hot, (double) k / steps);
      }
      step(seedStop(), cost + temperature * dice.exponential());
      boolean due = undrivenSteps >= driveEvery || k == steps - 1;
      if (due && drive(temperature) && cost < bestCost) {
        bestCost = cost;
        keepBest();
      }
    }
  }

  /** Any stop; half the time one that must be served and is not, where there is one. */
  private int seedStop() {
    int at = dice.below(stopCount);
    if (lostPrizes >= RoutingProblem.MUST && dice.below(2) == 0) {
      for (int k = 0; k < stopCount; k++) {
        int d = stops[(at + k) % stopCount];
        if (rings.trip[d] < 0 && prize[d] >= RoutingProblem.MUST) {
          return d;
        }
      }
    }
    return stops[at];
  }

  /** Another plan where the sums of its drives cost less than {@code limit}. */
  private void step(int seed, double limit) {
    long prizes = lostPrizes;
    ruin.ruin(seed, isOwn);
    for (int k = 0; k < ruin.count; k++) {
      int c = ruin.removed[k];
      lostPrizes += ruin.wasServed(k) ? prize[c] : 0;
    }
    recreate();
    tidy();
    undrivenSteps++;
    long now = asked(prizes);
    if (now < limit) {
      cost = now;
      for (int k = 0; k < rings.touchedCount; k++) {
        int v = rings.touched[k];
        undriven[v] = true;
        keep(v, asked[v]);
      }
      rings.clear();
      return;
    }
    int count = rings.touchedCount;
    rings.undo();
    for (int k = 0; k < count; k++) {
      int v = rings.touched[k];
      rings.way[v] = way[v];
      rings.end[v] = end[v];
    }
    lostPrizes = prizes;
  }

  /** Drives the plan exactly; false where the search goes back to the one driven before. */
  private boolean drive(double temperature) {
    long sum = drivenCost + lostPrizes - drivenPrizes;
    int routes = 0;
    boolean drivable = true;
    for (int v = 0; v < exact.length && drivable; v++) {
      if (own[v] && undriven[v]) {
        drivable = trial[v].drive(buffer, rings.write(v, buffer));
        sum += trial[v].cost - exact[v].cost;
        routes++;
      }
    }
    if (!drivable || sum > cost + 2 * temperature + tolerance * routes) {
      driveEvery = Math.max(1, driveEvery / 2);
      goBack();
      return false;
    }
    for (int v = 0; v < exact.length; v++) {
      if (own[v] && undriven[v]) {
        TruckRoute r = exact[v];
        exact[v] = trial[v];
        trial[v] = r;
        rings.refresh(v, exact[v]);
        keep(v, exact[v].cost);
        undriven[v] = false;
      }
    }
    driveEvery = Math.min(MOST_STEPS_UNDRIVEN, driveEvery * 2);
    undrivenSteps = 0;
    cost = sum;
    drivenCost = sum;
    drivenPrizes = lostPrizes;
    return true;
  }

  /** The cost by the sums of drives. */
  private long asked(long prizes) {
    long sum = cost + lostPrizes - prizes;
    for (int k = 0; k < rings.touchedCount; k++) {
      int v = rings.touched[k];
      asked[v] = 0;
      if (rings.visits[v] > 0) {
        asked[v] =
            trucks[v].prices().fixed()
                + rings.fees[v]
                + price(v, rings.way[v], exact[v].start_ds, rings.end[v]);
      }
      sum += asked[v] - paid[v];
    }
    return sum;
  }

  private long price(int v, long way, int from, int to) {
    RoutingProblem.Prices p = trucks[v].prices();
    long over = Math.max(0, to - Math.max(from, trucks[v].shift().end_ds()));
    return p.perMetre() * way + p.perDs() * (to - from) + p.overtimePerDs() * over;
  }

  private void recreate() {
    long[] rank = order.sort(ruin.removed, ruin.count);
    double greed = dice.below(4) > 0 ? 1 : 1 + 3 * dice.uniform();
    for (int k = 0; k < ruin.count; k++) {
      int c = (int) (rank[k] & 0xffffff);
      least = prize[c] >= RoutingProblem.MUST ? Long.MAX_VALUE : (long) (prize[c] * greed);
      for (int i = 0; i < rings.tripCount; i++) {
        roomy[rings.trips[i]] = hasRoom(rings.trips[i], c);
      }
      into = -1;
      boolean any = least == Long.MAX_VALUE;
      besideNear(c);
      // Ends of trips nearby have been looked at.
      if (into < 0 || dice.below(ENDS_EVERY) == 0) {
        atEnds(c);
      }
      if (into < 0 && any || dice.below(OPEN_EVERY) == 0) {
        newTrip(c);
      }
      if (into >= 0) {
        rings.link(behind, c, into);
        lostPrizes -= prize[c];
      }
    }
  }

  private void besideNear(int c) {
    int[] beside = near[c];
    int[] reach = nearPrice[c];
    long service = lowPerDs * table.service(c);
    int left = BESIDE;
    for (int k = 1; k < beside.length && left > 0; k++) {
      int a = beside[k];
      int t = rings.trip[a];
      if (t >= 0 && roomy[t]) {
        left--;
        // Where the other end lies farther off than a, the detour is at least there and back less
        // the present drive; where it lies nearer, its own turn has come before.
        long bound = reach[k] + service;
        if (bound - present(rings.toNext[a]) < least) {
          consider(a, t, c);
        }
        int b = rings.prev[a];
        if (bound - present(rings.toNext[b]) < least) {
          consider(b, t, c);
        }
      }
    }
  }

  private long present(long arc) {
    return highPerMetre * TripRings.metres(arc) + highPerDs * TripRings.time(arc);
  }

  private boolean hasRoom(int t, int c) {
    int v = rings.tripTruck[t];
    return rings.tripLitres[t] + table.litres[c] <= maxLitres[v]
        && rings.tripGrams[t] + table.grams[c] <= maxGrams[v]
        && order.mayCarry(v, c);
  }

  private void atEnds(int c) {
    for (int k = 0; k < rings.tripCount; k++) {
      int t = rings.trips[k];
      if (roomy[t]) {
        consider(rings.tripStart[t], t, c);
        consider(rings.prev[rings.tripEnd[t]], t, c);
      }
    }
  }

  private void consider(int a, int t, int c) {
    int v = rings.tripTruck[t];
    int at = rings.place[c];
    long more =
        rings.arc(a, at)
            + rings.between(at, rings.slice[a], rings.goal(v, rings.next[a]))
            - rings.toNext[a];
    int service = table.service(c);
    long price = added(v, a, more, service, service);
    if (price < least && !blinks()) {
      least = price;
      behind = a;
      into = t;
    }
  }

  /** Of a detour and its service, some of it lifting, or {@link Long#MAX_VALUE}. */
  private long added(int v, int a, long more, int service, int lift) {
    int time = rings.delay(v, a, TripRings.time(more) + service);
    int end = rings.end[v] + time;
    if (end > latestEnd[v] || isRanged[v] && isTooFar(v, TripRings.metres(more), lift)) {
      return Long.MAX_VALUE;
    }
    long sum = perMetre[v] * TripRings.metres(more) + perDs[v] * time;
    int over = end - Math.max(shiftEnd[v], rings.end[v]);
    return over > 0 ? sum + overtimePerDs[v] * over : sum;
  }

  /** A trip of its own behind the start or a facility, where that is cheapest. */
  private void newTrip(int c) {
    int truck = -1;
    int boundary = -1;
    int facility = -1;
    for (int v = 0; v < trucks.length; v++) {
      int home = rings.firstTruck + v;
      boolean twin =
          rings.visits[v] == 0
              && v > 0
              && own[v - 1]
              && rings.visits[v - 1] == 0
              && trucks[v].equals(trucks[v - 1]);
      if (twin || !own[v] || !order.mayCarry(v, c)) {
        continue;
      }
      int a = home;
      do {
        boolean isBoundary = a >= rings.stops;
        if (isBoundary && table.facilities(v).length > 0) {
          for (int f : table.facilities(v)) {
            long price = ownTrip(v, a, c, f);
            if (price < least) {
              least = price;
              truck = v;
              boundary = a;
              facility = f;
            }
          }
        }
        if (rings.visits[v] == 0 && !mustEmpty[v]) {
          long price = ownTrip(v, a, c, -1);
          if (price < least) {
            least = price;
            truck = v;
            boundary = a;
            facility = -1;
          }
        }
        a = rings.next[a];
      } while (a != home);
    }
    if (truck >= 0) {
      into = rings.open(boundary, truck, facility);
      behind = boundary;
    }
  }

  private long ownTrip(int v, int a, int c, int f) {
    int at = rings.place[c];
    int s = rings.slice[a];
    int b = rings.next[a];
    int to = rings.goal(v, b);
    long more = rings.arc(a, at) - rings.toNext[a];
    int service = table.service(c);
    long price = rings.visits[v] == 0 ? trucks[v].prices().fixed() : 0;
    if (f >= 0) {
      int place = rings.sitePlace(f);
      more += rings.between(at, s, place) + rings.between(place, s, to);
      service += table.service(~f);
      price += table.fee(~f);
    } else {
      more += rings.between(at, s, to);
    }
    long added = added(v, a, more, service, table.service(c));
    return added == Long.MAX_VALUE ? added : price + added;
  }

  /** Ends trips that are empty now, and sends those of changed trucks to their best facility. */
  private void tidy() {
    for (int k = rings.tripCount - 1; k >= 0; k--) {
      int t = rings.trips[k];
      int v = rings.tripTruck[t];
      if (rings.tripSize[t] == 0) {
        rings.close(t);
      } else if (ruin.isRuined(t) && rings.tripEnd[t] < rings.firstTruck) {
        chooseFacility(t, v);
      }
    }
  }

  private void chooseFacility(int t, int v) {
    int node = rings.tripEnd[t];
    int a = rings.prev[node];
    int b = rings.next[node];
    int to = rings.goal(v, b);
    long old = rings.toNext[a] + rings.toNext[node];
    int present = rings.code[node];
    long bound = 0;
    int best = -1;
    for (int f : table.facilities(v)) {
      if (~f != present) {
        int at = rings.sitePlace(f);
        long more = rings.arc(a, at) + rings.between(at, rings.slice[node], to) - old;
        long price = added(v, a, more, table.service(~f) - table.service(present), 0);
        price = price == Long.MAX_VALUE ? price : price + table.fee(~f) - table.fee(present);
        if (price < bound) {
          bound = price;
          best = f;
        }
      }
    }
    if (best >= 0) {
      rings.choose(t, best);
    }
  }

  private boolean isTooFar(int v, int metres, int lift) {
    RoutingProblem.Range r = trucks[v].range();
    long used = r.perMetre() * (rings.way[v] + metres) + r.perServiceDs() * (rings.lift[v] + lift);
    return used > r.limit();
  }

  private boolean blinks() {
    if (--untilBlink > 0) {
      return false;
    }
    untilBlink = dice.until(GreedyInsertion.BLINK);
    return true;
  }
}
