package city.emona.citygen;

import city.emona.demand.FreeFlow;
import city.emona.demand.ZoneAccess;
import city.emona.graph.ShortestPaths;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.Progress;
import java.util.Arrays;

/**
 * A quick guess of how full the links are in the busiest hour, for cities where an equilibrium
 * would take longer than all the rest: the trips of that hour are loaded in {@value #PARTS} equal
 * parts on shortest paths, with BPR times (Bureau of Public Roads 1964) renewed between them
 * (incremental assignment, Sheffi 1985, §5.1). One search per zone and part. Vehicles per hour;
 * confined to one thread, so the sums have one order.
 */
final class PeakLoad {
  private static final int PARTS = 4;

  /**
   * Trips of the busiest hour per trip of the day: the order of size of European travel surveys.
   */
  private static final double PEAK_SHARE = 0.09;

  private final double[] empty;
  private final double[] seconds;
  private final double[] volume;
  private final int[] capacity;
  private final ShortestPaths search;
  private final ZoneAccess access;
  private final City city;

  private PeakLoad(City city) {
    this.city = city;
    empty = FreeFlow.linkSeconds(city.network());
    seconds = empty.clone();
    volume = new double[empty.length];
    capacity = city.network().capacityVehPerH();
    search = new ShortestPaths(city.network().graph(Schema.CAR), seconds);
    access = ZoneAccess.of(city);
  }

  /** Volume over capacity of each link. */
  static double[] volumeOverCapacity(City city, Progress progress) {
    PeakLoad load = new PeakLoad(city);
    int zones = load.access.zoneCount();
    int[][] rows = load.rowsByOrigin(zones);
    for (int part = 0; part < PARTS; part++) {
      for (int z = 0; z < zones; z++) {
        progress.check();
        load.load(z, rows[z]);
      }
      for (int l = 0; l < load.seconds.length; l++) {
        double full = load.volume[l] * PARTS / (part + 1) / Math.max(1, load.capacity[l]);
        load.seconds[l] = load.empty[l] * (1 + 0.15 * full * full * full * full);
      }
    }
    double[] out = new double[load.volume.length];
    Arrays.setAll(out, l -> load.volume[l] / Math.max(1, load.capacity[l]));
    return out;
  }

  private int[][] rowsByOrigin(int zones) {
    int[] origin = city.table(Schema.OD).ints("from_zone");
    int[] count = new int[zones];
    for (int z : origin) {
      count[z]++;
    }
    int[][] out = new int[zones][];
    Arrays.setAll(out, z -> new int[count[z]]);
    for (int r = origin.length - 1; r >= 0; r--) {
      out[origin[r]][--count[origin[r]]] = r;
    }
    return out;
  }

  private void load(int zone, int[] rows) {
    int first = access.first()[zone];
    int end = access.first()[zone + 1];
    if (rows.length == 0 || first == end) {
      return;
    }
    search.run(
        Arrays.copyOfRange(access.node(), first, end),
        Arrays.copyOfRange(access.connectorS(), first, end),
        null,
        Integer.MAX_VALUE);
    Table od = city.table(Schema.OD);
    for (int r : rows) {
      int j = od.ints("to_zone")[r];
      int best = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int p = access.first()[j]; p < access.first()[j + 1]; p++) {
        double cost = search.cost(access.node()[p]) + access.connectorS()[p];
        if (cost < least) {
          least = cost;
          best = access.node()[p];
        }
      }
      double trips = od.reals("car_trips_per_day")[r] * PEAK_SHARE / PARTS;
      while (best >= 0 && search.enteringLink(best) >= 0) {
        volume[search.enteringLink(best)] += trips;
        best = search.previousNode(best);
      }
    }
  }
}
