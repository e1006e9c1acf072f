package city.emona.layers;

import city.emona.model.Table;
import city.emona.run.RunRecord;
import city.emona.simulate.ReceptorGrid;
import java.util.function.IntPredicate;

/**
 * A layer with everything settled that a question left open: which city version, which run, which
 * step. What every encoder draws from. {@code values} is by element index, NaN = no data, null for
 * a base layer; {@code variant} tells what else the values depend on (a place, observations);
 * {@code grid} is null unless the layer is a grid; {@code base} only for a diff.
 */
public record LayerView(
    Layer layer,
    Snapshot snapshot,
    RunRecord run,
    RunRecord base,
    int step,
    ReceptorGrid grid,
    float[] values,
    String variant) {
  /** A view that the run and the step settle. */
  public LayerView(
      Layer layer,
      Snapshot snapshot,
      RunRecord run,
      RunRecord base,
      int step,
      ReceptorGrid grid,
      float[] values) {
    this(layer, snapshot, run, base, step, grid, values, "");
  }

  public Table table() {
    return snapshot.table(layer.table());
  }

  public IntPredicate rowFilter() {
    return layer.rowFilter(table());
  }

  /** Value of an element; NaN where there is none. */
  public float value(int element) {
    return values == null || element >= values.length ? Float.NaN : values[element];
  }

  /** What the bytes made from this view depend on: the key of caches and ETags. */
  public String key() {
    String s = layer.id() + '|' + snapshot.version();
    return run == null
        ? s
        : s + '|' + run.id() + '|' + (base == null ? "" : base.id()) + '|' + step + '|' + variant;
  }
}
