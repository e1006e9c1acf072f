package city.emona.simulate.waste;

import city.emona.geo.PackedPoints;
import city.emona.graph.Csr;
import city.emona.graph.ShortestPaths;
import city.emona.graph.StrongComponents;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.Schema;
import city.emona.model.network.Network;
import city.emona.simulate.Chunks;
import city.emona.simulate.DaySteps;
import city.emona.simulate.Progress;
import java.util.BitSet;

/**
 * The street network as a collection truck sees it: links open to trucks, seconds per link and step
 * from the traffic run (80 km/h at most). Links closed to trucks for some hours are avoided in
 * those hours wherever there is another way; where there is none, collection drives on, as such
 * orders commonly exempt it. A path is the fastest one at the hour of departure. Immutable;
 * searches use a {@link ShortestPaths} of their own.
 */
final class TruckNetwork {
  private static final double CLOSED = 1e7;
  private static final int UNREACHED = Integer.MAX_VALUE / 8;
  private static final int ROWS = 32;

  private final Network net;
  private final Csr graph;
  private final double[][] seconds;
  private final int stepMinutes;

  /** {@code speedKmh[step][link]}, or null for free flow all day. */
  TruckNetwork(City city, Conditions conditions, DaySteps steps, float[][] speedKmh) {
    net = city.network();
    graph = net.graph(Schema.TRUCK);
    stepMinutes = steps.stepMinutes();
    int n = net.linkCount();
    int[] lengthMm = net.lengthMm();
    int[] free = net.freeSpeedKmh();
    seconds = new double[steps.count()][n];
    for (int s = 0; s < seconds.length; s++) {
      for (int i = 0; i < n; i++) {
        double v = speedKmh == null || Float.isNaN(speedKmh[s][i]) ? free[i] : speedKmh[s][i];
        v = Math.max(WasteRules.MIN_KMH, Math.min(WasteRules.TRUCK_MAX_KMH, v));
        seconds[s][i] = lengthMm[i] / (v * 1e6 / 3600);
      }
      close(conditions, steps, s);
    }
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

  int toNode(int link) {
    return net.toNode()[link];
  }

  int step(double minute) {
    return (int) Math.max(0, Math.min(seconds.length - 1, minute / stepMinutes));
  }

  /** Seconds on a link that is entered at a minute of the day; a closed one is driven normally. */
  double seconds(int link, double minute) {
    double s = seconds[step(minute)][link];
    return s >= CLOSED ? s - CLOSED : s;
  }

  /** A searcher for the fastest paths of one step. */
  ShortestPaths search(int step) {
    return new ShortestPaths(graph, seconds[step]);
  }

  int nodeCount() {
    return net.nodeCount();
  }

  /**
   * Junctions between which trucks can drive back and forth, on the part of the network that has
   * the most of the given trucks and a disposal site; empty where no part has both.
   */
  BitSet served(int[] truckGates, int[] sites) {
    StrongComponents parts = new StrongComponents(graph);
    int[] trucks = new int[parts.count()];
    int[] disposal = new int[parts.count()];
    for (int v : truckGates) {
      trucks[parts.component(v)]++;
    }
    for (int v : sites) {
      disposal[parts.component(v)]++;
    }
    int best = -1;
    for (int c = 0; c < trucks.length; c++) {
      if (trucks[c] > 0 && disposal[c] > 0 && (best < 0 || trucks[c] > trucks[best])) {
        best = c;
      }
    }
    BitSet served = new BitSet(net.nodeCount());
    for (int v = 0; v < net.nodeCount(); v++) {
      served.set(v, best >= 0 && parts.component(v) == best);
    }
    return served;
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

  /** Tenths of seconds between nodes at one step: {@code [from][to]}, rows on many threads. */
  int[][] matrix(int[] nodes, int step, int threads, Progress progress) {
    int[][] out = new int[nodes.length][];
    int chunks = (nodes.length + ROWS - 1) / ROWS;
    Chunks.run(
        chunks,
        threads,
        "waste",
        progress,
        c -> {
          ShortestPaths search = search(step);
          for (int a = c * ROWS; a < Math.min(nodes.length, (c + 1) * ROWS); a++) {
            search.run(nodes[a]);
            int[] row = new int[nodes.length];
            for (int b = 0; b < row.length; b++) {
              row[b] = (int) Math.min(UNREACHED, Math.round(search.cost(nodes[b]) * 10));
            }
            out[a] = row;
          }
        });
    return out;
  }
}
