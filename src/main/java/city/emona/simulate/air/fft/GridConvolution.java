package city.emona.simulate.air.fft;

import java.util.Arrays;

/**
 * Convolution of fields on a grid with a kernel given at all offsets of the grid, without wrap:
 * both sides are padded to at least twice their size. Two real fields travel as the real and
 * imaginary part of one complex field, because the kernel is real. Thread-safe; a {@link Scratch}
 * belongs to one thread.
 */
public final class GridConvolution {
  private static final int TILE = 32;
  private static final int STRIP = 32;

  private final int cols;
  private final int rows;
  private final int wide;
  private final int high;
  private final Fft alongRows;
  private final Fft alongCols;

  /**
   * Row of a stored spectrum by row of the field's, and whether it is the mirrored one: the
   * spectrum of a real kernel has {@code K(−f) = conj K(f)}, so half of the rows are enough.
   */
  private final int[] storedRow;

  private final boolean[] mirrored;
  private final int storedRows;

  /** Column of the negative frequency. */
  private final int[] negative;

  public GridConvolution(int cols, int rows) {
    this.cols = cols;
    this.rows = rows;
    this.wide = Fft.lengthFor(2 * cols);
    this.high = Fft.lengthFor(2 * rows);
    this.alongRows = new Fft(wide);
    this.alongCols = new Fft(high);
    this.negative = negatives(alongCols.frequencies());
    this.storedRow = new int[wide];
    this.mirrored = new boolean[wide];
    int[] partner = negatives(alongRows.frequencies());
    int used = 0;
    for (int row = 0; row < wide; row++) {
      mirrored[row] = partner[row] < row;
      storedRow[row] = mirrored[row] ? storedRow[partner[row]] : used++;
    }
    this.storedRows = used;
  }

  private static int[] negatives(int[] frequencies) {
    int n = frequencies.length;
    int[] row = new int[n];
    for (int r = 0; r < n; r++) {
      row[frequencies[r]] = r;
    }
    int[] out = new int[n];
    for (int r = 0; r < n; r++) {
      out[r] = row[(n - frequencies[r]) % n];
    }
    return out;
  }

  public int size() {
    return wide * high;
  }

  public int cols() {
    return cols;
  }

  public int rows() {
    return rows;
  }

  /** Padded size in cells east-west and south-north. */
  public int wide() {
    return wide;
  }

  public int high() {
    return high;
  }

  /** Working arrays for one thread. */
  public static final class Scratch {
    public final double[] re;
    public final double[] im;
    private final double[] re2;
    private final double[] im2;

    /** Some neighbouring signals side by side: all passes over them stay in the cache. */
    private final double[][] stripRe;

    private final double[][] stripIm;

    public Scratch(GridConvolution g) {
      re = new double[g.size()];
      im = new double[g.size()];
      re2 = new double[g.cols * g.high];
      im2 = new double[g.cols * g.high];
      stripRe = new double[Math.max(g.wide, g.high)][STRIP];
      stripIm = new double[Math.max(g.wide, g.high)][STRIP];
    }
  }

  /** Spectrum of a kernel; single precision halves the memory that a day of kernels takes. */
  public record Spectrum(float[] re, float[] im) {}

  /**
   * Transforms a kernel laid out in {@code s.re}: offset (i, j) in row {@code j mod high}, column
   * {@code i mod wide}.
   */
  public Spectrum spectrum(Scratch s) {
    Arrays.fill(s.im, 0);
    for (int c = 0; c < wide; c += STRIP) {
      int width = Math.min(STRIP, wide - c);
      columns(s, c, width, high);
      alongCols.forward(s.stripRe, s.stripIm, width);
      putColumns(s, c, width, high);
    }
    Spectrum out = new Spectrum(new float[storedRows * high], new float[storedRows * high]);
    double norm = 1.0 / size();
    for (int r = 0; r < high; r += STRIP) {
      int width = Math.min(STRIP, high - r);
      for (int t = 0; t < width; t++) {
        for (int c = 0; c < wide; c++) {
          s.stripRe[c][t] = s.re[(r + t) * wide + c];
          s.stripIm[c][t] = s.im[(r + t) * wide + c];
        }
      }
      alongRows.forward(s.stripRe, s.stripIm, width);
      for (int row = 0; row < wide; row++) {
        for (int t = 0; !mirrored[row] && t < width; t++) {
          out.re[storedRow[row] * high + r + t] = (float) (s.stripRe[row][t] * norm);
          out.im[storedRow[row] * high + r + t] = (float) (s.stripIm[row][t] * norm);
        }
      }
    }
    return out;
  }

