package city.emona.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import city.emona.citygen.CityGenerator;
import city.emona.geodata.EmissionTablesReader;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.results.KpiValue;
import city.emona.run.Question;
import city.emona.run.RunArchive;
import city.emona.run.RunQueue;
import city.emona.run.RunRecord;
import city.emona.run.Runner;
import city.emona.scenario.Scenario;
import city.emona.scenario.ScenarioLibrary;
import city.emona.scenario.yaml.ScenarioReader;
import city.emona.simulate.Frame;
import city.emona.simulate.Progress;
import city.emona.simulate.Quantity;
import city.emona.store.Store;
import city.emona.store.Stores;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole chain on the demo city as it is shipped (seed 7, 5,000 links): every shipped scenario
 * moves its goals the way it says.
 */
@Tag("invariant")
class ShippedScenariosRunTest {
  @TempDir private static Path folder;
  private static Workbench bench;
  private static City city;
  private static RunRecord base;

  @BeforeAll
  static void runTheBase() {
    Store store = Stores.open(folder.resolve("city.gpkg").toString(), true);
    store
        .cities()
        .saveCity(
            CityGenerator.generate(7, 5000, 2, Progress.NONE), Map.of(), "test", Progress.NONE);
    bench = new Workbench(store, ScenarioLibrary.shipped(), 2);
    city = bench.city();
    base = run(bench.library().get("base"));
  }

  @AfterAll
  static void close() {
    bench.close();
  }

  private static RunRecord run(Scenario s) {
    return bench.run(bench.ask(s, city), "test", Progress.NONE);
  }

