package city.emona.api;

import city.emona.EmonaException;
import city.emona.geo.Bounds;
import city.emona.geo.TileMath;
import city.emona.geo.TileMath.Tile;
import city.emona.layers.Catalogue;
import city.emona.layers.Layer;
import city.emona.layers.LayerView;
import city.emona.layers.tile.ByteCache;
import city.emona.layers.tile.TileEncoder;
import city.emona.model.CityInfo;
import city.emona.model.Field;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;

/** Vector tiles and their TileJSON 3.0 (github.com/mapbox/tilejson-spec). */
public final class TileRoutes {
  private static final String MVT = "application/vnd.mapbox-vector-tile";
  private static final int MAX_ZOOM = 16;
  private static final long CACHE_BYTES = 48L << 20;

  private final Catalogue catalogue;
  private final Links links;
  private final ByteCache cache = new ByteCache(CACHE_BYTES);

  public TileRoutes(ApiContext api, Links links) {
    this.catalogue = api.catalogue();
    this.links = links;
  }

  ByteCache cache() {
    return cache;
  }

  List<Route> routes() {
    return List.of(
        choices(Route.get("/tiles/{layer}/{z}/{x}/{y}.mvt", "Tiles", "A vector tile", this::tile))
            .answer(200, MVT, "Mapbox Vector Tile 2.1; feature id = element index")
            .answer(204, "", "Nothing in this tile"),
        choices(Route.get("/tiles/{layer}.json", "Tiles", "TileJSON of a layer", this::tileJson))
            .answer(200, "application/json", "TileJSON 3.0"));
  }

  private static Route choices(Route r) {
    return r.param("run", "string", "Run of a value layer (default: the base run)")
        .param("base", "string", "Run to subtract, of a difference layer")
        .param("time", "string", "Instant with offset (default: 08:00)")
        .param("place", "string", "lon,lat, of a layer of causes (default: where most is)");
  }

  /** The parameters run, base and time of a request. */
  public static Catalogue.Selection selection(Context ctx) {
    String time = ctx.queryParam("time");
    return new Catalogue.Selection(
        blankToNull(ctx.queryParam("run")),
        blankToNull(ctx.queryParam("base")),
        instant(time),
        place(ctx.queryParam("place")));
  }

  /** A place as {@code lon,lat} in degrees, or null where the text is absent. */
  public static Catalogue.LonLat place(String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    String[] parts = text.split(",", -1);
    try {
      if (parts.length == 2) {
        return new Catalogue.LonLat(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
      }
    } catch (NumberFormatException e) {
      throw notAPlace(text, e);
    }
    throw notAPlace(text, null);
  }

  private static EmonaException notAPlace(String text, Throwable cause) {
    return new EmonaException(
        EmonaException.Code.INVALID,
        text + " is not a place.",
        "place",
        "Write it as lon,lat in degrees, for example 14.79,46.09.",
        cause);
  }

  private static String blankToNull(String s) {
    return s == null || s.isBlank() ? null : s;
  }

  /** An ISO 8601 instant with offset, or null where the text is absent. */
  public static OffsetDateTime instant(String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      // A plus sign that a client forgot to escape arrives as a blank.
      return OffsetDateTime.parse(text.trim().replace(' ', '+'));
    } catch (DateTimeException e) {
      throw new EmonaException(
          EmonaException.Code.INVALID,
          "The time " + text + " is not an instant.",
          "time",
          "Write it as 2026-03-03T08:00:00Z or with an offset.",
          e);
    }
  }

  private void tile(Context ctx) {
    Layer layer = catalogue.getLayer(ctx.pathParam("layer"));
    Tile tile = new Tile(number(ctx, "z"), number(ctx, "x"), number(ctx, "y"));
    if (!tile.exists()) {
      throw EmonaException.invalid(
          "There is no tile " + tile.z() + "/" + tile.x() + "/" + tile.y() + ".",
          "z/x/y",
          "Use zooms 0 to " + TileMath.MAX_ZOOM + " and x, y below 2^z.");
    }
    LayerView view = catalogue.view(layer, selection(ctx));
    String key = view.key() + '|' + tile.z() + '/' + tile.x() + '/' + tile.y();
    boolean isForEver =
        layer.source() != Layer.Source.READINGS
            && view.snapshot().version().equals(ctx.queryParam("v"));
    if (Route.isKnown(ctx, key, isForEver)) {
      return;
    }
    byte[] bytes = cache.get(key, () -> TileEncoder.encode(view, tile));
    if (bytes.length == 0) {
      ctx.status(204);
    } else {
      ctx.result(bytes).contentType(MVT);
    }
  }

  private static int number(Context ctx, String name) {
    return Route.integer(name, ctx.pathParam(name), 0, Integer.MAX_VALUE, 0);
  }

  private void tileJson(Context ctx) {
    Layer layer = catalogue.getLayer(ctx.pathParam("layer"));
    String query = ctx.queryString();
    CityInfo info = catalogue.snapshot().city().info();
    ObjectNode o = Route.object();
    o.put("tilejson", "3.0.0").put("name", layer.title()).put("description", layer.summary());
    o.put("version", "1.0.0").put("scheme", "xyz");
    o.put("attribution", info.attribution()).put("licence", info.licence());
    o.putArray("tiles")
        .add(
            links.base(ctx)
                + "/tiles/"
                + layer.id()
                + "/{z}/{x}/{y}.mvt"
                + (query == null || query.isEmpty() ? "" : "?" + query));
    o.put("minzoom", TileEncoder.minZoom(layer)).put("maxzoom", MAX_ZOOM);
    Bounds b = catalogue.bounds(layer);
    o.putArray("bounds").add(b.minX()).add(b.minY()).add(b.maxX()).add(b.maxY());
    o.putArray("center")
        .add((b.minX() + b.maxX()) / 2)
        .add((b.minY() + b.maxY()) / 2)
        .add(Math.max(TileEncoder.minZoom(layer), wholeZoom(b)));
    ArrayNode vector = o.putArray("vector_layers");
    ObjectNode v = vector.addObject();
    v.put("id", layer.id()).put("description", layer.title());
    ObjectNode fields = v.putObject("fields");
    fields.put("id", "Text id");
    for (Field f : layer.fields()) {
      fields.put(f.name(), f.description() + (f.unit().isEmpty() ? "" : " [" + f.unit() + "]"));
    }
    Route.json(ctx, o);
  }

  /** The zoom at which the bounds are about as wide as a tile: the city, not the world. */
  private static int wholeZoom(Bounds b) {
    double widest = Math.max(b.maxX() - b.minX(), b.maxY() - b.minY());
    double zoom = Math.floor(Math.log(360 / Math.max(1e-6, widest)) / Math.log(2));
    return (int) Math.max(0, Math.min(MAX_ZOOM, zoom));
  }
}
