package city.emona.geodata.osm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import city.emona.geodata.ImportOptions;
import city.emona.geodata.OsmImport;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Buildings, land use, water, places, boundaries and bus lines on a tiny map. */
class OsmLandTest {
  @TempDir Path folder;

  private City city(TinyMap map, int population) throws IOException {
    Path file = map.write(folder, "town.osm");
    return OsmImport.read(List.of(file), new ImportOptions(null, population), Progress.NONE);
  }

  /** Adds a rectangle of nodes id..id+3 and a closed way over them. */
  private static void box(
      TinyMap map, long id, double x, double y, double w, double h, String... tags) {
    map.node(id, x, y).node(id + 1, x + w, y).node(id + 2, x + w, y + h).node(id + 3, x, y + h);
    map.way(id, new long[] {id, id + 1, id + 2, id + 3, id}, tags);
  }

  private static int issues(City c, String reason) {
    Table t = c.table(Schema.IMPORT_ISSUES);
    int n = 0;
    for (int i = 0; i < t.size(); i++) {
      n += t.texts("reason")[i].equals(reason) ? t.ints("count")[i] : 0;
    }
    return n;
  }

  @Test
  void heightsComeFromHeightThenStoreysThenTheUsualOfTheUse() throws IOException {
    TinyMap map = TinyMap.grid();
    box(map, 1000, 110, 110, 20, 10, "building", "house", "height", "12.5 m");
    box(map, 1010, 140, 110, 20, 10, "building", "apartments", "building:levels", "5");
    box(map, 1020, 170, 110, 20, 10, "building", "warehouse");
    box(map, 1030, 110, 140, 20, 10, "building", "yes", "height", "tall");
    Table b = city(map, -1).table(Schema.BUILDINGS);
    assertThat(b.ids()).containsExactly("w1000", "w1010", "w1020", "w1030");
    assertThat(b.ints("height_dm")).containsExactly(125, 150, 80, 70);
    assertThat(b.polygons().areaM2(0)).isCloseTo(200, within(2.0));
  }

  @Test
  void courtyardsAreHolesAndTheOuterWayIsNotTakenTwice() throws IOException {
    TinyMap map = TinyMap.grid();
    box(map, 1000, 110, 110, 60, 60, "building", "apartments");
    box(map, 1010, 130, 130, 20, 20);
    map.relation(
        7,
        List.of("way 1000 outer", "way 1010 inner"),
        "type",
        "multipolygon",
        "building",
        "apartments");
    Table b = city(map, -1).table(Schema.BUILDINGS);
    assertThat(b.ids()).containsExactly("r7");
    assertThat(b.polygons().areaM2(0)).isCloseTo(3200, within(30.0));
  }

  @Test
  void ringsAreJoinedFromWaysOfAnyDirection() throws IOException {
    TinyMap map = TinyMap.grid();
    map.node(1, 500, 0).node(2, 600, 0).node(3, 600, 100).node(4, 500, 100);
    map.way(1001, new long[] {1, 2}).way(1002, new long[] {3, 2}).way(1003, new long[] {3, 4, 1});
    map.relation(
        8,
        List.of("way 1001 outer", "way 1003 outer", "way 1002 outer"),
        "type",
        "multipolygon",
        "natural",
        "water");
    Table land = city(map, -1).table(Schema.LAND_USE);
    assertThat(land.ids()).containsExactly("r8");
    assertThat(land.polygons().areaM2(0)).isCloseTo(10_000, within(100.0));
  }

  @Test
  void ringsThatCrossThemselvesAreMendedAndCounted() throws IOException {
    TinyMap map = TinyMap.grid();
    map.node(1, 500, 0).node(2, 600, 100).node(3, 600, 0).node(4, 500, 100);
    map.way(1000, new long[] {1, 2, 3, 4, 1}, "landuse", "forest");
    City c = city(map, -1);
    assertThat(issues(c, "area_self_intersecting")).isEqualTo(1);
    assertThat(c.table(Schema.LAND_USE).polygons().areaM2(0)).isCloseTo(5000, within(60.0));
  }

  @Test
  void openRingsAreDroppedAndCounted() throws IOException {
    TinyMap map = TinyMap.grid();
    map.way(1000, new long[] {11, 12, 22, 21}, "landuse", "forest");
    map.way(1001, new long[] {11, 12, 22, 99_999, 11}, "building", "yes");
    map.relation(9, List.of("way 5555 outer"), "type", "multipolygon", "natural", "water");
    City c = city(map, -1);
    assertThat(issues(c, "area_not_closed")).isEqualTo(3);
    assertThat(c.table(Schema.LAND_USE).size()).isZero();
  }

  @Test
  void kindsOfLandUsePlacesAndLines() throws IOException {
    TinyMap map = TinyMap.grid();
    box(map, 1000, 500, 0, 50, 50, "landuse", "retail");
    box(map, 1010, 600, 0, 50, 50, "leisure", "park", "name", "Rose Park");
    box(map, 1020, 700, 0, 50, 50, "amenity", "school", "name", "School");
    map.node(1030, 150, 150, "amenity", "townhall", "name", "Hall");
    map.node(1031, 160, 150, "railway", "station");
    map.way(1040, new long[] {11, 22}, "railway", "rail")
        .way(1041, new long[] {33, 44}, "waterway", "stream");
    City c = city(map, -1);
    Table land = c.table(Schema.LAND_USE);
    assertThat(land.choices("kind")).containsExactly((byte) 2, (byte) 5, (byte) 4);
    assertThat(land.texts("name")[1]).isEqualTo("Rose Park");
    Table places = c.table(Schema.PLACES);
    assertThat(places.ids()).containsExactly("w1020", "n1030", "n1031");
    assertThat(c.table(Schema.LINEWORK).choices("kind")).containsExactly((byte) 0, (byte) 1);
  }

