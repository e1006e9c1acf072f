package city.emona.simulate.air.weather;

import city.emona.simulate.air.Weather;
import java.util.List;

/**
 * A year as whole days of weather and the share of the year that each stands for; {@code name} and
 * {@code isAssumed} tell where it is from. Immutable.
 */
public record YearOfDays(String name, boolean isAssumed, List<Day> days) {
  public YearOfDays {
    days = List.copyOf(days);
  }

  /** A day, and the share of the year's days that are like it. */
  public record Day(Weather weather, double share) {}
}
