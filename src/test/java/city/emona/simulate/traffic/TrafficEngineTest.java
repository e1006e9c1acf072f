package city.emona.simulate.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import city.emona.demand.DayDemand;
import city.emona.demand.Gravity;
import city.emona.demand.GridCity;
import city.emona.demand.RestrictedShares;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.DayType;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.Progress;
import city.emona.simulate.TrafficDay;
import city.emona.simulate.UserClass;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("invariant")
class TrafficEngineTest {
  private static final City CITY = city();
  private static final Conditions BASE = Conditions.base(DayType.WEEKDAY);

  private static City city() {
    City c = GridCity.of(9);
    return c.with(Gravity.odTable(c, Progress.NONE));
  }

  private static TrafficDay run(City city, Conditions c, RestrictedShares shares, int threads) {
    DayDemand demand = DayDemand.of(city, CITY, c, shares, Progress.NONE);
    return TrafficEngine.run(city, c, demand, 1e-4, threads, Progress.NONE);
  }

  private static TrafficDay base() {
    return run(CITY, BASE, RestrictedShares.NONE, 1);
  }

  @Test
  void oneAndThreeThreadsGiveTheSameBits() {
    TrafficDay one = base();
    TrafficDay three = run(CITY, BASE, RestrictedShares.NONE, 3);
    assertThat(Arrays.deepEquals(one.volumeVehPerH(), three.volumeVehPerH())).isTrue();
    assertThat(Arrays.deepEquals(one.speedKmh(), three.speedKmh())).isTrue();
    assertThat(one.relativeGap()).isEqualTo(three.relativeGap());
  }

  @Test
  void everyStepReachesTheGap() {
    TrafficDay day = base();
    assertThat(day.steps().count()).isEqualTo(24);
    assertThat(Arrays.stream(day.relativeGap()).max().orElseThrow()).isLessThanOrEqualTo(1e-4);
    assertThat(Arrays.stream(day.tally().unreachable()).sum()).isZero();
  }

  @Test
  void vehiclesAreConservedAtEveryJunction() {
    TrafficDay day = base();
    int[] from = CITY.network().fromNode();
    int[] to = CITY.network().toNode();
    DayDemand demand = DayDemand.of(CITY, CITY, BASE, RestrictedShares.NONE, Progress.NONE);
    double[] trips = new double[demand.pairCount()];
    int[] access = CITY.table(Schema.ZONE_ACCESS).ints("node");
    for (int c = 0; c < day.classes().size(); c++) {
      demand.trips(8, c, trips);
      double[] net = new double[CITY.network().nodeCount()];
      for (int i = 0; i < from.length; i++) {
        net[from[i]] -= day.volumeVehPerH()[c][8][i];
        net[to[i]] += day.volumeVehPerH()[c][8][i];
      }
      for (int p = 0; p < trips.length; p++) {
        if (demand.fromZone(p) != demand.toZone(p)) {
          net[access[demand.fromZone(p)]] += trips[p];
          net[access[demand.toZone(p)]] -= trips[p];
        }
      }
      for (double v : net) {
        assertThat(v).isCloseTo(0, within(1e-3));
      }
    }
  }

  @Test
  void closingAnUnusedLinkChangesNothing() {
    // A lane at walking pace beside a street: nobody ever takes it.
    Table.Builder lane = new Table.Builder(Schema.LINKS);
    lane.row("lane");
    lane.set("from_node", 0).set("to_node", 1).set("length_mm", 500_000).set("lanes", 1);
    lane.set("free_speed_kmh", 5).set("capacity_veh_per_h", 700).set("modes", 31);
    lane.line(new int[] {0, 500_000}, new int[] {0, 0});
    City city = CITY.with(CITY.table(Schema.LINKS).append(lane.build()));
    int unused = city.table(Schema.LINKS).findRow("lane");
    TrafficDay before = run(city, BASE, RestrictedShares.NONE, 1);
    assertThat(before.totalVehPerH(8, unused)).isZero();
    BitSet link = new BitSet();
    link.set(unused);
    Conditions closed = withClosure(new Conditions.Closure(link, 31, 0, 1440));
    TrafficDay after = run(city, closed, RestrictedShares.NONE, 1);
    assertThat(Arrays.deepEquals(after.volumeVehPerH(), before.volumeVehPerH())).isTrue();
  }

  @Test
  void closureActsInItsHoursOnly() {
    TrafficDay before = base();
    BitSet links = new BitSet();
    int busiest = busiest(before, 8);
    links.set(busiest);
    TrafficDay after =
        run(
            CITY,
            withClosure(new Conditions.Closure(links, Schema.CAR, 8 * 60, 9 * 60)),
            RestrictedShares.NONE,
            1);
    assertThat(after.volumeVehPerH()[0][8][busiest]).isZero();
    assertThat(after.volumeVehPerH()[0][7][busiest]).isPositive();
    assertThat(after.volumeVehPerH()[0][9][busiest]).isPositive();
    int truck = 2;
    assertThat(after.volumeVehPerH()[truck][8][busiest]).isPositive();
  }

  @Test
  void moreDemandTakesNotLessTime() {
    BitSet all = new BitSet();
    all.set(0, CITY.table(Schema.ZONES).size());
    Conditions more =
        BASE.andDemandChanges(List.of(new Conditions.DemandChange(all, 1.1, 0, 1440)));
    assertThat(vehicleHours(run(CITY, more, RestrictedShares.NONE, 1)))
        .isGreaterThan(1.05 * vehicleHours(base()));
  }

