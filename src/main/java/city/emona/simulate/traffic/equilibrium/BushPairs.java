package city.emona.simulate.traffic.equilibrium;

import java.util.Arrays;

/**
 * A bush laid out for moving trips: its flows, and at every state where ways meet the dearest way
 * in use beside the cheapest, back to where the two part. {@link Finder} fills it at fixed costs,
 * which several threads may do for several bushes; {@link #shift} then moves trips at the costs of
 * the moment by Newton steps (Algorithm B, Dial 2006) and is for one thread.
 */
final class BushPairs {
  /** Steps at a pair, and the part of its difference that a step may turn round. */
  private static final int STEPS = 4;

  private static final double TOO_FAR = 0.1;

  private final Arcs arcs;
  private Bush bush;
  private double[] charge;
  private double[] flow = new double[64];

  /** Pair i: places [start(2i), start(2i+1)) of the cheap way, [start(2i+1), start(2i+2)) dear. */
  private int[] start = new int[64];

  private int[] place = new int[256];
  private int[] segment = new int[256];
  private int pairs;
  private int size;
  private boolean isMoved;

  /** Cost of all trips above the cheapest way when the pairs were found. */
  private double excess;

  BushPairs(Arcs arcs) {
    this.arcs = arcs;
  }

  /** Turns to a bush; the array is for its flows. */
  double[] open(Bush b, double[] chargeOfSegment) {
    bush = b;
    charge = chargeOfSegment;
    pairs = 0;
    size = 0;
    if (flow.length < b.count) {
      flow = new double[b.count + b.count / 4];
    }
    return flow;
  }

  double excess() {
    return excess;
  }

  /** Puts the flows back into the bush as shares, once. */
  void finish() {
    if (bush != null && isMoved) {
      bush.setShares(arcs, flow);
    }
    bush = null;
    isMoved = false;
  }

  /** Moves trips at every pair, from the last state of the bush to the first. */
  void shift(LinkTimes times) {
    for (int i = 0; i < pairs; i++) {
      shift(times, start[2 * i], start[2 * i + 1], start[2 * i + 2]);
    }
  }

  /**
   * Moves trips between two ways by a Newton step. On streets that were empty the slope is far too
   * small and the step far too long, which would spoil the costs for all bushes to come: then more
   * steps follow from there, whose slopes are rather too large.
   */
  private void shift(LinkTimes times, int cheap, int dear, int end) {
    double first = 0;
    for (int step = 0; step < STEPS; step++) {
      double difference = 0;
      double slope = 0;
      for (int i = cheap; i < dear; i++) {
        difference -= times.cost[segment[i]];
        slope += times.slope[segment[i]];
      }
      for (int i = dear; i < end; i++) {
        difference += times.cost[segment[i]];
        slope += times.slope[segment[i]];
      }
      if (charge != null) {
        for (int i = cheap; i < dear; i++) {
          difference -= charge[segment[i]];
        }
        for (int i = dear; i < end; i++) {
          difference += charge[segment[i]];
        }
      }
      if (step == 0) {
        first = difference;
      } else if (Math.abs(difference) <= TOO_FAR * Math.abs(first) || difference > 0 == first > 0) {
        return;
      }
      // What the other bushes moved meanwhile may have made the cheap way the dear one.
      if (difference > 0) {
        move(times, dear, end, cheap, dear, difference, slope);
      } else {
        move(times, cheap, dear, dear, end, -difference, slope);
      }
    }
  }

  private void move(
      LinkTimes times, int from, int fromEnd, int to, int toEnd, double difference, double slope) {
    double limit = Double.POSITIVE_INFINITY;
    for (int i = from; i < fromEnd; i++) {
      limit = Math.min(limit, flow[place[i]]);
    }
    if (!(difference > 0) || !(limit > 0)) {
      return;
    }
    isMoved = true;
    double move = slope * limit <= difference ? limit : difference / slope;
    for (int i = from; i < fromEnd; i++) {
      int k = place[i];
      double left = flow[k] - move;
      flow[k] = left <= 1e-13 * flow[k] ? 0 : left;
      times.add(segment[i], -move);
    }
    for (int i = to; i < toEnd; i++) {
      flow[place[i]] += move;
      times.add(segment[i], move);
    }
  }

  /** Lays out bushes; one object per worker. */
  static final class Finder {
    private final Arcs arcs;
    private final double[] cheapest;
    private final double[] dearest;
    private final int[] cheapArc;
    private final int[] dearArc;
    private final int[] place;
    private BushPairs into;
    private Bush bush;
    private double[] cost;
    private int[] dearWay = new int[256];

