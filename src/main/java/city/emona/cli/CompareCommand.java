package city.emona.cli;

import city.emona.EmonaException;
import city.emona.app.Workbench;
import city.emona.results.Comparison;
import city.emona.run.RunRecord;
import city.emona.scenario.ScenarioLibrary;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code emona compare}: two stored runs, indicator by indicator, by city and district. */
@Command(name = "compare", description = "Compare two stored runs.")
final class CompareCommand implements Callable<Integer> {
  @ParentCommand private Commands root;
  @Mixin private StoreOption store;

  @Parameters(
      index = "0",
      paramLabel = "A",
      description = "Run id, or id of a scenario (its newest run).")
  private String a;

  @Parameters(
      index = "1",
      paramLabel = "B",
      description = "Run id, or id of a scenario (its newest run).")
  private String b;

  @Option(names = "--json", description = "Print one JSON object on stdout.")
  private boolean json;

  @Option(names = "--districts", description = "Print the rows of districts too.")
  private boolean districts;

  @Override
  public Integer call() throws IOException {
    try (Workbench bench = store.open(ScenarioLibrary.shipped())) {
      RunRecord first = bench.findRun(a);
      RunRecord second = bench.findRun(b);
      if (!first.cityVersion().equals(second.cityVersion())) {
        throw EmonaException.invalid(
            "The two runs were made on different versions of the city.",
            first.id() + ", " + second.id(),
            "Run both scenarios on the city as it is stored now.");
      }
      List<Comparison.Row> rows =
          Comparison.of(
              bench.store().runs().listKpis(first.id()),
              bench.store().runs().listKpis(second.id()));
      Terminal terminal = root.terminal();
      if (json) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode o = mapper.createObjectNode();
        o.put("a", first.id());
        o.put("b", second.id());
        o.set("kpis", KpiPrinter.json(rows));
        terminal.out().println(mapper.writeValueAsString(o));
      } else {
        KpiPrinter.table(
            terminal.out(),
            first.scenarioTitle() + " → " + second.scenarioTitle(),
            rows,
            bench.city(),
            districts);
      }
      return 0;
    }
  }
}
