package city.emona.geo;

import city.emona.EmonaException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.geotools.api.referencing.FactoryException;
import org.geotools.api.referencing.crs.CoordinateReferenceSystem;
import org.geotools.api.referencing.crs.GeographicCRS;
import org.geotools.api.referencing.operation.MathTransform;
import org.geotools.api.referencing.operation.TransformException;
import org.geotools.referencing.CRS;
import org.geotools.referencing.crs.DefaultGeographicCRS;

/**
 * A coordinate reference system by its code, to and from longitude and latitude on WGS 84.
 * Coordinates here are always in the order east, north; {@link #isNorthFirst} tells that the
 * authority defines the other order, which protocols must follow on the wire (WMS 1.3.0, 6.7.3.2).
 * CRS:84, EPSG:4326 and EPSG:3857 are computed by hand; any other code starts GeoTools' EPSG
 * database at first use (some three seconds). Immutable and thread-safe.
 */
public final class Crs {
  public static final Crs CRS84 = new Crs("CRS:84", false, true, null, null);
  public static final Crs EPSG4326 = new Crs("EPSG:4326", true, true, null, null);
  public static final Crs EPSG3857 = new Crs("EPSG:3857", false, false, null, null);

  private static final Map<String, Crs> OTHERS = new ConcurrentHashMap<>();

  private final String code;
  private final boolean northFirst;
  private final boolean inDegrees;
  private final MathTransform fromWgs84;
  private final MathTransform toWgs84;

  private Crs(
      String code,
      boolean northFirst,
      boolean inDegrees,
      MathTransform fromWgs84,
      MathTransform toWgs84) {
    this.code = code;
    this.northFirst = northFirst;
    this.inDegrees = inDegrees;
    this.fromWgs84 = fromWgs84;
    this.toWgs84 = toWgs84;
  }

  /**
   * The system of {@code EPSG:n}, {@code CRS:84}, an OGC URN or an OGC URI; the user's mistake
   * otherwise.
   */
  public static Crs of(String name) {
    String code = normalized(name);
    return switch (code) {
      case "CRS:84" -> CRS84;
      case "EPSG:4326" -> EPSG4326;
      case "EPSG:3857", "EPSG:900913" -> EPSG3857;
      default -> {
        if (!code.matches("EPSG:[0-9]{1,6}")) {
          throw unknown(name, null);
        }
        Crs known = OTHERS.get(code);
        if (known == null) {
          known = load(name, code);
          OTHERS.put(code, known);
        }
        yield known;
      }
    };
  }

  private static String normalized(String name) {
    String s = name.trim().toUpperCase(Locale.ROOT);
    if (s.matches("HTTPS?://WWW\\.OPENGIS\\.NET/DEF/CRS/(EPSG|OGC)/[0-9.]+/[A-Z0-9]+")) {
      String[] p = s.split("/");
      s = p[5] + ":" + p[7];
    } else if (s.matches("URN:OGC:DEF:CRS:(EPSG|OGC):[0-9.]*:[A-Z0-9]+")) {
      String[] p = s.split(":");
      s = p[4] + ":" + p[6];
    }
    return s.equals("OGC:CRS84") || s.equals("OGC:84") ? "CRS:84" : s;
  }

  private static Crs load(String name, String code) {
    try {
      CoordinateReferenceSystem east = CRS.decode(code, true);
      boolean northFirst = CRS.getAxisOrder(CRS.decode(code, false)) == CRS.AxisOrder.NORTH_EAST;
      return new Crs(
          code,
          northFirst,
          east instanceof GeographicCRS,
          CRS.findMathTransform(DefaultGeographicCRS.WGS84, east, true),
          CRS.findMathTransform(east, DefaultGeographicCRS.WGS84, true));
    } catch (FactoryException e) {
      throw unknown(name, e);
    }
  }

  private static EmonaException unknown(String name, Throwable cause) {
    return new EmonaException(
        EmonaException.Code.INVALID,
        "The coordinate reference system " + name + " is not known.",
        "crs",
        "Use CRS:84, EPSG:4326, EPSG:3857 or another EPSG code such as EPSG:32633.",
        cause);
  }

  public String code() {
    return code;
  }

  public boolean isNorthFirst() {
    return northFirst;
  }

  /** Whether its coordinates are angles on the earth, else lengths on a plane. */
  public boolean isInDegrees() {
    return inDegrees;
  }

  /** Whether coordinates are longitude and latitude on WGS 84 as they are. */
  public boolean isLonLat() {
    return this == CRS84 || this == EPSG4326;
  }

