package city.emona.scenario;

import city.emona.geo.LocalFrame;
import city.emona.model.City;
import city.emona.model.CityInfo;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.time.ZoneId;
import java.util.List;

/**
 * A tiny city: a river along y = 0 between two banks of 3 × 2 junctions, 200 m apart, joined by one
 * bridge in the west. Two districts (north, south), a zone each, blocks, bins, sensors and all
 * roles of the shipped scenarios.
 *
 * <pre>
 *   n0 - n1 - n2     y = +300, "High Street"
 *   |    |    |
 *   n3 - n4 - n5     y = +100, "North Quay"
 *   |                old bridge, links bridge:f and bridge:b
 *   s0 - s1 - s2     y = -100, "South Quay"
 *   |    |    |
 *   s3 - s4 - s5     y = -300, "Mill Lane"
 * </pre>
 */
final class RiverTown {
  static final LocalFrame FRAME = new LocalFrame(14.5, 46.05);

  private RiverTown() {}

  static City city() {
    return new City(
        new CityInfo(
            "river-town",
            "River Town",
            ZoneId.of("Europe/Ljubljana"),
            FRAME,
            "CC0-1.0",
            "none",
            List.of("made in a test"),
            List.of(),
            1),
        List.of(
            districts(),
            nodes(),
            links(),
            zones(),
            access(),
            land(),
            depots(),
            disposal(),
            bins(),
            sensors(),
            streams(),
            roles(),
            members()));
  }

  static Place.Position position(double xM, double yM) {
    double[] out = new double[2];
    FRAME.toLonLat(xM, yM, out, 0);
    return new Place.Position(out[0], out[1]);
  }

  private static void box(Table.Builder b, int x0, int y0, int x1, int y1) {
    b.ring(
        new int[] {x0 * 1000, x1 * 1000, x1 * 1000, x0 * 1000},
        new int[] {y0 * 1000, y0 * 1000, y1 * 1000, y1 * 1000},
        false);
    b.endPolygon();
  }

  private static Table districts() {
    Table.Builder b = new Table.Builder(Schema.DISTRICTS);
    b.row("d-north");
    b.set("name", "Northbank").set("population", 1000).set("jobs", 400);
    box(b, -50, 0, 1000, 400);
    b.row("d-south");
    b.set("name", "Southbank").set("population", 800).set("jobs", 100);
    box(b, -50, -400, 1000, 0);
    return b.build();
  }

  private static final int[][] NODES = {
    {0, 300}, {200, 300}, {400, 300}, {0, 100}, {200, 100}, {400, 100},
    {0, -100}, {200, -100}, {400, -100}, {0, -300}, {200, -300}, {400, -300}
  };

  private static Table nodes() {
    Table.Builder b = new Table.Builder(Schema.NODES);
    for (int i = 0; i < NODES.length; i++) {
      b.row(i < 6 ? "n" + i : "s" + (i - 6));
      b.set("control", i == 1 ? "signal" : "none");
      b.point(NODES[i][0] * 1000, NODES[i][1] * 1000);
    }
    return b.build();
  }

  private static Table links() {
    Table.Builder b = new Table.Builder(Schema.LINKS);
    String[] names = {"High Street", "North Quay", "South Quay", "Mill Lane"};
    for (int row = 0; row < 4; row++) {
      for (int col = 0; col < 2; col++) {
        street(b, names[row] + " " + col, names[row], row * 3 + col, row * 3 + col + 1, "tertiary");
      }
    }
    for (int col = 0; col < 3; col++) {
      street(b, "north" + col, "", col, 3 + col, "residential");
      street(b, "south" + col, "", 6 + col, 9 + col, "residential");
    }
    street(b, "bridge", "Old Bridge", 3, 6, "secondary");
    return b.build();
  }

  private static void street(
      Table.Builder b, String id, String name, int from, int to, String roadClass) {
    for (int dir = 0; dir < 2; dir++) {
      int a = dir == 0 ? from : to;
      int z = dir == 0 ? to : from;
      b.row(id + (dir == 0 ? ":f" : ":b"));
      b.set("name", name).set("from_node", a).set("to_node", z).set("road_class", roadClass);
      b.set("length_mm", 200_000).set("lanes", 1).set("free_speed_kmh", 50);
      b.set("capacity_veh_per_h", 800).set("modes", 31);
      b.set("district", Math.max(NODES[a][1], NODES[z][1]) > 0 ? 0 : 1);
      b.line(
          new int[] {NODES[a][0] * 1000, NODES[z][0] * 1000},
          new int[] {NODES[a][1] * 1000, NODES[z][1] * 1000});
    }
  }

