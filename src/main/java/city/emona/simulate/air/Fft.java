package city.emona.simulate.air;

import java.util.ArrayList;
import java.util.List;

/**
 * Complex Fourier transform along the rows of a matrix (every column is one signal), for lengths of
 * 2, 3 and 5 only. Forward is decimation in frequency without the final reordering, inverse its
 * exact mirror: a convolution multiplies spectra of the same order, so nobody ever sorts. The inner
 * loop runs along a row over neighbouring columns, which the compiler vectorises; columns are taken
 * in strips that fit the cache. Plain Java and fixed order: the same bits everywhere. Immutable.
 */
final class Fft {
  private static final int STRIP = 32;

  /** Powers of the r-th root of unity {@code exp(−2πi j / r)}, by r. */
  private static final double[][] ROOT_COS = new double[6][];

  private static final double[][] ROOT_SIN = new double[6][];

  static {
    for (int r = 2; r <= 5; r++) {
      ROOT_COS[r] = new double[r];
      ROOT_SIN[r] = new double[r];
      for (int j = 0; j < r; j++) {
        ROOT_COS[r][j] = StrictMath.cos(-2 * Math.PI * j / r);
        ROOT_SIN[r][j] = StrictMath.sin(-2 * Math.PI * j / r);
      }
    }
  }

  private final int n;
  private final int[] radix;

  /** Twiddle factors by stage: {@code [stage][(k − 1) m + i]}. */
  private final double[][] cos;

  private final double[][] sin;

