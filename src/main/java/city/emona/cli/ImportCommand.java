package city.emona.cli;

import city.emona.EmonaException;
import city.emona.app.Workbench;
import city.emona.geodata.ImportOptions;
import city.emona.geodata.ObservationReader;
import city.emona.geodata.OsmImport;
import city.emona.geodata.od.CountSites;
import city.emona.geodata.od.CountsReader;
import city.emona.geodata.od.OdFile;
import city.emona.geodata.od.OdImport;
import city.emona.geodata.waste.WasteImport;
import city.emona.geodata.waste.WasteTable;
import city.emona.model.City;
import city.emona.model.DayType;
import city.emona.model.Field;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.model.network.Succession;
import city.emona.run.CityArchive;
import city.emona.run.air.SensorData;
import city.emona.scenario.ScenarioLibrary;
import city.emona.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
      description =
          ".osm.pbf, .osm or .osm.gz, and .geojson for own districts; or a matrix of car trips for"
              + " the city of the store: .csv, .tntp or .omx; traffic counts:"
              + " .csv; its bins or collection days: .csv or .geojson; or observations of its sensors: .csv")
  private List<Path> files;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the city. Default: from the file.")
  private String name;

  @Option(names = "--population", paramLabel = "N", description = "Residents. Default: estimated.")
  private Integer population;

  @Option(
      names = "--matrix",
      paramLabel = "NAME",
      description = "Which matrix of an .omx file. Default: its only one.")
  private String matrix;

  @Option(
      names = "--date",
      paramLabel = "DAY",
      description = "Day of traffic counts, like 2026-03-17. Default: the model's weekday.")
  private LocalDate date;

  @Override
  public Integer call() {
    Terminal terminal = root.terminal();
    if (files.stream().allMatch(ObservationReader::isMeant)) {
      return observations(terminal);
    }
    if (files.stream().allMatch(WasteTable::isMeant)) {
      target.writeCity("import", store -> waste(terminal, store));
      return 0;
    }
    if (files.stream().allMatch(CountsReader::isMeant)) {
      counts(terminal);
      return 0;
    }
    if (files.size() == 1 && OdFile.isMeant(files.get(0))) {
      target.writeCity("import", store -> trips(terminal, store));
      return 0;
    }
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
          City read = OsmImport.read(files, new ImportOptions(name, residents), shown);
          shown.done(read.info().name());
          report(terminal, succeed(terminal, store, read));
        });
    return 0;
  }

  /** Stores a city; ids and roles of the version before lead on to it. */
  private static City succeed(Terminal terminal, Store store, City read) {
    City before = null;
    try {
      boolean same = store.cities().findVersion().equals(Optional.of(read.version()));
      before = same ? null : store.cities().findCity().orElse(null);
    } catch (EmonaException e) {
      terminal.complain(
          "The city stored before cannot be read, so its ids and roles end here: " + e.what());
    }
    Map<String, String> aliases = before == null ? Map.of() : Succession.aliases(before, read);
    Succession.Heir heir =
        before == null
            ? new Succession.Heir(read, List.of())
            : Succession.withRoles(before, read, aliases);
    CityCommand.save(terminal, store, heir.city(), aliases);
    if (!aliases.isEmpty()) {
      terminal.say(aliases.size() + " ids of the version before lead to present ones");
    }
    if (!heir.lost().isEmpty()) {
      terminal.complain("Roles whose members are gone: " + String.join(", ", heir.lost()));
    }
    return heir.city();
  }

  /** A matrix of car trips goes into the city that the store holds. */
  private void trips(Terminal terminal, Store store) {
    City before = stored(store, "trips");
    City changed = OdImport.apply(before, OdFile.read(files.get(0), matrix));
    if (before.table(Schema.OD).size() > 0 && !changed.version().equals(before.version())) {
      Path old = CalibrateCommand.keep(null, before);
      terminal.out().println("the trips of before are in " + old);
    }
    CityCommand.save(terminal, store, changed);
    double[] trips = changed.table(Schema.OD).reals("car_trips_per_day");
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "%d pairs of zones, %.0f car trips a day%n",
            trips.length,
            java.util.Arrays.stream(trips).sum());
    complain(terminal, changed, "od_");
  }

  /** Counts become observations of the city's count sites, which calibrate reads. */
  private void counts(Terminal terminal) {
    List<CityArchive.Observation> all = new ArrayList<>();
    target.writeCity(
        "import",
        store -> {
          City city = stored(store, "counts");
          LocalDate day = date == null ? DayType.WEEKDAY.date() : date;
          CountSites sites = CountSites.of(city);
          for (Path file : files) {
            CountsReader.Read read = CountsReader.read(file, city);
            read.unmatched().forEach(u -> terminal.complain("count left out: " + u));
            sites = sites.with(StoredCounts.links(read.counts()));
            all.addAll(StoredCounts.observations(read, sites, day));
          }
          if (sites.city() != city) {
            CityCommand.save(terminal, store, sites.city());
          }
          terminal
              .out()
              .printf(
                  Locale.ROOT,
                  "%d counts on %s; `emona calibrate` adjusts the trips to them%n",
                  all.size(),
                  day);
        });
    try (Workbench bench = target.open(ScenarioLibrary.shipped())) {
      bench.store().cities().saveObservations(all, "local");
    }
  }

  /** Bins before collection days, whatever the order of the files, since days name bins. */
  private void waste(Terminal terminal, Store store) {
    City changed = stored(store, "bins");
    List<WasteTable> tables = new ArrayList<>();
    files.forEach(f -> tables.add(WasteTable.read(f)));
    tables.sort(Comparator.comparing(WasteTable::calendar));
    for (WasteTable table : tables) {
      changed = WasteImport.apply(changed, table);
    }
    CityCommand.save(terminal, store, changed);
    Table bins = changed.table(Schema.BINS);
    int own = 0;
    for (int days : bins.ints("collection_days")) {
      own += days == 0 ? 0 : 1;
    }
    terminal.out().printf(Locale.ROOT, "%d bins, %d with days of their own%n", bins.size(), own);
    complain(terminal, changed, "bin_");
    complain(terminal, changed, "calendar_");
  }

  private City stored(Store store, String what) {
    return store
        .cities()
        .findCity()
        .orElseThrow(
            () ->
                EmonaException.notFound(
                    "The store holds no city yet that the " + what + " could be for.",
                    files.get(0).toString(),
                    "Import the city first, then its " + what + "."));
  }

  private static void complain(Terminal terminal, City city, String reasons) {
    Table issues = city.table(Schema.IMPORT_ISSUES);
    for (int i = 0; i < issues.size(); i++) {
      if (issues.texts("reason")[i].startsWith(reasons)) {
        terminal.complain(issues.texts("message")[i]);
      }
    }
  }

  /** Readings of sensors, all files or none. */
  private int observations(Terminal terminal) {
    try (Workbench bench = target.open(ScenarioLibrary.shipped())) {
      City city = bench.city();
      List<CityArchive.Observation> all = new ArrayList<>();
      for (Path file : files) {
        all.addAll(
            SensorData.check(
                city, ObservationReader.parse(file.toString(), Files.readString(file))));
      }
      bench.store().cities().saveObservations(all, "local");
      terminal.out().println(all.size() + " observations");
      return 0;
    } catch (IOException e) {
      throw new EmonaException(
          EmonaException.Code.INVALID,
          "The file cannot be read: " + e.getMessage(),
          files.toString(),
          "Give a text file in UTF-8.",
          e);
    }
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
