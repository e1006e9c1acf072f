package city.emona.layers;

import city.emona.geo.LocalFrame;
import city.emona.model.City;
import city.emona.model.CityInfo;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.time.ZoneId;
import java.util.List;

/**
 * A small town for tests of layers and HTTP: 6 × 6 junctions 200 m apart joined by two-way streets,
 * a river north of the third row crossed by every street, two districts, a park with a hole (a
 * pond), one building per block, a bin and a sensor.
 *
 * <pre>
 *   +-+-+-+-+-+   district "North Bank"
 *   +-+-+-+-+-+
 *   +-+-+-+-+-+
 *   ~~~~~~~~~~~   water
 *   +-+-+-+-+-+   district "South Bank"
 *   +-+-+-+-+-+
 *   +-+-+-+-+-+
 * </pre>
 */
public final class QuayTown {
  public static final int SIDE = 6;
  public static final int SPACING_MM = 200_000;
  public static final int LINKS = 4 * SIDE * (SIDE - 1);

  private QuayTown() {}

  public static City city() {
    return new City(
        info(),
        List.of(
            districts(), nodes(), links(), landUse(), buildings(), places(), bins(), sensors()));
  }

  private static CityInfo info() {
    return new CityInfo(
        "quay-town",
        "Quay Town",
        ZoneId.of("Europe/Ljubljana"),
        new LocalFrame(14.5, 46.05),
        "CC0-1.0",
        "Quay Town test data",
        List.of("made in code"),
        List.of(),
        7);
  }

  private static Table districts() {
    Table.Builder b = new Table.Builder(Schema.DISTRICTS);
    b.row("d-south");
    b.set("name", "South Bank").set("population", 700).set("jobs", 300);
    rectangle(b, -100_000, -100_000, 1_100_000, 500_000);
    b.endPolygon();
    b.row("d-north");
    b.set("name", "North Bank").set("population", 400).set("jobs", 900);
    rectangle(b, -100_000, 500_000, 1_100_000, 1_100_000);
    b.endPolygon();
    return b.build();
  }

  private static Table nodes() {
    Table.Builder b = new Table.Builder(Schema.NODES);
    for (int v = 0; v < SIDE * SIDE; v++) {
      b.row("n" + v);
      b.set("control", v == 14 ? "signal" : "priority");
      b.point(v % SIDE * SPACING_MM, v / SIDE * SPACING_MM);
    }
    return b.build();
  }

  private static Table links() {
    Table.Builder b = new Table.Builder(Schema.LINKS);
    for (int v = 0; v < SIDE * SIDE; v++) {
      if (v % SIDE + 1 < SIDE) {
        street(b, v, v + 1, "Row " + (v / SIDE + 1));
      }
      if (v / SIDE + 1 < SIDE) {
        street(b, v, v + SIDE, v % SIDE == 2 ? "Čevljarski most" : "Column " + (v % SIDE + 1));
      }
    }
    return b.build();
  }

  private static void street(Table.Builder b, int from, int to, String name) {
    link(b, from, to, name);
    link(b, to, from, name);
  }

  private static void link(Table.Builder b, int from, int to, String name) {
    boolean main = name.equals("Row 1") || name.equals("Čevljarski most");
    b.row("l" + from + "-" + to);
    b.set("name", name).set("from_node", from).set("to_node", to);
    b.set("road_class", main ? "primary" : "residential");
    b.set("length_mm", SPACING_MM).set("lanes", main ? 2 : 1);
    b.set("free_speed_kmh", main ? 50 : 30).set("capacity_veh_per_h", main ? 1600 : 600);
    b.set("modes", Schema.CAR | Schema.TRUCK | Schema.FOOT);
    b.set("district", Math.min(from, to) / SIDE < 3 ? 0 : 1);
    b.line(
        new int[] {from % SIDE * SPACING_MM, to % SIDE * SPACING_MM},
        new int[] {from / SIDE * SPACING_MM, to / SIDE * SPACING_MM});
  }

  private static Table landUse() {
    Table.Builder b = new Table.Builder(Schema.LAND_USE);
    b.row("river");
    b.set("name", "Quay").set("kind", "water").set("fabric", "none");
    rectangle(b, -100_000, 460_000, 1_100_000, 540_000);
    b.endPolygon();
    b.row("park");
    b.set("name", "Pond Park").set("kind", "park").set("fabric", "none");
    rectangle(b, 610_000, 610_000, 790_000, 790_000);
    b.ring(
        new int[] {680_000, 720_000, 720_000, 680_000},
        new int[] {680_000, 680_000, 720_000, 720_000},
        true);
    b.endPolygon();
    return b.build();
  }

  private static Table buildings() {
    Table.Builder b = new Table.Builder(Schema.BUILDINGS);
    for (int v = 0; v < (SIDE - 1) * (SIDE - 1); v++) {
      int x = v % (SIDE - 1) * SPACING_MM + 80_000;
      int y = v / (SIDE - 1) * SPACING_MM + 80_000;
      b.row("b" + v);
      b.set("height_dm", 90 + v).set("use", "residential");
      rectangle(b, x, y, x + 40_000, y + 30_000);
      b.endPolygon();
    }
    return b.build();
  }

  private static Table places() {
    Table.Builder b = new Table.Builder(Schema.PLACES);
    b.row("p0");
    b.set("name", "Town Hall").set("kind", "town_hall").point(420_000, 380_000);
    return b.build();
  }

  private static Table bins() {
    Table.Builder b = new Table.Builder(Schema.BINS);
    for (int k = 0; k < 3; k++) {
      b.row("bin" + k);
      b.set("fraction", k).set("capacity_l", 1100).set("mean_fill_l_per_day", 120.5);
      b.set("node", k).set("district", 0).point(k * SPACING_MM + 5_000, 5_000);
    }
    return b.build();
  }

  private static Table sensors() {
    Table.Builder b = new Table.Builder(Schema.SENSORS);
    b.row("s0");
    b.set("name", "Loop <1> & \"more\"").set("kind", "traffic").set("siting", "kerbside");
    b.set("link", 0).point(100_000, 0);
    return b.build();
  }

  private static void rectangle(Table.Builder b, int x0, int y0, int x1, int y1) {
    b.ring(new int[] {x0, x1, x1, x0}, new int[] {y0, y0, y1, y1}, false);
  }
}
