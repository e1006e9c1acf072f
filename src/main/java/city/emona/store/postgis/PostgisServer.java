package city.emona.store.postgis;

import city.emona.EmonaException;
import city.emona.EmonaException.Code;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The database and schema behind a {@link PostgisDatabase}: reading the URL, connecting, bringing
 * the schema to the present layout with Flyway (files in {@code db/postgis}), and what an SQL state
 * means to the user. The password comes from the URL, PGPASSWORD, or {@code ~/.pgpass} (read by the
 * driver) and is never shown. Thread-safe.
 */
final class PostgisServer {
  private static final int LAYOUT = 4;
  private static final String DEFAULT_SCHEMA = "emona";
  private static final int MAX_SCHEMA = 50; // the channel's name holds it too

  private final String url;
  private final String schema;
  private final Properties properties;

  private PostgisServer(String url, String schema, Properties properties) {
    this.url = url;
    this.schema = schema;
    this.properties = properties;
  }

  static PostgisServer of(String store) {
    int question = store.indexOf('?');
    String url = question < 0 ? store : store.substring(0, question);
    Properties p = new Properties();
    environment(p, "PGUSER", "user");
    environment(p, "PGPASSWORD", "password");
    String schema = DEFAULT_SCHEMA;
    if (question >= 0) {
      for (String pair : store.substring(question + 1).split("&")) {
        int equals = pair.indexOf('=');
        String key = equals < 0 ? pair : pair.substring(0, equals);
        String value =
            equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
        if (key.equals("schema")) {
          schema = value;
        } else if (!key.isEmpty()) {
          p.setProperty(key, value);
        }
      }
    }
    if (!schema.matches("[a-z_][a-z0-9_]{0," + (MAX_SCHEMA - 1) + "}")
        || schema.startsWith("pg_")
        || schema.equals("public")) {
      throw EmonaException.invalid(
          "'" + schema + "' cannot be the schema of a city.",
          url,
          "Give schema=NAME with lower-case letters, digits and underscores, at most "
              + MAX_SCHEMA
              + " of them, and neither public nor pg_….");
    }
    p.setProperty("currentSchema", schema + ",public");
    p.putIfAbsent("ApplicationName", "emona");
    p.putIfAbsent("tcpKeepAlive", "true");
    p.putIfAbsent("connectTimeout", "10");
    return new PostgisServer(url, schema, p);
  }

  private static void environment(Properties p, String variable, String property) {
    String value = System.getenv(variable);
    if (value != null && !value.isEmpty()) {
      p.setProperty(property, value);
    }
  }

  String url() {
    return url;
  }

  String schema() {
    return schema;
  }

  Properties properties() {
    Properties copy = new Properties();
    copy.putAll(properties);
    return copy;
  }

