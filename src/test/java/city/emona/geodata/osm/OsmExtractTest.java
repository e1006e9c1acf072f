package city.emona.geodata.osm;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.SharedData;
import city.emona.geo.MultiPolygon;
import city.emona.geo.Polygons;
import city.emona.geodata.ImportOptions;
import city.emona.geodata.OsmImport;
import city.emona.geodata.osm.file.OsmData;
import city.emona.geodata.osm.file.OsmReader;
import city.emona.graph.Csr;
import city.emona.graph.StrongComponents;
import city.emona.model.City;
import city.emona.model.Field;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.model.TableSchema;
import city.emona.simulate.Progress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What must hold of every city made from a real extract. */
@Tag("invariant")
class OsmExtractTest {
  private static City city(String file, int population) {
    Path path = SharedData.need("osm", file);
    return OsmImport.read(List.of(path), new ImportOptions(null, population), Progress.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "monaco-latest.osm.pbf,   30000, 50000, 7,  35, 50,  1000",
    "liechtenstein-latest.osm.pbf, 30000, 50000, 11, 60, 150, 8900",
    "porto_portugal.osm.pbf, 1200000, 1700000, 24, 300, 500, 10"
  })
  void everyRuleHolds(
      String file,
      int minPeople,
      int maxPeople,
      int districts,
      int minZones,
      int maxZones,
      int minBuildings) {
    City c = city(file, -1);
    network(c);
    assertThat(c.table(Schema.DISTRICTS).size()).isEqualTo(districts);
    assertThat(c.table(Schema.ZONES).size()).isBetween(minZones, maxZones);
    assertThat(c.table(Schema.BUILDINGS).size()).isGreaterThanOrEqualTo(minBuildings);
    int people = sum(c, Schema.DISTRICTS, "population");
    assertThat(people).isBetween(minPeople, maxPeople);
    assertThat(sum(c, Schema.ZONES, "population")).isEqualTo(people);
    assertThat(sum(c, Schema.ZONES, "jobs")).isEqualTo(sum(c, Schema.DISTRICTS, "jobs"));
    assertThat(sum(c, Schema.LAND_USE, "population")).isLessThanOrEqualTo(people);
    zones(c);
    references(c);
    polygonsAreValid(c.table(Schema.DISTRICTS));
    polygonsAreValid(c.table(Schema.ZONES));
    polygonsAreValid(c.table(Schema.LAND_USE));
    polygonsAreValid(c.table(Schema.BUILDINGS));
    assertThat(c.info().licence()).isEqualTo("ODbL-1.0");
    assertThat(c.info().attribution()).contains("OpenStreetMap");
    double trips = Arrays.stream(c.table(Schema.OD).reals("car_trips_per_day")).sum();
    assertThat(trips / people).as("car trips a head, by size of town").isBetween(0.8, 2.0);
    City again = city(file, -1);
    assertThat(again.version()).isEqualTo(c.version());
  }

  /** Nothing is lost in silence: each way with a highway tag is a street or told of by its name. */
  @ParameterizedTest
  @CsvSource({"monaco-latest.osm.pbf", "liechtenstein-latest.osm.pbf", "porto_portugal.osm.pbf"})
  void everyHighwayIsAStreetOrInTheReport(String file) {
    OsmData data = OsmReader.read(List.of(SharedData.need("osm", file)), Progress.NONE);
    City c = city(file, -1);
    Set<String> streets = new HashSet<>();
    for (String id : c.table(Schema.LINKS).ids()) {
      streets.add("way " + id.substring(1, id.indexOf('.')));
    }
    Table issues = c.table(Schema.IMPORT_ISSUES);
    Set<String> told = new HashSet<>();
    int withoutPlace = 0;
    for (int i = 0; i < issues.size(); i++) {
      if (issues.choices("action")[i] == 0) {
        told.add(issues.texts("source")[i]);
      }
      boolean feature = issues.texts("source")[i].matches("(way|node) .*");
      withoutPlace += feature && !issues.points().hasPosition(i) ? 1 : 0;
    }
    assertThat(withoutPlace).as("ways told of without a place on the map").isZero();
    int lost = 0;
    int leftOut = 0;
    for (int w = 0; w < data.ways.size(); w++) {
      String source = "way " + data.ways.ids()[w];
      if (data.ways.tags()[w].has("highway") && !streets.contains(source)) {
        leftOut++;
        lost += told.contains(source) ? 0 : 1;
      }
    }
    assertThat(lost).as("of " + leftOut + " that are no streets").isZero();
    assertThat(leftOut).isGreaterThan(1000);
  }

