package city.emona.api.v1;

import city.emona.api.ApiContext;
import city.emona.api.Route;
import city.emona.geo.LocalFrame;
import city.emona.layers.Snapshot;
import city.emona.layers.raster.GeoTiff;
import city.emona.model.CityInfo;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.run.RunRecord;
import city.emona.run.air.AirPollutant;
import city.emona.run.air.SensorStudies;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sensors beside a run: readings, the corrected map with its scores, places for the next ones. */
public final class SensorRoutes {
  private static final int MAX_PLACES = 50;
  private static final String RUN = "/api/v1/runs/{run}";
  private static final String POLLUTANT = "no2 (default), nox, pm25 or pm10";

  private final ApiContext api;

  public SensorRoutes(ApiContext api) {
    this.api = api;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(RUN + "/sensors", "Sensors", "What sensors would read and did read", this::list)
            .answer(200, "application/geo+json", "One feature per datastream, values by step"),
        Route.get(RUN + "/sensors.csv", "Sensors", "Simulated readings as observations", this::csv)
            .answer(200, "text/csv", "The columns that `emona import` reads"),
        Route.get(
                RUN + "/assimilation",
                "Sensors",
                "Scores of the map with and without the sensors",
                this::assimilation)
            .param("pollutant", "string", POLLUTANT)
            .param("step", "integer", "Step of the run (default: 08:00)")
            .answer(200, "application/json", "Fitted parameters and leave-one-out scores"),
        Route.get(
                RUN + "/assimilation/geotiff",
                "Sensors",
                "The map corrected by the sensors",
                this::corrected)
            .param("pollutant", "string", POLLUTANT)
            .param("step", "integer", "Step of the run (default: 08:00)")
            .answer(200, "image/tiff", "GeoTIFF"),
        Route.get(RUN + "/sensors/next", "Sensors", "Places for the next sensors", this::next)
            .param("pollutant", "string", POLLUTANT)
            .param("count", "integer", "How many, 1 to 50 (default 5)")
            .answer(200, "application/geo+json", "Junctions, best first"));
  }

  private void list(Context ctx) {
    RunRecord run = api.catalogue().getRun(ctx.pathParam("run"));
    Snapshot snapshot = api.catalogue().snapshotOf(run);
    Table streams = snapshot.table(Schema.DATASTREAMS);
    Table sensors = snapshot.table(Schema.SENSORS);
    Snapshot.Positions at = snapshot.positions(Schema.SENSORS);
    ObjectNode o = Route.object().put("type", "FeatureCollection").put("run", run.id());
    ArrayNode features = o.putArray("features");
    for (SensorStudies.Series s : api.sensors().series(run)) {
      if (s.sensor() < 0 || !sensors.points().hasPosition(s.sensor())) {
        continue;
      }
      ObjectNode f = features.addObject().put("type", "Feature");
      f.put("id", streams.id(s.datastream()));
      f.putObject("geometry")
          .put("type", "Point")
          .putArray("coordinates")
          .add(at.lonE7()[s.sensor()] / 1e7)
          .add(at.latE7()[s.sensor()] / 1e7);
      ObjectNode p = f.putObject("properties");
      p.put("sensor", sensors.id(s.sensor())).put("name", sensors.texts("name")[s.sensor()]);
      p.put("observedProperty", streams.texts("observed_property")[s.datastream()]);
      p.put("unit", streams.texts("unit")[s.datastream()]);
      p.put("driftPerDay", s.driftPerDay());
      ArrayNode simulated = p.putArray("simulated");
      for (float v : s.simulated()) {
        add(simulated, v);
      }
      ArrayNode observed = p.putArray("observed");
      for (double v : s.observed()) {
        add(observed, v);
      }
    }
    Route.json(ctx, o, "application/geo+json");
  }

  private static void add(ArrayNode list, double v) {
    if (Double.isFinite(v)) {
      list.add(Math.round(v * 1000) / 1000.0);
    } else {
      list.addNull();
    }
  }

  private void csv(Context ctx) {
    RunRecord run = api.catalogue().getRun(ctx.pathParam("run"));
    ctx.result(api.sensors().simulatedCsv(run)).contentType("text/csv; charset=utf-8");
  }

  private SensorStudies.Assimilation ask(Context ctx, RunRecord run) {
    return api.sensors()
        .assimilate(run, AirPollutant.of(ctx.queryParam("pollutant")), AirRoutes.step(ctx, run));
  }

  private void assimilation(Context ctx) {
    RunRecord run = api.catalogue().getRun(ctx.pathParam("run"));
    SensorStudies.Assimilation a = ask(ctx, run);
    ObjectNode o = Route.object();
    o.put("run", run.id()).put("pollutant", a.pollutant().id()).put("step", a.step());
    o.put("hours", a.hours()).put("sensors", a.sensors().size());
    put(o.putObject("errorModel"), a.parameters());
    put(o.putObject("modelAlone"), a.scores(false));
    put(o.putObject("leaveOneOut"), a.scores(true));
    Route.json(ctx, o);
  }

  private static void put(ObjectNode o, Map<String, Double> values) {
    values.forEach(
        (name, v) -> {
          if (Double.isFinite(v)) {
            o.put(name, v);
          } else {
            o.putNull(name);
          }
        });
  }

  private void corrected(Context ctx) throws IOException {
    RunRecord run = api.catalogue().getRun(ctx.pathParam("run"));
    SensorStudies.Assimilation a = ask(ctx, run);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CityInfo info = api.catalogue().snapshotOf(run).city().info();
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("RUN", run.id());
    metadata.put("TIME", run.steps().start(a.step()).toString());
    metadata.put("UNIT", "µg/m³");
    metadata.put("ATTRIBUTION", info.attribution());
    metadata.put("LICENCE", info.licence());
    GeoTiff.write(
        run.grid(),
        info.frame(),
        a.corrected(),
        a.pollutant().id() + " corrected by sensors, µg/m³",
        metadata,
        out);
    ctx.result(out.toByteArray()).contentType("image/tiff; application=geotiff");
  }

  private void next(Context ctx) {
    RunRecord run = api.catalogue().getRun(ctx.pathParam("run"));
    int count = Route.integer("count", ctx.queryParam("count"), 1, MAX_PLACES, 5);
    Snapshot snapshot = api.catalogue().snapshotOf(run);
    LocalFrame frame = snapshot.city().info().frame();
    ObjectNode o = Route.object().put("type", "FeatureCollection").put("run", run.id());
    ArrayNode features = o.putArray("features");
    double[] p = new double[2];
    int rank = 1;
    for (SensorStudies.Proposal s :
        api.sensors().place(run, AirPollutant.of(ctx.queryParam("pollutant")), count)) {
      frame.toLonLat(s.xM(), s.yM(), p, 0);
      ObjectNode f = features.addObject().put("type", "Feature");
      f.put("id", snapshot.table(Schema.NODES).id(s.node()));
      f.putObject("geometry")
          .put("type", "Point")
          .putArray("coordinates")
          .add(CityRoutes.round7(p[0]))
          .add(CityRoutes.round7(p[1]));
      f.putObject("properties")
          .put("rank", rank++)
          .put("gain", s.gain())
          .put("trafficShare", s.trafficShare());
    }
    Route.json(ctx, o, "application/geo+json");
  }
}
