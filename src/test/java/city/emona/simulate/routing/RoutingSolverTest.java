package city.emona.simulate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.simulate.routing.RoutingProblem.Facility;
import city.emona.simulate.routing.RoutingProblem.Prices;
import city.emona.simulate.routing.RoutingProblem.Shift;
import city.emona.simulate.routing.RoutingProblem.Stop;
import city.emona.simulate.routing.RoutingProblem.Vehicle;
import city.emona.simulate.routing.RoutingSolver.Watcher;
import city.emona.simulate.routing.plain.PlainProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Cases whose optimum is worked out by hand, and what must hold for any problem. */
@Tag("analytic")
class RoutingSolverTest {
  private static final Prices METRES = new Prices(0, 1, 0, 0);

  /** Places on a line at these metres; 1 m takes 1 tenth of a second. */
  private static TravelMatrices line(int... at) {
    int n = at.length;
    int[] d = new int[n * n];
    for (int k = 0; k < d.length; k++) {
      d[k] = Math.abs(at[k / n] - at[k % n]);
    }
    return TravelMatrices.constant(n, d, d);
  }

  private static RoutingPlan solve(RoutingProblem p) {
    RoutingPlan plan = RoutingSolver.solve(p, null, Budget.ofIterations(3000), 1, Watcher.NONE);
    PlanCheck.check(p, plan);
    return plan;
  }

  private static List<Integer> visits(RoutingPlan.Route r) {
    return r.visits().stream()
        .map(v -> v.kind() == RoutingPlan.Kind.FACILITY ? ~v.idx() : v.idx())
        .toList();
  }

  /**
   * Depot 0, stops at 10, 20, 30, 40, site at 50; two stops fill the truck. Far pair and near pair:
   * 0→30→40→50, 50→20→10→50 or the like would be long; going out with the near pair and back for
   * the far pair is 50 + 20 + 20 + 50 = 140.
   */
  @Test
  void twoTripsWithDisposalBeforeHome() {
    RoutingProblem p =
        new RoutingProblem(
            line(0, 10, 20, 30, 40, 50),
            List.of(
                Stop.must(1, 0, 5, 0),
                Stop.must(2, 0, 5, 0),
                Stop.must(3, 0, 5, 0),
                Stop.must(4, 0, 5, 0)),
            List.of(Vehicle.at(0, 10, 0, METRES)),
            List.of(Facility.at(5, 0)));
    RoutingPlan plan = solve(p);
    assertThat(plan.cost()).isEqualTo(140);
    assertThat(visits(plan.routes().get(0)).stream().filter(v -> v < 0)).hasSize(2);
  }

  /** The near pair opens late, and the gate is shut before a trip could follow it. */
  @Test
  void windowsAndGatesOrderTheTrips() {
    RoutingProblem p =
        new RoutingProblem(
            line(0, 10, 20, 30, 40, 50),
            List.of(
                Stop.must(1, 0, 5, 0).withWindow(300, 400),
                Stop.must(2, 0, 5, 0).withWindow(300, 400),
                Stop.must(3, 0, 5, 0),
                Stop.must(4, 0, 5, 0)),
            List.of(Vehicle.at(0, 10, 0, METRES)),
            List.of(new Facility(5, 0, 0, 350, 0, 0)));
    RoutingPlan plan = solve(p);
    // Out with the far pair (50), back to the near pair (40 or 30), to the site again, home: 180.
    assertThat(plan.cost()).isEqualTo(180);
    assertThat(visits(plan.routes().get(0)).subList(0, 3)).containsExactly(2, 3, ~0);
  }

  @Test
  void takesTheNearerOfTwoSitesUnlessItsGateIsShut() {
    for (boolean shut : new boolean[] {false, true}) {
      RoutingProblem p =
          new RoutingProblem(
              line(0, 10, 15, 40),
              List.of(Stop.must(1, 0, 5, 0)),
              List.of(Vehicle.at(0, 10, 0, METRES)),
              List.of(new Facility(2, 0, 0, shut ? 3 : 1000, 0, 0), Facility.at(3, 0)));
      assertThat(solve(p).cost()).isEqualTo(shut ? 80 : 30);
    }
  }

  @Test
  void leavesOutWhatIsNotWorthTheWay() {
    List<Stop> stops =
        List.of(Stop.must(1, 0, 1, 0).withPrize(19), Stop.must(2, 0, 1, 0).withPrize(100));
    RoutingProblem p =
        new RoutingProblem(
            line(0, -10, 30), stops, List.of(Vehicle.at(0, 9, 0, METRES)), List.of());
    RoutingPlan plan = solve(p);
    assertThat(plan.unserved()).containsExactly(0);
    assertThat(plan.cost()).isEqualTo(60 + 19);
  }

