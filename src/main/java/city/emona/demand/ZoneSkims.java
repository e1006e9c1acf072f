package city.emona.demand;

import city.emona.graph.Csr;
import city.emona.graph.ShortestPaths;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.network.Network;
import city.emona.simulate.Progress;
import java.util.Arrays;

/**
 * Time (of a car on empty streets, or as asked for) and length of the fastest path between every
 * two zones, connectors included (row by row; infinity = no path). Within a zone, half of the way
 * to the nearest other zone (Ortúzar and Willumsen, "Modelling Transport", §5). Turn bans are left
 * out here: they move a skim by seconds; the assignment respects them. Immutable after
 * construction.
 */
public final class ZoneSkims {
  private final int n;
  private final double[] minutes;
  private final double[] km;

  private ZoneSkims(int n) {
    this.n = n;
    minutes = new double[n * n];
    km = new double[n * n];
  }

  public int zoneCount() {
    return n;
  }

  public double minutes(int from, int to) {
    return minutes[from * n + to];
  }

  public double km(int from, int to) {
    return km[from * n + to];
  }

  public static ZoneSkims of(City city, Progress progress) {
    Network network = city.network();
    return of(
        city,
        network.graph(Schema.CAR),
        FreeFlow.linkSeconds(network),
        ZoneAccess.SPEED_KMH,
        progress);
  }

  /**
   * The same on other links, at other times or for another mode, which sets the connectors' speed.
   */
  public static ZoneSkims of(
      City city, Csr graph, double[] linkSeconds, double connectorKmh, Progress progress) {
    ZoneAccess access = ZoneAccess.of(city).at(connectorKmh);
    ZoneSkims skims = new ZoneSkims(access.zoneCount());
    SkimGraph reduced = new SkimGraph(graph, linkSeconds, city.network().lengthMm(), access.node());
    ShortestPaths search = new ShortestPaths(reduced.graph, reduced.seconds);
    int[] node = new int[access.node().length];
    Arrays.setAll(node, i -> reduced.nodeOf[access.node()[i]]);
    boolean[] isTarget = new boolean[reduced.graph.nodeCount()];
    int targets = 0;
    for (int v : node) {
      if (!isTarget[v]) {
        isTarget[v] = true;
        targets++;
      }
    }
    double[] metresTo = new double[reduced.graph.nodeCount()];
    for (int z = 0; z < skims.n; z++) {
      progress.check();
      progress.report("demand", 0.9 * z / skims.n);
      int a = access.first()[z];
      int b = access.first()[z + 1];
      search.run(
          Arrays.copyOfRange(node, a, b),
          Arrays.copyOfRange(access.connectorS(), a, b),
          isTarget,
          targets);
      skims.row(z, access, node, search, reduced.metres, metresTo, connectorKmh / 3.6);
    }
    skims.diagonal();
    return skims;
  }

  private void row(
      int z,
      ZoneAccess access,
      int[] node,
      ShortestPaths search,
      double[] arcMetres,
      double[] metresTo,
      double connectorMps) {
    Arrays.fill(metresTo, Double.NaN);
    for (int d = 0; d < n; d++) {
      double best = Double.POSITIVE_INFINITY;
      int by = -1;
      for (int i = access.first()[d]; i < access.first()[d + 1]; i++) {
        double s = search.cost(node[i]) + access.connectorS()[i];
        if (s < best) {
          best = s;
          by = i;
        }
      }
      minutes[z * n + d] = best / 60;
      km[z * n + d] = Double.POSITIVE_INFINITY;
      if (by >= 0) {
        double metres = metres(node[by], search, arcMetres, metresTo, connectorMps);
        km[z * n + d] = (metres + access.connectorS()[by] * connectorMps) / 1000;
      }
    }
  }

  /** Length of the tree path to a node, remembering every node passed on the way back. */
  private static double metres(
      int node, ShortestPaths search, double[] arcMetres, double[] metresTo, double connectorMps) {
    int v = node;
    double sum = 0;
    while (Double.isNaN(metresTo[v]) && search.enteringLink(v) >= 0) {
      sum += arcMetres[search.enteringLink(v)];
      v = search.previousNode(v);
    }
    double known = Double.isNaN(metresTo[v]) ? search.cost(v) * connectorMps : metresTo[v];
    double total = known + sum;
    double rest = total;
    for (int w = node; w != v; w = search.previousNode(w)) {
      metresTo[w] = rest;
      rest -= arcMetres[search.enteringLink(w)];
    }
    metresTo[v] = known;
    return total;
  }

  private void diagonal() {
    for (int z = 0; z < n; z++) {
      double t = Double.POSITIVE_INFINITY;
      double l = Double.POSITIVE_INFINITY;
      for (int d = 0; d < n; d++) {
        if (d != z && minutes[z * n + d] < t) {
          t = minutes[z * n + d];
          l = km[z * n + d];
        }
      }
      boolean reached = minutes[z * n + z] < Double.POSITIVE_INFINITY;
      minutes[z * n + z] = t < Double.POSITIVE_INFINITY ? t / 2 : reached ? 1 : t;
      km[z * n + z] = l < Double.POSITIVE_INFINITY ? l / 2 : reached ? 0.5 : l;
    }
  }
}
