package city.emona.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import city.emona.EmonaException;
import city.emona.scenario.yaml.Problem;
import city.emona.scenario.yaml.ScenarioReader;
import city.emona.scenario.yaml.ScenarioWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    assertThat(p).extracting(Problem::line).as("in the order of the file").isSorted();
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
        "emona: 1\nid: a\ntitle: A\nedits: [{edit: fleet, table: fleet.csv}]",
        "emona: 1\nid: a\ntitle: A\nedits: [{edit: fleet, place: {streets: a}}]",
        "emona: 1\nid: a\ntitle: A\nedits: [{edit: fleet, year: 2030, from: 2030-13-01}]",
        "emona: 1\nid: a\ntitle: A\nedits: [{edit: fleet, year: 2030, from: 2030-02-01, until:"
            + " 2030-02-01}]",
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

  /** A table in a file beside the scenario becomes part of it; what is wrong has file and line. */
  @Test
  void aFleetTableBesideTheScenario(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("mine.yaml");
    String edits = "edits:\n  - edit: fleet\n    table: town.csv\n    year: 2030\n";
    Files.writeString(file, "emona: 1\nid: mine\ntitle: Mine\n" + edits);
    assertThat(fleetProblem(file)).contains("mine.yaml:6", "table", "cannot be read");
    Files.writeString(folder.resolve("town.csv"), Examples.SMALL_FLEET);
    Scenario read = ScenarioLibrary.readFile(file);
    assertThat(ScenarioLibrary.check(file)).isEmpty();
    Edit.Fleet fleet = (Edit.Fleet) read.edits().get(0).edit();
    assertThat(fleet.table().years()).containsExactly(2030, 2035);
    assertThat(fleet.table().share(0, 0)).isEqualTo(0.75);
    assertThat(ScenarioReader.read(ScenarioWriter.toYaml(read), "again").toTree())
        .isEqualTo(read.toTree());
    String other = Examples.SMALL_FLEET.replace("0.75,0.5", "0.65,0.5").replace("0.25,", "0.35,");
    Files.writeString(folder.resolve("town.csv"), other);
    assertThat(RunKey.actingHash(List.of(ScenarioLibrary.readFile(file))))
        .isNotEqualTo(RunKey.actingHash(List.of(read)));
    wrongTable(file, "0.75,0.5", "0.75,1.5", "town.csv:3, column share_2035");
    wrongTable(file, "0.75,0.5", "0.65,0.5", "town.csv, column share_2030", "add up to 0.9");
    wrongTable(file, "car_petrol_e6d", "car_petrol_e9", "town.csv:3, column technology");
    wrongTable(file, "van,van_d", "car,van_d", "town.csv:5, column group", "belongs to");
    wrongTable(file, ",register\nvan", "\nvan", "town.csv:4", "4 cells");
    wrongTable(file, "share_2030,share_2035", "a,b", "town.csv", "share_2025");
  }

  private static void wrongTable(Path file, String part, String with, String... expected)
      throws IOException {
    String text = Examples.SMALL_FLEET.replaceFirst(part, with);
    assertThat(text).isNotEqualTo(Examples.SMALL_FLEET);
    Files.writeString(file.resolveSibling("town.csv"), text);
    assertThat(fleetProblem(file)).contains("mine.yaml:6").contains(expected);
  }

  private static String fleetProblem(Path file) {
    List<Problem> found = ScenarioLibrary.check(file);
    assertThat(found).hasSize(1);
    return found.get(0).toString();
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
