package city.emona.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import city.emona.EmonaException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reference systems against published positions (PROJ 9) and against each other. */
@Tag("analytic")
class CrsTest {
  @Test
  void utmAgreesWithProj() {
    double[] p = {14.5058, 46.0569};
    Crs.of("EPSG:32633").fromLonLat(p, 1);
    assertThat(p[0]).isCloseTo(461772.21167, within(0.001));
    assertThat(p[1]).isCloseTo(5100488.21322, within(0.001));
  }

  @Test
  void mercatorAgreesWithProj() {
    double[] p = {14.5058, 46.0569};
    Crs.EPSG3857.fromLonLat(p, 1);
    assertThat(p[0]).isCloseTo(1614778.26955, within(0.001));
    assertThat(p[1]).isCloseTo(5789472.17837, within(0.001));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CRS:84", "EPSG:4326", "EPSG:3857", "EPSG:32633", "EPSG:3035"})
  void thereAndBackIsTheSamePlace(String code) {
    double[] p = {14.5, 46.05, 14.61, 45.9, 13.5, 46.5};
    double[] q = p.clone();
    Crs.of(code).fromLonLat(q, 3);
    Crs.of(code).toLonLat(q, 3);
    assertThat(q).containsExactly(p, within(2e-7));
  }

  @Test
  void axisOrderIsThatOfTheAuthority() {
    assertThat(Crs.of("EPSG:4326").isNorthFirst()).isTrue();
    assertThat(Crs.of("CRS:84").isNorthFirst()).isFalse();
    assertThat(Crs.of("EPSG:3857").isNorthFirst()).isFalse();
    assertThat(Crs.of("EPSG:3035").isNorthFirst()).isTrue();
    assertThat(Crs.of("EPSG:32633").isNorthFirst()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "urn:ogc:def:crs:EPSG::4326",
        "http://www.opengis.net/def/crs/EPSG/0/4326",
        "epsg:4326"
      })
  void otherSpellingsAreTheSameSystem(String name) {
    assertThat(Crs.of(name)).isSameAs(Crs.EPSG4326);
  }

  @ParameterizedTest
  @ValueSource(strings = {"EPSG:999999", "EPSG:x", "", "nonsense", "EPSG:4326'; drop"})
  void unknownNamesAreTheUsersMistake(String name) {
    assertThatThrownBy(() -> Crs.of(name)).isInstanceOf(EmonaException.class);
  }

  @Test
  void tilesCoverTheirPositions() {
    for (int z = 0; z <= 18; z += 3) {
      TileMath.Tile t = TileMath.tileOf(z, 14.5, 46.05);
      assertThat(t.lonLat(0).contains(14.5, 46.05)).isTrue();
    }
    assertThat(TileMath.tileOf(14, 14.505, 46.054)).isEqualTo(new TileMath.Tile(14, 8852, 5825));
  }
}
