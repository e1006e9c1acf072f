package city.emona.simulate.air;

import city.emona.simulate.air.plume.DispersionConstants;
import city.emona.simulate.air.plume.Meteorology;
import city.emona.simulate.air.plume.PlumeSpread;
import city.emona.simulate.air.plume.PointKernel;

/**
 * How the streets of a city release and where its air is looked at, one set for all links because
 * kernels are shared by every link and scenario. Vehicle wakes: top of the mixed zone 1.7 vehicle
 * heights, release at half of it, σz0 = top / 2.15 (EPA PM hot-spot guidance, EPA-420-B-21-037);
 * vehicle heights 1.53 m light and 4.0 m heavy, weighted with a quarter of the emission from heavy
 * vehicles (assumption).
 */
final class CitySource {
  private static final double HEAVY_SHARE = 0.25;
  private static final double TOP_M = 1.7 * ((1 - HEAVY_SHARE) * 1.53 + HEAVY_SHARE * 4.0);

  static final double RELEASE_M = 0.5 * TOP_M;
  static final double SIGMA_Z0_M = TOP_M / 2.15;

  /** Breathing height. */
  static final double RECEPTOR_M = 1.5;

  /**
   * Nearest that a receptor may come to the axis of a street: kerb of an ordinary two-lane street.
   * A cell whose centre lies nearer gets the mix of both kerbs' values, see {@link NearField}.
   */
  static final double KERB_M = 7;

  /** Roughness length of low to middle density housing (Grimmond and Oke 1999). */
  static final double ROUGHNESS_M = 0.5;

  private CitySource() {}

  static PointKernel kernel(Meteorology met, DispersionConstants constants) {
    PlumeSpread spread = new PlumeSpread(met, constants, RELEASE_M, SIGMA_Z0_M, true);
    return new PointKernel(spread, RECEPTOR_M, true);
  }
}
