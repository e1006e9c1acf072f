package city.emona.run;

import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.BinDecisions;
import city.emona.simulate.WasteDay;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The order of elements in frames: the rows of the base city, then what the scenario adds. What it
 * takes away keeps its place and has no data, so that two runs of one city compare element by
 * element.
 */
public final class Elements {
  private Elements() {}

  /** Place of each bin of {@code city} in a frame of a run on {@code base}. */
  static int[] binSlots(City base, City city) {
    Table before = base.table(Schema.BINS);
    Table bins = city.table(Schema.BINS);
    int[] slot = new int[bins.size()];
    int next = before.size();
    for (int b = 0; b < slot.length; b++) {
      int row = before.findRow(bins.id(b));
      slot[b] = row >= 0 ? row : next++;
    }
    return slot;
  }

  /** Tours with their bins in the order of frames. */
  static List<WasteDay.Tour> tours(City base, City city, List<WasteDay.Tour> tours) {
    if (city.table(Schema.BINS) == base.table(Schema.BINS)) {
      return tours;
    }
    int[] slot = binSlots(base, city);
    return tours.stream()
        .map(
            t ->
                new WasteDay.Tour(
                    t.depot(),
                    t.truck(),
                    t.links(),
                    t.enterMinute(),
                    Arrays.stream(t.bins()).map(b -> slot[b]).toArray(),
                    t.disposalTrips(),
                    t.collectedL(),
                    t.collectedKg(),
                    t.km(),
                    t.hours(),
                    new WasteDay.Halts(
                        t.halts().linksBefore(),
                        Arrays.stream(t.halts().row()).map(r -> r < 0 ? r : slot[r]).toArray(),
                        t.halts().leaveMinute())))
        .toList();
  }

  /**
   * Decisions about the bins of {@code city} in the order of frames; gone bins are out of reach.
   */
  static BinDecisions decisions(City base, City city, BinDecisions d) {
    if (city.table(Schema.BINS) == base.table(Schema.BINS)) {
      return d;
    }
    int[] slot = binSlots(base, city);
    int n = base.table(Schema.BINS).size();
    for (int s : slot) {
      n = Math.max(n, s + 1);
    }
    BinDecisions.Why[] why = new BinDecisions.Why[n];
    Arrays.fill(why, BinDecisions.Why.OUT_OF_REACH);
    int[] tour = new int[n];
    Arrays.fill(tour, -1);
    boolean[] sensor = new boolean[n];
    for (int b = 0; b < slot.length; b++) {
      why[slot[b]] = d.why()[b];
      tour[slot[b]] = d.tour()[b];
      sensor[slot[b]] = d.sensor()[b];
    }
    return new BinDecisions(
        why,
        placed(d.seenShare(), slot, n),
        placed(d.overflowProbability(), slot, n),
        placed(d.prizeEur(), slot, n),
        tour,
        sensor,
        placed(d.way(), slot, n));
  }

  private static BinDecisions.Way placed(BinDecisions.Way w, int[] slot, int n) {
    BinDecisions.LeftOut[] out = BinDecisions.Way.none(n).leftOut();
    for (int b = 0; b < slot.length; b++) {
      out[slot[b]] = w.leftOut()[b];
    }
    return new BinDecisions.Way(
        placed(w.minutes(), slot, n),
        placed(w.km(), slot, n),
        placed(w.eur(), slot, n),
        out,
        placed(w.leastEur(), slot, n));
  }

  private static float[] placed(float[] values, int[] slot, int n) {
    float[] out = new float[n];
    Arrays.fill(out, Float.NaN);
    for (int b = 0; b < slot.length; b++) {
      out[slot[b]] = values[b];
    }
    return out;
  }

  /**
   * The city with the scenario's edits, its bins in the order of frames: what layers of a run are
   * drawn from.
   */
  public static City shown(City base, City city) {
    if (city.table(Schema.BINS) == base.table(Schema.BINS)) {
      return city;
    }
    Table bins = city.table(Schema.BINS);
    BitSet added = new BitSet();
    for (int b = 0; b < bins.size(); b++) {
      added.set(b, base.table(Schema.BINS).findRow(bins.id(b)) < 0);
    }
    return city.with(base.table(Schema.BINS).append(bins.keep(added)));
  }
}
