package city.emona.simulate.waste;

import city.emona.simulate.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The plan of a day: trips of every fraction, handed to trucks longest first, each to the truck
 * that would be done with it earliest (LPT, Graham 1969). Where that means overtime, the day is
 * planned again with trips of an even share, which pack better, and the plan with less is kept.
 * Times are tenths of seconds at the hour in the middle of the shift. Immutable.
 */
final class Rounds {
  /**
   * Fixed counts, not seconds, so that plans repeat: 200 per stop and at most 20,000. On 1,000
   * stops ten times as many save some 10 % of the driving, 2 % of the hours.
   */
  private static final int ITERATIONS_PER_STOP = 200;

  private static final int MAX_ITERATIONS = 20_000;

  /** A drive from stop to stop with waste of one fraction, to a disposal site. */
  record Trip(int[] node, int[][] bins, long duration) {}

  /** Trucks in the order of their depots: depot row and gate of each. */
  record Fleet(int[] depot, int[] gate, double volumeL, double payloadKg) {}

  private final Fleet fleet;
  private final int[] nodes;
  private final int[][] travel;
  private final int[] sites;
  private final int[] at;

  /** {@code sites}: gates of disposal sites; {@code stopNodes}: where bins are emptied. */
  Rounds(
      TruckNetwork net,
      Fleet fleet,
      int[] sites,
      int[] stopNodes,
      int step,
      int threads,
      Progress progress) {
    this.fleet = fleet;
    this.sites = sites;
    int[] all = Arrays.copyOf(stopNodes, stopNodes.length + sites.length + fleet.gate.length);
    System.arraycopy(sites, 0, all, stopNodes.length, sites.length);
    System.arraycopy(fleet.gate, 0, all, stopNodes.length + sites.length, fleet.gate.length);
    nodes = Arrays.stream(all).sorted().distinct().toArray();
    at = new int[net.nodeCount()];
    for (int i = 0; i < nodes.length; i++) {
      at[nodes[i]] = i;
    }
    travel = net.matrix(nodes, step, threads, progress);
  }

  /** Disposal site from which the whole way, there and then on to {@code next}, is shortest. */
  int site(int from, int next) {
    int best = sites[0];
    for (int s : sites) {
      if (between(from, s) + between(s, next) < between(from, best) + between(best, next)) {
        best = s;
      }
    }
    return best;
  }

  private long between(int from, int to) {
    return travel[at[from]][at[to]];
  }

  /** Trips of each truck; {@code stops} per fraction. */
  List<List<Trip>> plan(Stops[] stops, long seed, Progress progress) {
    long shift = (long) (WasteRules.SHIFT_SECONDS * 10);
    long[] done = new long[fleet.gate.length];
    List<List<Trip>> plan = assign(trips(stops, shift * 9 / 10, seed, progress), done);
    long overtime = overtime(done, shift);
    if (overtime == 0) {
      return plan;
    }
    // As many equal trips as there are trucks pack without a remainder.
    long share = Arrays.stream(done).sum() / done.length;
    long each = share / Math.max(1, (share + shift - 1) / shift);
    long[] evenly = new long[done.length];
    List<List<Trip>> even = assign(trips(stops, each, seed, progress), evenly);
    return overtime(evenly, shift) < overtime ? even : plan;
  }

  private static long overtime(long[] done, long shift) {
    return Arrays.stream(done).map(d -> Math.max(0, d - shift)).sum();
  }

  private List<Trip> trips(Stops[] stops, long limit, long seed, Progress progress) {
    List<Trip> trips = new ArrayList<>();
    for (int f = 0; f < stops.length; f++) {
      trips.addAll(trips(stops[f], f, limit, seed, progress));
    }
    return trips;
  }

  private List<Trip> trips(Stops stops, int fraction, long limit, long seed, Progress progress) {
    int n = stops.count();
    TripPlanner.Task task =
        new TripPlanner.Task(
            travel,
            new int[n],
            new int[n],
            new int[n],
            new int[n],
            stops.litres(),
            new double[n],
            fleet.volumeL * WasteRules.PLANNED_SHARE,
            fleet.payloadKg * WasteRules.PLANNED_SHARE,
            limit,
            (int) (WasteRules.DISPOSAL_SECONDS * 10));
    for (int i = 0; i < n; i++) {
      int node = stops.node()[i];
      task.nodeOf()[i] = at[node];
      task.start()[i] = nearestStart(node);
      task.end()[i] = (int) between(node, site(node, node));
      task.service()[i] = (int) Math.round(stops.seconds()[i] * 10);
      task.kg()[i] = stops.litres()[i] * WasteRules.KG_PER_L[fraction];
    }
    long own = BinFill.mix(seed ^ BinFill.mix(fraction * 31L + limit));
    int iterations = Math.min(MAX_ITERATIONS, ITERATIONS_PER_STOP * n);
    List<Trip> out = new ArrayList<>();
    for (int[] trip : TripPlanner.plan(task, own, iterations, progress)) {
      int[] node = new int[trip.length];
      int[][] bins = new int[trip.length][];
      for (int k = 0; k < trip.length; k++) {
        node[k] = stops.node()[trip[k]];
        bins[k] = stops.bins()[trip[k]];
      }
      out.add(new Trip(node, bins, task.duration(trip)));
    }
    return out;
  }

  private int nearestStart(int node) {
    long best = Long.MAX_VALUE;
    for (int g : fleet.gate) {
      best = Math.min(best, between(g, node));
    }
    for (int s : sites) {
      best = Math.min(best, between(s, node));
    }
    return (int) best;
  }

  private List<List<Trip>> assign(List<Trip> trips, long[] done) {
    List<List<Trip>> trucks = new ArrayList<>();
    for (int k = 0; k < done.length; k++) {
      trucks.add(new ArrayList<>());
    }
    List<Trip> longestFirst = new ArrayList<>(trips);
    longestFirst.sort(Comparator.comparingLong(Trip::duration).reversed());
    for (Trip t : longestFirst) {
      int best = 0;
      long earliest = Long.MAX_VALUE;
      for (int k = 0; k < done.length; k++) {
        long then = done[k] + t.duration + (done[k] == 0 ? depotLegs(k, t) : 0);
        if (then < earliest) {
          earliest = then;
          best = k;
        }
      }
      done[best] = earliest;
      trucks.get(best).add(t);
    }
    return trucks;
  }

  /** What the way from and to the depot adds to the first trip of a truck. */
  private long depotLegs(int truck, Trip t) {
    int gate = fleet.gate[truck];
    int last = t.node[t.node.length - 1];
    return between(gate, t.node[0]) - nearestStart(t.node[0]) + between(site(last, gate), gate);
  }
}
