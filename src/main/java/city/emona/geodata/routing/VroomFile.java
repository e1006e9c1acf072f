package city.emona.geodata.routing;

import city.emona.EmonaException;
import city.emona.simulate.routing.RoutingProblem;
import city.emona.simulate.routing.RoutingProblem.Break;
import city.emona.simulate.routing.RoutingProblem.Prices;
import city.emona.simulate.routing.RoutingProblem.Shift;
import city.emona.simulate.routing.RoutingProblem.Stop;
import city.emona.simulate.routing.RoutingProblem.Vehicle;
import city.emona.simulate.routing.TravelMatrices;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Problems in the JSON of VROOM (github.com/VROOM-Project/vroom, docs/API.md): vehicles, jobs, time
 * windows, breaks, skills, two kinds of load, matrices or coordinates. As there, the cost is the
 * time driven at {@code per_hour} plus the length at {@code per_km} plus what a vehicle costs once.
 * What is not supported is refused by name. Times in the file are seconds.
 */
public final class VroomFile {
  /** Units of the search per unit of VROOM's cost. */
  public static final int COST_UNITS = 100;

  private static final long MAX_BYTES = 256L << 20;
  private static final Set<String> ROOT = Set.of("vehicles", "jobs", "matrices", "description");
  private static final Set<String> VEHICLE =
      Set.of(
          "id",
          "profile",
          "description",
          "start",
          "start_index",
          "end",
          "end_index",
          "capacity",
          "skills",
          "time_window",
          "breaks",
          "costs");
  private static final Set<String> JOB =
      Set.of(
          "id",
          "description",
          "location",
          "location_index",
          "setup",
          "service",
          "delivery",
          "pickup",
          "amount",
          "skills",
          "priority",
          "time_windows");

  final List<Long> vehicleIds = new ArrayList<>();
  final List<Long> jobIds = new ArrayList<>();
  final List<List<Long>> breakIds = new ArrayList<>();
  final VroomPlaces places;
  final int[][] timeAndLength;

  /** Seconds that the search's time 0 stands for. */
  final double origin_s;

  private final VroomFields fields;
  private final Map<Long, Integer> skillBits = new LinkedHashMap<>();
  private final RoutingProblem problem;
  private String loadKind = "";

  private VroomFile(JsonNode root, VroomFields fields, double speed_kmh) {
    this.fields = fields;
    fields.refuse(root, "problem", ROOT);
    places = new VroomPlaces(fields, speed_kmh / 3.6);
    places.readMatrices(root);
    JsonNode jobs = fields.list(root, "jobs", "problem");
    JsonNode vehicles = fields.list(root, "vehicles", "problem");
    if (vehicles.isEmpty()) {
      throw fields.bad("vehicles", "There is no vehicle.", "Give one at least.");
    }
    origin_s = earliest(root);
    List<Stop> stops = new ArrayList<>();
    for (int k = 0; k < jobs.size(); k++) {
      stops.add(stop(jobs.get(k), "jobs[" + k + "]"));
    }
    double[] rates = rates(vehicles);
    List<int[]> ends = new ArrayList<>();
    for (int k = 0; k < vehicles.size(); k++) {
      ends.add(ends(vehicles.get(k), "vehicles[" + k + "]"));
    }
    timeAndLength = places.timeAndLength();
    List<Vehicle> trucks = new ArrayList<>();
    for (int k = 0; k < vehicles.size(); k++) {
      trucks.add(vehicle(vehicles.get(k), ends.get(k), "vehicles[" + k + "]"));
    }
    problem = new RoutingProblem(matrices(rates), stops, trucks, List.of());
  }

