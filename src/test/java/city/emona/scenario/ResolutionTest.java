package city.emona.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.DayType;
import city.emona.model.Schema;
import city.emona.model.StreetRules;
import city.emona.model.Table;
import city.emona.model.WastePolicy;
import city.emona.scenario.yaml.Problem;
import city.emona.scenario.yaml.ScenarioReader;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What each edit does to River Town, and what it leaves alone. */
class ResolutionTest {
  private static final City CITY = RiverTown.city();

  private static Resolution resolve(String edits) {
    Scenario s = ScenarioReader.read("emona: 1\nid: a\ntitle: A\nedits: [" + edits + "]", "a.yaml");
    return Resolution.resolve(CITY, List.of(s), UnaryOperator.identity());
  }

  private static Situation apply(String edits) {
    return resolve(edits).apply();
  }

  private static int row(City c, String link) {
    return c.table(Schema.LINKS).findRow(link);
  }

  @Test
  void anEmptyScenarioIsTheVerySameCity() {
    Scenario off =
        ScenarioReader.read(
            "emona: 1\nid: a\ntitle: A\nedits: [{edit: fleet, on: false, year: 2035}]", "a.yaml");
    Situation s = Resolution.resolve(CITY, List.of(off), UnaryOperator.identity()).apply();
    assertThat(s.city()).isSameAs(CITY);
    assertThat(s.conditions()).isEqualTo(Conditions.base(DayType.WEEKDAY));
  }

  @Test
  void tablesLeftAloneAreShared() {
    City c = apply(Examples.EDITS.get("lanes")).city();
    for (int i = 0; i < c.tables().size(); i++) {
      if (!c.tables().get(i).schema().name().equals("links")) {
        assertThat(c.tables().get(i)).isSameAs(CITY.tables().get(i));
      }
    }
    assertThat(c.network().lines()).isSameAs(CITY.network().lines());
  }

  @Test
  void closingAllDayClearsModesAndHoursMakeAClosure() {
    City c = apply("{edit: close, place: {role: old-bridge}}").city();
    assertThat(c.network().modes()[row(c, "bridge:f")])
        .isEqualTo(Schema.BUS | Schema.BIKE | Schema.FOOT);
    assertThat(c.network().modes()[row(c, "bridge:b")]).isEqualTo(28);
    assertThat(IntStream.of(c.network().modes()).filter(m -> m != 31).count()).isEqualTo(2);
    Situation s = apply(Examples.EDITS.get("close"));
    assertThat(s.city()).isSameAs(CITY);
    assertThat(s.conditions().closures())
        .singleElement()
        .satisfies(
            x -> {
              assertThat(x.links().cardinality()).isEqualTo(2);
              assertThat(x.modes()).isEqualTo(Schema.CAR);
              assertThat(x.fromMinute()).isEqualTo(420);
              assertThat(x.toMinute()).isEqualTo(1140);
            });
  }

  @Test
  void oneWayKeepsTheHeadingAndClosesItsOpposite() {
    City c = apply(Examples.EDITS.get("oneWay")).city();
    for (int i = 0; i < 2; i++) {
      assertThat(c.network().modes()[row(c, "High Street " + i + ":f")]).isEqualTo(31);
      assertThat(c.network().modes()[row(c, "High Street " + i + ":b")]).isEqualTo(30);
    }
    City byId = apply("{edit: oneWay, place: {links: 'bridge:b'}}").city();
    assertThat(byId.network().modes()[row(byId, "bridge:f")]).isEqualTo(28);
    assertThat(byId.network().modes()[row(byId, "bridge:b")]).isEqualTo(31);
    assertThat(resolve("{edit: oneWay, place: {streets: High Street}}").problems())
        .singleElement()
        .satisfies(p -> assertThat(p.field()).contains("heading"));
  }

