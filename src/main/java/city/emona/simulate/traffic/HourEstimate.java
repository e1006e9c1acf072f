package city.emona.simulate.traffic;

import city.emona.demand.DayDemand;
import city.emona.demand.mode.TravelResponse;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.simulate.Progress;
import city.emona.simulate.UserClass;
import city.emona.simulate.traffic.equilibrium.Assignment;
import java.util.List;

/**
 * One hour of a city, solved and kept, that answers "and if this street were closed?" from where it
 * is: an edited situation with the same nodes, links and zones starts from the ways of the base and
 * mends only what the edit cuts; another one (a new street, a new zone) is solved from nothing.
 * Each answer starts from the base, so it does not depend on the questions before.
 *
 * <p>An estimate, not a run: one hour by itself at its own demand, without a change of mode. Made
 * for one base; safe for several threads, which wait for each other.
 */
public final class HourEstimate {
  private static final double METRES_PER_MM = 1e-3;

  private final TrafficEngine engine;
  private final Assignment solved;
  private final int step;
  private final double gap;
  private final int threads;
  private final Hour base;

  /**
   * Vehicles per hour by class and link, speeds by link, the gap reached, and trips between zones
   * that no way joins, in passenger-car units: they are not among the vehicles; and the time of all
   * others with their ways between zone and street.
   */
  public record Hour(
      List<UserClass> classes,
      float[][] volumeVehPerH,
      float[] speedKmh,
      double relativeGap,
      double unreachablePcu,
      double doorToDoorPcuHours,
      int iterations,
      boolean isWarm) {
    /** Vehicles per hour of all classes by link. */
    public float[] totalVehPerH() {
      float[] sum = new float[speedKmh.length];
      for (float[] c : volumeVehPerH) {
        for (int i = 0; i < sum.length; i++) {
          sum[i] += c[i];
        }
      }
      return sum;
    }

    /** Vehicle kilometres driven in the hour. */
    public double vehicleKm(int[] lengthMm) {
      double km = 0;
      for (float[] c : volumeVehPerH) {
        for (int i = 0; i < c.length; i++) {
          km += c[i] * (lengthMm[i] * METRES_PER_MM / 1000);
        }
      }
      return km;
    }

    /** Hours that all vehicles spend on streets. */
    public double vehicleHours(int[] lengthMm) {
      double hours = 0;
      for (float[] c : volumeVehPerH) {
        for (int i = 0; i < c.length; i++) {
          hours += c[i] > 0 ? c[i] * (lengthMm[i] * METRES_PER_MM / 1000) / speedKmh[i] : 0;
        }
      }
      return hours;
    }
  }

  private HourEstimate(
      TrafficEngine engine, int step, double gap, int threads, RouteSink routes, Progress p) {
    this.engine = engine;
    this.step = step;
    this.gap = gap;
    this.threads = threads;
    solved = engine.assignment(threads);
    base = solve(engine, solved, false, routes, p);
    solved.remember();
  }

  /** Solves the hour of a base situation. */
  public static HourEstimate of(
      City city,
      Conditions conditions,
      DayDemand demand,
      int step,
      double gap,
      int threads,
      Progress progress) {
    return of(city, conditions, demand, step, gap, threads, RouteSink.NONE, progress);
  }

  /** As above, and tells the routes of the hour. */
  public static HourEstimate of(
      City city,
      Conditions conditions,
      DayDemand demand,
      int step,
      double gap,
      int threads,
      RouteSink routes,
      Progress progress) {
    return new HourEstimate(engine(city, conditions, demand), step, gap, threads, routes, progress);
  }

  private static TrafficEngine engine(City city, Conditions conditions, DayDemand demand) {
    return new TrafficEngine(
        city,
        conditions,
        demand,
        TrafficEngine.tolls(city, conditions, demand),
        TravelResponse.NONE);
  }

  public Hour base() {
    return base;
  }

  /** The same hour of an edited situation. */
  public synchronized Hour answer(
      City city, Conditions conditions, DayDemand demand, Progress progress) {
    TrafficEngine edited = engine(city, conditions, demand);
    boolean warm = engine.fits(edited, solved);
    Assignment assignment;
    if (warm) {
      edited.startAfresh();
      solved.recall();
      solved.retime(edited.network());
      assignment = solved;
    } else {
      assignment = edited.assignment(threads);
    }
    return solve(edited, assignment, warm, RouteSink.NONE, progress);
  }

  private Hour solve(
      TrafficEngine e, Assignment assignment, boolean warm, RouteSink routes, Progress progress) {
    float[][] volume = new float[e.classes().size()][e.linkCount()];
    float[] speed = new float[e.linkCount()];
    Assignment.Result r = e.hour(assignment, step, gap, volume, speed, routes, progress);
    return new Hour(
        e.classes(),
        volume,
        speed,
        r.relativeGap(),
        r.unreachable(),
        r.totalTime() / 3600,
        r.iterations(),
        warm);
  }
}
