package city.emona.layers.raster;

import city.emona.geo.Crs;
import city.emona.geo.LocalFrame;
import city.emona.simulate.ReceptorGrid;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes a receptor grid as a GeoTIFF: one band of float32, deflate, NaN as no data, in the city's
 * own transverse Mercator, so that no value is resampled. TIFF 6.0 with the keys of OGC GeoTIFF 1.1
 * (19-008r4): model type projected, user-defined system on EPSG:4326 with transverse Mercator
 * parameters; in a system with an EPSG code where asked. GDAL's tags carry no data and metadata.
 * Why not GeoTools: ADR 9. Stateless.
 */
public final class GeoTiff {
  private static final int ROWS_PER_STRIP = 64;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int ASCII = 2;
  private static final int DOUBLE = 12;

  private GeoTiff() {}

  /** A tag of the directory: number, type, how many values, the bytes. */
  private record Tag(int number, int type, int count, byte[] bytes) {}

  /**
   * Cells by {@link ReceptorGrid}; metadata become GDAL metadata items, the title a description.
   */
  public static void write(
      ReceptorGrid grid,
      LocalFrame frame,
      float[] values,
      String title,
      Map<String, String> metadata,
      OutputStream out)
      throws IOException {
    write(Picture.of(grid, frame, values), title, metadata, out);
  }

  /** The grid in another system, which repeats or skips cells: {@link Picture#in}. */
  public static void write(
      ReceptorGrid grid,
      LocalFrame frame,
      Crs crs,
      float[] values,
      String title,
      Map<String, String> metadata,
      OutputStream out)
      throws IOException {
    write(Picture.in(crs, grid, frame, values), title, metadata, out);
  }

  private static void write(
      Picture picture, String title, Map<String, String> metadata, OutputStream out)
      throws IOException {
    List<byte[]> strips = strips(picture);
    List<Tag> tags = tags(picture, title, metadata, strips);
    // Header, strips, then the directory and what does not fit into it.
    int at = 8;
    int[] offsets = new int[strips.size()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = at;
      at += strips.get(i).length;
    }
    int padding = at & 1;
    int directory = at + padding;
    tags.set(indexOf(tags, 273), longs(273, offsets));
    out.write(
        little(8).put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(directory).array());
    for (byte[] strip : strips) {
      out.write(strip);
    }
    out.write(new byte[padding]);
    directory(tags, directory, out);
  }

  private static void directory(List<Tag> tags, int at, OutputStream out) throws IOException {
    ByteBuffer head = little(2 + 12 * tags.size() + 4);
    head.putShort((short) tags.size());
    ByteArrayOutputStream extra = new ByteArrayOutputStream();
    int base = at + head.capacity();
    for (Tag t : tags) {
      head.putShort((short) t.number).putShort((short) t.type).putInt(t.count);
      if (t.bytes.length <= 4) {
        head.put(t.bytes).put(new byte[4 - t.bytes.length]);
      } else {
        head.putInt(base + extra.size());
        extra.write(t.bytes);
        extra.write(new byte[t.bytes.length & 1]);
      }
    }
    head.putInt(0);
    out.write(head.array());
    extra.writeTo(out);
  }

