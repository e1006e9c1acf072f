package city.emona.simulate.traffic;

import city.emona.EmonaException;
import city.emona.demand.DayDemand;
import city.emona.demand.mode.TravelResponse;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.simulate.DaySteps;
import city.emona.simulate.Progress;
import city.emona.simulate.UserClass;
import city.emona.simulate.traffic.equilibrium.Assignment;
import java.util.List;

/**
 * One hour of a city, solved and kept, that answers "and if this street were closed?" from where it
 * is: an edited situation starts from the ways of the base and mends only what the edit cuts. Where
 * the edit adds streets, zones or user classes, the ways are carried over to the new network. Each
 * answer starts from the base, so it does not depend on the questions before.
 *
 * <p>An estimate, not a run: one hour by itself, which does not know the hour before. Made for one
 * base; safe for several threads, which wait for each other.
 */
public final class HourEstimate {
  private static final double METRES_PER_MM = 1e-3;

  private final TrafficEngine engine;
  private final Assignment solved;
  private final double gap;
  private final int threads;
  private final Hour base;

  /**
   * Vehicles per hour by class and link, speeds by link, the gap reached, and trips between zones
   * that no way joins, in passenger-car units: they are not among the vehicles; and the time of all
   * others with their ways between zone and street.
   */
  public record Hour(
      int step,
      List<UserClass> classes,
      float[][] volumeVehPerH,
      float[] speedKmh,
      double relativeGap,
      double unreachablePcu,
      double doorToDoorPcuHours,
      int iterations,
      boolean isWarm) {
    static Hour of(
        int step,
        List<UserClass> classes,
        float[][] volume,
        float[] speedKmh,
        Assignment.Result r,
        boolean isWarm) {
      return new Hour(
          step,
          classes,
          volume,
          speedKmh,
          r.relativeGap(),
          r.unreachable(),
          r.totalTime() / 3600,
          r.iterations(),
          isWarm);
    }

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

  private HourEstimate(TrafficEngine engine, int step, double gap, int threads, Progress p) {
    this.engine = engine;
    this.gap = gap;
    this.threads = threads;
    solved = engine.assignment(threads);
    base = solve(engine, solved, step, false, RouteSink.NONE, p);
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
    return new HourEstimate(
        engine(city, conditions, demand, TravelResponse.NONE), step, gap, threads, progress);
  }

  private static TrafficEngine engine(
      City city, Conditions conditions, DayDemand demand, TravelResponse response) {
    return new TrafficEngine(
        city, conditions, demand, TrafficEngine.tolls(city, conditions, demand), response);
  }

  public Hour base() {
    return base;
  }

  /**
   * An hour of an edited situation, with travelers who may answer to it. {@code step} counts in the
   * edited day, which may have 23 or 25 hours where the base has 24: the caller knows which of them
   * is the one to compare with ({@link #sameClock}).
   */
  public Hour answer(
      City city,
      Conditions conditions,
      DayDemand demand,
      int step,
      TravelResponse response,
      Progress progress) {
    return answer(city, conditions, demand, step, response, RouteSink.NONE, progress);
  }

  /** As above, and tells the routes of the answer. */
  public synchronized Hour answer(
      City city,
      Conditions conditions,
      DayDemand demand,
      int step,
      TravelResponse response,
      RouteSink routes,
      Progress progress) {
    TrafficEngine edited = engine(city, conditions, demand, response);
    boolean warm = true;
    Assignment assignment = solved;
    if (engine.fits(edited, solved)) {
      edited.startAfresh();
      solved.recall();
      solved.retime(edited.network());
    } else {
      assignment = edited.assignment(threads);
      warm = edited.adopt(assignment, engine, solved);
    }
    return solve(edited, assignment, step, warm, routes, progress);
  }

  /**
   * The step of another day that begins at the same time of the clock: the first of two where the
   * clocks go back; an error where they go forward over it.
   */
  public static int sameClock(DaySteps day, int step, DaySteps other) {
    int minute = day.localMinute(step);
    for (int s = 0; s < other.count(); s++) {
      if (other.localMinute(s) == minute) {
        return s;
      }
    }
    throw EmonaException.invalid(
        "The clocks skip this hour on " + other.date() + ".", "hour", "Ask for another hour.");
  }

  private Hour solve(
      TrafficEngine e,
      Assignment assignment,
      int at,
      boolean warm,
      RouteSink routes,
      Progress progress) {
    float[][] volume = new float[e.classes().size()][e.linkCount()];
    float[] speed = new float[e.linkCount()];
    Assignment.Result r = e.hour(assignment, at, gap, volume, speed, routes, progress);
    return Hour.of(at, e.classes(), volume, speed, r, warm);
  }
}
