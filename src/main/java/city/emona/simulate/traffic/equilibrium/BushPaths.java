package city.emona.simulate.traffic.equilibrium;

import java.util.Arrays;

/**
 * The paths of a bush, one destination after the other. A path's part of the trips is the product
 * of the shares by which its arcs enter their states: all destinations behind two ways use both
 * alike, so that nothing depends on the order of the computation. Ways that carry less than {@link
 * #SMALLEST} of a pair's trips are given to the others of their state; a bush may hold more paths
 * than anybody can list. Not thread-safe.
 */
final class BushPaths {
  /** Least part of a pair's trips that makes a path of its own. */
  static final double SMALLEST = 1e-4;

  private final Arcs arcs;
  private final Segments segments;
  private final int[] begin;
  private final int[] end;
  private double[] share = new double[1024];
  private Bush bush;
  private int source;
  private int[] way = new int[256];
  private int[] links = new int[256];

  BushPaths(Arcs arcs, Segments segments) {
    this.arcs = arcs;
    this.segments = segments;
    begin = new int[arcs.states];
    end = new int[arcs.states];
  }

  /** Turns to the bush of another origin. */
  void open(Bush b, int sourceState) {
    for (int k = 0; bush != null && k < bush.count; k++) {
      end[arcs.head[bush.arc[k]]] = 0;
    }
    bush = b;
    source = sourceState;
    if (share.length < b.count) {
      share = new double[b.count * 2];
    }
    int at = 0;
    for (int k = 0; k < b.count; ) {
      int until = b.blockEnd(arcs, k);
      int h = arcs.head[b.arc[k]];
      begin[h] = k;
      end[h] = until;
      if (until - k == 1) {
        share[k] = 1;
      } else {
        System.arraycopy(b.share, at, share, k, until - k);
        at += until - k;
      }
      k = until;
    }
  }

  /** Tells the paths of a pair that ends at a state; nothing where the bush does not lead there. */
  void tell(int pair, int state, double trips, Assignment.PathSink sink) {
    if (state != source && end[state] > 0) {
      descend(pair, state, 0, 1, trips, sink);
    }
  }

  /** {@code way} holds, from the destination back, the arcs after {@code state}. */
  private void descend(
      int pair, int state, int depth, double part, double trips, Assignment.PathSink sink) {
    int v = state;
    int length = depth;
    while (v != source && end[v] - begin[v] == 1) {
      length = append(length, bush.arc[begin[v]]);
      v = arcs.tail[bush.arc[begin[v]]];
    }
    if (v == source) {
      hand(pair, length, part * trips, sink);
      return;
    }
    double sum = 0;
    int largest = begin[v];
    for (int k = begin[v]; k < end[v]; k++) {
      largest = share[k] > share[largest] ? k : largest;
      sum += share[k] * part >= SMALLEST ? share[k] : 0;
    }
    for (int k = begin[v]; k < end[v]; k++) {
      double now =
          sum > 0 ? share[k] * part >= SMALLEST ? share[k] / sum : 0 : k == largest ? 1 : 0;
      if (now > 0) {
        int next = append(length, bush.arc[k]);
        descend(pair, arcs.tail[bush.arc[k]], next, part * now, trips, sink);
      }
    }
  }

  private int append(int length, int arc) {
    if (length == way.length) {
      way = Arrays.copyOf(way, length * 2);
    }
    way[length] = arc;
    return length + 1;
  }

  private void hand(int pair, int length, double flow, Assignment.PathSink sink) {
    int count = 0;
    for (int i = length - 1; i >= 0; i--) {
      int s = arcs.segment[way[i]];
      int first = segments.firstLink[s];
      int size = segments.firstLink[s + 1] - first;
      if (count + size > links.length) {
        links = Arrays.copyOf(links, (count + size) * 2);
      }
      System.arraycopy(segments.links, first, links, count, size);
      count += size;
    }
    sink.path(pair, links, count, flow);
  }
}
