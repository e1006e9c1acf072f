package city.emona.api.v1;

import city.emona.EmonaException;
import city.emona.geo.PackedLines;
import city.emona.layers.Snapshot;
import city.emona.layers.air.SideTable;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.model.TableSchema;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The buffer from which the viewer builds its value layers once per city version: counts, line
 * starts, positions in 10⁻⁷ degrees and one class byte per element (src/docs/api.md). A point is a
 * line of one vertex.
 */
final class GeometryBuffer {
  private GeometryBuffer() {}

  static byte[] of(Snapshot s, String name) {
    return switch (name) {
      case "links" -> lines(s, Schema.LINKS, "road_class");
      case "street_sides" -> sides(s);
      case "bins" -> points(s, Schema.BINS, "fraction");
      case "sensors" -> points(s, Schema.SENSORS, "kind");
      default ->
          throw EmonaException.notFound(
              "There is no geometry buffer for " + name + ".",
              "table",
              "Use links, street_sides, bins or sensors; other layers come as vector tiles.");
    };
  }

  private static byte[] lines(Snapshot s, TableSchema schema, String field) {
    PackedLines lines = s.table(schema).lines();
    return pack(lines.first(), s.positions(schema), s.table(schema).choices(field));
  }

  private static byte[] sides(Snapshot s) {
    Table sides = SideTable.of(s.city(), null);
    Snapshot.Positions at = s.with(sides).positions(sides.schema());
    return pack(sides.lines().first(), at, sides.choices("road_class"));
  }

  private static byte[] points(Snapshot s, TableSchema schema, String field) {
    Table table = s.table(schema);
    int[] first = new int[table.size() + 1];
    for (int i = 0; i < first.length; i++) {
      first[i] = i;
    }
    return pack(first, s.positions(schema), table.choices(field));
  }

  private static byte[] pack(int[] first, Snapshot.Positions at, byte[] kind) {
    int n = first.length - 1;
    int vertices = first[n];
    ByteBuffer out =
        ByteBuffer.allocate(8 + 4 * (n + 1) + 8 * vertices + n).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(n).putInt(vertices);
    for (int v : first) {
      out.putInt(v);
    }
    for (int v = 0; v < vertices; v++) {
      out.putInt(at.lonE7()[v]);
    }
    for (int v = 0; v < vertices; v++) {
      out.putInt(at.latE7()[v]);
    }
    out.put(kind);
    return out.array();
  }
}