  private static double kpi(RunRecord run, String id, String district) {
    return bench.store().runs().listKpis(run.id()).stream()
        .filter(v -> v.kpiId().equals(id) && v.districtId().equals(district))
        .mapToDouble(KpiValue::value)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no figure " + id + " for \"" + district + "\""));
  }

  @Test
  @Timeout(600)
  void aDeletedRunIsGoneFromTheDeskToo() throws InterruptedException {
    try (RunQueue queue = new RunQueue(2)) {
      RunService desk = new RunService(bench, () -> city, queue, bench.traffic(() -> city));
      String id = desk.submitYaml("emona: 1\nid: calm\ntitle: Calm\nweather: windy\n", "test");
      while (desk.find(id).isPresent()) {
        Thread.sleep(20);
      }
      assertThat(bench.store().runs().findRun(id)).isPresent();
      bench.store().runs().deleteRun(id, "test");
      assertThat(desk.find(id)).isEmpty();
      assertThat(desk.list()).isEmpty();
    }
  }

  @TestFactory
  Stream<DynamicTest> everyGoalMovesTheStatedWay() {
    return bench.library().list().stream()
        .filter(s -> !s.id().equals("base"))
        .flatMap(
            s ->
                s.goals().stream()
                    .map(g -> DynamicTest.dynamicTest(s.id() + ": " + g.kpi(), () -> check(s, g))));
  }

  private static void check(Scenario s, Scenario.Goal g) {
    RunRecord run = run(s);
    String district = districtId(g.district());
    double before = kpi(base, g.kpi(), district);
    double after = kpi(run, g.kpi(), district);
    if (g.direction() == Scenario.Direction.LOWER) {
      assertThat(after).as(s.id() + " lowers " + g.kpi()).isLessThan(before);
    } else {
      assertThat(after).as(s.id() + " raises " + g.kpi()).isGreaterThan(before);
    }
  }

  /** Goals name a district by its id or its name; no name is the whole city. */
  private static String districtId(String idOrName) {
    String[] names = city.table(Schema.DISTRICTS).texts("name");
    for (int d = 0; d < names.length; d++) {
      if (names[d].equals(idOrName)) {
        return city.table(Schema.DISTRICTS).ids()[d];
      }
    }
    return idOrName;
  }

  /** Every indicator of traffic and of reach, by city and district, from the stored layers. */
  @Test
  void indicatorsOfTrafficFollowFromTheStoredLayers() {
    for (String id : List.of("base", "close-old-bridge")) {
      Question q = bench.ask(bench.library().get(id), city);
      RunRecord run = bench.run(q, "test", Progress.NONE);
      KpiAudit audit = new KpiAudit(bench.store(), run, q.situation().city());
      double[] km = audit.vehicleKm();
      double[] hours = audit.vehicleHours();
      double[] free = audit.freeHours();
      audit(run, "traffic.vehicle_km", km);
      audit(run, "traffic.vehicle_hours", hours);
      audit(run, "traffic.delay_hours", each(hours, free, (a, b) -> a - b));
      audit(run, "traffic.travel_time_index", each(hours, free, (a, b) -> a / b));
      audit(run, "traffic.mean_speed", each(km, hours, (a, b) -> a / b));
      // a link that is just full is above capacity or not by less than the layer's rounding
      double[] surely = audit.overCapacityKm(1.003);
      double[] perhaps = audit.overCapacityKm(0.997);
      for (int d = 0; d < surely.length; d++) {
        String[] ids = city.table(Schema.DISTRICTS).ids();
        assertThat(kpi(run, "traffic.over_capacity_km", d < ids.length ? ids[d] : ""))
            .isBetween(0.999 * surely[d], 1.001 * perhaps[d]);
      }
      audit(run, "mobility.jobs20_car", audit.jobsByCar(8));
      audit(run, "mobility.jobs20_bus", audit.jobsByBus(8));
      audit(run, "mobility.jobs20_bike", audit.jobsByBike());
      audit(run, "mobility.jobs20_foot", audit.jobsOnFoot());
    }
  }

  private static double[] each(double[] a, double[] b, java.util.function.DoubleBinaryOperator of) {
    double[] out = new double[a.length];
    java.util.Arrays.setAll(out, k -> of.applyAsDouble(a[k], b[k]));
    return out;
  }

  private static void audit(RunRecord run, String id, double[] expected) {
    String[] ids = city.table(Schema.DISTRICTS).ids();
    for (int d = 0; d <= ids.length; d++) {
      double v = kpi(run, id, d < ids.length ? ids[d] : "");
      assertThat(v)
          .as(run.scenarioId() + " " + id + " " + (d < ids.length ? ids[d] : "city"))
          .isCloseTo(expected[d], within(1e-3 * Math.abs(expected[d])));
    }
  }

  /** Trips by district and by mode: those of the table, and kept where only streets change. */
  @Test
  void tripsByDistrictAndModeFollowFromTheTables() {
    Table od = city.table(Schema.OD);
    double between = 0;
    for (int r = 0; r < od.size(); r++) {
      boolean within = od.ints("from_zone")[r] == od.ints("to_zone")[r];
      between += within ? 0 : od.reals("car_trips_per_day")[r];
    }
    // Vans make 0.15 and trucks 0.03 trips a car trip; trucks go where jobs are, some within zones.
    double trips = kpi(base, "traffic.trips", "");
    assertThat(trips).isCloseTo(between * 1.18, within(0.01 * trips));
    double people = kpi(base, "mobility.trips", "");
    assertThat(kpi(base, "mobility.share_car", "")).isCloseTo(51, within(1e-3));
    assertThat(kpi(base, "mobility.share_bus", "")).isCloseTo(11, within(1e-3));
    assertThat(kpi(base, "mobility.share_bike", "")).isCloseTo(14, within(1e-3));
    assertThat(kpi(base, "mobility.share_foot", "")).isCloseTo(24, within(1e-3));
    RunRecord closed = run(bench.library().get("close-old-bridge"));
    for (RunRecord run : List.of(base, closed)) {
      double sum = 0;
      double[] byMode = new double[4];
      for (String d : city.table(Schema.DISTRICTS).ids()) {
        double here = kpi(run, "mobility.trips", d);
        assertThat(here).isCloseTo(kpi(base, "mobility.trips", d), within(1e-6 * here));
        sum += here;
        double all = 0;
        String[] modes = {"car", "bus", "bike", "foot"};
        for (int m = 0; m < 4; m++) {
          double share = kpi(run, "mobility.share_" + modes[m], d);
          all += share;
          byMode[m] += share * here;
        }
        assertThat(all).isCloseTo(100, within(1e-6));
      }
      // Zones at the edge of the map, where trips come in, belong to no district.
      assertThat(sum).isLessThanOrEqualTo(people * (1 + 1e-9)).isGreaterThan(0.8 * people);
      if (Math.abs(sum - people) < 1e-6 * people) {
        assertThat(byMode[0] / sum)
            .isCloseTo(kpi(run, "mobility.share_car", ""), within(1e-6 * 100));
      }
    }
    double losers = 0;
    for (String d : city.table(Schema.DISTRICTS).ids()) {
      assertThat(kpi(base, "mobility.losers", d) + kpi(base, "mobility.winners", d)).isZero();
      losers += kpi(closed, "mobility.losers", d);
      if (kpi(closed, "mobility.gain", d) < -0.1 && kpi(closed, "mobility.winners", d) == 0) {
        assertThat(kpi(closed, "mobility.losers", d)).isPositive();
      }
    }
    assertThat(losers).isEqualTo(kpi(closed, "mobility.losers", "")).isPositive();
  }

  @Test
  void theNewBridgeIsABridgeAndCarriesTraffic() {
    Question q = bench.ask(bench.library().get("new-bridge"), city);
    RunRecord run = bench.run(q, "test", Progress.NONE);
    Table links = q.situation().city().table(Schema.LINKS);
    for (String id : List.of("new-bridge:f", "new-bridge:b")) {
      int row = links.findRow(id);
      assertThat(links.schema().fields().get(links.schema().indexOf("structure")).labels())
          .element(links.choices("structure")[row])
          .isEqualTo("bridge");
      double day = 0;
      for (int step = 0; step < run.steps().count(); step++) {
        byte[] packed =
            bench.store().runs().findFrame(run.id(), Quantity.TRAFFIC_VOLUME, step).orElseThrow();
        day += Frame.unpack(Quantity.TRAFFIC_VOLUME, step, packed).values()[row];
      }
      assertThat(day).as(id + ", vehicles per day").isGreaterThan(500);
    }
  }

  @Test
  void anEmptyScenarioEqualsItsParentBitForBit() {
    Scenario empty =
        ScenarioReader.read(
            "emona: 1\nid: nothing\ntitle: Nothing changes\nparent: base\n", "nothing.yaml");
    Question q = bench.ask(empty, city);
    assertThat(q.runId()).isEqualTo(base.id());
    assertThat(q.situation().city()).isSameAs(city);
  }

  /**
   * Not through the run key this time: computed afresh on one thread into another store, and for
   * the calendar without the base day that the other bench had in memory.
   */
  @ParameterizedTest
  @ValueSource(strings = {"lez-old-town", "collection-calendar"})
  void oneThreadGivesTheSameBytesAsTwo(String scenario) {
    String file = folder.resolve("one-thread-" + scenario + ".gpkg").toString();
    try (Store other = Stores.open(file, true)) {
      Question q = bench.ask(bench.library().get(scenario), city);
      RunRecord many = bench.run(q, "test", Progress.NONE);
      RunRecord one =
          new Runner(EmissionTablesReader.shipped(), 1).run(q, other.runs(), "test", Progress.NONE);
      assertThat(other.runs().listKpis(one.id()))
          .isEqualTo(bench.store().runs().listKpis(many.id()));
      for (Quantity quantity : bench.store().runs().listQuantities(many.id())) {
        for (int step = 0; step < many.steps().count(); step++) {
          assertThat(other.runs().findFrame(one.id(), quantity, step).orElseThrow())
              .as(quantity + " " + step)
              .isEqualTo(bench.store().runs().findFrame(many.id(), quantity, step).orElseThrow());
        }
      }
    }
  }

  @Test
  void theBaseDayIsPlausible() {
    List<KpiValue> kpis = bench.store().runs().listKpis(base.id());
    double people = 0;
    for (int p : city.table(Schema.DISTRICTS).ints("population")) {
      people += p;
    }
    // Car distance in European cities is 5-20 km per head and day; mean speeds are 20-50 km/h.
    assertThat(kpi(base, "traffic.vehicle_km", "") / people).isBetween(1.0, 20.0);
    assertThat(kpi(base, "traffic.relative_gap", "")).isLessThanOrEqualTo(Runner.RELATIVE_GAP);
    assertThat(kpi(base, "traffic.mean_speed", "")).isBetween(15.0, 55.0);
    // 0.8-1.6 kg of municipal waste per head and day (Eurostat 2022: 513 kg per head and year).
    assertThat(kpi(base, "waste.collected_t", "") * 1000 / people).isBetween(0.1, 3.0);
    assertThat(kpi(base, "air.no2.population_mean", "")).isBetween(5.0, 60.0);
    assertThat(kpis).allSatisfy(k -> assertThat(k.value()).as(k.kpiId()).isFinite());
  }

  @Test
  void aCancelledRunLeavesNothingBehind() {
    RunArchive runs = bench.store().runs();
    int before = runs.listRuns().size();
    Scenario saturday =
        ScenarioReader.read(
            "emona: 1\nid: sat\ntitle: Saturday\nparent: base\nday: saturday\n", "sat.yaml");
    Progress stopsInTheMiddle =
        new Progress() {
          private volatile boolean cancelled;

          @Override
          public void report(String stage, double share) {
            cancelled |= share > 0.3;
          }

          @Override
          public boolean isCancelled() {
            return cancelled;
          }
        };
    assertThatThrownBy(() -> bench.run(bench.ask(saturday, city), "test", stopsInTheMiddle))
        .isInstanceOf(Progress.Cancelled.class);
    assertThat(runs.listRuns()).hasSize(before);
  }
}
