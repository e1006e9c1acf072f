package city.emona.simulate.air;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import city.emona.EmonaException;
import city.emona.geodata.EmissionTablesReader;
import city.emona.geodata.WeatherReader;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.DayType;
import city.emona.simulate.AirDay;
import city.emona.simulate.EmissionDay;
import city.emona.simulate.Progress;
import city.emona.simulate.StreetCity;
import city.emona.simulate.emissions.EmissionEngine;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The difference by linearity against the whole day computed anew. */
@Tag("oracle")
class AirEstimateTest {
  private static final City CITY = StreetCity.lattice(6, 110);
  private static final Weather WEATHER = WeatherReader.named("typical");

  private static EmissionDay emissions() {
    return EmissionEngine.run(
        CITY,
        Conditions.base(DayType.WEEKDAY),
        StreetCity.traffic(CITY, List.of(StreetCity.CARS, StreetCity.TRUCKS), 1),
        EmissionTablesReader.shipped(),
        1,
        Progress.NONE);
  }

  private static EmissionDay changed(EmissionDay base) {
    float[][][] g = base.gPerMPerS();
    float[][][] out = new float[g.length][g[0].length][];
    for (int p = 0; p < g.length; p++) {
      for (int s = 0; s < g[p].length; s++) {
        out[p][s] = g[p][s].clone();
        for (int l = 0; s % 3 != 1 && l < out[p][s].length; l += 7) {
          // Some streets are closed, some are busier, in two hours of three.
          out[p][s][l] *= l % 2 == 0 ? 0 : 2.5f;
        }
      }
    }
    return new EmissionDay(base.steps(), out);
  }

  private static void assertSame(float[][] a, float[][] b) {
    for (int s = 0; s < a.length; s++) {
      for (int c = 0; c < a[s].length; c++) {
        assertThat((double) a[s][c]).isCloseTo(b[s][c], within(1e-6 * b[s][c]));
      }
    }
  }

  @Test
  void equalsTheFullComputation() {
    EmissionDay base = emissions();
    EmissionDay changed = changed(base);
    KernelCache cache = new KernelCache();
    AirEstimate estimate = AirEstimate.of(CITY, base, WEATHER, cache, 2, Progress.NONE);
    AirDay quick = estimate.with(changed, 2, Progress.NONE);
    AirDay full =
        AirEngine.run(CITY, changed, WEATHER, estimate.grid(), new KernelCache(), 2, Progress.NONE);
    assertSame(quick.nox(), full.nox());
    assertSame(quick.no2(), full.no2());
    assertSame(quick.pm25(), full.pm25());
    assertSame(quick.pm10(), full.pm10());
    AirDay before = AirEngine.run(CITY, base, WEATHER, estimate.grid(), cache, 2, Progress.NONE);
    assertSame(estimate.base(2, Progress.NONE).no2(), before.no2());
    // Without any kernels kept, too.
    AirDay bare =
        AirEstimate.of(CITY, base, WEATHER, new KernelCache(0), 1, Progress.NONE)
            .with(changed, 1, Progress.NONE);
    assertThat(bare.no2()).isDeepEqualTo(quick.no2());
  }

  @Test
  void anHourEqualsThatOfTheDay() {
    EmissionDay base = emissions();
    EmissionDay changed = changed(base);
    AirDay full =
        AirEngine.run(
            CITY,
            changed,
            WEATHER,
            AirEngine.grid(CITY.network().lines()),
            new KernelCache(),
            2,
            Progress.NONE);
    for (int step : new int[] {0, 8, 9, 10}) {
      AirEstimate.Hour hour =
          AirEstimate.Hour.of(CITY, base, step, WEATHER, new KernelCache(), step % 2 + 1);
      AirDay quick = hour.with(changed);
      assertSame(new float[][] {quick.no2()[step]}, new float[][] {full.no2()[step]});
      assertSame(new float[][] {quick.pm10()[step]}, new float[][] {full.pm10()[step]});
      assertThat(hour.fits(CITY)).isTrue();
    }
  }

  @Test
  void otherStreetsAreRefused() {
    EmissionDay base = emissions();
    AirEstimate estimate = AirEstimate.of(CITY, base, WEATHER, new KernelCache(), 2, Progress.NONE);
    EmissionDay other = new EmissionDay(base.steps(), new float[base.gPerMPerS().length][24][3]);
    assertThatThrownBy(() -> estimate.with(other, 2, Progress.NONE))
        .isInstanceOf(EmonaException.class);
  }
}
