package city.emona.simulate.routing;

import city.emona.simulate.Chunks;
import city.emona.simulate.routing.plain.Dice;
import city.emona.simulate.routing.plain.TripClusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Ruin and recreate under simulated annealing for the whole problem: several depots, mixed trucks,
 * disposal trips, windows, shifts, breaks, prizes, times by the hour. Many stops without windows
 * begin with the trips of a plain problem ({@link TripClusters}) in a part of the budget, and go on
 * by {@link RingSearch}: in rounds, two at once where trucks are enough, each with half of them,
 * drawn anew for each round. As halves do not see each other, threads do not change the plan. The
 * temperature falls from some times the mean drive's cost to a part of it, by the steps per stop.
 * Every comparison is of whole numbers, so a plan repeats bit for bit by seed and iterations. Not
 * thread-safe.
 */
final class FleetSearch {
  private static final double HOT = 2;
  private static final double COLD = 0.015;
  private static final int LEAST_TRUCKS = 2;
  private static final double BRIEF_HOT = 7;
  private static final double BRIEF_COLD = 0.06;
  private static final double BRIEF_STEPS = 400;
  private static final double FEW_HOT = 1;
  private static final double FEW_COLD = 0.03;
  private static final double FEW_STEPS = 50;
  private static final double ENOUGH_STEPS = 200;
  private static final double LONG_STEPS = 1500;
  private static final double CLUSTER_PART = 0.25;
  private static final int LOOK_EVERY = 256;
  private static final int TRIP_MOVE_EVERY = 20;
  private static final int RING_STEPS = 1000;
  private static final int LEAST_STEPS = 100;
  private static final int LEAST_ROUNDS = 16;
  private static final int GENERAL_STEPS = 12;

  private final RoutingProblem problem;
  private final FleetState state;
  private final int[][] near;
  private final Dice dice;
  private final StringRuin ruin;
  private final GreedyInsertion insertion;
  private final TripExchange trips;

  /** Of one half of the trucks each, or one of all; empty where they do not suit the problem. */
  private RingSearch[] rings = {};

  private Cooling cooling;
  private long cost;
  private long bestCost;
  private int[][] best;
  private long iteration;

  FleetSearch(RoutingProblem problem, long seed) {
    this.problem = problem;
    VisitTable table = new VisitTable(problem);
    state = new FleetState(problem, table);
    near = VisitTable.nearest(problem);
    dice = new Dice(seed);
    ruin = new StringRuin(state, near, dice);
    insertion = new GreedyInsertion(state, near, dice);
    trips = new TripExchange(state, insertion, dice);
  }

  /** Whether the search has work for two threads. */
  static boolean splits(RoutingProblem p) {
    return RingSearch.suits(p)
        && p.vehicles().stream().filter(v -> !v.frozen()).count() >= 2 * LEAST_TRUCKS;
  }

  RoutingPlan solve(RoutingPlan warm, Budget budget, int threads, RoutingSolver.Watcher watcher) {
    if (warm != null) {
      load(warm);
    }
    boolean fresh = Arrays.stream(state.truckOf).allMatch(v -> v < 0);
    boolean suits = RingSearch.suits(problem);
    boolean clustered = fresh && suits && startFromClusters(budget);
    insertLeftOut();
    state.keep();
    cost = state.cost();
    bestCost = cost;
    best = state.visits();
    cooling = new Cooling(budget, meanDrive(), state.truckOf.length, fresh, clustered);
    if (suits) {
      openRings();
    }
    try (Chunks.Team team = new Chunks.Team(Math.min(threads, rings.length))) {
      while (cooling.share < 1 && state.truckOf.length > 0) {
        if (rings.length > 0 || iteration % LOOK_EVERY == 0) {
          watcher.look(iteration, cooling.share, bestCost, this::bestPlan);
        }
        if (rings.length > 0) {
          round(budget, team, Math.min(threads, rings.length));
        } else {
          step(cooling.temperature());
          iteration++;
        }
        if (!budget.isTimed() || rings.length > 0 || iteration % 32 == 0) {
          cooling.goOn(iteration);
        }
      }
    }
    watcher.look(iteration, 1, bestCost, this::bestPlan);
    return bestPlan();
  }

