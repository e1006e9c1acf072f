package city.emona.citygen.plan.blocks;

import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Fabric;
import city.emona.citygen.plan.Kind;
import city.emona.citygen.plan.Plan;
import city.emona.citygen.plan.Planar;
import city.emona.citygen.plan.Site;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Closed premises inside large blocks, each with a {@link Layout} of its own and one or two ways
 * in: car parks, yards, schools, cemeteries, closes. They come after the streets, one block after
 * the other, and join streets only at vertices that are there, so the plan stays planar and
 * connected. More of them stand along main roads, in works and estates and near the edge of town,
 * none in old towns. Also sets layouts into a neighbourhood before its streets grow. Metres;
 * confined to one thread.
 */
final class Compounds {
  /** Blocks below this size are built up along their own streets. */
  private static final double LEAST_M2 = 9_000;

  /** How far a way in keeps from the next junction of its road. */
  private static final double FROM_JUNCTION_M = 26;

  /** Largest share of all junctions that is theirs. */
  private static final double SHARE = 0.08;

  private static final int TRIES = 40;

  private final Plan plan;
  private final Site site;
  private int[] degree;
  private int street;

  Compounds(Plan plan, Site site) {
    this.plan = plan;
    this.site = site;
  }

  /** The graph of one block, whose streets are those of its premises; class and use of each. */
  private final class Block extends StreetGraph {
    final List<Kind> kinds = new ArrayList<>();
    final List<Fabric> uses = new ArrayList<>();
    private final Plan.Face face;
    private final int wanted;

    Block(Plan.Face face, int wanted, double[] px, double[] py, Ground ground, long key) {
      super(px, py, opens(face), ground, key);
      this.face = face;
      this.wanted = wanted;
    }

    @Override
    void run() {
      for (int k = 0; k < wanted; k++) {
        Fabric inside = set(this, face);
        Kind kind = kind(this, inside, face.fabric());
        while (kinds.size() < streetCount()) {
          kinds.add(kind);
          uses.add(inside);
        }
      }
    }
  }

  void build() {
    degree = Blocks.degrees(plan);
    for (int k = 0; k < plan.wayStreet.size(); k++) {
      street = Math.max(street, plan.wayStreet.get(k) + 1);
    }
    int nodes = 0;
    for (int d : degree) {
      nodes += d == 1 || d > 2 ? 1 : 0;
    }
    Ground ground = new Ground(site);
    int before = plan.vertexCount();
    int made = 0;
    for (int f : order()) {
      Plan.Face face = plan.faces.get(f);
      int wanted = made < SHARE * nodes ? wanted(f, face, plan.area(face.vertex())) : 0;
      if (wanted > 0) {
        furnish(f, wanted, ground);
        for (; before < plan.vertexCount(); before++) {
          made += degree[before] == 2 ? 0 : 1;
        }
      }
    }
  }

  /** The blocks that are large enough, in a random order. */
  private int[] order() {
    List<double[]> order = new ArrayList<>();
    for (int f = 0; f < plan.faces.size(); f++) {
      Plan.Face face = plan.faces.get(f);
      if (!face.water() && plan.area(face.vertex()) > LEAST_M2) {
        order.add(new double[] {site.dice.unit(Stage.STUBS, f, 93), f});
      }
    }
    order.sort((a, b) -> a[0] != b[0] ? Double.compare(a[0], b[0]) : Double.compare(a[1], b[1]));
    return order.stream().mapToInt(o -> (int) o[1]).toArray();
  }

  private int wanted(int f, Plan.Face face, double area) {
    int v = face.vertex()[0];
    double px = plan.x(v);
    double py = plan.y(v);
    double perKm2 =
        switch (face.fabric()) {
          case MEDIEVAL, PERIMETER, WATER -> 0;
          case INDUSTRY -> 28;
          case SLAB -> 22;
          case GARDEN, VILLA, VILLAGE -> 15;
          case PARK -> 10;
          case FIELD, FOREST -> 0.3 + 4.5 * Math.max(0, 1 - Math.max(0, site.awayM(px, py)) / 1100);
        };
    double cluster = site.dice.noise(Stage.STUBS, 91, px, py, 700);
    double mean = perKm2 * area / 1e6 * Math.max(0.3, 1 + cluster);
    return site.hilly(px, py) > 0.45
        ? 0
        : (int) Math.min(4, mean + site.dice.unit(Stage.STUBS, f, 92));
  }

