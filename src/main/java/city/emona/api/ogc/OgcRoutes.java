package city.emona.api.ogc;

import city.emona.api.ApiContext;
import city.emona.api.Links;
import city.emona.api.OpenApi;
import city.emona.api.Route;
import city.emona.geo.Bounds;
import city.emona.layers.Catalogue;
import city.emona.layers.Layer;
import city.emona.model.CityInfo;
import city.emona.run.RunRecord;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code /ogc}: OGC API Features part 1 (OGC 17-069r4): landing page, conformance, API definition
 * and collections; {@link ItemRoutes} has the items. Every address answers a program with JSON and
 * a person with HTML.
 */
public final class OgcRoutes {
  static final List<String> CONFORMANCE =
      List.of(
          "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
          "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
          "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
          "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
          "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
          "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson");

  private static final String OPENAPI = "application/vnd.oai.openapi+json;version=3.0";
  private static final String CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
  private static final Set<String> PLAIN = Set.of("f");

  private final Catalogue catalogue;
  private final Links links;
  private final List<Route> routes = new ArrayList<>();

  public OgcRoutes(ApiContext api, Links links) {
    this.catalogue = api.catalogue();
    this.links = links;
    routes.add(
        described(Route.get("/ogc", "OGC", "Landing page", this::landing))
            .answer(200, "application/json", "Links to everything else"));
    routes.add(
        described(Route.get("/ogc/conformance", "OGC", "Conformance classes", this::conformance))
            .answer(200, "application/json", "Classes that this server conforms to"));
    routes.add(
        described(Route.get("/ogc/api", "OGC", "API definition", this::definition))
            .answer(200, OPENAPI, "OpenAPI 3.0"));
    routes.add(
        described(Route.get("/ogc/collections", "OGC", "Collections", this::collections))
            .answer(200, "application/json", "The collections"));
    routes.add(
        described(Route.get("/ogc/collections/{collection}", "OGC", "A collection", this::one))
            .answer(200, "application/json", "Title, extent and links"));
    routes.addAll(new ItemRoutes(api, links).routes());
  }

  public List<Route> routes() {
    return List.copyOf(routes);
  }

  static Route described(Route r) {
    return r.param("f", "string", "json or html");
  }

  private String base(Context ctx) {
    return links.base(ctx) + "/ogc";
  }

  /** Answers JSON or, for a person, the same as a page. */
  private void answer(Context ctx, ObjectNode json, String title, String html) {
    OgcRequest.refuseUnknown(ctx, PLAIN);
    ctx.header("Vary", "Accept, Accept-Encoding");
    if (OgcRequest.wantsHtml(ctx)) {
      ctx.html(Html.page(title, html));
    } else {
      Route.json(ctx, json);
    }
  }

  static void link(ArrayNode to, String rel, String type, String href, String title) {
    to.addObject().put("rel", rel).put("type", type).put("href", href).put("title", title);
  }

  private static void selfLinks(ArrayNode to, String href, boolean html) {
    link(to, html ? "alternate" : "self", "application/json", href + "?f=json", "As JSON");
    link(to, html ? "self" : "alternate", "text/html", href + "?f=html", "As HTML");
  }

  private void landing(Context ctx) {
    CityInfo info = catalogue.snapshot().city().info();
    String base = base(ctx);
    ObjectNode o = Route.object();
    o.put("title", "Emona: " + info.name());
    o.put("description", "The city " + info.name() + " and what its simulated day looks like.");
    o.put("attribution", info.attribution());
    ArrayNode l = o.putArray("links");
    selfLinks(l, base, OgcRequest.wantsHtml(ctx));
    link(l, "service-desc", OPENAPI, base + "/api?f=json", "API definition");
    link(l, "service-doc", "text/html", base + "/api?f=html", "API for people");
    link(l, "conformance", "application/json", base + "/conformance", "Conformance");
    link(l, "data", "application/json", base + "/collections", "Collections");
    link(l, "license", "text/html", licenceUrl(info.licence()), info.licence());
    answer(ctx, o, "Emona: " + info.name(), landingPage(info, base));
  }

  private static String landingPage(CityInfo info, String base) {
    String root = base.substring(0, base.length() - "/ogc".length());
    return "<p>"
        + Html.text(info.isSynthetic() ? "Synthetic city, seed " + info.syntheticSeed() + ". " : "")
        + "Data: "
        + Html.text(info.attribution() + " (" + info.licence() + ")")
        + "</p><ul><li>"
        + Html.link(base + "/collections?f=html", "Collections")
        + "</li><li>"
        + Html.link(base + "/api?f=html", "API definition")
        + "</li><li>"
        + Html.link(base + "/conformance?f=html", "Conformance")
        + "</li><li>"
        + Html.link(root + "/wms?SERVICE=WMS&REQUEST=GetCapabilities", "WMS capabilities")
        + "</li><li>"
        + Html.link(root + "/", "The viewer")
        + "</li></ul>";
  }

