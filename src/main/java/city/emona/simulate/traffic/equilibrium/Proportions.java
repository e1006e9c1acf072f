package city.emona.simulate.traffic.equilibrium;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the routes of an equilibrium unique: origins that use a pair of alternative segments use
 * both in the same proportion (proportionality; Bar-Gera 2010, "Traffic assignment by paired
 * alternative segments"; Bar-Gera, Boyce and Nie 2012). The pairs are found in the bushes: from a
 * state where ways in use meet, back along the arcs with most trips to where they part. An origin
 * that uses one segment only takes up the other where it can be put into its bush. Then trips of
 * the origins of one routing class change places at each pair until no change is above {@link
 * #ENOUGH} of the pair's trips; what one gives another takes, so volumes stay as they are. Single
 * thread; one object per use.
 */
final class Proportions {
  private static final double ENOUGH = 1e-6;
  private static final int MAX_ROUNDS = 200;

  /** Arcs in all pairs and bushes together; pairs beyond are left as they are. */
  private static final int MOST_PLACES = 20_000_000;

  /** Trips below this part of an origin's flow into a state are taken for rounding. */
  private static final double SMALLEST = 1e-9;

  private final Arcs arcs;
  private final Bush[] bushes;
  private final double[][] flow;
  private final int[] routing;
  private final int[] begin;
  private final int[] most;
  private int places;

  /** Arcs of two segments that part at one state and meet at another, last arcs first. */
  private record Pair(int routing, int[] a, int[] b, List<Use> uses) {}

  /** Places of the arcs of a pair in a bush. */
  private record Use(int group, int[] a, int[] b) {}

  /** {@code flow} holds the flows of each bush's arcs; {@code routing} the class of each bush. */
  Proportions(Arcs arcs, Bush[] bushes, double[][] flow, int[] routing) {
    this.arcs = arcs;
    this.bushes = bushes;
    this.flow = flow;
    this.routing = routing;
    begin = new int[arcs.states];
    most = new int[arcs.states];
  }

  /** Changes the shares of the bushes; returns the largest change of the last round. */
  double enforce() {
    Map<IntBuffer, Pair> pairs = new LinkedHashMap<>();
    for (int g = 0; g < bushes.length; g++) {
      find(g, pairs);
    }
    List<Pair> all = new ArrayList<>(pairs.values());
    for (int g = 0; g < bushes.length; g++) {
      index(g);
      for (Pair p : all) {
        if (p.routing == routing[g]) {
          complete(g, p.a, p.b);
          complete(g, p.b, p.a);
        }
      }
      for (Pair p : all) {
        if (p.routing == routing[g] && places < MOST_PLACES) {
          use(g, p);
        }
      }
    }
    double change = 1;
    for (int round = 0; round < MAX_ROUNDS && change > ENOUGH; round++) {
      change = 0;
      for (Pair p : all) {
        change = Math.max(change, balance(p));
      }
    }
    for (int g = 0; g < bushes.length; g++) {
      bushes[g].setShares(arcs, flow[g]);
    }
    return change;
  }

  /** First arc into every state of a bush, and the one with most trips; −1 elsewhere. */
  private void index(int g) {
    Arrays.fill(begin, -1);
    Arrays.fill(most, -1);
    Bush bush = bushes[g];
    for (int k = 0; k < bush.count; ) {
      int end = bush.blockEnd(arcs, k);
      int h = arcs.head[bush.arc[k]];
      begin[h] = k;
      most[h] = k;
      for (; k < end; k++) {
        most[h] = flow[g][k] > flow[g][most[h]] ? k : most[h];
      }
    }
  }

  private void find(int g, Map<IntBuffer, Pair> pairs) {
    index(g);
    Bush bush = bushes[g];
    for (int k = 0; k < bush.count; k++) {
      int h = arcs.head[bush.arc[k]];
      if (k != most[h] && flow[g][k] > SMALLEST * flow[g][most[h]]) {
        int[][] segments = part(bush, most[h], k);
        boolean ordered = Arrays.compare(segments[0], segments[1]) < 0;
        int[] a = segments[ordered ? 0 : 1];
        int[] b = segments[ordered ? 1 : 0];
        int[] key = new int[a.length + b.length + 2];
        key[0] = routing[g];
        key[1] = a.length;
        System.arraycopy(a, 0, key, 2, a.length);
        System.arraycopy(b, 0, key, 2 + a.length, b.length);
        pairs.computeIfAbsent(
            IntBuffer.wrap(key), x -> new Pair(routing[g], a, b, new ArrayList<>()));
      }
    }
  }

  /** Back from two arcs into one state to where the ways with most trips part. */
  private int[][] part(Bush bush, int first, int second) {
    int[][] way = {new int[16], new int[16]};
    int[] length = {0, 0};
    int[] next = {first, second};
    int[] at = new int[2];
    for (int side = 0; side < 2; side++) {
      at[side] = step(bush, way, length, side, next[side]);
    }
    while (at[0] != at[1]) {
      int side = begin[at[0]] > begin[at[1]] ? 0 : 1;
      at[side] = step(bush, way, length, side, most[at[side]]);
    }
    return new int[][] {Arrays.copyOf(way[0], length[0]), Arrays.copyOf(way[1], length[1])};
  }

  private int step(Bush bush, int[][] way, int[] length, int side, int place) {
    if (length[side] == way[side].length) {
      way[side] = Arrays.copyOf(way[side], length[side] * 2);
    }
    way[side][length[side]++] = bush.arc[place];
    return arcs.tail[bush.arc[place]];
  }

  private int place(Bush bush, int arc) {
    int h = arcs.head[arc];
    for (int k = begin[h]; k >= 0 && k < bush.count && arcs.head[bush.arc[k]] == h; k++) {
      if (bush.arc[k] == arc) {
        return k;
      }
    }
    return -1;
  }

  private int[] places(Bush bush, int[] segment) {
    int[] at = new int[segment.length];
    for (int i = 0; i < at.length; i++) {
      at[i] = place(bush, segment[i]);
      if (at[i] < 0) {
        return null;
      }
    }
    return at;
  }

  /** Puts a missing segment, whose inner states are not in the bush, beside one that is in use. */
  private void complete(int g, int[] there, int[] missing) {
    Bush bush = bushes[g];
    int[] at = places(bush, there);
    if (at == null || place(bush, missing[0]) >= 0 || through(g, at) <= 0) {
      return;
    }
    for (int i = 1; i < missing.length; i++) {
      if (begin[arcs.head[missing[i]]] >= 0) {
        return;
      }
    }
    int where = begin[arcs.head[there[0]]];
    int n = missing.length;
    int[] arc = new int[bush.count + n];
    double[] f = new double[bush.count + n];
    System.arraycopy(bush.arc, 0, arc, 0, where);
    System.arraycopy(flow[g], 0, f, 0, where);
    for (int i = 0; i < n; i++) {
      arc[where + i] = missing[n - 1 - i];
    }
    System.arraycopy(bush.arc, where, arc, where + n, bush.count - where);
    System.arraycopy(flow[g], where, f, where + n, bush.count - where);
    flow[g] = f;
    bush.set(arcs, arc, f, arc.length);
    index(g);
  }

  private void use(int g, Pair p) {
    int[] a = places(bushes[g], p.a);
    int[] b = a == null ? null : places(bushes[g], p.b);
    if (b != null && through(g, a) + through(g, b) > 0) {
      p.uses.add(new Use(g, a, b));
      places += a.length + b.length;
    }
  }

  /** Trips of an origin that take a whole segment, at the shares of its bush. */
  private double through(int g, int[] at) {
    Bush bush = bushes[g];
    double trips = flow[g][at[0]];
    for (int i = 1; i < at.length && trips > 0; i++) {
      int h = arcs.head[bush.arc[at[i]]];
      int first = at[i];
      while (first > 0 && arcs.head[bush.arc[first - 1]] == h) {
        first--;
      }
      double sum = 0;
      for (int k = first; k < bush.count && arcs.head[bush.arc[k]] == h; k++) {
        sum += flow[g][k];
      }
      trips *= sum > 0 ? flow[g][at[i]] / sum : 0;
    }
    return trips;
  }

  /** Brings all origins of a pair to its common proportion; returns the largest change. */
  private double balance(Pair p) {
    int n = p.uses.size();
    if (n < 2) {
      return 0;
    }
    double[] a = new double[n];
    double[] b = new double[n];
    double sumA = 0;
    double sumB = 0;
    for (int i = 0; i < n; i++) {
      a[i] = through(p.uses.get(i).group, p.uses.get(i).a);
      b[i] = through(p.uses.get(i).group, p.uses.get(i).b);
      sumA += a[i];
      sumB += b[i];
    }
    if (!(sumA + sumB > 0)) {
      return 0;
    }
    double part = sumA / (sumA + sumB);
    double largest = 0;
    for (int i = 0; i < n; i++) {
      double move = part * (a[i] + b[i]) - a[i];
      largest = Math.max(largest, Math.abs(move));
      shift(p.uses.get(i), move);
    }
    return largest / (sumA + sumB);
  }

  /** Moves trips of one origin from the second segment to the first. */
  private void shift(Use use, double move) {
    double[] f = flow[use.group];
    for (int k : use.a) {
      f[k] = Math.max(0, f[k] + move);
    }
    for (int k : use.b) {
      f[k] = Math.max(0, f[k] - move);
    }
  }
}
