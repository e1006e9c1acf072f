package city.emona.layers.tile;

import java.util.Arrays;

/**
 * Fits one line or ring into a tile: simplification (Douglas and Peucker 1973), clipping to the
 * buffered tile (Liang and Barsky 1984 for lines, Sutherland and Hodgman 1974 for rings), rounding
 * to tile units and removal of repeated vertices. Works in reused scratch arrays; coordinates are
 * tile units, y down. Not thread-safe.
 */
final class TileClip {
  private final double lo;
  private final double hi;
  private final double tolerance;
  private double[] a = new double[256];
  private double[] b = new double[256];
  private boolean[] keep = new boolean[128];
  private int[] stack = new int[512];
  private int n;

  /** Receives a part: n pairs in a scratch array. */
  interface Part {
    void accept(int[] pairs, int n);
  }

  private int[] rounded = new int[256];

  TileClip(int extent, int buffer, double tolerance) {
    this.lo = -buffer;
    this.hi = extent + (double) buffer;
    this.tolerance = tolerance;
  }

  void clear() {
    n = 0;
  }

  void vertex(double x, double y) {
    if (2 * n + 2 > a.length) {
      a = Arrays.copyOf(a, a.length * 2);
    }
    a[2 * n] = x;
    a[2 * n + 1] = y;
    n++;
  }

  boolean contains(double x, double y) {
    return x >= lo && x <= hi && y >= lo && y <= hi;
  }

  /** Parts of the collected line inside the buffered tile. */
  void line(Part out) {
    simplify();
    int m = 0;
    for (int i = 1; i < n; i++) {
      double x0 = a[2 * i - 2];
      double y0 = a[2 * i - 1];
      double dx = a[2 * i] - x0;
      double dy = a[2 * i + 1] - y0;
      double t0 = Math.max(entry(x0, dx), entry(y0, dy));
      double t1 = Math.min(exit(x0, dx), exit(y0, dy));
      if (!(t0 < t1) || t0 > 1 || t1 < 0) {
        m = flush(m, out);
        continue;
      }
      if (t0 > 0) {
        m = flush(m, out);
      }
      if (m == 0) {
        double t = Math.max(0, t0);
        m = round(m, x0 + t * dx, y0 + t * dy);
      }
      double t = Math.min(1, t1);
      m = round(m, x0 + t * dx, y0 + t * dy);
      if (t1 < 1) {
        m = flush(m, out);
      }
    }
    flush(m, out);
  }

  /**
   * Share of the segment at which it enters [lo, hi] in one dimension; > exit where it does not.
   */
  private double entry(double p, double d) {
    if (d == 0) {
      return p >= lo && p <= hi ? 0 : 2;
    }
    return ((d > 0 ? lo : hi) - p) / d;
  }

  private double exit(double p, double d) {
    if (d == 0) {
      return p >= lo && p <= hi ? 1 : -1;
    }
    return ((d > 0 ? hi : lo) - p) / d;
  }

  private int flush(int m, Part out) {
    if (m >= 2) {
      out.accept(rounded, m);
    }
    return 0;
  }

  private int round(int m, double x, double y) {
    int xi = (int) Math.round(x);
    int yi = (int) Math.round(y);
    if (m > 0 && rounded[2 * m - 2] == xi && rounded[2 * m - 1] == yi) {
      return m;
    }
    if (2 * m + 2 > rounded.length) {
      rounded = Arrays.copyOf(rounded, rounded.length * 2);
    }
    rounded[2 * m] = xi;
    rounded[2 * m + 1] = yi;
    return m + 1;
  }

  /**
   * The collected ring inside the buffered tile, clockwise on the screen for an exterior ring and
   * the other way for a hole. Returns whether anything was left.
   */
  boolean ring(boolean hole, Part out) {
    simplifyRing();
    for (int side = 0; side < 4 && n > 0; side++) {
      clipSide(side);
    }
    int m = 0;
    for (int i = 0; i < n; i++) {
      m = round(m, a[2 * i], a[2 * i + 1]);
    }
    while (m > 1 && rounded[0] == rounded[2 * m - 2] && rounded[1] == rounded[2 * m - 1]) {
      m--;
    }
    long area2 = area2(m);
    if (m < 3 || area2 == 0) {
      return false;
    }
    if (area2 > 0 == hole) {
      reverse(m);
    }
    out.accept(rounded, m);
    return true;
  }

