package city.emona.geodata;

import city.emona.EmonaException;
import city.emona.simulate.air.Weather;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a day of weather with the urban background: 24 rows, one per local hour, in order. Named
 * days are shipped in {@code geodata/weather/}; an unknown name is refused with the list of known
 * ones, a gap or an impossible value with file, line and column.
 */
public final class WeatherReader {
  private static final List<String> SHIPPED = List.of("typical", "inversion", "windy");

  /** Columns of an hour. */
  private static final List<String> KNOWN =
      List.of(
          "wind_m_s",
          "wind_from_deg",
          "temperature_c",
          "cloud_share",
          "global_radiation_w_m2",
          "background_nox_ug_m3",
          "background_no2_ug_m3",
          "background_o3_ug_m3",
          "background_pm25_ug_m3",
          "background_pm10_ug_m3");

  private WeatherReader() {}

  /** Names of the shipped days. */
  public static List<String> names() {
    return SHIPPED;
  }

  /** A shipped day by name. */
  public static Weather named(String name) {
    if (!SHIPPED.contains(name)) {
      throw EmonaException.notFound(
          "The weather '" + name + "' is unknown.",
          "weather",
          "choose one of " + String.join(", ", SHIPPED));
    }
    return read(name, ShippedTable.resource("/geodata/weather/" + name + ".csv"));
  }

  /** A day from the text of a user's file. */
  public static Weather parse(String fileName, String text) {
    return read(fileName, ShippedTable.parse(fileName, text));
  }

  private static Weather read(String name, ShippedTable t) {
    List<Weather.Hour> hours = new ArrayList<>();
    for (int r = 0; r < t.size(); r++) {
      if ((int) t.real(r, "hour") != r) {
        throw EmonaException.invalid(
            "Hour " + r + " is missing.", t.where(r), "give one row per hour, 0 to 23, in order");
      }
      hours.add(hour(t, r));
    }
    if (hours.size() != 24) {
      throw EmonaException.invalid(
          "The day has " + hours.size() + " hours.", name, "give 24 rows, hour 0 to 23");
    }
    return new Weather(name, List.copyOf(hours));
  }

  private static Weather.Hour hour(ShippedTable t, int r) {
    Weather.Hour h =
        new Weather.Hour(
            t.real(r, "wind_m_s", 0, 60),
            t.real(r, "wind_from_deg", 0, 360),
            t.real(r, "temperature_c", -60, 60),
            t.real(r, "cloud_share", 0, 1),
            t.real(r, "global_radiation_w_m2", 0, 1400),
            t.real(r, "background_nox_ug_m3", 0, 2000),
            t.real(r, "background_no2_ug_m3", 0, 1000),
            t.real(r, "background_o3_ug_m3", 0, 1000),
            t.real(r, "background_pm25_ug_m3", 0, 2000),
            t.real(r, "background_pm10_ug_m3", 0, 5000));
    if (h.noxUgM3() < h.no2UgM3() || h.pm10UgM3() < h.pm25UgM3()) {
      throw EmonaException.invalid(
          "The background has more NO2 than NOx, or more PM2.5 than PM10.",
          t.where(r),
          "NOx counts as NO2 and includes it; PM10 includes PM2.5");
    }
    return h;
  }

  /** Whole days of a series of hours; a day that lacks an hour or a value is left out. */
  static List<Weather> days(String name, ShippedTable t) {
    List<Weather> out = new ArrayList<>();
    List<Weather.Hour> hours = new ArrayList<>();
    LocalDateTime before = LocalDateTime.MIN;
    for (int r = 0; r < t.size(); r++) {
      LocalDateTime time = time(t, r);
      if (!time.isAfter(before)) {
        throw EmonaException.invalid(
            "The time does not come after that of the row before.",
            t.where(r) + ", column time",
            "sort the rows by local time, one per hour");
      }
      before = time;
      if (time.getHour() == 0) {
        hours.clear();
      }
      if (time.getHour() == hours.size() && isFull(t, r)) {
        hours.add(hour(t, r));
      }
      if (hours.size() == 24) {
        out.add(new Weather(name + " " + time.toLocalDate(), List.copyOf(hours)));
        hours.clear();
      }
    }
    return out;
  }

  private static boolean isFull(ShippedTable t, int r) {
    return t.columns().stream()
        .noneMatch(c -> !c.equals("time") && KNOWN.contains(c) && t.text(r, c).isEmpty());
  }

  private static LocalDateTime time(ShippedTable t, int r) {
    try {
      return LocalDateTime.parse(t.text(r, "time").replace(' ', 'T'));
    } catch (DateTimeParseException e) {
      throw EmonaException.invalid(
          "'" + t.text(r, "time") + "' is not a time.",
          t.where(r) + ", column time",
          "write it as 2025-01-31 08:00");
    }
  }
}
