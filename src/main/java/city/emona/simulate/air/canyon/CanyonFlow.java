package city.emona.simulate.air.canyon;

/**
 * Concentration in a street canyon per unit strength of its traffic: the direct plume that the
 * vortex carries to the leeward front, and the air that goes round in the vortex (Hertel and
 * Berkowicz 1989, Berkowicz 2000, Environ. Monit. Assess. 65:323; formulas as in
 * src/docs/models/air.md). s/m², that is µg/m³ per µg/(m s), above what comes over the roofs.
 * Averaged over wind directions within half a radian, more in light wind, because the flow in a
 * street does not hold one direction. Turbulence by traffic is that of an ordinary main street, the
 * same in every scenario, so that concentration stays linear in emission. <b>Unvalidated</b>: no
 * measurements inside a canyon with its traffic were at hand. Immutable, thread-safe.
 */
public final class CanyonFlow {
  private static final double SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);

  /** Roughness inside the street and height of the mixed wakes of vehicles, m. */
  private static final double ROUGHNESS_M = 0.6;

  private static final double WAKE_M = 2;

  /** Wind at the roofs over that of the mast. */
  private static final double ROOF_PER_MAST = 0.82;

  private static final double MIN_ROOF_WIND = 0.3;

  /** Traffic whose turbulence counts: vehicles per hour and km/h, 2 and 16 m² each (assumption). */
  private static final double CARS_PER_H = 700;

  private static final double TRUCKS_PER_H = 40;
  private static final double KM_PER_H = 35;

  /** Half the range of wind directions, rad. */
  private static final double SWEEP = 0.5;

  private static final int DIRECTIONS = 32;
  private static final double MIN_SINE = 1e-3;

  private final StreetCanyons.Canyon canyon;
  private final double lengthM;
  private final double windX;
  private final double windY;
  private final double roofWind;
  private final double trafficTurbulence;

  /** Of a street between two rows of houses; wind as it blows at the mast, metres per second. */
  public CanyonFlow(
      StreetCanyons.Canyon canyon, double lengthM, double windFromDeg, double mastWindMPerS) {
    this.canyon = canyon;
    this.lengthM = lengthM;
    double from = Math.toRadians(windFromDeg);
    this.windX = -StrictMath.sin(from);
    this.windY = -StrictMath.cos(from);
    this.roofWind = Math.max(MIN_ROOF_WIND, ROOF_PER_MAST * mastWindMPerS);
    this.trafficTurbulence =
        0.3
            * Math.sqrt(KM_PER_H * (CARS_PER_H * 2 + TRUCKS_PER_H * 16) / canyon.widthM())
            / 113.842;
  }

  /**
   * {left, right} of a street that runs in the direction (dirX, dirY), as seen along it, at a
   * height above ground.
   */
  public double[] sides(double dirX, double dirY, double heightM) {
    // Angle from the street's axis to the wind: positive when it blows towards the left side.
    double along = windX * dirX + windY * dirY;
    double across = windY * dirX - windX * dirY;
    double angle = StrictMath.atan2(across, along);
    double sweep = Math.min(Math.PI, SWEEP / Math.min(1, roofWind));
    double left = 0;
    double right = 0;
    for (int i = 0; i < DIRECTIONS; i++) {
      double a = angle + sweep * (2 * (i + 0.5) / DIRECTIONS - 1);
      double sine = StrictMath.sin(a);
      boolean toLeft = sine > 0;
      double upwind = toLeft ? canyon.rightHeightM() : canyon.leftHeightM();
      double downwind = toLeft ? canyon.leftHeightM() : canyon.rightHeightM();
      double s = Math.max(MIN_SINE, Math.abs(sine));
      double c = Math.abs(StrictMath.cos(a));
      double lee = at(s, c, upwind, downwind, heightM, true);
      double windward = at(s, c, upwind, downwind, heightM, false);
      left += (toLeft ? windward : lee) / DIRECTIONS;
      right += (toLeft ? lee : windward) / DIRECTIONS;
    }
    return new double[] {left, right};
  }

  /** How long the air stays in the street before it is mixed with that above the roofs, s. */
  public double exchangeS() {
    double traffic = trafficTurbulence * trafficTurbulence;
    return canyon.heightM() / Math.sqrt(0.01 * roofWind * roofWind + 0.4 * traffic);
  }

  private double at(
      double sine, double cosine, double upwind, double downwind, double z, boolean leeward) {
    double h = canyon.heightM();
    double w = canyon.widthM();
    double street =
        Math.max(
            0.05,
            roofWind
                * StrictMath.log(WAKE_M / ROUGHNESS_M)
                / StrictMath.log(h / ROUGHNESS_M)
                * (1 - Math.min(0.9, 0.2 * upwind / h) * sine * sine));
    double traffic = trafficTurbulence * trafficTurbulence;
    double turbulence = Math.sqrt(0.01 * street * street + traffic);
    double exchange = Math.sqrt(0.01 * roofWind * roofWind + 0.4 * traffic);
    double r = roofWind > 2 ? 1 : Math.sqrt(roofWind / 2);
    double vortex = 2 * upwind * r;
    double across = w / sine;
    double longest = Math.min(across, lengthM / Math.max(MIN_SINE, cosine));
    Plume plume = new Plume(h, z, street, turbulence, exchange);
    double direct = 0;
    if (leeward) {
      double end = Math.min(vortex, longest);
      direct = plume.upTo(end);
      double past = Math.max(0, StrictMath.cos(2 * r * StrictMath.asin(Math.min(1, sine))));
      direct += vortex < longest ? past * (plume.upTo(longest) - plume.upTo(vortex)) : 0;
    } else if (vortex < across) {
      direct = plume.upTo(Math.min(longest, across - vortex));
    }
    return SQRT_2_OVER_PI / (w * turbulence) * direct
        + recirculated(sine, vortex, across, upwind, downwind, street, exchange);
  }

  /** What the vortex holds: inflow of its part of the street over the flux out of it. */
  private double recirculated(
      double sine,
      double vortex,
      double across,
      double upwind,
      double downwind,
      double street,
      double exchange) {
    double traffic = trafficTurbulence * trafficTurbulence;
    double base = Math.min(across, vortex);
    double top = Math.min(across, vortex / 2);
    double hypotenuse = Math.sqrt(upwind * upwind + vortex * vortex / 4);
    double front = 2 * upwind * (vortex - base) / vortex;
    double side = Math.max(0, hypotenuse * (upwind - Math.min(front, downwind)) / upwind);
    double sideWind =
        (side * Math.sqrt(street * street + traffic) + hypotenuse * roofWind) / (side + hypotenuse);
    return base * sine / (canyon.widthM() * (exchange * top + sideWind * side));
  }

  /** The direct plume from the street up to a distance, in units of {@code √(2/π)/(W σw)}. */
  private record Plume(double h, double z, double street, double turbulence, double exchange) {
    double upTo(double distance) {
      // Where the plume is as high as the houses; from there on it leaks out at the top.
      double full = street * (h - WAKE_M) / turbulence;
      double inside = Math.min(distance, full);
      double low = (WAKE_M + turbulence * inside / street) / Math.max(WAKE_M, z);
      double leak =
          1 - StrictMath.exp(-exchange * (Math.max(distance, full) - full) / (street * h));
      return StrictMath.log(Math.max(1, low)) + turbulence / exchange * leak;
    }
  }
}
