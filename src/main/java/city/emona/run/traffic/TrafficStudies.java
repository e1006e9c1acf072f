package city.emona.run.traffic;

import city.emona.EmonaException;
import city.emona.demand.DayDemand;
import city.emona.demand.mode.ModeShift;
import city.emona.demand.mode.TravelResponse;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.run.Question;
import city.emona.run.RunRecord;
import city.emona.run.Runner;
import city.emona.scenario.Situation;
import city.emona.simulate.DaySteps;
import city.emona.simulate.ModeDay;
import city.emona.simulate.Progress;
import city.emona.simulate.traffic.HourEstimate;
import city.emona.simulate.traffic.RouteSink;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Questions to the traffic of one hour that are answered when asked: what an edit would change, and
 * who uses a street. Both solve the hour again, which takes a fraction of a second on a city of
 * some thousand links, so nothing has to be stored. The last base hours and the routes of the last
 * hours asked about are kept. Thread-safe; one question at a time.
 */
public final class TrafficStudies {
  private static final int KEPT_HOURS = 3;

  /** Above, the base day that mode choice starts from takes minutes: an estimate does without. */
  private static final int MOST_LINKS = 20_000;

  /** Room for the routes of some 20 hours of a city of 5,000 links, or one of a large one. */
  private static final long MOST_ROUTE_BYTES = 64_000_000;

  private final Supplier<Question> base;
  private final Function<RunRecord, Situation> situationOf;
  private final Supplier<City> city;
  private final Runner runner;
  private final int threads;
  private final Map<String, HourEstimate> hours = new LinkedHashMap<>();
  private final Map<String, HourRoutes> routes = new LinkedHashMap<>();

  /**
   * @param base the question of the base scenario on the city as it is stored now
   * @param situationOf the city and conditions that a run was computed on
   * @param runner knows the base days that choices of mode start from
   */
  public TrafficStudies(
      Supplier<City> city,
      Supplier<Question> base,
      Function<RunRecord, Situation> situationOf,
      Runner runner,
      int threads) {
    this.city = city;
    this.base = base;
    this.situationOf = situationOf;
    this.runner = runner;
    this.threads = threads;
  }

  /**
   * An hour before and after an edit. {@code modes} tells who changed the mode, null where nobody
   * had a reason or the city has more than {@value #MOST_LINKS} links.
   */
  public record Estimate(
      int step,
      Side before,
      Side after,
      ModeDay.Hour modes,
      double relativeGap,
      boolean isWarm,
      double milliseconds) {}

  /**
   * Vehicles of all classes and speeds by link, what they drive in the hour, their time with the
   * ways between zone and street, and the trips without a way (both in passenger-car units).
   */
  public record Side(
      float[] vehPerH,
      float[] speedKmh,
      double vehicleKm,
      double vehicleHours,
      double doorToDoorHours,
      double unserved,
      HourEstimate.Hour hour) {
    /** Kilometres over hours; 0 where nobody drives. */
    public double meanSpeedKmh() {
      return vehicleHours > 0 ? vehicleKm / vehicleHours : 0;
    }

    private static Side of(HourEstimate.Hour hour, City city) {
      int[] lengthMm = city.network().lengthMm();
      return new Side(
          hour.totalVehPerH(),
          hour.speedKmh(),
          hour.vehicleKm(lengthMm),
          hour.vehicleHours(lengthMm),
          hour.doorToDoorPcuHours(),
          hour.unreachablePcu(),
          hour);
    }
  }

  /**
   * What the question's scenario would make of an hour of the base day. {@code step} counts in the
   * day of the scenario, of 23 or 25 hours where the clocks change; the base has the same hour of
   * the clock.
   */
  public synchronized Estimate estimate(Question question, int step) {
    Answer a = answer(question, step, RouteSink.NONE);
    return new Estimate(
        step,
        Side.of(a.before, base.get().situation().city()),
        Side.of(a.after, question.situation().city()),
        a.shift == null ? null : a.shift.hour(a.after.step()),
        a.after.relativeGap(),
        a.after.isWarm(),
        a.milliseconds);
  }

