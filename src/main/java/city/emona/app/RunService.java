package city.emona.app;

import city.emona.api.RunDesk;
import city.emona.model.City;
import city.emona.run.Question;
import city.emona.run.RunQueue;
import city.emona.run.Runner;
import city.emona.run.air.AirEstimates;
import city.emona.run.traffic.TrafficStudies;
import city.emona.scenario.Scenario;
import city.emona.scenario.yaml.ScenarioReader;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Joins scenarios, runner and queue behind the door that HTTP knows. Questions are checked when
 * they are asked, so a client hears of a mistake before anything waits. Thread-safe.
 */
final class RunService implements RunDesk {
  private final Workbench bench;
  private final Supplier<City> city;
  private final RunQueue queue;
  private final TrafficStudies traffic;
  private final AirEstimates air;
  private volatile Last last;

  RunService(Workbench bench, Supplier<City> city, RunQueue queue, TrafficStudies traffic) {
    this.traffic = traffic;
    this.air = bench.airEstimates();
    this.bench = bench;
    this.city = city;
    this.queue = queue;
  }

  @Override
  public String submitScenario(String scenarioId, String principal) {
    return submit(bench.library().get(scenarioId), principal);
  }

  @Override
  public String submitYaml(String yaml, String principal) {
    return submit(ScenarioReader.read(yaml, "request"), principal);
  }

  private String submit(Scenario scenario, String principal) {
    Question question = bench.ask(scenario, city.get());
    if (bench.store().runs().findRun(question.runId()).isEmpty()) {
      queue.submit(
          new RunQueue.Job(
              question.runId(),
              scenario.id(),
              scenario.title(),
              principal,
              Runner.memoryBytes(question.base()),
              progress -> bench.run(question, principal, progress)));
    }
    return question.runId();
  }

  @Override
  public TrafficStudies.Estimate estimateScenario(String scenarioId, int step) {
    return traffic(bench.ask(bench.library().get(scenarioId), city.get()), step);
  }

  @Override
  public TrafficStudies.Estimate estimateYaml(String yaml, int step) {
    return traffic(bench.ask(ScenarioReader.read(yaml, "request"), city.get()), step);
  }

  @Override
  public AirAnswer airScenario(String scenarioId, int step) {
    return air(bench.ask(bench.library().get(scenarioId), city.get()), step);
  }

  @Override
  public AirAnswer airYaml(String yaml, int step) {
    return air(bench.ask(ScenarioReader.read(yaml, "request"), city.get()), step);
  }

  @Override
  public UsersAnswer usersScenario(String scenarioId, int link, int step) {
    return users(bench.ask(bench.library().get(scenarioId), city.get()), link, step);
  }

  @Override
  public UsersAnswer usersYaml(String yaml, int link, int step) {
    return users(bench.ask(ScenarioReader.read(yaml, "request"), city.get()), link, step);
  }

  private UsersAnswer users(Question question, int link, int step) {
    return new UsersAnswer(traffic.users(question, link, step), question.situation().city());
  }

  /** Kept, because who asks for traffic asks for the air of the same next. */
  private TrafficStudies.Estimate traffic(Question question, int step) {
    TrafficStudies.Estimate made = traffic.estimate(question, step);
    last = new Last(question.runId(), step, made);
    return made;
  }

  private AirAnswer air(Question question, int step) {
    Last known = last;
    boolean isSame = known != null && known.step == step && known.runId.equals(question.runId());
    TrafficStudies.Estimate of = isSame ? known.traffic : traffic(question, step);
    Question base = bench.ask(bench.library().get(Workbench.BASE), city.get());
    return new AirAnswer(of, air.estimate(base, question, of));
  }

  private record Last(String runId, int step, TrafficStudies.Estimate traffic) {}

  @Override
  public Optional<RunQueue.Status> find(String runId) {
    return queue.find(runId).filter(s -> !isKept(s));
  }

  @Override
  public List<RunQueue.Status> list() {
    return queue.list().stream().filter(s -> !isKept(s)).toList();
  }

  /** A stored run is the archive's to tell of: somebody may have deleted it there since. */
  private static boolean isKept(RunQueue.Status s) {
    return s.state() == RunQueue.State.STORED;
  }

  @Override
  public boolean cancel(String runId) {
    return queue.cancel(runId);
  }
}
