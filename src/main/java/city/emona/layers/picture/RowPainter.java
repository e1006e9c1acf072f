package city.emona.layers.picture;

import city.emona.geo.Bounds;
import city.emona.geo.PackedLines;
import city.emona.geo.PackedPoints;
import city.emona.geo.PackedPolygons;
import city.emona.layers.LayerView;
import city.emona.layers.Snapshot;
import city.emona.layers.Style;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntPredicate;

/**
 * Draws the rows of one layer into a picture. Street widths are those on the ground with a least
 * width in pixels; values widen lines by their square root, and the two directions of a street lie
 * side by side (right-hand traffic). One instance per layer and picture.
 */
final class RowPainter {
  private static final int MARGIN_PX = 16;

  /** Carriageway width by road class, metres; ordinals of {@link Schema#ROAD_CLASSES}. */
  private static final double[] ROAD_WIDTH_M = {20, 16, 13, 11, 9, 7, 6, 4, 7, 4};

  /** From this scale on a road class is drawn, metres per pixel. */
  private static final double[] ROAD_MAX_SCALE = {1e9, 1e9, 1e9, 150, 80, 28, 20, 10, 80, 14};

  private final LayerView view;
  private final MapBox map;
  private final Graphics2D g;
  private final Paint paint;
  private final Style style;
  private final Snapshot.Positions at;
  private final double metresPerPixel;
  private double[] pairs = new double[256];

  RowPainter(LayerView view, Style style, MapBox map, Graphics2D g, boolean dark) {
    this.view = view;
    this.map = map;
    this.g = g;
    this.style = style;
    this.paint = new Paint(view, style, dark);
    this.at = view.snapshot().positions(view.layer().table());
    this.metresPerPixel = map.metresPerPixel();
  }

  void draw() {
    Bounds query = map.localQuery(view.snapshot(), MARGIN_PX);
    if (query.isEmpty()) {
      return;
    }
    Table table = view.table();
    IntPredicate keep = view.rowFilter();
    int[] rows =
        Arrays.stream(view.snapshot().index(table.schema()).find(query)).filter(keep).toArray();
    if (table.shapes() instanceof PackedPolygons p) {
      polygons(p, rows);
    } else if (table.shapes() instanceof PackedPoints p) {
      points(p, rows);
    } else if (table.schema() == Schema.LINKS) {
      links(table.lines(), rows);
    } else {
      g.setStroke(round(1.4));
      for (int row : rows) {
        g.setColor(paint.of(row));
        g.draw(line(table.lines(), row, 0));
      }
    }
  }

  private void polygons(PackedPolygons p, int[] rows) {
    boolean outline =
        view.layer().table() == Schema.DISTRICTS || view.layer().table() == Schema.ZONES;
    double least = metresPerPixel * metresPerPixel / 2;
    g.setStroke(round(outline ? 1.6 : 0.6));
    for (int row : rows) {
      if (!outline && p.areaM2(row) < least) {
        continue;
      }
      Path2D path = polygon(p, row);
      Color c = paint.of(row);
      if (outline) {
        g.setColor(new Color(c.getRed(), c.getGreen(), c.getBlue(), 24));
        g.fill(path);
        g.setColor(c);
        g.draw(path);
      } else {
        g.setColor(c);
        g.fill(path);
        if (view.layer().table() == Schema.BUILDINGS && metresPerPixel < 3) {
          g.setColor(paint.isDark() ? c.brighter() : c.darker());
          g.draw(path);
        }
      }
    }
  }

  private Path2D polygon(PackedPolygons p, int row) {
    Path2D path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
    for (int r = p.firstRing()[row]; r < p.firstRing()[row + 1]; r++) {
      int n = load(p.firstVertex()[r], p.firstVertex()[r + 1]);
      for (int i = 0; i < n; i++) {
        if (i == 0) {
          path.moveTo(pairs[0], pairs[1]);
        } else {
          path.lineTo(pairs[2 * i], pairs[2 * i + 1]);
        }
      }
      path.closePath();
    }
    return path;
  }

  private void points(PackedPoints p, int[] rows) {
    double r = metresPerPixel > 12 ? 2 : metresPerPixel > 4 ? 3 : 4.5;
    g.setStroke(new BasicStroke(1.2f));
    for (int row : rows) {
      Color c = paint.of(row);
      if (c == null || !p.hasPosition(row)) {
        continue;
      }
      load(row, row + 1);
      Ellipse2D dot = new Ellipse2D.Double(pairs[0] - r, pairs[1] - r, 2 * r, 2 * r);
      g.setColor(c);
      g.fill(dot);
      g.setColor(paint.isDark() ? new Color(0x14171b) : Color.WHITE);
      if (style instanceof Style.Ramp && view.value(row) >= 90) {
        g.setColor(new Color(0x1a1a1a));
      }
      g.draw(dot);
    }
  }

