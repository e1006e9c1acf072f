package city.emona.demand.mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import city.emona.demand.DayDemand;
import city.emona.demand.Gravity;
import city.emona.demand.GridCity;
import city.emona.demand.RestrictedShares;
import city.emona.geodata.ModeReader;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.DayType;
import city.emona.model.Schema;
import city.emona.model.StreetRules;
import city.emona.model.Table;
import city.emona.simulate.ModeDay;
import city.emona.simulate.Progress;
import city.emona.simulate.TrafficDay;
import city.emona.simulate.traffic.RouteSink;
import city.emona.simulate.traffic.TrafficEngine;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("invariant")
class ModeShiftTest {
  private static final Conditions DAY = Conditions.base(DayType.WEEKDAY);
  private static final ModeParameters PARAMETERS = ModeReader.shipped();
  private static final double COST = 0.12;
  private static City city;
  private static Base base;

  /** A base day with its calibrated model. */
  private record Base(City city, ModeModel model, ModeDay modes, TrafficDay traffic) {}

  private record Answer(TrafficDay traffic, ModeDay modes) {
    double share(Mode mode) {
      double all = 0;
      for (double[] trips : modes.trips()) {
        all += Arrays.stream(trips).sum();
      }
      return Arrays.stream(modes.trips()[mode.ordinal()]).sum() / all;
    }
  }

  @BeforeAll
  static void makeCity() {
    City grid = GridCity.of(9);
    int[] modes = new int[grid.network().linkCount()];
    Arrays.fill(modes, 31);
    grid = grid.with(grid.table(Schema.LINKS).with("modes", modes));
    city = grid.with(busLine(grid, 9, 10)).with(Gravity.odTable(grid, Progress.NONE));
    base = baseOf(city);
  }

  /** A line along the middle row and back, with a stop at every junction. */
  private static Table[] busLine(City city, int side, int headway) {
    Table.Builder line = new Table.Builder(Schema.BUS_LINES);
    Table.Builder links = new Table.Builder(Schema.BUS_LINE_LINKS);
    Table.Builder stops = new Table.Builder(Schema.BUS_STOPS);
    line.row("b");
    line.set("name", "1").set("headway_peak_min", headway).set("headway_day_min", headway);
    line.set("headway_evening_min", headway);
    int row = side / 2 * side;
    for (int k = 0; k < 2 * side - 1; k++) {
      int x = k < side ? k : 2 * side - 2 - k;
      stops.row("s" + k);
      stops.set("line", 0).set("seq", k).set("node", row + x).point(0, 0);
      if (k > 0) {
        int before = k - 1 < side ? k - 1 : 2 * side - 1 - k;
        links.row("k" + k);
        links.set("line", 0).set("seq", k);
        String id = "l" + (row + before) + "_" + (row + x);
        links.set("link", city.table(Schema.LINKS).findRow(id));
      }
    }
    return new Table[] {line.build(), links.build(), stops.build()};
  }

  private static Base baseOf(City c) {
    DayDemand demand = demand(c, c, DAY);
    BaseTravel watch = new BaseTravel(c, DAY, demand, PARAMETERS, COST, Progress.NONE);
    TrafficDay day =
        TrafficEngine.run(c, DAY, demand, watch, 1e-5, 1, RouteSink.NONE, Progress.NONE);
    ModeModel model = watch.model();
    return new Base(c, model, watch.day(model), day);
  }

  private static DayDemand demand(City c, City from, Conditions day) {
    return DayDemand.of(c, from, day, RestrictedShares.NONE, Progress.NONE);
  }

  private static Answer ask(Base b, City c, Conditions day, double cost, int threads) {
    DayDemand demand = demand(c, b.city(), day);
    ModeShift shift = new ModeShift(b.model(), c, day, demand, cost, Progress.NONE);
    TrafficDay traffic =
        TrafficEngine.run(c, day, demand, shift, 1e-5, threads, RouteSink.NONE, Progress.NONE);
    return new Answer(traffic, shift.day());
  }

