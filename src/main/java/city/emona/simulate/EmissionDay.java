package city.emona.simulate;

import java.util.Locale;

/**
 * Emissions over a day: {@code gPerMPerS[pollutant][step][link]}, grams per metre of link and
 * second, by ordinal of {@link Pollutant}; times the link's length and 3600 it is grams per hour.
 * {@code stirring[step][link]} is how strongly the vehicles stir the air of the street, Σ (vehicles
 * per hour · km/h · m² of their front), null where it is not known; {@code shares} tells which
 * vehicles cause the emission. Not written to after it was made.
 */
public record EmissionDay(
    DaySteps steps, float[][][] gPerMPerS, float[][] stirring, ClassShares shares) {
  /** One gram per metre and second in grams per kilometre and hour, the unit of stored frames. */
  public static final double G_PER_KM_H = 3.6e6;

  /** Without knowledge of the vehicles. */
  public EmissionDay(DaySteps steps, float[][][] gPerMPerS) {
    this(steps, gPerMPerS, null, null);
  }

  /** What stirs the air in a step, by link; null where it is not known. */
  public float[] stirring(int step) {
    return stirring == null ? null : stirring[step];
  }

  /** Whose emission it is; ordinals index {@link ClassShares}. */
  public enum VehicleClass {
    CAR,
    VAN,
    TRUCK,
    BUS,
    COLLECTION_TRUCK;

    /** As in files and on the wire. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Shares of the vehicle classes in the emission of a step, worked out when asked for, because a
   * day of them would take more memory than the emissions themselves.
   */
  @FunctionalInterface
  public interface ClassShares {
    /**
     * {@code [class · links + link]}: share of the class in the sum of the pollutants, adding up to
     * 1 over the classes; 0 where a link emits nothing.
     */
    float[] of(int step, Pollutant... sum);
  }

  public float gPerMPerS(Pollutant p, int step, int link) {
    return gPerMPerS[p.ordinal()][step][link];
  }
}
