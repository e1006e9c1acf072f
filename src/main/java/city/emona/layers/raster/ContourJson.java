package city.emona.layers.raster;

import city.emona.EmonaException;
import city.emona.geo.Crs;
import city.emona.geo.LocalFrame;
import city.emona.layers.Layer;
import city.emona.layers.LayerView;
import city.emona.layers.Style;
import city.emona.layers.feature.GeoJson;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/**
 * Contours of a grid layer as GeoJSON: one multipolygon per class of the layer's style, with the
 * bounds of the class, its name where the style names its classes (the bands of the air quality
 * index) and its colour. Classes without an area are left out.
 */
public final class ContourJson {
  private ContourJson() {}

  /** Writes the whole collection. */
  public static void write(LayerView view, Style.Ramp ramp, Crs crs, JsonGenerator out)
      throws IOException {
    if (view.layer().geometry() != Layer.Geometry.GRID || view.grid() == null) {
      throw EmonaException.invalid(
          "The layer " + view.layer().id() + " has no grid to draw contours of.",
          "layer",
          "Choose an air layer, for example air_no2.");
    }
    out.writeStartObject();
    out.writeStringField("type", "FeatureCollection");
    GeoJson.system(crs, out);
    out.writeStringField("layer", view.layer().id());
    out.writeStringField("style", ramp.id());
    out.writeStringField("unit", view.layer().unit());
    out.writeStringField("run", view.run().id());
    out.writeStringField("time", view.run().steps().start(view.step()).toString());
    out.writeStringField("attribution", view.snapshot().city().info().attribution());
    out.writeStringField("licence", view.snapshot().city().info().licence());
    out.writeArrayFieldStart("features");
    for (int k = 0; k <= ramp.breaks().length; k++) {
      band(view, ramp, k, crs, out);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void band(LayerView view, Style.Ramp ramp, int k, Crs crs, JsonGenerator out)
      throws IOException {
    double low = k == 0 ? Double.NEGATIVE_INFINITY : ramp.breaks()[k - 1];
    double high = k == ramp.breaks().length ? Double.POSITIVE_INFINITY : ramp.breaks()[k];
    List<Isobands.Area> areas = Isobands.between(view.grid(), view.values(), low, high);
    if (areas.isEmpty()) {
      return;
    }
    out.writeStartObject();
    out.writeStringField("type", "Feature");
    out.writeNumberField("id", k);
    out.writeObjectFieldStart("properties");
    bound(out, "from", low);
    bound(out, "to", high);
    if (!ramp.labels().isEmpty()) {
      out.writeStringField("label", ramp.labels().get(k));
    }
    out.writeStringField("color", ramp.color(k, false));
    out.writeEndObject();
    out.writeObjectFieldStart("geometry");
    out.writeStringField("type", "MultiPolygon");
    out.writeArrayFieldStart("coordinates");
    LocalFrame frame = view.snapshot().city().info().frame();
    for (Isobands.Area area : areas) {
      out.writeStartArray();
      for (Isobands.Ring ring : area.rings()) {
        ring(frame, ring, crs, out);
      }
      out.writeEndArray();
    }
    out.writeEndArray();
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void bound(JsonGenerator out, String name, double value) throws IOException {
    if (Double.isInfinite(value)) {
      out.writeNullField(name);
    } else {
      out.writeNumberField(name, value);
    }
  }

  private static void ring(LocalFrame frame, Isobands.Ring ring, Crs crs, JsonGenerator out)
      throws IOException {
    double[] p = new double[2];
    out.writeStartArray();
    for (int i = 0; i < ring.xy().length; i += 2) {
      frame.toLonLat(ring.xy()[i], ring.xy()[i + 1], p, 0);
      GeoJson.position(crs, p, out);
    }
    out.writeEndArray();
  }
}
