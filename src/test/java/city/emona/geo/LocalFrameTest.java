package city.emona.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.geotools.api.parameter.ParameterValueGroup;
import org.geotools.api.referencing.FactoryException;
import org.geotools.api.referencing.operation.MathTransform;
import org.geotools.api.referencing.operation.MathTransformFactory;
import org.geotools.referencing.ReferencingFactoryFinder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Our metre system against GeoTools' transverse Mercator on random positions. */
class LocalFrameTest {
  @Test
  @Tag("oracle")
  void localFrameAgreesWithGeoToolsToOneMillimetreWithin50Km() throws Exception {
    double[][] origins = {
      {14.5058, 46.0569},
      {-8.61, 41.15},
      {9.52, 47.14},
      {24.94, 60.17},
      {0, 0.5},
      {151.2, -33.87},
      {-179.9, 65},
      {7.42, 43.73}
    };
    Random random = new Random(11);
    for (double[] o : origins) {
      LocalFrame frame = new LocalFrame(o[0], o[1]);
      MathTransform oracle = transverseMercator(o[0], o[1]);
      for (int i = 0; i < 300; i++) {
        double angle = random.nextDouble() * 2 * Math.PI;
        double radiusM = 50_000 * Math.sqrt(random.nextDouble());
        double[] lonLat = new double[2];
        frame.toLonLat(radiusM * Math.cos(angle), radiusM * Math.sin(angle), lonLat, 0);
        double[] theirs = new double[2];
        oracle.transform(lonLat, 0, theirs, 0, 1);
        double[] ours = new double[2];
        frame.toLocal(lonLat[0], lonLat[1], ours, 0);
        assertThat(ours[0]).isCloseTo(theirs[0], within(0.001));
        assertThat(ours[1]).isCloseTo(theirs[1], within(0.001));
        assertThat(Math.hypot(ours[0], ours[1])).isCloseTo(radiusM, within(1e-6));
      }
    }
  }

  private static MathTransform transverseMercator(double lon0, double lat0)
      throws FactoryException {
    MathTransformFactory factory = ReferencingFactoryFinder.getMathTransformFactory(null);
    ParameterValueGroup p = factory.getDefaultParameters("Transverse_Mercator");
    p.parameter("semi_major").setValue(6378137.0);
    p.parameter("semi_minor").setValue(6378137.0 * (1 - 1 / 298.257223563));
    p.parameter("central_meridian").setValue(lon0);
    p.parameter("latitude_of_origin").setValue(lat0);
    p.parameter("scale_factor").setValue(1.0);
    return factory.createParameterizedTransform(p);
  }

  @Test
  void boundsFollowTheEdges() {
    Bounds b = Crs.of("EPSG:32633").fromLonLat(new Bounds(12, 45, 18, 47));
    double[] bottomMiddle = {15, 45};
    Crs.of("EPSG:32633").fromLonLat(bottomMiddle, 1);
    assertThat(b.minY()).as("the parallel sags to the middle").isEqualTo(bottomMiddle[1]);
    assertThat(Crs.of("EPSG:4326").toLonLat(new Bounds(1, 2, 3, 4)))
        .isEqualTo(new Bounds(1, 2, 3, 4));
  }
}