  /** Each stop alone costs more than its prize; three at one place pay together. */
  @Test
  void servesAGroupThatPaysOnlyTogether() {
    List<Stop> stops = new ArrayList<>();
    for (int k = 0; k < 3; k++) {
      stops.add(Stop.must(1, 0, 1, 0).withPrize(80));
    }
    RoutingProblem p =
        new RoutingProblem(line(0, 100), stops, List.of(Vehicle.at(0, 9, 0, METRES)), List.of());
    assertThat(solve(p).cost()).isEqualTo(200);
  }

  @Test
  void whatCannotBeServedIsLeftOutAndTheRestPlanned() {
    int[] far = {0, 10, TravelMatrices.UNREACHABLE, 10, 0, TravelMatrices.UNREACHABLE, 1, 1, 0};
    List<Stop> stops =
        List.of(
            Stop.must(1, 0, 5, 0),
            Stop.must(2, 0, 5, 0),
            Stop.must(1, 0, 50, 0),
            Stop.must(1, 0, 5, 0).withWindow(2, 3),
            Stop.must(1, 0, 5, 0).withSkills(4));
    RoutingProblem p =
        new RoutingProblem(
            TravelMatrices.constant(3, far, far),
            stops,
            List.of(Vehicle.at(0, 10, 0, METRES)),
            List.of());
    RoutingPlan plan = solve(p);
    assertThat(plan.unserved()).containsExactly(1, 2, 3, 4);
    assertThat(PlanReview.of(p, plan).leftOut().stream().map(PlanReview.LeftOut::reason))
        .containsExactly(
            PlanReview.Reason.STOP_UNREACHABLE,
            PlanReview.Reason.TOO_LARGE,
            PlanReview.Reason.WINDOW_IMPOSSIBLE,
            PlanReview.Reason.NO_TRUCK);
  }

  private static PlanReview.LeftOut onlyOne(List<Stop> stops, Vehicle truck, Facility... sites) {
    RoutingProblem p =
        new RoutingProblem(line(0, 10, 20, 30), stops, List.of(truck), List.of(sites));
    List<PlanReview.LeftOut> out = PlanReview.of(p, solve(p)).leftOut();
    assertThat(out).hasSize(1);
    return out.get(0);
  }

  @Test
  void tellsWhyAStopIsLeftOut() {
    Stop near = Stop.must(1, 0, 5, 0);
    Stop far = Stop.must(2, 0, 5, 0);
    Vehicle truck = Vehicle.at(0, 9, 0, METRES);
    assertThat(onlyOne(List.of(near, far.withPrize(3)), truck).reason())
        .isEqualTo(PlanReview.Reason.NO_ROOM_LEFT);
    assertThat(onlyOne(List.of(near, far.withPrize(19)), Vehicle.at(0, 20, 0, METRES)))
        .isEqualTo(new PlanReview.LeftOut(1, PlanReview.Reason.NOT_WORTH_THE_WAY, 20));
    Facility late = new Facility(3, 0, 0, 25, 0, 0);
    assertThat(onlyOne(List.of(far), truck, late).reason()).isEqualTo(PlanReview.Reason.GATE_SHUT);
    Vehicle brief = truck.withShift(new Shift(0, 30, 30, List.of()));
    assertThat(onlyOne(List.of(near, far.withPrize(30)), brief).reason())
        .isEqualTo(PlanReview.Reason.SHIFT_TOO_SHORT);
    Stop slow = Stop.must(1, 8, 1, 0);
    assertThat(onlyOne(List.of(slow, slow.withPrize(30)), brief).reason())
        .isEqualTo(PlanReview.Reason.NO_TIME_LEFT);
    Vehicle electric = truck.withRange(new RoutingProblem.Range(39, 1, 1));
    assertThat(onlyOne(List.of(near, far.withPrize(30)), electric).reason())
        .isEqualTo(PlanReview.Reason.RANGE_TOO_SHORT);
  }

  /** Depot 0, stops at 10 and 30: without the far one the truck saves 40, without the near none. */
  @Test
  void pricesTheDetourToEachStop() {
    RoutingProblem p =
        new RoutingProblem(
            line(0, 10, 30),
            List.of(Stop.must(1, 7, 1, 0), Stop.must(2, 0, 1, 0)),
            List.of(Vehicle.at(0, 9, 0, METRES)),
            List.of());
    assertThat(PlanReview.of(p, solve(p)).detours())
        .containsExactly(
            new PlanReview.Detour(0, 0, 0, 0, 7), new PlanReview.Detour(1, 0, 40, 40, 40));
  }

