package city.emona.simulate.traffic.equilibrium;

import city.emona.graph.Csr;
import java.util.Arrays;

/**
 * The arcs of a {@link SearchGraph} as columns, ordered by tail: arc {@code a} leads from {@code
 * tail[a]} to {@code head[a]} along {@code segment[a]}. Several arcs may share a segment.
 * Immutable.
 */
final class Arcs {
  final int[] tail;
  final int[] head;
  final int[] segment;

  /** Forward star whose links are the arcs. */
  final Csr star;

  final int states;

  Arcs(SearchGraph graph, int segments) {
    boolean[] all = new boolean[segments];
    Arrays.fill(all, true);
    Csr g = graph.graph(all);
    states = graph.stateCount();
    segment = g.link();
    head = g.head();
    tail = new int[head.length];
    int[] arc = new int[head.length];
    for (int v = 0; v < states; v++) {
      for (int p = g.first()[v]; p < g.first()[v + 1]; p++) {
        tail[p] = v;
        arc[p] = p;
      }
    }
    star = new Csr(g.first(), arc, head);
  }

  int count() {
    return head.length;
  }
}
