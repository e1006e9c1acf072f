package city.emona.simulate.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import city.emona.demand.DayDemand;
import city.emona.demand.FreeFlow;
import city.emona.demand.GridCity;
import city.emona.demand.RestrictedShares;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.DayType;
import city.emona.model.Schema;
import city.emona.model.StreetRules;
import city.emona.model.Table;
import city.emona.simulate.Progress;
import city.emona.simulate.TrafficDay;
import city.emona.simulate.UserClass;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tolls and signals on two parallel streets, where the equilibrium can be written down: {@code a}
 * by the middle node m, {@code b} by n, both from zone west to zone east and back.
 *
 * <pre>
 *        m
 *      /   \
 *    w       e
 *      \   /
 *        n
 * </pre>
 */
@Tag("analytic")
class StreetRulesTest {
  private static final Conditions BASE = Conditions.base(DayType.WEEKDAY);
  private static final int HOUR = 8;
  private static final int CAPACITY = 400;
  private static final City CITY = city("none");

  private static City city(String control) {
    Table.Builder nodes = new Table.Builder(Schema.NODES);
    int[][] at = {{0, 0}, {800_000, 600_000}, {800_000, -600_000}, {1_600_000, 0}};
    for (int v = 0; v < 4; v++) {
      nodes.row("wmne".substring(v, v + 1));
      nodes.set("control", v == 1 ? control : "none");
      nodes.point(at[v][0], at[v][1]);
    }
    Table.Builder links = new Table.Builder(Schema.LINKS);
    int[][] ends = {{0, 1}, {1, 3}, {0, 2}, {2, 3}, {1, 0}, {3, 1}, {2, 0}, {3, 2}};
    for (int[] e : ends) {
      links.row("l" + e[0] + e[1]);
      links.set("from_node", e[0]).set("to_node", e[1]).set("road_class", "secondary");
      links.set("length_mm", 1_000_000).set("lanes", 2).set("capacity_veh_per_h", CAPACITY);
      links.set("free_speed_kmh", e[0] == 2 || e[1] == 2 ? 40 : 50).set("modes", 31);
      links.line(new int[] {at[e[0]][0], at[e[1]][0]}, new int[] {at[e[0]][1], at[e[1]][1]});
    }
    Table.Builder zones = new Table.Builder(Schema.ZONES);
    Table.Builder access = new Table.Builder(Schema.ZONE_ACCESS);
    for (int z = 0; z < 2; z++) {
      zones.row("z" + z);
      zones.set("population", 4000).set("jobs", 2000);
      int x = z * 1_600_000;
      zones.ring(new int[] {x - 9, x + 9, x + 9, x - 9}, new int[] {-9, -9, 9, 9}, false);
      zones.endPolygon();
      access.row("a" + z);
      access.set("zone", z).set("node", 3 * z);
    }
    Table.Builder od = new Table.Builder(Schema.OD);
    for (int z = 0; z < 2; z++) {
      od.row("o" + z);
      od.set("from_zone", z).set("to_zone", 1 - z).set("car_trips_per_day", 9000.0);
    }
    return new City(
        GridCity.info(),
        List.of(nodes.build(), links.build(), zones.build(), access.build(), od.build()));
  }

  private static TrafficDay run(City city, StreetRules rules) {
    Conditions c = BASE.withStreets(rules);
    DayDemand demand = DayDemand.of(city, city, c, RestrictedShares.NONE, Progress.NONE);
    return TrafficEngine.run(city, c, demand, 1e-9, 1, Progress.NONE);
  }

  private static BitSet row(int link) {
    BitSet b = new BitSet();
    b.set(link);
    return b;
  }

  private static StreetRules toll(double eur, boolean perKm, int vehicles, int from, int to) {
    return StreetRules.NONE.andTolls(
        List.of(new StreetRules.Toll(row(0), eur, perKm, vehicles, from, to)));
  }

  /** Seconds over both links of a street that carries {@code pcu} per hour. */
  private static double seconds(boolean upper, double pcu) {
    double ratio = pcu / CAPACITY;
    double free = FreeFlow.linkSeconds(CITY.network())[upper ? 0 : 2];
    double second = FreeFlow.linkSeconds(CITY.network())[upper ? 1 : 3];
    return (free + second) * (1 + 0.71 * ratio * ratio);
  }