  String description() {
    return "PostGIS " + url.substring("jdbc:postgresql:".length()) + ", schema " + schema;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url, properties());
  }

  /** Makes or upgrades the schema where that is wanted; refuses what it does not know. */
  void prepare(boolean create) {
    try (Connection c = connect()) {
      if (!"UTF8".equals(text(c, "SHOW server_encoding"))) {
        throw EmonaException.invalid(
            "The database does not keep UTF-8.",
            url,
            "Make one that does: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.");
      }
      boolean ours =
          text(c, "SELECT to_regclass(?)::text", schema + ".flyway_schema_history") != null;
      if (!ours && !create) {
        throw EmonaException.notFound(
            "There is no city in this schema.",
            description(),
            "Check the schema's name, or store a city first with emona city generate or emona"
                + " import.");
      }
      int layout = ours ? layout(c) : 0;
      if (!ours
          && text(
                  c,
                  "SELECT min(relname)::text FROM pg_class WHERE relnamespace ="
                      + " to_regnamespace(?)",
                  schema)
              != null) {
        throw EmonaException.invalid(
            "The schema holds tables that are not Emona's.",
            description(),
            "Name another schema with schema=NAME; it is made where it does not exist.");
      }
      if (layout > LAYOUT) {
        throw new EmonaException(
            Code.UNSUPPORTED,
            "The store was written by a newer version of Emona (layout "
                + layout
                + "; this program knows layouts up to "
                + LAYOUT
                + ").",
            description(),
            "Use that newer version of Emona, or import the city into a new schema.");
      }
      if (layout < LAYOUT) {
        extension(c);
        migrate();
      }
    } catch (SQLException e) {
      throw explain(e);
    }
  }

  private static int layout(Connection c) throws SQLException {
    String version =
        text(c, "SELECT max(version::integer)::text FROM flyway_schema_history WHERE success");
    return version == null ? 0 : Integer.parseInt(version);
  }

  private void extension(Connection c) throws SQLException {
    if (text(c, "SELECT extversion FROM pg_extension WHERE extname = 'postgis'") != null) {
      return;
    }
    try (Statement s = c.createStatement()) {
      s.execute("CREATE EXTENSION postgis WITH SCHEMA public");
    } catch (SQLException e) {
      throw new EmonaException(
          Code.FORBIDDEN,
          "The database has no PostGIS, and this user may not add it (" + e.getMessage() + ").",
          url,
          "Ask an administrator to install PostGIS on the server and to run CREATE EXTENSION postgis"
              + " in this database.",
          e);
    }
  }

  private void migrate() {
    try {
      Flyway.configure()
          .dataSource(url, properties.getProperty("user"), properties.getProperty("password"))
          .jdbcProperties(stringProperties())
          .locations("classpath:db/postgis")
          .schemas(schema)
          .defaultSchema(schema)
          .placeholderReplacement(false)
          .load()
          .migrate();
    } catch (FlywayException e) {
      for (Throwable t = e; t != null; t = t.getCause()) {
        if (t instanceof SQLException sql) {
          throw explain(sql);
        }
      }
      throw e;
    }
  }

  private java.util.Map<String, String> stringProperties() {
    java.util.Map<String, String> all = new java.util.TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (!name.equals("user") && !name.equals("password")) {
        all.put(name, properties.getProperty(name));
      }
    }
    return all;
  }

  static String text(Connection c, String sql, String... parameters) throws SQLException {
    try (PreparedStatement s = c.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        s.setString(i + 1, parameters[i]);
      }
      try (ResultSet r = s.executeQuery()) {
        return r.next() ? r.getString(1) : null;
      }
    }
  }

  static List<String> list(Connection c, String sql) throws SQLException {
    List<String> all = new ArrayList<>();
    try (Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      while (r.next()) {
        all.add(r.getString(1));
      }
    }
    return all;
  }

  /** The error as its user understands it; a mistake of ours stays an exception of ours. */
  RuntimeException explain(SQLException e) {
    String state = e.getSQLState();
    for (Throwable t = e; state == null && t != null; t = t.getCause()) {
      state = t instanceof SQLException s ? s.getSQLState() : null; // the pool wraps
    }
    state = state == null ? "" : state;
    String say = e.getMessage();
    if (state.startsWith("08") || state.startsWith("57P")) {
      return user(
          Code.BUSY,
          "The server cannot be reached (" + say + ").",
          "Check host, port and network, and that the server runs; then try again.",
          e);
    }
    if (state.startsWith("28")) {
      return user(
          Code.FORBIDDEN,
          "The server refuses this user (" + say + ").",
          "Give user and password in the URL, in PGUSER and PGPASSWORD, or in ~/.pgpass.",
          e);
    }
    if (state.equals("3D000")) {
      return user(
          Code.NOT_FOUND,
          "There is no such database (" + say + ").",
          "Check its name, or make it with createdb and CREATE EXTENSION postgis.",
          e);
    }
    if (state.equals("42501") || state.equals("25006")) {
      return user(
          Code.FORBIDDEN,
          "This user may not do that (" + say + ").",
          "Ask the owner of the schema for the right, or use another user.",
          e);
    }
    if (state.startsWith("53") || state.equals("58030") || state.equals("54000")) {
      boolean full = !state.equals("53300");
      return user(
          full ? Code.TOO_LARGE : Code.BUSY,
          full
              ? "The server has no room for this (" + say + ")."
              : "The server has too many connections (" + say + ").",
          full
              ? "Make room on the server's disk. What was stored before is intact."
              : "Close other programs that use it, or raise max_connections; then try again.",
          e);
    }
    if (state.equals("55P03") || state.equals("40P01")) {
      return user(
          Code.CONFLICT,
          "Another session keeps the tables locked (" + say + ").",
          "End its transaction (see pg_stat_activity), then try again.",
          e);
    }
    return new IllegalStateException(description() + ": " + say, e);
  }

  private EmonaException user(Code code, String what, String fix, SQLException cause) {
    return new EmonaException(code, what, description(), fix, cause);
  }
}
