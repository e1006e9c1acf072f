package city.emona.layers;

import city.emona.EmonaException;
import city.emona.geo.Bounds;
import city.emona.layers.air.AirViews;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.TableSchema;
import city.emona.run.RunArchive;
import city.emona.run.RunRecord;
import city.emona.simulate.DaySteps;
import city.emona.simulate.Quantity;
import city.emona.simulate.ReceptorGrid;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The one list of what a client can see. Every protocol asks here, and none knows where a value
 * came from. A run layer asked without a run answers for the base run, and without a time for the
 * step that holds 08:00 (src/docs/layers.md). Thread-safe.
 */
public final class Catalogue {
  private static final List<Layer> LAYERS = LayerList.layers();
  private static final int DEFAULT_MINUTE = 8 * 60;
  private static final int KEPT_SNAPSHOTS = 6;

  private final Supplier<Snapshot> current;
  private final RunArchive runs;
  private final Supplier<Optional<String>> baseRun;
  private final Function<RunRecord, City> cityOf;
  private final RunValues values;
  private final AirViews air;
  private volatile KnownBase knownBase;
  private final Map<String, Snapshot> snapshotOfRun = new LinkedHashMap<>(16, 0.75f, true);

  private record KnownBase(Snapshot snapshot, String runId) {}

  /**
   * What a client may settle; null where it leaves the choice to us. The place is longitude and
   * latitude, for layers that tell of one.
   */
  public record Selection(String run, String base, OffsetDateTime time, LonLat place) {
    public static final Selection DEFAULT = new Selection(null, null, null);

    public Selection(String run, String base, OffsetDateTime time) {
      this(run, base, time, null);
    }
  }

  /** A place on the earth, degrees. */
  public record LonLat(double lon, double lat) {}

  /**
   * @param cityOf the city that a run was computed on, its elements in the order of the run's
   *     frames: those of the stored city, then those that the scenario adds
   */
  public Catalogue(
      Supplier<Snapshot> current,
      RunArchive runs,
      Supplier<Optional<String>> baseRun,
      Function<RunRecord, City> cityOf) {
    this(current, runs, baseRun, cityOf, new AirViews(null, null, null));
  }

  /**
   * As above.
   *
   * @param air answers for the layers that are worked out when asked
   */
  public Catalogue(
      Supplier<Snapshot> current,
      RunArchive runs,
      Supplier<Optional<String>> baseRun,
      Function<RunRecord, City> cityOf,
      AirViews air) {
    this.air = air;
    this.current = current;
    this.runs = runs;
    this.baseRun = baseRun;
    this.cityOf = cityOf;
    this.values = new RunValues(runs);
  }

  public List<Layer> layers() {
    return LAYERS;
  }

  public Optional<Layer> findLayer(String id) {
    return LAYERS.stream().filter(l -> l.id().equals(id)).findFirst();
  }

  public Layer getLayer(String id) {
    return findLayer(id)
        .orElseThrow(
            () ->
                EmonaException.notFound(
                    "There is no layer " + id + ".", "layer", "Ask /api/v1/layers for the list."));
  }

  public Snapshot snapshot() {
    return current.get();
  }

  /**
   * The base run of the city as stored now. Its id is worked out once per snapshot, as that takes
   * reading scenarios; whether it is stored is asked each time.
   */
  public Optional<RunRecord> findBaseRun() {
    Snapshot now = snapshot();
    KnownBase known = knownBase;
    if (known == null || known.snapshot != now) {
      Optional<String> id = baseRun.get();
      if (id.isEmpty()) {
        return Optional.empty();
      }
      known = new KnownBase(now, id.get());
      knownBase = known;
    }
    return runs.findRun(known.runId);
  }

  public RunRecord getRun(String id) {
    return runs.findRun(id)
        .orElseThrow(
            () ->
                EmonaException.notFound(
                    "There is no stored run " + id + ".",
                    "run",
                    "Ask /api/v1/runs for the stored runs."));
  }

  /** Values of one quantity over all steps of a run for one element; NaN = no data. */
  public float[] series(RunRecord run, Quantity quantity, int element) {
    float[] out = new float[run.steps().count()];
    for (int step = 0; step < out.length; step++) {
      float[] frame = values.values(run, quantity, step);
      if (element < 0 || element >= frame.length) {
        throw EmonaException.invalid(
            "Element " + element + " does not exist; there are " + frame.length + ".",
            "element",
            "Give a number from 0 to " + (frame.length - 1) + ".");
      }
      out[step] = frame[element];
    }
    return out;
  }

