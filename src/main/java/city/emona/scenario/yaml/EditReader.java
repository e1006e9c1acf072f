package city.emona.scenario.yaml;

import city.emona.model.Schema;
import city.emona.scenario.Edit;
import city.emona.scenario.Place;
import city.emona.scenario.Scenario;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads one entry of {@code edits}: the field {@code edit} names the type, the others are its own.
 * Ranges are checked here, so that an {@link Edit} in memory is sane. Types that the format knows
 * but no engine reads yet are refused: an edit never passes without effect (contracts §0).
 */
public final class EditReader {
  /** Types that can be read, in the order of the documentation. */
  public static final List<String> TYPES =
      List.of(
          "close",
          "oneWay",
          "lanes",
          "capacity",
          "speedLimit",
          "newLink",
          "lowEmissionZone",
          "toll",
          "busLane",
          "bikeLane",
          "signal",
          "fleet",
          "demand",
          "development",
          "collectionPolicy",
          "addBins",
          "removeBins",
          "moveBins",
          "resizeBins",
          "wasteDemand",
          "collectionHours",
          "depot",
          "sensors",
          "weather");

  private static final int CARS = Schema.CAR | Schema.TRUCK;
  private static final int ALL = Schema.CAR | Schema.TRUCK | Schema.BUS | Schema.BIKE | Schema.FOOT;
  static final int MAX_NAMES = 5000;

  private EditReader() {}

  /** The edit, or null where the type is not one; problems are noted in {@code f}. */
  public static Edit read(YamlFields f) {
    String type = f.text("edit");
    Edit edit =
        switch (type) {
          case "close" -> new Edit.Close(links(f), modes(f, CARS), hours(f));
          case "oneWay" ->
              new Edit.OneWay(
                  links(f), f.choice("heading", Edit.OneWay.HEADINGS, ""), modes(f, CARS));
          case "lanes" -> lanes(f);
          case "capacity" -> capacity(f);
          case "speedLimit" ->
              new Edit.SpeedLimit(
                  links(f),
                  f.need("kmh", "30") ? f.integer("kmh", 5, 150, 30) : 30,
                  f.flag("raise", false));
          case "newLink" -> newLink(f);
          case "lowEmissionZone" ->
              new Edit.LowEmissionZone(
                  links(f),
                  f.integer("minEuroPetrol", 0, 7, 4),
                  f.integer("minEuroDiesel", 0, 7, 6),
                  f.real("complianceShare", 0, 1, 0.7),
                  hours(f));
          case "fleet" -> fleet(f);
          case "demand" ->
              new Edit.Demand(
                  place(f, false, List.of("districts", "role", "polygon")),
                  f.need("factor", "0.9") ? f.real("factor", 0, 100, 1) : 1,
                  hours(f));
          case "development" -> development(f);
          case "sensors" -> sensors(f);
          case "weather" ->
              new Edit.Weather(
                  f.need("name", "typical") ? f.choice("name", Scenario.WEATHERS, "typical") : "");
          case "toll", "busLane", "bikeLane", "signal" -> TrafficEditReader.read(type, f);
          default -> WasteEditReader.read(type, f);
        };
    if (edit == null) {
      f.choice("edit", TYPES, "");
    } else {
      f.done();
    }
    return edit;
  }

  private static Edit lanes(YamlFields f) {
    Place place = links(f);
    oneOf(f, "lanes", "change", "2");
    return new Edit.Lanes(place, f.integer("lanes", 1, 12, -1), f.integer("change", -11, 11, 0));
  }

  private static Edit capacity(YamlFields f) {
    Place place = links(f);
    oneOf(f, "vehPerH", "factor", "1200");
    return new Edit.Capacity(
        place, f.integer("vehPerH", 1, 50_000, -1), f.real("factor", 0.01, 100, Double.NaN));
  }

  static void oneOf(YamlFields f, String a, String b, String example) {
    if (f.has(a) == f.has(b)) {
      f.wrong(
          f.has(a) ? b : a,
          "Exactly one of " + a + " and " + b + " is needed.",
          f.has(a) ? "Remove one of them." : "Add " + a + ": " + example + ".");
    }
  }

