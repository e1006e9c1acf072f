package city.emona.run;

import city.emona.demand.DayDemand;
import city.emona.demand.RestrictedShares;
import city.emona.demand.mode.ModeShift;
import city.emona.geodata.ModeReader;
import city.emona.geodata.ShippedTables;
import city.emona.geodata.WeatherReader;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.results.KpiSheet;
import city.emona.scenario.Situation;
import city.emona.simulate.AirDay;
import city.emona.simulate.EmissionDay;
import city.emona.simulate.Progress;
import city.emona.simulate.TrafficDay;
import city.emona.simulate.UserClass;
import city.emona.simulate.WasteDay;
import city.emona.simulate.air.AirEngine;
import city.emona.simulate.air.KernelCache;
import city.emona.simulate.air.Weather;
import city.emona.simulate.emissions.EmissionEngine;
import city.emona.simulate.emissions.EmissionTables;
import city.emona.simulate.traffic.HourEstimate;
import city.emona.simulate.traffic.RouteSink;
import city.emona.simulate.traffic.TrafficEngine;
import city.emona.simulate.waste.WasteEngine;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;

/**
 * The order of the engines: demand and traffic in turns, waste, emissions, air; then indicators and
 * frames, stored in one transaction. Holds what runs share (emission tables, base days, dispersion
 * kernels). Thread-safe: runs on one thread each may go on side by side, with the same bits.
 */
public final class Runner {
  /**
   * Versions that enter the run key: a changed engine or table never answers with an old result.
   */
  public static final Map<String, String> VERSIONS =
      Map.of(
          "traffic", TrafficEngine.VERSION,
          "emissions", EmissionEngine.VERSION,
          "air", AirEngine.VERSION,
          "waste", WasteEngine.VERSION,
          "tables", ShippedTables.version());

  /** Relative gap to which every hour is assigned. */
  public static final double RELATIVE_GAP = 1e-4;

  /** Seed of every random draw, part of the run key. */
  public static final long SEED = 1;

  private static final long BYTES_PER_LINK = 24L * 120;
  private static final long BYTES_BASE = 60_000_000;

  private final EmissionTables tables;
  private final KernelCache kernels = new KernelCache();
  private final BaseDays baseDays;
  private final int threads;

  public Runner(EmissionTables tables, int threads) {
    this.tables = tables;
    this.baseDays = new BaseDays(tables, ModeReader.shipped());
    this.threads = threads;
  }

  /** Dispersion kernels of this runner's runs, for others that ask about the same weather. */
  public KernelCache kernels() {
    return kernels;
  }

  /**
   * Rough need of a run, for the queue: arrays per link and hour in all engines, and a base for
   * grids.
   */
  public static long memoryBytes(City city) {
    return BYTES_BASE + BYTES_PER_LINK * city.network().linkCount();
  }

  /**
   * Answers a question and stores the answer; an answer that is stored already is returned as it
   * is.
   */
  public RunRecord run(Question question, RunArchive archive, String principal, Progress progress) {
    return run(question, archive, principal, threads, progress);
  }

