package city.emona.model;

import java.time.DayOfWeek;
import java.time.LocalDate;

/**
 * The four kinds of day that a scenario may ask for instead of a date. Each resolves to a fixed
 * date, so that a result does not depend on the day on which it was computed. Public holidays are
 * known only by type, not by calendar.
 */
public enum DayType {
  WEEKDAY(LocalDate.of(2026, 3, 17)),
  SATURDAY(LocalDate.of(2026, 3, 21)),
  SUNDAY(LocalDate.of(2026, 3, 22)),
  HOLIDAY(LocalDate.of(2026, 5, 1));

  private final LocalDate date;

  DayType(LocalDate date) {
    this.date = date;
  }

  public LocalDate date() {
    return date;
  }

  public static DayType of(LocalDate date) {
    if (date.equals(HOLIDAY.date)) {
      return HOLIDAY;
    }
    return date.getDayOfWeek() == DayOfWeek.SATURDAY
        ? SATURDAY
        : date.getDayOfWeek() == DayOfWeek.SUNDAY ? SUNDAY : WEEKDAY;
  }
}
