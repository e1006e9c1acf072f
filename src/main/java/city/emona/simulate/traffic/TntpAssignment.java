package city.emona.simulate.traffic;

import city.emona.simulate.Progress;
import city.emona.simulate.traffic.equilibrium.Assignment;
import city.emona.simulate.traffic.equilibrium.AssignmentNetwork;
import city.emona.simulate.traffic.equilibrium.Trips;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Assignment of a benchmark network: centroids are ordinary nodes below the first through node, the
 * generalised time is {@code fft · (1 + b (v/c)^p) + tollWeight · toll + distanceWeight · length}.
 * Trips within a zone are counted but not loaded.
 */
public final class TntpAssignment {
  /** A network in columns, nodes from 0; {@code fixed} is the weighted toll and length. */
  public record Problem(
      int zones,
      int nodes,
      int firstThroughNode,
      int[] from,
      int[] to,
      double[] capacity,
      double[] freeFlowTime,
      double[] b,
      double[] power,
      double[] fixed,
      int[] tripFrom,
      int[] tripTo,
      double[] trips) {}

  /** Flows and times by link, and what describes the solution as a whole. */
  public record Solution(
      double objective,
      double relativeGap,
      double totalTravelTime,
      int iterations,
      double trips,
      double intrazonal,
      double unreachable,
      double[] flow,
      double[] cost) {}

  private TntpAssignment() {}

  /** Solves to a relative gap. */
  public static Solution solve(
      Problem problem, double relativeGap, int maxIterations, int threads, Progress progress) {
    return solve(problem, new int[0], relativeGap, maxIterations, threads, progress, s -> {})
        .get(0);
  }

  /**
   * Solves, then closes links one after the other and solves again each time from where it was: the
   * first solution, and one for every closure (earlier closures stay). {@code found} is told of
   * each as soon as it is there.
   */
  public static List<Solution> solve(
      Problem problem,
      int[] closedLinks,
      double relativeGap,
      int maxIterations,
      int threads,
      Progress progress,
      Consumer<Solution> found) {
    int m = problem.from().length;
    boolean[] noThrough = new boolean[problem.nodes()];
    Arrays.fill(noThrough, 0, Math.min(problem.firstThroughNode(), problem.nodes()), true);
    AssignmentNetwork net =
        new AssignmentNetwork(
            problem.nodes(),
            problem.from(),
            problem.to(),
            problem.freeFlowTime(),
            problem.b(),
            problem.capacity(),
            problem.power(),
            problem.fixed(),
            new int[m],
            noThrough,
            new int[0],
            new int[0]);
    Cells cells = Cells.of(problem);
    double intrazonal = 0;
    double total = 0;
    for (int i = 0; i < problem.trips().length; i++) {
      total += problem.trips()[i];
      intrazonal += problem.tripFrom()[i] == problem.tripTo()[i] ? problem.trips()[i] : 0;
    }
    double[] demand = cells.trips;
    Trips trips = new Trips(cells.from, cells.to, new int[demand.length], 1);
    List<Solution> solutions = new ArrayList<>();
    boolean[] open = new boolean[m];
    Arrays.fill(open, true);
    Assignment assignment = new Assignment(net, trips, threads);
    for (int step = 0; step <= closedLinks.length; step++) {
      if (step > 0) {
        open[closedLinks[step - 1]] = false;
        assignment.allow(0, open);
      }
      Assignment.Result r = assignment.solve(demand, relativeGap, maxIterations, progress);
      Solution solution = solution(problem, assignment, r, total, intrazonal);
      solutions.add(solution);
      found.accept(solution);
    }
    return solutions;
  }

  /** The trips between zones, sorted by origin and destination, one cell a pair. */
  private record Cells(int[] from, int[] to, double[] trips) {
    static Cells of(Problem p) {
      int n = p.trips().length;
      int[] first = new int[p.zones() + 1];
      for (int i = 0; i < n; i++) {
        first[p.tripFrom()[i] + 1]++;
      }
      for (int z = 0; z < p.zones(); z++) {
        first[z + 1] += first[z];
      }
      int[] next = first.clone();
      int[] row = new int[n];
      for (int i = 0; i < n; i++) {
        row[next[p.tripFrom()[i]]++] = i;
      }
      int[] from = new int[n];
      int[] to = new int[n];
      double[] trips = new double[n];
      double[] sum = new double[p.zones()];
      int count = 0;
      for (int z = 0; z < p.zones(); z++) {
        for (int i = first[z]; i < first[z + 1]; i++) {
          sum[p.tripTo()[row[i]]] += p.trips()[row[i]];
        }
        for (int d = 0; d < p.zones() && first[z] < first[z + 1]; d++) {
          if (sum[d] > 0 && d != z) {
            from[count] = z;
            to[count] = d;
            trips[count++] = sum[d];
          }
          sum[d] = 0;
        }
      }
      return new Cells(
          Arrays.copyOf(from, count), Arrays.copyOf(to, count), Arrays.copyOf(trips, count));
    }
  }

  private static Solution solution(
      Problem problem, Assignment assignment, Assignment.Result r, double total, double within) {
    int m = problem.from().length;
    double[] flow = new double[m];
    assignment.linkVolumes(flow);
    double[] cost = new double[m];
    for (int i = 0; i < m; i++) {
      cost[i] = time(problem, i, flow[i]);
    }
    return new Solution(
        r.objective(),
        r.relativeGap(),
        r.totalTime(),
        r.iterations(),
        total,
        within,
        r.unreachable(),
        flow,
        cost);
  }

  private static double time(Problem p, int i, double v) {
    double t = p.freeFlowTime()[i];
    double delay =
        t * p.b()[i] == 0 ? 0 : t * p.b()[i] * relative(v, p.capacity()[i], p.power()[i]);
    return t + delay + p.fixed()[i];
  }

  private static double relative(double v, double capacity, double power) {
    return power == 0 ? 1 : StrictMath.pow(v / capacity, power);
  }
}
