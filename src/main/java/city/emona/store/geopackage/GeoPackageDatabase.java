package city.emona.store.geopackage;

import city.emona.EmonaException;
import city.emona.geo.LocalFrame;
import city.emona.model.City;
import city.emona.model.Table;
import city.emona.model.TableSchema;
import city.emona.simulate.Progress;
import city.emona.store.sql.ChangeWatch;
import city.emona.store.sql.Database;
import city.emona.store.sql.Handle;
import city.emona.store.sql.StoredBytes;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A city in a GeoPackage file (OGC 12-128r17, version 1.3). While open, the file is in SQLite's WAL
 * mode, in which readers and one writer do not wait for each other; on close the log is folded in
 * and the journal mode set back, so that a copied file is whole. A write is one SQLite transaction:
 * a process killed in the middle leaves the state before it. Readers take a connection from a pool;
 * the one writing connection is guarded by a mutex and the {@link WriterLock}.
 */
public final class GeoPackageDatabase implements Database {
  private final GeoPackageFile file;
  private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
  private final ReentrantLock mutex = new ReentrantLock(true);
  private final WriterLock lock;
  private final Connection writer;
  private final ChangeWatch watch;
  private volatile boolean closed;

  private GeoPackageDatabase(GeoPackageFile file) throws SQLException {
    this.file = file;
    this.lock = new WriterLock(file.path());
    this.writer = file.connect();
    this.watch = new ChangeWatch(this::openWatch);
  }

  public static GeoPackageDatabase open(Path path, boolean create) {
    GeoPackageFile file = GeoPackageFile.inspect(path, create);
    try {
      GeoPackageDatabase db = new GeoPackageDatabase(file);
      try {
        file.migrate(db.writer);
      } catch (SQLException | RuntimeException e) {
        db.close();
        throw e;
      }
      return db;
    } catch (SQLException e) {
      throw file.explain(e);
    }
  }

  @Override
  public <T> T read(Work<T> work) {
    if (closed) {
      throw new IllegalStateException(file.path() + " is closed");
    }
    Connection c = null;
    boolean sound = false;
    try {
      c = idle.pollFirst();
      c = c == null ? file.connect() : c;
      run(c, "BEGIN");
      T result = work.run(c);
      run(c, "COMMIT");
      sound = true;
      return result;
    } catch (SQLException e) {
      throw file.explain(e);
    } finally {
      giveBack(c, sound);
    }
  }

  private void giveBack(Connection c, boolean sound) {
    if (c == null) {
      return;
    }
    if (sound && !closed) {
      idle.addFirst(c);
    } else {
      file.closeQuietly(c); // rolls back
    }
  }

  @Override
  public <T> T write(Intent intent, Work<T> work) {
    if (file.isReadOnly()) {
      throw file.readOnly();
    }
    lockMutex(intent.patience());
    try {
      lock.acquire(intent.principal(), intent.action(), intent.patience());
      try {
        return transaction(intent, work);
      } finally {
        lock.release();
      }
    } finally {
      mutex.unlock();
    }
  }

  private <T> T transaction(Intent intent, Work<T> work) {
    boolean done = false;
    try {
      run(writer, "BEGIN IMMEDIATE");
      T result = work.run(writer);
      log(intent);
      run(writer, "COMMIT");
      done = true;
      return result;
    } catch (SQLException e) {
      throw file.explain(e);
    } finally {
      if (!done) {
        rollBack();
      }
    }
  }

  private void rollBack() {
    try {
      // A full disk makes SQLite roll back by itself, and ROLLBACK then fails for want of a
      // transaction.
      run(writer, "ROLLBACK");
    } catch (SQLException e) {
      org.slf4j.LoggerFactory.getLogger(GeoPackageDatabase.class).debug("rolled back by SQLite", e);
    }
  }

  private void log(Intent intent) throws SQLException {
    try (PreparedStatement s =
        writer.prepareStatement(
            "INSERT INTO writes (written_at, principal, action, subject) VALUES (?, ?, ?, ?)")) {
      setInstant(s, 1, Instant.now());
      s.setString(2, intent.principal());
      s.setString(3, intent.action());
      s.setString(4, intent.subject());
      s.executeUpdate();
    }
  }

