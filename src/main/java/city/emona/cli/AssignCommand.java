package city.emona.cli;

import city.emona.EmonaException;
import city.emona.geodata.TntpReader;
import city.emona.simulate.traffic.TntpAssignment;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code emona assign}: the traffic engine alone, on networks in the TNTP format. */
@Command(name = "assign", description = "Assign a TNTP network to user equilibrium.")
final class AssignCommand implements Callable<Integer> {
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

  @Option(names = "--flows", paramLabel = "OUT.csv", description = "Write from,to,flow,cost.")
  private Path flows;

  @Option(names = "--json", description = "Print one JSON object on stdout.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Terminal terminal = root.terminal();
    if (!(gap > 0)) {
      throw EmonaException.invalid(
          "The gap " + gap + " cannot be reached.", "--gap", "Give a positive number.");
    }
    TntpReader.NetworkFile net = TntpReader.readNetwork(network);
    TntpReader.TripsFile demand = TntpReader.readTrips(trips);
    TntpAssignment.Problem problem = problem(net, demand);
    Terminal.Shown shown = terminal.show("Assignment");
    long began = System.nanoTime();
    TntpAssignment.Solution s = TntpAssignment.solve(problem, gap, MAX_ITERATIONS, threads, shown);
    double seconds = (System.nanoTime() - began) / 1e9;
    shown.done(
        String.format(
            Locale.ROOT, "relative gap %.2e after %d iterations", s.relativeGap(), s.iterations()));
    if (flows != null) {
      writeFlows(problem, s);
    }
    if (json) {
      terminal.out().println(new ObjectMapper().writeValueAsString(tree(problem, s, seconds)));
    } else {
      terminal
          .out()
          .printf(
              Locale.ROOT,
              "objective %.10g, relative gap %.3e, total travel time %.10g, %d iterations, %.2f s%n",
              s.objective(),
              s.relativeGap(),
              s.totalTravelTime(),
              s.iterations(),
              seconds);
    }
    return 0;
  }

  private TntpAssignment.Problem problem(TntpReader.NetworkFile net, TntpReader.TripsFile demand) {
    if (demand.zones() > net.zones()) {
      throw EmonaException.invalid(
          "The trips are for " + demand.zones() + " zones, the network has " + net.zones() + ".",
          trips.toString(),
          "Give the two files of one network.");
    }
    double[] fixed = new double[net.from().length];
    for (int i = 0; i < fixed.length; i++) {
      fixed[i] = tollWeight * net.toll()[i] + distanceWeight * net.length()[i];
    }
    return new TntpAssignment.Problem(
        net.zones(),
        net.nodes(),
        net.firstThroughNode(),
        net.from(),
        net.to(),
        net.capacity(),
        net.freeFlowTime(),
        net.b(),
        net.power(),
        fixed,
        demand.from(),
        demand.to(),
        demand.trips());
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
