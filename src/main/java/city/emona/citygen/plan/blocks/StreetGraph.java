package city.emona.citygen.plan.blocks;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Ints;
import city.emona.citygen.plan.Planar;
import city.emona.citygen.plan.Site;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The streets of one neighbourhood while they come about: a planar graph that hangs together with
 * the neighbourhood's ring. Only the ring's own vertices are joined, its sides are never cut, so
 * neighbourhoods stay independent of each other. The faces are traced at the end. Metres; confined
 * to one thread.
 */
abstract class StreetGraph {
  /** Least length of a piece between two vertices. */
  static final double PIECE_M = 14.5;

  static final int YARD = 1;
  static final int RULED = 2;

  final Ground ground;
  final int ring;
  final boolean[] opens;
  final byte[] joins;
  final EdgeCells cells;
  double[] x;
  double[] y;
  byte[] sides;
  int vertices;
  final Ints from = new Ints();
  final Ints to = new Ints();
  final Ints street = new Ints();

  /** What a street is beside an ordinary one (0): {@link #YARD} or {@link #RULED}. */
  final Ints sort = new Ints();

  int streets;
  private final Dice dice;
  private final long key;
  private int drawn;

  StreetGraph(double[] x, double[] y, boolean[] opens, Ground ground, long key) {
    this.ground = ground;
    this.dice = ground.site().dice;
    this.key = key;
    this.opens = opens;
    ring = x.length;
    vertices = ring;
    this.x = Arrays.copyOf(x, 4 * ring + 64);
    this.y = Arrays.copyOf(y, 4 * ring + 64);
    sides = new byte[this.x.length];
    joins = new byte[ring];
    cells = new EdgeCells(x, y);
    for (int k = 0; k < ring; k++) {
      edge(k, (k + 1) % ring, -1);
    }
  }

  /** Fills the ring with streets. */
  abstract void run();

  final double unit() {
    return dice.unit(Stage.GROWTH, key, drawn++);
  }

  final double signed() {
    return 2 * unit() - 1;
  }

  int vertexCount() {
    return vertices;
  }

  double x(int v) {
    return x[v];
  }

  double y(int v) {
    return y[v];
  }

  int streetCount() {
    return streets;
  }

  /** Whether a street is a short way between houses or works. */
  boolean isYard(int name) {
    return sort.get(name) == YARD;
  }

  /** Whether a street was drawn with a ruler before the others grew. */
  boolean isRuled(int name) {
    return sort.get(name) == RULED;
  }

  /** Whether a vertex of the ring was joined by a street. */
  boolean isJoined(int k) {
    return joins[k] > 0;
  }

  final int edge(int a, int b, int name) {
    from.add(a);
    to.add(b);
    street.add(name);
    while (streets <= name) {
      streets++;
      sort.add(0);
    }
    sides[a]++;
    sides[b]++;
    if (name >= 0) {
      for (int v : new int[] {a, b}) {
        if (v < ring) {
          joins[v]++;
        }
      }
    }
    int e = from.size() - 1;
    cells.add(e, x[a], y[a], x[b], y[b]);
    return e;
  }

  final int vertex(double px, double py) {
    if (vertices == x.length) {
      x = Arrays.copyOf(x, vertices * 2);
      y = Arrays.copyOf(y, vertices * 2);
      sides = Arrays.copyOf(sides, vertices * 2);
    }
    x[vertices] = Math.rint(px * 1000) / 1000;
    y[vertices] = Math.rint(py * 1000) / 1000;
    return vertices++;
  }

  /** Distance along a ray at which it meets an edge, or −1. */
  final double along(int at, double dx, double dy, int e) {
    double ax = x[from.get(e)] - x[at];
    double ay = y[from.get(e)] - y[at];
    double ex = x[to.get(e)] - x[from.get(e)];
    double ey = y[to.get(e)] - y[from.get(e)];
    double det = ex * dy - ey * dx;
    if (Math.abs(det) < 1e-9) {
      return -1;
    }
    double t = (ex * ay - ey * ax) / det;
    double s = (dx * ay - dy * ax) / det;
    return t > 0.01 && s >= -1e-9 && s <= 1 + 1e-9 ? t : -1;
  }

  /** A vertex that a street may join near a place on an edge, or −1. */
  final int nearVertex(int at, int e, double hx, double hy) {
    int best = -1;
    double least = street.get(e) >= 0 ? 14 : 45;
    int n = cells.near(hx, hy, hx, hy, least);
    for (int i = 0; i < n; i++) {
      int f = cells.found(i);
      for (int v = from.get(f), k = 0; k < 2; v = to.get(f), k++) {
        double d = Site.distance(x[v], y[v], hx, hy);
        boolean free = v < ring ? opens[v] && joins[v] == 0 : sides[v] < 4;
        boolean fits = v < ring || sides[v] < 3 || d < 6 || v == from.get(e) || v == to.get(e);
        if (d < least && free && fits && v != at) {
          least = d;
          best = v;
        }
      }
    }
    return best;
  }

