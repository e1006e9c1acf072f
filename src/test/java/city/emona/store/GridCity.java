package city.emona.store;

import city.emona.geo.LocalFrame;
import city.emona.model.City;
import city.emona.model.CityInfo;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.time.ZoneId;
import java.util.List;

/**
 * A chessboard town of about {@code 4 side²} links and as many buildings, to load and read fast.
 */
final class GridCity {
  private static final int BLOCK_MM = 90_000;

  private GridCity() {}

  static City make(int side) {
    Table.Builder nodes = new Table.Builder(Schema.NODES);
    Table.Builder links = new Table.Builder(Schema.LINKS);
    Table.Builder buildings = new Table.Builder(Schema.BUILDINGS);
    for (int r = 0; r < side; r++) {
      for (int c = 0; c < side; c++) {
        nodes.row("n/" + r + "/" + c);
        nodes.set("control", "priority").point(x(c, side), x(r, side));
        for (int b = 0; b < 4; b++) {
          int x = x(c, side) + 10_000 + 17_003 * b;
          int y = x(r, side) + 12_000;
          buildings.row("b/" + r + "/" + c + "/" + b);
          buildings
              .set("height_dm", 90)
              .ring(
                  new int[] {x, x + 15_000, x + 15_000, x},
                  new int[] {y, y, y + 9_000, y + 9_000},
                  false)
              .endPolygon();
        }
        if (c > 0) {
          link(links, side, r, c - 1, r, c);
        }
        if (r > 0) {
          link(links, side, r - 1, c, r, c);
        }
      }
    }
    CityInfo info =
        new CityInfo(
            "grid",
            "Grid",
            ZoneId.of("Europe/Ljubljana"),
            new LocalFrame(14.5, 46.05),
            "CC0-1.0",
            "made by a test",
            List.of(),
            List.of(),
            1);
    return new City(info, List.of(nodes.build(), links.build(), buildings.build()));
  }

  private static void link(Table.Builder links, int side, int r0, int c0, int r1, int c1) {
    int[] x = {x(c0, side), (x(c0, side) + x(c1, side)) / 2 + 900, x(c1, side)};
    int[] y = {x(r0, side), (x(r0, side) + x(r1, side)) / 2 + 700, x(r1, side)};
    row(links, "w/" + r0 + "/" + c0 + "/" + r1 + "/" + c1 + "/f", r0 * side + c0, r1 * side + c1)
        .line(x, y);
    row(links, "w/" + r0 + "/" + c0 + "/" + r1 + "/" + c1 + "/b", r1 * side + c1, r0 * side + c0)
        .line(new int[] {x[2], x[1], x[0]}, new int[] {y[2], y[1], y[0]});
  }

  private static Table.Builder row(Table.Builder links, String id, int from, int to) {
    links.row(id);
    return links
        .set("name", "Ulica " + from % 97)
        .set("from_node", from)
        .set("to_node", to)
        .set("road_class", "residential")
        .set("length_mm", BLOCK_MM)
        .set("lanes", 1)
        .set("free_speed_kmh", 30)
        .set("capacity_veh_per_h", 600)
        .set("modes", 31);
  }

  private static int x(int i, int side) {
    return (i - side / 2) * BLOCK_MM;
  }
}
