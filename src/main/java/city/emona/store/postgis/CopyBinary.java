package city.emona.store.postgis;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.PGCopyInputStream;

/**
 * PostgreSQL's binary COPY format (manual, "COPY", file formats), which loads and reads rows
 * several times faster than statements: a header, then rows of length-prefixed big-endian fields,
 * then −1. Not thread-safe.
 */
final class CopyBinary {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
  };
  private static final int CHUNK = 1 << 16;

  private CopyBinary() {}

  /**
   * Writes rows; call {@link #end}, and always {@link #close}, which gives up what is not ended.
   */
  static final class Rows implements AutoCloseable {
    private final CopyIn copy;
    private byte[] bytes = new byte[2 * CHUNK];
    private ByteBuffer out = ByteBuffer.wrap(bytes);

    Rows(Connection c, String sql) throws SQLException {
      copy = c.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
      out.put(SIGNATURE).putInt(0).putInt(0);
    }

    void row(int fields) throws SQLException {
      if (out.position() > CHUNK) {
        flush();
      }
      room(2).putShort((short) fields);
    }

    void text(String value) {
      if (value == null) {
        room(4).putInt(-1);
      } else {
        bytes(value.getBytes(StandardCharsets.UTF_8));
      }
    }

    void integer(int value) {
      room(8).putInt(4).putInt(value);
    }

    /** NaN is NULL, as in SQLite. */
    void real(double value) {
      if (Double.isNaN(value)) {
        room(4).putInt(-1);
      } else {
        room(12).putInt(8).putDouble(value);
      }
    }

    void bytes(byte[] value) {
      if (value == null) {
        room(4).putInt(-1);
      } else {
        room(4 + value.length).putInt(value.length).put(value);
      }
    }

    void end() throws SQLException {
      room(2).putShort((short) -1);
      flush();
      copy.endCopy();
    }

    @Override
    public void close() throws SQLException {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }

    private ByteBuffer room(int n) {
      if (out.remaining() < n) {
        int filled = out.position();
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, filled + n));
        out = ByteBuffer.wrap(bytes).position(filled);
      }
      return out;
    }

    private void flush() throws SQLException {
      copy.writeToCopy(bytes, 0, out.position());
      out.clear();
    }
  }

  /** Reads rows of {@code COPY … TO STDOUT (FORMAT BINARY)}. */
  static final class Reader implements AutoCloseable {
    private final DataInputStream in;

    Reader(Connection c, String sql) throws SQLException, IOException {
      in =
          new DataInputStream(
              new BufferedInputStream(
                  new PGCopyInputStream(c.unwrap(PGConnection.class), sql), CHUNK));
      byte[] head = new byte[SIGNATURE.length];
      in.readFully(head);
      if (!Arrays.equals(head, SIGNATURE)) {
        throw new IOException("not a binary COPY");
      }
      in.readInt(); // flags
      in.skipNBytes(in.readInt());
    }

    /** Whether there is one more row. */
    boolean next() throws IOException {
      return in.readShort() >= 0;
    }

    byte[] bytes() throws IOException {
      int length = in.readInt();
      if (length < 0) {
        return null;
      }
      byte[] value = new byte[length];
      in.readFully(value);
      return value;
    }

    String text() throws IOException {
      byte[] value = bytes();
      return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    /** NULL is 0. */
    int integer() throws IOException {
      return in.readInt() < 0 ? 0 : in.readInt();
    }

    /** NULL is NaN. */
    double real() throws IOException {
      return in.readInt() < 0 ? Double.NaN : in.readDouble();
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
