package city.emona.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import city.emona.EmonaException;
import city.emona.model.City;
import city.emona.scenario.yaml.ScenarioReader;
import city.emona.scenario.yaml.ScenarioWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Every file in scenarios/ reads, states a problem and a goal, and applies to a city with roles.
 */
class ShippedScenariosTest {
  static final List<String> SHIPPED = ScenarioLibrary.SHIPPED;

  @Test
  void theListIsTheFolder() {
    assertThat(
            ScenarioLibrary.folder(Path.of("scenarios")).list().stream().map(Scenario::id).toList())
        .containsExactlyInAnyOrderElementsOf(SHIPPED)
        .hasSizeGreaterThanOrEqualTo(9);
    assertThat(ScenarioLibrary.shipped().list().stream().map(Scenario::id))
        .containsExactlyElementsOf(SHIPPED);
  }

  @ParameterizedTest
  @FieldSource("SHIPPED")
  void startsFromAProblemAndAGoal(String id) {
    Scenario s = ScenarioLibrary.shipped().get(id);
    assertThat(s.problem().length()).isGreaterThan(60);
    assertThat(s.goals()).isNotEmpty();
    assertThat(Path.of("scenarios", id + ".yaml")).exists();
    assertThat(id.equals("base") || s.parent().equals("base")).isTrue();
  }

  @ParameterizedTest
  @FieldSource("SHIPPED")
  void appliesToACityWithTheRolesAndLeavesItUnharmed(String id) {
    City city = RiverTown.city();
    String before = city.version();
    ScenarioLibrary all = ScenarioLibrary.shipped();
    Situation s =
        Resolution.resolve(city, all.chain(all.get(id)), UnaryOperator.identity()).apply();
    assertThat(RiverTown.city().version()).isEqualTo(before);
    assertThat(new City(city.info(), city.tables()).version()).isEqualTo(before);
    assertThat(s.city().version().equals(before) && s.conditions().equals(base()))
        .isEqualTo(id.equals("base"));
  }

  private static Object base() {
    return city.emona.model.Conditions.base(city.emona.model.DayType.WEEKDAY);
  }

  @ParameterizedTest
  @FieldSource("SHIPPED")
  void readsBackWhatItWrites(String id) throws Exception {
    Scenario s = ScenarioLibrary.shipped().get(id);
    String yaml = ScenarioWriter.toYaml(s);
    assertThat(ScenarioReader.read(yaml, "x").toTree()).isEqualTo(s.toTree());
    assertThat(ScenarioReader.read(ScenarioWriter.json(s.toTree()), "x").toTree())
        .isEqualTo(s.toTree());
    assertThat(ScenarioWriter.toYaml(ScenarioReader.read(yaml, "x"))).isEqualTo(yaml);
    assertThat(Files.readString(Path.of("scenarios", id + ".yaml"))).doesNotContain("\t");
  }

  @Test
  void aCityWithoutTheRoleIsRefusedByName() {
    City city = RiverTown.city();
    City bare = new City(city.info(), city.tables().subList(0, 17));
    ScenarioLibrary all = ScenarioLibrary.shipped();
    Resolution r =
        Resolution.resolve(
            bare, all.chain(all.get("package-calm-centre")), UnaryOperator.identity());
    assertThat(r.problems()).hasSize(2);
    assertThatThrownBy(r::apply)
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("inner-ring")
        .hasMessageContaining("old-town")
        .hasMessageContaining("emona city role");
    assertThat(
            Resolution.resolve(bare, all.chain(all.get("base")), UnaryOperator.identity())
                .apply()
                .city())
        .isSameAs(bare);
  }
}
