package city.emona.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import city.emona.EmonaException;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.scenario.role.CityRoles;
import city.emona.scenario.yaml.ScenarioReader;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Roles that a user gives to a city, and scenarios that speak of them. */
@Tag("invariant")
class CityRolesTest {
  private static final City CITY = RiverTown.city();

  private static City set(String name, String place, String... nodes) {
    Place where = place.isEmpty() ? Place.NOWHERE : ScenarioReader.place(place, "--place");
    return CityRoles.set(CITY, name, where, List.of(nodes));
  }

  private static Situation apply(City city, String edit) {
    Scenario s = ScenarioReader.read("emona: 1\nid: a\ntitle: A\nedits: [" + edit + "]", "a");
    return Resolution.resolve(city, List.of(s), UnaryOperator.identity()).apply();
  }

  @Test
  void streetsDistrictsAreasAndJunctionsBecomeRoles() {
    City streets = set("quays", "{streets: [North Quay, South Quay]}");
    int[] kmh =
        apply(streets, "{edit: speedLimit, place: {role: quays}, kmh: 20}")
            .city()
            .network()
            .freeSpeedKmh();
    assertThat(IntStream.of(kmh).filter(v -> v == 20).count()).isEqualTo(8);
    City district = set("north", "{districts: Northbank}");
    assertThat(new Areas(district, UnaryOperator.identity()).members("north"))
        .containsExactly("d-north");
    City area = set("everything", "{polygon: " + Examples.POLYGON + "}");
    assertThat(area.table(Schema.ROLES).polygons().bounds(area.table(Schema.ROLES).size() - 1))
        .isNotNull();
    City site = set("crossing", "", "n5", "s2");
    assertThat(apply(site, "{edit: newLink, role: crossing}").city().network().linkCount())
        .isEqualTo(CITY.network().linkCount() + 2);
  }

  @Test
  void settingAgainReplacesAndRemovingLeavesTheOthers() {
    int roles = CITY.table(Schema.ROLES).size();
    City moved = set("old-bridge", "{streets: Mill Lane}");
    assertThat(moved.table(Schema.ROLES).size()).isEqualTo(roles);
    Areas areas = new Areas(moved, UnaryOperator.identity());
    assertThat(areas.members("old-bridge")).hasSize(4).allMatch(m -> m.startsWith("Mill Lane"));
    City gone = CityRoles.remove(CITY, "old-bridge");
    for (String name : gone.table(Schema.ROLES).ids()) {
      assertThat(new Areas(gone, UnaryOperator.identity()).members(name))
          .as(name)
          .isEqualTo(new Areas(CITY, UnaryOperator.identity()).members(name));
    }
    assertThatThrownBy(() -> apply(gone, "{edit: close, place: {role: old-bridge}}"))
        .hasMessageContaining("emona city role old-bridge");
    assertThat(CityRoles.remove(CITY, "no-such")).isSameAs(CITY);
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> set("x", "{street: Mill Lane}"))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("streets");
    assertThatThrownBy(() -> set("x", "{streets: Nowhere}")).hasMessageContaining("Nowhere");
    assertThatThrownBy(() -> set("x", "", "n99")).hasMessageContaining("n99");
    assertThatThrownBy(() -> set("x", "")).hasMessageContaining("name nothing");
  }
}
