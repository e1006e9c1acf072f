package city.emona.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import city.emona.geo.LocalFrame;
import city.emona.model.City;
import city.emona.model.CityInfo;
import city.emona.model.DayType;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.AirDay;
import city.emona.simulate.DaySteps;
import city.emona.simulate.EmissionDay;
import city.emona.simulate.ModeDay;
import city.emona.simulate.Pollutant;
import city.emona.simulate.ReceptorGrid;
import city.emona.simulate.TrafficDay;
import city.emona.simulate.UserClass;
import city.emona.simulate.WasteDay;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every indicator against a sum done by hand on one street of 2 km in one district, 24 equal hours.
 */
@Tag("analytic")
class KpiSheetTest {
  private static final DaySteps DAY =
      DaySteps.hourly(DayType.WEEKDAY.date(), ZoneId.of("Europe/Ljubljana"));
  private static final City CITY = oneStreet();

  private static City oneStreet() {
    Table.Builder districts = new Table.Builder(Schema.DISTRICTS);
    districts.row("d");
    districts.set("name", "Centre").set("population", 300).endPolygon();
    Table.Builder nodes = new Table.Builder(Schema.NODES);
    nodes.row("a");
    nodes.point(0, 0);
    nodes.row("b");
    nodes.point(2_000_000, 0);
    Table.Builder links = new Table.Builder(Schema.LINKS);
    links.row("ab");
    links.set("from_node", 0).set("to_node", 1).set("length_mm", 2_000_000).set("lanes", 1);
    links
        .set("free_speed_kmh", 50)
        .set("capacity_veh_per_h", 900)
        .set("modes", Schema.CAR)
        .set("district", 0);
    links.line(new int[] {0, 2_000_000}, new int[] {0, 0});
    Table.Builder blocks = new Table.Builder(Schema.LAND_USE);
    for (int b = 0; b < 2; b++) {
      blocks.row("block" + b);
      blocks.set("population", 100 + 100 * b).set("district", 0);
      int x = 1_000_000 * b;
      blocks
          .ring(
              new int[] {x, x + 100_000, x + 100_000, x}, new int[] {0, 0, 100_000, 100_000}, false)
          .endPolygon();
    }
    Table.Builder bins = new Table.Builder(Schema.BINS);
    bins.row("bin");
    bins.set("capacity_l", 1100).set("district", 0).point(0, 0);
    return new City(
        new CityInfo(
            "x",
            "X",
            ZoneId.of("Europe/Ljubljana"),
            new LocalFrame(14, 46),
            "",
            "",
            List.of(),
            List.of(),
            1),
        List.of(districts.build(), nodes.build(), links.build(), blocks.build(), bins.build()));
  }

  private static double value(List<KpiValue> values, String id, String district) {
    return values.stream()
        .filter(v -> v.kpiId().equals(id) && v.districtId().equals(district))
        .mapToDouble(KpiValue::value)
        .findFirst()
        .orElseThrow();
  }

  private static double[] hours(double value) {
    double[] out = new double[24];
    java.util.Arrays.fill(out, value);
    return out;
  }

  private static float[][] everyStep(float... values) {
    float[][] out = new float[24][];
    java.util.Arrays.fill(out, values);
    return out;
  }

  @Test
  void traffic() {
    // 800 cars and 100 trucks of 2 pcu each hour at 40 km/h: 1000 pcu exceed the capacity of 900.
    TrafficDay day =
        new TrafficDay(
            DAY,
            List.of(
                new UserClass("car", UserClass.Group.CAR, false, 1),
                new UserClass("truck", UserClass.Group.TRUCK, false, 2)),
            new float[][][] {everyStep(800), everyStep(100)},
            everyStep(40),
            new double[24],
            new TrafficDay.Tally(hours(2), hours(1), hours(0.5), hours(0), hours(3), hours(5)),
            TrafficDay.NearOrigin.UNKNOWN);
    List<KpiValue> v = KpiSheet.of(CITY, day, null, null, null, null);
    assertThat(value(v, "traffic.vehicle_km", "")).isCloseTo(900 * 2 * 24, within(1e-6));
    assertThat(value(v, "traffic.vehicle_hours", "d")).isCloseTo(900 * 2 * 24 / 40.0, within(1e-6));
    assertThat(value(v, "traffic.delay_hours", ""))
        .isCloseTo(900 * 2 * 24 * (1 / 40.0 - 1 / 50.0), within(1e-6));
    assertThat(value(v, "traffic.mean_speed", "")).isCloseTo(40, within(1e-9));
    assertThat(value(v, "traffic.travel_time_index", "")).isCloseTo(50 / 40.0, within(1e-9));
    assertThat(value(v, "traffic.travel_time_index", "d")).isCloseTo(50 / 40.0, within(1e-9));
    assertThat(value(v, "traffic.over_capacity_km", "")).isCloseTo(48, within(1e-9));
    assertThat(value(v, "traffic.trips", "")).isEqualTo(48);
    assertThat(value(v, "traffic.unserved_trips", "")).isEqualTo(12);
    assertThat(value(v, "traffic.door_to_door_hours", "")).isEqualTo(120);
  }