  private static Answer before() {
    return new Answer(base.traffic(), base.modes());
  }

  @Test
  void baseDayHasTheSharesOfTheTable() {
    assertThat(before().share(Mode.CAR)).isCloseTo(0.51, within(1e-6));
    assertThat(before().share(Mode.BIKE)).isCloseTo(0.14, within(1e-6));
    assertThat(before().share(Mode.FOOT)).isCloseTo(0.24, within(1e-6));
    assertThat(before().share(Mode.BUS)).isCloseTo(0.11, within(1e-6));
  }

  @Test
  void anEmptyScenarioIsTheBaseDayToTheBit() {
    Answer same = ask(base, city, DAY, COST, 2);
    assertThat(Arrays.deepEquals(same.traffic().volumeVehPerH(), base.traffic().volumeVehPerH()))
        .isTrue();
    assertThat(Arrays.deepEquals(same.traffic().speedKmh(), base.traffic().speedKmh())).isTrue();
    assertThat(same.modes().residual()).containsOnly(0);
    assertThat(same.modes().gainMin()).containsOnly(0);
    assertThat(same.share(Mode.BUS)).isEqualTo(before().share(Mode.BUS));
  }

  @Test
  void closingStreetsToCarsRaisesFootBikeAndBusAndCostsTime() {
    BitSet links = new BitSet();
    for (int y = 0; y < 9; y++) {
      for (String id :
          new String[] {
            "l" + (y * 9 + 4) + "_" + (y * 9 + 5), "l" + (y * 9 + 5) + "_" + (y * 9 + 4)
          }) {
        if (y != 0) {
          links.set(city.table(Schema.LINKS).findRow(id));
        }
      }
    }
    int cars = Schema.CAR | Schema.TRUCK;
    Conditions closed = DAY.andClosures(List.of(new Conditions.Closure(links, cars, 0, 1440)));
    Answer after = ask(base, city, closed, COST, 1);
    assertThat(after.share(Mode.CAR)).isLessThan(before().share(Mode.CAR) - 0.005);
    assertThat(after.share(Mode.FOOT)).isGreaterThan(before().share(Mode.FOOT));
    assertThat(after.share(Mode.BIKE)).isGreaterThan(before().share(Mode.BIKE));
    assertThat(Arrays.stream(after.modes().gainMin()).sum()).isNegative();
    assertThat(Arrays.stream(after.modes().residual()).max().orElseThrow())
        .isLessThanOrEqualTo(ModeShift.TOLERANCE);
    double jobs = Arrays.stream(after.modes().jobs()[Mode.CAR.ordinal()]).sum();
    assertThat(jobs).isLessThanOrEqualTo(Arrays.stream(base.modes().jobs()[0]).sum());
    Answer again = ask(base, city, closed, COST, 3);
    assertThat(Arrays.deepEquals(after.modes().trips(), again.modes().trips())).isTrue();
  }

  @Test
  void moreBusesRaiseTheShareOfTheBusAndLowerCars() {
    City more = city.with(busLine(city, 9, 4));
    Answer after = ask(base, more, DAY, COST, 1);
    assertThat(after.share(Mode.BUS)).isGreaterThan(before().share(Mode.BUS) + 0.005);
    assertThat(after.share(Mode.CAR)).isLessThan(before().share(Mode.CAR));
    // Buses take room on the street too, so drivers beside them may lose seconds.
    assertThat(Arrays.stream(after.modes().gainMin()).sum()).isPositive();
    assertThat(Arrays.stream(after.modes().gainMin()).min().orElseThrow()).isGreaterThan(-0.1);
  }

  /** Rows of all links of the middle row, both ways: the street of the bus line. */
  private static BitSet middleRow() {
    BitSet links = new BitSet();
    for (int x = 0; x < 8; x++) {
      links.set(city.table(Schema.LINKS).findRow("l" + (36 + x) + "_" + (37 + x)));
      links.set(city.table(Schema.LINKS).findRow("l" + (37 + x) + "_" + (36 + x)));
    }
    return links;
  }

