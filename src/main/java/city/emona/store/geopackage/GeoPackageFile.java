package city.emona.store.geopackage;

import city.emona.EmonaException;
import city.emona.EmonaException.Code;
import city.emona.store.sql.StoredBytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The file behind a {@link GeoPackageDatabase}: is it ours, how to connect, which layout it has,
 * and what an SQLite error means to its user. Layouts are the numbered files in {@code db/gpkg};
 * the table {@code store_migrations} says which were applied. Thread-safe.
 */
final class GeoPackageFile {
  /** "GPKG" in the SQLite header, and version 1.3.0 (GeoPackage 1.3, requirement 2). */
  private static final int APPLICATION_ID = 0x47504B47;

  private static final int GEOPACKAGE_VERSION = 10300;
  private static final int OTHER_WRITER_PATIENCE_MS = 5_000;
  private static final List<String> MIGRATIONS =
      List.of(
          "V001__archive.sql", "V002__kpi_intervals.sql", "V003__decisions.sql", "V004__halts.sql");

  private final Path path;
  private final boolean create;
  private final boolean readOnly;

  private GeoPackageFile(Path path, boolean create, boolean readOnly) {
    this.path = path;
    this.create = create;
    this.readOnly = readOnly;
  }

  /** Looks at the file without opening it as a database. */
  static GeoPackageFile inspect(Path given, boolean create) {
    Path path = given.toAbsolutePath().normalize();
    boolean exists = Files.exists(path);
    if (!exists && !create) {
      throw EmonaException.notFound(
          "There is no such file.",
          path.toString(),
          "Check the name, or make the store first: emona city generate --store "
              + given
              + ", or emona import FILE --store "
              + given
              + ".");
    }
    Path folder = path.getParent();
    if (!exists && (!Files.isDirectory(folder) || !Files.isWritable(folder))) {
      throw EmonaException.notFound(
          "The folder does not exist, or may not be written to.",
          folder.toString(),
          "Make the folder, or choose another place for the store.");
    }
    boolean empty = !exists || checkHeader(path);
    if (empty && !create) {
      throw notOurs(path, "The file is empty.");
    }
    return new GeoPackageFile(path, create, exists && !Files.isWritable(path));
  }

  /** Whether the file holds nothing yet; throws where it is something else than a GeoPackage. */
  private static boolean checkHeader(Path path) {
    if (!Files.isRegularFile(path)) {
      throw notOurs(path, "This is not a file.");
    }
    byte[] head;
    try (InputStream in = Files.newInputStream(path)) {
      head = in.readNBytes(100);
    } catch (IOException e) {
      throw new EmonaException(
          Code.INVALID,
          "The file cannot be read (" + e.getMessage() + ").",
          path.toString(),
          "Check the permissions of the file.",
          e);
    }
    if (head.length == 0) {
      return true;
    }
    String magic = new String(head, 0, Math.min(16, head.length), StandardCharsets.ISO_8859_1);
    if (!magic.equals("SQLite format 3\0")) {
      throw notOurs(path, "The file is not a GeoPackage.");
    }
    // Zero: a store that was killed before its first transaction; connect() finds it empty.
    int application = head.length < 72 ? 0 : ByteBuffer.wrap(head).getInt(68);
    if (application != APPLICATION_ID && application != 0) {
      throw notOurs(path, "The file is an SQLite database, but not a GeoPackage.");
    }
    return false;
  }

  Path path() {
    return path;
  }

  boolean isReadOnly() {
    return readOnly;
  }

