package city.emona.store.geopackage;

import city.emona.geo.Crs;
import city.emona.model.CityInfo;
import city.emona.model.Field;
import city.emona.model.TableSchema;
import city.emona.model.TableSchema.Geometry;
import city.emona.store.sql.TableSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * Tells the GeoPackage of a table of the city: its row in gpkg_contents with licence and
 * attribution, its geometry column, the meaning of its columns, the triggers that keep its R-tree
 * right under edits, and those that mark the city as edited.
 */
final class GeoPackageContents {
  private GeoPackageContents() {}

  static String geometryType(TableSchema schema) {
    return switch (schema.geometry()) {
      case POINT -> "POINT";
      case LINE -> "LINESTRING";
      case POLYGON -> "MULTIPOLYGON";
      case NONE -> "";
    };
  }

  /** Names a system of coordinates that is not among those of every file. */
  static void addSystem(Connection c, Crs crs) throws SQLException {
    try (PreparedStatement s =
        c.prepareStatement(
            "INSERT OR IGNORE INTO gpkg_spatial_ref_sys (srs_name, srs_id, organization,"
                + " organization_coordsys_id, definition) VALUES (?, ?, 'EPSG', ?, ?)")) {
      s.setString(1, crs.code());
      s.setInt(2, crs.epsg());
      s.setInt(3, crs.epsg());
      s.setString(4, crs.wkt());
      s.executeUpdate();
    }
  }

  static void register(Connection c, TableSchema schema, double[] b, Crs crs, CityInfo info)
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
      s.setObject(9, hasGeometry ? crs.epsg() : null);
      s.executeUpdate();
    }
    describe(c, schema);
    if (hasGeometry) {
      GeoPackageTables.execute(
          c,
          "INSERT INTO gpkg_geometry_columns VALUES ('%s', 'geom', '%s', %d, 0, 0)"
              .formatted(schema.name(), geometryType(schema), crs.epsg()));
      GeoPackageTables.execute(
          c,
          "INSERT INTO gpkg_extensions VALUES ('%s', 'geom', 'gpkg_rtree_index',"
                  .formatted(schema.name())
              + " 'http://www.geopackage.org/spec130/#extension_rtree', 'write-only')");
      for (String trigger : treeTriggers(schema.name())) {
        GeoPackageTables.execute(c, trigger);
      }
    }
  }

  /** Triggers by which the store knows that its city was edited by another program. */
  static void markEdits(Connection c, TableSchema schema) throws SQLException {
    for (String event : List.of("INSERT", "UPDATE", "DELETE")) {
      GeoPackageTables.execute(
          c,
          "CREATE TRIGGER edited_%s_%s AFTER %s ON %s BEGIN UPDATE city SET version = '' WHERE version <> ''; END"
              .formatted(schema.name(), event.toLowerCase(Locale.ROOT), event, schema.name()));
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
  private static List<String> treeTriggers(String table) {
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
}