  final boolean isClear(int at, double px, double py, int end, double clear) {
    return isClear(at, px, py, end, clear, -1);
  }

  /** Whether a piece from a vertex to a place keeps its distance from all but its own ends. */
  final boolean isClear(int at, double px, double py, int end, double clear, int cut) {
    int n = cells.near(x[at], y[at], px, py, clear);
    for (int i = 0; i < n; i++) {
      int e = cells.found(i);
      int a = from.get(e);
      int b = to.get(e);
      if (Math.max(x[a], x[b]) < Math.min(x[at], px) - clear
          || Math.min(x[a], x[b]) > Math.max(x[at], px) + clear
          || Math.max(y[a], y[b]) < Math.min(y[at], py) - clear
          || Math.min(y[a], y[b]) > Math.max(y[at], py) + clear) {
        continue;
      }
      boolean near = a == at || b == at;
      boolean far = a == end || b == end || e == cut;
      if (near && far) {
        return false;
      }
      if (!near && !far) {
        double gap = Planar.distance(x[at], y[at], px, py, x[a], y[a], x[b], y[b]);
        double before = Planar.distance(x[at], y[at], x[a], y[a], x[b], y[b]);
        double after = end < 0 ? clear : Planar.distance(px, py, x[a], y[a], x[b], y[b]);
        if (gap < 9 || gap < Math.min(clear, 0.85 * Math.min(before, after))) {
          return false;
        }
      }
      boolean narrow =
          e == cut
              ? narrow(at, px, py, end, end, a) || narrow(at, px, py, end, end, b)
              : near != far && narrow(at, px, py, end, a, b);
      if (narrow) {
        return false;
      }
    }
    return true;
  }

  /** Whether a piece leaves a neighbour at its own end at less than 40 degrees. */
  private boolean narrow(int at, double px, double py, int end, int a, int b) {
    int pivot = a == at || b == at ? at : end;
    int w = a == pivot ? b : a;
    double ax = (pivot == at ? px : x[at]) - x[pivot];
    double ay = (pivot == at ? py : y[at]) - y[pivot];
    double bx = x[w] - x[pivot];
    double by = y[w] - y[pivot];
    double n = Math.sqrt((ax * ax + ay * ay) * (bx * bx + by * by));
    return (ax * bx + ay * by) / n > 0.77;
  }

  /**
   * A face of the grown streets: local vertices and, for each side, its street or −1 − ring side.
   */
  record Ring(int[] vertex, int[] side) {}

  /** The faces inside the ring. */
  List<Ring> faces() {
    int n = from.size();
    int[][] out = new int[vertices][];
    Ints[] lists = new Ints[vertices];
    Arrays.setAll(lists, v -> new Ints());
    for (int e = 0; e < n; e++) {
      lists[from.get(e)].add(2 * e);
      lists[to.get(e)].add(2 * e + 1);
    }
    for (int v = 0; v < vertices; v++) {
      out[v] = sorted(v, lists[v]);
    }
    boolean[] seen = new boolean[2 * n];
    List<Ring> faces = new ArrayList<>();
    for (int h = 0; h < 2 * n; h++) {
      if (!seen[h] && h != 1) {
        Ring r = follow(h, out, seen);
        if (r != null) {
          faces.add(r);
        }
      }
    }
    return faces;
  }

  private int start(int half) {
    return (half & 1) == 0 ? from.get(half / 2) : to.get(half / 2);
  }

  /** Half-edges at a vertex counter-clockwise. */
  private int[] sorted(int v, Ints list) {
    int[] h = list.toArray();
    double[] angle = new double[h.length];
    for (int k = 0; k < h.length; k++) {
      int w = start(h[k] ^ 1);
      double a = StrictMath.atan2(y[w] - y[v], x[w] - x[v]);
      int half = h[k];
      int at = k;
      while (at > 0 && angle[at - 1] > a) {
        angle[at] = angle[at - 1];
        h[at] = h[at - 1];
        at--;
      }
      angle[at] = a;
      h[at] = half;
    }
    return h;
  }

  private Ring follow(int first, int[][] out, boolean[] seen) {
    Ints v = new Ints();
    Ints side = new Ints();
    int h = first;
    double area = 0;
    do {
      seen[h] = true;
      int a = start(h);
      int b = start(h ^ 1);
      v.add(a);
      int name = street.get(h / 2);
      side.add(name >= 0 ? name : -1 - h / 2);
      area += x[a] * y[b] - x[b] * y[a];
      int[] at = out[b];
      int k = 0;
      while (at[k] != (h ^ 1)) {
        k++;
      }
      h = at[(k + at.length - 1) % at.length];
    } while (h != first);
    return area > 0 ? new Ring(v.toArray(), side.toArray()) : null;
  }
}
