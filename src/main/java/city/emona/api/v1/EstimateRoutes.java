package city.emona.api.v1;

import city.emona.EmonaException;
import city.emona.api.ApiContext;
import city.emona.api.Route;
import city.emona.api.RunDesk;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.run.RunRecord;
import city.emona.run.air.AirEstimates;
import city.emona.run.traffic.LinkUsers;
import city.emona.run.traffic.TrafficStudies;
import city.emona.simulate.Frame;
import city.emona.simulate.Quantity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;

/** One hour of traffic answered at once: the estimate of an edit, and who uses a street. */
public final class EstimateRoutes {
  private static final int MOST_WAYS = 50;

  /** In the order of {@code ModeDay}. */
  private static final List<String> MODES = List.of("car", "bus", "bike", "foot");

  private final ApiContext api;

  public EstimateRoutes(ApiContext api) {
    this.api = api;
  }

  public List<Route> routes() {
    return List.of(
        Route.post(
                "/api/v1/estimates", "Estimates", "Traffic of one hour after an edit", this::hour)
            .body(
                "{\"yaml\":\"text of a scenario file\",\"hour\":8} or {\"scenario\":\"id\",\"hour\":8}")
            .answer(200, "application/json", "Frames before and after, and indicators"),
        Route.post("/api/v1/estimates/air", "Estimates", "Air of one hour after an edit", this::air)
            .body(
                "{\"yaml\":\"text of a scenario file\",\"hour\":8,\"quantity\":\"air_no2\"} or with \"scenario\"")
            .answer(200, "application/json", "The map before and after, and what people breathe"),
        Route.post(
                "/api/v1/estimates/select-link",
                "Estimates",
                "Who would use a street after an edit: origins, destinations and routes",
                this::usersOfEstimate)
            .body(
                "{\"yaml\":\"text of a scenario file\",\"hour\":8,\"link\":12} or with \"scenario\"")
            .answer(200, "application/json", "Vehicles by class, zone and route"),
        Route.get(
                "/api/v1/runs/{run}/select-link/{link}",
                "Estimates",
                "Who uses a street: origins, destinations and routes",
                this::users)
            .param("hour", "integer", "Step of the day, 0 = from midnight. Default: 8")
            .answer(200, "application/json", "Vehicles by class, zone and route"));
  }

  /** A scenario as text or by its id on the shelf, and an hour. */
  private record Asked(JsonNode body, String yaml, String scenario, int hour) {}

  private static Asked asked(Context ctx) {
    JsonNode body = Route.body(ctx, "{\"scenario\":\"id\",\"hour\":8}");
    JsonNode yaml = body.get("yaml");
    JsonNode scenario = body.get("scenario");
    JsonNode hour = body.get("hour");
    boolean isFile = yaml != null && yaml.isTextual();
    boolean isOnShelf = scenario != null && scenario.isTextual();
    if (isFile == isOnShelf || hour == null || !hour.isInt()) {
      throw EmonaException.invalid(
          "The body must give one scenario and an hour.",
          "body",
          "Send {\"yaml\":\"…\",\"hour\":8} or {\"scenario\":\"id\",\"hour\":8}.");
    }
    return new Asked(
        body, isFile ? yaml.asText() : null, isOnShelf ? scenario.asText() : null, hour.asInt());
  }

  private void hour(Context ctx) {
    Asked a = asked(ctx);
    TrafficStudies.Estimate e =
        a.yaml != null
            ? api.desk().estimateYaml(a.yaml, a.hour)
            : api.desk().estimateScenario(a.scenario, a.hour);
    Route.json(ctx, describe(e));
  }

