package city.emona.geodata.osm.file;

import java.util.Arrays;

/**
 * From OSM ids to dense row numbers by open addressing with linear probing: 12 bytes a slot at most
 * half full, no boxing. Absent keys read as −1. Not thread-safe while it is written.
 */
public final class LongIntMap {
  private long[] keys;
  private int[] values;
  private int size;
  private int mask;

  LongIntMap(int expected) {
    int capacity = Integer.highestOneBit(Math.max(8, expected) * 2 - 1) * 2;
    allocate(capacity);
  }

  private void allocate(int capacity) {
    keys = new long[capacity];
    values = new int[capacity];
    Arrays.fill(values, -1);
    mask = capacity - 1;
  }

  private int slot(long key) {
    long h = key * 0x9E3779B97F4A7C15L;
    int s = (int) (h ^ h >>> 32) & mask;
    while (values[s] >= 0 && keys[s] != key) {
      s = s + 1 & mask;
    }
    return s;
  }

  public int get(long key) {
    return values[slot(key)];
  }

  /** Puts where the key is not there yet; tells whether it did. */
  boolean putIfAbsent(long key, int value) {
    int s = slot(key);
    if (values[s] >= 0) {
      return false;
    }
    keys[s] = key;
    values[s] = value;
    if (++size * 2 > mask) {
      long[] oldKeys = keys;
      int[] oldValues = values;
      allocate((mask + 1) * 2);
      for (int i = 0; i < oldKeys.length; i++) {
        if (oldValues[i] >= 0) {
          int t = slot(oldKeys[i]);
          keys[t] = oldKeys[i];
          values[t] = oldValues[i];
        }
      }
    }
    return true;
  }

  int size() {
    return size;
  }
}
