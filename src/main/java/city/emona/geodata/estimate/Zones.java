package city.emona.geodata.estimate;

import city.emona.geo.MultiPolygon;
import city.emona.geo.Polygons;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Traffic zones inside districts: compact groups of car junctions of about equal local street
 * length times street density (about equal residents, so they are finer in the centre), their
 * shapes Voronoi cells cut to the district. The number of zones grows with the square root of the
 * number of junctions (some 75 for a town, 320 for a metropolitan area), which keeps the OD matrix
 * in step with the network. Each zone gets up to four access junctions, spread over it, on streets
 * of class tertiary or below where it has any. Immutable after construction.
 */
final class Zones {
  private static final double ZONES_PER_ROOT_NODE = 1.3;
  private static final int MIN_ZONES = 20;
  private static final int MAX_ZONES = 400;
  private static final int MIN_NODES_PER_ZONE = 4;
  private static final int ACCESS_NODES = 4;

  private final CarStreets streets;
  private final Districts districts;
  private final List<MultiPolygon> shapes = new ArrayList<>();
  private final List<Integer> districtOf = new ArrayList<>();
  private final double[] weight;
  private final int[][] firstZone;
  private final int[][] centreX;
  private final int[][] centreY;

  /** Zone of each car junction of {@link CarStreets}. */
  final int[] zoneOfNode;

  Zones(CarStreets streets, Districts districts) {
    this.streets = streets;
    this.districts = districts;
    int n = districts.areas.size();
    firstZone = new int[n][];
    centreX = new int[n][];
    centreY = new int[n][];
    zoneOfNode = new int[streets.size()];
    int[] districtOfNode = new int[streets.size()];
    double[] districtWeight = new double[n];
    int[] nodes = new int[n];
    StreetDensity density = new StreetDensity(streets);
    weight = new double[streets.size()];
    for (int k = 0; k < streets.size(); k++) {
      int d = districts.of(streets.xMm[k], streets.yMm[k]);
      districtOfNode[k] = d;
      weight[k] = (streets.localM[k] + 1) * density.relative(streets.xMm[k], streets.yMm[k]);
      districtWeight[d] += weight[k];
      nodes[d]++;
    }
    int wanted = (int) Math.round(ZONES_PER_ROOT_NODE * Math.sqrt(streets.size()));
    int total = Math.max(MIN_ZONES, Math.min(MAX_ZONES, wanted));
    int[] share = Shares.split(total, districtWeight);
    for (int d = 0; d < n; d++) {
      if (nodes[d] > 0) {
        int most = Math.max(1, nodes[d] / MIN_NODES_PER_ZONE);
        fill(d, rows(districtOfNode, d, nodes[d]), Math.max(1, Math.min(most, share[d])));
      }
    }
  }

  private static int[] rows(int[] districtOfNode, int d, int count) {
    int[] rows = new int[count];
    int n = 0;
    for (int k = 0; k < districtOfNode.length; k++) {
      if (districtOfNode[k] == d) {
        rows[n++] = k;
      }
    }
    return rows;
  }

