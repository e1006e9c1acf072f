package city.emona.geodata.osm.street;

import city.emona.geodata.osm.file.Tags;
import city.emona.model.Schema;
import java.util.List;

/**
 * What the tags of a way say about a street: class, who may use it in each direction, lanes and
 * speed. Access follows the hierarchy of the OSM wiki page "Key:access" (the more special key
 * wins), direction "Key:oneway" with its implied values (roundabouts, motorways). Pure functions.
 */
final class StreetRules {
  static final int RAMP = Schema.ROAD_CLASSES.indexOf("ramp");
  static final int PEDESTRIAN = Schema.ROAD_CLASSES.indexOf("pedestrian");
  static final int SERVICE = Schema.ROAD_CLASSES.indexOf("service");
  static final int LIVING = Schema.ROAD_CLASSES.indexOf("living_street");
  static final int RESIDENTIAL = Schema.ROAD_CLASSES.indexOf("residential");
  static final int TERTIARY = Schema.ROAD_CLASSES.indexOf("tertiary");
  static final int NOT_A_STREET = -1;
  private static final int MAX_LANES = 8;

  private static final List<String> CAR = List.of("motorcar", "motor_vehicle", "vehicle", "access");
  private static final List<String> TRUCK =
      List.of("hgv", "goods", "motor_vehicle", "vehicle", "access");
  private static final List<String> BUS =
      List.of("bus", "psv", "motor_vehicle", "vehicle", "access");
  private static final List<String> BIKE = List.of("bicycle", "vehicle", "access");
  private static final List<String> FOOT = List.of("foot", "access");

  /** One direction of a street; no mode = the direction does not exist. */
  record Direction(int modes, int lanes, int speedKmh, boolean speedPosted) {}

  /** A street; the flags say which tags had to be set aside. */
  record Street(
      int roadClass,
      boolean highClassRamp,
      boolean roundabout,
      boolean sharedLane,
      int structure,
      Direction forward,
      Direction backward,
      boolean badSpeed,
      boolean badLanes,
      boolean reversible) {}

  private StreetRules() {}

  /** Ordinal in Schema.ROAD_CLASSES, or {@link #NOT_A_STREET}. */
  static int roadClass(Tags tags) {
    if (tags.is("area", "yes")) {
      return NOT_A_STREET;
    }
    return switch (tags.get("highway")) {
      case "motorway" -> 0;
      case "trunk" -> 1;
      case "primary" -> 2;
      case "secondary" -> 3;
      case "tertiary" -> TERTIARY;
      case "residential", "unclassified", "road" -> RESIDENTIAL;
      case "living_street" -> LIVING;
      case "service" -> isMinorService(tags.get("service")) ? NOT_A_STREET : SERVICE;
      case "busway", "bus_guideway" -> SERVICE;
      case "motorway_link", "trunk_link", "primary_link", "secondary_link", "tertiary_link" -> RAMP;
      case "pedestrian" -> PEDESTRIAN;
      default -> NOT_A_STREET;
    };
  }

  /** Reason code why a highway is left out. */
  static String leftOutReason(Tags tags) {
    if (tags.is("area", "yes")) {
      return "street_area";
    }
    return switch (tags.get("highway")) {
      case "footway", "path", "steps", "cycleway", "bridleway", "corridor", "crossing" ->
          "path_left_out";
      case "track" -> "track_left_out";
      case "service" -> "driveway_left_out";
      case "construction", "proposed", "planned", "abandoned", "razed", "disused" ->
          "not_built_or_gone";
      default -> "other_highway_left_out";
    };
  }

  private static boolean isMinorService(String service) {
    return switch (service) {
      case "driveway", "parking_aisle", "drive-through", "emergency_access", "slipway" -> true;
      default -> false;
    };
  }

  static Street of(Tags tags, int roadClass) {
    String highway = tags.get("highway");
    boolean roundabout = tags.is("junction", "roundabout") || tags.is("junction", "circular");
    int oneWay = oneWay(tags, roundabout, highway);
    int modes = modes(tags, roadClass, highway);
    int forwardModes = oneWay >= 0 ? modes : against(tags, modes);
    int backwardModes = oneWay <= 0 ? modes : against(tags, modes);
    SpeedLimits.Speed f = SpeedLimits.of(tags, true, roadClass);
    SpeedLimits.Speed b = SpeedLimits.of(tags, false, roadClass);
    Lanes lanes = lanes(tags, roadClass, oneWay != 0);
    boolean structureBridge = tags.has("bridge") && !tags.is("bridge", "no");
    boolean structureTunnel =
        tags.has("tunnel") && !tags.is("tunnel", "no") && !tags.is("tunnel", "building_passage");
    return new Street(
        roadClass,
        highway.equals("motorway_link") || highway.equals("trunk_link"),
        roundabout,
        lanes.shared,
        structureTunnel ? 2 : structureBridge ? 1 : 0,
        new Direction(forwardModes, oneWay < 0 ? 1 : lanes.forward, f.kmh(), f.posted()),
        new Direction(backwardModes, oneWay > 0 ? 1 : lanes.backward, b.kmh(), b.posted()),
        f.tagUnreadable() || b.tagUnreadable(),
        lanes.bad,
        tags.is("oneway", "reversible") || tags.is("oneway", "alternating"));
  }

