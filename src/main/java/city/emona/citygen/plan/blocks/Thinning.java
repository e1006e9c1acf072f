package city.emona.citygen.plan.blocks;

import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Fabric;
import city.emona.citygen.plan.Ints;
import city.emona.citygen.plan.Kind;
import city.emona.citygen.plan.Mosaic;
import city.emona.citygen.plan.Plan;
import city.emona.citygen.plan.Site;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes local streets between two blocks away, so that the blocks become one: an arm of most
 * crossings (towns that grew have three-way junctions, 0.05 to 0.08 of theirs have four arms), and
 * every few streets of some places, where a school, a works or a garden came before the streets and
 * the grain changes at once. Two faces are merged at a time, never two that hang together
 * otherwise, so the network cannot fall apart. Works on half-edges; metres; confined to one thread.
 */
final class Thinning {
  /** Wanted share of four-way junctions; the gate of the recipe begins at 0.10. */
  private static final double FOUR_WAY = 0.142;

  private static final double LARGEST_M2 = 70_000;

  private final Plan plan;
  private final Site site;
  private final Mosaic mosaic;
  private final int[] next;
  private final int[] before;
  private final boolean[] gone;
  private final int[] into;

  /** Faces that no street parts: streets within one must stay, or the network falls apart. */
  private final int[] region;

  private final double[] area;
  private final int[] degree;

  Thinning(Plan plan, Site site) {
    this.plan = plan;
    this.site = site;
    mosaic = new Mosaic(plan);
    int n = mosaic.sideCount();
    next = new int[n];
    before = new int[n];
    gone = new boolean[n];
    for (int s = 0; s < n; s++) {
      next[s] = mosaic.next(s);
      before[next[s]] = s;
    }
    into = new int[plan.faces.size()];
    area = new double[into.length];
    for (int f = 0; f < into.length; f++) {
      into[f] = f;
      area[f] = plan.area(plan.faces.get(f).vertex());
    }
    degree = Blocks.degrees(plan);
    region = new int[into.length + 1];
    Arrays.setAll(region, f -> f);
    for (int s = 0; s < n; s++) {
      if (!mosaic.kind(s).street) {
        int other = mosaic.twin[s] < 0 ? into.length : mosaic.face[mosaic.twin[s]];
        region[root(region, mosaic.face[s])] = root(region, other);
      }
    }
  }

