package city.emona.citygen.plan.blocks;

import city.emona.citygen.plan.Site;
import java.util.ArrayDeque;

/**
 * Grows the streets of one neighbourhood from a few openings of its ring inward, the way estates
 * and suburbs come about: a street runs on until it meets another, and joins it or stops short of
 * it; side streets leave it left and right at distances of their own, so that they meet in T
 * junctions (Parish and Müller 2001, local constraints; Weber et al. 2009). Directions, grain and
 * bends follow {@link Ground}, which knows no neighbourhoods. Metres; confined to one thread.
 */
final class Growth extends StreetGraph {
  /**
   * What a fabric asks for: distance of parallel streets, of side streets along one, of openings
   * along the ring, chances to join a street ahead, to cross it, to be a comb of short yards, how
   * much streets bend (0 … 1), and length of a street.
   */
  record Style(
      double depthM,
      double blockM,
      double openM,
      double connect,
      double cross,
      double comb,
      double curvy,
      double longestM) {
    Style crossing(double more) {
      return new Style(depthM, blockM, openM, connect, cross * more, comb, curvy, longestM);
    }
  }

  private record Tip(int vertex, double heading, int level, double longestM, boolean yard) {}

  private static final double SHORTEST_M = 26;

  private final Style style;

  /** The vertex at which the last street joined another, or −1. */
  private int joined = -1;

  Growth(double[] x, double[] y, boolean[] opens, Style style, Ground ground, long key) {
    super(x, y, opens, ground, key);
    this.style = style;
  }

  /** A factor with median 1, long to the right: lengths in towns spread over a decade. */
  private double spread(double sigma) {
    return StrictMath.exp(sigma * (signed() + signed() + signed()));
  }

  @Override
  void run() {
    ArrayDeque<Tip> tips = new ArrayDeque<>();
    open(tips);
    while (!tips.isEmpty()) {
      grow(tips.poll(), tips);
    }
  }