  /**
   * Convolves the two fields in {@code s.re} and {@code s.im} (row-major, padded width, zero
   * outside of the grid) in place; only the grid's own cells of the result are meaningful.
   */
  public void convolve(Scratch s, Spectrum kernel) {
    for (int c = 0; c < cols; c += STRIP) {
      int width = Math.min(STRIP, cols - c);
      columns(s, c, width, rows);
      alongCols.forward(s.stripRe, s.stripIm, width);
      turn(s.stripRe, s.re2, c, width);
      turn(s.stripIm, s.im2, c, width);
    }
    for (int r = 0; r < high; r += STRIP) {
      int width = Math.min(STRIP, high - r);
      take(s.re2, s.stripRe, r, width);
      take(s.im2, s.stripIm, r, width);
      alongRows.forward(s.stripRe, s.stripIm, width);
      for (int row = 0; row < wide; row++) {
        multiply(s.stripRe[row], s.stripIm[row], kernel, row, r, width);
      }
      alongRows.inverse(s.stripRe, s.stripIm, width);
      put(s.stripRe, s.re2, r, width);
      put(s.stripIm, s.im2, r, width);
    }
    for (int c = 0; c < cols; c += STRIP) {
      int width = Math.min(STRIP, cols - c);
      turnBack(s.re2, s.stripRe, c, width);
      turnBack(s.im2, s.stripIm, c, width);
      alongCols.inverse(s.stripRe, s.stripIm, width);
      putColumns(s, c, width, rows);
    }
  }

  /** Columns [c, c + width) of both fields; zero from row {@code count} on. */
  private void columns(Scratch s, int c, int width, int count) {
    for (int r = 0; r < high; r++) {
      if (r < count) {
        System.arraycopy(s.re, r * wide + c, s.stripRe[r], 0, width);
        System.arraycopy(s.im, r * wide + c, s.stripIm[r], 0, width);
      } else {
        Arrays.fill(s.stripRe[r], 0, width, 0);
        Arrays.fill(s.stripIm[r], 0, width, 0);
      }
    }
  }

  private void putColumns(Scratch s, int c, int width, int count) {
    for (int r = 0; r < count; r++) {
      System.arraycopy(s.stripRe[r], 0, s.re, r * wide + c, width);
      System.arraycopy(s.stripIm[r], 0, s.im, r * wide + c, width);
    }
  }

  /** Columns of the strip become rows; tile by tile, so that both sides stay in the cache. */
  private void turn(double[][] strip, double[] to, int c, int width) {
    for (int r0 = 0; r0 < high; r0 += TILE) {
      int r1 = Math.min(high, r0 + TILE);
      for (int t = 0; t < width; t++) {
        for (int r = r0; r < r1; r++) {
          to[(c + t) * high + r] = strip[r][t];
        }
      }
    }
  }

  private void turnBack(double[] from, double[][] strip, int c, int width) {
    for (int r0 = 0; r0 < high; r0 += TILE) {
      int r1 = Math.min(high, r0 + TILE);
      for (int r = r0; r < r1; r++) {
        double[] row = strip[r];
        for (int t = 0; t < width; t++) {
          row[t] = from[(c + t) * high + r];
        }
      }
    }
  }

  /** Beyond the grid's columns the field is zero. */
  private void take(double[] from, double[][] strip, int r, int width) {
    for (int c = 0; c < wide; c++) {
      if (c < cols) {
        System.arraycopy(from, c * high + r, strip[c], 0, width);
      } else {
        Arrays.fill(strip[c], 0, width, 0);
      }
    }
  }

  private void put(double[][] strip, double[] to, int r, int width) {
    for (int c = 0; c < cols; c++) {
      System.arraycopy(strip[c], 0, to, c * high + r, width);
    }
  }

  private void multiply(double[] re, double[] im, Spectrum kernel, int row, int r0, int width) {
    int from = storedRow[row] * high;
    double sign = mirrored[row] ? -1 : 1;
    for (int t = 0; t < width; t++) {
      int k = from + (mirrored[row] ? negative[r0 + t] : r0 + t);
      double kr = kernel.re[k];
      double ki = sign * kernel.im[k];
      double r = re[t] * kr - im[t] * ki;
      im[t] = re[t] * ki + im[t] * kr;
      re[t] = r;
    }
  }
}
