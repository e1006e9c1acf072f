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

    public Scratch(GridConvolution g) {
      re = new double[g.size()];
      im = new double[g.size()];
      re2 = new double[g.size()];
      im2 = new double[g.size()];
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
    alongCols.forward(s.re, s.im, wide, 0, wide);
    transpose(s.re, s.re2, high, wide);
    transpose(s.im, s.im2, high, wide);
    alongRows.forward(s.re2, s.im2, high, 0, high);
    Spectrum out = new Spectrum(new float[storedRows * high], new float[storedRows * high]);
    double norm = 1.0 / size();
    for (int row = 0; row < wide; row++) {
      for (int c = 0; !mirrored[row] && c < high; c++) {
        out.re[storedRow[row] * high + c] = (float) (s.re2[row * high + c] * norm);
        out.im[storedRow[row] * high + c] = (float) (s.im2[row * high + c] * norm);
      }
    }
    return out;
  }

  /**
   * Convolves the two fields in {@code s.re} and {@code s.im} (row-major, padded width, zero
   * outside of the grid) in place; only the grid's own cells of the result are meaningful.
   */
  public void convolve(Scratch s, Spectrum kernel) {
    alongCols.forward(s.re, s.im, wide, 0, cols);
    transpose(s.re, s.re2, high, wide);
    transpose(s.im, s.im2, high, wide);
    alongRows.forward(s.re2, s.im2, high, 0, high);
    for (int row = 0; row < wide; row++) {
      multiply(s, kernel, row);
    }
    alongRows.inverse(s.re2, s.im2, high, 0, high);
    transpose(s.re2, s.re, wide, high);
    transpose(s.im2, s.im, wide, high);
    alongCols.inverse(s.re, s.im, wide, 0, cols);
  }

  private void multiply(Scratch s, Spectrum kernel, int row) {
    int at = row * high;
    int from = storedRow[row] * high;
    double sign = mirrored[row] ? -1 : 1;
    for (int c = 0; c < high; c++) {
      int k = from + (mirrored[row] ? negative[c] : c);
      double kr = kernel.re[k];
      double ki = sign * kernel.im[k];
      double r = s.re2[at + c] * kr - s.im2[at + c] * ki;
      s.im2[at + c] = s.re2[at + c] * ki + s.im2[at + c] * kr;
      s.re2[at + c] = r;
    }
  }

  /** Tile by tile, so that both sides stay in the cache. */
  private static void transpose(double[] from, double[] to, int fromRows, int fromCols) {
    for (int r0 = 0; r0 < fromRows; r0 += TILE) {
      int r1 = Math.min(fromRows, r0 + TILE);
      for (int c0 = 0; c0 < fromCols; c0 += TILE) {
        int c1 = Math.min(fromCols, c0 + TILE);
        for (int c = c0; c < c1; c++) {
          for (int r = r0; r < r1; r++) {
            to[c * fromRows + r] = from[r * fromCols + c];
          }
        }
      }
    }
  }
}
