package city.emona.scenario;

import city.emona.EmonaException;
import city.emona.geo.Bounds;
import city.emona.geo.LocalFrame;
import city.emona.geo.PackedLines;
import city.emona.geo.PackedPoints;
import city.emona.geo.PackedPolygons;
import city.emona.geo.SpatialIndex;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.model.TableSchema;
import city.emona.scenario.yaml.Names;
import city.emona.scenario.yaml.ScenarioWriter;
import city.emona.scenario.yaml.YamlFields;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Turns the places of edits into rows of one city. A link belongs to an area by its middle, a zone
 * or block by its centroid, a bin by its position or its district. Old ids go through the alias
 * function of the store. What the city lacks is refused with the nearest names (edit distance).
 * Coordinates inside are local millimetres. Not thread-safe; made per edit, cheap until asked.
 */
public final class Areas {
  private final City city;
  private final UnaryOperator<String> aliases;
  private SpatialIndex districtIndex;
  private BitSet usableNodes;
  private int usableModes;

  public Areas(City city, UnaryOperator<String> aliases) {
    this.city = city;
    this.aliases = aliases;
  }

  /** An area: districts, and polygons in local millimetres. */
  private record Area(BitSet districts, List<PackedPolygons> shapes, List<Integer> rows) {
    boolean contains(double xMm, double yMm) {
      for (int i = 0; i < rows.size(); i++) {
        if (shapes.get(i).contains(rows.get(i), xMm, yMm)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Links of a place; throws where it names what the city lacks, or no link at all. */
  public BitSet links(Place place) {
    return some(linksOrNone(place), "link", place);
  }

  /** Links of a place, which may be none; throws where it names what the city lacks. */
  BitSet linksOrNone(Place place) {
    Table links = city.table(Schema.LINKS);
    BitSet out = new BitSet(links.size());
    for (String id : place.links()) {
      out.set(row(Schema.LINKS, id));
    }
    addStreets(place.streets(), links, out);
    List<String> areaRoles = new ArrayList<>();
    for (String role : place.roles()) {
      int r = role(role);
      if (kindOfRole(r).equals("links")) {
        members(r).forEach(m -> out.set(row(Schema.LINKS, m)));
      } else {
        areaRoles.add(role);
      }
    }
    Area area = area(areaRoles, place.districts(), place.polygon());
    addLinksInside(area, out);
    keepClasses(place.classes(), links, out);
    return out;
  }

  private void addStreets(List<String> names, Table links, BitSet out) {
    String[] all = links.texts("name");
    for (String name : names) {
      boolean found = false;
      for (int i = 0; i < all.length; i++) {
        if (all[i].equalsIgnoreCase(name)) {
          out.set(i);
          found = true;
        }
      }
      int byId = found ? -1 : links.findRow(aliases.apply(name));
      if (byId >= 0) {
        out.set(byId);
      } else if (!found) {
        Set<String> known = new TreeSet<>(List.of(all));
        known.remove("");
        throw Names.unknown("street", name, known);
      }
    }
  }

  private void addLinksInside(Area area, BitSet out) {
    Table links = city.table(Schema.LINKS);
    int[] district = links.ints("district");
    PackedLines lines = links.lines();
    double[] middle = new double[2];
    boolean shapes = !area.rows.isEmpty();
    for (int i = 0; i < links.size(); i++) {
      if (district[i] >= 0 && area.districts.get(district[i])) {
        out.set(i);
      } else if (shapes) {
        middle(lines, i, middle);
        if (area.contains(middle[0], middle[1])) {
          out.set(i);
        }
      }
    }
  }

  private static void keepClasses(List<String> classes, Table links, BitSet out) {
    if (!classes.isEmpty()) {
      byte[] of = links.choices("road_class");
      for (int i = out.nextSetBit(0); i >= 0; i = out.nextSetBit(i + 1)) {
        if (!classes.contains(Schema.ROAD_CLASSES.get(of[i]))) {
          out.clear(i);
        }
      }
    }
  }

  /** Zones of a place; every zone where the place is empty. */
  public BitSet zones(Place place) {
    return placed(place, Schema.ZONES, "traffic zone");
  }

  /** Blocks of a place. */
  public BitSet blocks(Place place) {
    return inside(place, Schema.LAND_USE);
  }

  /** Bins of a place. */
  public BitSet bins(Place place) {
    if (place.bins().isEmpty()) {
      return placed(place, Schema.BINS, "bin");
    }
    BitSet out = inside(place, Schema.BINS);
    place.bins().forEach(id -> out.set(row(Schema.BINS, id)));
    return out;
  }

  private BitSet placed(Place place, TableSchema schema, String word) {
    BitSet out = inside(place, schema);
    if (place.isEmpty()) {
      out.set(0, city.table(schema).size());
    }
    return some(out, word, place);
  }

  private BitSet inside(Place place, TableSchema schema) {
    Table t = city.table(schema);
    Area area = area(place.roles(), place.districts(), place.polygon());
    int[] district = t.ints("district");
    BitSet out = new BitSet(t.size());
    double[] xy = new double[2];
    for (int i = 0; i < t.size(); i++) {
      boolean known = district[i] >= 0 && area.districts.get(district[i]);
      out.set(i, known || centre(t, i, xy) && area.contains(xy[0], xy[1]));
    }
    return out;
  }

  private BitSet some(BitSet rows, String word, Place place) {
    if (rows.isEmpty()) {
      throw EmonaException.notFound(
          "The place selects no " + word + " of " + city.info().name() + ".",
          describe(place),
          "Choose a larger area or another place.");
    }
    return rows;
  }

  private static String describe(Place place) {
    return YamlFields.shown(ScenarioWriter.json(place.toTree()));
  }

  /** The polygon of a place as one element in local millimetres, or null where it has none. */
  public PackedPolygons outline(Place place) {
    if (!place.polygon().isEmpty()) {
      return toLocal(place.polygon());
    }
    for (String role : place.roles()) {
      int r = role(role);
      PackedPolygons p = city.table(Schema.ROLES).polygons();
      if (!p.bounds(r).isEmpty()) {
        return copyOf(p, r);
      }
    }
    return null;
  }

  private static PackedPolygons copyOf(PackedPolygons p, int r) {
    PackedPolygons.Builder b = new PackedPolygons.Builder();
    for (int g = p.firstRing()[r]; g < p.firstRing()[r + 1]; g++) {
      int from = p.firstVertex()[g];
      int to = p.firstVertex()[g + 1];
      b.ring(
          java.util.Arrays.copyOfRange(p.xMm(), from, to),
          java.util.Arrays.copyOfRange(p.yMm(), from, to),
          p.hole()[g]);
    }
    return b.endPolygon().build();
  }

  /** Row of an id, following aliases; throws with the nearest ids where there is none. */
  public int row(TableSchema schema, String id) {
    Table t = city.table(schema);
    int r = t.findRow(id);
    r = r >= 0 ? r : t.findRow(aliases.apply(id));
    if (r < 0) {
      throw Names.unknown(singular(schema), id, List.of(t.ids()));
    }
    return r;
  }

  private static String singular(TableSchema schema) {
    String n = schema == Schema.NODES ? "junctions" : schema.name();
    return n.substring(0, n.length() - 1);
  }

  /** Members of a role in their order; throws where the city has no such role. */
  public List<String> members(String role) {
    return members(role(role));
  }

  private List<String> members(int roleRow) {
    Table m = city.table(Schema.ROLE_MEMBERS);
    List<String> out = new ArrayList<>();
    for (int i = 0; i < m.size(); i++) {
      if (m.ints("role")[i] == roleRow) {
        out.add(m.texts("member")[i]);
      }
    }
    return out;
  }

  private int role(String name) {
    Table roles = city.table(Schema.ROLES);
    int r = roles.findRow(aliases.apply(name));
    if (r < 0) {
      String known =
          roles.size() == 0 ? "It has no roles yet." : "It has: " + String.join(", ", roles.ids());
      throw EmonaException.notFound(
          "The city " + city.info().name() + " has no role \"" + name + "\". " + known,
          "role",
          "Set it with ./emona city role "
              + name
              + " --place '{ streets: … }', or name streets, districts or a polygon in the scenario"
              + " instead.");
    }
    return r;
  }

  private String kindOfRole(int r) {
    Table roles = city.table(Schema.ROLES);
    return List.of("links", "districts", "area").get(roles.choices("kind")[r]);
  }

  private Area area(
      Collection<String> roles, List<String> districts, List<List<Place.Position>> polygon) {
    Area area = new Area(new BitSet(), new ArrayList<>(), new ArrayList<>());
    Set<String> named = new LinkedHashSet<>(districts);
    for (String role : roles) {
      int r = role(role);
      switch (kindOfRole(r)) {
        case "districts" -> named.addAll(members(r));
        case "area" -> addShape(area, city.table(Schema.ROLES).polygons(), r);
        default ->
            throw EmonaException.invalid(
                "The role \"" + role + "\" names streets, and an area is needed here.",
                "role",
                "Use a role that is an area or districts, or give a polygon.");
      }
    }
    for (String d : named) {
      int row = district(d);
      area.districts.set(row);
      addShape(area, city.table(Schema.DISTRICTS).polygons(), row);
    }
    if (!polygon.isEmpty()) {
      addShape(area, toLocal(polygon), 0);
    }
    return area;
  }

  private static void addShape(Area area, PackedPolygons shapes, int row) {
    if (!shapes.bounds(row).isEmpty()) {
      area.shapes.add(shapes);
      area.rows.add(row);
    }
  }

  /** Id of a district that is named by id or name; throws where there is none. */
  public String districtId(String idOrName) {
    return city.table(Schema.DISTRICTS).id(district(idOrName));
  }

  private int district(String idOrName) {
    Table d = city.table(Schema.DISTRICTS);
    int r = d.findRow(idOrName);
    r = r >= 0 ? r : d.findRow(aliases.apply(idOrName));
    String[] names = d.texts("name");
    for (int i = 0; r < 0 && i < names.length; i++) {
      r = names[i].equalsIgnoreCase(idOrName) ? i : -1;
    }
    if (r < 0) {
      Set<String> known = new LinkedHashSet<>(List.of(names));
      known.addAll(List.of(d.ids()));
      throw Names.unknown("district", idOrName, known);
    }
    return r;
  }

  private PackedPolygons toLocal(List<List<Place.Position>> rings) {
    PackedPolygons.Builder b = new PackedPolygons.Builder();
    for (int g = 0; g < rings.size(); g++) {
      int n = rings.get(g).size();
      int[] x = new int[n];
      int[] y = new int[n];
      for (int i = 0; i < n; i++) {
        int[] mm = toLocal(rings.get(g).get(i));
        x[i] = mm[0];
        y[i] = mm[1];
      }
      b.ring(x, y, g > 0);
    }
    return b.endPolygon().build();
  }

  /** Local millimetres of a position; refused where it is not in or near the city's plane. */
  int[] toLocal(Place.Position p) {
    LocalFrame f = city.info().frame();
    if (Math.abs(p.lon() - f.lon0Deg()) > 5 || Math.abs(p.lat() - f.lat0Deg()) > 5) {
      throw EmonaException.invalid(
          String.format(
              Locale.ROOT, "[%s, %s] is far from %s.", p.lon(), p.lat(), city.info().name()),
          "position",
          "Write longitude first, then latitude, within the city.");
    }
    int[] mm = new int[2];
    f.toLocalMm(p.lon(), p.lat(), mm, 0);
    return mm;
  }

  /** Nearest node that has a link of these modes. */
  int nearestNode(double xMm, double yMm, int modes) {
    BitSet usable = nodesFor(modes);
    PackedPoints p = city.table(Schema.NODES).points();
    int best = -1;
    double bestD = Double.POSITIVE_INFINITY;
    for (int v = usable.nextSetBit(0); v >= 0; v = usable.nextSetBit(v + 1)) {
      double d = square(p.xMm()[v] - xMm) + square(p.yMm()[v] - yMm);
      if (d < bestD) {
        bestD = d;
        best = v;
      }
    }
    return best;
  }

  private BitSet nodesFor(int modes) {
    if (usableNodes == null || usableModes != modes) {
      Table links = city.table(Schema.LINKS);
      usableNodes = new BitSet();
      usableModes = modes;
      for (int i = 0; i < links.size(); i++) {
        if ((links.ints("modes")[i] & modes) != 0) {
          usableNodes.set(links.ints("from_node")[i]);
          usableNodes.set(links.ints("to_node")[i]);
        }
      }
    }
    return usableNodes;
  }

  /** District that holds a point, or −1. */
  int districtAt(double xMm, double yMm) {
    PackedPolygons districts = city.table(Schema.DISTRICTS).polygons();
    if (districtIndex == null) {
      districtIndex = new SpatialIndex(districts);
    }
    return elementAt(districtIndex, districts, xMm, yMm);
  }

  /** Zone that holds a point, or the one with the nearest centroid; −1 where there is no zone. */
  int zoneAt(double xMm, double yMm) {
    Table zones = city.table(Schema.ZONES);
    int hit = elementAt(new SpatialIndex(zones.polygons()), zones.polygons(), xMm, yMm);
    double bestD = Double.POSITIVE_INFINITY;
    double[] c = new double[2];
    for (int z = 0; hit < 0 && z < zones.size(); z++) {
      if (centre(zones, z, c)) {
        bestD = Math.min(bestD, square(c[0] - xMm) + square(c[1] - yMm));
      }
    }
    for (int z = 0; hit < 0 && z < zones.size(); z++) {
      if (centre(zones, z, c) && square(c[0] - xMm) + square(c[1] - yMm) == bestD) {
        hit = z;
      }
    }
    return hit;
  }

  private static int elementAt(SpatialIndex index, PackedPolygons p, double xMm, double yMm) {
    for (int i : index.find(new Bounds(xMm, yMm, xMm, yMm))) {
      if (p.contains(i, xMm, yMm)) {
        return i;
      }
    }
    return -1;
  }

  static double square(double v) {
    return v * v;
  }

  /** Position of a point, or centroid of the first ring of a polygon; false where it has none. */
  static boolean centre(Table t, int i, double[] xy) {
    if (t.shapes() instanceof PackedPoints p) {
      xy[0] = p.xMm()[i];
      xy[1] = p.yMm()[i];
      return p.hasPosition(i);
    }
    PackedPolygons p = t.polygons();
    if (p.bounds(i).isEmpty()) {
      return false;
    }
    int a = p.firstVertex()[p.firstRing()[i]];
    int b = p.firstVertex()[p.firstRing()[i] + 1];
    double area = 0;
    double x = 0;
    double y = 0;
    for (int v = a, u = b - 1; v < b; u = v++) {
      double x0 = (double) p.xMm()[u] - p.xMm()[a];
      double y0 = (double) p.yMm()[u] - p.yMm()[a];
      double x1 = (double) p.xMm()[v] - p.xMm()[a];
      double y1 = (double) p.yMm()[v] - p.yMm()[a];
      double cross = x0 * y1 - x1 * y0;
      area += cross;
      x += (x0 + x1) * cross;
      y += (y0 + y1) * cross;
    }
    xy[0] = p.xMm()[a] + (area == 0 ? 0 : x / (3 * area));
    xy[1] = p.yMm()[a] + (area == 0 ? 0 : y / (3 * area));
    return true;
  }

  /** The point half way along a line. */
  static void middle(PackedLines l, int i, double[] xy) {
    double left = l.lengthM(i) * 500;
    int last = l.first()[i + 1] - 1;
    for (int v = l.first()[i]; v < last; v++) {
      double dx = (double) l.xMm()[v + 1] - l.xMm()[v];
      double dy = (double) l.yMm()[v + 1] - l.yMm()[v];
      double d = Math.sqrt(dx * dx + dy * dy);
      if (d >= left && d > 0) {
        xy[0] = l.xMm()[v] + dx * left / d;
        xy[1] = l.yMm()[v] + dy * left / d;
        return;
      }
      left -= d;
    }
    xy[0] = l.xMm()[last];
    xy[1] = l.yMm()[last];
  }

  /** Where two sides of a ring cross or touch, as text; null where none do. */
  static String selfIntersection(List<Place.Position> ring) {
    int n = ring.size();
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        boolean neighbours = j == i + 1 || i == 0 && j == n - 1;
        Place.Position a = ring.get(i);
        Place.Position b = ring.get((i + 1) % n);
        Place.Position c = ring.get(j);
        Place.Position d = ring.get((j + 1) % n);
        if (!neighbours && crosses(a, b, c, d) || a.equals(c)) {
          return "[" + c.lon() + ", " + c.lat() + "]";
        }
      }
    }
    return null;
  }

  private static boolean crosses(
      Place.Position a, Place.Position b, Place.Position c, Place.Position d) {
    return segmentsMeet(a.lon(), a.lat(), b.lon(), b.lat(), c.lon(), c.lat(), d.lon(), d.lat());
  }

  /** Whether segments ab and cd share a point. */
  static boolean segmentsMeet(
      double ax, double ay, double bx, double by, double cx, double cy, double dx, double dy) {
    double o1 = side(ax, ay, bx, by, cx, cy);
    double o2 = side(ax, ay, bx, by, dx, dy);
    double o3 = side(cx, cy, dx, dy, ax, ay);
    double o4 = side(cx, cy, dx, dy, bx, by);
    if (o1 * o2 < 0 && o3 * o4 < 0) {
      return true;
    }
    return o1 == 0 && within(ax, ay, bx, by, cx, cy)
        || o2 == 0 && within(ax, ay, bx, by, dx, dy)
        || o3 == 0 && within(cx, cy, dx, dy, ax, ay)
        || o4 == 0 && within(cx, cy, dx, dy, bx, by);
  }

  private static double side(double ax, double ay, double bx, double by, double px, double py) {
    return Math.signum((bx - ax) * (py - ay) - (by - ay) * (px - ax));
  }

  private static boolean within(double ax, double ay, double bx, double by, double px, double py) {
    return px >= Math.min(ax, bx)
        && px <= Math.max(ax, bx)
        && py >= Math.min(ay, by)
        && py <= Math.max(ay, by);
  }
}
