package city.emona.simulate.replay.city;

import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.model.network.Network;
import city.emona.simulate.DaySteps;
import city.emona.simulate.replay.Plans;
import java.util.BitSet;

/**
 * The buses of a day: departures of every line by its headways (peak 06:30-09:00 and 15:00-18:00,
 * day between, evening before and after, none 23:00-05:00), along the links of the line, with
 * {@value #DWELL_S} s at the stops (TCQSM 3rd ed., ch. 6: 20 to 30 s where the volume is not
 * known). Where the links of a line do not follow one another, its buses end there. Stateless.
 */
public final class BusTimetable {
  static final int DWELL_S = 20;
  private static final int PLACES = 2;
  private static final int FIRST_MIN = 5 * 60;
  private static final int LAST_MIN = 23 * 60;

  private BusTimetable() {}

  /** Adds the buses of the day; returns how many. */
  public static int add(City city, DaySteps steps, Conditions day, Plans.Builder plans) {
    Table lines = city.table(Schema.BUS_LINES);
    Table path = city.table(Schema.BUS_LINE_LINKS);
    int buses = 0;
    for (int l = 0; l < lines.size(); l++) {
      int[] way = way(city.network(), path, l);
      BitSet stops = stops(city, l);
      int minute = FIRST_MIN;
      while (way.length > 0 && minute < LAST_MIN) {
        int headway = headway(lines, l, minute);
        if (headway <= 0) {
          minute++;
          continue;
        }
        for (int k = 0; k < way.length; k++) {
          boolean stop = stops.get(city.network().toNode()[way[k]]);
          plans.link(way[k], stop ? DWELL_S : 0);
        }
        plans.vehicle(CityQueues.seconds(steps, minute), Plans.BUS, PLACES);
        buses++;
        minute += headway;
      }
    }
    return buses;
  }

  private static int headway(Table lines, int line, int minute) {
    boolean peak = minute >= 390 && minute < 540 || minute >= 900 && minute < 1080;
    boolean between = minute >= 540 && minute < 900;
    String column = peak ? "headway_peak_min" : between ? "headway_day_min" : "headway_evening_min";
    return lines.ints(column)[line];
  }

  /** Links of a line up to the first gap; rows are stored in the order of the line. */
  private static int[] way(Network net, Table path, int line) {
    int[] lineOf = path.ints("line");
    int[] link = path.ints("link");
    int[] way = new int[path.size()];
    int count = 0;
    for (int r = 0; r < lineOf.length; r++) {
      if (lineOf[r] != line || link[r] < 0) {
        continue;
      }
      if (count > 0 && net.toNode()[way[count - 1]] != net.fromNode()[link[r]]) {
        break;
      }
      way[count++] = link[r];
    }
    return java.util.Arrays.copyOf(way, count);
  }

  private static BitSet stops(City city, int line) {
    Table stops = city.table(Schema.BUS_STOPS);
    BitSet nodes = new BitSet();
    for (int s = 0; s < stops.size(); s++) {
      if (stops.ints("line")[s] == line && stops.ints("node")[s] >= 0) {
        nodes.set(stops.ints("node")[s]);
      }
    }
    return nodes;
  }
}
