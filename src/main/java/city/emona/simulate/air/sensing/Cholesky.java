package city.emona.simulate.air.sensing;

/**
 * A symmetric positive definite matrix as L Lᵀ, for the few hundred places that sensors have.
 * Immutable after construction.
 */
final class Cholesky {
  private final double[][] l;

  /** Throws where the matrix is not positive definite. */
  Cholesky(double[][] a) {
    int n = a.length;
    l = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = a[i][j];
        for (int k = 0; k < j; k++) {
          sum -= l[i][k] * l[j][k];
        }
        if (i == j) {
          if (!(sum > 0)) {
            throw new ArithmeticException("not positive definite in row " + i);
          }
          l[i][i] = StrictMath.sqrt(sum);
        } else {
          l[i][j] = sum / l[j][j];
        }
      }
    }
  }

  double[] solve(double[] b) {
    int n = l.length;
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      double sum = b[i];
      for (int k = 0; k < i; k++) {
        sum -= l[i][k] * x[k];
      }
      x[i] = sum / l[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      double sum = x[i];
      for (int k = i + 1; k < n; k++) {
        sum -= l[k][i] * x[k];
      }
      x[i] = sum / l[i][i];
    }
    return x;
  }

  double logDeterminant() {
    double sum = 0;
    for (int i = 0; i < l.length; i++) {
      sum += 2 * StrictMath.log(l[i][i]);
    }
    return sum;
  }

  double[][] inverse() {
    int n = l.length;
    double[][] out = new double[n][];
    for (int i = 0; i < n; i++) {
      double[] unit = new double[n];
      unit[i] = 1;
      out[i] = solve(unit);
    }
    return out;
  }
}
