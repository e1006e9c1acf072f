package city.emona.citygen.plan.blocks;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Ints;
import city.emona.citygen.plan.Planar;
import city.emona.citygen.plan.Site;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Grows the streets of one neighbourhood from a few openings of its ring inward, the way estates
 * and suburbs come about: a street runs on until it meets another, and joins it or stops short of
 * it; at its nodes side streets leave at near right angles (Parish and Müller 2001, local
 * constraints; Weber et al. 2009). Only the ring's own vertices are joined, its sides are never
 * cut, so neighbourhoods stay independent of each other. The streets are a planar graph that hangs
 * together with the ring, whose faces are traced at the end. Metres; confined to one thread.
 */
final class Growth {
  /** How the streets of a neighbourhood run: rows in straight lines, or trees that bend. */
  record Style(
      double axis,
      double blockM,
      double depthM,
      double openM,
      double connect,
      double cross,
      double branch,
      double curve,
      double lean,
      double kink,
      double longestM,
      double fill) {}

  private record Tip(int vertex, double heading, int level, double curve) {}

  private static final double SHORTEST_M = 24;

  private final Style style;
  private final Dice dice;
  private final long key;
  private final int ring;
  private final boolean[] opens;
  private final byte[] degree0;
  private double[] x;
  private double[] y;
  private int vertices;
  private final Ints from = new Ints();
  private final Ints to = new Ints();
  private final Ints street = new Ints();
  private double grownM;
  private int streets;
  private int drawn;

