package city.emona.simulate.routing;

import city.emona.simulate.routing.plain.Dice;
import java.util.Arrays;

/**
 * Puts stops back one by one where each costs least, passing over a place with a small probability
 * (greedy insertion with blinks; Christiaens and Vanden Berghe 2020). Places are beside near stops
 * and at the ends of trips; every place is tried where that finds none, or where there are few. A
 * stop goes into a trip with room, or opens one with a facility of its own. It stays out where it
 * costs more than its prize; now and then a multiple of the prize is allowed, so that a group of
 * stops can come in that pays only together.
 */
final class GreedyInsertion {
  /** One place in so many is passed over. */
  static final int BLINK = 100;

  private static final int BESIDE = 30;
  static final int FEW = 60;
  private static final int ATTEMPTS = 6;

  /** Up to so many stops, each place is driven. */
  private static final int DRIVEN = 12;

  private final FleetState state;
  private final int[][] near;
  private final Dice dice;
  private final boolean[] mayCarry;
  private final boolean[] mustEmpty;
  private final boolean[] sameAsBefore;
  private final TruckRoute[] probes;
  private final long[] rank;
  private int blink = BLINK;
  private int untilBlink;

  private long best;
  private int bestTruck;
  private int bestAt;
  private int bestFirst;
  private int bestSecond;

  /** Places where the present stop turned out not to fit when it was driven. */
  private final long[] barred = new long[ATTEMPTS];

  private int barredCount;

  GreedyInsertion(FleetState state, int[][] near, Dice dice) {
    this.state = state;
    this.near = near;
    this.dice = dice;
    int stops = state.truckOf.length;
    int trucks = state.route.length;
    rank = new long[stops];
    probes = new TruckRoute[trucks];
    mayCarry = new boolean[stops * trucks];
    mustEmpty = new boolean[trucks];
    sameAsBefore = new boolean[trucks];
    for (int v = 0; v < trucks; v++) {
      RoutingProblem.Vehicle truck = state.problem.vehicles().get(v);
      probes[v] = new TruckRoute(state.problem, state.table, v);
      mustEmpty[v] = truck.emptyBeforeHome() && !state.problem.facilities().isEmpty();
      sameAsBefore[v] = v > 0 && truck.equals(state.problem.vehicles().get(v - 1));
      for (int c = 0; c < stops; c++) {
        RoutingProblem.Stop s = state.problem.stops().get(c);
        mayCarry[c * trucks + v] =
            !truck.frozen()
                && (s.skills() & ~truck.skills()) == 0
                && s.litres() <= truck.maxLitres()
                && s.grams() <= truck.maxGrams();
      }
    }
    untilBlink = dice.until(BLINK);
  }

  boolean mayCarry(int truck, int stop) {
    return mayCarry[stop * state.route.length + truck];
  }

  /** What the cheapest of all places adds, at the present times of the drives behind it. */
  long cheapest(int c) {
    untilBlink = Integer.MAX_VALUE;
    barredCount = 0;
    best = Long.MAX_VALUE;
    everywhere(c);
    return best;
  }

  void insert(int[] stops, int n, boolean thorough) {
    sort(stops, n);
    double greed = dice.below(4) > 0 ? 1 : 1 + 3 * dice.uniform();
    blink = BLINK;
    if (near.length <= FEW) {
      // Few stops are nearly all taken out at each step: chance has to lead to other plans.
      greed = dice.below(4) == 0 ? 1000 : greed;
      blink = dice.below(2) == 0 ? 2 + dice.below(8) : BLINK;
      untilBlink = dice.until(blink);
    }
    for (int k = 0; k < n; k++) {
      insert((int) (rank[k] & 0xffffff), thorough, greed);
    }
    for (int k = 0; k < state.changedCount; k++) {
      TruckRoute r = state.route[state.changed[k]];
      for (int p = 1; p <= r.count; p++) {
        if (r.code[p] < 0) {
          boolean needed = p == r.count && mustEmpty(r.vehicle);
          if (!needed && r.dropFacility(p)) {
            state.locate(r.vehicle);
          } else {
            r.chooseFacility(p);
          }
        }
      }
    }
  }