  /** {@code speed_kmh} counts where there are coordinates instead of matrices. */
  public static VroomFile read(Path file, double speed_kmh) throws IOException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new EmonaException(
            EmonaException.Code.TOO_LARGE,
            "The file is larger than " + (MAX_BYTES >> 20) + " MB.",
            file.toString(),
            "Give coordinates instead of matrices, or fewer jobs.");
      }
      JsonMapper mapper =
          JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
      return new VroomFile(
          mapper.readTree(file.toFile()), new VroomFields(file.toString()), speed_kmh);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw EmonaException.invalid(
          "This is not JSON: " + e.getOriginalMessage() + ".",
          file + (at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr()),
          "Correct it there.");
    } catch (NoSuchFileException e) {
      throw EmonaException.notFound(
          "There is no such file.", file.toString(), "Check the name and the folder.");
    }
  }

  public RoutingProblem problem() {
    return problem;
  }

  /** Windows may count from 1970; the search counts from the first of them. */
  private double earliest(JsonNode root) {
    double first = Double.POSITIVE_INFINITY;
    for (String list : List.of("jobs", "vehicles")) {
      JsonNode all = fields.list(root, list, "problem");
      for (int k = 0; k < all.size(); k++) {
        String path = list + "[" + k + "]";
        double[] w =
            list.equals("jobs")
                ? fields.onlyWindow(all.get(k), path)
                : all.get(k).has("time_window")
                    ? fields.window(all.get(k).get("time_window"), path + ".time_window")
                    : null;
        first = w == null ? first : Math.min(first, w[0]);
      }
    }
    return first > 1e6 && first < Double.POSITIVE_INFINITY ? Math.floor(first) : 0;
  }

  private int ds(double seconds) {
    return (int) Math.min(RoutingProblem.ALWAYS_DS, Math.rint((seconds - origin_s) * 10));
  }

  private Stop stop(JsonNode job, String path) {
    fields.refuse(job, path, JOB);
    jobIds.add(id(job, path));
    int place = places.place(job, "location", "location_index", path);
    if (place < 0) {
      throw fields.bad(
          path,
          "The job has no place.",
          places.isGivenAsMatrix()
              ? "Give location_index, a row of the matrix."
              : "Give location as [longitude, latitude], or matrices with location_index.");
    }
    double service = fields.number(job, "service", path, 0) + fields.number(job, "setup", path, 0);
    int[] load = load(job, path);
    double[] window = fields.onlyWindow(job, path);
    double priority = fields.number(job, "priority", path, 0);
    if (priority > 100) {
      throw fields.bad(path + ".priority", priority + " is too much.", "Give 0 to 100.");
    }
    return new Stop(
        place,
        (int) Math.min(RoutingProblem.ALWAYS_DS, Math.rint(service * 10)),
        load[0],
        load[1],
        window == null ? 0 : ds(window[0]),
        window == null ? RoutingProblem.ALWAYS_DS : ds(window[1]),
        RoutingProblem.MUST + ((long) priority << 33),
        skills(job, path));
  }

  private long id(JsonNode object, String path) {
    JsonNode id = object.path("id");
    if (!id.canConvertToLong() || !id.isIntegralNumber()) {
      throw fields.bad(path + ".id", "There is no id.", "Give a whole number.");
    }
    return id.asLong();
  }

  private int[] load(JsonNode job, String path) {
    int[] load = {0, 0};
    for (String kind : List.of("delivery", "pickup", "amount")) {
      if (job.has(kind)) {
        if (!loadKind.isEmpty() && !loadKind.equals(kind)) {
          throw fields.bad(
              path + "." + kind,
              "Some jobs have \"" + loadKind + "\", this one \"" + kind + "\".",
              "Loads must all be delivered or all be picked up.");
        }
        loadKind = kind;
        load = amounts(job, kind, path);
      }
    }
    return load;
  }

  private int[] amounts(JsonNode object, String name, String path) {
    JsonNode list = fields.list(object, name, path);
    if (list.size() > 2) {
      throw fields.bad(path + "." + name, "There are more than two kinds of load.", "Give two.");
    }
    int[] amount = new int[2];
    for (int k = 0; k < list.size(); k++) {
      double v = fields.number(list.get(k), path + "." + name + "[" + k + "]");
      if (v != Math.rint(v) || v > 1_000_000_000) {
        throw fields.bad(path + "." + name, v + " is not a load.", "Give a whole number.");
      }
      amount[k] = (int) v;
    }
    return amount;
  }

  private long skills(JsonNode object, String path) {
    long bits = 0;
    for (JsonNode skill : fields.list(object, "skills", path)) {
      long key = (long) fields.number(skill, path + ".skills");
      int bit = skillBits.computeIfAbsent(key, s -> skillBits.size());
      if (bit > 62) {
        throw fields.bad(path + ".skills", "There are more than 63 skills.", "Use fewer.");
      }
      bits |= 1L << bit;
    }
    return bits;
  }

  private int[] ends(JsonNode v, String path) {
    fields.refuse(v, path, VEHICLE);
    int start = places.place(v, "start", "start_index", path);
    int end = places.place(v, "end", "end_index", path);
    if (start < 0 && end < 0) {
      throw fields.bad(
          path,
          "The vehicle has neither start nor end.",
          places.isGivenAsMatrix() ? "Give start_index or end_index." : "Give start or end.");
    }
    return new int[] {start, end};
  }

  private Vehicle vehicle(JsonNode v, int[] ends, String path) {
    vehicleIds.add(id(v, path));
    int nowhere = places.count();
    double[] w =
        v.has("time_window") ? fields.window(v.get("time_window"), path + ".time_window") : null;
    int end = w == null ? RoutingProblem.ALWAYS_DS : ds(w[1]);
    boolean limited = v.has("capacity");
    int[] capacity =
        limited ? amounts(v, "capacity", path) : new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE};
    double fixed = fields.number(v.path("costs"), "fixed", path + ".costs", 0);
    return new Vehicle(
        ends[0] < 0 ? nowhere : ends[0],
        ends[1] < 0 ? nowhere : ends[1],
        capacity[0],
        capacity[1],
        new Shift(w == null ? 0 : ds(w[0]), end, end, breaks(v, path)),
        new Prices((long) (fixed * COST_UNITS), 1, 0, 0),
        skills(v, path),
        true,
        false);
  }

  private List<Break> breaks(JsonNode v, String path) {
    List<Break> breaks = new ArrayList<>();
    List<Long> ids = new ArrayList<>();
    JsonNode list = fields.list(v, "breaks", path);
    for (int k = 0; k < list.size(); k++) {
      String at = path + ".breaks[" + k + "]";
      fields.refuse(list.get(k), at, Set.of("id", "time_windows", "service", "description"));
      double[] w = fields.onlyWindow(list.get(k), at);
      if (w == null) {
        throw fields.bad(at + ".time_windows", "The break has no window.", "Give one.");
      }
      double service = fields.number(list.get(k), "service", at, 0);
      breaks.add(new Break(ds(w[0]), ds(w[1]), (int) Math.rint(service * 10)));
      ids.add(id(list.get(k), at));
    }
    breakIds.add(ids);
    return breaks;
  }

  /** Cost per hour and per kilometre, the same for all vehicles. */
  private double[] rates(JsonNode vehicles) {
    double[] rates = null;
    for (int k = 0; k < vehicles.size(); k++) {
      String path = "vehicles[" + k + "].costs";
      JsonNode costs = vehicles.get(k).path("costs");
      if (!costs.isMissingNode()) {
        fields.refuse(costs, path, Set.of("fixed", "per_hour", "per_km"));
      }
      double[] own = {
        fields.number(costs, "per_hour", path, 3600), fields.number(costs, "per_km", path, 0)
      };
      if (rates != null && (rates[0] != own[0] || rates[1] != own[1])) {
        throw fields.bad(
            path, "Vehicles differ in per_hour or per_km.", "Give all of them the same rates.");
      }
      rates = own;
    }
    return rates;
  }

  /** The price of a drive stands where the search looks for its length. */
  private TravelMatrices matrices(double[] rates) {
    int[] time = timeAndLength[0];
    int[] price = new int[time.length];
    for (int k = 0; k < price.length; k++) {
      double cost = time[k] / 36000.0 * rates[0] + timeAndLength[1][k] / 1000.0 * rates[1];
      price[k] = (int) Math.min(TravelMatrices.UNREACHABLE, Math.rint(cost * COST_UNITS));
    }
    return TravelMatrices.constant(places.count() + 1, time, price);
  }
}
