package city.emona.simulate.air.sensing;

/**
 * Optimal interpolation of what the readings of an hour say against the model: {@code xa = xb + B
 * Hᵀ (H B Hᵀ + R)⁻¹ (y − H xb)} (Tilloy et al. 2013 for street air). Leave-one-out residuals follow
 * without another solution: {@code e_i = [K⁻¹ r]_i / [K⁻¹]_ii} with K = H B Hᵀ + R. Sensors without
 * a usable reading are simply not among the places. Immutable after construction.
 */
public final class Interpolation {
  private final ErrorModel model;
  private final ErrorModel.Hour hour;
  private final double[] weights;
  private final double[] leaveOneOut;

  public Interpolation(ErrorModel model, ErrorModel.Hour hour) {
    this.model = model;
    this.hour = hour;
    Cholesky k = new Cholesky(model.covariance(hour));
    this.weights = k.solve(hour.residual());
    double[][] inverse = k.inverse();
    this.leaveOneOut = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      leaveOneOut[i] = weights[i] / inverse[i][i];
    }
  }

  /** What to add to the modelled value at a place, µg/m³. */
  public double correction(ErrorModel.Place at) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * model.covariance(at, hour.places()[i]);
    }
    return sum;
  }

  /** Observed minus the value interpolated from all other sensors, by place. */
  public double[] leaveOneOut() {
    return leaveOneOut.clone();
  }
}