  @Test
  void aLaneOfItsOwnRaisesTheShareOfTheBus() {
    Conditions lanes = DAY.withStreets(StreetRules.NONE.andBusLanes(middleRow()));
    Answer after = ask(base, city, lanes, COST, 1);
    assertThat(after.share(Mode.BUS)).isGreaterThan(before().share(Mode.BUS));
    assertThat(after.share(Mode.CAR)).isLessThan(before().share(Mode.CAR));
  }

  @Test
  void bicycleLanesRaiseTheShareOfTheBicycleOnly() {
    BitSet all = new BitSet();
    all.set(0, city.network().linkCount());
    Conditions lanes = DAY.withStreets(StreetRules.NONE.andBikeLanes(all));
    Answer after = ask(base, city, lanes, COST, 1);
    assertThat(after.share(Mode.BIKE)).isGreaterThan(before().share(Mode.BIKE) + 0.002);
    for (Mode other : List.of(Mode.CAR, Mode.BUS, Mode.FOOT)) {
      assertThat(after.share(other)).isLessThan(before().share(other));
    }
    // Felt shorter, not faster on the clock.
    assertThat(after.modes().jobs()[Mode.BIKE.ordinal()])
        .isEqualTo(base.modes().jobs()[Mode.BIKE.ordinal()]);
  }

  @Test
  void aTollOnAllStreetsLowersTheShareOfCars() {
    BitSet all = new BitSet();
    all.set(0, city.network().linkCount());
    StreetRules.Toll perKm = new StreetRules.Toll(all, 0.2, true, 7, 0, 1440);
    Conditions tolled = DAY.withStreets(StreetRules.NONE.andTolls(List.of(perKm)));
    Answer after = ask(base, city, tolled, COST, 1);
    assertThat(after.share(Mode.CAR)).isLessThan(before().share(Mode.CAR) - 0.002);
    assertThat(Arrays.stream(after.traffic().tally().tollEur()).sum()).isPositive();
  }

  @Test
  void aBusThatIsDrivenOffItsStreetLosesRiders() {
    int[] modes = city.network().modes().clone();
    for (int x = 3; x < 6; x++) {
      modes[city.table(Schema.LINKS).findRow("l" + (36 + x) + "_" + (37 + x))] &= ~Schema.BUS;
    }
    City moved = city.with(city.table(Schema.LINKS).with("modes", modes));
    assertThat(ask(base, moved, DAY, COST, 1).share(Mode.BUS))
        .isBetween(0.01, before().share(Mode.BUS) - 0.001);
  }

  @Test
  void moreDemandSlowsCarsAndLowersTheirShare() {
    BitSet all = new BitSet();
    all.set(0, city.table(Schema.ZONES).size());
    Conditions more = DAY.andDemandChanges(List.of(new Conditions.DemandChange(all, 1.6, 0, 1440)));
    assertThat(ask(base, city, more, COST, 1).share(Mode.CAR)).isLessThan(before().share(Mode.CAR));
  }

  @Test
  void cheaperDrivingRaisesTheShareOfCars() {
    assertThat(ask(base, city, DAY, 0.06, 1).share(Mode.CAR))
        .isGreaterThan(before().share(Mode.CAR) + 0.001);
  }

  @Test
  void newHomesMakeTheirPersonTrips() {
    Table zones = city.table(Schema.ZONES);
    int[] population = zones.ints("population").clone();
    population[0] += 3000;
    Answer after = ask(base, city.with(zones.with("population", population)), DAY, COST, 1);
    double now = 0;
    double was = 0;
    for (int m = 0; m < 4; m++) {
      now += Arrays.stream(after.modes().trips()[m]).sum();
      was += Arrays.stream(base.modes().trips()[m]).sum();
    }
    assertThat(now - was).isBetween(6000.0, 14000.0);
    assertThat(after.share(Mode.CAR)).isNotEqualTo(before().share(Mode.CAR));
  }

