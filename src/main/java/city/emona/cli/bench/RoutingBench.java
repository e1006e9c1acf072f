package city.emona.cli.bench;

import city.emona.geodata.routing.CvrpFile;
import city.emona.simulate.routing.Budget;
import city.emona.simulate.routing.RoutingPlan;
import city.emona.simulate.routing.RoutingProblem;
import city.emona.simulate.routing.RoutingProblem.Break;
import city.emona.simulate.routing.RoutingProblem.Facility;
import city.emona.simulate.routing.RoutingProblem.Prices;
import city.emona.simulate.routing.RoutingProblem.Shift;
import city.emona.simulate.routing.RoutingProblem.Stop;
import city.emona.simulate.routing.RoutingProblem.Vehicle;
import city.emona.simulate.routing.RoutingSolver;
import city.emona.simulate.routing.TravelMatrices;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * The routing core: CVRPLIB instances against their best-known costs, each ten CPU seconds of a
 * process that is warm after the first, and days of 1,000 bins and 4 trucks with disposal trips
 * after 5 seconds by the clock against our own best answer after 60. Where CPU seconds are meant,
 * compilers and collectors, which have threads of their own, are not counted. About eight minutes;
 * the days need an idle machine.
 */
final class RoutingBench {
  private static final int BINS = 1000;
  private static final int TRUCKS = 4;
  private static final int PLACES = BINS + 3;
  private static final int QUICK_SEEDS = 4;

  private record Known(String name, long cost) {}

  private static final List<Known> INSTANCES =
      List.of(
          new Known("X-n101-k25", 27591),
          new Known("X-n200-k36", 58578),
          new Known("X-n439-k37", 36391));

  private RoutingBench() {}

  /** Each line as soon as it is measured; what is under way goes to {@code err}. */
  static void waste(PrintStream err, Consumer<ObjectNode> lines) throws IOException {
    days(err, lines);
    for (Known k : INSTANCES) {
      Path file = SharedData.find("waste", Path.of("cvrp", k.name + ".vrp"), err);
      if (file != null) {
        err.println("waste: " + k.name + ", 3 x 10 CPU s");
        lines.accept(instance(k, CvrpFile.read(file)));
      }
    }
    for (int customers : new int[] {500, 1000}) {
      generated(customers, err, lines);
    }
  }

  private static ObjectNode instance(Known k, RoutingProblem problem) {
    long best = Long.MAX_VALUE;
    Benchmarks.Stopwatch w = new Benchmarks.Stopwatch();
    long iterations = 0;
    for (int seed = 1; seed <= 3; seed++) {
      RoutingPlan plan = solve(problem, 10, seed, 1);
      best = Math.min(best, plan.cost());
      iterations += plan.iterations();
    }
    return w.line("waste")
        .put("case", k.name)
        .put("seeds", 3)
        .put("secondsEach", 10)
        .put("cost", best)
        .put("gapPercent", 100.0 * (best - k.cost) / k.cost)
        .put("iterations", iterations);
  }

  /** An instance like the published ones, after 10 CPU seconds against our own answer after 60. */
  private static void generated(int customers, PrintStream err, Consumer<ObjectNode> lines) {
    RoutingProblem problem = clustered(customers);
    String name = "clustered, " + customers + " customers";
    err.println("waste: " + name + ", 10 and 60 CPU s");
    RoutingPlan quick = line(lines, problem, name, 10, 1, 1, null);
    line(lines, problem, name, 60, 1, 1, quick);
  }

