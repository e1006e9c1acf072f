package city.emona.run.air;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import city.emona.EmonaException;
import city.emona.app.Workbench;
import city.emona.citygen.CityGenerator;
import city.emona.geo.PackedPoints;
import city.emona.geodata.ObservationReader;
import city.emona.geodata.WeatherYear;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.run.RunRecord;
import city.emona.scenario.ScenarioLibrary;
import city.emona.simulate.AirDay;
import city.emona.simulate.Frame;
import city.emona.simulate.Progress;
import city.emona.simulate.Quantity;
import city.emona.simulate.air.AirEngine;
import city.emona.simulate.air.AnnualAir;
import city.emona.simulate.air.KernelCache;
import city.emona.simulate.air.weather.WeatherClasses;
import city.emona.simulate.air.weather.YearOfDays;
import city.emona.store.Store;
import city.emona.store.Stores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions to the air of a real run on a small made city. */
@Tag("oracle")
class AirStudiesTest {
  @TempDir private static Path folder;
  private static Workbench bench;
  private static City city;
  private static RunRecord run;
  private static AirStudies air;

  @BeforeAll
  static void runTheBase() {
    Store store = Stores.open(folder.resolve("city.gpkg").toString(), true);
    store
        .cities()
        .saveCity(
            CityGenerator.generate(7, 2000, 2, Progress.NONE), Map.of(), "test", Progress.NONE);
    bench = new Workbench(store, ScenarioLibrary.shipped(), 2);
    city = bench.city();
    run = bench.run(bench.ask(bench.library().get("base"), city), "test", Progress.NONE);
    air = new AirStudies(bench.store().runs(), r -> bench.situationOf(r, city), 2);
  }

  @AfterAll
  static void close() {
    bench.close();
  }

  private static float[] frame(Quantity q, int step) {
    return Frame.unpack(q, step, bench.store().runs().findFrame(run.id(), q, step).orElseThrow())
        .values();
  }

  /** Out in the fields the traffic's part is smaller than the rounding of stored values. */
  private static int cellNearAStreet(Random random) {
    var lines = city.network().lines();
    int v = lines.first()[random.nextInt(lines.size())];
    return run.grid()
        .find(
            lines.xMm()[v] / 1000.0 + 120 * (random.nextDouble() - 0.5),
            lines.yMm()[v] / 1000.0 + 120 * (random.nextDouble() - 0.5));
  }

  /** Links and classes add up to the traffic's part, and that is what the map shows. */
  @Test
  void theCausesAddUpToTheMap() {
    Random random = new Random(4);
    double off = 0;
    double all = 0;
    for (AirPollutant p : AirPollutant.values()) {
      for (int k = 0; k < 12; k++) {
        int cell = cellNearAStreet(random);
        int step = 6 + k;
        AirStudies.Causes c = air.attribute(run, p, step, run.grid().xM(cell), run.grid().yM(cell));
        assertThat(Arrays.stream(c.byLink()).sum())
            .isCloseTo(c.trafficUgM3(), within(1e-9 * c.trafficUgM3() + 1e-12));
        assertThat(Arrays.stream(c.byClass()).sum())
            .isCloseTo(c.trafficUgM3(), within(1e-6 * c.trafficUgM3() + 1e-9));
        double shown = c.gridUgM3() - c.backgroundUgM3();
        off += Math.abs(c.trafficUgM3() - shown);
        all += c.trafficUgM3();
        assertThat(c.trafficUgM3())
            .as("%s at %d", p, cell)
            .isCloseTo(shown, within(0.1 * shown + 0.05));
      }
    }
    System.err.printf("attribution against the map: %.2f %%%n", 100 * off / all);
    assertThat(off / all).isLessThan(0.02);
  }

  /** The busiest class of a street is also the one blamed beside it. */
  @Test
  void aPlaceAtAStreetBlamesThatStreet() {
    float[] nox = frame(Quantity.EMISSIONS_NOX, 8);
    int busiest = 0;
    for (int i = 0; i < nox.length; i++) {
      busiest = nox[i] > nox[busiest] ? i : busiest;
    }
    var lines = city.network().lines();
    int v = lines.first()[busiest];
    double x = (lines.xMm()[v] + lines.xMm()[v + 1]) / 2000.0;
    double y = (lines.yMm()[v] + lines.yMm()[v + 1]) / 2000.0;
    AirStudies.Causes c = air.attribute(run, AirPollutant.NOX, 8, x, y);
    int most = 0;
    for (int i = 0; i < c.byLink().length; i++) {
      most = c.byLink()[i] > c.byLink()[most] ? i : most;
    }
    assertThat(lines.bounds(most).grownBy(1).intersects(lines.bounds(busiest))).isTrue();
    assertThat(c.byLink()[busiest]).isGreaterThan(0.1 * c.trafficUgM3());
  }