  private void openRings() {
    double mean = meanDrive();
    TripRings.Drives drives = new TripRings.Drives(problem, state.table, near, state.route);
    rings = new RingSearch[splits(problem) ? 2 : 1];
    for (int k = 0; k < rings.length; k++) {
      Dice own = new Dice(dice.next());
      GreedyInsertion order = new GreedyInsertion(state, near, own);
      rings[k] = new RingSearch(state, near, drives, order, own, mean);
    }
  }

  /** Steps on the rings, then a few of other kinds. */
  private void round(Budget budget, Chunks.Team team, int threads) {
    long left = budget.isTimed() ? Integer.MAX_VALUE : budget.iterations() - iteration;
    long most = Math.max(LEAST_STEPS, Math.min(RING_STEPS, budget.iterations() / LEAST_ROUNDS));
    int steps = (int) Math.min(most, (left + rings.length - 1) / rings.length);
    double hot = cooling.temperature();
    double cold = cooling.temperatureAfter((long) steps * rings.length);
    boolean[][] halves = halves();
    boolean[][] strays = new boolean[rings.length][state.truckOf.length];
    for (int c = 0; c < state.truckOf.length; c++) {
      strays[rings.length == 1 ? 0 : dice.below(2)][c] = true;
    }
    team.run(
        worker -> {
          for (int k = worker; k < rings.length; k += threads) {
            rings[k].load(state, halves[k], strays[k]);
            rings[k].run(steps, hot, cold);
          }
        });
    iteration += (long) steps * rings.length;
    int[][] visits = new int[state.route.length][];
    long least = 0;
    for (RingSearch r : rings) {
      r.best(visits);
      least += r.bestCost();
    }
    if (least < bestCost) {
      bestCost = least;
      best = visits.clone();
    }
    for (RingSearch r : rings) {
      r.present(visits);
    }
    state.replace(visits);
    cost = state.cost();
    for (int k = 0; k < GENERAL_STEPS * rings.length && iteration < budget.iterations(); k++) {
      step(cold);
      iteration++;
    }
  }

  /** Trucks by how far they work from a stop, with some luck: the nearer half and the others. */
  private boolean[][] halves() {
    int n = state.route.length;
    boolean[][] halves = new boolean[rings.length][n];
    if (rings.length == 1) {
      Arrays.fill(halves[0], true);
      return halves;
    }
    TravelMatrices travel = problem.travel();
    int from = state.table.place[dice.below(state.truckOf.length)] * travel.places();
    int[] time_ds = travel.time_ds()[travel.slices() / 2];
    double[] away = new double[n];
    for (int v = 0; v < n; v++) {
      TruckRoute r = state.route[v];
      for (int p = 1; p <= r.count; p++) {
        away[v] += (double) time_ds[from + r.place[p]] / r.count;
      }
      away[v] = (0.2 + dice.uniform()) * (r.count == 0 ? 1 : 1 + away[v]);
    }
    double[] sorted = away.clone();
    Arrays.sort(sorted);
    for (int v = 0; v < n; v++) {
      halves[away[v] < sorted[n / 2] ? 0 : 1][v] = true;
    }
    return halves;
  }

  private void step(double temperature) {
    boolean fine;
    if (rings.length > 0 ? iteration % 2 == 0 : iteration % TRIP_MOVE_EVERY == 0) {
      fine = trips.change();
    } else {
      fine = ruin.ruin(seedStop());
      if (fine) {
        insertion.insert(ruin.removed, ruin.removedCount, false);
      }
    }
    long now = fine ? state.cost() : Long.MAX_VALUE;
    if (!fine || now >= cost + temperature * dice.exponential()) {
      state.takeBack();
      return;
    }
    state.keep();
    cost = now;
    if (cost < bestCost) {
      bestCost = cost;
      best = state.visits();
    }
  }

  /** Any stop; half the time one that must be served and is not, where there is one. */
  private int seedStop() {
    int n = state.truckOf.length;
    int c = dice.below(n);
    if (state.lostPrizes >= RoutingProblem.MUST && dice.below(2) == 0) {
      for (int k = 0; k < n; k++) {
        int d = (c + k) % n;
        if (state.truckOf[d] < 0 && problem.stops().get(d).prize() >= RoutingProblem.MUST) {
          return d;
        }
      }
    }
    return c;
  }