  private void clipSide(int side) {
    if (b.length < 4 * n + 8) {
      b = new double[4 * n + 8];
    }
    int m = 0;
    for (int i = 0, j = n - 1; i < n; j = i++) {
      double dj = inside(side, a[2 * j], a[2 * j + 1]);
      double di = inside(side, a[2 * i], a[2 * i + 1]);
      if (di >= 0 != dj >= 0) {
        double t = dj / (dj - di);
        b[2 * m] = a[2 * j] + t * (a[2 * i] - a[2 * j]);
        b[2 * m + 1] = a[2 * j + 1] + t * (a[2 * i + 1] - a[2 * j + 1]);
        m++;
      }
      if (di >= 0) {
        b[2 * m] = a[2 * i];
        b[2 * m + 1] = a[2 * i + 1];
        m++;
      }
    }
    double[] swap = a;
    a = b;
    b = swap;
    n = m;
  }

  private double inside(int side, double x, double y) {
    return switch (side) {
      case 0 -> x - lo;
      case 1 -> hi - x;
      case 2 -> y - lo;
      default -> hi - y;
    };
  }

  /** Twice the area by the surveyor's formula in tile coordinates (y down). */
  private long area2(int m) {
    long sum = 0;
    for (int i = 0, j = m - 1; i < m; j = i++) {
      sum +=
          (long) rounded[2 * j] * rounded[2 * i + 1] - (long) rounded[2 * i] * rounded[2 * j + 1];
    }
    return sum;
  }

  private void reverse(int m) {
    for (int i = 0, j = m - 1; i < j; i++, j--) {
      int x = rounded[2 * i];
      int y = rounded[2 * i + 1];
      rounded[2 * i] = rounded[2 * j];
      rounded[2 * i + 1] = rounded[2 * j + 1];
      rounded[2 * j] = x;
      rounded[2 * j + 1] = y;
    }
  }

  private void simplify() {
    if (n <= 2 || tolerance <= 0) {
      return;
    }
    mark(0, n - 1);
  }

  /** A ring is cut at its first vertex and at the one farthest from it, both kept. */
  private void simplifyRing() {
    if (n <= 4 || tolerance <= 0) {
      return;
    }
    vertex(a[0], a[1]);
    int far = 0;
    double best = -1;
    for (int i = 1; i < n - 1; i++) {
      double d = square(a[2 * i] - a[0]) + square(a[2 * i + 1] - a[1]);
      if (d > best) {
        best = d;
        far = i;
      }
    }
    mark(0, far, n - 1);
    n--;
  }

  private void mark(int... anchors) {
    if (keep.length < n) {
      keep = new boolean[n * 2];
      stack = new int[n * 4];
    }
    Arrays.fill(keep, 0, n, false);
    for (int at : anchors) {
      keep[at] = true;
    }
    for (int k = 1; k < anchors.length; k++) {
      douglasPeucker(anchors[k - 1], anchors[k]);
    }
    int m = 0;
    for (int i = 0; i < n; i++) {
      if (keep[i]) {
        a[2 * m] = a[2 * i];
        a[2 * m + 1] = a[2 * i + 1];
        m++;
      }
    }
    n = m;
  }

  private void douglasPeucker(int from, int to) {
    int top = 0;
    stack[top++] = from;
    stack[top++] = to;
    double limit = tolerance * tolerance;
    while (top > 0) {
      int j = stack[--top];
      int i = stack[--top];
      int far = -1;
      double best = limit;
      for (int k = i + 1; k < j; k++) {
        double d = distance2(k, i, j);
        if (d > best) {
          best = d;
          far = k;
        }
      }
      if (far > 0) {
        keep[far] = true;
        stack[top++] = i;
        stack[top++] = far;
        stack[top++] = far;
        stack[top++] = j;
      }
    }
  }

  private double distance2(int k, int i, int j) {
    double dx = a[2 * j] - a[2 * i];
    double dy = a[2 * j + 1] - a[2 * i + 1];
    double px = a[2 * k] - a[2 * i];
    double py = a[2 * k + 1] - a[2 * i + 1];
    double len2 = dx * dx + dy * dy;
    double t = len2 == 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / len2));
    return square(px - t * dx) + square(py - t * dy);
  }

  private static double square(double v) {
    return v * v;
  }
}
