package city.emona.simulate.waste;

import city.emona.simulate.WasteDay;
import city.emona.simulate.routing.RoutingPlan;
import java.util.Arrays;

/**
 * Executes a day's plan many times with chance: the traffic of the whole day (lognormal, cv 12 %),
 * each drive (cv 20 %), each service (cv 30 %) and the fill of each stop (cv of a day's gamma over
 * the days since its emptying, some 25 %). A truck that is full before its planned disposal drives
 * there and back. Ways are those of the plan's matrices. Deterministic by seed. Stateless.
 */
final class PlanTrials {
  static final int TRIALS = 100;
  private static final double DAY_CV = 0.12;
  private static final double DRIVE_CV = 0.2;
  private static final double SERVICE_CV = 0.3;
  private static final double FILL_CV = 0.25;

  private PlanTrials() {}

  /** Hours of all trucks, and hours beyond the shift, of each trial in ascending order of hours. */
  record Result(double[] hours, double overtimeShare) {
    double percentile(int p) {
      return hours[Math.min(hours.length - 1, (int) Math.round(p / 100.0 * (hours.length - 1)))];
    }
  }

  static Result run(DayPlan plan, DayPlanner planner, long seed) {
    double[] hours = new double[TRIALS];
    int overtime = 0;
    for (int t = 0; t < TRIALS; t++) {
      long[] state = {BinFill.mix(seed + 0x7e57L * (t + 1))};
      double traffic = lognormal(state, DAY_CV);
      double[] done = new double[plan.trucks()];
      for (DayPlan.Part part : plan.parts()) {
        for (RoutingPlan.Route r : part.plan().routes()) {
          if (r.isUsed()) {
            done[r.vehicle()] += seconds(part, r, planner, traffic, state);
          }
        }
      }
      hours[t] = Arrays.stream(done).sum() / 3600;
      overtime += Arrays.stream(done).anyMatch(d -> d > WasteRules.SHIFT_SECONDS) ? 1 : 0;
    }
    Arrays.sort(hours);
    return new Result(hours, (double) overtime / TRIALS);
  }

  private static double seconds(
      DayPlan.Part part, RoutingPlan.Route r, DayPlanner planner, double traffic, long[] state) {
    DayPlanner.Fleet fleet = planner.fleet();
    double capacityL = fleet.volumeL()[r.vehicle()];
    double capacityKg = fleet.payloadKg()[r.vehicle()];
    double density = WasteDay.kgPerL(part.fraction());
    double room = Math.min(capacityL, capacityKg / density);
    double sum = 0;
    double load = 0;
    int last = fleet.gate()[r.vehicle()];
    for (RoutingPlan.Visit v : r.visits()) {
      sum += v.drive_ds() / 10.0 * traffic * lognormal(state, DRIVE_CV);
      if (v.kind() == RoutingPlan.Kind.FACILITY) {
        sum += WasteRules.DISPOSAL_SECONDS * lognormal(state, SERVICE_CV);
        load = 0;
        last = planner.sites()[v.idx()];
      } else if (v.kind() == RoutingPlan.Kind.STOP) {
        last = part.stops().node()[v.idx()];
        double litres = part.stops().litres()[v.idx()] * lognormal(state, FILL_CV);
        if (load > 0 && load + litres > room) {
          int site = planner.site(last, last, v.begin_ds());
          double way =
              planner.time(last, site, v.begin_ds()) + planner.time(site, last, v.begin_ds());
          sum += way / 10 * traffic + WasteRules.DISPOSAL_SECONDS;
          load = 0;
        }
        load += litres;
        sum += part.stops().seconds()[v.idx()] * lognormal(state, SERVICE_CV);
      }
    }
    int home = planner.time(last, fleet.gate()[r.vehicle()], r.home_ds());
    return sum + home / 10.0 * traffic * lognormal(state, DRIVE_CV);
  }

  /** Lognormal with mean 1. */
  private static double lognormal(long[] state, double cv) {
    double u = uniform(state);
    double v = uniform(state);
    double normal = StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * StrictMath.PI * v);
    double variance = StrictMath.log1p(cv * cv);
    return StrictMath.exp(StrictMath.sqrt(variance) * normal - variance / 2);
  }

  private static double uniform(long[] state) {
    state[0] += 0x9E3779B97F4A7C15L;
    return ((BinFill.mix(state[0]) >>> 11) + 1) * 0x1p-53;
  }
}
