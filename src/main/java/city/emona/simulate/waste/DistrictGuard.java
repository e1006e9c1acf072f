package city.emona.simulate.waste;

/**
 * Holds that no district has more overflowing bin-days than under today's collection. Both are
 * simulated on the same waste over the weeks before the date; where a district is worse, the limits
 * of its bins are lowered fourfold and the weeks are simulated again. A district that is still
 * worse after {@value #ROUNDS} rounds, or that needs lower limits and more emptyings than today,
 * keeps today's collection, which is then the better one for it. Where the same service is asked
 * for, the limits of the other districts are raised by steps of {@value #HIGHER} as long as they
 * are not worse than today: fewer emptyings for the overflow of today. Stateless.
 */
final class DistrictGuard {
  private static final int ROUNDS = 4;
  private static final double LOWER = 0.25;
  private static final int STEPS = 15;
  private static final double HIGHER = 1.3;

  /** Limits rise up to this share of today's overflow: routes may leave some that are offered. */
  private static final double KEPT = 0.95;

  private DistrictGuard() {}

  /** Overflowing bin-days and emptyings per bin. */
  record Outcome(double[] overflowDays, int[] emptyings) {}

  /** What comes of a choice with these limit factors and with these bins as today. */
  interface Trial {
    Outcome run(boolean today, double[] limitFactor, boolean[] asToday);
  }

  /**
   * Fills {@code limitFactor} and {@code asToday} so that no district is worse; overflowing
   * bin-days of today by district (row 0 are the bins of none).
   */
  static double[] hold(
      Trial trial,
      int[] district,
      int districts,
      boolean raise,
      double[] limitFactor,
      boolean[] asToday) {
    Outcome before = trial.run(true, limitFactor, asToday);
    double[] overflow = byDistrict(before.overflowDays, district, districts);
    double[] visits = byDistrict(reals(before.emptyings), district, districts);
    boolean[] lowered = new boolean[districts + 1];
    lower(trial, district, overflow, visits, lowered, limitFactor, asToday);
    if (raise) {
      raise(trial, district, overflow, lowered, limitFactor, asToday);
    }
    return overflow;
  }

  private static void lower(
      Trial trial,
      int[] district,
      double[] overflow,
      double[] visits,
      boolean[] lowered,
      double[] limitFactor,
      boolean[] asToday) {
    int districts = overflow.length - 1;
    for (int round = 0; round <= ROUNDS; round++) {
      Outcome now = trial.run(false, limitFactor, asToday);
      double[] nowOverflow = byDistrict(now.overflowDays, district, districts);
      double[] nowVisits = byDistrict(reals(now.emptyings), district, districts);
      boolean changed = false;
      for (int d = 0; d <= districts; d++) {
        boolean worse = nowOverflow[d] > overflow[d] + 1e-9;
        boolean dearer = lowered[d] && nowVisits[d] > visits[d];
        if (worse || dearer) {
          boolean keep = dearer || round == ROUNDS;
          changed |= change(d, keep, district, limitFactor, asToday);
          lowered[d] = true;
        }
      }
      if (!changed) {
        return;
      }
    }
  }

  private static void raise(
      Trial trial,
      int[] district,
      double[] overflow,
      boolean[] lowered,
      double[] limitFactor,
      boolean[] asToday) {
    boolean[] done = lowered.clone();
    for (int step = 0; step < STEPS; step++) {
      scale(HIGHER, district, done, limitFactor);
      double[] now =
          byDistrict(
              trial.run(false, limitFactor, asToday).overflowDays, district, overflow.length - 1);
      boolean[] back = new boolean[done.length];
      boolean any = false;
      for (int d = 0; d < done.length; d++) {
        back[d] = done[d] || now[d] <= KEPT * overflow[d] + 1e-9;
        any |= !done[d] && back[d];
      }
      scale(1 / HIGHER, district, back, limitFactor);
      for (int d = 0; d < done.length; d++) {
        done[d] |= !back[d];
      }
      if (!any) {
        return;
      }
    }
  }

  /** Multiplies the factors of the bins of all districts but some. */
  private static void scale(double by, int[] district, boolean[] but, double[] limitFactor) {
    for (int b = 0; b < district.length; b++) {
      limitFactor[b] *= but[district[b] + 1] ? 1 : by;
    }
  }

  /** Whether a bin of the district (0 = of none) is not yet as today and was changed. */
  private static boolean change(
      int d, boolean keep, int[] district, double[] limitFactor, boolean[] asToday) {
    boolean changed = false;
    for (int b = 0; b < district.length; b++) {
      if (district[b] + 1 == d && !asToday[b]) {
        changed = true;
        limitFactor[b] *= LOWER;
        asToday[b] = keep;
      }
    }
    return changed;
  }

  private static double[] reals(int[] counts) {
    double[] out = new double[counts.length];
    for (int b = 0; b < out.length; b++) {
      out[b] = counts[b];
    }
    return out;
  }

  /** Sums by district; row 0 are the bins of none. */
  static double[] byDistrict(double[] perBin, int[] district, int districts) {
    double[] sum = new double[districts + 1];
    for (int b = 0; b < perBin.length; b++) {
      sum[district[b] + 1] += perBin[b];
    }
    return sum;
  }
}
