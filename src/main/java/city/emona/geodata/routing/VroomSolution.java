package city.emona.geodata.routing;

import city.emona.simulate.routing.PlanReview;
import city.emona.simulate.routing.RoutingPlan;
import city.emona.simulate.routing.RoutingProblem;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** A plan in the form of VROOM's answer (docs/API.md there); times in whole seconds. */
public final class VroomSolution {
  private final VroomFile file;
  private final RoutingPlan plan;
  private final ObjectNode root = new ObjectMapper().createObjectNode();
  private long service_s;
  private long drive_s;
  private long wait_s;
  private long metres;

  private VroomSolution(VroomFile file, RoutingPlan plan) {
    this.file = file;
    this.plan = plan;
  }

  public static ObjectNode of(VroomFile file, RoutingPlan plan) {
    return new VroomSolution(file, plan).tree();
  }

  private ObjectNode tree() {
    root.put("code", 0);
    ObjectNode summary = root.putObject("summary");
    ArrayNode unassigned = root.putArray("unassigned");
    for (PlanReview.LeftOut out : PlanReview.of(file.problem(), plan).leftOut()) {
      ObjectNode o = unassigned.addObject();
      o.put("id", file.jobIds.get(out.stop()));
      o.put("type", "job");
      locate(o, file.problem().stops().get(out.stop()).place());
      o.put("reason", out.reason().name().toLowerCase(Locale.ROOT));
    }
    ArrayNode routes = root.putArray("routes");
    long cost = 0;
    for (RoutingPlan.Route r : plan.routes()) {
      if (r.isUsed()) {
        routes.add(route(r));
        cost += r.cost();
      }
    }
    summary.put("cost", whole(cost));
    summary.put("routes", routes.size());
    summary.put("unassigned", unassigned.size());
    summary.put("service", service_s);
    summary.put("duration", drive_s);
    summary.put("waiting_time", wait_s);
    summary.put("distance", metres);
    summary.putArray("violations");
    return root;
  }

  private ObjectNode route(RoutingPlan.Route r) {
    RoutingProblem.Vehicle truck = file.problem().vehicles().get(r.vehicle());
    ObjectNode o = root.objectNode();
    o.put("vehicle", file.vehicleIds.get(r.vehicle()));
    o.put("cost", whole(r.cost()));
    ArrayNode steps = o.putArray("steps");
    long serviceBefore = service_s;
    long driveBefore = drive_s;
    long waitBefore = wait_s;
    long metresBefore = metres;
    int at = truck.startPlace();
    int driven = 0;
    if (at < file.places.count()) {
      step(steps, "start", at, r.leave_ds(), driven);
    }
    for (RoutingPlan.Visit v : r.visits()) {
      boolean job = v.kind() == RoutingPlan.Kind.STOP;
      int to = job ? file.problem().stops().get(v.idx()).place() : at;
      driven += v.drive_ds();
      ObjectNode s = step(steps, job ? "job" : "break", to, v.arrive_ds(), driven);
      s.put("id", job ? file.jobIds.get(v.idx()) : file.breakIds.get(r.vehicle()).get(v.idx()));
      long service = seconds(v.leave_ds() - v.begin_ds());
      long wait = seconds(v.begin_ds() - v.arrive_ds());
      s.put("service", service);
      s.put("waiting_time", wait);
      service_s += service;
      wait_s += wait;
      metres += length(at, to);
      at = to;
    }
    metres += length(at, truck.endPlace());
    if (truck.endPlace() < file.places.count()) {
      step(steps, "end", truck.endPlace(), r.home_ds(), r.drive_ds());
    }
    drive_s += seconds(r.drive_ds());
    o.put("service", service_s - serviceBefore);
    o.put("duration", drive_s - driveBefore);
    o.put("waiting_time", wait_s - waitBefore);
    o.put("distance", metres - metresBefore);
    o.putArray("violations");
    return o;
  }

  private ObjectNode step(ArrayNode steps, String type, int place, int arrive_ds, int driven_ds) {
    ObjectNode s = steps.addObject();
    s.put("type", type);
    locate(s, place);
    s.put("arrival", (long) file.origin_s + seconds(arrive_ds));
    s.put("duration", seconds(driven_ds));
    return s;
  }

  private void locate(ObjectNode o, int place) {
    double[] lonLat = place < file.places.count() ? file.places.lonLat(place) : null;
    if (lonLat != null) {
      o.putArray("location").add(lonLat[0]).add(lonLat[1]);
    } else if (place < file.places.count()) {
      o.put("location_index", place);
    }
  }

  private int length(int a, int b) {
    return file.timeAndLength[1][a * (file.places.count() + 1) + b];
  }

  private static long seconds(int ds) {
    return Math.round(ds / 10.0);
  }

  private static long whole(long units) {
    return Math.round((double) units / VroomFile.COST_UNITS);
  }
}