  /** Values of a quantity of a run at a step, not to be written to. */
  public float[] values(RunRecord run, Quantity quantity, int step) {
    return values.values(run, quantity, step);
  }

  /** Settles run, step and values of a layer. */
  public LayerView view(Layer layer, Selection selection) {
    if (!layer.isValueLayer()) {
      return new LayerView(layer, snapshot(), null, null, 0, null, null);
    }
    RunRecord run = selection.run() == null ? requireBaseRun() : getRun(selection.run());
    int step = stepOf(run.steps(), selection.time());
    Snapshot snapshot = snapshotOf(run);
    RunRecord base = null;
    float[] frame;
    if (layer.group() == Layer.Group.DIFF) {
      base = selection.base() == null ? requireBaseRun() : getRun(selection.base());
      snapshotOf(base);
      frame = values.difference(run, base, layer.quantity(), step);
    } else {
      frame = values.values(run, layer.quantity(), step);
    }
    ReceptorGrid grid = layer.geometry() == Layer.Geometry.GRID ? run.grid() : null;
    LayerView of = new LayerView(layer, snapshot, run, base, step, grid, frame);
    return layer.source() == Layer.Source.FRAMES ? of : air.view(of, selection.place());
  }

  /** The store has changed: what was worked out may have. */
  public void forget() {
    air.forget();
  }

  private RunRecord requireBaseRun() {
    return findBaseRun()
        .orElseThrow(
            () ->
                EmonaException.notFound(
                    "The base scenario has not been run on this city yet.",
                    "run",
                    "Run it with `emona run scenarios/base.yaml`, or POST it to /api/v1/runs."));
  }

  private static int stepOf(DaySteps steps, OffsetDateTime time) {
    if (time == null) {
      return defaultStep(steps);
    }
    int step = steps.find(time);
    if (step < 0) {
      throw EmonaException.invalid(
          "The instant " + time + " lies outside the run.",
          "time",
          "Give an instant from "
              + steps.start(0)
              + " to before "
              + steps.start(steps.count())
              + ".");
    }
    return step;
  }

  /** The step that holds 08:00 local time. */
  public static int defaultStep(DaySteps steps) {
    int best = 0;
    for (int s = 0; s < steps.count(); s++) {
      if (steps.localMinute(s) <= DEFAULT_MINUTE) {
        best = s;
      }
    }
    return best;
  }

  /** The city as the run saw it, as a snapshot; an error where the city has changed since. */
  public Snapshot snapshotOf(RunRecord run) {
    Snapshot now = snapshot();
    if (!run.cityVersion().equals(now.version())) {
      throw new EmonaException(
          EmonaException.Code.CONFLICT,
          "The run " + run.id() + " was made with another version of the city.",
          "run",
          "Run the scenario " + run.scenarioId() + " again on the city as stored now.");
    }
    synchronized (snapshotOfRun) {
      Snapshot known = snapshotOfRun.get(run.id());
      if (known != null) {
        return known;
      }
    }
    City city = cityOf.apply(run);
    Snapshot made = city == now.city() ? now : new Snapshot(city);
    if (made != now && made.version().equals(now.version())) {
      made = now;
    }
    synchronized (snapshotOfRun) {
      snapshotOfRun.put(run.id(), made);
      var eldest = snapshotOfRun.entrySet().iterator();
      while (snapshotOfRun.size() > KEPT_SNAPSHOTS) {
        eldest.next();
        eldest.remove();
      }
    }
    return made;
  }

  /** Geographic bounds of a layer. */
  public Bounds bounds(Layer layer) {
    TableSchema table = layer.table();
    if (layer.source() == Layer.Source.READINGS) {
      return snapshot().lonLatBounds(Schema.SENSORS);
    }
    if (layer.source() == Layer.Source.SIDES) {
      return snapshot().lonLatBounds(Schema.LINKS);
    }
    if (table != null && layer.source() != Layer.Source.CONTOURS) {
      return layer.filterField() == null
          ? snapshot().lonLatBounds(table)
          : snapshot().lonLatBounds(layer);
    }
    ReceptorGrid g = findBaseRun().map(RunRecord::grid).orElse(null);
    return g == null ? snapshot().lonLatBounds() : snapshot().lonLatOf(gridBounds(g));
  }

  /** Bounds of a receptor grid in local millimetres. */
  public static Bounds gridBounds(ReceptorGrid g) {
    return new Bounds(
        g.x0M() * 1000,
        g.y0M() * 1000,
        (g.x0M() + g.cols() * g.cellM()) * 1000,
        (g.y0M() + g.rows() * g.cellM()) * 1000);
  }
}
