package city.emona.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.scenario.yaml.EditReader;
import city.emona.scenario.yaml.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every example in src/docs/scenarios.md reads, and every edit has one. */
class ScenarioDocsTest {
  @Test
  void theExamplesReadAndCoverEveryEdit() throws IOException {
    String page = Files.readString(Path.of("src/docs/scenarios.md"));
    Matcher block = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(page);
    TreeSet<String> seen = new TreeSet<>();
    while (block.find()) {
      String text = block.group(1);
      boolean whole = text.startsWith("emona:");
      String file = whole ? text : "emona: 1\nid: a\ntitle: A\nedits:\n" + text.indent(2);
      ScenarioReader.Checked c = ScenarioReader.check(file, "scenarios.md");
      assertThat(c.problems()).as(text).isEmpty();
      c.scenario().edits().forEach(s -> seen.add(s.edit().type()));
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(EditReader.TYPES);
  }
}