  private void furnish(int f, int wanted, Ground ground) {
    Plan.Face face = plan.faces.get(f);
    int n = face.vertex().length;
    double[] px = new double[n];
    double[] py = new double[n];
    for (int k = 0; k < n; k++) {
      px[k] = plan.x(face.vertex()[k]);
      py[k] = plan.y(face.vertex()[k]);
    }
    Block g = new Block(face, wanted, px, py, ground, 0x5000_0000_0000L + f);
    g.run();
    if (g.streetCount() > 0 && isInside(g)) {
      merge(f, g);
    }
  }

  /** Where a way in may leave the ring: on a street, and off its junctions. */
  private boolean[] opens(Plan.Face face) {
    int[] v = face.vertex();
    int n = v.length;
    boolean[] opens = new boolean[n];
    for (int k = 0; k < n; k++) {
      opens[k] =
          degree[v[k]] == 2
              && isOpen(face.way()[k])
              && isOpen(face.way()[(k + n - 1) % n])
              && isFar(v, k, 1)
              && isFar(v, k, n - 1);
    }
    return opens;
  }

  private boolean isOpen(int way) {
    Kind k = plan.wayKind.get(way);
    return k.street && k != Kind.TRUNK && !plan.wayBridge.get(way) && !plan.ruled.get(way);
  }

  private boolean isFar(int[] v, int k, int step) {
    double gone = 0;
    int at = k;
    while (gone < FROM_JUNCTION_M) {
      int next = (at + step) % v.length;
      gone += Site.distance(plan.x(v[at]), plan.y(v[at]), plan.x(v[next]), plan.y(v[next]));
      at = next;
      if (degree[v[at]] != 2) {
        return gone >= FROM_JUNCTION_M;
      }
    }
    return true;
  }

  /** Tries to set one premises into a block; gives what it is used for. */
  private Fabric set(Block g, Plan.Face face) {
    double u = g.unit();
    Fabric own = face.fabric().isOpen() ? Fabric.VILLAGE : face.fabric();
    double[] shares =
        switch (face.fabric()) {
          // lot, yard, grid, spine, comb, close, large loop
          case INDUSTRY -> new double[] {0.3, 0.35, 0, 0.25, 0.05, 0, 0.05};
          case SLAB -> new double[] {0.3, 0.05, 0.02, 0.15, 0.23, 0.1, 0.15};
          case PARK -> new double[] {0.2, 0, 0.07, 0.38, 0, 0.05, 0.3};
          case FIELD, FOREST -> new double[] {0.1, 0.24, 0.02, 0.31, 0.1, 0.13, 0.1};
          default -> new double[] {0.14, 0.06, 0.02, 0.21, 0.21, 0.21, 0.15};
        };
    int type = 0;
    while (type < 6 && u >= shares[type]) {
      u -= shares[type++];
    }
    for (int t = 0; t < TRIES; t++) {
      int k = (int) (g.unit() * g.ring);
      if (!g.opens[k] || g.joins[k] > 0 || !isMain(face, k) && t < TRIES / 3) {
        continue;
      }
      Layout l = new Layout(g::unit);
      switch (type) {
        case 0 -> l.lot();
        case 1 -> l.yard();
        case 2 -> l.grid();
        case 3 -> l.spine();
        case 4 -> l.comb();
        default -> l.loop(type == 6);
      }
      double turn = g.unit() < 0.6 ? 0.05 * g.signed() : 0.6 * g.signed();
      double in = 16 + 50 * g.unit() * g.unit();
      int[] at = place(g, l, k, turn, in, 15);
      if (at != null) {
        double more = g.unit();
        tie(g, l, at, more < 0.5 ? 0 : more < 0.9 ? 1 : 2, 75);
        break;
      }
    }
    return switch (type) {
      case 0, 1 -> Fabric.INDUSTRY;
      case 2 -> Fabric.PARK;
      default -> own;
    };
  }

  private boolean isMain(Plan.Face face, int k) {
    return plan.wayKind.get(face.way()[k]).isArterial();
  }

