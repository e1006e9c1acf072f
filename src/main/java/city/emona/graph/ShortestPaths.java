package city.emona.graph;

import java.util.Arrays;

/**
 * One-to-many shortest paths on a {@link Csr} with non-negative link costs: Dijkstra's order kept
 * coarsely by a ring of buckets (Denardo and Fox 1979, "Shortest-route methods"; approximate
 * buckets). Nodes within a bucket are taken as they come and taken again when their cost still
 * falls, so the costs are exact. On street networks this spares the heap, which takes nine tenths
 * of the time (measured on 97,000 segments: see the model page of traffic).
 *
 * <p>The scratch arrays are kept between searches, so one object serves thousands of origins
 * without allocation. A search may stop as soon as every marked target is final. Costs may be
 * changed between searches by the owner of the cost array. Results depend on the input and on the
 * bucket width only, never on earlier searches. Not thread-safe: one object per worker.
 */
public final class ShortestPaths {
  private static final int BUCKETS = 4096;
  private static final int MASK = BUCKETS - 1;
  private static final int NOWHERE = -1;
  private static final int FAR = Integer.MAX_VALUE;

  /** Costs beyond two thousand million buckets share this one: slow, but still exact. */
  private static final int LAST = Integer.MAX_VALUE - 4 * BUCKETS;

  private final int[] first;
  private final int[] linkOf;
  private final int[] headOf;
  private final double[] linkCost;
  private final double perBucket;

  /** Whether links are numbered as the graph lists them, which saves looking them up. */
  private final boolean isInOrder;

  private final double[] cost;
  private final int[] parentNode;
  private final int[] parentLink;

  /** Bucket in which a node waits; its entries in other buckets are void. */
  private final int[] filed;

  /** Run in which a node got a label or was final as a target. */
  private final int[] met;

  private final int[] bucketHead = new int[BUCKETS];

  /** Entries of the buckets in the order in which they were filed, with the next in the bucket. */
  private int[] entryNode = new int[256];

  private int[] entryNext = new int[256];
  private int entries;
  private int farHead;

  /** Entries in the ring, void ones included. */
  private int near;

  private int current;
  private int run;

  /**
   * {@code linkCost} is indexed by the graph's link numbers and read at each search. The bucket
   * width follows from the mean cost now.
   */
  public ShortestPaths(Csr graph, double[] linkCost) {
    this(graph, linkCost, meanCost(graph, linkCost));
  }

  /** {@code typicalCost} of a link sets the bucket width; it changes speed, not costs. */
  public ShortestPaths(Csr graph, double[] linkCost, double typicalCost) {
    this.first = graph.first();
    this.linkOf = graph.link();
    this.headOf = graph.head();
    this.linkCost = linkCost;
    this.perBucket = typicalCost > 0 ? 8 / typicalCost : 1;
    int n = graph.nodeCount();
    cost = new double[n];
    parentNode = new int[n];
    parentLink = new int[n];
    filed = new int[n];
    met = new int[n];
    Arrays.fill(filed, NOWHERE);
    Arrays.fill(bucketHead, NOWHERE);
    farHead = NOWHERE;
    boolean inOrder = true;
    for (int p = 0; p < linkOf.length && inOrder; p++) {
      inOrder = linkOf[p] == p;
    }
    isInOrder = inOrder;
  }

  private static double meanCost(Csr graph, double[] linkCost) {
    double sum = 0;
    int count = 0;
    for (int link : graph.link()) {
      if (linkCost[link] < Double.POSITIVE_INFINITY) {
        sum += linkCost[link];
        count++;
      }
    }
    return count == 0 ? 0 : sum / count;
  }

  /** Searches from one node to all. */
  public void run(int source) {
    run(new int[] {source}, new double[] {0}, null, Integer.MAX_VALUE);
  }

  /**
   * Searches from several nodes that start with given costs. Where {@code isTarget} is given, the
   * search ends once {@code targetCount} marked nodes are final; other nodes may then hold an upper
   * bound of their cost.
   */
  public void run(int[] sources, double[] startCost, boolean[] isTarget, int targetCount) {
    begin(null);
    current = Integer.MAX_VALUE;
    for (double c : startCost) {
      current = Math.min(current, bucket(c));
    }
    for (int i = 0; i < sources.length; i++) {
      if (startCost[i] < cost[sources[i]]) {
        cost[sources[i]] = startCost[i];
        put(sources[i], startCost[i]);
      }
    }
    finish(isTarget, targetCount);
  }

  /** As above from one node after {@link #begin}, whose known costs stay. */
  public void run(int source, boolean[] isTarget, int targetCount) {
    cost[source] = 0;
    put(source, 0);
    finish(isTarget, targetCount);
  }

