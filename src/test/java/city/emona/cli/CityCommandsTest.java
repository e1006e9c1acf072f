package city.emona.cli;

import static city.emona.cli.CommandRun.emona;
import static org.assertj.core.api.Assertions.assertThat;

import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.store.Store;
import city.emona.store.Stores;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that change a stored city or play files: what they print, store and refuse. */
@Tag("store")
class CityCommandsTest {
  @TempDir private static Path folder;
  private static String store;

  @BeforeAll
  static void make() {
    store = folder.resolve("city.gpkg").toString();
    CommandRun o = emona("city", "generate", "-q", "--links=2000", "--store=" + store);
    assertThat(o.code()).as(o.err()).isZero();
  }

  private static City city() {
    try (Store s = Stores.open(store, false)) {
      return s.cities().findCity().orElseThrow();
    }
  }

  private static Path file(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void importPutsBinsAndTheirDaysIntoTheCity() throws Exception {
    City before = city();
    int node = before.table(Schema.BINS).ints("node")[0];
    var p = before.table(Schema.NODES).points();
    double[] at = new double[2];
    before.info().frame().toLonLat(p.xMm()[node] / 1000.0, p.yMm()[node] / 1000.0, at, 0);
    String place = String.format(Locale.ROOT, "%.7f,%.7f", at[0], at[1]);
    Path bins =
        file(
            "bins.csv",
            "id,lon,lat,fraction,capacity_l,litres_per_day\nmine,"
                + place
                + ",glass,2000,55\nlost,0,0,glass,2000,55\n");
    Path days = file("calendar.csv", "fraction,weekdays\nglass,mon-wed\n");
    CommandRun o = emona("import", bins.toString(), days.toString(), "-q", "--store=" + store);
    assertThat(o.code()).as(o.err()).isZero();
    Table now = city().table(Schema.BINS);
    assertThat(now.ids()).containsExactly("mine");
    assertThat(now.ints("node")[0]).isEqualTo(node);
    assertThat(now.reals("mean_fill_l_per_day")[0]).isEqualTo(55);
    assertThat(now.ints("collection_days")[0]).isEqualTo(7);
    assertThat(String.join("\n", city().table(Schema.IMPORT_ISSUES).texts("message")))
        .contains("bins.csv:3");
    Path bad = file("bad.csv", "id,lon,lat,fraction,capacity_l\na,0,0,soup,1\n");
    CommandRun refused = emona("import", bad.toString(), "-q", "--store=" + store);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("None of the 1 rows").contains("fix:");
  }

  @Test
  void calibrateMovesTheTripsTowardsTheCounts() throws Exception {
    City before = city();
    Table links = before.table(Schema.LINKS);
    StringBuilder counts = new StringBuilder("link,hour,vehicles\n");
    for (int i = 0, n = 0; i < links.size() && n < 12; i += 7) {
      if ((links.ints("modes")[i] & Schema.CAR) != 0 && links.choices("road_class")[i] <= 2) {
        counts.append(links.id(i)).append(",8,400\n");
        n++;
      }
    }
    Path file = file("counts.csv", counts + "nowhere,8,10\n");
    Path old = folder.resolve("old.csv");
    CommandRun o =
        emona(
            "calibrate",
            "--counts=" + file,
            "--keep=" + old,
            "--rounds=1",
            "--json",
            "-q",
            "--store=" + store);
    assertThat(o.code()).as(o.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(o.out());
    assertThat(json.get("unmatched").asInt()).isEqualTo(1);
    assertThat(json.get("counts").asInt()).isPositive();
    assertThat(json.at("/after/objective").asDouble())
        .isLessThan(json.at("/before/objective").asDouble());
    assertThat(json.get("cityVersion").asText())
        .isEqualTo(city().version())
        .isNotEqualTo(before.version());
    assertThat(Files.size(old)).isPositive();
    CommandRun refused =
        emona("calibrate", "--counts=" + file, "--rounds=0", "-q", "--store=" + store);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("1 to 100 rounds");
  }

  /** 500 m at 10 m/s twice, no signal, hardly any queue: 100 s each. */
  @Test
  void replayPlaysVehiclesAndTellsTheirTimes() throws Exception {
    Path links =
        file(
            "links.csv",
            "id,from,to,length_m,lanes,speed_mps,capacity_vehph,green_share\n"
                + "a,1,2,500,1,10,1800,1\nb,2,3,500,1,10,1800,1\n");
    Path plans = file("plans.csv", "vehicle,depart_s,links\nv1,0,a b\nv2,60,a b\n");
    Path events = folder.resolve("events.csv");
    CommandRun o =
        emona(
            "replay", "--links=" + links, "--plans=" + plans, "--events=" + events, "--json", "-q");
    assertThat(o.code()).as(o.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(o.out());
    assertThat(json.get("arrived").asInt()).isEqualTo(2);
    assertThat(json.get("stuck").asInt()).isZero();
    assertThat(json.get("meanTravelTimeS").asDouble()).isBetween(100.0, 104.0);
    assertThat(Files.readAllLines(events)).hasSize(5).contains("v1,a,0.00,50.00");
    file("plans.csv", "vehicle,depart_s,links\nv1,0,a ghost\n");
    CommandRun refused = emona("replay", "--links=" + links, "--plans=" + plans, "-q");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("ghost").contains("plans.csv:2");
  }
}
