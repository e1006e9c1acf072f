package city.emona.run;

import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.BitSet;

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
