package city.emona.citygen.plan.skeleton;

import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Fabric;
import city.emona.citygen.plan.Ints;
import city.emona.citygen.plan.Kind;
import city.emona.citygen.plan.Plan;
import city.emona.citygen.plan.Planar;
import city.emona.citygen.plan.Site;
import java.util.Arrays;

/**
 * From the skeleton to faces: smooths the lattice paths (Laplacian, taken back in part where two
 * lines would meet or come closer than 18 m), cuts them into pieces with cubic Hermite curves,
 * marks on which side side-streets may join each vertex, and traces the faces. Metres. Confined to
 * one thread.
 */
public final class Outline {
  private static final double CLEAR_M = 18;
  private static final double LEAST_ANGLE = 0.35;
  private static final int BATCHES = 14;

  /** Share of a smoothing pass that hilly ground takes back. */
  private static final double WIND = 0.12;

  /** The least of it, in the flat: few roads were drawn with a ruler. */
  private static final double LEAST_WIND = 0.4;

  private final Skeleton skeleton;
  private final Lattice lattice;
  private final Plan plan;
  private final boolean[] used;
  private final int[] vertexOf;
  private final int[] wayOf;
  private final int[] firstInner;
  private final int[] innerCount;

  /** Sides on which a vertex may be joined: 1 left, 2 right of the edge's own direction. */
  private final Ints joinSides = new Ints();

  private final int[] edgeList;
  private final boolean[] nearTrunk;
  private int[] edgeFrom;
  private int[] edgeTo;

  public Outline(Skeleton skeleton, Plan plan) {
    this.skeleton = skeleton;
    this.lattice = skeleton.lattice;
    this.plan = plan;
    int n = lattice.x.length;
    used = new boolean[n];
    vertexOf = new int[n];
    wayOf = new int[3 * n];
    firstInner = new int[3 * n];
    innerCount = new int[3 * n];
    Ints edges = new Ints();
    for (int e = 0; e < 3 * n; e++) {
      if (lattice.kind[e] != Kind.NONE) {
        edges.add(e);
        used[e / 3] = true;
        used[lattice.neighbour(e / 3, e % 3)] = true;
      }
    }
    edgeList = edges.toArray();
    nearTrunk = nearTrunk();
    smooth();
    subdivide();
    trace();
  }

  /** Vertex of a lattice node that lies on the skeleton. */
  public int vertexOf(int node) {
    return vertexOf[node];
  }

  /** Plan vertices along lattice nodes, the inner ones of each edge included. */
  public int[] verticesAlong(int[] nodes, boolean closed) {
    Ints out = new Ints();
    for (int k = 0; k < nodes.length; k++) {
      out.add(vertexOf[nodes[k]]);
      if (k + 1 == nodes.length && !closed) {
        break;
      }
      int j = nodes[(k + 1) % nodes.length];
      int e = lattice.edgeBetween(nodes[k], j);
      boolean along = e / 3 == nodes[k];
      for (int m = 0; m < innerCount[e]; m++) {
        out.add(firstInner[e] + (along ? m : innerCount[e] - 1 - m));
      }
    }
    return out.toArray();
  }

  private void smooth() {
    boolean[] fixed = new boolean[lattice.x.length];
    for (int i = 0; i < fixed.length; i++) {
      fixed[i] = lattice.isEdge(i) || lattice.isBank(i / lattice.columns);
    }
    edgeFrom = new int[edgeList.length];
    edgeTo = new int[edgeList.length];
    for (int k = 0; k < edgeList.length; k++) {
      edgeFrom[k] = edgeList[k] / 3;
      edgeTo[k] = lattice.neighbour(edgeFrom[k], edgeList[k] % 3);
    }
    boolean[] given = new boolean[fixed.length];
    for (int i = 0; i < fixed.length; i++) {
      given[i] = used[i] && !keepsOrder(i);
    }
    double[] through = throughArms();
    double[] wind = winding(through);
    double[] firstX = lattice.x.clone();
    double[] firstY = lattice.y.clone();
    for (int batch = 0; batch < BATCHES; batch++) {
      double[] x0 = lattice.x.clone();
      double[] y0 = lattice.y.clone();
      for (int pass = 0; pass < 6; pass++) {
        relax(fixed, through, batch > BATCHES - 4);
        if (batch <= BATCHES - 4) {
          lead(wind, fixed, firstX, firstY);
        }
      }
      for (int round = 0; round < 12 && takeBack(x0, y0, given, round); round++) {
        continue;
      }
    }
  }

