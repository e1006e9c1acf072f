package city.emona.geodata.osm.street;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.geodata.ImportOptions;
import city.emona.geodata.OsmImport;
import city.emona.geodata.osm.TinyMap;
import city.emona.geodata.osm.file.Tags;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule of the street import on a tiny map: one rule, one test. */
class OsmStreetsTest {
  @TempDir Path folder;

  private City city(TinyMap map) throws IOException {
    Path file = map.write(folder, "town.osm");
    return OsmImport.read(List.of(file), new ImportOptions(null, 1000), Progress.NONE);
  }

  private static int link(City c, String id) {
    int row = c.table(Schema.LINKS).findRow(id);
    assertThat(row).as("link " + id).isNotNegative();
    return row;
  }

  private static int issues(City c, String reason) {
    Table t = c.table(Schema.IMPORT_ISSUES);
    int n = 0;
    for (int i = 0; i < t.size(); i++) {
      n += t.texts("reason")[i].equals(reason) ? t.ints("count")[i] : 0;
    }
    return n;
  }

  private static int value(City c, String linkId, String field) {
    return c.table(Schema.LINKS).ints(field)[link(c, linkId)];
  }

  @Test
  void waysAreCutAtJunctionsAndLinksAreNamedByWayNodePairAndDirection() throws IOException {
    City c = city(TinyMap.grid());
    assertThat(c.table(Schema.NODES).size()).isEqualTo(16);
    assertThat(c.table(Schema.LINKS).size()).isEqualTo(2 * 24);
    int forward = link(c, "w101.1f");
    int backward = link(c, "w101.1b");
    Table nodes = c.table(Schema.NODES);
    assertThat(nodes.id(c.network().fromNode()[forward])).isEqualTo("n12");
    assertThat(nodes.id(c.network().toNode()[forward])).isEqualTo("n13");
    assertThat(nodes.id(c.network().fromNode()[backward])).isEqualTo("n13");
    assertThat(value(c, "w101.1f", "length_mm")).isBetween(99_500, 100_500);
  }

  @Test
  void nodesBetweenJunctionsStayVertices() throws IOException {
    TinyMap map = TinyMap.grid().node(900, 150, 80);
    map.way(101, new long[] {11, 900, 12, 13, 14}, "highway", "residential");
    City c = city(map);
    assertThat(c.table(Schema.NODES).findRow("n900")).isNegative();
    assertThat(c.network().lines().vertexCount(link(c, "w101.0f"))).isEqualTo(3);
    assertThat(link(c, "w101.2f")).as("ordinals count node pairs, not links").isNotNegative();
  }

  @Test
  void oneWayStreetsHaveOneDirection() throws IOException {
    TinyMap map = TinyMap.grid();
    map.way(102, new long[] {21, 22, 23, 24}, "highway", "residential", "oneway", "yes");
    map.way(103, new long[] {31, 32, 33, 34}, "highway", "residential", "oneway", "-1");
    Table links = city(map).table(Schema.LINKS);
    assertThat(links.findRow("w102.0f")).isNotNegative();
    assertThat(links.findRow("w102.0b")).isNegative();
    assertThat(links.findRow("w103.0f")).isNegative();
    assertThat(links.findRow("w103.0b")).isNotNegative();
  }

  @Test
  void contraflowCyclingGivesALinkForBicyclesOnly() throws IOException {
    TinyMap map = TinyMap.grid();
    map.way(
        102,
        new long[] {21, 22, 23, 24},
        "highway",
        "residential",
        "oneway",
        "yes",
        "oneway:bicycle",
        "no");
    assertThat(value(city(map), "w102.0b", "modes")).isEqualTo(Schema.BIKE);
  }

