package city.emona.simulate.waste;

import city.emona.simulate.BinDecisions;
import city.emona.simulate.routing.PlanReview;
import city.emona.simulate.routing.RoutingPlan;
import city.emona.simulate.routing.RoutingProblem;
import java.util.List;

/**
 * Who drives where on a day: one routing plan per fraction, in the order in which the trucks take
 * them; a truck comes home between two fractions. Immutable.
 */
record DayPlan(List<Part> parts, int trucks) {
  private static final double DS_PER_HOUR = 36_000;

  /**
   * The plan of one fraction; stops in the order of the problem; {@code rest_ds} per truck: the
   * break that its crew takes at the depot before it sets out.
   */
  record Part(int fraction, Stops stops, RoutingProblem problem, RoutingPlan plan, int[] rest_ds) {
    /** The route of a truck, null where the plan does not know it. */
    RoutingPlan.Route route(int truck) {
      return truck < plan.routes().size() ? plan.routes().get(truck) : null;
    }

    /** Stops that must be served and are not. */
    int missed() {
      return (int) plan.unserved().stream().filter(stops::isMust).count();
    }
  }

  DayPlan {
    parts = List.copyOf(parts);
  }

  /** What the trucks of a day drive and work, as planned. */
  record Totals(
      double km, double hours, double overtimeHours, double driveHours, int truckDays, int dumps) {}

  /** Sums over all trucks; breaks are no work. */
  Totals totals() {
    double km = 0;
    double[] hours = new double[trucks];
    double drive = 0;
    int dumps = 0;
    for (Part part : parts) {
      for (RoutingPlan.Route r : part.plan.routes()) {
        if (!r.isUsed()) {
          continue;
        }
        km += r.distance_m() / 1000.0;
        drive += r.drive_ds() / DS_PER_HOUR;
        hours[r.vehicle()] += (r.home_ds() - r.leave_ds()) / DS_PER_HOUR;
        for (RoutingPlan.Visit v : r.visits()) {
          dumps += v.kind() == RoutingPlan.Kind.FACILITY ? 1 : 0;
          hours[r.vehicle()] -=
              v.kind() == RoutingPlan.Kind.BREAK ? (v.leave_ds() - v.begin_ds()) / DS_PER_HOUR : 0;
        }
      }
    }
    double all = 0;
    double over = 0;
    int used = 0;
    for (double h : hours) {
      all += h;
      over += Math.max(0, h - WasteRules.SHIFT_SECONDS / 3600);
      used += h > 0 ? 1 : 0;
    }
    return new Totals(km, all, over, drive, used, dumps);
  }

  /** Marks the bins that the plan serves. */
  void markServed(boolean[] served) {
    for (Part part : parts) {
      boolean[] out = new boolean[part.stops.count()];
      part.plan.unserved().forEach(s -> out[s] = true);
      for (int s = 0; s < out.length; s++) {
        for (int b : part.stops.bins()[s]) {
          served[b] = !out[s];
        }
      }
    }
  }

  /**
   * What the stop of each bin costs its truck, and why others are in no tour.
   *
   * @param bins of the city
   */
  BinDecisions.Way review(int bins) {
    BinDecisions.Way way = BinDecisions.Way.none(bins);
    for (Part part : parts) {
      PlanReview review = PlanReview.of(part.problem, part.plan);
      for (PlanReview.Detour d : review.detours()) {
        for (int b : part.stops.bins()[d.stop()]) {
          way.minutes()[b] = d.time_ds() / 600f;
          way.km()[b] = d.distance_m() / 1000f;
          way.eur()[b] = (float) (d.cost() / DayPlanner.MICRO);
        }
      }
      for (PlanReview.LeftOut out : review.leftOut()) {
        for (int b : part.stops.bins()[out.stop()]) {
          way.leftOut()[b] = BinDecisions.LeftOut.valueOf(out.reason().name());
          boolean never = out.least_cost() == Long.MAX_VALUE;
          way.leastEur()[b] = never ? Float.NaN : (float) (out.least_cost() / DayPlanner.MICRO);
        }
      }
    }
    return way;
  }
}