  Fft(int n) {
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
  int[] frequencies() {
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

  /** Smallest length of 2, 3 and 5 that is at least {@code min}. */
  static int lengthFor(int min) {
    for (int n = Math.max(1, min); ; n++) {
      int left = n;
      for (int r : new int[] {2, 3, 5}) {
        while (left % r == 0) {
          left /= r;
        }
      }
      if (left == 1) {
        return n;
      }
    }
  }

  /** Transforms the columns [from, to) of a matrix with {@code width} columns and n rows. */
  void forward(double[] re, double[] im, int width, int from, int to) {
    for (int a = from; a < to; a += STRIP) {
      int b = Math.min(to, a + STRIP);
      int size = n;
      for (int s = 0; s < radix.length; s++) {
        int m = size / radix[s];
        for (int block = 0; block < n; block += size) {
          for (int i = 0; i < m; i++) {
            butterfly(re, im, width, block + i, m, s, i, a, b, true);
          }
        }
        size = m;
      }
    }
  }

  /** The inverse of {@link #forward}, not divided by n. */
  void inverse(double[] re, double[] im, int width, int from, int to) {
    for (int a = from; a < to; a += STRIP) {
      int b = Math.min(to, a + STRIP);
      int m = 1;
      for (int s = radix.length - 1; s >= 0; s--) {
        int size = m * radix[s];
        for (int block = 0; block < n; block += size) {
          for (int i = 0; i < m; i++) {
            butterfly(re, im, width, block + i, m, s, i, a, b, false);
          }
        }
        m = size;
      }
    }
  }

  private void butterfly(
      double[] re,
      double[] im,
      int width,
      int row,
      int m,
      int stage,
      int i,
      int a,
      int b,
      boolean forward) {
    switch (radix[stage]) {
      case 2 -> two(re, im, width, row, m, stage, i, a, b, forward);
      case 4 -> four(re, im, width, row, m, stage, i, a, b, forward);
      default -> any(re, im, width, row, m, stage, i, a, b, forward);
    }
  }

  private void two(
      double[] re,
      double[] im,
      int width,
      int row,
      int m,
      int stage,
      int i,
      int a,
      int b,
      boolean forward) {
    double c = cos[stage][i];
    double s = sin[stage][i];
    int p = row * width;
    int q = (row + m) * width;
    for (int t = a; t < b; t++) {
      double xr = re[p + t];
      double xi = im[p + t];
      double yr = re[q + t];
      double yi = im[q + t];
      if (forward) {
        double dr = xr - yr;
        double di = xi - yi;
        re[p + t] = xr + yr;
        im[p + t] = xi + yi;
        re[q + t] = dr * c - di * s;
        im[q + t] = dr * s + di * c;
      } else {
        double wr = yr * c + yi * s;
        double wi = yi * c - yr * s;
        re[p + t] = xr + wr;
        im[p + t] = xi + wi;
        re[q + t] = xr - wr;
        im[q + t] = xi - wi;
      }
    }
  }

  private void four(
      double[] re,
      double[] im,
      int width,
      int row,
      int m,
      int stage,
      int i,
      int a,
      int b,
      boolean forward) {
    double c1 = cos[stage][i];
    double s1 = sin[stage][i];
    double c2 = cos[stage][m + i];
    double s2 = sin[stage][m + i];
    double c3 = cos[stage][2 * m + i];
    double s3 = sin[stage][2 * m + i];
    int p0 = row * width;
    int p1 = (row + m) * width;
    int p2 = (row + 2 * m) * width;
    int p3 = (row + 3 * m) * width;
    if (forward) {
      for (int t = a; t < b; t++) {
        double ar = re[p0 + t] + re[p2 + t];
        double ai = im[p0 + t] + im[p2 + t];
        double br = re[p0 + t] - re[p2 + t];
        double bi = im[p0 + t] - im[p2 + t];
        double cr = re[p1 + t] + re[p3 + t];
        double ci = im[p1 + t] + im[p3 + t];
        double dr = im[p1 + t] - im[p3 + t];
        double di = re[p3 + t] - re[p1 + t];
        re[p0 + t] = ar + cr;
        im[p0 + t] = ai + ci;
        double ur = br + dr;
        double ui = bi + di;
        re[p1 + t] = ur * c1 - ui * s1;
        im[p1 + t] = ur * s1 + ui * c1;
        ur = ar - cr;
        ui = ai - ci;
        re[p2 + t] = ur * c2 - ui * s2;
        im[p2 + t] = ur * s2 + ui * c2;
        ur = br - dr;
        ui = bi - di;
        re[p3 + t] = ur * c3 - ui * s3;
        im[p3 + t] = ur * s3 + ui * c3;
      }
    } else {
      for (int t = a; t < b; t++) {
        double xr = re[p0 + t];
        double xi = im[p0 + t];
        double yr = re[p1 + t] * c1 + im[p1 + t] * s1;
        double yi = im[p1 + t] * c1 - re[p1 + t] * s1;
        double zr = re[p2 + t] * c2 + im[p2 + t] * s2;
        double zi = im[p2 + t] * c2 - re[p2 + t] * s2;
        double vr = re[p3 + t] * c3 + im[p3 + t] * s3;
        double vi = im[p3 + t] * c3 - re[p3 + t] * s3;
        double ar = xr + zr;
        double ai = xi + zi;
        double br = xr - zr;
        double bi = xi - zi;
        double cr = yr + vr;
        double ci = yi + vi;
        double dr = vi - yi;
        double di = yr - vr;
        re[p0 + t] = ar + cr;
        im[p0 + t] = ai + ci;
        re[p1 + t] = br + dr;
        im[p1 + t] = bi + di;
        re[p2 + t] = ar - cr;
        im[p2 + t] = ai - ci;
        re[p3 + t] = br - dr;
        im[p3 + t] = bi - di;
      }
    }
  }

  /** Radix 3 and 5 by their small Fourier matrix. */
  private void any(
      double[] re,
      double[] im,
      int width,
      int row,
      int m,
      int stage,
      int i,
      int a,
      int b,
      boolean forward) {
    int r = radix[stage];
    int len = b - a;
    double[] tr = new double[r * len];
    double[] ti = new double[r * len];
    double sign = forward ? 1 : -1;
    for (int j = 0; j < r; j++) {
      int p = (row + j * m) * width + a;
      if (forward || j == 0) {
        System.arraycopy(re, p, tr, j * len, len);
        System.arraycopy(im, p, ti, j * len, len);
      } else {
        double c = cos[stage][(j - 1) * m + i];
        double s = -sin[stage][(j - 1) * m + i];
        for (int t = 0; t < len; t++) {
          tr[j * len + t] = re[p + t] * c - im[p + t] * s;
          ti[j * len + t] = re[p + t] * s + im[p + t] * c;
        }
      }
    }
    for (int k = 0; k < r; k++) {
      int p = (row + k * m) * width + a;
      double[] sr = new double[len];
      double[] si = new double[len];
      for (int j = 0; j < r; j++) {
        double c = ROOT_COS[r][j * k % r];
        double s = sign * ROOT_SIN[r][j * k % r];
        for (int t = 0; t < len; t++) {
          sr[t] += tr[j * len + t] * c - ti[j * len + t] * s;
          si[t] += tr[j * len + t] * s + ti[j * len + t] * c;
        }
      }
      if (forward && k > 0) {
        double c = cos[stage][(k - 1) * m + i];
        double s = sin[stage][(k - 1) * m + i];
        for (int t = 0; t < len; t++) {
          re[p + t] = sr[t] * c - si[t] * s;
          im[p + t] = sr[t] * s + si[t] * c;
        }
      } else {
        System.arraycopy(sr, 0, re, p, len);
        System.arraycopy(si, 0, im, p, len);
      }
    }
  }
}
