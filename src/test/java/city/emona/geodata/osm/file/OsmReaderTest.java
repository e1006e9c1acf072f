package city.emona.geodata.osm.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import city.emona.EmonaException;
import city.emona.geodata.ImportOptions;
import city.emona.geodata.OsmImport;
import city.emona.geodata.osm.TinyMap;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.simulate.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three file forms agree, order does not matter, and bad files get one clear message. */
class OsmReaderTest {
  @TempDir Path folder;

  private static City read(Path... files) {
    return OsmImport.read(List.of(files), new ImportOptions("Town", 1000), Progress.NONE);
  }

  private static TinyMap richMap() {
    TinyMap map = TinyMap.grid();
    map.node(22, 200, 200, "highway", "traffic_signals").node(500, 120, 120).node(501, 140, 120);
    map.node(502, 140, 140).node(503, 120, 140);
    map.way(300, new long[] {500, 501, 502, 503, 500}, "building", "house", "height", "7,5");
    map.relation(
        1,
        List.of("way 102 from", "node 22 via", "way 112 to"),
        "type",
        "restriction",
        "restriction",
        "no_left_turn");
    return map;
  }

  @Test
  @Tag("invariant")
  void xmlGzipAndPbfGiveTheSameTables() throws IOException {
    City xml = read(richMap().write(folder, "a.osm"));
    City gz = read(richMap().write(folder, "a.osm.gz"));
    City pbf = read(richMap().write(folder, "a.osm.pbf"));
    for (int t = 0; t < xml.tables().size(); t++) {
      assertThat(gz.tables().get(t).ids()).isEqualTo(xml.tables().get(t).ids());
      assertThat(pbf.tables().get(t).ids()).isEqualTo(xml.tables().get(t).ids());
      for (int c = 0; c < xml.tables().get(t).schema().fields().size(); c++) {
        assertThat(pbf.tables().get(t).column(c)).isEqualTo(xml.tables().get(t).column(c));
      }
    }
    assertThat(pbf.info().sources()).containsExactly("a.osm.pbf, as of 2020-09-13T12:26:40Z");
    assertThat(pbf.info().licence()).isEqualTo("ODbL-1.0");
    assertThat(pbf.info().attribution()).isEqualTo("© OpenStreetMap contributors");
  }

  @Test
  @Tag("contract")
  void idsAndVersionAreStableWhenElementsComeInAnotherOrder() throws IOException {
    Path plain = richMap().write(folder, "a.osm");
    String version = read(plain).version();
    for (long seed = 1; seed <= 5; seed++) {
      richMap().shuffled(seed).write(folder, "a.osm");
      assertThat(read(plain).version()).isEqualTo(version);
    }
  }

  @Test
  void overlappingFilesAreMergedOnce() throws IOException {
    Path a = richMap().write(folder, "a.osm");
    TinyMap more = TinyMap.grid().node(900, 500, 400);
    more.street(400, 44, 900);
    City c = read(a, more.write(folder, "b.osm"));
    assertThat(c.table(Schema.LINKS).size()).isEqualTo(50);
    assertThat(c.info().sources()).hasSize(2);
  }

  @Test
  void everyCutOfAPbfIsRefusedWithItsPlace() throws IOException {
    byte[] whole = richMap().pbf();
    Path file = folder.resolve("cut.osm.pbf");
    for (int n = 17; n < whole.length; n += 37) {
      Files.write(file, Arrays.copyOf(whole, n));
      assertThatThrownBy(() -> read(file))
          .isInstanceOf(EmonaException.class)
          .hasMessageContaining("cut.osm.pbf");
    }
    Files.write(file, Arrays.copyOf(whole, whole.length - 5));
    refused(file).hasMessageContaining("cut short").hasMessageContaining("at byte");
  }

  @Test
  void aDamagedByteNeverGivesAnythingButAMessageOrACity() throws IOException {
    byte[] whole = richMap().rawPbf();
    Random random = new Random(3);
    for (int at = 0; at < whole.length; at += 2) {
      byte[] copy = whole.clone();
      copy[at] ^= (byte) (1 << random.nextInt(8));
      messageOrCity(Files.write(folder.resolve("bad.osm.pbf"), copy));
    }
    String xml = richMap().xml();
    for (int round = 0; round < 300; round++) {
      byte[] copy = xml.getBytes(StandardCharsets.UTF_8);
      copy[random.nextInt(copy.length)] = (byte) (32 + random.nextInt(95));
      messageOrCity(Files.write(folder.resolve("bad.osm"), copy));
    }
  }

  private static void messageOrCity(Path file) {
    try {
      read(file);
    } catch (EmonaException expected) {
      assertThat(expected.fix()).isNotEmpty();
    }
  }

