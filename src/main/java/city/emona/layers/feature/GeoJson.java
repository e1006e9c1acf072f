package city.emona.layers.feature;

import city.emona.geo.Crs;
import city.emona.geo.PackedLines;
import city.emona.geo.PackedPoints;
import city.emona.geo.PackedPolygons;
import city.emona.layers.Attributes;
import city.emona.layers.LayerView;
import city.emona.layers.Snapshot;
import city.emona.model.Table;
import city.emona.simulate.ReceptorGrid;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Writes elements of a layer as GeoJSON features (RFC 7946: longitude, latitude, rings right-handed
 * and closed) one by one into a stream; in another system than EPSG:4326, east before north, where
 * a file is to have it. The feature id is the element's text id; its index in the city version, by
 * which value frames are read, is the property {@code index}.
 */
public final class GeoJson {
  private final LayerView view;
  private final JsonGenerator out;
  private final Crs crs;
  private final double[] xy = new double[2];
  private final Attributes attributes;
  private final Snapshot.Positions at;

  public GeoJson(LayerView view, JsonGenerator out) {
    this(view, Crs.EPSG4326, out);
  }

  public GeoJson(LayerView view, Crs crs, JsonGenerator out) {
    this.view = view;
    this.crs = crs;
    this.out = out;
    boolean rows = view.layer().table() != null;
    this.attributes = rows ? new Attributes(view.snapshot().city(), view.table()) : null;
    this.at = rows ? view.snapshot().positions(view.layer().table()) : null;
  }

  /** Text id of an element. */
  public static String idOf(LayerView view, int element) {
    return view.layer().table() == null ? "cell-" + element : view.table().id(element);
  }

  /** Element of a text id, or −1 where this layer has none of that id. */
  public static int findElement(LayerView view, String id) {
    if (view.layer().table() == null) {
      boolean cell = id.matches("cell-[0-9]{1,8}");
      int c = cell ? Integer.parseInt(id.substring(5)) : -1;
      return c >= 0 && view.grid() != null && c < view.grid().count() ? c : -1;
    }
    int row = view.table().findRow(id);
    return row >= 0 && view.rowFilter().test(row) ? row : -1;
  }

  /** Writes the members of a feature between the braces that the caller writes. */
  public void members(int element) throws IOException {
    out.writeStringField("type", "Feature");
    out.writeStringField("id", idOf(view, element));
    out.writeFieldName("geometry");
    if (view.grid() != null) {
      cell(view.grid(), element);
    } else {
      geometry(view.table(), element);
    }
    out.writeObjectFieldStart("properties");
    properties(element);
    out.writeEndObject();
  }

  /** Writes index, value and columns. */
  public void properties(int element) throws IOException {
    out.writeNumberField("index", element);
    if (view.layer().isValueLayer()) {
      float v = view.value(element);
      out.writeFieldName("value");
      if (Float.isNaN(v)) {
        out.writeNull();
      } else {
        out.writeNumber(new BigDecimal(Float.toString(v)));
      }
    }
    if (attributes != null) {
      for (int c = 0; c < attributes.fieldCount(); c++) {
        out.writeFieldName(attributes.field(c).name());
        value(attributes.value(element, c));
      }
    }
  }

  private void value(Object v) throws IOException {
    if (v == null) {
      out.writeNull();
    } else if (v instanceof Integer i) {
      out.writeNumber(i);
    } else if (v instanceof Double d) {
      out.writeNumber(d);
    } else {
      out.writeString(v.toString());
    }
  }

  private void geometry(Table table, int row) throws IOException {
    if (table.shapes() instanceof PackedPoints p) {
      if (!p.hasPosition(row)) {
        out.writeNull();
        return;
      }
      start("Point");
      position(row);
    } else if (table.shapes() instanceof PackedLines l) {
      start("LineString");
      out.writeStartArray();
      for (int v = l.first()[row]; v < l.first()[row + 1]; v++) {
        position(v);
      }
      out.writeEndArray();
    } else if (!polygon((PackedPolygons) table.shapes(), row)) {
      out.writeNull();
      return;
    }
    out.writeEndObject();
  }

  private void start(String type) throws IOException {
    out.writeStartObject();
    out.writeStringField("type", type);
    out.writeFieldName("coordinates");
  }

  private boolean polygon(PackedPolygons p, int row) throws IOException {
    int first = p.firstRing()[row];
    int end = p.firstRing()[row + 1];
    if (first == end) {
      return false;
    }
    int outers = 0;
    for (int r = first; r < end; r++) {
      outers += p.hole()[r] ? 0 : 1;
    }
    start(outers == 1 ? "Polygon" : "MultiPolygon");
    if (outers > 1) {
      out.writeStartArray();
    }
    for (int r = first; r < end; r++) {
      if (!p.hole()[r]) {
        out.writeStartArray();
      }
      ring(p, r);
      if (r + 1 == end || !p.hole()[r + 1]) {
        out.writeEndArray();
      }
    }
    if (outers > 1) {
      out.writeEndArray();
    }
    return true;
  }

  private void ring(PackedPolygons p, int r) throws IOException {
    out.writeStartArray();
    for (int v = p.firstVertex()[r]; v < p.firstVertex()[r + 1]; v++) {
      position(v);
    }
    position(p.firstVertex()[r]);
    out.writeEndArray();
  }

  private void position(int vertex) throws IOException {
    position(at.lonE7()[vertex], at.latE7()[vertex]);
  }

  private void position(int lonE7, int latE7) throws IOException {
    xy[0] = lonE7 / 1e7;
    xy[1] = latE7 / 1e7;
    position(crs, xy, out);
  }

  /**
   * Writes the first two numbers as a position, of longitude and latitude made one of the system,
   * with about a centimetre's digits. The array is overwritten.
   */
  public static void position(Crs crs, double[] lonLat, JsonGenerator out) throws IOException {
    if (!crs.isLonLat()) {
      crs.fromLonLat(lonLat, 1);
    }
    int digits = crs.isInDegrees() ? 7 : 3;
    double unit = crs.isInDegrees() ? 1e7 : 1e3;
    out.writeStartArray();
    out.writeNumber(BigDecimal.valueOf(Math.round(lonLat[0] * unit), digits));
    out.writeNumber(BigDecimal.valueOf(Math.round(lonLat[1] * unit), digits));
    out.writeEndArray();
  }

  /**
   * Writes which system the coordinates have, as GeoJSON of 2008 did and GDAL and QGIS read;
   * nothing where RFC 7946 holds.
   */
  public static void system(Crs crs, JsonGenerator out) throws IOException {
    if (!crs.isLonLat()) {
      out.writeObjectFieldStart("crs");
      out.writeStringField("type", "name");
      out.writeObjectFieldStart("properties");
      out.writeStringField("name", "urn:ogc:def:crs:EPSG::" + crs.epsg());
      out.writeEndObject();
      out.writeEndObject();
    }
  }

  private void cell(ReceptorGrid g, int cell) throws IOException {
    start("Polygon");
    out.writeStartArray();
    out.writeStartArray();
    double h = g.cellM() / 2;
    double[] p = new double[2];
    for (int k = 0; k < 5; k++) {
      double x = g.xM(cell) + (k == 1 || k == 2 ? h : -h);
      double y = g.yM(cell) + (k == 2 || k == 3 ? h : -h);
      view.snapshot().city().info().frame().toLonLat(x, y, p, 0);
      position((int) Math.round(p[0] * 1e7), (int) Math.round(p[1] * 1e7));
    }
    out.writeEndArray();
    out.writeEndArray();
    out.writeEndObject();
  }
}