  /** The same on so many threads; the answer does not depend on their number. */
  public RunRecord run(
      Question question, RunArchive archive, String principal, int threads, Progress progress) {
    var stored = archive.findRun(question.runId());
    if (stored.isPresent()) {
      return stored.get();
    }
    double cpuBefore = cpuSeconds(threads);
    City city = question.situation().city();
    Conditions day = question.situation().conditions();
    Weather weather = WeatherReader.named(day.weather());
    try (RunArchive.Writer writer = archive.newRun()) {
      Frames frames = new Frames(question.base(), city, writer::frame);
      DayDemand demand = demand(question.base(), city, day, part("demand", progress, 0, 0.05));
      BaseDays.Travel travel =
          baseDays.travel(
              question.base(),
              city,
              day,
              demand,
              RELATIVE_GAP,
              threads,
              RouteSink.NONE,
              part("traffic", progress, 0.05, 0.6));
      TrafficDay traffic = travel.traffic();
      frames.traffic(traffic);
      WasteDay waste =
          WasteEngine.run(
              question.base(),
              city,
              day,
              traffic.speedKmh(),
              SEED,
              threads,
              part("waste", progress, 0.6, 0.72));
      frames.waste(waste);
      // After the tours, because collection trucks emit too.
      EmissionDay emissions =
          EmissionEngine.run(
              city,
              day,
              traffic,
              waste.tours(),
              tables,
              weather.meanTemperatureC(),
              threads,
              part("emissions", progress, 0.72, 0.77));
      frames.emissions(emissions);
      AirDay air =
          AirEngine.run(
              city,
              emissions,
              weather,
              AirEngine.grid(question.base().network().lines()),
              kernels,
              threads,
              part("air", progress, 0.77, 0.97));
      frames.air(air);
      writer.kpis(KpiSheet.of(city, traffic, travel.modes(), emissions, air, waste));
      writer.tours(Elements.tours(question.base(), city, waste.tours()));
      writer.decisions(
          new RunArchive.Decisions(
              Elements.decisions(question.base(), city, waste.decisions()), waste.notes()));
      progress.report("storing", 0.97);
      progress.check();
      RunRecord record =
          new RunRecord(
              question.runId(),
              question.scenario().id(),
              question.scenario().title(),
              question.actingHash(),
              question.yaml(),
              question.base().version(),
              VERSIONS,
              SEED,
              traffic.steps(),
              air.grid(),
              principal,
              Instant.now(),
              cpuSeconds(threads) - cpuBefore);
      writer.commit(record);
      return record;
    }
  }

  /** A run on one thread is paid for by that thread, since others may run beside it. */
  private static double cpuSeconds(int threads) {
    return threads == 1 ? Usage.threadCpuSeconds() : Usage.cpuSeconds();
  }

  /** Trips of a scenario's day; {@code base} is the stored city. */
  public DayDemand demand(City base, City city, Conditions day, Progress progress) {
    double[] restricted = tables.restrictedShare(day);
    RestrictedShares shares =
        new RestrictedShares(
            restricted[UserClass.Group.CAR.ordinal()],
            restricted[UserClass.Group.VAN.ordinal()],
            restricted[UserClass.Group.TRUCK.ordinal()]);
    return DayDemand.of(city, base, day, shares, progress);
  }

  /**
   * How the travelers of a situation choose their mode hour by hour, starting from the base day,
   * which is solved where it is not known yet; null where nothing that they meet differs from it.
   */
  public ModeShift travelers(City base, Situation s, DayDemand demand, Progress progress) {
    return baseDays.travelers(
        base, s.city(), s.conditions(), demand, RELATIVE_GAP, threads, progress);
  }

  /** Solves the base day of a scenario where it is not known yet. */
  public void prepare(City base, Conditions day, Progress progress) {
    baseDays.of(base, day, RELATIVE_GAP, threads, progress);
  }

  /** Seconds that a bus stands at a stop, in mode choice and in the played day. */
  public int busDwellS() {
    return (int) Math.round(baseDays.parameters().bus().dwellS());
  }

  /**
   * The traffic of a situation once more, with the bits of its run, and every route told to what
   * {@code routes} makes for its demand.
   */
  public TrafficDay traffic(
      City base, Situation situation, Function<DayDemand, RouteSink> routes, Progress progress) {
    City city = situation.city();
    Conditions day = situation.conditions();
    DayDemand demand = demand(base, city, day, part("demand", progress, 0, 0.05));
    return baseDays
        .travel(
            base,
            city,
            day,
            demand,
            RELATIVE_GAP,
            threads,
            routes.apply(demand),
            part("traffic", progress, 0.05, 1))
        .traffic();
  }

  /**
   * One hour of the traffic of a situation, with the bits of its run (mode choice included), and
   * the routes of that hour; the hours before it are solved on the way, the ones behind are not.
   */
  public HourEstimate.Hour hour(
      City base,
      Situation situation,
      DayDemand demand,
      int step,
      RouteSink routes,
      Progress progress) {
    return baseDays.upTo(
        base,
        situation.city(),
        situation.conditions(),
        demand,
        step,
        RELATIVE_GAP,
        threads,
        routes,
        progress);
  }

  /** Part of a run; told at once, so that a watcher knows when each engine begins. */
  private static Progress part(String stage, Progress whole, double from, double to) {
    whole.report(stage, from);
    return new PartProgress(whole, from, to);
  }
}
