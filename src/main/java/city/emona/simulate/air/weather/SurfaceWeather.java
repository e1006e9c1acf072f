package city.emona.simulate.air.weather;

import city.emona.simulate.air.Weather;
import city.emona.simulate.air.plume.DispersionConstants;
import city.emona.simulate.air.plume.Meteorology;
import city.emona.simulate.air.plume.WindProfile;
import java.util.ArrayList;
import java.util.List;

/**
 * Turbulence and mixing height of every hour from wind, temperature, cloud and global radiation:
 * the route of AERMET without a sounding (Holtslag and van Ulden 1983 for the heat flux, their and
 * AERMET's stable branch, EPA-454/R-23-005 for mixing heights), with an urban floor: over a town
 * the stored heat keeps |L| from falling below {@value #MIN_STABLE_OBUKHOV_M} m and the mixing
 * height below {@code 400 (P/2e6)^¼} m at P inhabitants (AERMOD's urban option, the exponent
 * recalled).
 */
public final class SurfaceWeather {
  private static final double ALBEDO = 0.18;
  private static final double BOWEN_RATIO = 1.0;
  private static final double GRAVITY = 9.81;
  private static final double AIR_DENSITY = 1.2;
  private static final double HEAT_CAPACITY = 1004;

  /** Gradient of potential temperature above the mixed layer when no sounding is given, K/m. */
  private static final double LAPSE = 0.005;

  private static final double ANEMOMETER_M = 10;
  private static final double MIN_STABLE_OBUKHOV_M = 30;
  private static final double MIN_UNSTABLE_OBUKHOV_M = 5;
  private static final double MIN_POPULATION = 10_000;

  /** Below this wind a station reads calm; the floors of the wind profile take over anyway. */
  private static final double CALM_M_PER_S = 0.3;

  private SurfaceWeather() {}

  /** One entry per hour of the weather. */
  public static List<Meteorology> hours(Weather weather, double population, double roughnessM) {
    List<Meteorology> out = new ArrayList<>();
    double people = Math.max(MIN_POPULATION, population);
    double urbanMixing = 400 * Math.sqrt(Math.sqrt(people / 2e6));
    double heat = 0;
    double mechanical = 0;
    for (Weather.Hour h : weather.hours()) {
      double flux = heatFlux(h);
      double wind = Math.max(CALM_M_PER_S, h.windMPerS());
      double kelvin = h.temperatureC() + 273.15;
      double rhoCp = AIR_DENSITY * HEAT_CAPACITY;
      double[] uL =
          flux > 0 ? unstable(wind, flux, kelvin, roughnessM) : stable(h, wind, roughnessM);
      heat = flux > 0 ? heat + flux / rhoCp * 3600 : 0;
      double equilibrium = 2300 * Math.pow(uL[0], 1.5);
      double tau = mechanical / (2 * uL[0]);
      double keep = mechanical > 0 ? Math.exp(-3600 / tau) : 0;
      mechanical = keep * mechanical + (1 - keep) * equilibrium;
      double convective = Math.sqrt(2.8 / LAPSE * heat);
      double mixing = Math.max(urbanMixing, Math.max(mechanical, convective));
      double wstar =
          flux > 0 ? Math.cbrt(GRAVITY * Math.max(convective, 1) * flux / (rhoCp * kelvin)) : 0;
      out.add(
          new Meteorology(
              uL[0], wstar, uL[1], mixing, wind, h.windFromDeg(), ANEMOMETER_M, roughnessM));
    }
    return out;
  }

  /** Sensible heat, W/m²; negative at night. */
  public static double heatFlux(Weather.Hour h) {
    double t = h.temperatureC() + 273.15;
    double net =
        ((1 - ALBEDO) * h.globalRadiationWPerM2()
                + 5.31e-13 * Math.pow(t, 6)
                - 5.67e-8 * Math.pow(t, 4)
                + 60 * h.cloudShare())
            / 1.12;
    return 0.9 * net / (1 + 1 / BOWEN_RATIO);
  }

  /** {u*, L} of a convective hour by five rounds between profile and flux. */
  private static double[] unstable(double wind, double flux, double kelvin, double z0) {
    double ustar = ustar(wind, Double.NEGATIVE_INFINITY, z0);
    double l = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < 5; i++) {
      l =
          -AIR_DENSITY
              * HEAT_CAPACITY
              * kelvin
              * ustar
              * ustar
              * ustar
              / (DispersionConstants.VON_KARMAN * GRAVITY * flux);
      l = Math.min(-MIN_UNSTABLE_OBUKHOV_M, l);
      ustar = ustar(wind, l, z0);
    }
    return new double[] {ustar, l};
  }

  /** {u*, L} of a stable hour from cloud and wind. */
  private static double[] stable(Weather.Hour h, double wind, double z0) {
    double kelvin = h.temperatureC() + 273.15;
    double n = h.cloudShare();
    double thetaStar = 0.09 * (1 - 0.5 * n * n);
    double z = ANEMOMETER_M - DispersionConstants.DISPLACEMENT_PER_Z0 * z0;
    double cd = DispersionConstants.VON_KARMAN / Math.log(z / z0);
    double u0 = Math.sqrt(5 * z * GRAVITY * thetaStar / kelvin);
    double critical = 2 * u0 / Math.sqrt(cd);
    double u = Math.max(wind, critical);
    double root = 2 * u0 / (Math.sqrt(cd) * u);
    double ustar = cd * u / 2 * (1 + Math.sqrt(Math.max(0, 1 - root * root)));
    double scale = Math.min(1, wind / critical);
    ustar *= scale;
    thetaStar *= scale;
    double l = kelvin * ustar * ustar / (DispersionConstants.VON_KARMAN * GRAVITY * thetaStar);
    if (l < MIN_STABLE_OBUKHOV_M) {
      l = MIN_STABLE_OBUKHOV_M;
      ustar = ustar(wind, l, z0);
    }
    return new double[] {ustar, l};
  }

  /** Friction velocity of a wind at the anemometer under a stability. */
  private static double ustar(double wind, double l, double z0) {
    double z = ANEMOMETER_M - DispersionConstants.DISPLACEMENT_PER_Z0 * z0;
    double psi = WindProfile.psi(z / l) - WindProfile.psi(z0 / l);
    return DispersionConstants.VON_KARMAN * wind / (Math.log(z / z0) - psi);
  }
}