  private static RoutingProblem town(int stops, boolean frozenFirst) {
    Random random = new Random(3);
    int n = stops + 2;
    int[] x = random.ints(n, 0, 5000).toArray();
    int[] y = random.ints(n, 0, 5000).toArray();
    int[] d = new int[n * n];
    for (int k = 0; k < d.length; k++) {
      d[k] = (int) Math.hypot(x[k / n] - x[k % n], y[k / n] - y[k % n]);
    }
    List<Stop> list = new ArrayList<>();
    for (int c = 0; c < stops; c++) {
      list.add(Stop.must(c + 2, 300, 500 + random.nextInt(600), 1000));
    }
    Vehicle truck =
        Vehicle.at(0, 12_000, 900_000, new Prices(1000, 1, 1, 3))
            .withShift(
                new Shift(
                    0, 40_000, 80_000, List.of(new RoutingProblem.Break(9000, 20_000, 1800))));
    return new RoutingProblem(
        TravelMatrices.constant(n, d, d),
        list,
        List.of(truck.withFrozen(frozenFirst), truck, truck),
        List.of(Facility.at(1, 6000)));
  }

  @Test
  void repeatsBitForBitAndNeverGetsWorseFromAWarmPlan() {
    RoutingProblem p = town(120, false);
    RoutingPlan a = solve(p);
    assertThat(solve(p)).isEqualTo(a);
    List<Long> seen = new ArrayList<>();
    RoutingPlan warm =
        RoutingSolver.solve(
            p,
            a,
            Budget.ofIterations(600),
            2,
            (i, share, cost, best) -> {
              seen.add(cost);
              assertThat(best.get().cost()).isEqualTo(cost);
            });
    PlanCheck.check(p, warm);
    assertThat(warm.cost()).isLessThanOrEqualTo(a.cost());
    assertThat(seen).isSortedAccordingTo((u, v) -> Long.compare(v, u)).hasSizeGreaterThan(2);
  }

  /** Two halves of the trucks are searched at once, with stops that may stay out in either. */
  @Test
  void threadsDoNotChangeThePlan() {
    RoutingProblem t = town(300, false);
    List<Stop> stops = new ArrayList<>(t.stops());
    for (int c = 0; c < stops.size(); c += 4) {
      stops.set(c, stops.get(c).withPrize(400 + 5 * c));
    }
    RoutingProblem p =
        new RoutingProblem(
            t.travel(),
            stops,
            java.util.Collections.nCopies(5, t.vehicles().get(1)),
            t.facilities());
    assertThat(FleetSearch.splits(p)).isTrue();
    Budget budget = Budget.ofIterations(9000);
    RoutingPlan one = RoutingSolver.solve(p, budget, 3, 1, Watcher.NONE);
    PlanCheck.check(p, one);
    assertThat(one.unserved()).isNotEmpty();
    assertThat(RoutingSolver.solve(p, budget, 3, 2, Watcher.NONE)).isEqualTo(one);
  }

  /**
   * Batteries that are too small for the free plan's longest days: all is served, a little dearer.
   */
  @Test
  void longDaysKeepToTheRangeOfBatteries() {
    RoutingProblem t = town(150, false);
    Budget budget = Budget.ofIterations(20_000);
    RoutingPlan free = RoutingSolver.solve(t, null, budget, 5, Watcher.NONE);
    long used = 0;
    for (RoutingPlan.Route r : free.routes()) {
      long lift = 300L * r.visits().stream().filter(v -> v.kind() == RoutingPlan.Kind.STOP).count();
      used = Math.max(used, r.distance_m() + lift);
    }
    long limit = used * 19 / 20;
    List<Vehicle> trucks =
        t.vehicles().stream().map(v -> v.withRange(new RoutingProblem.Range(limit, 1, 1))).toList();
    RoutingProblem p = new RoutingProblem(t.travel(), t.stops(), trucks, t.facilities());
    RoutingPlan plan = RoutingSolver.solve(p, null, budget, 5, Watcher.NONE);
    PlanCheck.check(p, plan);
    assertThat(plan.unserved()).isEmpty();
    assertThat((double) plan.cost()).isBetween(0.98 * free.cost(), 1.1 * free.cost());
  }

  @Test
  void aFrozenTruckKeepsItsRoute() {
    RoutingPlan before = solve(town(90, false));
    RoutingProblem p = town(90, true);
    RoutingPlan after = RoutingSolver.solve(p, before, Budget.ofIterations(2000), 9, Watcher.NONE);
    PlanCheck.check(p, after);
    assertThat(after.routes().get(0)).isEqualTo(before.routes().get(0));
  }

  /** The evaluation of the plain problem and the general one agree on what a plan costs. */
  @Test
  void thePlainPathGivesPlansOfTheGeneralProblem() {
    RoutingProblem t = town(60, false);
    Vehicle truck = Vehicle.at(0, 5000, 900_000, new Prices(0, 2, 1, 0));
    RoutingProblem p =
        new RoutingProblem(
            t.travel(), t.stops(), java.util.Collections.nCopies(60, truck), List.of());
    assertThat(PlainProblem.in(p)).isNotNull();
    RoutingPlan plain = solve(p);
    RoutingPlan general =
        new FleetSearch(p, 1).solve(null, Budget.ofIterations(3000), 1, Watcher.NONE);
    PlanCheck.check(p, general);
    assertThat((double) plain.cost()).isBetween(0.9 * general.cost(), 1.02 * general.cost());
  }
}