  /** Rows from north to south, as TIFF has them. */
  private static List<byte[]> strips(Picture picture) throws IOException {
    List<byte[]> strips = new ArrayList<>();
    for (int top = 0; top < picture.rows(); top += ROWS_PER_STRIP) {
      int rows = Math.min(ROWS_PER_STRIP, picture.rows() - top);
      ByteBuffer raw = little(4 * rows * picture.cols());
      for (int i = top * picture.cols(); i < (top + rows) * picture.cols(); i++) {
        raw.putFloat(picture.values()[i]);
      }
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION);
      try (DeflaterOutputStream z = new DeflaterOutputStream(packed, deflater)) {
        z.write(raw.array());
      } finally {
        deflater.end();
      }
      strips.add(packed.toByteArray());
    }
    return strips;
  }

  private static List<Tag> tags(
      Picture picture, String title, Map<String, String> metadata, List<byte[]> strips) {
    List<Tag> tags = new ArrayList<>();
    tags.add(longs(256, picture.cols()));
    tags.add(longs(257, picture.rows()));
    tags.add(shorts(258, 32));
    tags.add(shorts(259, 8)); // deflate
    tags.add(shorts(262, 1)); // low values are dark
    tags.add(ascii(270, title));
    tags.add(longs(273, new int[strips.size()]));
    tags.add(shorts(277, 1));
    tags.add(longs(278, ROWS_PER_STRIP));
    tags.add(longs(279, strips.stream().mapToInt(s -> s.length).toArray()));
    tags.add(shorts(339, 3)); // floating point
    tags.add(doubles(33550, picture.cell(), picture.cell(), 0));
    tags.add(doubles(33922, 0, 0, 0, picture.west(), picture.north(), 0));
    if (picture.crs() != null) {
      tags.add(geoKeys(picture.crs()));
    } else {
      tags.add(geoKeys());
      tags.add(doubles(34736, picture.frame().lon0Deg(), picture.frame().lat0Deg(), 0, 0, 1));
      tags.add(ascii(34737, CITATION));
    }
    tags.add(ascii(42112, gdalMetadata(metadata)));
    tags.add(ascii(42113, "nan"));
    return tags;
  }

  private static final String CITATION = "Emona local metres|";

  /** The keys of a system that has an EPSG code. */
  private static Tag geoKeys(Crs crs) {
    boolean degrees = crs.isInDegrees();
    return shorts(
        34735,
        1,
        1,
        1,
        3,
        1024,
        0,
        1,
        degrees ? 2 : 1,
        1025,
        0,
        1,
        1,
        degrees ? 2048 : 3072,
        0,
        1,
        crs.epsg());
  }

  /** Key, where its value lies (0 = here), how many, the value or its place in the other tag. */
  private static Tag geoKeys() {
    int here = 0;
    int inDoubles = 34736;
    int inText = 34737;
    int userDefined = 32767;
    int[][] keys = {
      {1, 1, 1, 13}, // version, revision 1.1, number of keys
      {1024, here, 1, 1}, // projected
      {1025, here, 1, 1}, // a pixel is an area
      {2048, here, 1, 4326},
      {2054, here, 1, 9102}, // degrees
      {3072, here, 1, userDefined},
      {3073, inText, CITATION.length(), 0},
      {3074, here, 1, userDefined},
      {3075, here, 1, 1}, // transverse Mercator
      {3076, here, 1, 9001}, // metres
      {3080, inDoubles, 1, 0}, // natural origin: longitude
      {3081, inDoubles, 1, 1}, // latitude
      {3082, inDoubles, 1, 2}, // false easting
      {3083, inDoubles, 1, 3}, // false northing
      {3092, inDoubles, 1, 4} // scale
    };
    keys[0][3] = keys.length - 1;
    int[] flat = new int[4 * keys.length];
    for (int k = 0; k < keys.length; k++) {
      System.arraycopy(keys[k], 0, flat, 4 * k, 4);
    }
    return shorts(34735, flat);
  }

  private static String gdalMetadata(Map<String, String> items) {
    StringBuilder xml = new StringBuilder("<GDALMetadata>");
    items.forEach(
        (name, value) ->
            xml.append("<Item name=\"")
                .append(escaped(name))
                .append("\">")
                .append(escaped(value))
                .append("</Item>"));
    return xml.append("</GDALMetadata>").toString();
  }

  private static String escaped(String s) {
    return s.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static int indexOf(List<Tag> tags, int number) {
    for (int i = 0; i < tags.size(); i++) {
      if (tags.get(i).number == number) {
        return i;
      }
    }
    throw new IllegalStateException("tag " + number);
  }

  private static Tag shorts(int number, int... values) {
    ByteBuffer b = little(2 * values.length);
    for (int v : values) {
      b.putShort((short) v);
    }
    return new Tag(number, SHORT, values.length, b.array());
  }

  private static Tag longs(int number, int... values) {
    ByteBuffer b = little(4 * values.length);
    for (int v : values) {
      b.putInt(v);
    }
    return new Tag(number, LONG, values.length, b.array());
  }

  private static Tag doubles(int number, double... values) {
    ByteBuffer b = little(8 * values.length);
    for (double v : values) {
      b.putDouble(v);
    }
    return new Tag(number, DOUBLE, values.length, b.array());
  }

  private static Tag ascii(int number, String text) {
    byte[] bytes = (text + '\0').getBytes(StandardCharsets.UTF_8);
    return new Tag(number, ASCII, bytes.length, bytes);
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
