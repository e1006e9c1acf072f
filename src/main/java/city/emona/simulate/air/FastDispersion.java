package city.emona.simulate.air;

import city.emona.EmonaException;
import city.emona.geo.Bounds;
import city.emona.simulate.ReceptorGrid;
import city.emona.simulate.air.fft.GridConvolution;
import city.emona.simulate.air.plume.LineSource;
import city.emona.simulate.air.plume.Meteorology;
import city.emona.simulate.air.plume.PointKernel;
import java.util.Arrays;
import java.util.List;

/**
 * Fast mode for any list of segments and receptors of one release and one receptor height: far
 * field by FFT on a lattice of its own, read at the receptors by bicubic interpolation (receptors
 * on a regular 10 m grid coincide with it); near field from {@link LineTables} at the receptors'
 * true places ({@link HourKernel} says how the two parts are cut). The spread over the road's width
 * is in the near tables, and a three-point quadrature in the far field. Set up once, then {@link
 * #hour} per hour, which is thread-safe.
 */
final class FastDispersion {
  private static final double[] CELL_M = {10, 15, 20, 30, 40, 60, 80, 100, 150, 200, 300, 500};
  private static final long MAX_CELLS = 4_000_000;

  /** So many different widths have tables of their own; more are interpolated between. */
  private static final int MAX_WIDTHS = 4;

  private static final int WIDTH_LEVELS = 5;

  /** A segment is spread over the lattice in steps of this share of a cell. */
  private static final double STEP_PER_CELL = 0.25;

  /** Gauss-Hermite: offsets in standard deviations and weights. */
  private static final double[] OFFSET = {0, -Math.sqrt(3), Math.sqrt(3)};

  private static final double[] WEIGHT = {4 / 6.0, 1 / 6.0, 1 / 6.0};

  /** Road spreads below this share of a cell are not seen by the far field. */
  private static final double THIN_PER_CELL = 0.02;

  private final double[][] ends;
  private final double[] widthM;
  private final double[] strength;
  private final double[] receptorX;
  private final double[] receptorY;
  private final ReceptorGrid lattice;
  private final GridConvolution convolution;
  private final NearField near;
  private double[] tableWidths;

  FastDispersion(List<LineSource> sources, List<Dispersion.Receptor> receptors) {
    int n = sources.size();
    this.ends = new double[4][n];
    this.widthM = new double[n];
    this.strength = new double[n];
    for (int s = 0; s < n; s++) {
      LineSource l = sources.get(s);
      ends[0][s] = l.x1();
      ends[1][s] = l.y1();
      ends[2][s] = l.x2();
      ends[3][s] = l.y2();
      widthM[s] = l.widthM();
      strength[s] = l.ugPerMPerS();
    }
    this.receptorX = new double[receptors.size()];
    this.receptorY = new double[receptors.size()];
    for (int r = 0; r < receptorX.length; r++) {
      receptorX[r] = receptors.get(r).xM();
      receptorY[r] = receptors.get(r).yM();
    }
    this.lattice = lattice();
    this.convolution = new GridConvolution(lattice.cols(), lattice.rows());
    this.near = nearField();
  }

  private ReceptorGrid lattice() {
    Bounds b = Bounds.EMPTY;
    for (int s = 0; s < strength.length; s++) {
      b = b.including(ends[0][s], ends[1][s]).including(ends[2][s], ends[3][s]);
    }
    for (int r = 0; r < receptorX.length; r++) {
      b = b.including(receptorX[r], receptorY[r]);
    }
    double widest = Arrays.stream(widthM).max().orElse(0);
    for (double cell : CELL_M) {
      // Cells around for the interpolation and the spread over the road's width.
      Bounds g = b.grownBy(2 * cell + Math.sqrt(3) * 0.5 * widest);
      // A receptor of a regular grid falls on cell centres.
      double x0 = receptorX.length == 0 ? g.minX() : align(g.minX(), receptorX[0], cell);
      double y0 = receptorY.length == 0 ? g.minY() : align(g.minY(), receptorY[0], cell);
      long cols = (long) Math.ceil((g.maxX() - x0) / cell);
      long rows = (long) Math.ceil((g.maxY() - y0) / cell);
      if (cols * rows <= MAX_CELLS) {
        return new ReceptorGrid(x0, y0, cell, (int) cols, (int) rows);
      }
    }
    throw EmonaException.invalid(
        "Segments and receptors span more than the fast mode covers.",
        "mode",
        "use --mode exact, or split the area");
  }

  /** Largest border at or below {@code min} that puts {@code centre} in the middle of a cell. */
  private static double align(double min, double centre, double cell) {
    double border = centre - 0.5 * cell;
    return border - cell * Math.ceil((border - min) / cell);
  }