  /**
   * Gives a route that must end empty a facility at its end, and drops stops where none is open.
   */
  void endEmpty(TruckRoute r) {
    while (mustEmpty(r.vehicle) && r.count > 0 && !r.isFacility(r.count)) {
      int[] sites = state.table.facilities(r.vehicle);
      boolean done = false;
      for (int k = 0; k < sites.length && !done; k++) {
        done = r.insert(r.count, ~sites[k]);
      }
      if (done) {
        r.chooseFacility(r.count);
        return;
      }
      int[] fewer = Arrays.copyOfRange(r.code, 1, r.count);
      if (!r.set(fewer, fewer.length)) {
        r.set(fewer, 0);
      }
    }
  }

  /** The order to put stops back in: their numbers in the lower 24 bits. */
  long[] sort(int[] stops, int n) {
    int order = dice.below(11);
    for (int k = 0; k < n; k++) {
      int c = stops[k];
      rank[k] = Math.max(0, Math.min((1L << 38) - 1, key(order, c))) << 24 | c;
    }
    Arrays.sort(rank, 0, n);
    return rank;
  }

  /** Random, largest, farthest or closest first, with weights 4, 4, 2 and 1. */
  private long key(int order, int c) {
    if (order < 4) {
      return dice.below(1 << 30);
    }
    if (order < 8) {
      return (1L << 37) - state.table.litres[c] - state.table.grams[c] / 64;
    }
    TravelMatrices travel = state.problem.travel();
    RoutingProblem.Vehicle first = state.problem.vehicles().get(0);
    int at = state.table.place[c];
    long away =
        (long) travel.time_ds()[0][first.startPlace() * travel.places() + at]
            + travel.distance_m()[0][first.startPlace() * travel.places() + at];
    return order < 10 ? (1L << 37) - away : away;
  }

