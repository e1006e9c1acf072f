package city.emona.cli.engine;

import city.emona.EmonaException;
import city.emona.cli.Commands;
import city.emona.cli.Terminal;
import city.emona.geodata.TntpReader;
import city.emona.run.Usage;
import city.emona.simulate.traffic.TntpAssignment;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code emona assign}: the traffic engine alone, on networks in the TNTP format. */
@Command(name = "assign", description = "Assign a TNTP network to user equilibrium.")
public final class AssignCommand implements Callable<Integer> {
  private static final int MAX_ITERATIONS = 5000;

  @ParentCommand private Commands root;

  @Option(names = "--network", required = true, paramLabel = "NET.tntp", description = "Links.")
  private Path network;

  @Option(
      names = "--trips",
      required = true,
      paramLabel = "TRIPS.tntp",
      description = "Trips between zones.")
  private Path trips;

  @Option(
      names = "--toll-weight",
      paramLabel = "W",
      description = "Cost per unit of toll. Default: 0.")
  private double tollWeight;

  @Option(
      names = "--distance-weight",
      paramLabel = "W",
      description = "Cost per unit of length. Default: 0.")
  private double distanceWeight;

  @Option(names = "--gap", paramLabel = "G", description = "Relative gap to reach. Default: 1e-6.")
  private double gap = 1e-6;

  @Option(names = "--threads", paramLabel = "N", description = "Default: all cores.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--flows",
      paramLabel = "OUT.csv",
      description = "Write from,to,flow,cost of the last solution.")
  private Path flows;

  @Option(
      names = "--then-close",
      paramLabel = "FROM,TO",
      description = "Then close this link and solve again from there; repeatable, in this order.")
  private List<String> closures = List.of();

  @Option(names = "--json", description = "Print one JSON object on stdout.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Terminal terminal = root.terminal();
    if (!(gap > 0)) {
      throw EmonaException.invalid(
          "The gap " + gap + " cannot be reached.", "--gap", "Give a positive number.");
    }
    weight("--toll-weight", tollWeight);
    weight("--distance-weight", distanceWeight);
    TntpReader.NetworkFile net = TntpReader.readNetwork(network);
    TntpReader.TripsFile demand = TntpReader.readTrips(trips);
    TntpAssignment.Problem problem = net.problem(demand, tollWeight, distanceWeight);
    int[] closed = closedLinks(net);
    Terminal.Shown shown = terminal.show("Assignment");
    List<ObjectNode> answers = new ArrayList<>();
    long[] began = {System.nanoTime()};
    List<TntpAssignment.Solution> solutions =
        TntpAssignment.solve(
            problem,
            closed,
            gap,
            MAX_ITERATIONS,
            threads,
            shown,
            s -> {
              answers.add(tree(problem, s, (System.nanoTime() - began[0]) / 1e9));
              began[0] = System.nanoTime();
            });
    TntpAssignment.Solution last = solutions.get(solutions.size() - 1);
    shown.done(
        String.format(
            Locale.ROOT,
            "relative gap %.2e after %d iterations",
            last.relativeGap(),
            last.iterations()));
    if (flows != null) {
      writeFlows(problem, last);
    }
    print(terminal, answers);
    return 0;
  }

  private static void weight(String option, double w) {
    if (!(w >= 0 && w < Double.POSITIVE_INFINITY)) {
      throw EmonaException.invalid(
          "A weight of " + w + " would make costs negative or undefined.",
          option,
          "Give a number from 0 up.");
    }
  }

  private void print(Terminal terminal, List<ObjectNode> answers) throws IOException {
    if (json) {
      ObjectNode first = answers.get(0);
      if (answers.size() > 1) {
        first.putArray("warm").addAll(answers.subList(1, answers.size()));
      }
      terminal.out().println(new ObjectMapper().writeValueAsString(first));
      return;
    }
    for (int i = 0; i < answers.size(); i++) {
      ObjectNode a = answers.get(i);
      terminal
          .out()
          .printf(
              Locale.ROOT,
              "%sobjective %.10g, relative gap %.3e, total travel time %.10g, %d iterations, %.2f s%n",
              i == 0 ? "" : closures.get(i - 1) + " closed: ",
              a.get("objective").asDouble(),
              a.get("relativeGap").asDouble(),
              a.get("totalTravelTime").asDouble(),
              a.get("iterations").asInt(),
              a.get("solveSeconds").asDouble());
    }
  }

  /** Link numbers of the closures, which name a link by its nodes as the file numbers them. */
  private int[] closedLinks(TntpReader.NetworkFile net) {
    int[] closed = new int[closures.size()];
    for (int k = 0; k < closed.length; k++) {
      String given = closures.get(k);
      if (!given.matches("\\d{1,9},\\d{1,9}")) {
        throw EmonaException.invalid(
            "\"" + given + "\" does not name a link.",
            "--then-close",
            "Give the numbers of its two nodes as in the file, for example 3,12.");
      }
      int comma = given.indexOf(',');
      int from = Integer.parseInt(given.substring(0, comma)) - 1;
      int to = Integer.parseInt(given.substring(comma + 1)) - 1;
      closed[k] = -1;
      for (int i = 0; i < net.from().length && closed[k] < 0; i++) {
        closed[k] = net.from()[i] == from && net.to()[i] == to ? i : -1;
      }
      if (closed[k] < 0) {
        throw EmonaException.notFound(
            "There is no link from node " + (from + 1) + " to node " + (to + 1) + ".",
            "--then-close " + given + ", " + network,
            "Give the numbers of the two nodes of a link of this network, in its direction.");
      }
    }
    return closed;
  }

  private static ObjectNode tree(
      TntpAssignment.Problem p, TntpAssignment.Solution s, double seconds) {
    ObjectNode o = new ObjectMapper().createObjectNode();
    ObjectNode n = o.putObject("network");
    n.put("zones", p.zones());
    n.put("nodes", p.nodes());
    n.put("links", p.from().length);
    n.put("trips", s.trips());
    o.put("objective", s.objective());
    o.put("relativeGap", s.relativeGap());
    o.put("totalTravelTime", s.totalTravelTime());
    o.put("iterations", s.iterations());
    o.put("solveSeconds", seconds);
    o.put("cpuSeconds", Usage.cpuSeconds());
    o.put("peakMemoryMb", Usage.peakMemoryMb());
    o.put("intrazonalTrips", s.intrazonal());
    o.put("unreachableTrips", s.unreachable());
    return o;
  }

  private void writeFlows(TntpAssignment.Problem p, TntpAssignment.Solution s) throws IOException {
    try (PrintStream out =
        new PrintStream(Files.newOutputStream(flows), false, StandardCharsets.UTF_8)) {
      out.println("from,to,flow,cost");
      for (int i = 0; i < p.from().length; i++) {
        out.println(
            (p.from()[i] + 1) + "," + (p.to()[i] + 1) + "," + s.flow()[i] + "," + s.cost()[i]);
      }
    }
  }
}