  Growth(double[] x, double[] y, boolean[] opens, Style style, Dice dice, long key) {
    this.style = style;
    this.dice = dice;
    this.key = key;
    this.opens = opens;
    ring = x.length;
    vertices = ring;
    this.x = Arrays.copyOf(x, 4 * ring + 64);
    this.y = Arrays.copyOf(y, 4 * ring + 64);
    degree0 = new byte[ring];
    for (int k = 0; k < ring; k++) {
      edge(k, (k + 1) % ring, -1);
    }
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

  /** Whether a vertex of the ring was joined by a street. */
  boolean isJoined(int k) {
    return degree0[k] > 0;
  }

  private double unit() {
    return dice.unit(Stage.GROWTH, key, drawn++);
  }

  private double signed() {
    return 2 * unit() - 1;
  }

  private int edge(int a, int b, int name) {
    from.add(a);
    to.add(b);
    street.add(name);
    streets = Math.max(streets, name + 1);
    if (name >= 0) {
      for (int v : new int[] {a, b}) {
        if (v < ring) {
          degree0[v]++;
        }
      }
    }
    return from.size() - 1;
  }

  private int vertex(double px, double py) {
    if (vertices == x.length) {
      x = Arrays.copyOf(x, vertices * 2);
      y = Arrays.copyOf(y, vertices * 2);
    }
    x[vertices] = Math.rint(px * 1000) / 1000;
    y[vertices] = Math.rint(py * 1000) / 1000;
    return vertices++;
  }

  void run() {
    double area = area();
    double enough = style.fill * area * (1 / style.depthM + 0.6 / style.blockM);
    ArrayDeque<Tip> tips = new ArrayDeque<>();
    open(tips);
    while (!tips.isEmpty() && grownM < enough) {
      grow(tips.poll(), tips);
    }
  }

  private double area() {
    double sum = 0;
    for (int k = 0, p = ring - 1; k < ring; p = k++) {
      sum += x[p] * y[k] - x[k] * y[p];
    }
    return sum / 2;
  }

  /** Openings of the ring, some distance apart; streets leave along the axis or square to it. */
  private void open(ArrayDeque<Tip> tips) {
    double since = style.openM * unit();
    int made = 0;
    for (int k = 0; k < ring; k++) {
      int p = (k + ring - 1) % ring;
      since += Site.distance(x[p], y[p], x[k], y[k]);
      if (opens[k] && since > style.openM) {
        int q = (k + 1) % ring;
        double inward = StrictMath.atan2(x[q] - x[p], -(y[q] - y[p]));
        double turn = turnTo(inward, style.axis);
        double heading = Math.abs(turn) < 0.75 ? inward + turn : inward;
        heading += style.lean * signed();
        if (!isInside(k, heading)) {
          continue;
        }
        tips.add(new Tip(k, heading, made++ % 2, bend()));
        since = -style.openM * 0.8 * unit() * unit();
      }
    }
  }

  /** Whether a heading at a vertex of the ring points into the ring, well between its sides. */
  private boolean isInside(int k, double heading) {
    int p = (k + ring - 1) % ring;
    int q = (k + 1) % ring;
    double first = StrictMath.atan2(y[q] - y[k], x[q] - x[k]);
    double angle = turned(StrictMath.atan2(y[p] - y[k], x[p] - x[k]) - first);
    double at = turned(heading - first);
    return at > 0.6 && at < angle - 0.6;
  }

  /** An angle in 0 … 2 π. */
  private static double turned(double angle) {
    double full = 2 * StrictMath.PI;
    return angle - full * Math.floor(angle / full);
  }

  /** The smallest turn from a heading to the axis or square to it. */
  private static double turnTo(double heading, double axis) {
    double quarter = StrictMath.PI / 2;
    double off = axis - heading;
    return off - quarter * Math.rint(off / quarter);
  }

  private double bend() {
    double u = signed();
    return style.curve * u * Math.abs(u);
  }

  private void grow(Tip tip, ArrayDeque<Tip> tips) {
    if (tip.vertex >= ring && sidesAt(tip.vertex) > 3) {
      return;
    }
    int name = streets;
    int at = tip.vertex;
    double heading = tip.heading;
    double gone = 0;
    double longest = style.longestM * (0.35 + 1.1 * unit());
    while (gone < longest) {
      double spacing = tip.level % 2 == 0 ? style.depthM : style.blockM;
      double want = Math.max(SHORTEST_M + 2, spacing * (0.65 + 0.75 * unit()));
      double straight =
          Math.abs(tip.curve) > 0.001 || style.kink > 0.2 ? Math.min(want, 20 + 12 * unit()) : want;
      double done = 0;
      int kept = at;
      while (done < want - 5) {
        double step = want - done < straight + 16 ? want - done : straight;
        heading += tip.curve * step;
        double draw = signed();
        double sway = at < ring ? 0 : Math.max(0, 0.4 * style.kink) * draw * Math.abs(draw);
        int next = step(at, heading + sway, step, name, gone + done);
        if (next < 0) {
          if (next == -2 && at != tip.vertex && unit() < style.cross && joined >= ring) {
            tips.addFirst(new Tip(joined, heading, tip.level, tip.curve));
          }
          return;
        }
        at = next;
        done += step;
      }
      gone += done;
      branch(at, heading, tip.level, tips);
      if (kept == at) {
        return;
      }
      if (gone > 0 && unit() < 0.35 * style.kink) {
        heading += 0.9 * signed();
      }
    }
  }

  private void branch(int at, double heading, int level, ArrayDeque<Tip> tips) {
    for (int side = -1; side <= 1; side += 2) {
      if (unit() < style.branch) {
        double turn = side * (StrictMath.PI / 2 + 0.5 * style.lean * signed());
        tips.add(new Tip(at, heading + turn, level + 1, bend()));
      }
    }
  }

  private int sidesAt(int v) {
    int n = 0;
    for (int e = 0; e < from.size(); e++) {
      n += from.get(e) == v || to.get(e) == v ? 1 : 0;
    }
    return n;
  }

  /** The vertex at which the last street joined another. */
  private int joined = -1;

  /** One piece of a street: its new end, −1 where it stopped, −2 where it joined another street. */
  private int step(int at, double heading, double length, int name, double gone) {
    double dx = StrictMath.cos(heading);
    double dy = StrictMath.sin(heading);
    double clear = 0.5 * Math.min(style.depthM, style.blockM);
    double reach = length + Math.max(clear, 20);
    int hit = -1;
    double least = reach;
    for (int e = 0; e < from.size(); e++) {
      if (from.get(e) != at && to.get(e) != at) {
        double t = along(at, dx, dy, e);
        if (t > 0 && t < least) {
          least = t;
          hit = e;
        }
      }
    }
    if (hit >= 0) {
      joined =
          unit() < style.connect || street.get(hit) >= 0 && unit() < 0.4
              ? join(at, hit, dx, dy, least, name)
              : -1;
      if (joined >= 0) {
        return -2;
      }
      length = Math.min(length, least - clear - 3);
      if (length < SHORTEST_M && gone + length < SHORTEST_M || length < 15) {
        return -1;
      }
    }
    double px = x[at] + dx * length;
    double py = y[at] + dy * length;
    if (!isClear(at, px, py, -1, clear)) {
      return -1;
    }
    int v = vertex(px, py);
    edge(at, v, name);
    grownM += length;
    return hit >= 0 ? -1 : v;
  }

  /** Distance along a ray at which it meets an edge, or −1. */
  private double along(int at, double dx, double dy, int e) {
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

  /** Joins the street ahead at a vertex near the hit, or cuts it there; −1 where neither fits. */
  private int join(int at, int e, double dx, double dy, double t, int name) {
    double hx = x[at] + dx * t;
    double hy = y[at] + dy * t;
    double ex = x[to.get(e)] - x[from.get(e)];
    double ey = y[to.get(e)] - y[from.get(e)];
    double length = Math.sqrt(ex * ex + ey * ey);
    if (t < 21 || Math.abs(ex * dy - ey * dx) / length < 0.55) {
      return -1;
    }
    int best = -1;
    double least = street.get(e) >= 0 ? 23 : 45;
    for (int v = 0; v < vertices; v++) {
      double d = Site.distance(x[v], y[v], hx, hy);
      boolean free = v < ring ? opens[v] && degree0[v] == 0 : sidesAt(v) < 4;
      if (d < least && free && v != at) {
        least = d;
        best = v;
      }
    }
    double clear = 0.45 * Math.min(style.depthM, style.blockM);
    if (best >= 0) {
      if (!isClear(at, x[best], y[best], best, clear) || !isSquare(best, at)) {
        return -1;
      }
      edge(at, best, name);
    } else {
      boolean room =
          Site.distance(hx, hy, x[from.get(e)], y[from.get(e)]) > 18
              && Site.distance(hx, hy, x[to.get(e)], y[to.get(e)]) > 18;
      if (street.get(e) < 0 || !room) {
        return -1;
      }
      best = vertex(hx, hy);
      int end = to.get(e);
      to.set(e, best);
      edge(best, end, street.get(e));
      if (!isClear(at, x[best], y[best], best, clear)) {
        return -1;
      }
      edge(at, best, name);
    }
    grownM += t;
    return best;
  }

  /** Whether a street from v to {@code other} leaves all others there by more than 35 degrees. */
  private boolean isSquare(int v, int other) {
    double ax = x[other] - x[v];
    double ay = y[other] - y[v];
    double a = Math.sqrt(ax * ax + ay * ay);
    for (int e = 0; e < from.size(); e++) {
      int w = from.get(e) == v ? to.get(e) : to.get(e) == v ? from.get(e) : -1;
      if (w >= 0) {
        double bx = x[w] - x[v];
        double by = y[w] - y[v];
        if ((ax * bx + ay * by) / (a * Math.sqrt(bx * bx + by * by)) > 0.82) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether a piece from a vertex to a place keeps its distance from all but its own ends. */
  private boolean isClear(int at, double px, double py, int end, double clear) {
    for (int e = 0; e < from.size(); e++) {
      int a = from.get(e);
      int b = to.get(e);
      if (Math.max(x[a], x[b]) < Math.min(x[at], px) - clear
          || Math.min(x[a], x[b]) > Math.max(x[at], px) + clear
          || Math.max(y[a], y[b]) < Math.min(y[at], py) - clear
          || Math.min(y[a], y[b]) > Math.max(y[at], py) + clear) {
        continue;
      }
      boolean near = a == at || b == at;
      boolean far = a == end || b == end;
      if (!near && !far) {
        double gap = Planar.distance(x[at], y[at], px, py, x[a], y[a], x[b], y[b]);
        double before = Planar.distance(x[at], y[at], x[a], y[a], x[b], y[b]);
        double after = end < 0 ? clear : Planar.distance(px, py, x[a], y[a], x[b], y[b]);
        if (gap < 9 || gap < Math.min(clear, 0.85 * Math.min(before, after))) {
          return false;
        }
      }
      if (near != far && narrow(at, px, py, end, a, b)) {
        return false;
      }
    }
    return end < 0 || isSquare(at, end);
  }

  /** Whether a piece leaves a neighbour at its own end at less than 35 degrees. */
  private boolean narrow(int at, double px, double py, int end, int a, int b) {
    int pivot = a == at || b == at ? at : end;
    int w = a == pivot ? b : a;
    double ax = (pivot == at ? px : x[at]) - x[pivot];
    double ay = (pivot == at ? py : y[at]) - y[pivot];
    double bx = x[w] - x[pivot];
    double by = y[w] - y[pivot];
    double n = Math.sqrt((ax * ax + ay * ay) * (bx * bx + by * by));
    return (ax * bx + ay * by) / n > 0.82;
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
