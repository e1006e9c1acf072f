package city.emona.citygen;

import city.emona.citygen.plan.Ints;
import city.emona.citygen.plan.Kind;
import city.emona.citygen.plan.Mosaic;
import city.emona.citygen.plan.Site;
import city.emona.citygen.road.Streets;
import city.emona.demand.FreeFlow;
import city.emona.demand.ZoneAccess;
import city.emona.graph.ShortestPaths;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The site of the missing bridge: of all pairs of junctions that face each other across the river,
 * the one whose bridge would save the drivers of a weekday the most time on empty streets, {@code Σ
 * od(i, j) · max(0, t(i, j) − t(i, a) − s − t(b, j))} over both directions (the user benefit of a
 * fixed demand, Ortúzar and Willumsen, "Modelling Transport", §5). A bridge nobody would drive over
 * has no gain, however long the way round is.
 *
 * <p>Both ends lie on streets of class tertiary or better (any through street where there are
 * none), at least {@link #CLEAR_M} from every bridge, and the deck crosses no street. Large cities
 * look at the zones nearest to the centre only. Seconds and metres; ties go to the lower junction
 * numbers.
 */
final class BridgeSite {
  private static final double CLEAR_M = 250;

  /** How much longer than the river is wide a deck may be, the best first. */
  private static final double[] ABUTMENTS_M = {45, 110};

  /** A small street whose bridge is shorter than this is better than a wide one beyond it. */
  private static final double LONGEST_M = 160;

  /** The same, and how far to keep from bridges, in small towns whose banks have few streets. */
  private static final double[] LAST_ABUTMENTS_M = {45, 110, 220, 400, 800, 1600};

  private static final double[] LAST_CLEAR_M = {CLEAR_M, 120, 40};

  private static final int MAX_ZONES = 160;

  /** Deck at 50 km/h and giving way at its end. */
  private static final double SPEED_MPS = 50 / 3.6;

  private static final double END_S = 5;

  private record Pair(int a, int b, double gain) {}

  private final Site site;
  private final Streets streets;
  private final City city;
  private final ZoneAccess access;
  private final ShortestPaths search;
  private final int[] zones;

  /** Time from zone {@code zones[k]} to each junction and to each of {@code zones}. */
  private final double[][] toNode;

  private final double[][] toZone;

  private final double[][] trips;

  BridgeSite(Site site, Streets streets, City cityWithOd) {
    this.site = site;
    this.streets = streets;
    this.city = cityWithOd;
    access = ZoneAccess.of(city);
    search =
        new ShortestPaths(city.network().graph(Schema.CAR), FreeFlow.linkSeconds(city.network()));
    zones = central();
    toNode = new double[zones.length][];
    toZone = new double[zones.length][];
    for (int k = 0; k < zones.length; k++) {
      int first = access.first()[zones[k]];
      int end = access.first()[zones[k] + 1];
      search.run(
          Arrays.copyOfRange(access.node(), first, end),
          Arrays.copyOfRange(access.connectorS(), first, end),
          null,
          Integer.MAX_VALUE);
      toNode[k] = costs();
      toZone[k] = toZones(toNode[k]);
    }
    trips = trips();
  }

  /** The two junctions, south bank first. */
  int[] ends() {
    for (double abutmentsM : ABUTMENTS_M) {
      Pair best = best(true, longestM(abutmentsM), CLEAR_M);
      if (best != null) {
        return new int[] {best.a, best.b};
      }
    }
    for (double clearM : LAST_CLEAR_M) {
      for (double abutmentsM : LAST_ABUTMENTS_M) {
        Pair best = best(false, longestM(abutmentsM), clearM);
        if (best != null) {
          return new int[] {best.a, best.b};
        }
      }
    }
    throw new IllegalStateException(
        "no two junctions of seed " + site.dice.seed() + " face each other across the river");
  }

  private double longestM(double abutmentsM) {
    double m = site.riverWidthM + abutmentsM;
    return abutmentsM > ABUTMENTS_M[1] ? m : Math.min(m, LONGEST_M);
  }

  private Pair best(boolean arterialOnly, double longestM, double clearM) {
    int[] south = bank(-1, arterialOnly, longestM);
    int[] north = bank(1, arterialOnly, longestM);
    List<Pair> pairs = new ArrayList<>();
    double[][] from = new double[streets.nodeVertex.length][];
    for (int a : south) {
      for (int b : north) {
        double span = Site.distance(x(a), y(a), x(b), y(b));
        if (span > longestM || !isClear(a, b, clearM)) {
          continue;
        }
        for (int v : new int[] {a, b}) {
          if (from[v] == null) {
            search.run(v);
            from[v] = toZones(costs());
          }
        }
        double s = span / SPEED_MPS + END_S;
        pairs.add(new Pair(a, b, saved(a, from[b], s) + saved(b, from[a], s)));
      }
    }
    pairs.sort(
        Comparator.comparingDouble((Pair p) -> -p.gain)
            .thenComparingInt(p -> p.a)
            .thenComparingInt(p -> p.b));
    return pairs.stream().filter(p -> !crossesStreet(p.a, p.b)).findFirst().orElse(null);
  }

  /** Vehicle seconds saved per day by a way from a junction to where {@code onward} starts. */
  private double saved(int from, double[] onward, double s) {
    double sum = 0;
    for (int i = 0; i < zones.length; i++) {
      double[] now = toZone[i];
      double there = toNode[i][from] + s;
      for (int j = 0; j < zones.length; j++) {
        double less = now[j] - there - onward[j];
        sum += less > 0 ? less * trips[i][j] : 0;
      }
    }
    return sum;
  }

  /** Time to each zone, its connector included, by the time to every junction. */
  private double[] toZones(double[] cost) {
    double[] out = new double[zones.length];
    for (int k = 0; k < zones.length; k++) {
      out[k] = Double.POSITIVE_INFINITY;
      for (int p = access.first()[zones[k]]; p < access.first()[zones[k] + 1]; p++) {
        out[k] = Math.min(out[k], cost[access.node()[p]] + access.connectorS()[p]);
      }
    }
    return out;
  }

  private double[] costs() {
    double[] out = new double[streets.nodeVertex.length];
    Arrays.setAll(out, search::cost);
    return out;
  }

  /** The zones with trips, nearest to the centre first where there are too many. */
  private int[] central() {
    int n = access.zoneCount();
    double[] away = new double[n];
    for (int z = 0; z < n; z++) {
      int first = access.first()[z];
      away[z] = Double.POSITIVE_INFINITY;
      if (first < access.first()[z + 1]) {
        double[] p = plan(access.node()[first]);
        away[z] = Site.distance(p[0], p[1], site.coreX, site.coreY);
      }
    }
    return IntStream.range(0, n)
        .filter(z -> away[z] < Double.POSITIVE_INFINITY)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer z) -> away[z]).thenComparingInt(z -> z))
        .limit(MAX_ZONES)
        .mapToInt(z -> z)
        .toArray();
  }

  private double[][] trips() {
    int[] at = new int[access.zoneCount()];
    Arrays.fill(at, -1);
    for (int k = 0; k < zones.length; k++) {
      at[zones[k]] = k;
    }
    double[][] out = new double[zones.length][zones.length];
    Table od = city.table(Schema.OD);
    for (int r = 0; r < od.size(); r++) {
      int i = at[od.ints("from_zone")[r]];
      int j = at[od.ints("to_zone")[r]];
      if (i >= 0 && j >= 0) {
        out[i][j] += od.reals("car_trips_per_day")[r];
      }
    }
    return out;
  }

  private double[] plan(int node) {
    return site.planOf(new double[] {x(node), y(node)});
  }

  /**
   * Junctions near the water on one side (−1 south, +1 north). Those within the inner ring come
   * first: a site outside of it saved no time on seed 3.
   */
  private int[] bank(int side, boolean arterialOnly, double longestM) {
    boolean[] good = new boolean[streets.nodeVertex.length];
    for (int i = 0; i < streets.count(); i++) {
      boolean wide = streets.kind[i].isArterial() && streets.kind[i] != Kind.TRUNK;
      if (wide || !arterialOnly) {
        good[streets.from[i]] = true;
        good[streets.to[i]] = true;
      }
    }
    double reachM = arterialOnly ? site.innerRingM() : Double.POSITIVE_INFINITY;
    Ints out = new Ints();
    for (int v = 0; v < good.length; v++) {
      if (good[v] && streets.degree[v] > 1) {
        double[] p = plan(v);
        double across = side * site.v(p[0], p[1]);
        boolean near = across > 0 && across < longestM - site.riverWidthM / 2;
        if (near && Math.abs(p[0]) < reachM) {
          out.add(v);
        }
      }
    }
    return out.toArray();
  }

  /** Where a junction is as built, which may be some metres beside the plan. */
  private double x(int node) {
    return city.network().nodePoints().xMm()[node] / 1000.0;
  }

  private double y(int node) {
    return city.network().nodePoints().yMm()[node] / 1000.0;
  }

  /** Whether the middle of a deck is far enough from every bridge. */
  private boolean isClear(int a, int b, double clearM) {
    double x = (x(a) + x(b)) / 2;
    double y = (y(a) + y(b)) / 2;
    for (int i = 0; i < streets.count(); i++) {
      if (streets.bridge[i]) {
        double bx = (streets.x(streets.from[i]) + streets.x(streets.to[i])) / 2;
        double by = (streets.y(streets.from[i]) + streets.y(streets.to[i])) / 2;
        if (Site.distance(x, y, bx, by) < clearM) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean crossesStreet(int a, int b) {
    Mosaic mosaic = streets.mosaic;
    int va = streets.nodeVertex[a];
    int vb = streets.nodeVertex[b];
    for (int p : streets.side) {
      int c = mosaic.start[p];
      int d = mosaic.end(p);
      boolean joined = c == va || c == vb || d == va || d == vb;
      if (!joined
          && turn(va, vb, c) * turn(va, vb, d) <= 0
          && turn(c, d, va) * turn(c, d, vb) <= 0) {
        return true;
      }
    }
    return false;
  }

  /** Sign of the turn from p over q to r. */
  private double turn(int p, int q, int r) {
    var plan = streets.mosaic.plan;
    double cross =
        (plan.x(q) - plan.x(p)) * (plan.y(r) - plan.y(p))
            - (plan.y(q) - plan.y(p)) * (plan.x(r) - plan.x(p));
    return Math.signum(cross);
  }
}
