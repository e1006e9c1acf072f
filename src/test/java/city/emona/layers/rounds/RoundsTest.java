package city.emona.layers.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import city.emona.EmonaException;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.DayType;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.run.RunRecord;
import city.emona.simulate.DaySteps;
import city.emona.simulate.Progress;
import city.emona.simulate.ReceptorGrid;
import city.emona.simulate.WasteDay;
import city.emona.simulate.waste.GridTown;
import city.emona.simulate.waste.WasteEngine;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds read back from tours, against the tours; files against other programs. */
@Tag("invariant")
class RoundsTest {
  @TempDir private static Path dir;
  private static City city;
  private static WasteDay day;
  private static Rounds rounds;

  @BeforeAll
  static void plan() {
    GridTown town = new GridTown(9, 200);
    town.depots = 2;
    town.sites = 2;
    town.truckL = 20_000;
    town.truckKg = 1_500;
    city = town.city();
    Table links = city.table(Schema.LINKS);
    String[] names = new String[links.size()];
    java.util.Arrays.fill(names, "Tom & Jerry's <b>Street</b>");
    city = city.with(links.with("name", names));
    Conditions c =
        Conditions.base(DayType.WEEKDAY)
            .withCollection(new Conditions.Collection(List.of(127, 127, 127, 127, 127), 360));
    day = WasteEngine.run(city, city, c, null, 7, 1, Progress.NONE);
    RunRecord run =
        new RunRecord(
            "r1",
            "base",
            "A <day> & more",
            "hash",
            "emona: 1",
            city.version(),
            Map.of(),
            7,
            DaySteps.hourly(c.date(), city.info().timeZone()),
            new ReceptorGrid(0, 0, 50, 1, 1),
            "local",
            Instant.EPOCH,
            1);
    rounds = Rounds.of(city, run, day.tours(), day.decisions());
  }

  private static String file(String format) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RoundsFile.write(rounds, format, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void haltsAreTheBinsInOrderAndEveryTripToDisposal() {
    assertThat(rounds.rounds()).hasSameSizeAs(day.tours());
    int[] node = city.table(Schema.BINS).ints("node");
    for (Rounds.Round r : rounds.rounds()) {
      List<Integer> bins = new ArrayList<>();
      int dumps = 0;
      double before = 0;
      for (Rounds.Halt h : r.halts()) {
        assertThat(h.leaveMinute()).isGreaterThanOrEqualTo(before);
        before = h.leaveMinute();
        if (h.kind() == Rounds.Kind.BIN) {
          bins.add(h.row());
          assertThat(h.node()).isEqualTo(node[h.row()]);
          assertThat(h.fillShare()).isBetween(0.0, 1.0);
        } else {
          dumps++;
        }
      }
      assertThat(bins)
          .containsExactly(
              java.util.Arrays.stream(r.tour().bins()).boxed().toArray(Integer[]::new));
      assertThat(dumps).isEqualTo(r.tour().disposalTrips());
    }
  }

  @Test
  void sheetsHoldEveryBinAndEscapeTheCitysWords() throws Exception {
    String html = file("html");
    assertThat(html).contains("Tom &amp; Jerry&#39;s &lt;b&gt;Street").doesNotContain("<b>Street");
    assertThat(html).contains("A &lt;day&gt; &amp; more").contains(">disposal<");
    for (String id : city.table(Schema.BINS).ids()) {
      assertThat(html).contains("<td>" + id + "</td>");
    }
    assertThat(RoundsFile.escaped("a\u0000b\uD800")).isEqualTo("a b ");
    assertThatThrownBy(() -> file("pdf"))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("pdf");
  }

  @Test
  void geoJsonHasALinePerTruckAndAPointPerHalt() throws Exception {
    JsonNode json = new ObjectMapper().readTree(file("geojson"));
    Map<String, Integer> count = new HashMap<>();
    json.get("features")
        .forEach(f -> count.merge(f.at("/geometry/type").asText(), 1, Integer::sum));
    int halts = rounds.rounds().stream().mapToInt(r -> r.halts().size()).sum();
    assertThat(count).containsEntry("LineString", day.tours().size()).containsEntry("Point", halts);
    JsonNode line = json.get("features").get(0);
    double metres = 0;
    double[] p = new double[2];
    double[] q = null;
    for (JsonNode c : line.at("/geometry/coordinates")) {
      city.info().frame().toLocal(c.get(0).asDouble(), c.get(1).asDouble(), p, 0);
      metres += q == null ? 0 : Math.hypot(p[0] - q[0], p[1] - q[1]);
      q = p.clone();
    }
    assertThat(metres / 1000)
        .isCloseTo(day.tours().get(0).km(), org.assertj.core.data.Percentage.withPercentage(0.5));
  }

  @Test
  void otherProgramsReadGpxAndGeoJson() throws Exception {
    int halts = rounds.rounds().stream().mapToInt(r -> r.halts().size()).sum();
    Path gpx = Files.writeString(dir.resolve("rounds.gpx"), file("gpx"));
    Path json = Files.writeString(dir.resolve("rounds.geojson"), file("geojson"));
    assertThat(ogrinfo(gpx, "waypoints")).contains("Feature Count: " + halts);
    assertThat(ogrinfo(gpx, "tracks")).contains("Feature Count: " + day.tours().size());
    assertThat(ogrinfo(json, "-al")).contains("Feature Count: " + (halts + day.tours().size()));
  }

  private static String ogrinfo(Path file, String layer) throws Exception {
    Process p;
    try {
      p = new ProcessBuilder("ogrinfo", "-ro", "-so", file.toString(), layer).start();
    } catch (java.io.IOException e) {
      System.err.println("SKIPPED: ogrinfo is not installed: " + e.getMessage());
      Assumptions.abort("ogrinfo is not installed");
      return "";
    }
    String out = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(p.waitFor()).as(out).isZero();
    return out;
  }
}
