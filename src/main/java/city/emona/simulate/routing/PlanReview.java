package city.emona.simulate.routing;

import city.emona.simulate.routing.plain.Dice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Explains a plan: why a stop was left out, and what each stop costs the truck that serves it. A
 * reason is the first that holds in the order of {@link Reason}; what cannot be helped by another
 * plan comes first. Each is found by driving: the stop alone with each truck, then every place in
 * the plan. Immutable; the same problem and plan give the same review.
 */
public final class PlanReview {
  /** Why a stop was left out. */
  public enum Reason {
    /** No truck that may change its route has the skills. */
    NO_TRUCK,
    /** More litres or grams than any truck that may serve it. */
    TOO_LARGE,
    /** No way from where trucks start, or on to where they end. */
    STOP_UNREACHABLE,
    /** No way to a site where the truck may empty. */
    FACILITY_UNREACHABLE,
    /** No truck gets there within its time window, not even alone. */
    WINDOW_IMPOSSIBLE,
    /** Alone it could be collected, but every gate is shut when the truck gets there. */
    GATE_SHUT,
    /** Longer than the shift even when it is the only stop. */
    SHIFT_TOO_SHORT,
    /** Farther there and back than any truck drives without charging. */
    RANGE_TOO_SHORT,
    /** Every truck that could go is full, and there is no site to empty at. */
    NO_ROOM_LEFT,
    /** Nowhere in the plan is there time for it within windows, gates and shifts. */
    NO_TIME_LEFT,
    /** The cheapest place costs more than its prize. */
    NOT_WORTH_THE_WAY,
    /** There is a place that pays; a longer search would have used it. */
    SEARCH_ENDED
  }

  /**
   * @param least_cost of putting it into the plan; {@link Long#MAX_VALUE} where that is impossible
   */
  public record LeftOut(int stop, Reason reason, long least_cost) {}

  /** What the truck would save without the stop, and without a trip that serves nothing else. */
  public record Detour(int stop, int vehicle, long cost, long distance_m, int time_ds) {}

  private final RoutingProblem problem;
  private final VisitTable table;
  private final FleetState state;
  private final List<LeftOut> leftOut = new ArrayList<>();
  private final List<Detour> detours = new ArrayList<>();

  private PlanReview(RoutingProblem problem, RoutingPlan plan) {
    this.problem = problem;
    table = new VisitTable(problem);
    state = new FleetState(problem, table);
    for (RoutingPlan.Route r : plan.routes()) {
      int[] visits =
          r.visits().stream()
              .filter(v -> v.kind() != RoutingPlan.Kind.BREAK)
              .mapToInt(v -> v.kind() == RoutingPlan.Kind.STOP ? v.idx() : ~v.idx())
              .toArray();
      if (!state.route[r.vehicle()].set(visits, visits.length)) {
        throw new IllegalArgumentException("truck " + r.vehicle() + " cannot drive its route");
      }
      state.locate(r.vehicle());
      Arrays.stream(visits).filter(c -> c >= 0).forEach(state::takeIn);
    }
    state.keep();
    // Without near lists and without blinks: every place is looked at.
    GreedyInsertion places = new GreedyInsertion(state, new int[0][], new Dice(0));
    for (int c : plan.unserved()) {
      leftOut.add(judge(c, places));
    }
    for (int v = 0; v < state.route.length; v++) {
      detours(v);
    }
    detours.sort((a, b) -> Integer.compare(a.stop, b.stop));
  }

  public static PlanReview of(RoutingProblem problem, RoutingPlan plan) {
    return new PlanReview(problem, plan);
  }

  /** One entry per stop that was left out, ascending. */
  public List<LeftOut> leftOut() {
    return List.copyOf(leftOut);
  }

  /** One entry per stop that is served, ascending. */
  public List<Detour> detours() {
    return List.copyOf(detours);
  }

  private LeftOut judge(int c, GreedyInsertion places) {
    Reason alone = alone(problem.stops().get(c));
    if (alone != null) {
      return new LeftOut(c, alone, Long.MAX_VALUE);
    }
    long least = places.cheapest(c);
    if (least == Long.MAX_VALUE) {
      return new LeftOut(c, hasRoom(c, places) ? Reason.NO_TIME_LEFT : Reason.NO_ROOM_LEFT, least);
    }
    boolean pays = least < problem.stops().get(c).prize();
    return new LeftOut(c, pays ? Reason.SEARCH_ENDED : Reason.NOT_WORTH_THE_WAY, least);
  }

