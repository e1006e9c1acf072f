package city.emona.cli;

import static city.emona.cli.CommandRun.emona;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands as a user types them: what they print, their exit codes, and what mistakes say and
 * leave untouched.
 */
class CommandLineTest {
  @TempDir private static Path folder;
  private static String store;

  /** A message for the user: exit code 2, the words, a fix, and no trace of the program. */
  private static void refused(CommandRun o, String... words) {
    assertThat(o.code()).as(o.err()).isEqualTo(2);
    assertThat(o.err())
        .contains(words)
        .containsIgnoringCase("fix")
        .doesNotContain("\tat ")
        .doesNotContain("Exception");
    assertThat(o.out()).isEmpty();
  }

  private static String gridMap() {
    return gridMap(6);
  }

  /** Streets in a square grid of n by n junctions, 120 m apart. */
  static String gridMap(int n) {
    StringBuilder x =
        new StringBuilder("<?xml version='1.0' encoding='UTF-8'?>\n<osm version='0.6'>\n");
    for (int r = 0; r < n; r++) {
      for (int c = 0; c < n; c++) {
        x.append(
            String.format(
                Locale.ROOT,
                "<node id='%d' lat='%.6f' lon='%.6f'/>%n",
                100 + r * n + c,
                46.05 + r * 0.00108,
                14.5 + c * 0.00155));
      }
    }
    for (int k = 0; k < n; k++) {
      StringBuilder row = new StringBuilder("<way id='" + (1000 + k) + "'>");
      StringBuilder column = new StringBuilder("<way id='" + (2000 + k) + "'>");
      for (int j = 0; j < n; j++) {
        row.append("<nd ref='").append(100 + k * n + j).append("'/>");
        column.append("<nd ref='").append(100 + j * n + k).append("'/>");
      }
      x.append(row)
          .append("<tag k='highway' v='residential'/><tag k='name' v='Row ")
          .append(k)
          .append("'/></way>\n");
      x.append(column)
          .append("<tag k='highway' v='tertiary'/><tag k='name' v='Column ")
          .append(k)
          .append("'/></way>\n");
    }
    return x.append("</osm>\n").toString();
  }

  private static Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String scenario(String name, String body) throws IOException {
    return write(name, "emona: 1\nid: test\ntitle: Test\nparent: base\n" + body).toString();
  }

  @BeforeAll
  static void importATown() throws IOException {
    store = folder.resolve("town.gpkg").toString();
    CommandRun o =
        emona(
            "import",
            write("town.osm", gridMap()).toString(),
            "--store",
            store,
            "--name",
            "Gridtown",
            "--population",
            "4000");
    assertThat(o.code()).as(o.err()).isZero();
    assertThat(o.out()).contains("Gridtown").contains("4000 people").contains("estimate: ");
  }

  @Test
  void helpVersionAndUnknownCommands() {
    assertThat(emona("--version").out()).startsWith("emona ");
    assertThat(emona("--help").out()).contains("demo", "import", "run", "serve", "Exit codes");
    assertThat(emona("run", "--help").out()).contains("--store");
    assertThat(emona().code()).isEqualTo(2);
    assertThat(emona("fly").code()).isEqualTo(2);
    assertThat(emona("run", "base", "--wings").code()).isEqualTo(2);
  }

  @Test
  void runPrintsOneJsonObjectAndCompareToo() throws IOException {
    CommandRun o = emona("run", "base", "--store", store, "--json", "--quiet");
    assertThat(o.code()).as(o.err()).isZero();
    assertThat(o.err()).isEmpty();
    JsonNode run = new ObjectMapper().readTree(o.out());
    assertThat(run.path("run").asText()).isEqualTo(run.path("base").asText()).isNotBlank();
    assertThat(run.path("scenario").asText()).isEqualTo("base");
    assertThat(run.path("cpuSeconds").asDouble()).isPositive();
    assertThat(run.path("peakMemoryMb").asDouble()).isPositive();
    JsonNode km = null;
    for (JsonNode k : run.path("kpis")) {
      assertThat(k.has("low") && k.has("high") && k.has("district") && k.has("unit")).isTrue();
      if (k.path("id").asText().equals("traffic.vehicle_km")
          && k.path("district").asText().isEmpty()) {
        km = k;
      }
    }
    assertThat(km).isNotNull();
    assertThat(km.path("value").asDouble()).isPositive();
    assertThat(km.path("change").asDouble()).isZero();
    String slow =
        scenario(
            "slow.yaml",
            "edits:\n  - { edit: speedLimit, place: { streets: [Column 3] }, kmh: 20 }\n");
    CommandRun table = emona("run", slow, "--store", store);
    assertThat(table.out()).contains("traffic.mean_speed").contains("worse");
    CommandRun compared = emona("compare", "base", "test", "--store", store, "--json");
    assertThat(new ObjectMapper().readTree(compared.out()).path("kpis").size()).isPositive();
    refused(emona("compare", "base", "nowhere", "--store", store), "nowhere");
    String cut =
        scenario(
            "cut.yaml",
            "edits:\n  - { edit: close, place: { streets: [Row 0, Row 1, Row 2, Row 3, Row 4, Row 5] } }\n");
    assertThat(emona("run", cut, "--store", store, "--districts").out())
        .contains("have lost every way")
        .contains("traffic.vehicle_km · ");
    refused(emona("import", "x.osm", "--store", store, "--population", "0"), "--population");
  }