  /**
   * Weight of each half-edge in smoothing: where a road goes on through a junction, it is heavy.
   */
  private double[] throughArms() {
    double[] weight = new double[6 * lattice.x.length];
    for (int i = 0; i < lattice.x.length; i++) {
      int one = -1;
      int two = -1;
      int trunks = 0;
      double least = Double.MAX_VALUE;
      for (int d = 0; used[i] && d < 6; d++) {
        Kind k = kindAt(i, d);
        trunks += k == Kind.TRUNK ? 1 : 0;
        weight[6 * i + d] = k == Kind.NONE ? 0 : k.street ? 1 : 0.6;
        for (int e = d + 2; k.street && e < 6 && e - d < 5; e++) {
          Kind m = kindAt(i, e);
          if (m.street) {
            boolean same = lattice.street[lattice.edge(i, d)] == lattice.street[lattice.edge(i, e)];
            double rank = k.ordinal() + m.ordinal() + (e - d == 3 ? 0 : 1.5) - (same ? 1.2 : 0);
            if (rank < least) {
              least = rank;
              one = d;
              two = e;
            }
          }
        }
      }
      if (one >= 0) {
        weight[6 * i + one] = 7;
        weight[6 * i + two] = 7;
      }
      for (int d = 0; used[i] && d < 6; d++) {
        Kind k = kindAt(i, d);
        boolean branch = trunks > 2 && d != one && d != two;
        boolean straight = k == Kind.RAIL || (k == Kind.TRUNK && !branch);
        weight[6 * i + d] = straight ? 60 : weight[6 * i + d];
      }
    }
    return weight;
  }

  private void lead(double[] wind, boolean[] fixed, double[] firstX, double[] firstY) {
    for (int i = 0; i < fixed.length; i++) {
      if (wind[i] > 0 && !fixed[i]) {
        lattice.x[i] += wind[i] * (firstX[i] - lattice.x[i]);
        lattice.y[i] += wind[i] * (firstY[i] - lattice.y[i]);
      }
    }
  }

  /** How firmly roads keep to the ground that they were led over: they wind among hills. */
  private double[] winding(double[] weight) {
    Site site = skeleton.site;
    double[] wind = new double[lattice.x.length];
    for (int i = 0; i < wind.length; i++) {
      boolean fast = false;
      for (int d = 0; d < 6; d++) {
        fast |= weight[6 * i + d] == 60;
      }
      double hills = site.hilly(lattice.x[i], lattice.y[i]);
      wind[i] = used[i] && !fast ? WIND * Math.max(hills, LEAST_WIND) : 0;
    }
    return wind;
  }

  private Kind kindAt(int i, int d) {
    return lattice.neighbour(i, d) < 0 ? Kind.NONE : lattice.kind[lattice.edge(i, d)];
  }

  private void relax(boolean[] fixed, double[] weight, boolean railOnly) {
    double[] nx = lattice.x.clone();
    double[] ny = lattice.y.clone();
    for (int i = 0; i < nx.length; i++) {
      if (!used[i] || fixed[i]) {
        continue;
      }
      double sx = 0;
      double sy = 0;
      double sum = 0;
      for (int d = 0; d < 6; d++) {
        int j = lattice.neighbour(i, d);
        double w = weight[6 * i + d];
        if (w > 0 && (!railOnly || w == 60)) {
          sx += w * lattice.x[j];
          sy += w * lattice.y[j];
          sum += w;
        }
      }
      if (sum > 0) {
        nx[i] += 0.5 * (sx / sum - nx[i]);
        ny[i] += 0.5 * (sy / sum - ny[i]);
      }
    }
    skeleton.expressways.setAcross(nx, ny);
    System.arraycopy(nx, 0, lattice.x, 0, nx.length);
    System.arraycopy(ny, 0, lattice.y, 0, ny.length);
  }

