package city.emona.demand.mode;

import city.emona.demand.SkimGraph;
import city.emona.demand.ZoneAccess;
import city.emona.graph.Csr;
import city.emona.graph.ShortestPaths;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.network.Network;
import city.emona.simulate.Progress;
import java.util.Arrays;

/**
 * Minutes on foot between zones and from zones to bus stops. Pedestrians use every link that is
 * open to them, in both directions; slopes and waiting at crossings are left out. Within a zone:
 * half of the way to the nearest other one, as for cars. Immutable after construction.
 */
final class FootTimes {
  /** Walking distance over the straight line where no street is asked; within 1.2-1.4. */
  static final double DETOUR = 1.3;

  final int zones;

  /** {@code [from · zones + to]}; infinity where there is no way. */
  final double[] minutes;

  /** Stops within reach of each zone, and the minutes to them. */
  final int[][] stop;

  final double[][] stopMin;

  private FootTimes(int zones) {
    this.zones = zones;
    minutes = new double[zones * zones];
    stop = new int[zones][];
    stopMin = new double[zones][];
  }

  static FootTimes of(City city, BusStops stops, ModeParameters p, Progress progress) {
    ZoneAccess access = ZoneAccess.of(city).at(p.ways().walkKmh());
    FootTimes times = new FootTimes(access.zoneCount());
    int[] keep = Arrays.copyOf(access.node(), access.node().length + stops.node.length);
    System.arraycopy(stops.node, 0, keep, access.node().length, stops.node.length);
    SkimGraph reduced = graph(city.network(), p.ways().walkKmh() / 3.6, keep);
    ShortestPaths search = new ShortestPaths(reduced.graph, reduced.seconds);
    double longest = p.bus().longestWalkM() / (p.ways().walkKmh() / 3.6);
    int[] node = new int[keep.length];
    Arrays.setAll(node, i -> reduced.nodeOf[keep[i]]);
    for (int z = 0; z < times.zones; z++) {
      progress.check();
      int a = access.first()[z];
      int b = access.first()[z + 1];
      search.run(
          Arrays.copyOfRange(node, a, b),
          Arrays.copyOfRange(access.connectorS(), a, b),
          null,
          Integer.MAX_VALUE);
      times.row(z, access, node, search, longest);
    }
    times.within();
    return times;
  }

  private static SkimGraph graph(Network net, double mps, int[] keep) {
    int m = net.linkCount();
    int[] from = Arrays.copyOf(net.fromNode(), 2 * m);
    int[] to = Arrays.copyOf(net.toNode(), 2 * m);
    System.arraycopy(net.toNode(), 0, from, m, m);
    System.arraycopy(net.fromNode(), 0, to, m, m);
    int[] length = Arrays.copyOf(net.lengthMm(), 2 * m);
    System.arraycopy(net.lengthMm(), 0, length, m, m);
    double[] seconds = new double[2 * m];
    boolean[] open = new boolean[2 * m];
    for (int i = 0; i < 2 * m; i++) {
      seconds[i] = length[i] / 1000.0 / mps;
      open[i] = (net.modes()[i % m] & Schema.FOOT) != 0;
    }
    return new SkimGraph(Csr.of(net.nodeCount(), from, to, open), seconds, length, keep);
  }

  private void row(int z, ZoneAccess access, int[] node, ShortestPaths search, double longest) {
    for (int d = 0; d < zones; d++) {
      double best = Double.POSITIVE_INFINITY;
      for (int i = access.first()[d]; i < access.first()[d + 1]; i++) {
        best = Math.min(best, search.cost(node[i]) + access.connectorS()[i]);
      }
      minutes[z * zones + d] = best / 60;
    }
    int own = access.node().length;
    int[] near = new int[node.length - own];
    double[] min = new double[near.length];
    int n = 0;
    for (int s = 0; s < near.length; s++) {
      double seconds = search.cost(node[own + s]);
      if (seconds <= longest) {
        near[n] = s;
        min[n++] = seconds / 60;
      }
    }
    stop[z] = Arrays.copyOf(near, n);
    stopMin[z] = Arrays.copyOf(min, n);
  }

  private void within() {
    for (int z = 0; z < zones; z++) {
      double nearest = Double.POSITIVE_INFINITY;
      for (int d = 0; d < zones; d++) {
        if (d != z) {
          nearest = Math.min(nearest, minutes[z * zones + d]);
        }
      }
      minutes[z * zones + z] = nearest / 2;
    }
  }
}
