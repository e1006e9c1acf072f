package city.emona.store.sql;

import java.sql.SQLException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners that the store changed: one daemon thread, started with the first listener, waits
 * on a {@link Source}. After a lost connection it opens a new source and tells the listeners as if
 * there had been a change, since one may have been missed. Thread-safe.
 */
public final class ChangeWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeWatch.class);
  private static final long RETRY_MS = 2000;

  /** Something that can be waited on for a change, for a second at most. */
  public interface Source {
    boolean await() throws SQLException, InterruptedException;

    void close();
  }

  /** Makes a source on a connection of its own. */
  @FunctionalInterface
  public interface Opener {
    Source open() throws SQLException;
  }

  private final Opener opener;
  private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
  private Thread thread;
  private volatile boolean closed;

  public ChangeWatch(Opener opener) {
    this.opener = opener;
  }

  public synchronized Handle add(Runnable listener) {
    Runnable own = listener::run; // the same listener may be added twice
    listeners.add(own);
    if (thread == null && !closed) {
      Source first = openFirst();
      thread = new Thread(() -> watch(first), "store-changes");
      thread.setDaemon(true);
      thread.start();
    }
    return () -> listeners.remove(own);
  }

  /** Opened before {@link #add} returns, so that a change right after it is not missed. */
  private Source openFirst() {
    try {
      return opener.open();
    } catch (SQLException e) {
      LOG.warn("Changes of the store cannot be watched yet", e);
      return null;
    }
  }

  private void watch(Source first) {
    Source source = first;
    while (!closed) {
      try {
        if (source == null) {
          Thread.sleep(RETRY_MS);
          source = opener.open();
          tell();
        } else if (source.await()) {
          tell();
        }
      } catch (SQLException e) {
        if (!closed) {
          LOG.warn("Lost the connection that watches the store; trying again", e);
        }
        source = close(source);
      } catch (InterruptedException e) {
        break; // close() asks for it
      }
    }
    close(source);
  }

  private static Source close(Source source) {
    if (source != null) {
      source.close();
    }
    return null;
  }

  private void tell() {
    for (Runnable r : listeners) {
      try {
        r.run();
      } catch (RuntimeException e) {
        LOG.error("A listener failed on a change of the store", e);
      }
    }
  }

  @Override
  public void close() {
    Thread t;
    synchronized (this) {
      closed = true;
      t = thread;
    }
    if (t != null && t != Thread.currentThread()) {
      t.interrupt();
      try {
        t.join(5000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