  /** Takes the last moves back where edges meet or come too close; true if anywhere. */
  private boolean takeBack(double[] x0, double[] y0, boolean[] given, int round) {
    boolean[] bad = new boolean[used.length];
    EdgeGrid grid = new EdgeGrid(lattice, edgeFrom, edgeTo);
    for (int k = 0; k < edgeFrom.length; k++) {
      if (lattice.length(edgeFrom[k], edgeTo[k]) < 32) {
        bad[edgeFrom[k]] = true;
        bad[edgeTo[k]] = true;
      }
      for (int m : grid.near(k)) {
        if (m > k && !shareEnd(k, m) && gap(k, m) < CLEAR_M) {
          bad[edgeFrom[k]] = true;
          bad[edgeTo[k]] = true;
          bad[edgeFrom[m]] = true;
          bad[edgeTo[m]] = true;
        }
      }
    }
    for (int i = 0; i < used.length; i++) {
      if (used[i] && !given[i] && !keepsOrder(i)) {
        bad[i] = true;
        for (int d = 0; d < 6; d++) {
          if (kindAt(i, d) != Kind.NONE) {
            bad[lattice.neighbour(i, d)] = true;
          }
        }
      }
    }
    boolean any = false;
    double left = round < 2 ? 0.4 : 0;
    for (int i = 0; i < used.length; i++) {
      if (bad[i] && (lattice.x[i] != x0[i] || lattice.y[i] != y0[i])) {
        lattice.x[i] = x0[i] + left * (lattice.x[i] - x0[i]);
        lattice.y[i] = y0[i] + left * (lattice.y[i] - y0[i]);
        any = true;
      }
    }
    return any;
  }

  /** Whether the ways at a node still leave in lattice order, at least 20 degrees apart. */
  private boolean keepsOrder(int i) {
    double first = 0;
    double last = 0;
    double sum = 0;
    int ways = 0;
    for (int d = 0; d < 6; d++) {
      if (kindAt(i, d) == Kind.NONE) {
        continue;
      }
      int j = lattice.neighbour(i, d);
      double angle = StrictMath.atan2(lattice.y[j] - lattice.y[i], lattice.x[j] - lattice.x[i]);
      double gap = turned(angle - last);
      if (ways++ == 0) {
        first = angle;
      } else if (gap < LEAST_ANGLE) {
        return false;
      } else {
        sum += gap;
      }
      last = angle;
    }
    double gap = turned(first - last);
    return ways < 2 || gap >= LEAST_ANGLE && sum + gap < 7;
  }

  /** An angle in 0 … 2 π. */
  private static double turned(double angle) {
    double full = 2 * StrictMath.PI;
    return angle - full * Math.floor(angle / full);
  }

  private boolean shareEnd(int k, int m) {
    return edgeFrom[k] == edgeFrom[m]
        || edgeFrom[k] == edgeTo[m]
        || edgeTo[k] == edgeFrom[m]
        || edgeTo[k] == edgeTo[m];
  }

  private double gap(int k, int m) {
    double[] x = lattice.x;
    double[] y = lattice.y;
    return Planar.distance(
        x[edgeFrom[k]],
        y[edgeFrom[k]],
        x[edgeTo[k]],
        y[edgeTo[k]],
        x[edgeFrom[m]],
        y[edgeFrom[m]],
        x[edgeTo[m]],
        y[edgeTo[m]]);
  }

  /** Buckets of edges by the square of their middle; edges are shorter than two squares. */
  private static final class EdgeGrid {
    private static final double CELL_M = 2 * Lattice.SPACING_M;
    private final int wide;
    private final int high;
    private final double minX;
    private final double minY;
    private final int[] first;
    private final int[] item;
    private final int[] cellOf;

    EdgeGrid(Lattice lattice, int[] from, int[] to) {
      double x0 = Double.MAX_VALUE;
      double y0 = Double.MAX_VALUE;
      double x1 = -Double.MAX_VALUE;
      double y1 = -Double.MAX_VALUE;
      for (int i = 0; i < lattice.x.length; i++) {
        x0 = Math.min(x0, lattice.x[i]);
        y0 = Math.min(y0, lattice.y[i]);
        x1 = Math.max(x1, lattice.x[i]);
        y1 = Math.max(y1, lattice.y[i]);
      }
      minX = x0;
      minY = y0;
      wide = (int) ((x1 - x0) / CELL_M) + 1;
      high = (int) ((y1 - y0) / CELL_M) + 1;
      cellOf = new int[from.length];
      first = new int[wide * high + 1];
      for (int k = 0; k < from.length; k++) {
        int cx = (int) (((lattice.x[from[k]] + lattice.x[to[k]]) / 2 - minX) / CELL_M);
        int cy = (int) (((lattice.y[from[k]] + lattice.y[to[k]]) / 2 - minY) / CELL_M);
        cellOf[k] = cy * wide + cx;
        first[cellOf[k] + 1]++;
      }
      for (int c = 0; c < wide * high; c++) {
        first[c + 1] += first[c];
      }
      int[] at = Arrays.copyOf(first, wide * high);
      item = new int[from.length];
      for (int k = 0; k < from.length; k++) {
        item[at[cellOf[k]]++] = k;
      }
    }

