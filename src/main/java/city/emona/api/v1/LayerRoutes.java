package city.emona.api.v1;

import city.emona.EmonaException;
import city.emona.api.ApiContext;
import city.emona.api.Links;
import city.emona.api.Route;
import city.emona.api.TileRoutes;
import city.emona.geo.Crs;
import city.emona.layers.Catalogue;
import city.emona.layers.Layer;
import city.emona.layers.LayerView;
import city.emona.layers.Style;
import city.emona.layers.file.LayerFile;
import city.emona.model.CityInfo;
import city.emona.model.Field;
import city.emona.model.Schema;
import city.emona.run.RunRecord;
import city.emona.simulate.DaySteps;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** {@code /api/v1/layers}: the catalogue as JSON. */
public final class LayerRoutes {
  private final Catalogue catalogue;
  private final Links links;

  public LayerRoutes(ApiContext api, Links links) {
    this.catalogue = api.catalogue();
    this.links = links;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/layers", "Layers", "Everything that can be drawn", this::list)
            .answer(200, "application/json", "Layers with style, fields, licence and links"),
        Route.get("/api/v1/layers/{layer}", "Layers", "One layer", this::one)
            .answer(200, "application/json", "The layer"),
        Route.get(
                "/api/v1/layers/{layer}/contours",
                "Layers",
                "Contours of a grid layer: an area per class of its style",
                this::contours)
            .param("run", "string", "Run (default: the base run)")
            .param("base", "string", "For differences: the run to subtract")
            .param("time", "string", "Instant (default: 08:00)")
            .param("style", "string", "Style whose classes are drawn (default: the first)")
            .param("crs", "string", "EPSG code of the coordinates (default: EPSG:4326)")
            .answer(200, "application/geo+json", "One multipolygon per class"),
        Route.get(
                "/api/v1/layers/{layer}/geotiff",
                "Layers",
                "A grid layer as GeoTIFF, float32 in the city's own metres",
                this::geoTiff)
            .param("run", "string", "Run (default: the base run)")
            .param("base", "string", "For differences: the run to subtract")
            .param("time", "string", "Instant (default: 08:00)")
            .param("crs", "string", "EPSG code to lay it out anew in (default: as it is)")
            .answer(200, "image/tiff", "GeoTIFF"),
        Route.get(
                "/api/v1/layers/{layer}/values",
                "Layers",
                "Values of a value layer by element, also of those that are worked out",
                this::values)
            .param("run", "string", "Run (default: the base run)")
            .param("base", "string", "For differences: the run to subtract")
            .param("time", "string", "Instant (default: 08:00)")
            .param("place", "string", "lon,lat, of a layer of causes (default: where most is)")
            .answer(200, "application/json", "Little-endian float32 in Base64, NaN = no data"));
  }

  private void contours(Context ctx) throws IOException {
    file(ctx, "geojson", "application/geo+json");
  }

  private void geoTiff(Context ctx) throws IOException {
    file(ctx, "geotiff", "image/tiff; application=geotiff");
  }

  private void values(Context ctx) {
    Layer layer = catalogue.getLayer(ctx.pathParam("layer"));
    if (!layer.isValueLayer()) {
      throw EmonaException.invalid(
          "The layer " + layer.id() + " has no values.", "layer", "Choose a layer of a run.");
    }
    LayerView view = catalogue.view(layer, TileRoutes.selection(ctx));
    if (Route.isKnown(ctx, "values" + view.key(), false)) {
      return;
    }
    ObjectNode o = Route.object();
    o.put("layer", layer.id()).put("run", view.run().id());
    o.put("base", view.base() == null ? null : view.base().id());
    o.put("step", view.step()).put("time", view.run().steps().start(view.step()).toString());
    o.put("unit", layer.unit()).put("element", element(layer));
    ArrayNode place = layer.source() == Layer.Source.CAUSES ? o.putArray("place") : null;
    for (int i = 0; place != null && i < 2; i++) {
      place.add(Double.parseDouble(view.variant().split(",")[i]));
    }
    o.put("count", view.values().length).put("dtype", "float32").put("nodata", "NaN");
    o.put("scale", 1).put("offset", 0);
    o.put("values", base64(view.values()));
    if (layer.source() == Layer.Source.READINGS) {
      double[] observed = view.table().reals("observed");
      float[] seen = new float[observed.length];
      for (int i = 0; i < seen.length; i++) {
        seen[i] = (float) observed[i];
      }
      o.put("observed", base64(seen));
    }
    Route.json(ctx, o);
  }

  private static String base64(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private void file(Context ctx, String format, String mediaType) throws IOException {
    Layer layer = catalogue.getLayer(ctx.pathParam("layer"));
    if (layer.geometry() != Layer.Geometry.GRID) {
      throw EmonaException.invalid(
          "The layer " + layer.id() + " is no grid.", "layer", "Choose an air layer.");
    }
    LayerView view = catalogue.view(layer, TileRoutes.selection(ctx));
    String style = ctx.queryParam("style");
    String crs = ctx.queryParam("crs");
    if (!Route.isKnown(ctx, format + view.key() + '|' + style + '|' + crs, false)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      LayerFile.write(view, format, style, crs == null ? null : Crs.of(crs), out);
      ctx.result(out.toByteArray()).contentType(mediaType);
    }
  }

  private void list(Context ctx) {
    ArrayNode items = Route.array();
    for (Layer l : catalogue.layers()) {
      items.add(describe(ctx, l));
    }
    Route.json(ctx, Route.items(items));
  }

  private void one(Context ctx) {
    Route.json(ctx, describe(ctx, catalogue.getLayer(ctx.pathParam("layer"))));
  }

  private ObjectNode describe(Context ctx, Layer l) {
    ObjectNode o = Route.object();
    o.put("id", l.id()).put("title", l.title()).put("abstract", l.summary());
    o.put("group", lower(l.group())).put("geometry", lower(l.geometry()));
    o.put("element", element(l));
    boolean hasFrames = l.source() == Layer.Source.FRAMES;
    o.put("quantity", hasFrames ? l.quantity().id() : null);
    o.put("source", lower(l.source()));
    o.put("of", l.quantity() == null || hasFrames ? null : l.quantity().id());
    o.put("unit", l.unit());
    o.set("bounds", CityRoutes.box(catalogue.bounds(l)));
    o.set("time", time(l));
    o.set("style", style(l.styles().get(0)));
    ArrayNode styles = o.putArray("styles");
    l.styles().forEach(s -> styles.add(style(s)));
    ArrayNode fields = o.putArray("fields");
    for (Field f : l.fields()) {
      fields
          .addObject()
          .put("name", f.name())
          .put("kind", lower(f.kind()))
          .put("unit", f.unit())
          .put("description", f.description());
    }
    CityInfo info = catalogue.snapshot().city().info();
    o.put("attribution", info.attribution()).put("licence", info.licence());
    String base = links.base(ctx);
    o.putObject("links")
        .put("mvt", base + "/tiles/" + l.id() + "/{z}/{x}/{y}.mvt")
        .put("tilejson", base + "/tiles/" + l.id() + ".json")
        .put("wms", base + "/wms?service=WMS&version=1.3.0&request=GetCapabilities")
        .put("ogc", base + "/ogc/collections/" + l.id());
    return o;
  }

  private static String element(Layer l) {
    if (l.source() == Layer.Source.FRAMES) {
      return lower(l.quantity().element());
    }
    if (l.source() == Layer.Source.SIDES) {
      return "side";
    }
    boolean isSensor = l.table() == Schema.SENSORS || l.source() == Layer.Source.READINGS;
    return l.table() == Schema.LINKS
        ? "link"
        : l.table() == Schema.BINS ? "bin" : isSensor ? "sensor" : null;
  }

  private ObjectNode time(Layer l) {
    RunRecord run = l.isValueLayer() ? catalogue.findBaseRun().orElse(null) : null;
    if (run == null) {
      return null;
    }
    DaySteps steps = run.steps();
    return Route.object()
        .put("start", steps.start(0).toString())
        .put("end", steps.start(steps.count()).toString())
        .put("stepMinutes", steps.stepMinutes());
  }

  private static String lower(Enum<?> e) {
    return e.name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode style(Style style) {
    ObjectNode o = Route.object();
    o.put("id", style.id()).put("title", style.title());
    if (style instanceof Style.Ramp r) {
      o.put("type", "ramp");
      ArrayNode breaks = o.putArray("breaks");
      for (double b : r.breaks()) {
        breaks.add(b);
      }
      ArrayNode colors = o.putArray("colors");
      r.colors().forEach(colors::add);
      ArrayNode dark = o.putArray("colorsDark");
      r.colorsDark().forEach(dark::add);
      if (!r.labels().isEmpty()) {
        ArrayNode labels = o.putArray("labels");
        r.labels().forEach(labels::add);
      }
      o.put("width", r.width());
    } else if (style instanceof Style.Choice c) {
      o.put("type", "choice").put("field", c.field());
      ObjectNode colors = o.putObject("colors");
      c.colors().forEach(colors::put);
    } else if (style instanceof Style.Fixed f) {
      o.put("type", "fixed").put("color", f.color()).put("colorDark", f.colorDark());
    }
    return o;
  }
}
