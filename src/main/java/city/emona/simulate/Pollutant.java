package city.emona.simulate;

/** What is emitted; ordinals index {@link EmissionDay}. */
public enum Pollutant {
  NOX,
  NO2_PRIMARY,
  PM25_EXHAUST,
  PM25_WEAR,
  PM10_EXHAUST,
  PM10_WEAR,
  CO,
  CO2
}
