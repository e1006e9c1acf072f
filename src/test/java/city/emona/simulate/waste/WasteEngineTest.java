package city.emona.simulate.waste;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.DayType;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.DaySteps;
import city.emona.simulate.Progress;
import city.emona.simulate.WasteDay;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Conservation, loads, contiguous tours, threads, calendars, closures. */
@Tag("invariant")
class WasteEngineTest {
  private static final Conditions.Collection DAILY =
      new Conditions.Collection(List.of(127, 127, 127, 127, 127), 360);

  private static Conditions on(LocalDate date, Conditions.Collection collection) {
    return Conditions.base(DayType.of(date)).withDate(date).withCollection(collection);
  }

  private static Conditions daily() {
    return on(DayType.WEEKDAY.date(), DAILY);
  }

  private static WasteDay run(City city, Conditions c) {
    return WasteEngine.run(city, city, c, null, 7, 1, Progress.NONE);
  }

  @Test
  void litresAreConserved() {
    City city = new GridTown(8, 150).city();
    for (Conditions c :
        List.of(daily(), on(LocalDate.of(2026, 3, 20), Conditions.Collection.BASE))) {
      DaySteps steps = DaySteps.hourly(c.date(), city.info().timeZone());
      TruckNetwork net = new TruckNetwork(city, city, c, steps, null);
      WasteEngine engine = new WasteEngine(city, c, net, 7);
      WasteDay day = engine.run(net, 1, Progress.NONE);
      BinFill f = engine.fill();
      double inside = 0;
      double level = 0;
      for (int b = 0; b < f.count(); b++) {
        inside += f.filledL()[b] - f.collectedL()[b] - f.spilledL()[b];
        level += f.levelL(b);
        float end = day.fillPercent()[day.steps().count() - 1][b];
        assertThat((double) end)
            .isEqualTo(100 * (f.levelL(b) + f.besideL(b)) / f.capacityL(b), within(1e-3));
      }
      // What was inside when the record began was not filled in the record.
      double before = level - inside;
      assertThat(before).isBetween(0.0, Arrays.stream(capacity(city)).sum());
      assertThat(Arrays.stream(f.filledL()).sum() + before)
          .isEqualTo(
              Arrays.stream(f.collectedL()).sum() + Arrays.stream(f.spilledL()).sum() + level,
              within(1e-3));
      assertThat(day.tours()).isNotEmpty();
    }
  }

  private static double[] capacity(City city) {
    return Arrays.stream(city.table(Schema.BINS).ints("capacity_l")).asDoubleStream().toArray();
  }

  /**
   * Levels at the steps around the emptying tell the litres that the tours must have brought in.
   */
  @Test
  void toursBringInWhatTheBinsHeld() {
    City city = new GridTown(8, 150).city();
    WasteDay day = run(city, daily());
    double tours = day.tours().stream().mapToDouble(WasteDay.Tour::collectedL).sum();
    double held = 0;
    double[] capacity = capacity(city);
    for (int b = 0; b < capacity.length; b++) {
      held += day.fillPercent()[5][b] / 100 * capacity[b];
    }
    assertThat(tours).isBetween(held * 0.95, held * 1.6);
    double kg = day.tours().stream().mapToDouble(WasteDay.Tour::collectedKg).sum();
    assertThat(kg / tours).isBetween(0.03, 0.31);
  }

