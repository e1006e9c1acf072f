package city.emona.run;

import city.emona.model.City;
import city.emona.scenario.Resolution;
import city.emona.scenario.RunKey;
import city.emona.scenario.Scenario;
import city.emona.scenario.Situation;
import city.emona.scenario.yaml.ScenarioReader;
import city.emona.scenario.yaml.ScenarioWriter;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A scenario put to a city, checked and named: the chain of scenarios, the stored city, the
 * situation that results, and the run key. The same question has the same {@link #runId}, so a
 * stored answer can be given again.
 */
public record Question(
    List<Scenario> chain, City base, Situation situation, String actingHash, String runId) {
  private static final String SEPARATOR = "---\n";

  /** Checks every edit against the city; throws with all problems where there are any. */
  public static Question ask(
      List<Scenario> chain, City base, UnaryOperator<String> aliases, long seed) {
    Situation situation = Resolution.resolve(base, chain, aliases).apply();
    String hash = RunKey.actingHash(chain);
    return new Question(
        chain, base, situation, hash, RunKey.of(hash, base.version(), Runner.VERSIONS, seed));
  }

  public Scenario scenario() {
    return chain.get(chain.size() - 1);
  }

  /**
   * The whole chain as YAML documents, kept with the run so that it can be understood without the
   * files.
   */
  public String yaml() {
    return chain.stream().map(ScenarioWriter::toYaml).collect(Collectors.joining(SEPARATOR));
  }

  /** The chain that {@link #yaml} wrote. */
  public static List<Scenario> chainOf(RunRecord run) {
    return Stream.of(run.scenarioYaml().split("(?m)^" + SEPARATOR))
        .map(text -> ScenarioReader.read(text, "run " + run.id()))
        .toList();
  }
}
