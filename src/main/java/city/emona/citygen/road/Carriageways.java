package city.emona.citygen.road;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Kind;
import java.util.Arrays;

/**
 * Gives wide streets two carriageways, one line for each direction, 9-18 m apart and the same all
 * along a road (in Porto 8, 14 and 20 m are the deciles 1, 5 and 9; traffic keeps to the right). At
 * a junction within such a stretch the side streets join the near carriageway; the median is open
 * where another main road meets the street and at few others, elsewhere one turns at the next
 * opening. The network stays strongly connected: each carriageway runs from one end of the stretch
 * to the other. Metres.
 */
public final class Carriageways {
  /** Shares of the junctions with small streets, on both sides or on one, that are opened. */
  private static final double SMALL_CROSSINGS_OPEN = 0.6;

  private static final double SMALL_SIDES_OPEN = 0.2;

  private static final double LEAST_OPENING_M = 8.55;

  /** Share of the places without any side street where one may turn. */
  private static final double U_TURNS = 0.25;

  private final Roadway road;
  private final Dice dice;
  private final Stretches on;
  private final int[][] incident;
  private final double[] half;
  private final int[] arriving;

  /** Right and left node of a parted junction as seen along its stretch, −1 elsewhere. */
  private final int[] rightOf;

  private final int[] leftOf;

  public Carriageways(Roadway road, Dice dice, boolean[] wide) {
    this.road = road;
    this.dice = dice;
    on = new Stretches(road, dice, wide);
    incident = on.incident;
    half = on.half;
    arriving = on.arriving;
    rightOf = new int[incident.length];
    leftOf = new int[incident.length];
    Arrays.fill(rightOf, -1);
    Arrays.fill(leftOf, -1);
  }

  /**
   * Junctions where carriageways would come together, the ones where most of them do first. To be
   * asked before {@link #build}, so that these can become roundabouts.
   */
  public int[] ends() {
    return on.ends();
  }

  public void build() {
    on.settle();
    double[][][] right = new double[half.length][][];
    double[][][] left = new double[half.length][][];
    for (int p = 0; p < half.length; p++) {
      if (half[p] > 0) {
        right[p] = on.side(p, 1);
        left[p] = on.side(p, -1);
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

  private int node(int p, int v, int side) {
    if (rightOf[v] < 0) {
      return v;
    }
    boolean right = arriving[v] == p ? side < 0 : side > 0;
    return right ? rightOf[v] : leftOf[v];
  }

  /** Makes two nodes of a junction, joins its side streets, and opens the median. */
  private void part(int v) {
    int[] cross = on.crossRoad(v);
    if (cross != null) {
      endAt(v, cross);
      return;
    }
    double[] right = on.rightPlace(v, 1);
    double[] left = on.rightPlace(v, -1);
    int a = arriving[v];
    int b = on.otherWide(v, a);
    double[] t = on.onward(v);
    boolean mouth = b < 0;
    int[] sides = new int[2];
    double[] middle = road.place(v);
    boolean[] isRight = new boolean[incident[v].length];
    for (int k = 0; k < incident[v].length; k++) {
      int p = incident[v][k];
      if (p != a && p != b) {
        double[] d = on.away(p, v);
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
        if (road.pieces.get(p).ramp || mouth) {
          shorten(p, v, isRight[k] ? rightOf[v] : leftOf[v], road.lineFrom(p, v));
        } else {
          attach(p, v, middle, isRight[k] ? rightOf[v] : leftOf[v], t);
        }
        if (mouth) {
          goOn(p, isRight[k] ? rightOf[v] : leftOf[v], t);
        }
      }
    }
    boolean apart = Lines.gap(left, right) > LEAST_OPENING_M;
    if (!mouth && apart && isOpened(v, sides[0] > 0 && sides[1] > 0)) {
      double[][] line = {right, left};
      int street = road.pieces.get(a).street;
      road.add(new Roadway.Piece(rightOf[v], leftOf[v], line, street, true, true));
    }
  }

  /**
   * Whether the median is open at a parted junction: where another main road meets the street, at
   * some small ones; otherwise one turns at the next opening.
   */
  private boolean isOpened(int v, boolean both) {
    boolean main = false;
    boolean any = false;
    boolean trunk = false;
    boolean ramps = false;
    boolean merges = false;
    for (int p : incident[v]) {
      Roadway.Piece piece = road.pieces.get(p);
      Kind kind = road.streets.kind[piece.street];
      trunk |= half[p] > 0 && kind == Kind.TRUNK;
      any |= half[p] == 0;
      main |= half[p] == 0 && kind.isArterial();
      ramps |= piece.ramp;
      merges |= piece.merges;
    }
    if (merges || trunk) {
      return !ramps && any;
    }
    if (ramps) {
      return true;
    }
    double u = dice.unit(Stage.ROADWAY, v, 2);
    return main || u < (both ? SMALL_CROSSINGS_OPEN : any ? SMALL_SIDES_OPEN : U_TURNS);
  }

  /** Lets both carriageways end at a road across, in two nodes with a piece of it between. */
  private void endAt(int v, int[] cross) {
    int a = arriving[v];
    double toRight = on.aside(v, cross[0]);
    double toLeft = on.aside(v, cross[1]);
    double[][] right = road.lineFrom(cross[0], v);
    double[][] left = road.lineFrom(cross[1], v);
    double[][] head = Roadway.reversed(Lines.part(right, 0, toRight));
    double[][] tail = Lines.part(left, 0, toLeft);
    double[][] middle = Arrays.copyOf(head, head.length + tail.length - 1);
    System.arraycopy(tail, 1, middle, head.length, tail.length - 1);
    double[] end = tail[tail.length - 1];
    int other = road.addNode(end[0], end[1], false);
    road.setSign(other, v);
    road.moveNode(v, middle[0][0], middle[0][1], false);
    rightOf[v] = v;
    leftOf[v] = other;
    shorten(cross[0], v, v, Lines.part(right, toRight, Roadway.length(right)));
    shorten(cross[1], v, other, Lines.part(left, toLeft, Roadway.length(left)));
    int street = road.pieces.get(cross[0]).street;
    road.add(new Roadway.Piece(v, other, middle, street, true, true));
  }

  /** Gives a piece the rest of its line, as seen from a node of it, from another node on. */
  private void shorten(int p, int v, int node, double[][] rest) {
    Roadway.Piece piece = road.pieces.get(p);
    rest[0] = road.place(node);
    if (piece.from == v) {
      piece.from = node;
      piece.line = rest;
    } else {
      piece.to = node;
      piece.line = Roadway.reversed(rest);
    }
    road.index(p);
  }

  /** Lets a side street begin at a node of a carriageway; {@code t}: direction of the stretch. */
  private void attach(int p, int v, double[] middle, int node, double[] t) {
    double[][] l = road.lineFrom(p, v);
    double m = Roadway.length(l);
    double clear = Lines.gap(middle, road.place(node)) + 3;
    double inner = 0;
    while (inner < Math.min(2 * clear, m - 12)) {
      double[] at = Lines.at(l, inner);
      if (Math.abs(t[0] * (at[1] - middle[1]) - t[1] * (at[0] - middle[0])) > clear) {
        break;
      }
      inner++;
    }
    shorten(p, v, node, inner > 0 ? startingAt(middle, Lines.part(l, inner, m)) : l);
  }

  private static double[][] startingAt(double[] at, double[][] rest) {
    double[][] out = new double[rest.length + 1][];
    System.arraycopy(rest, 0, out, 1, rest.length);
    out[0] = at;
    return out;
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
    back.bridge = piece.bridge;
    back.over = piece.over;
    road.add(back);
  }
}
