package city.emona.api.ogc;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.api.QuayServer;
import city.emona.layers.QuayTown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * GDAL as a client: what QGIS and every GIS script stand on. Skipped with a loud line where GDAL is
 * not installed, except in CI, where it must be.
 */
@Tag("http")
class GdalClientTest {
  private static QuayServer server;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    boolean there;
    try {
      there = new ProcessBuilder("gdalinfo", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      there = false;
    }
    if (!there) {
      System.err.println("SKIPPED: GDAL is not installed (Debian package gdal-bin).");
      assertThat(System.getenv("CI")).as("CI must have gdal-bin").isNotEqualTo("true");
    }
    Assumptions.assumeTrue(there);
    server = new QuayServer();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private String run(String... command) throws Exception {
    Path out = folder.resolve("out.txt");
    Process p =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertThat(p.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String text = Files.readString(out, StandardCharsets.UTF_8);
    assertThat(p.exitValue()).as(text).isZero();
    return text;
  }

  @Test
  void gdalinfoListsTheLayersOfTheWms() throws Exception {
    String text = run("gdalinfo", "WMS:" + server.url("/wms"));
    for (String layer : List.of("streets", "buildings", "traffic_volume", "air_no2")) {
      assertThat(text).contains("LAYERS=" + layer);
    }
  }

  @Test
  void gdalTranslateDrawsALayer() throws Exception {
    Path png = folder.resolve("water.tif");
    run(
        "gdal_translate",
        "-q",
        "-outsize",
        "200",
        "200",
        "-projwin",
        "14.4985",
        "46.06",
        "14.5142",
        "46.049",
        "WMS:"
            + server.url("/wms")
            + "?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS=water&CRS=CRS:84"
            + "&BBOX=14.4985,46.049,14.5142,46.06",
        png.toString());
    String stats = run("gdalinfo", "-mm", png.toString());
    assertThat(stats).contains("Size is 200, 200");
    // Blue of the river and white of the ground.
    assertThat(stats).containsPattern("Computed Min/Max=20[0-9]\\.000,255\\.000");
  }

  @Test
  void ogrinfoCountsFeaturesPageByPage() throws Exception {
    String text =
        run(
            "ogrinfo",
            "-ro",
            "-q",
            "-oo",
            "PAGE_SIZE=50",
            "OAPIF:" + server.url("/ogc"),
            "-sql",
            "SELECT COUNT(*) FROM traffic_volume WHERE value IS NOT NULL");
    assertThat(text).contains("= " + (QuayTown.LINKS - 1));
  }

  @Test
  void ogrinfoReadsAVectorTile() throws Exception {
    Path tile = folder.resolve("5825.mvt");
    Files.write(tile, server.get("/tiles/streets/14/8852/5825.mvt").body());
    String text =
        run(
            "ogrinfo",
            "-ro",
            "-so",
            "-al",
            "-oo",
            "X=8852",
            "-oo",
            "Y=5825",
            "-oo",
            "Z=14",
            tile.toString());
    assertThat(text).contains("Layer name: streets").contains("road_class: String");
  }
}
