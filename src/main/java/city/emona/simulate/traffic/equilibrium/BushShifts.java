package city.emona.simulate.traffic.equilibrium;

import java.util.Arrays;

/**
 * Moves trips within a bush towards equal costs, Algorithm B (Dial 2006): at every state where ways
 * meet, from the dearest way in use to the cheapest, by a Newton step on the arcs between the state
 * and the place where the two part. Volumes and times are updated at once, so the next state and
 * the next origin already see them. Strictly one after the other, which keeps the result
 * independent of the number of threads.
 */
final class BushShifts {
  private final Arcs arcs;
  private final LinkTimes times;
  private final double[] cheapest;
  private final double[] dearest;
  private final int[] cheapArc;
  private final int[] dearArc;
  private final int[] place;
  private int[] cheapWay = new int[256];
  private int[] dearWay = new int[256];
  private double[] flow = new double[1024];
  private int nCheap;
  private int nDear;
  private double difference;
  private double slope;
  private double limit;
  private Bush bush;
  private double[] charge;

  BushShifts(Arcs arcs, LinkTimes times) {
    this.arcs = arcs;
    this.times = times;
    cheapest = new double[arcs.states];
    dearest = new double[arcs.states];
    cheapArc = new int[arcs.states];
    dearArc = new int[arcs.states];
    place = new int[arcs.states];
  }

  /** Room for the flows of a bush. */
  double[] flowsOf(Bush b) {
    if (flow.length < b.count) {
      flow = new double[b.count * 2];
    }
    return flow;
  }

  /**
   * Equalizes a bush with the flows in {@link #flowsOf}, at most {@code passes} times and until
   * less than {@code enough} is left to gain; returns what there was to gain at first.
   */
  double equalize(Bush b, int source, double[] chargeOfSegment, int passes, double enough) {
    bush = b;
    charge = chargeOfSegment;
    double first = 0;
    for (int pass = 0; pass < passes; pass++) {
      double excess = label(source);
      if (pass == 0) {
        first = excess;
      }
      if (excess <= enough) {
        break;
      }
      shiftAll();
    }
    b.setShares(arcs, flow);
    return first;
  }

  private double cost(int a) {
    int s = arcs.segment[a];
    return charge == null ? times.cost[s] : times.cost[s] + charge[s];
  }

  /** Cheapest and dearest used way to every state; returns flow times cost above the cheapest. */
  private double label(int source) {
    cheapest[source] = 0;
    dearest[source] = 0;
    place[source] = -1;
    double excess = 0;
    for (int k = 0; k < bush.count; ) {
      int h = arcs.head[bush.arc[k]];
      int begin = k;
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      int lowArc = -1;
      int highArc = -1;
      for (; k < bush.count && arcs.head[bush.arc[k]] == h; k++) {
        int t = arcs.tail[bush.arc[k]];
        double c = cost(bush.arc[k]);
        if (cheapest[t] + c < low) {
          low = cheapest[t] + c;
          lowArc = k;
        }
        if (flow[k] > 0 && dearest[t] + c > high) {
          high = dearest[t] + c;
          highArc = k;
        }
      }
      cheapest[h] = low;
      dearest[h] = high;
      cheapArc[h] = lowArc;
      dearArc[h] = highArc;
      place[h] = k;
      for (int i = begin; i < k && k - begin > 1; i++) {
        if (flow[i] > 0) {
          excess += flow[i] * (cheapest[arcs.tail[bush.arc[i]]] + cost(bush.arc[i]) - low);
        }
      }
    }
    return excess;
  }

  private void shiftAll() {
    for (int k = bush.count; k > 0; ) {
      int h = arcs.head[bush.arc[k - 1]];
      int end = k;
      while (k > 0 && arcs.head[bush.arc[k - 1]] == h) {
        k--;
      }
      if (end - k > 1 && dearArc[h] >= 0 && dearest[h] > cheapest[h]) {
        shift(h);
      }
    }
  }

  private void shift(int h) {
    nCheap = 0;
    nDear = 0;
    difference = 0;
    slope = 0;
    limit = Double.POSITIVE_INFINITY;
    int a = stepCheap(h);
    int b = stepDear(h);
    while (a != b) {
      if (place[a] > place[b]) {
        a = stepCheap(a);
      } else {
        b = stepDear(b);
      }
    }
    if (difference <= 0 || !(limit > 0)) {
      return;
    }
    double move = slope * limit <= difference ? limit : difference / slope;
    for (int i = 0; i < nDear; i++) {
      int k = dearWay[i];
      double left = flow[k] - move;
      flow[k] = left <= 1e-13 * flow[k] ? 0 : left;
      times.add(arcs.segment[bush.arc[k]], -move);
    }
    for (int i = 0; i < nCheap; i++) {
      int k = cheapWay[i];
      flow[k] += move;
      times.add(arcs.segment[bush.arc[k]], move);
    }
  }

  private int stepCheap(int state) {
    if (nCheap == cheapWay.length) {
      cheapWay = Arrays.copyOf(cheapWay, nCheap * 2);
    }
    int k = cheapArc[state];
    cheapWay[nCheap++] = k;
    int a = bush.arc[k];
    difference -= cost(a);
    slope += times.slope[arcs.segment[a]];
    return arcs.tail[a];
  }

  private int stepDear(int state) {
    if (nDear == dearWay.length) {
      dearWay = Arrays.copyOf(dearWay, nDear * 2);
    }
    int k = dearArc[state];
    dearWay[nDear++] = k;
    int a = bush.arc[k];
    difference += cost(a);
    slope += times.slope[arcs.segment[a]];
    limit = Math.min(limit, flow[k]);
    return arcs.tail[a];
  }
}