  private static Kind kind(Block g, Fabric inside, Fabric around) {
    double u = g.unit();
    boolean homes = inside.isUrban() && inside != Fabric.INDUSTRY;
    boolean thin = u < (homes ? around.isOpen() ? 0.4 : 0.2 : 0.55);
    return thin ? Kind.SERVICE : homes && u > 0.9 ? Kind.LIVING : Kind.RESIDENTIAL;
  }

  /**
   * Sets a layout behind a vertex of the ring and leads a way in.
   *
   * @param turn of the layout against the road, radians
   * @param inM length of the way in
   * @param clearM least distance from everything that is there
   * @return the vertices of the layout's nodes, or null where it does not fit
   */
  static int[] place(StreetGraph g, Layout l, int k, double turn, double inM, double clearM) {
    int p = (k + g.ring - 1) % g.ring;
    int q = (k + 1) % g.ring;
    double inward = StrictMath.atan2(g.x[q] - g.x[p], g.y[p] - g.y[q]);
    double dx = StrictMath.cos(inward);
    double dy = StrictMath.sin(inward);
    double c = StrictMath.cos(inward + turn);
    double s = StrictMath.sin(inward + turn);
    int gate = gate(g, l);
    if (gate < 0 || l.goesRound(gate)) {
      return null;
    }
    int n = l.node.size();
    double[] px = new double[n];
    double[] py = new double[n];
    double[] o = l.node.get(gate);
    for (int i = 0; i < n; i++) {
      double lx = l.node.get(i)[0] - o[0];
      double ly = l.node.get(i)[1] - o[1];
      px[i] = g.x[k] + inM * dx + lx * s + ly * c;
      py[i] = g.y[k] + inM * dy - lx * c + ly * s;
    }
    for (int e = 0; e < l.from.size(); e++) {
      int a = l.from.get(e);
      int b = l.to.get(e);
      if (!isFree(g, px[a], py[a], px[b], py[b], clearM)) {
        return null;
      }
    }
    if (!g.isClear(k, px[gate], py[gate], -1, 12)) {
      return null;
    }
    int[] at = new int[n];
    for (int i = 0; i < n; i++) {
      at[i] = g.vertex(px[i], py[i]);
    }
    int name = g.streets;
    for (int e = 0; e < l.from.size(); e++) {
      g.edge(at[l.from.get(e)], at[l.to.get(e)], name + l.name.get(e));
    }
    g.edge(k, at[gate], g.streets);
    return at;
  }

  /** Whether all streets lie inside the ring: then every side but the ring's has two faces. */
  static boolean isInside(StreetGraph g) {
    int sides = 0;
    for (StreetGraph.Ring r : g.faces()) {
      sides += r.side().length;
    }
    return sides == 2 * g.from.size() - g.ring;
  }

  /** One of the nodes in front. */
  private static int gate(StreetGraph g, Layout l) {
    double low = Double.MAX_VALUE;
    double high = -Double.MAX_VALUE;
    for (double[] p : l.node) {
      low = Math.min(low, p[1]);
      high = Math.max(high, p[1]);
    }
    int gate = -1;
    double best = Double.MAX_VALUE;
    for (int i = 0; i < l.fixed; i++) {
      double away = (l.node.get(i)[1] - low) / (high - low + 1) + 0.12 * g.unit();
      if (away < best && l.isApart(i)) {
        best = away;
        gate = i;
      }
    }
    return gate;
  }

  private static boolean isFree(
      StreetGraph g, double ax, double ay, double bx, double by, double clear) {
    int n = g.cells.near(ax, ay, bx, by, clear);
    for (int i = 0; i < n; i++) {
      int a = g.from.get(g.cells.found(i));
      int b = g.to.get(g.cells.found(i));
      if (Planar.distance(ax, ay, bx, by, g.x[a], g.y[a], g.x[b], g.y[b]) < clear) {
        return false;
      }
    }
    return true;
  }

  /** Leads further ways from a layout to the ring, the straightest first; returns how many. */
  static int tie(StreetGraph g, Layout l, int[] at, int wanted, double longestM) {
    int made = 0;
    for (int t = 0; t < wanted; t++) {
      int bestNode = -1;
      int bestRing = -1;
      double least = 1.6;
      for (int i = 0; i < l.fixed; i++) {
        int v = at[i];
        if (!isApart(g, at, v)) {
          continue;
        }
        for (int k = 0; k < g.ring; k++) {
          double d = Site.distance(g.x[v], g.y[v], g.x[k], g.y[k]);
          if (d > longestM || d < 17 || !g.opens[k] || isNearJoined(g, k)) {
            continue;
          }
          double score = bend(g, l, at, i, k) + bend(g, k, v) + d / longestM + 0.4 * g.unit();
          if (score < least && g.isClear(v, g.x[k], g.y[k], k, 10)) {
            least = score;
            bestNode = v;
            bestRing = k;
          }
        }
      }
      if (bestNode >= 0) {
        g.edge(bestNode, bestRing, g.streets);
        made++;
      }
    }
    return made;
  }

