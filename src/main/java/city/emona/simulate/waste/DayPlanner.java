package city.emona.simulate.waste;

import city.emona.model.Table;
import city.emona.model.WastePolicy.ElectricTruck;
import city.emona.simulate.Progress;
import city.emona.simulate.WasteDay;
import city.emona.simulate.routing.Budget;
import city.emona.simulate.routing.RoutingPlan;
import city.emona.simulate.routing.RoutingProblem;
import city.emona.simulate.routing.RoutingSolver;
import city.emona.simulate.routing.TravelMatrices;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Plans days with the routing core: the fractions one after the other, most work first, each for
 * all trucks from when they are done with the one before. Bins that must be emptied have the
 * highest prize, those offered theirs; so every policy is the same task with other prizes. A day
 * starts from the latest plan of its fraction. Prices in millionths of a euro. Budgets are counts,
 * so plans repeat. Not thread-safe.
 */
final class DayPlanner {
  private static final int DS_PER_MINUTE = 600;
  static final double MICRO = 1e6;

  /**
   * Trucks in the order of their depots: depot row, number there, gate, limits and battery (null =
   * diesel). From {@code own} on come as many that can be hired, each like one of its own.
   */
  record Fleet(
      int own,
      int[] depot,
      int[] number,
      int[] gate,
      int[] volumeL,
      int[] payloadKg,
      ElectricTruck[] battery) {
    /** Every truck of every depot at {@code served} junctions (null = all that have a gate). */
    static Fleet of(
        Table depots, BitSet served, Map<String, ElectricTruck> electric, boolean hire) {
      List<int[]> trucks = new ArrayList<>();
      for (int round = 0; round < (hire ? 2 : 1); round++) {
        for (int d = 0; d < depots.size(); d++) {
          int node = depots.ints("node")[d];
          int n = depots.ints("trucks")[d];
          boolean used = node >= 0 && (served == null || served.get(node));
          for (int t = 0; used && t < n; t++) {
            trucks.add(new int[] {d, t + round * n});
          }
        }
      }
      int n = trucks.size();
      Fleet f =
          new Fleet(
              hire ? n / 2 : n,
              new int[n],
              new int[n],
              new int[n],
              new int[n],
              new int[n],
              new ElectricTruck[n]);
      for (int k = 0; k < n; k++) {
        int d = trucks.get(k)[0];
        f.depot[k] = d;
        f.number[k] = trucks.get(k)[1];
        f.gate[k] = depots.ints("node")[d];
        f.volumeL[k] = Math.max(1, depots.ints("truck_volume_l")[d]);
        f.payloadKg[k] = Math.max(1, depots.ints("truck_payload_kg")[d]);
        f.battery[k] = electric.get(depots.ids()[d]);
      }
      return f;
    }

    int count() {
      return gate.length;
    }

    boolean isHired(int k) {
      return k >= own;
    }

    int largestL() {
      return Arrays.stream(volumeL).max().orElse(0);
    }

    /** kWh that a truck takes for a way and for hours at bins; 0 for diesel. */
    double kwh(int k, double km, double liftHours) {
      ElectricTruck t = battery[k];
      return t == null
          ? 0
          : t.kwhPerKm() * km + t.kwhPerLift() * liftHours * 3600 / WasteRules.EMPTY_SECONDS;
    }
  }

  private final Fleet fleet;
  private final int[] sites;
  private final int[] siteRows;
  private final int[] nodes;
  private final int[] at;
  private final TravelMatrices travel;
  private final int startMinute;
  private final Map<Integer, DayPlan.Part> latest = new HashMap<>();

  /**
   * {@code sites}: gates of disposal sites, with their rows; {@code stopNodes}: where bins may be
   * emptied; {@code startMinute}: real minute of the day at which shifts begin.
   */
  DayPlanner(
      TruckNetwork net,
      Fleet fleet,
      int[] sites,
      int[] siteRows,
      int[] stopNodes,
      int startMinute,
      int threads,
      Progress progress) {
    this.fleet = fleet;
    this.sites = sites;
    this.siteRows = siteRows;
    this.startMinute = startMinute;
    nodes =
        IntStream.concat(
                Arrays.stream(stopNodes),
                IntStream.concat(Arrays.stream(sites), Arrays.stream(fleet.gate)))
            .sorted()
            .distinct()
            .toArray();
    at = new int[net.nodeCount()];
    Arrays.fill(at, -1);
    for (int i = 0; i < nodes.length; i++) {
      at[nodes[i]] = i;
    }
    travel = net.matrices(nodes, startMinute, threads, progress);
  }

  /** Row of a junction in the matrices, −1 where it is none of them. */
  int place(int node) {
    return at[node];
  }

  int node(int place) {
    return nodes[place];
  }

  TravelMatrices travel() {
    return travel;
  }

  int[] sites() {
    return sites;
  }

  /** Row in the city's table of a site. */
  int siteRow(int node) {
    for (int i = 0; i < sites.length; i++) {
      if (sites[i] == node) {
        return siteRows[i];
      }
    }
    throw new IllegalArgumentException("no site at junction " + node);
  }

