package city.emona.cli.engine;

import city.emona.EmonaException;
import city.emona.cli.Commands;
import city.emona.cli.Terminal;
import city.emona.cli.Usage;
import city.emona.geodata.queue.IdTable;
import city.emona.geodata.queue.ReplayLinks;
import city.emona.geodata.queue.ReplayPlans;
import city.emona.simulate.replay.Closures;
import city.emona.simulate.replay.LinkEntries;
import city.emona.simulate.replay.QueueSimulation;
import city.emona.simulate.replay.ReplayResult;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code emona replay}: the queue simulation alone, on tables of links and plans. */
@Command(name = "replay", description = "Play vehicles through a network of queues.")
public final class ReplayCommand implements Callable<Integer> {
  @ParentCommand private Commands root;

  @Option(
      names = "--links",
      required = true,
      paramLabel = "LINKS.csv",
      description = "id,from,to,length_m,lanes,speed_mps,capacity_vehph,green_share[,cycle_s]")
  private Path links;

  @Option(
      names = "--plans",
      required = true,
      paramLabel = "PLANS.csv",
      description = "vehicle,depart_s,links (ids separated by blanks)")
  private Path plans;

  @Option(names = "--end", paramLabel = "S", description = "Stop here. Default: all have arrived.")
  private double endS = Double.POSITIVE_INFINITY;

  @Option(
      names = "--stuck",
      paramLabel = "S",
      description = "Seconds after which a blocked vehicle is moved on. Default: 300.")
  private double stuckS = QueueSimulation.Options.STUCK_S;

  @Option(
      names = "--events",
      paramLabel = "OUT.csv",
      description = "Where vehicle,link,enter_s,leave_s go.")
  private Path events;

  @Option(names = "--json", description = "Print one JSON object on stdout.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (!(endS > 0) || !(stuckS > 0 && stuckS <= 1e6)) {
      throw EmonaException.invalid(
          "The end and the patience must be positive.",
          endS > 0 ? "--stuck" : "--end",
          "give seconds, for example 86400 and 300");
    }
    Terminal terminal = root.terminal();
    Terminal.Shown shown = terminal.show("Replay");
    ReplayLinks network = ReplayLinks.read(links);
    ReplayPlans.Read read = ReplayPlans.read(plans, network, events != null);
    long began = System.nanoTime();
    ReplayResult r =
        QueueSimulation.run(
            network.network(),
            read.plans(),
            Closures.NONE,
            new QueueSimulation.Options(endS, stuckS, events != null ? 1 : 0, 0),
            shown);
    double seconds = (System.nanoTime() - began) / 1e9;
    if (events != null) {
      write(r.entries(), network.ids(), read.vehicles());
    }
    double mean = r.meanTravelTimeS(read.plans());
    shown.done(
        String.format(
            Locale.ROOT,
            "%d departed, %d arrived, %d stuck, mean travel time %.1f s",
            r.departed(),
            r.arrived(),
            r.stuck(),
            mean));
    if (json) {
      ObjectNode o = new ObjectMapper().createObjectNode();
      o.put("departed", r.departed()).put("arrived", r.arrived()).put("stuck", r.stuck());
      o.put("underWay", r.underWay());
      o.put("meanTravelTimeS", mean).put("linkEntries", r.linkEntries());
      o.put("vehicleSeconds", r.vehicleSeconds()).put("solveSeconds", seconds);
      o.put("cpuSeconds", Usage.cpuSeconds()).put("peakMemoryMb", Usage.peakMemoryMb());
      terminal.out().println(o);
    }
    return 0;
  }

  private void write(LinkEntries entries, IdTable ids, List<String> vehicles) throws IOException {
    String[] names = new String[ids.size()];
    for (int i = 0; i < names.length; i++) {
      names[i] = ids.text(i);
    }
    StringBuilder row = new StringBuilder();
    try (BufferedWriter out = Files.newBufferedWriter(events, StandardCharsets.UTF_8)) {
      out.write("vehicle,link,enter_s,leave_s\n");
      for (int r = 0; r < entries.size(); r++) {
        row.setLength(0);
        row.append(vehicles.get(entries.vehicle(r))).append(',').append(names[entries.link(r)]);
        seconds(row.append(','), entries.enterS(r));
        seconds(row.append(','), entries.leaveS(r));
        out.append(row.append('\n'));
      }
    }
  }

  /** Hundredths, which is as exact as the rows are at the end of a day. */
  private static void seconds(StringBuilder row, float s) {
    long hundredths = Math.round(s * 100.0);
    row.append(hundredths / 100).append('.');
    row.append((char) ('0' + hundredths / 10 % 10)).append((char) ('0' + hundredths % 10));
  }
}
