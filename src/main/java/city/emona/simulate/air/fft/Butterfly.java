package city.emona.simulate.air.fft;

/**
 * The inner steps of {@link Fft}: Fourier transforms of 2 to 5 rows, for the columns [a, b).
 * Forward multiplies by the twiddle factors afterwards, inverse by their conjugates before. Rows
 * are {@code row + k m}; factors of row k stand at {@code (k − 1) m + i}. Written out per radix
 * because these lines are where the air model spends its time; the small matrices are those of the
 * textbook (symmetric sums and differences of Winograd's short transforms).
 */
final class Butterfly {
  private static final double SIN_3 = StrictMath.sin(2 * Math.PI / 3);
  private static final double COS_5A = StrictMath.cos(2 * Math.PI / 5);
  private static final double COS_5B = StrictMath.cos(4 * Math.PI / 5);
  private static final double SIN_5A = StrictMath.sin(2 * Math.PI / 5);
  private static final double SIN_5B = StrictMath.sin(4 * Math.PI / 5);

  private Butterfly() {}

  static void two(
      double[][] re,
      double[][] im,
      int width,
      int row,
      int m,
      double[] cos,
      double[] sin,
      int i,
      boolean forward) {
    double c = cos[i];
    double s = sin[i];
    double[] re0 = re[row];
    double[] im0 = im[row];
    double[] re1 = re[row + m];
    double[] im1 = im[row + m];
    for (int t = 0; t < width; t++) {
      double xr = re0[t];
      double xi = im0[t];
      double yr = re1[t];
      double yi = im1[t];
      if (forward) {
        double dr = xr - yr;
        double di = xi - yi;
        re0[t] = xr + yr;
        im0[t] = xi + yi;
        re1[t] = dr * c - di * s;
        im1[t] = dr * s + di * c;
      } else {
        double wr = yr * c + yi * s;
        double wi = yi * c - yr * s;
        re0[t] = xr + wr;
        im0[t] = xi + wi;
        re1[t] = xr - wr;
        im1[t] = xi - wi;
      }
    }
  }

  /**
   * In loops of a few rows each: the compiler vectorises these, and leaves one loop over all eight
   * rows as it is (twice the time).
   */
  static void four(
      double[][] re,
      double[][] im,
      int width,
      int row,
      int m,
      double[] cos,
      double[] sin,
      int i,
      boolean forward) {
    double[] re0 = re[row];
    double[] im0 = im[row];
    double[] re1 = re[row + m];
    double[] im1 = im[row + m];
    double[] re2 = re[row + 2 * m];
    double[] im2 = im[row + 2 * m];
    double[] re3 = re[row + 3 * m];
    double[] im3 = im[row + 3 * m];
    if (!forward) {
      turn(re1, im1, cos[i], -sin[i], width);
      turn(re2, im2, cos[m + i], -sin[m + i], width);
      turn(re3, im3, cos[2 * m + i], -sin[2 * m + i], width);
    }
    sumAndDifference(re0, re2, width);
    sumAndDifference(im0, im2, width);
    if (forward) {
      across(re1, im1, re3, im3, width);
    } else {
      across(im1, re1, im3, re3, width);
    }
    join(re0, re1, re2, re3, width);
    join(im0, im1, im2, im3, width);
    if (forward) {
      turn(re1, im1, cos[i], sin[i], width);
      turn(re2, im2, cos[m + i], sin[m + i], width);
      turn(re3, im3, cos[2 * m + i], sin[2 * m + i], width);
    }
  }

  private static void turn(double[] re, double[] im, double c, double s, int width) {
    for (int t = 0; t < width; t++) {
      double r = re[t];
      double i = im[t];
      re[t] = r * c - i * s;
      im[t] = i * c + r * s;
    }
  }

  private static void sumAndDifference(double[] x, double[] y, int width) {
    for (int t = 0; t < width; t++) {
      double a = x[t];
      double b = y[t];
      x[t] = a + b;
      y[t] = a - b;
    }
  }

  /**
   * Sums into the first row, the difference times −i into the second; times i where the real and
   * imaginary rows are given in each other's place.
   */
  private static void across(double[] re1, double[] im1, double[] re3, double[] im3, int width) {
    for (int t = 0; t < width; t++) {
      double a = re1[t];
      double b = im1[t];
      double c = re3[t];
      double d = im3[t];
      re1[t] = a + c;
      im1[t] = b + d;
      re3[t] = b - d;
      im3[t] = c - a;
    }
  }

  private static void join(double[] x0, double[] x1, double[] x2, double[] x3, int width) {
    for (int t = 0; t < width; t++) {
      double a = x0[t];
      double c = x1[t];
      double b = x2[t];
      double d = x3[t];
      x0[t] = a + c;
      x1[t] = b + d;
      x2[t] = a - c;
      x3[t] = b - d;
    }
  }

