package city.emona.simulate.traffic;

import city.emona.graph.Csr;
import city.emona.simulate.Progress;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Static user equilibrium (Wardrop's first principle) with sparse paths. Two phases alternate: a
 * search for cheaper paths from all origins at fixed times, side by side on several threads, and
 * sweeps that equalize the times of the known paths, one pair after the other. Both give the same
 * bits on any number of threads. A second {@link #solve} starts from the scaled flows of the first,
 * which is what makes the hours of a day cheap.
 *
 * <p>{@code relative gap = (TSTT − SPTT) / TSTT} at the volumes of the solution. Pairs without a
 * path are counted, not loaded. Close it when done; use it from one thread.
 */
final class Assignment implements AutoCloseable {
  /** Outcome of one solve; times in the unit of the network. */
  record Result(
      double relativeGap, double totalTime, double objective, double unreachable, int iterations) {}

  private static final int PATIENCE = 3;

  /** Segments that paths without flow may hold between two searches: 256 MB. */
  private static final int IDLE_ROOM = 64_000_000;

  private final Segments segments;
  private final SearchGraph states;
  private final Trips trips;
  private final int[] group;
  private final PathPool pool;
  private final LinkTimes times;
  private final PathFlows flows;
  private final PathSearch[] workers;
  private final ExecutorService threads;
  private final Csr[] graphs;
  private final double[] scratch;
  private double[] demand;
  private int patience = PATIENCE;

  Assignment(AssignmentNetwork net, Trips trips, int threadCount) {
    this.trips = trips;
    boolean[] hasTrips = new boolean[net.nodeCount()];
    for (int p = 0; p < trips.pairCount(); p++) {
      hasTrips[trips.originNode()[p]] = true;
      hasTrips[trips.destinationNode()[p]] = true;
    }
    segments = new Segments(net, hasTrips);
    states = new SearchGraph(net, segments);
    group = trips.groups();
    pool = new PathPool(trips.pairCount(), states.stateCount());
    times = new LinkTimes(segments.constant, segments.k, segments.power);
    flows = new PathFlows(pool, times, segments.count);
    workers = new PathSearch[Math.max(1, threadCount)];
    double typical = Arrays.stream(segments.constant).average().orElse(0);
    for (int w = 0; w < workers.length; w++) {
      workers[w] = new PathSearch(states, trips, pool, times, typical);
    }
    threads = workers.length > 1 ? Executors.newFixedThreadPool(workers.length) : null;
    graphs = new Csr[trips.routingCount()];
    boolean[] all = new boolean[segments.count];
    Arrays.fill(all, true);
    Arrays.fill(graphs, states.graph(all));
    scratch = new double[segments.count];
    demand = new double[trips.pairCount()];
  }

  /** Rounds that a path without flow is kept; more for a day of many hours. */
  void keepIdlePaths(int rounds) {
    patience = rounds;
  }

  /**
   * Sets the links that a routing class may use from the next solve on. Paths over other links are
   * barred and lose their flow to the others of their pair.
   */
  void allow(int routing, boolean[] allowedLink) {
    boolean[] allowed = new boolean[segments.count];
    for (int s = 0; s < segments.count; s++) {
      allowed[s] = true;
      for (int c = segments.firstLink[s]; c < segments.firstLink[s + 1]; c++) {
        allowed[s] &= allowedLink[segments.links[c]];
      }
    }
    graphs[routing] = states.graph(allowed);
    for (int pair = 0; pair < trips.pairCount(); pair++) {
      for (int p = pool.first[pair]; trips.routing()[pair] == routing && p >= 0; p = pool.next[p]) {
        boolean barred = false;
        int[] chunk = pool.chunk(p);
        for (int i = pool.start(p), end = pool.end(p); i < end; i++) {
          barred |= !allowed[chunk[i]];
        }
        pool.barred[p] = barred;
      }
    }
  }

  /** Equilibrium for these trips (passenger-car units in the time of the capacities). */
  Result solve(double[] tripsByPair, double targetGap, int maxIterations, Progress progress) {
    demand = tripsByPair;
    boolean isWarm = start();
    refresh();
    Result last = new Result(1, 0, 0, 0, 0);
    double tolerance = Math.min(1e-4, Math.max(1e-15, targetGap * 0.02));
    if (isWarm) {
      sweep(targetGap / 4, 4);
      refresh();
    }
    for (int i = 1; i <= maxIterations; i++) {
      progress.check();
      PathSearch.Found[] found = search(tolerance, progress);
      double excess = 0;
      double total = 0;
      double unreachable = 0;
      boolean loads = false;
      for (PathSearch.Found f : found) {
        excess += f.excess;
        total += f.total;
        unreachable += f.unreachable;
        loads |= f.loads;
      }
      double gap = loads ? 1 : total > 0 ? excess / total : 0;
      last = new Result(gap, times.totalTime(), 0, unreachable, i);
      if (gap <= targetGap && !loads || i == maxIterations && !loads) {
        break;
      }
      add(found);
      if (loads) {
        refresh();
      }
      sweep(Math.max(targetGap / 4, Math.min(gap, 0.1) * 0.02), 20);
      pool.tidy(patience, IDLE_ROOM);
      refresh();
    }
    return new Result(
        last.relativeGap(),
        last.totalTime(),
        times.objective(),
        last.unreachable(),
        last.iterations());
  }

  /** Scales the known paths to the new trips; tells whether there were any. */
  private boolean start() {
    boolean isWarm = false;
    for (int pair = 0; pair < demand.length; pair++) {
      double open = 0;
      int best = -1;
      double bestCost = Double.POSITIVE_INFINITY;
      for (int p = pool.first[pair]; p >= 0; p = pool.next[p]) {
        if (pool.barred[p]) {
          pool.flow[p] = 0;
          continue;
        }
        open += pool.flow[p];
        double c = open > 0 ? 0 : pool.cost(p, times.cost);
        if (c < bestCost) {
          bestCost = c;
          best = p;
        }
      }
      if (best < 0) {
        continue;
      }
      isWarm = true;
      double factor = open > 0 ? demand[pair] / open : 0;
      for (int p = pool.first[pair]; p >= 0; p = pool.next[p]) {
        pool.flow[p] *= factor;
      }
      if (open == 0) {
        pool.flow[best] = demand[pair];
      }
    }
    return isWarm;
  }

  /** Volumes from path flows, which frees them from the rounding of many small moves. */
  private void refresh() {
    pool.volumes(scratch);
    times.setAll(scratch);
  }

  private void add(PathSearch.Found[] found) {
    for (int g = 0; g < found.length; g++) {
      PathSearch.Found f = found[g];
      found[g] = null; // the pool has a copy, and sweeps last long
      int begin = 0;
      for (int i = 0; i < f.count; i++) {
        int pair = f.pair[i];
        double loaded = 0;
        for (int p = pool.first[pair]; p >= 0; p = pool.next[p]) {
          loaded += pool.flow[p];
        }
        pool.add(pair, f.segments, begin, f.end[i], loaded > 0 ? 0 : demand[pair]);
        begin = f.end[i];
      }
    }
  }

  /** Equalizes all pairs until what is left to gain is a small share of the total time. */
  private void sweep(double share, int maxSweeps) {
    int n = trips.pairCount();
    for (int round = 0; round < maxSweeps; round++) {
      double excess = 0;
      for (int pair = 0; pair < n; pair++) {
        int p = pool.first[pair];
        if (p >= 0 && pool.next[p] >= 0 && demand[pair] > 0) {
          excess += flows.equalize(pair);
        }
      }
      if (excess <= share * times.totalTime()) {
        return;
      }
    }
  }

  private PathSearch.Found[] search(double tolerance, Progress progress) {
    int groups = group.length - 1;
    PathSearch.Found[] found = new PathSearch.Found[groups];
    AtomicInteger next = new AtomicInteger();
    Future<?>[] running = new Future<?>[workers.length];
    for (int w = 0; w < workers.length; w++) {
      PathSearch worker = workers[w];
      Runnable job =
          () -> {
            int g;
            while ((g = next.getAndIncrement()) < groups && !progress.isCancelled()) {
              found[g] = worker.search(group[g], group[g + 1], demand, graphs, tolerance);
            }
          };
      if (threads == null) {
        job.run();
      } else {
        running[w] = threads.submit(job);
      }
    }
    for (int w = 0; threads != null && w < workers.length; w++) {
      await(running[w]);
    }
    progress.check();
    return found;
  }

  private static void await(Future<?> job) {
    try {
      job.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Progress.Cancelled();
    } catch (ExecutionException e) {
      throw new IllegalStateException("path search failed", e.getCause());
    }
  }

  /** Volume of every link; links that no trip can use have none. */
  void linkVolumes(double[] out) {
    for (int i = 0; i < out.length; i++) {
      int s = segments.segmentOfLink[i];
      out[i] = s < 0 ? 0 : times.volume[s];
    }
  }

  /**
   * Volume of every link made by a part of the trips: of each pair the share {@code share[pair]},
   * on all its paths alike.
   */
  void linkVolumes(double[] share, float[] out) {
    Arrays.fill(scratch, 0);
    for (int pair = 0; pair < share.length; pair++) {
      if (share[pair] == 0) {
        continue;
      }
      for (int p = pool.first[pair]; p >= 0; p = pool.next[p]) {
        pool.addTo(scratch, p, pool.flow[p] * share[pair]);
      }
    }
    for (int i = 0; i < out.length; i++) {
      int s = segments.segmentOfLink[i];
      out[i] = s < 0 ? 0 : (float) scratch[s];
    }
  }

  int segmentCount() {
    return segments.count;
  }

  int pathCount() {
    return pool.pathCount();
  }

  @Override
  public void close() {
    if (threads != null) {
      threads.shutdownNow();
    }
  }
}
