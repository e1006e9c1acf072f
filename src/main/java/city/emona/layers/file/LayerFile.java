package city.emona.layers.file;

import city.emona.EmonaException;
import city.emona.geo.Crs;
import city.emona.geo.LocalFrame;
import city.emona.geo.PackedLines;
import city.emona.geo.PackedPoints;
import city.emona.layers.Attributes;
import city.emona.layers.Layer;
import city.emona.layers.LayerView;
import city.emona.layers.Snapshot;
import city.emona.layers.Style;
import city.emona.layers.feature.FeatureQuery;
import city.emona.layers.feature.GeoJson;
import city.emona.layers.raster.ContourJson;
import city.emona.layers.raster.GeoTiff;
import city.emona.simulate.ReceptorGrid;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A layer as a file for other programs: GeoTIFF for grids; GeoJSON for features, and for grids the
 * contours of the layer's style; CSV for both, with longitude and latitude. Any EPSG code may take
 * the place of longitude and latitude. Licence and attribution travel in GeoTIFF and GeoJSON, and
 * beside a CSV in {@link CsvMetadata}.
 */
public final class LayerFile {
  /** Formats by the name that the user gives. */
  public static final List<String> FORMATS = List.of("geotiff", "geojson", "csv", "gpkg");

  private LayerFile() {}

  /** {@code crs} null: longitude and latitude, and the city's own metres for GeoTIFF. */
  public static void write(LayerView view, String format, String style, Crs crs, OutputStream out)
      throws IOException {
    Crs places = crs == null ? Crs.EPSG4326 : crs;
    switch (format) {
      case "geotiff" -> geoTiff(view, crs, out);
      case "geojson" -> geoJson(view, style, places, out);
      case "csv" -> csv(view, places, out);
      default ->
          throw EmonaException.invalid(
              "The format " + format + " is not known.",
              "--format",
              "Give one of " + String.join(", ", FORMATS) + ".");
    }
  }

  private static boolean isGrid(LayerView view) {
    return view.layer().geometry() == Layer.Geometry.GRID;
  }