  /** An hour of the base day, the same after an edit, and who changed the mode (null = nobody). */
  private record Answer(
      HourEstimate.Hour before, HourEstimate.Hour after, ModeShift shift, double milliseconds) {}

  private Answer answer(Question question, int step, RouteSink sink) {
    Question from = base.get();
    Situation now = question.situation();
    DayDemand demand = demand(now, from.base());
    check(step, demand);
    DaySteps baseDay = demand(from.situation(), from.base()).steps();
    HourEstimate hour = hour(from, HourEstimate.sameClock(demand.steps(), step, baseDay));
    boolean choose = from.base().network().linkCount() <= MOST_LINKS;
    if (choose) {
      runner.prepare(from.base(), now.conditions(), Progress.NONE);
    }
    long began = System.nanoTime();
    ModeShift shift = choose ? runner.travelers(from.base(), now, demand, Progress.NONE) : null;
    TravelResponse response = shift == null ? TravelResponse.NONE : shift.withoutReach();
    HourEstimate.Hour after =
        hour.answer(now.city(), now.conditions(), demand, step, response, sink, Progress.NONE);
    return new Answer(hour.base(), after, shift, (System.nanoTime() - began) / 1e6);
  }

  private HourEstimate hour(Question from, int step) {
    String key = from.runId() + " " + step;
    HourEstimate known = hours.remove(key);
    if (known == null) {
      Situation s = from.situation();
      known =
          HourEstimate.of(
              s.city(),
              s.conditions(),
              demand(s, from.base()),
              step,
              Runner.RELATIVE_GAP,
              threads,
              Progress.NONE);
    }
    hours.put(key, known);
    if (hours.size() > KEPT_HOURS) {
      hours.remove(hours.keySet().iterator().next());
    }
    return known;
  }

  private static void check(int step, DayDemand demand) {
    if (step < 0 || step >= demand.steps().count()) {
      throw EmonaException.invalid(
          "The day has no hour " + step + ".",
          "hour",
          "Give a number from 0 to " + (demand.steps().count() - 1) + ".");
    }
  }

  private DayDemand demand(Situation s, City stored) {
    return runner.demand(stored, s.city(), s.conditions(), Progress.NONE);
  }

  /**
   * Who uses a link in an hour of a run: the routes of the demand that the run assigned, after mode
   * choice, so that they add up to the volume that it stored.
   */
  public synchronized LinkUsers users(RunRecord run, int link, int step) {
    Situation s = situationOf.apply(run);
    City stored = city.get();
    checkLink(link, s);
    HourRoutes found =
        routes(
            run.id() + " " + step,
            () -> {
              DayDemand demand = demand(s, stored);
              check(step, demand);
              HourRoutes made = new HourRoutes();
              return made.of(runner.hour(stored, s, demand, step, made, Progress.NONE));
            });
    return new LinkUsers(found, link, s.city().table(Schema.ZONES).ids());
  }

  /** Who would use a link in an hour of an estimate, with the travelers who answer to its edits. */
  public synchronized LinkUsers users(Question question, int link, int step) {
    Situation now = question.situation();
    checkLink(link, now);
    HourRoutes found =
        routes(
            "estimate " + question.runId() + " " + step,
            () -> {
              HourRoutes made = new HourRoutes();
              Answer answer = answer(question, step, made);
              return made.of(answer.after);
            });
    return new LinkUsers(found, link, now.city().table(Schema.ZONES).ids());
  }

  /** Kept ones, last used last; the oldest go where all together take more than fits. */
  private HourRoutes routes(String key, Supplier<HourRoutes> make) {
    HourRoutes known = routes.remove(key);
    if (known == null) {
      known = make.get();
    }
    routes.put(key, known);
    long bytes = routes.values().stream().mapToLong(HourRoutes::bytes).sum();
    while (routes.size() > 1 && bytes > MOST_ROUTE_BYTES) {
      bytes -= routes.remove(routes.keySet().iterator().next()).bytes();
    }
    return known;
  }

  private static void checkLink(int link, Situation s) {
    int links = s.city().network().linkCount();
    if (link < 0 || link >= links) {
      throw EmonaException.notFound(
          "There is no street piece " + link + ".",
          "link",
          "Give a number from 0 to " + (links - 1) + ".");
    }
  }
}
