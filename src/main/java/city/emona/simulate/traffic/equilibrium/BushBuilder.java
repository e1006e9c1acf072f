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
 * <p>It also adds up what the trips cost above the cheapest. It reads costs and trips and writes
 * one bush, so several may work side by side. One object per worker.
 */
final class BushBuilder {
  private final Arcs arcs;
  private final Trips trips;
  private final int[] endState;
  private final ShortestPaths[] searches;
  private final double[][] prices;
  private final double typicalCost;
  private final boolean[] isTarget;

  /** By state: longest used way, run in which it was reached, run in which it was walked. */
  private final double[] longest;

  private final int[] reached;
  private final int[] walked;
  private final int[] done;
  private final int[] firstIn;
  private final int[] keptIn;
  private final double[] through;
  private int run;

  /** Arcs of the new bush before they are sorted, with the next one into the same state. */
  private int[] arc = new int[1024];

  private double[] share = new double[1024];
  private int[] nextIn = new int[1024];
  private int size;
  private int[] stack = new int[1024];
  private int[] cursor = new int[1024];
  private int[] sorted = new int[1024];
  private double[] sortedShare = new double[1024];
  private double[] flow = new double[1024];
  private int sortedSize;

  BushBuilder(Arcs arcs, Trips trips, int[] endState, double typicalCost) {
    this.arcs = arcs;
    this.trips = trips;
    this.endState = endState;
    this.typicalCost = typicalCost;
    searches = new ShortestPaths[trips.routingCount()];
    prices = new double[trips.routingCount()][];
    isTarget = new boolean[arcs.states];
    longest = new double[arcs.states];
    reached = new int[arcs.states];
    walked = new int[arcs.states];
    done = new int[arcs.states];
    firstIn = new int[arcs.states];
    keptIn = new int[arcs.states];
    through = new double[arcs.states];
  }

  /** What one origin's trips cost above the cheapest, in all, and the trips without a path. */
  static final class Found {
    double excess;
    double total;
    double unreachable;
  }

  /** Rebuilds the bush of pairs [begin, end), which start at {@code source}. */
  Found build(Bush bush, int source, int begin, int end, double[] demand, double[][] price) {
    Found found = new Found();
    int r = trips.routing()[begin];
    if (prices[r] != price[r]) {
      prices[r] = price[r];
      searches[r] = new ShortestPaths(arcs.star, price[r], typicalCost);
    }
    double[] cost = price[r];
    ShortestPaths search = searches[r];
    int targets = 0;
    for (int p = begin; p < end; p++) {
      int state = endState[trips.destinationNode()[p]];
      if (demand[p] > 0 && !isTarget[state]) {
        isTarget[state] = true;
        targets++;
      }
    }
    if (targets == 0) {
      bush.clear();
      return found;
    }
    search.run(new int[] {source}, new double[] {0}, isTarget, targets);
    run++;
    size = 0;
    sortedSize = 0;
    reached[source] = run;
    walked[source] = run;
    longest[source] = 0;
    firstIn[source] = -1;
    keep(bush, source, cost);
    for (int p = begin; p < end; p++) {
      if (demand[p] > 0) {
        int state = endState[trips.destinationNode()[p]];
        isTarget[state] = false;
        if (search.cost(state) == Double.POSITIVE_INFINITY) {
          found.unreachable += demand[p];
        } else {
          walk(state, search, cost);
          through[state] += demand[p];
        }
      }
    }
    done[source] = run;
    for (int p = begin; p < end; p++) {
      int state = endState[trips.destinationNode()[p]];
      if (demand[p] > 0 && walked[state] == run) {
        sort(state);
      }
    }
    bush.set(arcs, sorted, sortedShare, sortedSize);
    account(bush, search, cost, found);
    through[source] = 0;
    return found;
  }

  /** Takes over the arcs that carry trips and are still joined to the source. */
  private void keep(Bush bush, int source, double[] cost) {
    int at = 0;
    for (int k = 0; k < bush.count; ) {
      int end = bush.blockEnd(arcs, k);
      boolean single = end - k == 1;
      int h = arcs.head[bush.arc[k]];
      double far = Double.NEGATIVE_INFINITY;
      for (; k < end; k++) {
        double s = single ? 1 : bush.share[at++];
        int a = bush.arc[k];
        int t = arcs.tail[a];
        if (s > 0 && cost[a] < Double.POSITIVE_INFINITY && reached[t] == run) {
          far = Math.max(far, longest[t] + cost[a]);
          if (reached[h] != run) {
            reached[h] = run;
            firstIn[h] = -1;
          }
          push(h, a, s);
        }
      }
      if (reached[h] == run) {
        longest[h] = far;
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
  private void account(Bush bush, ShortestPaths search, double[] cost, Found found) {
    if (flow.length < bush.count) {
      flow = new double[bush.count * 2];
    }
    bush.flows(arcs, through, flow);
    for (int k = 0; k < bush.count; k++) {
      if (flow[k] > 0) {
        int a = bush.arc[k];
        double reduced =
            cost[a] + potential(arcs.tail[a], search) - potential(arcs.head[a], search);
        found.excess += flow[k] * reduced;
        found.total += flow[k] * cost[a];
      }
    }
  }

  /** The search may stop before states that only dear ways pass; any number serves for those. */
  private double potential(int state, ShortestPaths search) {
    double c = search.cost(state);
    return c < Double.POSITIVE_INFINITY ? c : longest[state];
  }
}
