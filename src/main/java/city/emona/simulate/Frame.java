package city.emona.simulate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Values of one quantity at one step, in element order, NaN = no data. The only thing that engines
 * say to the outside; {@link #pack} gives the bytes that are stored and served (src/docs/store.md).
 */
public record Frame(Quantity quantity, int step, float[] values) {
  /** Little-endian bytes; values beyond the range of the packing are clamped to its ends. */
  public byte[] pack() {
    Quantity.Packing p = quantity.packing();
    ByteBuffer out = ByteBuffer.allocate(values.length * p.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    double scale = quantity.scale();
    double offset = quantity.offset();
    for (float v : values) {
      long stored =
          Float.isNaN(v)
              ? (long) p.nodata()
              : Math.max(0, Math.min((long) p.nodata() - 1, Math.round((v - offset) / scale)));
      switch (p) {
        case UINT8 -> out.put((byte) stored);
        case UINT16 -> out.putShort((short) stored);
        case FLOAT32 -> out.putFloat(v);
      }
    }
    return out.array();
  }

  /** The inverse of {@link #pack}, to the precision of the packing. */
  public static Frame unpack(Quantity quantity, int step, byte[] bytes) {
    Quantity.Packing p = quantity.packing();
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.length / p.bytes()];
    for (int i = 0; i < values.length; i++) {
      if (p == Quantity.Packing.FLOAT32) {
        values[i] = in.getFloat();
      } else {
        int stored = p == Quantity.Packing.UINT8 ? in.get() & 0xff : in.getShort() & 0xffff;
        values[i] =
            stored == (int) p.nodata()
                ? Float.NaN
                : (float) (quantity.offset() + quantity.scale() * stored);
      }
    }
    return new Frame(quantity, step, values);
  }
}
