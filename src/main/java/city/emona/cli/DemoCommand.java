package city.emona.cli;

import city.emona.EmonaException;
import city.emona.api.ApiServer;
import city.emona.api.ServerOptions;
import city.emona.app.Workbench;
import city.emona.model.City;
import city.emona.run.Question;
import city.emona.scenario.Scenario;
import city.emona.scenario.ScenarioLibrary;
import city.emona.simulate.Chunks;
import city.emona.simulate.Progress;
import city.emona.store.Store;
import city.emona.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * {@code emona demo}: the main job. City, runs of all shipped scenarios, server. What is stored
 * already is not done again.
 */
@Command(
    name = "demo",
    description = "Make the demo city, run the shipped scenarios and serve the viewer.")
final class DemoCommand implements Callable<Integer> {
  /** What the demo city needs for two runs at a time, shared dispersion kernels included. */
  private static final long TWO_RUNS_BYTES = 700L << 20;

  @ParentCommand private Commands root;
  @Mixin private ServeCommand.ListenOption listen;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the city and its runs are kept. Default: .emona")
  private Path data = Path.of(".emona");

  @Option(names = "--seed", paramLabel = "N", description = "Which city. Default: 7.")
  private long seed = CityCommand.DEFAULT_SEED;

  @Option(
      names = "--links",
      paramLabel = "N",
      description = "Directed links, about. Default: 5000.")
  private int links = CityCommand.DEFAULT_LINKS;

  @Override
  public Integer call() throws IOException {
    Terminal terminal = root.terminal();
    ServerOptions options = listen.options();
    ApiServer.requireFreePort(options);
    int threads = Runtime.getRuntime().availableProcessors();
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw EmonaException.invalid(
          "The folder cannot be made: " + e.getMessage() + ".",
          data.toString(),
          "Give another one with --data.");
    }
    String file = data.resolve("demo-" + seed + "-" + links + ".gpkg").toString();
    Store store = Stores.open(file, true);
    try (Workbench bench = new Workbench(store, ScenarioLibrary.shipped(), threads)) {
      Optional<City> stored = store.cities().findCity();
      City city =
          stored.isPresent() ? stored.get() : CityCommand.generate(terminal, seed, links, threads);
      if (stored.isEmpty()) {
        CityCommand.save(terminal, store, city);
      }
      terminal.say(CityCommand.summary(city));
      answerAll(terminal, bench, city);
      ServeCommand.serve(terminal, bench, options);
    }
    return 0;
  }

  /**
   * The base day on all threads, as the others start from it and share its dispersion kernels; then
   * two scenarios at a time with half of the threads each, since much of a run is for one thread. A
   * small heap holds one at a time.
   */
  private static void answerAll(Terminal terminal, Workbench bench, City city) {
    Question base = bench.ask(bench.library().get(Workbench.BASE), city);
    RunCommand.answer(terminal.show(base.scenario().title()), bench, base);
    List<Question> rest = new ArrayList<>();
    for (Scenario s : bench.library().list()) {
      Question q = bench.ask(s, city);
      if (!q.runId().equals(base.runId())) {
        rest.add(q);
      }
    }
    boolean isRoomy = Runtime.getRuntime().maxMemory() >= TWO_RUNS_BYTES;
    int atOnce = isRoomy ? Math.min(2, bench.threads()) : 1;
    Chunks.run(
        rest.size(),
        atOnce,
        "runs",
        Progress.NONE,
        i -> {
          Question q = rest.get(i);
          RunCommand.answer(
              terminal.show(q.scenario().title()), bench, q, bench.threads() / atOnce);
        });
  }
}