  /**
   * Days of two makings, each planned with one thread and with two: four seeds in 5 seconds, by the
   * clock, against the best of what 60 seconds give with two threads and, for the first, with one.
   */
  private static void days(PrintStream err, Consumer<ObjectNode> lines) {
    for (int made : new int[] {7, 8}) {
      RoutingProblem problem = binDay(made);
      String name = BINS + " bins, " + TRUCKS + " trucks, disposal trips, day " + made;
      err.println("waste: " + name + ", 60 s and 4 x 5 s by the clock");
      long slow = Long.MAX_VALUE;
      for (int threads = 2; threads >= (made == 7 ? 1 : 2); threads--) {
        slow = Math.min(slow, timed(lines, problem, name, 60, 1, threads, slow).cost());
      }
      for (int threads = 1; threads <= 2; threads++) {
        Benchmarks.Stopwatch w = new Benchmarks.Stopwatch();
        double[] gap = new double[QUICK_SEEDS];
        for (int seed = 1; seed <= gap.length; seed++) {
          long quick = timed(lines, problem, name, 5, seed, threads, slow).cost();
          gap[seed - 1] = 100.0 * (quick - slow) / slow;
        }
        Arrays.sort(gap);
        int half = gap.length / 2;
        lines.accept(
            w.line("waste.day")
                .put("case", name)
                .put("threads", threads)
                .put("secondsEach", 5)
                .put("best60", slow)
                .put("leastGapPercent", gap[0])
                .put("medianGapPercent", (gap[half - 1] + gap[half]) / 2)
                .put("worstGapPercent", gap[gap.length - 1]));
      }
    }
  }

  private static RoutingPlan timed(
      Consumer<ObjectNode> lines,
      RoutingProblem problem,
      String name,
      int seconds,
      long seed,
      int threads,
      long slow) {
    Benchmarks.Stopwatch w = new Benchmarks.Stopwatch();
    long began = System.nanoTime();
    Budget budget = Budget.ofSeconds(seconds, () -> (System.nanoTime() - began) / 1e9);
    RoutingPlan plan =
        RoutingSolver.solve(problem, budget, seed, threads, RoutingSolver.Watcher.NONE);
    ObjectNode line = described(w, plan, name, seconds, seed, threads);
    if (slow < Long.MAX_VALUE) {
      line.put("gapPercent", 100.0 * (plan.cost() - slow) / slow);
    }
    lines.accept(line);
    return plan;
  }

  private static ObjectNode described(
      Benchmarks.Stopwatch w, RoutingPlan plan, String name, int seconds, long seed, int threads) {
    return w.line("waste")
        .put("case", name)
        .put("secondsEach", seconds)
        .put("threads", threads)
        .put("seed", seed)
        .put("cost", plan.cost())
        .put("unserved", plan.unserved().size())
        .put("iterations", plan.iterations());
  }

  private static RoutingPlan line(
      Consumer<ObjectNode> lines,
      RoutingProblem problem,
      String name,
      int seconds,
      long seed,
      int threads,
      RoutingPlan other) {
    Benchmarks.Stopwatch w = new Benchmarks.Stopwatch();
    RoutingPlan plan = solve(problem, seconds, seed, threads);
    ObjectNode line = described(w, plan, name, seconds, seed, threads);
    if (other != null) {
      long quick = Math.max(plan.cost(), other.cost());
      long slow = Math.min(plan.cost(), other.cost());
      line.put("quickOverSlowPercent", 100.0 * (quick - slow) / slow);
    }
    lines.accept(line);
    return plan;
  }

