package city.emona.simulate.air;

import city.emona.EmonaException;
import city.emona.geo.Bounds;
import city.emona.simulate.ReceptorGrid;
import city.emona.simulate.air.fft.GridConvolution;
import city.emona.simulate.air.plume.LineIntegral;
import city.emona.simulate.air.plume.LineSource;
import city.emona.simulate.air.plume.Meteorology;
import city.emona.simulate.air.plume.PointKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fast mode for any list of segments and receptors of one release and one receptor height: far
 * field by FFT on a lattice of its own, read at the receptors by bicubic interpolation; near field
 * summed along the segments at the receptors' true places ({@link HourKernel} says how the two
 * parts are cut). The spread over the road's width is interpolated between near tables, and a
 * three-point quadrature in the far field. Set up once, then {@link #hour} per hour, which is
 * thread-safe.
 */
final class FastDispersion {
  private static final double[] CELL_M = {10, 15, 20, 30, 40, 60, 80, 100, 150, 200, 300, 500};
  private static final long MAX_CELLS = 4_000_000;

  /** Nearer than this the near part is integrated without the table, m. */
  private static final double DIRECT_M = 12;

  /** Near tables by initial lateral spread, from 0 to half the widest road. */
  private static final int SIGMA_LEVELS = 5;

  /** Gauss-Hermite: offsets in standard deviations and weights. */
  private static final double[] OFFSET = {-Math.sqrt(3), 0, Math.sqrt(3)};

  private static final double[] WEIGHT = {1 / 6.0, 4 / 6.0, 1 / 6.0};

  private final List<LineSource> sources;
  private final List<Dispersion.Receptor> receptors;
  private final ReceptorGrid lattice;
  private final GridConvolution convolution;
  private final double maxSigmaM;
  private final int[] firstNear;
  private final int[] near;

  FastDispersion(List<LineSource> sources, List<Dispersion.Receptor> receptors) {
    this.sources = sources;
    this.receptors = receptors;
    this.maxSigmaM = 0.5 * sources.stream().mapToDouble(LineSource::widthM).max().orElse(0);
    this.lattice = lattice();
    this.convolution = new GridConvolution(lattice.cols(), lattice.rows());
    this.firstNear = new int[receptors.size() + 1];
    this.near = findNear();
  }

  private ReceptorGrid lattice() {
    Bounds b = Bounds.EMPTY;
    for (LineSource s : sources) {
      b = b.including(s.x1(), s.y1()).including(s.x2(), s.y2());
    }
    for (Dispersion.Receptor r : receptors) {
      b = b.including(r.xM(), r.yM());
    }
    for (double cell : CELL_M) {
      // Three cells around for the interpolation and the spread over the road's width.
      Bounds g = b.grownBy(3 * cell + 20);
      long cols = (long) Math.ceil((g.maxX() - g.minX()) / cell);
      long rows = (long) Math.ceil((g.maxY() - g.minY()) / cell);
      if (cols * rows <= MAX_CELLS) {
        return new ReceptorGrid(g.minX(), g.minY(), cell, (int) cols, (int) rows);
      }
    }
    throw EmonaException.invalid(
        "Segments and receptors span more than the fast mode covers.",
        "mode",
        "use --mode exact, or split the area");
  }

  /** Segments within reach of each receptor, by buckets of one reach in size. */
  private int[] findNear() {
    double reach = HourKernel.reachM(lattice) + 20;
    int cols = (int) Math.ceil(lattice.cols() * lattice.cellM() / reach) + 1;
    int rows = (int) Math.ceil(lattice.rows() * lattice.cellM() / reach) + 1;
    List<List<Integer>> bucket = new ArrayList<>();
    for (int i = 0; i < cols * rows; i++) {
      bucket.add(new ArrayList<>());
    }
    for (int s = 0; s < sources.size(); s++) {
      LineSource l = sources.get(s);
      int c0 = (int) ((Math.min(l.x1(), l.x2()) - lattice.x0M()) / reach);
      int c1 = (int) ((Math.max(l.x1(), l.x2()) - lattice.x0M()) / reach);
      int r0 = (int) ((Math.min(l.y1(), l.y2()) - lattice.y0M()) / reach);
      int r1 = (int) ((Math.max(l.y1(), l.y2()) - lattice.y0M()) / reach);
      for (int r = Math.max(0, r0 - 1); r <= Math.min(rows - 1, r1 + 1); r++) {
        for (int c = Math.max(0, c0 - 1); c <= Math.min(cols - 1, c1 + 1); c++) {
          bucket.get(r * cols + c).add(s);
        }
      }
    }
    int[] found = new int[1024];
    int used = 0;
    for (int i = 0; i < receptors.size(); i++) {
      Dispersion.Receptor r = receptors.get(i);
      int c = (int) ((r.xM() - lattice.x0M()) / reach);
      int row = (int) ((r.yM() - lattice.y0M()) / reach);
      for (int s : bucket.get(row * cols + c)) {
        LineSource l = sources.get(s);
        if (l.lengthM() > 0 && distance(l, r.xM(), r.yM()) < reach) {
          if (used == found.length) {
            found = Arrays.copyOf(found, used * 2);
          }
          found[used++] = s;
        }
      }
      firstNear[i + 1] = used;
    }
    return Arrays.copyOf(found, used);
  }

  private static double distance(LineSource l, double x, double y) {
    double dx = l.x2() - l.x1();
    double dy = l.y2() - l.y1();
    double t = ((x - l.x1()) * dx + (y - l.y1()) * dy) / (dx * dx + dy * dy);
    t = Math.min(1, Math.max(0, t));
    return Math.hypot(x - l.x1() - t * dx, y - l.y1() - t * dy);
  }

  /** Concentrations of an hour by receptor, µg/m³. */
  double[] hour(Meteorology met, PointKernel kernel) {
    HourKernel split = new HourKernel(kernel, met, lattice.cellM());
    double[] out = far(split);
    HourKernel.Near[] tables = new HourKernel.Near[SIGMA_LEVELS];
    for (int k = 0; k < SIGMA_LEVELS; k++) {
      tables[k] = split.near(maxSigmaM * k / (SIGMA_LEVELS - 1));
    }
    LineIntegral direct = new LineIntegral(1e-3);
    for (int i = 0; i < out.length; i++) {
      for (int k = firstNear[i]; k < firstNear[i + 1]; k++) {
        out[i] += near(split, tables, direct, sources.get(near[k]), receptors.get(i));
      }
      // Rounding of the FFT leaves specks below zero where nothing arrives.
      out[i] = Math.max(0, out[i]);
    }
    return out;
  }

  private double near(
      HourKernel split,
      HourKernel.Near[] tables,
      LineIntegral direct,
      LineSource l,
      Dispersion.Receptor r) {
    double length = l.lengthM();
    double dirX = (l.x2() - l.x1()) / length;
    double dirY = (l.y2() - l.y1()) / length;
    double sigma = 0.5 * l.widthM() * Math.abs(dirX * split.windX() + dirY * split.windY());
    double rx = r.xM() - l.x1();
    double ry = r.yM() - l.y1();
    double along = rx * dirX + ry * dirY;
    double off = ry * dirX - rx * dirY;
    double beyond = Math.max(0, Math.max(along - length, -along));
    if (Math.hypot(off, beyond) < DIRECT_M) {
      return l.ugPerMPerS() * direct(split, direct, length, dirX, dirY, along, off, sigma);
    }
    double place = maxSigmaM > 0 ? sigma / maxSigmaM * (SIGMA_LEVELS - 1) : 0;
    int level = Math.min(SIGMA_LEVELS - 2, (int) place);
    double low = NearField.integral(tables[level], length, dirX, dirY, along, off);
    double high =
        place > 0 ? NearField.integral(tables[level + 1], length, dirX, dirY, along, off) : low;
    return l.ugPerMPerS() * (low + (place - level) * (high - low));
  }

  private static double direct(
      HourKernel split,
      LineIntegral integral,
      double length,
      double dirX,
      double dirY,
      double along,
      double off,
      double sigmaY0) {
    double dx0 = along * dirX - off * dirY;
    double dy0 = along * dirY + off * dirX;
    double down = dirX * split.windX() + dirY * split.windY();
    double side = dirY * split.windX() - dirX * split.windY();
    double down0 = dx0 * split.windX() + dy0 * split.windY();
    double side0 = dy0 * split.windX() - dx0 * split.windY();
    double[] cuts = {along, down == 0 ? 0 : down0 / down, side == 0 ? 0 : side0 / side};
    return integral.over(length, cuts, t -> split.nearAt(dx0 - t * dirX, dy0 - t * dirY, sigmaY0));
  }

  private double[] far(HourKernel split) {
    GridConvolution.Scratch s = new GridConvolution.Scratch(convolution);
    GridConvolution.Spectrum spectrum = split.far(convolution, s);
    Arrays.fill(s.re, 0);
    Arrays.fill(s.im, 0);
    for (LineSource l : sources) {
      rasterise(l, split, s.re);
    }
    convolution.convolve(s, spectrum);
    double[] out = new double[receptors.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = bicubic(s.re, receptors.get(i));
    }
    return out;
  }

  private void rasterise(LineSource l, HourKernel split, double[] field) {
    double length = l.lengthM();
    if (!(length > 0)) {
      return;
    }
    double h = lattice.cellM();
    int steps = (int) Math.ceil(length / (0.125 * h));
    double along = ((l.x2() - l.x1()) * split.windX() + (l.y2() - l.y1()) * split.windY()) / length;
    double sigma = 0.5 * l.widthM() * Math.abs(along);
    for (int o = 0; o < 3; o++) {
      double shiftX = -OFFSET[o] * sigma * split.windY();
      double shiftY = OFFSET[o] * sigma * split.windX();
      double q = WEIGHT[o] * l.ugPerMPerS() * length / steps;
      for (int k = 0; k < steps; k++) {
        double t = (k + 0.5) / steps;
        double gx = (l.x1() + t * (l.x2() - l.x1()) + shiftX - lattice.x0M()) / h - 0.5;
        double gy = (l.y1() + t * (l.y2() - l.y1()) + shiftY - lattice.y0M()) / h - 0.5;
        int c = (int) Math.floor(gx);
        int r = (int) Math.floor(gy);
        double fx = gx - c;
        double fy = gy - r;
        int at = r * convolution.wide() + c;
        field[at] += q * (1 - fx) * (1 - fy);
        field[at + 1] += q * fx * (1 - fy);
        field[at + convolution.wide()] += q * (1 - fx) * fy;
        field[at + convolution.wide() + 1] += q * fx * fy;
      }
    }
  }

  /** Catmull-Rom interpolation of the lattice at a receptor. */
  private double bicubic(double[] field, Dispersion.Receptor r) {
    double gx = (r.xM() - lattice.x0M()) / lattice.cellM() - 0.5;
    double gy = (r.yM() - lattice.y0M()) / lattice.cellM() - 0.5;
    int c = (int) Math.floor(gx);
    int row = (int) Math.floor(gy);
    double[] v = new double[4];
    for (int k = 0; k < 4; k++) {
      int at = (row - 1 + k) * convolution.wide() + c - 1;
      v[k] = cubic(field[at], field[at + 1], field[at + 2], field[at + 3], gx - c);
    }
    return cubic(v[0], v[1], v[2], v[3], gy - row);
  }

  private static double cubic(double a, double b, double c, double d, double t) {
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
  }
}
