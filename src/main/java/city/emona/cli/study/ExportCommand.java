package city.emona.cli.study;

import city.emona.EmonaException;
import city.emona.api.TileRoutes;
import city.emona.app.Workbench;
import city.emona.cli.Commands;
import city.emona.cli.StoreOption;
import city.emona.geo.Crs;
import city.emona.layers.Catalogue;
import city.emona.layers.Layer;
import city.emona.layers.LayerView;
import city.emona.layers.Snapshot;
import city.emona.layers.file.CsvMetadata;
import city.emona.layers.file.KpiTable;
import city.emona.layers.file.LayerFile;
import city.emona.layers.file.LayerTable;
import city.emona.layers.rounds.Rounds;
import city.emona.layers.rounds.RoundsFile;
import city.emona.model.Table;
import city.emona.run.RunRecord;
import city.emona.scenario.ScenarioLibrary;
import city.emona.simulate.Progress;
import city.emona.simulate.Quantity;
import city.emona.store.geopackage.LayerPackage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * {@code emona export}: any layer of any run as a file for other programs. The file appears whole
 * or not at all.
 */
@Command(name = "export", description = "Write a layer of a run to a file.")
public final class ExportCommand implements Callable<Integer> {
  private static final String BASE = "base";
  private static final String PACKAGE = "gpkg";

  @ParentCommand private Commands root;
  @Mixin private StoreOption store;

  @Option(
      names = "--run",
      paramLabel = "ID",
      description = "Run id, or id of a scenario (its newest run). Default: the base run.")
  private String run;

  @Option(
      names = "--base",
      paramLabel = "ID",
      description = "For layers …_diff: the run to subtract. Default: the base run.")
  private String base;