  @Test
  void toursAreContiguousServeEveryDueBinOnceAndEndWithDisposal() {
    GridTown town = new GridTown(9, 200);
    town.depots = 2;
    town.sites = 2;
    town.truckL = 9_000;
    town.truckKg = 700;
    City city = town.city();
    WasteDay day = run(city, daily());
    int[] served = new int[200];
    int[] from = city.network().fromNode();
    int[] to = city.network().toNode();
    int[] gates = city.table(Schema.DEPOTS).ints("node");
    BitSet sites = new BitSet();
    Arrays.stream(city.table(Schema.DISPOSAL_SITES).ints("node")).forEach(sites::set);
    for (WasteDay.Tour t : day.tours()) {
      int[] links = t.links();
      assertThat(from[links[0]]).isEqualTo(gates[t.depot()]);
      assertThat(to[links[links.length - 1]]).isEqualTo(gates[t.depot()]);
      double km = 0;
      for (int k = 0; k < links.length; k++) {
        km += city.network().lengthMm()[links[k]] / 1e6;
        if (k > 0) {
          assertThat(from[links[k]]).isEqualTo(to[links[k - 1]]);
          assertThat(t.enterMinute()[k]).isGreaterThan(t.enterMinute()[k - 1]);
        }
      }
      assertThat(t.km()).isEqualTo(km, within(1e-9));
      boolean startsAtGate = city.table(Schema.BINS).ints("node")[t.bins()[0]] == gates[t.depot()];
      assertThat(t.enterMinute()[0] == 360).isEqualTo(!startsAtGate);
      assertThat(t.enterMinute()[0]).isBetween(360f, 420f);
      assertThat(t.collectedL()).isLessThanOrEqualTo(t.disposalTrips() * 9_000.0);
      assertThat(t.collectedKg()).isLessThanOrEqualTo(t.disposalTrips() * 700.0);
      assertThat(t.hours()).isGreaterThan(t.disposalTrips() / 3.0 + t.bins().length / 60.0);
      int lastSite = links.length;
      while (lastSite > 0 && !sites.get(to[links[lastSite - 1]])) {
        lastSite--;
      }
      assertThat(lastSite).isPositive();
      int at = 0;
      for (int b : t.bins()) {
        int node = city.table(Schema.BINS).ints("node")[b];
        while (at < lastSite && from[links[at]] != node) {
          at++;
        }
        assertThat(at < lastSite || sites.get(node)).isTrue();
      }
      Arrays.stream(t.bins()).forEach(b -> served[b]++);
    }
    assertThat(served).containsOnly(1);
    assertThat(day.tours()).extracting(WasteDay.Tour::depot).isSubsetOf(0, 1);
  }

  @Test
  void oneThreadAndManyGiveTheSameBytes() {
    City city = new GridTown(9, 200).city();
    WasteDay one = WasteEngine.run(city, city, daily(), null, 7, 1, Progress.NONE);
    WasteDay many = WasteEngine.run(city, city, daily(), null, 7, 5, Progress.NONE);
    assertThat(many.fillPercent()).isDeepEqualTo(one.fillPercent());
    assertThat(many.overflowBinDays()).isEqualTo(one.overflowBinDays());
    assertThat(many.emptyings()).isEqualTo(one.emptyings());
    assertThat(many.tours()).hasSameSizeAs(one.tours());
    for (int k = 0; k < one.tours().size(); k++) {
      WasteDay.Tour a = one.tours().get(k);
      WasteDay.Tour b = many.tours().get(k);
      assertThat(b.links()).isEqualTo(a.links());
      assertThat(b.enterMinute()).isEqualTo(a.enterMinute());
      assertThat(b.bins()).isEqualTo(a.bins());
      assertThat(b.collectedL()).isEqualTo(a.collectedL());
      assertThat(b.hours()).isEqualTo(a.hours());
    }
    WasteDay other = WasteEngine.run(city, city, daily(), null, 8, 1, Progress.NONE);
    assertThat(Arrays.deepEquals(other.fillPercent(), one.fillPercent())).isFalse();
  }

  @Test
  void moreCollectionDaysNeverMeanMoreOverflow() {
    City city = new GridTown(6, 100).city();
    double[] before = null;
    for (int days : new int[] {0, 4, 4 | 1, 4 | 1 | 16, 63, 127}) {
      double[] now =
          run(
                  city,
                  on(
                      LocalDate.of(2026, 3, 22),
                      new Conditions.Collection(List.of(days, days, days, days, days), 360)))
              .overflowBinDays();
      if (before != null) {
        for (int b = 0; b < now.length; b++) {
          assertThat(now[b]).isLessThanOrEqualTo(before[b]);
        }
        assertThat(Arrays.stream(now).sum()).isLessThan(Arrays.stream(before).sum());
      }
      before = now;
    }
  }

  @Test
  void calendarsDecideWhoIsEmptied() {
    City city = new GridTown(6, 100).city();
    WasteDay tuesday = run(city, on(LocalDate.of(2026, 3, 17), Conditions.Collection.BASE));
    for (WasteDay.Tour t : tuesday.tours()) {
      for (int b : t.bins()) {
        assertThat(b % 5).isIn(1, 3);
      }
    }
    for (int b = 0; b < 100; b++) {
      int perWeek = new int[] {3, 1, 1, 1, 2}[b % 5];
      assertThat(tuesday.emptyings()[b]).isEqualTo(4 * perWeek);
    }
    assertThat(tuesday.days()).isEqualTo(28);
    assertThat(run(city, Conditions.base(DayType.HOLIDAY)).tours()).isEmpty();
    assertThat(run(city, on(LocalDate.of(2026, 3, 22), Conditions.Collection.BASE)).tours())
        .isEmpty();
  }

