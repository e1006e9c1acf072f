package city.emona.simulate.waste;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.DayType;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.model.WastePolicy;
import city.emona.simulate.BinDecisions;
import city.emona.simulate.Progress;
import city.emona.simulate.WasteDay;
import city.emona.simulate.routing.PlanReview;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Bad input is named with its fix and the rest is planned; rules that protect streets, districts.
 */
@Tag("invariant")
class WasteSafetyTest {
  private static final Conditions DAILY =
      Conditions.base(DayType.WEEKDAY)
          .withCollection(new Conditions.Collection(Collections.nCopies(5, 127), 360));

  /**
   * A plan's reason is told by its name in the stored decisions: one without a twin would end a
   * run.
   */
  @Test
  void everyReasonOfAPlanCanBeTold() {
    assertThat(Arrays.stream(BinDecisions.LeftOut.values()).map(Enum::name))
        .containsAll(Arrays.stream(PlanReview.Reason.values()).map(Enum::name).toList());
  }

  private static WasteDay run(City base, City city, Conditions c) {
    return WasteEngine.run(base, city, c, null, 7, 1, Progress.NONE);
  }

  private static int emptied(WasteDay day) {
    return day.tours().stream().mapToInt(t -> t.bins().length).sum();
  }

  @Test
  void everyBadInputIsNamedWithTheFixAndTheRestIsPlanned() {
    GridTown town = new GridTown(7, 60);
    town.sites = 2;
    City good = town.city();
    Table bins = good.table(Schema.BINS);
    int[] node = bins.ints("node").clone();
    int[] capacity = bins.ints("capacity_l").clone();
    double[] rate = bins.reals("mean_fill_l_per_day").clone();
    node[3] = -1;
    capacity[4] = 70_000;
    rate[5] = -20;
    Table sites = good.table(Schema.DISPOSAL_SITES);
    int[] gates = sites.ints("node").clone();
    gates[1] = -1;
    City bad =
        good.with(
            bins.with("node", node).with("capacity_l", capacity).with("mean_fill_l_per_day", rate),
            sites.with("node", gates));
    Conditions.Collection c = DAILY.collection();
    WastePolicy.Window never = new WastePolicy.Window(Set.of("bin6"), 60, 120);
    Conditions night = DAILY.withCollection(c.with(c.policy().withWindows(List.of(never))));
    WasteDay day = run(bad, bad, night);
    assertThat(day.notes())
        .anyMatch(
            n -> n.contains("bin3") && n.contains("off the network") && n.contains("moveBins"))
        .anyMatch(n -> n.contains("bin4") && n.contains("larger than the largest truck"))
        .anyMatch(n -> n.contains("bin5") && n.contains("negative") && n.contains("0 or more"))
        .anyMatch(n -> n.contains("site1") && n.contains("cannot be reached"))
        .anyMatch(n -> n.contains("collection hours of 1 bins") && n.contains("Move the hours"));
    assertThat(emptied(day)).isEqualTo(59);
    assertThat(run(good, good, DAILY).notes()).isEmpty();
  }

  @Test
  void collectionServesStreetsThatTheMapClosesToTrucksButNotThoseThatAScenarioCloses() {
    GridTown town = new GridTown(6, 80);
    town.streetM = 400;
    City open = town.city();
    Table links = open.table(Schema.LINKS);
    int[] modes = links.ints("modes").clone();
    int cut = open.table(Schema.BINS).ints("node")[1];
    for (int i = 0; i < modes.length; i++) {
      if (links.ints("from_node")[i] == cut || links.ints("to_node")[i] == cut) {
        modes[i] &= ~Schema.TRUCK;
      }
    }
    City closed = open.with(links.with("modes", modes));
    assertThat(run(closed, closed, DAILY).emptyings()).containsOnly(28);
    WasteDay byScenario = run(open, closed, DAILY);
    assertThat(byScenario.emptyings()[1]).isZero();
    assertThat(byScenario.notes()).anyMatch(n -> n.contains("off the network"));
  }

  @Test
  void ownDaysGoBeforeThoseOfTheFractionUntilAScenarioSetsThem() {
    City plain = new GridTown(5, 30).city();
    int[] own = new int[30];
    own[2] = 1;
    City city = plain.with(plain.table(Schema.BINS).with("collection_days", own));
    assertThat(run(city, city, DAILY).emptyings()[2]).isEqualTo(4);
    assertThat(run(city, city, DAILY).emptyings()[3]).isEqualTo(28);
    Conditions.Collection c = DAILY.collection();
    Conditions set =
        DAILY.withCollection(
            new Conditions.Collection(c.daysByFraction(), 0, c.shiftStartMinute(), c.policy()));
    assertThat(run(city, city, set).emptyings()[2]).isEqualTo(28);
  }

  /** With trucks enough no emptying is missed, so the promise holds for what is driven too. */
  @Test
  void noDistrictIsWorseWithRoutesDriven() {
    GridTown town = new GridTown(8, 240);
    town.litresPerDay = 330;
    town.trucks = 8;
    City plain = town.city();
    Table.Builder d = new Table.Builder(Schema.DISTRICTS);
    for (int i = 0; i < 4; i++) {
      d.row("d" + i);
      d.endPolygon();
    }
    int[] district = new int[240];
    for (int b = 0; b < district.length; b++) {
      int n = plain.table(Schema.BINS).ints("node")[b];
      district[b] = n % 8 / 4 + 2 * (n / 32);
    }
    City city = plain.with(d.build(), plain.table(Schema.BINS).with("district", district));
    Conditions.Collection today = Conditions.Collection.BASE;
    WastePolicy risk =
        today
            .policy()
            .withRules(
                Collections.nCopies(5, new WastePolicy.Rule(WastePolicy.Kind.PREDICTIVE, 0.3)))
            .withNotWorseThan(today, false);
    Conditions base = Conditions.base(DayType.WEEKDAY);
    Conditions.Collection c = new Conditions.Collection(List.of(27, 10, 8, 10, 9), 0, 360, risk);
    WasteDay before = run(city, city, base);
    WasteDay after = run(city, city, base.withCollection(c));
    assertThat(after.week().missedEmptyings()).isZero();
    double[] was = DistrictGuard.byDistrict(before.overflowBinDays(), district, 4);
    double[] is = DistrictGuard.byDistrict(after.overflowBinDays(), district, 4);
    for (int i = 1; i <= 4; i++) {
      assertThat(was[i]).isPositive();
      assertThat(is[i]).as("district " + i).isLessThanOrEqualTo(was[i]);
    }
  }
}
