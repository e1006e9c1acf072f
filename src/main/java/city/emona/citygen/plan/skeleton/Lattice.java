package city.emona.citygen.plan.skeleton;

import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Ints;
import city.emona.citygen.plan.Kind;
import city.emona.citygen.plan.Site;
import java.util.Arrays;

/**
 * The ground on which the skeleton is drawn: a jittered triangular lattice whose two middle rows
 * are the river banks. Every road, rail and stream of the skeleton is a path along lattice edges,
 * so the skeleton is planar and all its crossings are nodes by construction. Edge {@code 3 n + d}
 * leaves node n in direction d = 0, 1, 2 of six, counter-clockwise from east. Metres. Confined to
 * one thread.
 */
public final class Lattice {
  /** Cost of one step from a node along an edge to the next node; infinite where not allowed. */
  public interface StepCost {
    double of(int node, int edge, int next);
  }

  public static final double SPACING_M = 100;

  public final int columns;
  public final int rows;

  /** Row of the southern bank; the northern bank is the next row. */
  public final int southRow;

  public final double[] x;
  public final double[] y;
  public final Kind[] kind;
  public final int[] street;

  /** Inner nodes of rail and stream, which roads pass only by {@link #passFrom}. */
  public final boolean[] blocked;

  /** The two neighbours that a road may join across a blocked node, or −1. */
  public final int[] passFrom;

  public final int[] passTo;

  private final double[] best;
  private final int[] parent;

  public Lattice(Site site) {
    double h = SPACING_M * 0.866;
    columns = (int) Math.ceil(2 * site.halfWidthM / SPACING_M) + 1;
    southRow = (int) Math.ceil(site.halfHeightM / h);
    rows = 2 * southRow + 2;
    int n = columns * rows;
    x = new double[n];
    y = new double[n];
    kind = new Kind[3 * n];
    Arrays.fill(kind, Kind.NONE);
    street = new int[3 * n];
    blocked = new boolean[n];
    passFrom = new int[n];
    passTo = new int[n];
    Arrays.fill(passFrom, -1);
    Arrays.fill(passTo, -1);
    best = new double[n];
    parent = new int[n];
    for (int r = 0; r < rows; r++) {
      boolean bank = isBank(r);
      double v =
          r <= southRow
              ? -site.riverWidthM / 2 - (southRow - r) * h
              : site.riverWidthM / 2 + (r - southRow - 1) * h;
      for (int c = 0; c < columns; c++) {
        int i = r * columns + c;
        double u =
            (c - (columns - 1) / 2.0 + (c == 0 || c == columns - 1 ? 0.25 : (r & 1) == 1 ? 0.5 : 0))
                * SPACING_M;
        double jitter = bank || isEdge(i) ? 0 : 0.23 * SPACING_M;
        double ju = u + jitter * site.dice.signed(Stage.LATTICE, 1, i);
        double jv = v + jitter * site.dice.signed(Stage.LATTICE, 2, i);
        x[i] = ju;
        y[i] = site.y(ju, bank ? Math.copySign(site.bankM(ju), v) : jv);
      }
    }
    drawEdges();
  }

  private void drawEdges() {
    for (int i = 0; i < x.length; i++) {
      int r = i / columns;
      for (int d = 0; d < 3; d++) {
        int j = neighbour(i, d);
        if (j < 0) {
          continue;
        }
        if (d == 0 && isBank(r)) {
          kind[3 * i] = Kind.BANK;
        }
        boolean along = d == 0 && (r == 0 || r == rows - 1);
        boolean up = i % columns == j % columns && (i % columns == 0 || (i + 1) % columns == 0);
        if (along || (d > 0 && up)) {
          kind[3 * i + d] = Kind.BOUNDARY;
        }
      }
    }
  }

  public boolean isBank(int row) {
    return row == southRow || row == southRow + 1;
  }

  public boolean isEdge(int i) {
    int c = i % columns;
    int r = i / columns;
    return c == 0 || r == 0 || c == columns - 1 || r == rows - 1;
  }

  /** Neighbour in direction 0 … 5, or −1 outside. */
  public int neighbour(int i, int direction) {
    int r = i / columns;
    int c = i % columns;
    int odd = r & 1;
    switch (direction) {
      case 0 -> c++;
      case 1 -> {
        c += odd;
        r++;
      }
      case 2 -> {
        c += odd - 1;
        r++;
      }
      case 3 -> c--;
      case 4 -> {
        c += odd - 1;
        r--;
      }
      default -> {
        c += odd;
        r--;
      }
    }
    return c < 0 || r < 0 || c >= columns || r >= rows ? -1 : r * columns + c;
  }

  public int edge(int i, int direction) {
    return direction < 3 ? 3 * i + direction : 3 * neighbour(i, direction) + direction - 3;
  }

  /** Number of streets at a node. */
  public int roadDegree(int i) {
    int n = 0;
    for (int d = 0; d < 6; d++) {
      if (neighbour(i, d) >= 0 && kind[edge(i, d)].street) {
        n++;
      }
    }
    return n;
  }

  /** Column nearest to a place along the river. */
  public int columnAt(double u) {
    int c = (int) Math.round(u / SPACING_M + (columns - 1) / 2.0);
    return Math.max(1, Math.min(columns - 2, c));
  }

