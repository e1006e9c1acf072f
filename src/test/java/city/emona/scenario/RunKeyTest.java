package city.emona.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import city.emona.EmonaException;
import city.emona.scenario.yaml.ScenarioReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What acts is hashed, what does not act is not; chains of parents. */
class RunKeyTest {
  private static Scenario read(String rest) {
    return ScenarioReader.read("emona: 1\nid: a\ntitle: A\n" + rest, "a.yaml");
  }

  private static String hash(String rest) {
    return RunKey.actingHash(List.of(read(rest)));
  }

  @Test
  void wordsForPeopleDoNotAct() {
    String edits = "edits:\n  - { edit: close, place: { links: [x, y] } }\n";
    String hash = hash(edits);
    assertThat(hash).hasSize(64);
    assertThat(
            hash(
                "problem: P\nnotes: N\ncost: { capitalEur: 5 }\n"
                    + "goals: [{ kpi: a.b, direction: lower, by: 2030 }]\nday: weekday\n"
                    + "weather: typical\n"
                    + "edits:\n"
                    + "  - { edit: close, note: why, place: { links: [y, x] }, modes: [truck, car] }\n"
                    + "  - { edit: fleet, on: false, year: 2035 }\n"))
        .isEqualTo(hash);
    assertThat(hash(edits.replace("x", "z"))).isNotEqualTo(hash);
    assertThat(hash(edits + "day: sunday\n")).isNotEqualTo(hash);
    assertThat(hash(edits + "weather: windy\n")).isNotEqualTo(hash);
  }

  @Test
  void defaultsSpeltOutAreTheSame() {
    assertThat(hash("edits: [{edit: speedLimit, place: {links: x}, kmh: 30}]"))
        .isEqualTo(
            hash("edits: [{edit: speedLimit, raise: false, kmh: 30.0, place: {links: [x]}}]"));
  }

  @Test
  void orderActs() {
    String a = "{edit: speedLimit, place: {links: x}, kmh: 30}";
    String b = "{edit: speedLimit, place: {links: x}, kmh: 40, raise: true}";
    assertThat(hash("edits: [" + a + ", " + b + "]"))
        .isNotEqualTo(hash("edits: [" + b + ", " + a + "]"));
  }

  @Test
  void aParentIsTheSameAsItsEditsInFront() {
    Scenario parent = read("edits: [{edit: fleet, year: 2030}]\nday: sunday");
    Scenario child =
        ScenarioReader.read(
            "emona: 1\nid: b\ntitle: B\nparent: a\nedits: [{edit: fleet, year: 2035}]", "b.yaml");
    ScenarioLibrary library = ScenarioLibrary.of(List.of(parent, child));
    assertThat(library.chain(child)).containsExactly(parent, child);
    assertThat(RunKey.actingHash(library.chain(child)))
        .isEqualTo(
            hash("day: sunday\nedits: [{edit: fleet, year: 2030}, {edit: fleet, year: 2035}]"));
  }

  @Test
  void missingAndCircularParentsAreRefused() {
    Scenario a = read("parent: b");
    Scenario b = ScenarioReader.read("emona: 1\nid: b\ntitle: B\nparent: a", "b.yaml");
    assertThatThrownBy(() -> ScenarioLibrary.of(List.of(a)).chain(a))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("\"b\" is not known");
    assertThatThrownBy(() -> ScenarioLibrary.of(List.of(a, b)).chain(a))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("circle");
    assertThatThrownBy(() -> ScenarioLibrary.of(List.of(a, a)))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("taken");
    assertThatThrownBy(() -> ScenarioLibrary.shipped().get("new-brigde"))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("new-bridge");
  }

  @Test
  void theKeyDependsOnEverythingThatActs() {
    String key = RunKey.of("h", "c", Map.of("traffic", "1", "air", "2"), 7);
    assertThat(key).matches("[0-9a-f]{24}");
    assertThat(RunKey.of("h", "c", new java.util.TreeMap<>(Map.of("air", "2", "traffic", "1")), 7))
        .isEqualTo(key);
    assertThat(
            List.of(
                RunKey.of("i", "c", Map.of("traffic", "1", "air", "2"), 7),
                RunKey.of("h", "d", Map.of("traffic", "1", "air", "2"), 7),
                RunKey.of("h", "c", Map.of("traffic", "2", "air", "2"), 7),
                RunKey.of("h", "c", Map.of("traffic", "1", "air", "2"), 8)))
        .doesNotContain(key)
        .doesNotHaveDuplicates();
  }
}
