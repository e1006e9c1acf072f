package city.emona.geodata.waste;

import city.emona.geo.PackedPoints;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.BitSet;

/**
 * Import issues of one table of bins or days, in the order of its rows; every one names file and
 * line, and says what to do. Not thread-safe.
 */
final class WasteIssues {
  private final Table.Builder found = new Table.Builder(Schema.IMPORT_ISSUES);
  private final String prefix;

  /** {@code prefix}: what the reasons of this import begin with. */
  WasteIssues(String prefix) {
    this.prefix = prefix;
  }

  void dropped(String reason, String where, String what, String fix) {
    add(reason, "dropped", where, what, fix);
  }

  void repaired(String reason, String where, String what, String fix) {
    add(reason, "repaired", where, what, fix);
  }

  void assumed(String reason, String where, String what, String fix) {
    add(reason, "assumed", where, what, fix);
  }

  private void add(String reason, String action, String where, String what, String fix) {
    found.row(prefix + found.size());
    found.set("reason", prefix + reason).set("action", action).set("source", where);
    found.set("message", where + ": " + what + " Fix: " + fix).set("count", 1);
    found.point(PackedPoints.NONE, PackedPoints.NONE);
  }

  /** The issues of a city with these in place of those of the import before. */
  Table in(Table before) {
    BitSet others = new BitSet();
    for (int r = 0; r < before.size(); r++) {
      String reason = before.texts("reason")[r];
      others.set(
          r, !reason.startsWith(prefix) && !(prefix.equals("bin_") && reason.equals("bins")));
    }
    return before.keep(others).append(found.build());
  }
}
