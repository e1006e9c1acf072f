package city.emona.cli.engine;

import city.emona.EmonaException;
import city.emona.app.Workbench;
import city.emona.cli.Commands;
import city.emona.cli.StoreOption;
import city.emona.cli.Terminal;
import city.emona.geodata.queue.IdTable;
import city.emona.geodata.queue.ReplayLinks;
import city.emona.geodata.queue.ReplayPlans;
import city.emona.model.City;
import city.emona.run.RunRecord;
import city.emona.run.Usage;
import city.emona.run.replay.DayReplay;
import city.emona.scenario.ScenarioLibrary;
import city.emona.scenario.Situation;
import city.emona.simulate.replay.Closures;
import city.emona.simulate.replay.Guidance;
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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * {@code emona replay}: the queue simulation alone on tables of links and plans, or the day of a
 * stored city, with its fit to the assignment.
 */
@Command(
    name = "replay",
    description =
        "Play vehicles through a network of queues: tables of links and plans, or the city of --store.")
public final class ReplayCommand implements Callable<Integer> {
  @ParentCommand private Commands root;
  @Mixin private StoreOption store;

  @Option(
      names = "--links",
      paramLabel = "LINKS.csv",
      description = "id,from,to,length_m,lanes,speed_mps,capacity_vehph,green_share[,cycle_s]")
  private Path links;

  @Option(
      names = "--plans",
      paramLabel = "PLANS.csv",
      description = "vehicle,depart_s,links (ids separated by blanks)")
  private Path plans;

  @Option(
      names = "--run",
      paramLabel = "ID",
      description = "Run of the stored city, or id of its scenario, with its collection trucks.")
  private String run;

  @Option(
      names = "--scenario",
      paramLabel = "SCENARIO",
      description = "Scenario file or id to play on the stored city. Default: base.")
  private String scenario;

  @Option(
      names = "--guided",
      paramLabel = "SHARE",
      description =
          "Share of drivers who look for a quicker way every five minutes. Default: 0.3 in a city, 0"
              + " with tables.")
  private Double guided;

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
    if (guided != null && !(guided >= 0 && guided <= 1)) {
      throw EmonaException.invalid(
          "No such share of the drivers.", "--guided", "give a number from 0 to 1");
    }
    if (!(endS > 0) || !(stuckS > 0 && stuckS <= 1e6)) {
      throw EmonaException.invalid(
          "The end and the patience must be positive.",
          endS > 0 ? "--stuck" : "--end",
          "give seconds, for example 86400 and 300");
    }
    if (links == null && plans == null) {
      return city();
    }
    if (links == null || plans == null || run != null || scenario != null) {
      throw EmonaException.invalid(
          "Tables of links and plans come together, and without a run or scenario.",
          "--links and --plans",
          "give both of them alone, or --store with --run or --scenario");
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
            new QueueSimulation.Options(
                endS, stuckS, events != null ? 1 : 0, 0, guidance(Guidance.NONE)),
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

  private Guidance guidance(Guidance usual) {
    return guided == null ? usual : new Guidance(guided, Guidance.EVERY_S);
  }

  /** The day of the stored city, after a run or a scenario. */
  private int city() {
    if (run != null && scenario != null || events != null || endS < Double.POSITIVE_INFINITY) {
      throw EmonaException.invalid(
          "A city's day is played whole, after one run or one scenario.",
          "--store",
          "leave out --events and --end, and give --run or --scenario");
    }
    Terminal terminal = root.terminal();
    Terminal.Shown shown = terminal.show("Replay");
    ScenarioLibrary library = ScenarioLibrary.shipped();
    Path file = scenario == null ? null : Path.of(scenario);
    if (file != null && Files.isRegularFile(file)) {
      library = library.with(ScenarioLibrary.readFile(file));
    }
    try (Workbench bench = store.open(library)) {
      City city = bench.city();
      RunRecord record = run == null ? null : bench.findRun(run);
      Situation situation;
      if (record != null) {
        situation = bench.situationOf(record, city);
      } else if (file != null && Files.isRegularFile(file)) {
        situation = bench.ask(ScenarioLibrary.readFile(file), city).situation();
      } else {
        String id = scenario == null ? Workbench.BASE : scenario;
        situation = bench.ask(library.get(id), city).situation();
      }
      DayReplay day =
          bench.replay(
              city,
              situation,
              record == null ? List.of() : bench.store().runs().listTours(record.id()),
              stuckS,
              guidance(Guidance.USUAL),
              shown);
      shown.done(day.result().departed() + " vehicles");
      print(terminal, day);
    }
    return 0;
  }

  private void print(Terminal terminal, DayReplay day) {
    ReplayResult r = day.result();
    if (json) {
      ObjectNode o = new ObjectMapper().createObjectNode();
      o.put("departed", r.departed()).put("arrived", r.arrived()).put("underWay", r.underWay());
      o.put("buses", day.counts().buses()).put("wasteTrucks", day.counts().wasteTrucks());
      o.put("stuck", r.stuck()).put("rerouted", r.rerouted()).put("withoutWay", r.withoutWay());
      o.put("avoidedJams", r.avoidedJams()).put("linkEntries", r.linkEntries());
      o.put("peakUnderWay", r.peakUnderWay()).put("oneIn", day.chunks().oneIn());
      o.put("gehBelow5Share", day.fit().gehBelow5Share()).put("r2", day.fit().r2());
      o.put("cells", day.fit().cells());
      o.put("assignedMeanTravelTimeS", day.fit().assignedMeanS());
      o.put("playedMeanTravelTimeS", day.fit().playedMeanS());
      o.put("cpuSeconds", Usage.cpuSeconds()).put("peakMemoryMb", Usage.peakMemoryMb());
      terminal.out().println(o);
      return;
    }
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "%d vehicles (%d buses), %d arrived; most at once %d, of which the viewer shows one in %d%n",
            r.departed(),
            day.counts().buses(),
            r.arrived(),
            r.peakUnderWay(),
            day.chunks().oneIn());
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "  stuck %d, around closures %d, held by closures %d, around jams %d%n",
            r.stuck(),
            r.rerouted(),
            r.withoutWay(),
            r.avoidedJams());
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "  volumes by link and hour: GEH below 5 on %.1f %% of %d, R² %.3f%n",
            100 * day.fit().gehBelow5Share(),
            day.fit().cells(),
            day.fit().r2());
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "  mean travel time: assigned %.0f s, played %.0f s%n",
            day.fit().assignedMeanS(),
            day.fit().playedMeanS());
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
