package city.emona.store.postgis;

import city.emona.EmonaException;
import city.emona.model.Schema;
import city.emona.model.TableSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Puts the loaded {@code next_…} tables in the place of the present ones, inside the transaction of
 * the save. Views that somebody built on the tables and rights that somebody granted are taken
 * along. The exclusive locks are held only for this moment; a reader that stands in the way makes
 * the swap step back and try again, for a minute at most, so that a forgotten session cannot block
 * everybody.
 */
final class PostgisSwap {
  private static final int TRIES = 60;
  private static final List<String> OWN_VIEWS = List.of("streets", "kpis");
  private static final String TABLES =
      Schema.TABLES.stream().map(t -> "'" + t.name() + "'").collect(Collectors.joining(", "));

  /** A view that hangs on the tables, deepest last. */
  private record Dependent(String schema, String name, String kind, String definition) {}

  private PostgisSwap() {}

  static void swap(Connection c, String where) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      Savepoint before = c.setSavepoint();
      try {
        PostgisTables.execute(c, "SET LOCAL lock_timeout = '2s'");
        lock(c);
        replace(c, where);
        c.releaseSavepoint(before);
        return;
      } catch (SQLException e) {
        boolean blocked = "55P03".equals(e.getSQLState()) || "40P01".equals(e.getSQLState());
        if (!blocked || attempt == TRIES) {
          throw e;
        }
        c.rollback(before); // lets the readers through
        pause();
      }
    }
  }

  private static void pause() throws SQLException {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted", "57014", e);
    }
  }

  /** The city record first: readers of the whole city pin it, so none of them sees half a swap. */
  private static void lock(Connection c) throws SQLException {
    List<String> present = new ArrayList<>(List.of("city"));
    present.addAll(
        texts(
            c,
            "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
                + " AND relkind = 'r' AND relname IN ("
                + TABLES
                + ") ORDER BY relname"));
    for (String table : present) {
      PostgisTables.execute(c, "LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
    }
  }

  private static void replace(Connection c, String where) throws SQLException {
    List<Dependent> views = dependents(c, where);
    List<String> grants = grants(c, views);
    List<Dependent> deepestFirst = new ArrayList<>(views);
    Collections.reverse(deepestFirst);
    for (Dependent v : deepestFirst) {
      PostgisTables.execute(c, "DROP VIEW " + v.schema() + "." + v.name());
    }
    PostgisTables.execute(
        c,
        "DROP TABLE IF EXISTS "
            + Schema.TABLES.stream().map(TableSchema::name).collect(Collectors.joining(", ")));
    rename(c);
    PostgisTables.execute(c, script());
    for (Dependent v : views) {
      if (!OWN_VIEWS.contains(v.name())) {
        PostgisTables.execute(
            c, "CREATE VIEW " + v.schema() + "." + v.name() + " AS " + v.definition());
      }
    }
    for (String grant : grants) {
      PostgisTables.execute(c, grant);
    }
  }

  private static void rename(Connection c) throws SQLException {
    String own = " = current_schema()::regnamespace AND ";
    // Constraints take their index along; the index statements are built after that.
    for (String from :
        List.of(
            "SELECT format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', conrelid::regclass, conname,"
                + " substr(conname, 6)) FROM pg_constraint WHERE connamespace"
                + own
                + "conname LIKE 'next\\_%'",
            "SELECT format('ALTER INDEX %I RENAME TO %I', relname, substr(relname, 6))"
                + " FROM pg_class WHERE relnamespace"
                + own
                + "relkind = 'i' AND relname LIKE 'next\\_%'",
            "SELECT format('ALTER SEQUENCE %I RENAME TO %I', relname, substr(relname, 6))"
                + " FROM pg_class WHERE relnamespace"
                + own
                + "relkind = 'S' AND relname LIKE 'next\\_%'",
            "SELECT format('ALTER TABLE %I RENAME TO %I', relname, substr(relname, 6))"
                + " FROM pg_class WHERE relnamespace"
                + own
                + "relkind = 'r' AND relname LIKE 'next\\_%'")) {
      List<String> statements = texts(c, from);
      if (!statements.isEmpty()) {
        PostgisTables.execute(c, String.join(";\n", statements));
      }
    }
  }

  private static List<Dependent> dependents(Connection c, String where) throws SQLException {
    String sql =
        """
        WITH RECURSIVE uses AS (
          SELECT DISTINCT d.refobjid AS base, r.ev_class AS view
          FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid
          WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass
            AND d.refobjid <> r.ev_class),
        hanging AS (
          SELECT u.view, 1 AS depth FROM uses u JOIN pg_class t ON t.oid = u.base
          WHERE t.relnamespace = current_schema()::regnamespace AND t.relname IN (%s)
          UNION
          SELECT u.view, h.depth + 1 FROM uses u JOIN hanging h ON u.base = h.view)
        SELECT quote_ident(n.nspname), quote_ident(v.relname), v.relkind::text, pg_get_viewdef(v.oid)
        FROM (SELECT view, max(depth) AS depth FROM hanging GROUP BY view) h
        JOIN pg_class v ON v.oid = h.view JOIN pg_namespace n ON n.oid = v.relnamespace
        ORDER BY h.depth, v.relname
        """
            .formatted(TABLES);
    List<Dependent> all = new ArrayList<>();
    try (Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      while (r.next()) {
        Dependent d = new Dependent(r.getString(1), r.getString(2), r.getString(3), r.getString(4));
        if (!d.kind().equals("v")) {
          throw new EmonaException(
              EmonaException.Code.CONFLICT,
              "A materialized view stands on the tables of the city.",
              where + ", " + d.schema() + "." + d.name(),
              "Drop it, save the city, and make it again; or build it on a plain view's data.");
        }
        all.add(d);
      }
    }
    return all;
  }

  /** GRANT statements for the rights on the tables and views that are about to be dropped. */
  private static List<String> grants(Connection c, List<Dependent> views) throws SQLException {
    List<String> names = new ArrayList<>();
    for (Dependent v : views) {
      names.add(v.schema() + "." + v.name());
    }
    String sql =
        "SELECT format('GRANT %s ON %s TO %s%s', a.privilege_type, t.oid::regclass,"
            + " CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee))"
            + " END, CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)"
            + " FROM pg_class t, aclexplode(t.relacl) a WHERE a.grantee <> t.relowner AND"
            + " (t.relnamespace = current_schema()::regnamespace AND t.relname IN ("
            + TABLES
            + ") OR t.oid = ANY (SELECT to_regclass(n) FROM unnest(?::text[]) AS n))";
    List<String> all = new ArrayList<>();
    try (PreparedStatement s = c.prepareStatement(sql)) {
      s.setArray(1, c.createArrayOf("text", names.toArray()));
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          all.add(r.getString(1));
        }
      }
    }
    return all;
  }

  private static List<String> texts(Connection c, String sql) throws SQLException {
    List<String> all = new ArrayList<>();
    try (Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      while (r.next()) {
        all.add(r.getString(1));
      }
    }
    return all;
  }

  private static String script() {
    try (InputStream in =
        PostgisSwap.class.getClassLoader().getResourceAsStream("db/postgis/views.sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