    Finder(Arcs arcs) {
      this.arcs = arcs;
      cheapest = new double[arcs.states];
      dearest = new double[arcs.states];
      cheapArc = new int[arcs.states];
      dearArc = new int[arcs.states];
      place = new int[arcs.states];
    }

    /** Lays out an open bush at these costs of segments; pairs with less to gain are left. */
    void find(BushPairs slot, int source, double[] costs, double least) {
      into = slot;
      bush = slot.bush;
      cost = costs;
      slot.excess = label(source);
      if (slot.excess > 0) {
        collect(least);
      }
    }

    private double cost(int a) {
      int s = arcs.segment[a];
      return into.charge == null ? cost[s] : cost[s] + into.charge[s];
    }

    /** Cheapest and dearest used way to every state; returns flow times cost above the cheapest. */
    private double label(int source) {
      double[] near = cheapest;
      double[] far = dearest;
      int[] tail = arcs.tail;
      int[] head = arcs.head;
      int[] list = bush.arc;
      double[] flow = into.flow;
      near[source] = 0;
      far[source] = 0;
      place[source] = -1;
      double sum = 0;
      int count = bush.count;
      for (int k = 0; k < count; ) {
        int a = list[k];
        int h = head[a];
        int t = tail[a];
        int begin = k;
        double c = cost(a);
        double low = near[t] + c;
        double high = flow[k] > 0 ? far[t] + c : Double.NEGATIVE_INFINITY;
        int lowArc = k;
        int highArc = flow[k] > 0 ? k : -1;
        for (k++; k < count && head[list[k]] == h; k++) {
          a = list[k];
          t = tail[a];
          c = cost(a);
          if (near[t] + c < low) {
            low = near[t] + c;
            lowArc = k;
          }
          if (flow[k] > 0 && far[t] + c > high) {
            high = far[t] + c;
            highArc = k;
          }
        }
        near[h] = low;
        far[h] = high;
        cheapArc[h] = lowArc;
        dearArc[h] = highArc;
        place[h] = k;
        if (k - begin > 1) {
          for (int i = begin; i < k; i++) {
            if (flow[i] > 0) {
              sum += flow[i] * (near[tail[list[i]]] + cost(list[i]) - low);
            }
          }
        }
      }
      return sum;
    }

    private void collect(double least) {
      int[] list = bush.arc;
      int[] head = arcs.head;
      for (int k = bush.count; k > 0; ) {
        int h = head[list[k - 1]];
        int end = k;
        while (k > 0 && head[list[k - 1]] == h) {
          k--;
        }
        int dear = dearArc[h];
        if (end - k > 1 && dear >= 0 && (dearest[h] - cheapest[h]) * into.flow[dear] > least) {
          pair(h);
        }
      }
    }

    private void pair(int h) {
      if (2 * into.pairs + 3 > into.start.length) {
        into.start = Arrays.copyOf(into.start, into.start.length * 2);
      }
      into.start[2 * into.pairs] = into.size;
      int begin = into.size;
      // The dear way is kept behind until the cheap one has its end.
      int a = arcs.tail[bush.arc[step(cheapArc[h])]];
      int nDear = 1;
      int b = arcs.tail[bush.arc[dearArc[h]]];
      dearWay[0] = dearArc[h];
      while (a != b) {
        if (place[a] > place[b]) {
          a = arcs.tail[bush.arc[step(cheapArc[a])]];
        } else {
          if (nDear == dearWay.length) {
            dearWay = Arrays.copyOf(dearWay, nDear * 2);
          }
          dearWay[nDear++] = dearArc[b];
          b = arcs.tail[bush.arc[dearArc[b]]];
        }
      }
      if (into.size - begin == 1 && nDear == 1 && into.place[begin] == dearWay[0]) {
        into.size = begin;
        return;
      }
      into.start[2 * into.pairs + 1] = into.size;
      for (int i = 0; i < nDear; i++) {
        step(dearWay[i]);
      }
      into.pairs++;
      into.start[2 * into.pairs] = into.size;
    }

    private int step(int k) {
      if (into.size == into.place.length) {
        into.place = Arrays.copyOf(into.place, into.size * 2);
        into.segment = Arrays.copyOf(into.segment, into.size * 2);
      }
      into.place[into.size] = k;
      into.segment[into.size++] = arcs.segment[bush.arc[k]];
      return k;
    }
  }
}
