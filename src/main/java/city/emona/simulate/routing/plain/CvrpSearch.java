package city.emona.simulate.routing.plain;

import city.emona.simulate.routing.Budget;
import city.emona.simulate.routing.RoutingSolver;
import java.util.Arrays;

/**
 * Ruin and recreate for the plain capacitated problem: one depot, one kind of truck, one matrix of
 * costs (Christiaens and Vanden Berghe 2020, with its parameters). Routes are rings of links {@code
 * next} and {@code prev}, customers 1..n, and ring r closes at the node n + 1 + r which stands for
 * the depot. A rejected step is undone from a log, so a step costs as much as it changes, whatever
 * the number of customers. Not thread-safe.
 */
public final class CvrpSearch {
  /** One place in so many is passed over. */
  private static final int BLINK = 100;

  private static final double SPLIT = 0.5;
  private static final double SPLIT_MORE = 0.01;

  /** Sizes and temperatures; shares of the mean drive's cost. */
  public record Tuning(
      int beside,
      int candidates,
      double hot,
      double cold,
      int removed,
      int string,
      boolean fewest) {
    public static Tuning of(int customers) {
      return new Tuning(
          20, 250, customers > 700 ? 0.6 : 1.3, customers > 700 ? 0.01 : 0.013, 10, 10, false);
    }

    /** For a search of a few hundred steps per customer: polishes savings routes. */
    static Tuning brief(int customers) {
      return new Tuning(20, 100, 0.6, 0.01, 10, 10, true);
    }
  }

  private final int n;
  private final int width;
  private final int[] cost;

  /** Costs to a customer in a row of its own, so that a customer's costs lie together. */
  private final int[] costTo;

  private final int[] demandL;
  private final int[] demandG;
  private final int capacityL;
  private final int capacityG;
  private final Tuning tuning;
  private final Dice dice;
  private final int[][] near;

  /** There and back for each near customer. */
  private final int[][] nearCost;

  private final int[] row;
  private final int[] next;
  private final int[] prev;
  private final int[] ring;
  private final int[] toNext;
  private final int[] loadL;
  private final int[] loadG;
  private final int[] size;
  private final int[] used;
  private final int[] usedAt;
  private int usedCount;
  private int[] spare;
  private int spareCount;
  private final int[] log;
  private int logCount;
  private final int[] removed;
  private int removedCount;
  private final long[] rank;
  private final int[] ruinedIn;
  private int stamp;
  private int untilBlink;
  private final int[] roomy;
  private int roomyCount;
  private int least;
  private int behind;
  private long total;
  private long best;
  private final int[] bestNext;
  private long iteration;

  /**
   * @param cost of the drives, {@code from · (customers + 1) + to}, 0 = depot
   * @param demandL and {@code demandG} of the customers, entry 0 unused
   */
  public CvrpSearch(
      int[] cost, int[] demandL, int[] demandG, int maxL, int maxG, Tuning tuning, long seed) {
    this.cost = cost;
    this.demandL = demandL;
    this.demandG = demandG;
    this.capacityL = maxL;
    this.capacityG = maxG;
    this.tuning = tuning;
    n = demandL.length - 1;
    width = n + 1;
    dice = new Dice(seed);
    costTo = transposed();
    near = new int[n + 1][];
    nearCost = new int[n + 1][];
    neighbours();
    int nodes = 2 * n + 1;
    row = new int[nodes];
    next = new int[nodes];
    prev = new int[nodes];
    ring = new int[nodes];
    toNext = new int[nodes];
    for (int c = 1; c <= n; c++) {
      row[c] = c;
      ring[c] = -1;
    }
    for (int r = 0; r < n; r++) {
      int d = n + 1 + r;
      next[d] = d;
      prev[d] = d;
      ring[d] = r;
    }
    loadL = new int[n];
    loadG = new int[n];
    size = new int[n];
    used = new int[n];
    roomy = new int[n];
    usedAt = new int[n];
    spare = new int[n];
    for (int r = n - 1; r >= 0; r--) {
      spare[spareCount++] = r;
    }
    log = new int[16 * n + 64];
    removed = new int[n];
    rank = new long[n];
    ruinedIn = new int[n];
    bestNext = new int[nodes];
    untilBlink = dice.until(BLINK);
  }

