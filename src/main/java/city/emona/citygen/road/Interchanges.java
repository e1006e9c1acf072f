package city.emona.citygen.road;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Ints;
import city.emona.citygen.plan.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Where a road crosses an expressway, it passes over it on a bridge; one-way ramps join the two in
 * a cloverleaf or half of one ({@link LoopJunctions}), or in a diamond whose ramps end at junctions
 * or at roundabouts on both sides; lesser roads mostly have none. A road that ends at the
 * expressway joins it in a trumpet. Traffic keeps to the right, so each ramp leaves or enters the
 * carriageway on its own side. The crossing stays at grade where there is no room and the
 * expressway could not be reached otherwise. Metres.
 */
public final class Interchanges {
  private static final double[] ALONG_M = {330, 260, 200, 150, 110};
  private static final double[] ACROSS_M = {105, 88, 70, 56, 46};
  private static final double[] RADII_M = {64, 54, 46, 40};

  /** Half the length of a deck over an expressway. */
  static final double DECK_M = 26;

  private final Roadway road;
  private final Dice dice;
  private final boolean[] wide;
  private final int[][] incident;
  private final LoopJunctions loops;
  private final BitSet joined = new BitSet();
  private final Ints terminals = new Ints();

  /**
   * Junctions of an expressway.
   *
   * @param wide streets that want two carriageways
   */
  public Interchanges(Roadway road, Dice dice, boolean[] wide) {
    this.road = road;
    this.dice = dice;
    this.wide = wide;
    this.incident = road.incident();
    this.loops = new LoopJunctions(road, this);
  }

  /**
   * Builds one at every crossing of the plan that has room.
   *
   * @return junctions of ramps and roads that are to become roundabouts
   */
  public int[] build() {
    // trumpets first: they need the most room along the expressway
    for (int n = 3; n <= 4; n++) {
      for (int v = 0; v < incident.length; v++) {
        int[] arms = incident[v].length == n ? arms(v) : null;
        if (arms != null && isMajor(arms) && (n == 3 ? trumpet(v, arms) : cross(v, arms))) {
          joined.set(expressway(arms));
          incident[v] = new int[0];
        }
      }
    }
    for (int v = 0; v < incident.length; v++) {
      int[] arms = incident[v].length == 4 ? arms(v) : null;
      if (arms == null) {
        continue;
      }
      boolean reached = joined.get(expressway(arms));
      boolean ramps = !reached || dice.unit(Stage.ROADWAY, v, 23) < 0.2;
      if (ramps && diamond(v, arms, 1)) {
        joined.set(expressway(arms));
      } else if (reached) {
        pass(v, arms);
      }
    }
    return terminals.toArray();
  }

  private int expressway(int[] arms) {
    return road.streets.label[road.pieces.get(arms[0]).street];
  }

  private Kind kind(int p) {
    return road.streets.kind[road.pieces.get(p).street];
  }

  /** Whether the road that is met is one of the first two ranks, or another expressway. */
  private boolean isMajor(int[] arms) {
    return kind(arms[2]).ordinal() <= Kind.SECONDARY.ordinal()
        && kind(arms[arms.length - 1]).ordinal() <= Kind.SECONDARY.ordinal();
  }

  private boolean trumpet(int v, int[] arms) {
    int ahead = dice.unit(Stage.ROADWAY, v, 24) < 0.5 ? 0 : 1;
    for (double radius : RADII_M) {
      if (loops.tryTrumpet(v, arms, radius, ahead)
          || loops.tryTrumpet(v, arms, radius, 1 - ahead)) {
        return true;
      }
    }
    return false;
  }

  private boolean cross(int v, int[] arms) {
    double u = dice.unit(Stage.ROADWAY, v, 20);
    boolean primary = kind(arms[2]) != Kind.SECONDARY && kind(arms[3]) != Kind.SECONDARY;
    double clover = primary ? 0.4 : 0.1;
    double half = primary ? 0.75 : 0.5;
    int two = dice.unit(Stage.ROADWAY, v, 21) < 0.5 ? 0b1001 : 0b0110;
    for (double radius : RADII_M) {
      if (u < clover && loops.tryCloverleaf(v, arms, radius, 0b1111)) {
        return true;
      }
    }
    for (double radius : RADII_M) {
      boolean any = u < half;
      if (any
          && (loops.tryCloverleaf(v, arms, radius, two)
              || loops.tryCloverleaf(v, arms, radius, 15 - two))) {
        return true;
      }
    }
    return diamond(v, arms, 0);
  }

  /** The arms: expressway back and ahead, road to the right and to the left; null for others. */
  private int[] arms(int v) {
    int n = incident[v].length;
    if (n < 3 || n > 4 || road.isOnRing(v)) {
      return null;
    }
    int[] out = new int[n];
    Arrays.fill(out, -1);
    for (int p : straightest(v)) {
      out[out[0] < 0 ? 0 : 1] = p;
    }
    if (out[1] < 0) {
      return null;
    }
    double[] back = place(out[0], v, 25);
    double[] ahead = place(out[1], v, 25);
    double tx = ahead[0] - back[0];
    double ty = ahead[1] - back[1];
    for (int p : incident[v]) {
      Roadway.Piece piece = road.pieces.get(p);
      if (piece.from == piece.to || piece.bridge || !piece.forward || !piece.backward) {
        return null;
      }
      if (p != out[0] && p != out[1]) {
        double[] q = place(p, v, 25);
        double cross = tx * (q[1] - road.y(v)) - ty * (q[0] - road.x(v));
        int slot = cross < 0 || n == 3 ? 2 : 3;
        if (out[slot] >= 0 || Math.abs(cross) < 0.55 * 25 * Math.hypot(tx, ty)) {
          return null;
        }
        out[slot] = p;
      }
    }
    return out[n - 1] < 0 ? null : out;
  }

