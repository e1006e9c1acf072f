package city.emona.api.v1;

import city.emona.EmonaException;
import city.emona.api.ApiContext;
import city.emona.api.Route;
import city.emona.layers.NameSearch;
import city.emona.layers.Snapshot;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.List;

/** {@code /api/v1/search}: streets, districts and places by name. */
public final class SearchRoutes {
  private static final int MAX_TEXT = 100;

  private record Made(Snapshot snapshot, NameSearch search) {}

  private final ApiContext api;
  private volatile Made made;

  public SearchRoutes(ApiContext api) {
    this.api = api;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/search", "City", "Streets, districts and places by name", this::search)
            .param("q", "string", "Text: the beginnings of words of the name")
            .param("limit", "integer", "At most this many hits, 1 to 50 (default 10)")
            .answer(200, "application/json", "Hits with kind, centre and bounds"));
  }

  private void search(Context ctx) {
    String q = ctx.queryParam("q");
    if (q == null || q.length() > MAX_TEXT) {
      throw EmonaException.invalid(
          "The search text is missing or longer than " + MAX_TEXT + " characters.",
          "q",
          "Give a part of a name, for example ?q=bridge.");
    }
    int limit = Route.integer("limit", ctx.queryParam("limit"), 1, 50, 10);
    ArrayNode items = Route.array();
    for (NameSearch.Hit hit : names().find(q, limit)) {
      ObjectNode o = items.addObject();
      o.put("name", hit.name()).put("kind", hit.kind());
      var b = hit.lonLat();
      o.putArray("center")
          .add(CityRoutes.round7((b.minX() + b.maxX()) / 2))
          .add(CityRoutes.round7((b.minY() + b.maxY()) / 2));
      o.set("bounds", CityRoutes.box(b));
    }
    Route.json(ctx, Route.items(items));
  }

  private NameSearch names() {
    Snapshot now = api.catalogue().snapshot();
    Made m = made;
    if (m == null || m.snapshot != now) {
      m = new Made(now, new NameSearch(now));
      made = m;
    }
    return m.search;
  }
}
