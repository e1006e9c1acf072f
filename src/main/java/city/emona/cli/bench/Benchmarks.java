package city.emona.cli.bench;

import city.emona.EmonaException;
import city.emona.api.ServerOptions;
import city.emona.app.Server;
import city.emona.app.Workbench;
import city.emona.citygen.CityGenerator;
import city.emona.geo.Bounds;
import city.emona.layers.Snapshot;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.run.Usage;
import city.emona.scenario.Scenario;
import city.emona.scenario.ScenarioLibrary;
import city.emona.simulate.Progress;
import city.emona.simulate.waste.PolicyTable;
import city.emona.store.Store;
import city.emona.store.Stores;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * Reproducible measurements, one JSON line each: name, size, wall and CPU seconds of the process,
 * and what the name asks for. Inputs are made from seeds. Never asserted on: figures go to
 * src/docs/performance.md with machine and date.
 */
public final class Benchmarks {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintStream out;
  private final PrintStream err;
  private final int threads;
  private final Map<String, Callable<Void>> byName = new LinkedHashMap<>();

  public Benchmarks(PrintStream out, PrintStream err, int threads) {
    this.out = out;
    this.err = err;
    this.threads = threads;
    byName.put("citygen", this::cityGenerator);
    byName.put("store", this::geoPackage);
    byName.put("run", this::runs);
    byName.put("tiles", this::tiles);
    byName.put("traffic", () -> print(SharedData.traffic(threads, err)));
    byName.put("estimate", this::estimates);
    byName.put(
        "air",
        () -> {
          new AirBench(threads, this::print).run();
          return null;
        });
    byName.put("import", () -> print(ChildProcess.importPorto(err)));
    byName.put("waste", this::wastePolicies);
    byName.put("replay", () -> print(ChildProcess.replays()));
    byName.put("ready", () -> print(ChildProcess.ready()));
  }

  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /** Runs one, or all where {@code name} is null. */
  public void run(String name) throws Exception {
    if (name != null && !byName.containsKey(name)) {
      throw EmonaException.notFound(
          "There is no benchmark \"" + name + "\".",
          "NAME",
          "Choose from " + String.join(", ", names()) + ".");
    }
    for (Map.Entry<String, Callable<Void>> e : byName.entrySet()) {
      if (name == null || name.equals(e.getKey())) {
        e.getValue().call();
      }
    }
  }

  private Void cityGenerator() {
    CityGenerator.generate(1, 5000, threads, Progress.NONE);
    for (int links : new int[] {5000, 100_000}) {
      Stopwatch w = new Stopwatch();
      City city = CityGenerator.generate(7, links, threads, Progress.NONE);
      print(
          w.line("citygen")
              .put("links", city.network().linkCount())
              .put("version", city.version()));
    }
    return null;
  }

  private Void geoPackage() throws IOException {
    Path folder = Files.createTempDirectory("emona-bench");
    try {
      City city = CityGenerator.generate(7, 100_000, threads, Progress.NONE);
      String file = folder.resolve("city.gpkg").toString();
      try (Store store = Stores.open(file, true)) {
        Stopwatch w = new Stopwatch();
        store.cities().saveCity(city, Map.of(), "bench", Progress.NONE);
        print(
            w.line("store.save").put("links", city.network().linkCount()).put("rows", rows(city)));
        Stopwatch r = new Stopwatch();
        City read = store.cities().findCity().orElseThrow();
        print(
            r.line("store.read")
                .put("rows", rows(read))
                .put("same", read.version().equals(city.version())));
      }
    } finally {
      delete(folder);
    }
    return null;
  }

  private static long rows(City city) {
    return city.tables().stream().mapToLong(t -> t.size()).sum();
  }

