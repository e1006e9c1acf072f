package city.emona.run.replay;

import city.emona.model.City;
import city.emona.run.RunArchive;
import city.emona.run.RunRecord;
import city.emona.run.Runner;
import city.emona.scenario.Situation;
import city.emona.simulate.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The played days of stored runs, computed when first asked for, since few runs are watched: the
 * routes of the run are found again with the same bits, whole vehicles are drawn from them and
 * played. The last {@value #KEPT} stay in memory, each with at most {@link DayReplay#MOST_ROWS}
 * rows (about 20 bytes a row); another one is computed anew and is the same. Thread-safe; one is
 * computed at a time.
 */
public final class DayReplays {
  private static final int KEPT = 2;

  private final Runner runner;
  private final RunArchive archive;
  private final Function<RunRecord, Situation> situations;
  private final Supplier<City> city;
  private final Map<String, DayReplay> known = new LinkedHashMap<>(8, 0.75f, true);

  /** {@code situations} gives what a run was computed on; {@code city} the stored city. */
  public DayReplays(
      Runner runner,
      RunArchive archive,
      Function<RunRecord, Situation> situations,
      Supplier<City> city) {
    this.runner = runner;
    this.archive = archive;
    this.situations = situations;
    this.city = city;
  }

  public DayReplay of(RunRecord run) {
    DayReplay found = find(run.id());
    if (found != null) {
      return found;
    }
    synchronized (this) {
      found = find(run.id());
      if (found == null) {
        Situation s = situations.apply(run);
        found = DayReplay.play(runner, city.get(), s, tours(run), run.seed(), Progress.NONE);
        keep(run.id(), found);
      }
      return found;
    }
  }

  private List<city.emona.simulate.WasteDay.Tour> tours(RunRecord run) {
    return new ArrayList<>(archive.listTours(run.id()));
  }

  private DayReplay find(String run) {
    synchronized (known) {
      return known.get(run);
    }
  }

  private void keep(String run, DayReplay day) {
    synchronized (known) {
      known.put(run, day);
      while (known.size() > KEPT) {
        known.remove(known.keySet().iterator().next());
      }
    }
  }
}