  @Option(
      names = "--layer",
      paramLabel = "NAME",
      required = true,
      description =
          "For example air_no2, air_no2_diff, sensors_no2, traffic_volume, streets; for gpkg"
              + " several with commas between.")
  private String layer;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      required = true,
      description =
          "geotiff (grids), geojson (features; contours of grids), csv or gpkg (GeoPackage with"
              + " the indicators of the run); waste_routes: html"
              + " (route sheets to print), gpx or geojson.")
  private String format;

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "File to write.")
  private Path out;

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description = "HH:mm local, or an instant like 2026-03-17T07:00:00Z. Default: 08:00.")
  private String time;

  @Option(
      names = "--style",
      paramLabel = "NAME",
      description = "For contours: the style whose classes are drawn. Default: the layer's first.")
  private String style;

  @Option(
      names = "--place",
      paramLabel = "LON,LAT",
      description = "For layers causes_…: the place. Default: where the map is highest.")
  private String place;

  @Option(
      names = "--crs",
      paramLabel = "EPSG:N",
      description =
          "System of the coordinates, east before north. Default: longitude and latitude; for"
              + " geotiff the city's own metres, in which no cell is moved.")
  private String crs;

  @Override
  public Integer call() throws IOException {
    Crs places = places();
    try (Workbench bench = store.open(ScenarioLibrary.shipped())) {
      Snapshot snapshot = new Snapshot(bench.city());
      Catalogue catalogue = bench.catalogue(() -> snapshot);
      boolean isPackage = format.equals(PACKAGE);
      List<Layer> wanted =
          Arrays.stream(isPackage ? layer.split(",") : new String[] {layer})
              .map(name -> catalogue.getLayer(name.trim()))
              .toList();
      String id = run == null ? null : bench.findRun(run).id();
      String minus = base == null ? null : bench.findRun(base).id();
      List<LayerView> views = new ArrayList<>();
      for (Layer l : asRounds() ? List.<Layer>of() : wanted) {
        views.add(
            catalogue.view(
                l,
                new Catalogue.Selection(
                    id, minus, instant(catalogue, l, id), TileRoutes.place(place))));
      }
      Path whole = out.toAbsolutePath();
      Path part = whole.resolveSibling(whole.getFileName() + ".part");
      try {
        if (isPackage) {
          Files.deleteIfExists(part);
          LayerPackage.write(
              part,
              snapshot.city(),
              places == null ? Crs.EPSG4326 : places,
              tables(bench, views),
              Progress.NONE);
        } else {
          stream(bench, catalogue, id, views, places, part);
        }
        Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
        if (format.equals("csv") && !views.isEmpty()) {
          describe(views.get(0), places, whole);
        }
      } catch (IOException e) {
        throw new EmonaException(
            EmonaException.Code.INVALID,
            "The file cannot be written: " + e.getMessage(),
            out.toString(),
            "Choose a folder that exists and that you may write to.",
            e);
      } finally {
        Files.deleteIfExists(part);
      }
      root.terminal()
          .say(out + ": " + wanted.stream().map(Layer::title).collect(Collectors.joining(", ")));
      return 0;
    }
  }

  private Crs places() {
    if (crs == null) {
      return null;
    }
    if (asRounds()) {
      throw EmonaException.invalid(
          "Rounds to drive are in longitude and latitude.",
          "--crs",
          "Leave it out, or add --time for the streets of an hour.");
    }
    return Crs.of(crs.matches("[0-9]+") ? "EPSG:" + crs : crs);
  }

  /** What a CSV cannot hold, licence and attribution first, goes into a file beside it. */
  private static void describe(LayerView view, Crs places, Path csv) throws IOException {
    Path beside = csv.resolveSibling(csv.getFileName() + "-metadata.json");
    try (OutputStream o = new BufferedOutputStream(Files.newOutputStream(beside))) {
      CsvMetadata.write(view, csv.getFileName().toString(), places, o);
    }
  }

  private void stream(
      Workbench bench, Catalogue catalogue, String id, List<LayerView> views, Crs places, Path part)
      throws IOException {
    try (OutputStream o = new BufferedOutputStream(Files.newOutputStream(part))) {
      if (views.isEmpty()) {
        RunRecord of = id == null ? bench.findRun(BASE) : catalogue.getRun(id);
        Rounds rounds = Rounds.of(catalogue.snapshotOf(of), of, bench.store().runs());
        RoundsFile.write(rounds, format, o);
      } else {
        LayerFile.write(views.get(0), format, style, places, o);
      }
    }
  }

  /** The layers, and the indicators of the runs that they are of. */
  private List<Table> tables(Workbench bench, List<LayerView> views) {
    List<Table> tables = new ArrayList<>();
    Set<RunRecord> runs = new LinkedHashSet<>();
    for (LayerView v : views) {
      tables.add(LayerTable.of(v, style));
      Stream.of(v.run(), v.base()).filter(Objects::nonNull).forEach(runs::add);
    }
    if (!runs.isEmpty()) {
      tables.add(KpiTable.of(List.copyOf(runs), bench.store().runs()));
    }
    return tables;
  }

  /**
   * The rounds of the day as crews take them; with a time, geojson means the links of that hour.
   */
  private boolean asRounds() {
    return layer.equals(Quantity.WASTE_ROUTES.id())
        && time == null
        && RoundsFile.FORMATS.contains(format);
  }

  private OffsetDateTime instant(Catalogue catalogue, Layer wanted, String runId) {
    if (time == null || !wanted.isValueLayer()) {
      return null;
    }
    try {
      if (time.contains("T")) {
        return OffsetDateTime.parse(time);
      }
      LocalTime clock = LocalTime.parse(time);
      var steps =
          (runId == null ? catalogue.findBaseRun() : java.util.Optional.of(catalogue.getRun(runId)))
              .map(r -> r.steps())
              .orElse(null);
      return steps == null
          ? null
          : steps.date().atTime(clock).atZone(steps.zone()).toOffsetDateTime();
    } catch (DateTimeException e) {
      throw new EmonaException(
          EmonaException.Code.INVALID,
          time + " is not a time.",
          "--time",
          "Write HH:mm, or an instant like 2026-03-17T07:00:00Z.",
          e);
    }
  }
}
