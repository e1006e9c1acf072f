package city.emona.simulate.emissions;

import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.DaySteps;

/**
 * Buses per hour on every link from the lines' headways, which the zonal traffic model does not
 * know: peak 06:30-09:00 and 15:00-18:00, day between the peaks, evening before and after, none
 * 23:00-05:00 (the meaning of the columns of {@code bus_lines}). A step that spans two periods gets
 * the mean over its minutes. A headway of 0 or less means no service in that period.
 */
final class BusService {
  private static final int FIRST_MIN = 5 * 60;
  private static final int PEAK_AM_MIN = 6 * 60 + 30;
  private static final int DAY_MIN = 9 * 60;
  private static final int PEAK_PM_MIN = 15 * 60;
  private static final int EVENING_MIN = 18 * 60;
  private static final int LAST_MIN = 23 * 60;

  private BusService() {}

  /** {@code [step][link]}, buses per hour. */
  static float[][] perHour(City city, DaySteps steps) {
    Table lines = city.table(Schema.BUS_LINES);
    Table path = city.table(Schema.BUS_LINE_LINKS);
    int links = city.network().linkCount();
    float[][] out = new float[steps.count()][links];
    int[] line = path.ints("line");
    int[] link = path.ints("link");
    for (int s = 0; s < out.length; s++) {
      double[] frequency = new double[lines.size()];
      for (int l = 0; l < frequency.length; l++) {
        frequency[l] = busesPerHour(lines, l, steps.localMinute(s), steps.stepMinutes());
      }
      for (int r = 0; r < line.length; r++) {
        if (line[r] >= 0 && link[r] >= 0) {
          out[s][link[r]] += (float) frequency[line[r]];
        }
      }
    }
    return out;
  }

  private static double busesPerHour(Table lines, int line, int fromMinute, int minutes) {
    double buses = 0;
    for (int m = fromMinute; m < fromMinute + minutes; m++) {
      int headway = headwayMin(lines, line, m % 1440);
      buses += headway > 0 ? 1.0 / headway : 0;
    }
    return buses * 60 / minutes;
  }

  private static int headwayMin(Table lines, int line, int minute) {
    if (minute < FIRST_MIN || minute >= LAST_MIN) {
      return 0;
    }
    boolean peak =
        minute >= PEAK_AM_MIN && minute < DAY_MIN || minute >= PEAK_PM_MIN && minute < EVENING_MIN;
    if (peak) {
      return lines.ints("headway_peak_min")[line];
    }
    boolean day = minute >= DAY_MIN && minute < PEAK_PM_MIN;
    return lines.ints(day ? "headway_day_min" : "headway_evening_min")[line];
  }
}