  @Test
  void peopleAreDealtOutOverHousesAndSumsAreExact() throws IOException {
    TinyMap map = TinyMap.grid();
    for (int i = 0; i < 5; i++) {
      box(
          map,
          1000 + 10 * i,
          110 + 30 * (i % 3),
          110 + 100 * (i / 3),
          20,
          20,
          "building",
          "house",
          "building:levels",
          "10");
    }
    box(map, 1090, 110, 320, 20, 20, "building", "office");
    box(map, 2000, 105, 105, 90, 90, "landuse", "residential");
    City c = city(map, 1001);
    assertThat(Arrays.stream(c.table(Schema.ZONES).ints("population")).sum()).isEqualTo(1001);
    assertThat(Arrays.stream(c.table(Schema.DISTRICTS).ints("population")).sum()).isEqualTo(1001);
    assertThat(c.table(Schema.LAND_USE).ints("population")[0])
        .as("three of five equal houses stand in the block")
        .isBetween(600, 602);
    assertThat(c.info().estimates().get(0)).contains("1001 as given").contains("buildings");
  }

  @Test
  void withoutBuildingsPeopleFollowStreets() throws IOException {
    City c = city(TinyMap.grid(), -1);
    int people = Arrays.stream(c.table(Schema.ZONES).ints("population")).sum();
    assertThat(people).isBetween(590, 610); // 2.4 km of residential street, 4 m a head
    assertThat(c.info().estimates().get(0)).contains("residential street length");
  }

  @Test
  void fiveTownshipsBecomeDistricts() throws IOException {
    TinyMap map = TinyMap.grid();
    String[] tags = {"boundary", "administrative", "admin_level", "9", "name", ""};
    for (int i = 0; i < 4; i++) {
      tags[5] = "Part " + i;
      box(map, 1000 + 10 * i, 50 + 100 * i, 0, 100, 250, tags.clone());
    }
    tags[5] = "Part 4";
    box(map, 1040, 50, 250, 400, 250, tags);
    City c = city(map, 500);
    assertThat(c.table(Schema.DISTRICTS).texts("name"))
        .containsExactly("Part 0", "Part 1", "Part 2", "Part 3", "Part 4");
    assertThat(issues(c, "districts_by_partition")).isZero();
    int link = c.table(Schema.LINKS).findRow("w111.0f");
    assertThat(c.network().district()[link]).isZero();
  }

  @Test
  void withoutBoundariesTheNetworkIsDivided() throws IOException {
    City c = city(TinyMap.grid(), 500);
    assertThat(c.table(Schema.DISTRICTS).size()).isEqualTo(2);
    assertThat(issues(c, "districts_by_partition")).isEqualTo(2);
  }

  @Test
  void aBusRouteIsFollowedLinkByLink() throws IOException {
    TinyMap map = TinyMap.grid();
    map.node(12, 200, 100, "highway", "bus_stop", "name", "Second");
    map.relation(
        30,
        List.of("node 12 stop", "way 101", "way 114", "way 104"),
        "type",
        "route",
        "route",
        "bus",
        "ref",
        "7",
        "interval",
        "00:12");
    map.relation(31, List.of("way 101", "way 103"), "type", "route", "route", "bus", "ref", "8");
    map.relation(32, List.of("way 101", "way 4711"), "type", "route", "route", "bus", "ref", "9");
    City c = city(map, 500);
    Table lines = c.table(Schema.BUS_LINES);
    assertThat(lines.ids()).containsExactly("r30");
    assertThat(lines.ints("headway_peak_min")[0]).isEqualTo(12);
    Table run = c.table(Schema.BUS_LINE_LINKS);
    assertThat(run.size()).isEqualTo(9);
    Table links = c.table(Schema.LINKS);
    assertThat(links.id(run.ints("link")[0])).isEqualTo("w101.0f");
    assertThat(links.id(run.ints("link")[8])).isEqualTo("w104.0b");
    assertThat(issues(c, "bus_route_not_joined")).isEqualTo(1);
    assertThat(issues(c, "bus_route_incomplete")).isEqualTo(1);
    assertThat(c.table(Schema.BUS_STOPS).texts("name")).containsExactly("Second");
  }

  @Test
  void binsDepotAndDisposalAreAssumedAndSaid() throws IOException {
    City c = city(TinyMap.grid(), 1600);
    Table bins = c.table(Schema.BINS);
    assertThat(bins.size()).isBetween(16 + 4 * 4, 24 + 4 * 12);
    assertThat(bins.choices("fraction")).contains(0, 1, 2, 3, 4);
    double fill = Arrays.stream(bins.reals("mean_fill_l_per_day")).sum();
    assertThat(fill).isCloseTo(1600 * 9.3, within(1e-6));
    assertThat(c.table(Schema.DEPOTS).size()).isEqualTo(1);
    assertThat(c.table(Schema.DISPOSAL_SITES).size()).isEqualTo(1);
    assertThat(issues(c, "bins")).isEqualTo(bins.size());
  }

  @Test
  void namesComeFromTheUserThePlaceOrTheFile() {
    assertThat(CityNames.fromFile("porto_portugal.osm.pbf")).isEqualTo("Porto Portugal");
    assertThat(CityNames.fromFile("monaco-latest.osm.pbf")).isEqualTo("Monaco");
    assertThat(CityNames.slug("Škofja Loka")).isEqualTo("skofja-loka");
  }
}
