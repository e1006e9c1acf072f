package city.emona.simulate.waste;

import java.util.Arrays;

/**
 * Holds that no district has more overflowing bin-days than under today's collection. Both are
 * simulated on the same waste over the weeks before the date; where a district is worse, the limits
 * of its bins are lowered fourfold and the weeks are simulated again; after {@value #ROUNDS} rounds
 * its bins are, besides, emptied whenever today's collection does so, which can only lower
 * overflow. Stateless.
 */
final class DistrictGuard {
  private static final int ROUNDS = 4;
  private static final double LOWER = 0.25;

  private DistrictGuard() {}

  /** Overflowing bin-days per bin under a choice with these limit factors and these bins kept. */
  interface Trial {
    double[] overflowDays(boolean today, double[] limitFactor, boolean[] asToday);
  }

  /** Fills {@code limitFactor} and {@code asToday} so that no district is worse. */
  static void hold(
      Trial trial, int[] district, int districts, double[] limitFactor, boolean[] asToday) {
    double[] before =
        byDistrict(trial.overflowDays(true, limitFactor, asToday), district, districts);
    for (int round = 0; round <= ROUNDS; round++) {
      double[] now =
          byDistrict(trial.overflowDays(false, limitFactor, asToday), district, districts);
      boolean[] worse = new boolean[districts + 1];
      boolean any = false;
      for (int d = 0; d <= districts; d++) {
        worse[d] = now[d] > before[d] + 1e-9;
        any |= worse[d];
      }
      if (!any) {
        return;
      }
      for (int b = 0; b < district.length; b++) {
        if (worse[district[b] + 1]) {
          limitFactor[b] *= LOWER;
          asToday[b] = round == ROUNDS;
        }
      }
    }
  }

  /** Sums by district; row 0 are the bins of none. */
  static double[] byDistrict(double[] perBin, int[] district, int districts) {
    double[] sum = new double[districts + 1];
    Arrays.fill(sum, 0);
    for (int b = 0; b < perBin.length; b++) {
      sum[district[b] + 1] += perBin[b];
    }
    return sum;
  }
}
