package city.emona.simulate;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * The steps of one local day: half-open intervals [t0, t1) of equal length in real time. A day with
 * a clock change has 23 or 25 hours, so {@link #count} is 23, 24 or 25 for hourly steps, and {@link
 * #localMinute} maps a step to the clock.
 */
public record DaySteps(LocalDate date, ZoneId zone, int stepMinutes) {
  public static DaySteps hourly(LocalDate date, ZoneId zone) {
    return new DaySteps(date, zone, 60);
  }

  public int count() {
    long minutes =
        ChronoUnit.MINUTES.between(date.atStartOfDay(zone), date.plusDays(1).atStartOfDay(zone));
    return (int) (minutes / stepMinutes);
  }

  /**
   * Start of a step as an instant with the city's offset; {@code step == count()} gives the end of
   * the day.
   */
  public OffsetDateTime start(int step) {
    return date.atStartOfDay(zone).plusMinutes((long) step * stepMinutes).toOffsetDateTime();
  }

  /** Minutes of the wall clock at the start of a step, 0..1439. */
  public int localMinute(int step) {
    OffsetDateTime t = start(step);
    return t.getHour() * 60 + t.getMinute();
  }

  /** Step that holds an instant, or −1 outside of the day. */
  public int find(OffsetDateTime instant) {
    long minutes = ChronoUnit.SECONDS.between(start(0), instant);
    if (minutes < 0) {
      return -1;
    }
    long step = minutes / 60 / stepMinutes;
    return step < count() ? (int) step : -1;
  }
}
