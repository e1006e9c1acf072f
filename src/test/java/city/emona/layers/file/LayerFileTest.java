package city.emona.layers.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import city.emona.EmonaException;
import city.emona.geo.Crs;
import city.emona.layers.Catalogue;
import city.emona.layers.LayerView;
import city.emona.layers.QuayRuns;
import city.emona.layers.QuayTown;
import city.emona.layers.Snapshot;
import city.emona.model.City;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as GDAL reads them. */
@Tag("oracle")
class LayerFileTest {
  private static final City CITY = QuayTown.city();
  private static final Snapshot SNAPSHOT = new Snapshot(CITY);
  private static final Catalogue CATALOGUE =
      new Catalogue(
          () -> SNAPSHOT, new QuayRuns(CITY), () -> Optional.of(QuayRuns.BASE), r -> CITY);

  @TempDir private Path folder;

  private Path export(String layer, String format) throws IOException {
    return export(layer, format, null);
  }

  private Path export(String layer, String format, Crs crs) throws IOException {
    LayerView view = CATALOGUE.view(CATALOGUE.getLayer(layer), Catalogue.Selection.DEFAULT);
    Path file = folder.resolve(layer + "." + format);
    try (OutputStream out = Files.newOutputStream(file)) {
      LayerFile.write(view, format, null, crs, out);
    }
    return file;
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
  void gdalReadsTheGeoTiff() throws Exception {
    Path file = export("air_no2", "geotiff");
    String info = gdal("gdalinfo", "-stats", file);
    assertThat(info)
        .contains("Driver: GTiff", "Size is 40, 40", "Transverse Mercator", "Type=Float32")
        .contains("Pixel Size = (50.000000000000000,-50.000000000000000)")
        .contains("Origin = (-500.000000000000000,1500.000000000000000)")
        .contains("NoData Value=nan", "UNIT=µg/m³", "COMPRESSION=DEFLATE")
        // NO2 of a cell is its column + step, and step 8 is shown.
        .contains("STATISTICS_MINIMUM=8", "STATISTICS_MAXIMUM=47");
    // Column 3 of the southernmost row, by its place on the earth.
    double[] p = new double[2];
    CITY.info().frame().toLonLat(-500 + 3.5 * 50, -475, p, 0);
    assertThat(gdal("gdallocationinfo", "-valonly", "-wgs84", file, p[0], p[1]).trim())
        .isEqualTo("11");
  }

  @Test
  void gdalReadsContoursAndFeatures() throws Exception {
    assertThat(gdal("ogrinfo", "-so", "-al", export("air_no2", "geojson")))
        .contains("Geometry: Multi Polygon", "label: String", "Feature Count: 3");
    assertThat(gdal("ogrinfo", "-so", "-al", export("traffic_volume", "geojson")))
        .contains("Geometry: Line String", "Feature Count: " + QuayTown.LINKS);
  }

  @Test
  void tablesHaveOneRowPerElement() throws Exception {
    assertThat(Files.readAllLines(export("traffic_volume", "csv"))).hasSize(QuayTown.LINKS + 1);
    assertThat(Files.readAllLines(export("air_no2", "csv"))).hasSize(1601);
    assertThat(Files.readAllLines(export("districts", "csv")).get(0))
        .isEqualTo("id,lon,lat,name,population,jobs");
  }

  /** The middle of a feature's or pixel's place as GDAL itself turns it into the system. */
  private static double[] byGdal(double lon, double lat, int epsg) throws Exception {
    ProcessBuilder b =
        new ProcessBuilder("gdaltransform", "-s_srs", "OGC:CRS84", "-t_srs", "EPSG:" + epsg);
    Process p = b.start();
    p.getOutputStream().write((lon + " " + lat + "\n").getBytes(StandardCharsets.UTF_8));
    p.getOutputStream().close();
    String[] said =
        new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim().split(" ");
    return new double[] {Double.parseDouble(said[0]), Double.parseDouble(said[1])};
  }

  @Test
  void anyFileComesInAnyEpsgCode() throws Exception {
    gdal("gdaltransform", "--version");
    for (int epsg : new int[] {32633, 3035, 3857}) {
      Crs crs = Crs.of("EPSG:" + epsg);
      String[] plain = Files.readAllLines(export("traffic_volume", "csv")).get(5).split(",");
      String[] moved = Files.readAllLines(export("traffic_volume", "csv", crs)).get(5).split(",");
      double[] xy = byGdal(Double.parseDouble(plain[1]), Double.parseDouble(plain[2]), epsg);
      assertThat(moved[0]).isEqualTo(plain[0]);
      assertThat(
              Math.hypot(
                  Double.parseDouble(moved[1]) - xy[0], Double.parseDouble(moved[2]) - xy[1]))
          .as("metres between GDAL's place and ours in EPSG:" + epsg)
          .isLessThan(0.02);
      // A feature in the file lies where GDAL says, and the file says in which system.
      Path json = export("traffic_volume", "geojson", crs);
      assertThat(gdal("ogrinfo", "-so", "-al", json)).contains("ID[\"EPSG\"," + epsg + "]]");
      String spat = "%s %s %s %s".formatted(xy[0] - 1, xy[1] - 1, xy[0] + 1, xy[1] + 1);
      String[] box = spat.split(" ");
      assertThat(
              gdal(
                  "ogrinfo", "-q", json, "traffic_volume", "-spat", box[0], box[1], box[2], box[3]))
          .contains(plain[0]);
      // So does a value of the grid, read back at a place on the earth.
      Path grid = export("air_no2", "geotiff", crs);
      assertThat(gdal("gdalinfo", grid))
          .contains("ID[\"EPSG\"," + epsg + "]]", "RESAMPLED=nearest cell of 50.0 m");
      double[] p = new double[2];
      CITY.info().frame().toLonLat(-500 + 20.5 * 50, -475 + 15 * 50, p, 0);
      assertThat(gdal("gdallocationinfo", "-valonly", "-wgs84", grid, p[0], p[1]).trim())
          .isIn("27", "28", "29");
      assertThat(gdal("ogrinfo", "-so", "-al", export("air_no2", "geojson", crs)))
          .contains("ID[\"EPSG\"," + epsg + "]]", "Feature Count: 3");
    }
    assertThat(Files.readAllLines(export("air_no2", "csv", Crs.of("EPSG:3035"))).get(0))
        .isEqualTo("cell,x,y,x_m,y_m,value");
  }

  @Test
  void licenceTravelsWithEveryFormat() throws Exception {
    String attribution = CITY.info().attribution();
    assertThat(Files.readString(export("streets", "geojson"))).contains(attribution);
    assertThat(Files.readString(export("air_no2", "geojson"))).contains(attribution);
    assertThat(gdal("gdalinfo", export("air_no2", "geotiff"))).contains(attribution);
    LayerView view =
        CATALOGUE.view(CATALOGUE.getLayer("traffic_volume"), Catalogue.Selection.DEFAULT);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CsvMetadata.write(view, "volumes.csv", null, out);
    JsonNode described = new ObjectMapper().readTree(out.toByteArray());
    assertThat(described.path("dc:rights").asText()).isEqualTo(attribution);
    assertThat(described.path("dc:license").asText()).isEqualTo(CITY.info().licence());
    assertThat(described.path("url").asText()).isEqualTo("volumes.csv");
    String header = Files.readAllLines(export("traffic_volume", "csv")).get(0);
    assertThat(described.path("tableSchema").path("columns").findValuesAsText("name"))
        .containsExactly(header.split(","));
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> export("streets", "geotiff"))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("features");
    assertThatThrownBy(() -> export("streets", "shp")).isInstanceOf(EmonaException.class);
  }
}