  /** Two zones of 200 and 100 people in one district: sums by hand. */
  @Test
  void mobility() {
    Table.Builder zones = new Table.Builder(Schema.ZONES);
    for (int z = 0; z < 2; z++) {
      zones.row("z" + z);
      zones.set("population", 200 - 100 * z).set("jobs", 50).set("district", 0).endPolygon();
    }
    ModeDay day =
        new ModeDay(
            new double[][] {{60, 20}, {10, 10}, {20, 10}, {10, 60}},
            new double[] {30, -50},
            new double[] {100, 100},
            new double[][] {{900, 600}, {300, 0}, {600, 300}, {90, 60}},
            new double[] {1e-4, 9e-4},
            new int[] {1, 2});
    List<KpiValue> v = KpiSheet.of(CITY.with(zones.build()), null, day, null, null, null);
    for (String d : new String[] {"", "d"}) {
      assertThat(value(v, "mobility.trips", d)).isEqualTo(200);
      assertThat(value(v, "mobility.share_car", d)).isCloseTo(40, within(1e-9));
      assertThat(value(v, "mobility.share_bus", d)).isCloseTo(10, within(1e-9));
      assertThat(value(v, "mobility.share_bike", d)).isCloseTo(15, within(1e-9));
      assertThat(value(v, "mobility.share_foot", d)).isCloseTo(35, within(1e-9));
      assertThat(value(v, "mobility.jobs20_car", d)).isCloseTo(800, within(1e-9));
      assertThat(value(v, "mobility.jobs20_bus", d)).isCloseTo(200, within(1e-9));
      assertThat(value(v, "mobility.jobs20_bike", d)).isCloseTo(500, within(1e-9));
      assertThat(value(v, "mobility.jobs20_foot", d)).isCloseTo(80, within(1e-9));
      assertThat(value(v, "mobility.gain", d)).isCloseTo(-0.1, within(1e-12));
      assertThat(value(v, "mobility.winners", d)).isEqualTo(200); // 0.3 minutes a trip
      assertThat(value(v, "mobility.losers", d)).isEqualTo(100); // -0.5
    }
    assertThat(value(v, "mobility.residual", "")).isEqualTo(9e-4);
  }

  @Test
  void emissions() {
    float[][][] e = new float[Pollutant.values().length][][];
    java.util.Arrays.setAll(e, p -> everyStep(1e-6f * (p + 1)));
    List<KpiValue> v = KpiSheet.of(CITY, null, null, new EmissionDay(DAY, e), null, null);
    double gramsOfFirst = 1e-6 * 2000 * 86400;
    assertThat(value(v, "emissions.nox_kg", "")).isCloseTo(gramsOfFirst / 1000, within(1e-6));
    int wear = Pollutant.PM25_EXHAUST.ordinal() + Pollutant.PM25_WEAR.ordinal() + 2;
    assertThat(value(v, "emissions.pm25_kg", "d"))
        .isCloseTo(gramsOfFirst * wear / 1000, within(1e-6));
    assertThat(value(v, "emissions.co2_t", ""))
        .isCloseTo(gramsOfFirst * (Pollutant.CO2.ordinal() + 1) / 1e6, within(1e-9));
  }

  @Test
  void air() {
    ReceptorGrid grid = new ReceptorGrid(0, 0, 1000, 2, 1);
    float[][] no2 = everyStep(15, 30);
    AirDay day = new AirDay(DAY, grid, no2, no2, everyStep(8, 11), everyStep(10, 20));
    List<KpiValue> v = KpiSheet.of(CITY, null, null, null, day, null);
    assertThat(value(v, "air.no2.population_mean", ""))
        .isCloseTo((100 * 15 + 200 * 30) / 300.0, within(1e-9));
    assertThat(value(v, "air.no2.population_above_eu2030", "d")).isEqualTo(200);
    assertThat(value(v, "air.pm25.population_above_eu2030", "")).isEqualTo(200);
    assertThat(value(v, "air.pm10.population_mean", "")).isCloseTo(50 / 3.0, within(1e-6));
  }