  /** Customers of each route. */
  public int[][] solve(Budget budget, RoutingSolver.Watcher watcher) {
    new Savings(cost, demandL, demandG, capacityL, capacityG).routes().forEach(this::open);
    if (tuning.fewest) {
      joinRoutes();
    }
    logCount = 0;
    best = Long.MAX_VALUE;
    keepBest();
    double edge = Math.max(1e-9, (double) total / (n + usedCount));
    double hot = edge * tuning.hot;
    double cooling = tuning.cold / tuning.hot;
    double share = budget.share(0);
    double temperature = hot;
    while (share < 1) {
      if ((iteration & 4095) == 0) {
        watcher.look(iteration, share, best, () -> null);
      }
      step(temperature);
      iteration++;
      if ((iteration & 63) == 0 || !budget.isTimed()) {
        share = budget.share(iteration);
        if ((iteration & 63) == 0) {
          temperature = hot * StrictMath.pow(cooling, share);
        }
      }
    }
    return bestRoutes();
  }

  public long bestCost() {
    return best;
  }

  public long iterations() {
    return iteration;
  }

  private void step(double temperature) {
    long before = total;
    logCount = 0;
    ruin();
    recreate();
    if (total - before < temperature * dice.exponential()) {
      if (total < best) {
        keepBest();
      }
    } else {
      undo();
      total = before;
    }
  }

  private void keepBest() {
    best = total;
    System.arraycopy(next, 0, bestNext, 0, next.length);
  }

  private void open(int[] customers) {
    int last = n + 1 + newRing();
    for (int c : customers) {
      link(last, c);
      last = c;
    }
  }

  /** Shares the least loaded routes out among the others while loads allow it. */
  private void joinRoutes() {
    long sumL = Arrays.stream(demandL).asLongStream().sum();
    long sumG = Arrays.stream(demandG).asLongStream().sum();
    while (usedCount > 1
        && sumL <= (usedCount - 1L) * capacityL
        && sumG <= (usedCount - 1L) * capacityG) {
      int smallest = used[0];
      for (int k = 1; k < usedCount; k++) {
        smallest = size[used[k]] < size[smallest] ? used[k] : smallest;
      }
      logCount = 0;
      removedCount = 0;
      for (int c = next[n + 1 + smallest]; c <= n; c = next[n + 1 + smallest]) {
        unlink(c);
        removed[removedCount++] = c;
      }
      sort();
      for (int k = 0; k < removedCount; k++) {
        int c = (int) rank[k];
        findRoomy(c);
        if (roomyCount == 0) {
          undo();
          return;
        }
        least = Integer.MAX_VALUE;
        besideNear(c, capacityL - demandL[c], capacityG - demandG[c]);
        atDepot(c);
        link(behind, c);
      }
    }
  }

  private int newRing() {
    return spare[spareCount - 1];
  }

  private int d(int a, int b) {
    return cost[row[a] * width + row[b]];
  }

  /** Puts c behind node a. */
  private void link(int a, int c) {
    int b = next[a];
    int r = ring[a];
    int in = d(a, c);
    int out = d(c, b);
    total += in + out - toNext[a];
    next[a] = c;
    prev[c] = a;
    next[c] = b;
    prev[b] = c;
    toNext[a] = in;
    toNext[c] = out;
    ring[c] = r;
    loadL[r] += demandL[c];
    loadG[r] += demandG[c];
    if (size[r]++ == 0) {
      // Rings are taken and given back in the order of a stack, also by undo.
      spareCount--;
      int at = indexOfSpare(r);
      spare[at] = spare[spareCount];
      spare[spareCount] = r;
      usedAt[r] = usedCount;
      used[usedCount++] = r;
    }
    log[logCount++] = c;
  }

  private int indexOfSpare(int r) {
    int at = spareCount;
    while (spare[at] != r) {
      at--;
    }
    return at;
  }

