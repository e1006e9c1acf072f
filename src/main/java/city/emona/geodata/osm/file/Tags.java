package city.emona.geodata.osm.file;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tags of one OSM element as key, value, key, value… Only keys that some rule of the import
 * reads are kept ({@link #KEYS}); values are shared strings. An absent tag reads as the empty
 * string, so that rules are plain switches. Immutable and thread-safe.
 */
public final class Tags {
  /** Every key that the import reads. */
  public static final Set<String> KEYS =
      Set.of(
          "access",
          "admin_level",
          "amenity",
          "area",
          "barrier",
          "bicycle",
          "boundary",
          "bridge",
          "building",
          "building:levels",
          "bus",
          "crossing",
          "cycleway",
          "cycleway:left",
          "cycleway:right",
          "direction",
          "emergency",
          "except",
          "foot",
          "goods",
          "healthcare",
          "height",
          "hgv",
          "highway",
          "historic",
          "interval",
          "junction",
          "landuse",
          "lanes",
          "lanes:backward",
          "lanes:forward",
          "leisure",
          "man_made",
          "maxspeed",
          "maxspeed:backward",
          "maxspeed:forward",
          "maxspeed:type",
          "motor_vehicle",
          "motorcar",
          "motorroad",
          "name",
          "natural",
          "oneway",
          "oneway:bicycle",
          "oneway:bus",
          "oneway:psv",
          "place",
          "population",
          "psv",
          "public_transport",
          "railway",
          "ref",
          "restriction",
          "restriction:hgv",
          "restriction:motorcar",
          "restriction:motor_vehicle",
          "roof:levels",
          "route",
          "service",
          "source:maxspeed",
          "tourism",
          "traffic_signals:direction",
          "tunnel",
          "type",
          "usage",
          "vehicle",
          "water",
          "waterway",
          "zone:maxspeed");

  public static final Tags NONE = new Tags(new String[0]);

  private final String[] keyValues;

  private Tags(String[] keyValues) {
    this.keyValues = keyValues;
  }

  /** Tags from key, value, key, value… */
  public static Tags of(String... keyValues) {
    return keyValues.length == 0 ? NONE : new Tags(keyValues.clone());
  }

  /** The value, or "" where the tag is absent. */
  public String get(String key) {
    for (int i = 0; i < keyValues.length; i += 2) {
      if (keyValues[i].equals(key)) {
        return keyValues[i + 1];
      }
    }
    return "";
  }

  /** The first of these tags that is there, or "". */
  public String first(List<String> keys) {
    for (String key : keys) {
      String value = get(key);
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }

  public boolean has(String key) {
    return !get(key).isEmpty();
  }

  public boolean is(String key, String value) {
    return get(key).equals(value);
  }

  public boolean isEmpty() {
    return keyValues.length == 0;
  }

  @Override
  public String toString() {
    return Arrays.toString(keyValues);
  }

  /** Collects the tags of one element after the other, sharing equal values. */
  static final class Builder {
    private final Map<String, String> shared = new HashMap<>();
    private String[] scratch = new String[32];
    private int n;

    void add(String key, String value) {
      if (!KEYS.contains(key) || value.isEmpty()) {
        return;
      }
      if (n + 2 > scratch.length) {
        scratch = Arrays.copyOf(scratch, n * 2);
      }
      scratch[n++] = shared(key);
      scratch[n++] = shared(value);
    }

    String shared(String text) {
      String known = shared.putIfAbsent(text, text);
      return known == null ? text : known;
    }

    Tags take() {
      Tags tags = n == 0 ? NONE : new Tags(Arrays.copyOf(scratch, n));
      n = 0;
      return tags;
    }
  }
}
