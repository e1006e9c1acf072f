package city.emona.simulate.replay;

import java.util.Arrays;

/**
 * Events in order of time: a ring of buckets of {@value #WIDTH_BITS} bits of clock, of which only
 * the one that is due is kept in order (a 4-ary heap), and a second heap for what lies beyond the
 * ring (Brown 1988, "Calendar queues"). An event is one long, {@code time << 25 | kind << 23 |
 * index}, so equal times are served by kind and then by index, whatever the order of insertion.
 * Arrays grow and are kept: nothing is allocated per event. Not thread-safe.
 */
final class EventCalendar {
  /** Bits of the index: vehicles and links, at most 8,388,608 of either. */
  static final int INDEX_BITS = 23;

  static final int INDEX_MASK = (1 << INDEX_BITS) - 1;
  static final int KIND_BITS = 2;
  static final int TIME_SHIFT = INDEX_BITS + KIND_BITS;

  /** Largest time: 2³⁸ ticks of 10 µs = 31 days. */
  static final long LAST_TICK = (1L << (63 - TIME_SHIFT)) - 1;

  static final long NONE = Long.MAX_VALUE;

  /** 2¹⁴ ticks = 0.16 s a bucket; 2¹⁴ buckets = 45 minutes of ring. */
  private static final int WIDTH_BITS = 14;

  private static final int RING = 1 << 14;

  private final long[][] bucket = new long[RING][];
  private final int[] size = new int[RING];
  private final Heap now = new Heap();
  private final Heap later = new Heap();
  private long current;
  private int inRing;

  static long event(long tick, int kind, int index) {
    return tick << TIME_SHIFT | (long) kind << INDEX_BITS | index;
  }

  void add(long tick, int kind, int index) {
    long e = event(tick, kind, index);
    long b = tick >> WIDTH_BITS;
    if (b <= current) {
      now.add(e);
    } else if (b < current + RING) {
      put((int) b & (RING - 1), e);
    } else {
      later.add(e);
    }
  }

  private void put(int slot, long e) {
    long[] into = bucket[slot];
    if (into == null) {
      into = new long[8];
      bucket[slot] = into;
    } else if (size[slot] == into.length) {
      into = Arrays.copyOf(into, size[slot] * 2);
      bucket[slot] = into;
    }
    into[size[slot]++] = e;
    inRing++;
  }

  /** The next event, which stays, or {@link #NONE}. */
  long peek() {
    while (now.size == 0) {
      if (inRing == 0) {
        if (later.size == 0) {
          return NONE;
        }
        current = later.keys[0] >> TIME_SHIFT >> WIDTH_BITS;
      } else {
        current++;
      }
      while (later.size > 0 && later.keys[0] >> TIME_SHIFT >> WIDTH_BITS < current + RING) {
        long e = later.poll();
        long b = e >> TIME_SHIFT >> WIDTH_BITS;
        if (b <= current) {
          now.add(e);
        } else {
          put((int) b & (RING - 1), e);
        }
      }
      int slot = (int) current & (RING - 1);
      for (int i = 0; i < size[slot]; i++) {
        now.add(bucket[slot][i]);
      }
      inRing -= size[slot];
      size[slot] = 0;
    }
    return now.keys[0];
  }

  /** Takes the event away that {@link #peek} told. */
  void drop() {
    now.poll();
  }

  /** A 4-ary heap of longs. */
  private static final class Heap {
    private long[] keys = new long[64];
    private int size;

    void add(long key) {
      if (size == keys.length) {
        keys = Arrays.copyOf(keys, size * 2);
      }
      int i = size++;
      while (i > 0) {
        int up = (i - 1) >> 2;
        if (keys[up] <= key) {
          break;
        }
        keys[i] = keys[up];
        i = up;
      }
      keys[i] = key;
    }

    long poll() {
      long top = keys[0];
      long last = keys[--size];
      int i = 0;
      while (true) {
        int child = 4 * i + 1;
        if (child >= size) {
          break;
        }
        int end = Math.min(child + 4, size);
        int least = child;
        for (int c = child + 1; c < end; c++) {
          if (keys[c] < keys[least]) {
            least = c;
          }
        }
        if (keys[least] >= last) {
          break;
        }
        keys[i] = keys[least];
        i = least;
      }
      keys[i] = last;
      return top;
    }
  }
}