  private void links(PackedLines lines, int[] rows) {
    byte[] roadClass = view.table().choices("road_class");
    int[] shown =
        Arrays.stream(rows).filter(r -> metresPerPixel <= ROAD_MAX_SCALE[roadClass[r]]).toArray();
    if (style instanceof Style.Ramp ramp) {
      values(lines, shown, ramp);
    } else {
      streets(lines, shown, roadClass);
    }
  }

  private void streets(PackedLines lines, int[] rows, byte[] roadClass) {
    Integer[] order = Arrays.stream(rows).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingInt((Integer r) -> -rank(roadClass[r])));
    Color casing = paint.isDark() ? new Color(0x14171b) : new Color(0xc9c4bb);
    for (Integer row : order) {
      if (!isHairline(roadClass[row])) {
        g.setStroke(round(width(roadClass[row]) + 1.6));
        g.setColor(casing);
        g.draw(line(lines, row, 0));
      }
    }
    Color night = new Color(0x2a2f36);
    for (Integer row : order) {
      boolean hairline = isHairline(roadClass[row]);
      g.setStroke(round(width(roadClass[row])));
      g.setColor(paint.isDark() ? night : hairline ? casing : paint.of(row));
      g.draw(line(lines, row, 0));
    }
  }

  /** Whether a minor street is too thin for a casing, so that the casing's colour is the line. */
  private boolean isHairline(int roadClass) {
    return rank(roadClass) > 4 && width(roadClass) < 2;
  }

  /** Ramps count as the trunk roads that they belong to. */
  private static int rank(int roadClass) {
    return roadClass == Schema.ROAD_CLASSES.indexOf("ramp") ? 2 : roadClass;
  }

  private double width(int roadClass) {
    return Math.max(roadClass < 3 ? 1.6 : 0.9, ROAD_WIDTH_M[roadClass] / metresPerPixel);
  }

  private void values(PackedLines lines, int[] rows, Style.Ramp ramp) {
    Integer[] order = Arrays.stream(rows).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble((Integer r) -> Math.abs(view.value(r))));
    boolean notch = view.layer().id().equals("traffic_vc");
    for (Integer row : order) {
      Color c = paint.of(row);
      if (c == null) {
        continue;
      }
      double w = valueWidth(ramp, view.value(row));
      Path2D path = line(lines, row, metresPerPixel < 12 ? w / 2 + 0.4 : 0);
      if (notch && view.value(row) >= 1) {
        g.setStroke(round(w + 1.8));
        g.setColor(paint.isDark() ? Color.WHITE : new Color(0x2b0a12));
        g.draw(path);
      }
      g.setStroke(round(w));
      g.setColor(c);
      g.draw(path);
    }
  }

  private double valueWidth(Style.Ramp ramp, float value) {
    double most = metresPerPixel > 20 ? 3.5 : metresPerPixel > 6 ? 5.5 : 8;
    if ("sqrt".equals(ramp.width())) {
      double top = ramp.breaks()[ramp.breaks().length - 1];
      return 0.8 + (most - 0.8) * Math.sqrt(Math.max(0, Math.min(1, value / top)));
    }
    boolean neutral = ramp.breaks()[0] < 0 && ramp.classOf(value) == ramp.colors().size() / 2;
    return neutral ? most * 0.15 : most * 0.5;
  }

  /** A row as a path, moved to the right of its direction by so many pixels. */
  private Path2D line(PackedLines l, int row, double rightPx) {
    int n = load(l.first()[row], l.first()[row + 1]);
    Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO, n);
    for (int i = 0; i < n; i++) {
      int a = Math.max(0, i - 1);
      int b = Math.min(n - 1, i + 1);
      double dx = pairs[2 * b] - pairs[2 * a];
      double dy = pairs[2 * b + 1] - pairs[2 * a + 1];
      double len = Math.hypot(dx, dy);
      double k = len == 0 ? 0 : rightPx / len;
      // y grows downwards, so the right-hand side of (dx, dy) is (−dy, dx).
      double x = pairs[2 * i] - dy * k;
      double y = pairs[2 * i + 1] + dx * k;
      if (i == 0) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
    }
    return path;
  }

  /** Loads vertices as pixels into {@link #pairs}. */
  private int load(int from, int to) {
    int n = to - from;
    if (pairs.length < 2 * n) {
      pairs = new double[2 * n];
    }
    for (int i = 0; i < n; i++) {
      pairs[2 * i] = at.lonE7()[from + i] / 1e7;
      pairs[2 * i + 1] = at.latE7()[from + i] / 1e7;
    }
    map.toPixels(pairs, n);
    return n;
  }

  private static BasicStroke round(double width) {
    return new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }
}
