package city.emona.api.v1;

import city.emona.EmonaException;
import city.emona.api.ApiContext;
import city.emona.api.Links;
import city.emona.api.Route;
import city.emona.api.TileRoutes;
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
            .answer(200, "application/geo+json", "One multipolygon per class"),
        Route.get(
                "/api/v1/layers/{layer}/geotiff",
                "Layers",
                "A grid layer as GeoTIFF, float32 in the city's own metres",
                this::geoTiff)
            .param("run", "string", "Run (default: the base run)")
            .param("base", "string", "For differences: the run to subtract")
            .param("time", "string", "Instant (default: 08:00)")
            .answer(200, "image/tiff", "GeoTIFF"));
  }

  private void contours(Context ctx) throws IOException {
    file(ctx, "geojson", "application/geo+json");
  }

  private void geoTiff(Context ctx) throws IOException {
    file(ctx, "geotiff", "image/tiff; application=geotiff");
  }

  private void file(Context ctx, String format, String mediaType) throws IOException {
    Layer layer = catalogue.getLayer(ctx.pathParam("layer"));
    if (layer.geometry() != Layer.Geometry.GRID) {
      throw EmonaException.invalid(
          "The layer " + layer.id() + " is no grid.", "layer", "Choose an air layer.");
    }
    LayerView view = catalogue.view(layer, TileRoutes.selection(ctx));
    String style = ctx.queryParam("style");
    if (!Route.isKnown(ctx, format + view.key() + '|' + style, false)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      LayerFile.write(view, format, style, out);
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
    o.put("quantity", l.quantity() == null ? null : l.quantity().id());
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
    if (l.quantity() != null) {
      return lower(l.quantity().element());
    }
    return l.table() == Schema.LINKS ? "link" : l.table() == Schema.BINS ? "bin" : null;
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
