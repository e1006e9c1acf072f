package city.emona.cli;

import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.results.Comparison;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Prints indicators beside those of the base: a table for people, or the JSON of src/docs/api.md
 * for programs.
 */
final class KpiPrinter {
  private KpiPrinter() {}

  /**
   * City rows, then those of the districts by name where asked; and a warning where trips found no
   * way.
   */
  static void table(
      PrintStream out, String title, List<Comparison.Row> rows, City city, boolean withDistricts) {
    Table districts = city.table(Schema.DISTRICTS);
    out.println(title);
    out.printf(
        Locale.ROOT,
        "  %-36s %14s %14s %10s  %s%n",
        "indicator",
        "base",
        "value",
        "change",
        "unit");
    for (Comparison.Row r : rows) {
      if (r.districtId().isEmpty() || withDistricts) {
        int district = districts.findRow(r.districtId());
        String place =
            district < 0 || districts.texts("name")[district].isBlank()
                ? r.districtId()
                : districts.texts("name")[district];
        out.printf(
            Locale.ROOT,
            "  %-36s %14s %14s %10s  %s%s%n",
            r.districtId().isEmpty() ? r.kpi().id() : "  " + r.kpi().id() + " · " + place,
            number(r.baseValue()),
            number(r.value()),
            percent(r),
            r.kpi().unit(),
            r.verdict().equals("same") ? "" : " (" + r.verdict() + ")");
      }
      if (r.districtId().isEmpty() && !r.note().isEmpty()) {
        out.println("  ! " + r.note());
      }
      if (r.kpi().id().equals("traffic.unserved_trips") && r.change() >= 1) {
        out.printf(
            Locale.ROOT,
            "  ! %s trips a day have lost every way to their destination and are not driven: figures that fall may fall"
                + " because of them.%n",
            number(r.change()));
      }
    }
  }

  static ArrayNode json(List<Comparison.Row> rows) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Comparison.Row r : rows) {
      ObjectNode o = list.addObject();
      o.put("id", r.kpi().id());
      put(o, "value", r.value());
      o.put("unit", r.kpi().unit());
      put(o, "baseValue", r.baseValue());
      put(o, "change", r.change());
      put(o, "low", r.low());
      put(o, "high", r.high());
      o.put("district", r.districtId());
      if (!r.note().isEmpty()) {
        o.put("note", r.note());
      }
    }
    return list;
  }

  private static void put(ObjectNode o, String name, double value) {
    if (Double.isFinite(value)) {
      o.put(name, value);
    } else {
      o.putNull(name);
    }
  }

  private static String number(double v) {
    if (!Double.isFinite(v)) {
      return "–";
    }
    double a = Math.abs(v);
    if (a > 0 && a < 0.001) {
      return String.format(Locale.ROOT, "%.1e", v);
    }
    return String.format(Locale.ROOT, a >= 1000 ? "%,.0f" : a >= 10 ? "%.1f" : "%.3f", v)
        .replace(',', '\u202f');
  }

  private static String percent(Comparison.Row r) {
    if (!(Math.abs(r.baseValue()) > 0) || !Double.isFinite(r.value())) {
      return "";
    }
    return String.format(Locale.ROOT, "%+.1f %%", 100 * r.change() / Math.abs(r.baseValue()));
  }
}
