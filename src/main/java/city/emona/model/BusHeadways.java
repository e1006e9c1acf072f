package city.emona.model;

/**
 * How often buses come, from the headways of {@code bus_lines}: peak 06:30-09:00 and 15:00-18:00,
 * day between the peaks, evening before and after, none 23:00-05:00. A time that spans two periods
 * gets the mean over its minutes. A headway of 0 or less means no service in that period.
 */
public final class BusHeadways {
  private static final int FIRST_MIN = 5 * 60;
  private static final int PEAK_AM_MIN = 6 * 60 + 30;
  private static final int DAY_MIN = 9 * 60;
  private static final int PEAK_PM_MIN = 15 * 60;
  private static final int EVENING_MIN = 18 * 60;
  private static final int LAST_MIN = 23 * 60;

  private BusHeadways() {}

  /** Buses per hour of a line (row of {@code lines}) from a minute of the day on. */
  public static double busesPerHour(Table lines, int line, int fromMinute, int minutes) {
    double buses = 0;
    for (int m = fromMinute; m < fromMinute + minutes; m++) {
      int headway = headwayMin(lines, line, m % 1440);
      buses += headway > 0 ? 1.0 / headway : 0;
    }
    return buses * 60 / minutes;
  }

  /** Headway of a line at a minute of the day; 0 or less = no service. */
  public static int headwayMin(Table lines, int line, int minute) {
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
