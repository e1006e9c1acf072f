package city.emona.simulate.air.fft;

import java.util.ArrayList;
import java.util.List;

/**
 * Complex Fourier transform along the rows of a matrix (every column is one signal), for lengths of
 * 2, 3 and 5 only. Forward is decimation in frequency without the final reordering, inverse its
 * exact mirror: a convolution multiplies spectra of the same order, so nobody ever sorts. The inner
 * loop runs along a row over neighbouring columns, which the compiler vectorises; callers give
 * columns in strips that fit the cache. Plain Java and fixed order: the same bits everywhere.
 * Immutable.
 */
public final class Fft {
  /** Radices in the order that they are taken out, and tenths of the cost of one pass. */
  private static final int[][] RADIX_COST = {{4, 10}, {2, 8}, {3, 12}, {5, 18}};

  private final int n;
  private final int[] radix;

  /** Twiddle factors by stage: {@code [stage][(k − 1) m + i]}. */
  private final double[][] cos;

  private final double[][] sin;

  public Fft(int n) {
    this.n = n;
    List<Integer> factors = new ArrayList<>();
    int left = n;
    for (int r : new int[] {4, 2, 3, 5}) {
      while (left % r == 0) {
        factors.add(r);
        left /= r;
      }
    }
    if (left != 1) {
      throw new IllegalArgumentException(n + " has a prime factor above 5");
    }
    this.radix = factors.stream().mapToInt(Integer::intValue).toArray();
    this.cos = new double[radix.length][];
    this.sin = new double[radix.length][];
    int size = n;
    for (int s = 0; s < radix.length; s++) {
      int m = size / radix[s];
      cos[s] = new double[(radix[s] - 1) * m];
      sin[s] = new double[(radix[s] - 1) * m];
      for (int k = 1; k < radix[s]; k++) {
        for (int i = 0; i < m; i++) {
          double angle = -2 * Math.PI * ((long) i * k % size) / size;
          cos[s][(k - 1) * m + i] = StrictMath.cos(angle);
          sin[s][(k - 1) * m + i] = StrictMath.sin(angle);
        }
      }
      size = m;
    }
  }

  /** Frequency that ends up in each row after {@link #forward}. */
  public int[] frequencies() {
    int[] f = new int[n];
    for (int row = 0; row < n; row++) {
      int left = row;
      int size = n;
      int weight = 1;
      for (int r : radix) {
        size /= r;
        f[row] += weight * (left / size);
        left %= size;
        weight *= r;
      }
    }
    return f;
  }

  /**
   * A length of 2, 3 and 5 that is at least {@code min} and cheap to transform: a little longer is
   * often faster than many factors of 3 or 5.
   */
  public static int lengthFor(int min) {
    int best = 0;
    double bestCost = Double.POSITIVE_INFINITY;
    for (int n = Math.max(1, min); n <= Math.max(8, min + min / 2); n++) {
      int left = n;
      // The share of the other axis, which grows with this one's length.
      double stages = 5;
      for (int[] r : RADIX_COST) {
        while (left % r[0] == 0) {
          stages += 0.1 * r[1];
          left /= r[0];
        }
      }
      if (left == 1 && n * stages < bestCost) {
        best = n;
        bestCost = n * stages;
      }
    }
    return best;
  }

  /**
   * Transforms n rows of {@code width} columns in place. Each row is an array of its own, because
   * the compiler vectorises over rows that it can tell apart.
   */
  public void forward(double[][] re, double[][] im, int width) {
    int size = n;
    for (int s = 0; s < radix.length; s++) {
      int m = size / radix[s];
      for (int block = 0; block < n; block += size) {
        for (int i = 0; i < m; i++) {
          butterfly(re, im, width, block + i, m, s, i, true);
        }
      }
      size = m;
    }
  }

  /** The inverse of {@link #forward}, not divided by n. */
  public void inverse(double[][] re, double[][] im, int width) {
    int m = 1;
    for (int s = radix.length - 1; s >= 0; s--) {
      int size = m * radix[s];
      for (int block = 0; block < n; block += size) {
        for (int i = 0; i < m; i++) {
          butterfly(re, im, width, block + i, m, s, i, false);
        }
      }
      m = size;
    }
  }

  private void butterfly(
      double[][] re, double[][] im, int width, int row, int m, int stage, int i, boolean forward) {
    double[] c = cos[stage];
    double[] s = sin[stage];
    switch (radix[stage]) {
      case 2 -> Butterfly.two(re, im, width, row, m, c, s, i, forward);
      case 4 -> Butterfly.four(re, im, width, row, m, c, s, i, forward);
      case 3 -> Butterfly.three(re, im, width, row, m, c, s, i, forward);
      default -> Butterfly.five(re, im, width, row, m, c, s, i, forward);
    }
  }
}