  private void insertLeftOut() {
    int[] out = new int[state.truckOf.length];
    int n = 0;
    for (int c = 0; c < out.length; c++) {
      if (state.truckOf[c] < 0) {
        out[n++] = c;
      }
    }
    insertion.insert(out, n, n <= 200);
  }

  /** Trips of the plain problem, longest first, each where it costs least among its trucks. */
  private boolean startFromClusters(Budget budget) {
    List<TripClusters.Trip> trips = TripClusters.of(problem, budget, CLUSTER_PART, dice.next());
    trips.sort((a, b) -> Integer.compare(b.stops().length, a.stops().length));
    for (TripClusters.Trip trip : trips) {
      int best = -1;
      long least = Long.MAX_VALUE;
      for (int v = 0; v < state.route.length; v++) {
        if (takes(v, trip)) {
          TruckRoute r = state.change(v);
          long before = r.cost;
          int served = r.count - r.trip[r.count];
          append(r, trip.stops());
          boolean all = r.count - r.trip[r.count] == served + trip.stops().length;
          if (all && r.cost - before < least) {
            least = r.cost - before;
            best = v;
          }
          state.takeBack();
        }
      }
      if (best >= 0) {
        append(state.change(best), trip.stops());
        for (int c : trip.stops()) {
          state.takeIn(c);
        }
        state.locate(best);
        state.keep();
      }
    }
    return !trips.isEmpty();
  }

  private boolean takes(int v, TripClusters.Trip trip) {
    RoutingProblem.Vehicle truck = problem.vehicles().get(v);
    return !truck.frozen()
        && TripClusters.isSameKind(truck, problem.vehicles().get(trip.vehicle()))
        && (!problem.facilities().isEmpty() || state.route[v].count == 0);
  }

  /** A trip at the end of the day; without change where it cannot be made. */
  private void append(TruckRoute r, int[] stops) {
    int[] visits = Arrays.copyOf(r.code, r.count + 1 + stops.length + 1);
    System.arraycopy(stops, 0, visits, r.count + 1, stops.length);
    int n = r.count + stops.length;
    int[] sites = state.table.facilities(r.vehicle);
    long least = Long.MAX_VALUE;
    int best = 0;
    for (int f : sites) {
      visits[n + 1] = ~f;
      int[] day = Arrays.copyOfRange(visits, 1, n + 2);
      if (r.drive(day, n + 1) && r.cost < least) {
        least = r.cost;
        best = ~f;
      }
    }
    visits[n + 1] = best;
    int length = sites.length == 0 ? n : n + 1;
    int[] day = Arrays.copyOfRange(visits, 1, length + 1);
    int[] before = Arrays.copyOfRange(visits, 1, n - stops.length + 1);
    if (sites.length > 0 && least == Long.MAX_VALUE || !r.set(day, length)) {
      r.set(before, before.length);
    }
  }

  private double meanDrive() {
    long sum = 0;
    int drives = 0;
    for (TruckRoute r : state.route) {
      sum += r.drivingCost();
      drives += r.count == 0 ? 0 : r.count + 1;
    }
    return Math.max(1, (double) sum / Math.max(1, drives));
  }

  /** Yesterday's routes, without visits that cannot be made today. */
  private void load(RoutingPlan warm) {
    boolean[] taken = new boolean[state.truckOf.length];
    for (RoutingPlan.Route old : warm.routes()) {
      int v = old.vehicle();
      if (v >= state.route.length) {
        continue;
      }
      List<Integer> visits = new ArrayList<>();
      for (RoutingPlan.Visit visit : old.visits()) {
        if (visit.kind() == RoutingPlan.Kind.STOP && !taken[visit.idx()]) {
          taken[visit.idx()] = true;
          visits.add(visit.idx());
        } else if (visit.kind() == RoutingPlan.Kind.FACILITY) {
          visits.add(~visit.idx());
        }
      }
      drive(v, visits.stream().mapToInt(i -> i).toArray());
    }
  }