  Connection connect() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(OTHER_WRITER_PATIENCE_MS);
    config.setReadOnly(readOnly);
    config.setCacheSize(-32_000); // KiB
    if (!readOnly) {
      // A killed process loses nothing under NORMAL either: what was written to the log is in the
      // kernel. FULL adds one fsync per commit, so that a commit outlives a power cut too.
      config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
      config.setJournalSizeLimit(64 << 20);
    }
    Connection c = config.createConnection("jdbc:sqlite:" + path);
    try {
      GeoPackageFunctions.register(c);
    } catch (SQLException e) {
      closeQuietly(c);
      throw e;
    }
    return c;
  }

  /** Brings the file to the present layout, in one transaction; refuses what it does not know. */
  void migrate(Connection c) throws SQLException {
    int tables = number(c, "SELECT count(*) FROM sqlite_master");
    if (tables > 0 && number(c, tableCount("store_migrations")) == 0) {
      throw notOurs(
          path,
          number(c, tableCount("gpkg_contents")) == 0
              ? "The file is an SQLite database, but not a GeoPackage."
              : "The file is a GeoPackage, but not an Emona store.");
    }
    if (tables == 0 && (readOnly || !create)) {
      throw notOurs(path, "The file holds no tables.");
    }
    if (tables > 0 && layout(c) == MIGRATIONS.size()) {
      startLog(c);
      return;
    }
    if (readOnly) {
      throw readOnly();
    }
    if (tables == 0) {
      // In the header before the log starts, so that every program knows the kind of file.
      execute(c, "PRAGMA application_id = " + APPLICATION_ID);
      execute(c, "PRAGMA user_version = " + GEOPACKAGE_VERSION);
    }
    startLog(c);
    execute(c, "BEGIN IMMEDIATE");
    boolean done = false;
    try {
      // Another process may have been faster.
      boolean made = number(c, tableCount("store_migrations")) > 0;
      for (int v = made ? layout(c) : 0; v < MIGRATIONS.size(); v++) {
        apply(c, v + 1, MIGRATIONS.get(v));
      }
      execute(c, "COMMIT");
      done = true;
    } finally {
      if (!done) {
        execute(c, "ROLLBACK");
      }
    }
  }

  private int layout(Connection c) throws SQLException {
    int layout = number(c, "SELECT max(version) FROM store_migrations");
    if (layout > MIGRATIONS.size()) {
      throw new EmonaException(
          Code.UNSUPPORTED,
          "The store was written by a newer version of Emona (layout "
              + layout
              + "; this program knows layouts up to "
              + MIGRATIONS.size()
              + ").",
          path.toString(),
          "Use that newer version of Emona, or import the city into a new store.");
    }
    return layout;
  }

  private void apply(Connection c, int version, String name) throws SQLException {
    for (String sql : script("db/gpkg/" + name).split(";\\s*\\n")) {
      if (!sql.isBlank()) {
        execute(c, sql);
      }
    }
    try (PreparedStatement s =
        c.prepareStatement(
            "INSERT INTO store_migrations (version, name, applied_at) VALUES (?, ?, ?)")) {
      s.setInt(1, version);
      s.setString(2, name);
      s.setString(3, StoredBytes.dateTime(Instant.now()));
      s.executeUpdate();
    }
  }

  /**
   * A connection to a new, empty GeoPackage that is no store; its core tables are still to make.
   */
  static Connection connectNew(Path path) throws SQLException {
    Connection c = new SQLiteConfig().createConnection("jdbc:sqlite:" + path);
    try {
      execute(c, "PRAGMA application_id = " + APPLICATION_ID);
      execute(c, "PRAGMA user_version = " + GEOPACKAGE_VERSION);
      GeoPackageFunctions.register(c);
    } catch (SQLException e) {
      c.close();
      throw e;
    }
    return c;
  }

  /** The statements that make the tables of the standard. */
  static List<String> coreTables() {
    return Arrays.stream(script("db/gpkg/" + MIGRATIONS.get(0)).split(";\\s*\\n"))
        .takeWhile(sql -> !sql.contains("CREATE TABLE store_migrations"))
        .toList();
  }

  private static String script(String resource) {
    try (InputStream in = GeoPackageFile.class.getClassLoader().getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(resource, e);
    }
  }

  private void startLog(Connection c) throws SQLException {
    if (!readOnly) {
      execute(c, "PRAGMA journal_mode = WAL");
    }
  }

  /** Folds the log into the file; the last program that has the file open succeeds. */
  void fold(Connection c) {
    if (readOnly) {
      return;
    }
    try {
      execute(c, "PRAGMA busy_timeout = 200");
      execute(c, "PRAGMA wal_checkpoint(TRUNCATE)");
      execute(c, "PRAGMA journal_mode = DELETE");
    } catch (SQLException e) {
      org.slf4j.LoggerFactory.getLogger(GeoPackageFile.class)
          .debug("{} is open elsewhere and stays in WAL mode", path, e);
    }
  }

  void closeQuietly(Connection c) {
    try {
      c.close();
    } catch (SQLException e) {
      org.slf4j.LoggerFactory.getLogger(GeoPackageFile.class).warn("{} did not close", path, e);
    }
  }

  int number(Connection c, String sql) throws SQLException {
    try (Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      return r.next() ? r.getInt(1) : 0;
    }
  }

  private static String tableCount(String table) {
    return "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '" + table + "'";
  }

  private static void execute(Connection c, String sql) throws SQLException {
    try (Statement s = c.createStatement()) {
      s.execute(sql);
    }
  }

  private static EmonaException notOurs(Path path, String what) {
    return EmonaException.invalid(
        what,
        path.toString(),
        "Name a store that Emona made, or a file that does not exist yet; to read city data out of a"
            + " file use emona import.");
  }

  EmonaException readOnly() {
    return new EmonaException(
        Code.FORBIDDEN,
        "The store may only be read.",
        path.toString(),
        "Make the file writable, or copy it and use the copy.");
  }

  /** The error as its user understands it; a mistake of ours stays an exception of ours. */
  RuntimeException explain(SQLException e) {
    SQLiteErrorCode code =
        e instanceof SQLiteException s ? s.getResultCode() : SQLiteErrorCode.SQLITE_ERROR;
    String where = path.toString();
    return switch (code.code & 0xff) {
      case 13, 10 -> // SQLITE_FULL, SQLITE_IOERR
          new EmonaException(
              Code.TOO_LARGE,
              "The file cannot grow any further or the disk fails (" + code.name() + ").",
              where,
              "Make room on the disk, or choose a store elsewhere. What was stored before is intact.",
              e);
      case 5, 6 -> // SQLITE_BUSY, SQLITE_LOCKED
          new EmonaException(
              Code.CONFLICT,
              "Another program, for example QGIS with unsaved edits, is writing to the file.",
              where,
              "Save or close it there, then try again.",
              e);
      case 26, 11 -> // SQLITE_NOTADB, SQLITE_CORRUPT
          new EmonaException(
              Code.INVALID,
              "The file is damaged (" + code.name() + ").",
              where,
              "Take it from a backup, or import the city again into a new file.",
              e);
      case 8, 14, 3, 23 -> // READONLY, CANTOPEN, PERM, AUTH
          new EmonaException(
              Code.FORBIDDEN,
              "The file cannot be opened for this (" + code.name() + ").",
              where,
              "Check the permissions of the file and its folder.",
              e);
      default -> new IllegalStateException(where + ": " + e.getMessage(), e);
    };
  }
}
