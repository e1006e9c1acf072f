package city.emona.geo;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A static packed R-tree over bounding boxes, sorted by Hilbert order of the box centres (the
 * layout of FlatGeobuf and flatbush). Built once from immutable shapes, then read by many threads
 * without locks. Boxes are int local millimetres. Empty elements are left out.
 */
public final class SpatialIndex {
  private static final int NODE = 16;

  private final int[] ids;
  private final int[] boxes;
  private final int[] levelEnd;

  public SpatialIndex(Shapes shapes) {
    int n = 0;
    int[] keep = new int[shapes.size()];
    int[] leaf = new int[shapes.size() * 4];
    Bounds all = Bounds.EMPTY;
    for (int i = 0; i < shapes.size(); i++) {
      Bounds b = shapes.bounds(i);
      if (!b.isEmpty()) {
        leaf[n * 4] = (int) b.minX();
        leaf[n * 4 + 1] = (int) b.minY();
        leaf[n * 4 + 2] = (int) b.maxX();
        leaf[n * 4 + 3] = (int) b.maxY();
        keep[n++] = i;
        all = all.union(b);
      }
    }
    long[] order = new long[n];
    double w = Math.max(1, all.maxX() - all.minX());
    double h = Math.max(1, all.maxY() - all.minY());
    for (int i = 0; i < n; i++) {
      int hx = (int) (65535 * (((double) leaf[i * 4] + leaf[i * 4 + 2]) / 2 - all.minX()) / w);
      int hy = (int) (65535 * (((double) leaf[i * 4 + 1] + leaf[i * 4 + 3]) / 2 - all.minY()) / h);
      order[i] = HilbertCurve.at(hx, hy) << 32 | i;
    }
    Arrays.sort(order);
    int total = n;
    int levels = 1;
    for (int c = n; c > 1; ) {
      c = (c + NODE - 1) / NODE;
      total += c;
      levels++;
    }
    ids = new int[n];
    boxes = new int[total * 4];
    levelEnd = new int[levels];
    for (int i = 0; i < n; i++) {
      int s = (int) order[i];
      ids[i] = keep[s];
      System.arraycopy(leaf, s * 4, boxes, i * 4, 4);
    }
    levelEnd[0] = n;
    int from = 0;
    int at = n;
    for (int level = 1; level < levels; level++) {
      for (int c = from; c < levelEnd[level - 1]; c += NODE) {
        int end = Math.min(c + NODE, levelEnd[level - 1]);
        int x0 = Integer.MAX_VALUE;
        int y0 = Integer.MAX_VALUE;
        int x1 = Integer.MIN_VALUE;
        int y1 = Integer.MIN_VALUE;
        for (int k = c; k < end; k++) {
          x0 = Math.min(x0, boxes[k * 4]);
          y0 = Math.min(y0, boxes[k * 4 + 1]);
          x1 = Math.max(x1, boxes[k * 4 + 2]);
          y1 = Math.max(y1, boxes[k * 4 + 3]);
        }
        boxes[at * 4] = x0;
        boxes[at * 4 + 1] = y0;
        boxes[at * 4 + 2] = x1;
        boxes[at * 4 + 3] = y1;
        at++;
      }
      from = levelEnd[level - 1];
      levelEnd[level] = at;
    }
  }

  /**
   * Visits the index of each element whose box meets the query box (local millimetres), in index
   * order of the tree.
   */
  public void query(Bounds q, IntConsumer visit) {
    if (ids.length > 0) {
      query(levelEnd.length - 1, 0, q, visit);
    }
  }

  private void query(int level, int node, Bounds q, IntConsumer visit) {
    int base = level == 0 ? 0 : levelEnd[level - 1];
    int b = (base + node) * 4;
    if (boxes[b] > q.maxX()
        || boxes[b + 2] < q.minX()
        || boxes[b + 1] > q.maxY()
        || boxes[b + 3] < q.minY()) {
      return;
    }
    if (level == 0) {
      visit.accept(ids[node]);
      return;
    }
    int children = levelEnd[level - 1] - (level == 1 ? 0 : levelEnd[level - 2]);
    int end = Math.min((node + 1) * NODE, children);
    for (int c = node * NODE; c < end; c++) {
      query(level - 1, c, q, visit);
    }
  }

  /** Indices of the elements whose boxes meet the query box, ascending. */
  public int[] find(Bounds q) {
    int[][] out = {new int[16]};
    int[] n = {0};
    query(
        q,
        i -> {
          if (n[0] == out[0].length) {
            out[0] = Arrays.copyOf(out[0], n[0] * 2);
          }
          out[0][n[0]++] = i;
        });
    int[] found = Arrays.copyOf(out[0], n[0]);
    Arrays.sort(found);
    return found;
  }
}
