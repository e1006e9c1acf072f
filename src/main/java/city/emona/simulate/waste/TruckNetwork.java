package city.emona.simulate.waste;

import city.emona.geo.PackedPoints;
import city.emona.graph.ShortestPaths;
import city.emona.graph.StrongComponents;
import city.emona.graph.TurnGraph;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.model.network.Network;
import city.emona.simulate.Chunks;
import city.emona.simulate.DaySteps;
import city.emona.simulate.Progress;
import city.emona.simulate.routing.TravelMatrices;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The street network as a collection truck sees it: links open to trucks, banned turns, seconds per
 * link and step from the traffic run (80 km/h at most). Bans of heavy vehicles commonly exempt
 * those that serve the street: what the map opens to cars only is driven too, at {@value
 * WasteRules#SERVICE_KMH} km/h, so hardly ever as a way through; not so what a scenario closes.
 * Links closed for some hours are avoided in those hours wherever there is another way; where there
 * is none, collection drives on, as such orders commonly exempt it. A path is the fastest one at
 * the hour of departure. A truck stands in a state of {@link TurnGraph}; it may stand only where it
 * can drive on to all that is served. Immutable after {@link #served}; searches use a {@link
 * ShortestPaths} of their own.
 */
final class TruckNetwork {
  private static final double CLOSED = 1e7;
  private static final int ROWS = 32;

  /** How long the pace of the beginning of a shift holds: the morning peak. */
  private static final int SLICE_MINUTES = 180;

  private final Network net;
  private final TurnGraph turns;
  private boolean[] mayStand;
  private final double[][] seconds;
  private final int stepMinutes;
  private final boolean hasTraffic;

  /**
   * {@code base}: the city without the scenario, whose bans of trucks exempt collection; {@code
   * speedKmh[step][link]}, or null for free flow all day.
   */
  TruckNetwork(City base, City city, Conditions conditions, DaySteps steps, float[][] speedKmh) {
    net = city.network();
    BitSet service = service(base.table(Schema.LINKS), city.table(Schema.LINKS));
    boolean[] open = new boolean[net.linkCount()];
    for (int i = 0; i < open.length; i++) {
      open[i] = (net.modes()[i] & Schema.TRUCK) != 0 || service.get(i);
    }
    Table bans = net.turnBans();
    turns =
        new TurnGraph(
            net.nodeCount(),
            net.fromNode(),
            net.toNode(),
            open,
            bans.ints("from_link"),
            bans.ints("to_link"));
    mayStand = new boolean[turns.stateCount()];
    Arrays.fill(mayStand, true);
    stepMinutes = steps.stepMinutes();
    hasTraffic = speedKmh != null;
    int n = net.linkCount();
    int[] lengthMm = net.lengthMm();
    int[] free = net.freeSpeedKmh();
    seconds = new double[steps.count()][n];
    for (int s = 0; s < seconds.length; s++) {
      for (int i = 0; i < n; i++) {
        double v = speedKmh == null || Float.isNaN(speedKmh[s][i]) ? free[i] : speedKmh[s][i];
        double most = service.get(i) ? WasteRules.SERVICE_KMH : WasteRules.TRUCK_MAX_KMH;
        v = Math.max(WasteRules.MIN_KMH, Math.min(most, v));
        seconds[s][i] = lengthMm[i] / (v * 1e6 / 3600);
      }
      close(conditions, steps, s);
    }
  }

  /** Links that the map opens to cars but not to trucks, and that the scenario leaves so. */
  private static BitSet service(Table base, Table links) {
    BitSet service = new BitSet(links.size());
    int[] modes = links.ints("modes");
    int[] before = base.ints("modes");
    for (int i = 0; i < modes.length; i++) {
      if (isCarsOnly(modes[i])) {
        int row = links == base ? i : base.findRow(links.id(i));
        service.set(i, row >= 0 && isCarsOnly(before[row]));
      }
    }
    return service;
  }

  private static boolean isCarsOnly(int modes) {
    return (modes & Schema.CAR) != 0 && (modes & Schema.TRUCK) == 0;
  }

  private void close(Conditions conditions, DaySteps steps, int s) {
    int from = steps.localMinute(s);
    int to = from + stepMinutes;
    for (Conditions.Closure c : conditions.closures()) {
      if ((c.modes() & Schema.TRUCK) != 0 && c.fromMinute() < to && c.toMinute() > from) {
        BitSet links = c.links();
        for (int i = links.nextSetBit(0); i >= 0; i = links.nextSetBit(i + 1)) {
          seconds[s][i] += seconds[s][i] < CLOSED ? CLOSED : 0;
        }
      }
    }
  }

  int[] lengthMm() {
    return net.lengthMm();
  }

  /** The state in which a truck is at the end of a link. */
  int stateAfter(int link) {
    return turns.stateAfter(link);
  }

  int step(double minute) {
    return (int) Math.max(0, Math.min(seconds.length - 1, minute / stepMinutes));
  }

  /** Seconds on a link that is entered at a minute of the day; a closed one is driven normally. */
  double seconds(int link, double minute) {
    double s = seconds[step(minute)][link];
    return s >= CLOSED ? s - CLOSED : s;
  }

  /** A searcher for the fastest paths between states in one step. */
  ShortestPaths search(int step) {
    return new ShortestPaths(turns.graph(), seconds[step]);
  }

  int stateCount() {
    return turns.stateCount();
  }

  /** Marks, or clears, the states in which a truck may stand at a node; tells how many. */
  int mark(int node, boolean[] target, boolean on) {
    int n = 0;
    for (int k = 0; k < turns.statesAt(node); k++) {
      int s = turns.state(node, k);
      if (mayStand[s]) {
        target[s] = on;
        n++;
      }
    }
    return n;
  }

  /** The state of a node that a search reached first, −1 where it reached none. */
  int reached(ShortestPaths search, int node) {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int k = 0; k < turns.statesAt(node); k++) {
      int s = turns.state(node, k);
      if (mayStand[s] && search.cost(s) < least) {
        least = search.cost(s);
        best = s;
      }
    }
    return best;
  }

  int nodeCount() {
    return net.nodeCount();
  }

  /**
   * Junctions between which trucks can drive back and forth, on the part of the network that has
   * the most of the given trucks and a disposal site; empty where no part has both.
   */
  BitSet served(int[] truckGates, int[] sites) {
    StrongComponents parts = new StrongComponents(turns.graph());
    int[] trucks = new int[parts.count()];
    int[] disposal = new int[parts.count()];
    count(truckGates, parts, trucks);
    count(sites, parts, disposal);
    int best = -1;
    for (int c = 0; c < trucks.length; c++) {
      if (trucks[c] > 0 && disposal[c] > 0 && (best < 0 || trucks[c] > trucks[best])) {
        best = c;
      }
    }
    BitSet served = new BitSet(net.nodeCount());
    for (int s = 0; s < mayStand.length; s++) {
      mayStand[s] = best >= 0 && parts.component(s) == best;
      if (mayStand[s]) {
        served.set(turns.node(s));
      }
    }
    return served;
  }

  /** Counts each node in every component that has one of its states. */
  private void count(int[] nodes, StrongComponents parts, int[] into) {
    for (int v : nodes) {
      BitSet seen = new BitSet();
      for (int k = 0; k < turns.statesAt(v); k++) {
        int c = parts.component(turns.state(v, k));
        into[c] += seen.get(c) ? 0 : 1;
        seen.set(c);
      }
    }
  }

  /**
   * The node itself where it is served, else the nearest served one in reach of the crew, or −1.
   */
  int servedNear(int node, BitSet served) {
    if (node < 0 || served.get(node)) {
      return node;
    }
    PackedPoints p = net.nodePoints();
    double limit = WasteRules.CARRY_M * 1000 * WasteRules.CARRY_M * 1000;
    int best = -1;
    for (int v = served.nextSetBit(0); v >= 0; v = served.nextSetBit(v + 1)) {
      double dx = (double) p.xMm()[v] - p.xMm()[node];
      double dy = (double) p.yMm()[v] - p.yMm()[node];
      if (dx * dx + dy * dy < limit) {
        limit = dx * dx + dy * dy;
        best = v;
      }
    }
    return best;
  }

  /**
   * Times and lengths of the fastest ways between nodes, for the beginning of a shift and for the
   * rest of the day, or for the whole day where traffic is not known; rows on many threads.
   */
  TravelMatrices matrices(int[] nodes, int startMinute, int threads, Progress progress) {
    int slices = hasTraffic ? 2 : 1;
    int[] start = new int[slices];
    int[][] time = new int[slices][nodes.length * nodes.length];
    int[][] metres = new int[slices][nodes.length * nodes.length];
    for (int s = 0; s < slices; s++) {
      int from = startMinute + s * SLICE_MINUTES;
      start[s] = s == 0 ? 0 : from * 600;
      fill(nodes, step(from + SLICE_MINUTES / 2.0), time[s], metres[s], threads, progress);
    }
    return new TravelMatrices(nodes.length, start, time, metres);
  }

  private void fill(
      int[] nodes, int step, int[] time, int[] metres, int threads, Progress progress) {
    int n = nodes.length;
    boolean[] target = new boolean[turns.stateCount()];
    int targets = 0;
    for (int node : nodes) {
      targets += mark(node, target, true);
    }
    int all = targets;
    Chunks.run(
        (n + ROWS - 1) / ROWS,
        threads,
        "waste",
        progress,
        c -> {
          ShortestPaths search = search(step);
          int[] stamp = new int[turns.stateCount()];
          double[] mm = new double[turns.stateCount()];
          int[] stack = new int[turns.stateCount()];
          for (int a = c * ROWS; a < Math.min(n, (c + 1) * ROWS); a++) {
            search.run(new int[] {nodes[a]}, new double[] {0}, target, all);
            mm[nodes[a]] = 0;
            stamp[nodes[a]] = a + 1;
            for (int b = 0; b < n; b++) {
              // A truck that is there already need not drive, whatever it may turn into.
              int state = a == b ? nodes[a] : reached(search, nodes[b]);
              time[a * n + b] =
                  state >= 0
                      ? (int)
                          Math.min(TravelMatrices.UNREACHABLE, Math.round(search.cost(state) * 10))
                      : TravelMatrices.UNREACHABLE;
              metres[a * n + b] =
                  state >= 0
                      ? (int) Math.round(length(search, state, a + 1, stamp, mm, stack) / 1000)
                      : 0;
            }
          }
        });
  }

  /**
   * Millimetres to a node along the tree of a search; junctions done before are not walked again.
   */
  private double length(
      ShortestPaths search, int node, int run, int[] stamp, double[] mm, int[] stack) {
    int depth = 0;
    int v = node;
    while (stamp[v] != run) {
      stack[depth++] = v;
      v = search.previousNode(v);
    }
    double sum = mm[v];
    while (depth > 0) {
      int u = stack[--depth];
      sum += net.lengthMm()[search.enteringLink(u)];
      mm[u] = sum;
      stamp[u] = run;
    }
    return sum;
  }
}
