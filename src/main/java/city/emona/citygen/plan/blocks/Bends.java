package city.emona.citygen.plan.blocks;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Ints;
import city.emona.citygen.plan.Kind;
import city.emona.citygen.plan.Mosaic;
import city.emona.citygen.plan.Plan;
import java.util.Arrays;

/**
 * Rounds the streets of a finished plan: long sides get inner vertices, then every vertex that is
 * no junction moves towards the middle of its neighbours, by at most a few metres, so that no two
 * lines can meet. What was a chain of short straight pieces becomes one bend, and the warp that
 * follows can bend a whole street. No vertex is taken away. Metres; confined to one thread.
 */
public final class Bends {
  private static final double PIECE_M = 25;
  private static final double FARTHEST_M = 4;
  private static final int PASSES = 10;

  /** Share of small streets that keep their corners, as their builders left them. */
  private static final double ANGULAR = 0.7;

  private final Plan plan;
  private final Dice dice;

  private Bends(Plan plan, Dice dice) {
    this.plan = plan;
    this.dice = dice;
  }

  public static void round(Plan plan, Dice dice) {
    Bends b = new Bends(plan, dice);
    b.cut();
    b.relax();
  }

  private void cut() {
    Mosaic m = new Mosaic(plan);
    int[][] inner = new int[m.sideCount()][];
    for (int s = 0; s < inner.length; s++) {
      int t = m.twin[s];
      if (t >= 0 && t < s) {
        int[] other = inner[t];
        inner[s] = new int[other.length];
        for (int k = 0; k < other.length; k++) {
          inner[s][k] = other[other.length - 1 - k];
        }
        continue;
      }
      boolean fixed = !m.kind(s).street || plan.wayBridge.get(m.way[s]);
      int pieces = fixed ? 1 : Math.max(1, (int) Math.round(m.length(s) / PIECE_M));
      inner[s] = new int[pieces - 1];
      int a = m.start[s];
      int b = m.end(s);
      for (int k = 1; k < pieces; k++) {
        double f = (double) k / pieces;
        inner[s][k - 1] =
            plan.addVertex(
                plan.x(a) + f * (plan.x(b) - plan.x(a)), plan.y(a) + f * (plan.y(b) - plan.y(a)));
      }
    }
    for (int f = 0; f < plan.faces.size(); f++) {
      plan.faces.set(f, finer(plan.faces.get(f), inner, m.first[f]));
    }
  }

  private static Plan.Face finer(Plan.Face f, int[][] inner, int first) {
    Ints v = new Ints();
    Ints way = new Ints();
    Ints attach = new Ints();
    for (int k = 0; k < f.vertex().length; k++) {
      v.add(f.vertex()[k]);
      way.add(f.way()[k]);
      attach.add(f.attach()[k]);
      for (int w : inner[first + k]) {
        v.add(w);
        way.add(f.way()[k]);
        attach.add(Plan.Face.CLOSED);
      }
    }
    byte[] joins = new byte[attach.size()];
    for (int k = 0; k < joins.length; k++) {
      joins[k] = (byte) attach.get(k);
    }
    return new Plan.Face(
        v.toArray(), way.toArray(), joins, f.water(), f.urban(), f.fabric(), f.hood(), f.part());
  }

  /** Moves the vertices inside of streets, which have two neighbours, both along the street. */
  private void relax() {
    int n = plan.vertexCount();
    int[] one = new int[n];
    int[] two = new int[n];
    boolean[] fixed = new boolean[n];
    Arrays.fill(one, -1);
    Arrays.fill(two, -1);
    for (Plan.Face f : plan.faces) {
      int[] v = f.vertex();
      for (int k = 0; k < v.length; k++) {
        int j = v[(k + 1) % v.length];
        Kind kind = plan.wayKind.get(f.way()[k]);
        int way = f.way()[k];
        boolean hold = !kind.street || plan.wayBridge.get(way) || plan.ruled.get(way);
        hold |= !kind.isArterial() && dice.unit(Stage.GROWTH, -7, way) < ANGULAR;
        meet(v[k], j, hold, one, two, fixed);
        meet(j, v[k], hold, one, two, fixed);
      }
    }
    double[] x0 = new double[n];
    double[] y0 = new double[n];
    for (int v = 0; v < n; v++) {
      x0[v] = plan.x(v);
      y0[v] = plan.y(v);
    }
    double[] x = x0.clone();
    double[] y = y0.clone();
    for (int pass = 0; pass < PASSES; pass++) {
      double[] px = x.clone();
      double[] py = y.clone();
      for (int v = 0; v < n; v++) {
        if (!fixed[v] && two[v] >= 0) {
          double dx = 0.5 * px[v] + 0.25 * (px[one[v]] + px[two[v]]) - x0[v];
          double dy = 0.5 * py[v] + 0.25 * (py[one[v]] + py[two[v]]) - y0[v];
          double d = Math.sqrt(dx * dx + dy * dy);
          double share = d > FARTHEST_M ? FARTHEST_M / d : 1;
          x[v] = x0[v] + share * dx;
          y[v] = y0[v] + share * dy;
        }
      }
    }
    for (int v = 0; v < n; v++) {
      plan.move(v, x[v], y[v]);
    }
  }

  private static void meet(int v, int w, boolean hold, int[] one, int[] two, boolean[] fixed) {
    fixed[v] |= hold;
    if (one[v] < 0 || one[v] == w) {
      one[v] = w;
    } else if (two[v] < 0 || two[v] == w) {
      two[v] = w;
    } else {
      fixed[v] = true;
    }
  }
}
