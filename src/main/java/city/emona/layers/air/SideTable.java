package city.emona.layers.air;

import city.emona.geo.PackedLines;
import city.emona.model.City;
import city.emona.model.Field;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.model.TableSchema;
import city.emona.run.air.StreetSides;
import java.util.List;

/**
 * Both sides of every street as lines beside its axis, left (as seen along the link) before right,
 * street by street. They are drawn {@value #OFF_M} m from the axis, whatever the width of the
 * street.
 */
public final class SideTable {
  private static final double OFF_M = 6;

  /** Sharper bends than this are cut, times the distance. */
  private static final double LONGEST_MITRE = 2;

  static final TableSchema SCHEMA =
      new TableSchema(
          "street_sides",
          "Sides of streets",
          TableSchema.Geometry.LINE,
          Field.text("name", "Name of the street"),
          Field.text("link", "Id of the link along which left and right are meant"),
          Field.choice("side", "Side of the link", List.of("left", "right")),
          Field.choice(
              "exposure",
              "Kerb of an open street, or front of a street canyon by the wind of the hour"
                  + " (canyons are unvalidated)",
              List.of("open", "leeward", "windward")),
          Field.choice("road_class", "Class of the street", Schema.ROAD_CLASSES));

  private SideTable() {}

  /** The sides of a city; {@code exposure} by side, null = not known. */
  public static Table of(City city, StreetSides.Exposure[] exposure) {
    Table links = city.table(Schema.LINKS);
    PackedLines lines = links.lines();
    Table.Builder b = new Table.Builder(SCHEMA);
    int row = 0;
    for (int link : StreetSides.streets(city)) {
      for (int side = 0; side < 2; side++, row++) {
        b.row(links.id(link) + (side == 0 ? "-left" : "-right"));
        b.set("name", links.texts("name")[link]).set("link", links.id(link));
        b.set("side", side).set("road_class", links.choices("road_class")[link]);
        b.set("exposure", exposure == null ? 0 : exposure[row].ordinal());
        beside(b, lines, link, side == 0 ? OFF_M : -OFF_M);
      }
    }
    return b.build();
  }

  private static void beside(Table.Builder b, PackedLines lines, int link, double offM) {
    int from = lines.first()[link];
    int n = lines.first()[link + 1] - from;
    int[] x = new int[n];
    int[] y = new int[n];
    for (int i = 0; i < n; i++) {
      double[] before = normal(lines, from + Math.max(0, i - 1));
      double[] after = normal(lines, from + Math.min(n - 2, i));
      double sx = before[0] + after[0];
      double sy = before[1] + after[1];
      double square = sx * sx + sy * sy;
      double scale = square > 1e-6 ? Math.min(2 / square, LONGEST_MITRE / Math.sqrt(square)) : 0;
      x[i] = (int) Math.round(lines.xMm()[from + i] + 1000 * offM * sx * scale);
      y[i] = (int) Math.round(lines.yMm()[from + i] + 1000 * offM * sy * scale);
    }
    b.line(x, y);
  }

  /** To the left of the segment that begins at a vertex, of length one. */
  private static double[] normal(PackedLines lines, int v) {
    double dx = (double) lines.xMm()[v + 1] - lines.xMm()[v];
    double dy = (double) lines.yMm()[v + 1] - lines.yMm()[v];
    double length = Math.sqrt(dx * dx + dy * dy);
    return length > 0 ? new double[] {-dy / length, dx / length} : new double[2];
  }
}
