package city.emona.citygen.road;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Ints;
import city.emona.citygen.plan.Kind;
import java.util.Arrays;

/**
 * Where wide streets have room for two carriageways, and how these run: stretches of pieces that go
 * on through junctions, clear of everything else, and come together over 100 m where they end, past
 * junctions where need be. They stay apart where they run into a roundabout or end at a road
 * across. Metres; confined to one thread.
 */
final class Stretches {
  private static final double SHORTEST_M = 18;
  private static final double STEP_M = 9;

  /** Carriageways come together over this distance, past junctions where need be. */
  private static final double TAPER_M = 100;

  /** Two carriageways are built for a long stretch, not for a block. */
  private static final double SHORTEST_STRETCH_M = 420;

  private final Roadway road;
  private final Dice dice;
  final int[][] incident;

  /** Half the distance of the carriageways of a piece, 0 where it has one. */
  final double[] half;

  /** The piece by which the stretch arrives at a parted junction. */
  final int[] arriving;

  Stretches(Roadway road, Dice dice, boolean[] wide) {
    this.road = road;
    this.dice = dice;
    incident = road.incident();
    half = new double[road.pieces.size()];
    for (int p = 0; p < half.length; p++) {
      Roadway.Piece piece = road.pieces.get(p);
      boolean fits =
          piece.forward && piece.backward && !piece.ring && (!piece.bridge || piece.over);
      boolean loop = piece.from == piece.to;
      half[p] = wide[piece.street] && fits && !loop ? half(road, dice, piece.street) : 0;
    }
    arriving = new int[incident.length];
    Arrays.fill(arriving, -1);
  }

  /** Half the distance of the carriageways of a road, the same all along it. */
  static double half(Roadway road, Dice dice, int street) {
    double u = dice.unit(Stage.ROADWAY, road.streets.label[street], 6);
    return road.streets.kind[street] == Kind.TRUNK ? 5.5 + 3.5 * u : 4.3 + 4 * u * u;
  }

  /**
   * Junctions where carriageways would come together, the ones where most of them do first. To be
   * asked before they are built, so that these can become roundabouts.
   */
  int[] ends() {
    settle();
    Ints out = new Ints();
    for (int arms = 4; arms >= 1; arms--) {
      for (int v = 0; v < incident.length; v++) {
        if (wideArms(v) == arms && arriving[v] < 0 && incident[v].length >= 3) {
          out.add(v);
        }
      }
    }
    return out.toArray();
  }

