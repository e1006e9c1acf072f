package city.emona.simulate.air;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import city.emona.geo.PackedLines;
import city.emona.geodata.EmissionTablesReader;
import city.emona.geodata.WeatherReader;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.DayType;
import city.emona.simulate.AirDay;
import city.emona.simulate.EmissionDay;
import city.emona.simulate.Pollutant;
import city.emona.simulate.Progress;
import city.emona.simulate.ReceptorGrid;
import city.emona.simulate.StreetCity;
import city.emona.simulate.air.canyon.StreetCanyons;
import city.emona.simulate.air.plume.DispersionConstants;
import city.emona.simulate.air.plume.Meteorology;
import city.emona.simulate.air.weather.SurfaceWeather;
import city.emona.simulate.emissions.EmissionEngine;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("invariant")
class AirEngineTest {
  private static final City CITY = StreetCity.lattice(5, 120);
  private static final Conditions BASE = Conditions.base(DayType.WEEKDAY);
  private static final Weather TYPICAL = WeatherReader.named("typical");
  private static final EmissionDay EMISSIONS = emissions(1);

  private static EmissionDay emissions(double scale) {
    return EmissionEngine.run(
        CITY,
        BASE,
        StreetCity.traffic(CITY, List.of(StreetCity.CARS, StreetCity.TRUCKS), scale),
        EmissionTablesReader.shipped(),
        1,
        Progress.NONE);
  }

  private static AirDay run(EmissionDay e, Weather w, int threads) {
    return AirEngine.run(CITY, BASE, e, w, new KernelCache(), threads, Progress.NONE);
  }

  @Test
  void oneAndManyThreadsGiveTheSameBits() {
    AirDay one = run(EMISSIONS, TYPICAL, 1);
    AirDay three = run(EMISSIONS, TYPICAL, 3);
    assertThat(Arrays.deepEquals(one.nox(), three.nox())).isTrue();
    assertThat(Arrays.deepEquals(one.no2(), three.no2())).isTrue();
    assertThat(Arrays.deepEquals(one.pm25(), three.pm25())).isTrue();
    assertThat(Arrays.deepEquals(one.pm10(), three.pm10())).isTrue();
  }

  @Test
  void cachedKernelsGiveTheSameBits() {
    KernelCache cache = new KernelCache();
    AirDay cold = AirEngine.run(CITY, BASE, EMISSIONS, TYPICAL, cache, 2, Progress.NONE);
    long misses = cache.hitsAndMisses()[1];
    AirDay warm = AirEngine.run(CITY, BASE, EMISSIONS, TYPICAL, cache, 2, Progress.NONE);
    assertThat(cache.hitsAndMisses()[1]).isEqualTo(misses);
    assertThat(Arrays.deepEquals(cold.nox(), warm.nox())).isTrue();
    AirDay tiny =
        AirEngine.run(CITY, BASE, EMISSIONS, TYPICAL, new KernelCache(1000), 2, Progress.NONE);
    assertThat(Arrays.deepEquals(cold.nox(), tiny.nox())).isTrue();
  }

  /** Weights that a moved street and its unmoved neighbours take over from the city as it was. */
  @Test
  void weightsOfOtherStreetsAreThoseMadeAnew() {
    PackedLines was = CITY.network().lines();
    int[] x = was.xMm().clone();
    for (int v = was.first()[1]; v < was.first()[2]; v++) {
      x[v] += 7_300;
    }
    PackedLines now = new PackedLines(was.first(), x, was.yMm());
    ReceptorGrid grid = AirEngine.grid(was);
    StreetCanyons canyons = AirEngine.canyons(CITY);
    NearField before = NearField.city(StreetPieces.of(was, grid, canyons), grid);
    NearField after = NearField.city(StreetPieces.of(now, grid, canyons), grid);
    Meteorology met = SurfaceWeather.hours(TYPICAL, 1e5, CitySource.ROUGHNESS_M).get(8);
    LineTables tables =
        LineTables.city(new HourKernel(met, DispersionConstants.AERMOD23132, grid.cellM()));
    int[] places = after.placesIn(before);
    assertThat(places).contains(-1);
    assertThat(Arrays.stream(places).filter(p -> p >= 0).count()).isGreaterThan(1);
    assertThat(after.weights(() -> tables, before, places, before.weights(tables)))
        .containsExactly(after.weights(tables));
  }

  @Test
  void withoutEmissionTheBackgroundIsLeft() {
    EmissionDay none =
        new EmissionDay(
            EMISSIONS.steps(),
            new float[Pollutant.values().length][24][CITY.network().linkCount()]);
    AirDay out = run(none, TYPICAL, 2);
    for (int s = 0; s < 24; s++) {
      Weather.Hour h = TYPICAL.hours().get(s);
      for (int c = 0; c < out.grid().count(); c++) {
        assertThat(out.nox()[s][c]).isEqualTo((float) h.noxUgM3());
        assertThat(out.no2()[s][c]).isCloseTo((float) h.no2UgM3(), within(1e-4f));
        assertThat(out.pm25()[s][c]).isEqualTo((float) h.pm25UgM3());
        assertThat(out.pm10()[s][c]).isEqualTo((float) h.pm10UgM3());
      }
    }
  }

  @Test
  void localNoxIsLinearInEmission() {
    AirDay once = run(EMISSIONS, TYPICAL, 2);
    AirDay thrice = run(emissions(3), TYPICAL, 2);
    for (int s = 0; s < 24; s++) {
      double bg = TYPICAL.hours().get(s).noxUgM3();
      for (int c = 0; c < once.grid().count(); c++) {
        double a = once.nox()[s][c] - bg;
        assertThat(thrice.nox()[s][c] - bg).isCloseTo(3 * a, within(1e-4 * (bg + 3 * a)));
      }
    }
  }

  /** Values are finite, ordered, and of the size that street measurements have. */
  @Test
  void concentrationsArePlausibleInEveryWeather() {
    for (String name : WeatherReader.names()) {
      Weather weather = WeatherReader.named(name);
      AirDay out = run(EMISSIONS, weather, 2);
      double max = 0;
      for (int s = 0; s < 24; s++) {
        for (int c = 0; c < out.grid().count(); c++) {
          assertThat(out.nox()[s][c]).isFinite().isGreaterThanOrEqualTo(0);
          assertThat(out.no2()[s][c]).isBetween(0f, out.nox()[s][c] + 1e-3f);
          assertThat(out.pm10()[s][c]).isGreaterThan(out.pm25()[s][c]);
          max = Math.max(max, out.no2()[s][c]);
        }
      }
      System.err.printf("%s: highest hourly NO2 %.1f µg/m³%n", name, max);
      assertThat(max).isBetween(10.0, 500.0);
    }
  }

  @Test
  void calmHoursAreDefined() {
    List<Weather.Hour> hours =
        TYPICAL.hours().stream()
            .map(
                h ->
                    new Weather.Hour(
                        0,
                        h.windFromDeg(),
                        h.temperatureC(),
                        0,
                        h.globalRadiationWPerM2(),
                        h.noxUgM3(),
                        h.no2UgM3(),
                        h.o3UgM3(),
                        h.pm25UgM3(),
                        h.pm10UgM3()))
            .toList();
    AirDay out = run(EMISSIONS, new Weather("calm", hours), 2);
    for (float[] step : out.nox()) {
      for (float v : step) {
        assertThat(v).isFinite().isLessThan(20_000);
      }
    }
  }
}
