package city.emona.geodata;

import city.emona.EmonaException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What exposure is compared with and what it costs: levels of WHO and EU from {@code
 * geodata/air_limits.csv}; relative risks, mortality and unit costs with their intervals from
 * {@code geodata/health.csv}, where each row names its source and how far it was checked. Immutable
 * by agreement.
 */
public record HealthTables(List<Level> levels, Map<String, Factor> factors) {
  /** A level of a guideline; {@code isDaily} = for a day's mean, else for a year's. */
  public record Level(String id, String pollutant, boolean isDaily, double ugM3, String source) {}

  /** A number with its interval. */
  public record Factor(double value, double low, double high, String status) {}

  private static final class Shipped {
    static final HealthTables TABLES =
        read(
            ShippedTable.resource("/geodata/air_limits.csv"),
            ShippedTable.resource("/geodata/health.csv"));
  }

  /** The tables inside the program. */
  public static HealthTables shipped() {
    return Shipped.TABLES;
  }

  static HealthTables read(ShippedTable limits, ShippedTable health) {
    List<Level> levels = new ArrayList<>();
    for (int r = 0; r < limits.size(); r++) {
      levels.add(
          new Level(
              limits.text(r, "id"),
              limits.text(r, "pollutant"),
              limits.text(r, "averaging").equals("day"),
              limits.real(r, "ug_m3", 0, 1000),
              limits.text(r, "source")));
    }
    Map<String, Factor> factors = new LinkedHashMap<>();
    for (int r = 0; r < health.size(); r++) {
      double value = health.real(r, "value", 0, 1e7);
      factors.put(
          health.text(r, "id"),
          new Factor(
              value,
              health.real(r, "low", 0, value),
              health.real(r, "high", value, 1e7),
              health.text(r, "status")));
    }
    return new HealthTables(List.copyOf(levels), Map.copyOf(factors));
  }

  public Factor factor(String id) {
    Factor f = factors.get(id);
    if (f == null) {
      throw EmonaException.notFound(
          "The table of health factors has no row " + id + ".", "geodata/health.csv", "add it");
    }
    return f;
  }
}
