package city.emona.graph;

import java.util.Arrays;

/**
 * A network with banned turns as a graph of states: a node is one state, and a link from which some
 * turn is banned arrives at a state of its own, from which the banned links are missing. So any
 * search of shortest paths or components keeps the bans; the states cost little, as few turns are
 * banned. The links of the graph are those of the network. Who starts at the node itself may turn
 * into every link. The same construction as in the equilibrium of traffic, for a single network
 * without centroids. Immutable.
 */
public final class TurnGraph {
  private final int nodes;
  private final int[] stateAfter;
  private final int[] firstOwn;
  private final int[] ownNode;
  private final Csr graph;

  /**
   * {@code open}: links that may be used (null = all); a ban between links that do not meet is
   * none.
   */
  public TurnGraph(int nodes, int[] from, int[] to, boolean[] open, int[] banFrom, int[] banTo) {
    this.nodes = nodes;
    Csr bans = bans(from, to, open, banFrom, banTo);
    stateAfter = to.clone();
    firstOwn = new int[nodes + 1];
    for (int i = 0; i < from.length; i++) {
      firstOwn[to[i] + 1] += bans.first()[i + 1] > bans.first()[i] ? 1 : 0;
    }
    firstOwn[0] = nodes;
    for (int v = 0; v < nodes; v++) {
      firstOwn[v + 1] += firstOwn[v];
    }
    ownNode = new int[firstOwn[nodes] - nodes];
    int[] next = firstOwn.clone();
    Csr out = Csr.of(nodes, from, to, open);
    int arcs = out.link().length;
    for (int i = 0; i < from.length; i++) {
      if (bans.first()[i + 1] > bans.first()[i]) {
        stateAfter[i] = next[to[i]]++;
        ownNode[stateAfter[i] - nodes] = to[i];
        arcs += out.first()[to[i] + 1] - out.first()[to[i]];
      }
    }
    graph = graph(from, to, out, bans, arcs);
  }

  /** Rows: links; entries: links that may not follow. */
  private static Csr bans(int[] from, int[] to, boolean[] open, int[] banFrom, int[] banTo) {
    boolean[] keep = new boolean[banFrom.length];
    int[] a = new int[banFrom.length];
    int[] b = new int[banFrom.length];
    for (int i = 0; i < keep.length; i++) {
      boolean known = banFrom[i] >= 0 && banTo[i] >= 0;
      keep[i] =
          known
              && (open == null || open[banFrom[i]] && open[banTo[i]])
              && to[banFrom[i]] == from[banTo[i]];
      a[i] = keep[i] ? banFrom[i] : 0;
      b[i] = keep[i] ? banTo[i] : 0;
    }
    return Csr.of(Math.max(1, from.length), a, b, keep);
  }

  private Csr graph(int[] from, int[] to, Csr out, Csr bans, int most) {
    int[] a = new int[most];
    int[] b = new int[most];
    int[] link = new int[most];
    int n = 0;
    for (int v = 0; v < nodes; v++) {
      for (int p = out.first()[v]; p < out.first()[v + 1]; p++) {
        a[n] = v;
        b[n] = stateAfter[out.link()[p]];
        link[n++] = out.link()[p];
      }
    }
    for (int i = 0; i < from.length; i++) {
      for (int p = out.first()[to[i]]; stateAfter[i] >= nodes && p < out.first()[to[i] + 1]; p++) {
        if (!contains(bans, i, out.link()[p])) {
          a[n] = stateAfter[i];
          b[n] = stateAfter[out.link()[p]];
          link[n++] = out.link()[p];
        }
      }
    }
    Csr g = Csr.of(stateCount(), Arrays.copyOf(a, n), Arrays.copyOf(b, n), null);
    int[] real = new int[n];
    for (int p = 0; p < n; p++) {
      real[p] = link[g.link()[p]];
    }
    return new Csr(g.first(), real, g.head());
  }

  private static boolean contains(Csr bans, int link, int next) {
    for (int p = bans.first()[link]; p < bans.first()[link + 1]; p++) {
      if (bans.head()[p] == next) {
        return true;
      }
    }
    return false;
  }

  /** The forward star over states; its links are those of the network. */
  public Csr graph() {
    return graph;
  }

  public int stateCount() {
    return nodes + ownNode.length;
  }

  /** Where a link leads to. */
  public int stateAfter(int link) {
    return stateAfter[link];
  }

  /** Number of states at a node, itself the first of them. */
  public int statesAt(int node) {
    return 1 + firstOwn[node + 1] - firstOwn[node];
  }

  /** The {@code k}-th state at a node. */
  public int state(int node, int k) {
    return k == 0 ? node : firstOwn[node] + k - 1;
  }

  public int node(int state) {
    return state < nodes ? state : ownNode[state - nodes];
  }
}