  private void drive(int v, int[] visits) {
    TruckRoute r = state.change(v);
    if (!r.set(visits, visits.length)) {
      int n = 0;
      int[] kept = new int[visits.length];
      for (int c : visits) {
        kept[n] = c;
        n += r.set(kept, n + 1) ? 1 : 0;
      }
      r.set(kept, n);
    }
    insertion.endEmpty(r);
    for (int p = 1; p <= r.count; p++) {
      if (r.code[p] >= 0) {
        state.takeIn(r.code[p]);
      }
    }
    state.locate(v);
  }

  private RoutingPlan bestPlan() {
    List<RoutingPlan.Route> routes = new ArrayList<>();
    boolean[] served = new boolean[state.truckOf.length];
    for (int v = 0; v < best.length; v++) {
      TruckRoute r = new TruckRoute(problem, state.table, v);
      r.set(best[v], best[v].length);
      routes.add(r.toRoute());
      for (int c : best[v]) {
        if (c >= 0) {
          served[c] = true;
        }
      }
    }
    List<Integer> out = new ArrayList<>();
    for (int c = 0; c < served.length; c++) {
      if (!served[c]) {
        out.add(c);
      }
    }
    return new RoutingPlan(routes, out, bestCost, iteration);
  }

  /** How hot the search is, by the share of the budget that is used up. */
  private static final class Cooling {
    private final Budget budget;
    private final double mean;
    private final int stops;
    private final boolean clustered;
    private final double started;
    private double hot;
    private double cold;
    private long iteration;
    private double share;

    Cooling(Budget budget, double mean, int stops, boolean fresh, boolean clustered) {
      this.budget = budget;
      this.mean = mean;
      this.stops = stops;
      this.clustered = clustered;
      // A warm plan is polished, not melted.
      hot = mean * (clustered ? BRIEF_HOT : fresh ? HOT : HOT / 5);
      cold = mean * (clustered ? BRIEF_COLD : COLD);
      if (clustered && !budget.isTimed()) {
        heat(budget.iterations());
      }
      share = budget.share(0);
      started = share;
    }

    void goOn(long iterations) {
      iteration = iterations;
      share = budget.share(iterations);
      if (clustered && since(share) > 0) {
        heat(iteration / since(share));
      }
    }

    /** Few steps per stop cannot mend what heat would break; many make use of more cold. */
    private void heat(double steps) {
      double perStop = steps / stops;
      double few = clamp((ENOUGH_STEPS - perStop) / (ENOUGH_STEPS - FEW_STEPS));
      double brief = clamp((LONG_STEPS - perStop) / (LONG_STEPS - BRIEF_STEPS));
      hot = mean * (HOT + brief * (BRIEF_HOT - HOT) + few * (FEW_HOT - BRIEF_HOT));
      cold = mean * (COLD + brief * (BRIEF_COLD - COLD) + few * (FEW_COLD - BRIEF_COLD));
    }

    private static double clamp(double share) {
      return Math.max(0, Math.min(1, share));
    }

    private double since(double at) {
      return (at - started) / Math.max(1e-9, 1 - started);
    }

    double temperature() {
      return hot * StrictMath.pow(cold / hot, since(share));
    }

    /** As far as can be told. */
    double temperatureAfter(long steps) {
      double more = iteration == 0 ? 0 : (share - started) * steps / iteration;
      double then = budget.isTimed() ? share + more : budget.share(iteration + steps);
      return hot * StrictMath.pow(cold / hot, Math.min(1, since(then)));
    }
  }

  /**
   * Moves a whole trip to another truck or another time of the day, swaps two, or swaps the days of
   * two trucks: what strings of ten stops do not reach where a trip has a hundred. Loads, skills,
   * gates and shifts are checked by driving the new routes.
   */
  private static final class TripExchange {
    private final FleetState state;
    private final GreedyInsertion carriers;
    private final Dice dice;
    private int[] buffer = new int[16];

    TripExchange(FleetState state, GreedyInsertion carriers, Dice dice) {
      this.state = state;
      this.carriers = carriers;
      this.dice = dice;
    }

