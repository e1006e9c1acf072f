package city.emona.cli;

import city.emona.EmonaException;
import city.emona.scenario.ScenarioLibrary;
import city.emona.scenario.yaml.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code emona check}: every problem of scenario files, with file, line, field and fix. */
@Command(name = "check", description = "Check scenario files and name every problem.")
final class CheckCommand implements Callable<Integer> {
  @ParentCommand private Commands root;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Scenario files.")
  private List<Path> files;

  @Override
  public Integer call() {
    Terminal terminal = root.terminal();
    int found = 0;
    for (Path file : files) {
      try {
        for (Problem p : ScenarioLibrary.check(file)) {
          terminal.complain(p.toString());
          found++;
        }
      } catch (EmonaException e) {
        terminal.complain(e.getMessage());
        found++;
      }
    }
    terminal.say(found == 0 ? "No problems in " + files.size() + " files." : found + " problems.");
    return found == 0 ? 0 : 2;
  }
}