  @Test
  void checkNamesEveryProblem() throws IOException {
    assertThat(emona("check", "scenarios/base.yaml", "scenarios/lez-old-town.yaml").code())
        .isZero();
    String bad =
        scenario(
            "bad.yaml",
            "edits:\n  - { edit: capacity, place: { streets: [Row 1] }, vehPerHour: -5 }\ncolour: red\ntitle: Twice\n");
    CommandRun o = emona("check", bad);
    assertThat(o.code()).isEqualTo(2);
    assertThat(o.err())
        .contains("bad.yaml")
        .contains("colour")
        .contains("title")
        .contains("7")
        .contains("8");
  }

  @Test
  void checkReadsCityDataToo() throws Exception {
    Path map = write("check.osm", gridMap());
    assertThat(emona("check", map.toString()).code()).isZero();
    assertThat(emona("check", store).code()).isZero();
    Path cut = write("cut.osm", gridMap().substring(0, 900));
    CommandRun o = emona("check", cut.toString());
    assertThat(o.code()).isEqualTo(2);
    assertThat(o.err()).contains("cut.osm", "line").doesNotContain("UTF-8").contains("1 problem.");
    // Both wrong districts are told, each with its line; the right one between them is not.
    String bow = "[[[14.50,46.05],[14.52,46.07],[14.52,46.05],[14.50,46.07],[14.50,46.05]]]";
    String square = "[[[14.50,46.05],[14.52,46.05],[14.52,46.07],[14.50,46.07],[14.50,46.05]]]";
    String feature =
        "{\"type\":\"Feature\",\"properties\":{\"name\":\"%s\"},\"geometry\":{\"type\":\"%s\",\"coordinates\":%s}}";
    Path districts =
        write(
            "own.geojson",
            "{\"type\":\"FeatureCollection\",\"features\":[\n"
                + feature.formatted("Bow", "Polygon", bow)
                + ",\n"
                + feature.formatted("Square", "Polygon", square)
                + ",\n"
                + feature.formatted("Dot", "Point", "[14.5,46.05]")
                + "]}");
    CommandRun d = emona("check", districts.toString());
    assertThat(d.code()).isEqualTo(2);
    assertThat(d.err())
        .contains("own.geojson line 2", "\"Bow\" crosses itself", "line 4", "\"Dot\" is a Point")
        .doesNotContain("Square");
    assertThat(emona("check", map.toString(), districts.toString()).err()).contains("\"Bow\"");
    Path good =
        write(
            "good.geojson",
            "{\"type\":\"FeatureCollection\",\"features\":["
                + feature.formatted("Square", "Polygon", square)
                + "]}");
    assertThat(emona("check", good.toString()).err()).contains("No problems in 1 file.");
    assertThat(emona("check", good.toString()).code()).isZero();
  }

  @Test
  void checkHoldsScenariosAgainstACity() throws IOException {
    String lost =
        scenario(
            "lost.yaml",
            "edits:\n  - { edit: close, place: { streets: [Row 1] } }\n  - { edit: close, place: { streets: [Row 9] } }\n");
    assertThat(emona("check", lost).code()).as("no city to miss the street in").isZero();
    CommandRun o = emona("check", lost, "--store", store);
    assertThat(o.code()).isEqualTo(2);
    assertThat(o.err())
        .contains("lost.yaml:7: edits[1] (close)", "\"Row 9\"", "Did you mean", "1 problem.");
    assertThat(emona("check", "scenarios/base.yaml", "--store", store).code()).isZero();
  }

