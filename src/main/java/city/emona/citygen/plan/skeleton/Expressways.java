package city.emona.citygen.plan.skeleton;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Ints;
import city.emona.citygen.plan.Kind;
import city.emona.citygen.plan.Site;
import java.util.ArrayList;
import java.util.List;

/**
 * Where expressways run: a bypass along the valley on the side of the railway where the town has
 * 80,000 people or more, one on the other side of larger towns, and from most of them a branch that
 * leaves the region. Other roads cross them at given places only, some 600 m apart, so that there
 * is room for ramps; none runs along them or ends at them. Metres; confined to one thread.
 */
final class Expressways {
  /** Nodes between two places where roads may cross, and from the ends and branches. */
  private static final int APART = 6;

  final List<int[]> ways = new ArrayList<>();
  private final Site site;
  private final Lattice lattice;
  private final Dice dice;
  private final Ints passes = new Ints();

  /** Pairs of ways: an expressway and the branch that leaves it. */
  private final Ints branches = new Ints();

  Expressways(Site site, Lattice lattice) {
    this.site = site;
    this.lattice = lattice;
    this.dice = site.dice;
    int count = site.targetLinks < 5800 ? 0 : site.targetLinks < 12_000 ? 1 : 2;
    for (int k = 0; k < count; k++) {
      int side = k == 0 ? -site.coreSide : site.coreSide;
      int[] way = bypass(k, side);
      ways.add(way);
      if (dice.unit(Stage.ROADS, 75, k) < 0.8) {
        branch(k, side, way);
      }
    }
  }

  private int[] bypass(int k, int side) {
    double off = (k == 0 ? 0.82 : 0.95) * site.radiusM;
    Ints way = new Ints();
    int steps = 2 * (int) Math.round(site.halfWidthM / 1500);
    for (int step = 0; step <= steps; step++) {
      boolean end = step == 0 || step == steps;
      double u = (2.0 * step / steps - 1) * (site.halfWidthM - (end ? 0 : 300));
      double sweep = Math.min(0.16 * off, 420) * dice.signed(Stage.ROADS, 70 + k, step);
      double v = side * (off + sweep + 0.14 * off * dice.signed(Stage.ROADS, 72 + k, step / 4));
      int column = step == 0 ? 0 : step == steps ? lattice.columns - 1 : lattice.columnAt(u);
      int rows = (int) Math.round((Math.abs(v) - site.riverWidthM / 2) / (0.866 * 100));
      int row = side > 0 ? lattice.southRow + 1 + rows : lattice.southRow - rows;
      add(way, row * lattice.columns + column, this::cost);
    }
    return Skeleton.eraseLoops(way.toArray());
  }

  /** From the middle half of a bypass outwards to the edge of the region. */
  private void branch(int k, int side, int[] way) {
    int at = way.length / 2 + (int) (0.25 * way.length * dice.signed(Stage.ROADS, 76, k));
    while (at < way.length - 8 && !isStraight(way, at)) {
      at++;
    }
    int start = way[at];
    int last = side > 0 ? lattice.rows - 1 : 0;
    int rows = Math.abs(last - start / lattice.columns);
    if (at >= way.length - 8 || rows < 10) {
      return;
    }
    boolean[] taken = new boolean[lattice.x.length];
    for (int i : way) {
      taken[i] = true;
    }
    double drift = 0.45 * dice.signed(Stage.ROADS, 77, k);
    Ints out = new Ints();
    out.add(start);
    for (int r = 5; r < rows + 5; r += 5) {
      int away = Math.min(r, rows);
      double bend = 250 * dice.signed(Stage.ROADS, 78 + k, r) * (r == 5 ? 0 : 1);
      double u = lattice.x[start] + (r == 5 ? 0 : drift * 86.6 * (away - 5)) + bend;
      int node = (start / lattice.columns + side * away) * lattice.columns + lattice.columnAt(u);
      add(out, node, (i, e, j) -> taken[j] ? Double.POSITIVE_INFINITY : cost(i, e, j));
    }
    int[] nodes = Skeleton.eraseLoops(out.toArray());
    if (lattice.isEdge(nodes[nodes.length - 1]) && nodes.length > 6) {
      branches.add(ways.size() - 1);
      branches.add(ways.size());
      ways.add(nodes);
    }
  }

  /** Appends the cheapest way on to a node; none is added where there is no way. */
  private void add(Ints way, int node, Lattice.StepCost cost) {
    if (way.size() == 0) {
      way.add(node);
      return;
    }
    int[] leg = lattice.path(way.get(way.size() - 1), node, null, cost);
    for (int m = 1; m < leg.length; m++) {
      way.add(leg[m]);
    }
  }

  private double cost(int i, int e, int j) {
    boolean closed = lattice.kind[e] != Kind.NONE || lattice.isBank(j / lattice.columns);
    boolean edge = lattice.isEdge(i) && lattice.isEdge(j);
    return closed || edge ? Double.POSITIVE_INFINITY : lattice.length(i, j);
  }

  private boolean isStraight(int[] way, int k) {
    return k > 0
        && k < way.length - 1
        && (direction(way[k], way[k - 1]) + 3) % 6 == direction(way[k], way[k + 1]);
  }

  private int direction(int from, int to) {
    for (int d = 0; d < 6; d++) {
      if (lattice.neighbour(from, d) == to) {
        return d;
      }
    }
    throw new IllegalStateException("not neighbours");
  }