  Fleet fleet() {
    return fleet;
  }

  /**
   * The plan of a day; {@code stops} per fraction, {@code perStop} and {@code most} iterations per
   * stop and fraction.
   */
  DayPlan plan(Stops[] stops, int perStop, int most, long seed, Progress progress) {
    Integer[] order = IntStream.range(0, stops.length).boxed().toArray(Integer[]::new);
    Arrays.sort(
        order,
        Comparator.<Integer>comparingDouble(f -> -Arrays.stream(stops[f].seconds()).sum())
            .thenComparing(f -> f));
    Crews crews = new Crews(fleet.count());
    List<DayPlan.Part> parts = new ArrayList<>();
    for (int f : order) {
      if (stops[f].count() == 0) {
        continue;
      }
      DayPlan.Part part = part(f, stops[f], crews, fleet.own(), perStop, most, seed, progress);
      if (fleet.count() > fleet.own() && part.missed() > 0) {
        part = part(f, stops[f], crews, fleet.count(), perStop, most, seed, progress);
      }
      latest.put(f, part);
      parts.add(part);
      crews.add(part, fleet);
    }
    return new DayPlan(parts, fleet.count());
  }

  /** What the trucks have behind them when a fraction begins. */
  private static final class Crews {
    final int[] done_ds;
    final int[] breaks;
    final double[] km;
    final double[] liftHours;

    Crews(int trucks) {
      done_ds = new int[trucks];
      breaks = new int[trucks];
      km = new double[trucks];
      liftHours = new double[trucks];
    }

    void add(DayPlan.Part part, Fleet fleet) {
      for (RoutingPlan.Route r : part.plan().routes()) {
        if (r.isUsed()) {
          int k = r.vehicle();
          breaks[k] += part.rest_ds()[k] > 0 ? 1 : 0;
          done_ds[k] = r.home_ds();
          km[k] += r.distance_m() / 1000.0;
          for (RoutingPlan.Visit v : r.visits()) {
            breaks[k] += v.kind() == RoutingPlan.Kind.BREAK ? 1 : 0;
            boolean stop = v.kind() == RoutingPlan.Kind.STOP;
            liftHours[k] += stop ? part.stops().seconds()[v.idx()] / 3600 : 0;
          }
        }
      }
    }
  }

  private DayPlan.Part part(
      int f,
      Stops stops,
      Crews crews,
      int trucks,
      int perStop,
      int most,
      long seed,
      Progress progress) {
    int[] rest = new int[fleet.count()];
    for (int k = 0; k < trucks; k++) {
      rest[k] = restBefore(crews.done_ds[k], crews.breaks[k]);
    }
    RoutingProblem problem = problem(stops, f, crews, rest, trucks);
    RoutingPlan plan =
        RoutingSolver.solve(
            problem,
            warm(f, stops),
            Budget.ofIterations(Math.min(most, perStop * stops.count())),
            BinFill.mix(seed ^ BinFill.mix(f)),
            (i, share, cost, best) -> progress.check());
    return new DayPlan.Part(f, stops, problem, plan, rest);
  }

  /** A crew that is at the depot between two fractions when a break may begin takes it there. */
  private int restBefore(int done, int taken) {
    boolean due =
        done > 0
            && taken < WasteRules.BREAKS.length
            && done >= (startMinute + WasteRules.BREAKS[taken][0]) * DS_PER_MINUTE;
    return due ? WasteRules.BREAK_MINUTES * DS_PER_MINUTE : 0;
  }

