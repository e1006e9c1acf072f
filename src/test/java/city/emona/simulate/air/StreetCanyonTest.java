package city.emona.simulate.air;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import city.emona.geo.PackedLines;
import city.emona.geo.PackedPolygons;
import city.emona.geodata.WeatherReader;
import city.emona.simulate.AirDay;
import city.emona.simulate.DaySteps;
import city.emona.simulate.EmissionDay;
import city.emona.simulate.Pollutant;
import city.emona.simulate.Progress;
import city.emona.simulate.ReceptorGrid;
import city.emona.simulate.air.canyon.CanyonFlow;
import city.emona.simulate.air.canyon.StreetCanyons;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("analytic")
class StreetCanyonTest {
  /** Two rows of houses along y, fronts at x = −9 and x = +11, from y = 0 to 200. */
  private static StreetCanyons rows(int leftDm, int rightDm, int gapFromM) {
    PackedPolygons.Builder b = new PackedPolygons.Builder();
    int[] heights = new int[40];
    int n = 0;
    for (int k = 0; k < 20; k++) {
      if (10 * k < gapFromM) {
        b.ring(mm(-19, -9, -9, -19), mm(10 * k, 10 * k, 10 * k + 10, 10 * k + 10), false);
        b.endPolygon();
        heights[n++] = leftDm;
      }
      b.ring(mm(11, 25, 25, 11), mm(10 * k, 10 * k, 10 * k + 10, 10 * k + 10), false);
      b.endPolygon();
      heights[n++] = rightDm;
    }
    return new StreetCanyons(b.build(), Arrays.copyOf(heights, n));
  }

  private static int[] mm(int... metres) {
    return Arrays.stream(metres).map(m -> 1000 * m).toArray();
  }

  @Test
  void geometryIsProbedOnBothSides() {
    var canyon = rows(120, 180, 200).of(0, 0, 0, 200);
    assertThat(canyon.exists()).isTrue();
    assertThat(canyon.widthM()).isCloseTo(20, within(1e-3f));
    assertThat(canyon.leftHeightM()).isCloseTo(12, within(1e-3f));
    assertThat(canyon.rightHeightM()).isCloseTo(18, within(1e-3f));
    var back = rows(120, 180, 200).of(0, 200, 0, 0);
    assertThat(back.leftHeightM()).isCloseTo(18, within(1e-3f));
  }

  @Test
  void openStreetsAndLowHousesAreNoCanyons() {
    assertThat(rows(120, 180, 90).of(0, 0, 0, 200).exists()).isFalse();
    assertThat(rows(120, 180, 110).of(0, 0, 0, 200).exists()).isTrue();
    assertThat(rows(50, 60, 200).of(0, 0, 0, 200).exists()).isFalse();
    assertThat(rows(70, 60, 200).of(0, 0, 0, 200).exists()).isTrue();
    assertThat(rows(120, 180, 200).of(0, 0, 0, 0).exists()).isFalse();
  }

  private static CanyonFlow flow(StreetCanyons.Canyon canyon, double from, double wind) {
    return new CanyonFlow(canyon, 100, from, wind, CanyonFlow.USUAL_STIRRING);
  }

  /** Exchange at the roofs, and dilution, with the traffic of the hour: 1000 veh/h at 36 km/h. */
  @Test
  @Tag("analytic")
  void trafficStirsTheAirOfItsStreet() {
    var canyon = new StreetCanyons.Canyon(20, 18, 18);
    double stirring = 36 * (900 * 2 + 100 * 16);
    double turbulence = 0.3 * Math.sqrt(stirring / 20) / 113.842;
    double roof = 0.82 * 2;
    double expected = 18 / Math.sqrt(0.01 * roof * roof + 0.4 * turbulence * turbulence);
    assertThat(new CanyonFlow(canyon, 100, 270, 2, stirring).exchangeS())
        .isCloseTo(expected, within(1e-9));
    double before = Double.POSITIVE_INFINITY;
    for (double x : new double[] {0, 1000, 1e4, 1e5, 1e6}) {
      double[] s = new CanyonFlow(canyon, 100, 270, 2, x).sides(0, 1, 1.5);
      assertThat(s[0]).isFinite().isPositive().isLessThan(before);
      before = s[0];
    }
  }

  /** The air of other traffic from a base day, and computed anew: the same, canyons and all. */
  @Test
  @Tag("invariant")
  void aChangeOfTrafficMakesItsCanyonsAnew() {
    PackedLines.Builder b = new PackedLines.Builder();
    b.line(mm(0, 0), mm(0, 200));
    b.line(mm(0, 0), mm(200, 0));
    b.line(mm(0, 300), mm(0, 200));
    PackedLines lines = b.build();
    ReceptorGrid grid = new ReceptorGrid(-100, -50, 5, 40, 60);
    EmissionDay base = day(1, 30_000);
    StreetCanyons houses = rows(180, 180, 200);
    Weather weather = WeatherReader.named("typical");
    AirEstimate estimate = estimate(lines, houses, base, weather, grid);
    for (EmissionDay other : List.of(day(0.6f, 12_000), day(1, 60_000), day(0.6f, 30_000))) {
      AirDay quick = estimate.with(other, 2, Progress.NONE);
      AirDay full = estimate(lines, houses, other, weather, grid).base(1, Progress.NONE);
      AirDay before = estimate.base(1, Progress.NONE);
      double most = 0;
      for (int s = 0; s < 24; s++) {
        for (int c = 0; c < grid.count(); c++) {
          double nox = full.nox()[s][c];
          assertThat((double) quick.nox()[s][c]).isCloseTo(nox, within(1e-6 * nox));
          double no2 = full.no2()[s][c];
          assertThat((double) quick.no2()[s][c]).isCloseTo(no2, within(1e-6 * no2));
          most = Math.max(most, Math.abs(before.nox()[s][c] - nox) / nox);
        }
      }
      assertThat(most).isGreaterThan(0.01);
    }
  }

