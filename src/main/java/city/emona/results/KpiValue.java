package city.emona.results;

/**
 * A value of an indicator for the city ({@code districtId} empty) or for one district, with the
 * interval that its inputs leave open; low and high are NaN where none is stated.
 */
public record KpiValue(String kpiId, String districtId, double value, double low, double high) {
  /** Without an interval. */
  public KpiValue(String kpiId, String districtId, double value) {
    this(kpiId, districtId, value, Double.NaN, Double.NaN);
  }
}