  /** 600 bins over 364 days under each policy; then the routing core. */
  private Void wastePolicies() throws Exception {
    Stopwatch all = new Stopwatch();
    for (Map.Entry<String, Conditions.Collection> p : PolicyTable.policies().entrySet()) {
      Stopwatch w = new Stopwatch();
      PolicyTable.Row row = PolicyTable.row(p.getKey(), p.getValue(), 7);
      print(
          w.line("waste.policy")
              .put("policy", row.policy())
              .put("emptyingsPerBinWeek", row.emptyings())
              .put("fillPercent", row.fillPercent())
              .put("overflowPercent", row.overflowPercent()));
    }
    print(all.line("waste.policies").put("bins", 600).put("days", 364));
    RoutingBench.waste(err, this::print);
    return null;
  }

  /** Every kind of edit as the viewer asks for it, on the demo city. */
  private Void estimates() throws IOException {
    Path folder = Files.createTempDirectory("emona-bench");
    try (Workbench bench = demo(folder)) {
      new EstimateBench(bench).run(this::print);
    } finally {
      delete(folder);
    }
    return null;
  }

  /** All shipped scenarios on the demo city, in one process that starts cold. */
  private Void runs() throws IOException {
    Path folder = Files.createTempDirectory("emona-bench");
    try (Workbench bench = demo(folder)) {
      Stopwatch all = new Stopwatch();
      for (Scenario s : bench.library().list()) {
        Stopwatch w = new Stopwatch();
        bench.run(bench.ask(s, bench.city()), "bench", Progress.NONE);
        print(w.line("run").put("scenario", s.id()));
      }
      print(all.line("run.all").put("scenarios", bench.library().list().size()));
    } finally {
      delete(folder);
    }
    return null;
  }

  /**
   * Every tile of zooms 14-16 once, four connections, after a warm-up on the tiles of zooms 10-13.
   */
  private Void tiles() throws Exception {
    Path folder = Files.createTempDirectory("emona-bench");
    try (Workbench bench = demo(folder)) {
      bench.run(
          bench.ask(bench.library().get(Workbench.BASE), bench.city()), "bench", Progress.NONE);
      try (Server server = new Server(bench, ServerOptions.loopback(0))) {
        Bounds box = new Snapshot(bench.city()).lonLatBounds();
        TileLoad load = new TileLoad(server.port(), box);
        load.run(List.of("streets", "buildings", "land_use"), 10, 13);
        Stopwatch w = new Stopwatch();
        TileLoad.Result r = load.run(List.of("streets", "buildings", "districts"), 14, 16);
        ObjectNode line =
            w.line("tiles").put("tiles", r.tiles()).put("connections", TileLoad.CONNECTIONS);
        line.put("p50Ms", r.percentileMs(50))
            .put("p99Ms", r.percentileMs(99))
            .put("meanBytes", r.meanBytes());
        System.gc();
        var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        print(line.put("heapUsedMb", heap.getUsed() / 1_048_576));
      }
    } finally {
      delete(folder);
    }
    return null;
  }

  private Workbench demo(Path folder) {
    City city = CityGenerator.generate(7, 5000, threads, Progress.NONE);
    Store store = Stores.open(folder.resolve("demo.gpkg").toString(), true);
    store.cities().saveCity(city, Map.of(), "bench", Progress.NONE);
    return new Workbench(store, ScenarioLibrary.shipped(), threads);
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path f : files.toList()) {
        Files.delete(f);
      }
    }
    Files.delete(folder);
  }

  private Void print(List<ObjectNode> lines) {
    lines.forEach(this::print);
    return null;
  }

  private void print(ObjectNode line) {
    out.println(line);
    out.flush();
  }

  /** Wall and CPU seconds since it was made. */
  static final class Stopwatch {
    private final long began = System.nanoTime();
    private final double cpuBefore = Usage.cpuSeconds();

    ObjectNode line(String name) {
      ObjectNode o = JSON.createObjectNode();
      o.put("bench", name);
      o.put("wallSeconds", (System.nanoTime() - began) / 1e9);
      o.put("cpuSeconds", Usage.cpuSeconds() - cpuBefore);
      return o;
    }

    double cpuMs() {
      return 1000 * (Usage.cpuSeconds() - cpuBefore);
    }
  }
}
