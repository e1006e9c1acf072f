package city.emona.citygen.road;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Kind;

/**
 * Triangles where a side street meets a street that goes on: the side street parts 13-46 m before
 * it (median 26 m, as in Porto, which has one such junction per km², most of them on small streets)
 * and joins it at two nodes with an island between, traffic keeping to the right. All turns stay
 * possible: the street that goes on keeps both directions between the two nodes. Only junctions
 * without a signal, and only where the ways beside the island touch nothing. Metres.
 */
public final class Islands {
  private final Roadway road;
  private final Dice dice;
  private final int[][] incident;

  public Islands(Roadway road, Dice dice) {
    this.road = road;
    this.dice = dice;
    this.incident = road.incident();
  }

  /** Tries one at a junction; true where it has been built. */
  public boolean build(int v) {
    if (incident[v].length != 3 || road.isOnRing(v)) {
      return false;
    }
    for (int side : incident[v]) {
      int[] through = through(v, side);
      if (through != null && dice.unit(Stage.ROADWAY, v, 11) < share(side, through)) {
        return tryAt(v, side, through);
      }
    }
    return false;
  }

  private Kind kind(int p) {
    return road.streets.kind[road.pieces.get(p).street];
  }

  /** How often such a junction has an island, by the classes that meet. */
  private double share(int side, int[] through) {
    boolean main = kind(through[0]).ordinal() <= Kind.SECONDARY.ordinal();
    if (kind(side).isArterial()) {
      return main ? 0.3 : 0.12;
    }
    return main ? 0.035 : kind(through[0]) == Kind.TERTIARY ? 0.025 : 0.008;
  }

  /** The two others, the one on the left of the side street first, where they are one street. */
  private int[] through(int v, int side) {
    int[] out = {-1, -1};
    double[] d = heading(side, v);
    for (int p : incident[v]) {
      Roadway.Piece piece = road.pieces.get(p);
      boolean plain = piece.forward && piece.backward && !piece.bridge && !piece.ramp;
      if (!plain || piece.from == piece.to || piece.leg) {
        return null;
      }
      if (p != side) {
        int slot = Lines.cross(d, heading(p, v)) > 0 ? 0 : 1;
        if (out[slot] >= 0 || kind(p).ordinal() > kind(side).ordinal()) {
          return null;
        }
        out[slot] = p;
      }
    }
    double[] a = heading(out[0], v);
    double[] b = heading(out[1], v);
    return Lines.dot(a, b) < -0.8 && Math.abs(Lines.dot(a, d)) < 0.75 ? out : null;
  }

  private double[] heading(int p, int v) {
    double[][] l = road.lineFrom(p, v);
    return Lines.unit(l[0], Lines.at(l, 12));
  }

  private boolean tryAt(int v, int side, int[] through) {
    double u = dice.unit(Stage.ROADWAY, v, 12);
    double deep = 13 + 33 * u * u;
    double left = dice.range(Stage.ROADWAY, v, 13, 0.25, 0.6) * deep;
    double right = dice.range(Stage.ROADWAY, v, 14, 0.25, 0.6) * deep;
    double least = 9.5;
    if (left + right < least) {
      double more = least / (left + right);
      left *= more;
      right *= more;
    }
    double pull = dice.range(Stage.ROADWAY, v, 15, 0.2, 0.75);
    double[][] stem = road.lineFrom(side, v);
    if (Roadway.length(stem) < deep + 14
        || Roadway.length(road.pieces.get(through[0]).line) < left + 14
        || Roadway.length(road.pieces.get(through[1]).line) < right + 14) {
      return false;
    }
    double[] s = Lines.at(stem, deep);
    double[] c = Lines.between(Lines.at(stem, deep * (1 - pull)), s, 0.1);
    double[][] entry = Lines.curve(s, c, Lines.at(road.lineFrom(through[0], v), left), 4);
    double[][] exit = Lines.curve(Lines.at(road.lineFrom(through[1], v), right), c, s, 4);
    if (!isFree(entry, v, deep, side, through) || !isFree(exit, v, deep, side, through)) {
      return false;
    }
    place(v, side, through, new double[] {left, right, deep}, entry, exit);
    return true;
  }

  /** Whether a way beside the island keeps clear, up to its last metres on the street itself. */
  private boolean isFree(double[][] leg, int v, double deep, int side, int[] through) {
    double[][] stem = road.lineFrom(side, v);
    double[][] beyond = Lines.part(stem, deep, Roadway.length(stem));
    return Roadway.length(leg) > 9
        && Lines.meetsAtEndsOnly(leg, beyond)
        && Lines.meetsAtEndsOnly(leg, road.pieces.get(through[0]).line)
        && Lines.meetsAtEndsOnly(leg, road.pieces.get(through[1]).line)
        && road.isFree(
            leg,
            4,
            p ->
                p == side || p == through[0] || p == through[1]
                    ? Roadway.SKIP
                    : Roadway.KEEP_CLEAR);
  }

  /** Node v becomes the one where the side street enters; the other one is new. */
  private void place(
      int v, int side, int[] through, double[] at, double[][] entry, double[][] exit) {
    int parting = road.cut(side, v, at[2]);
    int leaving = road.cut(through[1], v, at[1]);
    road.setSign(parting, Roadway.NO_SIGN);
    road.setSign(leaving, v);
    Roadway.Piece near = road.pieces.get(road.pieces.size() - 1);
    Roadway.Piece old = road.pieces.get(road.pieces.size() - 2);
    double[][] l = road.lineFrom(through[0], v);
    double[][] first = Lines.part(l, 0, at[0]);
    double[][] rest = Lines.part(l, at[0], Roadway.length(l));
    road.moveNode(v, rest[0][0], rest[0][1], false);
    Roadway.Piece behind = road.pieces.get(through[0]);
    behind.line = behind.from == v ? rest : Roadway.reversed(rest);
    road.index(through[0]);
    double[][] ahead = near.from == v ? near.line : Roadway.reversed(near.line);
    double[][] middle = new double[first.length + ahead.length - 1][];
    for (int k = 0; k < middle.length; k++) {
      middle[k] = k < first.length ? first[first.length - 1 - k] : ahead[k - first.length + 1];
    }
    near.line = near.from == v ? middle : Roadway.reversed(middle);
    road.index(road.pieces.size() - 1);
    old.from = parting;
    old.to = v;
    old.line = entry;
    old.forward = true;
    old.backward = false;
    old.leg = true;
    old.line[old.line.length - 1] = rest[0];
    road.index(road.pieces.size() - 2);
    Roadway.Piece out = new Roadway.Piece(leaving, parting, exit, old.street, true, false);
    out.leg = true;
    road.add(out);
  }
}
