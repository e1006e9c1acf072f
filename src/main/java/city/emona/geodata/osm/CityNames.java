package city.emona.geodata.osm;

import city.emona.geo.MultiPolygon;
import city.emona.geodata.estimate.Area;
import city.emona.geodata.osm.file.OsmData;
import city.emona.geodata.osm.file.Tags;
import city.emona.geodata.osm.street.Ground;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The name of a city and of its parts: as given, else the city or town of the data whose name is in
 * the file name, else the file name without its endings, unless that says nothing ("map.osm"): then
 * the largest city or town. Pure functions.
 */
final class CityNames {
  private static final List<String> PLACES =
      List.of("city", "town", "borough", "suburb", "quarter", "village", "neighbourhood", "hamlet");

  private static final Set<String> NO_NAMES =
      Set.of(
          "map", "export", "extract", "data", "osm", "city", "download", "interpreter", "planet");

  private CityNames() {}

  static String of(String given, String file, OsmData data) {
    if (given != null && !given.isBlank()) {
      return given.strip();
    }
    String fromFile = fromFile(file);
    String stem = slug(fromFile);
    String best = "";
    long bestWeight = -1;
    for (int i = 0; i < data.taggedNodes.size(); i++) {
      Tags t = data.taggedNodes.tags()[i];
      boolean settlement = t.is("place", "city") || t.is("place", "town");
      if (settlement && t.has("name")) {
        long weight = people(t) + (t.is("place", "city") ? 1L << 40 : 0);
        weight += ("-" + stem + "-").contains("-" + slug(t.get("name")) + "-") ? 1L << 50 : 0;
        if (weight > bestWeight) {
          bestWeight = weight;
          best = t.get("name");
        }
      }
    }
    boolean inFileName = bestWeight >= 1L << 50;
    return inFileName || (NO_NAMES.contains(stem) && !best.isEmpty()) ? best : fromFile;
  }

  static String fromFile(String file) {
    String stem = file.replaceFirst("\\.osm(\\..*)?$|\\.pbf$|\\..*$", "");
    stem = stem.replaceAll("-latest$|-\\d{6,8}$", "").replaceAll("[_\\-\\s]+", " ").strip();
    StringBuilder name = new StringBuilder();
    for (String word : stem.split(" ")) {
      if (!word.isEmpty()) {
        name.append(name.isEmpty() ? "" : " ");
        name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
    }
    return name.isEmpty() ? "City" : name.toString();
  }

  /** Lower-case ASCII letters, digits and hyphens. */
  static String slug(String name) {
    String plain =
        Normalizer.normalize(name, Normalizer.Form.NFD)
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\p{M}", "")
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    return plain.isEmpty() ? "city" : plain;
  }

  /** Named places as one-vertex shapes: larger kinds first, then more people, then lower id. */
  static List<Area> placesByWeight(OsmData data, Ground ground) {
    record Place(int rank, long people, long id, Area area) {}
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < data.taggedNodes.size(); i++) {
      Tags t = data.taggedNodes.tags()[i];
      int rank = PLACES.indexOf(t.get("place"));
      if (rank >= 0 && t.has("name")) {
        int[] mm = ground.mm(data.taggedNodes.lonE7()[i], data.taggedNodes.latE7()[i]);
        long id = data.taggedNodes.ids()[i];
        MultiPolygon point = MultiPolygon.ofRing(new int[] {mm[0]}, new int[] {mm[1]});
        places.add(new Place(rank, people(t), id, new Area("n" + id, t.get("name"), point)));
      }
    }
    places.sort(
        Comparator.comparingInt(Place::rank)
            .thenComparing(Comparator.comparingLong(Place::people).reversed())
            .thenComparingLong(Place::id));
    return places.stream().map(Place::area).toList();
  }

  private static long people(Tags t) {
    String digits = t.get("population").replaceAll("[^0-9]", "");
    return digits.isEmpty() || digits.length() > 9 ? 0 : Long.parseLong(digits);
  }
}
