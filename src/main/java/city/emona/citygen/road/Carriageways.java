package city.emona.citygen.road;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Ints;
import city.emona.citygen.plan.Kind;
import java.util.Arrays;

/**
 * Gives wide streets two carriageways, one line for each direction, 9-18 m apart and the same all
 * along a road (in Porto 8, 14 and 20 m are the deciles 1, 5 and 9; traffic keeps to the right). At
 * a junction within such a stretch the side streets join the near carriageway; where they lie on
 * both sides, and at some others, the median is open. At its ends, and wherever there is no room,
 * the carriageways swing together over 50 m and meet in the junction. The network stays strongly
 * connected: each carriageway runs from one end of the stretch to the other. Metres.
 */
public final class Carriageways {
  private static final double SHORTEST_M = 45;
  private static final double STEP_M = 9;
  private static final double TAPER_M = 50;

  /** Two carriageways are built for a long stretch, not for a block. */
  private static final double SHORTEST_STRETCH_M = 420;

  private final Roadway road;
  private final Dice dice;
  private final int[][] incident;

  /** Half the distance of the carriageways of a piece, 0 where it has one. */
  private final double[] half;

  /** Right and left node of a parted junction as seen along its stretch, −1 elsewhere. */
  private final int[] rightOf;

  private final int[] leftOf;

  /** The piece by which the stretch arrives at a parted junction. */
  private final int[] arriving;

  public Carriageways(Roadway road, Dice dice, boolean[] wide) {
    this.road = road;
    this.dice = dice;
    incident = road.incident();
    half = new double[road.pieces.size()];
    for (int p = 0; p < half.length; p++) {
      Roadway.Piece piece = road.pieces.get(p);
      boolean fits = piece.forward && piece.backward && !piece.ring && !piece.bridge;
      boolean loop = piece.from == piece.to;
      half[p] = wide[piece.street] && fits && !loop ? half(piece.street) : 0;
    }
    rightOf = new int[incident.length];
    leftOf = new int[incident.length];
    arriving = new int[incident.length];
    Arrays.fill(rightOf, -1);
    Arrays.fill(leftOf, -1);
    Arrays.fill(arriving, -1);
  }

  /** Half the distance of the carriageways of a road, the same all along it. */
  private double half(int street) {
    double u = dice.unit(Stage.ROADWAY, road.streets.label[street], 6);
    return road.streets.kind[street] == Kind.TRUNK ? 5.5 + 3.5 * u : 4.3 + 4 * u * u;
  }