  private void air(Context ctx) {
    Asked a = asked(ctx);
    String wanted = a.body.path("quantity").asText("");
    List<Quantity> all = AirEstimates.QUANTITIES;
    int shown = all.stream().map(Quantity::id).toList().indexOf(wanted);
    if (shown < 0 && !wanted.isEmpty()) {
      throw EmonaException.invalid(
          "An estimate has no map of " + wanted + ".",
          "quantity",
          "Give one of " + all.stream().map(Quantity::id).collect(Collectors.joining(", ")) + ".");
    }
    RunDesk.AirAnswer answer =
        a.yaml != null
            ? api.desk().airYaml(a.yaml, a.hour)
            : api.desk().airScenario(a.scenario, a.hour);
    AirEstimates.Estimate e = answer.air();
    ObjectNode o = Route.object();
    o.put("step", e.step()).put("milliseconds", e.milliseconds());
    o.put("trafficMilliseconds", answer.traffic().milliseconds());
    ArrayNode frames = o.putArray("frames");
    for (int q = 0; q < all.size(); q++) {
      if (q == shown || wanted.isEmpty()) {
        frames.add(frame(all.get(q), e.step(), e.before()[q], e.after()[q]));
      }
    }
    ArrayNode kpis = o.putArray("kpis");
    for (int q = 0; q < all.size(); q++) {
      String id = all.get(q).id().replace("air_", "air.") + ".population_mean";
      kpi(kpis, id, all.get(q).unit(), e.meanBefore()[q], e.meanAfter()[q]);
    }
    Route.json(ctx, o);
  }

  private static ObjectNode describe(TrafficStudies.Estimate e) {
    ObjectNode o = Route.object();
    o.put("step", e.step()).put("relativeGap", e.relativeGap());
    o.put("warm", e.isWarm()).put("milliseconds", e.milliseconds());
    ArrayNode frames = o.putArray("frames");
    frames.add(frame(Quantity.TRAFFIC_VOLUME, e.step(), e.before().vehPerH(), e.after().vehPerH()));
    frames.add(
        frame(Quantity.TRAFFIC_SPEED, e.step(), e.before().speedKmh(), e.after().speedKmh()));
    ArrayNode kpis = o.putArray("kpis");
    double kmBefore = e.before().vehicleKm();
    double kmAfter = e.after().vehicleKm();
    double hoursBefore = e.before().vehicleHours();
    double hoursAfter = e.after().vehicleHours();
    kpi(kpis, "traffic.vehicle_km", "veh·km/h", kmBefore, kmAfter);
    kpi(kpis, "traffic.vehicle_hours", "veh·h/h", hoursBefore, hoursAfter);
    kpi(
        kpis,
        "traffic.door_to_door_hours",
        "h/h",
        e.before().doorToDoorHours(),
        e.after().doorToDoorHours());
    kpi(kpis, "traffic.unserved_trips", "trips/h", e.before().unserved(), e.after().unserved());
    kpi(kpis, "traffic.mean_speed", "km/h", e.before().meanSpeedKmh(), e.after().meanSpeedKmh());
    if (e.modes() == null) {
      o.putNull("modes");
    } else {
      o.putObject("modes").put("rounds", e.modes().rounds()).put("residual", e.modes().residual());
      double before = Arrays.stream(e.modes().before()).sum();
      double now = Arrays.stream(e.modes().now()).sum();
      for (int m = 0; m < MODES.size(); m++) {
        kpi(
            kpis,
            "mobility.share_" + MODES.get(m),
            "%",
            before > 0 ? 100 * e.modes().before()[m] / before : 0,
            now > 0 ? 100 * e.modes().now()[m] / now : 0);
      }
    }
    return o;
  }

  private static void kpi(ArrayNode kpis, String id, String unit, double base, double value) {
    kpis.addObject().put("id", id).put("unit", unit).put("base", base).put("value", value);
  }

