package city.emona.layers.tile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A second, independent reading of the vector tile specification, for tests. */
public final class MvtReader {
  /** A decoded feature; parts are lists of x, y pairs in tile units. */
  public record Feature(long id, int type, Map<String, Object> tags, List<int[]> parts) {}

  public String name;
  public int version;
  public int extent;
  public final List<Feature> features = new ArrayList<>();

  private final List<String> keys = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  /** Reads a tile of exactly one layer. */
  public static MvtReader read(byte[] tile) {
    ByteBuffer b = ByteBuffer.wrap(tile).order(ByteOrder.LITTLE_ENDIAN);
    expect(varint(b), 3 << 3 | 2);
    ByteBuffer layer = slice(b);
    if (b.hasRemaining()) {
      throw new AssertionError("more than one layer");
    }
    return new MvtReader(layer);
  }

  private MvtReader(ByteBuffer b) {
    List<ByteBuffer> raw = new ArrayList<>();
    while (b.hasRemaining()) {
      int key = (int) varint(b);
      switch (key) {
        case 1 << 3 | 2 -> name = text(b);
        case 2 << 3 | 2 -> raw.add(slice(b));
        case 3 << 3 | 2 -> keys.add(text(b));
        case 4 << 3 | 2 -> values.add(value(slice(b)));
        case 5 << 3 -> extent = (int) varint(b);
        case 15 << 3 -> version = (int) varint(b);
        default -> throw new AssertionError("unknown layer field " + (key >> 3));
      }
    }
    raw.forEach(this::feature);
  }

  private void feature(ByteBuffer b) {
    long id = -1;
    int type = 0;
    Map<String, Object> tags = new LinkedHashMap<>();
    List<int[]> parts = List.of();
    while (b.hasRemaining()) {
      int key = (int) varint(b);
      switch (key) {
        case 1 << 3 -> id = varint(b);
        case 2 << 3 | 2 -> {
          ByteBuffer t = slice(b);
          while (t.hasRemaining()) {
            String k = keys.get((int) varint(t));
            tags.put(k, values.get((int) varint(t)));
          }
        }
        case 3 << 3 -> type = (int) varint(b);
        case 4 << 3 | 2 -> parts = geometry(slice(b));
        default -> throw new AssertionError("unknown feature field " + (key >> 3));
      }
    }
    features.add(new Feature(id, type, tags, parts));
  }

  private static List<int[]> geometry(ByteBuffer b) {
    List<int[]> parts = new ArrayList<>();
    List<Integer> now = new ArrayList<>();
    int x = 0;
    int y = 0;
    while (b.hasRemaining()) {
      int command = (int) varint(b);
      int count = command >> 3;
      switch (command & 7) {
        case 1 -> {
          flush(parts, now);
          expect(count, 1);
          x += zigzag(varint(b));
          y += zigzag(varint(b));
          now.add(x);
          now.add(y);
        }
        case 2 -> {
          for (int i = 0; i < count; i++) {
            int dx = zigzag(varint(b));
            int dy = zigzag(varint(b));
            if (dx == 0 && dy == 0) {
              throw new AssertionError("a line of no length (spec 4.3.4.3)");
            }
            x += dx;
            y += dy;
            now.add(x);
            now.add(y);
          }
        }
        case 7 -> expect(count, 1);
        default -> throw new AssertionError("unknown command " + (command & 7));
      }
    }
    flush(parts, now);
    return parts;
  }

  private static void flush(List<int[]> parts, List<Integer> now) {
    if (!now.isEmpty()) {
      parts.add(now.stream().mapToInt(Integer::intValue).toArray());
      now.clear();
    }
  }

  private static Object value(ByteBuffer b) {
    int key = (int) varint(b);
    return switch (key) {
      case 1 << 3 | 2 -> text(b);
      case 2 << 3 | 5 -> b.getFloat();
      case 3 << 3 | 1 -> b.getDouble();
      case 6 << 3 -> zigzag(varint(b));
      default -> throw new AssertionError("unknown value field " + (key >> 3));
    };
  }

  private static int zigzag(long v) {
    return (int) (v >>> 1 ^ -(v & 1));
  }

  private static long varint(ByteBuffer b) {
    long v = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = b.get();
      v |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return v;
      }
    }
  }

  private static ByteBuffer slice(ByteBuffer b) {
    int n = (int) varint(b);
    ByteBuffer s = b.slice(b.position(), n).order(ByteOrder.LITTLE_ENDIAN);
    b.position(b.position() + n);
    return s;
  }

  private static String text(ByteBuffer b) {
    return StandardCharsets.UTF_8.decode(slice(b)).toString();
  }

  private static void expect(long got, long want) {
    if (got != want) {
      throw new AssertionError("got " + got + ", want " + want);
    }
  }
}
