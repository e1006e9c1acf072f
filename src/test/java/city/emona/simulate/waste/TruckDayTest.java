package city.emona.simulate.waste;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.DayType;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.model.WastePolicy;
import city.emona.simulate.BinDecisions;
import city.emona.simulate.DaySteps;
import city.emona.simulate.Progress;
import city.emona.simulate.WasteDay;
import city.emona.simulate.routing.TravelMatrices;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Banned turns, batteries, breaks, hired trucks and the reasons of stops left out. */
@Tag("invariant")
class TruckDayTest {
  private static final Conditions DAILY =
      Conditions.base(DayType.WEEKDAY)
          .withCollection(new Conditions.Collection(Collections.nCopies(5, 127), 360));

  private static WasteDay run(City city, Conditions c) {
    return WasteEngine.run(city, city, c, null, 7, 1, Progress.NONE);
  }

  private static Conditions with(WastePolicy p) {
    return DAILY.withCollection(DAILY.collection().with(p));
  }

  private static City ban(City city, String from, String to) {
    Table links = city.table(Schema.LINKS);
    Table.Builder b = new Table.Builder(Schema.TURN_BANS);
    b.row("ban0");
    b.set("from_link", links.findRow(from)).set("to_link", links.findRow(to));
    return city.with(b.build());
  }

  /**
   * Junctions 0-1-2 in a row above 3-4-5, 200 m apart, all ways open. From 0 straight on to 2 is
   * 400 m; where that turn at 1 is banned, the way over 3 or 4 is 800 m; and a truck that halts at
   * 1 must not drive straight on either.
   */
  @Test
  void bannedTurnsBindOnTheWayAndAtHalts() {
    City open = town2x3();
    City banned = ban(open, "n0-n1", "n1-n2");
    assertThat(metres(open, 0, 2)).isEqualTo(400);
    assertThat(metres(banned, 0, 2)).isEqualTo(800);
    assertThat(metres(banned, 0, 1)).isEqualTo(200);
    assertThat(metres(banned, 4, 2)).isEqualTo(400);
    WasteDay day = run(banned, DAILY);
    assertThat(day.tours()).isNotEmpty();
    assertThat(pairs(day)).noneMatch(p -> p.equals(bans(banned)));
    assertThat(Arrays.stream(day.emptyings()).allMatch(n -> n == 28)).isTrue();
    assertThat(pairs(run(open, DAILY))).anyMatch(p -> p.equals(bans(banned)));
  }

  private static City town2x3() {
    GridTown town = new GridTown(3, 12);
    City city = town.city();
    Table links = city.table(Schema.LINKS);
    int[] modes = links.ints("modes").clone();
    for (int i = 0; i < modes.length; i++) {
      boolean third = links.ints("from_node")[i] > 5 || links.ints("to_node")[i] > 5;
      modes[i] = third ? 0 : 31;
    }
    int[] speed = links.ints("free_speed_kmh").clone();
    Arrays.fill(speed, 30);
    Table bins = city.table(Schema.BINS);
    int[] node = new int[bins.size()];
    Arrays.setAll(node, b -> 1 + b % 2);
    Table sites = city.table(Schema.DISPOSAL_SITES);
    return city.with(
        links.with("modes", modes).with("free_speed_kmh", speed),
        bins.with("node", node),
        sites.with("node", new int[] {5}));
  }

  private static int metres(City city, int from, int to) {
    DaySteps steps = DaySteps.hourly(DAILY.date(), city.info().timeZone());
    TruckNetwork net = new TruckNetwork(city, city, DAILY, steps, null);
    net.served(new int[] {0}, new int[] {5});
    TravelMatrices m = net.matrices(new int[] {from, to}, 360, 1, Progress.NONE);
    return m.distance_m()[0][1];
  }

  private static List<Integer> bans(City city) {
    Table t = city.table(Schema.TURN_BANS);
    return List.of(t.ints("from_link")[0], t.ints("to_link")[0]);
  }

  private static Set<List<Integer>> pairs(WasteDay day) {
    Set<List<Integer>> pairs = new HashSet<>();
    for (WasteDay.Tour t : day.tours()) {
      for (int k = 1; k < t.links().length; k++) {
        pairs.add(List.of(t.links()[k - 1], t.links()[k]));
      }
    }
    return pairs;
  }

  private static Conditions electric(double batteryKwh) {
    return with(
        WastePolicy.CALENDAR.withElectricDepots(
            Map.of("depot0", new WastePolicy.ElectricTruck(batteryKwh, 1.6, 0.1))));
  }

  /** All CO2 is that of the grid for kilometres and lifts; what one battery holds bounds a tour. */
  @Test
  void electricTrucksKeepToTheirBatteries() {
    GridTown town = new GridTown(9, 120);
    town.trucks = 6;
    City city = town.city();
    WasteDay large = run(city, electric(500));
    assertThat(large.notes()).isEmpty();
    assertThat(large.week().noxKg()).isZero();
    assertThat(large.week().co2Kg())
        .isBetween(
            0.24 * 1.6 * large.week().km(), 0.24 * (1.6 * large.week().km() + 0.1 * 3 * 120 * 7));
    double most = kwh(city, large);
    WasteDay small = run(city, electric(0.8 * most));
    assertThat(kwh(city, small)).isLessThanOrEqualTo(0.8 * most);
    assertThat(small.tours().size()).isGreaterThanOrEqualTo(large.tours().size());
    WasteDay none = run(city, electric(2));
    assertThat(none.notes())
        .anyMatch(n -> n.contains("beyond what the batteries") && n.contains("batteryKwh"));
    assertThat(none.decisions().way().leftOut()).contains(BinDecisions.LeftOut.RANGE_TOO_SHORT);
    assertThat(none.week().missedEmptyings()).isPositive();
  }

