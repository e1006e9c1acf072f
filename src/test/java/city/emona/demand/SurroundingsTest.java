package city.emona.demand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.Progress;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("invariant")
class SurroundingsTest {
  private static final City GRID = GridCity.of(9);

  /** The grid with roads that leave it to the west and to the east, the second twice as wide. */
  private static City withTwoGates() {
    Table.Builder nodes = new Table.Builder(Schema.NODES);
    Table.Builder links = new Table.Builder(Schema.LINKS);
    int count = GRID.network().nodeCount();
    int[] inside = {36, 44};
    int[] x = {-300_000, 4_300_000};
    for (int g = 0; g < 2; g++) {
      nodes.row("gate" + g);
      nodes.point(x[g], 2_000_000);
      int[][] ways = {{inside[g], count + g}, {count + g, inside[g]}};
      for (int[] way : ways) {
        links.row("road" + way[0] + "_" + way[1]);
        links.set("from_node", way[0]).set("to_node", way[1]).set("road_class", "primary");
        links.set("length_mm", 300_000).set("lanes", 1 + g).set("free_speed_kmh", 70);
        links.set("capacity_veh_per_h", 1000 * (1 + g)).set("modes", 3);
        links.line(new int[] {0, 1}, new int[] {0, 1});
      }
    }
    return GRID.with(
        GRID.table(Schema.NODES).append(nodes.build()),
        GRID.table(Schema.LINKS).append(links.build()));
  }

  @Test
  void cityWithoutMainRoadsToTheEdgeHasNoGates() {
    Surroundings s = Surroundings.of(GRID);
    assertThat(s.gateCount()).isZero();
    assertThat(s.crossings()).isZero();
  }

  @Test
  void crossingsEnterAtTheGatesByCapacityAndLeaveAsTheyCame() {
    City city = withTwoGates();
    Surroundings s = Surroundings.of(city);
    assertThat(s.gateCount()).isEqualTo(2);
    double people = Arrays.stream(city.table(Schema.ZONES).ints("population")).sum();
    assertThat(s.crossings()).isCloseTo(people, within(1e-9 * people));
    Table od = Gravity.odTable(city, Progress.NONE);
    double total = Arrays.stream(od.reals("car_trips_per_day")).sum();
    double inside = Gravity.TRIPS_PER_RESIDENT - Surroundings.RESIDENTS_SHARE;
    // Through trips between the two gates: 2 · w · (1 − w) of their share, halved by direction.
    double through = Surroundings.THROUGH_SHARE * (1.0 / 3) * (2.0 / 3);
    double expected = people * (inside + 1 - Surroundings.THROUGH_SHARE + through);
    assertThat(total).isCloseTo(expected, within(1e-4 * expected));
    OdMatrix m = new OdMatrix(city.table(Schema.ZONES).size());
    for (int r = 0; r < od.size(); r++) {
      m.add(od.ints("from_zone")[r], od.ints("to_zone")[r], od.reals("car_trips_per_day")[r]);
    }
    int west = city.table(Schema.ZONES).findRow("z0_4");
    int east = city.table(Schema.ZONES).findRow("z8_4");
    assertThat(m.origins(west)).isCloseTo(m.destinations(west), within(1.0));
    assertThat(m.origins(east)).isGreaterThan(1.5 * m.origins(west));
  }
}