  /**
   * By the published rules of the X instances (Uchoa, Pecin, Pessoa, Poggi, Vidal and Subramanian,
   * "New benchmark instances for the Capacitated Vehicle Routing Problem", European Journal of
   * Operational Research 257(3), 2017): a grid of 1,000 by 1,000, the depot at its centre, half the
   * customers drawn around seven seeds with weight exp(−distance/40), demands of 1 to 100, about
   * twelve customers per route, costs rounded.
   */
  static RoutingProblem clustered(int customers) {
    Random random = new Random(customers);
    int n = customers + 1;
    int[] x = new int[n];
    int[] y = new int[n];
    x[0] = 500;
    y[0] = 500;
    for (int c = 1; c < n; ) {
      x[c] = random.nextInt(1001);
      y[c] = random.nextInt(1001);
      double weight = c <= customers / 2 ? 1 : 0;
      for (int seed = 1; seed <= 7 && c > customers / 2; seed++) {
        weight += Math.exp(-Math.hypot(x[c] - x[seed], y[c] - y[seed]) / 40);
      }
      c += random.nextDouble() < weight ? 1 : 0;
    }
    int[] length = new int[n * n];
    for (int k = 0; k < length.length; k++) {
      length[k] = (int) Math.rint(Math.hypot(x[k / n] - x[k % n], y[k / n] - y[k % n]));
    }
    List<Stop> stops = new ArrayList<>();
    int sum = 0;
    for (int c = 1; c < n; c++) {
      stops.add(Stop.must(c, 0, 1 + random.nextInt(100), 0));
      sum += stops.get(c - 1).litres();
    }
    int capacity = (int) Math.ceil(12.0 * sum / customers);
    Vehicle truck = Vehicle.at(0, capacity, 0, new Prices(0, 1, 0, 0));
    return new RoutingProblem(
        TravelMatrices.constant(n, length, length),
        stops,
        Collections.nCopies(customers, truck),
        List.of());
  }

  private static RoutingPlan solve(RoutingProblem p, double seconds, long seed, int threads) {
    return RoutingSolver.solve(p, clock(seconds), seed, threads, RoutingSolver.Watcher.NONE);
  }

  /** CPU seconds of the thread that asks, since it asked first: each search has its own. */
  private static Budget clock(double seconds) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    ThreadLocal<Long> began = ThreadLocal.withInitial(threads::getCurrentThreadCpuTime);
    return Budget.ofSeconds(
        seconds,
        () -> {
          long from = began.get();
          return (threads.getCurrentThreadCpuTime() - from) / 1e9;
        });
  }

  /**
   * 8 by 8 km, streets 1.3 times the straight line at 30 km/h, slower from 7 to 9; half a tonne
   * short of 10 t per trip, a break of half an hour, two sites, overtime after 7 hours.
   */
  static RoutingProblem binDay(long made) {
    Random random = new Random(made);
    double[] x = random.doubles(PLACES, 0, 8000).toArray();
    double[] y = random.doubles(PLACES, 0, 8000).toArray();
    int[] length = new int[PLACES * PLACES];
    int[] fast = new int[length.length];
    int[] slow = new int[length.length];
    for (int a = 0; a < PLACES; a++) {
      for (int b = 0; b < PLACES; b++) {
        int k = a * PLACES + b;
        double skew = a == b ? 0 : 1.2 + 0.2 * random.nextDouble();
        length[k] = (int) (Math.hypot(x[a] - x[b], y[a] - y[b]) * skew);
        fast[k] = (int) (length[k] / 8.3 * 10);
        slow[k] = fast[k] * 4 / 3;
      }
    }
    int[] from = {0, 7 * 36000, 9 * 36000};
    TravelMatrices travel =
        new TravelMatrices(
            PLACES, from, new int[][] {fast, slow, fast}, new int[][] {length, length, length});
    List<Stop> stops = new ArrayList<>();
    for (int c = 0; c < BINS; c++) {
      int litres = 300 + random.nextInt(800);
      stops.add(Stop.must(c + 3, 500, litres, litres * 110));
    }
    Shift shift =
        new Shift(
            6 * 36000, 13 * 36000, 18 * 36000, List.of(new Break(9 * 36000, 11 * 36000, 18000)));
    List<Vehicle> trucks = new ArrayList<>();
    for (int v = 0; v < TRUCKS; v++) {
      trucks.add(
          Vehicle.at(0, 90_000, 10_000_000, new Prices(200_000, 2, 15, 10)).withShift(shift));
    }
    return new RoutingProblem(
        travel, stops, trucks, List.of(Facility.at(1, 12000), Facility.at(2, 12000)));
  }
}
