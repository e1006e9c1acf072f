package city.emona.api.v1;

import city.emona.EmonaException;
import city.emona.api.ApiContext;
import city.emona.api.Route;
import city.emona.layers.rounds.Rounds;
import city.emona.layers.rounds.RoundsFile;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.results.DecisionWords;
import city.emona.run.RunArchive;
import city.emona.run.RunRecord;
import city.emona.simulate.BinDecisions;
import city.emona.simulate.WasteDay;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** Collection of a run: its tours, what could not be planned, and why each bin was emptied. */
public final class WasteRoutes {
  private final ApiContext api;

  public WasteRoutes(ApiContext api) {
    this.api = api;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/runs/{run}/waste", "Waste", "Tours and notes of collection", this::day)
            .answer(200, "application/json", "Tours, and what could not be planned"),
        Route.get(
                "/api/v1/runs/{run}/waste/rounds",
                "Waste",
                "Rounds of the day: route sheets, GPX or GeoJSON",
                this::rounds)
            .param("format", "string", "html (default), gpx or geojson")
            .answer(200, "text/html", "Per truck: halts in order with street, bin, fill and time"),
        Route.get(
                "/api/v1/runs/{run}/bins/{bin}/decisions",
                "Waste",
                "Why a bin was emptied on the day, or not",
                this::bin)
            .answer(
                200,
                "application/json",
                "Reason, fill seen, overflow probability, detour; why it was left out"));
  }

  private void day(Context ctx) {
    RunRecord run = api.catalogue().getRun(ctx.pathParam("run"));
    ObjectNode o = Route.object();
    o.put("run", run.id());
    ArrayNode tours = o.putArray("tours");
    for (WasteDay.Tour t : api.runs().listTours(run.id())) {
      ObjectNode n = tours.addObject();
      n.put("depot", t.depot()).put("truck", t.truck()).put("bins", t.bins().length);
      n.put("disposalTrips", t.disposalTrips()).put("collectedKg", t.collectedKg());
      n.put("km", t.km()).put("hours", t.hours());
    }
    ObjectNode files = o.putObject("files");
    for (String f : RoundsFile.FORMATS) {
      files.put(f, "/api/v1/runs/" + run.id() + "/waste/rounds?format=" + f);
    }
    ArrayNode notes = o.putArray("notes");
    api.runs().findDecisions(run.id()).ifPresent(d -> d.notes().forEach(notes::add));
    Route.json(ctx, o);
  }

  private void rounds(Context ctx) {
    RunRecord run = api.catalogue().getRun(ctx.pathParam("run"));
    String given = ctx.queryParam("format");
    String format = given == null || given.isEmpty() ? "html" : given;
    String type = RoundsFile.mediaType(format);
    Rounds rounds = Rounds.of(api.catalogue().snapshotOf(run), run, api.runs());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      RoundsFile.write(rounds, format, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!format.equals("html")) {
      ctx.header(
          "Content-Disposition", "attachment; filename=\"rounds-" + run.id() + "." + format + "\"");
    }
    ctx.result(out.toByteArray()).contentType(type);
  }

  private void bin(Context ctx) {
    RunRecord run = api.catalogue().getRun(ctx.pathParam("run"));
    String id = ctx.pathParam("bin");
    Table bins = api.catalogue().snapshotOf(run).city().table(Schema.BINS);
    int row = bins.findRow(id);
    RunArchive.Decisions decisions = api.runs().findDecisions(run.id()).orElse(null);
    if (row < 0 || decisions == null || row >= decisions.bins().why().length) {
      throw EmonaException.notFound(
          row < 0 ? "There is no bin " + id + "." : "The run has no decisions.",
          "bin",
          row < 0 ? "Take an id of the layer bins." : "Run the scenario again.");
    }
    BinDecisions d = decisions.bins();
    ObjectNode o = Route.object();
    o.put("run", run.id()).put("bin", id);
    o.put("why", d.why()[row].name().toLowerCase(Locale.ROOT));
    o.put("emptied", d.tour()[row] >= 0).put("sensor", d.sensor()[row]);
    number(o, "fillSeenPercent", 100 * d.seenShare()[row]);
    number(o, "overflowProbabilityPercent", 100 * d.overflowProbability()[row]);
    number(o, "prizeEur", d.prizeEur()[row]);
    number(o, "detourMinutes", d.way().minutes()[row]);
    number(o, "detourKm", d.way().km()[row]);
    number(o, "detourEur", d.way().eur()[row]);
    BinDecisions.LeftOut out = d.way().leftOut()[row];
    o.put("leftOut", out == BinDecisions.LeftOut.NO ? null : out.name().toLowerCase(Locale.ROOT));
    number(o, "leastCostEur", d.way().leastEur()[row]);
    if (d.tour()[row] >= 0) {
      o.put("tour", d.tour()[row]);
    } else {
      o.putNull("tour");
    }
    o.put("text", DecisionWords.of(d, row));
    Route.json(ctx, o);
  }

  private static void number(ObjectNode o, String name, float v) {
    if (Float.isFinite(v)) {
      o.put(name, v);
    } else {
      o.putNull(name);
    }
  }
}
