package city.emona.simulate.air.plume;

/** The error function by its series and continued fraction, to 1e-12. */
public final class Erf {
  private Erf() {}

  public static double erf(double x) {
    double a = Math.abs(x);
    double v;
    if (a < 2.5) {
      double term = a;
      double sum = a;
      for (int n = 1; n < 60 && Math.abs(term) > 1e-16 * sum; n++) {
        term *= -a * a / n;
        sum += term / (2 * n + 1);
      }
      v = 2 / Math.sqrt(Math.PI) * sum;
    } else if (a < 6) {
      double f = a;
      for (int n = 60; n >= 1; n--) {
        f = a + 0.5 * n / f;
      }
      v = 1 - StrictMath.exp(-a * a) / (Math.sqrt(Math.PI) * f);
    } else {
      v = 1;
    }
    return x < 0 ? -v : v;
  }
}