  /** 1 = along the way only, −1 = against it only, 0 = both. */
  private static int oneWay(Tags tags, boolean roundabout, String highway) {
    return switch (tags.get("oneway")) {
      case "yes", "true", "1" -> 1;
      case "-1", "reverse" -> -1;
      case "no", "false", "0", "reversible", "alternating" -> 0;
      default ->
          roundabout || highway.equals("motorway") || highway.equals("motorway_link") ? 1 : 0;
    };
  }

  /** Modes that may go against a one-way street. */
  private static int against(Tags tags, int modes) {
    int m = 0;
    boolean contraflow =
        tags.is("oneway:bicycle", "no")
            || tags.get("cycleway").startsWith("opposite")
            || tags.get("cycleway:left").startsWith("opposite")
            || tags.get("cycleway:right").startsWith("opposite");
    if (contraflow && (modes & Schema.BIKE) != 0) {
      m |= Schema.BIKE;
    }
    if (tags.is("oneway:bus", "no") || tags.is("oneway:psv", "no")) {
      m |= modes & Schema.BUS;
    }
    return m;
  }

  static int modes(Tags tags, int roadClass, String highway) {
    boolean road = roadClass != PEDESTRIAN;
    boolean busOnly = highway.equals("busway") || highway.equals("bus_guideway");
    boolean motorOnly =
        roadClass == 0 || highway.equals("motorway_link") || tags.is("motorroad", "yes");
    int m = 0;
    m |= allowed(tags, CAR, road && !busOnly, false) ? Schema.CAR : 0;
    m |= allowed(tags, TRUCK, road && !busOnly, true) ? Schema.TRUCK : 0;
    m |= allowed(tags, BUS, road, false) ? Schema.BUS : 0;
    m |= allowed(tags, BIKE, road && !motorOnly && !busOnly, false) ? Schema.BIKE : 0;
    m |= allowed(tags, FOOT, !motorOnly && !busOnly, false) ? Schema.FOOT : 0;
    if (!road && !tags.has("motorcar") && !tags.has("motor_vehicle")) {
      // A general access=yes on a pedestrian street does not open it to motors.
      m &= ~(Schema.CAR | (tags.has("hgv") ? 0 : Schema.TRUCK));
      m &= ~(tags.has("bus") || tags.has("psv") ? 0 : Schema.BUS);
    }
    return m;
  }

  private static boolean allowed(Tags tags, List<String> keys, boolean byClass, boolean delivery) {
    return switch (tags.first(keys)) {
      case "yes", "permissive", "designated", "official", "destination", "residents" -> true;
      case "delivery" -> delivery;
      case "no", "private", "agricultural", "forestry", "permit", "customers", "military" -> false;
      case "use_sidepath", "dismount", "discouraged", "unknown", "" -> byClass;
      default -> byClass;
    };
  }

  private record Lanes(int forward, int backward, boolean shared, boolean bad) {}

  private static Lanes lanes(Tags tags, int roadClass, boolean oneWay) {
    int total = count(tags.get("lanes"));
    int forward = count(tags.get("lanes:forward"));
    int backward = count(tags.get("lanes:backward"));
    boolean bad = total < 0 || forward < 0 || backward < 0;
    if (oneWay) {
      int def = roadClass <= 1 ? 2 : 1;
      int n = total > 0 ? total : forward > 0 ? forward : def;
      return new Lanes(clip(n), clip(n), false, bad || n > MAX_LANES);
    }
    if (forward <= 0) {
      forward = total > 0 && backward > 0 ? total - backward : total / 2;
    }
    if (backward <= 0) {
      backward = total > 0 ? total - forward : total / 2;
    }
    int def = roadClass == 0 ? 2 : 1;
    forward = forward > 0 ? forward : def;
    backward = backward > 0 ? backward : total > 1 || total <= 0 ? def : 1;
    if (total > 2 && total % 2 == 1 && !tags.has("lanes:forward") && !tags.has("lanes:backward")) {
      backward = forward; // the odd lane is for turning or overtaking
    }
    boolean shared = total == 1 && roadClass != PEDESTRIAN;
    return new Lanes(
        clip(forward), clip(backward), shared, bad || Math.max(forward, backward) > MAX_LANES);
  }

  private static int clip(int lanes) {
    return Math.max(1, Math.min(MAX_LANES, lanes));
  }

  /** The number of lanes, 0 where the tag is absent, −1 where it is not a number. */
  private static int count(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    int end = 0;
    while (end < text.length() && end < 3 && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return end == 0 ? -1 : Math.max(1, Integer.parseInt(text.substring(0, end)));
  }
}
