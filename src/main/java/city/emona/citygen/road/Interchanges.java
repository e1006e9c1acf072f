package city.emona.citygen.road;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where a road crosses an expressway, it passes over it on a bridge, and four one-way ramps join
 * the two, in a diamond or with two loops ({@link HalfCloverleaf}); traffic keeps to the right, so
 * each ramp leaves or enters the carriageway on its own side. The crossing stays at grade where
 * there is no room for all four. Metres.
 */
public final class Interchanges {
  private static final double[] ALONG_M = {240, 165, 125, 95};
  private static final double[] ACROSS_M = {84, 58, 46, 38};

  /** Share of the junctions that have loops where there is room for them. */
  private static final double LOOPS = 0.75;

  private final Roadway road;
  private final Dice dice;
  private final int[][] incident;

  public Interchanges(Roadway road, Dice dice) {
    this.road = road;
    this.dice = dice;
    this.incident = road.incident();
  }

  /** Builds one at every crossing of the plan that has room; returns how many. */
  public int build() {
    int built = 0;
    int[][] at = incident;
    HalfCloverleaf wide = new HalfCloverleaf(road, this, 1.5);
    HalfCloverleaf loops = new HalfCloverleaf(road, this, 1);
    for (int v = 0; v < at.length; v++) {
      int[] arms = arms(v);
      double u = dice.unit(Stage.ROADWAY, v, 20);
      if (arms != null
          && u < LOOPS
          && (wide.tryAt(v, arms, u < LOOPS / 2) || loops.tryAt(v, arms, u < LOOPS / 2))) {
        built++;
        continue;
      }
      for (int t = 0; arms != null && t < ALONG_M.length; t++) {
        if (tryAt(v, arms, ALONG_M[t], ACROSS_M[t])) {
          built++;
          break;
        }
      }
    }
    return built;
  }

  /** The arms: expressway back and ahead, road to the right and to the left; null for others. */
  private int[] arms(int v) {
    if (incident[v].length != 4 || road.isOnRing(v)) {
      return null;
    }
    int[] out = {-1, -1, -1, -1};
    for (int p : incident[v]) {
      Roadway.Piece piece = road.pieces.get(p);
      if (piece.from == piece.to || piece.bridge || !piece.forward || !piece.backward) {
        return null;
      }
      if (road.streets.kind[piece.street] == Kind.TRUNK) {
        out[out[0] < 0 ? 0 : 1] = p;
      }
    }
    if (out[1] < 0) {
      return null;
    }
    double[] back = place(out[0], v, 25);
    double[] ahead = place(out[1], v, 25);
    double tx = ahead[0] - back[0];
    double ty = ahead[1] - back[1];
    for (int p : incident[v]) {
      if (p != out[0] && p != out[1]) {
        double[] q = place(p, v, 25);
        double cross = tx * (q[1] - road.y(v)) - ty * (q[0] - road.x(v));
        int slot = cross < 0 ? 2 : 3;
        if (out[slot] >= 0 || Math.abs(cross) < 0.55 * 25 * Math.hypot(tx, ty)) {
          return null;
        }
        out[slot] = p;
      }
    }
    return out[2] < 0 || out[3] < 0 ? null : out;
  }

  /** The place on a piece some way from one of its nodes. */
  private double[] place(int p, int v, double away) {
    return Lines.at(road.lineFrom(p, v), away);
  }

  private boolean tryAt(int v, int[] arms, double along, double across) {
    for (int k = 0; k < 4; k++) {
      double need = k < 2 ? along + 55 : across + 25;
      if (Roadway.length(road.pieces.get(arms[k]).line) < need) {
        return false;
      }
    }
    List<double[][]> ramps = new ArrayList<>();
    for (int k = 0; k < 4; k++) {
      double[][] ramp = ramp(v, arms[k / 2], arms[2 + k % 2], along, across);
      if (!isFree(ramp, arms)) {
        return false;
      }
      ramps.add(ramp);
    }
    place(v, arms, along, across, ramps);
    return true;
  }

  boolean isFree(double[][] ramp, int[] arms) {
    double[][] inner = Arrays.copyOfRange(ramp, 1, ramp.length - 1);
    return road.isFree(
        inner, 4, p -> Arrays.stream(arms).anyMatch(a -> a == p) ? Roadway.MAY_MEET : 2);
  }

  /** A ramp between an expressway arm and a road arm, from the expressway to the road. */
  double[][] ramp(int v, int trunk, int side, double along, double across) {
    double[] a = place(trunk, v, along);
    double[] b = place(trunk, v, along - 30);
    double[] r = place(side, v, across);
    double sx = b[0] - a[0];
    double sy = b[1] - a[1];
    double n = Math.hypot(sx, sy);
    sx /= n;
    sy /= n;
    double way = sx * (r[1] - a[1]) - sy * (r[0] - a[0]) > 0 ? 1 : -1;
    double nx = -sy * way;
    double ny = sx * way;
    double[] p1 = {a[0] + 20 * sx + 13.5 * nx, a[1] + 20 * sy + 13.5 * ny};
    double[] p2 = {a[0] + 46 * sx + 18 * nx, a[1] + 46 * sy + 18 * ny};
    double[] c = {r[0] - 0.3 * along * sx, r[1] - 0.3 * along * sy};
    double[][] out = new double[8][];
    out[0] = a;
    out[1] = p1;
    for (int k = 0; k <= 5; k++) {
      double t = k / 5.0;
      double w0 = (1 - t) * (1 - t);
      double w1 = 2 * t * (1 - t);
      double w2 = t * t;
      out[2 + k] =
          new double[] {w0 * p2[0] + w1 * c[0] + w2 * r[0], w0 * p2[1] + w1 * c[1] + w2 * r[1]};
    }
    return out;
  }

  private void place(int v, int[] arms, double along, double across, List<double[][]> ramps) {
    int under = road.addNode(road.x(v), road.y(v), false);
    int[] end = new int[4];
    for (int k = 0; k < 4; k++) {
      end[k] = split(arms[k], v, k < 2 ? under : v, k < 2 ? along : across, k >= 2);
    }
    for (int k = 0; k < 4; k++) {
      int trunk = end[k / 2];
      int side = end[2 + k % 2];
      // traffic on the right of the expressway's direction leaves before and enters after the road
      boolean leaves = (k / 2 == 0) == (k % 2 == 0);
      join(trunk, side, ramps.get(k), leaves, road.pieces.get(arms[2 + k % 2]).street);
    }
  }

  /** Adds a ramp; its line is given from the expressway to the road. */
  void join(int trunk, int side, double[][] line, boolean leaves, int street) {
    line[0] = road.place(trunk);
    line[line.length - 1] = road.place(side);
    Roadway.Piece ramp =
        leaves
            ? new Roadway.Piece(trunk, side, line, street, true, false)
            : new Roadway.Piece(side, trunk, Roadway.reversed(line), street, true, false);
    ramp.ramp = true;
    road.add(ramp);
  }

  /** Cuts an arm some way from its node; the near part is on the road over, or under it. */
  int split(int p, int v, int start, double away, boolean over) {
    int node = road.cut(p, v, away);
    Roadway.Piece deck = road.pieces.get(road.pieces.size() - 1);
    if (deck.from == v) {
      deck.from = start;
    } else {
      deck.to = start;
    }
    deck.bridge = over;
    deck.over = over;
    return node;
  }
}
