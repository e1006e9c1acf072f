package city.emona.layers.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import city.emona.geo.TileMath;
import city.emona.geo.TileMath.Tile;
import city.emona.layers.Catalogue;
import city.emona.layers.LayerView;
import city.emona.layers.QuayRuns;
import city.emona.layers.QuayTown;
import city.emona.layers.Snapshot;
import city.emona.model.City;
import city.emona.model.Schema;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vector tiles, decoded by a second reading of the specification. */
@Tag("oracle")
class TileEncoderTest {
  private static final City CITY = QuayTown.city();
  private static final Snapshot SNAPSHOT = new Snapshot(CITY);
  private static final Catalogue CATALOGUE =
      new Catalogue(
          () -> SNAPSHOT, new QuayRuns(CITY), () -> Optional.of(QuayRuns.BASE), r -> CITY);

  private static LayerView view(String layer) {
    return CATALOGUE.view(CATALOGUE.getLayer(layer), Catalogue.Selection.DEFAULT);
  }

  private static Tile middle(int z) {
    return TileMath.tileOf(z, 14.505, 46.054);
  }

  /** Each link is found at its own place, whatever the zoom and however it was cut. */
  @ParameterizedTest
  @ValueSource(ints = {12, 14, 16, 18})
  void featureIdIsTheElementIndexAndPartsLieOnTheLink(int z) {
    Set<Long> seen = new HashSet<>();
    Tile mid = middle(z);
    for (int dx = -3; dx <= 3; dx++) {
      for (int dy = -3; dy <= 3; dy++) {
        Tile tile = new Tile(z, mid.x() + dx, mid.y() + dy);
        byte[] bytes = TileEncoder.encode(view("streets"), tile);
        if (bytes.length == 0) {
          continue;
        }
        MvtReader r = MvtReader.read(bytes);
        assertThat(r.name).isEqualTo("streets");
        assertThat(r.version).isEqualTo(2);
        assertThat(r.extent).isEqualTo(4096);
        for (MvtReader.Feature f : r.features) {
          seen.add(f.id());
          assertThat(f.type()).isEqualTo(2);
          assertLiesOnLink(tile, f);
        }
      }
    }
    if (z <= 16) {
      assertThat(seen).hasSize(QuayTown.LINKS);
    }
  }

  private static void assertLiesOnLink(Tile tile, MvtReader.Feature f) {
    var lines = CITY.table(Schema.LINKS).lines();
    int a = lines.first()[(int) f.id()];
    for (int[] part : f.parts()) {
      for (int i = 0; i < part.length; i += 2) {
        assertThat(part[i]).isBetween(-128, 4096 + 128);
        assertThat(part[i + 1]).isBetween(-128, 4096 + 128);
        double unitM = tile.sizeM() / 4096;
        double lon = TileMath.lonDeg(tile.minXM() + part[i] * unitM);
        double lat = TileMath.latDeg(tile.maxYM() - part[i + 1] * unitM);
        double[] p = new double[2];
        CITY.info().frame().toLocal(lon, lat, p, 0);
        double off =
            distance(
                p[0] * 1000,
                p[1] * 1000,
                lines.xMm()[a],
                lines.yMm()[a],
                lines.xMm()[a + 1],
                lines.yMm()[a + 1]);
        assertThat(off / 1000).as("metres off the link").isLessThan(unitM + 0.05);
      }
    }
  }

  private static double distance(double x, double y, double ax, double ay, double bx, double by) {
    double dx = bx - ax;
    double dy = by - ay;
    double t = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy);
    double k = Math.max(0, Math.min(1, t));
    return Math.hypot(ax + k * dx - x, ay + k * dy - y);
  }

  /** Area inside the tiles, holes taken off, is the area of the polygon. */
  @ParameterizedTest
  @ValueSource(ints = {14, 16, 17})
  void ringsWindAsTheSpecificationSaysAndKeepTheArea(int z) {
    double area = 0;
    Tile mid = TileMath.tileOf(z, 14.509, 46.0563);
    for (int dx = -2; dx <= 2; dx++) {
      for (int dy = -2; dy <= 2; dy++) {
        Tile tile = new Tile(z, mid.x() + dx, mid.y() + dy);
        byte[] bytes = TileEncoder.encode(view("parks"), tile);
        if (bytes.length > 0) {
          for (MvtReader.Feature f : MvtReader.read(bytes).features) {
            assertThat(f.id()).isEqualTo(1);
            area += insideArea(tile, f);
          }
        }
      }
    }
    double truth = CITY.table(Schema.LAND_USE).polygons().areaM2(1);
    assertThat(area).isCloseTo(truth, within(truth * 0.01));
  }

  /** Signed area (positive = exterior) of the rings cut to the tile itself, in square metres. */
  private static double insideArea(Tile tile, MvtReader.Feature f) {
    double sum = 0;
    for (int[] ring : f.parts()) {
      double a = 0;
      for (int i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
        double x0 = clamp(ring[j]);
        double y0 = clamp(ring[j + 1]);
        double x1 = clamp(ring[i]);
        double y1 = clamp(ring[i + 1]);
        a += x0 * y1 - x1 * y0;
      }
      sum += a / 2;
    }
    double unitM = tile.sizeM() / 4096 * Math.cos(Math.toRadians(46.0563));
    return sum * unitM * unitM;
  }

  /** The rings here are rectangles along the axes, for which clamping is clipping. */
  private static double clamp(int v) {
    return Math.max(0, Math.min(4096, v));
  }

  @Test
  void lowZoomsCarryOnlyMainStreets() {
    MvtReader r = MvtReader.read(TileEncoder.encode(view("streets"), middle(9)));
    assertThat(r.features).isNotEmpty();
    assertThat(r.features).allMatch(f -> "primary".equals(f.tags().get("road_class")));
    assertThat(TileEncoder.encode(view("buildings"), middle(12))).isEmpty();
  }

  @Test
  void valueTilesCarryTheValueOfTheStepAndNoneForNoData() {
    MvtReader r = MvtReader.read(TileEncoder.encode(view("traffic_volume"), middle(14)));
    Map<Long, Object> values = new HashMap<>();
    r.features.forEach(f -> values.put(f.id(), f.tags().get("value")));
    assertThat(values).containsKey(5L);
    assertThat(values.get(5L)).isNull();
    assertThat((Float) values.get(7L)).isCloseTo(78f, within(0.11f));
  }

  @Test
  void gridTilesAreSquaresWithCellNumbers() {
    MvtReader r = MvtReader.read(TileEncoder.encode(view("air_no2"), middle(16)));
    for (MvtReader.Feature f : r.features) {
      float column = f.id() % QuayRuns.GRID.cols();
      assertThat((Float) f.tags().get("value")).isCloseTo(column + 8, within(0.01f));
    }
  }

  @Test
  void aTileWithNothingInItIsEmpty() {
    assertThat(TileEncoder.encode(view("streets"), new Tile(14, 0, 0))).isEmpty();
    assertThat(TileEncoder.encode(view("zones"), middle(14))).isEmpty();
  }
}
