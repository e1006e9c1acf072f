package city.emona.citygen;

import city.emona.geo.Bounds;
import city.emona.geo.PackedLines;
import city.emona.geo.SpatialIndex;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.Arrays;

/**
 * The measures of a street plan that the gates are about, taken from a finished city only (an
 * imported one too): streets are pairs of opposite links counted once. Definitions as in Boeing
 * (2019), "Urban spatial order": orientation entropy over 36 bins of street bearings weighted by
 * count, circuity as total length over total straight length.
 */
record PlanStatistics(
    int links,
    int streets,
    double meanDegree,
    double deadEnds,
    double threeWay,
    double fourWay,
    double medianStreetM,
    double shortestLinkM,
    double entropy,
    double circuity,
    double streetM,
    int crossings) {

  static PlanStatistics of(City city) {
    Table links = city.table(Schema.LINKS);
    int[] from = links.ints("from_node");
    int[] to = links.ints("to_node");
    int[] length = links.ints("length_mm");
    PackedLines lines = links.lines();
    java.util.HashSet<Long> seen = new java.util.HashSet<>();
    int[] degree = new int[city.table(Schema.NODES).size()];
    double[] lengths = new double[links.size()];
    int streets = 0;
    double total = 0;
    double straight = 0;
    double shortest = Double.MAX_VALUE;
    double[] bins = new double[36];
    boolean[] once = new boolean[links.size()];
    for (int l = 0; l < links.size(); l++) {
      shortest = Math.min(shortest, length[l] / 1000.0);
      int a = lines.first()[l];
      int b = lines.first()[l + 1] - 1;
      long middle = 0;
      for (int v = a; v <= b; v++) {
        middle += 31L * lines.xMm()[v] + 17L * lines.yMm()[v];
      }
      long key =
          (((long) Math.min(from[l], to[l]) << 32) | Math.max(from[l], to[l])) * 1_000_003L
              + middle;
      if (!seen.add(key)) {
        continue;
      }
      once[l] = true;
      lengths[streets++] = length[l] / 1000.0;
      degree[from[l]]++;
      degree[to[l]]++;
      double dx = (lines.xMm()[b] - lines.xMm()[a]) / 1000.0;
      double dy = (lines.yMm()[b] - lines.yMm()[a]) / 1000.0;
      double d = Math.sqrt(dx * dx + dy * dy);
      if (d > 1) {
        total += length[l] / 1000.0;
        straight += d;
        double bearing = Math.toDegrees(Math.atan2(dx, dy)) + 360 + 5;
        bins[(int) (bearing / 10) % 36]++;
        bins[(int) ((bearing + 180) / 10) % 36]++;
      }
    }
    double[] sorted = Arrays.copyOf(lengths, streets);
    Arrays.sort(sorted);
    int nodes = 0;
    int ends = 0;
    int[] count = new int[20];
    for (int d : degree) {
      nodes += d == 0 || d == 2 ? 0 : 1;
      ends += d == 2 ? 0 : d;
      count[Math.min(19, d)]++;
    }
    double entropy = 0;
    for (double n : bins) {
      double p = n / (2 * streets);
      entropy -= p > 0 ? p * Math.log(p) : 0;
    }
    return new PlanStatistics(
        links.size(),
        streets,
        (double) ends / nodes,
        (double) count[1] / nodes,
        (double) count[3] / nodes,
        (double) count[4] / nodes,
        sorted[streets / 2],
        shortest,
        entropy,
        total / straight,
        total,
        crossings(lines, from, to, once));
  }

  /** Pairs of street pieces that meet elsewhere than at a common junction or vertex. */
  private static int crossings(PackedLines lines, int[] from, int[] to, boolean[] once) {
    PackedLines.Builder pieces = new PackedLines.Builder();
    int[] link = new int[lines.xMm().length];
    int n = 0;
    for (int l = 0; l < once.length; l++) {
      for (int v = lines.first()[l]; once[l] && v + 1 < lines.first()[l + 1]; v++) {
        pieces.vertex(lines.xMm()[v], lines.yMm()[v]);
        pieces.vertex(lines.xMm()[v + 1], lines.yMm()[v + 1]).endLine();
        link[n++] = l;
      }
    }
    PackedLines p = pieces.build();
    SpatialIndex index = new SpatialIndex(p);
    int[] found = {0};
    for (int i = 0; i < n; i++) {
      int self = i;
      Bounds box = p.bounds(i);
      index.query(
          box,
          k -> {
            if (k > self && meets(p, self, k)) {
              found[0]++;
            }
          });
    }
    return found[0];
  }

  private static boolean meets(PackedLines p, int i, int k) {
    long[] a = ends(p, i);
    long[] b = ends(p, k);
    for (int s = 0; s < 4; s += 2) {
      for (int t = 0; t < 4; t += 2) {
        if (a[s] == b[t] && a[s + 1] == b[t + 1]) {
          return false;
        }
      }
    }
    return side(a[0], a[1], a[2], a[3], b[0], b[1]) * side(a[0], a[1], a[2], a[3], b[2], b[3]) <= 0
        && side(b[0], b[1], b[2], b[3], a[0], a[1]) * side(b[0], b[1], b[2], b[3], a[2], a[3]) <= 0;
  }

  private static long[] ends(PackedLines p, int i) {
    int v = p.first()[i];
    return new long[] {p.xMm()[v], p.yMm()[v], p.xMm()[v + 1], p.yMm()[v + 1]};
  }

  private static int side(long ax, long ay, long bx, long by, long cx, long cy) {
    return Long.signum((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
  }
}
