package city.emona.layers.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import city.emona.simulate.ReceptorGrid;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Point;

@Tag("analytic")
class IsobandsTest {
  private static final GeometryFactory JTS = new GeometryFactory();

  private static LinearRing ring(Isobands.Ring r) {
    Coordinate[] c = new Coordinate[r.xy().length / 2];
    for (int i = 0; i < c.length; i++) {
      c[i] = new Coordinate(r.xy()[2 * i], r.xy()[2 * i + 1]);
    }
    return JTS.createLinearRing(c);
  }

  private static Geometry polygon(Isobands.Area a) {
    LinearRing[] holes =
        a.rings().subList(1, a.rings().size()).stream()
            .map(IsobandsTest::ring)
            .toArray(LinearRing[]::new);
    return JTS.createPolygon(ring(a.rings().get(0)), holes);
  }

  /** A cone has circles as contours: the ring between two of them has a known area. */
  @Test
  void aConeGivesCircles() {
    ReceptorGrid g = new ReceptorGrid(-500, -500, 5, 200, 200);
    float[] v = new float[g.count()];
    for (int c = 0; c < v.length; c++) {
      v[c] = (float) (100 - Math.hypot(g.xM(c), g.yM(c)) / 5);
    }
    List<Isobands.Area> band = Isobands.between(g, v, 40, 60);
    assertThat(band).hasSize(1);
    assertThat(band.get(0).rings()).hasSize(2);
    double exact = Math.PI * (300 * 300 - 200 * 200);
    assertThat(band.get(0).areaM2()).isCloseTo(exact, within(1e-3 * exact));
  }

  /** On random fields areas are valid, hold what they say, and do not overlap. */
  @Test
  void bandsAreValidAndHoldTheirCells() {
    Random random = new Random(11);
    double[] breaks = {2, 4, 5, 8};
    for (int k = 0; k < 20; k++) {
      ReceptorGrid g = new ReceptorGrid(0, 0, 25, 23, 17);
      float[] v = new float[g.count()];
      for (int c = 0; c < v.length; c++) {
        v[c] = random.nextInt(9) == 0 ? Float.NaN : 10 * random.nextFloat();
      }
      Geometry[] bands = new Geometry[breaks.length + 1];
      for (int b = 0; b <= breaks.length; b++) {
        double low = b == 0 ? Double.NEGATIVE_INFINITY : breaks[b - 1];
        double high = b == breaks.length ? Double.POSITIVE_INFINITY : breaks[b];
        List<Geometry> parts =
            Isobands.between(g, v, low, high).stream().map(IsobandsTest::polygon).toList();
        assertThat(parts).allMatch(Geometry::isValid);
        bands[b] = JTS.buildGeometry(parts);
      }
      Geometry all =
          JTS.buildGeometry(
              Isobands.between(g, v, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY).stream()
                  .map(IsobandsTest::polygon)
                  .toList());
      double sum = Arrays.stream(bands).mapToDouble(Geometry::getArea).sum();
      assertThat(sum).isCloseTo(all.getArea(), within(1e-6 * sum));
      for (int c = 0; c < v.length; c++) {
        Point at = JTS.createPoint(new Coordinate(g.xM(c), g.yM(c)));
        for (int b = 0; b <= breaks.length; b++) {
          boolean in =
              (b == 0 || v[c] >= breaks[b - 1]) && (b == breaks.length || v[c] < breaks[b]);
          assertThat(bands[b].contains(at)).as("cell %d = %f in band %d", c, v[c], b).isEqualTo(in);
        }
      }
    }
  }

  /** A band ends at the rim: where the values there are higher it leaves no frame around them. */
  @Test
  void aBandBelowTheDataOfTheRimLeavesNoFrame() {
    ReceptorGrid g = new ReceptorGrid(0, 0, 10, 20, 20);
    float[] v = new float[g.count()];
    for (int c = 0; c < v.length; c++) {
      v[c] = g.xM(c) < 100 ? 3 : 9;
    }
    assertThat(Isobands.between(g, v, 0, 2)).isEmpty();
    assertThat(Isobands.between(g, v, 2, 3)).isEmpty();
    List<Isobands.Area> low = Isobands.between(g, v, 2, 6);
    assertThat(low).hasSize(1);
    assertThat(polygon(low.get(0)).getEnvelopeInternal().getMaxX()).isLessThanOrEqualTo(105);
    // The rim lies at the edge of the outermost cells; only the corners are cut.
    assertThat(low.get(0).areaM2()).isCloseTo(100 * 200, within(30.0));
  }

  @Test
  void nothingToDrawGivesNothing() {
    ReceptorGrid g = new ReceptorGrid(0, 0, 10, 2, 2);
    float nan = Float.NaN;
    assertThat(Isobands.between(g, new float[] {nan, nan, nan, nan}, 0, 10)).isEmpty();
    assertThat(Isobands.between(g, new float[] {1, 1, 1, 1}, 2, 10)).isEmpty();
    assertThat(Isobands.between(g, new float[] {5, 5, 5, 5}, 2, 10)).hasSize(1);
  }
}
