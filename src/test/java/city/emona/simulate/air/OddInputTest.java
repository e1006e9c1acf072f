package city.emona.simulate.air;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import city.emona.EmonaException;
import city.emona.geodata.WeatherReader;
import city.emona.simulate.Progress;
import city.emona.simulate.air.plume.DispersionConstants;
import city.emona.simulate.air.plume.LineSource;
import city.emona.simulate.air.plume.Meteorology;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The table "Odd input" of src/docs/models/air.md, row by row. */
@Tag("invariant")
class OddInputTest {
  private static final LineSource ROAD = new LineSource(0, 0, 0, 200, 1000, 0.5, 1.5, 10);

  private static Meteorology met(double ustar, double l, double wind, double from) {
    return new Meteorology(ustar, 0, l, 500, wind, from, 10, 0.3);
  }

  private static double[] at(Meteorology met, boolean fast, double x, double y) {
    List<Dispersion.Receptor> r = List.of(new Dispersion.Receptor(x, y, 1.5));
    double[] out = new double[DispersionConstants.values().length];
    for (DispersionConstants k : DispersionConstants.values()) {
      double[][] c =
          fast
              ? Dispersion.fast(List.of(ROAD), List.of(met), r, k, true, 1, Progress.NONE)
              : Dispersion.exact(List.of(ROAD), List.of(met), r, k, true, 1, Progress.NONE);
      out[k.ordinal()] = c[0][0];
    }
    return out;
  }

  @Test
  void calmIsTheWindFloor() {
    for (boolean fast : new boolean[] {false, true}) {
      double[] calm = at(met(0.05, 30, 0, 270), fast, 20, 100);
      double[] breath = at(met(0.05, 30, 1e-6, 270), fast, 20, 100);
      for (int k = 0; k < calm.length; k++) {
        assertThat(calm[k]).isFinite().isPositive().isCloseTo(breath[k], within(1e-3 * calm[k]));
      }
    }
  }

  @Test
  void obukhovLengthNearZeroCountsAsOneMetre() {
    for (double sign : new double[] {-1, 1}) {
      double[] tiny = at(met(0.1, sign * 1e-9, 1, 250), false, 20, 100);
      double[] one = at(met(0.1, sign, 1, 250), false, 20, 100);
      assertThat(tiny).containsExactly(one);
      assertThat(tiny[0]).isFinite().isPositive();
    }
  }

  @Test
  void receptorOnTheRoadIsFinite() {
    for (boolean fast : new boolean[] {false, true}) {
      for (double[] xy : new double[][] {{0, 100}, {0, 0}, {0, 200}, {1e-9, 50}}) {
        for (double from : new double[] {0, 33, 90, 180}) {
          for (double c : at(met(0.3, 500, 3, from), fast, xy[0], xy[1])) {
            assertThat(c).isFinite().isNotNegative().isLessThan(1e6);
          }
        }
      }
    }
  }

  @Test
  void parallelWindIsTheLimitOfNearlyParallelWind() {
    for (boolean fast : new boolean[] {false, true}) {
      double[] along = at(met(0.3, 500, 3, 180), fast, 4, 260);
      double[] nearly = at(met(0.3, 500, 3, 180.001), fast, 4, 260);
      for (int k = 0; k < along.length; k++) {
        assertThat(nearly[k]).isCloseTo(along[k], within(2e-3 * along[k]));
      }
    }
  }

  @Test
  void segmentWithoutLengthEmitsNothing() {
    LineSource point = new LineSource(5, 5, 5, 5, 1000, 0.5, 1.5, 10);
    List<Dispersion.Receptor> r = List.of(new Dispersion.Receptor(20, 5, 1.5));
    List<Meteorology> m = List.of(met(0.3, 500, 3, 270));
    for (DispersionConstants k : DispersionConstants.values()) {
      assertThat(Dispersion.exact(List.of(point), m, r, k, true, 1, Progress.NONE)[0][0]).isZero();
      assertThat(Dispersion.fast(List.of(point), m, r, k, true, 1, Progress.NONE)[0][0]).isZero();
      assertThat(Dispersion.fast(List.of(), m, r, k, true, 1, Progress.NONE)[0][0]).isZero();
    }
  }

  @Test
  void aWeatherFileWithAGapIsRefused() {
    String head =
        "hour,wind_m_s,wind_from_deg,temperature_c,cloud_share,global_radiation_w_m2,"
            + "background_nox_ug_m3,background_no2_ug_m3,background_o3_ug_m3,"
            + "background_pm25_ug_m3,background_pm10_ug_m3\n";
    String row = ",2,200,10,0.5,0,20,15,40,8,12\n";
    assertThatThrownBy(() -> WeatherReader.parse("w.csv", head + "0" + row + "2" + row))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("Hour 1 is missing")
        .hasMessageContaining("w.csv:3");
    assertThatThrownBy(
            () -> WeatherReader.parse("w.csv", head + "0" + row.replace(",2,200", ",,200")))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("wind_m_s");
  }
}
