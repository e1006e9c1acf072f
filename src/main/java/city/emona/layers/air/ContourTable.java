package city.emona.layers.air;

import city.emona.layers.Style;
import city.emona.layers.raster.Isobands;
import city.emona.model.Field;
import city.emona.model.Table;
import city.emona.model.TableSchema;
import city.emona.simulate.ReceptorGrid;
import java.util.List;

/**
 * Contours of a grid as rows, one multipolygon per class of a ramp that has an area, so that tiles,
 * pictures, features and files treat them like any other areas. An open bound is empty.
 */
public final class ContourTable {
  private ContourTable() {}

  /** The columns; the name is that of the layer. */
  public static TableSchema schema(String layer) {
    return new TableSchema(
        layer,
        "Areas between two values",
        TableSchema.Geometry.POLYGON,
        Field.integer("class", "", "Number of the class, from the lowest"),
        Field.real("value_from", "", "Lower bound of the class"),
        Field.real("value_to", "", "Upper bound of the class"),
        Field.text("label", "Name of the class, where it has one"),
        Field.text("color", "Colour on light ground"));
  }

  /** The classes of a grid that have an area. */
  public static Table of(TableSchema schema, ReceptorGrid grid, float[] values, Style.Ramp ramp) {
    Table.Builder b = new Table.Builder(schema);
    for (int k = 0; k <= ramp.breaks().length; k++) {
      double low = k == 0 ? Double.NEGATIVE_INFINITY : ramp.breaks()[k - 1];
      double high = k == ramp.breaks().length ? Double.POSITIVE_INFINITY : ramp.breaks()[k];
      List<Isobands.Area> areas = Isobands.between(grid, values, low, high);
      if (areas.isEmpty()) {
        continue;
      }
      b.row("class-" + k);
      b.set("class", k);
      b.set("value_from", Double.isInfinite(low) ? Double.NaN : low);
      b.set("value_to", Double.isInfinite(high) ? Double.NaN : high);
      b.set("label", ramp.labels().isEmpty() ? "" : ramp.labels().get(k));
      b.set("color", ramp.color(k, false));
      for (Isobands.Area area : areas) {
        for (int r = 0; r < area.rings().size(); r++) {
          ring(b, area.rings().get(r).xy(), r > 0);
        }
      }
      b.endPolygon();
    }
    return b.build();
  }

  private static void ring(Table.Builder b, double[] xy, boolean hole) {
    int n = xy.length / 2 - 1;
    int[] x = new int[n];
    int[] y = new int[n];
    for (int i = 0; i < n; i++) {
      x[i] = (int) Math.round(1000 * xy[2 * i]);
      y[i] = (int) Math.round(1000 * xy[2 * i + 1]);
    }
    b.ring(x, y, hole);
  }

  /** By row a value of its class, which the ramp gives the colour of the class. */
  static float[] values(Table rows, Style.Ramp ramp) {
    float[] out = new float[rows.size()];
    for (int r = 0; r < out.length; r++) {
      int k = rows.ints("class")[r];
      out[r] = (float) (k == 0 ? Math.min(0, ramp.breaks()[0]) : ramp.breaks()[k - 1]);
      while (k > 0 && out[r] < ramp.breaks()[k - 1]) {
        out[r] = Math.nextUp(out[r]);
      }
      while (k == 0 && out[r] >= ramp.breaks()[0]) {
        out[r] = (float) (ramp.breaks()[0] - 1);
      }
    }
    return out;
  }
}