  private static boolean isApart(StreetGraph g, int[] at, int v) {
    for (int w : at) {
      if (g.sides[v] == 2
          && g.sides[w] != 2
          && Site.distance(g.x[v], g.y[v], g.x[w], g.y[w]) < Layout.LEAST_M + 3) {
        return false;
      }
    }
    return g.sides[v] < 4;
  }

  private static boolean isNearJoined(StreetGraph g, int k) {
    for (int j = 0; j < g.ring; j++) {
      if (g.joins[j] > 0 && Site.distance(g.x[k], g.y[k], g.x[j], g.y[j]) < FROM_JUNCTION_M) {
        return true;
      }
    }
    return false;
  }

  /** How far a way to a vertex of the ring is from going on straight from a node, 0 … 1. */
  private static double bend(StreetGraph g, Layout l, int[] at, int node, int k) {
    double most = -1;
    int v = at[node];
    for (int e = 0; e < l.from.size(); e++) {
      if (l.from.get(e) == node || l.to.get(e) == node) {
        int w = at[l.from.get(e) == node ? l.to.get(e) : l.from.get(e)];
        most = Math.max(most, cosine(g, v, w, k));
      }
    }
    return 1 - most;
  }

  /** How far a way is from meeting the ring square, 0 … 1. */
  private static double bend(StreetGraph g, int k, int v) {
    return Math.abs(cosine(g, k, (k + 1) % g.ring, v));
  }

  /** Cosine of the turn of who comes from w through v to k. */
  private static double cosine(StreetGraph g, int v, int w, int k) {
    double ax = g.x[v] - g.x[w];
    double ay = g.y[v] - g.y[w];
    double bx = g.x[k] - g.x[v];
    double by = g.y[k] - g.y[v];
    return (ax * bx + ay * by) / Math.sqrt((ax * ax + ay * ay) * (bx * bx + by * by));
  }

  /** Puts the new streets into the plan, the block's parts in place of it. */
  private void merge(int f, Block g) {
    Plan.Face face = plan.faces.get(f);
    int n = g.ring;
    int shift = plan.vertexCount() - n;
    for (int v = n; v < g.vertexCount(); v++) {
      plan.addVertex(g.x(v), g.y(v));
    }
    int way = plan.wayKind.size();
    for (int name = 0; name < g.streetCount(); name++) {
      plan.ruled.set(plan.addWay(g.kinds.get(name), street++, false));
    }
    degree = Arrays.copyOf(degree, plan.vertexCount());
    for (int v = n; v < g.vertexCount(); v++) {
      degree[v + shift] = g.sides[v];
    }
    for (int k = 0; k < n; k++) {
      degree[face.vertex()[k]] += g.joins[k];
    }
    boolean first = true;
    for (StreetGraph.Ring r : g.faces()) {
      int m = r.vertex().length;
      int[] v = new int[m];
      int[] ways = new int[m];
      byte[] attach = new byte[m];
      Fabric inside = null;
      boolean outer = false;
      for (int k = 0; k < m; k++) {
        int local = r.vertex()[k];
        int side = r.side()[k];
        v[k] = local < n ? face.vertex()[local] : local + shift;
        ways[k] = side >= 0 ? way + side : face.way()[-1 - side];
        attach[k] = local < n && !g.isJoined(local) ? face.attach()[local] : Plan.Face.CLOSED;
        outer |= side < 0;
        inside = side >= 0 ? g.uses.get(side) : inside;
      }
      Fabric fabric = outer ? face.fabric() : inside;
      Plan.Face part =
          new Plan.Face(v, ways, attach, false, !fabric.isOpen(), fabric, face.hood(), face.part());
      if (first) {
        plan.faces.set(f, part);
        first = false;
      } else {
        plan.faces.add(part);
      }
    }
  }
}