  private static Edit newLink(YamlFields f) {
    String from = f.text("from");
    String to = f.text("to");
    String role = f.text("role");
    if (role.isEmpty() ? from.isEmpty() || to.isEmpty() : !from.isEmpty() || !to.isEmpty()) {
      f.wrong(
          "role",
          "A new street needs its two ends.",
          "Give the junction ids from and to, or a role that has two junctions.");
    }
    String own = role.isEmpty() ? "new:" + from + ":" + to : "new:" + role;
    String id = f.text("id", "[A-Za-z0-9:._-]{1,80}", "Use letters, digits, hyphens and colons.");
    return new Edit.NewLink(
        id.isEmpty() ? own : id,
        from,
        to,
        role,
        positions(f, "via", f.list("via", 2000)),
        f.flag("bothDirections", true),
        f.text("name"),
        f.choice("class", Schema.ROAD_CLASSES, "secondary"),
        f.integer("lanes", 1, 12, 1),
        f.integer("kmh", 5, 150, 50),
        f.integer("vehPerH", 1, 50_000, -1),
        modes(f, ALL),
        f.choice("structure", List.of("auto", "ground", "bridge", "tunnel"), "auto"));
  }

  private static Edit fleet(YamlFields f) {
    LocalDate from = f.date("from");
    LocalDate until = f.date("until");
    if (from != null && until != null && !from.isBefore(until)) {
      f.wrong("until", "The edit ends before it begins.", "Write the day after its last one.");
    }
    Edit.Fleet fleet =
        new Edit.Fleet(
            f.has("place") ? links(f) : Place.NOWHERE,
            from,
            until,
            FleetTableReader.read(f, "table"),
            f.integer("year", 2000, 2060, -1),
            f.real("electricCars", 0, 1, Double.NaN),
            f.real("electricVans", 0, 1, Double.NaN),
            f.real("electricTrucks", 0, 1, Double.NaN));
    if (Stream.of("table", "year", "electricCars", "electricVans", "electricTrucks")
        .noneMatch(f::has)) {
      f.need("year", "2035");
    }
    return fleet;
  }

  private static Edit development(YamlFields f) {
    Place place = place(f, true, List.of("districts", "role", "polygon"));
    int population = f.integer("population", 0, 10_000_000, 0);
    int jobs = f.integer("jobs", 0, 10_000_000, 0);
    if (population + jobs == 0) {
      f.wrong("population", "Nobody lives or works there.", "Add population: or jobs:.");
    }
    return new Edit.Development(place, population, jobs, f.texts("access", 100));
  }

  private static Edit sensors(YamlFields f) {
    List<Edit.Sensors.NewSensor> add = new ArrayList<>();
    List<Node> nodes = f.list("add", 1000);
    for (int i = 0; i < nodes.size(); i++) {
      YamlFields s = f.entry(nodes.get(i), "add", i);
      String id =
          s.need("id", "air-station-1")
              ? s.text("id", "[A-Za-z0-9:._-]{1,80}", "Use letters, digits and hyphens.")
              : "";
      String kind = s.need("kind", "air") ? s.choice("kind", Edit.Sensors.KINDS, "air") : "air";
      String usual =
          kind.equals("bin_level") ? "bin" : kind.equals("traffic") ? "kerbside" : "background";
      String siting = s.choice("siting", Edit.Sensors.SITINGS, usual);
      String name = s.text("name");
      List<Place.Position> at = List.of();
      if (s.need("at", "[14.5, 46.05]")) {
        at = position(s, "at", s.node("at"));
      }
      s.done();
      if (!at.isEmpty()) {
        add.add(new Edit.Sensors.NewSensor(id, name, kind, siting, at.get(0)));
      }
    }
    List<String> remove = f.texts("remove", MAX_NAMES);
    if (nodes.isEmpty() && remove.isEmpty()) {
      f.need("add", "[{ id: air-1, kind: air, at: [14.5, 46.05] }]");
    }
    return new Edit.Sensors(add, remove);
  }

  private static int modes(YamlFields f, int ifAbsent) {
    int modes = f.bits("modes", Edit.MODES, ifAbsent);
    if (modes == 0) {
      f.wrong("modes", "No mode is named.", "Use some of: " + String.join(", ", Edit.MODES) + ".");
    }
    return modes;
  }

  static Edit.Hours hours(YamlFields f) {
    int from = f.clock("from");
    int to = f.clock("to");
    if (f.has("from") != f.has("to")) {
      f.wrong(
          f.has("from") ? "to" : "from",
          "Times come in pairs.",
          "Give both from and to, or neither for the whole day.");
      return Edit.Hours.ALL_DAY;
    }
    if (from < 0 || to < 0) {
      return Edit.Hours.ALL_DAY;
    }
    if (from == to || from == 1440) {
      f.wrong("to", "The time span is empty.", "Leave both out for the whole day.");
    }
    return new Edit.Hours(from, to);
  }