  /** The text of a licence by its SPDX id, where it is one that cities use. */
  static String licenceUrl(String licence) {
    if (licence.startsWith("ODbL")) {
      return "https://opendatacommons.org/licenses/odbl/1-0/";
    }
    return "https://spdx.org/licenses/" + licence.replaceAll("[^A-Za-z0-9.+-]", "") + ".html";
  }

  private void conformance(Context ctx) {
    ObjectNode o = Route.object();
    ArrayNode list = o.putArray("conformsTo");
    StringBuilder html = new StringBuilder("<ul>");
    for (String c : CONFORMANCE) {
      list.add(c);
      html.append("<li>").append(Html.text(c)).append("</li>");
    }
    answer(ctx, o, "Conformance", html.append("</ul>").toString());
  }

  private void definition(Context ctx) {
    OgcRequest.refuseUnknown(ctx, PLAIN);
    ctx.header("Vary", "Accept, Accept-Encoding");
    ObjectNode doc = OpenApi.document("Emona OGC API", links.base(ctx), routes);
    if (!OgcRequest.wantsHtml(ctx)) {
      Route.json(ctx, doc, OPENAPI);
      return;
    }
    StringBuilder html = new StringBuilder("<table><tr><th>Path</th><th>What</th></tr>");
    doc.get("paths")
        .properties()
        .forEach(
            e ->
                html.append("<tr><td>")
                    .append(Html.text(e.getKey()))
                    .append("</td><td>")
                    .append(Html.text(e.getValue().get("get").get("summary").asText()))
                    .append("</td></tr>"));
    html.append("</table><p>")
        .append(Html.link(base(ctx) + "/api?f=json", "OpenAPI document"))
        .append("</p>");
    ctx.html(Html.page("API definition", html.toString()));
  }

  private void collections(Context ctx) {
    ObjectNode o = Route.object();
    boolean html = OgcRequest.wantsHtml(ctx);
    selfLinks(o.putArray("links"), base(ctx) + "/collections", html);
    ArrayNode list = o.putArray("collections");
    StringBuilder page =
        new StringBuilder("<table><tr><th>Collection</th><th>What</th><th>Unit</th></tr>");
    for (Layer l : catalogue.layers()) {
      list.add(describe(ctx, l));
      page.append("<tr><td>")
          .append(Html.link(base(ctx) + "/collections/" + l.id() + "?f=html", l.title()))
          .append("</td><td>")
          .append(Html.text(l.summary()))
          .append("</td><td>")
          .append(Html.text(l.unit()))
          .append("</td></tr>");
    }
    answer(ctx, o, "Collections", page.append("</table>").toString());
  }

  private void one(Context ctx) {
    Layer l = catalogue.getLayer(ctx.pathParam("collection"));
    StringBuilder page = new StringBuilder("<p>" + Html.text(l.summary()) + "</p><p>");
    page.append(
        Html.link(base(ctx) + "/collections/" + l.id() + "/items?f=html", "Browse the items"));
    page.append("</p><table><tr><th>Property</th><th>Unit</th><th>Meaning</th></tr>");
    l.fields()
        .forEach(
            f ->
                page.append("<tr><td>")
                    .append(Html.text(f.name()))
                    .append("</td><td>")
                    .append(Html.text(f.unit()))
                    .append("</td><td>")
                    .append(Html.text(f.description()))
                    .append("</td></tr>"));
    answer(ctx, describe(ctx, l), l.title(), page.append("</table>").toString());
  }

  private ObjectNode describe(Context ctx, Layer l) {
    CityInfo info = catalogue.snapshot().city().info();
    String self = base(ctx) + "/collections/" + l.id();
    ObjectNode o = Route.object();
    o.put("id", l.id()).put("title", l.title()).put("description", l.summary());
    o.put("attribution", info.attribution()).put("itemType", "feature");
    o.set("extent", extent(l));
    o.putArray("crs").add(CRS84);
    o.put("storageCrs", CRS84);
    ArrayNode links = o.putArray("links");
    selfLinks(links, self, OgcRequest.wantsHtml(ctx));
    link(links, "items", "application/geo+json", self + "/items?f=json", "Items as GeoJSON");
    link(links, "items", "text/html", self + "/items?f=html", "Items as HTML");
    link(links, "license", "text/html", licenceUrl(info.licence()), info.licence());
    return o;
  }

  private JsonNode extent(Layer l) {
    ObjectNode o = Route.object();
    Bounds b = catalogue.bounds(l);
    ObjectNode space = o.putObject("spatial");
    space.putArray("bbox").addArray().add(b.minX()).add(b.minY()).add(b.maxX()).add(b.maxY());
    space.put("crs", CRS84);
    RunRecord run = l.isValueLayer() ? catalogue.findBaseRun().orElse(null) : null;
    if (run != null) {
      ObjectNode time = o.putObject("temporal");
      time.putArray("interval")
          .addArray()
          .add(run.steps().start(0).toInstant().toString())
          .add(run.steps().start(run.steps().count()).toInstant().toString());
      time.put("trs", "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian");
    }
    return o;
  }
}