  @Test
  void lanesTakeCapacityAlongAndOneAlwaysStays() {
    City c = apply(Examples.EDITS.get("lanes")).city();
    int b = row(c, "bridge:f");
    assertThat(c.network().lanes()[b]).isEqualTo(2);
    assertThat(c.network().capacityVehPerH()[b]).isEqualTo(1600);
    City less = apply("{edit: lanes, place: {role: old-bridge}, change: -1}").city();
    assertThat(less.network().lanes()).isEqualTo(CITY.network().lanes());
    City half = apply(Examples.EDITS.get("capacity")).city();
    assertThat(half.network().capacityVehPerH()[row(c, "High Street 0:f")]).isEqualTo(400);
    assertThat(half.network().capacityVehPerH()[row(c, "Mill Lane 0:f")]).isEqualTo(800);
  }

  @Test
  void aLimitInAnAreaActsByTheMiddleAndNeverRaises() {
    String ring = "{edit: speedLimit, place: {role: inner-ring}, kmh: %d}";
    City c = apply(ring.formatted(30)).city();
    assertThat(c.network().freeSpeedKmh()[row(c, "High Street 0:f")]).isEqualTo(30);
    assertThat(c.network().freeSpeedKmh()[row(c, "High Street 1:f")]).isEqualTo(50);
    assertThat(c.network().freeSpeedKmh()[row(c, "bridge:f")]).isEqualTo(50);
    City slow = apply(ring.formatted(80)).city();
    assertThat(slow.network().freeSpeedKmh()).isEqualTo(CITY.network().freeSpeedKmh());
    City some =
        apply("{edit: speedLimit, place: {role: inner-ring, classes: residential}, kmh: 30}")
            .city();
    assertThat(some.network().freeSpeedKmh()[row(c, "High Street 0:f")]).isEqualTo(50);
    assertThat(some.network().freeSpeedKmh()[row(c, "north0:b")]).isEqualTo(30);
    City districts = apply("{edit: speedLimit, place: {districts: Southbank}, kmh: 30}").city();
    assertThat(districts.network().freeSpeedKmh()[row(c, "Mill Lane 1:b")]).isEqualTo(30);
    assertThat(districts.network().freeSpeedKmh()[row(c, "High Street 0:f")]).isEqualTo(50);
  }

  @Test
  void aNewBridgeJoinsTheTwoJunctionsOfItsRole() {
    City c = apply("{edit: newLink, id: east, role: new-bridge-site, class: tertiary}").city();
    Table t = c.table(Schema.LINKS);
    int f = row(c, "east:f");
    int b = row(c, "east:b");
    assertThat(t.size()).isEqualTo(CITY.network().linkCount() + 2);
    assertThat(c.table(Schema.NODES).id(t.ints("from_node")[f])).isEqualTo("n5");
    assertThat(c.table(Schema.NODES).id(t.ints("to_node")[f])).isEqualTo("s2");
    assertThat(t.ints("from_node")[b]).isEqualTo(t.ints("to_node")[f]);
    assertThat(t.ints("length_mm")[f]).isEqualTo(200_000).isEqualTo(t.ints("length_mm")[b]);
    assertThat(t.choices("structure")[f]).isEqualTo((byte) 1);
    assertThat(t.ints("capacity_veh_per_h")[f]).isEqualTo(800);
    assertThat(t.lines().lengthM(b)).isEqualTo(200, within(1e-9));
    City dry = apply("{edit: newLink, from: n1, to: n5, bothDirections: false}").city();
    assertThat(dry.table(Schema.LINKS).choices("structure")[row(dry, "new:n1:n5:f")]).isZero();
    assertThat(row(dry, "new:n1:n5:b")).isEqualTo(-1);
    City bent = apply(Examples.EDITS.get("newLink")).city();
    assertThat(bent.table(Schema.LINKS).ints("length_mm")[row(bent, "east:f")])
        .isCloseTo(70_711 + 158_114, within(3));
    assertThat(bent.network().modes()[row(bent, "east:f")]).isEqualTo(Schema.CAR | Schema.BUS);
    assertThat(resolve("{edit: newLink, id: bridge, from: n0, to: s0}").problems()).hasSize(1);
    Situation later =
        apply(
            "{edit: newLink, id: east, role: new-bridge-site},"
                + " {edit: speedLimit, place: {links: 'east:f'}, kmh: 20}");
    assertThat(later.city().network().freeSpeedKmh()[f]).isEqualTo(20);
  }