  private void unlink(int c) {
    int a = prev[c];
    int b = next[c];
    int r = ring[c];
    int direct = a == b ? 0 : d(a, b);
    total += direct - toNext[a] - toNext[c];
    next[a] = b;
    prev[b] = a;
    toNext[a] = direct;
    ring[c] = -1;
    loadL[r] -= demandL[c];
    loadG[r] -= demandG[c];
    if (--size[r] == 0) {
      int last = used[--usedCount];
      used[usedAt[r]] = last;
      usedAt[last] = usedAt[r];
      spare[spareCount++] = r;
    }
    // The node behind which c stood finds its way back by undoing in reverse order.
    log[logCount++] = ~c;
    log[logCount++] = a;
  }

  private void undo() {
    int k = logCount;
    while (k > 0) {
      int entry = log[--k];
      // An entry of a removal is ~c followed by the node before it.
      if (k > 0 && log[k - 1] < 0) {
        link(entry, ~log[--k]);
      } else {
        unlink(entry);
      }
    }
    logCount = 0;
  }

  private void ruin() {
    double longest = Math.min(tuning.string, (double) n / usedCount);
    int strings = (int) (dice.uniform() * (4.0 * tuning.removed / (1 + longest) - 1) + 1);
    removedCount = 0;
    stamp++;
    int seed = 1 + dice.below(n);
    removeString(seed, longest);
    strings--;
    int[] around = near[seed];
    for (int k = 0; k < around.length && strings > 0; k++) {
      int c = around[k];
      int r = ring[c];
      if (r >= 0 && ruinedIn[r] != stamp) {
        removeString(c, longest);
        strings--;
      }
    }
  }

  private void removeString(int c, double longest) {
    int r = ring[c];
    ruinedIn[r] = stamp;
    int count = size[r];
    int length = Math.min(count, (int) (dice.uniform() * Math.min(count, longest) + 1));
    int spared = 0;
    if (length > 1 && length < count && dice.uniform() < SPLIT) {
      spared = 1;
      while (length + spared < count && dice.uniform() > 1 - SPLIT_MORE) {
        spared++;
      }
    }
    int span = length + spared;
    int before = 0;
    int from = c;
    while (before < span - 1 && prev[from] <= n) {
      from = prev[from];
      before++;
    }
    int behind = 0;
    for (int b = c; behind < span - 1 && next[b] <= n; b = next[b]) {
      behind++;
    }
    int lo = Math.max(0, span - 1 - behind);
    int back = lo + dice.below(before - lo + 1);
    for (from = c; back > 0; back--) {
      from = prev[from];
    }
    int spareFrom = spared == 0 ? span : 1 + dice.below(length);
    for (int k = 0; k < span; k++) {
      int following = next[from];
      if (k < spareFrom || k >= spareFrom + spared) {
        unlink(from);
        removed[removedCount++] = from;
      }
      from = following;
    }
  }

  private void recreate() {
    sort();
    for (int k = 0; k < removedCount; k++) {
      insert((int) rank[k]);
    }
  }

  /** Random, largest, farthest or closest first, with weights 4, 4, 2 and 1. */
  private void sort() {
    int order = dice.below(11);
    for (int k = 0; k < removedCount; k++) {
      int c = removed[k];
      int key =
          order < 4
              ? dice.below(1 << 30)
              : order < 8
                  ? Integer.MAX_VALUE - Math.max(demandL[c], demandG[c])
                  : order < 10 ? Integer.MAX_VALUE - cost[c] : cost[c];
      rank[k] = (long) key << 32 | c;
    }
    if (removedCount > 40) {
      Arrays.sort(rank, 0, removedCount);
      return;
    }
    for (int i = 1; i < removedCount; i++) {
      long x = rank[i];
      int j = i;
      while (j > 0 && rank[j - 1] > x) {
        rank[j] = rank[j - 1];
        j--;
      }
      rank[j] = x;
    }
  }

  /** Into the best place beside a near customer with room, or first or last in any route. */
  private void insert(int c) {
    findRoomy(c);
    least = cost[c] + cost[c * width];
    behind = n + 1 + spare[spareCount - 1];
    besideNear(c, capacityL - demandL[c], capacityG - demandG[c]);
    atDepot(c);
    link(behind, c);
  }