  static Place links(YamlFields f) {
    return place(f, true, List.of("links", "streets", "role", "districts", "polygon", "classes"));
  }

  static Place place(YamlFields f, boolean needed, List<String> kinds) {
    if (!f.has("place")) {
      if (needed) {
        f.need("place", "{ " + kinds.get(0) + ": … }");
      }
      return Place.NOWHERE;
    }
    YamlFields p = f.fields("place");
    List<List<Place.Position>> polygon = List.of();
    if (kinds.contains("polygon") && p.has("polygon")) {
      polygon = polygon(p.fields("polygon"));
    }
    List<String> classes = kinds.contains("classes") ? p.texts("classes", 20) : List.of();
    for (String c : classes) {
      if (!Schema.ROAD_CLASSES.contains(c)) {
        p.wrong(
            "classes",
            "\""
                + YamlFields.shown(c)
                + "\" is not a road class."
                + Names.didYouMean(c, Schema.ROAD_CLASSES),
            "Use some of: " + String.join(", ", Schema.ROAD_CLASSES) + ".");
      }
    }
    Place place =
        new Place(
            names(p, kinds, "links"),
            names(p, kinds, "streets"),
            names(p, kinds, "role"),
            names(p, kinds, "districts"),
            names(p, kinds, "bins"),
            polygon,
            classes);
    boolean named = kinds.stream().anyMatch(k -> !k.equals("classes") && p.has(k));
    p.done();
    if (!named) {
      f.wrong(
          "place", "The place names nothing.", "Use some of: " + String.join(", ", kinds) + ".");
    }
    return place;
  }

  private static List<String> names(YamlFields p, List<String> kinds, String key) {
    return kinds.contains(key) ? p.texts(key, MAX_NAMES) : List.of();
  }

  /** A GeoJSON polygon: rings closed in the file, open in memory. */
  private static List<List<Place.Position>> polygon(YamlFields g) {
    if (g.need("type", "Polygon")) {
      g.choice("type", List.of("Polygon"), "Polygon");
    }
    List<List<Place.Position>> rings = new ArrayList<>();
    if (g.need("coordinates", "[[[lon, lat], …]]")) {
      for (Node ring : g.list("coordinates", 100)) {
        List<Node> vertices = ring instanceof SequenceNode s ? s.getValue() : List.of();
        List<Place.Position> open =
            vertices.size() > 2000
                ? List.of()
                : new ArrayList<>(positions(g, "coordinates", vertices));
        if (open.size() > 1 && open.get(0).equals(open.get(open.size() - 1))) {
          open.remove(open.size() - 1);
        }
        checkRing(g, open);
        rings.add(open);
      }
    }
    g.done();
    return rings.stream().allMatch(r -> r.size() >= 3) ? rings : List.of();
  }

  private static void checkRing(YamlFields g, List<Place.Position> ring) {
    if (ring.size() < 3) {
      g.wrong(
          "coordinates",
          "A ring needs at least three different vertices, and at most 2000.",
          "Write [[lon, lat], [lon, lat], [lon, lat], …] and close the ring.");
      return;
    }
    String crossing = Place.selfIntersection(ring);
    if (crossing != null) {
      g.wrong(
          "coordinates",
          "The polygon crosses itself near " + crossing + ".",
          "Put the vertices in order around the area, so that no two sides cross.");
    }
  }

  static List<Place.Position> positions(YamlFields f, String key, List<Node> nodes) {
    List<Place.Position> out = new ArrayList<>();
    for (Node n : nodes) {
      out.addAll(position(f, key, n));
    }
    return out;
  }

  static List<Place.Position> position(YamlFields f, String key, Node n) {
    double[] v = f.numbers(n, f.child(key), 2, 3);
    if (v == null) {
      return List.of();
    }
    if (Math.abs(v[0]) > 180 || Math.abs(v[1]) > 85) {
      f.wrong(
          key,
          "[" + v[0] + ", " + v[1] + "] is no position on the map.",
          "Write [lon, lat] in degrees, longitude first.");
      return List.of();
    }
    return List.of(new Place.Position(v[0], v[1]));
  }
}