  @Test
  void roundaboutsRunOneWayAndMarkTheirJunctions() throws IOException {
    TinyMap map = TinyMap.grid();
    map.way(
        200, new long[] {22, 23, 33, 32, 22}, "highway", "residential", "junction", "roundabout");
    map.without(102).without(103).without(112).without(113);
    map.street(301, 21, 22).street(302, 23, 24).street(303, 31, 32).street(304, 33, 34);
    map.street(305, 12, 22).street(306, 13, 23).street(307, 32, 42).street(308, 33, 43);
    City c = city(map);
    assertThat(c.table(Schema.LINKS).findRow("w200.0f")).isNotNegative();
    assertThat(c.table(Schema.LINKS).findRow("w200.0b")).isNegative();
    int node = c.table(Schema.NODES).findRow("n22");
    assertThat(c.network().control()[node]).isEqualTo(StreetLinks.CONTROL_ROUNDABOUT);
  }

  @Test
  void aClosedWayOnOneJunctionIsCutInTheMiddleSoNoLinkIsALoop() throws IOException {
    TinyMap map = TinyMap.grid().node(900, 500, 400).node(901, 500, 500).node(902, 400, 500);
    map.street(200, 44, 900, 901, 902, 44);
    City c = city(map);
    assertThat(link(c, "w200.0f")).isNotNegative();
    assertThat(link(c, "w200.2f")).isNotNegative();
    for (int i = 0; i < c.network().linkCount(); i++) {
      assertThat(c.network().fromNode()[i]).isNotEqualTo(c.network().toNode()[i]);
    }
  }

  @Test
  void signalsAtTheStopLineControlTheJunctionAndReduceCapacity() throws IOException {
    TinyMap map = TinyMap.grid();
    map.node(900, 185, 100, "highway", "traffic_signals", "traffic_signals:direction", "forward");
    map.way(101, new long[] {11, 900, 12, 13, 14}, "highway", "primary");
    City c = city(map);
    int node = c.table(Schema.NODES).findRow("n12");
    assertThat(c.network().control()[node]).isEqualTo((byte) 2);
    assertThat(value(c, "w101.0f", "capacity_veh_per_h")).isEqualTo(950);
    assertThat(value(c, "w101.0b", "capacity_veh_per_h")).isEqualTo(1500);
  }

  @Test
  void accessTagsDecideWhoMayDrive() {
    assertThat(modes("highway", "residential")).isEqualTo(31);
    assertThat(modes("highway", "residential", "access", "no", "bus", "yes")).isEqualTo(4);
    assertThat(modes("highway", "residential", "motor_vehicle", "no")).isEqualTo(8 + 16);
    assertThat(modes("highway", "residential", "motorcar", "no")).isEqualTo(31 - 1);
    assertThat(modes("highway", "residential", "hgv", "no")).isEqualTo(31 - 2);
    assertThat(modes("highway", "residential", "vehicle", "delivery")).isEqualTo(2 + 16);
    assertThat(modes("highway", "residential", "access", "destination")).isEqualTo(31);
    assertThat(modes("highway", "service", "access", "private")).isZero();
    assertThat(modes("highway", "motorway")).isEqualTo(7);
    assertThat(modes("highway", "trunk", "motorroad", "yes")).isEqualTo(7);
    assertThat(modes("highway", "pedestrian")).isEqualTo(16);
    assertThat(modes("highway", "pedestrian", "bicycle", "yes")).isEqualTo(8 + 16);
    assertThat(modes("highway", "busway")).isEqualTo(4);
  }

  private static int modes(String... tags) {
    Tags t = Tags.of(tags);
    return StreetRules.modes(t, StreetRules.roadClass(t), t.get("highway"));
  }