  private NearField nearField() {
    double[] distinct = Arrays.stream(widthM).sorted().distinct().toArray();
    boolean few = distinct.length <= MAX_WIDTHS;
    double widest = distinct.length == 0 ? 0 : distinct[distinct.length - 1];
    tableWidths = few ? distinct : new double[WIDTH_LEVELS];
    for (int k = 0; !few && k < WIDTH_LEVELS; k++) {
      tableWidths[k] = widest * k / (WIDTH_LEVELS - 1);
    }
    int[] index = new int[widthM.length];
    float[] share = new float[widthM.length];
    for (int s = 0; s < index.length; s++) {
      if (few) {
        index[s] = Arrays.binarySearch(distinct, widthM[s]);
      } else {
        double place = widthM[s] / widest * (WIDTH_LEVELS - 1);
        index[s] = Math.min(WIDTH_LEVELS - 2, (int) place);
        share[s] = (float) (place - index[s]);
      }
    }
    return new NearField(
        ends, index, share, receptorX, receptorY, HourKernel.reachM(lattice), 0, null);
  }

  /** Concentrations of an hour by receptor, µg/m³. */
  double[] hour(Meteorology met, PointKernel kernel, GridConvolution.Scratch scratch) {
    HourKernel split = new HourKernel(kernel, met, lattice.cellM());
    double[] out = far(split, scratch);
    near.addTo(out, strength, LineTables.exact(split, tableWidths));
    for (int r = 0; r < out.length; r++) {
      // Rounding of the FFT leaves specks below zero where nothing arrives.
      out[r] = Math.max(0, out[r]);
    }
    return out;
  }

  /** Working arrays for one thread. */
  GridConvolution.Scratch scratch() {
    return new GridConvolution.Scratch(convolution);
  }

  private double[] far(HourKernel split, GridConvolution.Scratch s) {
    GridConvolution.Spectrum spectrum = split.far(convolution, s);
    Arrays.fill(s.re, 0);
    Arrays.fill(s.im, 0);
    for (int l = 0; l < strength.length; l++) {
      rasterise(l, split, s.re);
    }
    convolution.convolve(s, spectrum);
    double[] out = new double[receptorX.length];
    for (int r = 0; r < out.length; r++) {
      out[r] = bicubic(s.re, receptorX[r], receptorY[r]);
    }
    return out;
  }

  private void rasterise(int l, HourKernel split, double[] field) {
    double dx = ends[2][l] - ends[0][l];
    double dy = ends[3][l] - ends[1][l];
    double length = Math.sqrt(dx * dx + dy * dy);
    if (!(length > 0) || strength[l] == 0) {
      return;
    }
    double h = lattice.cellM();
    double along = (dx * split.windX() + dy * split.windY()) / length;
    double sigma = 0.5 * widthM[l] * Math.abs(along);
    if (sigma < THIN_PER_CELL * h) {
      spread(field, l, 0, 0, strength[l] * length);
      return;
    }
    for (int o = 0; o < 3; o++) {
      double shift = OFFSET[o] * sigma;
      spread(
          field,
          l,
          -shift * split.windY(),
          shift * split.windX(),
          WEIGHT[o] * strength[l] * length);
    }
  }

  /** Bilinear, in short steps along the shifted segment. */
  private void spread(double[] field, int l, double shiftX, double shiftY, double total) {
    double h = lattice.cellM();
    double dx = (ends[2][l] - ends[0][l]) / h;
    double dy = (ends[3][l] - ends[1][l]) / h;
    int steps = (int) Math.ceil(Math.sqrt(dx * dx + dy * dy) / STEP_PER_CELL);
    double q = total / steps;
    double gx = (ends[0][l] + shiftX - lattice.x0M()) / h - 0.5 + 0.5 * dx / steps;
    double gy = (ends[1][l] + shiftY - lattice.y0M()) / h - 0.5 + 0.5 * dy / steps;
    int wide = convolution.wide();
    for (int k = 0; k < steps; k++) {
      double x = gx + k * (dx / steps);
      double y = gy + k * (dy / steps);
      int c = (int) x;
      int r = (int) y;
      double fx = x - c;
      double high = q * (y - r);
      double low = q - high;
      int at = r * wide + c;
      field[at] += low - low * fx;
      field[at + 1] += low * fx;
      field[at + wide] += high - high * fx;
      field[at + wide + 1] += high * fx;
    }
  }

  /** Catmull-Rom interpolation of the lattice at a receptor. */
  private double bicubic(double[] field, double x, double y) {
    double gx = (x - lattice.x0M()) / lattice.cellM() - 0.5;
    double gy = (y - lattice.y0M()) / lattice.cellM() - 0.5;
    int c = (int) gx;
    int r = (int) gy;
    int wide = convolution.wide();
    int at = (r - 1) * wide + c - 1;
    double t = gx - c;
    return cubic(
        cubic(field, at, t),
        cubic(field, at + wide, t),
        cubic(field, at + 2 * wide, t),
        cubic(field, at + 3 * wide, t),
        gy - r);
  }

  private static double cubic(double[] f, int at, double t) {
    return cubic(f[at], f[at + 1], f[at + 2], f[at + 3], t);
  }

  private static double cubic(double a, double b, double c, double d, double t) {
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
  }
}