    int[] near(int k) {
      Ints out = new Ints();
      int cx = cellOf[k] % wide;
      int cy = cellOf[k] / wide;
      for (int dy = Math.max(0, cy - 1); dy <= Math.min(high - 1, cy + 1); dy++) {
        for (int dx = Math.max(0, cx - 1); dx <= Math.min(wide - 1, cx + 1); dx++) {
          int c = dy * wide + dx;
          for (int p = first[c]; p < first[c + 1]; p++) {
            out.add(item[p]);
          }
        }
      }
      return out.toArray();
    }
  }

  private void subdivide() {
    for (int i = 0; i < used.length; i++) {
      if (used[i]) {
        vertexOf[i] = plan.addVertex(lattice.x[i], lattice.y[i]);
        joinSides.add(0);
      }
    }
    for (int k = 0; k < edgeList.length; k++) {
      int e = edgeList[k];
      int a = edgeFrom[k];
      int b = edgeTo[k];
      Kind kind = lattice.kind[e];
      boolean bridge = crossesRiver(a, b);
      wayOf[e] = plan.addWay(kind, kind.street ? lattice.street[e] : -1, bridge && kind.street);
      firstInner[e] = plan.vertexCount();
      innerCount[e] = cut(e, a, b, kind, bridge);
    }
  }

  private boolean crossesRiver(int a, int b) {
    return a / lattice.columns + b / lattice.columns == 2 * lattice.southRow + 1;
  }

  private int cut(int e, int a, int b, Kind kind, boolean bridge) {
    Site site = skeleton.site;
    double length = lattice.length(a, b);
    double reach = site.reach(lattice.x[a], lattice.y[a]);
    double step = kind == Kind.PRIMARY && reach > 0.5 ? 46 : 33;
    int pieces = bridge ? 1 : Math.max(1, (int) Math.round(length / step));
    double[] ta = tangent(a, b);
    double[] tb = tangent(b, a);
    boolean joinable =
        kind.street && kind != Kind.TRUNK && !bridge && !isOnTrunk(a) && !isOnTrunk(b);
    double both = reach > 0.16 && reach < 0.45 ? 0.5 : 0.26;
    for (int k = 1; k < pieces; k++) {
      double t = (k + 0.14 * site.dice.signed(Stage.PORTS, e, k)) / pieces;
      double h1 = t * t * (3 - 2 * t);
      double h2 = t * (1 - t) * (1 - t) * length;
      double h3 = t * t * (1 - t) * length;
      double px = lattice.x[a] * (1 - h1) + lattice.x[b] * h1 + ta[0] * h2 + tb[0] * h3;
      double py = lattice.y[a] * (1 - h1) + lattice.y[b] * h1 + ta[1] * h2 + tb[1] * h3;
      plan.addVertex(px, py);
      double draw = site.dice.unit(Stage.PORTS, e, 64 + k);
      int sides = draw < both ? 3 : (k + (int) site.dice.bits(Stage.PORTS, e, 0) & 1) == 0 ? 1 : 2;
      joinSides.add(joinable ? sides : kind.street ? 0 : 4);
    }
    return pieces - 1;
  }

  /** Whether an expressway runs through a node: ramps need the room beside it. */
  private boolean isOnTrunk(int i) {
    for (int d = 0; d < 6; d++) {
      if (lattice.neighbour(i, d) >= 0 && lattice.kind[lattice.edge(i, d)] == Kind.TRUNK) {
        return true;
      }
    }
    return false;
  }

  /** Unit direction of the curve at node a towards b, smooth through a where a way goes on. */
  private double[] tangent(int a, int b) {
    double dx = lattice.x[b] - lattice.x[a];
    double dy = lattice.y[b] - lattice.y[a];
    double n = Math.sqrt(dx * dx + dy * dy);
    dx /= n;
    dy /= n;
    Kind kind = lattice.kind[lattice.edgeBetween(a, b)];
    double best = -0.75;
    double px = 0;
    double py = 0;
    for (int d = 0; d < 6; d++) {
      int c = lattice.neighbour(a, d);
      if (c < 0 || c == b || lattice.kind[lattice.edge(a, d)] == Kind.NONE) {
        continue;
      }
      if (lattice.kind[lattice.edge(a, d)].street != kind.street
          || crossesRiver(a, b)
          || crossesRiver(a, c)) {
        continue;
      }
      double cx = lattice.x[c] - lattice.x[a];
      double cy = lattice.y[c] - lattice.y[a];
      double m = Math.sqrt(cx * cx + cy * cy);
      double cos = (cx * dx + cy * dy) / m;
      if (cos < best) {
        best = cos;
        px = cx / m;
        py = cy / m;
      }
    }
    double tx = dx - px;
    double ty = dy - py;
    double m = Math.sqrt(tx * tx + ty * ty);
    return new double[] {tx / m, ty / m};
  }

