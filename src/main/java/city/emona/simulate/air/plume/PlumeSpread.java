package city.emona.simulate.air.plume;

/**
 * Spread of a point plume at a distance: vertical σz and the wind Ue that carries it, found
 * together by iteration (Ue is the wind at the mean plume height, which depends on σz, which
 * depends on Ue), the lateral σy, and the vertical term of the Gaussian with its images in the
 * mixing lid. Venkatram et al. 2013. The programs stop iterating at 1 % of Ue, which makes σz jump
 * where the number of rounds changes; here it goes on to 1e-9, so the kernel is smooth, and the
 * difference from the programs becomes smaller, not larger. Immutable; {@link #at} allocates its
 * answer.
 */
public final class PlumeSpread {
  private static final double SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);
  private static final double SQRT_2PI = Math.sqrt(2 * Math.PI);

  /** Images in the mixing lid are added once σz passes this share of the mixing height. */
  private static final double LID_FROM = 0.3;

  /** Beyond this share the column is well mixed to better than 0.1 %. */
  private static final double WELL_MIXED_FROM = 1.2;

  private final Meteorology met;
  private final DispersionConstants k;
  private final WindProfile wind;
  private final double heightM;
  private final double sigmaZ0M;
  private final boolean hasLid;

  /** The plume at one distance. */
  public record At(double sigmaZ, double sigmaY, double wind) {}

  public PlumeSpread(
      Meteorology met, DispersionConstants k, double heightM, double sigmaZ0M, boolean hasLid) {
    this.met = met;
    this.hasLid = hasLid;
    this.k = k;
    this.wind = new WindProfile(met, k);
    this.heightM = heightM;
    this.sigmaZ0M = sigmaZ0M;
  }

  public double sigmaV() {
    return wind.sigmaV();
  }

  public At at(double distanceM) {
    double x = Math.max(DispersionConstants.MIN_DISTANCE_M, distanceM);
    double u = wind.at(heightM);
    double before = 0;
    for (int i = 0; i < 100 && Math.abs(before - u) >= 1e-9 * before; i++) {
      before = u;
      double sz = sigmaZ(growth(x, u));
      double t = heightM / (Math.sqrt(2) * sz);
      double mean = SQRT_2_OVER_PI * sz * StrictMath.exp(-t * t) + heightM * Erf.erf(t);
      u = wind.at(Math.max(mean, heightM));
    }
    double s = growth(x, u);
    return new At(sigmaZ(s), sigmaY(s), u);
  }

  /** Vertical spread before the initial one is added. */
  private double growth(double x, double u) {
    double l = met.obukhovM();
    double s = k.a * met.ustarMPerS() / u * x;
    if (met.isStable()) {
      return s / (1 + k.bStable * met.ustarMPerS() / u * StrictMath.cbrt(x / l * (x / l)));
    }
    return s * (1 + k.bUnstable * met.ustarMPerS() / u * x / -l);
  }

  private double sigmaZ(double s) {
    double sz = Math.sqrt(s * s + sigmaZ0M * sigmaZ0M);
    return k.capsSigmaZ ? Math.min(sz, SQRT_2_OVER_PI * met.mixingM()) : sz;
  }

  private double sigmaY(double s) {
    double l = met.obukhovM();
    double base = k.cY * wind.sigmaV() / met.ustarMPerS() * s;
    return met.isStable()
        ? base * (1 + k.dStable * s / l)
        : base / Math.sqrt(1 + k.dUnstable * s / -l);
  }

  /** Vertical term over Ue, s/m², at receptor height z. */
  public double vertical(At p, double z) {
    double zi = met.mixingM();
    double sz = p.sigmaZ;
    if (hasLid && sz > WELL_MIXED_FROM * zi) {
      return 1 / (zi * p.wind);
    }
    double sum = pair(z, 0, sz);
    if (hasLid && sz > LID_FROM * zi) {
      for (int j = 1; j <= 6; j++) {
        sum += pair(z, 2 * j * zi, sz) + pair(z, -2 * j * zi, sz);
      }
    }
    return sum / (SQRT_2PI * sz * p.wind);
  }

  private double pair(double z, double shift, double sz) {
    double low = (heightM - z + shift) / sz;
    double high = (heightM + z + shift) / sz;
    return StrictMath.exp(-0.5 * low * low) + StrictMath.exp(-0.5 * high * high);
  }
}
