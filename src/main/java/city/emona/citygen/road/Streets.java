package city.emona.citygen.road;

import city.emona.citygen.plan.Ints;
import city.emona.citygen.plan.Kind;
import city.emona.citygen.plan.Mosaic;
import city.emona.citygen.plan.Plan;
import city.emona.citygen.plan.Site;
import city.emona.citygen.plan.blocks.Blocks;
import city.emona.graph.Csr;
import city.emona.graph.StrongComponents;
import java.util.Arrays;

/**
 * Step 6 of the recipe, the geometry part: junctions and streets of the finished plan. A junction
 * is a vertex where the number of streets is not two, or where a bridge begins; a street is the
 * chain of sides between two junctions. Columns by street; metres. Immutable once built.
 */
public final class Streets {
  public final Mosaic mosaic;

  /** Plan vertex of each junction. */
  public final int[] nodeVertex;

  public final int[] degree;
  public final int[] from;
  public final int[] to;

  /** Sides of street i in order: {@code side[firstSide[i]] ..}. */
  public final int[] firstSide;

  public final int[] side;
  public final Kind[] kind;
  public final boolean[] bridge;
  public final int[] label;
  public final double[] lengthM;

  public Streets(Mosaic mosaic) {
    this.mosaic = mosaic;
    Plan plan = mosaic.plan;
    int[] sides = Blocks.degrees(plan);
    int[] nodeOf = new int[plan.vertexCount()];
    Ints nodes = new Ints();
    for (int v = 0; v < nodeOf.length; v++) {
      nodeOf[v] = -1;
      if (sides[v] == 1 || sides[v] > 2 || (sides[v] == 2 && startsBridge(v))) {
        nodeOf[v] = nodes.size();
        nodes.add(v);
      }
    }
    nodeVertex = nodes.toArray();
    Ints starts = new Ints();
    Ints chain = new Ints();
    Ints a = new Ints();
    Ints b = new Ints();
    starts.add(0);
    boolean[] used = new boolean[mosaic.sideCount()];
    for (int i = 0; i < nodeVertex.length; i++) {
      for (int p = mosaic.firstOut[nodeVertex[i]]; p < mosaic.firstOut[nodeVertex[i] + 1]; p++) {
        int s = mosaic.out[p];
        if (used[s] || !mosaic.kind(s).street) {
          continue;
        }
        a.add(i);
        while (true) {
          used[s] = true;
          used[mosaic.twin[s]] = true;
          chain.add(s);
          int v = mosaic.end(s);
          if (nodeOf[v] >= 0) {
            b.add(nodeOf[v]);
            break;
          }
          s = onward(v, s);
        }
        starts.add(chain.size());
      }
    }
    from = a.toArray();
    to = b.toArray();
    firstSide = starts.toArray();
    side = chain.toArray();
    int n = from.length;
    kind = new Kind[n];
    bridge = new boolean[n];
    label = new int[n];
    lengthM = new double[n];
    degree = new int[nodeVertex.length];
    for (int i = 0; i < n; i++) {
      degree[from[i]]++;
      degree[to[i]]++;
      kind[i] = Kind.SERVICE;
      for (int p = firstSide[i]; p < firstSide[i + 1]; p++) {
        int w = mosaic.way[side[p]];
        if (plan.wayKind.get(w).ordinal() <= kind[i].ordinal()) {
          kind[i] = plan.wayKind.get(w);
          label[i] = plan.wayStreet.get(w);
        }
        bridge[i] |= plan.wayBridge.get(w);
        lengthM[i] += mosaic.length(side[p]);
      }
    }
  }

  private boolean startsBridge(int v) {
    boolean bridge = false;
    boolean ground = false;
    for (int p = mosaic.firstOut[v]; p < mosaic.firstOut[v + 1]; p++) {
      int s = mosaic.out[p];
      if (mosaic.kind(s).street) {
        bridge |= mosaic.plan.wayBridge.get(mosaic.way[s]);
        ground |= !mosaic.plan.wayBridge.get(mosaic.way[s]);
      }
    }
    return bridge && ground;
  }

  private int onward(int v, int came) {
    for (int p = mosaic.firstOut[v]; p < mosaic.firstOut[v + 1]; p++) {
      int s = mosaic.out[p];
      if (s != mosaic.twin[came] && mosaic.kind(s).street) {
        return s;
      }
    }
    throw new IllegalStateException("street ends at a vertex that is no junction");
  }

  /** Street of each side of the plan, −1 where there is none. */
  public int[] streetOfSide() {
    int[] out = new int[mosaic.sideCount()];
    Arrays.fill(out, -1);
    for (int i = 0; i < count(); i++) {
      for (int p = firstSide[i]; p < firstSide[i + 1]; p++) {
        out[side[p]] = i;
        out[mosaic.twin[side[p]]] = i;
      }
    }
    return out;
  }

  public int nearestNode(double x, double y) {
    int best = 0;
    double least = Double.MAX_VALUE;
    for (int v = 0; v < nodeVertex.length; v++) {
      double d = Site.distance(x, y, x(v), y(v));
      if (d < least && degree[v] > 1) {
        least = d;
        best = v;
      }
    }
    return best;
  }

  public int count() {
    return from.length;
  }

  public double x(int node) {
    return mosaic.plan.x(nodeVertex[node]);
  }

  public double y(int node) {
    return mosaic.plan.y(nodeVertex[node]);
  }

  /** Plan vertices along street i, from its first to its last junction. */
  public int[] line(int i) {
    int n = firstSide[i + 1] - firstSide[i];
    int[] v = new int[n + 1];
    for (int k = 0; k < n; k++) {
      v[k] = mosaic.start[side[firstSide[i] + k]];
    }
    v[n] = mosaic.end(side[firstSide[i + 1] - 1]);
    return v;
  }

  /** Whether all junctions hang together when every street has both directions. */
  public boolean isConnected() {
    int n = from.length;
    int[] f = new int[2 * n];
    int[] t = new int[2 * n];
    for (int i = 0; i < n; i++) {
      f[2 * i] = from[i];
      t[2 * i] = to[i];
      f[2 * i + 1] = to[i];
      t[2 * i + 1] = from[i];
    }
    return new StrongComponents(Csr.of(nodeVertex.length, f, t, null)).count() == 1;
  }

  public double totalLengthM() {
    double sum = 0;
    for (double m : lengthM) {
      sum += m;
    }
    return sum;
  }
}
