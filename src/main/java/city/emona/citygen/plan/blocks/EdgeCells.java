package city.emona.citygen.plan.blocks;

import city.emona.citygen.plan.Ints;
import java.util.Arrays;

/**
 * Finds the edges near a segment: a grid of squares of 50 m over one neighbourhood, each with the
 * edges whose box meets it. An edge that is cut later stays where it was, which finds too much and
 * never too little. Confined to one thread; metres.
 */
final class EdgeCells {
  private static final double CELL_M = 50;

  private final double x0;
  private final double y0;
  private final int wide;
  private final int high;
  private final Ints[] cells;
  private int[] seen = new int[256];
  private int query;
  private int[] found = new int[64];

  EdgeCells(double[] x, double[] y) {
    x0 = Arrays.stream(x).min().orElseThrow();
    y0 = Arrays.stream(y).min().orElseThrow();
    wide = (int) ((Arrays.stream(x).max().orElseThrow() - x0) / CELL_M) + 1;
    high = (int) ((Arrays.stream(y).max().orElseThrow() - y0) / CELL_M) + 1;
    cells = new Ints[wide * high];
  }

  private int column(double x) {
    return Math.max(0, Math.min(wide - 1, (int) Math.floor((x - x0) / CELL_M)));
  }

  private int row(double y) {
    return Math.max(0, Math.min(high - 1, (int) Math.floor((y - y0) / CELL_M)));
  }

  void add(int edge, double ax, double ay, double bx, double by) {
    if (edge >= seen.length) {
      seen = Arrays.copyOf(seen, 2 * edge);
    }
    for (int r = row(Math.min(ay, by)); r <= row(Math.max(ay, by)); r++) {
      for (int c = column(Math.min(ax, bx)); c <= column(Math.max(ax, bx)); c++) {
        int k = r * wide + c;
        if (cells[k] == null) {
          cells[k] = new Ints();
        }
        cells[k].add(edge);
      }
    }
  }

  /** Collects the edges near the box of a segment; returns how many, for {@link #found}. */
  int near(double ax, double ay, double bx, double by, double off) {
    query++;
    int n = 0;
    for (int r = row(Math.min(ay, by) - off); r <= row(Math.max(ay, by) + off); r++) {
      for (int c = column(Math.min(ax, bx) - off); c <= column(Math.max(ax, bx) + off); c++) {
        Ints list = cells[r * wide + c];
        for (int i = 0; list != null && i < list.size(); i++) {
          int e = list.get(i);
          if (seen[e] != query) {
            seen[e] = query;
            if (n == found.length) {
              found = Arrays.copyOf(found, 2 * n);
            }
            found[n++] = e;
          }
        }
      }
    }
    return n;
  }

  int found(int i) {
    return found[i];
  }
}