  /** What stands against the stop whatever else is in the plan, or null. */
  private Reason alone(RoutingProblem.Stop s) {
    List<RoutingProblem.Vehicle> trucks =
        problem.vehicles().stream()
            .filter(v -> !v.frozen() && (s.skills() & ~v.skills()) == 0)
            .toList();
    if (trucks.isEmpty()) {
      return Reason.NO_TRUCK;
    }
    trucks =
        trucks.stream()
            .filter(v -> s.litres() <= v.maxLitres() && s.grams() <= v.maxGrams())
            .toList();
    if (trucks.isEmpty()) {
      return Reason.TOO_LARGE;
    }
    List<RoutingProblem.Vehicle> anyTime =
        trucks.stream()
            .map(v -> v.withShift(RoutingProblem.Shift.ALL_DAY).withFrozen(false))
            .map(v -> v.withRange(RoutingProblem.Range.NONE))
            .toList();
    RoutingProblem.Stop open = s.withWindow(0, RoutingProblem.ALWAYS_DS);
    List<RoutingProblem.Facility> gates = problem.facilities();
    List<RoutingProblem.Facility> noGates =
        gates.stream()
            .map(
                f ->
                    new RoutingProblem.Facility(
                        f.place(),
                        f.service_ds(),
                        0,
                        RoutingProblem.ALWAYS_DS,
                        f.fee(),
                        f.serves()))
            .toList();
    if (!drivable(open, anyTime, noGates, false)) {
      return Reason.STOP_UNREACHABLE;
    }
    if (!drivable(open, anyTime, noGates, true)) {
      return Reason.FACILITY_UNREACHABLE;
    }
    List<RoutingProblem.Vehicle> farther =
        trucks.stream().map(v -> v.withRange(RoutingProblem.Range.NONE)).toList();
    if (!drivable(open, farther, noGates, true)) {
      return Reason.SHIFT_TOO_SHORT;
    }
    if (!drivable(s, farther, noGates, true)) {
      return Reason.WINDOW_IMPOSSIBLE;
    }
    if (!drivable(s, farther, gates, true)) {
      return Reason.GATE_SHUT;
    }
    return drivable(s, trucks, gates, true) ? null : Reason.RANGE_TOO_SHORT;
  }

  /** Whether one of the trucks can serve the stop alone, and empty where it must. */
  private boolean drivable(
      RoutingProblem.Stop s,
      List<RoutingProblem.Vehicle> trucks,
      List<RoutingProblem.Facility> sites,
      boolean empties) {
    RoutingProblem p = new RoutingProblem(problem.travel(), List.of(s), trucks, sites);
    VisitTable t = new VisitTable(p);
    for (int v = 0; v < trucks.size(); v++) {
      if (v > 0 && trucks.get(v).equals(trucks.get(v - 1))) {
        continue;
      }
      TruckRoute r = new TruckRoute(p, t, v);
      boolean must = empties && !sites.isEmpty() && trucks.get(v).emptyBeforeHome();
      boolean fine = !must && r.set(new int[] {0}, 1);
      for (int f : t.facilities(v)) {
        fine = fine || must && r.set(new int[] {0, ~f}, 2);
      }
      if (fine) {
        return true;
      }
    }
    return false;
  }

  private boolean hasRoom(int c, GreedyInsertion places) {
    for (int v = 0; v < state.route.length; v++) {
      TruckRoute r = state.route[v];
      if (places.mayCarry(v, c)) {
        boolean room = table.facilities(v).length > 0;
        for (int p = 0; p <= r.count && !room; p++) {
          room = r.hasRoom(p, c);
        }
        if (room) {
          return true;
        }
      }
    }
    return false;
  }

  private void detours(int v) {
    TruckRoute with = state.route[v];
    TruckRoute without = new TruckRoute(problem, table, v);
    int[] visits = new int[with.count];
    for (int p = 1; p <= with.count; p++) {
      if (with.code[p] < 0) {
        continue;
      }
      boolean alone = (p == 1 || with.code[p - 1] < 0) && p < with.count && with.code[p + 1] < 0;
      int n = 0;
      for (int q = 1; q <= with.count; q++) {
        if (q != p && !(alone && q == p + 1)) {
          visits[n++] = with.code[q];
        }
      }
      // Where ways break the triangle inequality there may be no route without it: it costs
      // nothing.
      boolean drivable = without.set(visits, n);
      detours.add(
          new Detour(
              with.code[p],
              v,
              drivable ? with.cost - without.cost : 0,
              drivable ? with.distance_m - without.distance_m : 0,
              drivable ? with.duration_ds() - without.duration_ds() : 0));
    }
  }
}
