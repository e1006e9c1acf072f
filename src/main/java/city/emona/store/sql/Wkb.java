package city.emona.store.sql;

import city.emona.geo.Crs;
import city.emona.geo.LocalFrame;
import city.emona.geo.PackedLines;
import city.emona.geo.PackedPoints;
import city.emona.geo.PackedPolygons;
import city.emona.geo.Shapes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes packed local geometry as well-known binary in EPSG:4326, or in another system for files to
 * take away (OGC 06-103r4 clause 8, longitude first, little-endian): POINT, LINESTRING,
 * MULTIPOLYGON; optionally PostGIS' EWKB with the SRID. An element without geometry is {@code
 * null}. A double degree resolves 3 nm, so the millimetre comes back by rounding ({@link
 * ShapeRows}). Transforming a vertex costs more than writing it, and neighbours share vertices
 * (both directions of a street, walls of a block), hence the small direct-mapped cache. Not
 * thread-safe.
 */
public final class Wkb {
  public static final int SRID = 4326;
  public static final int POINT = 1;
  public static final int LINESTRING = 2;
  public static final int POLYGON = 3;
  public static final int MULTIPOLYGON = 6;
  public static final int EWKB_SRID_FLAG = 0x20000000;
  private static final int CACHE = 1 << 15;

  private final LocalFrame frame;
  private final Crs crs;
  private final boolean extended;
  private final int prefix;
  private final double[] lonLat = new double[2];
  private final long[] cachedKey = new long[CACHE];
  private final double[] cachedLon = new double[CACHE];
  private final double[] cachedLat = new double[CACHE];
  private ByteBuffer out = ByteBuffer.allocate(1 << 12).order(ByteOrder.LITTLE_ENDIAN);
  private double minX;
  private double minY;
  private double maxX;
  private double maxY;

  /**
   * @param extended whether to write the SRID (PostGIS)
   * @param prefix bytes to leave free before the geometry (GeoPackage header)
   */
  public Wkb(LocalFrame frame, boolean extended, int prefix) {
    this(frame, Crs.EPSG4326, extended, prefix);
  }

  /** In another system than EPSG:4326, east before north. */
  public Wkb(LocalFrame frame, Crs crs, boolean extended, int prefix) {
    this.frame = frame;
    this.crs = crs;
    this.extended = extended;
    this.prefix = prefix;
    // No vertex has this key: (NONE, NONE) means no position.
    Arrays.fill(cachedKey, key(PackedPoints.NONE, PackedPoints.NONE));
  }

  /** Bytes of element {@code i}, or null; {@link #minX} … {@link #maxY} then tell its bounds. */
  public byte[] encode(Shapes shapes, int i) {
    minX = Double.POSITIVE_INFINITY;
    minY = Double.POSITIVE_INFINITY;
    maxX = Double.NEGATIVE_INFINITY;
    maxY = Double.NEGATIVE_INFINITY;
    boolean any;
    out.clear().position(prefix);
    if (shapes instanceof PackedPoints p) {
      any = point(p, i);
    } else if (shapes instanceof PackedLines l) {
      any = line(l, i);
    } else {
      any = multiPolygon((PackedPolygons) shapes, i);
    }
    return any ? Arrays.copyOf(out.array(), out.position()) : null;
  }

  public double minX() {
    return minX;
  }

  public double minY() {
    return minY;
  }

  public double maxX() {
    return maxX;
  }

  public double maxY() {
    return maxY;
  }

  private boolean point(PackedPoints p, int i) {
    if (!p.hasPosition(i)) {
      return false;
    }
    head(POINT, 16);
    vertex(p.xMm()[i], p.yMm()[i]);
    return true;
  }

  private boolean line(PackedLines l, int i) {
    int n = l.vertexCount(i);
    if (n == 0) {
      return false;
    }
    head(LINESTRING, 4 + 16 * n);
    out.putInt(n);
    for (int v = l.first()[i]; v < l.first()[i + 1]; v++) {
      vertex(l.xMm()[v], l.yMm()[v]);
    }
    return true;
  }

  private boolean multiPolygon(PackedPolygons p, int i) {
    int from = p.firstRing()[i];
    int to = p.firstRing()[i + 1];
    if (from == to) {
      return false;
    }
    int outer = 0;
    for (int r = from; r < to; r++) {
      outer += p.hole()[r] ? 0 : 1;
    }
    int vertices = p.firstVertex()[to] - p.firstVertex()[from] + (to - from);
    head(MULTIPOLYGON, 4 + 9 * outer + 4 * (to - from) + 16 * vertices);
    out.putInt(outer);
    for (int r = from; r < to; r++) {
      if (!p.hole()[r]) {
        int rings = 1;
        while (r + rings < to && p.hole()[r + rings]) {
          rings++;
        }
        out.put((byte) 1).putInt(POLYGON).putInt(rings);
      }
      ring(p, r);
    }
    return true;
  }

  private void ring(PackedPolygons p, int r) {
    int a = p.firstVertex()[r];
    int b = p.firstVertex()[r + 1];
    out.putInt(b - a + 1);
    for (int v = a; v < b; v++) {
      vertex(p.xMm()[v], p.yMm()[v]);
    }
    vertex(p.xMm()[a], p.yMm()[a]);
  }

  private void head(int type, int bodyBytes) {
    int need = prefix + 9 + bodyBytes;
    if (out.capacity() < need) {
      out = ByteBuffer.allocate(need * 2).order(ByteOrder.LITTLE_ENDIAN);
      out.position(prefix);
    }
    out.put((byte) 1);
    if (extended) {
      out.putInt(type | EWKB_SRID_FLAG).putInt(crs.epsg());
    } else {
      out.putInt(type);
    }
  }

  private void vertex(int xMm, int yMm) {
    long key = key(xMm, yMm);
    int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 49);
    if (cachedKey[slot] != key) {
      frame.toLonLat(xMm / 1000.0, yMm / 1000.0, lonLat, 0);
      if (!crs.isLonLat()) {
        crs.fromLonLat(lonLat, 1);
      }
      cachedKey[slot] = key;
      cachedLon[slot] = lonLat[0];
      cachedLat[slot] = lonLat[1];
    }
    double x = cachedLon[slot];
    double y = cachedLat[slot];
    minX = Math.min(minX, x);
    minY = Math.min(minY, y);
    maxX = Math.max(maxX, x);
    maxY = Math.max(maxY, y);
    out.putDouble(x).putDouble(y);
  }

  private static long key(int x, int y) {
    return ((long) x << 32) | (y & 0xffffffffL);
  }
}
