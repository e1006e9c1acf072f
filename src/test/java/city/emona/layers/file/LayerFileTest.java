package city.emona.layers.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import city.emona.EmonaException;
import city.emona.layers.Catalogue;
import city.emona.layers.LayerView;
import city.emona.layers.QuayRuns;
import city.emona.layers.QuayTown;
import city.emona.layers.Snapshot;
import city.emona.model.City;
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
    LayerView view = CATALOGUE.view(CATALOGUE.getLayer(layer), Catalogue.Selection.DEFAULT);
    Path file = folder.resolve(layer + "." + format);
    try (OutputStream out = Files.newOutputStream(file)) {
      LayerFile.write(view, format, null, out);
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

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> export("streets", "geotiff"))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("features");
    assertThatThrownBy(() -> export("streets", "shp")).isInstanceOf(EmonaException.class);
  }
}
