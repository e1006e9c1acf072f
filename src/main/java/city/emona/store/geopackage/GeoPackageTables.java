package city.emona.store.geopackage;

import city.emona.geo.Crs;
import city.emona.geo.LocalFrame;
import city.emona.model.City;
import city.emona.model.Field;
import city.emona.model.Table;
import city.emona.model.TableSchema;
import city.emona.model.TableSchema.Geometry;
import city.emona.simulate.Progress;
import city.emona.store.sql.TableRows;
import city.emona.store.sql.TableSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tables of a city in a GeoPackage, made from {@link city.emona.model.Schema}: a feature table
 * with an R-tree where a table has geometry, an attributes table else; {@code fid} is the row
 * number from 1. A save drops and makes them anew inside the caller's transaction, with the R-tree
 * filled in bulk ({@link PackedTree}) before its triggers exist. Layers that a user added to the
 * file are left alone.
 */
final class GeoPackageTables {
  private static final int BATCH = 2000;

  private GeoPackageTables() {}

  static void save(Connection c, City city, Progress progress) throws SQLException {
    long total = 1;
    for (Table t : city.tables()) {
      total += t.size();
    }
    long done = 0;
    for (Table t : city.tables()) {
      progress.report("store", (double) done / total);
      progress.check();
      drop(c, t.schema());
      execute(c, createTable(t.schema()));
      double[] bounds = insert(c, city, Crs.EPSG4326, t, progress);
      GeoPackageContents.register(c, t.schema(), bounds, Crs.EPSG4326, city.info());
      GeoPackageContents.markEdits(c, t.schema());
      done += t.size();
    }
    progress.report("store", 1);
    progress.check();
  }

  /** A table that is no part of the stored city, with the city's frame and licence. */
  static void saveAlone(Connection c, City city, Crs crs, Table t, Progress progress)
      throws SQLException {
    execute(c, createTable(t.schema()));
    double[] bounds = insert(c, city, crs, t, progress);
    GeoPackageContents.register(c, t.schema(), bounds, crs, city.info());
  }

  static Table load(
      Connection c, TableSchema schema, LocalFrame frame, Map<String, Table> earlier, String store)
      throws SQLException {
    TableRows rows = new TableRows(schema, frame, store);
    Set<String> present = columns(c, schema.name());
    if (present.isEmpty()) {
      return rows.build(earlier);
    }
    List<Field> fields = schema.fields();
    boolean hasGeometry = schema.geometry() != Geometry.NONE;
    String sql =
        "SELECT id, %s%s FROM %s ORDER BY fid"
            .formatted(
                hasGeometry ? "geom" : "NULL",
                fields.stream()
                    .map(f -> ", " + (present.contains(f.name()) ? f.name() : missing(f)))
                    .collect(Collectors.joining()),
                schema.name());
    try (Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      while (r.next()) {
        rows.start(r.getString(1));
        for (int i = 0; i < fields.size(); i++) {
          cell(rows, fields.get(i).kind(), i, r);
        }
        if (hasGeometry) {
          byte[] blob = r.getBytes(2);
          rows.geometry(() -> GeoPackageFunctions.wkb(blob));
        }
      }
    }
    return rows.build(earlier);
  }

  private static void cell(TableRows rows, Field.Kind kind, int i, ResultSet r)
      throws SQLException {
    switch (kind) {
      case TEXT, CHOICE, REF -> rows.text(i, r.getString(i + 3));
      case INT -> rows.integer(i, r.getInt(i + 3));
      case REAL -> {
        double value = r.getDouble(i + 3);
        rows.real(i, value == 0 && r.wasNull() ? Double.NaN : value);
      }
    }
  }

  /** The default of a column that an older layout does not have, as an SQL constant. */
  private static String missing(Field f) {
    return switch (f.kind()) {
      case TEXT -> "''";
      case INT, REAL -> "0";
      case CHOICE -> TableSql.quote(f.labels().get(0));
      case REF -> "NULL";
    };
  }

  private static void drop(Connection c, TableSchema schema) throws SQLException {
    String t = schema.name();
    if (schema.geometry() != Geometry.NONE) {
      execute(c, "DROP TABLE IF EXISTS rtree_" + t + "_geom");
    }
    execute(c, "DROP TABLE IF EXISTS " + t); // and its triggers
    execute(
        c,
        "DELETE FROM gpkg_data_column_constraints WHERE constraint_name IN"
            + " (SELECT constraint_name FROM gpkg_data_columns WHERE table_name = '"
            + t
            + "')");
    for (String core :
        List.of("gpkg_geometry_columns", "gpkg_extensions", "gpkg_data_columns", "gpkg_contents")) {
      execute(c, "DELETE FROM " + core + " WHERE table_name = '" + t + "'");
    }
  }

  static String createTable(TableSchema schema) {
    StringBuilder sql =
        new StringBuilder("CREATE TABLE ")
            .append(schema.name())
            .append(" (\n  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,\n");
    if (schema.geometry() != Geometry.NONE) {
      sql.append("  geom ").append(GeoPackageContents.geometryType(schema)).append(",\n");
    }
    sql.append("  id TEXT NOT NULL UNIQUE");
    for (Field f : schema.fields()) {
      sql.append(",\n  ").append(f.name()).append(' ').append(columnType(f));
    }
    return sql.append("\n)").toString();
  }

  private static String columnType(Field f) {
    return switch (f.kind()) {
      case TEXT -> "TEXT NOT NULL DEFAULT ''";
      case INT -> "MEDIUMINT NOT NULL DEFAULT 0";
      case REAL -> "DOUBLE";
      case CHOICE -> "TEXT " + TableSql.choice(f);
      case REF -> "TEXT REFERENCES " + f.refTable() + " (id) DEFERRABLE INITIALLY DEFERRED";
    };
  }

  /** Writes the rows and their R-tree; returns minx, maxx, miny, maxy of all. */
  private static double[] insert(Connection c, City city, Crs crs, Table t, Progress progress)
      throws SQLException {
    TableSchema schema = t.schema();
    boolean hasGeometry = schema.geometry() != Geometry.NONE;
    if (hasGeometry) {
      execute(
          c,
          "CREATE VIRTUAL TABLE rtree_"
              + schema.name()
              + "_geom USING rtree(id, minx, maxx, miny, maxy)");
    }
    GeoPackageRows rows = new GeoPackageRows(city, crs, t);
    PackedTree tree = new PackedTree(schema.name());
    try (PreparedStatement row = c.prepareStatement(rows.sql())) {
      for (int i = 0; i < t.size(); i++) {
        rows.bind(row, tree, i);
        if (i % BATCH == BATCH - 1) {
          row.executeBatch();
          progress.check();
        }
      }
      row.executeBatch();
    }
    tree.write(c);
    return rows.bounds();
  }

  private static Set<String> columns(Connection c, String table) throws SQLException {
    Set<String> names = new HashSet<>();
    try (Statement s = c.createStatement();
        ResultSet r = s.executeQuery("PRAGMA table_info(" + table + ")")) {
      while (r.next()) {
        names.add(r.getString("name"));
      }
    }
    return names;
  }

  static void execute(Connection c, String sql) throws SQLException {
    try (Statement s = c.createStatement()) {
      s.execute(sql);
    }
  }
}
