package city.emona.simulate.traffic.equilibrium;

import city.emona.graph.Csr;
import java.util.Arrays;

/**
 * The network with everything taken out that no route choice depends on: chains of links through
 * nodes with one way on become one segment, dead ends without trips vanish. A street map loses
 * about half of its links that way, and every search and every path gets shorter by as much. Links
 * of a segment carry the same volume, so with equal powers their BPR times add up to one function
 * of the same form, {@code constant + k · v^power}, exactly.
 *
 * <p>Segments are numbered along a breadth-first order of the nodes, so that neighbours lie close
 * in memory. Immutable.
 */
final class Segments {
  private final AssignmentNetwork net;
  private final boolean[] fixedNode;
  private final Csr out;
  private final Csr in;
  private final boolean[] dropped;
  private final int[] order;

  final int count;
  final int[] from;
  final int[] to;
  final int[] segmentOfLink;
  final int[] firstLink;
  final int[] links;
  final double[] constant;
  final double[] k;
  final double[] power;

  /** {@code hasTrips} marks the nodes at which trips start or end. */
  Segments(AssignmentNetwork net, boolean[] hasTrips) {
    this.net = net;
    int n = net.nodeCount();
    int m = net.linkCount();
    out = Csr.of(n, net.from(), net.to(), null);
    in = Csr.of(n, net.to(), net.from(), null);
    dropped = new boolean[m];
    fixedNode = hasTrips.clone();
    for (int i = 0; i < net.banFrom().length; i++) {
      fixedNode[net.to()[net.banFrom()[i]]] = true;
    }
    for (int v = 0; v < n; v++) {
      fixedNode[v] |= net.noThrough()[v];
    }
    dropDeadEnds();
    boolean[] joint = new boolean[n];
    for (int v = 0; v < n; v++) {
      joint[v] = isJoint(v);
    }
    order = breadthFirst();
    segmentOfLink = new int[m];
    Arrays.fill(segmentOfLink, -1);
    int[] first = new int[m + 1];
    int[] chain = new int[m];
    int[] tail = new int[m];
    int[] head = new int[m];
    int segments = 0;
    int at = 0;
    for (int v : order) {
      for (int p = out.first()[v]; !joint[v] && p < out.first()[v + 1]; p++) {
        int end = dropped[out.link()[p]] ? -1 : walk(out.link()[p], joint, chain, at);
        // A loop back to its own start serves no trip; it keeps no segment.
        if (end < 0 || net.to()[chain[end - 1]] == v) {
          continue;
        }
        for (int c = at; c < end; c++) {
          segmentOfLink[chain[c]] = segments;
        }
        tail[segments] = v;
        head[segments] = net.to()[chain[end - 1]];
        first[++segments] = end;
        at = end;
      }
    }
    count = segments;
    from = Arrays.copyOf(tail, count);
    to = Arrays.copyOf(head, count);
    firstLink = Arrays.copyOf(first, count + 1);
    links = Arrays.copyOf(chain, at);
    constant = new double[count];
    k = new double[count];
    power = new double[count];
    delays(net, constant, k);
    for (int s = 0; s < count; s++) {
      power[s] = net.power()[links[firstLink[s]]];
    }
  }

  /** Segments all of whose links are marked. */
  boolean[] allOf(boolean[] link) {
    boolean[] all = new boolean[count];
    for (int s = 0; s < count; s++) {
      all[s] = true;
      for (int c = firstLink[s]; c < firstLink[s + 1]; c++) {
        all[s] &= link[links[c]];
      }
    }
    return all;
  }

  /** Charges of the links of every segment together; refuses what is negative or not finite. */
  double[] sumOf(double[] link) {
    double[] sum = new double[count];
    for (int s = 0; s < count; s++) {
      for (int c = firstLink[s]; c < firstLink[s + 1]; c++) {
        sum[s] += link[links[c]];
      }
      if (!(sum[s] >= 0) || sum[s] == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException("a charge is negative or not finite: " + sum[s]);
      }
    }
    return sum;
  }

  /** Values of segments at their links; 0 at links that are in none. */
  void spread(double[] ofSegment, double[] ofLink) {
    for (int i = 0; i < ofLink.length; i++) {
      int s = segmentOfLink[i];
      ofLink[i] = s < 0 ? 0 : ofSegment[s];
    }
  }

  /** Whether a network has the same nodes, links, powers and turns. */
  boolean isSame(AssignmentNetwork other) {
    return net.nodeCount() == other.nodeCount()
        && Arrays.equals(net.from(), other.from())
        && Arrays.equals(net.to(), other.to())
        && Arrays.equals(net.power(), other.power())
        && Arrays.equals(net.noThrough(), other.noThrough())
        && Arrays.equals(net.banFrom(), other.banFrom())
        && Arrays.equals(net.banTo(), other.banTo());
  }

  /** Nodes in breadth-first order over streets taken both ways; every node once. */
  int[] order() {
    return order;
  }

  /** Nodes at which a segment starts or ends, or trips do. */
  boolean[] usedNodes() {
    boolean[] used = fixedNode.clone();
    for (int s = 0; s < count; s++) {
      used[from[s]] = true;
      used[to[s]] = true;
    }
    return used;
  }

