package city.emona.simulate.replay;

import city.emona.simulate.Progress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Small networks for tests: links of one lane by default, added one by one. */
final class Roads {
  private final List<double[]> links = new ArrayList<>();
  private final BitSet onRing = new BitSet();
  private int nodes;

  /** Adds a link; returns its number. */
  int link(int from, int to, double lengthM, double speedMps, double capacityVehPerH) {
    return signal(from, to, lengthM, speedMps, capacityVehPerH, 1, 0);
  }

  /** Marks a link as a piece of a roundabout. */
  void ring(int link) {
    onRing.set(link);
  }

  int signal(
      int from, int to, double lengthM, double speedMps, double capacity, double green, double at) {
    return lanes(from, to, lengthM, 1, speedMps, capacity, green, at);
  }

  int lanes(
      int from,
      int to,
      double lengthM,
      double lanes,
      double speedMps,
      double capacity,
      double green,
      double at) {
    nodes = Math.max(nodes, Math.max(from, to) + 1);
    links.add(new double[] {from, to, lengthM, lanes, speedMps, capacity, green, at});
    return links.size() - 1;
  }

  private double[] column(int c) {
    return links.stream().mapToDouble(l -> l[c]).toArray();
  }

  private int[] whole(int c) {
    return links.stream().mapToInt(l -> (int) l[c]).toArray();
  }

  QueueNetwork network() {
    double[] cycle = new double[links.size()];
    java.util.Arrays.fill(cycle, 90);
    boolean[] ring = new boolean[links.size()];
    onRing.stream().forEach(l -> ring[l] = true);
    return new QueueNetwork(
        nodes,
        whole(0),
        whole(1),
        column(2),
        column(3),
        column(4),
        new double[links.size()],
        column(5),
        column(6),
        cycle,
        column(7),
        null,
        new int[0],
        new int[0],
        ring);
  }

  ReplayResult play(Plans plans) {
    return play(plans, Closures.NONE, QueueSimulation.Options.STUCK_S, Double.POSITIVE_INFINITY);
  }

  ReplayResult play(Plans plans, Closures closures, double stuckS, double endS) {
    ReplayResult r =
        QueueSimulation.run(
            network(),
            plans,
            closures,
            new QueueSimulation.Options(endS, stuckS, 1, 0),
            Progress.NONE);
    if (r.departed() != r.arrived() + r.underWay()) {
      throw new AssertionError("vehicles lost: " + r);
    }
    return r;
  }

  static Plans.Builder add(Plans.Builder b, double depart, int... links) {
    for (int l : links) {
      b.link(l);
    }
    return b.vehicle(depart, Plans.CAR, 1);
  }
}
