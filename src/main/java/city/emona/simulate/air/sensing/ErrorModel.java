package city.emona.simulate.air.sensing;

import java.util.List;

/**
 * How errors of the modelled concentration at two places belong together: a background part that
 * reaches far and a roadside part that reaches along the street and weighs as much as the traffic
 * does there: {@code B = sb² exp(−d / lb) + sr² w_i w_j exp(−d / lr)}, w = share of the traffic in
 * the modelled value. Standard deviations in µg/m³, lengths in metres. {@link #fit} takes the most
 * likely parameters for given residuals. Immutable.
 */
public record ErrorModel(
    double backgroundUgM3, double backgroundM, double roadsideUgM3, double roadsideM) {
  /** Where nothing has been fitted yet: the lengths of src/docs/models/air.md. */
  public static final ErrorModel DEFAULT = new ErrorModel(5, 5000, 10, 300);

  /** A place with the traffic's share in its modelled value. */
  public record Place(double xM, double yM, double trafficShare) {}

  /**
   * One hour: the places with usable readings, observed minus modelled, variance of the readings.
   */
  public record Hour(Place[] places, double[] residual, double[] variance) {}

  public double covariance(Place a, Place b) {
    double d = Math.hypot(a.xM - b.xM, a.yM - b.yM);
    return backgroundUgM3 * backgroundUgM3 * StrictMath.exp(-d / backgroundM)
        + roadsideUgM3
            * roadsideUgM3
            * a.trafficShare
            * b.trafficShare
            * StrictMath.exp(-d / roadsideM);
  }

  double[][] covariance(Hour h) {
    int n = h.places.length;
    double[][] k = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        k[i][j] = covariance(h.places[i], h.places[j]) + (i == j ? h.variance[i] : 0);
      }
    }
    return k;
  }

  /** Logarithm of the Gaussian likelihood of all hours, less its constant. */
  public double logLikelihood(List<Hour> hours) {
    double sum = 0;
    for (Hour h : hours) {
      Cholesky c = new Cholesky(covariance(h));
      double[] a = c.solve(h.residual);
      double fit = 0;
      for (int i = 0; i < a.length; i++) {
        fit += a[i] * h.residual[i];
      }
      sum -= 0.5 * (fit + c.logDeterminant());
    }
    return sum;
  }

  /**
   * The most likely parameters: from the default by factors that are tried one parameter after the
   * other and halved until none helps; lengths stay between 1 and 20 km, and 50 m and 1 km. The
   * same residuals give the same parameters.
   */
  public static ErrorModel fit(List<Hour> hours) {
    double[] p = {
      DEFAULT.backgroundUgM3, DEFAULT.backgroundM, DEFAULT.roadsideUgM3, DEFAULT.roadsideM
    };
    double[] low = {0.05, 1000, 0.05, 50};
    double[] high = {200, 20_000, 200, 1000};
    double best = of(p).logLikelihood(hours);
    for (double step = 1; step > 0.01; ) {
      boolean better = false;
      for (int k = 0; k < p.length; k++) {
        for (int sign = -1; sign <= 1; sign += 2) {
          double[] trial = p.clone();
          trial[k] = Math.min(high[k], Math.max(low[k], p[k] * StrictMath.exp(sign * step)));
          double likelihood = of(trial).logLikelihood(hours);
          if (likelihood > best + 1e-9 * Math.abs(best)) {
            best = likelihood;
            p = trial;
            better = true;
          }
        }
      }
      step = better ? step : step / 2;
    }
    return of(p);
  }

  private static ErrorModel of(double[] p) {
    return new ErrorModel(p[0], p[1], p[2], p[3]);
  }
}