  @Test
  void restrictedVehiclesDriveAroundTheZone() {
    TrafficDay before = base();
    BitSet links = new BitSet();
    links.set(busiest(before, 8));
    Conditions zone =
        BASE.andLowEmissionZones(
            List.of(new Conditions.LowEmissionZone(links, 4, 6, 0.5, 0, 1440)));
    TrafficDay day = run(CITY, zone, new RestrictedShares(0.2, 0.3, 0.4), 2);
    assertThat(day.classes()).hasSize(6);
    int link = links.nextSetBit(0);
    for (int c = 0; c < 6; c++) {
      double sum = Arrays.stream(toDoubles(day.volumeVehPerH()[c][8])).sum();
      assertThat(sum).as(day.classes().get(c).id()).isPositive();
      if (day.classes().get(c).restricted()) {
        assertThat(day.volumeVehPerH()[c][8][link]).isZero();
      }
    }
    assertThat(Arrays.stream(day.tally().loaded()).sum())
        .isCloseTo(Arrays.stream(before.tally().loaded()).sum(), within(1e-6));
  }

  @Test
  void routesAddUpToTheVolumesOfEveryClass() {
    DayDemand demand = DayDemand.of(CITY, CITY, BASE, RestrictedShares.NONE, Progress.NONE);
    double[][] sum = new double[3][CITY.network().linkCount()];
    double[] trips = new double[3];
    int[] from = CITY.network().fromNode();
    int[] to = CITY.network().toNode();
    TrafficDay day =
        TrafficEngine.run(
            CITY,
            BASE,
            demand,
            1e-4,
            1,
            (step, c, origin, destination, links, count, vehicles) -> {
              trips[c] += vehicles;
              for (int i = 0; i < count; i++) {
                assertThat(i == 0 || to[links[i - 1]] == from[links[i]]).isTrue();
                sum[c][links[i]] += step == 8 ? vehicles : 0;
              }
            },
            Progress.NONE);
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < sum[c].length; i++) {
        assertThat(sum[c][i]).isCloseTo(day.volumeVehPerH()[c][8][i], within(1e-3));
      }
    }
    assertThat(Arrays.stream(trips).sum())
        .isCloseTo(Arrays.stream(day.tally().loaded()).sum(), within(1e-3));
  }

  @Test
  void chargeOnOneClassInOneHourMovesThatClassThen() {
    TrafficDay before = base();
    DayDemand demand = DayDemand.of(CITY, CITY, BASE, RestrictedShares.NONE, Progress.NONE);
    int busiest = busiest(before, 8);
    double[] toll = new double[CITY.network().linkCount()];
    toll[busiest] = 10 * ValueOfTime.secondsPerEuro(UserClass.Group.CAR);
    TrafficDay after =
        TrafficEngine.run(
            CITY,
            BASE,
            demand,
            (classIdx, step) -> classIdx == 0 && step == 8 ? toll : null,
            1e-4,
            2,
            RouteSink.NONE,
            Progress.NONE);
    assertThat(after.volumeVehPerH()[0][8][busiest]).isZero();
    assertThat(after.volumeVehPerH()[0][7][busiest]).isPositive();
    assertThat(after.volumeVehPerH()[1][8][busiest]).isPositive();
    assertThat(Arrays.stream(after.relativeGap()).max().orElseThrow()).isLessThanOrEqualTo(1e-4);
  }

  @Test
  void hoursOfTrucksAreWorthMoreThanThoseOfCars() {
    assertThat(ValueOfTime.euroPerHour(UserClass.Group.CAR)).isBetween(12.0, 18.0);
    assertThat(ValueOfTime.secondsPerEuro(UserClass.Group.TRUCK))
        .isLessThan(ValueOfTime.secondsPerEuro(UserClass.Group.VAN))
        .isLessThan(ValueOfTime.secondsPerEuro(UserClass.Group.CAR));
  }

  @Test
  void stepsOfADayHaveTwoPeaksAndAQuietNight() {
    TrafficDay day = base();
    double[] trips = day.tally().loaded();
    double all = Arrays.stream(trips).sum();
    double night = Arrays.stream(trips, 0, 5).sum() / all;
    assertThat(night).isBetween(0.01, 0.03);
    assertThat(trips[7]).isGreaterThan(trips[10]);
    assertThat(trips[16]).isGreaterThan(trips[13]);
    double perResident = all / Arrays.stream(CITY.table(Schema.ZONES).ints("population")).sum();
    assertThat(perResident).isBetween(1.2, 1.45);
  }

  private static Conditions withClosure(Conditions.Closure c) {
    return BASE.andClosures(List.of(c));
  }

  private static int busiest(TrafficDay day, int step) {
    int best = 0;
    for (int i = 1; i < day.speedKmh()[step].length; i++) {
      if (day.totalVehPerH(step, i) > day.totalVehPerH(step, best)) {
        best = i;
      }
    }
    return best;
  }

  private static double vehicleHours(TrafficDay day) {
    double hours = 0;
    int[] lengthMm = CITY.network().lengthMm();
    for (int step = 0; step < day.steps().count(); step++) {
      for (int i = 0; i < lengthMm.length; i++) {
        hours += day.totalVehPerH(step, i) * (lengthMm[i] / 1e6) / day.speedKmh()[step][i];
      }
    }
    return hours;
  }

  private static double[] toDoubles(float[] a) {
    double[] d = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      d[i] = a[i];
    }
    return d;
  }
}