  private void finish(boolean[] isTarget, int targetCount) {
    int left = targetCount;
    while (true) {
      if (near == 0 && (left <= 0 || !fetchFar())) {
        break;
      }
      int e = bucketHead[current & MASK];
      if (e < 0) {
        if (left <= 0) {
          break;
        }
        current++;
        continue;
      }
      int v = take(e);
      if (v < 0) {
        continue;
      }
      if (isTarget != null && isTarget[v] && met[v] != run) {
        met[v] = run;
        left--;
      }
      relax(v, Double.POSITIVE_INFINITY);
    }
    empty();
  }

  /**
   * Starts a search from costs that are known already, for example those of an earlier answer at
   * other link costs: then {@link #label} states, then {@link #improve}. {@code known} may hold
   * positive infinity for nodes to be found and negative infinity for nodes that are not to be
   * entered; null = all are to be found.
   */
  public void begin(double[] known) {
    if (known == null) {
      Arrays.fill(cost, Double.POSITIVE_INFINITY);
    } else {
      System.arraycopy(known, 0, cost, 0, cost.length);
    }
    Arrays.fill(parentLink, -1);
    entries = 0;
    run++;
    near = 0;
    current = 0;
  }

  /** Gives a node the cost of a known path, by its last link; −1 and −1 at a source. */
  public void label(int node, double known, int link, int previous) {
    cost[node] = known;
    parentLink[node] = link;
    parentNode[node] = previous;
    met[node] = run;
  }

  /**
   * Follows links by which costs still fall, until all costs below {@code bound} are final; tells
   * whether that of a labelled node fell. The first {@code count} of {@code labelled} are all nodes
   * with a label.
   */
  public boolean improve(int[] labelled, int count, double bound) {
    boolean fell = false;
    for (int i = 0; i < count; i++) {
      fell |= relax(labelled[i], bound);
    }
    while (near > 0 || fetchFar()) {
      int e = bucketHead[current & MASK];
      if (e < 0) {
        current++;
        continue;
      }
      int v = take(e);
      fell |= v >= 0 && relax(v, bound);
    }
    return fell;
  }

  private boolean relax(int v, double bound) {
    double[] known = cost;
    double[] price = linkCost;
    int[] head = headOf;
    int[] link = linkOf;
    boolean inOrder = isInOrder;
    double base = known[v];
    boolean fell = false;
    int end = first[v + 1];
    for (int p = first[v]; p < end; p++) {
      int w = head[p];
      double c = base + price[inOrder ? p : link[p]];
      if (c < known[w] && c < bound) {
        known[w] = c;
        parentNode[w] = v;
        parentLink[w] = link[p];
        fell |= met[w] == run;
        put(w, c);
      }
    }
    return fell;
  }

  private int bucket(double c) {
    return Math.min(LAST, (int) (c * perBucket));
  }

  /** Files a node under its cost; where it was filed before is void. */
  private void put(int v, double c) {
    int bucket = bucket(c);
    if (bucket - current >= BUCKETS) {
      bucket = FAR;
    }
    if (filed[v] == bucket) {
      return;
    }
    filed[v] = bucket;
    int e = entries++;
    if (e == entryNode.length) {
      entryNode = Arrays.copyOf(entryNode, 2 * e);
      entryNext = Arrays.copyOf(entryNext, 2 * e);
    }
    entryNode[e] = v;
    if (bucket == FAR) {
      entryNext[e] = farHead;
      farHead = e;
    } else {
      entryNext[e] = bucketHead[bucket & MASK];
      bucketHead[bucket & MASK] = e;
      near++;
    }
  }

  /** Takes the first entry of the current bucket; tells its node, or −1 where it is void. */
  private int take(int e) {
    bucketHead[current & MASK] = entryNext[e];
    near--;
    int v = entryNode[e];
    if (filed[v] != current) {
      return NOWHERE;
    }
    filed[v] = NOWHERE;
    return v;
  }

  /** Moves the ring on to the cheapest of the far nodes, once the ring is empty. */
  private boolean fetchFar() {
    double least = Double.POSITIVE_INFINITY;
    for (int e = farHead; e >= 0; e = entryNext[e]) {
      if (filed[entryNode[e]] == FAR) {
        least = Math.min(least, cost[entryNode[e]]);
      }
    }
    if (least == Double.POSITIVE_INFINITY) {
      farHead = NOWHERE;
      return false;
    }
    current = bucket(least);
    int e = farHead;
    farHead = NOWHERE;
    while (e >= 0) {
      int next = entryNext[e];
      int v = entryNode[e];
      if (filed[v] == FAR) {
        filed[v] = NOWHERE;
        put(v, cost[v]);
      }
      e = next;
    }
    return true;
  }

  /** Clears what an early stop left behind. */
  private void empty() {
    if (near > 0 || farHead >= 0) {
      for (int e = 0; e < entries; e++) {
        filed[entryNode[e]] = NOWHERE;
      }
      Arrays.fill(bucketHead, NOWHERE);
      near = 0;
      farHead = NOWHERE;
    }
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
