package city.emona.demand;

import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.Progress;
import java.util.Arrays;

/**
 * Car trips of an average weekday as sorted columns: pair {@code p} goes from zone {@code from[p]}
 * to zone {@code to[p]}, ordered by (from, to). Where a scenario changed the zones, the base table
 * is pivoted: {@code od = max(0, od_base + gravity(new) − gravity(base))} with one calibration for
 * both, so that what is known of the base stays and only the change is modelled (Daly, Fox and
 * Patruni 2011, "Pivoting in travel demand models"; additive form). Not written to after it was
 * made.
 */
record OdPairs(int[] from, int[] to, double[] tripsPerDay) {
  /** New pairs below this many trips per day are not opened. */
  private static final double SMALLEST = 0.01;

  int count() {
    return from.length;
  }

  static OdPairs of(City city, City base, Progress progress) {
    int zones = city.table(Schema.ZONES).size();
    int[] row = rows(base.table(Schema.ZONES), city.table(Schema.ZONES));
    OdMatrix od = new OdMatrix(zones);
    Table table = base.table(Schema.OD);
    int[] f = table.ints("from_zone");
    int[] t = table.ints("to_zone");
    double[] trips = table.reals("car_trips_per_day");
    boolean[] known = new boolean[zones * zones];
    for (int r = 0; r < table.size(); r++) {
      int i = f[r] < 0 ? -1 : row[f[r]];
      int j = t[r] < 0 ? -1 : row[t[r]];
      if (i >= 0 && j >= 0) {
        od.add(i, j, trips[r]);
        known[i * zones + j] = true;
      }
    }
    if (!sameZones(city.table(Schema.ZONES), base.table(Schema.ZONES))) {
      pivot(od, city, base, row, progress);
    }
    return sorted(od, known);
  }

  /** Row in {@code to} of each row of {@code from}, by id; −1 where it is gone. */
  private static int[] rows(Table from, Table to) {
    int[] row = new int[from.size()];
    for (int z = 0; z < row.length; z++) {
      row[z] = from == to ? z : to.findRow(from.id(z));
    }
    return row;
  }

  private static boolean sameZones(Table a, Table b) {
    return a == b
        || Arrays.equals(a.ids(), b.ids())
            && Arrays.equals(a.ints("population"), b.ints("population"))
            && Arrays.equals(a.ints("jobs"), b.ints("jobs"));
  }

  private static void pivot(OdMatrix od, City city, City base, int[] row, Progress progress) {
    Table now = city.table(Schema.ZONES);
    Table then = base.table(Schema.ZONES);
    int[] population = new int[now.size()];
    int[] jobs = new int[now.size()];
    for (int z = 0; z < row.length; z++) {
      if (row[z] >= 0) {
        population[row[z]] = then.ints("population")[z];
        jobs[row[z]] = then.ints("jobs")[z];
      }
    }
    Gravity gravity = Gravity.calibrate(ZoneSkims.of(city, progress), population, jobs);
    OdMatrix before = gravity.matrix(population, jobs);
    OdMatrix after = gravity.matrix(now.ints("population"), now.ints("jobs"));
    int n = od.zoneCount();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double change = after.trips(i, j) - before.trips(i, j);
        od.add(i, j, Math.max(change, -od.trips(i, j)));
      }
    }
  }

  private static OdPairs sorted(OdMatrix od, boolean[] known) {
    int n = od.zoneCount();
    double[] cells = od.cells();
    int count = 0;
    for (int c = 0; c < cells.length; c++) {
      known[c] = known[c] ? cells[c] > 0 : cells[c] >= SMALLEST;
      count += known[c] ? 1 : 0;
    }
    int[] from = new int[count];
    int[] to = new int[count];
    double[] trips = new double[count];
    int p = 0;
    for (int c = 0; c < cells.length; c++) {
      if (known[c]) {
        from[p] = c / n;
        to[p] = c % n;
        trips[p++] = cells[c];
      }
    }
    return new OdPairs(from, to, trips);
  }
}
