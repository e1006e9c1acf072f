package city.emona.cli;

import static city.emona.cli.CommandRun.emona;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code export}, {@code sensors} and {@code annual} as a user types them, on a small made city.
 */
class StudyCommandsTest {
  @TempDir private static Path folder;
  private static String store;

  @BeforeAll
  static void runTheBase() {
    store = folder.resolve("small.gpkg").toString();
    done(emona("city", "generate", "--seed", "5", "--links", "2000", "--store", store, "--quiet"));
    done(emona("run", "base", "--store", store, "--quiet"));
  }

  private static CommandRun done(CommandRun o) {
    assertThat(o.code()).as(o.err()).isZero();
    return o;
  }

  private static void refused(CommandRun o, String... words) {
    assertThat(o.code()).as(o.err()).isEqualTo(2);
    assertThat(o.err()).contains(words).doesNotContain("\tat ");
  }

  private static Path export(String layer, String format, String... more) {
    Path out = folder.resolve(layer.replace(',', '-') + "." + format);
    List<String> words =
        new java.util.ArrayList<>(
            List.of("export", "--store", store, "--layer", layer, "--format", format));
    words.addAll(List.of("--out", out.toString()));
    words.addAll(List.of(more));
    done(emona(words.toArray(String[]::new)));
    return out;
  }

  private static String gdal(Object... command) throws IOException, InterruptedException {
    ProcessBuilder b = new ProcessBuilder();
    for (Object word : command) {
      b.command().add(word.toString());
    }
    Process p;
    try {
      p = b.redirectErrorStream(true).start();
    } catch (IOException e) {
      System.err.println("SKIPPED: " + command[0] + " is not installed (Debian package gdal-bin).");
      Assumptions.abort(command[0] + " is not installed");
      throw e;
    }
    String said = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(p.waitFor()).as(said).isZero();
    return said;
  }

  @Test
  void layersAndIndicatorsGoIntoOneGeoPackage() throws Exception {
    Path out =
        export(
            "traffic_volume,air_no2,causes_no2,sensors_no2,districts", "gpkg", "--time", "17:00");
    String all = gdal("ogrinfo", "-so", out);
    assertThat(all)
        .contains("traffic_volume", "(Line String)", "air_no2", "(Multi Polygon)", "sensors_no2")
        .contains("kpis (None)")
        .doesNotContainIgnoringCase("warning")
        .doesNotContainIgnoringCase("error");
    assertThat(gdal("ogrinfo", "-so", out, "traffic_volume"))
        .contains("value: Real", "road_class: String", "GEOGCRS[\"WGS 84\"", "from_node: String");
    Path csv = export("traffic_volume", "csv", "--time", "17:00");
    long rows = Files.lines(csv).count() - 1;
    assertThat(gdal("ogrinfo", "-so", out, "traffic_volume")).contains("Feature Count: " + rows);
    // Values and the spatial index are what the same layer as CSV says.
    String[] row = Files.readAllLines(csv).get(1).split(",");
    assertThat(gdal("ogrinfo", "-q", out, "traffic_volume", "-where", "id='" + row[0] + "'"))
        .contains("value (Real) = " + row[3].replaceAll("\\.0$", ""));
    double lon = Double.parseDouble(row[1]) - 5e-5;
    double lat = Double.parseDouble(row[2]) - 5e-5;
    assertThat(
            gdal("ogrinfo", "-q", out, "traffic_volume", "-spat", lon, lat, lon + 1e-4, lat + 1e-4))
        .contains("OGRFeature(traffic_volume)");
    assertThat(gdal("ogrinfo", "-q", out, "kpis", "-where", "kpi='air.no2.population_mean'"))
        .contains("unit (String) = µg/m³");
    assertThat(gdal("ogrinfo", "-q", out, "air_no2")).contains("label (String)");
  }

