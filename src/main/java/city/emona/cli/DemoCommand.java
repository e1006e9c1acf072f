package city.emona.cli;

import city.emona.EmonaException;
import city.emona.api.ApiServer;
import city.emona.api.ServerOptions;
import city.emona.app.Workbench;
import city.emona.model.City;
import city.emona.run.Question;
import city.emona.scenario.Scenario;
import city.emona.scenario.ScenarioLibrary;
import city.emona.store.Store;
import city.emona.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
      for (Scenario s : bench.library().list()) {
        Question q = bench.ask(s, city);
        RunCommand.answer(terminal.show(q.scenario().title()), bench, q);
      }
      ServeCommand.serve(terminal, bench, options);
    }
    return 0;
  }
}
