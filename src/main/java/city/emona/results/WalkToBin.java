package city.emona.results;

import city.emona.geo.PackedPoints;
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
    Homes homes = Homes.of(sheet.city());
    double[] walk = walks(sheet.city().table(Schema.BINS), homes);
    int[] people = homes.people();
    int[] district = homes.district();
    double[] all = sheet.perDistrict();
    double[] near = sheet.perDistrict();
    for (int i = 0; i < walk.length; i++) {
      if (walk[i] < Double.POSITIVE_INFINITY) {
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
      if (walk[i] < Double.POSITIVE_INFINITY) {
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
  private static double[] walks(Table bins, Homes homes) {
    PackedPoints at = bins.points();
    byte[] fraction = bins.choices("fraction");
    double[] walk = new double[homes.size()];
    for (int i = 0; i < walk.length; i++) {
      double least = Double.POSITIVE_INFINITY;
      double x = 1000 * homes.xM()[i];
      double y = 1000 * homes.yM()[i];
      for (int b = 0; b < fraction.length; b++) {
        if (fraction[b] == 0) {
          double dx = at.xMm()[b] - x;
          double dy = at.yMm()[b] - y;
          least = Math.min(least, dx * dx + dy * dy);
        }
      }
      walk[i] = Math.sqrt(least) / 1000;
    }
    return walk;
  }
}
