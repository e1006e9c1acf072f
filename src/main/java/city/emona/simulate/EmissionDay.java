package city.emona.simulate;

/**
 * Emissions over a day: {@code gPerMPerS[pollutant][step][link]}, grams per metre of link and
 * second, by ordinal of {@link Pollutant}; times the link's length and 3600 it is grams per hour.
 * Not written to after it was made.
 */
public record EmissionDay(DaySteps steps, float[][][] gPerMPerS) {
  public float gPerMPerS(Pollutant p, int step, int link) {
    return gPerMPerS[p.ordinal()][step][link];
  }
}
