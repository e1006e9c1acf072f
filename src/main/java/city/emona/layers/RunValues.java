package city.emona.layers;

import city.emona.EmonaException;
import city.emona.run.RunArchive;
import city.emona.run.RunRecord;
import city.emona.simulate.Frame;
import city.emona.simulate.Quantity;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Unpacked frames of stored runs, the latest used kept in memory within a bound. A frame never
 * changes once its run is stored, so no entry ever goes stale. Thread-safe.
 */
final class RunValues {
  private static final long MAX_BYTES = 32L << 20;

  private final RunArchive runs;
  private final Map<String, float[]> frames = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;

  RunValues(RunArchive runs) {
    this.runs = runs;
  }

  /** Values of a quantity at a step, not to be written to. */
  float[] values(RunRecord run, Quantity quantity, int step) {
    String key = run.id() + '|' + quantity.id() + '|' + step;
    synchronized (frames) {
      float[] known = frames.get(key);
      if (known != null) {
        return known;
      }
    }
    byte[] packed =
        runs.findFrame(run.id(), quantity, step)
            .orElseThrow(
                () ->
                    EmonaException.notFound(
                        "The run " + run.id() + " has no values of " + quantity.id() + ".",
                        "layer",
                        "Ask /api/v1/runs/" + run.id() + "/frames which quantities it has."));
    float[] values = Frame.unpack(quantity, step, packed).values();
    synchronized (frames) {
      if (frames.put(key, values) == null) {
        bytes += 4L * values.length;
      }
      var eldest = frames.entrySet().iterator();
      while (bytes > MAX_BYTES && frames.size() > 1) {
        bytes -= 4L * eldest.next().getValue().length;
        eldest.remove();
      }
    }
    return values;
  }

  /**
   * First run minus second, element by element. An element that only one of the two cities has (a
   * new link) counts as carrying nothing in the other where the quantity is a flow, and as no data
   * otherwise.
   */
  float[] difference(RunRecord run, RunRecord base, Quantity quantity, int step) {
    float[] a = values(run, quantity, step);
    float[] b = values(base, quantity, Math.min(step, base.steps().count() - 1));
    if (quantity.element() == Quantity.Element.CELL && !run.grid().equals(base.grid())) {
      throw new EmonaException(
          EmonaException.Code.CONFLICT,
          "The two runs have different receptor grids, so that their air cannot be subtracted.",
          "run",
          "Compare runs of the same city version.");
    }
    float absent = isFlow(quantity) ? 0 : Float.NaN;
    float[] out = new float[Math.max(a.length, b.length)];
    Arrays.fill(out, absent);
    for (int i = 0; i < out.length; i++) {
      out[i] = (i < a.length ? a[i] : absent) - (i < b.length ? b[i] : absent);
    }
    return out;
  }

  private static boolean isFlow(Quantity q) {
    return switch (q) {
      case TRAFFIC_VOLUME,
          EMISSIONS_NOX,
          EMISSIONS_PM25,
          EMISSIONS_PM10,
          EMISSIONS_CO2,
          EMISSIONS_NO2,
          EMISSIONS_CO,
          EMISSIONS_PM_EXHAUST,
          WASTE_ROUTES ->
          true;
      default -> false;
    };
  }
}
