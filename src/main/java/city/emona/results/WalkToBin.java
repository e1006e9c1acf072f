package city.emona.results;

import city.emona.geo.PackedPoints;
import city.emona.geo.PackedPolygons;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.Arrays;

/**
 * How far residents walk with residual waste: from the middle of their block (of their zone where a
 * city has no blocks) in a straight line to the nearest bin. Stateless.
 */
final class WalkToBin {
  private static final double NEAR_M = 150;
  private static final double SHARE = 0.95;

  private WalkToBin() {}

  static void fill(KpiSheet sheet) {
    Table blocks = sheet.city().table(Schema.LAND_USE);
    if (Arrays.stream(blocks.ints("population")).allMatch(p -> p <= 0)) {
      blocks = sheet.city().table(Schema.ZONES);
    }
    double[] walk = walks(sheet.city().table(Schema.BINS), blocks);
    int[] people = blocks.ints("population");
    int[] district = blocks.ints("district");
    double[] all = sheet.perDistrict();
    double[] near = sheet.perDistrict();
    for (int i = 0; i < walk.length; i++) {
      if (people[i] > 0 && walk[i] < Double.POSITIVE_INFINITY) {
        sheet.add(all, district[i], people[i]);
        sheet.add(near, district[i], walk[i] <= NEAR_M ? 100.0 * people[i] : 0);
      }
    }
    if (all[all.length - 1] > 0) {
      sheet.put("waste.near_bin", KpiSheet.ratio(near, all));
      sheet.put("waste.walk_p95", percentiles(walk, people, district, all));
    }
  }

  private static double[] percentiles(double[] walk, int[] people, int[] district, double[] all) {
    Integer[] order = new Integer[walk.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> walk[a] != walk[b] ? Double.compare(walk[a], walk[b]) : a - b);
    double[] p = new double[all.length];
    Arrays.fill(p, Double.NaN);
    double[] sum = new double[all.length];
    for (int i : order) {
      if (people[i] > 0 && walk[i] < Double.POSITIVE_INFINITY) {
        reach(p, sum, all, all.length - 1, people[i], walk[i]);
        if (district[i] >= 0) {
          reach(p, sum, all, district[i], people[i], walk[i]);
        }
      }
    }
    return p;
  }

  private static void reach(
      double[] p, double[] sum, double[] all, int d, int people, double walk) {
    sum[d] += people;
    if (Double.isNaN(p[d]) && sum[d] >= SHARE * all[d]) {
      p[d] = walk;
    }
  }

  /** Metres from each block to the nearest bin for residual waste. */
  private static double[] walks(Table bins, Table blocks) {
    PackedPoints at = bins.points();
    byte[] fraction = bins.choices("fraction");
    int[] people = blocks.ints("population");
    double[] walk = new double[blocks.size()];
    for (int i = 0; i < walk.length; i++) {
      double least = Double.POSITIVE_INFINITY;
      if (people[i] > 0) {
        var box = ((PackedPolygons) blocks.shapes()).bounds(i);
        double x = (box.minX() + box.maxX()) / 2;
        double y = (box.minY() + box.maxY()) / 2;
        for (int b = 0; b < fraction.length; b++) {
          if (fraction[b] == 0) {
            double dx = at.xMm()[b] - x;
            double dy = at.yMm()[b] - y;
            least = Math.min(least, dx * dx + dy * dy);
          }
        }
      }
      walk[i] = Math.sqrt(least) / 1000;
    }
    return walk;
  }
}
