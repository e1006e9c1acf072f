package city.emona.store.geopackage;

import city.emona.store.sql.Wkb;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.sqlite.Function;

/**
 * The header of a GeoPackage geometry (OGC 12-128r17, clause 2.1.3) and the SQL functions that the
 * triggers of a standard R-tree call (annex F.3): ST_IsEmpty, ST_MinX, ST_MaxX, ST_MinY, ST_MaxY.
 * QGIS and GDAL bring their own; a connection of ours must register them, or an edit through it
 * fails.
 */
final class GeoPackageFunctions {
  /** Bytes before the WKB: with the envelope (lines and polygons) and without it (points). */
  static final int HEADER_WITH_BOUNDS = 40;

  static final int HEADER = 8;
  private static final int[] ENVELOPE_DOUBLES = {0, 4, 6, 6, 8};

  private GeoPackageFunctions() {}

  /** Fills in the header before the WKB that {@code wkb} has just written. */
  static byte[] header(byte[] bytes, Wkb wkb, boolean bounds) {
    ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    // "GP", version 0, flags: little-endian, envelope kind 1 = minx, maxx, miny, maxy
    b.put((byte) 'G').put((byte) 'P').put((byte) 0).put((byte) (bounds ? 0b011 : 0b001));
    b.putInt(Wkb.SRID);
    if (bounds) {
      b.putDouble(wkb.minX()).putDouble(wkb.maxX()).putDouble(wkb.minY()).putDouble(wkb.maxY());
    }
    return bytes;
  }

  /** The WKB behind the header, or null where the geometry is NULL or empty. */
  static ByteBuffer wkb(byte[] blob) {
    if (blob == null) {
      return null;
    }
    if (blob.length < HEADER || blob[0] != 'G' || blob[1] != 'P') {
      throw new IllegalArgumentException("not a GeoPackage geometry");
    }
    int flags = blob[3];
    int envelope = flags >> 1 & 7;
    if (envelope >= ENVELOPE_DOUBLES.length) {
      throw new IllegalArgumentException("envelope kind " + envelope + " is unknown");
    }
    if ((flags & 0b10000) != 0) {
      return null;
    }
    int srid =
        ByteBuffer.wrap(blob)
            .order((flags & 1) == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
            .getInt(4);
    if (srid != Wkb.SRID) {
      throw new IllegalArgumentException("coordinates in srs_id " + srid + ", not EPSG:4326");
    }
    return ByteBuffer.wrap(blob).position(HEADER + 8 * ENVELOPE_DOUBLES[envelope]);
  }

  static void register(Connection c) throws SQLException {
    Function.create(c, "ST_IsEmpty", new Bound(-1));
    Function.create(c, "ST_MinX", new Bound(0));
    Function.create(c, "ST_MaxX", new Bound(1));
    Function.create(c, "ST_MinY", new Bound(2));
    Function.create(c, "ST_MaxY", new Bound(3));
  }

  /** minx, maxx, miny, maxy of any WKB geometry; minx > maxx where it is empty. */
  static double[] bounds(ByteBuffer wkb) {
    double[] b = {
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY
    };
    if (wkb != null) {
      grow(wkb, b, 0);
    }
    return b;
  }

  private static void grow(ByteBuffer w, double[] b, int depth) {
    w.order(w.get() == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int code = w.getInt();
    int type = (code & 0xffff) % 1000;
    int iso = (code & 0xffff) / 1000;
    int dimensions = 2 + (iso == 0 ? 0 : iso == 3 ? 2 : 1);
    if (type == 1) {
      points(w, b, dimensions, 1);
    } else if (type == 2) {
      points(w, b, dimensions, w.getInt());
    } else if (type == 3) {
      int rings = w.getInt();
      for (int r = 0; r < rings; r++) {
        points(w, b, dimensions, w.getInt());
      }
    } else if (type >= 4 && type <= 7 && depth < 16) {
      int parts = w.getInt();
      for (int p = 0; p < parts; p++) {
        grow(w, b, depth + 1);
      }
    } else {
      throw new IllegalArgumentException("geometry type " + type);
    }
  }

  private static void points(ByteBuffer w, double[] b, int dimensions, int n) {
    for (int i = 0; i < n; i++) {
      double x = w.getDouble();
      double y = w.getDouble();
      w.position(w.position() + 8 * (dimensions - 2));
      if (!Double.isNaN(x) && !Double.isNaN(y)) {
        b[0] = Math.min(b[0], x);
        b[1] = Math.max(b[1], x);
        b[2] = Math.min(b[2], y);
        b[3] = Math.max(b[3], y);
      }
    }
  }

  /** One of the functions: which bound, or −1 for "is empty". */
  private static final class Bound extends Function {
    private final int which;

    Bound(int which) {
      this.which = which;
    }

    @Override
    protected void xFunc() throws SQLException {
      byte[] blob = value_blob(0);
      if (blob == null) {
        result();
        return;
      }
      double[] b;
      try {
        b = bounds(wkb(blob));
      } catch (RuntimeException e) {
        throw new SQLException(
            "geometry " + Arrays.toString(Arrays.copyOf(blob, Math.min(8, blob.length))), e);
      }
      boolean empty = b[0] > b[1];
      if (which < 0) {
        result(empty ? 1 : 0);
      } else if (empty) {
        result();
      } else {
        result(b[which]);
      }
    }
  }
}
