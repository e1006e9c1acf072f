package city.emona.citygen.plan.blocks;

import city.emona.citygen.plan.Ints;
import city.emona.citygen.plan.Site;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Ways that one owner laid out with a ruler: car parks, yards, schools, cemeteries, closes and
 * planned quarters, each in a frame of its own with the road that leads there below it (y
 * smallest). Most are the edges of an uneven lattice, some present and some not; loops are polygons
 * with chords. All sizes are drawn, then the whole is sheared, tapered or bent, so that no two are
 * alike. Nodes are at least {@value #LEAST_M} m apart and all hang together. Metres; confined to
 * one thread.
 */
final class Layout {
  static final double LEAST_M = 15;

  /** Longest way around to a junction near by. */
  private static final double ROUND_M = 40;

  final List<double[]> node = new ArrayList<>();
  final Ints from = new Ints();
  final Ints to = new Ints();
  final Ints name = new Ints();

  /** Nodes from which a way may lead out; the others are corners drawn round. */
  int fixed;

  private final DoubleSupplier draw;

  Layout(DoubleSupplier draw) {
    this.draw = draw;
  }

  private double unit() {
    return draw.getAsDouble();
  }

  private double range(double low, double high) {
    return low + (high - low) * unit();
  }

  private int count(int low, int high) {
    return low + (int) (unit() * (high - low + 1));
  }

  private boolean chance(double p) {
    return unit() < p;
  }

  int names() {
    int n = 0;
    for (int e = 0; e < name.size(); e++) {
      n = Math.max(n, name.get(e) + 1);
    }
    return n;
  }

  /** Rows of a car park or a depot: an outline with aisles across, some missing or cut short. */
  Layout lot() {
    int m = count(2, chance(0.25) ? 6 : 4);
    int n = chance(0.6) ? 2 : 3;
    double[] cx = steps(m, range(18, 42), 0.04);
    double[] cy = steps(n, range(24, 62), 0.25);
    boolean[][] h = new boolean[n][m - 1];
    boolean[][] v = new boolean[m][n - 1];
    boolean open = chance(0.3);
    for (int i = 0; i < m - 1; i++) {
      h[0][i] = true;
      h[n - 1][i] = !open;
      if (n == 3) {
        h[1][i] = chance(0.35);
      }
    }
    for (int i = 0; i < m; i++) {
      boolean side = i == 0 || i == m - 1;
      boolean whole = side ? !open || chance(0.7) : chance(0.6);
      boolean half = chance(0.5);
      for (int j = 0; j < n - 1; j++) {
        v[i][j] = whole || half && j == 0;
      }
    }
    return lattice(cx, cy, h, v).rounded(chance(0.5) ? range(6, 14) : 0).skewed(0.12, 0.08, 0);
  }

  /** A loop around a hall with docks as stubs. */
  Layout yard() {
    int m = count(2, 5);
    double[] cx = steps(m, range(24, 60), 0.3);
    double deep = range(38, 100);
    double dock = range(16, 30);
    boolean inward = chance(0.5) && deep - dock > 20;
    double[] cy = {0, inward ? deep - dock : deep, inward ? deep : deep + dock};
    int top = inward ? 2 : 1;
    boolean[][] h = new boolean[3][m - 1];
    boolean[][] v = new boolean[m][2];
    int gap = chance(0.35) ? count(0, m - 2) : -1;
    for (int i = 0; i < m - 1; i++) {
      h[0][i] = true;
      h[top][i] = i != gap;
    }
    for (int i = 0; i < m; i++) {
      boolean side = i == 0 || i == m - 1;
      v[i][0] = side;
      v[i][1] = side ? inward || chance(0.3) : chance(0.55);
    }
    return lattice(cx, cy, h, v).rounded(chance(0.6) ? range(6, 18) : 0).skewed(0.15, 0.1, 0);
  }

  /** Graves or gardens: a small dense grid. */
  Layout grid() {
    int m = count(3, 6);
    int n = count(3, 6);
    double[] cx = steps(m, range(16, 28), 0.06);
    double[] cy = steps(n, range(17, 44), 0.06);
    boolean[][] h = filled(n, m - 1, 0.88);
    boolean[][] v = filled(m, n - 1, 0.9);
    return lattice(cx, cy, h, v).skewed(0.1, 0.05, 0);
  }

  /** A straight way with stubs to both sides, some joined behind: works, ports, farms, heads. */
  Layout spine() {
    int n = count(3, 7);
    double[] cy = steps(n, range(20, 46), 0.5);
    double[] cx = {-range(20, 60), 0, range(20, 60)};
    boolean[][] h = new boolean[n][2];
    boolean[][] v = new boolean[3][n - 1];
    double often = range(0.2, 0.6);
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < 2; i++) {
        h[j][i] = j > 0 && chance(j == n - 1 ? 0.6 : often);
        if (j > 0 && h[j][i] && h[j - 1][i] && chance(0.35)) {
          v[2 * i][j - 1] = true;
        }
      }
      if (j > 0) {
        v[1][j - 1] = true;
      }
    }
    return lattice(cx, cy, h, v).rounded(chance(0.4) ? range(6, 12) : 0).skewed(0.3, 0, 0.4);
  }

  /** Short closes side by side off one street, on one side or both, some joined at their ends. */
  Layout comb() {
    int m = count(4, 10);
    double[] cx = steps(m, range(26, 48), 0.12);
    double deep = range(40, 120);
    double[] cy = {-range(26, 80), 0, 0.62 * deep, deep};
    boolean both = chance(0.3);
    double joined = chance(0.4) ? 0 : chance(0.6) ? 0.4 : 1;
    boolean[][] h = new boolean[4][m - 1];
    boolean[][] v = new boolean[m][3];
    for (int i = 0; i < m; i++) {
      boolean stands = chance(0.88);
      v[i][1] = stands;
      v[i][2] = stands && chance(0.7);
      v[i][0] = both && chance(0.7);
      if (i > 0) {
        h[1][i - 1] = true;
        h[3][i - 1] = v[i][2] && v[i - 1][2] && chance(joined);
      }
    }
    return lattice(cx, cy, h, v).skewed(0.25, 0.08, 0.5);
  }

  /** A closed loop: a close, the ring of a school or a stadium; with rungs and stubs. */
  Layout loop(boolean large) {
    double a = large ? range(45, 120) : range(22, 48);
    double b = large ? range(38, 90) : range(20, 42);
    boolean ruled = chance(large ? 0.75 : 0.6);
    int n = Math.max(6, (int) (4.2 * (a + b) / (large ? 30 : 22)) / 2 * 2);
    double power = range(0.25, 0.55);
    double[] wobble = {range(0, 0.22), range(0, 6.3), range(0, 0.12), range(0, 6.3)};
    for (int k = 0; k < n; k++) {
      double t = 2 * StrictMath.PI * k / n - StrictMath.PI / 2;
      double c = StrictMath.cos(t);
      double s = StrictMath.sin(t);
      double r =
          1
              + wobble[0] * StrictMath.sin(2 * t + wobble[1])
              + wobble[2] * StrictMath.sin(3 * t + wobble[3]);
      double p = ruled ? power : 0.8;
      put(
          a * (ruled ? 1 : r) * Math.signum(c) * StrictMath.pow(Math.abs(c), p),
          b * (ruled ? 1 : r) * Math.signum(s) * StrictMath.pow(Math.abs(s), p));
    }
    for (int k = 0; k < n; k++) {
      join(k, (k + 1) % n, 0);
    }
    boolean rung = ruled && Math.min(a, b) > 26 && chance(large ? 0.9 : 0.6);
    if (rung) {
      int first = count(1, n / 2 - 1);
      join(first, n - first, 1); // opposite nodes: the rung lies along x
    }
    int stubs = rung ? count(0, large ? 3 : 1) : count(large ? 3 : 1, large ? 4 : 2);
    for (int k = 0; k < stubs; k++) {
      int at = (n / 4 + (2 * k + 1) * n / (2 * stubs + 1)) % n;
      double[] o = node.get(at);
      double d = Math.sqrt(o[0] * o[0] + o[1] * o[1]);
      double out = range(18, large ? 50 : 26) * (large && !rung && chance(0.4) ? -1 : 1);
      if (degree(at) == 2 && isApart(at) && (out > 0 || d + out > 20)) {
        put(o[0] * (1 + out / d), o[1] * (1 + out / d));
        join(at, node.size() - 1, 2 + k);
      }
    }
    fixed = node.size();
    return skewed(0.25, 0.12, 0);
  }

  /**
   * Whether a way leads far around to a junction near by.
   *
   * @param gate the node at which the way in ends
   */
  boolean goesRound(int gate) {
    for (int v = 0; v < node.size(); v++) {
      int ends = degree(v) + (v == gate ? 1 : 0);
      for (int e = 0; ends > 2 && e < from.size(); e++) {
        if ((from.get(e) == v || to.get(e) == v) && goesRound(v, e, gate)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean goesRound(int v, int first, int gate) {
    double gone = 0;
    int at = v;
    int e = first;
    do {
      int next = from.get(e) == at ? to.get(e) : from.get(e);
      gone += Site.distance(node.get(at)[0], node.get(at)[1], node.get(next)[0], node.get(next)[1]);
      at = next;
      for (int k = 0, came = e; k < from.size(); k++) {
        e = k != came && (from.get(k) == at || to.get(k) == at) ? k : e;
      }
    } while (at != v && at != gate && degree(at) == 2);
    double d = Site.distance(node.get(v)[0], node.get(v)[1], node.get(at)[0], node.get(at)[1]);
    return at != v && gone - d > ROUND_M;
  }

  /** Whether a way may leave a node: no other junction is near by. */
  boolean isApart(int v) {
    if (degree(v) != 2) {
      return degree(v) < 4;
    }
    for (int w = 0; w < node.size(); w++) {
      double d = Site.distance(node.get(v)[0], node.get(v)[1], node.get(w)[0], node.get(w)[1]);
      if (d < LEAST_M + 3 && degree(w) != 2) {
        return false;
      }
    }
    return true;
  }

  /** Equal streets with equal plots: a grid of long blocks with some rungs missing. */
  Layout quarter(double wideM, double deepM, double blockM, double plotM) {
    int n = Math.max(2, (int) Math.round(deepM / plotM) + 1);
    int m = Math.max(2, (int) Math.round(wideM / blockM) + 1);
    double[] cx = steps(m, wideM / (m - 1), 0.07);
    double[] cy = steps(n, deepM / (n - 1), 0.07);
    boolean[][] h = filled(n, m - 1, 0.95);
    boolean[][] v = filled(m, n - 1, 0.85);
    Arrays.fill(h[0], true);
    if (chance(0.55)) { // a corner is not the estate's
      int left = chance(0.5) ? 0 : m - 1;
      int rows = count(1, Math.max(1, n / 2));
      int columns = count(1, Math.max(1, m / 2));
      for (int j = n - rows; j < n; j++) {
        for (int c = 0; c < columns; c++) {
          int i = left == 0 ? c : m - 1 - c;
          h[j][Math.min(m - 2, Math.max(0, left == 0 ? i : i - 1))] = false;
          v[i][j - 1] = false;
        }
      }
    }
    return lattice(cx, cy, h, v).skewed(0.12, 0.06, 0.3);
  }

  private static boolean[][] filled(int rows, int columns) {
    return new boolean[rows][columns];
  }

  private boolean[][] filled(int rows, int columns, double p) {
    boolean[][] out = filled(rows, columns);
    for (boolean[] row : out) {
      for (int i = 0; i < columns; i++) {
        row[i] = chance(p);
      }
    }
    return out;
  }

  /** Positions some way apart, the distances varied by a share. */
  private double[] steps(int n, double step, double vary) {
    double[] at = new double[n];
    for (int k = 1; k < n; k++) {
      at[k] = at[k - 1] + Math.max(LEAST_M + 1, step * (1 + vary * (2 * unit() - 1)));
    }
    return at;
  }

  private int put(double px, double py) {
    node.add(new double[] {px, py});
    return node.size() - 1;
  }

  private void join(int a, int b, int way) {
    from.add(a);
    to.add(b);
    name.add(way);
  }

  int degree(int v) {
    int d = 0;
    for (int e = 0; e < from.size(); e++) {
      d += from.get(e) == v || to.get(e) == v ? 1 : 0;
    }
    return d;
  }

  /** The largest part of a lattice's edges that hangs together; rows and columns are streets. */
  private Layout lattice(double[] cx, double[] cy, boolean[][] h, boolean[][] v) {
    int m = cx.length;
    int n = cy.length;
    int[] part = new int[m * n];
    Arrays.setAll(part, k -> k);
    for (int pass = 0; pass < m * n; pass++) {
      for (int j = 0; j < n; j++) {
        for (int i = 0; i < m; i++) {
          if (i < m - 1 && h[j][i]) {
            meet(part, j * m + i, j * m + i + 1);
          }
          if (j < n - 1 && v[i][j]) {
            meet(part, j * m + i, j * m + m + i);
          }
        }
      }
    }
    int[] size = new int[m * n];
    int largest = 0;
    for (int k : part) {
      size[k]++;
      largest = size[k] > size[largest] ? k : largest;
    }
    int[] at = new int[m * n];
    for (int k = 0; k < at.length; k++) {
      at[k] = part[k] == largest ? put(cx[k % m], cy[k / m]) : -1;
    }
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < m; i++) {
        int k = j * m + i;
        if (at[k] >= 0 && i < m - 1 && h[j][i]) {
          join(at[k], at[k + 1], j);
        }
        if (at[k] >= 0 && j < n - 1 && v[i][j]) {
          join(at[k], at[k + m], n + i);
        }
      }
    }
    fixed = node.size();
    return this;
  }

  private static void meet(int[] part, int a, int b) {
    int low = Math.min(part[a], part[b]);
    part[a] = low;
    part[b] = low;
  }

  /** Cuts the corners where two ways go on as one. */
  private Layout rounded(double radius) {
    for (int v = 0; v < fixed && radius > 0; v++) {
      int first = -1;
      int second = -1;
      for (int e = 0; e < from.size(); e++) {
        if (from.get(e) == v || to.get(e) == v) {
          second = first < 0 ? -1 : second < 0 ? e : -2;
          first = first < 0 ? e : first;
        }
      }
      if (second >= 0) {
        cutCorner(v, first, second, radius);
      }
    }
    return this;
  }

  private void cutCorner(int v, int first, int second, double radius) {
    double[] c = node.get(v);
    double[] a = node.get(from.get(first) == v ? to.get(first) : from.get(first));
    double[] b = node.get(from.get(second) == v ? to.get(second) : from.get(second));
    double la = Site.distance(a[0], a[1], c[0], c[1]);
    double lb = Site.distance(b[0], b[1], c[0], c[1]);
    double cos = ((a[0] - c[0]) * (b[0] - c[0]) + (a[1] - c[1]) * (b[1] - c[1])) / (la * lb);
    double r = Math.min(radius, 0.4 * Math.min(la, lb));
    if (cos < -0.9 || r < 5) {
      return;
    }
    double[] p = {c[0] + (a[0] - c[0]) * r / la, c[1] + (a[1] - c[1]) * r / la};
    double[] q = {c[0] + (b[0] - c[0]) * r / lb, c[1] + (b[1] - c[1]) * r / lb};
    int start = put(p[0], p[1]);
    int end = put(q[0], q[1]);
    c[0] = 0.5 * c[0] + 0.25 * (p[0] + q[0]);
    c[1] = 0.5 * c[1] + 0.25 * (p[1] + q[1]);
    replace(first, v, start);
    replace(second, v, end);
    join(start, v, name.get(first));
    join(v, end, name.get(first));
  }

  private void replace(int e, int v, int by) {
    (from.get(e) == v ? from : to).set(e, by);
  }

  /** Leans, tapers and bends the whole, each by up to the given measure, often not at all. */
  private Layout skewed(double lean, double taper, double bend) {
    double deep = 1;
    double wide = 1;
    for (double[] p : node) {
      deep = Math.max(deep, Math.abs(p[1]));
      wide = Math.max(wide, Math.abs(p[0]));
    }
    double shear = chance(0.5) ? lean * (2 * unit() - 1) : 0;
    double narrow = chance(0.4) ? taper * (2 * unit() - 1) : 0;
    double arc = chance(bend) ? 0.25 * (2 * unit() - 1) / wide : 0;
    double size = 1 + 1.3 * StrictMath.pow(unit(), 3);
    double mirror = (chance(0.5) ? -1 : 1) * size;
    if (arc != 0) {
      refine(24);
    }
    for (double[] p : node) {
      double y = p[1];
      double x = p[0] * (1 + narrow * y / deep) + shear * y;
      p[1] = size * (y + arc * x * x);
      p[0] = mirror * x;
    }
    return this;
  }

  /** Cuts long edges, so that they can bend. */
  private void refine(double longest) {
    int edges = from.size();
    for (int e = 0; e < edges; e++) {
      double[] a = node.get(from.get(e));
      double[] b = node.get(to.get(e));
      int pieces = (int) Math.round(Site.distance(a[0], a[1], b[0], b[1]) / longest);
      int last = to.get(e);
      int before = from.get(e);
      for (int k = 1; k < pieces; k++) {
        double t = k / (double) pieces;
        int next = put(a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]));
        if (k == 1) {
          to.set(e, next);
        } else {
          join(before, next, name.get(e));
        }
        before = next;
      }
      if (pieces > 1) {
        join(before, last, name.get(e));
      }
    }
  }
}