  /** The edge between two neighbours. */
  public int edgeBetween(int i, int j) {
    for (int d = 0; d < 6; d++) {
      if (neighbour(i, d) == j) {
        return edge(i, d);
      }
    }
    throw new IllegalStateException("not neighbours");
  }

  /**
   * Takes away lines that do not hang together with the border, so that every face has one ring.
   */
  void dropLoose() {
    boolean[] reached = new boolean[x.length];
    Ints stack = new Ints();
    stack.add(0);
    reached[0] = true;
    for (int s = 0; s < stack.size(); s++) {
      int i = stack.get(s);
      for (int d = 0; d < 6; d++) {
        int j = neighbour(i, d);
        if (j >= 0 && !reached[j] && kind[edge(i, d)] != Kind.NONE) {
          reached[j] = true;
          stack.add(j);
        }
      }
    }
    for (int e = 0; e < kind.length; e++) {
      if (kind[e] != Kind.NONE && !reached[e / 3]) {
        kind[e] = Kind.NONE;
      }
    }
  }

  public double length(int i, int j) {
    return Site.distance(x[i], y[i], x[j], y[j]);
  }

  public int nearest(double px, double py) {
    int found = -1;
    double least = Double.MAX_VALUE;
    for (int i = 0; i < x.length; i++) {
      double d = (x[i] - px) * (x[i] - px) + (y[i] - py) * (y[i] - py);
      if (d < least && !blocked[i] && !isEdge(i) && !isBank(i / columns)) {
        least = d;
        found = i;
      }
    }
    return found;
  }

  /**
   * Cheapest path from a node to a target (target ≥ 0) or to the first node of a set, as nodes from
   * start to end; empty where there is none. Dijkstra 1959, with the straight line as a lower bound
   * (A*) for single targets.
   */
  public int[] path(int from, int target, boolean[] anyOf, StepCost cost) {
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    best[from] = 0;
    parent[from] = -1;
    Heap heap = new Heap();
    heap.push(0, from);
    boolean[] done = new boolean[x.length];
    while (heap.size() > 0) {
      int i = heap.pop();
      if (done[i]) {
        continue;
      }
      done[i] = true;
      if (i == target || (target < 0 && anyOf[i])) {
        return trace(i);
      }
      for (int d = 0; d < 6; d++) {
        int j = neighbour(i, d);
        if (j < 0) {
          continue;
        }
        double step = cost.of(i, edge(i, d), j);
        if (blocked[j]) {
          pass(heap, i, j, best[i] + step, target, cost);
        } else {
          relax(heap, i, j, best[i] + step, target);
        }
      }
    }
    return new int[0];
  }

  /** Goes on over blocked nodes to the first one beyond them, where they may be passed. */
  private void pass(Heap heap, int i, int j, double total, int target, StepCost cost) {
    int before = i;
    int at = j;
    double sum = total;
    while (at >= 0 && blocked[at]) {
      int next = passFrom[at] == before ? passTo[at] : passTo[at] == before ? passFrom[at] : -1;
      sum += next < 0 ? 0 : cost.of(at, edgeBetween(at, next), next);
      before = at;
      at = next;
    }
    if (at < 0 || sum >= best[at]) {
      return;
    }
    int last = i;
    for (int m = j; m != at; ) {
      int next = passFrom[m] == last ? passTo[m] : passFrom[m];
      best[m] = sum;
      parent[m] = last;
      last = m;
      m = next;
    }
    relax(heap, last, at, sum, target);
  }

  private void relax(Heap heap, int i, int j, double total, int target) {
    if (total < best[j]) {
      best[j] = total;
      parent[j] = i;
      heap.push(total + (target < 0 ? 0 : 0.55 * length(j, target)), j);
    }
  }

  private int[] trace(int end) {
    Ints back = new Ints();
    for (int i = end; i >= 0; i = parent[i]) {
      back.add(i);
    }
    int[] nodes = back.toArray();
    for (int a = 0, b = nodes.length - 1; a < b; a++, b--) {
      int t = nodes[a];
      nodes[a] = nodes[b];
      nodes[b] = t;
    }
    return nodes;
  }

  /** A binary heap of (cost rounded to 0.1 m, node); ties by the lower node. */
  private static final class Heap {
    private long[] keys = new long[256];
    private int size;

    int size() {
      return size;
    }

    void push(double cost, int node) {
      if (size == keys.length) {
        keys = Arrays.copyOf(keys, size * 2);
      }
      long key = ((long) (cost * 10) << 24) | node;
      int i = size++;
      while (i > 0 && keys[(i - 1) / 2] > key) {
        keys[i] = keys[(i - 1) / 2];
        i = (i - 1) / 2;
      }
      keys[i] = key;
    }

    int pop() {
      int node = (int) (keys[0] & 0xFFFFFF);
      long last = keys[--size];
      int i = 0;
      while (2 * i + 1 < size) {
        int c = 2 * i + 1;
        if (c + 1 < size && keys[c + 1] < keys[c]) {
          c++;
        }
        if (keys[c] >= last) {
          break;
        }
        keys[i] = keys[c];
        i = c;
      }
      keys[i] = last;
      return node;
    }
  }
}
