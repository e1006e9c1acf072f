package city.emona.app;

import city.emona.EmonaException;
import city.emona.api.ScenarioShelf;
import city.emona.model.City;
import city.emona.scenario.RunKey;
import city.emona.scenario.Scenario;
import city.emona.scenario.words.EditWords;
import city.emona.scenario.yaml.ScenarioWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The library's scenarios in the words of the wire, in the library's order, each checked once per
 * city version: one that does not fit the city stays on the shelf with the reason. Thread-safe.
 */
final class Shelf implements ScenarioShelf {
  private final Workbench bench;
  private final Supplier<City> city;
  private final Map<String, Entry> shelf = new ConcurrentHashMap<>();

  Shelf(Workbench bench, Supplier<City> city) {
    this.bench = bench;
    this.city = city;
  }

  @Override
  public List<Entry> list() {
    City now = city.get();
    return bench.library().list().stream()
        .map(s -> shelf.computeIfAbsent(s.id() + " " + now.version(), k -> entry(s, now)))
        .toList();
  }

  private Entry entry(Scenario s, City now) {
    String runId = "";
    String misfit = "";
    try {
      runId = bench.ask(s, now).runId();
    } catch (EmonaException e) {
      misfit = e.getMessage();
    }
    return new Entry(
        s.id(),
        s.title(),
        s.problem(),
        s.goals().stream().map(Shelf::goal).toList(),
        s.parent(),
        RunKey.actingHash(bench.library().chain(s)),
        s.edits().stream().map(e -> new Edit(e.edit().type(), words(e), e.on())).toList(),
        runId,
        misfit,
        ScenarioWriter.toYaml(s));
  }

  private static Goal goal(Scenario.Goal g) {
    String target =
        !Double.isNaN(g.target())
            ? String.format(
                Locale.ROOT,
                "%s than %.3g",
                g.direction().name().toLowerCase(Locale.ROOT),
                g.target())
            : !Double.isNaN(g.changePercent())
                ? String.format(Locale.ROOT, "%+.3g %%", g.changePercent())
                : g.direction().name().toLowerCase(Locale.ROOT);
    return new Goal(
        g.kpi(), g.district(), target, g.byYear() > 0 ? Integer.toString(g.byYear()) : "");
  }

  /** What an edit does, and the note that the file gives it. */
  private static String words(Scenario.Step step) {
    String words = EditWords.of(step.edit());
    return step.note().isEmpty() ? words : words + " (" + step.note() + ")";
  }
}
