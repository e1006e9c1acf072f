package city.emona.geodata.osm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import city.emona.geo.MultiPolygon;
import city.emona.geo.Polygons;
import city.emona.geodata.ImportOptions;
import city.emona.geodata.OsmImport;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Coastlines become sea: areas known in closed form around the tiny town. */
@Tag("analytic")
class OsmSeaTest {
  private static final double M2 = 0.005;

  @TempDir Path folder;

  private City city(TinyMap map, String file) throws IOException {
    return OsmImport.read(
        List.of(map.write(folder, file)), new ImportOptions(null, 500), Progress.NONE);
  }

  /** The town in a box of 1,000 × 800 m, the sea south of y = 50 m: 1,000 × 150 m of it. */
  private static TinyMap southern() {
    return TinyMap.grid().bounds(-100, -100, 900, 700).node(901, -300, 50).node(902, 200, 50);
  }

  private static Table sea(City c) {
    Table land = c.table(Schema.LAND_USE);
    for (int i = 0; i < land.size(); i++) {
      assertThat(land.id(i)).startsWith("sea");
      assertThat(Polygons.isValid(MultiPolygon.of(land.polygons(), i))).isTrue();
    }
    return land;
  }

  private static double areaM2(Table sea) {
    double sum = 0;
    for (int i = 0; i < sea.size(); i++) {
      sum += sea.polygons().areaM2(i);
    }
    return sum;
  }

  private static int issues(City c, String reason) {
    Table t = c.table(Schema.IMPORT_ISSUES);
    int n = 0;
    for (int i = 0; i < t.size(); i++) {
      n += t.texts("reason")[i].equals(reason) ? t.ints("count")[i] : 0;
    }
    return n;
  }

  /** Land is on the left of a coastline: eastward along it the sea lies south. */
  @Test
  void theSeaLiesToTheRightAndEndsAtTheBoundsOfTheFile() throws IOException {
    TinyMap map =
        southern()
            .node(903, 1300, 50)
            .way(9001, new long[] {902, 903}, "natural", "coastline")
            .way(9000, new long[] {901, 902}, "natural", "coastline");
    for (String file : new String[] {"coast.osm", "coast.osm.pbf"}) {
      City c = city(map, file);
      Table sea = sea(c);
      assertThat(sea.size()).isEqualTo(1);
      assertThat(areaM2(sea)).isCloseTo(1000 * 150, within(1000 * 150 * M2));
      assertThat(sea.ints("population")[0]).isZero();
      assertThat(issues(c, "coastline_open_end")).isZero();
      City again = city(map.shuffled(3), file.replace("coast", "again"));
      assertThat(again.table(Schema.LAND_USE).polygons().xMm()).isEqualTo(sea.polygons().xMm());
    }
  }

  @Test
  void anOpenEndGoesStraightOnToTheEdge() throws IOException {
    TinyMap map =
        southern().node(903, 800, 50).way(9000, new long[] {901, 902, 903}, "natural", "coastline");
    City c = city(map, "coast.osm");
    assertThat(areaM2(sea(c))).isCloseTo(1000 * 150, within(1000 * 150 * M2));
    assertThat(issues(c, "coastline_open_end")).isEqualTo(1);
  }

  @Test
  void aGapIsClosedAndAMissingNodePassedOver() throws IOException {
    TinyMap map =
        southern()
            .node(903, 260, 50)
            .node(904, 1300, 50)
            .way(9000, new long[] {901, 902}, "natural", "coastline")
            .way(9001, new long[] {903, 77_777, 904}, "natural", "coastline");
    City c = city(map, "coast.osm");
    assertThat(areaM2(sea(c))).isCloseTo(1000 * 150, within(1000 * 150 * M2));
    assertThat(issues(c, "coastline_open_end")).isEqualTo(1);
    assertThat(issues(c, "coastline_node_missing")).isEqualTo(1);
  }

  @Test
  void anIslandOfTheSeaIsLand() throws IOException {
    TinyMap map =
        southern()
            .node(903, 1300, 50)
            .way(9000, new long[] {901, 902, 903}, "natural", "coastline")
            .node(911, 400, -80)
            .node(912, 500, -80)
            .node(913, 500, -30)
            .node(914, 400, -30)
            .way(9002, new long[] {911, 912, 913, 914, 911}, "natural", "coastline");
    Table sea = sea(city(map, "coast.osm"));
    assertThat(areaM2(sea)).isCloseTo(1000 * 150 - 5000, within(1000 * 150 * M2));
    assertThat(sea.polygons().contains(0, 0, 0)).isFalse();
  }

  /** The whole town on an island: sea all around it. */
  @Test
  void aTownOnAnIslandHasSeaAllAround() throws IOException {
    TinyMap map =
        TinyMap.grid()
            .bounds(-100, -100, 900, 700)
            .node(911, 50, 50)
            .node(912, 450, 50)
            .node(913, 450, 450)
            .node(914, 50, 450)
            .way(9002, new long[] {911, 912, 913, 914, 911}, "natural", "coastline");
    assertThat(areaM2(sea(city(map, "coast.osm"))))
        .isCloseTo(1000 * 800 - 400 * 400, within(1000 * 800 * M2));
  }

  @Test
  void aCoastDrawnTheWrongWayFloodsNoStreets() throws IOException {
    TinyMap map =
        southern()
            .node(903, 1300, 50)
            .way(9000, new long[] {903, 902, 901}, "natural", "coastline");
    City c = city(map, "coast.osm");
    assertThat(sea(c).size()).isZero();
    assertThat(issues(c, "coastline_against_streets")).isEqualTo(1);
  }

  @Test
  void aFileThatStatesNoBoundsHasSeaAroundItsStreets() throws IOException {
    TinyMap map =
        TinyMap.grid()
            .node(901, -9000, 50)
            .node(903, 9000, 50)
            .way(9000, new long[] {901, 903}, "natural", "coastline");
    double side = 300 + 2 * 5000;
    assertThat(areaM2(sea(city(map, "coast.osm"))))
        .isCloseTo(side * 4950, within(side * 4950 * M2));
  }
}
