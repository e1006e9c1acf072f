package city.emona.citygen.plan.blocks;

import city.emona.citygen.plan.Planar;
import city.emona.citygen.plan.Site;
import java.util.Arrays;

/**
 * Lanes of a place that nobody planned: houses come about one after the other, and each that stands
 * too far from a street is led to the nearest one, and where it pays on to a second one on its
 * other side, in one curve (Barthélemy and Flammini 2008: new centres join the network by the
 * shortest way; of two ways the one to a relative neighbour). The first lanes cross the open land
 * from one side to the other, later ones fill in, so lengths spread over a decade and junctions
 * have three arms without any rule for it. Metres; confined to one thread.
 */
final class Lanes extends StreetGraph {
  /**
   * What a fabric asks for: distance of a house from the next street, share of lanes that go on to
   * a second street, how much nearer an opposite junction seems than it is (0 … 1), and how much
   * lanes bend (0 … 1).
   */
  record Style(double reachM, double connect, double cross, double curvy) {
    Style crossing(double more) {
      return new Style(reachM, connect, Math.min(0.8, cross * more), curvy);
    }
  }

  /**
   * A place where a lane may begin: a vertex, its street, the way the lane would leave, and the
   * house's distance.
   */
  private record Anchor(
      int vertex, int street, double nx, double ny, double distanceM, boolean tip) {}

  private static final double STEP_M = 17;

  /** Outside of towns nobody leads a lane on to another street that is nearer than this. */
  private static final double LOOP_M = 150;

  private final Style style;
  private Anchor[] anchors = new Anchor[64];

  /** How softly the lane being laid turns, 0 for straight pieces with corners. */
  private double soft;

  /** How far the lane being laid sways to and fro, m. */
  private double wander;

  /** Whether the lane being laid turns in corners as fields do. */
  private boolean square;

  private double[] lineX = new double[0];
  private double[] lineY = new double[0];

  Lanes(double[] x, double[] y, boolean[] opens, Style style, Ground ground, long key) {
    super(x, y, opens, ground, key);
    this.style = style;
  }

  @Override
  void run() {
    double x0 = Arrays.stream(x, 0, ring).min().orElseThrow();
    double x1 = Arrays.stream(x, 0, ring).max().orElseThrow();
    double y0 = Arrays.stream(y, 0, ring).min().orElseThrow();
    double y1 = Arrays.stream(y, 0, ring).max().orElseThrow();
    int houses = (int) (3 * (x1 - x0) * (y1 - y0) / (style.reachM * style.reachM)) + 20;
    for (int k = 0; k < 2 * houses; k++) {
      double px = x0 + (x1 - x0) * unit();
      double py = y0 + (y1 - y0) * unit();
      double keep = unit();
      double grain = ground.grain(px, py);
      // coarse places need fewer houses to be filled
      if (keep * grain * grain < 6
          && !isNear(px, py, 0.3 * style.reachM)
          && isInside(px, py)
          && (keep > 0.93 || !ground.isEmpty(px, py))) {
        settle(px, py, grain, k < houses);
      }
    }
  }

  private boolean isNear(double px, double py, double least) {
    int n = cells.near(px, py, px, py, least);
    for (int i = 0; i < n; i++) {
      int a = from.get(cells.found(i));
      int b = to.get(cells.found(i));
      if (Planar.distance(px, py, x[a], y[a], x[b], y[b]) < least) {
        return true;
      }
    }
    return false;
  }

  private boolean isInside(double px, double py) {
    boolean in = false;
    for (int k = 0, p = ring - 1; k < ring; p = k++) {
      if (y[k] > py != y[p] > py && px < x[k] + (x[p] - x[k]) * (py - y[k]) / (y[p] - y[k])) {
        in = !in;
      }
    }
    return in;
  }