  /** A frame as under {@code /runs/{run}/frames}, its bytes in Base64; delta = value − base. */
  private static ObjectNode frame(Quantity q, int step, float[] base, float[] value) {
    ObjectNode o = Route.object();
    Quantity.Packing p = q.packing();
    o.put("quantity", q.id()).put("unit", q.unit()).put("count", value.length);
    o.put("dtype", p.dtype()).put("scale", q.scale()).put("offset", q.offset());
    o.put("nodata", (int) p.nodata());
    o.put("base", Base64.getEncoder().encodeToString(new Frame(q, step, base).pack()));
    o.put("values", Base64.getEncoder().encodeToString(new Frame(q, step, value).pack()));
    return o;
  }

  private void users(Context ctx) {
    int link = Route.integer("link", ctx.pathParam("link"), 0, Integer.MAX_VALUE, -1);
    int step = Route.integer("hour", ctx.queryParam("hour"), 0, 24, 8);
    RunRecord run = api.catalogue().getRun(ctx.pathParam("run"));
    LinkUsers users = api.traffic().users(run, link, step);
    Route.json(ctx, describe(users, api.catalogue().snapshotOf(run).city(), link, step));
  }

  private void usersOfEstimate(Context ctx) {
    Asked a = asked(ctx);
    JsonNode link = a.body.get("link");
    if (link == null || !link.isInt()) {
      throw EmonaException.invalid(
          "The body must give a street piece.", "link", "Send its number, as in \"link\":12.");
    }
    RunDesk.UsersAnswer answer =
        a.yaml != null
            ? api.desk().usersYaml(a.yaml, link.asInt(), a.hour)
            : api.desk().usersScenario(a.scenario, link.asInt(), a.hour);
    Route.json(ctx, describe(answer.users(), answer.city(), link.asInt(), a.hour));
  }

  private static ObjectNode describe(LinkUsers users, City city, int link, int step) {
    ObjectNode o = Route.object();
    o.put("link", link).put("step", step).put("vehPerH", users.volume());
    ArrayNode classes = o.putArray("classes");
    for (int c = 0; c < users.classes().size(); c++) {
      classes.addObject().put("id", users.classes().get(c).id()).put("vehicles", users.byClass(c));
    }
    zones(o.putArray("origins"), city, users, users.origins(), users::byOrigin);
    zones(o.putArray("destinations"), city, users, users.destinations(), users::byDestination);
    flows(o.putObject("flows"), users, city.network().linkCount());
    ArrayNode ways = o.putArray("routes");
    for (LinkUsers.Way w : users.ways().subList(0, Math.min(MOST_WAYS, users.ways().size()))) {
      ObjectNode n = ways.addObject();
      n.put("from", users.zoneId(w.fromZone())).put("to", users.zoneId(w.toZone()));
      n.put("vehicles", w.vehicles());
      ArrayNode links = n.putArray("links");
      for (int l : w.links()) {
        links.add(l);
      }
    }
    o.put("routeCount", users.ways().size());
    return o;
  }

  private static void zones(
      ArrayNode list, City city, LinkUsers users, int[] zones, IntToDoubleFunction vehicles) {
    int[] district = city.table(Schema.ZONES).ints("district");
    String[] names = city.table(Schema.DISTRICTS).texts("name");
    for (int z : zones) {
      ObjectNode n = list.addObject().put("zone", users.zoneId(z));
      n.put("district", district[z] < 0 ? null : names[district[z]]);
      n.put("vehicles", vehicles.applyAsDouble(z));
    }
  }

  /** Where else the users of the street drive: all routes, not the largest alone. */
  private static void flows(ObjectNode o, LinkUsers users, int links) {
    double[] vehicles = new double[links];
    for (LinkUsers.Way w : users.ways()) {
      for (int l : w.links()) {
        vehicles[l] += w.vehicles();
      }
    }
    ArrayNode elements = o.putArray("elements");
    ArrayNode flow = o.putArray("vehicles");
    for (int l = 0; l < links; l++) {
      if (vehicles[l] > 0) {
        elements.add(l);
        flow.add(Math.round(vehicles[l] * 100) / 100.0);
      }
    }
  }
}
