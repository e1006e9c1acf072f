package city.emona.demand;

import city.emona.graph.Csr;
import java.util.Arrays;

/**
 * The street network as skims need it: nodes that are neither zone access nor a choice between
 * three or more neighbours are folded away, dead ends at once and chains into one arc, repeated
 * until nothing is left to fold. Path costs and lengths between the access nodes stay what they
 * were (to rounding), and searches visit a fraction of the nodes. Folding order is that of the node
 * numbers, so the result repeats bit for bit. Immutable after construction.
 */
public final class SkimGraph {
  public final Csr graph;

  /** Cost and length of each arc of {@link #graph}. */
  public final double[] seconds;

  public final double[] metres;

  /** Node of {@link #graph} for each network node, −1 where folded away. */
  public final int[] nodeOf;

  private int arcs;
  private int[] from;
  private int[] to;
  private double[] cost;
  private double[] length;
  private int[] nextOut;
  private int[] nextIn;
  private final int[] firstOut;
  private final int[] firstIn;
  private boolean[] gone;

  public SkimGraph(Csr network, double[] linkSeconds, int[] lengthMm, int[] keep) {
    int n = network.nodeCount();
    int links = network.link().length;
    from = new int[links * 2 + 16];
    to = new int[from.length];
    cost = new double[from.length];
    length = new double[from.length];
    nextOut = new int[from.length];
    nextIn = new int[from.length];
    gone = new boolean[from.length];
    firstOut = new int[n];
    firstIn = new int[n];
    Arrays.fill(firstOut, -1);
    Arrays.fill(firstIn, -1);
    for (int v = 0; v < n; v++) {
      for (int p = network.first()[v]; p < network.first()[v + 1]; p++) {
        int link = network.link()[p];
        if (network.head()[p] != v) {
          add(v, network.head()[p], linkSeconds[link], lengthMm[link] / 1000.0);
        }
      }
    }
    boolean[] kept = new boolean[n];
    for (int v : keep) {
      kept[v] = true;
    }
    fold(kept);
    nodeOf = new int[n];
    int nodes = 0;
    for (int v = 0; v < n; v++) {
      nodeOf[v] = kept[v] || firstOut[v] >= 0 || firstIn[v] >= 0 ? nodes++ : -1;
    }
    int m = 0;
    int[] tail = new int[arcs];
    int[] head = new int[arcs];
    seconds = new double[arcs];
    metres = new double[arcs];
    for (int a = 0; a < arcs; a++) {
      if (!gone[a]) {
        tail[m] = nodeOf[from[a]];
        head[m] = nodeOf[to[a]];
        seconds[m] = cost[a];
        metres[m++] = length[a];
      }
    }
    graph = Csr.of(nodes, Arrays.copyOf(tail, m), Arrays.copyOf(head, m), null);
    from = to = nextOut = nextIn = null;
    cost = length = null;
    gone = null;
  }

  /** Adds an arc unless one as cheap is there; a dearer one gives way. */
  private void add(int u, int w, double seconds, double metres) {
    for (int a = firstOut[u]; a >= 0; a = nextOut[a]) {
      if (!gone[a] && to[a] == w) {
        if (seconds < cost[a]) {
          cost[a] = seconds;
          length[a] = metres;
        }
        return;
      }
    }
    if (arcs == from.length) {
      int size = arcs * 2;
      from = Arrays.copyOf(from, size);
      to = Arrays.copyOf(to, size);
      cost = Arrays.copyOf(cost, size);
      length = Arrays.copyOf(length, size);
      nextOut = Arrays.copyOf(nextOut, size);
      nextIn = Arrays.copyOf(nextIn, size);
      gone = Arrays.copyOf(gone, size);
    }
    from[arcs] = u;
    to[arcs] = w;
    cost[arcs] = seconds;
    length[arcs] = metres;
    nextOut[arcs] = firstOut[u];
    firstOut[u] = arcs;
    nextIn[arcs] = firstIn[w];
    firstIn[w] = arcs++;
  }

  private void fold(boolean[] kept) {
    int n = kept.length;
    int[] queue = new int[n];
    boolean[] queued = new boolean[n];
    int waiting = 0;
    for (int v = n - 1; v >= 0; v--) {
      if (!kept[v]) {
        queue[waiting++] = v;
        queued[v] = true;
      }
    }
    int[] pair = new int[2];
    while (waiting > 0) {
      int v = queue[--waiting];
      queued[v] = false;
      int neighbours = neighbours(v, pair);
      if (neighbours > 2) {
        continue;
      }
      for (int i = firstIn[v]; i >= 0; i = nextIn[i]) {
        for (int o = firstOut[v]; o >= 0 && !gone[i]; o = nextOut[o]) {
          if (!gone[o] && from[i] != to[o]) {
            add(from[i], to[o], cost[i] + cost[o], length[i] + length[o]);
          }
        }
      }
      clear(v);
      for (int k = 0; k < neighbours; k++) {
        if (!kept[pair[k]] && !queued[pair[k]]) {
          queued[pair[k]] = true;
          queue[waiting++] = pair[k];
        }
      }
    }
  }

  /** Takes every arc of a node out of the lists of its neighbours. */
  private void clear(int v) {
    for (int i = firstIn[v]; i >= 0; i = nextIn[i]) {
      if (!gone[i]) {
        gone[i] = true;
        unlink(firstOut, nextOut, from[i], i);
      }
    }
    for (int o = firstOut[v]; o >= 0; o = nextOut[o]) {
      if (!gone[o]) {
        gone[o] = true;
        unlink(firstIn, nextIn, to[o], o);
      }
    }
    firstIn[v] = -1;
    firstOut[v] = -1;
  }

  private static void unlink(int[] first, int[] next, int node, int arc) {
    if (first[node] == arc) {
      first[node] = next[arc];
      return;
    }
    int a = first[node];
    while (next[a] != arc) {
      a = next[a];
    }
    next[a] = next[arc];
  }

  /** How many distinct neighbours, up to three; the first two go into {@code pair}. */
  private int neighbours(int v, int[] pair) {
    int n = 0;
    for (int o = firstOut[v]; o >= 0; o = nextOut[o]) {
      n = seen(to[o], pair, n);
    }
    for (int i = firstIn[v]; i >= 0; i = nextIn[i]) {
      n = seen(from[i], pair, n);
    }
    return n;
  }

  private static int seen(int node, int[] pair, int n) {
    if (n > 2 || (n > 0 && pair[0] == node) || (n > 1 && pair[1] == node)) {
      return n;
    }
    if (n < 2) {
      pair[n] = node;
    }
    return n + 1;
  }
}
