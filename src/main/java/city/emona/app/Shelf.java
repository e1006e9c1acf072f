package city.emona.app;

import city.emona.EmonaException;
import city.emona.api.ScenarioShelf;
import city.emona.model.City;
import city.emona.results.Kpi;
import city.emona.results.Kpis;
import city.emona.scenario.RunKey;
import city.emona.scenario.Scenario;
import city.emona.scenario.words.EditWords;
import city.emona.scenario.yaml.ScenarioWriter;
import java.math.BigDecimal;
import java.util.List;
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
    String by = g.byYear() > 0 ? Integer.toString(g.byYear()) : "";
    return new Goal(g.kpi(), g.district(), target(g), by);
  }

  /** A target in words; a change that nobody wants for itself is a bound to what is accepted. */
  static String target(Scenario.Goal g) {
    boolean lower = g.direction() == Scenario.Direction.LOWER;
    if (!Double.isNaN(g.target())) {
      return (lower ? "at most " : "at least ") + plain(g.target());
    }
    double change = g.changePercent();
    if (Double.isNaN(change)) {
      return lower ? "lower" : "higher";
    }
    Kpi kpi = Kpis.find(g.kpi());
    boolean wanted = kpi != null && kpi.better() == Kpi.Direction.HIGHER;
    String share = (change > 0 ? "+" : "") + plain(change) + " %";
    if (change > 0 && !wanted) {
      return "at most " + share;
    }
    return change < 0 && wanted ? "at least " + share : share;
  }

  private static String plain(double v) {
    return BigDecimal.valueOf(v).stripTrailingZeros().toPlainString();
  }

  /** What an edit does, and the note that the file gives it. */
  private static String words(Scenario.Step step) {
    String words = EditWords.of(step.edit());
    return step.note().isEmpty() ? words : words + " (" + step.note() + ")";
  }
}
