package city.emona.simulate.air.sensing;

/**
 * How well predictions p meet observations o (Chang and Hanna 2004): share within a factor of two,
 * fractional bias (positive = predicted too low), normalised mean square error, correlation, and
 * root mean square error in µg/m³. NaN where there are none.
 */
public record Scores(int count, double fac2, double fb, double nmse, double r, double rmse) {
  public static Scores of(double[] observed, double[] predicted) {
    int n = observed.length;
    double o = 0;
    double p = 0;
    double oo = 0;
    double pp = 0;
    double op = 0;
    double square = 0;
    int within = 0;
    for (int i = 0; i < n; i++) {
      o += observed[i] / n;
      p += predicted[i] / n;
      double d = observed[i] - predicted[i];
      square += d * d / n;
      boolean close = predicted[i] >= 0.5 * observed[i] && predicted[i] <= 2 * observed[i];
      within += close ? 1 : 0;
    }
    for (int i = 0; i < n; i++) {
      oo += (observed[i] - o) * (observed[i] - o);
      pp += (predicted[i] - p) * (predicted[i] - p);
      op += (observed[i] - o) * (predicted[i] - p);
    }
    return new Scores(
        n,
        n == 0 ? Double.NaN : (double) within / n,
        2 * (o - p) / (o + p),
        square / (o * p),
        op / Math.sqrt(oo * pp),
        n == 0 ? Double.NaN : Math.sqrt(square));
  }
}