  @Test
  void everyPublishedFormOfMaxspeedIsRead() {
    assertThat(SpeedLimits.parse("50")).isEqualTo(50);
    assertThat(SpeedLimits.parse("30 mph")).isEqualTo(48);
    assertThat(SpeedLimits.parse("50;30")).isEqualTo(50);
    assertThat(SpeedLimits.parse("walk")).isEqualTo(7);
    assertThat(SpeedLimits.parse("none")).isEqualTo(130);
    assertThat(SpeedLimits.parse("RO:urban")).isEqualTo(50);
    assertThat(SpeedLimits.parse("DE:zone:30")).isEqualTo(30);
    assertThat(SpeedLimits.parse("DE:zone30")).isEqualTo(30);
    assertThat(SpeedLimits.parse("CH:rural")).isEqualTo(80);
    assertThat(SpeedLimits.parse("PT:motorway")).isEqualTo(120);
    assertThat(SpeedLimits.parse("GB:nsl_single")).isEqualTo(97);
    assertThat(SpeedLimits.parse("signals")).isZero();
    assertThat(SpeedLimits.parse("fast")).isNegative();
    assertThat(SpeedLimits.of(Tags.of("maxspeed", "900"), true, 5).tagUnreadable()).isTrue();
    Tags both = Tags.of("maxspeed", "50", "maxspeed:backward", "30");
    assertThat(SpeedLimits.of(both, true, 5).kmh()).isEqualTo(50);
    assertThat(SpeedLimits.of(both, false, 5).kmh()).isEqualTo(30);
  }

  @Test
  void lanesAreSharedBetweenDirections() {
    assertThat(lanes("lanes", "4")).containsExactly(2, 2);
    assertThat(lanes("lanes", "3")).containsExactly(1, 1);
    assertThat(lanes("lanes", "3", "lanes:forward", "2")).containsExactly(2, 1);
    assertThat(lanes("lanes", "3", "oneway", "yes")[0]).isEqualTo(3);
    assertThat(lanes()).containsExactly(1, 1);
    assertThat(lanes("lanes", "many")).containsExactly(1, 1);
    Tags one = Tags.of("highway", "residential", "lanes", "1");
    assertThat(StreetRules.of(one, StreetRules.RESIDENTIAL).sharedLane()).isTrue();
  }

  private static int[] lanes(String... tags) {
    String[] all = new String[tags.length + 2];
    all[0] = "highway";
    all[1] = "primary";
    System.arraycopy(tags, 0, all, 2, tags.length);
    StreetRules.Street s = StreetRules.of(Tags.of(all), 2);
    return new int[] {s.forward().lanes(), s.backward().lanes()};
  }

  @Test
  void capacityIsThatOfLanesSignalsAndRoundabouts() {
    assertThat(Capacity.uninterrupted(0, false, 2, false)).isEqualTo(4000);
    assertThat(Capacity.uninterrupted(5, false, 1, true)).isEqualTo(360);
    assertThat(Capacity.atSignal(3000, 2, 2)).isEqualTo(1900);
    assertThat(Capacity.atSignal(600, 5, 1)).isEqualTo(600);
    assertThat(Capacity.atRoundaboutEntry(1500, 1)).isEqualTo(837);
  }

  @Test
  void bridgesAndTunnelsAreMarked() throws IOException {
    TinyMap map = TinyMap.grid();
    map.way(102, new long[] {21, 22, 23, 24}, "highway", "residential", "bridge", "yes");
    map.way(103, new long[] {31, 32, 33, 34}, "highway", "residential", "tunnel", "yes");
    City c = city(map);
    byte[] structure = c.table(Schema.LINKS).choices("structure");
    assertThat(structure[link(c, "w102.0f")]).isEqualTo((byte) 1);
    assertThat(structure[link(c, "w103.0f")]).isEqualTo((byte) 2);
    assertThat(structure[link(c, "w101.0f")]).isZero();
  }

  @Test
  void aBollardClosesItsStreetToMotorsOnly() throws IOException {
    TinyMap map = TinyMap.grid().node(900, 150, 100, "barrier", "bollard");
    map.way(101, new long[] {11, 900, 12, 13, 14}, "highway", "residential");
    City c = city(map);
    assertThat(value(c, "w101.0f", "modes")).isEqualTo(Schema.BIKE | Schema.FOOT);
    assertThat(issues(c, "barrier")).isEqualTo(2);
  }

