package city.emona.api.ogc;

import city.emona.EmonaException;
import city.emona.api.ApiContext;
import city.emona.api.Links;
import city.emona.api.Route;
import city.emona.api.TileRoutes;
import city.emona.geo.Bounds;
import city.emona.layers.Catalogue;
import city.emona.layers.Layer;
import city.emona.layers.LayerView;
import city.emona.layers.feature.FeatureQuery;
import city.emona.layers.feature.GeoJson;
import city.emona.model.CityInfo;
import city.emona.run.RunRecord;
import city.emona.simulate.DaySteps;
import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Items of a collection: pages of features, and one feature by its id. */
final class ItemRoutes {
  private static final String GEOJSON = "application/geo+json";
  private static final Set<String> PARAMS =
      Set.of("f", "limit", "offset", "bbox", "datetime", "run", "base", "place");

  private final Catalogue catalogue;
  private final Links links;

  ItemRoutes(ApiContext api, Links links) {
    this.catalogue = api.catalogue();
    this.links = links;
  }

  List<Route> routes() {
    return List.of(
        runs(OgcRoutes.described(
                Route.get("/ogc/collections/{collection}/items", "OGC", "Features", this::items)))
            .param("limit", "integer", "Features per page, 1 to 10000 (default 100)")
            .param("offset", "integer", "Features to leave out at the start")
            .param("bbox", "string", "west,south,east,north in degrees")
            .param("datetime", "string", "Instant, or from/to with .. for an open end")
            .answer(200, GEOJSON, "A page of features"),
        runs(OgcRoutes.described(
                Route.get(
                    "/ogc/collections/{collection}/items/{feature}",
                    "OGC",
                    "A feature",
                    this::item)))
            .answer(200, GEOJSON, "The feature"));
  }

  private static Route runs(Route r) {
    return r.param("run", "string", "Run of a value layer (default: the base run)")
        .param("base", "string", "Run to subtract, of a difference layer")
        .param("place", "string", "lon,lat, of a layer of causes (default: where most is)");
  }

  private Layer layer(Context ctx) {
    return catalogue.getLayer(ctx.pathParam("collection"));
  }

  /** The view at the asked time; null where the run does not reach into it. */
  private LayerView view(Context ctx, Layer layer) {
    String run = ctx.queryParam("run");
    String base = ctx.queryParam("base");
    OgcRequest.Span span = OgcRequest.datetime(ctx);
    OffsetDateTime time = null;
    if (span != null && layer.isValueLayer()) {
      RunRecord r = run == null ? catalogue.findBaseRun().orElse(null) : catalogue.getRun(run);
      if (r != null) {
        time = instant(r.steps(), span);
        if (time == null) {
          return null;
        }
      }
    }
    return catalogue.view(
        layer, new Catalogue.Selection(run, base, time, TileRoutes.place(ctx.queryParam("place"))));
  }

  /** The first instant of the span that lies in the day, or null where none does. */
  private static OffsetDateTime instant(DaySteps steps, OgcRequest.Span span) {
    OffsetDateTime start = steps.start(0);
    OffsetDateTime from = span.from() == null || span.from().isBefore(start) ? start : span.from();
    boolean beforeEnd = from.isBefore(steps.start(steps.count()));
    boolean inSpan = span.to() == null || !span.to().isBefore(from);
    if (!beforeEnd || !inSpan) {
      return null;
    }
    boolean whole = span.from() == null && span.to() == null;
    return whole ? steps.start(Catalogue.defaultStep(steps)) : from;
  }

