package city.emona.store.geopackage;

import city.emona.EmonaException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer lock of a GeoPackage file: an operating-system lock on a small file beside it ({@code
 * city.gpkg.writer}) whose text says who holds it. The system takes the lock off a dead process, so
 * a lock is never stale, whatever is left in the text. POSIX drops the locks of a process on a file
 * as soon as the process closes <em>any</em> descriptor of it; therefore stores of one process
 * agree by {@link #HELD} first, and the holder never opens the file a second time. SQLite's own
 * write lock guards the data besides; this one exists because SQLite cannot say who holds it. Not
 * thread-safe: guarded by its owner.
 */
final class WriterLock {
  private static final Logger LOG = LoggerFactory.getLogger(WriterLock.class);
  private static final long POLL_MS = 20;

  /** Locks that stores of this process hold or try to get, by lock file. */
  private static final Map<Path, WriterLock> HELD = new ConcurrentHashMap<>();

  private final Path store;
  private final Path file;
  private volatile String text = "another store of this process";
  private FileChannel channel;
  private FileLock lock;
  private int holds;

  /** The store's file must exist; two names of one file (links) have one lock. */
  WriterLock(Path store) {
    this.store = store;
    Path real = store;
    try {
      real = store.toRealPath();
    } catch (IOException e) {
      LOG.debug("{} has no real path", store, e);
    }
    this.file = real.resolveSibling(real.getFileName() + ".writer");
  }

  /** Takes the lock, or counts one more hold where this object has it already. */
  void acquire(String principal, String purpose, Duration patience) {
    if (holds > 0) {
      holds++;
      return;
    }
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      int changes = 0;
      while (true) {
        try {
          if (tryOnce()) {
            break;
          }
        } catch (NoSuchFileException e) {
          if (++changes < 100) {
            continue; // the last holder has just deleted the file: not a conflict
          }
          throw e;
        }
        if (System.nanoTime() - deadline >= 0) {
          throw conflict(readHolder());
        }
        Thread.sleep(POLL_MS);
      }
      text = self(principal, purpose);
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
      holds = 1;
    } catch (IOException e) {
      closeQuietly();
      throw new EmonaException(
          EmonaException.Code.FORBIDDEN,
          "The writer lock cannot be taken (" + e.getMessage() + ").",
          file.toString(),
          "Make the folder writable and make room on its disk, or choose another place for the store.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw conflict(readHolder());
    }
  }

  void release() {
    if (--holds == 0) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // Some systems do not delete open files: the text that stays is of no lock and does no
        // harm.
        LOG.debug("{} stays", file, e);
      }
      closeQuietly();
    }
  }

  /** Throws NoSuchFileException where the file was deleted meanwhile. */
  private boolean tryOnce() throws IOException {
    synchronized (HELD) { // so that readHolder of another thread does not close a file we lock
      if (HELD.putIfAbsent(file, this) != null) {
        return false;
      }
      boolean taken = false;
      try {
        Object before = openFile();
        // A byte far behind the text, because some systems keep others from reading locked bytes.
        lock = channel.tryLock(Long.MAX_VALUE - 1, 1, false);
        if (lock != null) {
          Object now = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
          if (!Objects.equals(before, now)) {
            throw new NoSuchFileException(file.toString());
          }
          taken = true;
        }
      } finally {
        if (!taken) {
          closeQuietly();
        }
      }
      return taken;
    }
  }

  /** Opens the lock file, made where it is missing, and returns which file that was. */
  private Object openFile() throws IOException {
    if (!Files.exists(file)) {
      try {
        Files.createFile(file);
      } catch (FileAlreadyExistsException e) {
        LOG.debug("another process was faster", e);
      }
    }
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return key;
  }

  private static String self(String principal, String purpose) throws IOException {
    return "'%s' (process %d on %s, since %s) %s"
        .formatted(
            principal,
            ProcessHandle.current().pid(),
            InetAddress.getLocalHost().getHostName(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            purpose);
  }

  /** The text of the holder; read from the file only while no store of this process locks it. */
  private String readHolder() {
    synchronized (HELD) {
      WriterLock mine = HELD.get(file);
      if (mine != null) {
        return mine.text;
      }
      try {
        String read = Files.readString(file).strip();
        return read.isEmpty() ? "another program" : read;
      } catch (IOException e) {
        LOG.debug("{} cannot be read", file, e);
        return "another program";
      }
    }
  }

  private EmonaException conflict(String holder) {
    return new EmonaException(
        EmonaException.Code.CONFLICT,
        "Only one may write at a time. The store is held by " + holder + ".",
        store.toString(),
        "Wait until that is finished, or stop that process; then try again. Reading goes on.");
  }

  private void closeQuietly() {
    try {
      if (channel != null) {
        channel.close(); // releases the lock too
      }
    } catch (IOException e) {
      LOG.warn("{} did not close", file, e);
    }
    channel = null;
    lock = null;
    HELD.remove(file, this);
  }
}