  /**
   * Closes the nodes of all expressways, once drawn, and those beside them to other roads, but for
   * where these cross, straight over three nodes.
   */
  void close() {
    boolean[] barrier = lattice.blocked.clone();
    for (int[] way : ways) {
      for (int i : way) {
        lattice.blocked[i] = true;
        for (int d = 0; d < 6; d++) {
          int j = lattice.neighbour(i, d);
          if (j >= 0 && !lattice.isEdge(j) && !barrier[j]) {
            lattice.blocked[j] = true;
          }
        }
      }
    }
    for (int[] way : ways) {
      int since = 0;
      for (int k = 0; k < way.length; k++) {
        since = lattice.roadDegree(way[k]) > 2 ? 0 : since + 1;
        boolean free = !barrier[way[k]] && isStraight(way, k) && since >= APART;
        for (int m = k; free && m < Math.min(way.length, k + APART - 1); m++) {
          free = lattice.roadDegree(way[m]) <= 2;
        }
        int turn = dice.below(Stage.ROADS, 79, way[k], 2);
        if (free && (open(way, k, 1 + turn, barrier) || open(way, k, 2 - turn, barrier))) {
          passes.add(way[k]);
          since = 0;
        }
      }
    }
  }

  /** Lets roads cross at a node in a direction, counted from that of the expressway. */
  private boolean open(int[] way, int k, int turn, boolean[] barrier) {
    int i = way[k];
    int left = (direction(i, way[k + 1]) + turn) % 6;
    int[] beside = {lattice.neighbour(i, left), lattice.neighbour(i, (left + 3) % 6)};
    for (int s = 0; s < 2; s++) {
      int beyond = beside[s] < 0 ? -1 : lattice.neighbour(beside[s], (left + 3 * s) % 6);
      if (beyond < 0
          || barrier[beside[s]]
          || lattice.blocked[beyond]
          || lattice.isEdge(beyond)
          || lattice.passFrom[beside[s]] >= 0) {
        return false;
      }
    }
    lattice.passFrom[i] = beside[0];
    lattice.passTo[i] = beside[1];
    for (int s = 0; s < 2; s++) {
      lattice.passFrom[beside[s]] = i;
      lattice.passTo[beside[s]] = lattice.neighbour(beside[s], (left + 3 * s) % 6);
    }
    return true;
  }

  int[] passes() {
    return passes.toArray();
  }

  /** Nodes of expressways where a road crosses. */
  int[] crossed() {
    Ints out = new Ints();
    for (int i : passes()) {
      if (lattice.roadDegree(i) == 4) {
        out.add(i);
      }
    }
    return out.toArray();
  }

  /** Draws the two nodes beside an expressway by which a road crosses it to either side of it. */
  void setAcross(double[] nx, double[] ny) {
    for (int i : crossed()) {
      int a = lattice.passFrom[i];
      int b = lattice.passTo[i];
      int along = -1;
      int back = -1;
      for (int d = 0; d < 6; d++) {
        int j = lattice.neighbour(i, d);
        if (j >= 0 && lattice.kind[lattice.edge(i, d)] == Kind.TRUNK) {
          back = along;
          along = j;
        }
      }
      double tx = lattice.x[along] - lattice.x[back];
      double ty = lattice.y[along] - lattice.y[back];
      double n = Math.sqrt(tx * tx + ty * ty);
      double side = tx * (lattice.y[a] - lattice.y[i]) - ty * (lattice.x[a] - lattice.x[i]);
      double m = Math.copySign(1, side) / n;
      int beyondA = lattice.passTo[a];
      int beyondB = lattice.passTo[b];
      double cx = lattice.x[beyondA] - lattice.x[beyondB];
      double cy = lattice.y[beyondA] - lattice.y[beyondB];
      double c = Math.sqrt(cx * cx + cy * cy);
      double px = 0.8 * cx / c - m * ty;
      double py = 0.8 * cy / c + m * tx;
      double p = 0.95 * Lattice.SPACING_M / Math.sqrt(px * px + py * py);
      nx[a] += 0.5 * (lattice.x[i] + p * px - nx[a]);
      ny[a] += 0.5 * (lattice.y[i] + p * py - ny[a]);
      nx[b] += 0.5 * (lattice.x[i] - p * px - nx[b]);
      ny[b] += 0.5 * (lattice.y[i] - p * py - ny[b]);
    }
    for (int k = 0; k < branches.size(); k += 2) {
      setOff(ways.get(branches.get(k)), ways.get(branches.get(k + 1)), nx, ny);
    }
  }

  /** Draws the first node of a branch to where it leaves the other expressway square. */
  private void setOff(int[] main, int[] branch, double[] nx, double[] ny) {
    int at = 1;
    while (main[at] != branch[0]) {
      at++;
    }
    double tx = lattice.x[main[at + 1]] - lattice.x[main[at - 1]];
    double ty = lattice.y[main[at + 1]] - lattice.y[main[at - 1]];
    double cx = lattice.x[branch[4]] - lattice.x[branch[0]];
    double cy = lattice.y[branch[4]] - lattice.y[branch[0]];
    double m = Math.copySign(1 / Math.sqrt(tx * tx + ty * ty), tx * cy - ty * cx);
    double c = 0.4 / Math.sqrt(cx * cx + cy * cy);
    double px = c * cx - m * ty;
    double py = c * cy + m * tx;
    double p = 0.95 * Lattice.SPACING_M / Math.sqrt(px * px + py * py);
    for (int k = 1; k <= 3; k++) {
      nx[branch[k]] += 0.5 * (lattice.x[branch[0]] + k * p * px - nx[branch[k]]);
      ny[branch[k]] += 0.5 * (lattice.y[branch[0]] + k * p * py - ny[branch[k]]);
    }
  }
}
