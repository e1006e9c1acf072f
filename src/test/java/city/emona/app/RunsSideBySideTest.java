package city.emona.app;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.citygen.CityGenerator;
import city.emona.model.City;
import city.emona.run.Question;
import city.emona.run.RunArchive;
import city.emona.run.RunRecord;
import city.emona.scenario.ScenarioLibrary;
import city.emona.simulate.Chunks;
import city.emona.simulate.Progress;
import city.emona.simulate.Quantity;
import city.emona.store.Store;
import city.emona.store.Stores;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code emona demo} rests on: runs side by side store what runs one after the other do. */
@Tag("invariant")
class RunsSideBySideTest {
  private static final List<String> SCENARIOS =
      List.of("base", "new-bridge", "predictive-collection");

  @TempDir Path folder;

  @Test
  void runsSideBySideStoreTheSameBytes() {
    City city = CityGenerator.generate(3, 2000, 2, Progress.NONE);
    try (Workbench after = bench(city, "after.gpkg", 2);
        Workbench beside = bench(city, "beside.gpkg", 2)) {
      List<Question> questions =
          SCENARIOS.stream().map(s -> after.ask(after.library().get(s), city)).toList();
      questions.forEach(q -> after.run(q, "test", Progress.NONE));
      RunRecord[] records = new RunRecord[questions.size()];
      Chunks.run(
          questions.size(),
          2,
          "runs",
          Progress.NONE,
          i -> records[i] = beside.run(questions.get(i), "test", 1, Progress.NONE));
      for (RunRecord r : records) {
        isSame(after.store().runs(), beside.store().runs(), r.id());
        assertThat(r.cpuSeconds()).as("of its own thread").isBetween(0.001, 600.0);
      }
    }
  }

  private Workbench bench(City city, String file, int threads) {
    Store store = Stores.open(folder.resolve(file).toString(), true);
    store.cities().saveCity(city, Map.of(), "test", Progress.NONE);
    return new Workbench(store, ScenarioLibrary.shipped(), threads);
  }

  private static void isSame(RunArchive a, RunArchive b, String run) {
    assertThat(b.listQuantities(run)).isEqualTo(a.listQuantities(run)).isNotEmpty();
    assertThat(b.listKpis(run)).isEqualTo(a.listKpis(run)).isNotEmpty();
    for (Quantity q : a.listQuantities(run)) {
      for (int step = 0; step < 24; step++) {
        byte[] expected = a.findFrame(run, q, step).orElse(new byte[0]);
        assertThat(b.findFrame(run, q, step).orElse(new byte[0]))
            .as(run + " " + q.id() + " " + step)
            .isEqualTo(expected);
      }
    }
    assertThat(b.listTours(run)).usingRecursiveComparison().isEqualTo(a.listTours(run));
    assertThat(b.findDecisions(run))
        .usingRecursiveComparison()
        .withEqualsForType((x, y) -> Float.compare(x, y) == 0, Float.class)
        .isEqualTo(a.findDecisions(run));
  }
}
