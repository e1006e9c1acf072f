package city.emona.simulate.traffic.equilibrium;

import java.util.Arrays;

/**
 * The ways that the trips of one origin take: arcs without a cycle, sorted so that all arcs into a
 * state stand together and those into its predecessors before. Where several arcs enter a state,
 * {@code share} tells which part of the trips comes by which; a single arc brings all and needs no
 * number. Flows follow from the trips and the shares from the last state back to the first. So a
 * bush takes four bytes an arc and eight more where ways meet, a fifth of arcs with flows, and flow
 * is conserved to the last bit however often it was moved.
 */
final class Bush {
  /** Arcs, and how many of them count. */
  int[] arc = {};

  int count;

  /** Shares of the arcs that enter states with several arcs, in their order. */
  double[] share = {};

  private int shares;

  /** Takes over arcs and flows; flows of arcs into one state become shares. */
  void set(Arcs arcs, int[] newArc, double[] flow, int n) {
    if (n > arc.length || n < arc.length / 2) {
      arc = new int[n + n / 16];
    }
    System.arraycopy(newArc, 0, arc, 0, n);
    count = n;
    setShares(arcs, flow);
  }

  /** New flows on the same arcs. */
  void setShares(Arcs arcs, double[] flow) {
    int[] list = arc;
    int[] head = arcs.head;
    int n = count;
    int single = 0;
    for (int k = 0; k < n; ) {
      int h = head[list[k]];
      int begin = k++;
      while (k < n && head[list[k]] == h) {
        k++;
      }
      single += k - begin == 1 ? 1 : 0;
    }
    shares = n - single;
    if (shares > share.length || shares < share.length / 2) {
      share = new double[shares + shares / 16];
    }
    double[] part = share;
    int at = 0;
    for (int k = 0; k < n; ) {
      int h = head[list[k]];
      int begin = k++;
      while (k < n && head[list[k]] == h) {
        k++;
      }
      if (k - begin > 1) {
        double sum = 0;
        for (int i = begin; i < k; i++) {
          sum += flow[i];
        }
        for (int i = begin; i < k; i++) {
          part[at++] = sum > 0 ? flow[i] / sum : 0;
        }
      }
    }
  }

  /** End of the run of arcs into the state that arc {@code k} enters. */
  int blockEnd(Arcs arcs, int k) {
    int h = arcs.head[arc[k]];
    int end = k + 1;
    while (end < count && arcs.head[arc[end]] == h) {
      end++;
    }
    return end;
  }

  /**
   * Flow of every arc. {@code through} holds the trips that end at each state, and zero for the
   * others; it is all zero afterwards. Where no share is positive, the first arc takes all.
   */
  void flows(Arcs arcs, double[] through, double[] flow) {
    int[] list = arc;
    int[] head = arcs.head;
    int[] tail = arcs.tail;
    int at = shares;
    for (int k = count; k > 0; ) {
      int begin = k - 1;
      int a = list[begin];
      int h = head[a];
      while (begin > 0 && head[list[begin - 1]] == h) {
        begin--;
      }
      double all = through[h];
      through[h] = 0;
      if (k - begin == 1) {
        flow[begin] = all;
        through[tail[a]] += all;
      } else {
        at -= k - begin;
        split(arcs, begin, k, at, all, through, flow);
      }
      k = begin;
    }
  }

  private void split(
      Arcs arcs, int begin, int end, int at, double all, double[] through, double[] flow) {
    double sum = 0;
    for (int i = 0; i < end - begin; i++) {
      sum += share[at + i];
    }
    for (int i = begin; i < end; i++) {
      double f = sum > 0 ? all * (share[at + i - begin] / sum) : i == begin ? all : 0;
      flow[i] = f;
      through[arcs.tail[arc[i]]] += f;
    }
  }

  /**
   * Mean distance from the source at which trips pass each state, {@code atState}, from the length
   * of the segments: where ways meet, the mean by the trips that come by each. The source's own
   * entry has to be 0 before.
   */
  void distances(Arcs arcs, double[] lengthM, double[] atState) {
    int at = 0;
    for (int k = 0; k < count; ) {
      int end = blockEnd(arcs, k);
      int h = arcs.head[arc[k]];
      double first = atState[arcs.tail[arc[k]]] + lengthM[arcs.segment[arc[k]]];
      double sum = 0;
      double weighted = 0;
      for (int i = k; end - k > 1 && i < end; i++) {
        double part = share[at++];
        sum += part;
        weighted += part * (atState[arcs.tail[arc[i]]] + lengthM[arcs.segment[arc[i]]]);
      }
      atState[h] = sum > 0 ? weighted / sum : first;
      k = end;
    }
  }

  Bush copy() {
    Bush b = new Bush();
    b.arc = Arrays.copyOf(arc, count);
    b.share = Arrays.copyOf(share, shares);
    b.count = count;
    b.shares = shares;
    return b;
  }

  void clear() {
    count = 0;
    shares = 0;
    arc = new int[0];
    share = new double[0];
  }

  /** Flows of bushes from the trips of their origins. One object per worker. */
  static final class Loader {
    private final Arcs arcs;
    private final int[] target;
    private final double[] through;
    private double[] flow = new double[64];

    /** {@code target} is the state at which the trips of a pair end. */
    Loader(Arcs arcs, int[] target) {
      this.arcs = arcs;
      this.target = target;
      through = new double[arcs.states];
    }

    /**
     * Flow of every arc of a bush for the pairs [begin, end), which start at {@code source}; of
     * each the part {@code share[pair]}, all where that is null. Trips that the bush does not lead
     * to are left out. The array is used again.
     */
    double[] flows(Bush bush, int source, int begin, int end, double[] demand, double[] share) {
      if (flow.length < bush.count) {
        flow = new double[bush.count + bush.count / 4];
      }
      flows(bush, source, begin, end, demand, share, flow);
      return flow;
    }

    void flows(
        Bush bush, int source, int begin, int end, double[] demand, double[] share, double[] into) {
      for (int p = begin; p < end; p++) {
        through[target[p]] += share == null ? demand[p] : demand[p] * share[p];
      }
      bush.flows(arcs, through, into);
      through[source] = 0;
      for (int p = begin; p < end; p++) {
        through[target[p]] = 0;
      }
    }
  }
}
