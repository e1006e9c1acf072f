package city.emona.simulate.replay.city;

import city.emona.demand.BusService;
import city.emona.model.BusHeadways;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.model.network.Network;
import city.emona.simulate.DaySteps;
import city.emona.simulate.replay.Plans;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The buses of a day: departures of every line by its headways ({@link BusHeadways}), along the
 * links of the line in their order, standing at the stops. Where the links of a line do not follow
 * one another, its buses end there. Stateless.
 */
public final class BusTimetable {
  private static final int PLACES = 2;

  private static final int MINUTES = 1440;

  private BusTimetable() {}

  /** Adds the buses of the day, which stand {@code dwellS} at a stop; returns how many. */
  public static int add(City city, DaySteps steps, int dwellS, Plans.Builder plans) {
    Table lines = city.table(Schema.BUS_LINES);
    int[][] links = BusService.inOrder(city.table(Schema.BUS_LINE_LINKS), "link", lines.size());
    int[][] stops = BusService.inOrder(city.table(Schema.BUS_STOPS), "node", lines.size());
    int buses = 0;
    for (int l = 0; l < lines.size(); l++) {
      int[] way = way(city.network(), links[l]);
      BitSet at = new BitSet();
      Arrays.stream(stops[l]).forEach(at::set);
      int minute = 0;
      while (way.length > 0 && minute < MINUTES) {
        int headway = BusHeadways.headwayMin(lines, l, minute);
        if (headway <= 0) {
          minute++;
          continue;
        }
        for (int k = 0; k < way.length; k++) {
          plans.link(way[k], at.get(city.network().toNode()[way[k]]) ? dwellS : 0);
        }
        plans.vehicle(CityQueues.seconds(steps, minute), Plans.BUS, PLACES);
        buses++;
        minute += headway;
      }
    }
    return buses;
  }

  /** Links of a line up to the first gap. */
  private static int[] way(Network net, int[] links) {
    int count = Math.min(1, links.length);
    while (count > 0
        && count < links.length
        && net.toNode()[links[count - 1]] == net.fromNode()[links[count]]) {
      count++;
    }
    return Arrays.copyOf(links, count);
  }
}
