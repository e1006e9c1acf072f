package city.emona.citygen.road;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;

/**
 * Room to turn at the end of some dead ends: a one-way loop of 6-11 m radius, drawn as a drop, or
 * two short stubs to the left and right. Shares as mapped in Porto and Liechtenstein (loops at 6 %
 * and 1 % of the dead ends, heads at 0.5 % and 1 %; most turning places are no streets of their
 * own). Nothing is built where it would come within 5 m of another street. Metres.
 */
public final class TurningPlaces {
  private static final double LOOPS = 0.045;
  private static final double HEADS = 0.012;

  private final Roadway road;
  private final Dice dice;

  public TurningPlaces(Roadway road, Dice dice) {
    this.road = road;
    this.dice = dice;
  }

  /** Tries the dead ends among the junctions of the plan; returns how many have been built. */
  public int build(int junctions) {
    int built = 0;
    int[][] incident = road.incident();
    for (int v = 0; v < junctions; v++) {
      if (incident[v].length != 1) {
        continue;
      }
      int p = incident[v][0];
      Roadway.Piece piece = road.pieces.get(p);
      boolean plain = piece.forward && piece.backward && piece.from != piece.to;
      double[][] l = road.lineFrom(p, v);
      if (plain && Roadway.length(l) > 30) {
        double u = dice.unit(Stage.ROADWAY, v, 16);
        double[] d = Lines.unit(Lines.at(l, 8), l[0]);
        built += u < LOOPS && loop(v, p, d) || u > 1 - HEADS && head(v, p, d) ? 1 : 0;
      }
    }
    return built;
  }

  private boolean loop(int v, int p, double[] d) {
    double r = dice.range(Stage.ROADWAY, v, 17, 6, 11);
    double side = dice.signed(Stage.ROADWAY, v, 18) * 0.5;
    double cx = road.x(v) + r * (d[0] - side * d[1]) * 1.15;
    double cy = road.y(v) + r * (d[1] + side * d[0]) * 1.15;
    double[][] ring = new double[11][];
    double start = StrictMath.atan2(road.y(v) - cy, road.x(v) - cx);
    for (int k = 0; k < ring.length; k++) {
      double a = start + 2 * StrictMath.PI * k / 10;
      ring[k] = new double[] {cx + r * StrictMath.cos(a), cy + r * StrictMath.sin(a)};
    }
    ring[0] = road.place(v);
    ring[10] = road.place(v);
    if (!isFree(ring, p)) {
      return false;
    }
    int far = road.addNode(ring[5][0], ring[5][1], false);
    road.setSign(far, Roadway.NO_SIGN);
    int street = road.pieces.get(p).street;
    add(v, far, Lines.between(ring, 0, 5), street, false);
    add(far, v, Lines.between(ring, 5, 10), street, false);
    return true;
  }

  private boolean head(int v, int p, double[] d) {
    double m = dice.range(Stage.ROADWAY, v, 19, 9, 15);
    double[] at = road.place(v);
    double[] left = {at[0] - m * d[1], at[1] + m * d[0]};
    double[] right = {at[0] + m * d[1], at[1] - m * d[0]};
    if (!isFree(new double[][] {left, at}, p) || !isFree(new double[][] {at, right}, p)) {
      return false;
    }
    int street = road.pieces.get(p).street;
    for (double[] end : new double[][] {left, right}) {
      int node = road.addNode(end[0], end[1], false);
      road.setSign(node, Roadway.NO_SIGN);
      add(v, node, new double[][] {at, end}, street, true);
    }
    return true;
  }

  private boolean isFree(double[][] line, int own) {
    double[][] stem = road.pieces.get(own).line;
    return Lines.meetsAtEndsOnly(line, stem)
        && road.isFree(line, 5, p -> p == own ? Roadway.SKIP : Roadway.KEEP_CLEAR);
  }

  private void add(int from, int to, double[][] line, int street, boolean both) {
    Roadway.Piece piece = new Roadway.Piece(from, to, line, street, true, both);
    piece.leg = true;
    road.add(piece);
  }
}
