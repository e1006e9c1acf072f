package city.emona.cli;

import city.emona.EmonaException;
import city.emona.app.Workbench;
import city.emona.model.City;
import city.emona.results.Comparison;
import city.emona.run.Question;
import city.emona.run.RunRecord;
import city.emona.run.Usage;
import city.emona.scenario.Scenario;
import city.emona.scenario.ScenarioLibrary;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code emona run}: answers scenarios, stores the answers and prints them beside the base. */
@Command(
    name = "run",
    description = "Run scenarios on the city of a store and print the indicators.")
final class RunCommand implements Callable<Integer> {
  @ParentCommand private Commands root;
  @Mixin private StoreOption store;

  @Parameters(
      arity = "1..*",
      paramLabel = "SCENARIO",
      description = "Scenario files, or ids of shipped scenarios.")
  private List<String> scenarios;

  @Option(names = "--json", description = "Print one JSON object on stdout.")
  private boolean json;

  @Option(names = "--districts", description = "Print the rows of districts too.")
  private boolean districts;

  @Override
  public Integer call() throws IOException {
    if (json && scenarios.size() > 1) {
      throw EmonaException.invalid(
          "One JSON object answers for one scenario.",
          "SCENARIO",
          "Run the scenarios one by one with --json.");
    }
    Terminal terminal = root.terminal();
    ScenarioLibrary library = library(scenarios);
    List<Scenario> asked = new ArrayList<>();
    for (String s : scenarios) {
      asked.add(isFile(s) ? ScenarioLibrary.readFile(Path.of(s)) : library.get(s));
    }
    try (Workbench bench = store.open(library)) {
      City city = bench.city();
      List<Question> questions = asked.stream().map(s -> bench.ask(s, city)).toList();
      RunRecord base = answer(terminal, bench, bench.ask(library.get(Workbench.BASE), city));
      for (Question q : questions) {
        boolean isBase = q.runId().equals(base.id());
        print(terminal, bench, base, isBase ? base : answer(terminal, bench, q));
      }
    }
    return 0;
  }

  /** The shipped scenarios, and those beside a given file, so that parents are found. */
  static ScenarioLibrary library(List<String> given) {
    ScenarioLibrary library = ScenarioLibrary.shipped();
    for (String s : given) {
      if (isFile(s)) {
        library = library.with(ScenarioLibrary.readFile(Path.of(s)));
      }
    }
    return library;
  }

  private static boolean isFile(String s) {
    return s.contains("/")
        || s.endsWith(".yaml")
        || s.endsWith(".yml")
        || s.endsWith(".json")
        || Files.isRegularFile(Path.of(s));
  }

  /** Seconds of the stages of the last run. */
  private Map<String, Terminal.Spent> stages = Map.of();

  private RunRecord answer(Terminal terminal, Workbench bench, Question question) {
    Terminal.Shown shown = terminal.show(question.scenario().title());
    RunRecord run = answer(shown, bench, question);
    stages = shown.stages();
    return run;
  }

  static RunRecord answer(Terminal.Shown shown, Workbench bench, Question question) {
    return answer(shown, bench, question, bench.threads());
  }

  static RunRecord answer(Terminal.Shown shown, Workbench bench, Question question, int threads) {
    boolean known = bench.store().runs().findRun(question.runId()).isPresent();
    RunRecord run = bench.run(question, "local", threads, shown);
    shown.done(known ? "known already, run " + run.id() : "run " + run.id());
    return run;
  }

  private void print(Terminal terminal, Workbench bench, RunRecord base, RunRecord run)
      throws IOException {
    List<Comparison.Row> rows =
        Comparison.of(
            bench.store().runs().listKpis(base.id()), bench.store().runs().listKpis(run.id()));
    if (json) {
      ObjectMapper mapper = new ObjectMapper();
      ObjectNode o = mapper.createObjectNode();
      o.put("run", run.id());
      o.put("scenario", run.scenarioId());
      o.put("base", base.id());
      o.set("kpis", KpiPrinter.json(rows));
      ObjectNode spent = o.putObject("stages");
      stages.forEach(
          (name, s) ->
              spent
                  .putObject(name.isEmpty() ? "preparing" : name)
                  .put("seconds", s.seconds())
                  .put("cpuSeconds", s.cpuSeconds()));
      o.put("cpuSeconds", Usage.cpuSeconds());
      o.put("peakMemoryMb", Usage.peakMemoryMb());
      terminal.out().println(mapper.writeValueAsString(o));
    } else {
      KpiPrinter.table(
          terminal.out(),
          run.scenarioTitle() + " (run " + run.id() + ")",
          rows,
          bench.city(),
          districts);
    }
  }
}