  /** The number of its EPSG code; that of EPSG:4326 for CRS:84, which has none. */
  public int epsg() {
    return this == CRS84 ? 4326 : Integer.parseInt(code.substring(5));
  }

  /** Its definition as well-known text (OGC 01-009), axes in the order of the authority. */
  public String wkt() {
    try {
      return CRS.decode("EPSG:" + epsg(), false).toWKT();
    } catch (FactoryException e) {
      throw unknown(code, e);
    }
  }

  /** Turns n pairs (lon, lat degrees) into pairs (east, north) in place. */
  public void fromLonLat(double[] pairs, int n) {
    if (fromWgs84 != null) {
      transform(fromWgs84, pairs, n);
    } else if (this == EPSG3857) {
      for (int i = 0; i < n; i++) {
        pairs[2 * i] = TileMath.mercatorX(pairs[2 * i]);
        pairs[2 * i + 1] = TileMath.mercatorY(pairs[2 * i + 1]);
      }
    }
  }

  /** Turns n pairs (east, north) into pairs (lon, lat degrees) in place. */
  public void toLonLat(double[] pairs, int n) {
    if (toWgs84 != null) {
      transform(toWgs84, pairs, n);
    } else if (this == EPSG3857) {
      for (int i = 0; i < n; i++) {
        pairs[2 * i] = TileMath.lonDeg(pairs[2 * i]);
        pairs[2 * i + 1] = TileMath.latDeg(pairs[2 * i + 1]);
      }
    }
  }

  /**
   * A pair that cannot be expressed, since it lies far from where the system is good, becomes NaN;
   * only where none can be it is the user's mistake.
   */
  private void transform(MathTransform t, double[] pairs, int n) {
    int failed = 0;
    TransformException last = null;
    for (int i = 0; i < n; i++) {
      try {
        t.transform(pairs, 2 * i, pairs, 2 * i, 1);
      } catch (TransformException e) {
        pairs[2 * i] = Double.NaN;
        pairs[2 * i + 1] = Double.NaN;
        failed++;
        last = e;
      }
    }
    if (failed == n && n > 0) {
      throw new EmonaException(
          EmonaException.Code.INVALID,
          "The place cannot be expressed in " + code + ".",
          "crs",
          "Choose a system, or a box, so that the place lies in its area of use.",
          last);
    }
  }

  /** Longitude and latitude bounds of a box in this system, by a walk along its edges. */
  public Bounds toLonLat(Bounds box) {
    int k = 16;
    double[] edge = new double[8 * k + 2];
    for (int i = 0; i < k; i++) {
      double f = i / (double) k;
      double x = box.minX() + f * (box.maxX() - box.minX());
      double y = box.minY() + f * (box.maxY() - box.minY());
      put(edge, 4 * i, x, box.minY());
      put(edge, 4 * i + 1, box.maxX(), y);
      put(edge, 4 * i + 2, box.minX(), y);
      put(edge, 4 * i + 3, x, box.maxY());
    }
    put(edge, 4 * k, box.maxX(), box.maxY());
    toLonLat(edge, 4 * k + 1);
    return boundsOf(edge);
  }

  /** Bounds in this system of a longitude and latitude box, by a walk along its edges. */
  public Bounds fromLonLat(Bounds lonLat) {
    int k = 16;
    double[] edge = new double[8 * k + 2];
    for (int i = 0; i < k; i++) {
      double f = i / (double) k;
      double x = lonLat.minX() + f * (lonLat.maxX() - lonLat.minX());
      double y = lonLat.minY() + f * (lonLat.maxY() - lonLat.minY());
      put(edge, 4 * i, x, lonLat.minY());
      put(edge, 4 * i + 1, lonLat.maxX(), y);
      put(edge, 4 * i + 2, lonLat.minX(), y);
      put(edge, 4 * i + 3, x, lonLat.maxY());
    }
    put(edge, 4 * k, lonLat.maxX(), lonLat.maxY());
    fromLonLat(edge, 4 * k + 1);
    return boundsOf(edge);
  }

  private static void put(double[] pairs, int i, double x, double y) {
    pairs[2 * i] = x;
    pairs[2 * i + 1] = y;
  }

  private static Bounds boundsOf(double[] pairs) {
    Bounds b = Bounds.EMPTY;
    for (int i = 0; i < pairs.length; i += 2) {
      if (Double.isFinite(pairs[i]) && Double.isFinite(pairs[i + 1])) {
        b = b.including(pairs[i], pairs[i + 1]);
      }
    }
    return b;
  }
}
