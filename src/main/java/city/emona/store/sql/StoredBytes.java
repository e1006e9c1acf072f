package city.emona.store.sql;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * How values without a column type of their own are stored: arrays as little-endian bytes, bytes
 * compressed with deflate in the zlib wrapper (RFC 1950; its checksum finds a damaged file), times
 * as UTC text to the millisecond (GeoPackage DATETIME), whose order is that of time.
 */
public final class StoredBytes {
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

  private StoredBytes() {}

  public static String dateTime(Instant t) {
    return DATE_TIME.format(storable(t));
  }

  /** The instant as both stores keep it: to the millisecond, in the years 1 to 9999. */
  public static Instant storable(Instant t) {
    Instant clamped = t.isBefore(EARLIEST) ? EARLIEST : t.isAfter(LATEST) ? LATEST : t;
    return clamped.truncatedTo(ChronoUnit.MILLIS);
  }

  public static byte[] deflate(byte[] raw) {
    Deflater deflater = new Deflater(4);
    try {
      deflater.setInput(raw);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length / 2 + 32);
      byte[] part = new byte[1 << 14];
      while (!deflater.finished()) {
        out.write(part, 0, deflater.deflate(part));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  public static byte[] inflate(byte[] stored) throws SQLException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(stored);
      ByteArrayOutputStream out = new ByteArrayOutputStream(stored.length * 3 + 32);
      byte[] part = new byte[1 << 14];
      while (!inflater.finished()) {
        int n = inflater.inflate(part);
        if (n == 0 && !inflater.finished()) {
          throw new SQLException("compressed bytes are cut off");
        }
        out.write(part, 0, n);
      }
      return out.toByteArray();
    } catch (DataFormatException e) {
      throw new SQLException("compressed bytes are damaged", e);
    } finally {
      inflater.end();
    }
  }

  public static byte[] bytes(int[] values) {
    ByteBuffer b = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    b.asIntBuffer().put(values);
    return b.array();
  }

  public static byte[] bytes(float[] values) {
    ByteBuffer b = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    b.asFloatBuffer().put(values);
    return b.array();
  }

  public static int[] ints(byte[] bytes) {
    int[] values = new int[bytes.length / 4];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
    return values;
  }

  public static float[] floats(byte[] bytes) {
    float[] values = new float[bytes.length / 4];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }
}
