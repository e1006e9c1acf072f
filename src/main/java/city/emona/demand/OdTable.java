package city.emona.demand;

import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.Arrays;

/**
 * The {@code od} table of a matrix. Cells below a threshold are dropped, chosen so that the table
 * stays small; every row keeps at least its largest cell and takes the dropped trips in proportion,
 * so that the trips that leave a zone, and the total, stay exact to rounding. Trips are rounded to
 * 0.001 a day. Row ids are {@code from-to} of the zone ids, in zone order.
 */
final class OdTable {
  /** Cells below this are dropped in any case, trips per day: one trip in three months. */
  private static final double SMALLEST = 0.01;

  private OdTable() {}

  static Table of(OdMatrix od, Table zones, int maxRows) {
    int n = od.zoneCount();
    double threshold = threshold(od.cells(), Math.max(n, maxRows) - n);
    Table.Builder b = new Table.Builder(Schema.OD);
    for (int i = 0; i < n; i++) {
      double all = 0;
      double kept = 0;
      int largest = -1;
      for (int j = 0; j < n; j++) {
        double t = od.trips(i, j);
        all += t;
        kept += t > threshold ? t : 0;
        if (t > 0 && (largest < 0 || t > od.trips(i, largest))) {
          largest = j;
        }
      }
      if (largest < 0) {
        continue;
      }
      double factor = kept > 0 ? all / kept : all / od.trips(i, largest);
      for (int j = 0; j < n; j++) {
        double t = od.trips(i, j);
        if (t > threshold || (kept == 0 && j == largest)) {
          b.row(zones.id(i) + "-" + zones.id(j));
          b.set("from_zone", i).set("to_zone", j);
          b.set("car_trips_per_day", Math.rint(t * factor * 1000) / 1000);
        }
      }
    }
    return b.build();
  }

  /** Smallest threshold above which at most {@code rows} cells lie. */
  private static double threshold(double[] cells, int rows) {
    if (cells.length <= rows) {
      return SMALLEST;
    }
    double[] sorted = cells.clone();
    Arrays.sort(sorted);
    return Math.max(SMALLEST, sorted[sorted.length - 1 - rows]);
  }
}
