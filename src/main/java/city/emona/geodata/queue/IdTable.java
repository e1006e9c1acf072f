package city.emona.geodata.queue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text ids and their numbers, looked up by the bytes of a file as it is read: a million plans name
 * tens of millions of links, too many to make a string of each. Open addressing over the FNV-1a
 * hash. Filled first, then read; not thread-safe while it is filled.
 */
public final class IdTable {
  private byte[] pool = new byte[1024];
  private int[] first;
  private int[] hashes;
  private int count;
  private int[] slots;

  IdTable(int expected) {
    first = new int[expected + 1];
    hashes = new int[expected];
    slots = new int[Math.max(16, Integer.highestOneBit(Math.max(1, expected)) * 4)];
    Arrays.fill(slots, -1);
  }

  /** Adds an id with the next number; false where it is known already. */
  boolean add(String id) {
    byte[] b = id.getBytes(StandardCharsets.UTF_8);
    int h = hash(b, 0, b.length);
    int s = slot(b, 0, b.length, h);
    if (slots[s] >= 0) {
      return false;
    }
    if (first[count] + b.length > pool.length) {
      pool = Arrays.copyOf(pool, Math.max(pool.length * 2, first[count] + b.length));
    }
    System.arraycopy(b, 0, pool, first[count], b.length);
    first[count + 1] = first[count] + b.length;
    hashes[count] = h;
    slots[s] = count++;
    return true;
  }

  /** Number of an id, or −1. */
  int find(byte[] text, int from, int to) {
    return slots[slot(text, from, to, hash(text, from, to))];
  }

  private int slot(byte[] b, int from, int to, int h) {
    int mask = slots.length - 1;
    int s = (h ^ h >>> 15) & mask;
    while (slots[s] >= 0) {
      int k = slots[s];
      if (hashes[k] == h && Arrays.equals(pool, first[k], first[k + 1], b, from, to)) {
        break;
      }
      s = s + 1 & mask;
    }
    return s;
  }

  private static int hash(byte[] b, int from, int to) {
    int h = 0x811c9dc5;
    for (int i = from; i < to; i++) {
      h = (h ^ b[i]) * 0x01000193;
    }
    return h;
  }

  public int size() {
    return count;
  }

  public String text(int number) {
    return new String(
        pool, first[number], first[number + 1] - first[number], StandardCharsets.UTF_8);
  }
}