  private static Table zones() {
    Table.Builder b = new Table.Builder(Schema.ZONES);
    b.row("z-north");
    b.set("district", 0).set("population", 1000).set("jobs", 400);
    box(b, -50, 0, 1000, 400);
    b.row("z-south");
    b.set("district", 1).set("population", 800).set("jobs", 100);
    box(b, -50, -400, 1000, 0);
    return b.build();
  }

  private static Table access() {
    Table.Builder b = new Table.Builder(Schema.ZONE_ACCESS);
    b.row("a0");
    b.set("zone", 0).set("node", 1);
    b.row("a1");
    b.set("zone", 1).set("node", 7);
    return b.build();
  }

  private static Table land() {
    Table.Builder b = new Table.Builder(Schema.LAND_USE);
    b.row("river");
    b.set("kind", "water").set("name", "River");
    box(b, -50, -60, 1000, 60);
    b.row("block-north");
    b.set("kind", "mixed").set("population", 1000).set("jobs", 400).set("district", 0);
    b.set("zone", 0);
    box(b, 10, 110, 190, 290);
    b.row("block-south");
    b.set("kind", "residential").set("population", 800).set("jobs", 100).set("district", 1);
    b.set("zone", 1);
    box(b, 10, -290, 190, -110);
    b.row("field-1");
    b.set("kind", "field").set("district", 0).set("zone", 0);
    box(b, 600, 100, 700, 200);
    b.row("field-2");
    b.set("kind", "field").set("district", 0).set("zone", 0);
    box(b, 700, 100, 900, 200);
    return b.build();
  }

  private static Table depots() {
    Table.Builder b = new Table.Builder(Schema.DEPOTS);
    b.row("depot");
    b.set("name", "Depot").set("node", 11).set("trucks", 2);
    b.set("truck_volume_l", 60000).set("truck_payload_kg", 9000);
    b.point(400_000, -300_000);
    return b.build();
  }

  private static Table disposal() {
    Table.Builder b = new Table.Builder(Schema.DISPOSAL_SITES);
    b.row("transfer");
    b.set("name", "Transfer").set("node", 2);
    b.point(400_000, 300_000);
    return b.build();
  }

  private static Table bins() {
    Table.Builder b = new Table.Builder(Schema.BINS);
    for (int i = 0; i < 12; i++) {
      b.row("bin" + i);
      b.set("fraction", i % 2 == 0 ? "residual" : "paper").set("capacity_l", 1100);
      b.set("mean_fill_l_per_day", 100.0 + i).set("node", i).set("district", i < 6 ? 0 : 1);
      b.point(NODES[i][0] * 1000 + 5000, NODES[i][1] * 1000 + 5000);
    }
    return b.build();
  }

  private static Table sensors() {
    Table.Builder b = new Table.Builder(Schema.SENSORS);
    b.row("level-3");
    b.set("kind", "bin_level").set("siting", "bin").set("bin", 3);
    b.point(5000, 105_000);
    b.row("level-8");
    b.set("kind", "bin_level").set("siting", "bin").set("bin", 8);
    b.point(405_000, -95_000);
    return b.build();
  }

  private static Table streams() {
    Table.Builder b = new Table.Builder(Schema.DATASTREAMS);
    for (int i = 0; i < 2; i++) {
      b.row("stream" + i);
      b.set("sensor", i).set("observed_property", "fill").set("unit", "%");
    }
    return b.build();
  }

  private static Table roles() {
    Table.Builder b = new Table.Builder(Schema.ROLES);
    b.row("old-bridge");
    b.set("kind", "links").endPolygon();
    b.row("inner-ring");
    b.set("kind", "area");
    box(b, -50, 60, 300, 400);
    b.row("old-town");
    b.set("kind", "districts").endPolygon();
    b.row("new-bridge-site");
    b.set("kind", "links").endPolygon();
    b.row("new-district-site");
    b.set("kind", "area");
    box(b, 350, 50, 950, 350);
    return b.build();
  }

  private static Table members() {
    Table.Builder b = new Table.Builder(Schema.ROLE_MEMBERS);
    String[][] rows = {
      {"0", "bridge:f"}, {"0", "bridge:b"}, {"2", "d-north"}, {"3", "n5"}, {"3", "s2"}
    };
    for (int i = 0; i < rows.length; i++) {
      b.row("m" + i);
      b.set("role", Integer.parseInt(rows[i][0])).set("member", rows[i][1]);
    }
    return b.build();
  }
}
