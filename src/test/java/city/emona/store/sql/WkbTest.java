package city.emona.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import city.emona.geo.LocalFrame;
import city.emona.geo.PackedLines;
import city.emona.geo.PackedPoints;
import city.emona.geo.PackedPolygons;
import city.emona.model.TableSchema.Geometry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.locationtech.jts.io.WKBWriter;
import org.locationtech.jts.io.WKTReader;

/** Millimetres survive the way through degrees; JTS reads what we write, and we what JTS writes. */
@Tag("oracle")
class WkbTest {
  @Test
  void everyMillimetreComesBackAnywhereOnEarth() {
    Random random = new Random(7);
    for (int f = 0; f < 40; f++) {
      double lat0 = f == 0 ? 78.2 : f == 1 ? -54.8 : random.nextDouble() * 140 - 70;
      double lon0 = f == 2 ? 179.9999 : random.nextDouble() * 360 - 180;
      LocalFrame frame = new LocalFrame(lon0, lat0);
      Wkb out = new Wkb(frame, f % 2 == 0, 0);
      ShapeRows in = new ShapeRows(Geometry.POINT, frame);
      int reach = f % 4 == 3 ? 500_000_000 : 60_000_000; // 500 km, 60 km
      int[] x = new int[500];
      int[] y = new int[500];
      for (int i = 0; i < x.length; i++) {
        x[i] = random.nextInt(2 * reach) - reach;
        y[i] = random.nextInt(2 * reach) - reach;
      }
      PackedPoints points = new PackedPoints(x, y);
      for (int i = 0; i < x.length; i++) {
        in.add(ByteBuffer.wrap(out.encode(points, i)));
      }
      PackedPoints back = (PackedPoints) in.build();
      assertThat(back.xMm()).as("frame %s %s", lon0, lat0).isEqualTo(x);
      assertThat(back.yMm()).as("frame %s %s", lon0, lat0).isEqualTo(y);
    }
  }

  @Test
  void jtsReadsWhatIsWritten() throws ParseException {
    Wkb out = new Wkb(new LocalFrame(14.5, 46), false, 0);
    PackedPolygons.Builder b = new PackedPolygons.Builder();
    b.ring(new int[] {0, 9000, 9000, 0}, new int[] {0, 0, 9000, 9000}, false);
    b.ring(new int[] {1000, 2000, 2000}, new int[] {1000, 1000, 2000}, true);
    b.ring(new int[] {20_000, 29_000, 29_000}, new int[] {0, 0, 9000}, false);
    var polygon = new WKBReader().read(out.encode(b.endPolygon().build(), 0));
    assertThat(polygon.getGeometryType()).isEqualTo("MultiPolygon");
    assertThat(polygon.getNumGeometries()).isEqualTo(2);
    assertThat(polygon.isValid()).isTrue();
    assertThat(out.minX()).isEqualTo(polygon.getEnvelopeInternal().getMinX());
    assertThat(out.maxY()).isEqualTo(polygon.getEnvelopeInternal().getMaxY());
    PackedLines lines =
        new PackedLines.Builder().line(new int[] {0, 5}, new int[] {0, 7}).endLine().build();
    assertThat(new WKBReader().read(out.encode(lines, 0)).getNumPoints()).isEqualTo(2);
    assertThat(out.encode(lines, 1)).isNull();
    Wkb extended = new Wkb(new LocalFrame(14.5, 46), true, 0);
    assertThat(new WKBReader().read(extended.encode(lines, 0)).getSRID()).isEqualTo(4326);
  }

  @Test
  void whatOthersWriteIsRead() throws ParseException {
    LocalFrame frame = new LocalFrame(14.5, 46);
    WKTReader wkt = new WKTReader(new GeometryFactory());
    for (int order : new int[] {1, 2}) { // big and little endian
      for (int dimensions : new int[] {2, 3}) {
        WKBWriter w = new WKBWriter(dimensions, order);
        ShapeRows lines = new ShapeRows(Geometry.LINE, frame);
        lines.add(ByteBuffer.wrap(w.write(wkt.read("LINESTRING Z (14.5 46 1, 14.51 46 2)"))));
        lines.add(ByteBuffer.wrap(w.write(wkt.read("MULTILINESTRING ((14.5 46, 14.51 46))"))));
        lines.add(ByteBuffer.wrap(w.write(wkt.read("LINESTRING EMPTY"))));
        PackedLines l = (PackedLines) lines.build();
        assertThat(l.first()).containsExactly(0, 2, 4, 4);
        assertThat(l.xMm()[0]).isZero();
        assertThat(l.xMm()[1]).isEqualTo(l.xMm()[3]).isBetween(774_000, 775_500);
        ShapeRows areas = new ShapeRows(Geometry.POLYGON, frame);
        areas.add(
            ByteBuffer.wrap(w.write(wkt.read("POLYGON ((14.5 46, 14.6 46, 14.6 46.1, 14.5 46))"))));
        assertThat(((PackedPolygons) areas.build()).xMm()).hasSize(3);
      }
    }
  }

  @Test
  void rubbishIsRefusedAndNotObeyed() {
    LocalFrame frame = new LocalFrame(14.5, 46);
    ByteBuffer huge = ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN);
    huge.put((byte) 1).putInt(2).putInt(Integer.MAX_VALUE).flip();
    assertThatThrownBy(() -> new ShapeRows(Geometry.LINE, frame).add(huge))
        .hasMessageContaining("truncated");
    byte[] point = new Wkb(frame, false, 0).encode(new PackedPoints(new int[1], new int[1]), 0);
    assertThatThrownBy(() -> new ShapeRows(Geometry.LINE, frame).add(ByteBuffer.wrap(point)))
        .hasMessageContaining("geometry type 1");
    ByteBuffer.wrap(point).order(ByteOrder.LITTLE_ENDIAN).putDouble(13, 460);
    assertThatThrownBy(() -> new ShapeRows(Geometry.POINT, frame).add(ByteBuffer.wrap(point)))
        .hasMessageContaining("not on Earth");
  }
}
