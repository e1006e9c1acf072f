package city.emona.simulate.air.plume;

/**
 * Wind speed over height by Monin-Obukhov similarity with displacement height 5 z₀ (Snyder et al.
 * 2013; Venkatram et al. 2013), scaled to the measured wind at its height, and the lateral
 * turbulence. AERMOD's floor {@code max(4.47 u*, √2 σv, 0.2828)} acts on the profile before the
 * scaling and again after it: both are needed to reproduce the program. Immutable.
 */
public final class WindProfile {
  private final double ustar;
  private final double obukhov;
  private final double z0;
  private final double displacement;
  private final double floor;
  private final double scale;
  private final double sigmaV;

  WindProfile(Meteorology met, DispersionConstants k) {
    this.ustar = met.ustarMPerS();
    this.obukhov = met.obukhovM();
    this.z0 = met.roughnessM();
    this.displacement = DispersionConstants.DISPLACEMENT_PER_Z0 * z0;
    double v = k.sigmaVPerUstar * ustar;
    double c = k.sigmaVPerWstar * met.wstarMPerS();
    this.sigmaV = Math.max(DispersionConstants.MIN_SIGMA_V, Math.sqrt(v * v + c * c));
    double min = Math.sqrt(2) * sigmaV;
    this.floor =
        k.hasWindFloor
            ? Math.max(
                DispersionConstants.MIN_WIND_PER_USTAR * ustar,
                Math.max(min, DispersionConstants.MIN_WIND))
            : min;
    this.scale = met.windMPerS() / unscaled(met.referenceM());
  }

  double sigmaV() {
    return sigmaV;
  }

  double at(double z) {
    return Math.max(floor, scale * unscaled(z));
  }

  private double unscaled(double z) {
    double above = z - displacement;
    if (above <= z0) {
      return floor;
    }
    double u =
        ustar
            / DispersionConstants.VON_KARMAN
            * (StrictMath.log(above / z0) - psi(above / obukhov) + psi(z0 / obukhov));
    return Math.max(floor, u);
  }

  public static double psi(double zOverL) {
    if (zOverL > 0) {
      return -17 * (1 - StrictMath.exp(-0.29 * zOverL));
    }
    double x = Math.sqrt(Math.sqrt(1 - 16 * zOverL));
    return 2 * StrictMath.log((1 + x) / 2)
        + StrictMath.log((1 + x * x) / 2)
        - 2 * StrictMath.atan(x)
        + Math.PI / 2;
  }
}
