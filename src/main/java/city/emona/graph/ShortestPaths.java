package city.emona.graph;

import java.util.Arrays;

/**
 * One-to-many shortest paths by Dijkstra's algorithm with an indexed 4-ary heap, on a {@link Csr}
 * with non-negative link costs. The scratch arrays are kept between searches, so one object serves
 * thousands of origins without allocation. A search may stop as soon as every marked target is
 * settled. Equal costs are settled in an order that depends on the input only, so results repeat
 * bit for bit. Costs may be changed between searches by the owner of the cost array. Not
 * thread-safe: one object per worker.
 */
public final class ShortestPaths {
  private final int[] first;
  private final int[] linkOf;
  private final int[] headOf;
  private final double[] linkCost;
  private final double[] cost;
  private final int[] parentNode;
  private final int[] parentLink;
  private final int[] heap;
  private final int[] place;
  private int size;

  /** {@code linkCost} is indexed by the graph's link numbers and read at each search. */
  public ShortestPaths(Csr graph, double[] linkCost) {
    this.first = graph.first();
    this.linkOf = graph.link();
    this.headOf = graph.head();
    this.linkCost = linkCost;
    int n = graph.nodeCount();
    cost = new double[n];
    parentNode = new int[n];
    parentLink = new int[n];
    heap = new int[n + 1];
    place = new int[n];
  }

  /** Searches from one node to all. */
  public void run(int source) {
    run(new int[] {source}, new double[] {0}, null, Integer.MAX_VALUE);
  }

  /**
   * Searches from several nodes that start with given costs. Where {@code isTarget} is given, the
   * search ends once {@code targetCount} marked nodes are settled; nodes that were not settled may
   * then hold an upper bound of their cost.
   */
  public void run(int[] sources, double[] startCost, boolean[] isTarget, int targetCount) {
    Arrays.fill(cost, Double.POSITIVE_INFINITY);
    Arrays.fill(parentLink, -1);
    size = 0;
    for (int i = 0; i < sources.length; i++) {
      int s = sources[i];
      if (startCost[i] < cost[s]) {
        boolean fresh = cost[s] == Double.POSITIVE_INFINITY;
        cost[s] = startCost[i];
        if (fresh) {
          place[s] = size++;
        }
        siftUp(place[s], s);
      }
    }
    int left = targetCount;
    while (size > 0) {
      int v = pop();
      if (isTarget != null && isTarget[v] && --left == 0) {
        return;
      }
      relax(v);
    }
  }

  private void relax(int v) {
    double base = cost[v];
    int end = first[v + 1];
    for (int p = first[v]; p < end; p++) {
      int w = headOf[p];
      int link = linkOf[p];
      double c = base + linkCost[link];
      double old = cost[w];
      if (c < old) {
        cost[w] = c;
        parentNode[w] = v;
        parentLink[w] = link;
        siftUp(old == Double.POSITIVE_INFINITY ? size++ : place[w], w);
      }
    }
  }

  private int pop() {
    int top = heap[0];
    int last = heap[--size];
    if (size > 0) {
      siftDown(last);
    }
    return top;
  }

  private void siftUp(int from, int node) {
    int at = from;
    double key = cost[node];
    while (at > 0) {
      int up = (at - 1) >> 2;
      int other = heap[up];
      if (cost[other] <= key) {
        break;
      }
      heap[at] = other;
      place[other] = at;
      at = up;
    }
    heap[at] = node;
    place[node] = at;
  }

  private void siftDown(int node) {
    double key = cost[node];
    int at = 0;
    while (true) {
      int child = (at << 2) + 1;
      if (child >= size) {
        break;
      }
      int best = child;
      double bestKey = cost[heap[child]];
      int end = Math.min(child + 4, size);
      for (int c = child + 1; c < end; c++) {
        double k = cost[heap[c]];
        if (k < bestKey) {
          bestKey = k;
          best = c;
        }
      }
      if (key <= bestKey) {
        break;
      }
      heap[at] = heap[best];
      place[heap[at]] = at;
      at = best;
    }
    heap[at] = node;
    place[node] = at;
  }

  /** Cost of the cheapest path to a node; positive infinity where there is none. */
  public double cost(int node) {
    return cost[node];
  }

  /** Link by which the cheapest path enters a node; −1 at a source and at unreached nodes. */
  public int enteringLink(int node) {
    return parentLink[node];
  }

  /** Node before this one on the cheapest path; meaningful where {@link #enteringLink} ≥ 0. */
  public int previousNode(int node) {
    return parentNode[node];
  }

  /** Links of the cheapest path to a node, in driving order; empty at a source or where none. */
  public int[] pathTo(int node) {
    int n = 0;
    for (int v = node; parentLink[v] >= 0; v = parentNode[v]) {
      n++;
    }
    int[] links = new int[n];
    for (int v = node; parentLink[v] >= 0; v = parentNode[v]) {
      links[--n] = parentLink[v];
    }
    return links;
  }
}
