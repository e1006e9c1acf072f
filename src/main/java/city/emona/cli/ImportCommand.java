package city.emona.cli;

import city.emona.EmonaException;
import city.emona.geodata.ImportOptions;
import city.emona.geodata.OsmImport;
import city.emona.model.City;
import city.emona.model.Field;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * {@code emona import}: a real city from map data, with a report of what was read, dropped and
 * assumed.
 */
@Command(name = "import", description = "Read a city from OpenStreetMap files and store it.")
final class ImportCommand implements Callable<Integer> {
  @ParentCommand private Commands root;
  @Mixin private StoreOption target;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = ".osm.pbf, .osm or .osm.gz; .geojson for own districts")
  private List<Path> files;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the city. Default: from the file.")
  private String name;

  @Option(names = "--population", paramLabel = "N", description = "Residents. Default: estimated.")
  private Integer population;

  @Override
  public Integer call() {
    Terminal terminal = root.terminal();
    if (population != null && population <= 0) {
      throw EmonaException.invalid(
          "A city of " + population + " residents cannot be simulated.",
          "--population",
          "Give a positive number, or leave it out to have it estimated.");
    }
    int residents = population == null ? -1 : population;
    target.writeCity(
        "import",
        store -> {
          Terminal.Shown shown = terminal.show("Reading " + files.get(0).getFileName());
          City city = OsmImport.read(files, new ImportOptions(name, residents), shown);
          shown.done(city.info().name());
          CityCommand.save(terminal, store, city);
          report(terminal, city);
        });
    return 0;
  }

  private static void report(Terminal terminal, City city) {
    terminal.out().println(CityCommand.summary(city));
    Table issues = city.table(Schema.IMPORT_ISSUES);
    Map<String, Integer> byReason = new TreeMap<>();
    List<String> actions = actions();
    for (int i = 0; i < issues.size(); i++) {
      String key = actions.get(issues.choices("action")[i]) + " " + issues.texts("reason")[i];
      byReason.merge(key, issues.ints("count")[i], Integer::sum);
    }
    byReason.forEach((k, n) -> terminal.out().printf(Locale.ROOT, "  %8d  %s%n", n, k));
    for (String estimate : city.info().estimates()) {
      terminal.out().println("  estimate: " + estimate);
    }
  }

  private static List<String> actions() {
    Field action = Schema.IMPORT_ISSUES.fields().get(Schema.IMPORT_ISSUES.indexOf("action"));
    return action.labels();
  }
}
