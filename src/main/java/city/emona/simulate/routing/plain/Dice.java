package city.emona.simulate.routing.plain;

/** SplitMix64 (Steele, Lea and Flood 2014): the search's own sequence of random numbers. */
public final class Dice {
  private static final int QUANTILES = 1 << 12;
  private static final double[] MINUS_LOG = new double[QUANTILES];

  static {
    for (int k = 0; k < QUANTILES; k++) {
      MINUS_LOG[k] = -StrictMath.log((k + 0.5) / QUANTILES);
    }
  }

  private long state;

  public Dice(long seed) {
    state = seed * 0xD1342543DE82EF95L + 0x9E3779B97F4A7C15L;
  }

  public long next() {
    state += 0x9E3779B97F4A7C15L;
    long z = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  /** In (0, 1]. */
  public double uniform() {
    return ((next() >>> 11) + 1) * 0x1p-53;
  }

  /**
   * Exponential with mean 1, by the middle of one of 4,096 equal parts: a look-up, no logarithm.
   */
  public double exponential() {
    return MINUS_LOG[(int) (next() >>> 52)];
  }

  /** Geometric, at least 1: the number of draws until one of probability 1/mean. */
  public int until(int mean) {
    return 1 + (int) (exponential() * mean);
  }

  public int below(int n) {
    return (int) ((next() >>> 33) * n >>> 31);
  }
}
