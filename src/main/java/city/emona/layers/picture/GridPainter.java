package city.emona.layers.picture;

import city.emona.geo.LocalFrame;
import city.emona.layers.LayerView;
import city.emona.layers.Style;
import city.emona.simulate.ReceptorGrid;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/**
 * Draws a receptor grid: the value of a pixel is interpolated between the four cell centres around
 * it, then coloured by class. Positions are computed exactly every {@value #LATTICE} pixels and
 * interpolated between, which is off by far less than a cell.
 */
final class GridPainter {
  private static final int LATTICE = 16;
  private static final int ALPHA = 0xc8;
  private static final int ALPHA_LOW = 0x50;
  private static final int ALPHA_NEUTRAL = 0x30;

  private GridPainter() {}

  static void draw(BufferedImage onto, MapBox map, LayerView view, Style.Ramp ramp, boolean dark) {
    int cols = (map.width() + LATTICE - 1) / LATTICE + 1;
    int rows = (map.height() + LATTICE - 1) / LATTICE + 1;
    double[] lattice = lattice(map, view, cols, rows);
    int[] colors = colors(ramp, dark);
    // Band by band, so that a large picture is not held twice.
    BufferedImage band = new BufferedImage(map.width(), LATTICE, onto.getType());
    Graphics2D g = onto.createGraphics();
    int[] line = new int[map.width()];
    for (int y = 0; y < map.height(); y++) {
      int row = y / LATTICE;
      double fy = (y % LATTICE + 0.5) / LATTICE;
      for (int x = 0; x < line.length; x++) {
        int at = 2 * (row * cols + x / LATTICE);
        double fx = (x % LATTICE + 0.5) / LATTICE;
        double gx = bilinear(lattice, at, cols, fx, fy);
        double gy = bilinear(lattice, at + 1, cols, fx, fy);
        double v = interpolated(view, view.grid(), gx, gy);
        line[x] = Double.isNaN(v) ? 0 : colors[ramp.classOf(v)];
      }
      band.setRGB(0, y % LATTICE, line.length, 1, line, 0, line.length);
      if (y % LATTICE == LATTICE - 1 || y == map.height() - 1) {
        g.drawImage(band, 0, row * LATTICE, null);
      }
    }
    g.dispose();
  }

  private static int[] colors(Style.Ramp ramp, boolean dark) {
    int[] out = new int[ramp.colors().size()];
    boolean diverging = ramp.breaks()[0] < 0;
    for (int k = 0; k < out.length; k++) {
      int alpha = ALPHA;
      if (diverging && k == out.length / 2) {
        alpha = ALPHA_NEUTRAL;
      } else if (!diverging && ramp.labels().isEmpty()) {
        // Where there is little to see the map below shows through.
        alpha = ALPHA_LOW + (ALPHA - ALPHA_LOW) * k / (out.length - 1);
      }
      out[k] = Color.decode(ramp.color(k, dark)).getRGB() & 0xffffff | alpha << 24;
    }
    return out;
  }

  /** Grid coordinates (in cells from the south-west corner) of every {@value #LATTICE}-th pixel. */
  private static double[] lattice(MapBox map, LayerView view, int cols, int rows) {
    ReceptorGrid g = view.grid();
    LocalFrame frame = view.snapshot().city().info().frame();
    double[] out = new double[2 * cols * rows];
    double[] p = new double[2];
    for (int row = 0; row < rows; row++) {
      for (int col = 0; col < cols; col++) {
        int at = 2 * (row * cols + col);
        map.toLonLat(col * (double) LATTICE, row * (double) LATTICE, p);
        boolean near = Math.abs(p[0] - frame.lon0Deg()) < 5 && Math.abs(p[1] - frame.lat0Deg()) < 5;
        if (near) {
          frame.toLocal(p[0], p[1], p, 0);
          out[at] = (p[0] - g.x0M()) / g.cellM();
          out[at + 1] = (p[1] - g.y0M()) / g.cellM();
        } else {
          out[at] = Double.NaN;
          out[at + 1] = Double.NaN;
        }
      }
    }
    return out;
  }

  private static double bilinear(double[] a, int at, int cols, double fx, double fy) {
    double top = a[at] + fx * (a[at + 2] - a[at]);
    double low = a[at + 2 * cols] + fx * (a[at + 2 * cols + 2] - a[at + 2 * cols]);
    return top + fy * (low - top);
  }

  /** Value at grid coordinates; the nearest cell where a neighbour is missing; NaN outside. */
  private static double interpolated(LayerView view, ReceptorGrid g, double gx, double gy) {
    if (!(gx >= 0 && gy >= 0 && gx < g.cols() && gy < g.rows())) {
      return Double.NaN;
    }
    double cx = gx - 0.5;
    double cy = gy - 0.5;
    int c0 = Math.max(0, (int) Math.floor(cx));
    int r0 = Math.max(0, (int) Math.floor(cy));
    int c1 = Math.min(g.cols() - 1, c0 + 1);
    int r1 = Math.min(g.rows() - 1, r0 + 1);
    double fx = Math.max(0, Math.min(1, cx - c0));
    double fy = Math.max(0, Math.min(1, cy - r0));
    double south = view.value(r0 * g.cols() + c0) * (1 - fx) + view.value(r0 * g.cols() + c1) * fx;
    double north = view.value(r1 * g.cols() + c0) * (1 - fx) + view.value(r1 * g.cols() + c1) * fx;
    double v = south * (1 - fy) + north * fy;
    return Double.isNaN(v) ? view.value((int) gy * g.cols() + (int) gx) : v;
  }
}
