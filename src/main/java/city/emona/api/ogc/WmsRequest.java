package city.emona.api.ogc;

import city.emona.EmonaException;
import city.emona.geo.Bounds;
import city.emona.geo.Crs;
import city.emona.layers.picture.MapBox;
import io.javalin.http.Context;
import java.awt.Color;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The parameters of a WMS request: names in any case (WMS 1.3.0, 6.8.1), values checked when asked
 * for. Version 1.1.1 differs in SRS for CRS, x for i, and longitude before latitude in EPSG:4326.
 */
final class WmsRequest {
  static final int MAX_PIXELS = 4096;
  private static final int MAX_LAYERS = 20;

  private final Map<String, String> params = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  WmsRequest(Context ctx) {
    ctx.queryParamMap().forEach((k, v) -> params.putIfAbsent(k, v.get(0)));
  }

  String find(String name) {
    String v = params.get(name);
    return v == null || v.isBlank() ? null : v.trim();
  }

  String get(String name) {
    String v = params.get(name);
    if (v == null) {
      throw new WmsException(
          "", name, "The parameter " + name.toUpperCase(Locale.ROOT) + " is missing.");
    }
    return v.trim();
  }

  boolean isVersion111() {
    String v = find("version");
    if (v == null) {
      v = find("wmtver");
    }
    return v != null && v.compareTo("1.3.0") < 0;
  }

  List<String> layers(String name) {
    List<String> layers = List.of(get(name).split(",", -1));
    if (layers.size() > MAX_LAYERS) {
      throw new WmsException(
          "", name, layers.size() + " layers are too many; ask for at most " + MAX_LAYERS + ".");
    }
    return layers;
  }

  int integer(String name, int min, int max, String code) {
    String text = get(name);
    try {
      int v = Integer.parseInt(text);
      if (v >= min && v <= max) {
        return v;
      }
    } catch (NumberFormatException e) {
      throw new WmsException(
          code, name, name.toUpperCase(Locale.ROOT) + "=" + text + " is not a number.", e);
    }
    throw new WmsException(
        code,
        name,
        name.toUpperCase(Locale.ROOT) + "=" + text + " lies outside " + min + " to " + max + ".");
  }

  /** CRS, BBOX, WIDTH and HEIGHT. */
  MapBox map() {
    int width = integer("width", 1, MAX_PIXELS, "");
    int height = integer("height", 1, MAX_PIXELS, "");
    Crs crs = crs();
    String[] parts = get("bbox").split(",", -1);
    double[] b = new double[4];
    try {
      for (int i = 0; i < 4; i++) {
        b[i] = Double.parseDouble(parts[i]);
      }
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new WmsException("", "bbox", "BBOX wants four numbers: minx,miny,maxx,maxy.", e);
    }
    boolean finite = Double.isFinite(b[0] + b[1] + b[2] + b[3]);
    if (parts.length != 4 || !finite || b[0] >= b[2] || b[1] >= b[3]) {
      throw new WmsException(
          "", "bbox", "BBOX=" + get("bbox") + " is not a box: minx,miny,maxx,maxy with min < max.");
    }
    boolean northFirst = crs.isNorthFirst() && !isVersion111();
    Bounds box =
        northFirst ? new Bounds(b[1], b[0], b[3], b[2]) : new Bounds(b[0], b[1], b[2], b[3]);
    return new MapBox(crs, box, width, height);
  }

  private Crs crs() {
    String name = isVersion111() ? get("srs") : get("crs");
    try {
      return Crs.of(name);
    } catch (EmonaException e) {
      throw new WmsException(
          isVersion111() ? "InvalidSRS" : "InvalidCRS", "crs", e.what() + " " + e.fix(), e);
    }
  }

  /** Colour of the ground; null where the picture is transparent. */
  Color background() {
    if ("true".equalsIgnoreCase(find("transparent"))) {
      return null;
    }
    String c = find("bgcolor");
    if (c == null) {
      return Color.WHITE;
    }
    if (!c.matches("(0[xX]|#)[0-9a-fA-F]{6}")) {
      throw new WmsException("", "bgcolor", "BGCOLOR=" + c + " is not a colour; write 0xRRGGBB.");
    }
    return new Color(Integer.parseInt(c.substring(c.length() - 6), 16));
  }

  void requireFormat(String name, List<String> known) {
    String format = find(name);
    if (format == null || !known.contains(format.toLowerCase(Locale.ROOT))) {
      throw new WmsException(
          "InvalidFormat",
          name,
          "The format " + format + " is not on offer; use " + String.join(" or ", known) + ".");
    }
  }
}