  @Test
  void aMapReadAgainKeepsRolesAndLeadsOldIdsOn() throws Exception {
    String again = folder.resolve("again.gpkg").toString();
    String map = write("again.osm", gridMap()).toString();
    assertThat(emona("import", map, "--store", again, "-q").code()).isZero();
    assertThat(
            emona("city", "role", "old-bridge", "--place", "{ streets: Row 1 }", "--store", again)
                .code())
        .isZero();
    // Mappers drew Row 1 anew: another way id, another order of its nodes' pairs, one block
    // shorter.
    String old = "<way id='1001'><nd ref='106'/>";
    assertThat(gridMap()).contains(old);
    String changed =
        gridMap()
            .replace(old, "<way id='9001'>")
            .replace("<node id='100'", "<node id='777' lat='46.0502' lon='14.5'/><node id='100'");
    CommandRun o = emona("import", write("again.osm", changed).toString(), "--store", again);
    assertThat(o.code()).as(o.err()).isZero();
    assertThat(o.err()).contains("ids of the version before lead to present ones");
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + again);
        Statement s = c.createStatement()) {
      // Pair 1 of the old way (107-108) is pair 0 of the new one; both directions keep theirs.
      var r = s.executeQuery("SELECT new_id FROM aliases WHERE old_id = 'w1001.1f'");
      assertThat(r.next()).isTrue();
      assertThat(r.getString(1)).isEqualTo("w9001.0f");
      r = s.executeQuery("SELECT new_id FROM aliases WHERE old_id = 'w1001.4b'");
      assertThat(r.next()).isTrue();
      assertThat(r.getString(1)).isEqualTo("w9001.3b");
      r = s.executeQuery("SELECT count(*) FROM aliases WHERE old_id LIKE 'w1001.0%'");
      assertThat(r.getInt(1)).as("the block that is gone leads nowhere").isZero();
      r = s.executeQuery("SELECT count(*), min(member) FROM role_members");
      assertThat(r.getInt(1)).isEqualTo(8);
      assertThat(r.getString(2)).startsWith("w9001.");
    }
    String byOldId =
        scenario("oldid.yaml", "edits:\n  - { edit: close, place: { links: [w1001.2f] } }\n");
    assertThat(emona("check", byOldId, "scenarios/close-old-bridge.yaml", "--store", again).err())
        .contains("No problems in 2 files.");
    String gone =
        scenario("gone.yaml", "edits:\n  - { edit: close, place: { links: [w1001.0f] } }\n");
    assertThat(emona("check", gone, "--store", again).code()).isEqualTo(2);
  }

  @Test
  void aStoreWithoutRunsSaysSo() throws IOException {
    String fresh = folder.resolve("fresh.gpkg").toString();
    String map = write("fresh.osm", gridMap()).toString();
    assertThat(emona("import", map, "--store", fresh, "--quiet").code()).isZero();
    refused(emona("compare", "base", "base", "--store", fresh), "\"base\"", "holds no runs yet");
  }

  @Test
  void mistakesOnTheCommandLineAreToldAsAnyOther() {
    refused(
        emona("import", "x.osm", "--store", store, "--population", "many"),
        "emona: ",
        "'many' is not a whole number",
        "where: emona import",
        "--help");
    refused(emona("run", "base", "--stor", store), "--stor", "write --store");
    refused(emona("import", "--store", store), "FILE", "where: emona import");
    refused(emona("fly"), "fly", "where: emona");
    CommandRun none = emona();
    refused(none, "No command was given");
    assertThat(none.err()).contains("Commands:", "import");
    assertThat(emona("import", "--store", store).err().lines()).hasSize(3);
  }

  @Test
  void scenariosThatDoNotFit() throws IOException {
    refused(
        emona(
            "run",
            scenario("s1.yaml", "edits:\n  - { edit: close, place: { streets: [Rov 1] } }\n"),
            "--store",
            store),
        "Rov 1",
        "Row 1",
        "s1.yaml");
    refused(
        emona("run", scenario("s2.yaml", "wings: 2\n"), "--store", store), "wings", "s2.yaml:5");
    refused(
        emona("run", scenario("s3.yaml", "title: Again\n"), "--store", store),
        "title",
        "s3.yaml:5");
    refused(
        emona(
            "run",
            scenario("s4.yaml", "edits:\n  - { edit: levy, place: { streets: [Row 1] } }\n"),
            "--store",
            store),
        "levy");
    refused(
        emona(
            "run",
            scenario(
                "s5.yaml",
                "edits:\n  - edit: lowEmissionZone\n    place: { polygon: { type: Polygon, coordinates: [[[14.5, 46.05], [14.51, 46.06],"
                    + " [14.51, 46.05], [14.5, 46.06], [14.5, 46.05]]] } }\n    minEuroPetrol: 3\n    minEuroDiesel: 5\n"),
            "--store",
            store),
        "s5.yaml");
    refused(emona("run", "close-old-bridge", "--store", store), "old-bridge");
    refused(emona("run", "bass", "--store", store), "bass", "Did you mean \"base\"", "ev-2035");
    refused(
        emona("run", folder.resolve("missing.yaml").toString(), "--store", store), "missing.yaml");
  }

  @Test
  void mapsThatCannotBeRead() throws IOException {
    String other = folder.resolve("other.gpkg").toString();
    byte[] town = gridMap().getBytes(StandardCharsets.UTF_8);
    Path cut =
        Files.write(folder.resolve("cut.osm"), java.util.Arrays.copyOf(town, town.length / 2));
    refused(emona("import", cut.toString(), "--store", other, "-q"), "cut.osm");
    Path pbf =
        Files.write(folder.resolve("cut.osm.pbf"), new byte[] {0, 0, 0, 13, 10, 9, 79, 83, 77, 72});
    refused(emona("import", pbf.toString(), "--store", other, "-q"), "cut.osm.pbf");
    Path empty =
        write(
            "empty.osm",
            "<?xml version='1.0'?><osm version='0.6'><node id='1' lat='46' lon='14'/></osm>");
    refused(emona("import", empty.toString(), "--store", other, "-q"), "empty.osm");
    refused(
        emona("import", folder.resolve("none.osm.pbf").toString(), "--store", other, "-q"),
        "none.osm.pbf");
    refused(emona("city", "generate", "--links", "3", "--store", other, "-q"), "--links");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.filter(f -> f.toString().contains("other.gpkg")))
          .as("a mistake leaves no file behind")
          .isEmpty();
    }
    CommandRun o = emona("run", "base", "--store", store, "-q");
    assertThat(o.code()).as("the city stored before is untouched").isZero();
  }

  @Test
  void storesThatCannotBeUsed() throws Exception {
    refused(emona("run", "base", "--store", folder.resolve("none.gpkg").toString()), "none.gpkg");
    refused(emona("run", "base", "--store", "city.txt"), "city.txt");
    refused(emona("run", "base", "--store", write("text.gpkg", "hello").toString()), "text.gpkg");
    Path newer = Files.copy(Path.of(store), folder.resolve("newer.gpkg"));
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + newer);
        Statement s = c.createStatement()) {
      s.execute("INSERT INTO store_migrations (version, name, applied_at) VALUES (9999, 'x', 'x')");
    }
    refused(emona("run", "base", "--store", newer.toString()), "newer version");
  }

  @Test
  void aPortInUseIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      CommandRun o =
          emona("serve", "--store", store, "--port", Integer.toString(taken.getLocalPort()), "-q");
      refused(o, Integer.toString(taken.getLocalPort()));
      String port = Integer.toString(taken.getLocalPort());
      Path untouched = folder.resolve("no-demo");
      refused(emona("demo", "--port", port, "--data", untouched.toString(), "-q"), port);
      assertThat(untouched).as("told before any work is done").doesNotExist();
    }
    refused(emona("serve", "--store", store, "--port", "70000"), "70000");
    refused(emona("serve", "--store", store, "--host", "0.0.0.0", "--port", "0"), "--token-file");
  }

  @Test
  void helpNamesEveryBenchmarkAndAnOriginIsChecked() {
    String help = emona("bench", "--help").out().replaceAll("\\s+", " ");
    String unknown = emona("bench", "nope").err();
    String names = unknown.replaceAll("(?s).*Choose from ([a-z, \\s]+)\\..*", "$1");
    assertThat(names.split(",\\s*"))
        .hasSizeGreaterThan(8)
        .allSatisfy(n -> assertThat(help).contains(n));
    refused(
        emona("serve", "--store", store, "--port", "0", "--allow-origin", "https://a.example/map"),
        "--allow-origin",
        "without a path");
  }
}