  @Test
  void twoZonesGiveTheExactAnswer() {
    City two = twoZones(50);
    Base b = baseOf(two);
    City slow = twoZones(25);
    Answer after = ask(b, slow, DAY, COST, 1);
    // Both pairs are alike, so every pair has the shares of the table (no bus: 51 : 14 : 24).
    double p = 0.51 / 0.89;
    double slower = 2.0 / 25 * 60 - 2.0 / 50 * 60;
    DayDemand demand = demand(two, two, DAY);
    double[] trips = new double[demand.pairCount()];
    double[] share = new double[5];
    double cars = 0;
    double others = 0;
    double gain = 0;
    double all = 0;
    for (int step = 0; step < 24; step++) {
      demand.trips(step, 0, trips);
      for (int pair = 0; pair < trips.length; pair++) {
        demand.purposeShares(step, pair, share);
        for (int k = 0; k < 5; k++) {
          ModeParameters.ByPurpose by = PARAMETERS.purposes().get(k);
          double persons = trips[pair] * share[k] * by.personsPerCar() / p;
          double car = p * Math.exp(-by.scalePerMin() * slower);
          cars += persons * car / (car + 1 - p);
          gain += persons * Math.log(car + 1 - p) / by.scalePerMin();
          all += persons;
          others += persons * (1 - p) / (car + 1 - p);
        }
      }
    }
    assertThat(Arrays.stream(after.modes().trips()[0]).sum()).isCloseTo(cars, within(1e-4 * cars));
    assertThat(
            Arrays.stream(after.modes().trips()[2]).sum()
                + Arrays.stream(after.modes().trips()[3]).sum())
        .isCloseTo(others, within(1e-4 * others));
    assertThat(after.share(Mode.BUS)).isZero();
    // Both zones are alike: each loses what the logsum over the utility of a minute says.
    assertThat(Arrays.stream(after.modes().ends()).sum()).isCloseTo(all, within(1e-6 * all));
    for (int z = 0; z < 2; z++) {
      assertThat(after.modes().gainMin()[z] / after.modes().ends()[z])
          .isNegative()
          .isCloseTo(gain / all, within(-1e-4 * gain / all));
    }
  }

  /** Two zones, one wide street of two kilometres between them. */
  private static City twoZones(int kmh) {
    Table.Builder nodes = new Table.Builder(Schema.NODES);
    Table.Builder links = new Table.Builder(Schema.LINKS);
    Table.Builder zones = new Table.Builder(Schema.ZONES);
    Table.Builder access = new Table.Builder(Schema.ZONE_ACCESS);
    Table.Builder od = new Table.Builder(Schema.OD);
    for (int v = 0; v < 2; v++) {
      int x = v * 2_000_000;
      nodes.row("n" + v);
      nodes.point(x, 0);
      zones.row("z" + v);
      zones.set("population", 1000).set("jobs", 500);
      int[] xs = {x - 100_000, x + 100_000, x + 100_000, x - 100_000};
      zones.ring(xs, new int[] {-100_000, -100_000, 100_000, 100_000}, false).endPolygon();
      access.row("a" + v);
      access.set("zone", v).set("node", v);
      links.row("l" + v);
      links.set("from_node", v).set("to_node", 1 - v).set("length_mm", 2_000_000).set("lanes", 1);
      links.set("road_class", "residential").set("free_speed_kmh", kmh);
      links.set("capacity_veh_per_h", 1_000_000).set("modes", 31);
      links.line(new int[] {x, 2_000_000 - x}, new int[] {0, 0});
      od.row("o" + v);
      od.set("from_zone", v).set("to_zone", 1 - v).set("car_trips_per_day", 1000.0);
    }
    return new City(
        GridCity.info(),
        List.of(nodes.build(), links.build(), zones.build(), access.build(), od.build()));
  }
}
