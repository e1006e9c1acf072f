package city.emona.demand;

import city.emona.model.BusHeadways;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.DaySteps;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Buses per hour on every link from the lines' headways ({@link BusHeadways}): a fixed flow for the
 * traffic model.
 */
public final class BusService {
  private BusService() {}

  /** {@code [step][link]}, buses per hour. */
  public static float[][] perHour(City city, DaySteps steps) {
    Table lines = city.table(Schema.BUS_LINES);
    Table path = city.table(Schema.BUS_LINE_LINKS);
    int links = city.network().linkCount();
    float[][] out = new float[steps.count()][links];
    int[] line = path.ints("line");
    int[] link = path.ints("link");
    for (int s = 0; s < out.length; s++) {
      double[] frequency = new double[lines.size()];
      for (int l = 0; l < frequency.length; l++) {
        frequency[l] =
            BusHeadways.busesPerHour(lines, l, steps.localMinute(s), steps.stepMinutes());
      }
      for (int r = 0; r < line.length; r++) {
        if (line[r] >= 0 && link[r] >= 0) {
          out[s][link[r]] += (float) frequency[line[r]];
        }
      }
    }
    return out;
  }

  /** A column of {@code bus_line_links} or {@code bus_stops} by line, in the order of the line. */
  public static int[][] inOrder(Table t, String field, int lines) {
    int[] line = t.ints("line");
    int[] seq = t.ints("seq");
    int[] value = t.ints(field);
    List<List<Integer>> rows = new ArrayList<>();
    for (int l = 0; l < lines; l++) {
      rows.add(new ArrayList<>());
    }
    for (int r = 0; r < t.size(); r++) {
      if (line[r] >= 0 && value[r] >= 0) {
        rows.get(line[r]).add(r);
      }
    }
    int[][] out = new int[lines][];
    for (int l = 0; l < lines; l++) {
      rows.get(l).sort(Comparator.comparingInt(r -> seq[r]));
      out[l] = rows.get(l).stream().mapToInt(r -> value[r]).toArray();
    }
    return out;
  }

  /** The links that each line drives on. */
  public static List<BitSet> lines(City city) {
    Table path = city.table(Schema.BUS_LINE_LINKS);
    int[] line = path.ints("line");
    int[] link = path.ints("link");
    List<BitSet> lines = new ArrayList<>();
    for (int l = 0; l < city.table(Schema.BUS_LINES).size(); l++) {
      lines.add(new BitSet());
    }
    for (int r = 0; r < line.length; r++) {
      if (line[r] >= 0 && link[r] >= 0) {
        lines.get(line[r]).set(link[r]);
      }
    }
    return lines;
  }
}
