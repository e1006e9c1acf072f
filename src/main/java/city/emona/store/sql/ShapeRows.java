package city.emona.store.sql;

import city.emona.geo.LocalFrame;
import city.emona.geo.PackedLines;
import city.emona.geo.PackedPoints;
import city.emona.geo.PackedPolygons;
import city.emona.geo.Shapes;
import city.emona.model.TableSchema.Geometry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Collects a geometry column from well-known binary in EPSG:4326, the inverse of {@link Wkb}. Takes
 * what other programs may have written too: either byte order, SRID flag, Z and M (left out), a
 * POLYGON for a MULTIPOLYGON, a MULTILINESTRING of one part. Rings are kept in their stored order
 * and direction, so that what Emona wrote comes back bit for bit. Not thread-safe.
 */
public final class ShapeRows {
  private static final int MULTILINESTRING = 5;
  private static final int CACHE_BITS = 15;

  private final Geometry kind;
  private final LocalFrame frame;
  private final PackedLines.Builder lines = new PackedLines.Builder();
  private final int[] xy = new int[2];
  private final long[] cachedLon = new long[1 << CACHE_BITS];
  private final long[] cachedLat = new long[1 << CACHE_BITS];
  private final int[] cachedX = new int[1 << CACHE_BITS];
  private final int[] cachedY = new int[1 << CACHE_BITS];
  private int[] x = new int[64];
  private int[] y = new int[64];
  private int vertices;
  private int[] firstRing = new int[17];
  private boolean[] hole = new boolean[16];
  private int[] firstVertex = new int[17];
  private int rings;
  private int rows;

  public ShapeRows(Geometry kind, LocalFrame frame) {
    this.kind = kind;
    this.frame = frame;
    Arrays.fill(cachedLon, -1L); // the bits of a NaN, which no vertex has
  }

  /** Adds a row; {@code wkb} is null where it has no geometry. Throws IllegalArgumentException. */
  public void add(ByteBuffer wkb) {
    switch (kind) {
      case POINT -> addPoint(wkb);
      case LINE -> addLine(wkb);
      case POLYGON -> addPolygon(wkb);
      case NONE -> throw new IllegalStateException("the table has no geometry");
    }
    rows++;
  }

  public Shapes build() {
    return switch (kind) {
      case POINT -> new PackedPoints(Arrays.copyOf(x, rows), Arrays.copyOf(y, rows));
      case LINE -> lines.build();
      case POLYGON ->
          new PackedPolygons(
              Arrays.copyOf(firstRing, rows + 1),
              Arrays.copyOf(hole, rings),
              Arrays.copyOf(firstVertex, rings + 1),
              Arrays.copyOf(x, vertices),
              Arrays.copyOf(y, vertices));
      case NONE -> null;
    };
  }

  private void addPoint(ByteBuffer wkb) {
    if (wkb == null) {
      push(PackedPoints.NONE, PackedPoints.NONE);
      return;
    }
    int dimensions = head(wkb, Wkb.POINT, -1) >>> 16;
    double lon = wkb.getDouble();
    double lat = wkb.getDouble();
    skip(wkb, dimensions);
    if (Double.isNaN(lon) || Double.isNaN(lat)) {
      push(PackedPoints.NONE, PackedPoints.NONE); // POINT EMPTY
    } else {
      local(lon, lat);
      push(xy[0], xy[1]);
    }
  }

  private void addLine(ByteBuffer wkb) {
    if (wkb != null) {
      int head = head(wkb, Wkb.LINESTRING, MULTILINESTRING);
      boolean some = true;
      if ((head & 0xffff) == MULTILINESTRING) {
        int parts = count(wkb, 9);
        if (parts > 1) {
          throw new IllegalArgumentException("a line of " + parts + " parts");
        }
        some = parts == 1;
        head = some ? head(wkb, Wkb.LINESTRING, -1) : head;
      }
      int n = some ? count(wkb, 16) : 0;
      for (int i = 0; i < n; i++) {
        local(wkb.getDouble(), wkb.getDouble());
        skip(wkb, head >>> 16);
        lines.vertex(xy[0], xy[1]);
      }
    }
    lines.endLine();
  }

