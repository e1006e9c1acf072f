package city.emona.cli.bench;

import city.emona.geodata.TntpReader;
import city.emona.run.Usage;
import city.emona.simulate.Progress;
import city.emona.simulate.traffic.TntpAssignment;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measurements on published inputs that are not part of the program: {@code EMONA_SHARED_DATA}, or
 * {@code ../shared/data}. What is absent is skipped with a line on stderr. The optima are those
 * that Transportation Networks for Research publishes (github.com/bstabler/TransportationNetworks),
 * Beckmann objective with toll and distance weights.
 */
final class SharedData {
  private static final double GAP = 1e-10;
  private static final int MAX_ITERATIONS = 1000;

  private record Known(
      String folder, String name, double tollWeight, double distanceWeight, double optimum) {}

  private static final List<Known> NETWORKS =
      List.of(
          new Known("SiouxFalls", "SiouxFalls", 0, 0, 4231335.28710744),
          new Known("Anaheim", "Anaheim", 0, 0, 1286032.17109603),
          new Known("Barcelona", "Barcelona", 0, 0, 1265654.92203177),
          new Known("Chicago-Sketch", "ChicagoSketch", 0.02, 0.04, 17313018.7387478));

  private SharedData() {}

  /** The file, or null where it is absent. */
  static Path find(String bench, Path inside, PrintStream err) {
    String root = System.getenv("EMONA_SHARED_DATA");
    Path file = Path.of(root == null ? "../shared/data" : root).resolve(inside);
    if (Files.exists(file)) {
      return file;
    }
    err.println("bench " + bench + ": SKIPPED, there is no " + file);
    return null;
  }

  static List<ObjectNode> traffic(int threads, PrintStream err) {
    List<ObjectNode> lines = new ArrayList<>();
    for (Known k : NETWORKS) {
      Path folder = Path.of("tntp", k.folder);
      Path net = find("traffic", folder.resolve(k.name + "_net.tntp"), err);
      Path trips = find("traffic", folder.resolve(k.name + "_trips.tntp"), err);
      if (net != null && trips != null) {
        var problem =
            TntpReader.readNetwork(net)
                .problem(TntpReader.readTrips(trips), k.tollWeight, k.distanceWeight);
        lines.add(solve(k.folder, k.optimum, problem, threads));
      }
    }
    lines.add(solve(MadeGrid.NAME, Double.NaN, MadeGrid.problem(), threads));
    return lines;
  }

  /** To the gap from nothing; then the busiest link but connectors is closed, warm to 1e-6. */
  private static ObjectNode solve(
      String name, double optimum, TntpAssignment.Problem problem, int threads) {
    Benchmarks.Stopwatch w = new Benchmarks.Stopwatch();
    ObjectNode steps = new ObjectMapper().createObjectNode();
    for (double gap : new double[] {1e-4, 1e-6, GAP}) {
      double before = Usage.cpuSeconds();
      TntpAssignment.solve(problem, gap, MAX_ITERATIONS, threads, Progress.NONE);
      steps.put(String.valueOf(gap), Usage.cpuSeconds() - before);
    }
    double[] at = new double[2];
    var s = TntpAssignment.solve(problem, GAP, MAX_ITERATIONS, threads, Progress.NONE);
    int busiest = busiest(problem, s.flow());
    var warm =
        TntpAssignment.solve(
            problem,
            new int[] {busiest},
            1e-6,
            MAX_ITERATIONS,
            threads,
            Progress.NONE,
            x -> {
              at[0] = at[1];
              at[1] = Usage.cpuSeconds();
            });
    ObjectNode line =
        w.line("traffic")
            .put("network", name)
            .put("links", problem.from().length)
            .put("zones", problem.zones())
            .put("pairs", problem.trips().length)
            .put("relativeGap", s.relativeGap())
            .put("iterations", s.iterations())
            .put("objective", s.objective());
    if (optimum > 0) {
      line.put("relativeError", s.objective() / optimum - 1);
    }
    line.set("cpuSecondsToGap", steps);
    line.put("warmCpuSeconds", at[1] - at[0])
        .put("warmIterations", warm.get(1).iterations())
        .put("warmGap", warm.get(1).relativeGap())
        .put("peakMemoryMb", Usage.peakMemoryMb());
    twoThreads(problem, line);
    return line;
  }

  /** Wall time to 1e-6 on one thread and on two, in turns in a warm process: medians of nine. */
  private static void twoThreads(TntpAssignment.Problem problem, ObjectNode line) {
    double[][] seconds = new double[2][9];
    for (int k = 0; k < seconds[0].length; k++) {
      for (int t = 0; t < 2; t++) {
        long start = System.nanoTime();
        TntpAssignment.solve(problem, 1e-6, MAX_ITERATIONS, t + 1, Progress.NONE);
        seconds[t][k] = 1e-9 * (System.nanoTime() - start);
      }
    }
    Arrays.sort(seconds[0]);
    Arrays.sort(seconds[1]);
    line.put("wallSecondsOneThread", seconds[0][4])
        .put("wallSecondsTwoThreads", seconds[1][4])
        .put("timesAsFast", seconds[0][4] / seconds[1][4]);
  }

  /** The busiest link between two nodes that are no zones. */
  private static int busiest(TntpAssignment.Problem p, double[] flow) {
    int best = 0;
    for (int i = 0; i < flow.length; i++) {
      boolean street = p.from()[i] >= p.zones() && p.to()[i] >= p.zones();
      if ((street || p.zones() == p.nodes()) && flow[i] > flow[best]) {
        best = i;
      }
    }
    return best;
  }
}