  @Test
  void theSeaOffMonacoIsWaterAndItsRockIsNot() {
    City c = city("monaco-latest.osm.pbf", -1);
    Table land = c.table(Schema.LAND_USE);
    int sea = land.findRow("sea0");
    assertThat(land.findRow("sea1")).as("one sea").isNegative();
    assertThat(wet(c, sea, 7.4275, 43.7350)).as("Port Hercule").isTrue();
    assertThat(wet(c, sea, 7.4400, 43.7300)).as("the open sea").isTrue();
    assertThat(wet(c, sea, 7.4203, 43.7314)).as("the palace").isFalse();
    assertThat(wet(c, sea, 7.4278, 43.7396)).as("the casino").isFalse();
  }

  private static boolean wet(City c, int sea, double lon, double lat) {
    double[] xy = new double[2];
    c.info().frame().toLocal(lon, lat, xy, 0);
    return c.table(Schema.LAND_USE).polygons().contains(sea, xy[0] * 1000, xy[1] * 1000);
  }

  @ParameterizedTest
  @CsvSource({"monaco-latest.osm.pbf, 36371", "monaco-latest.osm.pbf, 0"})
  void aGivenPopulationIsDealtOutExactly(String file, int population) {
    City c = city(file, population);
    assertThat(sum(c, Schema.DISTRICTS, "population")).isEqualTo(population);
    assertThat(sum(c, Schema.ZONES, "population")).isEqualTo(population);
  }

  private static void network(City c) {
    Csr car = c.network().graph(Schema.CAR);
    StrongComponents components = new StrongComponents(car);
    int[] modes = c.network().modes();
    int[] from = c.network().fromNode();
    int[] to = c.network().toNode();
    int main = components.largest();
    for (int i = 0; i < modes.length; i++) {
      assertThat(c.network().lengthMm()[i]).isGreaterThanOrEqualTo(1000);
      assertThat(modes[i]).isBetween(1, 31);
      assertThat(c.network().capacityVehPerH()[i]).isPositive();
      assertThat(c.network().freeSpeedKmh()[i]).isBetween(5, 150);
      assertThat(c.network().lanes()[i]).isBetween(1, 8);
      assertThat(from[i]).isNotEqualTo(to[i]);
      if ((modes[i] & Schema.CAR) != 0) {
        assertThat(components.component(from[i])).isEqualTo(main);
        assertThat(components.component(to[i])).isEqualTo(main);
      }
    }
    Csr all = c.network().graph(31);
    assertThat(new StrongComponents(all).count()).as("one network for all modes").isEqualTo(1);
    int[] banFrom = c.network().turnBans().ints("from_link");
    int[] banTo = c.network().turnBans().ints("to_link");
    for (int b = 0; b < banFrom.length; b++) {
      assertThat(to[banFrom[b]]).isEqualTo(from[banTo[b]]);
    }
  }

  private static void zones(City c) {
    int[] zone = c.table(Schema.ZONE_ACCESS).ints("zone");
    int[] node = c.table(Schema.ZONE_ACCESS).ints("node");
    Csr car = c.network().graph(Schema.CAR);
    int[] access = new int[c.table(Schema.ZONES).size()];
    for (int i = 0; i < zone.length; i++) {
      access[zone[i]]++;
      assertThat(car.first()[node[i] + 1]).as("cars leave").isGreaterThan(car.first()[node[i]]);
    }
    assertThat(Arrays.stream(access).allMatch(n -> n >= 1 && n <= 4)).isTrue();
  }

  /** Ids are unique in each table and every reference is a row or none. */
  private static void references(City c) {
    for (TableSchema s : Schema.TABLES) {
      Table t = c.table(s);
      assertThat(new HashSet<>(List.of(t.ids()))).as(s.name()).hasSize(t.size());
      for (Field f : s.fields()) {
        if (f.kind() != Field.Kind.REF) {
          continue;
        }
        int rows =
            c.tables().stream()
                .filter(o -> o.schema().name().equals(f.refTable()))
                .findFirst()
                .orElseThrow()
                .size();
        for (int v : t.ints(f.name())) {
          assertThat(v).as(s.name() + "." + f.name()).isBetween(-1, rows - 1);
        }
      }
    }
  }

  private static void polygonsAreValid(Table t) {
    for (int i = 0; i < t.size(); i++) {
      MultiPolygon m = MultiPolygon.of(t.polygons(), i);
      assertThat(m.isEmpty()).as(t.id(i)).isFalse();
      assertThat(Polygons.isValid(m)).as(t.schema().name() + " " + t.id(i)).isTrue();
    }
  }

  private static int sum(City c, TableSchema s, String field) {
    return Arrays.stream(c.table(s).ints(field)).sum();
  }
}
