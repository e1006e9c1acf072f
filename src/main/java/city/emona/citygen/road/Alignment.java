package city.emona.citygen.road;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the streets of the plan are laid out on the ground: main roads run smoothly through their
 * junctions, bends get vertices some metres apart, and corners get a radius: all of main roads and
 * collectors, half of those of small streets (in Porto and Liechtenstein 60-70 % of what small
 * streets turn is turned gently). Nothing moves by more than 4 m, nor nearer to another street than
 * it was by more than two fifths of the room between them. Metres; confined to one thread.
 */
public final class Alignment {
  private static final double STEP_M = 12;
  private static final double MOST_M = 4;
  private static final int PASSES = 14;

  /** Share of the corners of small streets that get a radius. */
  private static final double ROUNDED = 0.35;

  private final Roadway road;
  private final Dice dice;
  private final int[][] incident;

  public Alignment(Roadway road, Dice dice) {
    this.road = road;
    this.dice = dice;
    this.incident = road.incident();
  }

  public void lay() {
    smoothMains();
    for (int p = 0; p < road.pieces.size(); p++) {
      Roadway.Piece piece = road.pieces.get(p);
      if (!piece.bridge) {
        double[][] round = rounded(p);
        if (round.length != piece.line.length) {
          piece.line = round;
          road.index(p);
        }
      }
    }
  }

  private Kind kind(int p) {
    return road.streets.kind[road.pieces.get(p).street];
  }

  private boolean isMain(int p) {
    Roadway.Piece piece = road.pieces.get(p);
    return kind(p).isArterial() && !piece.bridge && piece.from != piece.to;
  }

  /** Draws every vertex of a main road to the middle of its neighbours, a number of times. */
  private void smoothMains() {
    int n = road.pieces.size();
    double[][][] line = new double[n][][];
    double[][][] old = new double[n][][];
    double[][] most = new double[n][];
    for (int p = 0; p < n; p++) {
      if (isMain(p)) {
        old[p] = Lines.inSteps(road.pieces.get(p).line, STEP_M);
        line[p] = old[p].clone();
        most[p] = room(p, old[p]);
      }
    }
    int[][] through = new int[road.nodeCount()][];
    double[][] node = new double[road.nodeCount()][];
    double[] nodeMost = new double[road.nodeCount()];
    for (int v = 0; v < node.length; v++) {
      node[v] = new double[] {road.x(v), road.y(v)};
      through[v] = through(v);
      nodeMost[v] = through[v] == null ? 0 : roomAt(v);
    }
    for (int pass = 0; pass < PASSES; pass++) {
      for (int p = 0; p < n; p++) {
        for (int k = 1; line[p] != null && k + 1 < line[p].length; k++) {
          line[p][k] = drawn(line[p][k], line[p][k - 1], line[p][k + 1], old[p][k], most[p][k]);
        }
      }
      for (int v = 0; v < node.length; v++) {
        if (nodeMost[v] > 0) {
          double[] a = next(line[through[v][0]], through[v][0], v);
          double[] b = next(line[through[v][1]], through[v][1], v);
          node[v] = drawn(node[v], a, b, new double[] {road.x(v), road.y(v)}, nodeMost[v]);
          for (int p : incident[v]) {
            if (line[p] != null) {
              line[p][road.pieces.get(p).from == v ? 0 : line[p].length - 1] = node[v];
            }
          }
        }
      }
    }
    for (int p = 0; p < n; p++) {
      if (line[p] != null) {
        road.pieces.get(p).line = line[p];
        road.index(p);
      }
    }
    for (int v = 0; v < node.length; v++) {
      if (nodeMost[v] > 0) {
        road.moveNode(v, node[v][0], node[v][1], false);
        Arrays.stream(incident[v]).forEach(road::join);
      }
    }
  }

  private static double[] drawn(double[] at, double[] a, double[] b, double[] old, double most) {
    double[] to = Lines.between(at, Lines.between(a, b, 0.5), 0.5);
    double d = Lines.gap(old, to);
    return d <= most ? to : Lines.between(old, to, most / d);
  }

  private double[] next(double[][] line, int p, int v) {
    return road.pieces.get(p).from == v ? line[1] : line[line.length - 2];
  }

  /** The two main roads that go on through a junction, or null. */
  private int[] through(int v) {
    int[] best = null;
    double least = -0.7;
    for (int p : incident[v]) {
      if (road.pieces.get(p).bridge) {
        return null;
      }
      for (int q : incident[v]) {
        if (p < q && isMain(p) && isMain(q)) {
          double cos = Lines.dot(heading(p, v), heading(q, v));
          if (cos < least) {
            least = cos;
            best = new int[] {p, q};
          }
        }
      }
    }
    return best;
  }