  @Test
  void exportsInAnyEpsgCodeWithLicenceBesideACsv() throws Exception {
    Path out = export("traffic_volume,districts", "gpkg", "--crs", "EPSG:3035");
    assertThat(gdal("ogrinfo", "-so", out, "traffic_volume")).contains("ID[\"EPSG\",3035]]");
    String[] row =
        Files.readAllLines(export("traffic_volume", "csv", "--crs", "3035")).get(1).split(",");
    double x = Double.parseDouble(row[1]);
    double y = Double.parseDouble(row[2]);
    assertThat(gdal("ogrinfo", "-q", out, "traffic_volume", "-spat", x - 1, y - 1, x + 1, y + 1))
        .contains(row[0]);
    assertThat(folder.resolve("traffic_volume.csv-metadata.json"))
        .content()
        .contains("dc:license", "CC0-1.0", "EPSG:3035");
    String o = folder.resolve("nowhere.csv").toString();
    refused(
        emona(
            "export",
            "--store",
            store,
            "--layer",
            "streets",
            "--format",
            "csv",
            "--out",
            o,
            "--crs",
            "EPSG:99999"),
        "EPSG:99999",
        "fix");
    refused(
        emona(
            "export",
            "--store",
            store,
            "--layer",
            "waste_routes",
            "--format",
            "gpx",
            "--out",
            o,
            "--crs",
            "3035"),
        "--crs");
    assertThat(Path.of(o)).doesNotExist();
  }

  @Test
  void otherFormatsOpenToo() throws Exception {
    assertThat(gdal("gdalinfo", export("air_pm25", "geotiff"))).contains("Type=Float32");
    assertThat(gdal("ogrinfo", "-so", "-al", export("air_no2_contours", "geojson")))
        .contains("Feature Count", "value_from");
    assertThat(gdal("ogrinfo", "-so", "-al", export("traffic_speed_diff", "geojson")))
        .contains("Line String");
  }

  @Test
  void wrongExportsAreRefusedAndLeaveNothing() throws Exception {
    Path out = folder.resolve("nothing.gpkg");
    String o = out.toString();
    refused(
        emona("export", "--store", store, "--layer", "gold", "--format", "gpkg", "--out", o),
        "There is no layer gold");
    refused(
        emona("export", "--store", store, "--layer", "streets", "--format", "shp", "--out", o),
        "shp",
        "gpkg");
    refused(
        emona("export", "--store", store, "--layer", "streets", "--format", "geotiff", "--out", o),
        "GeoTIFF cannot hold");
    refused(
        emona(
            "export",
            "--store",
            store,
            "--layer",
            "air_no2",
            "--format",
            "csv",
            "--out",
            o,
            "--time",
            "noon"),
        "noon is not a time");
    refused(
        emona(
            "export",
            "--store",
            store,
            "--layer",
            "streets",
            "--format",
            "gpkg",
            "--out",
            folder.resolve("no/such.gpkg").toString()),
        "folder");
    assertThat(out).doesNotExist();
    try (var left = Files.list(folder)) {
      assertThat(left.filter(p -> p.toString().endsWith(".part"))).isEmpty();
    }
  }

  @Test
  void sensorsReadWhatTheyCanImportAgain() throws Exception {
    Path csv = folder.resolve("readings.csv");
    done(emona("sensors", "--store", store, "--out", csv.toString()));
    assertThat(Files.readAllLines(csv).get(0))
        .isEqualTo("datastream,phenomenon_time,result_time,value,unit,quality");
    done(emona("import", csv.toString(), "--store", store));
    CommandRun scores = done(emona("sensors", "--store", store, "--scores", "--next", "2"));
    assertThat(scores.out()).contains("model alone", "leave one out", "RMSE 0.0", " 2  ");
    refused(emona("sensors", "--store", store, "--next", "99"), "99 places");
    refused(emona("sensors", "--store", store, "--pollutant", "tar", "--next", "1"), "tar");
    refused(emona("sensors", "--store", store, "--run", "ghost", "--next", "1"), "ghost");
  }

  /** A year of one kind of day: the mean is that day's, on a wider grid. */
  @Test
  void theAnnualMeanIsPrintedAndWritten() throws Exception {
    Path year =
        Files.writeString(folder.resolve("year.csv"), "weather,from_deg,share\nwindy,270,1\n");
    Path tif = folder.resolve("mean.tif");
    CommandRun o =
        done(
            emona(
                "annual",
                "--store",
                store,
                "--weather-year",
                year.toString(),
                "--pollutant",
                "pm25",
                "--out",
                tif.toString()));
    assertThat(o.out()).contains("air.pm25.population_mean", "µg/m³");
    assertThat(o.err()).contains("classes of weather");
    assertThat(gdal("gdalinfo", tif)).contains("MADE_BY=classes of weather", "Annual mean of pm25");
    Path bad =
        Files.writeString(folder.resolve("bad.csv"), "weather,from_deg,share\nwindy,270,2\n");
    refused(
        emona("annual", "--store", store, "--weather-year", bad.toString()), "bad.csv", "share");
  }
}
