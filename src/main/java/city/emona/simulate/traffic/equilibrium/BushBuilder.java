package city.emona.simulate.traffic.equilibrium;

import city.emona.graph.ShortestPaths;
import java.util.Arrays;

/**
 * Builds the bush of an origin anew at fixed costs: what carried trips stays, what is barred or
 * unused goes, and the cheapest paths to all destinations come in where they cannot close a cycle.
 * An arc from i to j comes in when {@code longest(i) + cost < longest(j)}, with the length of the
 * longest used way (Dial 2006, "A path-based user-equilibrium traffic assignment algorithm that
 * obviates path storage and enumeration"); states that were not in use have one way in, whose
 * length counts. Costs of zero are safe: a new arc leads to a strictly longer state, so a cycle
 * would consist of old arcs alone.
 *
 * <p>It also adds up what the trips cost above the cheapest. A bush that holds the cheapest paths
 * already, or whose trips have no more to gain than a given part, stays as it is. It reads costs
 * and trips and writes one bush, so several may work side by side. One object per worker.
 */
final class BushBuilder {
  /** Part of the trips at a state that is no way of its own where it is dearer by this part. */
  private static final double CRUMB = 1e-6;

  private final Arcs arcs;
  private final Trips trips;

  /** State at which the trips of a pair end. */
  private final int[] target;

  private final ShortestPaths[] searches;
  private final double[][] prices;
  private final double typicalCost;
  private final boolean[] isTarget;

  /** Costs before a search: centroids to which no trip goes are not to be entered. */
  private final double[] known;

  /** By state: longest used way, run in which it was reached, run in which it was walked. */
  private final double[] longest;

  private final int[] reached;
  private final int[] walked;
  private final int[] done;
  private final int[] firstIn;
  private final Bush.Loader loader;
  private int run;

  /** States with a cost from the bush, in its order. */
  private final int[] labelled;

  private int labels;

  /** Arcs of the new bush before they are sorted, with the next one into the same state. */
  private int[] arc = new int[1024];

  private double[] share = new double[1024];
  private int[] nextIn = new int[1024];
  private int size;
  private int[] stack = new int[1024];
  private int[] cursor = new int[1024];
  private int[] sorted = new int[1024];
  private double[] sortedShare = new double[1024];
  private int sortedSize;

  BushBuilder(Arcs arcs, Trips trips, int[] target, double typicalCost) {
    this.arcs = arcs;
    this.trips = trips;
    this.target = target;
    this.typicalCost = typicalCost;
    searches = new ShortestPaths[trips.routingCount()];
    prices = new double[trips.routingCount()][];
    isTarget = new boolean[arcs.states];
    known = new double[arcs.states];
    for (int v = 0; v < known.length; v++) {
      known[v] = beyond(v);
    }
    longest = new double[arcs.states];
    reached = new int[arcs.states];
    walked = new int[arcs.states];
    done = new int[arcs.states];
    firstIn = new int[arcs.states];
    loader = new Bush.Loader(arcs, target);
    labelled = new int[arcs.states];
  }

  /** What one origin's trips cost above the cheapest, in all, and the trips without a path. */
  static final class Found {
    double excess;
    double total;
    double unreachable;
  }

  /**
   * Rebuilds the bush of pairs [begin, end), which start at {@code source}, and adds their volumes
   * to those of the segments.
   */
  Found build(
      Bush bush,
      int source,
      int begin,
      int end,
      double[] demand,
      double[][] price,
      double settled,
      double[] volume) {
    Found found = new Found();
    int r = trips.routing()[begin];
    double[] cost = price[r];
    ShortestPaths search = search(r, cost);
    int targets = mark(begin, end, demand);
    if (targets == 0) {
      bush.clear();
      return found;
    }
    boolean whole = label(bush, source, search, cost);
    double farthest = whole ? farthest(begin, end, demand, search) : Double.POSITIVE_INFINITY;
    if (farthest < Double.POSITIVE_INFINITY) {
      boolean shorter = search.improve(labelled, labels, farthest);
      account(bush, source, begin, end, demand, search, cost, volume, found, true);
      if (shorter && found.excess > settled) {
        renew(bush, source, begin, end, demand, search, cost);
      }
    } else {
      search.begin(known);
      search.run(source, isTarget, targets);
      renew(bush, source, begin, end, demand, search, cost);
      account(bush, source, begin, end, demand, search, cost, volume, found, false);
    }
    for (int p = begin; p < end; p++) {
      int state = target[p];
      isTarget[state] = false;
      known[state] = beyond(state);
    }
    return found;
  }