  /** Later edits change the fields they give on the streets they name; no street is in two. */
  @Test
  void fleetsOfStreetsAndDays() {
    Conditions c =
        apply(
                "{edit: fleet, year: 2030, electricCars: 0.2},"
                    + " {edit: fleet, place: {streets: High Street}, electricCars: 0.5},"
                    + " {edit: fleet, place: {links: [bridge:f]}, electricCars: 0.6},"
                    + " {edit: fleet, place: {streets: [High Street, Mill Lane]}, year: 2035},"
                    + " {edit: fleet, electricTrucks: 0.1}")
            .conditions();
    BitSet high = new BitSet();
    BitSet mill = new BitSet();
    String[] names = CITY.table(Schema.LINKS).texts("name");
    for (int i = 0; i < names.length; i++) {
      high.set(i, names[i].equals("High Street"));
      mill.set(i, names[i].equals("Mill Lane"));
    }
    BitSet bridge = new BitSet();
    bridge.set(row(CITY, "bridge:f"));
    double none = Double.NaN;
    assertThat(c.fleet()).isEqualTo(new Conditions.Fleet(2030, 0.2, none, 0.1));
    assertThat(c.localFleets())
        .containsExactlyInAnyOrder(
            new Conditions.LocalFleet(high, new Conditions.Fleet(2035, 0.5, none, 0.1)),
            new Conditions.LocalFleet(mill, new Conditions.Fleet(2035, 0.2, none, 0.1)),
            new Conditions.LocalFleet(bridge, new Conditions.Fleet(2030, 0.6, none, 0.1)));
  }

  /** The weekday stands for a date of its own; from is the first day, until the first one after. */
  @Test
  void fleetsActOnTheirDays() {
    String day = DayType.WEEKDAY.date().toString();
    String next = DayType.WEEKDAY.date().plusDays(1).toString();
    assertThat(fleetYear("from: " + day)).isEqualTo(2035);
    assertThat(fleetYear("until: " + next)).isEqualTo(2035);
    assertThat(fleetYear("from: " + day + ", until: " + next)).isEqualTo(2035);
    assertThat(fleetYear("from: " + next)).isEqualTo(2025);
    assertThat(fleetYear("until: " + day)).isEqualTo(2025);
  }

  private static int fleetYear(String dates) {
    return apply("{edit: fleet, year: 2035, " + dates + "}").conditions().fleet().year();
  }

