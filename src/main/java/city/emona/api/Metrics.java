package city.emona.api;

import city.emona.layers.tile.ByteCache;
import city.emona.run.RunQueue;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** {@code /health} and {@code /metrics}: liveness, and a few figures as Prometheus text 0.0.4. */
final class Metrics {
  private static final String START = "emona.start";

  private record Series(LongAdder count, LongAdder nanos) {}

  private final ApiContext api;
  private final ByteCache tiles;
  private final Map<String, Series> requests = new ConcurrentHashMap<>();

  Metrics(ApiContext api, ByteCache tiles) {
    this.api = api;
    this.tiles = tiles;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/health", "Service", "Whether the server answers", this::health)
            .answer(200, "application/json", "{\"status\":\"ok\",\"city\":…,\"version\":…}"),
        Route.get("/metrics", "Service", "Figures for Prometheus", this::metrics)
            .answer(200, "text/plain", "Prometheus text"));
  }

  void before(Context ctx) {
    ctx.attribute(START, System.nanoTime());
  }

  void after(Context ctx) {
    Long start = ctx.attribute(START);
    if (start != null) {
      String key = group(ctx.path()) + "\",status=\"" + ctx.statusCode();
      Series s = requests.computeIfAbsent(key, k -> new Series(new LongAdder(), new LongAdder()));
      s.count.increment();
      s.nanos.add(System.nanoTime() - start);
    }
  }

  private static String group(String path) {
    for (String g : List.of("/api", "/tiles", "/wms", "/ogc", "/health", "/metrics")) {
      if (path.startsWith(g)) {
        return g.substring(1);
      }
    }
    return "viewer";
  }

  private void health(Context ctx) {
    ctx.header("Cache-Control", "no-store");
    var snapshot = api.catalogue().snapshot();
    Route.json(
        ctx,
        Route.object()
            .put("status", "ok")
            .put("city", snapshot.city().info().id())
            .put("version", snapshot.version()));
  }

  private void metrics(Context ctx) {
    StringBuilder out = new StringBuilder(2048);
    out.append(
        "# HELP emona_requests_total Answered requests\n# TYPE emona_requests_total counter\n");
    Map<String, Series> sorted = new TreeMap<>(requests);
    sorted.forEach((k, s) -> line(out, "emona_requests_total{group=\"" + k + "\"}", s.count.sum()));
    out.append("# HELP emona_request_seconds_total Time spent answering\n");
    out.append("# TYPE emona_request_seconds_total counter\n");
    sorted.forEach(
        (k, s) ->
            line(out, "emona_request_seconds_total{group=\"" + k + "\"}", s.nanos.sum() / 1e9));
    gauge(out, "emona_tile_cache_bytes", "Bytes of kept tiles", tiles.bytes());
    gauge(out, "emona_tile_cache_hits", "Tiles answered from memory", tiles.hits());
    gauge(out, "emona_tile_cache_misses", "Tiles that were made", tiles.misses());
    long waiting = api.desk().list().stream().filter(s -> !s.isOver()).count();
    long running =
        api.desk().list().stream().filter(s -> s.state() == RunQueue.State.RUNNING).count();
    gauge(out, "emona_runs_open", "Runs that wait or run", waiting);
    gauge(out, "emona_runs_running", "Runs that run", running);
    Runtime rt = Runtime.getRuntime();
    gauge(out, "emona_heap_used_bytes", "Heap in use", rt.totalMemory() - rt.freeMemory());
    gauge(out, "emona_heap_max_bytes", "Heap limit", rt.maxMemory());
    ctx.header("Cache-Control", "no-store");
    ctx.result(out.toString()).contentType("text/plain; version=0.0.4; charset=utf-8");
  }

  private static void gauge(StringBuilder out, String name, String help, double value) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(" gauge\n");
    line(out, name, value);
  }

  private static void line(StringBuilder out, String name, double value) {
    out.append(name).append(' ');
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      out.append((long) value);
    } else {
      out.append(value);
    }
    out.append('\n');
  }
}