  /**
   * The two pieces of an expressway that go on through a junction, none where there are not two.
   */
  private int[] straightest(int v) {
    int[] best = {};
    double least = -0.7;
    for (int p : incident[v]) {
      for (int q : incident[v]) {
        if (p < q && kind(p) == Kind.TRUNK && kind(q) == Kind.TRUNK) {
          double[] a = Lines.unit(road.place(v), place(p, v, 40));
          double[] b = Lines.unit(road.place(v), place(q, v, 40));
          if (Lines.dot(a, b) < least) {
            least = Lines.dot(a, b);
            best = new int[] {p, q};
          }
        }
      }
    }
    return best;
  }

  /** The place on a piece some way from one of its nodes. */
  private double[] place(int p, int v, double away) {
    return Lines.at(road.lineFrom(p, v), away);
  }

  /** Arms of a crossing as ramps see them. */
  Ramps.Arm[] arms(int v, int[] pieces) {
    Ramps.Arm[] out = new Ramps.Arm[pieces.length];
    for (int k = 0; k < out.length; k++) {
      int street = road.pieces.get(pieces[k]).street;
      double half = wide[street] ? Stretches.half(road, dice, street) : 0;
      out[k] = new Ramps.Arm(road.lineFrom(pieces[k], v), half);
    }
    return out;
  }

  private boolean diamond(int v, int[] arms, int first) {
    for (int t = first; t < ALONG_M.length; t++) {
      if (tryDiamond(v, arms, ALONG_M[t], ACROSS_M[t])) {
        return true;
      }
    }
    return false;
  }

  private boolean tryDiamond(int v, int[] pieces, double along, double across) {
    for (int k = 0; k < 4; k++) {
      double need = k < 2 ? along + 55 : across + 25;
      if (Roadway.length(road.pieces.get(pieces[k]).line) < need) {
        return false;
      }
    }
    Ramps.Arm[] arm = arms(v, pieces);
    List<double[][]> ramps = new ArrayList<>();
    for (int k = 0; k < 4; k++) {
      double[][] ramp = Ramps.toJunction(arm[k / 2], arm[2 + k % 2], along, across);
      if (!isFree(ramp, pieces)) {
        return false;
      }
      ramps.add(ramp);
    }
    int under = road.addNode(road.x(v), road.y(v), false);
    int[] end = new int[4];
    for (int k = 0; k < 4; k++) {
      end[k] = split(pieces[k], v, k < 2 ? under : v, k < 2 ? along : across, k >= 2);
    }
    for (int k = 0; k < 4; k++) {
      int street = road.pieces.get(pieces[2 + k % 2]).street;
      join(end[k / 2], end[2 + k % 2], ramps.get(k), leaves(k), street);
    }
    double rings = dice.unit(Stage.ROADWAY, v, 22);
    for (int k = 2; k < 4; k++) {
      if (across > 50 && (rings < 0.5 || (rings < 0.7 && k == 2))) {
        terminals.add(end[k]);
      }
    }
    return true;
  }

  /** Lets the road pass over the expressway without ramps. */
  private void pass(int v, int[] arms) {
    int under = road.addNode(road.x(v), road.y(v), false);
    for (int k = 0; k < 4; k++) {
      Roadway.Piece piece = road.pieces.get(arms[k]);
      if (k >= 2 && Roadway.length(piece.line) > DECK_M + 15) {
        split(arms[k], v, v, DECK_M, true);
      } else if (k >= 2) {
        piece.over = true;
        piece.bridge = true;
      } else if (piece.from == v) {
        piece.from = under;
      } else {
        piece.to = under;
      }
    }
  }

  /**
   * Whether the ramp of a quadrant, numbered 2 × expressway arm + road arm, leaves the expressway:
   * traffic on the right of its direction does so before the road and enters after it.
   */
  static boolean leaves(int quadrant) {
    return (quadrant / 2 == 0) == (quadrant % 2 == 0);
  }

  boolean isFree(double[][] ramp, int[] arms) {
    double[][] inner = Arrays.copyOfRange(ramp, 1, ramp.length - 1);
    return road.isFree(
        inner, 4, p -> Arrays.stream(arms).anyMatch(a -> a == p) ? Roadway.MAY_MEET : 2);
  }

  /** Adds a ramp; its line is given from the expressway to the road. */
  Roadway.Piece join(int trunk, int side, double[][] line, boolean leaves, int street) {
    line[0] = road.place(trunk);
    line[line.length - 1] = road.place(side);
    Roadway.Piece ramp =
        leaves
            ? new Roadway.Piece(trunk, side, line, street, true, false)
            : new Roadway.Piece(side, trunk, Roadway.reversed(line), street, true, false);
    ramp.ramp = true;
    road.add(ramp);
    return ramp;
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