  @Test
  void aYearThatTheOwnTableLacksIsRefused() {
    String table = Examples.SMALL_FLEET.replace("\n", "\\n");
    assertThat(resolve("{edit: fleet, table: \"" + table + "\", year: 2031}").problems()).isEmpty();
    assertThat(resolve("{edit: fleet, table: \"" + table + "\", year: 2025}").problems())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.what()).contains("no year 2025");
              assertThat(p.fix()).contains("2030 to 2035");
              assertThat(p.line()).isPositive();
            });
  }

  @Test
  void conditionsOfTheDay() {
    Conditions c =
        apply(
                Examples.EDITS.get("lowEmissionZone")
                    + ","
                    + "{edit: fleet, year: 2035, electricCars: 0.4, electricVans: 0.3,"
                    + " electricTrucks: 0.1}"
                    + ","
                    + Examples.EDITS.get("demand")
                    + ","
                    + Examples.EDITS.get("collectionPolicy")
                    + ","
                    + Examples.EDITS.get("weather"))
            .conditions();
    assertThat(c.lowEmissionZones()).hasSize(2);
    assertThat(c.lowEmissionZones().get(0).toMinute()).isEqualTo(360);
    assertThat(c.lowEmissionZones().get(1).fromMinute()).isEqualTo(1320);
    assertThat(c.fleet()).isEqualTo(new Conditions.Fleet(2035, 0.4, 0.3, 0.1));
    assertThat(c.demandChanges().get(0).zones().toString()).isEqualTo("{0}");
    assertThat(c.weather()).isEqualTo("inversion");
    assertThat(c.collection().daysByFraction()).isEqualTo(List.of(1 | 32, 2, 0, 2, 9));
    assertThat(c.collection().shiftStartMinute()).isEqualTo(330);
    WastePolicy policy = c.collection().policy();
    WastePolicy.Rule risk = new WastePolicy.Rule(WastePolicy.Kind.PREDICTIVE, 0.02);
    WastePolicy.Rule all = WastePolicy.Rule.CALENDAR;
    assertThat(policy.ruleByFraction()).isEqualTo(List.of(risk, all, risk, all, all));
    assertThat(policy.overflowCostEur()).isEqualTo(50);
    assertThat(policy.sensing()).isEqualTo(new WastePolicy.Sensing(0.5, 0.05, 0.05, 3));
    assertThat(policy.notWorseThan()).isEqualTo(Conditions.Collection.BASE);
    assertThat(apply("{edit: demand, factor: 0.9}").conditions().demandChanges().get(0).zones())
        .isEqualTo(java.util.BitSet.valueOf(new long[] {3}));
  }

  @Test
  void aDevelopmentKeepsSumsEqual() {
    Situation s = apply(Examples.EDITS.get("development"));
    City c = s.city();
    for (String field : List.of("population", "jobs")) {
      int more = field.equals("jobs") ? 100 : 600;
      int before = IntStream.of(CITY.table(Schema.DISTRICTS).ints(field)).sum();
      for (var schema : List.of(Schema.DISTRICTS, Schema.ZONES, Schema.LAND_USE)) {
        assertThat(IntStream.of(c.table(schema).ints(field)).sum()).isEqualTo(before + more);
      }
      assertThat(c.table(Schema.DISTRICTS).ints(field)[1])
          .isEqualTo(CITY.table(Schema.DISTRICTS).ints(field)[1]);
    }
    Table land = c.table(Schema.LAND_USE);
    assertThat(land.ints("population")[3]).isEqualTo(200);
    assertThat(land.ints("population")[4]).isEqualTo(400);
    assertThat(land.choices("kind")[3]).isZero();
    Table access = c.table(Schema.ZONE_ACCESS);
    assertThat(access.size()).isEqualTo(3);
    assertThat(c.table(Schema.NODES).id(access.ints("node")[2])).isEqualTo("n5");
  }

  @Test
  void aSiteWithoutBlocksBecomesOne() {
    City c =
        apply("{edit: development, place: {polygon: " + Examples.POLYGON + "}, population: 7}")
            .city();
    Table land = c.table(Schema.LAND_USE);
    assertThat(land.size()).isEqualTo(CITY.table(Schema.LAND_USE).size() + 1);
    assertThat(land.polygons().areaM2(5)).isCloseTo(15_000, within(5.0));
    assertThat(land.ints("population")[5]).isEqualTo(7);
    assertThat(c.table(Schema.ZONES).ints("population")[0]).isEqualTo(1007);
  }

  @Test
  void sharesAddUpExactly() {
    for (int total : new int[] {0, 1, 7, 6000, 99_999}) {
      int[] s = SiteEdits.shares(total, new double[] {1, 2.5, 0.1, 7});
      assertThat(IntStream.of(s).sum()).isEqualTo(total);
      assertThat(IntStream.of(s).allMatch(v -> v >= 0)).isTrue();
    }
  }

  @Test
  void newBinsShareTheWasteThatIsThere() {
    String place = "place: {streets: Mill Lane}, spacingM: 100, fraction: paper, capacityL: 1100";
    City c = apply("{edit: addBins, " + place + "}").city();
    Table bins = c.table(Schema.BINS);
    assertThat(bins.size()).isEqualTo(12 + 4);
    assertThat(sum(bins)).isCloseTo(sum(CITY.table(Schema.BINS)), within(1e-9));
    assertThat(bins.ints("district")[12]).isEqualTo(1);
    assertThat(bins.points().yMm()[12]).isEqualTo(-300_000);
    assertThat(bins.reals("mean_fill_l_per_day")[1])
        .isEqualTo(CITY.table(Schema.BINS).reals("mean_fill_l_per_day")[1]);
    City more = apply(Examples.EDITS.get("addBins")).city();
    int added = more.table(Schema.BINS).size() - 12;
    assertThat(added).isEqualTo(7);
    assertThat(sum(more.table(Schema.BINS)))
        .isCloseTo(sum(CITY.table(Schema.BINS)) + 90 * added, within(1e-9));
    assertThat(resolve("{edit: addBins, " + place.replace("paper", "glass") + "}").problems())
        .singleElement()
        .satisfies(p -> assertThat(p.field()).contains("meanFillLPerDay"));
  }

  @Test
  void aSiteWithoutStreetsGetsAGridOfBins() {
    String polygon =
        "{type: Polygon, coordinates: [[%s, %s, %s, %s]]}"
            .formatted(
                Examples.text(RiverTown.position(600, 110)),
                Examples.text(RiverTown.position(800, 110)),
                Examples.text(RiverTown.position(800, 310)),
                Examples.text(RiverTown.position(600, 310)));
    City c =
        apply(
                "{edit: addBins, place: {polygon: "
                    + polygon
                    + "}, spacingM: 50, fraction: glass, totalFillLPerDay: 500}")
            .city();
    Table bins = c.table(Schema.BINS);
    assertThat(bins.size()).isEqualTo(12 + 16);
    assertThat(sum(bins)).isCloseTo(sum(CITY.table(Schema.BINS)) + 500, within(1e-9));
    assertThat(c.table(Schema.NODES).id(bins.ints("node")[12])).isEqualTo("n5");
  }

  private static double sum(Table bins) {
    double sum = 0;
    for (double v : bins.reals("mean_fill_l_per_day")) {
      sum += v;
    }
    return sum;
  }

  @Test
  void removedBinsLeaveTheirWasteAndTakeTheirSensors() {
    City c = apply(Examples.EDITS.get("removeBins")).city();
    assertThat(c.table(Schema.BINS).size()).isEqualTo(11);
    assertThat(sum(c.table(Schema.BINS))).isCloseTo(sum(CITY.table(Schema.BINS)), within(1e-9));
    assertThat(c.table(Schema.SENSORS).ids()).containsExactly("level-8");
    assertThat(c.table(Schema.BINS).id(c.table(Schema.SENSORS).ints("bin")[0])).isEqualTo("bin8");
    assertThat(c.table(Schema.DATASTREAMS).ids()).containsExactly("stream1");
    assertThat(c.table(Schema.DATASTREAMS).ints("sensor")).containsExactly(0);
    assertThat(resolve("{edit: removeBins, place: {districts: [d-north, d-south]}}").problems())
        .hasSize(1);
  }

  @Test
  void sensorsComeAndGo() {
    City c = apply(Examples.EDITS.get("sensors")).city();
    assertThat(c.table(Schema.SENSORS).ids()).containsExactly("level-8", "air-1");
    assertThat(c.table(Schema.DATASTREAMS).ids())
        .containsExactly("stream1", "air-1:NO2", "air-1:PM2.5", "air-1:PM10");
    assertThat(c.table(Schema.DATASTREAMS).ints("sensor")).containsExactly(0, 1, 1, 1);
    City t =
        apply(
                "{edit: sensors, add: [{id: x, kind: traffic, at: "
                    + Examples.text(RiverTown.position(3, 20))
                    + "}]}")
            .city();
    assertThat(t.table(Schema.LINKS).id(t.table(Schema.SENSORS).ints("link")[2]))
        .isEqualTo("bridge:f");
  }

  @Test
  void unknownNamesComeWithTheNearestOnesAndAllAtOnce() {
    List<Problem> p =
        resolve(
                "{edit: close, place: {streets: Hihg Street}},"
                    + " {edit: close, place: {districts: Nordbank}},"
                    + " {edit: close, place: {links: bridge}},"
                    + " {edit: close, place: {role: old-brigde}}")
            .problems();
    assertThat(p).hasSize(4);
    assertThat(p).allSatisfy(x -> assertThat(x.line()).isEqualTo(4));
    assertThat(p.get(0).what()).contains("\"High Street\"");
    assertThat(p.get(1).what()).contains("\"Northbank\"");
    assertThat(p.get(2).what()).contains("\"bridge:f\"");
    assertThat(p.get(3).what()).contains("old-bridge");
    assertThat(p.get(3).fix()).contains("emona city role");
  }

  @Test
  void oldIdsGoThroughAliases() {
    Scenario s =
        ScenarioReader.read(
            "emona: 1\nid: a\ntitle: A\nedits: [{edit: close, place: {links: way-1}}]", "a.yaml");
    Map<String, String> aliases = Map.of("way-1", "bridge:f");
    City c =
        Resolution.resolve(CITY, List.of(s), id -> aliases.getOrDefault(id, id)).apply().city();
    assertThat(c.network().modes()[row(c, "bridge:f")]).isEqualTo(28);
  }

  @Test
  void aScenarioForAnotherCityIsRefused() {
    Scenario s = ScenarioReader.read("emona: 1\nid: a\ntitle: A\ncity: Porto", "a.yaml");
    assertThat(Resolution.resolve(CITY, List.of(s), UnaryOperator.identity()).problems())
        .singleElement()
        .satisfies(p -> assertThat(p.what()).contains("Porto").contains("River Town"));
  }

  @Test
  void aCordonIsPaidAtTheStreetsThatLeadIn() {
    Situation s = apply("{edit: toll, place: {districts: d-north}, eur: 2, vehicles: car}");
    StreetRules.Toll toll = s.conditions().streets().tolls().get(0);
    // The bridge belongs to the north: from the south one enters by it alone.
    BitSet expected = new BitSet();
    expected.set(row(CITY, "bridge:b"));
    assertThat(toll.links()).isEqualTo(expected);
    assertThat(toll.vehicles()).isEqualTo(1);
    assertThat(toll.perKm()).isFalse();
    assertThat(s.city()).isSameAs(CITY);
  }

  @Test
  void aPlaceWithoutAnInsideHasNoCordon() {
    assertThatThrownBy(() -> apply("{edit: toll, place: {streets: Old Bridge}, eur: 2}"))
        .hasMessageContaining("No street leads into the place")
        .hasMessageContaining("paid: street");
    Situation s = apply("{edit: toll, place: {streets: Old Bridge}, paid: street, eur: 2}");
    assertThat(s.conditions().streets().tolls().get(0).links().cardinality()).isEqualTo(2);
  }

  @Test
  void lanesForBusesAndBicyclesAreRulesAndMayTakeALane() {
    assertThatThrownBy(() -> apply("{edit: busLane, place: {streets: High Street}}"))
        .hasMessageContaining("one lane only")
        .hasMessageContaining("takesLane: false");
    String two = "{edit: lanes, place: {streets: High Street}, lanes: 2},";
    Situation s = apply(two + "{edit: busLane, place: {streets: High Street}}");
    int high = row(CITY, "High Street 0:f");
    assertThat(s.city().network().lanes()[high]).isEqualTo(1);
    assertThat(s.city().network().capacityVehPerH()[high]).isEqualTo(800);
    assertThat(s.conditions().streets().busLanes().cardinality()).isEqualTo(4);
    Situation bike = apply(Examples.EDITS.get("bikeLane"));
    assertThat(bike.city().network().lanes()).isEqualTo(CITY.network().lanes());
    assertThat(bike.conditions().streets().bikeLanes().get(high)).isTrue();
  }

  @Test
  void greenOfOneStreetIsTakenFromTheOthers() {
    Situation s = apply("{edit: signal, place: {streets: High Street}, greenShare: 0.6}");
    int[] capacity = s.city().network().capacityVehPerH();
    // Junction n1 has the signal: High Street from both sides, and the street from n4.
    assertThat(capacity[row(CITY, "High Street 0:f")]).isEqualTo(960);
    assertThat(capacity[row(CITY, "High Street 1:b")]).isEqualTo(960);
    assertThat(capacity[row(CITY, "High Street 0:b")]).isEqualTo(800);
    assertThat(capacity[row(CITY, "north1:b")]).isEqualTo(640);
    assertThat(s.conditions().streets().signals()).hasSize(2);
    Situation half = apply("{edit: signal, place: {streets: High Street}, greenShare: 0.5}");
    assertThat(half.city().network().capacityVehPerH()).isEqualTo(CITY.network().capacityVehPerH());
    // Timed anew, a junction forgets the timing before: nothing adds up.
    Situation again =
        apply(
            "{edit: signal, place: {streets: High Street}, greenShare: 0.7},"
                + " {edit: signal, place: {streets: High Street}, greenShare: 0.5}");
    assertThat(again.city().network().capacityVehPerH())
        .isEqualTo(CITY.network().capacityVehPerH());
    assertThatThrownBy(() -> apply("{edit: signal, place: {streets: Mill Lane}, greenShare: 0.6}"))
        .hasMessageContaining("signals");
  }

  @Test
  void everyExampleAppliesAndIsRepeatable() {
    Examples.EDITS.forEach(
        (type, edit) ->
            assertThat(apply(edit).city().version())
                .as(type)
                .isEqualTo(apply(edit).city().version()));
  }

  @Test
  void binsMoveWithTheirWasteAndGrow() {
    Table before = RiverTown.city().table(Schema.BINS);
    Table moved = apply(Examples.EDITS.get("moveBins")).city().table(Schema.BINS);
    assertThat(moved.ids()).isEqualTo(before.ids());
    assertThat(moved.reals("mean_fill_l_per_day")).isEqualTo(before.reals("mean_fill_l_per_day"));
    int row = before.findRow("bin3");
    assertThat(moved.points().xMm()[row]).isNotEqualTo(before.points().xMm()[row]);
    Table grown = apply(Examples.EDITS.get("resizeBins")).city().table(Schema.BINS);
    assertThat(grown.ints("capacity_l")[row]).isEqualTo(660);
  }

  @Test
  void wasteHoursAndDepotsChange() {
    WastePolicy p = apply(Examples.EDITS.get("wasteDemand")).conditions().collection().policy();
    assertThat(p.changes().get(0).factor()).isEqualTo(2);
    assertThat(p.changes().get(0).days()).isEqualTo(3);
    assertThat(p.changes().get(0).binIds()).isNotEmpty();
    p = apply(Examples.EDITS.get("collectionHours")).conditions().collection().policy();
    assertThat(p.windows().get(0).fromMinute()).isEqualTo(300);
    Situation s = apply(Examples.EDITS.get("depot"));
    Table depots = s.city().table(Schema.DEPOTS);
    int row = depots.findRow("depot2");
    assertThat(depots.ints("trucks")[row]).isEqualTo(3);
    assertThat(depots.ints("truck_payload_kg")[row]).isEqualTo(8000);
    assertThat(s.conditions().collection().policy().electricDepots())
        .containsOnly(Map.entry("depot2", new WastePolicy.ElectricTruck(200, 1.8, 0.2)));
  }
}
