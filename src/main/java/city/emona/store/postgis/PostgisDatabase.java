package city.emona.store.postgis;

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
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * A city in a schema of a PostGIS database. Reads are REPEATABLE READ transactions of a pool. The
 * writer lock is an advisory lock of one session, which the server gives back when the session
 * ends, however its program dies; the session's application_name says who and what for. Every write
 * ends with NOTIFY. Frames are stored as they are, for SQL to read ({@code frame_values}); the
 * server compresses them.
 */
public final class PostgisDatabase implements Database {
  private final PostgisServer server;
  private final HikariDataSource pool;
  private final ReentrantLock mutex = new ReentrantLock(true);
  private final PostgisLock lock;
  private final ChangeWatch watch;

  private PostgisDatabase(PostgisServer server) {
    this.server = server;
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.url());
    config.setDataSourceProperties(server.properties());
    config.setMaximumPoolSize(8);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(15_000);
    config.setPoolName("store-" + server.schema());
    this.pool = new HikariDataSource(config);
    this.lock = new PostgisLock(server, pool);
    this.watch = new ChangeWatch(this::openWatch);
  }

  public static PostgisDatabase open(String store, boolean create) {
    PostgisServer server = PostgisServer.of(store);
    server.prepare(create);
    try {
      return new PostgisDatabase(server);
    } catch (PoolInitializationException e) {
      throw e.getCause() instanceof SQLException sql ? server.explain(sql) : e;
    }
  }

  @Override
  public <T> T read(Work<T> work) {
    try (Connection c = pool.getConnection()) {
      c.setAutoCommit(false);
      c.setReadOnly(true);
      c.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      T result = work.run(c);
      c.commit();
      return result;
    } catch (SQLException e) {
      throw server.explain(e);
    }
  }

  @Override
  public <T> T write(Intent intent, Work<T> work) {
    lockMutex(intent.patience());
    try {
      lock.acquire(intent.principal(), intent.action(), intent.patience());
      try {
        return transaction(lock.session(), intent, work);
      } finally {
        lock.release();
      }
    } catch (SQLException e) {
      throw server.explain(e);
    } finally {
      mutex.unlock();
    }
  }

  private <T> T transaction(Connection c, Intent intent, Work<T> work) throws SQLException {
    c.setAutoCommit(false);
    boolean done = false;
    try {
      T result = work.run(c);
      log(c, intent);
      c.commit();
      done = true;
      return result;
    } finally {
      if (!done) {
        rollBack(c);
      }
      if (!c.isClosed()) {
        c.setAutoCommit(true);
      }
    }
  }

  private void rollBack(Connection c) {
    try {
      c.rollback();
    } catch (SQLException e) {
      // The connection is gone, and its transaction with it.
      org.slf4j.LoggerFactory.getLogger(PostgisDatabase.class).debug("rolled back by loss", e);
    }
  }

  private void log(Connection c, Intent intent) throws SQLException {
    try (PreparedStatement s =
        c.prepareStatement(
            "WITH entry AS (INSERT INTO writes (written_at, principal, action, subject)"
                + " VALUES (?, ?, ?, ?) RETURNING subject)"
                + " SELECT pg_notify(?, subject) FROM entry")) {
      setInstant(s, 1, Instant.now());
      s.setString(2, intent.principal());
      s.setString(3, intent.action());
      s.setString(4, intent.subject());
      s.setString(5, channel());
      s.execute();
    }
  }

  private String channel() {
    return "emona_" + server.schema();
  }

  private void lockMutex(Duration patience) {
    try {
      if (mutex.tryLock(Math.max(patience.toMillis(), 60_000), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new EmonaException(
        EmonaException.Code.CONFLICT,
        "Only one may write at a time, and this process is writing something else.",
        server.description(),
        "Try again when that is finished.");
  }

  @Override
  public void pinCity(Connection connection) throws SQLException {
    PostgisTables.execute(connection, "LOCK TABLE city IN ACCESS SHARE MODE");
  }

  /** The trigger of an edit updates this row, so it waits for us, or we for it. */
  @Override
  public void holdCity(Connection connection) throws SQLException {
    PostgisTables.execute(connection, "SELECT version FROM city FOR UPDATE");
  }

  @Override
  public void saveTables(Connection connection, City city, Progress progress) throws SQLException {
    PostgisTables.load(connection, city, progress);
    progress.check();
    PostgisSwap.swap(connection, server.description());
    progress.report("store", 1);
  }

  @Override
  public Table loadTable(
      Connection connection, TableSchema schema, LocalFrame frame, Map<String, Table> earlier)
      throws SQLException {
    return PostgisTables.read(connection, schema, frame, earlier, server.description());
  }

  @Override
  public void setInstant(PreparedStatement statement, int at, Instant value) throws SQLException {
    statement.setObject(at, OffsetDateTime.ofInstant(StoredBytes.storable(value), ZoneOffset.UTC));
  }

  @Override
  public Instant getInstant(ResultSet row, int at) throws SQLException {
    return row.getObject(at, OffsetDateTime.class).toInstant();
  }

  @Override
  public void setDate(PreparedStatement statement, int at, LocalDate value) throws SQLException {
    statement.setObject(at, value);
  }

  @Override
  public void setInts(PreparedStatement statement, int at, int[] values) throws SQLException {
    statement.setArray(
        at, statement.getConnection().unwrap(PGConnection.class).createArrayOf("int4", values));
  }

  @Override
  public int[] getInts(ResultSet row, int at) throws SQLException {
    Integer[] boxed = (Integer[]) row.getArray(at).getArray();
    int[] values = new int[boxed.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = boxed[i];
    }
    return values;
  }

  @Override
  public void setFloats(PreparedStatement statement, int at, float[] values) throws SQLException {
    statement.setArray(
        at, statement.getConnection().unwrap(PGConnection.class).createArrayOf("float4", values));
  }

  @Override
  public float[] getFloats(ResultSet row, int at) throws SQLException {
    Float[] boxed = (Float[]) row.getArray(at).getArray();
    float[] values = new float[boxed.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = boxed[i];
    }
    return values;
  }

  @Override
  public byte[] packFrame(byte[] raw) {
    return raw;
  }

  @Override
  public byte[] unpackFrame(byte[] stored) {
    return stored;
  }

  @Override
  public String description() {
    return server.description();
  }

  @Override
  public Handle onChange(Runnable listener) {
    return watch.add(listener);
  }

  private ChangeWatch.Source openWatch() throws SQLException {
    Connection c = server.connect();
    PostgisTables.execute(c, "LISTEN " + channel());
    return new ChangeWatch.Source() {
      @Override
      public boolean await() throws SQLException, InterruptedException {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        PGNotification[] news = c.unwrap(PGConnection.class).getNotifications(250);
        return news != null && news.length > 0;
      }

      @Override
      public void close() {
        try {
          c.close();
        } catch (SQLException e) {
          org.slf4j.LoggerFactory.getLogger(PostgisDatabase.class).debug("gone already", e);
        }
      }
    };
  }

  @Override
  public Handle holdWriter(String principal, String purpose) {
    lockMutex(Duration.ZERO);
    try {
      lock.acquire(principal, purpose, Duration.ZERO);
    } catch (SQLException e) {
      throw server.explain(e);
    } finally {
      mutex.unlock();
    }
    return new Handle() {
      private boolean open = true;

      @Override
      public void close() {
        mutex.lock();
        try {
          if (open) {
            open = false;
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
    watch.close();
    pool.close();
  }
}