  /** Passenger-car units on link 0 if class c takes the upper street while it gains by it. */
  private static double expectedUpper(TrafficDay day, double eur, int vehicles) {
    double[] pcu = new double[day.classes().size()];
    double all = 0;
    for (int c = 0; c < pcu.length; c++) {
      for (int link : new int[] {0, 2}) {
        pcu[c] += day.volumeVehPerH()[c][HOUR][link] * day.classes().get(c).pcu();
      }
      all += pcu[c];
    }
    double low = 0;
    double high = all;
    for (int i = 0; i < 200; i++) {
      double upper = (low + high) / 2;
      double gain = seconds(false, all - upper) - seconds(true, upper);
      double wanting = 0;
      for (int c = 0; c < pcu.length; c++) {
        wanting += gain > price(day.classes().get(c), eur, vehicles) ? pcu[c] : 0;
      }
      if (wanting > upper) {
        low = upper;
      } else {
        high = upper;
      }
    }
    return (low + high) / 2;
  }

  private static double price(UserClass c, double eur, int vehicles) {
    boolean pays = (vehicles >> c.group().ordinal() & 1) != 0;
    return pays ? eur * ValueOfTime.secondsPerEuro(c.group()) : 0;
  }

  private static double upper(TrafficDay day, int hour) {
    double sum = 0;
    for (int c = 0; c < day.classes().size(); c++) {
      sum += day.volumeVehPerH()[c][hour][0] * day.classes().get(c).pcu();
    }
    return sum;
  }

  @Test
  void aTollLeavesTheSplitThatValuesOfTimeImply() {
    for (double eur : new double[] {0, 0.05, 0.2, 1}) {
      TrafficDay day = run(CITY, toll(eur, false, 7, 0, 1440));
      double expected = expectedUpper(day, eur, 7);
      assertThat(upper(day, HOUR)).as(eur + " €").isCloseTo(expected, within(0.5));
    }
    assertThat(upper(run(CITY, toll(1, false, 7, 0, 1440)), HOUR))
        .isLessThan(upper(run(CITY, StreetRules.NONE), HOUR) - 50);
  }

  @Test
  void onlyTheVehiclesThatPayStayAway() {
    int trucks = 4;
    TrafficDay day = run(CITY, toll(50, false, trucks, 0, 1440));
    for (int c = 0; c < day.classes().size(); c++) {
      boolean pays = day.classes().get(c).group() == UserClass.Group.TRUCK;
      assertThat(day.volumeVehPerH()[c][HOUR][0] > 1e-3).isEqualTo(!pays);
    }
  }

  @Test
  void aTollActsInItsHoursAndItsMoneyIsCounted() {
    TrafficDay free = run(CITY, StreetRules.NONE);
    TrafficDay day = run(CITY, toll(0.1, false, 7, 8 * 60, 9 * 60));
    assertThat(upper(day, 8)).isLessThan(upper(free, 8) - 1);
    assertThat(upper(day, 12)).isCloseTo(upper(free, 12), within(0.5));
    double vehicles = 0;
    for (int c = 0; c < day.classes().size(); c++) {
      vehicles += day.volumeVehPerH()[c][8][0];
    }
    assertThat(day.tally().tollEur()[8]).isCloseTo(0.1 * vehicles, within(1e-6 * vehicles));
    assertThat(day.tally().tollEur()[12]).isZero();
    assertThat(free.tally().tollEur()[8]).isZero();
  }

  @Test
  void aKilometreTollIsTheTollOfAStreetOfOneKilometre() {
    TrafficDay once = run(CITY, toll(0.2, false, 7, 0, 1440));
    TrafficDay perKm = run(CITY, toll(0.2, true, 7, 0, 1440));
    assertThat(upper(perKm, HOUR)).isCloseTo(upper(once, HOUR), within(1e-6));
  }

  @Test
  void greenMovesTheWaitOfWebster() {
    City signal = city("signal");
    double[] usual = FreeFlow.linkSeconds(signal.network());
    double[] timed =
        FreeFlow.linkSeconds(
            signal.network(), List.of(new StreetRules.SignalTiming(row(0), 0.7, 60)));
    assertThat(usual[0]).isCloseTo(72 + 90 * 0.25 / 2, within(1e-9));
    assertThat(timed[0]).isCloseTo(72 + 60 * 0.09 / 2, within(1e-9));
    assertThat(timed[5]).isEqualTo(usual[5]);
    StreetRules more =
        StreetRules.NONE.andSignals(List.of(new StreetRules.SignalTiming(row(0), 0.9, 90)));
    assertThat(upper(run(signal, more), HOUR))
        .isGreaterThan(upper(run(signal, StreetRules.NONE), HOUR));
  }
}