  @Test
  void hugeBlocksAreRefusedBeforeTheyAreRead() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(richMap().pbf(), 0, 4);
    byte[] header =
        crosby.binary.Fileformat.BlobHeader.newBuilder()
            .setType("OSMHeader")
            .setDatasize(1 << 30)
            .build()
            .toByteArray();
    out.reset();
    out.write(new byte[] {0, 0, 0, (byte) header.length});
    out.write(header);
    Path file = Files.write(folder.resolve("huge.osm.pbf"), out.toByteArray());
    refused(file).hasMessageContaining("above 32 MiB");
  }

  @Test
  void aFileWithoutStreetsIsRefused() throws IOException {
    TinyMap map = new TinyMap().node(1, 0, 0, "amenity", "school").node(2, 10, 0).node(3, 10, 9);
    map.way(5, new long[] {1, 2, 3, 1}, "building", "yes");
    refused(map.write(folder, "no-roads.osm.pbf")).hasMessageContaining("no streets");
  }

  @Test
  void streetsThatNoCarMayUseAreRefused() throws IOException {
    TinyMap map = new TinyMap().node(1, 0, 0).node(2, 100, 0);
    map.way(5, new long[] {1, 2}, "highway", "pedestrian");
    refused(map.write(folder, "feet.osm")).hasMessageContaining("no street that a car may use");
  }

  @Test
  void aOneWayStreetAloneIsNoNetwork() throws IOException {
    refused(
            write(
                "lonely.osm",
                "<osm version='0.6'><node id='1' lat='46' lon='14.5'/><node id='2' lat='46.01'"
                    + " lon='14.5'/><way id='1'><nd ref='1'/><nd ref='2'/><tag k='highway'"
                    + " v='residential'/><tag k='oneway' v='yes'/></way></osm>"))
        .hasMessageContaining("reached and left again");
  }

  @Test
  void aPlaceThatIsNoNumberIsNamed() throws IOException {
    for (String lat : new String[] {"NaN", "Infinity", "abc", ""}) {
      refused(
              write(
                  "lat.osm",
                  "<osm version='0.6'>\n<node id='1' lat='" + lat + "' lon='14.5'/></osm>"))
          .hasMessageContaining("which is not a number")
          .hasMessageContaining("line 2");
    }
  }

  @Test
  void filesThatAreNotOsmAreRefusedByWhatTheyAre() throws IOException {
    refused(write("x.osm.pbf", "This is a text.")).hasMessageContaining("not OpenStreetMap data");
    refused(write("x.osm", "")).hasMessageContaining("empty");
    refused(write("x.osm.bz2", "BZh91AY&SY")).hasMessageContaining("bunzip2");
    refused(write("x.zip", "PK\u0003\u0004")).hasMessageContaining("zip archive");
    refused(write("x.gpx", "<gpx></gpx>")).hasMessageContaining("<gpx>");
    refused(write("y.osm", "<osm version='0.6'></osm>")).hasMessageContaining("no nodes");
    refused(folder).hasMessageContaining("folder");
    refused(folder.resolve("missing.osm")).hasMessageContaining("no such file");
  }

  @Test
  void brokenXmlNamesLineAndColumn() throws IOException {
    String xml = richMap().xml();
    refused(write("a.osm", xml.substring(0, xml.length() - 60)))
        .hasMessageContaining("cut short")
        .hasMessageContaining("line");
    refused(write("b.osm", xml.replaceFirst("lat=\"46", "lat=\"north")))
        .hasMessageContaining("lat=")
        .hasMessageContaining("line 3");
    byte[] gz = Files.readAllBytes(richMap().write(folder, "c.osm.gz"));
    Path cut = Files.write(folder.resolve("c.osm.gz"), Arrays.copyOf(gz, gz.length / 2));
    refused(cut).hasMessageContaining("cut short");
  }

  @Test
  void externalEntitiesAreNotFollowed() throws IOException {
    Path secret = write("secret.txt", "town secret");
    String xml =
        richMap()
            .xml()
            .replace(
                "<osm ", "<!DOCTYPE osm [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>\n<osm ")
            .replace("v=\"house\"", "v=\"&e;\"");
    Path file = write("evil.osm", xml);
    assertThatThrownBy(() -> read(file)).isInstanceOf(EmonaException.class);
  }

  @Test
  void anImpossiblePopulationIsRefused() throws IOException {
    Path file = richMap().write(folder, "a.osm");
    assertThatThrownBy(
            () -> OsmImport.read(List.of(file), new ImportOptions(null, -7), Progress.NONE))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("--population");
  }

  private Path write(String name, String text) throws IOException {
    return Files.write(folder.resolve(name), text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(Path file) {
    return assertThatThrownBy(() -> read(file))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining(file.getFileName().toString())
        .hasMessageContaining("Fix: ");
  }
}
