package city.emona.simulate.air.plume;

/**
 * Concentration of a unit point source, µg/m³ per µg/s: {@code (1 − f) P + f M}, the straight plume
 * P and the meandering part M that goes in all directions, with {@code f = min(1, 2 σv²/Ue²)} at
 * the radial distance (Venkatram et al. 2013; AERMOD's extra travel-time term is inactive for
 * RLINE). Spreads depend on distance only, so they are tabulated once per hour on a logarithmic
 * axis: an evaluation is two look-ups instead of two iterations. Immutable after construction.
 */
public final class PointKernel {
  private static final double SQRT_2PI = Math.sqrt(2 * Math.PI);
  private static final double PER_E_FOLD = 100;
  private static final double MAX_DISTANCE_M = 200_000;
  private static final int POINTS = (int) (Math.log(MAX_DISTANCE_M) * PER_E_FOLD) + 2;

  private final double[] logVertical = new double[POINTS];
  private final double[] logSigmaY = new double[POINTS];
  private final double[] meander = new double[POINTS];

  /** Table for sources of one height and initial spread and receptors of one height. */
  public PointKernel(PlumeSpread spread, double receptorM, boolean hasMeander) {
    double v = spread.sigmaV();
    for (int i = 0; i < POINTS; i++) {
      PlumeSpread.At p = spread.at(Math.exp(i / PER_E_FOLD));
      logVertical[i] = Math.log(Math.max(Double.MIN_NORMAL, spread.vertical(p, receptorM)));
      logSigmaY[i] = Math.log(p.sigmaY());
      meander[i] = hasMeander ? Math.min(1, 2 * v * v / (p.wind() * p.wind())) : 0;
    }
  }

  /** Along-wind distance x (downwind positive), crosswind y, initial lateral spread; metres. */
  public double at(double x, double y, double sigmaY0) {
    double r = Math.max(DispersionConstants.MIN_DISTANCE_M, Math.sqrt(x * x + y * y));
    double place = Math.log(r) * PER_E_FOLD;
    int i = Math.min(POINTS - 2, (int) place);
    double w = place - i;
    double f = meander[i] + w * (meander[i + 1] - meander[i]);
    double sum = 0;
    if (f > 0) {
      double v = Math.exp(logVertical[i] + w * (logVertical[i + 1] - logVertical[i]));
      sum = f * v / (2 * Math.PI * r);
    }
    if (x > 0 && f < 1) {
      sum += (1 - f) * plume(Math.max(DispersionConstants.MIN_DISTANCE_M, x), y, sigmaY0);
    }
    return sum;
  }

  private double plume(double x, double y, double sigmaY0) {
    double place = Math.log(x) * PER_E_FOLD;
    int i = Math.min(POINTS - 2, (int) place);
    double w = place - i;
    double sy = Math.exp(logSigmaY[i] + w * (logSigmaY[i + 1] - logSigmaY[i]));
    double variance = sy * sy + sigmaY0 * sigmaY0;
    double q = 0.5 * y * y / variance;
    if (q > 40) {
      return 0;
    }
    double log = logVertical[i] + w * (logVertical[i + 1] - logVertical[i]);
    return Math.exp(log - q) / (SQRT_2PI * Math.sqrt(variance));
  }
}
