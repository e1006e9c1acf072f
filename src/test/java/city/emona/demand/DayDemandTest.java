package city.emona.demand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.DayType;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.Progress;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("invariant")
class DayDemandTest {
  private static final City CITY = city();
  private static final Conditions BASE = Conditions.base(DayType.WEEKDAY);

  private static City city() {
    City c = GridCity.of(9);
    return c.with(Gravity.odTable(c, Progress.NONE));
  }

  private static DayDemand demand(City city, Conditions c, RestrictedShares shares) {
    return DayDemand.of(city, CITY, c, shares, Progress.NONE);
  }

  private static Conditions conditions(
      LocalDate date,
      DayType day,
      List<Conditions.LowEmissionZone> zones,
      List<Conditions.DemandChange> changes) {
    return Conditions.base(day).withDate(date).andLowEmissionZones(zones).andDemandChanges(changes);
  }

  private static double[] trips(DayDemand d, int step, int classIdx) {
    double[] out = new double[d.pairCount()];
    d.trips(step, classIdx, out);
    return out;
  }

  private static double ofDay(DayDemand d, int classIdx) {
    double sum = 0;
    for (int step = 0; step < d.steps().count(); step++) {
      sum += Arrays.stream(trips(d, step, classIdx)).sum();
    }
    return sum;
  }

  @Test
  void hoursOfAWeekdayAddToTheDailyTable() {
    DayDemand d = demand(CITY, BASE, RestrictedShares.NONE);
    double[] day = new double[d.pairCount()];
    for (int step = 0; step < 24; step++) {
      double[] hour = trips(d, step, 0);
      for (int p = 0; p < day.length; p++) {
        day[p] += hour[p];
      }
    }
    double[] table = CITY.table(Schema.OD).reals("car_trips_per_day");
    assertThat(day).containsExactly(table, within(1e-9));
    double cars = Arrays.stream(table).sum();
    assertThat(ofDay(d, 1)).isCloseTo(DayDemand.VANS_PER_CAR * cars, within(1e-6 * cars));
    assertThat(ofDay(d, 2)).isCloseTo(DayDemand.TRUCKS_PER_CAR * cars, within(2e-3 * cars));
  }

  @Test
  void morningGoesToTheJobsAndEveningComesBack() {
    DayDemand d = demand(CITY, BASE, RestrictedShares.NONE);
    Table zones = CITY.table(Schema.ZONES);
    int homes = zones.findRow("z0_0");
    int jobs = zones.findRow("z4_4");
    int out = -1;
    int back = -1;
    for (int p = 0; p < d.pairCount(); p++) {
      out = d.fromZone(p) == homes && d.toZone(p) == jobs ? p : out;
      back = d.fromZone(p) == jobs && d.toZone(p) == homes ? p : back;
    }
    double[] morning = trips(d, 7, 0);
    double[] evening = trips(d, 17, 0);
    assertThat(morning[out]).isGreaterThan(2 * morning[back]);
    assertThat(evening[back]).isGreaterThan(1.5 * evening[out]);
  }

  @Test
  void daysOfTheWeekendAreQuieter() {
    double weekday = ofDay(demand(CITY, BASE, RestrictedShares.NONE), 0);
    double saturday =
        ofDay(demand(CITY, Conditions.base(DayType.SATURDAY), RestrictedShares.NONE), 0);
    double sunday = ofDay(demand(CITY, Conditions.base(DayType.SUNDAY), RestrictedShares.NONE), 0);
    assertThat(saturday / weekday).isBetween(0.75, 0.95);
    assertThat(sunday / weekday).isBetween(0.5, 0.7);
  }

  @Test
  void dayWithAClockChangeHasAsManyStepsAsHours() {
    Conditions spring = conditions(LocalDate.of(2026, 3, 29), DayType.SUNDAY, List.of(), List.of());
    DayDemand d = demand(CITY, spring, RestrictedShares.NONE);
    assertThat(d.steps().count()).isEqualTo(23);
    double all = ofDay(d, 0);
    double sunday = ofDay(demand(CITY, Conditions.base(DayType.SUNDAY), RestrictedShares.NONE), 0);
    assertThat(all / sunday).isBetween(0.97, 0.9999);
  }

  @Test
  void changeActsInItsZonesForThePartOfTheHourItCovers() {
    BitSet zone = new BitSet();
    zone.set(3);
    Conditions halved =
        conditions(
            BASE.date(),
            DayType.WEEKDAY,
            List.of(),
            List.of(new Conditions.DemandChange(zone, 0.5, 8 * 60 + 30, 9 * 60)));
    DayDemand before = demand(CITY, BASE, RestrictedShares.NONE);
    DayDemand after = demand(CITY, halved, RestrictedShares.NONE);
    assertThat(trips(after, 9, 0)).isEqualTo(trips(before, 9, 0));
    double[] was = trips(before, 8, 0);
    double[] is = trips(after, 8, 0);
    for (int p = 0; p < was.length; p++) {
      boolean touches = after.fromZone(p) == 3 || after.toZone(p) == 3;
      assertThat(is[p]).isCloseTo(was[p] * (touches ? 0.75 : 1), within(1e-12));
    }
  }

  @Test
  void zoneSplitsEachClassAndComplianceMovesVehicles() {
    Conditions zone =
        conditions(
            BASE.date(),
            DayType.WEEKDAY,
            List.of(new Conditions.LowEmissionZone(new BitSet(), 4, 6, 0.75, 0, 1440)),
            List.of());
    DayDemand plain = demand(CITY, BASE, RestrictedShares.NONE);
    DayDemand d = demand(CITY, zone, new RestrictedShares(0.2, 0, 0.4));
    assertThat(d.classes())
        .extracting(c -> c.id())
        .containsExactly("car", "car_restricted", "van", "truck", "truck_restricted");
    double cars = ofDay(plain, 0);
    assertThat(ofDay(d, 1)).isCloseTo(0.05 * cars, within(1e-6 * cars));
    assertThat(ofDay(d, 0) + ofDay(d, 1)).isCloseTo(cars, within(1e-6 * cars));
  }

  @Test
  void newHomesAddTheirTripsAndLeaveFarPairsNearlyAlone() {
    Table zones = CITY.table(Schema.ZONES);
    int[] population = zones.ints("population").clone();
    population[0] += 6000;
    City grown = CITY.with(zones.with("population", population));
    DayDemand before = demand(CITY, BASE, RestrictedShares.NONE);
    DayDemand after = demand(grown, BASE, RestrictedShares.NONE);
    assertThat(ofDay(after, 0) - ofDay(before, 0))
        .isCloseTo(6000 * Gravity.TRIPS_PER_RESIDENT, within(60.0));
    double atHome = 0;
    for (int step = 0; step < 24; step++) {
      double[] t = trips(after, step, 0);
      for (int p = 0; p < t.length; p++) {
        atHome += after.fromZone(p) == 0 || after.toZone(p) == 0 ? t[p] : 0;
      }
    }
    assertThat(atHome).isGreaterThan(6000);
  }

  @Test
  void sameZonesInANewTableChangeNothing() {
    Table zones = CITY.table(Schema.ZONES);
    City same = CITY.with(zones.with("population", zones.ints("population").clone()));
    DayDemand a = demand(CITY, BASE, RestrictedShares.NONE);
    DayDemand b = demand(same, BASE, RestrictedShares.NONE);
    assertThat(trips(b, 8, 0)).isEqualTo(trips(a, 8, 0));
  }
}