  private static void geoTiff(LayerView view, Crs crs, OutputStream out) throws IOException {
    if (!isGrid(view)) {
      throw EmonaException.invalid(
          "The layer " + view.layer().id() + " has features, which a GeoTIFF cannot hold.",
          "--format",
          "Give geojson or csv, or choose a grid layer such as air_no2.");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("LAYER", view.layer().id());
    metadata.put("UNIT", view.layer().unit());
    metadata.put("RUN", view.run().id());
    metadata.put("SCENARIO", view.run().scenarioId());
    if (view.base() != null) {
      metadata.put("MINUS_RUN", view.base().id());
    }
    metadata.put("TIME", view.run().steps().start(view.step()).toString());
    metadata.put("ATTRIBUTION", view.snapshot().city().info().attribution());
    metadata.put("LICENCE", view.snapshot().city().info().licence());
    String title = view.layer().title() + ", " + view.layer().unit();
    LocalFrame frame = view.snapshot().city().info().frame();
    if (crs == null) {
      GeoTiff.write(view.grid(), frame, view.values(), title, metadata, out);
    } else {
      metadata.put("RESAMPLED", "nearest cell of " + view.grid().cellM() + " m");
      GeoTiff.write(view.grid(), frame, crs, view.values(), title, metadata, out);
    }
  }

  private static void geoJson(LayerView view, String style, Crs crs, OutputStream out)
      throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      if (isGrid(view)) {
        ContourJson.write(view, ramp(view.layer(), style), crs, json);
        return;
      }
      json.writeStartObject();
      json.writeStringField("type", "FeatureCollection");
      json.writeStringField("name", view.layer().id());
      GeoJson.system(crs, json);
      json.writeStringField("attribution", view.snapshot().city().info().attribution());
      json.writeStringField("licence", view.snapshot().city().info().licence());
      json.writeArrayFieldStart("features");
      GeoJson features = new GeoJson(view, crs, json);
      for (int element : all(view)) {
        json.writeStartObject();
        features.members(element);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  /** The style of a layer by name as classes. */
  public static Style.Ramp ramp(Layer layer, String style) {
    if (layer.findStyle(style) instanceof Style.Ramp ramp) {
      return ramp;
    }
    throw EmonaException.invalid(
        "The layer " + layer.id() + " has no style " + style + " with classes.",
        "style",
        "Ask /api/v1/layers/" + layer.id() + " for its styles.");
  }

  private static int[] all(LayerView view) {
    return new FeatureQuery(null, Map.of(), 0, Integer.MAX_VALUE).run(view).elements();
  }

  private static void csv(LayerView view, Crs crs, OutputStream out) throws IOException {
    Writer w = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    if (isGrid(view)) {
      cells(view, crs, w);
    } else {
      rows(view, crs, w);
    }
    w.flush();
  }

  /** The two columns of places. */
  static String placeColumns(Crs crs) {
    return crs.isLonLat() ? "lon,lat" : "x,y";
  }

  private static void cells(LayerView view, Crs crs, Writer w) throws IOException {
    ReceptorGrid g = view.grid();
    double[] p = new double[2];
    w.write("cell," + placeColumns(crs) + ",x_m,y_m,value\n");
    String position = crs.isInDegrees() ? "%.7f,%.7f" : "%.3f,%.3f";
    for (int c = 0; c < g.count(); c++) {
      if (!Float.isNaN(view.value(c))) {
        view.snapshot().city().info().frame().toLonLat(g.xM(c), g.yM(c), p, 0);
        if (!crs.isLonLat()) {
          crs.fromLonLat(p, 1);
        }
        w.write(
            String.format(
                Locale.ROOT,
                "%d," + position + ",%s,%s,%s\n",
                c,
                p[0],
                p[1],
                g.xM(c),
                g.yM(c),
                view.value(c)));
      }
    }
  }

  private static void rows(LayerView view, Crs crs, Writer w) throws IOException {
    Attributes attributes = new Attributes(view.snapshot().city(), view.table());
    StringBuilder line = new StringBuilder("id,").append(placeColumns(crs));
    boolean hasValue = view.layer().isValueLayer();
    line.append(hasValue ? ",value" : "");
    for (int c = 0; c < attributes.fieldCount(); c++) {
      line.append(',').append(attributes.field(c).name());
    }
    w.write(line.append('\n').toString());
    for (int row : all(view)) {
      line.setLength(0);
      line.append(quoted(view.table().id(row)));
      place(view, crs, row, line);
      if (hasValue) {
        float v = view.value(row);
        line.append(',').append(Float.isNaN(v) ? "" : Float.toString(v));
      }
      for (int c = 0; c < attributes.fieldCount(); c++) {
        Object v = attributes.value(row, c);
        line.append(',').append(v == null ? "" : quoted(v.toString()));
      }
      w.write(line.append('\n').toString());
    }
  }

  /** The point, or the middle vertex of a line; nothing for areas. */
  private static void place(LayerView view, Crs crs, int row, StringBuilder line) {
    Snapshot.Positions at = view.snapshot().positions(view.layer().table());
    int vertex = -1;
    if (view.table().shapes() instanceof PackedPoints p) {
      vertex = p.hasPosition(row) ? row : -1;
    } else if (view.table().shapes() instanceof PackedLines l) {
      vertex = (l.first()[row] + l.first()[row + 1]) / 2;
    }
    if (vertex < 0) {
      line.append(",,");
      return;
    }
    double[] p = {at.lonE7()[vertex] / 1e7, at.latE7()[vertex] / 1e7};
    if (crs.isLonLat()) {
      line.append(',').append(p[0]).append(',').append(p[1]);
      return;
    }
    crs.fromLonLat(p, 1);
    line.append(
        String.format(Locale.ROOT, crs.isInDegrees() ? ",%.7f,%.7f" : ",%.3f,%.3f", p[0], p[1]));
  }

  private static String quoted(String s) {
    boolean plain = s.indexOf(',') < 0 && s.indexOf('"') < 0 && s.indexOf('\n') < 0;
    return plain ? s : '"' + s.replace("\"", "\"\"") + '"';
  }
}
