package city.emona.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Where an edit acts, as the file says it: link ids, street names, roles, districts (id or name),
 * bin ids and a GeoJSON polygon. What several of them name is united; {@code classes} then keeps
 * only links of these road classes. {@link Areas} turns a place into rows of a certain city. Lists
 * are sorted, so that order in the file does not change the content hash. Degrees, WGS 84.
 */
public record Place(
    List<String> links,
    List<String> streets,
    List<String> roles,
    List<String> districts,
    List<String> bins,
    List<List<Position>> polygon,
    List<String> classes) {
  public static final Place NOWHERE =
      new Place(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  public Place {
    links = sorted(links);
    streets = sorted(streets);
    roles = sorted(roles);
    districts = sorted(districts);
    bins = sorted(bins);
    polygon = polygon.stream().map(List::copyOf).toList();
    classes = sorted(classes);
  }

  /** Longitude and latitude in degrees, GeoJSON order. */
  public record Position(double lon, double lat) {
    List<Object> toTree() {
      return List.of(lon, lat);
    }
  }

  /** Whether nothing is named: the edit then acts on the whole city, where it allows that. */
  /** Where a ring crosses itself, in words, or null where it does not. */
  public static String selfIntersection(List<Position> ring) {
    return Areas.selfIntersection(ring);
  }

  public boolean isEmpty() {
    return links.isEmpty()
        && streets.isEmpty()
        && roles.isEmpty()
        && districts.isEmpty()
        && bins.isEmpty()
        && polygon.isEmpty();
  }

  private static List<String> sorted(List<String> names) {
    return List.copyOf(new TreeSet<>(names));
  }

  /** The canonical tree: maps, lists, texts and numbers in a fixed order. */
  Map<String, Object> toTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    putNames(tree, "links", links);
    putNames(tree, "streets", streets);
    putNames(tree, "role", roles);
    putNames(tree, "districts", districts);
    putNames(tree, "bins", bins);
    if (!polygon.isEmpty()) {
      Map<String, Object> geo = new LinkedHashMap<>();
      geo.put("type", "Polygon");
      geo.put("coordinates", polygon.stream().map(Place::closedRing).toList());
      tree.put("polygon", geo);
    }
    putNames(tree, "classes", classes);
    return tree;
  }

  private static void putNames(Map<String, Object> tree, String key, List<String> names) {
    if (!names.isEmpty()) {
      tree.put(key, names.size() == 1 ? names.get(0) : names);
    }
  }

  private static List<Object> closedRing(List<Position> ring) {
    List<Object> out = new ArrayList<>();
    ring.forEach(p -> out.add(p.toTree()));
    out.add(ring.get(0).toTree());
    return out;
  }
}
