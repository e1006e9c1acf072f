package city.emona.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import city.emona.EmonaException;
import city.emona.scenario.yaml.Problem;
import city.emona.scenario.yaml.ScenarioReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input: one clear message each, with file, line, column, field and fix, all at once. */
class ScenarioReaderTest {
  private static List<Problem> problems(String text) {
    return ScenarioReader.check(text, "a.yaml").problems();
  }

  @Test
  void everyProblemIsReportedAtOnceWithItsPlace() {
    List<Problem> p =
        problems(
            """
            emona: 1
            id: Bad Id
            title: A
            titel: B
            title: C
            edits:
              - edit: capacity
                place: { links: a }
                vehPerH: -5
              - edit: tolls
              - edit: closed
              - edit: close
                place: { street: High Street }
                from: "07:00"
            """);
    assertThat(p)
        .extracting(Problem::line, Problem::field)
        .contains(
            org.assertj.core.groups.Tuple.tuple(2, "id"),
            org.assertj.core.groups.Tuple.tuple(4, "titel"),
            org.assertj.core.groups.Tuple.tuple(5, "title"),
            org.assertj.core.groups.Tuple.tuple(9, "edits[0].vehPerH"),
            org.assertj.core.groups.Tuple.tuple(10, "edits[1].edit"),
            org.assertj.core.groups.Tuple.tuple(11, "edits[2].edit"),
            org.assertj.core.groups.Tuple.tuple(13, "edits[3].place.street"));
    assertThat(p).allSatisfy(x -> assertThat(x.fix()).isNotBlank());
    assertThat(p).extracting(Problem::file).containsOnly("a.yaml");
    Problem duplicate = p.stream().filter(x -> x.line() == 5).findFirst().orElseThrow();
    assertThat(duplicate.column()).isEqualTo(1);
    assertThat(duplicate.what()).contains("twice").contains("line 3");
    Problem negative = p.stream().filter(x -> x.line() == 9).findFirst().orElseThrow();
    assertThat(negative.what()).contains("negative");
    assertThat(negative.column()).isEqualTo(14);
    assertThat(p.stream().filter(x -> x.line() == 13).findFirst().orElseThrow().what())
        .contains("Did you mean \"streets\"");
    assertThat(p.stream().filter(x -> x.line() == 10).findFirst().orElseThrow().what())
        .contains("Did you mean \"toll\"");
    assertThatThrownBy(
            () -> ScenarioReader.read("emona: 1\nid: a\ntitle: A\nx: 1\ny: 2\n", "a.yaml"))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("a.yaml:4:1: x")
        .hasMessageContaining("a.yaml:5:1: y");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "just text",
        "[1, 2]",
        "emona: 1\n\tid: a",
        "emona: {",
        "a: &x [*x, *x]",
        "--- \na: 1\n---\nb: 2",
        "emona: !!javax.script.ScriptEngineManager [x]",
        "emona: 2\nid: a\ntitle: A",
        "emona: 1\nid: a\ntitle: A\nday: tuesday",
        "emona: 1\nid: a\ntitle: A\nday: 2026-02-30",
        "emona: 1\nid: a\ntitle: A\nweather: sunny",
        "emona: 1\nid: a\ntitle: A\nparent: a",
        "emona: 1\nid: a\ntitle: A\nedits: {edit: close}",
        "emona: 1\nid: a\ntitle: A\nedits: [close]",
        "emona: 1\nid: a\ntitle: A\ngoals: [{kpi: Traffic, direction: lower, by: 2030}]",
        "emona: 1\nid: a\ntitle: A\ncost: {capitalEur: -1}",
        "emona: 1\nid: a\ntitle: A\nedits: [{edit: fleet}]",
        "emona: 1\nid: a\ntitle: A\nedits: [{edit: fleet, electricCars: 1.5}]",
        "emona: 1\nid: a\ntitle: A\nedits: [{edit: fleet, year: 2030.5}]",
        "emona: 1\nid: a\ntitle: A\nedits: [{edit: fleet, year: NaN}]",
        "emona: 1\nid: a\ntitle: A\nedits: [{edit: lanes, place: {links: a}, lanes: 0}]",
        "emona: 1\nid: a\ntitle: A\nedits: [{edit: close, place: {classes: primary}}]",
        "emona: 1\nid: a\ntitle: A\nedits: [{edit: close, place: {links: a}, modes: []}]",
        "emona: 1\nid: a\ntitle: A\nedits: [{edit: close, place: {links: a}, from: 8:00, to: 8:00}]",
        "emona: 1\nid: a\ntitle: A\nedits: [{edit: close, place: {links: a}, from: 25:00, to: 8:00}]",
        "emona: 1\nid: a\ntitle: A\nedits: [{edit: newLink, from: a}]",
        "emona: 1\nid: a\ntitle: A\nedits: [{edit: demand, factor: 1, place: {links: a}}]",
      })
  void badFilesGiveProblemsAndNothingElse(String text) {
    ScenarioReader.Checked c = ScenarioReader.check(text, "a.yaml");
    assertThat(c.scenario()).isNull();
    assertThat(c.problems()).isNotEmpty();
    assertThatThrownBy(() -> ScenarioReader.read(text, "a.yaml"))
        .isInstanceOf(EmonaException.class);
  }

  @Test
  void manyAliasesAreRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 100; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThat(problems(bomb.toString()))
        .singleElement()
        .satisfies(p -> assertThat(p.what()).contains("aliases"));
  }

  @Test
  void selfIntersectingPolygonsAreRefusedWithThePlace() {
    String edit =
        "{edit: close, place: {polygon: {type: Polygon, coordinates: [[[14.5, 46.0], [14.6, 46.1],"
            + " [14.6, 46.0], [14.5, 46.1], [14.5, 46.0]]]}}}";
    assertThat(problems("{emona: 1, id: a, title: A, edits: [" + edit + "]}"))
        .singleElement()
        .satisfies(p -> assertThat(p.what()).contains("crosses itself"));
    String swapped = "{edit: addBins, fraction: paper, points: [[46.0, 114.5]]}";
    assertThat(problems("{emona: 1, id: a, title: A, edits: [" + swapped + "]}"))
        .isNotEmpty()
        .anySatisfy(p -> assertThat(p.fix()).contains("longitude first"));
  }

  @Test
  void plainTimesAndTheWordOnKeepTheirMeaning() {
    Scenario s =
        ScenarioReader.read(
            """
            emona: 1
            id: a
            title: A
            day: 2026-05-04
            edits:
              - edit: close
                on: false
                place: { streets: [B, A] }
                from: 22:00
                to: 06:00
            """,
            "a.yaml");
    assertThat(s.edits().get(0).on()).isFalse();
    assertThat(s.edits().get(0).line()).isEqualTo(6);
    Edit.Close close = (Edit.Close) s.edits().get(0).edit();
    assertThat(close.hours().spans())
        .containsExactly(new Edit.Hours(0, 360), new Edit.Hours(1320, 1440));
    assertThat(close.place().streets()).containsExactly("A", "B");
    assertThat(s.day().text()).isEqualTo("2026-05-04");
  }
}