  @Test
  void forbiddenTurnsBecomeBans() throws IOException {
    TinyMap map = TinyMap.grid();
    map.relation(
        1,
        List.of("way 102 from", "node 22 via", "way 112 to"),
        "type",
        "restriction",
        "restriction",
        "no_left_turn");
    City c = city(map);
    // Way 102 passes node 22 and so does way 112: two arrivals, two departures, none straight on.
    assertThat(bans(c))
        .containsExactlyInAnyOrder(
            "w102.0f>w112.1f", "w102.0f>w112.0b", "w102.1b>w112.1f", "w102.1b>w112.0b");
  }

  @Test
  void anOnlyTurnBansAllOthers() throws IOException {
    TinyMap map = TinyMap.grid().without(102);
    map.street(201, 21, 22).street(202, 22, 23, 24);
    map.relation(
        1,
        List.of("way 201 from", "node 22 via", "way 202 to"),
        "type",
        "restriction",
        "restriction",
        "only_straight_on");
    assertThat(bans(city(map)))
        .containsExactlyInAnyOrder("w201.0f>w112.1f", "w201.0f>w112.0b", "w201.0f>w201.0b");
  }

  private static List<String> bans(City c) {
    Table bans = c.table(Schema.TURN_BANS);
    Table links = c.table(Schema.LINKS);
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < bans.size(); i++) {
      int from = bans.ints("from_link")[i];
      int to = bans.ints("to_link")[i];
      assertThat(c.network().toNode()[from]).isEqualTo(c.network().fromNode()[to]);
      pairs.add(links.id(from) + ">" + links.id(to));
    }
    return pairs;
  }

  @Test
  void restrictionsThatCannotBeAppliedAreCountedByReason() throws IOException {
    TinyMap map = TinyMap.grid();
    String[] no = {"type", "restriction", "restriction", "no_left_turn"};
    map.relation(1, List.of("way 101 from", "way 112 via", "way 102 to"), no);
    map.relation(2, List.of("way 101 from", "node 12 via", "way 999 to"), no);
    map.relation(3, List.of("way 101 from", "node 12 via"), no);
    map.relation(
        4,
        List.of("way 101 from", "node 12 via", "way 112 to"),
        "type",
        "restriction",
        "restriction",
        "no_left_turn",
        "except",
        "motorcar;bicycle");
    City c = city(map);
    assertThat(c.table(Schema.TURN_BANS).size()).isZero();
    assertThat(issues(c, "restriction_over_ways")).isEqualTo(1);
    assertThat(issues(c, "restriction_off_network")).isEqualTo(1);
    assertThat(issues(c, "restriction_incomplete")).isEqualTo(1);
    assertThat(issues(c, "restriction_not_for_cars")).isEqualTo(1);
  }

  @Test
  void islandsAreDroppedAndCounted() throws IOException {
    TinyMap map = TinyMap.grid().node(900, 900, 900).node(901, 1000, 900);
    map.street(200, 900, 901);
    City c = city(map);
    assertThat(c.table(Schema.LINKS).findRow("w200.0f")).isNegative();
    assertThat(issues(c, "not_connected")).isEqualTo(2);
  }

  @Test
  void aOneWayTrapIsClosedToCarsOrDropped() throws IOException {
    TinyMap map = TinyMap.grid().node(900, 500, 100).node(901, 500, 200);
    map.way(200, new long[] {14, 900}, "highway", "residential", "oneway", "yes");
    map.street(201, 900, 901);
    City c = city(map);
    assertThat(c.table(Schema.LINKS).findRow("w200.0f")).isNegative();
    assertThat(issues(c, "not_connected")).isEqualTo(3);
  }

  @Test
  void streetsOnlyOpenToCarsThroughABanLoseTheirCars() throws IOException {
    // Street 200 can be entered only from 101 at 14, and that turn is banned, as is the other.
    TinyMap map = TinyMap.grid().node(900, 500, 100);
    map.street(200, 14, 900);
    String[] no = {"type", "restriction", "restriction", "no_straight_on"};
    map.relation(1, List.of("way 101 from", "node 14 via", "way 200 to"), no);
    map.relation(2, List.of("way 114 from", "node 14 via", "way 200 to"), no);
    City c = city(map);
    assertThat(value(c, "w200.0f", "modes") & Schema.CAR).isZero();
    assertThat(value(c, "w200.0f", "modes") & Schema.FOOT).isNotZero();
    assertThat(issues(c, "car_cannot_come_and_go")).isEqualTo(2);
  }

  @Test
  void tinyLinksGetOneMetre() throws IOException {
    TinyMap map = TinyMap.grid().node(900, 100.2, 100);
    map.way(101, new long[] {11, 900}, "highway", "residential");
    map.street(201, 900, 12, 13, 14);
    City c = city(map);
    assertThat(value(c, "w101.0f", "length_mm")).isEqualTo(1000);
    assertThat(issues(c, "link_shorter_than_1_m")).isEqualTo(2);
  }

  @Test
  void missingNodesCutTheWayAndAreReported() throws IOException {
    TinyMap map = TinyMap.grid();
    map.way(101, new long[] {11, 12, 77777, 13, 14}, "highway", "residential");
    City c = city(map);
    assertThat(link(c, "w101.0f")).isNotNegative();
    assertThat(link(c, "w101.3f")).isNotNegative();
    assertThat(c.table(Schema.LINKS).findRow("w101.1f")).isNegative();
    assertThat(issues(c, "street_node_missing")).isEqualTo(1);
  }

  @Test
  void pathsAndDrivewaysAreLeftOutAndCounted() throws IOException {
    TinyMap map = TinyMap.grid();
    map.way(201, new long[] {11, 22}, "highway", "footway");
    map.way(202, new long[] {22, 33}, "highway", "cycleway");
    map.way(203, new long[] {33, 44}, "highway", "service", "service", "driveway");
    map.way(204, new long[] {14, 23}, "highway", "track");
    map.way(205, new long[] {41, 32}, "highway", "service", "access", "private");
    City c = city(map);
    assertThat(c.table(Schema.LINKS).size()).isEqualTo(48);
    assertThat(issues(c, "path_left_out")).isEqualTo(2);
    assertThat(issues(c, "driveway_left_out")).isEqualTo(1);
    assertThat(issues(c, "track_left_out")).isEqualTo(1);
    assertThat(issues(c, "street_closed_to_all")).isEqualTo(1);
    // Each stands on the map of the report, under its own name.
    Table t = c.table(Schema.IMPORT_ISSUES);
    for (int i = 0; i < t.size(); i++) {
      if (t.texts("reason")[i].endsWith("_left_out")) {
        assertThat(t.texts("source")[i]).matches("way 20[1-4]");
        assertThat(t.points().hasPosition(i)).as(t.texts("source")[i]).isTrue();
      }
    }
  }

  @Test
  void defaultsAreFasterOutsideBuiltUpAreas() throws IOException {
    TinyMap map = TinyMap.grid().node(900, 3400, 100);
    map.way(200, new long[] {14, 900}, "highway", "secondary");
    map.way(101, new long[] {11, 12, 13, 14}, "highway", "secondary");
    City c = city(map);
    assertThat(value(c, "w101.0f", "free_speed_kmh")).isEqualTo(50);
    TinyMap far = TinyMap.grid().node(900, 1800, 100).node(901, 3400, 100);
    far.way(200, new long[] {14, 900, 901}, "highway", "secondary");
    assertThat(value(city(far), "w200.0f", "free_speed_kmh")).isEqualTo(90);
  }
}