  private void findRoomy(int c) {
    int room = capacityL - demandL[c];
    int roomG = capacityG - demandG[c];
    roomyCount = 0;
    for (int k = 0; k < usedCount; k++) {
      int r = used[k];
      if (loadL[r] <= room && loadG[r] <= roomG) {
        roomy[roomyCount++] = r;
      }
    }
  }

  private void besideNear(int c, int room, int roomG) {
    final int from = c * width;
    int bound = least;
    int blink = untilBlink;
    int[] beside = near[c];
    int[] reaches = nearCost[c];
    // Only routes with room count: where loads are tight, the search looks farther.
    int left = tuning.beside;
    for (int k = 0; k < beside.length && left > 0; k++) {
      int a = beside[k];
      int r = ring[a];
      if (r < 0 || loadL[r] > room || loadG[r] > roomG) {
        continue;
      }
      left--;
      // Where the other end lies farther off than a, the detour is at least there and back less
      // the present drive; where it lies nearer, its own turn has come before.
      int reach = reaches[k];
      int b = prev[a];
      if (reach - toNext[a] < bound) {
        int more = costTo[from + a] + cost[from + row[next[a]]] - toNext[a];
        if (more < bound) {
          if (--blink == 0) {
            blink = dice.until(BLINK);
          } else {
            bound = more;
            behind = a;
          }
        }
      }
      if (reach - toNext[b] < bound) {
        int more = costTo[from + row[b]] + cost[from + a] - toNext[b];
        if (more < bound) {
          if (--blink == 0) {
            blink = dice.until(BLINK);
          } else {
            bound = more;
            behind = b;
          }
        }
      }
    }
    least = bound;
    untilBlink = blink;
  }

  /** First or last in any route with room. */
  private void atDepot(int c) {
    int from = c * width;
    int bound = least;
    int out = cost[c];
    int home = cost[from];
    for (int k = 0; k < roomyCount; k++) {
      int depot = n + 1 + roomy[k];
      // Drives to a customer nearer to the depot are there and back for the most part.
      int present = toNext[depot];
      if (2 * (out - present) < bound) {
        int more = out + cost[from + next[depot]] - present;
        if (more < bound) {
          bound = more;
          behind = depot;
        }
      }
      int last = prev[depot];
      present = toNext[last];
      if (2 * (home - present) < bound) {
        int more = costTo[from + last] + home - present;
        if (more < bound) {
          bound = more;
          behind = last;
        }
      }
    }
    least = bound;
  }

  /** The same array where costs are the same both ways. */
  private int[] transposed() {
    int[] t = new int[cost.length];
    boolean symmetric = true;
    for (int a = 0; a < width; a++) {
      for (int b = 0; b < width; b++) {
        t[b * width + a] = cost[a * width + b];
        symmetric &= cost[a * width + b] == cost[b * width + a];
      }
    }
    return symmetric ? cost : t;
  }

  private void neighbours() {
    long[] key = new long[n - 1];
    for (int a = 1; a <= n; a++) {
      int k = 0;
      for (int b = 1; b <= n; b++) {
        if (b != a) {
          key[k++] = ((long) cost[a * width + b] + cost[b * width + a]) << 24 | b;
        }
      }
      near[a] = new int[Math.min(key.length, tuning.candidates)];
      SmallestKeys.first(key, near[a].length);
      nearCost[a] = new int[near[a].length];
      for (int j = 0; j < near[a].length; j++) {
        near[a][j] = (int) (key[j] & 0xffffff);
        nearCost[a][j] = (int) (key[j] >> 24);
      }
    }
  }

  public int[][] bestRoutes() {
    int[][] routes = new int[n][];
    int count = 0;
    for (int r = 0; r < n; r++) {
      int depot = n + 1 + r;
      int length = 0;
      for (int c = bestNext[depot]; c != depot; c = bestNext[c]) {
        length++;
      }
      if (length > 0) {
        int[] route = new int[length];
        int k = 0;
        for (int c = bestNext[depot]; c != depot; c = bestNext[c]) {
          route[k++] = c;
        }
        routes[count++] = route;
      }
    }
    return Arrays.copyOf(routes, count);
  }
}
