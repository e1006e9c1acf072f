package city.emona.geodata;

import java.time.ZoneId;
import java.util.List;

/**
 * The time zone of a position without a map of zones: the first of a short list of boxes that holds
 * it (small countries before large ones; neighbours that share their clock may be mixed up, which
 * changes no hour), else whole hours of solar time by longitude ({@code Etc/GMT±n}). An assumption,
 * recorded as such in the import report.
 */
final class CityZone {
  private record Box(String zone, double west, double south, double east, double north) {
    boolean holds(double lon, double lat) {
      return lon >= west && lon <= east && lat >= south && lat <= north;
    }
  }

  private static final List<Box> BOXES =
      List.of(
          new Box("Europe/Monaco", 7.40, 43.71, 7.45, 43.76),
          new Box("Europe/Vaduz", 9.47, 47.04, 9.64, 47.28),
          new Box("Europe/Luxembourg", 5.73, 49.44, 6.53, 50.19),
          new Box("Europe/Malta", 14.1, 35.7, 14.6, 36.1),
          new Box("Atlantic/Reykjavik", -25, 63, -13, 67),
          new Box("Atlantic/Canary", -18.5, 27.4, -13.2, 29.6),
          new Box("Atlantic/Madeira", -17.5, 32.3, -16.1, 33.3),
          new Box("Atlantic/Azores", -31.5, 36.8, -24.8, 40),
          new Box("Europe/Lisbon", -9.8, 36.8, -7.0, 42.16),
          new Box("Europe/Lisbon", -7.0, 41.2, -6.2, 41.95),
          new Box("Europe/Dublin", -10.8, 51.3, -6.0, 55.5),
          new Box("Europe/London", -8.3, 49.8, -1.0, 61),
          new Box("Europe/London", -1.0, 50.7, 1.8, 61),
          new Box("Europe/Ljubljana", 13.37, 45.42, 16.6, 46.88),
          new Box("Europe/Zagreb", 13.4, 42.3, 19.5, 46.56),
          new Box("Europe/Zurich", 5.95, 46.2, 9.6, 47.81),
          new Box("Europe/Vienna", 9.53, 46.37, 17.16, 49.02),
          new Box("Europe/Prague", 12.09, 48.55, 18.87, 51.06),
          new Box("Europe/Brussels", 2.54, 50.2, 5.73, 51.5),
          new Box("Europe/Amsterdam", 3.3, 51.2, 7.22, 53.6),
          new Box("Europe/Copenhagen", 8.0, 54.56, 12.7, 57.8),
          new Box("Europe/Madrid", -9.4, 35.9, 3.3, 42.6),
          new Box("Europe/Paris", -5.2, 42.6, 6.4, 51.1),
          new Box("Europe/Paris", 6.4, 43.0, 7.5, 45.2),
          new Box("Europe/Paris", 6.4, 47.5, 8.2, 49.1),
          new Box("Europe/Rome", 6.6, 36.6, 14.0, 46.5),
          new Box("Europe/Rome", 14.0, 36.6, 18.6, 42.3),
          new Box("Europe/Berlin", 5.87, 47.27, 15.04, 55.06),
          new Box("Europe/Budapest", 16.1, 45.74, 22.6, 48.58),
          new Box("Europe/Bratislava", 16.83, 47.73, 22.56, 49.61),
          new Box("Europe/Warsaw", 14.12, 49.0, 23.6, 54.84),
          new Box("Europe/Belgrade", 18.8, 41.85, 22.4, 46.19),
          new Box("Europe/Athens", 19.37, 34.8, 29.65, 41.0),
          new Box("Europe/Sofia", 22.36, 41.23, 28.61, 44.22),
          new Box("Europe/Bucharest", 22.4, 43.62, 29.7, 48.27),
          new Box("Europe/Chisinau", 26.6, 45.46, 30.17, 48.5),
          new Box("Europe/Oslo", 4.5, 57.9, 12.0, 71.3),
          new Box("Europe/Stockholm", 11.0, 55.3, 20.5, 69.1),
          new Box("Europe/Helsinki", 20.5, 59.7, 31.6, 70.1),
          new Box("Europe/Tallinn", 21.8, 57.5, 28.2, 59.7),
          new Box("Europe/Riga", 20.9, 55.67, 28.25, 57.5),
          new Box("Europe/Vilnius", 20.9, 53.9, 26.84, 55.67),
          new Box("Europe/Kyiv", 22.1, 44.3, 40.2, 52.4),
          new Box("Europe/Istanbul", 26.0, 35.8, 44.8, 42.1));

  private CityZone() {}

  static ZoneId of(double lonDeg, double latDeg) {
    for (Box box : BOXES) {
      if (box.holds(lonDeg, latDeg)) {
        return known(box.zone);
      }
    }
    int hours = (int) Math.round(lonDeg / 15);
    // POSIX signs: Etc/GMT-2 is two hours ahead of Greenwich.
    return ZoneId.of(
        hours == 0 ? "Etc/GMT" : "Etc/GMT" + (hours > 0 ? "-" : "+") + Math.abs(hours));
  }

  /** Kyiv is spelled Kiev in time-zone data before 2022. */
  private static ZoneId known(String zone) {
    return ZoneId.getAvailableZoneIds().contains(zone) ? ZoneId.of(zone) : ZoneId.of("Europe/Kiev");
  }
}
