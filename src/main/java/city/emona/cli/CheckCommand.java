package city.emona.cli;

import city.emona.EmonaException;
import city.emona.app.Workbench;
import city.emona.geodata.ImportOptions;
import city.emona.geodata.ObservationReader;
import city.emona.geodata.OsmImport;
import city.emona.geodata.od.CountsReader;
import city.emona.geodata.od.OdFile;
import city.emona.geodata.od.OdImport;
import city.emona.geodata.waste.WasteImport;
import city.emona.geodata.waste.WasteTable;
import city.emona.model.City;
import city.emona.run.air.SensorData;
import city.emona.scenario.Resolution;
import city.emona.scenario.Scenario;
import city.emona.scenario.ScenarioLibrary;
import city.emona.scenario.yaml.Problem;
import city.emona.simulate.Progress;
import city.emona.store.Store;
import city.emona.store.Stores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * {@code emona check}: every problem of scenarios and of city data, with file, line, field and fix.
 * Each file goes through the reader that {@code run} or {@code import} would use, and nothing is
 * stored. With a store the files are also held against its city: streets that scenarios name, zones
 * of trips, links of counts.
 */
@Command(
    name = "check",
    description = "Check scenarios and city data, name every problem and store nothing.")
final class CheckCommand implements Callable<Integer> {
  @ParentCommand private Commands root;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Scenarios (.yaml), or what import reads: .osm.pbf, .osm, .osm.gz, .geojson, .csv, .tntp,"
              + " .omx; or a store (.gpkg).")
  private List<Path> files;

  @Option(
      names = "--store",
      paramLabel = "STORE",
      description = "Hold the files against the city of this store too.")
  private String store;

  private final List<String> problems = new ArrayList<>();

  @Override
  public Integer call() {
    Terminal terminal = root.terminal();
    try (Workbench bench =
        store == null
            ? null
            : new Workbench(Stores.open(store, false), ScenarioLibrary.shipped(), 1)) {
      City city = bench == null ? null : bench.city();
      List<Path> map = files.stream().filter(CheckCommand::isMap).toList();
      if (!map.isEmpty()) {
        List<Path> whole = files.stream().filter(f -> isMap(f) || isDistricts(f)).toList();
        tried(() -> OsmImport.read(whole, new ImportOptions(null, -1), Progress.NONE));
      }
      for (Path file : files) {
        if (!isMap(file) && (map.isEmpty() || !isDistricts(file))) {
          one(file, bench, city);
        }
      }
    }
    problems.forEach(terminal::complain);
    int n = problems.size();
    terminal.say(
        n == 0
            ? "No problems in " + files.size() + (files.size() == 1 ? " file." : " files.")
            : n + (n == 1 ? " problem." : " problems."));
    return n == 0 ? 0 : 2;
  }

  private void one(Path file, Workbench bench, City city) {
    if (ends(file, ".gpkg")) {
      tried(() -> readStore(file));
    } else if (ObservationReader.isMeant(file)) {
      tried(
          () -> {
            var readings = ObservationReader.parse(file.toString(), ScenarioLibrary.textOf(file));
            return city == null ? readings : SensorData.check(city, readings);
          });
    } else if (WasteTable.isMeant(file)) {
      tried(
          () -> {
            WasteTable table = WasteTable.read(file);
            return city == null ? table : WasteImport.apply(city, table);
          });
    } else if (CountsReader.isMeant(file) && city != null) {
      tried(
          () -> {
            CountsReader.read(file, city)
                .unmatched()
                .forEach(u -> problems.add(file + ": a count has no street: " + u));
            return file;
          });
    } else if (CountsReader.isMeant(file)) {
      problems.add(file + ": Counts are of a city's streets. Fix: Name the city with --store.");
    } else if (OdFile.isMeant(file)) {
      tried(
          () -> {
            OdFile trips = OdFile.read(file, null);
            return city == null ? trips : OdImport.apply(city, trips);
          });
    } else if (isDistricts(file)) {
      tried(
          () -> {
            OsmImport.checkDistricts(file);
            return file;
          });
    } else {
      tried(() -> scenario(file, bench, city));
    }
  }

  private Object scenario(Path file, Workbench bench, City city) {
    List<Problem> found = new ArrayList<>(ScenarioLibrary.check(file));
    if (found.isEmpty() && city != null) {
      Scenario scenario = ScenarioLibrary.readFile(file);
      ScenarioLibrary library = bench.library();
      for (Path other : files) {
        if (ends(other, ".yaml") && ScenarioLibrary.check(other).isEmpty()) {
          library = library.with(ScenarioLibrary.readFile(other)); // may be the parent
        }
      }
      found.addAll(
          Resolution.resolve(
                  city,
                  library.with(scenario).chain(scenario),
                  bench.store().cities()::resolveAlias)
              .problems());
    }
    found.forEach(p -> problems.add(p.toString()));
    return file;
  }

  private static Object readStore(Path file) {
    try (Store s = Stores.open(file.toString(), false)) {
      return s.cities()
          .findCity()
          .orElseThrow(
              () ->
                  EmonaException.notFound(
                      "The store holds no city yet.", file.toString(), "Import one into it."));
    }
  }

  private void tried(Callable<?> reading) {
    try {
      reading.call();
    } catch (EmonaException e) {
      problems.add(e.getMessage());
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isMap(Path file) {
    return ends(file, ".pbf") || ends(file, ".osm") || ends(file, ".osm.gz");
  }

  private static boolean isDistricts(Path file) {
    return (ends(file, ".geojson") || ends(file, ".json")) && !WasteTable.isMeant(file);
  }

  private static boolean ends(Path file, String suffix) {
    return file.getFileName() != null
        && file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(suffix);
  }
}
