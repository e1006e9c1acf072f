package city.emona.cli.bench;

import city.emona.app.Workbench;
import city.emona.geo.PackedPoints;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.network.Network;
import city.emona.run.traffic.TrafficStudies;
import city.emona.scenario.Edit;
import city.emona.scenario.yaml.ScenarioReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The interactive estimate of every kind of edit that touches traffic, on the demo city: {@value
 * #EACH} different edits of each kind at eight o'clock, mode choice included, as the server answers
 * them. Prints median and worst milliseconds, which include the trips, the ways by bus, bicycle and
 * on foot that the edit changes, and every assignment.
 */
final class EstimateBench {
  private static final int EACH = 12;
  private static final int HOUR = 8;

  private final Workbench bench;
  private final City city;
  private final TrafficStudies studies;

  EstimateBench(Workbench bench) {
    this.bench = bench;
    city = bench.city();
    studies = bench.traffic(() -> city);
  }

  void run(Consumer<ObjectNode> print) {
    Benchmarks.Stopwatch first = new Benchmarks.Stopwatch();
    TrafficStudies.Estimate base = ask("base", "");
    print.accept(first.line("estimate.first").put("links", city.network().linkCount()));
    Map<String, List<String>> edits = edits(base.before().vehPerH());
    edits.values().forEach(list -> ask("warm-up", list.get(0)));
    edits.forEach(
        (kind, list) -> {
          Benchmarks.Stopwatch w = new Benchmarks.Stopwatch();
          double[] milliseconds = new double[list.size()];
          double worstCpuMs = 0;
          int rounds = 0;
          boolean warm = true;
          double gap = 0;
          for (int i = 0; i < milliseconds.length; i++) {
            Benchmarks.Stopwatch one = new Benchmarks.Stopwatch();
            long began = System.nanoTime();
            TrafficStudies.Estimate e = ask("edit", list.get(i));
            milliseconds[i] = (System.nanoTime() - began) / 1e6;
            worstCpuMs = Math.max(worstCpuMs, one.cpuMs());
            rounds = Math.max(rounds, e.modes() == null ? 0 : e.modes().rounds());
            warm &= e.isWarm();
            gap = Math.max(gap, e.relativeGap());
          }
          Arrays.sort(milliseconds);
          print.accept(
              w.line("estimate")
                  .put("edit", kind)
                  .put("edits", milliseconds.length)
                  .put("medianMs", milliseconds[milliseconds.length / 2])
                  .put("worstMs", milliseconds[milliseconds.length - 1])
                  .put("cpuMs", w.cpuMs() / milliseconds.length)
                  .put("worstCpuMs", worstCpuMs)
                  .put("mostRounds", rounds)
                  .put("warm", warm)
                  .put("worstGap", gap));
        });
  }

  private TrafficStudies.Estimate ask(String id, String edit) {
    String yaml =
        "emona: 1\nid: bench-" + id + "\ntitle: Bench\nparent: base\nedits: [" + edit + "]\n";
    return studies.estimate(bench.ask(ScenarioReader.read(yaml, id), city), HOUR);
  }

  /** Edits of every kind, on the busiest streets first, further apart as the list goes on. */
  private Map<String, List<String>> edits(float[] volume) {
    Network net = city.network();
    Integer[] busiest = IntStream.range(0, volume.length).boxed().toArray(Integer[]::new);
    Arrays.sort(busiest, Comparator.comparingDouble(i -> -volume[i]));
    int[] car =
        Arrays.stream(busiest)
            .mapToInt(i -> i)
            .filter(i -> (net.modes()[i] & Schema.CAR) != 0)
            .toArray();
    List<String> junctions = newStreets(net);
    int[] wide = Arrays.stream(car).filter(i -> net.lanes()[i] > 1).toArray();
    int[] signals =
        Arrays.stream(car)
            .filter(i -> net.control()[net.toNode()[i]] == Network.CONTROL_SIGNAL)
            .toArray();
    List<String> oneWay = twoWayStreets(net, car);
    String[] districts = city.table(Schema.DISTRICTS).ids();
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (int k = 0; k < EACH; k++) {
      String link = "place: { links: ['" + net.linkIds()[car[k * k * 3]] + "'] }";
      String district = districts[k % districts.length];
      String area = "place: { districts: ['" + district + "'] }";
      add(all, "close", "edit: close, " + link);
      add(all, "close an hour", "edit: close, " + link + ", from: '07:30', to: '08:30'");
      add(all, "close a district", "edit: close, " + area + ", modes: [truck]");
      add(all, "oneWay", "edit: oneWay, " + oneWay.get(k));
      add(all, "lanes", "edit: lanes, " + link + ", change: 1");
      add(all, "capacity", "edit: capacity, " + link + ", factor: 0.5");
      add(all, "speedLimit", "edit: speedLimit, " + area + ", kmh: 30");
      add(all, "newLink", "edit: newLink, id: new-" + k + ", " + junctions.get(k));
      add(all, "toll cordon", "edit: toll, " + area + ", eur: " + (1 + k % 5));
      add(all, "toll distance", "edit: toll, " + area + ", paid: distance, eur: 0." + (1 + k % 5));
      add(all, "lowEmissionZone", "edit: lowEmissionZone, " + area);
      add(all, "busLane", "edit: busLane, place: { links: ['" + net.linkIds()[wide[k]] + "'] }");
      add(
          all,
          "bikeLane",
          "edit: bikeLane, place: { links: ['" + net.linkIds()[wide[k]] + "'] }, takesLane: true");
      add(
          all,
          "signal",
          "edit: signal, place: { links: ['" + net.linkIds()[signals[k]] + "'] }, greenShare: 0.7");
      add(all, "demand", "edit: demand, " + area + ", factor: 0." + (80 + k));
      add(all, "development", "edit: development, " + area + ", population: " + (500 + 100 * k));
      add(all, "fleet", "edit: fleet, year: " + (2026 + k));
    }
    return all;
  }

  private static void add(Map<String, List<String>> all, String kind, String edit) {
    all.computeIfAbsent(kind, k -> new ArrayList<>()).add("{ " + edit + " }");
  }

  /** Streets with both directions, and a heading along one of them. */
  private static List<String> twoWayStreets(Network net, int[] links) {
    PackedPoints at = net.nodePoints();
    Map<Long, Integer> byEnds = new HashMap<>();
    for (int i : links) {
      byEnds.put((long) net.fromNode()[i] << 32 | net.toNode()[i], i);
    }
    List<String> found = new ArrayList<>();
    for (int i = 0; found.size() < EACH; i++) {
      int a = net.fromNode()[links[i]];
      int b = net.toNode()[links[i]];
      if (byEnds.containsKey((long) b << 32 | a)) {
        double angle = Math.atan2(at.yMm()[b] - at.yMm()[a], at.xMm()[b] - at.xMm()[a]);
        int eighth = Math.floorMod((int) Math.round(angle / (Math.PI / 4)), 8);
        String heading = Edit.OneWay.HEADINGS.get(eighth);
        found.add("place: { links: ['" + net.linkIds()[links[i]] + "'] }, heading: " + heading);
      }
    }
    return found;
  }

  /** Junctions 300 to 900 m apart, which a new street joins. */
  private static List<String> newStreets(Network net) {
    PackedPoints at = net.nodePoints();
    String[] ids = net.nodes().ids();
    List<String> found = new ArrayList<>();
    int n = net.nodeCount();
    for (int a = 0; found.size() < EACH; a = (a + 37) % n) {
      for (int b = a + 1; b < n; b += 11) {
        double m =
            Math.hypot((double) at.xMm()[a] - at.xMm()[b], (double) at.yMm()[a] - at.yMm()[b]);
        if (m > 300_000 && m < 900_000) {
          found.add("from: '" + ids[a] + "', to: '" + ids[b] + "'");
          break;
        }
      }
    }
    return found;
  }
}