  /** Finds the stretches that have room. */
  void settle() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int v = 0; v < incident.length; v++) {
        arriving[v] = isParted(v) ? firstWide(v) : -1;
      }
      for (int p = 0; p < half.length; p++) {
        if (half[p] > 0 && !hasRoom(p)) {
          half[p] = 0;
          changed = true;
        }
      }
      changed = changed || dropShortStretches();
    }
  }

  /** Takes stretches between two ends away that are too short to be built so; true if any. */
  private boolean dropShortStretches() {
    boolean any = false;
    boolean[] seen = new boolean[half.length];
    for (int p = 0; p < half.length; p++) {
      if (half[p] == 0 || seen[p]) {
        continue;
      }
      Ints stretch = new Ints();
      stretch.add(p);
      seen[p] = true;
      double length = 0;
      for (int k = 0; k < stretch.size(); k++) {
        Roadway.Piece piece = road.pieces.get(stretch.get(k));
        length += Roadway.length(piece.line);
        for (int v : new int[] {piece.from, piece.to}) {
          for (int q : incident[v]) {
            if (arriving[v] >= 0 && half[q] > 0 && !seen[q]) {
              seen[q] = true;
              stretch.add(q);
            }
          }
        }
      }
      for (int k = 0; k < stretch.size() && length < SHORTEST_STRETCH_M; k++) {
        half[stretch.get(k)] = 0;
        any = true;
      }
    }
    return any;
  }

  private int wideArms(int v) {
    int n = 0;
    for (int p : incident[v]) {
      n += half[p] > 0 ? 1 : 0;
    }
    return n;
  }

  int firstWide(int v) {
    for (int p : incident[v]) {
      if (half[p] > 0) {
        return p;
      }
    }
    return -1;
  }

  int otherWide(int v, int first) {
    for (int p : incident[v]) {
      if (half[p] > 0 && p != first) {
        return p;
      }
    }
    return -1;
  }

  /** Unit direction of a piece away from one of its nodes, by its first 12 m or so. */
  double[] away(int p, int v) {
    double[][] l = road.lineFrom(p, v);
    int k = 1;
    while (k < l.length - 1 && Math.hypot(l[k][0] - l[0][0], l[k][1] - l[0][1]) < 9) {
      k++;
    }
    return Lines.unit(l[0], l[k]);
  }

  /** Whether both carriageways can pass a junction: two wide arms in line, the others aside. */
  private boolean isParted(int v) {
    if (isMouth(v) || crossRoad(v) != null) {
      return true;
    }
    if (wideArms(v) != 2 || road.isOnRing(v)) {
      return false;
    }
    int a = firstWide(v);
    int b = otherWide(v, a);
    double[] da = away(a, v);
    double[] db = away(b, v);
    if (Lines.dot(da, db) > -0.8) {
      return false;
    }
    double[] t = Lines.unit(da, db);
    for (int p : incident[v]) {
      if (p != a && p != b) {
        double[] d = away(p, v);
        double across = t[0] * d[1] - t[1] * d[0];
        Roadway.Piece side = road.pieces.get(p);
        boolean steep = Math.abs(across) >= 0.5 && leaves(p, v, t, across, half[a] + 4);
        if (side.from == side.to || !(steep || side.ramp)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether both carriageways go on as the two ways beside the island before a ring. */
  private boolean isMouth(int v) {
    int legs = 0;
    for (int p : incident[v]) {
      Roadway.Piece piece = road.pieces.get(p);
      legs += piece.leg && !piece.backward ? 1 : 0;
    }
    return legs == 2 && incident[v].length == 3 && wideArms(v) == 1;
  }

  /**
   * The arms on the right and on the left, as seen when arriving, of a road that a stretch ends at:
   * each carriageway meets it in a node of its own. Null where it does not end so.
   */
  int[] crossRoad(int v) {
    if (incident[v].length != 3 || wideArms(v) != 1 || road.isOnRing(v)) {
      return null;
    }
    int wide = firstWide(v);
    double[] back = away(wide, v);
    int[] out = {-1, -1};
    for (int p : incident[v]) {
      Roadway.Piece piece = road.pieces.get(p);
      if (p == wide) {
        continue;
      }
      boolean plain = piece.forward && piece.backward && !piece.bridge && !piece.ramp;
      double[] d = away(p, v);
      double across = Lines.cross(back, d);
      int slot = across > 0 ? 0 : 1;
      boolean main = road.streets.kind[piece.street].isArterial();
      if (!plain || !main || piece.leg || piece.from == piece.to || Math.abs(across) < 0.8) {
        return null;
      }
      if (out[slot] >= 0 || Roadway.length(piece.line) < half[wide] / Math.abs(across) + 15) {
        return null;
      }
      out[slot] = p;
    }
    return Lines.dot(away(out[0], v), away(out[1], v)) < -0.8 ? out : null;
  }

  /** How far from the junction the carriageways meet an arm of the road that they end at. */
  double aside(int v, int arm) {
    int wide = firstWide(v);
    return half[wide] / Math.abs(Lines.cross(away(wide, v), away(arm, v)));
  }

  /** Direction of the stretch at a parted junction, from its first wide arm on. */
  double[] onward(int v) {
    double[] back = away(firstWide(v), v);
    int next = otherWide(v, firstWide(v));
    return next < 0 ? new double[] {-back[0], -back[1]} : Lines.unit(back, away(next, v));
  }

  /** Whether a side street stays on its side of a carriageway for its first 60 m. */
  private boolean leaves(int p, int v, double[] t, double across, double clear) {
    double[][] l = road.lineFrom(p, v);
    double m = Math.min(60, Roadway.length(l));
    for (double s = 2 * clear; s < m; s += 4) {
      double[] at = Lines.at(l, s);
      double off = t[0] * (at[1] - road.y(v)) - t[1] * (at[0] - road.x(v));
      if (off * Math.signum(across) < clear) {
        return false;
      }
    }
    return Roadway.length(l) >= Math.max(26, 2 * clear + 5);
  }

  double[] rightPlace(int v, int sign) {
    int a = arriving[v];
    int[] cross = crossRoad(v);
    if (cross != null) {
      int arm = cross[sign > 0 ? 0 : 1];
      return Lines.at(road.lineFrom(arm, v), aside(v, arm));
    }
    double[] t = onward(v);
    double o = sign * half[a] * widthAt(v);
    return new double[] {road.x(v) + o * t[1], road.y(v) - o * t[0]};
  }

  /** Whether both carriageways of a piece stay clear of everything else. */
  private boolean hasRoom(int p) {
    Roadway.Piece piece = road.pieces.get(p);
    if (half[p] == 0 || Roadway.length(piece.line) < SHORTEST_M) {
      return false;
    }
    for (int side = -1; side <= 1; side += 2) {
      double[][] line = side(p, side);
      for (int k = 1; k < line.length; k++) {
        double[] a = line[k - 1];
        double[] b = line[k];
        if (Math.hypot(b[0] - a[0], b[1] - a[1]) < 1) {
          return false;
        }
      }
      if (!road.isFree(line, 3, q -> how(p, q))) {
        return false;
      }
    }
    return isApart(p, piece.from) && isApart(p, piece.to);
  }

  /** How a carriageway of piece p is held against piece q. */
  private int how(int p, int q) {
    Roadway.Piece piece = road.pieces.get(p);
    Roadway.Piece other = road.pieces.get(q);
    if (q == p || other.over || piece.over) {
      return Roadway.SKIP;
    }
    for (int v : new int[] {piece.from, piece.to}) {
      if (other.touches(v)) {
        return arriving[v] >= 0 ? Roadway.SKIP : Roadway.MAY_MEET;
      }
    }
    return half[q] > 0 ? Roadway.WIDE : Roadway.KEEP_CLEAR;
  }

  /** Whether carriageways that come together at a node leave the other arms there room. */
  private boolean isApart(int p, int v) {
    if (arriving[v] >= 0) {
      return true;
    }
    double[] d = away(p, v);
    for (int q : incident[v]) {
      if (q != p) {
        double[] e = away(q, v);
        double cos = Lines.dot(d, e);
        if (cos > (half[q] > 0 ? 0.5 : 0.78)) {
          return false;
        }
      }
    }
    return true;
  }

  /** The carriageway on the right (1) or left (−1) of a piece, along the piece. */
  double[][] side(int p, int side) {
    Roadway.Piece piece = road.pieces.get(p);
    double[][] l = Lines.inSteps(piece.line, STEP_M);
    int n = l.length;
    double m = Roadway.length(l);
    double behind = toEnd(p, piece.from);
    double beyond = toEnd(p, piece.to);
    double[][] out = new double[n][];
    double gone = 0;
    for (int k = 1; k < n - 1; k++) {
      gone += Lines.gap(l[k - 1], l[k]);
      double[] a = Lines.unit(l[k - 1], l[k]);
      double[] b = Lines.unit(l[k], l[k + 1]);
      double tx = a[0] + b[0];
      double ty = a[1] + b[1];
      double tn = Math.hypot(tx, ty);
      double o = side * half[p] * Math.min(1.4, 2 / tn);
      o *= widening((behind + gone) / TAPER_M) * widening((beyond + m - gone) / TAPER_M);
      out[k] = new double[] {l[k][0] + o * ty / tn, l[k][1] - o * tx / tn};
    }
    out[0] = end(p, piece.from, side);
    out[n - 1] = end(p, piece.to, -side);
    return out;
  }

  /**
   * How far it is from a node of a piece, away from the piece, to the place where the carriageways
   * come together; infinite where they do not, or where it is too far to matter.
   */
  private double toEnd(int p, int v) {
    int piece = p;
    int node = v;
    double gone = 0;
    while (arriving[node] >= 0) {
      int next = otherWide(node, piece);
      if (next < 0 || gone > TAPER_M) {
        return Double.POSITIVE_INFINITY;
      }
      Roadway.Piece on = road.pieces.get(next);
      gone += Roadway.length(on.line);
      node = on.from == node ? on.to : on.from;
      piece = next;
    }
    return gone;
  }

  /** Share of the full distance of the carriageways at a parted junction. */
  private double widthAt(int v) {
    int a = arriving[v];
    int b = otherWide(v, a);
    double behind = b < 0 ? Double.POSITIVE_INFINITY : toEnd(b, v);
    return widening(toEnd(a, v) / TAPER_M) * widening(behind / TAPER_M);
  }

  /** Share of the full distance at a share of the taper: parts at an angle, then swings back. */
  private static double widening(double t) {
    return t >= 1 ? 1 : 0.4 * t * (2 - t) + 0.6 * t * t * (3 - 2 * t);
  }

  /** Where a carriageway ends at a node; {@code side} as seen when leaving the node. */
  private double[] end(int p, int v, int side) {
    if (arriving[v] < 0) {
      return new double[] {road.x(v), road.y(v)};
    }
    return rightPlace(v, arriving[v] == p ? -side : side);
  }
}
