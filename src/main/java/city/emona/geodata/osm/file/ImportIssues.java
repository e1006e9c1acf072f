package city.emona.geodata.osm.file;

import city.emona.geo.PackedPoints;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that an import dropped, repaired, assumed or wants to tell, on its way into the table
 * import_issues. Of each reason the first {@value #MAX_ROWS} finds become rows with their place;
 * the rest is summed in one row without a place, so that a report on a whole country stays small
 * and its counts stay exact. Not thread-safe.
 */
public final class ImportIssues {
  static final int MAX_ROWS = 10_000;

  /** What was done about it; the labels of import_issues.action. */
  public enum Action {
    DROPPED,
    REPAIRED,
    ASSUMED,
    NOTED
  }

  private static final class Overflow {
    private Action action;
    private String message;
    private int rows;
    private int count;
  }

  private final Table.Builder rows = new Table.Builder(Schema.IMPORT_ISSUES);
  private final Map<String, Overflow> byReason = new LinkedHashMap<>();

  /** A find at a place (local millimetres). */
  public void at(
      String reason, Action action, String source, String message, int count, int xMm, int yMm) {
    Overflow o = byReason.computeIfAbsent(reason, r -> new Overflow());
    if (o.rows == MAX_ROWS) {
      o.action = action;
      o.message = message;
      o.count += count;
      return;
    }
    o.rows++;
    row(reason, action, source, message, count);
    rows.point(xMm, yMm);
  }

  /** A find without a place. */
  public void total(String reason, Action action, String source, String message, int count) {
    if (count > 0) {
      at(reason, action, source, message, count, PackedPoints.NONE, PackedPoints.NONE);
    }
  }

  private void row(String reason, Action action, String source, String message, int count) {
    rows.row("i" + rows.size());
    rows.set("reason", reason).set("action", action.ordinal()).set("source", source);
    rows.set("message", message).set("count", count);
  }

  public Table build() {
    for (Map.Entry<String, Overflow> e : byReason.entrySet()) {
      Overflow o = e.getValue();
      if (o.count > 0) {
        row(e.getKey(), o.action, "more of the same", o.message, o.count);
        o.count = 0;
      }
    }
    return rows.build();
  }
}