  /** Deaths by hand: 100 people get 2 µg/m³ of PM2.5 from traffic, 200 get 5. */
  @Test
  void healthIsWhatTrafficAddsWithAnInterval() {
    ReceptorGrid grid = new ReceptorGrid(0, 0, 1000, 2, 1);
    float[][] no2 = everyStep(15, 30);
    float[] zero = new float[24];
    float[] six = new float[24];
    java.util.Arrays.fill(six, 6);
    AirDay day =
        new AirDay(
            DAY,
            grid,
            no2,
            no2,
            everyStep(8, 11),
            everyStep(10, 20),
            new AirDay.Background(zero, zero, six, zero));
    List<KpiValue> v = KpiSheet.of(CITY, null, null, null, day, null);
    KpiValue deaths =
        v.stream()
            .filter(k -> k.kpiId().equals("health.deaths_pm25") && k.districtId().isEmpty())
            .findFirst()
            .orElseThrow();
    assertThat(deaths.value()).isCloseTo(deaths(1.08), within(1e-9));
    assertThat(deaths.low()).isCloseTo(deaths(1.06), within(1e-9));
    assertThat(deaths.high()).isCloseTo(deaths(1.09), within(1e-9));
    assertThat(value(v, "cost.air_by_health_pm25", ""))
        .isCloseTo(deaths(1.08) * 10.5 * 70_000 / 365, within(1e-6));
    assertThat(value(v, "air.no2.population_above_who2021", "")).isEqualTo(300);
    assertThat(value(v, "air.no2.population_above_who2021_day", "")).isEqualTo(200);
    assertThat(value(v, "air.pm10.population_above_eu2030", "")).isZero();
  }

  private static double deaths(double rr) {
    return 0.0099
        * (100 * (1 - Math.exp(-Math.log(rr) / 10 * 2))
            + 200 * (1 - Math.exp(-Math.log(rr) / 10 * 5)));
  }

  @Test
  void waste() {
    WasteDay.Tour tour =
        new WasteDay.Tour(
            0, 0, new int[] {0}, new float[] {360}, new int[] {0}, 1, 550, 66, 12.5, 2.5);
    WasteDay day =
        new WasteDay(
            DAY,
            everyStep(50),
            List.of(tour),
            28,
            new double[] {2},
            new int[] {12},
            new double[] {140},
            new double[] {6},
            null,
            null,
            List.of());
    List<KpiValue> v = KpiSheet.of(CITY, null, null, null, null, day);
    assertThat(value(v, "waste.collected_t", "")).isEqualTo(0.066);
    assertThat(value(v, "waste.truck_km", "")).isEqualTo(12.5);
    assertThat(value(v, "waste.overflow_bin_days", "d")).isEqualTo(0.5);
    assertThat(value(v, "waste.emptyings", "")).isEqualTo(3);
    assertThat(value(v, "waste.fill_when_emptied", "")).isEqualTo(50);
    assertThat(value(v, "waste.overflow_litres", "d")).isEqualTo(35);
    assertThat(value(v, "waste.emptyings_per_bin", "")).isEqualTo(3);
    assertThat(WasteKpis.gini(new double[] {0, 10}, new int[] {100, 100})).isEqualTo(0.5);
    assertThat(WasteKpis.gini(new double[] {10, 20}, new int[] {100, 200})).isZero();
    assertThat(WasteKpis.note("waste.week_km", 59, 100)).isEmpty();
    assertThat(WasteKpis.note("waste.week_km", 101, 100)).contains("assumptions");
    assertThat(WasteKpis.note("waste.week_km", 50, 100)).contains("assumptions");
  }

  @Test
  void everyFigureHasItsDefinitionAndComparesWithItself() {
    List<KpiValue> v =
        List.of(
            new KpiValue("traffic.mean_speed", "", 30), new KpiValue("traffic.vehicle_km", "d", 7));
    List<Comparison.Row> rows =
        Comparison.of(List.of(new KpiValue("traffic.mean_speed", "", 25), v.get(1)), v);
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).kpi().id()).isEqualTo("traffic.vehicle_km");
    assertThat(rows.get(0).verdict()).isEqualTo("same");
    assertThat(rows.get(1).verdict()).isEqualTo("better");
    assertThat(Kpis.ALL)
        .allSatisfy(k -> assertThat(k.formula()).isNotBlank())
        .extracting(Kpi::id)
        .doesNotHaveDuplicates();
  }
}
