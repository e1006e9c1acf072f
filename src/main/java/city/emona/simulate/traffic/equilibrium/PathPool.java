package city.emona.simulate.traffic.equilibrium;

import java.util.Arrays;

/**
 * The paths that are in use, or were lately: per OD pair a list of paths, per path its flow and its
 * segments (four bytes a segment and 22 bytes a path). Paths without flow stay for a while because
 * the next hour or the next iteration often wants them back, as long as there is room for them.
 *
 * <p>Segments lie in chunks of equal size, and a path lies within one chunk: the pool grows without
 * being copied, and is packed in place. Not thread-safe while it changes.
 */
final class PathPool {
  private static final int SMALLEST_CHUNK = 1 << 16;

  /** First path of a pair, −1 = none; the others follow by {@link #next}. */
  final int[] first;

  int[] next = new int[64];
  double[] flow = new double[64];

  /** A path that a closure bars at present. */
  boolean[] barred = new boolean[64];

  private byte[] idle = new byte[64];
  private int[] position = new int[64];
  private int[] length = new int[64];
  private int paths;
  private final int shift;
  private int[][] chunks = new int[4][];
  private int end;

  /** A pool for paths of at most {@code longest} segments. */
  PathPool(int pairs, int longest) {
    first = new int[pairs];
    Arrays.fill(first, -1);
    shift = 32 - Integer.numberOfLeadingZeros(Math.max(SMALLEST_CHUNK, longest) - 1);
  }

  int pathCount() {
    return paths;
  }

  /** The chunk that holds a path from {@link #start} to {@link #end}. */
  int[] chunk(int path) {
    return chunks[position[path] >>> shift];
  }

  int start(int path) {
    return position[path] & (1 << shift) - 1;
  }

  int end(int path) {
    return start(path) + length[path];
  }

  /** Adds a path in front of the others of its pair. */
  void add(int pair, int[] from, int begin, int until, double newFlow) {
    if (paths == next.length) {
      int size = paths / 2 * 3;
      next = Arrays.copyOf(next, size);
      flow = Arrays.copyOf(flow, size);
      idle = Arrays.copyOf(idle, size);
      barred = Arrays.copyOf(barred, size);
      position = Arrays.copyOf(position, size);
      length = Arrays.copyOf(length, size);
    }
    length[paths] = until - begin;
    position[paths] = place(until - begin);
    System.arraycopy(from, begin, chunk(paths), start(paths), until - begin);
    flow[paths] = newFlow;
    idle[paths] = 0;
    barred[paths] = false;
    next[paths] = first[pair];
    first[pair] = paths++;
  }

  /** The next free position for so many segments, which is taken with that. */
  private int place(int size) {
    int room = 1 << shift;
    int used = end & room - 1;
    int at = used + size <= room ? end : Math.addExact(end, room - used);
    int chunk = at >>> shift;
    if (chunk == chunks.length) {
      chunks = Arrays.copyOf(chunks, chunk * 2);
    }
    if (chunks[chunk] == null) {
      chunks[chunk] = new int[room];
    }
    end = Math.addExact(at, size);
    return at;
  }

  double cost(int path, double[] segmentCost) {
    int[] segments = chunk(path);
    double sum = 0;
    for (int i = start(path), until = end(path); i < until; i++) {
      sum += segmentCost[segments[i]];
    }
    return sum;
  }

  /** Volume of every segment, summed in path order. */
  void volumes(double[] volume) {
    Arrays.fill(volume, 0);
    for (int p = 0; p < paths; p++) {
      addTo(volume, p, flow[p]);
    }
  }

  /** Adds an amount to every segment of a path. */
  void addTo(double[] sum, int path, double amount) {
    int[] segments = chunk(path);
    for (int i = start(path), until = end(path); amount > 0 && i < until; i++) {
      sum[segments[i]] += amount;
    }
  }

  /**
   * Counts one more round for paths without flow and drops those that had none for more than {@code
   * patience} rounds. Where the others without flow hold more than {@code idleRoom} segments
   * together, the longest idle go too: paths with flow are few, one or two a pair, but within a
   * heavily loaded hour the search tries out dozens a pair.
   */
  void tidy(int patience, int idleRoom) {
    long[] segmentsOfAge = new long[Byte.MAX_VALUE + 1];
    int[] pathsOfAge = new int[Byte.MAX_VALUE + 1];
    for (int p = 0; p < paths; p++) {
      idle[p] = (byte) (flow[p] > 0 ? 0 : Math.min(Byte.MAX_VALUE, idle[p] + 1));
      segmentsOfAge[idle[p]] += length[p];
      pathsOfAge[idle[p]]++;
    }
    long held = Arrays.stream(segmentsOfAge).sum() - segmentsOfAge[0];
    int oldest = patience;
    if (held > idleRoom) {
      long kept = 0;
      oldest = 0;
      while (oldest < patience && kept + segmentsOfAge[oldest + 1] <= idleRoom / 4 * 3L) {
        kept += segmentsOfAge[++oldest];
      }
    }
    int dropped = 0;
    for (int age = oldest + 1; age < pathsOfAge.length; age++) {
      dropped += pathsOfAge[age];
    }
    if (held > idleRoom || dropped > paths / 8) {
      pack(oldest);
    }
  }

  /**
   * Keeps the paths that were idle for at most so many rounds, in their order. They only ever move
   * to the front, so nothing is overwritten that is still to be moved.
   */
  private void pack(int oldest) {
    int[] number = new int[paths];
    int kept = 0;
    for (int p = 0; p < paths; p++) {
      number[p] = idle[p] <= oldest ? kept++ : -1;
    }
    for (int pair = 0; pair < first.length; pair++) {
      relink(pair, number);
    }
    end = 0;
    for (int p = 0; p < paths; p++) {
      int k = number[p];
      if (k >= 0) {
        int[] from = chunk(p);
        int begin = start(p);
        int size = length[p];
        next[k] = next[p];
        flow[k] = flow[p];
        idle[k] = idle[p];
        barred[k] = barred[p];
        length[k] = size;
        position[k] = place(size);
        System.arraycopy(from, begin, chunk(k), start(k), size);
      }
    }
    paths = kept;
    Arrays.fill(chunks, Math.min(chunks.length, (end >>> shift) + 1), chunks.length, null);
  }

  /** Takes the dropped paths out of a pair's list and gives the others their new numbers. */
  private void relink(int pair, int[] number) {
    int last = -1;
    int p = first[pair];
    first[pair] = -1;
    while (p >= 0) {
      int follower = next[p];
      if (number[p] >= 0) {
        if (last < 0) {
          first[pair] = number[p];
        } else {
          next[last] = number[p];
        }
        next[p] = -1;
        last = p;
      }
      p = follower;
    }
  }
}
