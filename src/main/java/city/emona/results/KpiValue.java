package city.emona.results;

/** A value of an indicator for the city ({@code districtId} empty) or for one district. */
public record KpiValue(String kpiId, String districtId, double value) {}