  private void fill(int d, int[] rows, int wanted) {
    int[] x = new int[rows.length];
    int[] y = new int[rows.length];
    double[] w = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      x[i] = streets.xMm[rows[i]];
      y[i] = streets.yMm[rows[i]];
      w[i] = weight[rows[i]];
    }
    for (int groups = wanted; ; groups = Math.max(1, groups - 1)) {
      Clusters c = new Clusters(x, y, w, groups);
      List<MultiPolygon> cells =
          Polygons.voronoi(c.centreX(), c.centreY(), districts.areas.get(d).shape());
      // Junctions just outside of a boundary can make a cell without area: ask for fewer.
      if (groups > 1 && cells.stream().anyMatch(MultiPolygon::isEmpty)) {
        continue;
      }
      firstZone[d] = new int[] {shapes.size()};
      centreX[d] = c.centreX();
      centreY[d] = c.centreY();
      for (int i = 0; i < rows.length; i++) {
        zoneOfNode[rows[i]] = shapes.size() + c.groupOf()[i];
      }
      for (MultiPolygon cell : cells) {
        shapes.add(cell);
        districtOf.add(d);
      }
      return;
    }
  }

  int count() {
    return shapes.size();
  }

  int district(int zone) {
    return districtOf.get(zone);
  }

  /** The zone of a point: the nearest centre in its district, or of all where that has none. */
  int of(int xMm, int yMm) {
    int d = districts.of(xMm, yMm);
    if (firstZone[d] != null) {
      return firstZone[d][0] + Clusters.nearest(centreX[d], centreY[d], xMm, yMm);
    }
    int best = -1;
    double bestD = Double.POSITIVE_INFINITY;
    for (int o = 0; o < firstZone.length; o++) {
      for (int g = 0; firstZone[o] != null && g < centreX[o].length; g++) {
        double dx = (double) centreX[o][g] - xMm;
        double dy = (double) centreY[o][g] - yMm;
        if (dx * dx + dy * dy < bestD) {
          bestD = dx * dx + dy * dy;
          best = firstZone[o][0] + g;
        }
      }
    }
    return best;
  }

  Table table(int[] population, int[] jobs) {
    Table.Builder b = new Table.Builder(Schema.ZONES);
    int[] next = new int[districts.areas.size()];
    for (int z = 0; z < count(); z++) {
      int d = district(z);
      b.row(districts.areas.get(d).id() + ".z" + ++next[d]);
      b.set("district", d).set("population", population[z]).set("jobs", jobs[z]);
      polygon(b, shapes.get(z));
    }
    return b.build();
  }

  Table accessTable(Table zones) {
    List<List<Integer>> members = new ArrayList<>();
    for (int z = 0; z < count(); z++) {
      members.add(new ArrayList<>());
    }
    for (int k = 0; k < zoneOfNode.length; k++) {
      members.get(zoneOfNode[k]).add(k);
    }
    Table.Builder b = new Table.Builder(Schema.ZONE_ACCESS);
    for (int z = 0; z < count(); z++) {
      int n = 0;
      for (int k : spread(members.get(z))) {
        b.row(zones.id(z) + "." + ++n);
        b.set("zone", z).set("node", streets.node[k]);
      }
    }
    return b.build();
  }

  /** First the junction nearest to the middle, then always the one farthest from those chosen. */
  private int[] spread(List<Integer> members) {
    List<Integer> from = members.stream().filter(k -> streets.local[k]).toList();
    List<Integer> candidates = from.isEmpty() ? members : from;
    double mx = 0;
    double my = 0;
    for (int k : candidates) {
      mx += streets.xMm[k];
      my += streets.yMm[k];
    }
    mx /= candidates.size();
    my /= candidates.size();
    double[] distance = new double[candidates.size()];
    int[] chosen = new int[Math.min(ACCESS_NODES, candidates.size())];
    for (int c = 0; c < chosen.length; c++) {
      int best = -1;
      for (int i = 0; i < distance.length; i++) {
        double d = squared(candidates.get(i), mx, my);
        distance[i] = c <= 1 ? d : Math.min(distance[i], d);
        boolean better = best < 0 || (c == 0 ? d < distance[best] : distance[i] > distance[best]);
        best = better ? i : best;
      }
      chosen[c] = candidates.get(best);
      mx = streets.xMm[chosen[c]];
      my = streets.yMm[chosen[c]];
    }
    return Arrays.stream(chosen).sorted().distinct().toArray();
  }

  private double squared(int k, double x, double y) {
    double dx = streets.xMm[k] - x;
    double dy = streets.yMm[k] - y;
    return dx * dx + dy * dy;
  }

  static void polygon(Table.Builder b, MultiPolygon shape) {
    for (int r = 0; r < shape.xMm().length; r++) {
      b.ring(shape.xMm()[r], shape.yMm()[r], shape.hole()[r]);
    }
    b.endPolygon();
  }
}
