package city.emona.cli.engine;

import city.emona.EmonaException;
import city.emona.cli.Commands;
import city.emona.cli.Terminal;
import city.emona.geodata.routing.CvrpFile;
import city.emona.geodata.routing.VroomFile;
import city.emona.geodata.routing.VroomSolution;
import city.emona.run.Usage;
import city.emona.simulate.routing.Budget;
import city.emona.simulate.routing.RoutingPlan;
import city.emona.simulate.routing.RoutingProblem;
import city.emona.simulate.routing.RoutingSolver;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * {@code emona route}: the routing core alone, on problems of CVRPLIB ({@code .vrp}) and VROOM
 * ({@code .json}). Seconds are CPU seconds of this whole process, from its start.
 */
@Command(
    name = "route",
    description = "Find routes for a problem of CVRPLIB (.vrp) or VROOM (.json).")
public final class RouteCommand implements Callable<Integer> {
  /** What writing the answer and leaving cost. */
  private static final double LEAVING_S = 0.35;

  private static final double DEFAULT_S = 10;

  @ParentCommand private Commands root;

  @Parameters(paramLabel = "FILE", description = "The problem: .vrp or .json.")
  private Path file;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "CPU seconds of the whole process. Default: 10.")
  private Double seconds;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "Instead of seconds: the same answer every time.")
  private Long iterations;

  @Option(names = "--seed", paramLabel = "K", description = "Of the search. Default: 1.")
  private long seed = 1;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Searches at once, with --seconds. Default: 1.")
  private int threads = 1;

  @Option(
      names = "--speed",
      paramLabel = "KMH",
      description = "Of straight lines between coordinates of a .json file. Default: 30 km/h.")
  private double speed_kmh = 30;

  @Option(names = "--out", paramLabel = "OUT", description = "Where the routes go.")
  private Path out;

  @Option(names = "--json", description = "Print one JSON object on stdout.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    check();
    Terminal terminal = root.terminal();
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".json")) {
      VroomFile vroom = VroomFile.read(file, speed_kmh);
      RoutingPlan plan = solve(terminal, vroom.problem(), VroomFile.COST_UNITS);
      write(VroomSolution.of(vroom, plan).toPrettyString() + "\n");
    } else {
      write(CvrpFile.solution(solve(terminal, CvrpFile.read(file), 1)));
    }
    return 0;
  }

  private void write(String text) throws IOException {
    if (out != null) {
      Files.writeString(out, text);
    }
  }

  private RoutingPlan solve(Terminal terminal, RoutingProblem problem, int unitsPerCost) {
    Terminal.Shown shown = terminal.show("Routes");
    long began = System.nanoTime();
    boolean timed = iterations == null;
    double limit = seconds == null ? DEFAULT_S : seconds;
    Budget budget =
        timed
            ? Budget.ofSeconds(Math.max(0.01, limit - LEAVING_S), Usage::cpuSeconds)
            : Budget.ofIterations(iterations);
    RoutingPlan plan =
        RoutingSolver.solve(
            problem,
            budget,
            seed,
            timed ? threads : 1,
            (iteration, share, least, best) -> shown.report("search", share));
    double solved = (System.nanoTime() - began) / 1e9;
    long routes = plan.routes().stream().filter(RoutingPlan.Route::isUsed).count();
    long cost = plan.routes().stream().mapToLong(RoutingPlan.Route::cost).sum();
    cost = Math.round((double) cost / unitsPerCost);
    int unserved = plan.unserved().size();
    String text = String.format(Locale.ROOT, "cost %d, %d routes", cost, routes);
    text += unserved > 0 ? ", " + unserved + " left out" : "";
    shown.done(text + ", " + plan.iterations() + " iterations");
    ObjectNode o = new ObjectMapper().createObjectNode();
    o.put("cost", cost);
    o.put("routes", routes);
    if (unserved > 0) {
      o.put("unserved", unserved);
    }
    o.put("iterations", plan.iterations());
    o.put("solveSeconds", solved);
    o.put("cpuSeconds", Usage.cpuSeconds());
    if (json) {
      terminal.out().println(o);
    } else {
      terminal.out().println(text);
    }
    return plan;
  }

  private void check() {
    if (seconds != null && iterations != null) {
      throw EmonaException.invalid(
          "Both --seconds and --iterations are given.", "--iterations", "Give one of them.");
    }
    if (seconds != null && !(seconds > 0) || iterations != null && iterations < 0) {
      throw EmonaException.invalid(
          "A search cannot take that long.", "--seconds, --iterations", "Give a positive number.");
    }
    if (!(speed_kmh > 0 && speed_kmh <= 300)) {
      throw EmonaException.invalid(
          "Nobody drives at " + speed_kmh + " km/h.", "--speed", "Give up to 300 km/h.");
    }
    if (threads < 1 || threads > 256) {
      throw EmonaException.invalid(
          threads + " searches at once are not possible.", "--threads", "Give 1 to 256.");
    }
  }
}
