package city.emona.simulate.traffic.equilibrium;

import java.util.Arrays;

/**
 * Carries bushes over to another network that has the links of the first and some more (a new
 * street, a new zone): flows of the old arcs become flows of the arcs along the same links, and the
 * new bush is put in topological order. A new link cuts segments at its ends and never joins any,
 * so an old segment is a row of new ones. What cannot be carried over, or would close a cycle, is
 * left empty and is built from nothing. Not thread-safe.
 */
final class BushTransfer {
  private static final int NONE = -1;

  private final Segments oldSegments;
  private final Arcs oldArcs;
  private final Segments segments;
  private final Arcs arcs;
  private final int[] linkOf;

  /** By old state: the state of the new network, as far as it is known. */
  private final int[] stateOf;

  private final double[] flow;
  private final boolean[] isIn;
  private final int[] touched;
  private final int[] entering;
  private final int[] firstIn;
  private final int[] nextIn;
  private int count;

  /** {@code linkOf} gives the new number of every link of the old network. */
  BushTransfer(Segments oldSegments, Arcs oldArcs, Segments segments, Arcs arcs, int[] linkOf) {
    this.oldSegments = oldSegments;
    this.oldArcs = oldArcs;
    this.segments = segments;
    this.arcs = arcs;
    this.linkOf = linkOf;
    stateOf = new int[oldArcs.states];
    flow = new double[arcs.count()];
    isIn = new boolean[arcs.count()];
    touched = new int[arcs.count()];
    entering = new int[arcs.states];
    firstIn = new int[arcs.states];
    nextIn = new int[arcs.count()];
    Arrays.fill(firstIn, NONE);
  }

  /** Fills {@code to} with the ways of {@code from}; false where that cannot be done. */
  boolean carry(Bush from, double[] oldFlow, int oldSource, int source, Bush to) {
    Arrays.fill(stateOf, NONE);
    stateOf[oldSource] = source;
    boolean sound = true;
    for (int k = 0; k < from.count && sound; k++) {
      if (oldFlow[k] > 0) {
        sound = carryArc(from.arc[k], oldFlow[k]);
      }
    }
    sound = sound && count > 0 && sort(source, to);
    for (int i = 0; i < count; i++) {
      int a = touched[i];
      flow[a] = 0;
      isIn[a] = false;
      entering[arcs.head[a]] = 0;
      firstIn[arcs.head[a]] = NONE;
    }
    count = 0;
    return sound;
  }

  private boolean carryArc(int arc, double vehicles) {
    int at = stateOf[oldArcs.tail[arc]];
    int s = oldArcs.segment[arc];
    int c = oldSegments.firstLink[s];
    int end = oldSegments.firstLink[s + 1];
    while (at != NONE && c < end) {
      int link = linkOf[oldSegments.links[c]];
      int next = link < 0 ? NONE : segments.segmentOfLink[link];
      int a = next < 0 || segments.links[segments.firstLink[next]] != link ? NONE : find(at, next);
      if (a == NONE) {
        return false;
      }
      add(a, vehicles);
      at = arcs.head[a];
      c += segments.firstLink[next + 1] - segments.firstLink[next];
    }
    if (at == NONE || c != end) {
      return false;
    }
    stateOf[oldArcs.head[arc]] = at;
    return true;
  }

  private int find(int state, int segment) {
    for (int p = arcs.star.first()[state]; p < arcs.star.first()[state + 1]; p++) {
      if (arcs.segment[p] == segment) {
        return p;
      }
    }
    return NONE;
  }

  private void add(int a, double vehicles) {
    if (!isIn[a]) {
      isIn[a] = true;
      touched[count++] = a;
      entering[arcs.head[a]]++;
      nextIn[a] = firstIn[arcs.head[a]];
      firstIn[arcs.head[a]] = a;
    }
    flow[a] += vehicles;
  }

  /** All arcs into a state together, those into its predecessors before; false where they cycle. */
  private boolean sort(int source, Bush to) {
    int[] sorted = new int[count];
    double[] sortedFlow = new double[count];
    int[] queue = new int[count + 1];
    int size = 0;
    int known = 1;
    queue[0] = source;
    for (int q = 0; q < known; q++) {
      int v = queue[q];
      for (int a = firstIn[v]; a != NONE; a = nextIn[a]) {
        sorted[size] = a;
        sortedFlow[size++] = flow[a];
      }
      for (int a = arcs.star.first()[v]; a < arcs.star.first()[v + 1]; a++) {
        if (isIn[a] && --entering[arcs.head[a]] == 0) {
          queue[known++] = arcs.head[a];
        }
      }
    }
    if (size != count) {
      return false;
    }
    to.set(arcs, sorted, sortedFlow, count);
    return true;
  }
}
