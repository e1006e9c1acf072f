package city.emona.simulate.traffic.equilibrium;

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
 * <p>Routing classes may differ in where they may drive ({@link #allow}) and in a fixed charge per
 * link ({@link #charge}: a toll over the value of time, a cost of distance, a dislike). They share
 * the time, which depends on the volume of all; so the equilibrium still minimises one convex
 * function, {@code Σ ∫ time + Σ charge · class volume} (Dafermos 1972, "The traffic assignment
 * problem for multiclass-user transportation networks"; Yang and Huang 2004 for tolls under several
 * values of time, charges in units of time). Link volumes are unique where times rise.
 *
 * <p>{@code relative gap = (TSTT − SPTT) / TSTT} at the volumes of the solution, charges included.
 * Pairs without a path are counted, not loaded. Close it when done; use it from one thread.
 */
public final class Assignment implements AutoCloseable {
  /**
   * Outcome of one solve, in the time unit of the network: {@code totalTime} without, {@code
   * objective} and gap with the charges of the classes.
   */
  public record Result(
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

  /** By routing class: charge of each segment, null = none; and what its searches minimise. */
  private final double[][] charge;

  private final double[][] price;
  private double[] demand;
  private int patience = PATIENCE;

  public Assignment(AssignmentNetwork net, Trips trips, int threadCount) {
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
    charge = new double[trips.routingCount()][];
    price = new double[trips.routingCount()][];
    Arrays.fill(price, times.cost);
    workers = new PathSearch[Math.max(1, threadCount)];
    double typical = Arrays.stream(segments.constant).average().orElse(0);
    for (int w = 0; w < workers.length; w++) {
      workers[w] = new PathSearch(states, trips, pool, typical);
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
  public void keepIdlePaths(int rounds) {
    patience = rounds;
  }

  /**
   * Sets the links that a routing class may use from the next solve on. Paths over other links are
   * barred and lose their flow to the others of their pair.
   */
  public void allow(int routing, boolean[] allowedLink) {
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

  /**
   * Sets what a link costs a routing class beyond its time, in the time unit of the network, from
   * the next solve on; null = nothing.
   */
  public void charge(int routing, double[] perLink) {
    if (perLink == null) {
      charge[routing] = null;
      price[routing] = times.cost;
      return;
    }
    double[] sum = new double[segments.count];
    for (int s = 0; s < sum.length; s++) {
      for (int c = segments.firstLink[s]; c < segments.firstLink[s + 1]; c++) {
        sum[s] += perLink[segments.links[c]];
      }
      if (!(sum[s] >= 0) || sum[s] == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException("a charge is negative or not finite: " + sum[s]);
      }
    }
    charge[routing] = sum;
    price[routing] = new double[sum.length];
  }

  /** Equilibrium for these trips (passenger-car units in the time of the capacities). */
  public Result solve(
      double[] tripsByPair, double targetGap, int maxIterations, Progress progress) {
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
        times.objective() + charged(),
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
        double c = open > 0 ? 0 : flows.cost(p, charge[trips.routing()[pair]]);
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

  /** Charges of all users together. */
  private double charged() {
    double sum = 0;
    for (int pair = 0; pair < trips.pairCount(); pair++) {
      double[] c = charge[trips.routing()[pair]];
      for (int p = c == null ? -1 : pool.first[pair]; p >= 0; p = pool.next[p]) {
        sum += pool.flow[p] > 0 ? pool.flow[p] * pool.cost(p, c) : 0;
      }
    }
    return sum;
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
          excess += flows.equalize(pair, charge[trips.routing()[pair]]);
        }
      }
      if (excess <= share * times.totalTime()) {
        return;
      }
    }
  }

  private PathSearch.Found[] search(double tolerance, Progress progress) {
    for (int r = 0; r < charge.length; r++) {
      for (int s = 0; charge[r] != null && s < segments.count; s++) {
        price[r][s] = times.cost[s] + charge[r][s];
      }
    }
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
              found[g] = worker.search(group[g], group[g + 1], demand, graphs, price, tolerance);
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
  public void linkVolumes(double[] out) {
    for (int i = 0; i < out.length; i++) {
      int s = segments.segmentOfLink[i];
      out[i] = s < 0 ? 0 : times.volume[s];
    }
  }

  /**
   * Volume of every link made by a part of the trips: of each pair the share {@code share[pair]},
   * on all its paths alike.
   */
  public void linkVolumes(double[] share, float[] out) {
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

  /** Receives a path: links in driving order, which are {@code links[0] .. links[count - 1]}. */
  @FunctionalInterface
  public interface PathSink {
    void path(int pair, int[] links, int count, double flow);
  }

  /** Tells every path with flow, pair by pair; the array is used again for the next path. */
  public void paths(PathSink sink) {
    int[] links = new int[256];
    for (int pair = 0; pair < trips.pairCount(); pair++) {
      for (int p = pool.first[pair]; p >= 0; p = pool.next[p]) {
        if (pool.flow[p] <= 0) {
          continue;
        }
        int count = 0;
        int[] chunk = pool.chunk(p);
        for (int i = pool.start(p), end = pool.end(p); i < end; i++) {
          int begin = segments.firstLink[chunk[i]];
          int size = segments.firstLink[chunk[i] + 1] - begin;
          if (count + size > links.length) {
            links = Arrays.copyOf(links, (count + size) * 2);
          }
          System.arraycopy(segments.links, begin, links, count, size);
          count += size;
        }
        sink.path(pair, links, count, pool.flow[p]);
      }
    }
  }

  /**
   * Time of the cheapest open path that is known, charges included, by pair; infinity where none
   * is. After a solve this is the equilibrium time of every pair with trips, to the gap.
   */
  public void pairTimes(double[] out) {
    for (int pair = 0; pair < out.length; pair++) {
      double best = Double.POSITIVE_INFINITY;
      for (int p = pool.first[pair]; p >= 0; p = pool.next[p]) {
        if (!pool.barred[p]) {
          best = Math.min(best, flows.cost(p, charge[trips.routing()[pair]]));
        }
      }
      out[pair] = best;
    }
  }

  public int segmentCount() {
    return segments.count;
  }

  public int pathCount() {
    return pool.pathCount();
  }

  @Override
  public void close() {
    if (threads != null) {
      threads.shutdownNow();
    }
  }
}
