package city.emona.demand;

import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.Progress;

/**
 * Car trips of an average weekday between zones: a doubly constrained gravity model per purpose
 * (Wilson 1967, "A statistical theory of spatial distribution models"; Ortúzar and Willumsen,
 * "Modelling Transport", §5.4) with deterrence {@code exp(−β t)} in free-flow minutes. Each purpose
 * sends home ends P to activity ends A; its β is calibrated so that the mean trip length is the
 * purpose's own, or {@link #FREE_SHARE} of the mean without deterrence where the city is too small
 * for that. What goes out comes home: a day's trips are half T and half T transposed.
 *
 * <p>{@link #TRIPS_PER_RESIDENT}: MiD 2017 counts 3.1 trips per person and day, 43 % of them as
 * driver of a car in Germany, 38 % in its larger cities outside of the metropolises: 3.1 × 0.38 =
 * 1.18. Trips across the edge of the study area come from {@link Surroundings}. Immutable after
 * calibration.
 */
public final class Gravity {
  /** Car trips (as driver) per resident on a weekday. */
  public static final double TRIPS_PER_RESIDENT = 1.18;

  /** Largest mean length that is aimed at, as a share of the mean without deterrence. */
  static final double FREE_SHARE = 0.75;

  /** Cells kept in the stored table at most. */
  static final int MAX_ROWS = 200_000;

  private static final double LENGTH_TOLERANCE = 0.005;

  private final ZoneSkims skims;
  private final double[] beta;
  private final double[] targetKm = new double[Purpose.values().length];
  private final double[] reachedKm = new double[Purpose.values().length];
  private double unservedTrips;

  private Gravity(ZoneSkims skims) {
    this.skims = skims;
    this.beta = new double[Purpose.values().length];
  }

  /**
   * The {@code od} table of a city that has zones and access nodes: every trip of {@link #matrix}
   * and those across the edge, small cells dropped and their trips given to the others of the same
   * row, at most {@value #MAX_ROWS} rows.
   */
  public static Table odTable(City cityWithoutOd, Progress progress) {
    ZoneSkims skims = ZoneSkims.of(cityWithoutOd, progress);
    Table zones = cityWithoutOd.table(Schema.ZONES);
    int[] population = zones.ints("population");
    int[] jobs = zones.ints("jobs");
    Gravity gravity = calibrate(skims, population, jobs);
    OdMatrix od = gravity.matrix(population, jobs);
    Surroundings.of(cityWithoutOd).addTo(od, skims);
    progress.report("demand", 1);
    return OdTable.of(od, zones, MAX_ROWS);
  }

  /** Finds the deterrence of every purpose for the zones as they are. */
  public static Gravity calibrate(ZoneSkims skims, int[] population, int[] jobs) {
    Gravity g = new Gravity(skims);
    for (Purpose purpose : Purpose.values()) {
      g.beta[purpose.ordinal()] = g.calibrate(purpose, population, jobs);
    }
    return g;
  }

  /** Trips of a weekday for zones with these residents and jobs, with the calibrated deterrence. */
  public OdMatrix matrix(int[] population, int[] jobs) {
    int n = skims.zoneCount();
    OdMatrix od = new OdMatrix(n);
    double total = TRIPS_PER_RESIDENT * sum(population);
    unservedTrips = 0;
    for (Purpose purpose : Purpose.values()) {
      double[] p = scaled(purpose.homeEnds(population, jobs), total * purpose.share());
      double[] a = scaled(purpose.activityEnds(population, jobs), total * purpose.share());
      double[] f = deterrence(beta[purpose.ordinal()]);
      Furness furness = new Furness(n);
      furness.balance(f, p, a);
      unservedTrips += furness.unserved();
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          double half = furness.cell(i, j, f, p, a) / 2;
          if (half > 0) {
            od.add(i, j, half);
            od.add(j, i, half);
          }
        }
      }
    }
    return od;
  }

  /** Trips of the last matrix that could not be made because no path leaves their zone. */
  public double unservedTrips() {
    return unservedTrips;
  }

  /** Mean length that the calibration of a purpose aimed at, km; 0 in a city without trips. */
  public double targetKm(Purpose purpose) {
    return targetKm[purpose.ordinal()];
  }

  /** Mean length that it reached, km. */
  public double reachedKm(Purpose purpose) {
    return reachedKm[purpose.ordinal()];
  }

  /** Calibrated β of a purpose, per minute. */
  double betaPerMinute(Purpose purpose) {
    return beta[purpose.ordinal()];
  }

  /** Secant search on β; the mean length falls as β grows (Hyman 1969 does the same for cost). */
  private double calibrate(Purpose purpose, int[] population, int[] jobs) {
    double[] p = purpose.homeEnds(population, jobs);
    double[] a = purpose.activityEnds(population, jobs);
    Furness furness = new Furness(skims.zoneCount());
    double free = meanKm(furness, 0, p, a);
    if (!(free > 0)) {
      return 0;
    }
    double target = Math.min(purpose.meanKm(), FREE_SHARE * free);
    double low = 0;
    double lowKm = free;
    double high = 0.1;
    double highKm = meanKm(furness, high, p, a);
    for (int i = 0; i < 12 && highKm > target; i++) {
      low = high;
      lowKm = highKm;
      high *= 2;
      highKm = meanKm(furness, high, p, a);
    }
    double b = high;
    double km = highKm;
    for (int i = 0; i < 20 && Math.abs(km - target) > LENGTH_TOLERANCE * target; i++) {
      double share = lowKm > highKm ? (lowKm - target) / (lowKm - highKm) : 0.5;
      b = low + (high - low) * Math.max(0.1, Math.min(0.9, share));
      km = meanKm(furness, b, p, a);
      if (km > target) {
        low = b;
        lowKm = km;
      } else {
        high = b;
        highKm = km;
      }
    }
    targetKm[purpose.ordinal()] = target;
    reachedKm[purpose.ordinal()] = km;
    return b;
  }

  private double meanKm(Furness furness, double betaPerMinute, double[] p, double[] a) {
    int n = skims.zoneCount();
    double[] f = deterrence(betaPerMinute);
    double[] ends = a.clone();
    furness.balance(f, p, ends);
    double trips = 0;
    double length = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double t = furness.cell(i, j, f, p, ends);
        if (t > 0) {
          trips += t;
          length += t * skims.km(i, j);
        }
      }
    }
    return trips > 0 ? length / trips : 0;
  }

  private double[] deterrence(double betaPerMinute) {
    int n = skims.zoneCount();
    double[] f = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double t = skims.minutes(i, j);
        f[i * n + j] = t < Double.POSITIVE_INFINITY ? StrictMath.exp(-betaPerMinute * t) : 0;
      }
    }
    return f;
  }

  private static double[] scaled(double[] ends, double factor) {
    for (int z = 0; z < ends.length; z++) {
      ends[z] *= factor;
    }
    return ends;
  }

  private static double sum(int[] a) {
    double s = 0;
    for (int v : a) {
      s += v;
    }
    return s;
  }
}