  @Test
  void daysOfClockChangeHaveTheirHours() {
    City city = new GridTown(6, 40).city();
    for (int month : new int[] {3, 10}) {
      LocalDate date = LocalDate.of(2026, month, month == 3 ? 29 : 25);
      WasteDay day = run(city, on(date, DAILY));
      assertThat(day.fillPercent().length).isEqualTo(month == 3 ? 23 : 25);
      float start = month == 3 ? 300 : 420;
      assertThat(day.tours().get(0).enterMinute()[0]).isBetween(start, start + 15);
    }
    assertThatThrownBy(
            () -> WasteEngine.run(city, city, daily(), new float[23][1], 7, 1, Progress.NONE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void slowTrafficMakesToursLonger() {
    City city = new GridTown(8, 150).city();
    float[][] slow = new float[24][city.network().linkCount()];
    for (float[] s : slow) {
      Arrays.fill(s, 8);
    }
    double free = run(city, daily()).tours().stream().mapToDouble(WasteDay.Tour::hours).sum();
    double jam =
        WasteEngine.run(city, city, daily(), slow, 7, 1, Progress.NONE).tours().stream()
            .mapToDouble(WasteDay.Tour::hours)
            .sum();
    assertThat(jam).isGreaterThan(free + 1);
  }

  @Test
  void aLinkClosedForHoursIsAvoidedThen() {
    City city = new GridTown(8, 150).city();
    WasteDay base = run(city, daily());
    int[] used = new int[city.network().linkCount()];
    base.tours().forEach(t -> Arrays.stream(t.links()).forEach(l -> used[l]++));
    int busiest =
        IntStream.range(0, used.length).reduce((a, b) -> used[b] > used[a] ? b : a).getAsInt();
    BitSet links = new BitSet();
    links.set(busiest);
    Conditions c = daily();
    Conditions closed =
        c.andClosures(List.of(new Conditions.Closure(links, Schema.TRUCK, 0, 1440)));
    run(city, closed)
        .tours()
        .forEach(t -> assertThat(Arrays.stream(t.links()).anyMatch(l -> l == busiest)).isFalse());
    int total = run(city, closed).tours().stream().mapToInt(t -> t.bins().length).sum();
    assertThat(total).isEqualTo(150);
  }

  @Test
  void binsThatNoTruckCanReachStayFull() {
    GridTown town = new GridTown(6, 60);
    town.streetM = 400;
    City city = town.city();
    Table links = city.table(Schema.LINKS);
    int[] modes = links.ints("modes").clone();
    int[] node = city.table(Schema.BINS).ints("node");
    int cut = node[1];
    for (int i = 0; i < modes.length; i++) {
      if (links.ints("from_node")[i] == cut || links.ints("to_node")[i] == cut) {
        modes[i] = Schema.FOOT;
      }
    }
    assertThat(cut).isNotIn(0, 35);
    WasteDay day = run(city.with(links.with("modes", modes)), daily());
    for (int b = 0; b < 60; b++) {
      assertThat(day.emptyings()[b]).isEqualTo(node[b] == cut ? 0 : 28);
    }
    town.streetM = 150;
    City dense = town.city();
    WasteDay near = run(dense.with(dense.table(Schema.LINKS).with("modes", modes)), daily());
    assertThat(near.emptyings()).containsOnly(28);
  }

  @Test
  void aCityWithoutDepotIsEmptiedByTheCalendarWithoutTours() {
    GridTown town = new GridTown(5, 30);
    town.depots = 0;
    WasteDay day = run(town.city(), daily());
    assertThat(day.tours()).isEmpty();
    assertThat(day.emptyings()).containsOnly(28);
    assertThat(run(new GridTown(5, 0).city(), daily()).tours()).isEmpty();
  }

  @Test
  void cancelStopsTheWork() {
    Progress cancelled =
        new Progress() {
          @Override
          public void report(String stage, double share) {}

          @Override
          public boolean isCancelled() {
            return true;
          }
        };
    City city = new GridTown(5, 30).city();
    assertThatThrownBy(() -> WasteEngine.run(city, city, daily(), null, 7, 2, cancelled))
        .isInstanceOf(Progress.Cancelled.class);
  }
}
