package city.emona.layers.picture;

import city.emona.geo.Bounds;
import city.emona.geo.PackedLines;
import city.emona.geo.PackedPoints;
import city.emona.geo.PackedPolygons;
import city.emona.layers.LayerView;
import city.emona.model.Table;
import city.emona.simulate.ReceptorGrid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What lies under a pixel: elements within {@value #TOLERANCE_PX} pixels, nearest first, or the
 * cell of a grid. Distances are measured in the city's metre plane.
 */
public final class Pick {
  private static final int TOLERANCE_PX = 5;

  /** An element with its distance from the position. */
  private record Near(int element, double distanceMm) {}

  private Pick() {}

  /** Elements of a layer at a pixel, at most {@code limit}. */
  public static List<Integer> at(LayerView view, MapBox map, double px, double py, int limit) {
    double[] p = new double[2];
    map.toLonLat(px, py, p);
    Bounds near = view.snapshot().localOf(new Bounds(p[0], p[1], p[0], p[1]));
    if (near.isEmpty()) {
      return List.of();
    }
    view.snapshot().city().info().frame().toLocal(p[0], p[1], p, 0);
    if (view.grid() != null) {
      return cell(view, view.grid(), p[0], p[1]);
    }
    if (view.layer().table() == null) {
      return List.of();
    }
    double tolerance = TOLERANCE_PX * map.metresPerPixel() * 1000;
    return rows(view, p[0] * 1000, p[1] * 1000, tolerance, limit);
  }

  private static List<Integer> cell(LayerView view, ReceptorGrid grid, double xM, double yM) {
    int cell = grid.find(xM, yM);
    return cell < 0 || Float.isNaN(view.value(cell)) ? List.of() : List.of(cell);
  }

  private static List<Integer> rows(
      LayerView view, double x, double y, double tolerance, int limit) {
    Table table = view.table();
    var keep = view.rowFilter();
    List<Near> found = new ArrayList<>();
    Bounds box = new Bounds(x, y, x, y).grownBy(tolerance);
    for (int row : view.snapshot().index(table.schema()).find(box)) {
      if (keep.test(row)) {
        double d = distance(table, row, x, y);
        if (d <= tolerance) {
          found.add(new Near(row, d));
        }
      }
    }
    found.sort(Comparator.comparingDouble(Near::distanceMm).thenComparingInt(Near::element));
    return found.stream().limit(limit).map(Near::element).toList();
  }

  private static double distance(Table table, int row, double x, double y) {
    if (table.shapes() instanceof PackedPoints p) {
      return Math.hypot(p.xMm()[row] - x, p.yMm()[row] - y);
    }
    if (table.shapes() instanceof PackedPolygons p) {
      return p.contains(row, x, y) ? 0 : Double.POSITIVE_INFINITY;
    }
    PackedLines l = table.lines();
    double best = Double.POSITIVE_INFINITY;
    for (int v = l.first()[row] + 1; v < l.first()[row + 1]; v++) {
      best = Math.min(best, toSegment(l, v, x, y));
    }
    return best;
  }

  private static double toSegment(PackedLines l, int v, double x, double y) {
    double ax = l.xMm()[v - 1];
    double ay = l.yMm()[v - 1];
    double dx = l.xMm()[v] - ax;
    double dy = l.yMm()[v] - ay;
    double len2 = dx * dx + dy * dy;
    double t = len2 == 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / len2));
    return Math.hypot(ax + t * dx - x, ay + t * dy - y);
  }
}