  private void lockMutex(Duration patience) {
    try {
      // Writers of one process queue: a short one never fails for a long one of its own process.
      if (mutex.tryLock(Math.max(patience.toMillis(), 60_000), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new EmonaException(
        EmonaException.Code.CONFLICT,
        "Only one may write at a time, and this process is writing something else.",
        file.path().toString(),
        "Try again when that is finished.");
  }

  @Override
  public void pinCity(Connection connection) {
    // A read transaction of SQLite sees one moment of the whole file.
  }

  @Override
  public void holdCity(Connection connection) {
    // A write transaction of SQLite is the only one.
  }

  @Override
  public void saveTables(Connection connection, City city, Progress progress) throws SQLException {
    GeoPackageTables.save(connection, city, progress);
  }

  @Override
  public Table loadTable(
      Connection connection, TableSchema schema, LocalFrame frame, Map<String, Table> earlier)
      throws SQLException {
    return GeoPackageTables.load(connection, schema, frame, earlier, file.path().toString());
  }

  @Override
  public void setInstant(PreparedStatement statement, int at, Instant value) throws SQLException {
    statement.setString(at, StoredBytes.dateTime(value));
  }

  @Override
  public Instant getInstant(ResultSet row, int at) throws SQLException {
    return Instant.parse(row.getString(at));
  }

  @Override
  public void setDate(PreparedStatement statement, int at, LocalDate value) throws SQLException {
    statement.setString(at, value.toString());
  }

  @Override
  public void setInts(PreparedStatement statement, int at, int[] values) throws SQLException {
    statement.setBytes(at, StoredBytes.deflate(StoredBytes.bytes(values)));
  }

  @Override
  public int[] getInts(ResultSet row, int at) throws SQLException {
    return StoredBytes.ints(StoredBytes.inflate(row.getBytes(at)));
  }

  @Override
  public void setFloats(PreparedStatement statement, int at, float[] values) throws SQLException {
    statement.setBytes(at, StoredBytes.deflate(StoredBytes.bytes(values)));
  }

  @Override
  public float[] getFloats(ResultSet row, int at) throws SQLException {
    return StoredBytes.floats(StoredBytes.inflate(row.getBytes(at)));
  }

  @Override
  public byte[] packFrame(byte[] raw) {
    return StoredBytes.deflate(raw);
  }

  @Override
  public byte[] unpackFrame(byte[] stored) throws SQLException {
    return StoredBytes.inflate(stored);
  }

  @Override
  public String description() {
    return "GeoPackage " + file.path();
  }

  @Override
  public Handle onChange(Runnable listener) {
    return watch.add(listener);
  }

  /** data_version of a held connection moves when any other connection commits. */
  private ChangeWatch.Source openWatch() throws SQLException {
    Connection held = file.connect();
    return new ChangeWatch.Source() {
      private int seen = file.number(held, "PRAGMA data_version");

      @Override
      public boolean await() throws SQLException, InterruptedException {
        Thread.sleep(250);
        int now = file.number(held, "PRAGMA data_version");
        boolean changed = now != seen;
        seen = now;
        return changed;
      }

      @Override
      public void close() {
        file.closeQuietly(held);
      }
    };
  }

  @Override
  public Handle holdWriter(String principal, String purpose) {
    if (file.isReadOnly()) {
      throw file.readOnly();
    }
    lockMutex(Duration.ZERO);
    try {
      lock.acquire(principal, purpose, Duration.ZERO);
    } finally {
      mutex.unlock();
    }
    return new Handle() {
      private boolean held = true;

      @Override
      public void close() {
        mutex.lock();
        try {
          if (held) {
            held = false;
            lock.release();
          }
        } finally {
          mutex.unlock();
        }
      }
    };
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    mutex.lock();
    try {
      closed = true;
      watch.close();
      for (Connection c = idle.pollFirst(); c != null; c = idle.pollFirst()) {
        file.closeQuietly(c);
      }
      file.fold(writer);
      file.closeQuietly(writer);
    } finally {
      mutex.unlock();
    }
  }

  private static void run(Connection c, String sql) throws SQLException {
    try (Statement s = c.createStatement()) {
      s.execute(sql);
    }
  }
}
