package city.emona.geodata.osm.street;

import city.emona.geodata.osm.file.Tags;
import java.util.List;
import java.util.Map;

/**
 * Free speed of a street in km/h: the posted limit where OSM has one (OSM wiki, "Key:maxspeed":
 * numbers, mph, walk, none, zones like RO:urban), else a default by class. The national values are
 * the general limits of the road codes as listed on the wiki page "Default speed limits"; the
 * defaults by class are the usual European ones: 50 in built-up areas, 90 outside, 120 on
 * motorways. Pure functions.
 */
final class SpeedLimits {
  static final int MIN_KMH = 5;
  static final int MAX_KMH = 150;
  private static final int UNREADABLE = -1;

  private static final List<String> FORWARD =
      List.of("maxspeed:forward", "maxspeed", "maxspeed:type", "source:maxspeed", "zone:maxspeed");
  private static final List<String> BACKWARD =
      List.of("maxspeed:backward", "maxspeed", "maxspeed:type", "source:maxspeed", "zone:maxspeed");

  /** Limits outside built-up areas where they are not 90 km/h. */
  private static final Map<String, Integer> RURAL =
      Map.ofEntries(
          Map.entry("DE", 100),
          Map.entry("AT", 100),
          Map.entry("CH", 80),
          Map.entry("LI", 80),
          Map.entry("FR", 80),
          Map.entry("NL", 80),
          Map.entry("DK", 80),
          Map.entry("NO", 80),
          Map.entry("FI", 80),
          Map.entry("SE", 70),
          Map.entry("IE", 80),
          Map.entry("RS", 80),
          Map.entry("BG", 90),
          Map.entry("GB", 97),
          Map.entry("UK", 97));

  /** Limits on motorways where they are not 130 km/h. */
  private static final Map<String, Integer> MOTORWAY =
      Map.ofEntries(
          Map.entry("PT", 120),
          Map.entry("ES", 120),
          Map.entry("CH", 120),
          Map.entry("BE", 120),
          Map.entry("FI", 120),
          Map.entry("IE", 120),
          Map.entry("SE", 110),
          Map.entry("NO", 110),
          Map.entry("GB", 113),
          Map.entry("UK", 113),
          Map.entry("BG", 140),
          Map.entry("PL", 140),
          Map.entry("NL", 100),
          Map.entry("TR", 120));

  /** Default by road class (order of Schema.ROAD_CLASSES), inside built-up areas. */
  private static final int[] URBAN_DEFAULT = {120, 90, 50, 50, 50, 50, 20, 20, 40, 10};

  /** Default by road class, outside built-up areas. */
  private static final int[] RURAL_DEFAULT = {120, 100, 90, 90, 70, 50, 20, 20, 60, 10};

  private SpeedLimits() {}

  /** A speed and whether the tag had to be set aside. */
  record Speed(int kmh, boolean posted, boolean tagUnreadable) {}

  static Speed of(Tags tags, boolean forward, int roadClass) {
    String raw = tags.first(forward ? FORWARD : BACKWARD);
    if (raw.isEmpty()) {
      return new Speed(URBAN_DEFAULT[roadClass], false, false);
    }
    int kmh = parse(raw);
    if (kmh == 0) {
      return new Speed(URBAN_DEFAULT[roadClass], false, false);
    }
    if (kmh < MIN_KMH || kmh > MAX_KMH) {
      return new Speed(URBAN_DEFAULT[roadClass], false, true);
    }
    return new Speed(kmh, true, false);
  }

  static int ruralDefault(int roadClass) {
    return RURAL_DEFAULT[roadClass];
  }

  /** km/h; 0 where the value says that no fixed limit is posted; −1 where it cannot be read. */
  static int parse(String raw) {
    String text = raw.strip();
    int semicolon = text.indexOf(';');
    if (semicolon > 0) {
      text = text.substring(0, semicolon).strip();
    }
    switch (text) {
      case "none":
        return 130;
      case "walk":
        return 7;
      case "signals", "variable", "sign", "signs", "implicit", "default", "survey", "national":
        return 0;
      default:
        return Character.isDigit(text.charAt(0)) ? number(text) : zone(text);
    }
  }

  private static int number(String text) {
    int end = 0;
    while (end < text.length()
        && (Character.isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
      end++;
    }
    double value;
    try {
      value = Double.parseDouble(text.substring(0, end));
    } catch (NumberFormatException e) {
      return UNREADABLE;
    }
    String unit = text.substring(end).strip();
    return switch (unit) {
      case "", "km/h", "kmh", "kph" -> (int) Math.round(value);
      case "mph" -> (int) Math.round(value * 1.609344);
      case "knots" -> (int) Math.round(value * 1.852);
      default -> UNREADABLE;
    };
  }

  /** Values such as RO:urban, DE:zone:30, GB:nsl_single. */
  private static int zone(String text) {
    int colon = text.indexOf(':');
    String country = colon == 2 ? text.substring(0, 2).toUpperCase(java.util.Locale.ROOT) : "";
    String kind = colon == 2 ? text.substring(3) : text;
    String digits = kind.replaceAll("[^0-9]", "");
    if (!digits.isEmpty() && digits.length() <= 3) {
      return Integer.parseInt(digits);
    }
    return switch (kind) {
      case "urban" -> 50;
      case "rural" -> RURAL.getOrDefault(country, 90);
      case "motorway" -> MOTORWAY.getOrDefault(country, 130);
      case "trunk", "express" -> 100;
      case "living_street", "pedestrian_zone" -> 20;
      case "bicycle_road", "school" -> 30;
      case "nsl_restricted" -> 48;
      case "nsl_single" -> 97;
      case "nsl_dual" -> 113;
      case "walk" -> 7;
      default -> UNREADABLE;
    };
  }
}
