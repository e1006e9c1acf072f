package city.emona.geodata.osm;

import city.emona.EmonaException;
import city.emona.geo.LocalFrame;
import city.emona.geo.MultiPolygon;
import city.emona.geo.Polygons;
import city.emona.geodata.estimate.Area;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The city's own districts from a GeoJSON file (RFC 7946): a FeatureCollection of polygons with the
 * property {@code name}; they take the place of the boundaries of the map. Unlike map data, which
 * is mended, a district that crosses itself is refused: only its owner knows what was meant. Every
 * message names the line of the feature; all wrong districts are named at once. Not thread-safe.
 */
final class DistrictFile {
  private static final long MAX_BYTES = 64L << 20;
  private static final int MAX_DISTRICTS = 2000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String file;
  private LocalFrame frame;

  /** Whether the first position tells where the city is. */
  private boolean anywhere;

  private final List<Area> areas = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private int features;
  private final List<EmonaException> problems = new ArrayList<>();

  private DistrictFile(String file, LocalFrame frame) {
    this.file = file;
    this.frame = frame;
  }

  /** Whether a file is meant as GeoJSON, by its name. */
  static boolean isMeant(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".geojson") || name.endsWith(".json");
  }

  static List<Area> read(Path path, LocalFrame frame) {
    return read(path, frame, false);
  }

  private static List<Area> read(Path path, LocalFrame frame, boolean anywhere) {
    String name = path.getFileName().toString();
    DistrictFile f = new DistrictFile(name, frame);
    f.anywhere = anywhere;
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new EmonaException(
            EmonaException.Code.TOO_LARGE,
            "The file is larger than 64 MiB.",
            name,
            "Simplify the districts, for example with ogr2ogr -simplify.");
      }
      try (JsonParser parser = JSON.createParser(path.toFile())) {
        f.collection(parser);
      }
    } catch (JsonProcessingException e) {
      throw new EmonaException(
          EmonaException.Code.INVALID,
          "The JSON is not well formed: " + e.getOriginalMessage() + ".",
          name + place(e.getLocation()),
          "Correct the file; most editors mark the place.",
          e);
    } catch (IOException e) {
      throw new EmonaException(
          EmonaException.Code.INVALID,
          "The file cannot be read (" + e.getMessage() + ").",
          path.toString(),
          "Check the path and that the file is readable.",
          e);
    }
    f.refuse();
    if (f.areas.isEmpty()) {
      throw EmonaException.invalid(
          "The file holds no district.",
          name,
          "Give a GeoJSON FeatureCollection of polygons with the property \"name\".");
    }
    return f.areas;
  }

  /** Every problem of a file, without a city: positions need only be near one another. */
  static void check(Path path) {
    read(path, new LocalFrame(0, 0), true);
  }

  private void refuse() {
    if (problems.isEmpty()) {
      return;
    }
    EmonaException first = problems.get(0);
    StringBuilder fix = new StringBuilder(first.fix());
    if (problems.size() > 1) {
      fix.append('\n').append(problems.size() - 1).append(" more:");
      problems.stream()
          .skip(1)
          .forEach(p -> fix.append("\n  ").append(p.where()).append(": ").append(p.what()));
    }
    throw EmonaException.invalid(first.what(), first.where(), fix.toString());
  }

  private static String place(JsonLocation at) {
    return at == null ? "" : " line " + at.getLineNr() + " column " + at.getColumnNr();
  }

  private void collection(JsonParser p) throws IOException {
    if (p.nextToken() != JsonToken.START_OBJECT) {
      throw wrong("It is not a JSON object.", p.currentTokenLocation());
    }
    while (p.nextToken() == JsonToken.FIELD_NAME) {
      String field = p.currentName();
      p.nextToken();
      if (!field.equals("features")) {
        p.skipChildren();
        continue;
      }
      if (p.currentToken() != JsonToken.START_ARRAY) {
        throw wrong("\"features\" is not a list.", p.currentTokenLocation());
      }
      while (p.nextToken() == JsonToken.START_OBJECT) {
        JsonLocation at = p.currentTokenLocation();
        JsonNode feature = JSON.readTree(p);
        try {
          feature(feature, at);
        } catch (EmonaException e) {
          problems.add(e);
        }
      }
    }
  }

  private void feature(JsonNode feature, JsonLocation at) {
    int n = ++features;
    if (n > MAX_DISTRICTS) {
      throw wrong("There are more than " + MAX_DISTRICTS + " districts.", at);
    }
    String name = feature.at("/properties/name").asText("District " + n);
    String id = feature.path("id").asText(feature.at("/properties/id").asText("d" + n));
    if (!ids.add(id)) {
      throw wrong("The id \"" + id + "\" is used twice.", at);
    }
    JsonNode geometry = feature.path("geometry");
    JsonNode coordinates = geometry.path("coordinates");
    List<MultiPolygon> parts = new ArrayList<>();
    switch (geometry.path("type").asText()) {
      case "Polygon" -> parts.add(polygon(coordinates, name, at));
      case "MultiPolygon" -> coordinates.forEach(c -> parts.add(polygon(c, name, at)));
      default ->
          throw wrong(
              "District \""
                  + name
                  + "\" is a "
                  + geometry.path("type").asText("nothing")
                  + ", not a Polygon or MultiPolygon.",
              at);
    }
    MultiPolygon shape = parts.size() == 1 ? parts.get(0) : Polygons.union(parts);
    if (shape.isEmpty()) {
      throw wrong("District \"" + name + "\" has no area.", at);
    }
    areas.add(new Area(id, name, shape));
  }

  private MultiPolygon polygon(JsonNode rings, String name, JsonLocation at) {
    List<int[]> xs = new ArrayList<>();
    List<int[]> ys = new ArrayList<>();
    for (JsonNode ring : rings) {
      int n = ring.size() - 1;
      if (n < 3 || !ring.get(0).equals(ring.get(n))) {
        throw wrong("A ring of district \"" + name + "\" is not closed or too short.", at);
      }
      int[] x = new int[n];
      int[] y = new int[n];
      int[] mm = new int[2];
      for (int i = 0; i < n; i++) {
        double lon = ring.get(i).path(0).asDouble(Double.NaN);
        double lat = ring.get(i).path(1).asDouble(Double.NaN);
        if (anywhere && Math.abs(lon) <= 180 && Math.abs(lat) <= 85) {
          frame = new LocalFrame(lon, lat);
          anywhere = false;
        }
        boolean near = Math.abs(lon - frame.lon0Deg()) < 10 && Math.abs(lat - frame.lat0Deg()) < 10;
        if (!near) {
          throw wrong(
              "District \""
                  + name
                  + "\" has the position "
                  + ring.get(i)
                  + ", which is not near the city in longitude and latitude.",
              at);
        }
        frame.toLocalMm(lon, lat, mm, 0);
        x[i] = mm[0];
        y[i] = mm[1];
      }
      xs.add(x);
      ys.add(y);
    }
    int[] bad = xs.isEmpty() ? null : Polygons.invalidAt(xs, ys);
    if (bad != null) {
      double[] lonLat = new double[2];
      frame.toLonLat(bad[0] / 1000.0, bad[1] / 1000.0, lonLat, 0);
      throw wrong(
          String.format(
              Locale.ROOT,
              "District \"%s\" crosses itself near longitude %.6f, latitude %.6f.",
              name,
              lonLat[0],
              lonLat[1]),
          at);
    }
    return xs.isEmpty() ? MultiPolygon.EMPTY : Polygons.ofRings(xs, ys).polygon();
  }

  private EmonaException wrong(String what, JsonLocation at) {
    return EmonaException.invalid(
        what,
        file + place(at),
        "Correct the district in a GIS program, save it as GeoJSON in EPSG:4326 and import again.");
  }
}