  private static AirEstimate estimate(
      PackedLines lines, StreetCanyons houses, EmissionDay day, Weather weather, ReceptorGrid g) {
    return AirEstimate.of(lines, houses, 1e5, day, weather, g, new KernelCache(), 1, Progress.NONE);
  }

  /** The canyon's link changes, the other two are the same in every day. */
  private static EmissionDay day(float factor, float stirring) {
    DaySteps steps = DaySteps.hourly(LocalDate.of(2026, 3, 10), ZoneId.of("UTC"));
    float[][][] g = new float[Pollutant.values().length][24][];
    float[][] x = new float[24][];
    for (int s = 0; s < 24; s++) {
      for (float[][] ofOne : g) {
        ofOne[s] = new float[] {1e-4f * factor * (s + 1), 1e-4f, 2e-4f};
      }
      x[s] = new float[] {stirring * (s + 1) / 24, 1e4f, 2e4f};
    }
    return new EmissionDay(steps, g, x, null);
  }

  /** Wind from the west over a street to the north: the west side is the sheltered one. */
  @Test
  void leewardSideIsTheDirtyOne() {
    var canyon = new StreetCanyons.Canyon(20, 18, 18);
    for (double wind : new double[] {1, 2, 4, 8}) {
      double[] west = flow(canyon, 270, wind).sides(0, 1, 1.5);
      double[] east = flow(canyon, 90, wind).sides(0, 1, 1.5);
      assertThat(west[0]).isGreaterThan(1.5 * west[1]);
      assertThat(east[0]).isCloseTo(west[1], within(1e-12));
      assertThat(east[1]).isCloseTo(west[0], within(1e-12));
      double[] along = flow(canyon, 180, wind).sides(0, 1, 1.5);
      assertThat(along[0]).isCloseTo(along[1], within(1e-9));
      // The street seen the other way round.
      double[] turned = flow(canyon, 270, wind).sides(0, -1, 1.5);
      assertThat(turned[1]).isCloseTo(west[0], within(1e-12));
    }
  }

  /** More wind dilutes; without wind the traffic's own turbulence keeps it finite. */
  @Test
  void windDilutesAndCalmIsFinite() {
    var canyon = new StreetCanyons.Canyon(20, 18, 18);
    double before = Double.POSITIVE_INFINITY;
    for (double wind : new double[] {0, 1, 2, 3, 5, 8, 12}) {
      double[] s = flow(canyon, 250, wind).sides(0, 1, 1.5);
      double mean = 0.5 * (s[0] + s[1]);
      assertThat(mean).isFinite().isPositive().isLessThanOrEqualTo(before);
      before = mean;
    }
    // A main street: 400 µg/(m s) of NOx give 50 to 400 µg/m³ at 3 m/s on the sheltered side.
    double[] s = flow(canyon, 270, 3).sides(0, 1, 1.5);
    assertThat(400 * s[0]).isBetween(50.0, 400.0);
  }

  /** In a canyon's cells its own near field is replaced, elsewhere nothing changes. */
  @Test
  @Tag("invariant")
  void canyonReplacesTheOpenNearField() {
    PackedLines.Builder b = new PackedLines.Builder();
    b.line(mm(0, 0), mm(0, 200));
    PackedLines lines = b.build();
    ReceptorGrid grid = new ReceptorGrid(-100, -50, 5, 40, 60);
    DaySteps steps = DaySteps.hourly(LocalDate.of(2026, 3, 10), ZoneId.of("UTC"));
    Weather weather = WeatherReader.named("typical");
    double[][] field = new double[2][];
    StreetCanyons houses = rows(180, 180, 200);
    for (int i = 0; i < 2; i++) {
      StreetDispersion d =
          new StreetDispersion(
              lines, i == 0 ? null : houses, 1e5, weather, grid, new KernelCache(), steps);
      StreetDispersion.Work work = d.work();
      double[] stirring = {CanyonFlow.USUAL_STIRRING};
      double[][] strength = {{100}, {0}, {0}, {0}};
      d.fields(8, new StreetDispersion.Streets(strength, stirring), work);
      field[i] = work.field[0].clone();
    }
    int inside = 0;
    for (int c = 0; c < grid.count(); c++) {
      boolean between = Math.abs(grid.xM(c)) < 10 && grid.yM(c) > 0 && grid.yM(c) < 200;
      if (between) {
        inside++;
        assertThat(field[1][c]).isNotEqualTo(field[0][c]).isPositive();
      } else {
        assertThat(field[1][c]).isEqualTo(field[0][c]);
      }
    }
    assertThat(inside).isEqualTo(4 * 40);
  }
}