  /** Leads a house to the streets around it, if it stands too far from them. */
  private void settle(double px, double py, double grain, boolean early) {
    double reach = style.reachM * grain;
    reach = Math.max(0.72 * style.reachM, reach * StrictMath.exp(0.5 * (signed() + signed())));
    boolean spur = !early && unit() < 0.5 && ground.isSpurred(px, py);
    reach = spur ? Math.min(reach, 30 + 45 * unit()) : early ? 1.6 * reach : reach;
    double far = spur ? 1.8 * reach : Math.min(600, Math.max(2.2 * reach + 40, 90));
    if (isNear(px, py, reach)) {
      return;
    }
    int n = cells.near(px, py, px, py, far);
    int[] around = new int[n];
    double nearest = Double.MAX_VALUE;
    for (int i = 0; i < n; i++) {
      around[i] = cells.found(i);
      int a = from.get(around[i]);
      int b = to.get(around[i]);
      nearest = Math.min(nearest, Planar.distance(px, py, x[a], y[a], x[b], y[b]));
    }
    if (nearest > far) {
      return;
    }
    int found = anchors(px, py, far, around);
    double curvy = ground.curvy(px, py, style.curvy);
    boolean through = !spur && unit() < (early ? style.connect : 0.4 * style.connect);
    double lean = 0.7 * curvy * signed();
    wander = 6.5 * curvy;
    square = unit() < ground.squared(px, py);
    soft = unit() < 0.45 ? 0.06 : 0.2 + 0.65 * curvy;
    double apartM = Math.max(ground.site().awayM(px, py) > 0 ? LOOP_M : 85, 2.6 * reach);
    for (int i = 0; i < Math.min(found, 4); i++) {
      Anchor a = anchors[i];
      Anchor b = through ? opposite(a, px, py, found, apartM) : null;
      if (b != null && lay(a, px, py, b, lean, reach)) {
        return;
      }
      if (lay(a, px, py, null, 0.3 * lean, reach)) {
        return;
      }
    }
  }

