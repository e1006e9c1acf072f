package city.emona.simulate.air;

import city.emona.simulate.ReceptorGrid;
import city.emona.simulate.air.fft.GridConvolution;
import city.emona.simulate.air.plume.DispersionConstants;
import city.emona.simulate.air.plume.Meteorology;
import city.emona.simulate.air.plume.PointKernel;
import java.util.Arrays;

/**
 * The point kernel of one hour cut in two by distance with a smooth weight: {@code K = K w + K (1 −
 * w)}, w rising from 0 at {@value #FROM_CELLS} cells to 1 at {@value #TO_CELLS} cells. The smooth
 * far part is sampled at the grid's offsets for {@link GridConvolution}; the near part is
 * integrated along the true street lines ({@link LineTables}). So no source is counted twice and
 * the seam is smooth, whatever the grid.
 *
 * <p>Spreading a line over cells by bilinear weights blurs it by h²/6 per axis on average; the far
 * kernel is sharpened by {@code −h²/12 ∇²} to take that off again.
 */
final class HourKernel {
  private static final double FROM_CELLS = 1;
  static final double TO_CELLS = 4;

  private final Meteorology met;
  private final PointKernel kernel;
  private final double windX;
  private final double windY;
  private final double cellM;
  private final double reachM;

  /** Of a city's streets. */
  HourKernel(Meteorology met, DispersionConstants constants, double cellM) {
    this(CitySource.kernel(met, constants), met, cellM);
  }

  HourKernel(PointKernel kernel, Meteorology met, double cellM) {
    this.met = met;
    this.kernel = kernel;
    double from = Math.toRadians(met.windFromDeg());
    this.windX = -StrictMath.sin(from);
    this.windY = -StrictMath.cos(from);
    this.cellM = cellM;
    this.reachM = TO_CELLS * cellM;
  }

  Meteorology met() {
    return met;
  }

  double reachM() {
    return reachM;
  }

  static double reachM(ReceptorGrid grid) {
    return TO_CELLS * grid.cellM();
  }

  /** Receptor minus source, metres. */
  double at(double dx, double dy) {
    return at(dx, dy, 0);
  }

  private double at(double dx, double dy, double sigmaY0) {
    return kernel.at(dx * windX + dy * windY, dy * windX - dx * windY, sigmaY0);
  }

  /** The near part without a table, for receptors close to a source. */
  double nearAt(double dx, double dy, double sigmaY0) {
    double w = 1 - farWeight(dx, dy);
    return w > 0 ? w * at(dx, dy, sigmaY0) : 0;
  }

  /** The far part at an offset, as {@link #far} holds it on the grid. */
  double farAt(double dx, double dy) {
    double w = farWeight(dx, dy);
    return w > 0 ? w * at(dx, dy) : 0;
  }

  /** Whether everything within a distance belongs to the near part alone. */
  boolean isAllNear(double distanceM) {
    return distanceM <= FROM_CELLS * cellM;
  }

  double windX() {
    return windX;
  }

  double windY() {
    return windY;
  }

  private double farWeight(double dx, double dy) {
    double square = dx * dx + dy * dy;
    if (square >= reachM * reachM) {
      return 1;
    }
    double r = Math.sqrt(square) / cellM;
    double t = Math.min(1, Math.max(0, (r - FROM_CELLS) / (TO_CELLS - FROM_CELLS)));
    return t * t * t * (10 + t * (6 * t - 15));
  }

  /** Spectrum of the far part at all offsets of the grid. */
  GridConvolution.Spectrum far(GridConvolution grid, GridConvolution.Scratch s) {
    int wide = grid.wide();
    int high = grid.high();
    // Offsets from −(n − 1) − 1 to n: one more on each side for the difference quotient.
    int cols = 2 * grid.cols() + 1;
    int rows = 2 * grid.rows() + 1;
    double[] raw = new double[cols * rows];
    for (int r = 0; r < rows; r++) {
      double dy = (r - grid.rows()) * cellM;
      for (int c = 0; c < cols; c++) {
        double dx = (c - grid.cols()) * cellM;
        double w = farWeight(dx, dy);
        raw[r * cols + c] = w > 0 ? w * at(dx, dy) : 0;
      }
    }
    Arrays.fill(s.re, 0);
    for (int r = 1; r < rows - 1; r++) {
      int row = Math.floorMod(r - grid.rows(), high);
      for (int c = 1; c < cols - 1; c++) {
        int i = r * cols + c;
        double around = raw[i - 1] + raw[i + 1] + raw[i - cols] + raw[i + cols];
        s.re[row * wide + Math.floorMod(c - grid.cols(), wide)] =
            raw[i] - (around - 4 * raw[i]) / 12;
      }
    }
    return grid.spectrum(s);
  }

  /** The near part on a fine square lattice. */
  Near near() {
    double step = Math.max(MIN_STEP_M, cellM / 40);
    int half = (int) Math.ceil(reachM / step) + 1;
    int n = 2 * half + 1;
    float[] table = new float[n * n];
    for (int r = 0; r < n; r++) {
      double dy = (r - half) * step;
      for (int c = 0; c < n; c++) {
        table[r * n + c] = (float) nearAt((c - half) * step, dy, 0);
      }
    }
    return new Near(table, n, half, 1 / step);
  }

  private static final double MIN_STEP_M = 1;

  /** Near part of a kernel, bilinear between lattice points. */
  record Near(float[] table, int n, int half, double perM) {
    double at(double dx, double dy) {
      double gx = dx * perM + half;
      double gy = dy * perM + half;
      int c = (int) gx;
      int r = (int) gy;
      if (c < 0 || r < 0 || c >= n - 1 || r >= n - 1) {
        return 0;
      }
      double fx = gx - c;
      double fy = gy - r;
      int i = r * n + c;
      double low = table[i] + fx * (table[i + 1] - table[i]);
      double high = table[i + n] + fx * (table[i + n + 1] - table[i + n]);
      return low + fy * (high - low);
    }
  }
}
