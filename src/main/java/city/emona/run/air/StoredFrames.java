package city.emona.run.air;

import city.emona.EmonaException;
import city.emona.run.RunArchive;
import city.emona.run.RunRecord;
import city.emona.simulate.Frame;
import city.emona.simulate.Quantity;

/** The frames of stored runs, for studies that start from them. Thread-safe. */
record StoredFrames(RunArchive runs) {
  /** Values of a quantity at a step; refuses a run that has none. */
  float[] frame(RunRecord run, Quantity quantity, int step) {
    float[] found = find(run, quantity, step);
    if (found == null) {
      throw EmonaException.notFound(
          "The run " + run.id() + " has no values of " + quantity.id() + ".",
          "run",
          "Run the scenario " + run.scenarioId() + " again with this version.");
    }
    return found;
  }

  /** As above, null where the run has none. */
  float[] find(RunRecord run, Quantity quantity, int step) {
    return runs.findFrame(run.id(), quantity, step)
        .map(packed -> Frame.unpack(quantity, step, packed).values())
        .orElse(null);
  }
}