  /** Vertices around that a lane may join, the nearest first. */
  private int anchors(double px, double py, double far, int[] around) {
    int count = 0;
    for (int e : around) {
      for (int k = 0, v = from.get(e); k < 2; k++, v = to.get(e)) {
        double d = Site.distance(px, py, x[v], y[v]);
        boolean over = v >= ring && sides[v] == 3;
        boolean free = v < ring ? opens[v] && joins[v] == 0 : sides[v] < 4;
        if (!free || d > far || v >= ring && sides[v] == 2 && isCrowded(v)) {
          continue;
        }
        d *= over ? 1 - style.cross : 1;
        Anchor a = anchor(v, street.get(e), px, py, d);
        if (a == null) {
          continue;
        }
        if (count == anchors.length) {
          anchors = Arrays.copyOf(anchors, 2 * count);
        }
        anchors[count++] = a;
      }
    }
    Arrays.sort(
        anchors,
        0,
        count,
        (p, q) ->
            p.distanceM != q.distanceM
                ? Double.compare(p.distanceM, q.distanceM)
                : Integer.compare(p.vertex, q.vertex));
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (kept == 0 || anchors[kept - 1].vertex != anchors[i].vertex) {
        anchors[kept++] = anchors[i];
      }
    }
    return kept;
  }

  /** Whether a neighbour along the street is a junction already. */
  private boolean isCrowded(int v) {
    int n = cells.near(x[v], y[v], x[v], y[v], 1);
    for (int i = 0; i < n; i++) {
      int e = cells.found(i);
      int w = from.get(e) == v ? to.get(e) : to.get(e) == v ? from.get(e) : -1;
      if (w >= 0 && sides[w] > 2 && Site.distance(x[v], y[v], x[w], y[w]) < 24) {
        return true;
      }
    }
    return false;
  }

  /** How a lane leaves a vertex towards a house: on from a dead end, square to a street. */
  private Anchor anchor(int v, int name, double px, double py, double d) {
    double tx = 0;
    double ty = 0;
    int n = cells.near(x[v], y[v], x[v], y[v], 1);
    int arms = 0;
    double hx = 0;
    double hy = 0;
    for (int i = 0; i < n; i++) {
      int e = cells.found(i);
      int w = from.get(e) == v ? to.get(e) : to.get(e) == v ? from.get(e) : -1;
      if (w < 0) {
        continue;
      }
      double l = Site.distance(x[v], y[v], x[w], y[w]);
      double ux = (x[w] - x[v]) / l;
      double uy = (y[w] - y[v]) / l;
      if (arms == 0) {
        hx = ux;
        hy = uy;
      }
      double sign = ux * hx + uy * hy > 0 ? 1 : -1;
      tx += sign * ux;
      ty += sign * uy;
      arms++;
    }
    double off = Site.distance(px, py, x[v], y[v]);
    double gx = (px - x[v]) / off;
    double gy = (py - y[v]) / off;
    if (arms == 1) {
      return -hx * gx - hy * gy > 0.3 ? new Anchor(v, name, -hx, -hy, 0.8 * d, true) : null;
    }
    double l = Math.sqrt(tx * tx + ty * ty);
    double nx = -ty / l;
    double ny = tx / l;
    double across = nx * gx + ny * gy;
    if (Math.abs(across) < 0.6) {
      return null;
    }
    return new Anchor(
        v,
        name,
        across > 0 ? nx : -nx,
        across > 0 ? ny : -ny,
        d * (1.6 - 0.6 * Math.abs(across)),
        false);
  }

  /** The street on the other side of a house, or null where none is near and opposite. */
  private Anchor opposite(Anchor a, double px, double py, int found, double apartM) {
    Anchor best = null;
    double least = Double.MAX_VALUE;
    double ax = x[a.vertex] - px;
    double ay = y[a.vertex] - py;
    double al = Math.sqrt(ax * ax + ay * ay);
    for (int i = 0; i < found; i++) {
      Anchor b = anchors[i];
      double bx = x[b.vertex] - px;
      double by = y[b.vertex] - py;
      double bl = Math.sqrt(bx * bx + by * by);
      double cos = (ax * bx + ay * by) / (al * bl);
      // who leaves a street and comes back to it saves nobody a way
      boolean back = b.street == a.street && (a.street >= 0 || cos > -0.8);
      if (b.vertex == a.vertex
          || back
          || cos > -0.4
          || Site.distance(x[a.vertex], y[a.vertex], x[b.vertex], y[b.vertex]) < apartM) {
        continue;
      }
      double cost = b.distanceM * (1.9 + cos);
      if (cost < least) {
        least = cost;
        best = b;
      }
    }
    return best;
  }

  /** Lays one lane past a house, all of it or none. */
  private boolean lay(Anchor a, double px, double py, Anchor b, double lean, double reach) {
    double dx = (b == null ? px : x[b.vertex]) - x[a.vertex];
    double dy = (b == null ? py : y[b.vertex]) - y[a.vertex];
    double l = Math.sqrt(dx * dx + dy * dy);
    double c = StrictMath.cos(b == null ? lean : 0);
    double s = StrictMath.sin(b == null ? lean : 0);
    double mx = (dx * c - dy * s) / l;
    double my = (dx * s + dy * c) / l;
    double[] one =
        square && !a.tip
            ? cornered(x[a.vertex], y[a.vertex], a.nx, a.ny, px, py)
            : hermite(x[a.vertex], y[a.vertex], a.nx, a.ny, px, py, mx, my);
    double[] two =
        b == null
            ? new double[0]
            : square && !b.tip
                ? back(cornered(x[b.vertex], y[b.vertex], b.nx, b.ny, px, py), b.vertex)
                : hermite(px, py, mx, my, x[b.vertex], y[b.vertex], -b.nx, -b.ny);
    int n = (one.length + two.length) / 2 + 1;
    lineX = new double[n];
    lineY = new double[n];
    lineX[0] = x[a.vertex];
    lineY[0] = y[a.vertex];
    for (int k = 1; k < n; k++) {
      int at = 2 * (k - 1);
      lineX[k] = at < one.length ? one[at] : two[at - one.length];
      lineY[k] = at < one.length ? one[at + 1] : two[at + 1 - one.length];
    }
    if (!fits(a.vertex, b == null ? -1 : b.vertex, Math.max(13, 0.5 * reach))) {
      return false;
    }
    int name = streets;
    int before = a.vertex;
    for (int k = 1; k < n; k++) {
      int next = k == n - 1 && b != null ? b.vertex : vertex(lineX[k], lineY[k]);
      edge(before, next, name);
      before = next;
    }
    if (b == null && l < 45) {
      sort.set(name, YARD);
    }
    return true;
  }

  /**
   * A way along the edges of fields: square from the street, then in a corner to the place. x, y,
   * x, y, … after its start, the place the last one.
   */
  private double[] cornered(double ax, double ay, double nx, double ny, double px, double py) {
    double along = (px - ax) * nx + (py - ay) * ny;
    double cx = ax + nx * along;
    double cy = ay + ny * along;
    double aside = Site.distance(cx, cy, px, py);
    if (along < 38 || aside < 34) {
      return straight(ax, ay, px, py);
    }
    double[] one = straight(ax, ay, cx, cy);
    double[] two = straight(cx, cy, px, py);
    double[] out = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, out, one.length, two.length);
    return out;
  }

  /** The points of a way from vertex v to a place, turned round: after the place, v the last. */
  private double[] back(double[] way, int v) {
    int n = way.length / 2;
    double[] out = new double[way.length];
    for (int k = 0; k + 1 < n; k++) {
      out[2 * k] = way[2 * (n - 2 - k)];
      out[2 * k + 1] = way[2 * (n - 2 - k) + 1];
    }
    out[2 * n - 2] = x[v];
    out[2 * n - 1] = y[v];
    return out;
  }

  private double[] straight(double ax, double ay, double bx, double by) {
    double d = Site.distance(ax, ay, bx, by);
    int pieces = Math.max(1, (int) Math.round(d / STEP_M));
    double[] out = new double[2 * pieces];
    for (int k = 1; k <= pieces; k++) {
      double t = (double) k / pieces;
      double off = k < pieces ? 0.9 * signed() / d : 0;
      out[2 * k - 2] = Math.rint((ax + (bx - ax) * t - off * (by - ay)) * 1000) / 1000;
      out[2 * k - 1] = Math.rint((ay + (by - ay) * t + off * (bx - ax)) * 1000) / 1000;
    }
    return out;
  }

  /** Points of a cubic curve after its start, its end the last one: x, y, x, y, … */
  private double[] hermite(
      double ax, double ay, double ux, double uy, double bx, double by, double wx, double wy) {
    double dx = bx - ax;
    double dy = by - ay;
    double d = Math.sqrt(dx * dx + dy * dy);
    double m0x = dx * (1 - soft) + ux * d * soft;
    double m0y = dy * (1 - soft) + uy * d * soft;
    double m1x = dx * (1 - soft) + wx * d * soft;
    double m1y = dy * (1 - soft) + wy * d * soft;
    int pieces = Math.max(1, (int) Math.round(d / STEP_M));
    double[] out = new double[2 * pieces];
    double wide = wander * unit();
    double wave = d / (11 + 9 * unit());
    double start = 6.2832 * unit();
    for (int k = 1; k <= pieces; k++) {
      double t = (double) k / pieces;
      double h1 = t * t * (3 - 2 * t);
      double h2 = t * (1 - t) * (1 - t);
      double h3 = t * t * (t - 1);
      double sway = wide * Math.min(1, 4 * t * (1 - t)) * StrictMath.sin(start + wave * t);
      double off = k < pieces ? (1.3 * signed() + sway) / d : 0;
      double qx = ax + dx * h1 + m0x * h2 + m1x * h3 - off * dy;
      double qy = ay + dy * h1 + m0y * h2 + m1y * h3 + off * dx;
      out[2 * k - 2] = Math.rint(qx * 1000) / 1000;
      out[2 * k - 1] = Math.rint(qy * 1000) / 1000;
    }
    return out;
  }

  /** Whether the line keeps clear of all streets but those at its ends, and leaves these wide. */
  private boolean fits(int a, int b, double clear) {
    int n = lineX.length;
    double[] gone = new double[n];
    for (int k = 1; k < n; k++) {
      gone[k] = gone[k - 1] + Site.distance(lineX[k - 1], lineY[k - 1], lineX[k], lineY[k]);
    }
    if (gone[n - 1] < 26) {
      return false;
    }
    for (int k = 1; k < n; k++) {
      if (gone[k] - gone[k - 1] < 12 || comesBack(k)) {
        return false;
      }
      int found = cells.near(lineX[k - 1], lineY[k - 1], lineX[k], lineY[k], clear);
      for (int i = 0; i < found; i++) {
        int e = cells.found(i);
        int p = from.get(e);
        int q = to.get(e);
        boolean atA = p == a || q == a;
        boolean atB = p == b || q == b;
        if (atA && k == 1) {
          if (isNarrow(lineX[0], lineY[0], lineX[1], lineY[1], p == a ? q : p)) {
            return false;
          }
          continue;
        }
        if (atB && k == n - 1) {
          if (isNarrow(lineX[k], lineY[k], lineX[k - 1], lineY[k - 1], p == b ? q : p)) {
            return false;
          }
          continue;
        }
        double fromEnd = Math.min(gone[k - 1], b < 0 ? gone[k - 1] : gone[n - 1] - gone[k]);
        double least = Math.min(clear, 9 + 0.5 * fromEnd);
        double gap =
            Planar.distance(lineX[k - 1], lineY[k - 1], lineX[k], lineY[k], x[p], y[p], x[q], y[q]);
        if (gap < least) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether a piece of the line comes near an earlier one. */
  private boolean comesBack(int k) {
    for (int m = 1; m < k - 1; m++) {
      double gap =
          Planar.distance(
              lineX[m - 1],
              lineY[m - 1],
              lineX[m],
              lineY[m],
              lineX[k - 1],
              lineY[k - 1],
              lineX[k],
              lineY[k]);
      if (gap < 11) {
        return true;
      }
    }
    return false;
  }

  /** Whether a piece leaves a street at its end at less than 40 degrees. */
  private boolean isNarrow(double px, double py, double qx, double qy, int w) {
    double ax = qx - px;
    double ay = qy - py;
    double bx = x[w] - px;
    double by = y[w] - py;
    double n = Math.sqrt((ax * ax + ay * ay) * (bx * bx + by * by));
    return (ax * bx + ay * by) / n > 0.77;
  }
}
