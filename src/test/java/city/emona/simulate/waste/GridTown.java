package city.emona.simulate.waste;

import city.emona.geo.LocalFrame;
import city.emona.model.City;
import city.emona.model.CityInfo;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.time.ZoneId;
import java.util.List;

/**
 * A grid of streets, 200 m apart, some one-way, with bins of all fractions at the junctions, one or
 * two depots and disposal sites at the corners. Everything follows from the numbers given.
 */
public final class GridTown {
  final int side;
  final int bins;
  public int depots = 1;
  public int sites = 1;
  public int trucks = 3;
  public int truckL = 60_000;
  public int truckKg = 9_000;
  double litresPerDay = 250;
  int streetM = 200;

  public GridTown(int side, int bins) {
    this.side = side;
    this.bins = bins;
  }

  public City city() {
    return new City(
        new CityInfo(
            "grid",
            "Grid",
            ZoneId.of("Europe/Ljubljana"),
            new LocalFrame(14.5, 46),
            "",
            "",
            List.of(),
            List.of(),
            1),
        List.of(nodes(), links(), depotTable(), siteTable(), binTable()));
  }

  private int x(int node) {
    return node % side * streetM * 1000;
  }

  private int y(int node) {
    return node / side * streetM * 1000;
  }

  private Table nodes() {
    Table.Builder b = new Table.Builder(Schema.NODES);
    for (int i = 0; i < side * side; i++) {
      b.row("n" + i);
      b.point(x(i), y(i));
    }
    return b.build();
  }

  private Table links() {
    Table.Builder b = new Table.Builder(Schema.LINKS);
    for (int i = 0; i < side * side; i++) {
      boolean inner = i / side > 0 && i / side < side - 1;
      if (i % side + 1 < side) {
        if (!inner || i / side % 3 != 1) {
          link(b, i, i + 1);
        }
        if (!inner || i / side % 3 != 2) {
          link(b, i + 1, i);
        }
      }
      if (i / side + 1 < side) {
        link(b, i, i + side);
        link(b, i + side, i);
      }
    }
    return b.build();
  }

  private void link(Table.Builder b, int from, int to) {
    b.row("n" + from + "-n" + to);
    b.set("from_node", from).set("to_node", to).set("length_mm", streetM * 1000);
    b.set("free_speed_kmh", from % 2 == 0 ? 50 : 30).set("modes", 31);
    b.line(new int[] {x(from), x(to)}, new int[] {y(from), y(to)});
  }

  private Table depotTable() {
    Table.Builder b = new Table.Builder(Schema.DEPOTS);
    for (int d = 0; d < depots; d++) {
      int node = d == 0 ? 0 : side - 1;
      b.row("depot" + d);
      b.set("node", node).set("trucks", trucks);
      b.set("truck_volume_l", truckL).set("truck_payload_kg", truckKg);
      b.point(x(node), y(node));
    }
    return b.build();
  }

  private Table siteTable() {
    Table.Builder b = new Table.Builder(Schema.DISPOSAL_SITES);
    for (int d = 0; d < sites; d++) {
      int node = d == 0 ? side * side - 1 : side * (side - 1);
      b.row("site" + d);
      b.set("node", node);
      b.point(x(node), y(node));
    }
    return b.build();
  }

  private Table binTable() {
    Table.Builder b = new Table.Builder(Schema.BINS);
    for (int i = 0; i < bins; i++) {
      int node = (int) ((BinFill.mix(i) >>> 1) % (side * side));
      b.row("bin" + i);
      b.set("fraction", i % 5).set("capacity_l", i % 7 == 0 ? 3000 : 1100);
      b.set("mean_fill_l_per_day", litresPerDay * (0.5 + (i * 7 % 11) / 10.0));
      b.set("node", node);
      b.point(x(node) + 1000, y(node) + 1000);
    }
    return b.build();
  }
}