  private ShortestPaths search(int r, double[] cost) {
    if (prices[r] != cost) {
      prices[r] = cost;
      searches[r] = new ShortestPaths(arcs.star, cost, typicalCost);
    }
    return searches[r];
  }

  private double beyond(int state) {
    int[] first = arcs.star.first();
    return first[state] == first[state + 1] ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  private int mark(int begin, int end, double[] demand) {
    int targets = 0;
    for (int p = begin; p < end; p++) {
      int state = target[p];
      if (demand[p] > 0 && !isTarget[state]) {
        isTarget[state] = true;
        known[state] = Double.POSITIVE_INFINITY;
        targets++;
      }
    }
    return targets;
  }

  /**
   * Costs of the cheapest ways within the bush, from which the search goes on: near the equilibrium
   * few states have a cheaper way outside. Tells whether all arcs with trips are open.
   */
  private boolean label(Bush bush, int source, ShortestPaths search, double[] cost) {
    search.begin(known);
    search.label(source, 0, -1, -1);
    int[] list = bush.arc;
    int[] head = arcs.head;
    int[] tail = arcs.tail;
    labelled[0] = source;
    labels = 1;
    int at = 0;
    int count = bush.count;
    for (int k = 0; k < count; ) {
      int h = head[list[k]];
      boolean single = k + 1 == count || head[list[k + 1]] != h;
      int least = -1;
      double low = Double.POSITIVE_INFINITY;
      do {
        int a = list[k];
        double c = search.cost(tail[a]) + cost[a];
        double s = single ? 1 : bush.share[at++];
        if (s > 0 && c == Double.POSITIVE_INFINITY) {
          return false;
        }
        if (c < low) {
          low = c;
          least = a;
        }
        k++;
      } while (k < count && head[list[k]] == h);
      if (least >= 0) {
        search.label(h, low, least, tail[least]);
        labelled[labels++] = h;
      }
    }
    return true;
  }

  /** Cost of the dearest destination: nothing beyond it can make one cheaper. */
  private double farthest(int begin, int end, double[] demand, ShortestPaths search) {
    double most = 0;
    for (int p = begin; p < end; p++) {
      if (demand[p] > 0) {
        most = Math.max(most, search.cost(target[p]));
      }
    }
    return most;
  }

  /** Puts the cheapest paths into the bush and leaves out what carries no trips. */
  private void renew(
      Bush bush,
      int source,
      int begin,
      int end,
      double[] demand,
      ShortestPaths search,
      double[] cost) {
    run++;
    size = 0;
    sortedSize = 0;
    reached[source] = run;
    walked[source] = run;
    longest[source] = 0;
    firstIn[source] = -1;
    keep(bush, search, cost);
    for (int p = begin; p < end; p++) {
      int state = target[p];
      if (demand[p] > 0 && search.cost(state) < Double.POSITIVE_INFINITY) {
        walk(state, search, cost);
      }
    }
    done[source] = run;
    for (int p = begin; p < end; p++) {
      int state = target[p];
      if (demand[p] > 0 && walked[state] == run) {
        sort(state);
      }
    }
    bush.set(arcs, sorted, sortedShare, sortedSize);
  }

  /**
   * Takes over the arcs that carry trips and are still joined to the source. Crumbs on dear ways,
   * which sweeps pass over because they have nothing to gain, would make ways look long and bar
   * cheaper ones for ever: their trips go with the others.
   */
  private void keep(Bush bush, ShortestPaths search, double[] cost) {
    int[] list = bush.arc;
    int[] head = arcs.head;
    int[] tail = arcs.tail;
    double[] far = longest;
    int count = bush.count;
    int at = 0;
    for (int k = 0; k < count; ) {
      int h = head[list[k]];
      boolean single = k + 1 == count || head[list[k + 1]] != h;
      double most = Double.NEGATIVE_INFINITY;
      do {
        double s = single ? 1 : bush.share[at++];
        int a = list[k++];
        int t = tail[a];
        if (s > 0
            && cost[a] < Double.POSITIVE_INFINITY
            && reached[t] == run
            && (s > CRUMB || !(search.cost(t) + cost[a] > search.cost(h) * (1 + CRUMB)))) {
          most = Math.max(most, far[t] + cost[a]);
          if (reached[h] != run) {
            reached[h] = run;
            firstIn[h] = -1;
          }
          push(h, a, s);
        }
      } while (k < count && head[list[k]] == h);
      if (reached[h] == run) {
        far[h] = most;
      }
    }
  }

  private void push(int h, int a, double s) {
    if (size == arc.length) {
      arc = Arrays.copyOf(arc, size * 2);
      share = Arrays.copyOf(share, size * 2);
      nextIn = Arrays.copyOf(nextIn, size * 2);
    }
    arc[size] = a;
    share[size] = s;
    nextIn[size] = firstIn[h];
    firstIn[h] = size++;
  }

  /** Adds the arcs of the cheapest path to a state, as far as they are new and allowed to come. */
  private void walk(int state, ShortestPaths search, double[] cost) {
    int depth = 0;
    for (int v = state; walked[v] != run; v = search.previousNode(v)) {
      walked[v] = run;
      if (depth == stack.length) {
        stack = Arrays.copyOf(stack, depth * 2);
        cursor = Arrays.copyOf(cursor, depth * 2);
      }
      stack[depth++] = v;
    }
    while (depth > 0) {
      int v = stack[--depth];
      int a = search.enteringLink(v);
      double length = longest[arcs.tail[a]] + cost[a];
      if (reached[v] != run) {
        reached[v] = run;
        firstIn[v] = -1;
        longest[v] = length;
        push(v, a, 0);
      } else if (length < longest[v] && !enters(v, a)) {
        push(v, a, 0);
      }
    }
  }

  private boolean enters(int v, int a) {
    for (int e = firstIn[v]; e >= 0; e = nextIn[e]) {
      if (arc[e] == a) {
        return true;
      }
    }
    return false;
  }

  /** Appends all that leads to a state, predecessors first: a search backwards, in post-order. */
  private void sort(int state) {
    if (done[state] == run) {
      return;
    }
    int depth = 0;
    stack[depth] = state;
    cursor[depth] = firstIn[state];
    done[state] = run;
    depth++;
    while (depth > 0) {
      int e = cursor[depth - 1];
      if (e >= 0) {
        cursor[depth - 1] = nextIn[e];
        int t = arcs.tail[arc[e]];
        if (done[t] != run) {
          done[t] = run;
          if (depth == stack.length) {
            stack = Arrays.copyOf(stack, depth * 2);
            cursor = Arrays.copyOf(cursor, depth * 2);
          }
          stack[depth] = t;
          cursor[depth] = firstIn[t];
          depth++;
        }
        continue;
      }
      int v = stack[--depth];
      for (int in = firstIn[v]; in >= 0; in = nextIn[in]) {
        if (sortedSize == sorted.length) {
          sorted = Arrays.copyOf(sorted, sortedSize * 2);
          sortedShare = Arrays.copyOf(sortedShare, sortedSize * 2);
        }
        sorted[sortedSize] = arc[in];
        sortedShare[sortedSize++] = share[in];
      }
    }
  }

  /**
   * Cost of the trips on their ways, and above the cheapest: by reduced costs, which sum exactly.
   */
  private void account(
      Bush bush,
      int source,
      int begin,
      int end,
      double[] demand,
      ShortestPaths search,
      double[] cost,
      double[] volume,
      Found found,
      boolean reachesAll) {
    if (!reachesAll) {
      for (int p = begin; p < end; p++) {
        boolean reached = search.cost(target[p]) < Double.POSITIVE_INFINITY;
        found.unreachable += reached ? 0 : demand[p];
      }
    }
    double[] flow = loader.flows(bush, source, begin, end, demand, null);
    for (int k = 0; k < bush.count; k++) {
      if (flow[k] > 0) {
        int a = bush.arc[k];
        double reduced =
            cost[a] + potential(arcs.tail[a], search) - potential(arcs.head[a], search);
        found.excess += flow[k] * reduced;
        found.total += flow[k] * cost[a];
        volume[arcs.segment[a]] += flow[k];
      }
    }
  }

  /** The search may stop before states that only dear ways pass; any number serves for those. */
  private double potential(int state, ShortestPaths search) {
    double c = search.cost(state);
    return c < Double.POSITIVE_INFINITY ? c : longest[state];
  }
}
