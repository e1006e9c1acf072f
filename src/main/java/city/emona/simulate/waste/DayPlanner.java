package city.emona.simulate.waste;

import city.emona.model.Table;
import city.emona.simulate.Progress;
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
import java.util.Set;
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
  private static final double MICRO = 1e6;

  /** Trucks in the order of their depots: depot row, number there, gate, limits and drive. */
  record Fleet(
      int[] depot, int[] number, int[] gate, int[] volumeL, int[] payloadKg, boolean[] electric) {
    /** Every truck of every depot at {@code served} junctions (null = all that have a gate). */
    static Fleet of(Table depots, BitSet served, Set<String> electricDepots) {
      List<int[]> trucks = new ArrayList<>();
      for (int d = 0; d < depots.size(); d++) {
        int node = depots.ints("node")[d];
        boolean used = node >= 0 && (served == null || served.get(node));
        for (int t = 0; used && t < depots.ints("trucks")[d]; t++) {
          trucks.add(new int[] {d, t});
        }
      }
      int n = trucks.size();
      Fleet f =
          new Fleet(new int[n], new int[n], new int[n], new int[n], new int[n], new boolean[n]);
      for (int k = 0; k < n; k++) {
        int d = trucks.get(k)[0];
        f.depot[k] = d;
        f.number[k] = trucks.get(k)[1];
        f.gate[k] = depots.ints("node")[d];
        f.volumeL[k] = Math.max(1, depots.ints("truck_volume_l")[d]);
        f.payloadKg[k] = Math.max(1, depots.ints("truck_payload_kg")[d]);
        f.electric[k] = electricDepots.contains(depots.ids()[d]);
      }
      return f;
    }

    int count() {
      return gate.length;
    }

    int largestL() {
      return Arrays.stream(volumeL).max().orElse(0);
    }
  }

  private final Fleet fleet;
  private final int[] sites;
  private final int[] nodes;
  private final int[] at;
  private final TravelMatrices travel;
  private final int startMinute;
  private final Map<Integer, DayPlan.Part> latest = new HashMap<>();

  /**
   * {@code sites}: gates of disposal sites; {@code stopNodes}: where bins may be emptied; {@code
   * startMinute}: real minute of the day at which shifts begin.
   */
  DayPlanner(
      TruckNetwork net,
      Fleet fleet,
      int[] sites,
      int[] stopNodes,
      int startMinute,
      int threads,
      Progress progress) {
    this.fleet = fleet;
    this.sites = sites;
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
    int[] done = new int[fleet.count()];
    List<DayPlan.Part> parts = new ArrayList<>();
    for (int f : order) {
      if (stops[f].count() == 0) {
        continue;
      }
      RoutingProblem problem = problem(stops[f], f, done);
      int iterations = Math.min(most, perStop * stops[f].count());
      RoutingPlan plan =
          RoutingSolver.solve(
              problem,
              warm(f, stops[f]),
              Budget.ofIterations(iterations),
              BinFill.mix(seed ^ BinFill.mix(f)),
              (i, share, cost, best) -> progress.check());
      DayPlan.Part part = new DayPlan.Part(f, stops[f], problem, plan);
      latest.put(f, part);
      parts.add(part);
      for (RoutingPlan.Route r : plan.routes()) {
        if (r.isUsed()) {
          done[r.vehicle()] = r.home_ds();
        }
      }
    }
    return new DayPlan(parts, fleet.count());
  }

  private RoutingProblem problem(Stops s, int fraction, int[] done) {
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
                      s.litres()[i]
                          * WasteRules.PLANNED_SHARE
                          * 1000
                          * WasteRules.KG_PER_L[fraction]),
              s.openMinute()[i] * DS_PER_MINUTE,
              s.closeMinute()[i] >= 1440
                  ? RoutingProblem.ALWAYS_DS
                  : s.closeMinute()[i] * DS_PER_MINUTE,
              prize,
              0));
    }
    List<RoutingProblem.Vehicle> trucks = new ArrayList<>();
    for (int k = 0; k < fleet.count(); k++) {
      trucks.add(truck(k, done[k]));
    }
    List<RoutingProblem.Facility> facilities =
        Arrays.stream(sites)
            .mapToObj(
                n -> RoutingProblem.Facility.at(at[n], (int) (WasteRules.DISPOSAL_SECONDS * 10)))
            .toList();
    return new RoutingProblem(travel, stops, trucks, facilities);
  }

  private RoutingProblem.Vehicle truck(int k, int done) {
    int start = startMinute * DS_PER_MINUTE;
    int now = Math.max(start, done);
    List<RoutingProblem.Break> breaks = new ArrayList<>();
    for (int[] b : WasteRules.BREAKS) {
      int latestStart = start + b[1] * DS_PER_MINUTE;
      if (latestStart > now + DS_PER_MINUTE * 30) {
        breaks.add(
            new RoutingProblem.Break(
                Math.max(now, start + b[0] * DS_PER_MINUTE),
                latestStart,
                WasteRules.BREAK_MINUTES * DS_PER_MINUTE));
      }
    }
    double perKm = fleet.electric[k] ? WasteRules.ELECTRIC_EUR_PER_KM : WasteRules.EUR_PER_KM;
    RoutingProblem.Prices prices =
        new RoutingProblem.Prices(
            done > 0 ? 0 : Math.round(WasteRules.EUR_PER_TRUCK_DAY * MICRO),
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
                now, start + shift, start + WasteRules.LATEST_MINUTES * DS_PER_MINUTE, breaks));
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
