package city.emona.simulate.waste;

import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.model.WastePolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What the city has for collection, made safe: what cannot be planned is left out and named in the
 * notes with the fix, the rest goes on. A bin stands at the nearest junction in reach of the crew;
 * bins without volume take no part; a negative rate counts as none. Immutable after construction.
 */
final class WasteInput {
  private static final int SHOWN = 3;
  private static final int DAY = 1440;

  final double[] capacityL;
  final double[] rateL;
  final int[] nodeOf;
  final boolean[] servable;
  final DayPlanner.Fleet fleet;
  final int[] sites;
  final int[] siteRows;
  final int[] openMinute;
  final int[] closeMinute;

  private final Table bins;
  private final List<String> notes;

  WasteInput(City city, Conditions conditions, TruckNetwork net, List<String> notes) {
    this.notes = notes;
    bins = city.table(Schema.BINS);
    WastePolicy policy = conditions.collection().policy();
    Table depots = city.table(Schema.DEPOTS);
    Table disposal = city.table(Schema.DISPOSAL_SITES);
    DayPlanner.Fleet all = DayPlanner.Fleet.of(depots, null, policy.electricDepots(), false);
    int[] gates = disposal.ints("node");
    BitSet served = net.served(all.gate(), Arrays.stream(gates).filter(n -> n >= 0).toArray());
    fleet =
        DayPlanner.Fleet.of(depots, served, policy.electricDepots(), policy.notWorseThan() != null);
    siteRows =
        IntStream.range(0, gates.length)
            .filter(r -> gates[r] >= 0 && served.get(gates[r]))
            .toArray();
    sites = Arrays.stream(siteRows).map(r -> gates[r]).toArray();
    int n = bins.size();
    capacityL = new double[n];
    rateL = bins.reals("mean_fill_l_per_day").clone();
    nodeOf = new int[n];
    servable = new boolean[n];
    openMinute = new int[n];
    closeMinute = new int[n];
    Arrays.fill(closeMinute, DAY);
    boolean routed = sites.length > 0 && fleet.count() > 0;
    for (int b = 0; b < n; b++) {
      capacityL[b] = Math.max(1, bins.ints("capacity_l")[b]);
      nodeOf[b] = net.servedNear(bins.ints("node")[b], served);
      servable[b] = (nodeOf[b] >= 0 || !routed) && bins.ints("capacity_l")[b] > 0;
    }
    checkBins(routed);
    windows(policy, conditions.collection().shiftStartMinute());
    checkTrucks(depots, disposal, served, routed);
  }

  private void checkBins(boolean routed) {
    int[] capacity = bins.ints("capacity_l");
    note(
        b -> capacity[b] <= 0,
        "%s without a volume: not filled and not emptied. Give capacity_l above 0.");
    note(
        b -> !(rateL[b] >= 0),
        "%s with a negative or missing rate: nothing comes in. Give mean_fill_l_per_day of 0 or more.");
    for (int b = 0; b < rateL.length; b++) {
      rateL[b] = rateL[b] >= 0 && capacity[b] > 0 ? rateL[b] : 0;
    }
    if (routed) {
      note(
          b -> nodeOf[b] < 0,
          "%s off the network: no junction open to trucks within "
              + (int) WasteRules.CARRY_M
              + " m, never emptied. Move them (edit moveBins) or open a street to trucks.");
      double largest = Arrays.stream(fleet.volumeL()).max().orElse(1);
      note(
          b -> capacity[b] > largest,
          "%s larger than the largest truck ("
              + (int) largest
              + " l): emptied in parts. Give trucks more volume or use smaller bins.");
    }
  }

  private void windows(WastePolicy policy, int shiftStart) {
    for (WastePolicy.Window w : policy.windows()) {
      int opens = Math.max(w.fromMinute(), 0);
      boolean possible =
          w.toMinute() > shiftStart && opens < shiftStart + WasteRules.LATEST_MINUTES;
      for (int b = 0; possible && b < openMinute.length; b++) {
        if (w.binIds().contains(bins.ids()[b])) {
          openMinute[b] = opens;
          closeMinute[b] = w.toMinute();
        }
      }
      if (!possible) {
        notes.add(
            "The collection hours of %d bins lie outside every shift, which begins at %02d:%02d: not kept. Move the hours or the shift."
                .formatted(w.binIds().size(), shiftStart / 60, shiftStart % 60));
      }
    }
  }

  private void checkTrucks(Table depots, Table disposal, BitSet served, boolean routed) {
    if (!routed) {
      notes.add(
          fleet.count() == 0 && sites.length > 0
              ? "No truck: bins are emptied by the policy, without tours. Give a depot trucks and a gate on the network."
              : "No depot and disposal site that trucks can drive between: bins are emptied by the policy, without tours. Add both on the network.");
      return;
    }
    for (int d = 0; d < depots.size(); d++) {
      int node = depots.ints("node")[d];
      if (depots.ints("trucks")[d] > 0 && (node < 0 || !served.get(node))) {
        notes.add(
            "Depot %s is cut off from the streets that the others use: its trucks stay home. Move it or open a street to trucks."
                .formatted(depots.ids()[d]));
      }
    }
    for (int s = 0; s < disposal.size(); s++) {
      int node = disposal.ints("node")[s];
      if (node < 0 || !served.get(node)) {
        notes.add(
            "Disposal site %s cannot be reached by trucks: not used. Move it or open a street to trucks."
                .formatted(disposal.ids()[s]));
      }
    }
  }

  private void note(IntPredicate wrong, String words) {
    List<String> ids = new ArrayList<>();
    int n = 0;
    for (int b = 0; b < bins.size(); b++) {
      if (wrong.test(b)) {
        n++;
        if (ids.size() < SHOWN) {
          ids.add(bins.ids()[b]);
        }
      }
    }
    if (n > 0) {
      String some = String.join(", ", ids) + (n > SHOWN ? ", …" : "");
      notes.add(words.formatted(n + (n == 1 ? " bin (" : " bins (") + some + ")"));
    }
  }
}
