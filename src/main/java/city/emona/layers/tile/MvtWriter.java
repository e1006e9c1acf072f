package city.emona.layers.tile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes one layer of a Mapbox Vector Tile, version 2.1 (github.com/mapbox/vector-tile-spec), as
 * protocol buffer bytes. Own code because the few libraries on offer bring a geometry model of
 * their own. Call {@link #tag} and a geometry method per feature, then {@link #endFeature}; {@link
 * #finish} gives the whole tile. Not thread-safe; one per tile.
 */
final class MvtWriter {
  static final int POINT = 1;
  static final int LINE = 2;
  static final int POLYGON = 3;

  private static final int MOVE_TO = 1;
  private static final int LINE_TO = 2;
  private static final int CLOSE_PATH = 7;

  private final String layer;
  private final int extent;
  private final Map<String, Integer> keys = new LinkedHashMap<>();
  private final Map<Object, Integer> values = new LinkedHashMap<>();
  private final Bytes features = new Bytes(1 << 14);
  private final Bytes feature = new Bytes(256);
  private final Bytes tags = new Bytes(64);
  private final Bytes geometry = new Bytes(256);
  private int cursorX;
  private int cursorY;
  private int count;

  MvtWriter(String layer, int extent) {
    this.layer = layer;
    this.extent = extent;
  }

  /** An attribute of the current feature: String, Integer, Float or Double. */
  void tag(String key, Object value) {
    Integer k = keys.get(key);
    if (k == null) {
      k = keys.size();
      keys.put(key, k);
    }
    Integer v = values.get(value);
    if (v == null) {
      v = values.size();
      values.put(value, v);
    }
    tags.varint(k);
    tags.varint(v);
  }

  void point(int x, int y) {
    geometry.varint(command(MOVE_TO, 1));
    to(x, y);
  }

  /** A part of a line: n pairs, at least two, no two equal in a row. */
  void line(int[] pairs, int n) {
    geometry.varint(command(MOVE_TO, 1));
    to(pairs[0], pairs[1]);
    geometry.varint(command(LINE_TO, n - 1));
    for (int i = 1; i < n; i++) {
      to(pairs[2 * i], pairs[2 * i + 1]);
    }
  }

  /** A ring of n pairs, not closed, exterior clockwise on the screen (positive area, y down). */
  void ring(int[] pairs, int n) {
    line(pairs, n);
    geometry.varint(command(CLOSE_PATH, 1));
  }

  private void to(int x, int y) {
    geometry.zigzag(x - cursorX);
    geometry.zigzag(y - cursorY);
    cursorX = x;
    cursorY = y;
  }

  private static int command(int id, int count) {
    return id | count << 3;
  }

  /** Ends the current feature; nothing is written where it has no geometry. */
  void endFeature(int id, int type) {
    if (geometry.size > 0) {
      feature.key(1, 0);
      feature.varint(id);
      if (tags.size > 0) {
        feature.bytes(2, tags);
      }
      feature.key(3, 0);
      feature.varint(type);
      feature.bytes(4, geometry);
      features.bytes(2, feature);
      count++;
    }
    feature.size = 0;
    tags.size = 0;
    geometry.size = 0;
    cursorX = 0;
    cursorY = 0;
  }

  /** The tile; empty bytes where no feature was written (an empty tile has no layer). */
  byte[] finish() {
    if (count == 0) {
      return new byte[0];
    }
    Bytes body = new Bytes(features.size + 1024);
    body.text(1, layer);
    body.raw(features);
    for (String k : keys.keySet()) {
      body.text(3, k);
    }
    for (Object v : values.keySet()) {
      body.bytes(4, valueOf(v));
    }
    body.key(5, 0);
    body.varint(extent);
    body.key(15, 0);
    body.varint(2);
    Bytes tile = new Bytes(body.size + 16);
    tile.bytes(3, body);
    return Arrays.copyOf(tile.data, tile.size);
  }

  private static Bytes valueOf(Object v) {
    Bytes b = new Bytes(16);
    if (v instanceof String s) {
      b.text(1, s);
    } else if (v instanceof Float f) {
      b.key(2, 5);
      b.little(Float.floatToRawIntBits(f), 4);
    } else if (v instanceof Double d) {
      b.key(3, 1);
      b.little(Double.doubleToRawLongBits(d), 8);
    } else {
      b.key(6, 0);
      b.zigzag((Integer) v);
    }
    return b;
  }

  /** A growing buffer with the few protocol buffer encodings that a tile needs. */
  private static final class Bytes {
    private byte[] data;
    private int size;

    Bytes(int capacity) {
      data = new byte[capacity];
    }

    private void room(int n) {
      if (size + n > data.length) {
        data = Arrays.copyOf(data, Math.max(data.length * 2, size + n));
      }
    }

    void key(int field, int wireType) {
      varint(field << 3 | wireType);
    }

    void varint(int value) {
      room(5);
      int v = value;
      while ((v & ~0x7f) != 0) {
        data[size++] = (byte) (v & 0x7f | 0x80);
        v >>>= 7;
      }
      data[size++] = (byte) v;
    }

    void zigzag(int v) {
      varint(v << 1 ^ v >> 31);
    }

    void little(long bits, int n) {
      room(n);
      for (int i = 0; i < n; i++) {
        data[size++] = (byte) (bits >>> 8 * i);
      }
    }

    void raw(Bytes b) {
      room(b.size);
      System.arraycopy(b.data, 0, data, size, b.size);
      size += b.size;
    }

    void bytes(int field, Bytes b) {
      key(field, 2);
      varint(b.size);
      raw(b);
    }

    void text(int field, String s) {
      byte[] utf8 = s.getBytes(StandardCharsets.UTF_8);
      key(field, 2);
      varint(utf8.length);
      room(utf8.length);
      System.arraycopy(utf8, 0, data, size, utf8.length);
      size += utf8.length;
    }
  }
}
