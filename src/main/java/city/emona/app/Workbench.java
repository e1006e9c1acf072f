package city.emona.app;

import city.emona.EmonaException;
import city.emona.geodata.EmissionTablesReader;
import city.emona.layers.Catalogue;
import city.emona.layers.Snapshot;
import city.emona.layers.air.AirViews;
import city.emona.model.City;
import city.emona.run.Elements;
import city.emona.run.Question;
import city.emona.run.RunRecord;
import city.emona.run.Runner;
import city.emona.run.air.AirEstimates;
import city.emona.run.air.AirStudies;
import city.emona.run.air.SensorData;
import city.emona.run.air.SensorStudies;
import city.emona.run.air.StreetSides;
import city.emona.run.replay.DayReplay;
import city.emona.run.replay.DayReplays;
import city.emona.run.traffic.TrafficStudies;
import city.emona.scenario.Resolution;
import city.emona.scenario.Scenario;
import city.emona.scenario.ScenarioLibrary;
import city.emona.scenario.Situation;
import city.emona.simulate.Progress;
import city.emona.simulate.WasteDay;
import city.emona.simulate.replay.Guidance;
import city.emona.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One city in one store with the scenarios that can be put to it and the engines that answer: what
 * the commands {@code run} and {@code compare} stand on, and the server too. Closing it closes the
 * store.
 */
public final class Workbench implements AutoCloseable {
  public static final String BASE = "base";

  private final Store store;
  private final ScenarioLibrary library;
  private final Runner runner;
  private final int threads;

  public Workbench(Store store, ScenarioLibrary library, int threads) {
    this.store = store;
    this.library = library;
    this.threads = threads;
    this.runner = new Runner(EmissionTablesReader.shipped(), threads);
  }

  public int threads() {
    return threads;
  }

  public Store store() {
    return store;
  }

  public ScenarioLibrary library() {
    return library;
  }

  public City city() {
    return store
        .cities()
        .findCity()
        .orElseThrow(
            () ->
                EmonaException.notFound(
                    "The store holds no city yet.",
                    store.description(),
                    "Make one with `emona city generate --store …` or read one with `emona import FILE --store …`."));
  }

  /** The question that a scenario puts to a city. */
  public Question ask(Scenario scenario, City city) {
    return Question.ask(
        library.with(scenario).chain(scenario), city, store.cities()::resolveAlias, Runner.SEED);
  }

  /** The run id of the base scenario on a city, where that has been answered. */
  public Optional<RunRecord> findBaseRun(City city) {
    return store.runs().findRun(ask(library.get(BASE), city).runId());
  }

  /** The city and conditions that a run was computed on; {@code city} is the stored one. */
  public Situation situationOf(RunRecord run, City city) {
    return Resolution.resolve(city, Question.chainOf(run), store.cities()::resolveAlias).apply();
  }

  /** A stored run by its id, or the newest run of a scenario on the city as stored. */
  public RunRecord findRun(String id) {
    RunRecord found = store.runs().findRun(id).orElse(null);
    String version = store.cities().findVersion().orElse("");
    for (RunRecord r : store.runs().listRuns()) {
      if (r.scenarioId().equals(id) && r.cityVersion().equals(version)) {
        found = r;
      }
    }
    if (found == null) {
      List<String> there =
          store.runs().listRuns().stream().map(RunRecord::scenarioId).distinct().toList();
      throw EmonaException.notFound(
          "There is no run or run scenario \"" + id + "\".",
          store.description(),
          there.isEmpty()
              ? "The store holds no runs yet: run it first with `emona run`."
              : "Run it first with `emona run`, or give one of: " + String.join(", ", there) + ".");
    }
    return found;
  }

  /**
   * What a client can see; the snapshot is asked for each time, as the city may change meanwhile.
   */
  public Catalogue catalogue(Supplier<Snapshot> snapshot) {
    return new Catalogue(
        snapshot,
        store.runs(),
        () -> findBaseRun(snapshot.get().city()).map(RunRecord::id),
        run -> {
          City city = snapshot.get().city();
          return Elements.shown(city, situationOf(run, city).city());
        },
        new AirViews(
            new AirStudies(store.runs(), run -> situationOf(run, snapshot.get().city()), threads),
            new SensorStudies(
                store.runs(),
                new SensorData(store.cities()),
                run -> situationOf(run, snapshot.get().city())),
            new StreetSides(
                store.runs(),
                run -> situationOf(run, snapshot.get().city()),
                runner.kernels(),
                threads)));
  }

  /** Questions about one hour, on the city as it is at each of them. */
  public TrafficStudies traffic(Supplier<City> city) {
    return new TrafficStudies(
        city,
        () -> ask(library.get(BASE), city.get()),
        run -> situationOf(run, city.get()),
        runner,
        threads);
  }

  /** The air of one hour after an edit; shares kernels with the runs of this workbench. */
  AirEstimates airEstimates() {
    return new AirEstimates(EmissionTablesReader.shipped(), runner.kernels(), threads);
  }

  public RunRecord run(Question question, String principal, Progress progress) {
    return run(question, principal, threads, progress);
  }

  public RunRecord run(Question question, String principal, int onThreads, Progress progress) {
    return runner.run(question, store.runs(), principal, onThreads, progress);
  }

  /** Plays the day of a situation of the stored city; collection trucks follow the tours. */
  public DayReplay replay(
      City base,
      Situation situation,
      List<WasteDay.Tour> tours,
      double stuckS,
      Guidance guidance,
      Progress progress) {
    return DayReplay.play(runner, base, situation, tours, Runner.SEED, stuckS, guidance, progress);
  }

  /** The played days of the stored runs. */
  public DayReplays replays(Function<RunRecord, Situation> situations, Supplier<City> city) {
    return new DayReplays(runner, store.runs(), situations, city);
  }

  @Override
  public void close() {
    store.close();
  }
}
