package city.emona.geodata;

import city.emona.EmonaException;
import city.emona.simulate.air.Weather;
import city.emona.simulate.air.weather.YearOfDays;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the weather of a year for annual means. Either shares of shipped days turned to a mean wind
 * direction ({@code weather,from_deg,share}, the form of {@code geodata/weather_year.csv}, an
 * assumption), or the hours of a station: the columns of {@code geodata/weather} with {@code time}
 * (local, {@code 2025-01-31 08:00}) in place of {@code hour}, in order. A day of the series that
 * lacks an hour or a value is left out; every other one counts alike. Wrong values are refused with
 * file, line and column.
 */
public final class WeatherYear {
  private static final double TOLERANCE = 1e-3;

  private WeatherYear() {}

  public static YearOfDays shipped() {
    ShippedTable t = ShippedTable.resource("/geodata/weather_year.csv");
    return new YearOfDays("geodata/weather_year.csv", true, shares(t));
  }

  /** A year in which every day is a shipped one. */
  public static YearOfDays everyDay(String name) {
    YearOfDays.Day day = new YearOfDays.Day(WeatherReader.named(name), 1);
    return new YearOfDays("geodata/weather/" + name + ".csv", true, List.of(day));
  }

  /** From the text of a user's file. */
  public static YearOfDays parse(String fileName, String text) {
    ShippedTable t = ShippedTable.parse(fileName, text);
    if (!t.columns().contains("time")) {
      return new YearOfDays(fileName, false, shares(t));
    }
    List<Weather> whole = WeatherReader.days(fileName, t);
    if (whole.isEmpty()) {
      throw EmonaException.invalid(
          "The file has no whole day.", fileName, "give 24 rows of at least one day");
    }
    double share = 1.0 / whole.size();
    return new YearOfDays(
        fileName, false, whole.stream().map(d -> new YearOfDays.Day(d, share)).toList());
  }

  private static List<YearOfDays.Day> shares(ShippedTable t) {
    List<YearOfDays.Day> out = new ArrayList<>();
    double sum = 0;
    for (int r = 0; r < t.size(); r++) {
      double share = t.real(r, "share", 0, 1);
      Weather day = WeatherReader.named(t.text(r, "weather"));
      out.add(new YearOfDays.Day(turned(day, t.real(r, "from_deg", 0, 360)), share));
      sum += share;
    }
    if (Math.abs(sum - 1) > TOLERANCE) {
      throw EmonaException.invalid(
          "The shares of the year add up to " + sum + ".",
          t.size() == 0 ? "weather year" : t.where(0),
          "make them add up to 1");
    }
    return out;
  }

  /** The day with its vector mean wind from a direction. */
  static Weather turned(Weather day, double fromDeg) {
    double x = 0;
    double y = 0;
    for (Weather.Hour h : day.hours()) {
      x += h.windMPerS() * StrictMath.sin(StrictMath.toRadians(h.windFromDeg()));
      y += h.windMPerS() * StrictMath.cos(StrictMath.toRadians(h.windFromDeg()));
    }
    double turn = fromDeg - StrictMath.toDegrees(StrictMath.atan2(x, y));
    List<Weather.Hour> hours = new ArrayList<>();
    for (Weather.Hour h : day.hours()) {
      double from = ((h.windFromDeg() + turn) % 360 + 360) % 360;
      hours.add(
          new Weather.Hour(
              h.windMPerS(),
              from,
              h.temperatureC(),
              h.cloudShare(),
              h.globalRadiationWPerM2(),
              h.noxUgM3(),
              h.no2UgM3(),
              h.o3UgM3(),
              h.pm25UgM3(),
              h.pm10UgM3()));
    }
    return new Weather(day.name() + " from " + Math.round(fromDeg) + "°", List.copyOf(hours));
  }
}