  static void three(
      double[][] re,
      double[][] im,
      int width,
      int row,
      int m,
      double[] cos,
      double[] sin,
      int i,
      boolean forward) {
    double sign = forward ? 1 : -1;
    double c1 = cos[i];
    double s1 = sin[i];
    double c2 = cos[m + i];
    double s2 = sin[m + i];
    double[] re0 = re[row];
    double[] im0 = im[row];
    double[] re1 = re[row + m];
    double[] im1 = im[row + m];
    double[] re2 = re[row + 2 * m];
    double[] im2 = im[row + 2 * m];
    for (int t = 0; t < width; t++) {
      double x0r = re0[t];
      double x0i = im0[t];
      double u1r = re1[t];
      double u1i = im1[t];
      double x1r = forward ? u1r : u1r * c1 + u1i * s1;
      double x1i = forward ? u1i : u1i * c1 - u1r * s1;
      double u2r = re2[t];
      double u2i = im2[t];
      double x2r = forward ? u2r : u2r * c2 + u2i * s2;
      double x2i = forward ? u2i : u2i * c2 - u2r * s2;
      double ar = x1r + x2r;
      double ai = x1i + x2i;
      double br = sign * SIN_3 * (x1r - x2r);
      double bi = sign * SIN_3 * (x1i - x2i);
      double mr = x0r - 0.5 * ar;
      double mi = x0i - 0.5 * ai;
      double y1r = mr + bi;
      double y1i = mi - br;
      double y2r = mr - bi;
      double y2i = mi + br;
      re0[t] = x0r + ar;
      im0[t] = x0i + ai;
      re1[t] = forward ? y1r * c1 - y1i * s1 : y1r;
      im1[t] = forward ? y1r * s1 + y1i * c1 : y1i;
      re2[t] = forward ? y2r * c2 - y2i * s2 : y2r;
      im2[t] = forward ? y2r * s2 + y2i * c2 : y2i;
    }
  }

  static void five(
      double[][] re,
      double[][] im,
      int width,
      int row,
      int m,
      double[] cos,
      double[] sin,
      int i,
      boolean forward) {
    double sign = forward ? 1 : -1;
    double c1 = cos[i];
    double s1 = sin[i];
    double c2 = cos[m + i];
    double s2 = sin[m + i];
    double c3 = cos[2 * m + i];
    double s3 = sin[2 * m + i];
    double c4 = cos[3 * m + i];
    double s4 = sin[3 * m + i];
    double[] re0 = re[row];
    double[] im0 = im[row];
    double[] re1 = re[row + m];
    double[] im1 = im[row + m];
    double[] re2 = re[row + 2 * m];
    double[] im2 = im[row + 2 * m];
    double[] re3 = re[row + 3 * m];
    double[] im3 = im[row + 3 * m];
    double[] re4 = re[row + 4 * m];
    double[] im4 = im[row + 4 * m];
    for (int t = 0; t < width; t++) {
      double x0r = re0[t];
      double x0i = im0[t];
      double u1r = re1[t];
      double u1i = im1[t];
      double x1r = forward ? u1r : u1r * c1 + u1i * s1;
      double x1i = forward ? u1i : u1i * c1 - u1r * s1;
      double u2r = re2[t];
      double u2i = im2[t];
      double x2r = forward ? u2r : u2r * c2 + u2i * s2;
      double x2i = forward ? u2i : u2i * c2 - u2r * s2;
      double u3r = re3[t];
      double u3i = im3[t];
      double x3r = forward ? u3r : u3r * c3 + u3i * s3;
      double x3i = forward ? u3i : u3i * c3 - u3r * s3;
      double u4r = re4[t];
      double u4i = im4[t];
      double x4r = forward ? u4r : u4r * c4 + u4i * s4;
      double x4i = forward ? u4i : u4i * c4 - u4r * s4;
      double ar = x1r + x4r;
      double ai = x1i + x4i;
      double br = x2r + x3r;
      double bi = x2i + x3i;
      double cr = sign * (x1r - x4r);
      double ci = sign * (x1i - x4i);
      double dr = sign * (x2r - x3r);
      double di = sign * (x2i - x3i);
      double mr = x0r + COS_5A * ar + COS_5B * br;
      double mi = x0i + COS_5A * ai + COS_5B * bi;
      double nr = x0r + COS_5B * ar + COS_5A * br;
      double ni = x0i + COS_5B * ai + COS_5A * bi;
      double er = SIN_5A * cr + SIN_5B * dr;
      double ei = SIN_5A * ci + SIN_5B * di;
      double fr = SIN_5B * cr - SIN_5A * dr;
      double fi = SIN_5B * ci - SIN_5A * di;
      double y1r = mr + ei;
      double y1i = mi - er;
      double y4r = mr - ei;
      double y4i = mi + er;
      double y2r = nr + fi;
      double y2i = ni - fr;
      double y3r = nr - fi;
      double y3i = ni + fr;
      re0[t] = x0r + ar + br;
      im0[t] = x0i + ai + bi;
      re1[t] = forward ? y1r * c1 - y1i * s1 : y1r;
      im1[t] = forward ? y1r * s1 + y1i * c1 : y1i;
      re2[t] = forward ? y2r * c2 - y2i * s2 : y2r;
      im2[t] = forward ? y2r * s2 + y2i * c2 : y2i;
      re3[t] = forward ? y3r * c3 - y3i * s3 : y3r;
      im3[t] = forward ? y3r * s3 + y3i * c3 : y3i;
      re4[t] = forward ? y4r * c4 - y4i * s4 : y4r;
      im4[t] = forward ? y4r * s4 + y4i * c4 : y4i;
    }
  }
}
