package city.emona.simulate.air.plume;

import java.util.Locale;

/**
 * The two published sets of constants of the R-LINE family: vertical and lateral spread, lateral
 * turbulence and what differs around them. {@link #AERMOD23132} is the default (EPA-454/R-23-011,
 * RLINE source of AERMOD 23132, re-optimised 2023); {@link #RLINE12} is the original fit (Snyder et
 * al. 2013, Venkatram et al. 2013, R-LINE 1.2).
 */
public enum DispersionConstants {
  AERMOD23132(0.7, 1.5, 1.0, 1.4, 1.5, 2.5, Math.sqrt(3.6), Math.sqrt(0.35), true, false),
  RLINE12(0.57, 3.0, 1.5, 1.6, 2.5, 1.0, 1.9, 0.6, false, true);

  /** Smallest lateral turbulence, m/s, in both programs. */
  static final double MIN_SIGMA_V = 0.2;

  /** Smallest wind of AERMOD, m/s: {@code √2 · 0.2}. */
  static final double MIN_WIND = 0.2828;

  /** Ratio of the smallest wind to u*, AERMOD. */
  static final double MIN_WIND_PER_USTAR = 4.47;

  /** Displacement height over roughness length, both programs. */
  public static final double DISPLACEMENT_PER_Z0 = 5;

  /** Von Kármán's constant. */
  public static final double VON_KARMAN = 0.4;

  /** Smallest distance from the source at which spreads are evaluated, m. */
  static final double MIN_DISTANCE_M = 1;

  final double a;
  final double bStable;
  final double bUnstable;
  final double cY;
  final double dStable;
  final double dUnstable;
  final double sigmaVPerUstar;
  final double sigmaVPerWstar;
  final boolean hasWindFloor;
  final boolean capsSigmaZ;

  DispersionConstants(
      double a,
      double bStable,
      double bUnstable,
      double cY,
      double dStable,
      double dUnstable,
      double sigmaVPerUstar,
      double sigmaVPerWstar,
      boolean hasWindFloor,
      boolean capsSigmaZ) {
    this.a = a;
    this.bStable = bStable;
    this.bUnstable = bUnstable;
    this.cY = cY;
    this.dStable = dStable;
    this.dUnstable = dUnstable;
    this.sigmaVPerUstar = sigmaVPerUstar;
    this.sigmaVPerWstar = sigmaVPerWstar;
    this.hasWindFloor = hasWindFloor;
    this.capsSigmaZ = capsSigmaZ;
  }

  /** Id as on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