    /** Changes the state; false where what came out cannot be driven. */
    boolean change() {
      int a = dice.below(state.route.length);
      int b = dice.below(state.route.length);
      TruckRoute ra = state.route[a];
      TruckRoute rb = state.route[b];
      if (ra.count == 0 || frozen(a) || frozen(b)) {
        return false;
      }
      if (a != b && dice.below(4) == 0) {
        return swapDays(a, b);
      }
      int ta = dice.below(ra.trips);
      int tb = dice.below(rb.count == 0 ? 1 : rb.trips + 1);
      boolean swaps = a != b && tb < rb.trips && rb.count > 0 && dice.below(2) == 0;
      int[] tripA = trip(ra, ta);
      int[] tripB = swaps ? trip(rb, tb) : new int[0];
      if (tripA.length == 0 || !mayCarry(b, tripA) || !mayCarry(a, tripB)) {
        return false;
      }
      state.change(a);
      if (a == b) {
        return rearrange(a, tripA, ta, tb);
      }
      state.change(b);
      boolean fine = replace(state.route[a], ta, true, tripB);
      fine &= replace(state.route[b], tb, swaps, tripA);
      state.locate(a);
      state.locate(b);
      return fine && endsEmpty(a) && endsEmpty(b);
    }

    /** Each does what the other did, and empties before home where it must. */
    private boolean swapDays(int a, int b) {
      int[] dayA = day(a);
      int[] dayB = day(b);
      if (!mayCarry(b, dayA) || !mayCarry(a, dayB)) {
        return false;
      }
      int served = stops(a) + stops(b);
      boolean fine = state.change(a).set(dayB, dayB.length);
      fine &= state.change(b).set(dayA, dayA.length);
      if (fine) {
        carriers.endEmpty(state.route[a]);
        carriers.endEmpty(state.route[b]);
        fine = stops(a) + stops(b) == served;
      }
      state.locate(a);
      state.locate(b);
      return fine;
    }

    private int stops(int v) {
      return state.route[v].count - state.route[v].trip[state.route[v].count];
    }

    private int[] day(int v) {
      return Arrays.copyOfRange(state.route[v].code, 1, state.route[v].count + 1);
    }

    /** The trip ta stands at place tb among the others. */
    private boolean rearrange(int v, int[] moved, int ta, int tb) {
      TruckRoute r = state.route[v];
      boolean fine = replace(r, ta, true, new int[0]);
      fine &= replace(r, tb > ta ? tb - 1 : tb, false, moved);
      state.locate(v);
      return fine && endsEmpty(v);
    }

    private boolean frozen(int v) {
      return state.problem.vehicles().get(v).frozen();
    }

    private boolean mayCarry(int v, int[] visits) {
      for (int c : visits) {
        boolean fine = c < 0 ? serves(v, ~c) : carriers.mayCarry(v, c);
        if (!fine) {
          return false;
        }
      }
      return true;
    }

    private boolean serves(int v, int facility) {
      for (int f : state.table.facilities(v)) {
        if (f == facility) {
          return true;
        }
      }
      return false;
    }

    private boolean endsEmpty(int v) {
      TruckRoute r = state.route[v];
      return r.count == 0
          || r.isFacility(r.count)
          || state.problem.facilities().isEmpty()
          || !state.problem.vehicles().get(v).emptyBeforeHome();
    }

    /** Visits of a trip with the facility at its end. */
    private static int[] trip(TruckRoute r, int t) {
      int from = 1;
      while (from <= r.count && r.trip[from - 1] < t) {
        from++;
      }
      int to = from;
      while (to <= r.count && r.trip[to - 1] == t) {
        to++;
      }
      int[] visits = new int[to - from];
      System.arraycopy(r.code, from, visits, 0, visits.length);
      return visits;
    }

    /** Puts visits before trip t, or in its place. */
    private boolean replace(TruckRoute r, int t, boolean instead, int[] visits) {
      int need = r.count + visits.length;
      buffer = buffer.length < need ? new int[need * 2] : buffer;
      int n = 0;
      boolean put = false;
      for (int p = 1; p <= r.count; p++) {
        int of = r.trip[p - 1];
        if (of >= t && !put) {
          System.arraycopy(visits, 0, buffer, n, visits.length);
          n += visits.length;
          put = true;
        }
        if (of != t || !instead) {
          buffer[n++] = r.code[p];
        }
      }
      if (!put) {
        System.arraycopy(visits, 0, buffer, n, visits.length);
        n += visits.length;
      }
      return r.set(buffer, n);
    }
  }
}