  private void addPolygon(ByteBuffer wkb) {
    if (wkb != null) {
      int head = head(wkb, Wkb.MULTIPOLYGON, Wkb.POLYGON);
      if ((head & 0xffff) == Wkb.POLYGON) {
        polygon(wkb, head >>> 16);
      } else {
        int parts = count(wkb, 9);
        for (int i = 0; i < parts; i++) {
          polygon(wkb, head(wkb, Wkb.POLYGON, -1) >>> 16);
        }
      }
    }
    if (rows + 2 > firstRing.length) {
      firstRing = Arrays.copyOf(firstRing, firstRing.length * 2);
    }
    firstRing[rows + 1] = rings;
  }

  private void polygon(ByteBuffer wkb, int dimensions) {
    int n = count(wkb, 4);
    for (int r = 0; r < n; r++) {
      int points = count(wkb, 16);
      for (int i = 0; i < points; i++) {
        local(wkb.getDouble(), wkb.getDouble());
        skip(wkb, dimensions);
        if (i < points - 1) { // the closing vertex is understood
          push(xy[0], xy[1]);
        }
      }
      if (rings == hole.length) {
        hole = Arrays.copyOf(hole, rings * 2);
        firstVertex = Arrays.copyOf(firstVertex, rings * 2 + 1);
      }
      hole[rings++] = r > 0;
      firstVertex[rings] = vertices;
    }
  }

  /** Reads byte order and type; returns type | extra dimensions << 16. */
  private static int head(ByteBuffer wkb, int wanted, int also) {
    wkb.order(wkb.get() == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int code = wkb.getInt();
    int extra = (code < 0 ? 1 : 0) + ((code & 0x40000000) != 0 ? 1 : 0);
    if ((code & Wkb.EWKB_SRID_FLAG) != 0) {
      int srid = wkb.getInt();
      if (srid != Wkb.SRID) {
        throw new IllegalArgumentException("coordinates in EPSG:" + srid + ", not EPSG:4326");
      }
    }
    int iso = code & 0xffff;
    extra += iso / 1000 == 0 ? 0 : iso / 1000 == 3 ? 2 : 1;
    int type = iso % 1000;
    if (type != wanted && type != also) {
      throw new IllegalArgumentException("geometry type " + type + " where " + wanted + " belongs");
    }
    return type | extra << 16;
  }

  private static int count(ByteBuffer wkb, int bytesEach) {
    int n = wkb.getInt();
    if (n < 0 || n > wkb.remaining() / bytesEach) {
      throw new IllegalArgumentException("truncated geometry");
    }
    return n;
  }

  private static void skip(ByteBuffer wkb, int dimensions) {
    wkb.position(wkb.position() + 8 * dimensions);
  }

  private void local(double lon, double lat) {
    long a = Double.doubleToRawLongBits(lon);
    long b = Double.doubleToRawLongBits(lat);
    int slot = (int) (((a ^ Long.rotateLeft(b, 21)) * 0x9E3779B97F4A7C15L) >>> (64 - CACHE_BITS));
    if (cachedLon[slot] != a || cachedLat[slot] != b) {
      if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 540)) {
        throw new IllegalArgumentException("position " + lon + ", " + lat + " is not on Earth");
      }
      frame.toLocalMm(lon, lat, xy, 0);
      cachedLon[slot] = a;
      cachedLat[slot] = b;
      cachedX[slot] = xy[0];
      cachedY[slot] = xy[1];
    }
    xy[0] = cachedX[slot];
    xy[1] = cachedY[slot];
  }

  private void push(int xMm, int yMm) {
    if (vertices == x.length) {
      x = Arrays.copyOf(x, vertices * 2);
      y = Arrays.copyOf(y, vertices * 2);
    }
    x[vertices] = xMm;
    y[vertices++] = yMm;
  }
}
