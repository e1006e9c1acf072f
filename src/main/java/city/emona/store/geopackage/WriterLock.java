package city.emona.store.geopackage;

import city.emona.EmonaException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The writer lock of a GeoPackage file: an operating-system lock on a small file beside it ({@code
 * city.gpkg.writer}) whose text says who holds it. The system takes the lock off a dead process, so
 * a lock is never stale, whatever is left in the text. SQLite's own write lock guards the data
 * besides; this one exists because SQLite cannot say who holds it. Not thread-safe: guarded by its
 * owner.
 */
final class WriterLock {
  private static final long POLL_MS = 20;

  private final Path store;
  private final Path file;
  private FileChannel channel;
  private FileLock lock;
  private int holds;

  WriterLock(Path store) {
    this.store = store;
    this.file = store.resolveSibling(store.getFileName() + ".writer");
  }

  /** Takes the lock, or counts one more hold where this object has it already. */
  void acquire(String principal, String purpose, Duration patience) {
    if (holds > 0) {
      holds++;
      return;
    }
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (!tryOnce()) {
        if (System.nanoTime() - deadline >= 0) {
          throw conflict(readHolder());
        }
        Thread.sleep(POLL_MS);
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(self(principal, purpose).getBytes(StandardCharsets.UTF_8)));
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
        org.slf4j.LoggerFactory.getLogger(WriterLock.class).debug("{} stays", file, e);
      }
      closeQuietly();
    }
  }

  boolean isHeld() {
    return holds > 0;
  }

  private boolean tryOnce() throws IOException {
    channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      // A byte far behind the text, because some systems keep others from reading locked bytes.
      lock = channel.tryLock(Long.MAX_VALUE - 1, 1, false);
    } catch (OverlappingFileLockException e) {
      lock = null; // held by another store object of this process
    }
    if (lock != null && isCurrent()) {
      return true;
    }
    closeQuietly();
    return false;
  }

  /** Whether the locked file is still the one in the folder: the last holder deletes it. */
  private boolean isCurrent() throws IOException {
    String mark = ProcessHandle.current().pid() + "/" + System.nanoTime();
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(mark.getBytes(StandardCharsets.UTF_8)), 0);
    try {
      return Files.readString(file).equals(mark);
    } catch (java.nio.file.NoSuchFileException e) {
      return false;
    }
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

  private String readHolder() {
    try {
      String text = Files.readString(file).strip();
      return text.isEmpty() ? "another program" : text;
    } catch (IOException e) {
      return "another program";
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
      org.slf4j.LoggerFactory.getLogger(WriterLock.class).warn("{} did not close", file, e);
    }
    channel = null;
    lock = null;
  }
}
