package city.emona.geodata.osm;

import city.emona.geodata.osm.file.Tags;
import java.util.List;

/**
 * What the tags of an area or a point say about land use, buildings and places: the labels of the
 * tables land_use, buildings, linework and places, "" where they say nothing. Pure functions.
 */
final class LandRules {
  private static final int MAX_HEIGHT_DM = 8300;
  private static final double STOREY_DM = 30;

  private LandRules() {}

  /** Label of land_use.kind. */
  static String landUse(Tags t) {
    String byUse =
        switch (t.get("landuse")) {
          case "residential" -> "residential";
          case "commercial", "retail" -> "commercial";
          case "industrial", "port", "quarry", "landfill", "depot" -> "industrial";
          case "institutional", "education", "religious", "military", "cemetery" -> "civic";
          case "recreation_ground", "village_green", "grass", "allotments" -> "park";
          case "forest" -> "forest";
          case "farmland", "farmyard", "meadow", "orchard", "vineyard", "greenhouse_horticulture" ->
              "field";
          case "reservoir", "basin" -> "water";
          case "railway" -> "rail";
          default -> "";
        };
    if (!byUse.isEmpty()) {
      return byUse;
    }
    String byLeisure =
        switch (t.get("leisure")) {
          case "park", "garden", "golf_course", "pitch", "playground", "nature_reserve" -> "park";
          case "sports_centre", "stadium" -> "civic";
          default -> "";
        };
    if (!byLeisure.isEmpty()) {
      return t.is("leisure", "nature_reserve") ? "" : byLeisure;
    }
    return switch (t.get("natural")) {
      case "water" -> "water";
      case "wood" -> "forest";
      case "grassland", "heath", "scrub" -> "field";
      default -> byRest(t);
    };
  }

  private static String byRest(Tags t) {
    if (t.is("waterway", "riverbank") || t.is("waterway", "dock")) {
      return "water";
    }
    if (t.is("highway", "pedestrian") || t.is("place", "square")) {
      return "square";
    }
    return switch (t.get("amenity")) {
      case "school", "university", "college", "hospital", "kindergarten" -> "civic";
      default -> "";
    };
  }

  /** Label of buildings.use. */
  static String use(Tags t) {
    return switch (t.get("building")) {
      case "house",
          "apartments",
          "residential",
          "detached",
          "terrace",
          "semidetached_house",
          "dormitory",
          "bungalow",
          "farm",
          "villa",
          "static_caravan",
          "houseboat" ->
          "residential";
      case "commercial", "retail", "office", "supermarket", "hotel", "kiosk", "mall", "shop" ->
          "commercial";
      case "industrial", "warehouse", "factory", "manufacture", "hangar", "storage_tank" ->
          "industrial";
      case "school",
          "university",
          "college",
          "hospital",
          "church",
          "chapel",
          "cathedral",
          "mosque",
          "synagogue",
          "temple",
          "monastery",
          "public",
          "civic",
          "government",
          "kindergarten",
          "train_station",
          "transportation",
          "stadium",
          "sports_hall",
          "castle",
          "fire_station",
          "museum",
          "palace",
          "townhall",
          "clinic",
          "sports_centre",
          "grandstand" ->
          "civic";
      case "garage",
          "garages",
          "shed",
          "carport",
          "roof",
          "barn",
          "greenhouse",
          "stable",
          "hut",
          "farm_auxiliary",
          "service",
          "transformer_tower",
          "cabin",
          "bunker",
          "sty",
          "cowshed",
          "ruins",
          "construction",
          "parking",
          "toilets",
          "silo",
          "container",
          "collapsed" ->
          "outbuilding";
      default -> byAmenity(t);
    };
  }

  private static String byAmenity(Tags t) {
    return switch (t.get("amenity")) {
      case "school",
          "university",
          "college",
          "hospital",
          "kindergarten",
          "place_of_worship",
          "townhall",
          "courthouse",
          "theatre",
          "library",
          "community_centre",
          "police",
          "fire_station",
          "clinic" ->
          "civic";
      case "restaurant", "bank", "marketplace", "cinema" -> "commercial";
      case "parking" -> "outbuilding";
      default -> t.is("tourism", "hotel") ? "commercial" : "unknown";
    };
  }

  /** Height in decimetres: tagged, else storeys of 3 m; 0 = untagged, −1 = unreadable. */
  static int heightDm(Tags t) {
    if (t.has("height")) {
      double metres = number(t.get("height"));
      return metres > 0 && metres * 10 <= MAX_HEIGHT_DM ? (int) Math.round(metres * 10) : -1;
    }
    if (t.has("building:levels")) {
      double levels = number(t.get("building:levels"));
      return levels > 0 && levels * STOREY_DM <= MAX_HEIGHT_DM
          ? (int) Math.round(levels * STOREY_DM)
          : levels == 0 ? (int) STOREY_DM : -1;
    }
    return 0;
  }

  /** Two storeys for a dwelling or an unknown building, higher halls for the others. */
  static int defaultHeightDm(String use) {
    return switch (use) {
      case "commercial" -> 90;
      case "industrial" -> 80;
      case "civic" -> 100;
      case "outbuilding" -> 30;
      default -> 70;
    };
  }

  /** Metres from "12", "12.5 m" or 40'; NaN where it is no number. */
  private static double number(String text) {
    int end = 0;
    while (end < text.length()
        && (Character.isDigit(text.charAt(end))
            || text.charAt(end) == '.'
            || text.charAt(end) == ',')) {
      end++;
    }
    try {
      double value = Double.parseDouble(text.substring(0, end).replace(',', '.'));
      String unit = text.substring(end).strip();
      return unit.startsWith("'") || unit.startsWith("ft") ? value * 0.3048 : value;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** Label of places.kind. */
  static String place(Tags t) {
    String byAmenity =
        switch (t.get("amenity")) {
          case "townhall" -> "town_hall";
          case "school" -> "school";
          case "university", "college" -> "university";
          case "clinic", "doctors" -> "clinic";
          case "hospital" -> "hospital";
          case "marketplace" -> "shop";
          default -> "";
        };
    if (!byAmenity.isEmpty()) {
      return byAmenity;
    }
    boolean station =
        (t.is("railway", "station") || t.is("railway", "halt") || t.is("amenity", "bus_station"));
    if (station) {
      return "station";
    }
    if (t.is("leisure", "stadium")) {
      return "stadium";
    }
    boolean castle = List.of("castle", "fort", "citadel").contains(t.get("historic"));
    return castle ? "castle" : "";
  }

  /** Label of linework.kind. */
  static String linework(Tags t) {
    boolean inTunnel = t.has("tunnel") && !t.is("tunnel", "no");
    if (inTunnel) {
      return "";
    }
    return switch (t.get("railway")) {
      case "rail", "light_rail", "narrow_gauge", "tram", "subway" -> "rail";
      default ->
          switch (t.get("waterway")) {
            case "river", "stream", "canal" -> "stream";
            default -> "";
          };
    };
  }
}