  private static double kwh(City city, WasteDay day) {
    double most = 0;
    for (WasteDay.Tour t : day.tours()) {
      double lifts = 0;
      for (int b : t.bins()) {
        lifts += Stops.serviceSeconds(city.table(Schema.BINS).ints("capacity_l")[b]) / 60;
      }
      most = Math.max(most, 1.6 * t.km() + 0.1 * lifts);
    }
    return most;
  }

  /** A crew at work for longer than to the end of the second break's window had both breaks. */
  @Test
  void crewsHaveBothBreaksHoweverManyFractionsTheyCollect() {
    GridTown town = new GridTown(9, 420);
    town.trucks = 3;
    town.truckL = 200_000;
    town.truckKg = 60_000;
    WasteDay day = run(town.city(), DAILY);
    int longDays = 0;
    for (WasteDay.Tour t : day.tours()) {
      float[] leave = t.halts().leaveMinute();
      double last = leave[leave.length - 1] - 360;
      double pauses = last - t.hours() * 60;
      if (last > 420) {
        longDays++;
        assertThat(pauses).as("breaks, less the way home").isBetween(45.0, 60.01);
      }
    }
    assertThat(longDays).isPositive();
  }

  @Test
  void haltsTellEveryBinAndDisposalAlsoAtTheDepotItself() {
    City plain = new GridTown(6, 60).city();
    City city = plain.with(plain.table(Schema.DISPOSAL_SITES).with("node", new int[] {0}));
    for (WasteDay.Tour t : run(city, DAILY).tours()) {
      WasteDay.Halts h = t.halts();
      assertThat(Arrays.stream(h.row()).filter(r -> r >= 0).toArray()).isEqualTo(t.bins());
      assertThat(Arrays.stream(h.row()).filter(r -> r == ~0).count()).isEqualTo(t.disposalTrips());
      assertThat(h.row()[h.row().length - 1]).isEqualTo(~0);
      assertThat(h.linksBefore()[h.row().length - 1]).isEqualTo(t.links().length);
    }
  }

  private static Conditions.Collection guarded(boolean same) {
    Conditions.Collection today = Conditions.Collection.BASE;
    WastePolicy risk =
        today
            .policy()
            .withRules(
                Collections.nCopies(5, new WastePolicy.Rule(WastePolicy.Kind.PREDICTIVE, 0.05)))
            .withNotWorseThan(today, same);
    return new Conditions.Collection(List.of(63, 63, 63, 63, 63), 0, 360, risk);
  }

  /** One truck for two trucks' work: another is hired and paid, and the promise holds. */
  @Test
  void trucksAreHiredWhereAPromiseNeedsThem() {
    GridTown town = new GridTown(9, 700);
    town.trucks = 1;
    City city = town.city();
    WasteDay day = run(city, DAILY.withCollection(guarded(false)));
    assertThat(day.notes()).anyMatch(n -> n.contains("hired") && n.contains("in the cost"));
    assertThat(day.notes()).noneMatch(n -> n.contains("Promise broken"));
    assertThat(day.week().missedEmptyings()).isZero();
    assertThat(day.week().mostTrucks()).isEqualTo(2);
    WasteDay free = run(city, DAILY.withCollection(guarded(false).with(unguarded())));
    assertThat(free.week().missedEmptyings()).isPositive();
    assertThat(free.decisions().way().leftOut()).contains(BinDecisions.LeftOut.NO_TIME_LEFT);
  }

  private static WastePolicy unguarded() {
    return guarded(false).policy().withNotWorseThan(null, false);
  }

  @Test
  void theSameServiceTakesFewerEmptyings() {
    GridTown town = new GridTown(8, 300);
    town.trucks = 8;
    City city = town.city();
    Conditions base = Conditions.base(DayType.WEEKDAY);
    WasteDay today = run(city, base);
    WasteDay guarded = run(city, base.withCollection(guarded(false)));
    WasteDay same = run(city, base.withCollection(guarded(true)));
    int emptied = Arrays.stream(same.emptyings()).sum();
    assertThat(emptied)
        .isLessThan(Arrays.stream(today.emptyings()).sum())
        .isLessThan(Arrays.stream(guarded.emptyings()).sum());
    assertThat(same.notes()).noneMatch(n -> n.contains("Promise broken"));
  }

  /** What a stop costs is never less than the crew's time at its bins. */
  @Test
  void everyDecisionTellsWhatItsStopCosts() {
    GridTown town = new GridTown(8, 150);
    City city = town.city();
    WasteDay day = run(city, DAILY);
    BinDecisions d = day.decisions();
    for (int b = 0; b < 150; b++) {
      assertThat(d.tour()[b]).isNotNegative();
      assertThat(d.way().minutes()[b]).isGreaterThanOrEqualTo(1);
      assertThat((double) d.way().eur()[b])
          .isGreaterThanOrEqualTo(50.0 / 60 * d.way().minutes()[b] - 0.01);
    }
  }
}