  private void insert(int c, boolean thorough, double greed) {
    long prize = state.problem.stops().get(c).prize();
    long limit = prize >= RoutingProblem.MUST ? Long.MAX_VALUE : (long) (prize * greed);
    barredCount = 0;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      best = limit;
      bestTruck = -1;
      boolean all = thorough || near.length <= FEW;
      if (!all) {
        besideNear(c);
        atEnds(c);
      }
      if (all || bestTruck < 0 && limit == Long.MAX_VALUE) {
        everywhere(c);
      }
      if (bestTruck < 0) {
        return;
      }
      TruckRoute r = state.change(bestTruck);
      boolean in =
          bestSecond == NONE
              ? r.insert(bestAt, bestFirst)
              : r.insert(bestAt, bestFirst, bestSecond);
      if (in) {
        state.takeIn(c);
        state.locate(bestTruck);
        return;
      }
      // Drives behind it took longer than they were priced at, or a break does not fit any more.
      barred[barredCount++] = (long) bestTruck << 32 | bestAt;
    }
  }

  private void besideNear(int c) {
    int[] beside = near[c];
    int tried = 0;
    for (int k = 1; k < beside.length && tried < BESIDE; k++) {
      int v = state.truckOf[beside[k]];
      if (v >= 0) {
        tried++;
        if (mayCarry(v, c)) {
          int p = state.positionOf[beside[k]];
          consider(v, p, c);
          consider(v, p - 1, c);
        }
      }
    }
  }

  /** First and last in each trip, and in a trip of its own. */
  private void atEnds(int c) {
    for (int v = 0; v < sameAsBefore.length; v++) {
      TruckRoute r = state.route[v];
      boolean twin = r.count == 0 && sameAsBefore[v] && state.route[v - 1].count == 0;
      if (!twin && mayCarry(v, c)) {
        for (int p = 0; p <= r.count; p++) {
          if (p == 0 || p == r.count || r.code[p] < 0) {
            consider(v, p, c);
            own(v, p, c);
          } else if (r.code[p + 1] < 0) {
            consider(v, p, c);
          }
        }
      }
    }
  }

  private void everywhere(int c) {
    for (int v = 0; v < sameAsBefore.length; v++) {
      if (mayCarry(v, c)) {
        for (int p = 0; p <= state.route[v].count; p++) {
          consider(v, p, c);
          own(v, p, c);
          split(v, p, c);
        }
      }
    }
  }

  private static final int NONE = Integer.MIN_VALUE;

  private void consider(int v, int p, int c) {
    TruckRoute r = state.route[v];
    if (!r.hasRoom(p, c) || !r.isClosed(p) && mustEmpty(v)) {
      return;
    }
    long more = more(r, p, c, NONE);
    if (more < best && !isBarred(v, p) && !blinks()) {
      note(more, v, p, c, NONE);
    }
  }

  /** What one or two visits add; a few stops are driven, as nothing is to be missed there. */
  private long more(TruckRoute r, int p, int first, int second) {
    if (rank.length > DRIVEN) {
      return second == NONE ? r.added(p, first) : r.added(p, first, second);
    }
    TruckRoute probe = probes[r.vehicle];
    probe.copy(r);
    boolean in = second == NONE ? probe.insert(p, first) : probe.insert(p, first, second);
    return in ? probe.cost - r.cost : Long.MAX_VALUE;
  }

  private boolean mustEmpty(int v) {
    return mustEmpty[v];
  }

  /** A new trip that begins after position p; or, where it need not end empty, the last one. */
  private void own(int v, int p, int c) {
    TruckRoute r = state.route[v];
    boolean begins = p == 0 || r.isFacility(p);
    boolean openEnd = p == r.count && p > 0 && !r.isFacility(p);
    if (!begins && !openEnd) {
      return;
    }
    for (int f : state.table.facilities(v)) {
      long more = begins ? more(r, p, c, ~f) : more(r, p, ~f, c);
      if (more < best && !isBarred(v, p) && !blinks()) {
        note(more, v, p, begins ? c : ~f, begins ? ~f : c);
      }
    }
  }

  /** A facility in the middle of a trip, with the stop before or behind it. */
  private void split(int v, int p, int c) {
    TruckRoute r = state.route[v];
    if (p == 0 || p == r.count || r.isFacility(p) || state.table.facilities(v).length == 0) {
      return;
    }
    RoutingProblem.Vehicle truck = state.problem.vehicles().get(v);
    long litres = state.table.litres[c];
    long grams = state.table.grams[c];
    for (int q = p; q >= 1 && r.code[q] >= 0; q--) {
      litres += state.table.litres[r.code[q]];
      grams += state.table.grams[r.code[q]];
    }
    boolean before = litres <= truck.maxLitres() && grams <= truck.maxGrams();
    litres = r.litres[r.trip[p]] + 2L * state.table.litres[c] - litres;
    grams = r.grams[r.trip[p]] + 2L * state.table.grams[c] - grams;
    boolean behind = litres <= truck.maxLitres() && grams <= truck.maxGrams();
    for (int f : state.table.facilities(v)) {
      long more = before ? more(r, p, c, ~f) : Long.MAX_VALUE;
      if (more < best && !isBarred(v, p) && !blinks()) {
        note(more, v, p, c, ~f);
      }
      more = behind ? more(r, p, ~f, c) : Long.MAX_VALUE;
      if (more < best && !isBarred(v, p) && !blinks()) {
        note(more, v, p, ~f, c);
      }
    }
  }

  private void note(long more, int v, int p, int first, int second) {
    best = more;
    bestTruck = v;
    bestAt = p;
    bestFirst = first;
    bestSecond = second;
  }

  private boolean isBarred(int v, int p) {
    for (int k = 0; k < barredCount; k++) {
      if (barred[k] == ((long) v << 32 | p)) {
        return true;
      }
    }
    return false;
  }

  private boolean blinks() {
    if (--untilBlink > 0) {
      return false;
    }
    untilBlink = dice.until(blink);
    return true;
  }
}
