package city.emona.api.ogc;

import city.emona.EmonaException;
import city.emona.api.ApiContext;
import city.emona.api.Links;
import city.emona.api.Route;
import city.emona.api.TileRoutes;
import city.emona.layers.Catalogue;
import city.emona.layers.Layer;
import city.emona.layers.LayerView;
import city.emona.layers.Style;
import city.emona.layers.feature.GeoJson;
import city.emona.layers.picture.Legend;
import city.emona.layers.picture.MapBox;
import city.emona.layers.picture.MapRenderer;
import city.emona.layers.picture.Pick;
import city.emona.run.RunRecord;
import city.emona.simulate.DaySteps;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.javalin.http.Context;
import java.awt.Color;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code /wms}: Web Map Service 1.3.0 (OGC 06-042) with 1.1.1 for old clients. Layers, styles and
 * values come from the catalogue; TIME and DIM_RUN choose among the stored runs.
 */
public final class WmsRoutes {
  private final ApiContext api;
  private final Catalogue catalogue;
  private final Links links;

  public WmsRoutes(ApiContext api, Links links) {
    this.api = api;
    this.catalogue = api.catalogue();
    this.links = links;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/wms", "OGC", "Web Map Service 1.3.0 and 1.1.1", this::serve)
            .param(
                "request", "string", "GetCapabilities, GetMap, GetFeatureInfo or GetLegendGraphic")
            .param("version", "string", "1.3.0 or 1.1.1")
            .param("layers", "string", "Layers, comma-separated, from below to above")
            .param("styles", "string", "A style per layer; empty = default")
            .param("crs", "string", "CRS:84, EPSG:4326, EPSG:3857 or another EPSG code")
            .param("bbox", "string", "minx,miny,maxx,maxy in the axis order of the CRS")
            .param("width", "integer", "Pixels, at most 4096")
            .param("height", "integer", "Pixels, at most 4096")
            .param("time", "string", "Instant within the run")
            .param("dim_run", "string", "Run (default: the base run)")
            .param("dim_base", "string", "Run to subtract, of a difference layer")
            .answer(200, "image/png", "A map or a legend; XML for capabilities"));
  }

  private void serve(Context ctx) {
    WmsRequest q = new WmsRequest(ctx);
    try {
      String service = q.find("service");
      if (service != null && !service.equalsIgnoreCase("WMS")) {
        throw new WmsException(
            "", "service", "SERVICE=" + service + " is not served here; write SERVICE=WMS.");
      }
      String request = q.get("request");
      switch (request.toLowerCase(Locale.ROOT)) {
        case "getcapabilities", "capabilities" -> capabilities(ctx, q);
        case "getmap", "map" -> map(ctx, q);
        case "getfeatureinfo", "feature_info" -> info(ctx, q);
        case "getlegendgraphic" -> legend(ctx, q);
        default ->
            throw new WmsException(
                "OperationNotSupported",
                "request",
                "REQUEST="
                    + request
                    + " is not supported; use GetCapabilities, GetMap, GetFeatureInfo or GetLegendGraphic.");
      }
    } catch (WmsException e) {
      WmsErrors.answer(ctx, q, e);
    } catch (EmonaException e) {
      WmsErrors.answer(ctx, q, WmsErrors.of(e));
    }
  }

  private void capabilities(Context ctx, WmsRequest q) {
    boolean old = q.isVersion111();
    byte[] xml =
        new WmsCapabilities(catalogue, api.runs().listRuns(), links.base(ctx) + "/wms", old)
            .write();
    ctx.header("Cache-Control", "no-cache");
    ctx.result(xml).contentType(old ? "application/vnd.ogc.wms_xml" : "text/xml; charset=utf-8");
  }

  private void map(Context ctx, WmsRequest q) {
    q.requireFormat("format", WmsCapabilities.MAP_FORMATS);
    boolean jpeg = q.get("format").toLowerCase(Locale.ROOT).endsWith("jpeg");
    MapBox map = q.map();
    List<MapRenderer.Drawn> layers = drawn(ctx, q);
    boolean dark = "dark".equalsIgnoreCase(q.find("theme"));
    Color ground = q.background();
    StringBuilder key = new StringBuilder(String.valueOf(ctx.queryString()));
    layers.forEach(l -> key.append('|').append(l.view().key()));
    if (Route.isKnown(ctx, key.toString(), false)) {
      return;
    }
    if (jpeg) {
      // JPEG knows no transparency.
      ctx.result(MapRenderer.jpeg(layers, map, ground == null ? Color.WHITE : ground, dark));
    } else {
      ctx.result(MapRenderer.png(layers, map, ground, dark));
    }
    ctx.contentType(jpeg ? "image/jpeg" : "image/png");
  }

  private List<MapRenderer.Drawn> drawn(Context ctx, WmsRequest q) {
    List<String> names = q.layers("layers");
    String given = q.find("styles");
    String[] styles = given == null ? new String[0] : given.split(",", -1);
    if (styles.length > 0 && styles.length != names.size()) {
      throw new WmsException(
          "StyleNotDefined",
          "styles",
          styles.length + " styles for " + names.size() + " layers; give one each or none.");
    }
    List<MapRenderer.Drawn> out = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Layer layer = layer(names.get(i));
      Style style = style(layer, styles.length == 0 ? "" : styles[i]);
      out.add(new MapRenderer.Drawn(view(ctx, q, layer), style));
    }
    return out;
  }

  private Layer layer(String name) {
    return catalogue
        .findLayer(name)
        .orElseThrow(
            () ->
                new WmsException(
                    "LayerNotDefined",
                    "layers",
                    "There is no layer " + name + ". GetCapabilities lists them."));
  }

  private static Style style(Layer layer, String name) {
    Style s = layer.findStyle(name);
    if (s == null) {
      throw new WmsException(
          "StyleNotDefined",
          "styles",
          "The layer " + layer.id() + " has no style " + name + ". GetCapabilities lists them.");
    }
    return s;
  }

  private LayerView view(Context ctx, WmsRequest q, Layer layer) {
    String time = layer.isValueLayer() ? q.find("time") : null;
    String run = q.find("dim_run");
    OffsetDateTime instant = time == null ? null : instant(time, run);
    LayerView view =
        catalogue.view(
            layer,
            new Catalogue.Selection(
                run, q.find("dim_base"), instant, TileRoutes.place(q.find("place"))));
    if (layer.isValueLayer() && instant == null) {
      // WMS 1.3.0, C.4.2: a server that fills in a dimension says so.
      ctx.header(
          "Warning",
          "99 Default value used: time=" + view.run().steps().start(view.step()).toInstant());
    }
    return view;
  }

  /**
   * An instant, the start of an interval, or a whole day (then its 08:00), as clients send them.
   */
  private OffsetDateTime instant(String text, String run) {
    String first = text.split("/", -1)[0].trim().replace(' ', '+');
    try {
      if (first.matches("\\d{4}-\\d{2}-\\d{2}")) {
        return ofDay(LocalDate.parse(first), run);
      }
      return OffsetDateTime.parse(first);
    } catch (DateTimeException e) {
      throw new WmsException(
          "InvalidDimensionValue",
          "time",
          "TIME=" + text + " is not an instant; write it as 2026-03-17T07:00:00Z.",
          e);
    }
  }

  private OffsetDateTime ofDay(LocalDate day, String run) {
    RunRecord r = run == null ? catalogue.findBaseRun().orElse(null) : catalogue.getRun(run);
    if (r == null) {
      return null;
    }
    DaySteps steps = r.steps();
    return steps.date().equals(day)
        ? steps.start(Catalogue.defaultStep(steps))
        : day.atStartOfDay(steps.zone()).toOffsetDateTime();
  }

  private void legend(Context ctx, WmsRequest q) {
    if (q.find("format") != null) {
      q.requireFormat("format", List.of("image/png"));
    }
    Layer layer = layer(q.get("layer"));
    Style style = style(layer, q.find("style"));
    boolean dark = "dark".equalsIgnoreCase(q.find("theme"));
    ctx.header("Cache-Control", "no-cache");
    ctx.result(Legend.png(layer, style, dark)).contentType("image/png");
  }

  private void info(Context ctx, WmsRequest q) {
    String format = q.find("info_format");
    if (format == null) {
      format = "text/plain";
    } else {
      q.requireFormat("info_format", WmsCapabilities.INFO_FORMATS);
    }
    MapBox map = q.map();
    boolean old = q.isVersion111();
    int x = q.integer(old ? "x" : "i", 0, map.width() - 1, "InvalidPoint");
    int y = q.integer(old ? "y" : "j", 0, map.height() - 1, "InvalidPoint");
    int count = q.find("feature_count") == null ? 1 : q.integer("feature_count", 1, 100, "");
    List<InfoWriter.Hit> hits = new ArrayList<>();
    for (String name : q.layers("query_layers")) {
      LayerView view = view(ctx, q, layer(name));
      for (int element : Pick.at(view, map, x + 0.5, y + 0.5, count)) {
        hits.add(new InfoWriter.Hit(view, element, properties(view, element)));
      }
    }
    ctx.header("Cache-Control", "no-cache");
    InfoWriter.write(ctx, format, hits);
  }

  private static Map<String, JsonNode> properties(LayerView view, int element) {
    try (TokenBuffer buffer = new TokenBuffer(Route.JSON, false)) {
      JsonGenerator out = buffer;
      out.writeStartObject();
      new GeoJson(view, out).properties(element);
      out.writeEndObject();
      JsonNode node = Route.JSON.readTree(buffer.asParser());
      Map<String, JsonNode> sorted = new java.util.LinkedHashMap<>();
      node.properties().forEach(e -> sorted.put(e.getKey(), e.getValue()));
      return sorted;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
