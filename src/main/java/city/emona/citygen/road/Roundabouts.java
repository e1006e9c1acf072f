package city.emona.citygen.road;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes rings of junctions: one node per arm on a circle of 11-24 m, joined by one-way pieces
 * against the clock (traffic keeps to the right). A junction stays as it is where its arms are too
 * short or too close together, or where the ring would touch another street. Metres.
 */
public final class Roundabouts {
  private static final double LEAST_RING_LINK_M = 9;

  private final Roadway road;
  private final Dice dice;
  private final int[][] incident;

  public Roundabouts(Roadway road, Dice dice) {
    this.road = road;
    this.dice = dice;
    this.incident = road.incident();
  }

  private record Arm(int piece, double[][] line, int cut, double[] at, double angle) {}

  /** Tries a ring at a junction of the plan; false where there is no room. */
  public boolean build(int v) {
    double r = 10.5 + 7 * dice.unit(Stage.ROADWAY, v, 1);
    for (int p : incident[v]) {
      Kind k = road.streets.kind[road.pieces.get(p).street];
      r += k.ordinal() <= Kind.SECONDARY.ordinal() ? 1.6 : 0;
    }
    List<Arm> arms = new ArrayList<>();
    for (int p : incident[v]) {
      Arm arm = arm(v, p, r);
      if (arm == null || road.pieces.get(p).bridge) {
        return false;
      }
      arms.add(arm);
    }
    arms.sort((a, b) -> Double.compare(a.angle, b.angle));
    int n = arms.size();
    for (int k = 0; k < n; k++) {
      double gap = arms.get((k + 1) % n).angle - arms.get(k).angle;
      gap += gap <= 0 ? 2 * StrictMath.PI : 0;
      if (gap * r < LEAST_RING_LINK_M + 1) {
        return false;
      }
    }
    double[][] circle = arc(v, r, 0, 2 * StrictMath.PI);
    int[] own = incident[v];
    if (!road.isFree(
        circle,
        4,
        p -> Arrays.stream(own).anyMatch(q -> q == p) ? Roadway.SKIP : Roadway.KEEP_CLEAR)) {
      return false;
    }
    place(v, r, arms);
    return true;
  }

  private Arm arm(int v, int piece, double r) {
    Roadway.Piece p = road.pieces.get(piece);
    if (p.from == p.to) {
      return null;
    }
    double[][] line = road.lineFrom(piece, v);
    int cut = -1;
    for (int k = 1; k < line.length; k++) {
      double d = Math.hypot(line[k][0] - road.x(v), line[k][1] - road.y(v));
      if (cut < 0 && d >= r + 1) {
        cut = k;
      } else if (cut >= 0 && d < r + 5 && k > cut) {
        return null;
      }
    }
    if (cut < 0) {
      return null;
    }
    double[] a = line[cut - 1];
    double[] b = line[cut];
    double low = 0;
    double high = 1;
    for (int step = 0; step < 40; step++) {
      double t = (low + high) / 2;
      double d =
          Math.hypot(a[0] + t * (b[0] - a[0]) - road.x(v), a[1] + t * (b[1] - a[1]) - road.y(v));
      if (d < r) {
        low = t;
      } else {
        high = t;
      }
    }
    double[] at = {a[0] + high * (b[0] - a[0]), a[1] + high * (b[1] - a[1])};
    double[][] rest = Arrays.copyOfRange(line, cut - 1, line.length);
    rest[0] = at;
    if (Roadway.length(rest) < 14) {
      return null;
    }
    return new Arm(piece, rest, cut, at, StrictMath.atan2(at[1] - road.y(v), at[0] - road.x(v)));
  }

  private double[][] arc(int v, double r, double from, double to) {
    int steps = Math.max(1, (int) Math.rint((to - from) / 0.42));
    double[][] out = new double[steps + 1][];
    for (int k = 0; k <= steps; k++) {
      double a = from + (to - from) * k / steps;
      out[k] = new double[] {road.x(v) + r * StrictMath.cos(a), road.y(v) + r * StrictMath.sin(a)};
    }
    return out;
  }

  private void place(int v, double r, List<Arm> arms) {
    int n = arms.size();
    double[][][] arcs = new double[n][][];
    for (int k = 0; k < n; k++) {
      double a = arms.get(k).angle;
      double b = arms.get((k + 1) % n).angle;
      arcs[k] = arc(v, r, a, b <= a ? b + 2 * StrictMath.PI : b);
      arcs[k][0] = arms.get(k).at;
      arcs[k][arcs[k].length - 1] = arms.get((k + 1) % n).at;
    }
    int[] node = new int[n];
    for (int k = 0; k < n; k++) {
      Arm arm = arms.get(k);
      if (k == 0) {
        node[k] = v;
        road.moveNode(v, arm.at[0], arm.at[1], true);
      } else {
        node[k] = road.addNode(arm.at[0], arm.at[1], true);
      }
      Roadway.Piece p = road.pieces.get(arm.piece);
      if (p.from == v) {
        p.line = arm.line;
        p.from = node[k];
      } else {
        p.line = Roadway.reversed(arm.line);
        p.to = node[k];
      }
      road.index(arm.piece);
    }
    for (int k = 0; k < n; k++) {
      int street = road.pieces.get(arms.get(k).piece).street;
      Roadway.Piece ring =
          new Roadway.Piece(node[k], node[(k + 1) % n], arcs[k], street, true, false);
      ring.ring = true;
      road.add(ring);
    }
  }
}
