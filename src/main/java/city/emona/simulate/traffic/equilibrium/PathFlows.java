package city.emona.simulate.traffic.equilibrium;

/**
 * Moves flow between the paths of a pair towards equal times: from every dearer path to the
 * cheapest one, by a Newton step on the segments in which the two differ (gradient projection,
 * Jayakrishnan et al. 1994; the greedy order of Xie, Nie and Liu 2018, "A greedy path-based
 * algorithm for traffic assignment"). Volumes and times are updated at once, so the next pair
 * already sees them. Strictly one after the other, which keeps the result independent of the number
 * of threads.
 */
final class PathFlows {
  private final PathPool pool;
  private final LinkTimes times;
  private final int[] onCheapest;
  private final int[] onBoth;
  private int[] lost = new int[256];
  private int[] gained = new int[256];
  private double[] pathCost = new double[16];
  private int[] pathOf = new int[16];
  private int stamp;
  private int pairStamp;

  PathFlows(PathPool pool, LinkTimes times, int segments) {
    this.pool = pool;
    this.times = times;
    onCheapest = new int[segments];
    onBoth = new int[segments];
  }

  /** What a path costs at present; {@code charge} by segment may be null. */
  double cost(int path, double[] charge) {
    double time = pool.cost(path, times.cost);
    return charge == null ? time : time + pool.cost(path, charge);
  }

  /**
   * Equalizes one pair, whose users pay {@code charge} by segment beyond the time (null = nothing);
   * returns flow times excess cost before the moves.
   */
  double equalize(int pair, double[] charge) {
    int count = 0;
    int cheapest = -1;
    double best = Double.POSITIVE_INFINITY;
    for (int p = pool.first[pair]; p >= 0; p = pool.next[p]) {
      if (pool.barred[p]) {
        continue;
      }
      if (count == pathOf.length) {
        pathOf = java.util.Arrays.copyOf(pathOf, count * 2);
        pathCost = java.util.Arrays.copyOf(pathCost, count * 2);
      }
      double c = cost(p, charge);
      pathOf[count] = p;
      pathCost[count++] = c;
      if (c < best) {
        best = c;
        cheapest = p;
      }
    }
    if (count < 2) {
      return 0;
    }
    double excess = 0;
    boolean marked = false;
    for (int i = 0; i < count; i++) {
      double f = pool.flow[pathOf[i]];
      if (f > 0 && pathCost[i] > best) {
        excess += f * (pathCost[i] - best);
        if (!marked) {
          mark(cheapest);
          marked = true;
        }
        shift(pathOf[i], cheapest, charge);
      }
    }
    return excess;
  }

  private void mark(int path) {
    stamp++;
    int[] segments = pool.chunk(path);
    for (int i = pool.start(path), end = pool.end(path); i < end; i++) {
      onCheapest[segments[i]] = stamp;
    }
  }

  private void shift(int dear, int cheap, double[] charge) {
    int room = Math.max(pool.end(dear) - pool.start(dear), pool.end(cheap) - pool.start(cheap));
    if (room > lost.length) {
      lost = new int[room * 2];
      gained = new int[room * 2];
    }
    pairStamp++;
    double difference = 0;
    double slope = 0;
    int nLost = 0;
    int[] segments = pool.chunk(dear);
    for (int i = pool.start(dear), end = pool.end(dear); i < end; i++) {
      int s = segments[i];
      if (onCheapest[s] == stamp) {
        onBoth[s] = pairStamp;
      } else {
        lost[nLost++] = s;
        difference += charge == null ? times.cost[s] : times.cost[s] + charge[s];
        slope += times.slope[s];
      }
    }
    int nGained = 0;
    segments = pool.chunk(cheap);
    for (int i = pool.start(cheap), end = pool.end(cheap); i < end; i++) {
      int s = segments[i];
      if (onBoth[s] != pairStamp) {
        gained[nGained++] = s;
        difference -= charge == null ? times.cost[s] : times.cost[s] + charge[s];
        slope += times.slope[s];
      }
    }
    if (difference <= 0) {
      return;
    }
    double f = pool.flow[dear];
    double move = slope * f <= difference ? f : difference / slope;
    boolean all = f - move <= 1e-13 * f;
    pool.flow[dear] = all ? 0 : f - move;
    pool.flow[cheap] += all ? f : move;
    double change = all ? f : move;
    for (int i = 0; i < nLost; i++) {
      times.add(lost[i], -change);
    }
    for (int i = 0; i < nGained; i++) {
      times.add(gained[i], change);
    }
  }
}
