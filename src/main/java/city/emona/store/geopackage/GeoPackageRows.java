package city.emona.store.geopackage;

import city.emona.geo.Crs;
import city.emona.model.City;
import city.emona.model.Field;
import city.emona.model.Table;
import city.emona.model.TableSchema.Geometry;
import city.emona.store.sql.Wkb;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Binds the rows of a city table, one after the other, to the statement that inserts a feature, and
 * adds its bounds to the R-tree. Not thread-safe.
 */
final class GeoPackageRows {
  private final City city;
  private final Table table;
  private final boolean hasGeometry;
  private final boolean withBounds;
  private final Wkb wkb;
  private final double[] bounds = GeoPackageFunctions.bounds(null);

  GeoPackageRows(City city, Crs crs, Table table) {
    this.city = city;
    this.table = table;
    Geometry geometry = table.schema().geometry();
    this.hasGeometry = geometry != Geometry.NONE;
    this.withBounds = geometry == Geometry.LINE || geometry == Geometry.POLYGON;
    this.wkb =
        new Wkb(
            city.info().frame(),
            crs,
            false,
            withBounds ? GeoPackageFunctions.HEADER_WITH_BOUNDS : GeoPackageFunctions.HEADER);
  }

  /** minx, maxx, miny, maxy of what was bound; minx > maxx where there was nothing. */
  double[] bounds() {
    return bounds;
  }

  String sql() {
    List<Field> fields = table.schema().fields();
    return "INSERT INTO %s (fid, id%s%s) VALUES (?, ?%s)"
        .formatted(
            table.schema().name(),
            fields.stream().map(f -> ", " + f.name()).collect(Collectors.joining()),
            hasGeometry ? ", geom" : "",
            ", ?".repeat(fields.size() + (hasGeometry ? 1 : 0)));
  }

  void bind(PreparedStatement row, PackedTree tree, int i) throws SQLException {
    row.setInt(1, i + 1);
    row.setString(2, table.id(i));
    for (int k = 0; k < table.schema().fields().size(); k++) {
      cell(row, k, i);
    }
    if (hasGeometry) {
      byte[] bytes = wkb.encode(table.shapes(), i);
      if (bytes == null) {
        row.setNull(table.schema().fields().size() + 3, Types.BLOB);
      } else {
        row.setBytes(
            table.schema().fields().size() + 3, GeoPackageFunctions.header(bytes, wkb, withBounds));
        tree.add(i + 1, wkb.minX(), wkb.maxX(), wkb.minY(), wkb.maxY());
        bounds[0] = Math.min(bounds[0], wkb.minX());
        bounds[1] = Math.max(bounds[1], wkb.maxX());
        bounds[2] = Math.min(bounds[2], wkb.minY());
        bounds[3] = Math.max(bounds[3], wkb.maxY());
      }
    }
    row.addBatch();
  }

  private void cell(PreparedStatement row, int column, int i) throws SQLException {
    Field f = table.schema().fields().get(column);
    Object values = table.column(column);
    int at = column + 3;
    switch (f.kind()) {
      case TEXT -> row.setString(at, ((String[]) values)[i]);
      case INT -> row.setInt(at, ((int[]) values)[i]);
      case REAL -> row.setDouble(at, ((double[]) values)[i]); // SQLite keeps NaN as NULL
      case CHOICE -> row.setString(at, f.labels().get(((byte[]) values)[i]));
      case REF -> {
        int to = ((int[]) values)[i];
        row.setString(at, to < 0 ? null : city.table(f.refTable()).id(to));
      }
    }
  }
}