  public void build() {
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
    double[][][] right = new double[half.length][][];
    double[][][] left = new double[half.length][][];
    for (int p = 0; p < half.length; p++) {
      if (half[p] > 0) {
        right[p] = side(p, 1);
        left[p] = side(p, -1);
      }
    }
    for (int v = 0; v < incident.length; v++) {
      if (arriving[v] >= 0) {
        part(v);
      }
    }
    for (int p = 0; p < half.length; p++) {
      if (half[p] > 0) {
        divide(p, right[p], left[p]);
      }
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

  private int firstWide(int v) {
    for (int p : incident[v]) {
      if (half[p] > 0) {
        return p;
      }
    }
    return -1;
  }

  private int otherWide(int v, int first) {
    for (int p : incident[v]) {
      if (half[p] > 0 && p != first) {
        return p;
      }
    }
    return -1;
  }

  /** Unit direction of a piece away from one of its nodes, by its first 12 m or so. */
  private double[] away(int p, int v) {
    double[][] l = road.lineFrom(p, v);
    int k = 1;
    while (k < l.length - 1 && Math.hypot(l[k][0] - l[0][0], l[k][1] - l[0][1]) < 9) {
      k++;
    }
    double dx = l[k][0] - l[0][0];
    double dy = l[k][1] - l[0][1];
    double n = Math.hypot(dx, dy);
    return new double[] {dx / n, dy / n};
  }

  /** Whether both carriageways can pass a junction: two wide arms in line, the others aside. */
  private boolean isParted(int v) {
    if (isMouth(v)) {
      return true;
    }
    if (wideArms(v) != 2 || road.isOnRing(v)) {
      return false;
    }
    int a = firstWide(v);
    int b = otherWide(v, a);
    double[] da = away(a, v);
    double[] db = away(b, v);
    if (da[0] * db[0] + da[1] * db[1] > -0.8) {
      return false;
    }
    double[] t = direction(da, db);
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

  /** Direction of the stretch at a parted junction, from its first wide arm on. */
  private double[] onward(int v) {
    double[] back = away(firstWide(v), v);
    int next = otherWide(v, firstWide(v));
    return next < 0 ? new double[] {-back[0], -back[1]} : direction(back, away(next, v));
  }

  /** Whether a side street stays on its side of a carriageway for its first 60 m. */
  private boolean leaves(int p, int v, double[] t, double across, double clear) {
    double[][] l = road.lineFrom(p, v);
    for (int k = 1; k < l.length; k++) {
      double dx = l[k][0] - road.x(v);
      double dy = l[k][1] - road.y(v);
      double off = (t[0] * dy - t[1] * dx) * Math.signum(across);
      if (off < clear && Math.hypot(dx, dy) < 60) {
        return false;
      }
    }
    return Roadway.length(l) >= 26;
  }

  private static double[] direction(double[] da, double[] db) {
    double dx = db[0] - da[0];
    double dy = db[1] - da[1];
    double n = Math.hypot(dx, dy);
    return new double[] {dx / n, dy / n};
  }

  private double[] rightPlace(int v, int sign) {
    int a = arriving[v];
    double[] t = onward(v);
    return new double[] {road.x(v) + sign * half[a] * t[1], road.y(v) - sign * half[a] * t[0]};
  }

  /** Whether both carriageways of a piece stay clear of everything else. */
  private boolean hasRoom(int p) {
    Roadway.Piece piece = road.pieces.get(p);
    boolean tapers = arriving[piece.from] < 0 && arriving[piece.to] < 0;
    if (Roadway.length(piece.line) < (tapers ? 110 : SHORTEST_M) || half[p] == 0) {
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
    if (q == p || other.over) {
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
        double cos = d[0] * e[0] + d[1] * e[1];
        if (cos > (half[q] > 0 ? 0.5 : 0.78)) {
          return false;
        }
      }
    }
    return true;
  }

  /** The carriageway on the right (1) or left (−1) of a piece, along the piece. */
  private double[][] side(int p, int side) {
    Roadway.Piece piece = road.pieces.get(p);
    double[][] l = Lines.inSteps(piece.line, STEP_M);
    int n = l.length;
    double m = Roadway.length(l);
    double taper = Math.min(TAPER_M, 0.4 * m);
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
      o *= arriving[piece.from] < 0 ? widening(gone / taper) : 1;
      o *= arriving[piece.to] < 0 ? widening((m - gone) / taper) : 1;
      out[k] = new double[] {l[k][0] + o * ty / tn, l[k][1] - o * tx / tn};
    }
    out[0] = end(p, piece.from, side);
    out[n - 1] = end(p, piece.to, -side);
    return out;
  }

  /** Share of the full distance at a share of the taper: two curves that swing back. */
  private static double widening(double t) {
    return t >= 1 ? 1 : t * t * (3 - 2 * t);
  }

  /** Where a carriageway ends at a node; {@code side} as seen when leaving the node. */
  private double[] end(int p, int v, int side) {
    if (arriving[v] < 0) {
      return new double[] {road.x(v), road.y(v)};
    }
    return rightPlace(v, arriving[v] == p ? -side : side);
  }

  private int node(int p, int v, int side) {
    if (rightOf[v] < 0) {
      return v;
    }
    boolean right = arriving[v] == p ? side < 0 : side > 0;
    return right ? rightOf[v] : leftOf[v];
  }

  /** Makes two nodes of a junction, joins its side streets, and opens the median. */
  private void part(int v) {
    double[] right = rightPlace(v, 1);
    double[] left = rightPlace(v, -1);
    int a = arriving[v];
    int b = otherWide(v, a);
    double[] t = onward(v);
    boolean mouth = b < 0;
    int[] sides = new int[2];
    double cx = road.x(v);
    double cy = road.y(v);
    boolean[] isRight = new boolean[incident[v].length];
    for (int k = 0; k < incident[v].length; k++) {
      int p = incident[v][k];
      if (p != a && p != b) {
        double[] d = away(p, v);
        boolean toRight = t[0] * d[1] - t[1] * d[0] < 0;
        isRight[k] = mouth ? road.pieces.get(p).from == v : toRight;
        sides[isRight[k] ? 0 : 1]++;
      }
    }
    boolean keepRight = sides[0] >= sides[1];
    double[] kept = keepRight ? right : left;
    double[] made = keepRight ? left : right;
    int other = road.addNode(made[0], made[1], false);
    if (mouth) {
      road.setSign(other, Roadway.NO_SIGN);
    }
    road.moveNode(v, kept[0], kept[1], false);
    rightOf[v] = keepRight ? v : other;
    leftOf[v] = keepRight ? other : v;
    for (int k = 0; k < incident[v].length; k++) {
      int p = incident[v][k];
      if (p != a && p != b) {
        attach(p, v, isRight[k] ? rightOf[v] : leftOf[v]);
        if (mouth) {
          goOn(p, isRight[k] ? rightOf[v] : leftOf[v], t);
        }
      }
    }
    boolean ramps = mouth || sides[0] + sides[1] == 0;
    for (int p : incident[v]) {
      ramps |= road.pieces.get(p).ramp;
    }
    boolean both = sides[0] > 0 && sides[1] > 0;
    if (!ramps && (both || dice.unit(Stage.ROADWAY, v, 2) < 0.45)) {
      double[][] line = {right, left};
      int street = road.pieces.get(a).street;
      road.add(new Roadway.Piece(rightOf[v], leftOf[v], line, street, true, true));
    }
  }

  private void attach(int p, int v, int node) {
    Roadway.Piece piece = road.pieces.get(p);
    double[][] line = piece.line.clone();
    double[] at = {road.x(node), road.y(node)};
    if (piece.from == v) {
      line[0] = at;
      piece.from = node;
    } else {
      line[line.length - 1] = at;
      piece.to = node;
    }
    piece.line = line;
    road.index(p);
  }

  /** Draws a way beside an island as the continuation of its carriageway. */
  private void goOn(int p, int node, double[] t) {
    Roadway.Piece leg = road.pieces.get(p);
    double[] a = road.place(node);
    double[] b = road.place(leg.from == node ? leg.to : leg.from);
    double ahead = 0.5 * Lines.gap(a, b);
    double[] c = {a[0] + ahead * t[0], a[1] + ahead * t[1]};
    double[][] line = Lines.curve(a, c, b, 4);
    leg.line = leg.from == node ? line : Roadway.reversed(line);
    road.index(p);
  }

  private void divide(int p, double[][] right, double[][] left) {
    Roadway.Piece piece = road.pieces.get(p);
    int from = piece.from;
    int to = piece.to;
    int a = node(p, from, -1);
    int b = node(p, to, 1);
    piece.line = right;
    piece.from = node(p, from, 1);
    piece.to = node(p, to, -1);
    piece.backward = false;
    road.divide(piece.street);
    road.index(p);
    Roadway.Piece back = new Roadway.Piece(b, a, Roadway.reversed(left), piece.street, true, false);
    back.twin = p;
    road.add(back);
  }
}
