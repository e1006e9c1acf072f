package city.emona.simulate.air.sensing;

import java.util.Arrays;

/**
 * Whether an instrument creeps away: the median of the slopes between all pairs of (time, observed
 * minus modelled) (Theil 1950, Sen 1968), which single spikes and gaps do not move. A drift counts
 * where it makes more than a quarter of the mean observation within {@value #WINDOW_DAYS} days and
 * the series is at least {@value #MIN_DAYS} days long; the reading is then set back to the start of
 * the series. Stateless.
 */
public final class Drift {
  static final double WINDOW_DAYS = 30;
  static final double MIN_DAYS = 7;
  private static final double SHARE = 0.25;
  private static final int MAX_POINTS = 400;

  private Drift() {}

  /** Slope per day that counts as drift, else 0; NaN values are gaps. Days ascend. */
  public static double perDay(double[] day, double[] observed, double[] modelled) {
    int n = 0;
    double[] t = new double[day.length];
    double[] d = new double[day.length];
    double mean = 0;
    for (int i = 0; i < day.length; i++) {
      if (Double.isFinite(observed[i]) && Double.isFinite(modelled[i])) {
        t[n] = day[i];
        d[n++] = observed[i] - modelled[i];
        mean += observed[i];
      }
    }
    if (n < 10 || t[n - 1] - t[0] < MIN_DAYS) {
      return 0;
    }
    double slope = slope(t, d, n);
    return Math.abs(slope) * WINDOW_DAYS > SHARE * Math.abs(mean / n) ? slope : 0;
  }

  private static double slope(double[] t, double[] d, int n) {
    int stride = (n + MAX_POINTS - 1) / MAX_POINTS;
    double[] slopes = new double[MAX_POINTS * MAX_POINTS / 2 + MAX_POINTS];
    int used = 0;
    for (int i = 0; i < n; i += stride) {
      for (int j = i + stride; j < n; j += stride) {
        if (t[j] > t[i]) {
          slopes[used++] = (d[j] - d[i]) / (t[j] - t[i]);
        }
      }
    }
    Arrays.sort(slopes, 0, used);
    return used == 0 ? 0 : 0.5 * (slopes[used / 2] + slopes[(used - 1) / 2]);
  }
}
