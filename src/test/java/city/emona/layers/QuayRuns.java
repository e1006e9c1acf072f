package city.emona.layers;

import city.emona.model.City;
import city.emona.model.DayType;
import city.emona.results.KpiValue;
import city.emona.run.RunArchive;
import city.emona.run.RunRecord;
import city.emona.simulate.DaySteps;
import city.emona.simulate.Frame;
import city.emona.simulate.Quantity;
import city.emona.simulate.ReceptorGrid;
import city.emona.simulate.WasteDay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs of {@link QuayTown} in memory with values that a test can compute: volume of link i at step
 * s = 10 i + s in the base run, and 100 more on every even link in the run "more"; link 5 has no
 * data; NO2 of a cell = its column + step, 40 × 40 cells of 50 m.
 */
public final class QuayRuns implements RunArchive {
  public static final String BASE = "base-run";
  public static final String MORE = "more-run";
  public static final ReceptorGrid GRID = new ReceptorGrid(-500, -500, 50, 40, 40);

  private static final String MORE_YAML =
      """
      {emona: 1, id: base, title: Base}
      ---
      {emona: 1, id: more, title: More, parent: base, edits: [
        {edit: close, place: {links: [a1, a2]}, modes: [car, truck], note: The quay}]}
      """;

  private final Map<String, RunRecord> records = new LinkedHashMap<>();
  private final Map<String, byte[]> frames = new LinkedHashMap<>();
  private final Map<String, List<KpiValue>> kpis = new LinkedHashMap<>();

  public QuayRuns(City city) {
    add(city, BASE, 0);
    add(city, MORE, 100);
  }

  private void add(City city, String id, float extra) {
    DaySteps steps = DaySteps.hourly(DayType.WEEKDAY.date(), city.info().timeZone());
    RunRecord r =
        new RunRecord(
            id,
            id.equals(BASE) ? "base" : "more",
            "Title of " + id,
            "hash",
            id.equals(BASE) ? "{emona: 1, id: base, title: Base}" : MORE_YAML,
            city.version(),
            Map.of("traffic", "1"),
            7,
            steps,
            GRID,
            "local",
            Instant.parse("2026-01-02T03:04:05Z"),
            1.5);
    try (Writer w = newRun()) {
      for (int s = 0; s < steps.count(); s++) {
        float[] volume = new float[QuayTown.LINKS];
        for (int i = 0; i < volume.length; i++) {
          volume[i] = i == 5 ? Float.NaN : 10 * i + s + (i % 2 == 0 ? extra : 0);
        }
        w.frame(new Frame(Quantity.TRAFFIC_VOLUME, s, volume));
        float[] no2 = new float[GRID.count()];
        for (int c = 0; c < no2.length; c++) {
          no2[c] = c % GRID.cols() + s;
        }
        w.frame(new Frame(Quantity.AIR_NO2, s, no2));
        w.frame(new Frame(Quantity.WASTE_FILL, s, new float[] {s, 50, 95}));
      }
      w.kpis(
          List.of(
              new KpiValue("traffic.vehicle_km", "", 1000 + extra),
              new KpiValue("traffic.vehicle_km", "d-south", 600 + extra)));
      w.commit(r);
    }
  }

  @Override
  public Optional<RunRecord> findRun(String runId) {
    return Optional.ofNullable(records.get(runId));
  }

  @Override
  public List<RunRecord> listRuns() {
    return List.copyOf(records.values());
  }

  @Override
  public List<Quantity> listQuantities(String runId) {
    return List.of(Quantity.TRAFFIC_VOLUME, Quantity.AIR_NO2, Quantity.WASTE_FILL);
  }

  @Override
  public Optional<byte[]> findFrame(String runId, Quantity quantity, int step) {
    return Optional.ofNullable(frames.get(runId + quantity + step));
  }

  @Override
  public List<KpiValue> listKpis(String runId) {
    return kpis.getOrDefault(runId, List.of());
  }

  @Override
  public Optional<Decisions> findDecisions(String runId) {
    return Optional.empty();
  }

  @Override
  public List<WasteDay.Tour> listTours(String runId) {
    return List.of();
  }

  @Override
  public void deleteRun(String runId, String principal) {
    records.remove(runId);
  }

  @Override
  public Writer newRun() {
    return new Writer() {
      private final List<Frame> collected = new ArrayList<>();
      private List<KpiValue> values = List.of();

      @Override
      public void frame(Frame frame) {
        collected.add(frame);
      }

      @Override
      public void kpis(List<KpiValue> v) {
        values = v;
      }

      @Override
      public void decisions(Decisions decisions) {
        throw new IllegalStateException("no decisions in this fixture");
      }

      @Override
      public void tours(List<WasteDay.Tour> tours) {
        throw new IllegalStateException("no tours in this fixture");
      }

      @Override
      public void commit(RunRecord run) {
        collected.forEach(f -> frames.put(run.id() + f.quantity() + f.step(), f.pack()));
        kpis.put(run.id(), values);
        records.put(run.id(), run);
      }

      @Override
      public void close() {
        collected.clear();
      }
    };
  }

  @Override
  public void close() {
    records.clear();
  }
}
