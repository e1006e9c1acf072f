package city.emona.layers.tile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Finished bytes by key, the latest used kept, bounded by their sum. Keys hold the city version and
 * the run, so entries never go stale, they only age. Two threads may make the same entry twice;
 * that is cheaper than a lock held while encoding. Thread-safe.
 */
public final class ByteCache {
  private static final int OVERHEAD = 200;

  private final long maxBytes;
  private final Map<String, byte[]> entries = new LinkedHashMap<>(256, 0.75f, true);
  private long bytes;
  private long hits;
  private long misses;

  public ByteCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  public byte[] get(String key, Supplier<byte[]> make) {
    synchronized (entries) {
      byte[] known = entries.get(key);
      if (known != null) {
        hits++;
        return known;
      }
      misses++;
    }
    byte[] made = make.get();
    synchronized (entries) {
      if (entries.put(key, made) == null) {
        bytes += made.length + OVERHEAD;
      }
      var eldest = entries.entrySet().iterator();
      while (bytes > maxBytes && eldest.hasNext()) {
        bytes -= eldest.next().getValue().length + OVERHEAD;
        eldest.remove();
      }
    }
    return made;
  }

  public long bytes() {
    synchronized (entries) {
      return bytes;
    }
  }

  public long hits() {
    synchronized (entries) {
      return hits;
    }
  }

  public long misses() {
    synchronized (entries) {
      return misses;
    }
  }
}
