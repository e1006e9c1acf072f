package city.emona.simulate.air.plume;

/**
 * The state of the surface layer in one hour: friction velocity, convective velocity (0 when
 * stable), Obukhov length (positive = stable), mixing height, the wind at a reference height, where
 * it blows from in degrees, and the roughness length. Metres and seconds.
 */
public record Meteorology(
    double ustarMPerS,
    double wstarMPerS,
    double obukhovM,
    double mixingM,
    double windMPerS,
    double windFromDeg,
    double referenceM,
    double roughnessM) {

  /** Nearest |L| that the profiles accept; smaller values are not in the range of the fits. */
  private static final double MIN_OBUKHOV_M = 1;

  public Meteorology {
    if (!(ustarMPerS > 0) || !(roughnessM > 0) || !(windMPerS >= 0) || !(mixingM > 0)) {
      throw new IllegalArgumentException("u*, z0 and mixing height must be positive");
    }
    if (Math.abs(obukhovM) < MIN_OBUKHOV_M) {
      obukhovM = obukhovM < 0 ? -MIN_OBUKHOV_M : MIN_OBUKHOV_M;
    }
    wstarMPerS = obukhovM > 0 ? 0 : Math.max(0, wstarMPerS);
  }

  public boolean isStable() {
    return obukhovM > 0;
  }
}
