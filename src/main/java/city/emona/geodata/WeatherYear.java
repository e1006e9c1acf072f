package city.emona.geodata;

import city.emona.EmonaException;
import city.emona.simulate.air.Weather;
import java.util.ArrayList;
import java.util.List;

/**
 * A year as classes of whole days: a shipped day turned to a mean wind direction, and the share of
 * the year's days that are like it. Whole days keep what belongs together: stability, wind and
 * mixing height with the hour, and so with the traffic. Read from {@code geodata/weather_year.csv},
 * an assumption that a city replaces by the counts of its station.
 */
public final class WeatherYear {
  private static final double TOLERANCE = 1e-3;

  private WeatherYear() {}

  /** A class of days. */
  public record DayClass(Weather weather, double share) {}

  public static List<DayClass> shipped() {
    return read(ShippedTable.resource("/geodata/weather_year.csv"));
  }

  /** From the text of a user's file. */
  public static List<DayClass> parse(String fileName, String text) {
    return read(ShippedTable.parse(fileName, text));
  }

  private static List<DayClass> read(ShippedTable t) {
    List<DayClass> out = new ArrayList<>();
    double sum = 0;
    for (int r = 0; r < t.size(); r++) {
      double share = t.real(r, "share", 0, 1);
      Weather day = WeatherReader.named(t.text(r, "weather"));
      out.add(new DayClass(turned(day, t.real(r, "from_deg", 0, 360)), share));
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