  private void items(Context ctx) {
    Layer layer = layer(ctx);
    Set<String> known = new TreeSet<>(OgcRequest.columns(layer));
    known.addAll(PARAMS);
    OgcRequest.refuseUnknown(ctx, known);
    Bounds bbox = OgcRequest.bbox(ctx);
    Map<String, String> properties = OgcRequest.properties(ctx, layer);
    int limit = OgcRequest.limit(ctx);
    int offset = OgcRequest.offset(ctx);
    LayerView view = view(ctx, layer);
    FeatureQuery.Page page =
        view == null
            ? new FeatureQuery.Page(new int[0], 0)
            : new FeatureQuery(bbox, properties, offset, limit).run(view);
    ctx.header("Vary", "Accept, Accept-Encoding");
    if (OgcRequest.wantsHtml(ctx)) {
      ItemPages.list(ctx, links.base(ctx), layer, view, page, offset, limit, query(ctx));
      return;
    }
    ctx.contentType(GEOJSON);
    try (JsonGenerator out =
        Route.JSON.getFactory().createGenerator(ctx.outputStream(), JsonEncoding.UTF8)) {
      write(ctx, out, view, page, offset, limit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(
      Context ctx, JsonGenerator out, LayerView view, FeatureQuery.Page page, int offset, int limit)
      throws IOException {
    out.writeStartObject();
    CityInfo info = catalogue.snapshot().city().info();
    out.writeStringField("type", "FeatureCollection");
    out.writeStringField("attribution", info.attribution());
    out.writeStringField("licence", info.licence());
    out.writeStringField("timeStamp", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    out.writeNumberField("numberMatched", page.matched());
    out.writeNumberField("numberReturned", page.elements().length);
    out.writeArrayFieldStart("links");
    String self = self(ctx) + "?" + query(ctx);
    link(out, "self", GEOJSON, self + "offset=" + offset + "&limit=" + limit + "&f=json");
    link(out, "alternate", "text/html", self + "offset=" + offset + "&limit=" + limit + "&f=html");
    if (offset + page.elements().length < page.matched()) {
      link(
          out,
          "next",
          GEOJSON,
          self + "offset=" + (offset + limit) + "&limit=" + limit + "&f=json");
    }
    if (offset > 0) {
      int before = Math.max(0, offset - limit);
      link(out, "prev", GEOJSON, self + "offset=" + before + "&limit=" + limit + "&f=json");
    }
    collectionLink(ctx, out);
    out.writeEndArray();
    out.writeArrayFieldStart("features");
    if (view != null) {
      GeoJson features = new GeoJson(view, out);
      for (int element : page.elements()) {
        out.writeStartObject();
        features.members(element);
        out.writeEndObject();
      }
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void collectionLink(Context ctx, JsonGenerator out) throws IOException {
    link(
        out,
        "collection",
        "application/json",
        links.base(ctx) + "/ogc/collections/" + ctx.pathParam("collection") + "?f=json");
  }

  private static void link(JsonGenerator out, String rel, String type, String href)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("rel", rel);
    out.writeStringField("type", type);
    out.writeStringField("href", href);
    out.writeEndObject();
  }

  private String self(Context ctx) {
    return links.base(ctx) + "/ogc/collections/" + ctx.pathParam("collection") + "/items";
  }

  /** The parameters to repeat in links: all but format and page, each followed by {@code &}. */
  private static String query(Context ctx) {
    StringBuilder s = new StringBuilder();
    ctx.queryParamMap()
        .forEach(
            (name, values) -> {
              if (!Set.of("f", "limit", "offset").contains(name)) {
                s.append(encode(name)).append('=').append(encode(values.get(0))).append('&');
              }
            });
    return s.toString();
  }

  static String encode(String s) {
    return URLEncoder.encode(s, StandardCharsets.UTF_8);
  }

  private void item(Context ctx) {
    OgcRequest.refuseUnknown(ctx, Set.of("f", "run", "base", "datetime", "place"));
    Layer layer = layer(ctx);
    LayerView view = view(ctx, layer);
    String id = ctx.pathParam("feature");
    int element = view == null ? -1 : GeoJson.findElement(view, id);
    if (element < 0) {
      throw EmonaException.notFound(
          "The collection " + layer.id() + " has no feature " + id + ".",
          "feature",
          "See /ogc/collections/" + layer.id() + "/items for the ids.");
    }
    ctx.header("Vary", "Accept, Accept-Encoding");
    if (OgcRequest.wantsHtml(ctx)) {
      ItemPages.one(ctx, links.base(ctx), view, element);
      return;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = Route.JSON.getFactory().createGenerator(bytes, JsonEncoding.UTF8)) {
      out.writeStartObject();
      new GeoJson(view, out).members(element);
      out.writeArrayFieldStart("links");
      String self = self(ctx) + "/" + encode(id) + "?" + query(ctx);
      link(out, "self", GEOJSON, self + "f=json");
      link(out, "alternate", "text/html", self + "f=html");
      collectionLink(ctx, out);
      out.writeEndArray();
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ctx.result(bytes.toByteArray()).contentType(GEOJSON);
  }
}