  private RoutingProblem problem(Stops s, int fraction, Crews crews, int[] rest, int count) {
    List<RoutingProblem.Stop> stops = new ArrayList<>();
    for (int i = 0; i < s.count(); i++) {
      long prize = s.isMust(i) ? RoutingProblem.MUST : Math.round(s.prizeEur()[i] * MICRO);
      stops.add(
          new RoutingProblem.Stop(
              at[s.node()[i]],
              (int) Math.round(s.seconds()[i] * 10),
              (int) Math.ceil(s.litres()[i] * WasteRules.PLANNED_SHARE),
              (int)
                  Math.ceil(
                      s.litres()[i] * WasteRules.PLANNED_SHARE * 1000 * WasteDay.kgPerL(fraction)),
              s.openMinute()[i] * DS_PER_MINUTE,
              s.closeMinute()[i] >= 1440
                  ? RoutingProblem.ALWAYS_DS
                  : s.closeMinute()[i] * DS_PER_MINUTE,
              prize,
              0));
    }
    List<RoutingProblem.Vehicle> trucks = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      trucks.add(truck(k, crews, rest[k]));
    }
    List<RoutingProblem.Facility> facilities =
        Arrays.stream(sites)
            .mapToObj(
                n -> RoutingProblem.Facility.at(at[n], (int) (WasteRules.DISPOSAL_SECONDS * 10)))
            .toList();
    return new RoutingProblem(travel, stops, trucks, facilities);
  }

  private RoutingProblem.Vehicle truck(int k, Crews crews, int rest) {
    int start = startMinute * DS_PER_MINUTE;
    int now = Math.max(start, crews.done_ds[k] + rest);
    List<RoutingProblem.Break> breaks = new ArrayList<>();
    for (int b = crews.breaks[k] + (rest > 0 ? 1 : 0); b < WasteRules.BREAKS.length; b++) {
      // A crew that comes home late may have the next break some time after it sets out again.
      breaks.add(
          new RoutingProblem.Break(
              Math.max(now, start + WasteRules.BREAKS[b][0] * DS_PER_MINUTE),
              Math.max(now + 90 * DS_PER_MINUTE, start + WasteRules.BREAKS[b][1] * DS_PER_MINUTE),
              WasteRules.BREAK_MINUTES * DS_PER_MINUTE));
    }
    double perKm =
        fleet.battery[k] != null ? WasteRules.ELECTRIC_EUR_PER_KM : WasteRules.EUR_PER_KM;
    RoutingProblem.Prices prices =
        new RoutingProblem.Prices(
            crews.done_ds[k] > 0 ? 0 : Math.round(eurPerDay(k) * MICRO),
            Math.round(perKm * MICRO / 1000),
            Math.round(WasteRules.CREW_EUR_PER_H * MICRO / 36_000),
            Math.round(WasteRules.OVERTIME_EUR_PER_H * MICRO / 36_000));
    int shift =
        (int) (WasteRules.SHIFT_SECONDS * 10)
            + WasteRules.BREAKS.length * WasteRules.BREAK_MINUTES * DS_PER_MINUTE;
    return RoutingProblem.Vehicle.at(
            at[fleet.gate[k]], fleet.volumeL[k], fleet.payloadKg[k] * 1000, prices)
        .withShift(
            new RoutingProblem.Shift(
                now, start + shift, start + WasteRules.LATEST_MINUTES * DS_PER_MINUTE, breaks))
        .withRange(range(k, crews));
  }

  private double eurPerDay(int k) {
    return fleet.isHired(k) ? WasteRules.EUR_PER_HIRED_DAY : WasteRules.EUR_PER_TRUCK_DAY;
  }

  /** What the battery still holds, in thousandths of a watt-hour, less a reserve. */
  private RoutingProblem.Range range(int k, Crews crews) {
    ElectricTruck t = fleet.battery[k];
    if (t == null) {
      return RoutingProblem.Range.NONE;
    }
    double used = fleet.kwh(k, crews.km[k], crews.liftHours[k]);
    double left = WasteRules.BATTERY_PLANNED_SHARE * t.batteryKwh() - used;
    return new RoutingProblem.Range(
        Math.max(0, Math.round(left * MICRO)),
        (long) Math.ceil(t.kwhPerKm() * 1000),
        (long) Math.ceil(t.kwhPerLift() * MICRO / (WasteRules.EMPTY_SECONDS * 10)));
  }

  /** The latest plan of the fraction in terms of today's stops, or null. */
  private RoutingPlan warm(int fraction, Stops today) {
    DayPlan.Part before = latest.get(fraction);
    if (before == null) {
      return null;
    }
    Map<Integer, Deque<Integer>> stopsAt = new HashMap<>();
    for (int s = 0; s < today.count(); s++) {
      stopsAt.computeIfAbsent(today.node()[s], n -> new ArrayDeque<>()).add(s);
    }
    List<RoutingPlan.Route> routes = new ArrayList<>();
    for (RoutingPlan.Route r : before.plan().routes()) {
      List<RoutingPlan.Visit> visits = new ArrayList<>();
      for (RoutingPlan.Visit v : r.visits()) {
        if (v.kind() == RoutingPlan.Kind.FACILITY) {
          visits.add(v);
        } else if (v.kind() == RoutingPlan.Kind.STOP) {
          Deque<Integer> here = stopsAt.get(before.stops().node()[v.idx()]);
          if (here != null && !here.isEmpty()) {
            visits.add(new RoutingPlan.Visit(v.kind(), here.poll(), 0, 0, 0, 0, 0));
          }
        }
      }
      routes.add(new RoutingPlan.Route(r.vehicle(), visits, 0, 0, 0, 0, 0));
    }
    return new RoutingPlan(routes, List.of(), 0, 0);
  }

  /** Disposal site from which the whole way, there and then on to {@code next}, is shortest. */
  int site(int from, int next, int ds) {
    int best = sites[0];
    long least = Long.MAX_VALUE;
    for (int s : sites) {
      long way = (long) time(from, s, ds) + time(s, next, ds);
      if (way < least) {
        least = way;
        best = s;
      }
    }
    return best;
  }

  /** Tenths of seconds between two junctions of the matrices, at the pace of a time of day. */
  int time(int from, int to, int ds) {
    int s = travel.sliceStart_ds().length - 1;
    while (s > 0 && travel.sliceStart_ds()[s] > ds) {
      s--;
    }
    return travel.time_ds()[s][at[from] * travel.places() + at[to]];
  }
}
