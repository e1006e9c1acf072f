package city.emona.geo;

import java.util.Locale;

/**
 * The city's own metre system: a transverse Mercator on WGS 84 with the city's centre as origin,
 * scale 1 at the central meridian, no false offsets. Own Krüger series to order n⁴ (Karney 2011,
 * "Transverse Mercator with an accuracy of a few nanometers", eqs. 7-11, 35-36), checked against
 * GeoTools to 1 mm within 50 km. x grows east, y grows north, in metres; millimetre integers are
 * the unit of stored columns. Immutable and thread-safe.
 */
public final class LocalFrame {
  private static final double A = 6378137.0;
  private static final double F = 1 / 298.257223563;
  private static final double N = F / (2 - F);
  private static final double N2 = N * N;
  private static final double N3 = N2 * N;
  private static final double N4 = N3 * N;
  private static final double E = Math.sqrt(F * (2 - F));
  private static final double RECTIFYING = A / (1 + N) * (1 + N2 / 4 + N4 / 64);
  private static final double[] ALPHA = {
    N / 2 - 2 * N2 / 3 + 5 * N3 / 16 + 41 * N4 / 180,
    13 * N2 / 48 - 3 * N3 / 5 + 557 * N4 / 1440,
    61 * N3 / 240 - 103 * N4 / 140,
    49561 * N4 / 161280
  };
  private static final double[] BETA = {
    N / 2 - 2 * N2 / 3 + 37 * N3 / 96 - N4 / 360,
    N2 / 48 + N3 / 15 - 437 * N4 / 1440,
    17 * N3 / 480 - 37 * N4 / 840,
    4397 * N4 / 161280
  };

  private final double lon0Deg;
  private final double lat0Deg;
  private final double northing0M;

  public LocalFrame(double lon0Deg, double lat0Deg) {
    if (!(Math.abs(lon0Deg) <= 180 && Math.abs(lat0Deg) <= 85)) {
      throw new IllegalArgumentException("origin out of range: " + lon0Deg + ", " + lat0Deg);
    }
    this.lon0Deg = lon0Deg;
    this.lat0Deg = lat0Deg;
    this.northing0M = northing(lat0Deg);
  }

  public double lon0Deg() {
    return lon0Deg;
  }

  public double lat0Deg() {
    return lat0Deg;
  }

  /** OGC WKT 1 of this system, as stored in the city record. */
  public String wkt() {
    return String.format(
        Locale.ROOT,
        "PROJCS[\"Emona local metres\",GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563]],"
            + "PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],"
            + "PARAMETER[\"latitude_of_origin\",%s],PARAMETER[\"central_meridian\",%s],PARAMETER[\"scale_factor\",1],"
            + "PARAMETER[\"false_easting\",0],PARAMETER[\"false_northing\",0],UNIT[\"metre\",1],"
            + "AXIS[\"Easting\",EAST],AXIS[\"Northing\",NORTH]]",
        Double.toString(lat0Deg),
        Double.toString(lon0Deg));
  }

  /** Writes x, y in metres into {@code out[at], out[at + 1]}. */
  public void toLocal(double lonDeg, double latDeg, double[] out, int at) {
    double lambda = StrictMath.toRadians(lonDeg - lon0Deg);
    double tau = conformalTan(latDeg);
    double xiPrime = StrictMath.atan2(tau, StrictMath.cos(lambda));
    double etaPrime = asinh(StrictMath.sin(lambda) / StrictMath.hypot(tau, StrictMath.cos(lambda)));
    double xi = xiPrime;
    double eta = etaPrime;
    for (int j = 0; j < 4; j++) {
      double k = 2 * (j + 1);
      xi += ALPHA[j] * StrictMath.sin(k * xiPrime) * StrictMath.cosh(k * etaPrime);
      eta += ALPHA[j] * StrictMath.cos(k * xiPrime) * StrictMath.sinh(k * etaPrime);
    }
    out[at] = RECTIFYING * eta;
    out[at + 1] = RECTIFYING * xi - northing0M;
  }

  /** Writes longitude, latitude in degrees into {@code out[at], out[at + 1]}. */
  public void toLonLat(double xM, double yM, double[] out, int at) {
    double xi = (yM + northing0M) / RECTIFYING;
    double eta = xM / RECTIFYING;
    double xiPrime = xi;
    double etaPrime = eta;
    for (int j = 0; j < 4; j++) {
      double k = 2 * (j + 1);
      xiPrime -= BETA[j] * StrictMath.sin(k * xi) * StrictMath.cosh(k * eta);
      etaPrime -= BETA[j] * StrictMath.cos(k * xi) * StrictMath.sinh(k * eta);
    }
    double s = StrictMath.sinh(etaPrime);
    double c = StrictMath.cos(xiPrime);
    double tauPrime = StrictMath.sin(xiPrime) / StrictMath.hypot(s, c);
    out[at] = lon0Deg + StrictMath.toDegrees(StrictMath.atan2(s, c));
    out[at + 1] = StrictMath.toDegrees(StrictMath.atan(geodeticTan(tauPrime)));
  }

  /** Local millimetres of a position, rounded: the stored integer columns. */
  public void toLocalMm(double lonDeg, double latDeg, int[] out, int at) {
    double[] xy = new double[2];
    toLocal(lonDeg, latDeg, xy, 0);
    out[at] = Math.toIntExact(Math.round(xy[0] * 1000));
    out[at + 1] = Math.toIntExact(Math.round(xy[1] * 1000));
  }

  private static double northing(double latDeg) {
    double xiPrime = StrictMath.atan(conformalTan(latDeg));
    double xi = xiPrime;
    for (int j = 0; j < 4; j++) {
      xi += ALPHA[j] * StrictMath.sin(2 * (j + 1) * xiPrime);
    }
    return RECTIFYING * xi;
  }

  private static double conformalTan(double latDeg) {
    double tau = StrictMath.tan(StrictMath.toRadians(latDeg));
    double sigma = StrictMath.sinh(E * atanh(E * tau / StrictMath.hypot(1, tau)));
    return tau * StrictMath.hypot(1, sigma) - sigma * StrictMath.hypot(1, tau);
  }

  /** Newton inversion of {@link #conformalTan} (Karney 2011, eqs. 19-21). */
  private static double geodeticTan(double tauPrime) {
    double tau = tauPrime;
    for (int i = 0; i < 5; i++) {
      double sigma = StrictMath.sinh(E * atanh(E * tau / StrictMath.hypot(1, tau)));
      double t = tau * StrictMath.hypot(1, sigma) - sigma * StrictMath.hypot(1, tau);
      double step =
          (tauPrime - t)
              / StrictMath.hypot(1, t)
              * (1 + (1 - E * E) * tau * tau)
              / ((1 - E * E) * StrictMath.hypot(1, tau));
      tau += step;
      if (Math.abs(step) < 1e-16 * Math.max(1, Math.abs(tau))) {
        break;
      }
    }
    return tau;
  }

  private static double atanh(double x) {
    return 0.5 * StrictMath.log((1 + x) / (1 - x));
  }

  private static double asinh(double x) {
    double a = Math.abs(x);
    return Math.copySign(StrictMath.log1p(a + a * a / (1 + StrictMath.hypot(1, a))), x);
  }
}
