package city.emona.simulate.air.canyon;

/**
 * Concentration in a street canyon per unit strength of its traffic: the direct plume that the
 * vortex carries to the leeward front, and the air that goes round in the vortex (Hertel and
 * Berkowicz 1989, Berkowicz 2000, Environ. Monit. Assess. 65:323; formulas as in
 * src/docs/models/air.md). s/m², that is µg/m³ per µg/(m s), above what comes over the roofs.
 * Averaged over wind directions within half a radian, more in light wind, because the flow in a
 * street does not hold one direction. Turbulence by traffic is that of the street's own vehicles of
 * the hour: with other traffic the street dilutes otherwise, so a change of traffic makes a canyon
 * anew, while concentration stays linear in the emission of a given traffic. <b>Unvalidated</b>: no
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

  /**
   * Stirring where the traffic is not known: 700 cars and 40 trucks an hour at 35 km/h, 2 and 16 m²
   * each (assumption).
   */
  public static final double USUAL_STIRRING = 35 * (700 * 2 + 40 * 16);

  /** Half the range of wind directions, rad. */
  private static final double SWEEP = 0.5;

  private static final int DIRECTIONS = 32;
  private static final double MIN_SINE = 1e-3;

  private final StreetCanyons.Canyon canyon;
  private final double lengthM;
  private final double windX;
  private final double windY;
  private final double roofWind;

  /** Variance of the wind that the traffic makes, and the velocity of exchange at the roofs. */
  private final double traffic;

  private final double exchange;

  /** Wind in the street along its axis. */
  private final double streetWind;

  /**
   * Of a street between two rows of houses; wind as it blows at the mast, metres per second; the
   * stirring of {@code EmissionDay}, both directions together.
   */
  public CanyonFlow(
      StreetCanyons.Canyon canyon,
      double lengthM,
      double windFromDeg,
      double mastWindMPerS,
      double stirring) {
    this.canyon = canyon;
    this.lengthM = lengthM;
    double from = Math.toRadians(windFromDeg);
    this.windX = -StrictMath.sin(from);
    this.windY = -StrictMath.cos(from);
    this.roofWind = Math.max(MIN_ROOF_WIND, ROOF_PER_MAST * mastWindMPerS);
    double turbulence = 0.3 * Math.sqrt(stirring / canyon.widthM()) / 113.842;
    this.traffic = turbulence * turbulence;
    this.exchange = Math.sqrt(0.01 * roofWind * roofWind + 0.4 * traffic);
    this.streetWind =
        roofWind
            * StrictMath.log(WAKE_M / ROUGHNESS_M)
            / StrictMath.log(canyon.heightM() / ROUGHNESS_M);
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
    double[] windToLeft = new double[2];
    double[] windToRight = new double[2];
    for (int i = 0; i < DIRECTIONS; i++) {
      double a = angle + sweep * (2 * (i + 0.5) / DIRECTIONS - 1);
      double sine = StrictMath.sin(a);
      boolean toLeft = sine > 0;
      double upwind = toLeft ? canyon.rightHeightM() : canyon.leftHeightM();
      double downwind = toLeft ? canyon.leftHeightM() : canyon.rightHeightM();
      double s = Math.max(MIN_SINE, Math.abs(sine));
      double c = Math.abs(StrictMath.cos(a));
      at(s, c, upwind, downwind, heightM, toLeft ? windToLeft : windToRight);
    }
    return new double[] {
      (windToLeft[1] + windToRight[0]) / DIRECTIONS, (windToLeft[0] + windToRight[1]) / DIRECTIONS
    };
  }

  /** How long the air stays in the street before it is mixed with that above the roofs, s. */
  public double exchangeS() {
    return canyon.heightM() / exchange;
  }

  /** {leeward, windward} in a wind that holds its direction, added to {@code sum}. */
  private void at(
      double sine, double cosine, double upwind, double downwind, double z, double[] sum) {
    double h = canyon.heightM();
    double w = canyon.widthM();
    double street =
        Math.max(0.05, streetWind * (1 - Math.min(0.9, 0.2 * upwind / h) * sine * sine));
    double turbulence = Math.sqrt(0.01 * street * street + traffic);
    double r = roofWind > 2 ? 1 : Math.sqrt(roofWind / 2);
    double vortex = 2 * upwind * r;
    double across = w / sine;
    double longest = Math.min(across, lengthM / Math.max(MIN_SINE, cosine));
    Plume plume = new Plume(h, z, street, turbulence, exchange);
    double leeward = plume.upTo(Math.min(vortex, longest));
    if (vortex < longest) {
      double past = Math.max(0, StrictMath.cos(2 * r * StrictMath.asin(Math.min(1, sine))));
      leeward += past > 0 ? past * (plume.upTo(longest) - plume.upTo(vortex)) : 0;
    }
    double windward = vortex < across ? plume.upTo(Math.min(longest, across - vortex)) : 0;
    double direct = SQRT_2_OVER_PI / (w * turbulence);
    double held = recirculated(sine, vortex, across, upwind, downwind, street);
    sum[0] += direct * leeward + held;
    sum[1] += direct * windward + held;
  }

  /** What the vortex holds: inflow of its part of the street over the flux out of it. */
  private double recirculated(
      double sine, double vortex, double across, double upwind, double downwind, double street) {
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
