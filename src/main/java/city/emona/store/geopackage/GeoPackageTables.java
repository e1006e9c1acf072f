package city.emona.store.geopackage;

import city.emona.geo.LocalFrame;
import city.emona.model.City;
import city.emona.model.CityInfo;
import city.emona.model.Field;
import city.emona.model.Table;
import city.emona.model.TableSchema;
import city.emona.model.TableSchema.Geometry;
import city.emona.simulate.Progress;
import city.emona.store.sql.TableRows;
import city.emona.store.sql.TableSql;
import city.emona.store.sql.Wkb;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tables of a city in a GeoPackage, made from {@link city.emona.model.Schema}: a feature table
 * with an R-tree where a table has geometry, an attributes table else; {@code fid} is the row
 * number from 1. A save drops and makes them anew inside the caller's transaction, with the R-tree
 * filled in bulk before its triggers exist. Layers that a user added to the file are left alone.
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
      double[] bounds = insert(c, city, t, progress);
      register(c, t.schema(), bounds, city.info());
      done += t.size();
    }
    progress.report("store", 1);
    progress.check();
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
      sql.append("  geom ").append(geometryType(schema)).append(",\n");
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

  private static String geometryType(TableSchema schema) {
    return switch (schema.geometry()) {
      case POINT -> "POINT";
      case LINE -> "LINESTRING";
      case POLYGON -> "MULTIPOLYGON";
      case NONE -> "";
    };
  }

  /** Writes the rows and their R-tree; returns minx, maxx, miny, maxy of all. */
  private static double[] insert(Connection c, City city, Table t, Progress progress)
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
    RowWriter rows = new RowWriter(city, t);
    try (PreparedStatement row = c.prepareStatement(rows.sql());
        PreparedStatement tree = hasGeometry ? c.prepareStatement(rows.treeSql()) : null) {
      for (int i = 0; i < t.size(); i++) {
        rows.bind(row, tree, i);
        if (i % BATCH == BATCH - 1) {
          flush(row, tree);
          progress.check();
        }
      }
      flush(row, tree);
    }
    return rows.bounds;
  }

  private static void flush(PreparedStatement row, PreparedStatement tree) throws SQLException {
    row.executeBatch();
    if (tree != null) {
      tree.executeBatch();
    }
  }

  /** Binds one row after the other; knows the bounds of what it wrote. */
  private static final class RowWriter {
    private final City city;
    private final Table table;
    private final boolean hasGeometry;
    private final boolean withBounds;
    private final Wkb wkb;
    private final double[] bounds = GeoPackageFunctions.bounds(null);

    RowWriter(City city, Table table) {
      this.city = city;
      this.table = table;
      Geometry geometry = table.schema().geometry();
      this.hasGeometry = geometry != Geometry.NONE;
      this.withBounds = geometry == Geometry.LINE || geometry == Geometry.POLYGON;
      this.wkb =
          new Wkb(
              city.info().frame(),
              false,
              withBounds ? GeoPackageFunctions.HEADER_WITH_BOUNDS : GeoPackageFunctions.HEADER);
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

    String treeSql() {
      return "INSERT INTO rtree_" + table.schema().name() + "_geom VALUES (?, ?, ?, ?, ?)";
    }

    void bind(PreparedStatement row, PreparedStatement tree, int i) throws SQLException {
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
              table.schema().fields().size() + 3,
              GeoPackageFunctions.header(bytes, wkb, withBounds));
          tree.setInt(1, i + 1);
          tree.setDouble(2, wkb.minX());
          tree.setDouble(3, wkb.maxX());
          tree.setDouble(4, wkb.minY());
          tree.setDouble(5, wkb.maxY());
          tree.addBatch();
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

  private static void register(Connection c, TableSchema schema, double[] b, CityInfo info)
      throws SQLException {
    boolean hasGeometry = schema.geometry() != Geometry.NONE;
    try (PreparedStatement s =
        c.prepareStatement(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, min_x,"
                + " min_y, max_x, max_y, srs_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      s.setString(1, schema.name());
      s.setString(2, hasGeometry ? "features" : "attributes");
      s.setString(3, schema.name());
      s.setString(4, "%s. %s (%s)".formatted(schema.title(), info.attribution(), info.licence()));
      double[] order = {b[0], b[2], b[1], b[3]};
      for (int i = 0; i < 4; i++) {
        s.setObject(5 + i, hasGeometry && b[0] <= b[1] ? order[i] : null);
      }
      s.setObject(9, hasGeometry ? Wkb.SRID : null);
      s.executeUpdate();
    }
    describe(c, schema);
    if (hasGeometry) {
      execute(
          c,
          "INSERT INTO gpkg_geometry_columns VALUES ('%s', 'geom', '%s', %d, 0, 0)"
              .formatted(schema.name(), geometryType(schema), Wkb.SRID));
      execute(
          c,
          "INSERT INTO gpkg_extensions VALUES ('%s', 'geom', 'gpkg_rtree_index',"
                  .formatted(schema.name())
              + " 'http://www.geopackage.org/spec130/#extension_rtree', 'write-only')");
      for (String trigger : triggers(schema.name())) {
        execute(c, trigger);
      }
    }
  }

  /** Meaning of each column and the labels of a choice (Schema extension, annex F.9). */
  private static void describe(Connection c, TableSchema schema) throws SQLException {
    try (PreparedStatement column =
            c.prepareStatement(
                "INSERT INTO gpkg_data_columns (table_name, column_name, description,"
                    + " constraint_name) VALUES (?, ?, ?, ?)");
        PreparedStatement label =
            c.prepareStatement(
                "INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, value)"
                    + " VALUES (?, 'enum', ?)")) {
      describe(column, schema.name(), "id", "Stable text id", null);
      for (Field f : schema.fields()) {
        String constraint = f.kind() == Field.Kind.CHOICE ? schema.name() + "_" + f.name() : null;
        describe(column, schema.name(), f.name(), TableSql.description(f), constraint);
        for (String value : f.labels()) {
          label.setString(1, constraint);
          label.setString(2, value);
          label.executeUpdate();
        }
      }
    }
  }

  private static void describe(
      PreparedStatement s, String table, String column, String text, String constraint)
      throws SQLException {
    s.setString(1, table);
    s.setString(2, column);
    s.setString(3, text);
    s.setString(4, constraint);
    s.executeUpdate();
  }

  /** The triggers of OGC 12-128r17, annex F.3, word by word. */
  private static List<String> triggers(String table) {
    String tree = "rtree_" + table + "_geom";
    String put =
        "INSERT OR REPLACE INTO "
            + tree
            + " VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom),"
            + " ST_MaxY(NEW.geom));";
    String some = "(NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))";
    String none = "(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))";
    String remove = "DELETE FROM " + tree + " WHERE id = OLD.fid;";
    String start = "CREATE TRIGGER " + tree;
    return List.of(
        start + "_insert AFTER INSERT ON " + table + " WHEN " + some + " BEGIN " + put + " END",
        start
            + "_update1 AFTER UPDATE OF geom ON "
            + table
            + " WHEN OLD.fid = NEW.fid AND "
            + some
            + " BEGIN "
            + put
            + " END",
        start
            + "_update2 AFTER UPDATE OF geom ON "
            + table
            + " WHEN OLD.fid = NEW.fid AND "
            + none
            + " BEGIN "
            + remove
            + " END",
        start
            + "_update3 AFTER UPDATE ON "
            + table
            + " WHEN OLD.fid != NEW.fid AND "
            + some
            + " BEGIN "
            + remove
            + " "
            + put
            + " END",
        start
            + "_update4 AFTER UPDATE ON "
            + table
            + " WHEN OLD.fid != NEW.fid AND "
            + none
            + " BEGIN DELETE FROM "
            + tree
            + " WHERE id IN (OLD.fid, NEW.fid); END",
        start
            + "_delete AFTER DELETE ON "
            + table
            + " WHEN OLD.geom NOT NULL BEGIN "
            + remove
            + " END");
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

  private static void execute(Connection c, String sql) throws SQLException {
    try (Statement s = c.createStatement()) {
      s.execute(sql);
    }
  }
}
