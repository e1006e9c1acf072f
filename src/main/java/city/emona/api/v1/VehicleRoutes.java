package city.emona.api.v1;

import city.emona.EmonaException;
import city.emona.api.ApiContext;
import city.emona.api.Route;
import city.emona.run.RunRecord;
import city.emona.run.replay.DayReplay;
import city.emona.simulate.replay.city.VehicleChunks;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.List;

/**
 * The played day of a run: a description, and chunks of five minutes as little-endian columns
 * (src/docs/api.md). Computed on the first request, which takes about as long as the traffic of the
 * run.
 */
public final class VehicleRoutes {
  private static final String VEHICLES = "/api/v1/runs/{run}/vehicles";
  private static final List<String> KINDS = List.of("car", "van", "truck", "bus", "waste_truck");

  private final ApiContext api;

  public VehicleRoutes(ApiContext api) {
    this.api = api;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(VEHICLES, "Vehicles", "The played day of a run", this::describe)
            .answer(200, "application/json", "Chunks, sampling rate, counts and fit"),
        Route.get(VEHICLES + "/{chunk}", "Vehicles", "Vehicles of five minutes", this::chunk)
            .answer(
                200,
                "application/octet-stream",
                "Little-endian: uint32 version, vehicles V, rows N, start s, length s, one in;"
                    + " uint32 id[V], first[V+1], link[N]; float32 enter[N], leave[N];"
                    + " uint8 kind[V], pace[N]"));
  }

  private void describe(Context ctx) {
    RunRecord run = api.catalogue().getRun(ctx.pathParam("run"));
    if (Route.isKnown(ctx, "vehicles" + run.id(), true)) {
      return;
    }
    DayReplay day = api.replays().of(run);
    ObjectNode o = Route.object();
    o.put("run", run.id()).put("start", run.steps().start(0).toString());
    o.put("chunkSeconds", VehicleChunks.CHUNK_S).put("chunks", day.chunks().count());
    o.put("oneIn", day.chunks().oneIn()).put("rows", day.chunks().rowCount());
    ArrayNode kinds = o.putArray("kinds");
    KINDS.forEach(kinds::add);
    ObjectNode counts = o.putObject("counts");
    counts.put("departed", day.result().departed()).put("arrived", day.result().arrived());
    counts.put("underWay", day.result().underWay()).put("stuck", day.result().stuck());
    counts.put("rerouted", day.result().rerouted()).put("withoutWay", day.result().withoutWay());
    counts.put("avoidedJams", day.result().avoidedJams());
    counts.put("peakUnderWay", day.result().peakUnderWay());
    counts.put("linkEntries", day.result().linkEntries());
    counts.put("buses", day.counts().buses()).put("wasteTrucks", day.counts().wasteTrucks());
    ObjectNode fit = o.putObject("fit");
    fit.put("gehBelow5Share", day.fit().gehBelow5Share()).put("r2", day.fit().r2());
    fit.put("assignedMeanTravelTimeS", day.fit().assignedMeanS());
    fit.put("playedMeanTravelTimeS", day.fit().playedMeanS()).put("cells", day.fit().cells());
    Route.json(ctx, o);
  }

  private void chunk(Context ctx) {
    RunRecord run = api.catalogue().getRun(ctx.pathParam("run"));
    int chunk = Route.integer("chunk", ctx.pathParam("chunk"), 0, Integer.MAX_VALUE, 0);
    VehicleChunks chunks = api.replays().of(run).chunks();
    if (chunk >= chunks.count()) {
      throw EmonaException.notFound(
          "The played day has no chunk " + chunk + ".",
          "chunk",
          "Give a number from 0 to " + (chunks.count() - 1) + ".");
    }
    // The run key names the content, so the bytes under this address can never be others.
    if (!Route.isKnown(ctx, "vehicles" + run.id() + "/" + chunk, true)) {
      ctx.result(chunks.bytes(chunk)).contentType("application/octet-stream");
    }
  }
}
