package city.emona.api.v1;

import city.emona.EmonaException;
import city.emona.api.ApiContext;
import city.emona.api.Route;
import city.emona.geo.Bounds;
import city.emona.layers.Attributes;
import city.emona.layers.Snapshot;
import city.emona.model.CityInfo;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.model.TableSchema;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.List;

/** {@code /api/v1/city}, {@code /elements} and {@code /geometry}: the city as stored now. */
public final class CityRoutes {
  private final ApiContext api;

  public CityRoutes(ApiContext api) {
    this.api = api;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/city", "City", "The city as stored now", this::city)
            .answer(200, "application/json", "Name, bounds, counts, licence, base run"),
        Route.get(
                "/api/v1/elements/{table}/{index}",
                "City",
                "The columns of one row by name",
                this::element)
            .param("run", "string", "Read the city as this run saw it")
            .answer(200, "application/json", "The row"),
        Route.get(
                "/api/v1/geometry/{table}",
                "City",
                "Shapes of links, bins or sensors as one binary buffer",
                this::geometry)
            .param("run", "string", "With what the scenario of this run adds")
            .answer(
                200,
                "application/octet-stream",
                "Little-endian: uint32 n, uint32 vertices, uint32 first[n+1], int32 lon·10⁷[],"
                    + " int32 lat·10⁷[], uint8 class[n]"));
  }

  private void city(Context ctx) {
    Snapshot s = api.catalogue().snapshot();
    CityInfo info = s.city().info();
    ObjectNode o = Route.object();
    o.put("id", info.id()).put("name", info.name()).put("version", s.version());
    o.put("timeZone", info.timeZone().getId());
    o.set("bounds", box(s.lonLatBounds()));
    // The centre of the streets, not of the countryside around them.
    Bounds b = s.lonLatBounds(Schema.LINKS);
    o.putArray("center")
        .add(round7((b.minX() + b.maxX()) / 2))
        .add(round7((b.minY() + b.maxY()) / 2));
    o.putObject("frame")
        .put("lon0", info.frame().lon0Deg())
        .put("lat0", info.frame().lat0Deg())
        .put("wkt", info.frame().wkt());
    o.put("licence", info.licence()).put("attribution", info.attribution());
    ArrayNode sources = o.putArray("sources");
    info.sources().forEach(sources::add);
    ArrayNode estimates = o.putArray("estimates");
    info.estimates().forEach(estimates::add);
    if (info.isSynthetic()) {
      o.putObject("synthetic").put("seed", info.syntheticSeed());
    } else {
      o.putNull("synthetic");
    }
    o.put("population", sum(s.table(Schema.DISTRICTS).ints("population")));
    o.put("jobs", sum(s.table(Schema.DISTRICTS).ints("jobs")));
    ObjectNode counts = o.putObject("counts");
    for (TableSchema t : Schema.TABLES) {
      counts.put(t.name(), s.table(t).size());
    }
    o.put("baseRun", api.catalogue().findBaseRun().map(r -> r.id()).orElse(null));
    Route.json(ctx, o);
  }

  private static long sum(int[] values) {
    long sum = 0;
    for (int v : values) {
      sum += v;
    }
    return sum;
  }

  static ArrayNode box(Bounds b) {
    return Route.array()
        .add(round7(b.minX()))
        .add(round7(b.minY()))
        .add(round7(b.maxX()))
        .add(round7(b.maxY()));
  }

  static double round7(double degrees) {
    return Math.round(degrees * 1e7) / 1e7;
  }

  private Snapshot snapshot(Context ctx) {
    String run = ctx.queryParam("run");
    return run == null || run.isEmpty()
        ? api.catalogue().snapshot()
        : api.catalogue().snapshotOf(api.catalogue().getRun(run));
  }

  private void element(Context ctx) {
    Snapshot s = snapshot(ctx);
    String name = ctx.pathParam("table");
    TableSchema schema =
        Schema.TABLES.stream()
            .filter(t -> t.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    EmonaException.notFound(
                        "There is no table " + name + ".",
                        "table",
                        "Use links, bins, districts …"));
    Table table = s.table(schema);
    String text = ctx.pathParam("index");
    int row = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : table.findRow(text);
    if (row < 0 || row >= table.size()) {
      throw EmonaException.notFound(
          "There is no row " + text + " in " + name + ", which has " + table.size() + ".",
          "index",
          "Give a row number from 0, or a text id.");
    }
    ObjectNode o = Route.object();
    o.put("id", table.id(row)).put("index", row).put("table", name);
    ObjectNode values = o.putObject("values");
    Attributes attributes = new Attributes(s.city(), s.table(schema));
    for (int c = 0; c < attributes.fieldCount(); c++) {
      values.putPOJO(attributes.field(c).name(), attributes.value(row, c));
    }
    Route.json(ctx, o);
  }

  private void geometry(Context ctx) {
    Snapshot s = snapshot(ctx);
    String table = ctx.pathParam("table");
    String run = ctx.queryParam("run");
    if (Route.isKnown(ctx, table + s.version() + run, false)) {
      return;
    }
    ctx.result(GeometryBuffer.of(s, table)).contentType("application/octet-stream");
  }
}
