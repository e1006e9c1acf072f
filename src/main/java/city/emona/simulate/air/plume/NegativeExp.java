package city.emona.simulate.air.plume;

/**
 * {@code e^−q} for q ≥ 0 to 2e-14 relative: a table of 128 steps per halving and four terms of the
 * series between them. The plume is little else than this function, {@link StrictMath} is several
 * times slower, and {@link Math} may differ in the last bit between machines; sums and products do
 * not. Stateless.
 */
final class NegativeExp {
  private static final int BITS = 7;
  private static final int STEPS = 1 << BITS;
  private static final double PER_STEP = STEPS / 0.6931471805599453;
  private static final double STEP = 0.6931471805599453 / STEPS;
  private static final double[] POWER = new double[STEPS];

  static {
    for (int i = 0; i < STEPS; i++) {
      POWER[i] = StrictMath.exp(-STEP * i);
    }
  }

  /** Beyond this the result is taken as 0. */
  private static final double MAX = 690;

  private NegativeExp() {}

  static double of(double q) {
    if (!(q < MAX)) {
      return 0;
    }
    int n = (int) (q * PER_STEP);
    double r = q - n * STEP;
    double tail = 1 - r * (1 - r * (0.5 - r * (1.0 / 6 - r * (1.0 / 24))));
    double scale = Double.longBitsToDouble((1023L - (n >> BITS)) << 52);
    return POWER[n & STEPS - 1] * tail * scale;
  }
}
