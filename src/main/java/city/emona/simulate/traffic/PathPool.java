package city.emona.simulate.traffic;

import java.util.Arrays;

/**
 * The paths that are in use, or were lately: per OD pair a list of paths, per path its flow and its
 * segments, all in flat arrays (a path costs its segments times four bytes and 25 bytes more).
 * Paths without flow stay for a while because the next hour or the next iteration often wants them
 * back. Not thread-safe while it changes.
 */
final class PathPool {
  /** First path of a pair, −1 = none; the others follow by {@link #next}. */
  final int[] first;

  int[] next = new int[64];
  double[] flow = new double[64];

  /** A path that a closure bars at present. */
  boolean[] barred = new boolean[64];

  private byte[] idle = new byte[64];
  private int[] start = new int[65];
  private int[] segments = new int[1024];
  private int paths;

  PathPool(int pairs) {
    first = new int[pairs];
    Arrays.fill(first, -1);
  }

  int pathCount() {
    return paths;
  }

  /** Position of a path's first segment in {@link #segments}. */
  int start(int path) {
    return start[path];
  }

  int end(int path) {
    return start[path + 1];
  }

  int[] segments() {
    return segments;
  }

  /** Adds a path in front of the others of its pair. */
  void add(int pair, int[] from, int begin, int end, double newFlow) {
    if (paths == next.length) {
      int size = paths * 2;
      next = Arrays.copyOf(next, size);
      flow = Arrays.copyOf(flow, size);
      idle = Arrays.copyOf(idle, size);
      barred = Arrays.copyOf(barred, size);
      start = Arrays.copyOf(start, size + 1);
    }
    int at = start[paths];
    int length = end - begin;
    if (at + length > segments.length) {
      segments = Arrays.copyOf(segments, Math.max(at + length, segments.length / 2 * 3));
    }
    System.arraycopy(from, begin, segments, at, length);
    flow[paths] = newFlow;
    idle[paths] = 0;
    barred[paths] = false;
    next[paths] = first[pair];
    first[pair] = paths;
    start[++paths] = at + length;
  }

  double cost(int path, double[] segmentCost) {
    double sum = 0;
    for (int i = start[path]; i < start[path + 1]; i++) {
      sum += segmentCost[segments[i]];
    }
    return sum;
  }

  /** Volume of every segment, summed in path order. */
  void volumes(double[] volume) {
    Arrays.fill(volume, 0);
    for (int p = 0; p < paths; p++) {
      double f = flow[p];
      for (int i = start[p]; f > 0 && i < start[p + 1]; i++) {
        volume[segments[i]] += f;
      }
    }
  }

  /**
   * Counts one more round for paths without flow, drops those that had none for more than {@code
   * patience} rounds, and lays the rest out by pair.
   */
  void tidy(int patience) {
    int dropped = 0;
    for (int p = 0; p < paths; p++) {
      idle[p] = (byte) (flow[p] > 0 ? 0 : Math.min(127, idle[p] + 1));
      dropped += idle[p] > patience ? 1 : 0;
    }
    if (dropped > paths / 8) {
      rebuild(patience);
    }
  }

  private void rebuild(int patience) {
    int[] oldNext = next;
    double[] oldFlow = flow;
    byte[] oldIdle = idle;
    boolean[] oldBarred = barred;
    int[] oldStart = start;
    int[] oldSegments = segments;
    int kept = 0;
    int size = 0;
    for (int p = 0; p < paths; p++) {
      if (idle[p] <= patience) {
        kept++;
        size += start[p + 1] - start[p];
      }
    }
    next = new int[kept + kept / 4 + 64];
    flow = new double[next.length];
    idle = new byte[next.length];
    barred = new boolean[next.length];
    start = new int[next.length + 1];
    segments = new int[size + size / 4 + 1024];
    paths = 0;
    for (int pair = 0; pair < first.length; pair++) {
      int p = first[pair];
      first[pair] = -1;
      for (; p >= 0; p = oldNext[p]) {
        if (oldIdle[p] <= patience) {
          add(pair, oldSegments, oldStart[p], oldStart[p + 1], oldFlow[p]);
          idle[paths - 1] = oldIdle[p];
          barred[paths - 1] = oldBarred[p];
        }
      }
    }
  }
}