  /** Constant and factor of every segment from the parameters of a network with the same links. */
  void delays(AssignmentNetwork from, double[] constantOut, double[] factorOut) {
    for (int s = 0; s < count; s++) {
      double sum = 0;
      double factor = 0;
      for (int c = firstLink[s]; c < firstLink[s + 1]; c++) {
        int i = links[c];
        double t = from.freeTime()[i];
        double p = from.power()[i];
        sum += t + from.fixed()[i];
        if (p == 0) {
          sum += t * from.b()[i];
        } else if (t * from.b()[i] > 0) {
          factor += t * from.b()[i] / StrictMath.pow(from.capacity()[i], p);
        }
      }
      constantOut[s] = sum;
      factorOut[s] = factor;
    }
  }

  /** Follows a chain from a link to the first node that is no joint; returns the end in chain. */
  private int walk(int start, boolean[] joint, int[] chain, int at) {
    int link = start;
    int end = at;
    chain[end++] = link;
    while (joint[net.to()[link]]) {
      int v = net.to()[link];
      int next = -1;
      for (int p = out.first()[v]; p < out.first()[v + 1]; p++) {
        if (!dropped[out.link()[p]] && out.head()[p] != net.from()[link]) {
          next = out.link()[p];
        }
      }
      link = next;
      chain[end++] = link;
    }
    return end;
  }

  /** Takes away, again and again, nodes with a single neighbour at which no trip starts or ends. */
  private void dropDeadEnds() {
    int n = net.nodeCount();
    int[] queue = new int[n];
    boolean[] gone = new boolean[n];
    int size = 0;
    for (int v = 0; v < n; v++) {
      if (isDeadEnd(v)) {
        gone[v] = true;
        queue[size++] = v;
      }
    }
    for (int q = 0; q < size; q++) {
      int v = queue[q];
      int u = onlyNeighbour(v);
      drop(out, v);
      drop(in, v);
      if (u >= 0 && !gone[u] && isDeadEnd(u)) {
        gone[u] = true;
        queue[size++] = u;
      }
    }
  }

  private void drop(Csr g, int v) {
    for (int p = g.first()[v]; p < g.first()[v + 1]; p++) {
      dropped[g.link()[p]] = true;
    }
  }

  /** A turn ban next door may make turning round in a dead end worthwhile: such ends stay. */
  private boolean isDeadEnd(int v) {
    if (fixedNode[v]) {
      return false;
    }
    int u = onlyNeighbour(v);
    return u == -1 || u >= 0 && (!fixedNode[u] || net.noThrough()[u]);
  }

  /** The one neighbour of a node; −1 = it has none, −2 = several. */
  private int onlyNeighbour(int v) {
    int u = neighbour(out, v, -1);
    return u == -2 ? -2 : neighbour(in, v, u);
  }

  private int neighbour(Csr g, int v, int known) {
    int u = known;
    for (int p = g.first()[v]; p < g.first()[v + 1]; p++) {
      if (!dropped[g.link()[p]] && g.head()[p] != v) {
        if (u >= 0 && u != g.head()[p]) {
          return -2;
        }
        u = g.head()[p];
      }
    }
    return u;
  }

  /** Whether every way through a node has one continuation by links that may be joined. */
  private boolean isJoint(int v) {
    if (fixedNode[v]) {
      return false;
    }
    int[] ins = {-1, -1};
    int[] outs = {-1, -1};
    int nIn = alive(in, v, ins);
    int nOut = alive(out, v, outs);
    if (nIn == 1 && nOut == 1) {
      return joins(ins[0], outs[0]);
    }
    if (nIn != 2 || nOut != 2) {
      return false;
    }
    int a = net.from()[ins[0]];
    int b = net.from()[ins[1]];
    if (a == b || a == v || b == v) {
      return false;
    }
    int toA = net.to()[outs[0]] == a ? outs[0] : outs[1];
    int toB = toA == outs[0] ? outs[1] : outs[0];
    return net.to()[toA] == a && net.to()[toB] == b && joins(ins[0], toB) && joins(ins[1], toA);
  }

  private boolean joins(int first, int second) {
    return net.from()[first] != net.to()[second]
        && net.from()[first] != net.to()[first]
        && net.from()[second] != net.to()[second]
        && net.access()[first] == net.access()[second]
        && net.power()[first] == net.power()[second];
  }

  private int alive(Csr g, int v, int[] into) {
    int count = 0;
    for (int p = g.first()[v]; p < g.first()[v + 1]; p++) {
      if (!dropped[g.link()[p]]) {
        if (count < 2) {
          into[count] = g.link()[p];
        }
        count++;
      }
    }
    return count;
  }

  private int[] breadthFirst() {
    int n = net.nodeCount();
    int[] queue = new int[n];
    boolean[] seen = new boolean[n];
    int size = 0;
    for (int s = 0; s < n; s++) {
      if (seen[s]) {
        continue;
      }
      seen[s] = true;
      queue[size++] = s;
      for (int q = size - 1; q < size; q++) {
        size = push(out, queue[q], queue, size, seen);
        size = push(in, queue[q], queue, size, seen);
      }
    }
    return queue;
  }

  private static int push(Csr g, int v, int[] queue, int size, boolean[] seen) {
    int end = size;
    for (int p = g.first()[v]; p < g.first()[v + 1]; p++) {
      int w = g.head()[p];
      if (!seen[w]) {
        seen[w] = true;
        queue[end++] = w;
      }
    }
    return end;
  }
}