  private double[] heading(int p, int v) {
    double[][] l = road.lineFrom(p, v);
    return Lines.unit(l[0], Lines.at(l, 15));
  }

  /** How far a junction may move: not where streets leave it nearly side by side. */
  private double roomAt(int v) {
    double room = MOST_M;
    for (int p : incident[v]) {
      if (road.pieces.get(p).from == road.pieces.get(p).to) {
        return 0;
      }
      double[][] l = road.lineFrom(p, v);
      room = Math.min(room, isMain(p) ? MOST_M : 0.3 * Lines.gap(l[0], l[1]));
      for (int q : incident[v]) {
        if (p < q && Lines.dot(heading(p, v), heading(q, v)) > 0.8) {
          return 0;
        }
      }
    }
    return room;
  }

  /** How far each vertex of a piece may move. */
  private double[] room(int p, double[][] line) {
    Roadway.Piece own = road.pieces.get(p);
    double[] out = new double[line.length];
    double gone = 0;
    double m = Roadway.length(line);
    for (int k = 1; k + 1 < line.length; k++) {
      gone += Lines.gap(line[k - 1], line[k]);
      boolean nearFrom = gone < 15;
      boolean nearTo = m - gone < 15;
      double[] u = line[k];
      double clear =
          road.distance(
              u,
              5 + MOST_M / 0.4,
              q -> {
                Roadway.Piece other = road.pieces.get(q);
                return q == p
                    || (nearFrom && other.touches(own.from))
                    || (nearTo && other.touches(own.to));
              });
      out[k] = Math.max(0, Math.min(MOST_M, 0.4 * (clear - 5)));
    }
    return out;
  }

  /** The line of a piece with its corners rounded where there is room. */
  private double[][] rounded(int p) {
    Roadway.Piece piece = road.pieces.get(p);
    double[][] l = piece.line;
    List<double[]> out = new ArrayList<>();
    out.add(l[0]);
    for (int k = 1; k + 1 < l.length; k++) {
      double turn = Lines.turn(l, k);
      double tangent = turn < 0.1 || turn > 2.6 ? 0 : tangent(p, k, turn);
      double before = (k == 1 ? 0.8 : 0.48) * Lines.gap(l[k - 1], l[k]);
      double after = (k + 2 == l.length ? 0.8 : 0.48) * Lines.gap(l[k], l[k + 1]);
      tangent = Math.min(tangent, Math.min(before, after));
      int steps = Math.min((int) Math.rint(turn / 0.21), (int) (2 * tangent / 2.2));
      if (steps < 1) {
        out.add(l[k]);
        continue;
      }
      double[] a = Lines.between(l[k], l[k - 1], tangent / Lines.gap(l[k - 1], l[k]));
      double[] b = Lines.between(l[k], l[k + 1], tangent / Lines.gap(l[k], l[k + 1]));
      double[][] arc = Lines.curve(a, l[k], b, steps);
      boolean sharp = turn > 0.5;
      if (sharp && !road.isFree(arc, 3, q -> how(p, q))) {
        out.add(l[k]);
        continue;
      }
      out.addAll(List.of(arc));
    }
    out.add(l[l.length - 1]);
    return out.toArray(double[][]::new);
  }

  private int how(int p, int q) {
    Roadway.Piece own = road.pieces.get(p);
    Roadway.Piece other = road.pieces.get(q);
    if (p == q) {
      return Roadway.SKIP;
    }
    boolean near = other.touches(own.from) || other.touches(own.to);
    return near ? Roadway.MAY_MEET : Roadway.KEEP_CLEAR;
  }

  /**
   * Length of the tangents of a corner, by class; cuts the corner by at most 4 m, where houses
   * stand close by 2.5 m.
   */
  private double tangent(int p, int k, double turn) {
    double half = StrictMath.tan(turn / 2);
    double cut = 1 / StrictMath.cos(turn / 2) - 1;
    double radius;
    int street = road.pieces.get(p).street;
    if (turn < 0.5) {
      radius = 60;
    } else if (kind(p).isArterial()) {
      radius = kind(p) == Kind.TERTIARY ? 25 : 40;
    } else if (dice.unit(Stage.ROADWAY, street, 40 + k) < ROUNDED) {
      radius = dice.range(Stage.ROADWAY, street, 140 + k, 6, 12);
    } else {
      return 0;
    }
    return Math.min(radius, (kind(p).isArterial() ? MOST_M : 2.5) / cut) * half;
  }
}
