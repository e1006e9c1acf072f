package city.emona.citygen.road;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Kind;

/**
 * One-way links that cut the corner of a crossing of main roads for those who turn right, leaving
 * one arm 25-55 m before the junction and joining the next one beyond it. The junction and its sign
 * stay where they were. Built at a share of the corners between 55 and 125 degrees where there is
 * room between the streets, most where one of them has two carriageways, as in Porto. Metres.
 */
public final class SlipRoads {
  private static final double SHARE = 0.1;

  /** Share of the corners of streets with two carriageways. */
  private static final double DIVIDED_SHARE = 0.5;

  private final Roadway road;
  private final Dice dice;

  public SlipRoads(Roadway road, Dice dice) {
    this.road = road;
    this.dice = dice;
  }

  /** Tries the corners of every junction; returns how many have been built. */
  public int build() {
    int built = 0;
    int[][] incident = road.incident();
    for (int v = 0; v < incident.length; v++) {
      if (incident[v].length < 3 || road.isOnRing(v)) {
        continue;
      }
      for (int in : incident[v]) {
        for (int out : incident[v]) {
          boolean divided =
              road.isDivided(road.pieces.get(in)) || road.isDivided(road.pieces.get(out));
          double share = divided ? DIVIDED_SHARE : SHARE;
          boolean chosen = dice.unit(Stage.ROADWAY, v, 500 + 7 * in + out) < share;
          boolean both = in != out && isMain(in, v, true) && isMain(out, v, false);
          built += both && chosen && tryCorner(v, in, out) ? 1 : 0;
        }
      }
    }
    return built;
  }

  /** Whether an arm may get one and may be driven so; an arm that has been cut begins elsewhere. */
  private boolean isMain(int p, int v, boolean towards) {
    Roadway.Piece piece = road.pieces.get(p);
    boolean driven = (piece.to == v) == towards ? piece.forward : piece.backward;
    boolean plain = driven && !piece.ring && !piece.ramp && !piece.bridge && !piece.leg;
    Kind kind = road.streets.kind[piece.street];
    return plain
        && piece.from != piece.to
        && piece.touches(v)
        && kind != Kind.TRUNK
        && kind.ordinal() <= Kind.TERTIARY.ordinal();
  }

  private boolean tryCorner(int v, int in, int out) {
    double[][] from = road.lineFrom(in, v);
    double[][] to = road.lineFrom(out, v);
    double[] a = Lines.unit(from[0], Lines.at(from, 20));
    double[] b = Lines.unit(to[0], Lines.at(to, 20));
    if (Lines.cross(a, b) < 0.8) {
      return false;
    }
    double before = dice.range(Stage.ROADWAY, v, 900 + in, 25, 55);
    double after = before * dice.range(Stage.ROADWAY, v, 1300 + out, 0.6, 1);
    if (Roadway.length(from) < before + 15 || Roadway.length(to) < after + 15) {
      return false;
    }
    double[] p = Lines.at(from, before);
    double[] q = Lines.at(to, after);
    double[] c = Lines.between(Lines.at(from, 4), Lines.at(to, 4), 0.5);
    double[] c1 = Lines.between(c, Lines.between(p, q, 0.5), 0.18);
    double[][] slip = Lines.curve(p, c1, q, 6);
    if (!Lines.meetsAtEndsOnly(slip, from)
        || !Lines.meetsAtEndsOnly(slip, to)
        || !road.isFree(slip, 4, k -> k == in || k == out ? Roadway.SKIP : Roadway.KEEP_CLEAR)) {
      return false;
    }
    int leaving = road.cut(in, v, before);
    int joining = road.cut(out, v, after);
    road.setSign(leaving, Roadway.NO_SIGN);
    slip[0] = road.place(leaving);
    slip[slip.length - 1] = road.place(joining);
    int street = road.pieces.get(out).street;
    Roadway.Piece ramp = new Roadway.Piece(leaving, joining, slip, street, true, false);
    ramp.ramp = true;
    ramp.leg = true;
    road.add(ramp);
    return true;
  }
}
