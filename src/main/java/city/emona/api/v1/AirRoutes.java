package city.emona.api.v1;

import city.emona.EmonaException;
import city.emona.api.ApiContext;
import city.emona.api.Route;
import city.emona.geo.LocalFrame;
import city.emona.geo.PackedLines;
import city.emona.layers.Catalogue;
import city.emona.layers.Snapshot;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.run.RunRecord;
import city.emona.run.air.AirPollutant;
import city.emona.run.air.AirStudies;
import city.emona.simulate.EmissionDay.VehicleClass;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Questions to the air of a run that are answered when asked. */
public final class AirRoutes {
  private static final int MAX_LINKS = 10_000;

  private final ApiContext api;

  public AirRoutes(ApiContext api) {
    this.api = api;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(
                "/api/v1/runs/{run}/attribution",
                "Air",
                "Which streets and vehicles cause the concentration at a place",
                this::attribution)
            .param("lon", "number", "Longitude of the place, degrees")
            .param("lat", "number", "Latitude of the place, degrees")
            .param("pollutant", "string", "no2 (default), nox, pm25 or pm10")
            .param("step", "integer", "Step of the run (default: 08:00)")
            .param("limit", "integer", "How many streets, largest first (default 50)")
            .param("f", "string", "json (default), or geojson for the streets as a layer")
            .answer(200, "application/json", "Streets and classes with µg/m³ and shares")
            .answer(200, "application/geo+json", "With f=geojson"));
  }

  private void attribution(Context ctx) {
    RunRecord run = api.catalogue().getRun(ctx.pathParam("run"));
    Snapshot snapshot = api.catalogue().snapshotOf(run);
    double[] xy = place(ctx, snapshot.city().info().frame());
    int step = step(ctx, run);
    AirStudies.Causes causes =
        api.air().attribute(run, AirPollutant.of(ctx.queryParam("pollutant")), step, xy[0], xy[1]);
    int limit = Route.integer("limit", ctx.queryParam("limit"), 1, MAX_LINKS, 50);
    int[] largest =
        IntStream.range(0, causes.byLink().length)
            .filter(i -> causes.byLink()[i] > 0)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -causes.byLink()[i]))
            .limit(limit)
            .mapToInt(Integer::intValue)
            .toArray();
    ObjectNode o = summary(ctx, run, causes);
    if ("geojson".equals(ctx.queryParam("f"))) {
      Route.json(ctx, layer(o, snapshot, causes, largest), "application/geo+json");
      return;
    }
    Table links = snapshot.table(Schema.LINKS);
    ArrayNode streets = o.putArray("links");
    for (int i : largest) {
      link(streets.addObject(), links, causes, i);
    }
    Route.json(ctx, o);
  }

  static int step(Context ctx, RunRecord run) {
    return Route.integer(
        "step",
        ctx.queryParam("step"),
        0,
        run.steps().count() - 1,
        Catalogue.defaultStep(run.steps()));
  }

  private static double[] place(Context ctx, LocalFrame frame) {
    double lon = number(ctx, "lon", -180, 180);
    double lat = number(ctx, "lat", -85, 85);
    if (Math.abs(lon - frame.lon0Deg()) > 5 || Math.abs(lat - frame.lat0Deg()) > 5) {
      throw EmonaException.invalid(
          "The place lies far outside of the city.", "lon, lat", "Give a place in the city.");
    }
    double[] xy = new double[2];
    frame.toLocal(lon, lat, xy, 0);
    return xy;
  }

  private static double number(Context ctx, String name, double min, double max) {
    String text = ctx.queryParam(name);
    try {
      double v = text == null ? Double.NaN : Double.parseDouble(text);
      if (v >= min && v <= max) {
        return v;
      }
    } catch (NumberFormatException e) {
      throw new EmonaException(
          EmonaException.Code.INVALID, text + " is not a number.", name, "Give degrees.", e);
    }
    throw EmonaException.invalid(
        name + " is missing or out of range.", name, "Give degrees from " + min + " to " + max);
  }

  private static ObjectNode summary(Context ctx, RunRecord run, AirStudies.Causes causes) {
    ObjectNode o = Route.object();
    o.put("run", run.id()).put("pollutant", causes.pollutant().id()).put("unit", "µg/m³");
    o.put("step", causes.step()).put("time", run.steps().start(causes.step()).toString());
    o.put("lon", number(ctx, "lon", -180, 180)).put("lat", number(ctx, "lat", -85, 85));
    o.put("background", causes.backgroundUgM3()).put("traffic", causes.trafficUgM3());
    o.put("concentration", causes.backgroundUgM3() + causes.trafficUgM3());
    if (Double.isNaN(causes.gridUgM3())) {
      o.putNull("mapValue");
    } else {
      o.put("mapValue", causes.gridUgM3());
    }
    if (causes.pollutant() == AirPollutant.NO2) {
      o.put("note", "NO2 of the traffic, shared out like the NOx that causes it");
    }
    ArrayNode classes = o.putArray("classes");
    for (VehicleClass c : VehicleClass.values()) {
      double v = causes.byClass()[c.ordinal()];
      classes.addObject().put("class", c.id()).put("value", v).put("share", share(v, causes));
    }
    return o;
  }

  private static double share(double v, AirStudies.Causes causes) {
    return causes.trafficUgM3() > 0 ? v / causes.trafficUgM3() : 0;
  }

  private static void link(ObjectNode o, Table links, AirStudies.Causes causes, int i) {
    o.put("element", i).put("id", links.id(i)).put("name", links.texts("name")[i]);
    o.put("value", causes.byLink()[i]).put("share", share(causes.byLink()[i], causes));
  }

  private static ObjectNode layer(
      ObjectNode summary, Snapshot snapshot, AirStudies.Causes causes, int[] largest) {
    ObjectNode o = Route.object().put("type", "FeatureCollection");
    o.setAll(summary);
    Table links = snapshot.table(Schema.LINKS);
    Snapshot.Positions at = snapshot.positions(Schema.LINKS);
    PackedLines lines = (PackedLines) links.shapes();
    ArrayNode features = o.putArray("features");
    for (int i : largest) {
      ObjectNode f = features.addObject().put("type", "Feature").put("id", links.id(i));
      ArrayNode line = f.putObject("geometry").put("type", "LineString").putArray("coordinates");
      for (int v = lines.first()[i]; v < lines.first()[i + 1]; v++) {
        line.addArray().add(at.lonE7()[v] / 1e7).add(at.latE7()[v] / 1e7);
      }
      link(f.putObject("properties"), links, causes, i);
    }
    return o;
  }
}
