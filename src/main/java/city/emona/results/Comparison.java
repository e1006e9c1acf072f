package city.emona.results;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Two runs, indicator by indicator, city first and then districts, in the order of {@link
 * Kpis#ALL}. {@code change} is value minus base value, low and high are the interval of the value.
 * A row exists where both runs have the figure.
 */
public final class Comparison {
  private Comparison() {}

  /** One indicator of run b beside run a. */
  public record Row(
      Kpi kpi, String districtId, double value, double baseValue, double low, double high) {
    public double change() {
      return value - baseValue;
    }

    /** A word of caution where the change lies outside what was ever published, or "". */
    public String note() {
      return Comparison.note(kpi.id(), value, baseValue);
    }

    /** "better", "worse", "same" or, where no direction is better, "changed". */
    public String verdict() {
      double change = change();
      if (!(Math.abs(change) > 1e-9 * Math.max(1, Math.abs(baseValue)))) {
        return "same";
      }
      return switch (kpi.better()) {
        case LOWER -> change < 0 ? "better" : "worse";
        case HIGHER -> change > 0 ? "better" : "worse";
        case NEITHER -> "changed";
      };
    }
  }

  /** A word of caution where a change lies outside what was ever published, or "". */
  public static String note(String kpi, double value, double baseValue) {
    return WasteKpis.note(kpi, value, baseValue);
  }

  public static List<Row> of(List<KpiValue> base, List<KpiValue> values) {
    Map<String, Double> before = new HashMap<>();
    base.forEach(v -> before.put(v.kpiId() + "\n" + v.districtId(), v.value()));
    List<Row> rows = new ArrayList<>();
    for (Kpi kpi : Kpis.ALL) {
      for (KpiValue v : values) {
        Double b = before.get(v.kpiId() + "\n" + v.districtId());
        if (v.kpiId().equals(kpi.id()) && b != null) {
          rows.add(new Row(kpi, v.districtId(), v.value(), b, v.low(), v.high()));
        }
      }
    }
    return rows;
  }
}
