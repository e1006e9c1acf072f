package city.emona.layers.feature;

import city.emona.EmonaException;
import city.emona.geo.Bounds;
import city.emona.geo.PackedLines;
import city.emona.geo.PackedPoints;
import city.emona.geo.PackedPolygons;
import city.emona.layers.Attributes;
import city.emona.layers.LayerView;
import city.emona.layers.Snapshot;
import city.emona.model.Table;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Which elements of a layer meet a geographic box and have given property values, in element order,
 * page by page. {@code lonLat} null = everywhere. Values are compared as text with what the outside
 * sees (labels, text ids).
 */
public record FeatureQuery(Bounds lonLat, Map<String, String> properties, int offset, int limit) {
  /** One page: element indices, and how many match in all. */
  public record Page(int[] elements, int matched) {}

  public Page run(LayerView view) {
    int[] all = view.grid() != null ? cells(view) : rows(view);
    int from = Math.min(offset, all.length);
    int to = (int) Math.min((long) from + limit, all.length);
    return new Page(Arrays.copyOfRange(all, from, to), all.length);
  }

  private int[] cells(LayerView view) {
    IntStream cells = IntStream.range(0, view.grid().count());
    Bounds box = lonLat == null ? null : view.snapshot().localOf(lonLat);
    double half = view.grid().cellM() * 500;
    return cells
        .filter(c -> !Float.isNaN(view.value(c)))
        .filter(
            c -> {
              double x = view.grid().xM(c);
              double y = view.grid().yM(c);
              return box == null
                  || box.intersects(
                      new Bounds(x * 1000, y * 1000, x * 1000, y * 1000).grownBy(half));
            })
        .filter(c -> matchesValue(view.value(c)))
        .toArray();
  }

  private boolean matchesValue(float v) {
    for (Map.Entry<String, String> e : properties.entrySet()) {
      if (!e.getKey().equals("value") || !sameNumber(e.getValue(), v)) {
        return false;
      }
    }
    return true;
  }

  private int[] rows(LayerView view) {
    Table table = view.table();
    IntPredicate keep = view.rowFilter().and(properties(view));
    if (lonLat == null) {
      return IntStream.range(0, table.size()).filter(keep).toArray();
    }
    Bounds box = view.snapshot().localOf(lonLat);
    if (box.isEmpty()) {
      return new int[0];
    }
    Snapshot.Positions at = view.snapshot().positions(table.schema());
    return Arrays.stream(view.snapshot().index(table.schema()).find(box))
        .filter(keep)
        .filter(row -> meets(view.snapshot(), table, at, row))
        .toArray();
  }

  private IntPredicate properties(LayerView view) {
    IntPredicate all = r -> true;
    Attributes attributes = new Attributes(view.snapshot().city(), view.table());
    for (Map.Entry<String, String> e : properties.entrySet()) {
      all = all.and(property(view, attributes, e.getKey(), e.getValue()));
    }
    return all;
  }

  private static IntPredicate property(
      LayerView view, Attributes attributes, String name, String wanted) {
    if (name.equals("id")) {
      int row = attributes.table().findRow(wanted);
      return r -> r == row;
    }
    if (name.equals("value") && view.layer().isValueLayer()) {
      return r -> sameNumber(wanted, view.value(r));
    }
    int column = -1;
    for (int c = 0; c < attributes.fieldCount(); c++) {
      column = attributes.field(c).name().equals(name) ? c : column;
    }
    if (column < 0) {
      throw EmonaException.invalid(
          "The layer " + view.layer().id() + " has no property " + name + ".",
          name,
          "See the fields of the layer in /api/v1/layers/" + view.layer().id() + ".");
    }
    int c = column;
    return r -> {
      Object v = attributes.value(r, c);
      return v instanceof Number n ? sameNumber(wanted, n.doubleValue()) : wanted.equals(v);
    };
  }

  private static boolean sameNumber(String wanted, double v) {
    try {
      return Math.abs(Double.parseDouble(wanted) - v) <= 1e-6 * Math.max(1, Math.abs(v));
    } catch (NumberFormatException e) {
      throw new EmonaException(
          EmonaException.Code.INVALID,
          wanted + " is not a number.",
          "query",
          "Compare a number with a number.",
          e);
    }
  }

  /** Whether the geometry itself, not only its bounds, meets the box. */
  private boolean meets(Snapshot s, Table table, Snapshot.Positions at, int row) {
    if (table.shapes() instanceof PackedPoints) {
      return lonLat.contains(at.lonE7()[row] / 1e7, at.latE7()[row] / 1e7);
    }
    if (table.shapes() instanceof PackedLines l) {
      return meets(at, l.first()[row], l.first()[row + 1], false);
    }
    PackedPolygons p = (PackedPolygons) table.shapes();
    for (int r = p.firstRing()[row]; r < p.firstRing()[row + 1]; r++) {
      if (meets(at, p.firstVertex()[r], p.firstVertex()[r + 1], true)) {
        return true;
      }
    }
    double[] corner = new double[2];
    s.city().info().frame().toLocal(lonLat.minX(), lonLat.minY(), corner, 0);
    return p.contains(row, corner[0] * 1000, corner[1] * 1000);
  }

  private boolean meets(Snapshot.Positions at, int from, int to, boolean closed) {
    for (int v = closed ? from : from + 1; v < to; v++) {
      int u = v == from ? to - 1 : v - 1;
      if (segmentMeets(
          at.lonE7()[u] / 1e7, at.latE7()[u] / 1e7, at.lonE7()[v] / 1e7, at.latE7()[v] / 1e7)) {
        return true;
      }
    }
    return false;
  }

  /** Liang and Barsky (1984). */
  private boolean segmentMeets(double x0, double y0, double x1, double y1) {
    double[] t = {0, 1};
    return clip(x0 - x1, x0 - lonLat.minX(), t)
        && clip(x1 - x0, lonLat.maxX() - x0, t)
        && clip(y0 - y1, y0 - lonLat.minY(), t)
        && clip(y1 - y0, lonLat.maxY() - y0, t);
  }

  private static boolean clip(double p, double q, double[] t) {
    if (p == 0) {
      return q >= 0;
    }
    double r = q / p;
    if (p < 0) {
      t[0] = Math.max(t[0], r);
    } else {
      t[1] = Math.min(t[1], r);
    }
    return t[0] <= t[1];
  }
}
