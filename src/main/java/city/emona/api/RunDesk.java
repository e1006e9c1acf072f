package city.emona.api;

import city.emona.model.City;
import city.emona.run.RunQueue;
import city.emona.run.air.AirEstimates;
import city.emona.run.traffic.LinkUsers;
import city.emona.run.traffic.TrafficStudies;
import java.util.List;
import java.util.Optional;

/**
 * Where runs are asked for. The wiring joins scenarios, runner and queue behind it, so that HTTP
 * knows neither YAML nor engines. Thread-safe.
 */
public interface RunDesk {
  /**
   * Asks for a run of a scenario on the shelf and returns its id. A run that is stored already, or
   * waits or runs, is not started again. Throws {@code EmonaException(BUSY)} where the queue is
   * full.
   */
  String submitScenario(String scenarioId, String principal);

  /** As {@link #submitScenario}, for a scenario given as text. */
  String submitYaml(String yaml, String principal);

  /** Traffic of one hour after a scenario on the shelf, at once. */
  TrafficStudies.Estimate estimateScenario(String scenarioId, int step);

  /** As {@link #estimateScenario}, for a scenario given as text. */
  TrafficStudies.Estimate estimateYaml(String yaml, int step);

  /** The air of one hour after a scenario on the shelf, with its traffic. */
  AirAnswer airScenario(String scenarioId, int step);

  /** As {@link #airScenario}, for a scenario given as text. */
  AirAnswer airYaml(String yaml, int step);

  /** The air of an estimate and the traffic that it comes from. */
  record AirAnswer(TrafficStudies.Estimate traffic, AirEstimates.Estimate air) {}

  /** Who would use a street in one hour after a scenario on the shelf. */
  UsersAnswer usersScenario(String scenarioId, int link, int step);

  /** As {@link #usersScenario}, for a scenario given as text. */
  UsersAnswer usersYaml(String yaml, int link, int step);

  /** Users of a street, and the city with the edits of the scenario. */
  record UsersAnswer(LinkUsers users, City city) {}

  Optional<RunQueue.Status> find(String runId);

  /**
   * Known jobs, oldest first; failed and cancelled ones may be among them. Stored ones are not told
   * of, here and in {@link #find}: the archive keeps them, or no longer. So who asks both asks here
   * first.
   */
  List<RunQueue.Status> list();

  boolean cancel(String runId);
}
