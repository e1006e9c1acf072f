package city.emona.run;

import city.emona.results.KpiValue;
import city.emona.simulate.BinDecisions;
import city.emona.simulate.Frame;
import city.emona.simulate.Quantity;
import city.emona.simulate.WasteDay;
import java.util.List;
import java.util.Optional;

/**
 * Port to where runs are kept, until deleted. A run appears whole or not at all: {@link
 * Writer#commit} publishes it in one transaction, and closing a writer without commit leaves
 * nothing behind.
 */
public interface RunArchive extends AutoCloseable {
  Optional<RunRecord> findRun(String runId);

  /** Finished runs, oldest first. */
  List<RunRecord> listRuns();

  /** Quantities for which the run has frames. */
  List<Quantity> listQuantities(String runId);

  /** Packed bytes of a frame ({@link Frame#pack}), or empty. */
  Optional<byte[]> findFrame(String runId, Quantity quantity, int step);

  List<KpiValue> listKpis(String runId);

  List<WasteDay.Tour> listTours(String runId);

  /** Why each bin was emptied or not, and what could not be planned; empty for runs without it. */
  Optional<Decisions> findDecisions(String runId);

  /** Decisions about bins with the notes of the planner. */
  record Decisions(BinDecisions bins, List<String> notes) {
    public Decisions {
      notes = List.copyOf(notes);
    }
  }

  void deleteRun(String runId, String principal);

  /**
   * Opens a writer for a run that is not stored yet. Takes the store's writer lock at commit only.
   */
  Writer newRun();

  @Override
  void close();

  /** Collects what a run produces. */
  interface Writer extends AutoCloseable {
    void frame(Frame frame);

    void kpis(List<KpiValue> values);

    void tours(List<WasteDay.Tour> tours);

    void decisions(Decisions decisions);

    void commit(RunRecord run);

    @Override
    void close();
  }
}
