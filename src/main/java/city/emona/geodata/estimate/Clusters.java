package city.emona.geodata.estimate;

import java.util.Arrays;

/**
 * Compact groups of weighted points of about equal weight: recursive halving across the longer side
 * (which balances), then a few rounds of Lloyd's algorithm (1982; which makes the groups compact).
 * No random numbers, so the same points give the same groups. A point belongs to the nearest
 * centre; centres are distinct and each has at least one point.
 */
final class Clusters {
  private static final int ROUNDS = 6;

  private final int[] x;
  private final int[] y;
  private final double[] weight;
  private int[] centreX;
  private int[] centreY;
  private int[] groupOf;

  Clusters(int[] xMm, int[] yMm, double[] weight, int groups) {
    this.x = xMm;
    this.y = yMm;
    this.weight = weight;
    groupOf = new int[x.length];
    Integer[] rows = new Integer[x.length];
    Arrays.setAll(rows, i -> i);
    int count = Math.max(1, Math.min(groups, x.length));
    halve(rows, 0, rows.length, 0, count);
    centreX = new int[count];
    centreY = new int[count];
    moveCentres();
    for (int round = 0; round < ROUNDS; round++) {
      assign();
      moveCentres();
    }
    assign();
  }

  int count() {
    return centreX.length;
  }

  int[] centreX() {
    return centreX;
  }

  int[] centreY() {
    return centreY;
  }

  int[] groupOf() {
    return groupOf;
  }

  private void halve(Integer[] rows, int from, int to, int group, int groups) {
    if (groups == 1) {
      for (int i = from; i < to; i++) {
        groupOf[rows[i]] = group;
      }
      return;
    }
    long x0 = Long.MAX_VALUE;
    long x1 = Long.MIN_VALUE;
    long y0 = Long.MAX_VALUE;
    long y1 = Long.MIN_VALUE;
    double all = 0;
    for (int i = from; i < to; i++) {
      x0 = Math.min(x0, x[rows[i]]);
      x1 = Math.max(x1, x[rows[i]]);
      y0 = Math.min(y0, y[rows[i]]);
      y1 = Math.max(y1, y[rows[i]]);
      all += weight[rows[i]];
    }
    int[] by = x1 - x0 >= y1 - y0 ? x : y;
    Arrays.sort(
        rows,
        from,
        to,
        (a, b) -> by[a] != by[b] ? Integer.compare(by[a], by[b]) : Integer.compare(a, b));
    int left = groups / 2;
    double wanted = all * left / groups;
    double sum = 0;
    int cut = from;
    while (cut < to - (groups - left) && (cut < from + left || sum < wanted)) {
      sum += weight[rows[cut++]];
    }
    halve(rows, from, cut, group, left);
    halve(rows, cut, to, group + left, groups - left);
  }

  /** Weighted means; groups without points, or on the place of an earlier one, go. */
  private void moveCentres() {
    int k = centreX.length;
    double[] sx = new double[k];
    double[] sy = new double[k];
    double[] w = new double[k];
    for (int i = 0; i < x.length; i++) {
      double wi = weight[i] + 1e-6;
      sx[groupOf[i]] += wi * x[i];
      sy[groupOf[i]] += wi * y[i];
      w[groupOf[i]] += wi;
    }
    int n = 0;
    for (int g = 0; g < k; g++) {
      if (w[g] > 0) {
        int cx = (int) Math.round(sx[g] / w[g]);
        int cy = (int) Math.round(sy[g] / w[g]);
        boolean taken = false;
        for (int h = 0; h < n; h++) {
          taken |= centreX[h] == cx && centreY[h] == cy;
        }
        if (!taken) {
          centreX[n] = cx;
          centreY[n++] = cy;
        }
      }
    }
    centreX = Arrays.copyOf(centreX, n);
    centreY = Arrays.copyOf(centreY, n);
  }

  private void assign() {
    for (int i = 0; i < x.length; i++) {
      groupOf[i] = nearest(centreX, centreY, x[i], y[i]);
    }
    // A centre that lost its last point would make an empty group.
    boolean[] used = new boolean[centreX.length];
    for (int g : groupOf) {
      used[g] = true;
    }
    int n = 0;
    for (int g = 0; g < used.length; g++) {
      if (used[g]) {
        centreX[n] = centreX[g];
        centreY[n++] = centreY[g];
      }
    }
    if (n < used.length) {
      centreX = Arrays.copyOf(centreX, n);
      centreY = Arrays.copyOf(centreY, n);
      assign();
    }
  }

  static int nearest(int[] cx, int[] cy, int px, int py) {
    int best = 0;
    double bestD = Double.POSITIVE_INFINITY;
    for (int g = 0; g < cx.length; g++) {
      double dx = (double) cx[g] - px;
      double dy = (double) cy[g] - py;
      double d = dx * dx + dy * dy;
      if (d < bestD) {
        bestD = d;
        best = g;
      }
    }
    return best;
  }
}
