package city.emona.run;

import city.emona.simulate.DaySteps;
import city.emona.simulate.ReceptorGrid;
import java.time.Instant;
import java.util.Map;

/**
 * What is known of a stored run besides its numbers: its key (see {@code RunKey}), the scenario as
 * text and hash, the city version and the engine versions it was made with, seed, steps, receptor
 * grid, who asked for it and when, and what it cost in CPU seconds: of the process, or of its own
 * thread where it ran on one, perhaps beside another run. {@code grid} may be null where no air
 * model ran.
 */
public record RunRecord(
    String id,
    String scenarioId,
    String scenarioTitle,
    String scenarioHash,
    String scenarioYaml,
    String cityVersion,
    Map<String, String> engineVersions,
    long seed,
    DaySteps steps,
    ReceptorGrid grid,
    String principal,
    Instant finishedAt,
    double cpuSeconds) {
  public RunRecord {
    engineVersions = Map.copyOf(new java.util.TreeMap<>(engineVersions));
  }
}