  /** Openings of the ring, some distance apart; streets leave along the ground or square. */
  private void open(ArrayDeque<Tip> tips) {
    double since = style.openM * unit();
    for (int k = 0; k < ring; k++) {
      int p = (k + ring - 1) % ring;
      since += Site.distance(x[p], y[p], x[k], y[k]);
      if (opens[k] && since > style.openM) {
        int q = (k + 1) % ring;
        double inward = StrictMath.atan2(x[q] - x[p], -(y[q] - y[p]));
        double turn = Ground.turnTo(inward, ground.direction(x[k], y[k]));
        double heading = inward + (Math.abs(turn) < 0.6 ? turn : 0) + 0.1 * signed();
        if (!isInside(k, heading)) {
          continue;
        }
        tips.add(new Tip(k, heading, unit() < 0.6 ? 0 : 1, 0, false));
        since = style.openM * (1 - spread(0.45) * ground.planned(x[k], y[k]));
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
    return at > 0.7 && at < angle - 0.7;
  }

  /** An angle in 0 … 2 π. */
  private static double turned(double angle) {
    double full = 2 * StrictMath.PI;
    return angle - full * Math.floor(angle / full);
  }

  /** A street under way: what is left of its turns, and where its next side streets leave. */
  private final class Course {
    final boolean comb;
    final int combSide;
    final double yardM;
    double heading;
    double curve;
    double waveM = 1;
    double follow;
    double turnAt = Double.MAX_VALUE;
    double turn;
    double arcM;
    double again = Double.MAX_VALUE;
    final double[] next = new double[2];

    Course(Tip tip, double curvy) {
      heading = tip.heading;
      comb = !tip.yard && unit() < style.comb;
      combSide = unit() < 0.5 ? 0 : 1;
      yardM = 26 + 45 * unit();
      double u = unit();
      double v = signed();
      if (tip.yard) {
        if (u < 0.3) {
          turnAt = 18 + 20 * unit();
          turn = v < 0 ? -1.57 : 1.57;
          again = u < 0.12 ? turnAt + 16 + 40 * unit() : again;
        }
      } else if (u < 0.2 + 0.42 * curvy) {
        curve = v * Math.abs(v) * 0.018;
        waveM = 18 + 30 * unit(); // to and fro, or else it would end as half a circle
        follow = curvy / 160;
      } else if (u < 0.42 + 0.46 * curvy) {
        turnAt = 30 + 130 * unit() * unit();
        turn = (v < 0 ? -1 : 1) * (0.5 + 1.15 * unit());
        arcM = unit() < 0.5 ? 0 : 8 + 50 * unit() * curvy;
        again = unit() < 0.45 ? turnAt + arcM + 28 + 90 * unit() : again;
      } else {
        follow = curvy < 0.3 ? 0 : 1 / 130.0;
      }
      next[0] = gap(tip.vertex, 0);
      next[1] = gap(tip.vertex, 1);
    }

    double gap(int at, int side) {
      if (comb) {
        return side == combSide ? 24 + 16 * unit() : 1e9;
      }
      return Math.max(22, 1.6 * style.blockM * ground.planned(x[at], y[at]) * spread(0.52));
    }
  }

  private void grow(Tip tip, ArrayDeque<Tip> tips) {
    if (tip.vertex >= ring && sides[tip.vertex] > 3) {
      return;
    }
    int at = tip.vertex;
    boolean barren = ground.isEmpty(x[at], y[at]);
    if (barren && tip.level > 0 && unit() < 0.8) {
      return;
    }
    Course c = new Course(tip, ground.curvy(x[at], y[at], style.curvy));
    double longest =
        tip.longestM > 0
            ? tip.longestM
            : style.longestM * (tip.level == 0 ? 2.4 : tip.level == 1 ? 1.4 : 1) * spread(0.36);
    int name = streets;
    double gone = 0;
    double last = 0;
    while (gone < longest) {
      double piece = longest - gone;
      boolean arc = gone >= c.turnAt && gone < c.turnAt + c.arcM;
      boolean bends = c.curve != 0 || c.follow > 0 || arc;
      piece = Math.min(piece, bends ? (arc ? 14 : 20 + 8 * unit()) : 60);
      piece = Math.min(piece, Math.min(c.next[0], c.next[1]) - gone);
      piece = Math.min(piece, c.turnAt > gone ? c.turnAt - gone : piece);
      piece = Math.max(PIECE_M, piece);
      if (arc) {
        c.heading += c.turn * Math.min(1, piece / c.arcM);
      }
      c.heading +=
          c.curve * StrictMath.cos(gone / c.waveM) * piece
              + c.follow * piece * Ground.turnTo(c.heading, ground.direction(x[at], y[at]));
      int next = step(at, c.heading, piece, name, gone, tip);
      if (next < 0) {
        if (next == -2 && !tip.yard && gone > 0 && unit() < 0.2 + style.cross && joined >= ring) {
          tips.addFirst(new Tip(joined, c.heading, tip.level, longest - gone, false));
        }
        break;
      }
      at = next;
      gone += piece;
      if (gone >= c.turnAt && c.arcM == 0 || gone >= c.turnAt + c.arcM) {
        c.heading += c.arcM == 0 ? c.turn : 0;
        c.turnAt = c.again;
        c.again = Double.MAX_VALUE;
      }
      if (!tip.yard) {
        last = branch(at, c, gone, last, tip.level, tips);
      }
    }
    if (tip.yard && streets > name) {
      sort.set(name, YARD);
    }
  }

  /** Lets side streets leave that are due, seldom two at once; gives where the last one left. */
  private double branch(
      int at, Course c, double gone, double last, int level, ArrayDeque<Tip> tips) {
    double here = last;
    boolean due = Math.min(c.next[0], c.next[1]) <= gone + 1;
    if (due && Math.max(c.next[0], c.next[1]) < gone + 130 && unit() < style.cross) {
      c.next[0] = gone;
      c.next[1] = gone;
    }
    for (int s = 0; s < 2; s++) {
      if (c.next[s] > gone + 1) {
        continue;
      }
      boolean both = here == gone;
      if (both && c.next[1 - s] - gone > 1e6
          || both && unit() > 0.7 + style.cross
          || !both && gone - last < 14 && last > 0) {
        c.next[s] = gone + 16 + 14 * unit();
        continue;
      }
      c.next[s] = gone + c.gap(at, s);
      double lean = 0.06 + 0.3 * style.curvy;
      double heading = c.heading + (s == 0 ? 1 : -1) * StrictMath.PI / 2 + lean * signed();
      if (c.comb) {
        tips.add(new Tip(at, heading, level + 2, c.yardM, true));
      } else {
        double off = Ground.turnTo(heading, ground.direction(x[at], y[at]));
        heading += Math.abs(off) < 0.4 ? 0.6 * off : 0;
        tips.add(new Tip(at, heading, level + 1, 0, false));
      }
      here = gone;
    }
    return here;
  }

  /** How far a street at a vertex keeps from others. */
  private double clear(int at, Tip tip) {
    double wide = style.depthM * ground.planned(x[at], y[at]);
    return tip.yard ? 14 : Math.max(16, 0.55 * wide);
  }

  /** One piece of a street: its new end, −1 where it stopped, −2 where it joined another street. */
  private int step(int at, double heading, double length, int name, double gone, Tip tip) {
    double dx = StrictMath.cos(heading);
    double dy = StrictMath.sin(heading);
    double clear = clear(at, tip);
    double least = length + Math.max(clear, 20);
    int hit = -1;
    double reach = least;
    int n = cells.near(x[at], y[at], x[at] + dx * reach, y[at] + dy * reach, 0);
    for (int i = 0; i < n; i++) {
      int e = cells.found(i);
      if (from.get(e) != at && to.get(e) != at) {
        double t = along(at, dx, dy, e);
        if (t > 0 && t < least) {
          least = t;
          hit = e;
        }
      }
    }
    if (hit >= 0) {
      double connect = tip.yard ? 0.25 : tip.level == 0 ? 0.96 : style.connect;
      joined = unit() < connect ? join(at, hit, dx, dy, least, name, clear) : -1;
      if (joined >= 0) {
        return -2;
      }
      length = Math.min(length, least - clear - 3);
      if (length < PIECE_M || gone + length < SHORTEST_M) {
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
    return hit >= 0 ? -1 : v;
  }

  /** Joins the street ahead at a vertex near the hit, or cuts it there; −1 where neither fits. */
  private int join(int at, int e, double dx, double dy, double t, int name, double clear) {
    int a = from.get(e);
    int b = to.get(e);
    double ex = x[b] - x[a];
    double ey = y[b] - y[a];
    double length = Math.sqrt(ex * ex + ey * ey);
    double sine = Math.abs(ex * dy - ey * dx) / length;
    if (t < PIECE_M || sine < 0.45) {
      return -1;
    }
    // the end turns towards the square way to the street ahead
    double foot = ((x[at] - x[a]) * ex + (y[at] - y[a]) * ey) / length;
    double hitAt = ((x[at] + dx * t - x[a]) * ex + (y[at] + dy * t - y[a]) * ey) / length;
    double goal = Math.max(0, Math.min(length, hitAt + 0.5 * (foot - hitAt)));
    double hx = x[a] + ex * goal / length;
    double hy = y[a] + ey * goal / length;
    int best = nearVertex(at, e, hx, hy);
    double side = 0.7 * clear;
    if (best >= 0) {
      if (!isClear(at, x[best], y[best], best, side)) {
        return -1;
      }
      edge(at, best, name);
      return best;
    }
    if (street.get(e) < 0 || goal < PIECE_M || length - goal < PIECE_M) {
      return -1;
    }
    best = vertex(hx, hy);
    if (!isClear(at, x[best], y[best], best, side, e)) {
      vertices--;
      return -1;
    }
    to.set(e, best);
    sides[b]--;
    sides[best]++;
    edge(best, b, street.get(e));
    edge(at, best, name);
    return best;
  }
}
