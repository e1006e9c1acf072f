package city.emona.simulate.traffic.equilibrium;

import city.emona.graph.Csr;
import java.util.Arrays;

/**
 * The states between which paths are searched. A node is one state, with two exceptions: a centroid
 * has one state to start from and another to arrive at, so that nobody drives through; and a
 * segment that ends in a banned turn arrives at a state of its own, from which the banned segments
 * are missing. Arcs are segments, one of which may stand for several arcs. Immutable.
 */
final class SearchGraph {
  private final int states;
  private final int[] startState;
  private final int[] endState;
  private final int[] arcFrom;
  private final int[] arcTo;
  private final int[] arcSegment;
  private int[] arrivingSegments;

  SearchGraph(AssignmentNetwork net, Segments segments) {
    int n = net.nodeCount();
    startState = new int[n];
    endState = new int[n];
    int[] ownArrival = new int[segments.count];
    Arrays.fill(ownArrival, -1);
    Csr bans = bans(net, segments);
    int[] firstArriving = arriving(net, segments, bans);
    int next = 0;
    boolean[] used = segments.usedNodes();
    for (int v : segments.order()) {
      if (!used[v]) {
        continue;
      }
      startState[v] = next++;
      endState[v] = net.noThrough()[v] ? next++ : startState[v];
      for (int i = firstArriving[v]; i < firstArriving[v + 1]; i++) {
        ownArrival[arrivingSegments[i]] = next++;
      }
    }
    states = next;
    Csr out = Csr.of(n, segments.from, segments.to, null);
    int size = segments.count;
    for (int s : arrivingSegments) {
      size += out.first()[segments.to[s] + 1] - out.first()[segments.to[s]];
    }
    int[] from = new int[size];
    int[] to = new int[size];
    int[] segment = new int[size];
    int arcs = 0;
    for (int s = 0; s < segments.count; s++) {
      int end = ownArrival[s] >= 0 ? ownArrival[s] : endState[segments.to[s]];
      from[arcs] = startState[segments.from[s]];
      to[arcs] = end;
      segment[arcs++] = s;
      int v = segments.to[s];
      for (int p = out.first()[v]; ownArrival[s] >= 0 && p < out.first()[v + 1]; p++) {
        int t = out.link()[p];
        if (!contains(bans, s, t)) {
          from[arcs] = ownArrival[s];
          to[arcs] = ownArrival[t] >= 0 ? ownArrival[t] : endState[segments.to[t]];
          segment[arcs++] = t;
        }
      }
    }
    arcFrom = Arrays.copyOf(from, arcs);
    arcTo = Arrays.copyOf(to, arcs);
    arcSegment = Arrays.copyOf(segment, arcs);
  }

  /** Rows: segments; entries: segments that may not follow. */
  private static Csr bans(AssignmentNetwork net, Segments segments) {
    int[] a = new int[net.banFrom().length];
    int[] b = new int[a.length];
    boolean[] keep = new boolean[a.length];
    for (int i = 0; i < a.length; i++) {
      a[i] = Math.max(0, segments.segmentOfLink[net.banFrom()[i]]);
      b[i] = Math.max(0, segments.segmentOfLink[net.banTo()[i]]);
      keep[i] =
          segments.segmentOfLink[net.banFrom()[i]] >= 0
              && segments.segmentOfLink[net.banTo()[i]] >= 0
              && net.to()[net.banFrom()[i]] == net.from()[net.banTo()[i]];
    }
    return Csr.of(Math.max(1, segments.count), a, b, keep);
  }

  /** Segments with bans, grouped by the node at which they arrive. */
  private int[] arriving(AssignmentNetwork net, Segments segments, Csr bans) {
    int[] node = new int[segments.count];
    boolean[] keep = new boolean[segments.count];
    for (int s = 0; s < segments.count; s++) {
      node[s] = segments.to[s];
      keep[s] = bans.first()[s + 1] > bans.first()[s];
    }
    Csr byNode = Csr.of(net.nodeCount(), node, node, keep);
    arrivingSegments = byNode.link();
    return byNode.first();
  }

  private static boolean contains(Csr bans, int s, int t) {
    for (int p = bans.first()[s]; p < bans.first()[s + 1]; p++) {
      if (bans.head()[p] == t) {
        return true;
      }
    }
    return false;
  }

  int startState(int node) {
    return startState[node];
  }

  int endState(int node) {
    return endState[node];
  }

  int stateCount() {
    return states;
  }

  /** Forward star over the arcs whose segment is allowed; the links of the star are segments. */
  Csr graph(boolean[] allowedSegment) {
    boolean[] keep = new boolean[arcSegment.length];
    for (int a = 0; a < keep.length; a++) {
      keep[a] = allowedSegment[arcSegment[a]];
    }
    Csr g = Csr.of(states, arcFrom, arcTo, keep);
    int[] segment = new int[g.link().length];
    for (int p = 0; p < segment.length; p++) {
      segment[p] = arcSegment[g.link()[p]];
    }
    return new Csr(g.first(), segment, g.head());
  }
}