  private static int root(int[] parent, int f) {
    int at = f;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  void run() {
    openPlaces();
    thinCrossings();
    rebuild();
  }

  /** Sides that begin a local street at a junction, in a random order. */
  private List<int[]> streets(int draw) {
    List<int[]> out = new ArrayList<>();
    List<double[]> order = new ArrayList<>();
    for (int s = 0; s < next.length; s++) {
      if (!gone[s] && mosaic.twin[s] >= 0 && degree[mosaic.start[s]] > 2 && isLocal(s)) {
        int[] chain = chain(s);
        if (chain != null) {
          order.add(new double[] {site.dice.unit(Stage.STUBS, s, draw), out.size()});
          out.add(chain);
        }
      }
    }
    order.sort((a, b) -> a[0] != b[0] ? Double.compare(a[0], b[0]) : Double.compare(a[1], b[1]));
    List<int[]> sorted = new ArrayList<>();
    for (double[] o : order) {
      sorted.add(out.get((int) o[1]));
    }
    return sorted;
  }

  private boolean isLocal(int s) {
    Kind k = mosaic.kind(s);
    if (plan.ruled.get(mosaic.way[s])) {
      return false;
    }
    return k == Kind.RESIDENTIAL || k == Kind.LIVING || k == Kind.SERVICE;
  }

  /** The sides of one street from a junction to the next one, or null for other lines. */
  private int[] chain(int s) {
    Ints out = new Ints();
    out.add(s);
    int at = s;
    while (degree[mosaic.end(at)] == 2) {
      at = next[at];
      if (gone[at] || !isLocal(at) || mosaic.twin[at] < 0 || out.size() > 200) {
        return null;
      }
      out.add(at);
    }
    return degree[mosaic.end(at)] > 2 ? out.toArray() : null;
  }

  /** Streets go from places where the grain is coarse: a sharp border of a smooth field. */
  private void openPlaces() {
    for (int[] chain : streets(31)) {
      int v = mosaic.start[chain[0]];
      double coarse = site.dice.noise(Stage.SPLIT, 77, plan.x(v), plan.y(v), 330);
      if (coarse > 0.42 && site.dice.unit(Stage.STUBS, chain[0], 33) < 0.75) {
        take(chain, LARGEST_M2);
      }
    }
  }

  private void thinCrossings() {
    int nodes = 0;
    int four = 0;
    for (int d : degree) {
      nodes += d == 1 || d > 2 ? 1 : 0;
      four += d == 4 ? 1 : 0;
    }
    int surplus = (int) ((four - FOUR_WAY * nodes) / (1 - 0.5 * FOUR_WAY));
    for (int[] chain : streets(32)) {
      if (surplus <= 0) {
        break;
      }
      if (degree[mosaic.start[chain[0]]] == 4) {
        int other = degree[mosaic.end(chain[chain.length - 1])];
        surplus -= take(chain, LARGEST_M2) ? (other == 4 ? 2 : 1) : 0;
      }
    }
  }

  private int face(int s) {
    return root(into, mosaic.face[s]);
  }

  private boolean take(int[] chain, double largest) {
    int first = chain[0];
    int last = chain[chain.length - 1];
    if (gone[first] || degree[mosaic.start[first]] < 3 || degree[mosaic.end(last)] < 3) {
      return false;
    }
    int a = face(first);
    int b = face(mosaic.twin[first]);
    Plan.Face fa = plan.faces.get(a);
    Plan.Face fb = plan.faces.get(b);
    double sum = area[a] + area[b];
    boolean kin = fa.part() == fb.part() && fa.urban() == fb.urban();
    if (a == b || !kin || fa.water() || fb.water() || fa.urban() && sum > largest) {
      return false;
    }
    if (fa.fabric() == Fabric.PARK != (fb.fabric() == Fabric.PARK)
        || mosaic.start[first] == mosaic.end(last)) {
      return false;
    }
    for (int k = 1; k < chain.length; k++) {
      if (next[mosaic.twin[chain[k]]] != mosaic.twin[chain[k - 1]]) {
        return false; // a hedge or a bank ends at the street
      }
    }
    if (root(region, a) == root(region, b)) {
      return false;
    }
    if (degree[mosaic.start[first]] == 3 && !goesOn(first, mosaic.twin[first])
        || degree[mosaic.end(last)] == 3 && !goesOn(mosaic.twin[last], last)) {
      return false;
    }
    region[root(region, a)] = root(region, b);
    link(before[first], next[mosaic.twin[first]]);
    link(before[mosaic.twin[last]], next[last]);
    for (int s : chain) {
      gone[s] = true;
      gone[mosaic.twin[s]] = true;
    }
    degree[mosaic.start[first]]--;
    degree[mosaic.end(last)]--;
    int kept = area[a] > area[b] ? a : b;
    into[kept == a ? b : a] = kept;
    area[kept] = sum;
    return true;
  }

  /** Whether the two other arms of a three-way junction are one street, not a corner. */
  private boolean goesOn(int leaving, int arriving) {
    int v = mosaic.start[leaving];
    int a = mosaic.start[before[leaving]];
    int b = mosaic.end(next[arriving]);
    double ax = plan.x(a) - plan.x(v);
    double ay = plan.y(a) - plan.y(v);
    double bx = plan.x(b) - plan.x(v);
    double by = plan.y(b) - plan.y(v);
    double n = Math.sqrt((ax * ax + ay * ay) * (bx * bx + by * by));
    return (ax * bx + ay * by) / n < -0.8;
  }

  private void link(int s, int t) {
    next[s] = t;
    before[t] = s;
  }

  private void rebuild() {
    int[] start = new int[into.length];
    Arrays.fill(start, -1);
    for (int s = next.length - 1; s >= 0; s--) {
      if (!gone[s]) {
        start[face(s)] = s;
      }
    }
    List<Plan.Face> faces = new ArrayList<>();
    for (int f = 0; f < into.length; f++) {
      if (into[f] == f) {
        faces.add(ring(start[f], plan.faces.get(f)));
      }
    }
    plan.faces.clear();
    plan.faces.addAll(faces);
  }

  private Plan.Face ring(int start, Plan.Face f) {
    Ints v = new Ints();
    Ints way = new Ints();
    Ints attach = new Ints();
    int s = start;
    do {
      v.add(mosaic.start[s]);
      way.add(mosaic.way[s]);
      attach.add(plan.faces.get(mosaic.face[s]).attach()[s - mosaic.first[mosaic.face[s]]]);
      s = next[s];
    } while (s != start);
    byte[] joins = new byte[attach.size()];
    for (int k = 0; k < joins.length; k++) {
      joins[k] = (byte) attach.get(k);
    }
    return new Plan.Face(
        v.toArray(), way.toArray(), joins, f.water(), f.urban(), f.fabric(), f.hood(), f.part());
  }
}