  private static SensorStudies sensors() {
    return new SensorStudies(
        bench.store().runs(),
        new SensorData(bench.store().cities()),
        r -> bench.situationOf(r, city));
  }

  /**
   * Observations made from the model by an error that reaches far: scaled by 1.3 and noise. The
   * sensors then tell each other what the model does not know, through a gap and a bad reading.
   */
  @Test
  void observationsCorrectTheMap() {
    String simulated = sensors().simulatedCsv(run);
    StringBuilder csv = new StringBuilder();
    Random random = new Random(9);
    for (String line : simulated.split("\n")) {
      String[] cell = line.split(",", -1);
      if (csv.isEmpty()) {
        csv.append(line);
      } else if (cell[4].equals("µg/m³") && random.nextInt(10) > 0) {
        cell[3] =
            Double.toString(Double.parseDouble(cell[3]) * (1.3 + 0.05 * random.nextGaussian()));
        cell[5] = "good";
        csv.append('\n').append(String.join(",", cell));
      }
    }
    bench
        .store()
        .cities()
        .saveObservations(
            SensorData.check(city, ObservationReader.parse("obs.csv", csv.toString())), "test");
    SensorStudies.Assimilation a = sensors().assimilate(run, AirPollutant.NO2, 8);
    System.err.printf("without %s%nwith %s%n%s%n", a.without(), a.with(), a.model());
    assertThat(a.with().count()).isEqualTo(a.without().count()).isGreaterThan(50);
    assertThat(a.with().rmse()).isLessThan(0.7 * a.without().rmse());
    assertThat(Math.abs(a.with().fb())).isLessThan(0.1);
    float[] before = frame(Quantity.AIR_NO2, 8);
    double raised = 0;
    for (int c = 0; c < before.length; c++) {
      assertThat(a.corrected()[c]).isFinite().isNotNegative();
      raised += (a.corrected()[c] - before[c]) / before.length;
    }
    assertThat(raised).isPositive();
  }

  @Test
  void newSensorsArePlacedApartFromThoseThatStand() {
    var proposals = sensors().place(run, AirPollutant.NO2, 5);
    assertThat(proposals).hasSize(5);
    Table streams = city.table(Schema.DATASTREAMS);
    PackedPoints sensors = city.table(Schema.SENSORS).points();
    List<double[]> taken = new ArrayList<>();
    for (int d = 0; d < streams.size(); d++) {
      int s = streams.ints("sensor")[d];
      boolean reads = streams.texts("observed_property")[d].equalsIgnoreCase("NO2");
      if (reads && s >= 0 && !SensorData.label(streams, d).equals("dead")) {
        taken.add(new double[] {sensors.xMm()[s] / 1000.0, sensors.yMm()[s] / 1000.0});
      }
    }
    assertThat(taken).as("NO2 sensors of the made city").isNotEmpty();
    for (SensorStudies.Proposal p : proposals) {
      assertThat(taken)
          .as("sensors before %s", p)
          .allMatch(t -> Math.hypot(t[0] - p.xM(), t[1] - p.yM()) > 150);
      taken.add(new double[] {p.xM(), p.yM()});
    }
    for (int i = 1; i < 5; i++) {
      assertThat(proposals.get(i).gain()).isLessThanOrEqualTo(proposals.get(i - 1).gain() + 1e-9);
    }
  }

  @Test
  void aRunWithoutAirIsToldSo() {
    RunRecord bare =
        new RunRecord(
            run.id(),
            run.scenarioId(),
            run.scenarioTitle(),
            run.scenarioHash(),
            run.scenarioYaml(),
            run.cityVersion(),
            run.engineVersions(),
            run.seed(),
            run.steps(),
            null,
            run.principal(),
            run.finishedAt(),
            run.cpuSeconds());
    assertThatThrownBy(() -> sensors().place(bare, AirPollutant.NO2, 1))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("has no air");
  }

  @Test
  void observationsThatDoNotFitAreRefused() {
    String head = "datastream,phenomenon_time,result_time,value,unit,quality\n";
    String unknown = head + "nobody,2026-03-17T08:00:00Z,,5,µg/m³,good\n";
    assertThatThrownBy(() -> SensorData.check(city, ObservationReader.parse("o.csv", unknown)))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("o.csv:2");
    String unit = head + "ds0,2026-03-17T08:00:00Z,,5,furlong,good\n";
    assertThatThrownBy(() -> SensorData.check(city, ObservationReader.parse("o.csv", unit)))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("furlong");
    assertThatThrownBy(() -> ObservationReader.parse("o.csv", head + "ds0,tomorrow,,5,%,good\n"))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("tomorrow");
  }

