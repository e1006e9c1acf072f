package city.emona.store.postgis;

import city.emona.EmonaException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * The writer lock of a schema: an advisory lock of one session, which the server takes back when
 * the session ends, however its program dies. Writes go through that session. Its application_name
 * says who holds the lock and what for, and others read it from pg_stat_activity. Not thread-safe:
 * guarded by its owner.
 */
final class PostgisLock {
  private static final int LOCK_CLASS = 0x454D4F4E; // "EMON"
  private static final long POLL_MS = 50;

  private final PostgisServer server;
  private final DataSource pool;
  private Connection held;
  private int holds;

  PostgisLock(PostgisServer server, DataSource pool) {
    this.server = server;
    this.pool = pool;
  }

  /** The session that holds the lock. */
  Connection session() {
    return held;
  }

  /** Takes the advisory lock on a session of its own, or counts one more hold. */
  void acquire(String principal, String purpose, Duration patience) throws SQLException {
    if (holds > 0 && held.isValid(5)) {
      holds++;
      return;
    }
    if (holds > 0) {
      throw new SQLException("the session that held the writer lock is gone", "08006");
    }
    Connection c = pool.getConnection();
    boolean taken = false;
    try {
      name(
          c,
          "emona %s@%s pid %d %s"
              .formatted(principal, host(), ProcessHandle.current().pid(), purpose));
      long deadline = System.nanoTime() + patience.toNanos();
      while (!tryLock(c)) {
        if (System.nanoTime() - deadline >= 0) {
          throw conflict(c);
        }
        Thread.sleep(POLL_MS);
      }
      taken = true;
      held = c;
      holds = 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw conflict(c);
    } finally {
      if (!taken) {
        name(c, "emona");
        c.close();
      }
    }
  }

  void release() {
    if (--holds > 0) {
      return;
    }
    Connection c = held;
    held = null;
    try (c) {
      PostgisServer.text(
          c, "SELECT pg_advisory_unlock(%d, %d)::text".formatted(LOCK_CLASS, lockKey()));
      name(c, "emona");
    } catch (SQLException e) {
      // The session is gone; the server takes its lock back.
      org.slf4j.LoggerFactory.getLogger(PostgisLock.class).debug("lock lost", e);
    }
  }

  private boolean tryLock(Connection c) throws SQLException {
    return "true"
        .equals(
            PostgisServer.text(
                c, "SELECT pg_try_advisory_lock(%d, %d)::text".formatted(LOCK_CLASS, lockKey())));
  }

  private int lockKey() {
    return server.schema().hashCode();
  }

  private static void name(Connection c, String name) throws SQLException {
    PostgisServer.text(c, "SELECT set_config('application_name', ?, false)", name);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown host";
    }
  }

  private EmonaException conflict(Connection c) throws SQLException {
    String holder =
        PostgisServer.text(
            c,
            "SELECT format('''%s'' (database user %s, server process %s, since %s)',"
                + " a.application_name, a.usename, a.pid,"
                + " to_char(coalesce(a.xact_start, a.state_change, a.backend_start) AT TIME ZONE"
                + " 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'))"
                + " FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
                + " WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2"
                + " AND l.classid = "
                + LOCK_CLASS
                + " AND l.objid = "
                + (lockKey() & 0xffffffffL)
                + " AND a.datname = current_database()");
    return new EmonaException(
        EmonaException.Code.CONFLICT,
        "Only one may write at a time. The store is held by "
            + (holder == null ? "somebody who has just finished" : holder)
            + ".",
        server.description(),
        "Wait until that is finished, or stop that program; then try again. Reading goes on.");
  }
}
