package city.emona.graph;

import java.util.Arrays;

/**
 * A directed graph in compressed sparse rows: the out-links of node {@code v} are {@code
 * link[first[v]] .. link[first[v + 1] - 1]}, in ascending link order, and lead to {@code head[..]}.
 * Immutable after construction.
 */
public record Csr(int[] first, int[] link, int[] head) {
  public int nodeCount() {
    return first.length - 1;
  }

  /**
   * Forward star of {@code from[i] → to[i]}; links with {@code keep != null && !keep[i]} are left
   * out.
   */
  public static Csr of(int nodeCount, int[] from, int[] to, boolean[] keep) {
    int[] first = new int[nodeCount + 1];
    for (int i = 0; i < from.length; i++) {
      if (keep == null || keep[i]) {
        first[from[i] + 1]++;
      }
    }
    for (int v = 0; v < nodeCount; v++) {
      first[v + 1] += first[v];
    }
    int[] at = Arrays.copyOf(first, nodeCount);
    int[] link = new int[first[nodeCount]];
    int[] head = new int[first[nodeCount]];
    for (int i = 0; i < from.length; i++) {
      if (keep == null || keep[i]) {
        int p = at[from[i]]++;
        link[p] = i;
        head[p] = to[i];
      }
    }
    return new Csr(first, link, head);
  }
}