  /** The shipped year by classes of weather against all of its hours, one by one. */
  @Test
  @Tag("oracle")
  void classesOfWeatherStandForTheHours() {
    AnnualMean annual = new AnnualMean(bench.store().runs(), r -> bench.situationOf(r, city), 2);
    YearOfDays shipped = WeatherYear.shipped();
    List<YearOfDays.Day> some = new ArrayList<>();
    for (int k = 0; k < 36; k += 5) {
      some.add(new YearOfDays.Day(shipped.days().get(k).weather(), 0.125));
    }
    YearOfDays year = new YearOfDays("made", true, some);
    AnnualAir.Result made = annual.of(run, year, Progress.NONE);
    AirDay mean = made.day();
    assertThat(made.classes()).isBetween(60, 8 * 24);
    double[][] hours = new double[2][mean.grid().count()];
    for (YearOfDays.Day d : some) {
      AirDay day =
          AirEngine.run(
              city,
              annual.emissions(run),
              d.weather(),
              mean.grid(),
              new KernelCache(1),
              2,
              Progress.NONE);
      addMean(hours[0], day.nox(), day.background().nox(), d.share());
      addMean(hours[1], day.no2(), day.background().no2(), d.share());
    }
    double[][] classes = new double[2][mean.grid().count()];
    addMean(classes[0], mean.nox(), mean.background().nox(), 1);
    addMean(classes[1], mean.no2(), mean.background().no2(), 1);
    for (int p = 0; p < 2; p++) {
      double off = 0;
      double sum = 0;
      for (int c = 0; c < hours[p].length; c++) {
        off += Math.abs(classes[p][c] - hours[p][c]);
        sum += hours[p][c];
      }
      System.err.printf(
          "annual %s, classes against hours: %.2f %%%n", p == 0 ? "NOx" : "NO2", 100 * off / sum);
      assertThat(off / sum).isLessThan(0.05);
    }
    assertThat(annual.of(run, year, Progress.NONE).day().no2()).isDeepEqualTo(mean.no2());
  }

  /** What the streets add, as a mean over the day. */
  private static void addMean(double[] sum, float[][] steps, float[] background, double share) {
    for (int s = 0; s < steps.length; s++) {
      for (int c = 0; c < sum.length; c++) {
        sum[c] += share / steps.length * (steps[s][c] - background[s]);
      }
    }
  }

  /** A series with a gap: whole days count alike, the day with the gap does not count. */
  @Test
  void hoursOfAStationAreCountedByWholeDays() {
    String[] rows = new String[3 * 24];
    for (int i = 0; i < rows.length; i++) {
      String wind = i == 30 ? "" : "2.5";
      rows[i] =
          "2025-01-0%d %02d:00,%s,%d,5,0.5,0,20,15,40,9,14"
              .formatted(1 + i / 24, i % 24, wind, i < 24 ? 90 : 270);
    }
    String head =
        "time,wind_m_s,wind_from_deg,temperature_c,cloud_share,global_radiation_w_m2,"
            + "background_nox_ug_m3,background_no2_ug_m3,background_o3_ug_m3,"
            + "background_pm25_ug_m3,background_pm10_ug_m3\n";
    YearOfDays year = WeatherYear.parse("y.csv", head + String.join("\n", rows));
    assertThat(year.isAssumed()).isFalse();
    assertThat(year.days()).extracting(YearOfDays.Day::share).containsExactly(0.5, 0.5);
    var classes = WeatherClasses.of(year.days(), 1e5, 0.5);
    assertThat(classes.stream().mapToDouble(WeatherClasses.WeatherClass::sum).sum())
        .isCloseTo(1, within(1e-12));
    assertThat(classes)
        .allSatisfy(
            c -> {
              assertThat(c.hour().no2UgM3()).isCloseTo(15, within(1e-9));
              assertThat(c.met().windMPerS()).isCloseTo(2.5, within(1e-9));
            });
    // Five parts of the day under an even sky, from two directions.
    assertThat(classes.size()).isGreaterThanOrEqualTo(10);
    assertThatThrownBy(() -> WeatherYear.parse("y.csv", head + rows[1] + "\n" + rows[0]))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("y.csv:3, column time");
  }

  @Test
  void theShippedYearTurnsTheWindAndAddsUpToOne() {
    List<YearOfDays.Day> year = WeatherYear.shipped().days();
    assertThat(year).hasSize(36);
    assertThat(year.stream().mapToDouble(YearOfDays.Day::share).sum()).isCloseTo(1, within(1e-9));
    double x = 0;
    double y = 0;
    for (var h : year.get(3).weather().hours()) {
      x += h.windMPerS() * Math.sin(Math.toRadians(h.windFromDeg()));
      y += h.windMPerS() * Math.cos(Math.toRadians(h.windFromDeg()));
    }
    assertThat(Math.toDegrees(Math.atan2(x, y))).isCloseTo(90, within(1e-6));
  }
}
