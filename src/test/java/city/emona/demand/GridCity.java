package city.emona.demand;

import city.emona.geo.LocalFrame;
import city.emona.model.City;
import city.emona.model.CityInfo;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.time.ZoneId;
import java.util.List;

/**
 * A square grid of two-way streets, {@code side × side} junctions 500 m apart, one square zone
 * around every second junction in both directions. Population falls and jobs rise towards the
 * middle.
 *
 * <pre>
 *   +--+--+--+      z = zone with one access node at its junction
 *   |  |  |  |
 *   z--+--z--+
 *   |  |  |  |
 *   +--+--+--+
 *   |  |  |  |
 *   z--+--z--+
 * </pre>
 */
public final class GridCity {
  private static final int SPACING_MM = 500_000;

  private GridCity() {}

  public static City of(int side) {
    Table.Builder nodes = new Table.Builder(Schema.NODES);
    Table.Builder links = new Table.Builder(Schema.LINKS);
    Table.Builder districts = new Table.Builder(Schema.DISTRICTS);
    districts.row("d0");
    districts.set("name", "All");
    square(districts, 0, 0, side * SPACING_MM);
    for (int v = 0; v < side * side; v++) {
      nodes.row("n" + v);
      nodes.point(v % side * SPACING_MM, v / side * SPACING_MM);
    }
    for (int v = 0; v < side * side; v++) {
      if (v % side + 1 < side) {
        street(links, side, v, v + 1);
      }
      if (v / side + 1 < side) {
        street(links, side, v, v + side);
      }
    }
    Table.Builder zones = new Table.Builder(Schema.ZONES);
    Table.Builder access = new Table.Builder(Schema.ZONE_ACCESS);
    for (int v = 0; v < side * side; v++) {
      int x = v % side;
      int y = v / side;
      if (x % 2 == 0 && y % 2 == 0) {
        int far = Math.abs(2 * x - side + 1) + Math.abs(2 * y - side + 1);
        int z = zones.row("z" + x + "_" + y);
        zones.set("district", 0).set("population", 300 + 60 * far);
        zones.set("jobs", 40 + 1500 / (1 + far));
        square(zones, x * SPACING_MM - 100_000, y * SPACING_MM - 90_000, 200_000);
        access.row("a" + z);
        access.set("zone", z).set("node", v);
      }
    }
    return new City(
        info(),
        List.of(districts.build(), nodes.build(), links.build(), zones.build(), access.build()));
  }

  public static CityInfo info() {
    return new CityInfo(
        "grid",
        "Grid",
        ZoneId.of("Europe/Ljubljana"),
        new LocalFrame(14.5, 46.05),
        "CC0",
        "test",
        List.of("test"),
        List.of(),
        1);
  }

  private static void street(Table.Builder links, int side, int a, int b) {
    oneWay(links, side, a, b);
    oneWay(links, side, b, a);
  }

  private static void oneWay(Table.Builder links, int side, int a, int b) {
    links.row("l" + a + "_" + b);
    links.set("name", "Street").set("from_node", a).set("to_node", b);
    links.set("road_class", "secondary").set("length_mm", SPACING_MM).set("lanes", 1);
    links.set("free_speed_kmh", 50).set("capacity_veh_per_h", 700);
    links.set("modes", Schema.CAR | Schema.TRUCK).set("district", 0);
    links.line(
        new int[] {a % side * SPACING_MM, b % side * SPACING_MM},
        new int[] {a / side * SPACING_MM, b / side * SPACING_MM});
  }

  private static void square(Table.Builder b, int x, int y, int size) {
    b.ring(new int[] {x, x + size, x + size, x}, new int[] {y, y, y + size, y + size}, false);
    b.endPolygon();
  }
}
