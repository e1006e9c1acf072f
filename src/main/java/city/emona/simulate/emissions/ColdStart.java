package city.emona.simulate.emissions;

/**
 * Extra emission of one pollutant of one technology group while engine and catalyst are cold
 * (EMEP/EEA guidebook 2023, update 2025, tables 3-38 to 3-46): {@code share · e_hot · (q − 1)} in
 * g/km, as a mean over all kilometres, with {@code q = a V + b T + c}, at least 1, V clamped to
 * 5..45 km/h.
 *
 * <p>The share comes from the mean trip length of {@value #MEAN_TRIP_KM} km, never from the length
 * of a single trip: the guidebook's β turns negative beyond some 25 km. Petrol up to Euro 5 refers
 * to the hot emission of Euro 1 ({@code reference}), null = its own.
 */
public record ColdStart(
    String group,
    Technology.Exhaust what,
    String reference,
    double[] low,
    double[] high,
    double betaFactor,
    double shareConstant,
    double sharePerKm) {
  /** Guidebook default of the mean trip length. */
  public static final double MEAN_TRIP_KM = 12.4;

  /** Speed at which the second row of table 3-40 begins. */
  private static final double HIGH_FROM_KMH = 26;

  /** Cold-start share of all kilometres (guidebook, table 3-39). */
  public static double beta(double temperatureC) {
    double l = MEAN_TRIP_KM;
    double beta = 0.6474 - 0.02545 * l - (0.00974 - 0.000385 * l) * temperatureC;
    return Math.min(1, Math.max(0, beta));
  }

  /**
   * How far a trip goes on a cold engine, km: the cold share of the mean trip. From 2.3 km at 30 °C
   * to 4.7 km at −10 °C.
   */
  public static double coldKm(double temperatureC) {
    return MEAN_TRIP_KM * beta(Math.min(30, Math.max(-10, temperatureC)));
  }

  /** Ratio of cold to hot emission. */
  public double quotient(double speedKmh, double temperatureC) {
    double v = Math.min(45, Math.max(5, speedKmh));
    double t = Math.min(30, Math.max(-10, temperatureC));
    double[] abc = v < HIGH_FROM_KMH ? low : high;
    return Math.max(1, abc[0] * v + abc[1] * t + abc[2]);
  }

  /** Mean share of kilometres to which the quotient applies. */
  public double share(double temperatureC) {
    double share = betaFactor * beta(temperatureC) + shareConstant + sharePerKm * MEAN_TRIP_KM;
    return Math.min(1, Math.max(0, share));
  }
}
