package city.emona.simulate.air.plume;

/**
 * Concentration of a unit point source, µg/m³ per µg/s: {@code (1 − f) P + f M}, the straight plume
 * P and the meandering part M that goes in all directions, with {@code f = min(1, 2 σv²/Ue²)} at
 * the radial distance (Venkatram et al. 2013; AERMOD's extra travel-time term is inactive for
 * RLINE). Spreads depend on distance only, so they are iterated once per hour at 100 distances per
 * e-fold, and tabulated at {@value #PER_OCTAVE} per doubling, where a distance finds its row by the
 * leading bits of its floating-point number: an evaluation is two look-ups and one exponential.
 * Immutable after construction.
 */
public final class PointKernel {
  private static final double SQRT_2PI = Math.sqrt(2 * Math.PI);
  private static final double PER_E_FOLD = 100;
  private static final int OCTAVES = 18;
  private static final int OCTAVE_BITS = 8;
  private static final int PER_OCTAVE = 1 << OCTAVE_BITS;
  private static final int SHIFT = 52 - OCTAVE_BITS;
  private static final int FIRST = 1023 << OCTAVE_BITS;
  private static final int POINTS = OCTAVES * PER_OCTAVE;
  private static final long FRACTION = (1L << SHIFT) - 1;
  private static final double PER_FRACTION = 1.0 / (1L << SHIFT);

  /** Plumes narrower than this at the receptor, in squared standard deviations over two, are 0. */
  private static final double MAX_Q = 40;

  /** By row: meander {@code f V/(2π r)}, share of the plume {@code 1 − f}. */
  private final double[] radial = new double[2 * POINTS + 2];

  /** By row: {@code V/√2π}, σy². */
  private final double[] downwind = new double[2 * POINTS + 2];

  private final boolean hasPlume;

  /** Table for sources of one height and initial spread and receptors of one height. */
  public PointKernel(PlumeSpread spread, double receptorM, boolean hasMeander) {
    int nodes = (int) (StrictMath.log(1L << OCTAVES) * PER_E_FOLD) + 3;
    double[] logVertical = new double[nodes];
    double[] logSigmaY = new double[nodes];
    double[] meander = new double[nodes];
    double v = spread.sigmaV();
    for (int i = 0; i < nodes; i++) {
      PlumeSpread.At p = spread.at(StrictMath.exp(i / PER_E_FOLD));
      logVertical[i] = StrictMath.log(Math.max(Double.MIN_NORMAL, spread.vertical(p, receptorM)));
      logSigmaY[i] = StrictMath.log(p.sigmaY());
      meander[i] = hasMeander ? Math.min(1, 2 * v * v / (p.wind() * p.wind())) : 0;
    }
    boolean plume = false;
    for (int i = 0; i <= POINTS; i++) {
      double x = distance(i);
      double place = StrictMath.log(x) * PER_E_FOLD;
      int k = Math.min(nodes - 2, (int) place);
      double w = place - k;
      double f = meander[k] + w * (meander[k + 1] - meander[k]);
      double vertical = StrictMath.exp(logVertical[k] + w * (logVertical[k + 1] - logVertical[k]));
      double sigmaY = StrictMath.exp(logSigmaY[k] + w * (logSigmaY[k + 1] - logSigmaY[k]));
      radial[2 * i] = f * vertical / (2 * Math.PI * x);
      radial[2 * i + 1] = 1 - f;
      downwind[2 * i] = vertical / SQRT_2PI;
      downwind[2 * i + 1] = sigmaY * sigmaY;
      plume |= f < 1;
    }
    hasPlume = plume;
  }

  private static double distance(int row) {
    return Double.longBitsToDouble((long) (FIRST + row) << SHIFT);
  }

  /** Along-wind distance x (downwind positive), crosswind y, initial lateral spread; metres. */
  public double at(double x, double y, double sigmaY0) {
    double r = Math.max(DispersionConstants.MIN_DISTANCE_M, Math.sqrt(x * x + y * y));
    long bits = Double.doubleToRawLongBits(r);
    int i = (int) (bits >>> SHIFT) - FIRST;
    if (i >= POINTS) {
      return 0;
    }
    double w = (bits & FRACTION) * PER_FRACTION;
    int k = 2 * i;
    double sum = radial[k] + w * (radial[k + 2] - radial[k]);
    if (x > 0 && hasPlume) {
      double share = radial[k + 1] + w * (radial[k + 3] - radial[k + 1]);
      sum += share * plume(Math.max(DispersionConstants.MIN_DISTANCE_M, x), y, sigmaY0);
    }
    return sum;
  }

  private double plume(double x, double y, double sigmaY0) {
    long bits = Double.doubleToRawLongBits(x);
    int k = 2 * ((int) (bits >>> SHIFT) - FIRST);
    double w = (bits & FRACTION) * PER_FRACTION;
    double variance = downwind[k + 1] + w * (downwind[k + 3] - downwind[k + 1]) + sigmaY0 * sigmaY0;
    double yy = 0.5 * y * y;
    if (yy > MAX_Q * variance) {
      return 0;
    }
    double vertical = downwind[k] + w * (downwind[k + 2] - downwind[k]);
    return vertical * NegativeExp.of(yy / variance) / Math.sqrt(variance);
  }

  /** Lateral spread of the plume at a distance downwind, m. */
  double sigmaY(double x, double sigmaY0) {
    double at = Math.min(distance(POINTS - 1), Math.max(DispersionConstants.MIN_DISTANCE_M, x));
    int k = 2 * ((int) (Double.doubleToRawLongBits(at) >>> SHIFT) - FIRST);
    return Math.sqrt(downwind[k + 1] + sigmaY0 * sigmaY0);
  }
}