  /** Nodes so near an expressway that the ramps of a junction need the room. */
  private boolean[] nearTrunk() {
    boolean[] near = new boolean[lattice.x.length];
    for (int e : edgeList) {
      if (lattice.kind[e] == Kind.TRUNK) {
        near[e / 3] = true;
        near[lattice.neighbour(e / 3, e % 3)] = true;
      }
    }
    for (int hop = 0; hop < 2; hop++) {
      boolean[] before = near.clone();
      for (int i = 0; i < near.length; i++) {
        for (int d = 0; d < 6 && !near[i]; d++) {
          int j = lattice.neighbour(i, d);
          near[i] = j >= 0 && before[j];
        }
      }
    }
    return near;
  }

  private void trace() {
    boolean[] seen = new boolean[2 * lattice.kind.length];
    for (int e : edgeList) {
      for (int way = 0; way < 2; way++) {
        if (!seen[2 * e + way]) {
          follow(e, way == 0, seen);
        }
      }
    }
  }

  private void follow(int startEdge, boolean forward, boolean[] seen) {
    Ints ring = new Ints();
    Ints ways = new Ints();
    Ints joins = new Ints();
    int node = forward ? startEdge / 3 : lattice.neighbour(startEdge / 3, startEdge % 3);
    int direction = forward ? startEdge % 3 : startEdge % 3 + 3;
    boolean water = false;
    while (true) {
      int e = lattice.edge(node, direction);
      boolean along = direction < 3;
      int mark = 2 * e + (along ? 0 : 1);
      if (seen[mark]) {
        break;
      }
      seen[mark] = true;
      water |= direction == 0 && node / lattice.columns == lattice.southRow;
      int next = lattice.neighbour(node, direction);
      ring.add(vertexOf[node]);
      ways.add(wayOf[e]);
      boolean kept = nearTrunk[node] || nearTrunk[next];
      joins.add(nearTrunk[node] ? 0 : nodeJoin(node));
      for (int k = 0; k < innerCount[e]; k++) {
        int v = firstInner[e] + (along ? k : innerCount[e] - 1 - k);
        ring.add(v);
        ways.add(wayOf[e]);
        int sides = joinSides.get(v);
        joins.add(kept ? 0 : (sides & (along ? 1 : 2)) != 0 ? 1 : (sides & 4) != 0 ? 2 : 0);
      }
      int back = (direction + 3) % 6;
      node = next;
      direction = turnRight(node, back);
    }
    int[] v = ring.toArray();
    if (plan.area(v) > 0) {
      byte[] attach = new byte[v.length];
      for (int k = 0; k < attach.length; k++) {
        attach[k] = (byte) joins.get(k);
      }
      Fabric fabric = water ? Fabric.WATER : null;
      plan.faces.add(
          new Plan.Face(v, ways.toArray(), attach, water, false, fabric, -1, plan.faces.size()));
    }
  }

  /** The next used direction clockwise from the way back: keeps the face on the left. */
  private int turnRight(int node, int back) {
    for (int k = 1; k <= 6; k++) {
      int d = (back - k + 12) % 6;
      int j = lattice.neighbour(node, d);
      if (j >= 0 && lattice.kind[lattice.edge(node, d)] != Kind.NONE) {
        return d;
      }
    }
    return back;
  }

  private int nodeJoin(int node) {
    int roads = 0;
    int barriers = 0;
    for (int d = 0; d < 6; d++) {
      int j = lattice.neighbour(node, d);
      Kind k = j < 0 ? Kind.NONE : lattice.kind[lattice.edge(node, d)];
      if (k == Kind.TRUNK) {
        return Plan.Face.CLOSED;
      }
      roads += k.street ? 1 : 0;
      barriers += !k.street && k != Kind.NONE ? 1 : 0;
    }
    boolean junction = roads == 3 && skeleton.site.dice.unit(Stage.PORTS, node, 200) < 0.3;
    if (barriers == 0 && (roads == 2 || junction)) {
      return Plan.Face.STREET;
    }
    return roads == 0 && barriers == 2 ? Plan.Face.BARRIER : Plan.Face.CLOSED;
  }
}
