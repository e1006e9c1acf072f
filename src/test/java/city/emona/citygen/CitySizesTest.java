package city.emona.citygen;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.graph.StrongComponents;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.Progress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every size that the command line accepts makes a city, the least one included: its number of
 * links is near the wanted one, it is one strong component, and the shipped scenarios find their
 * roles. The lattice lies differently under the river at every size, so several odd ones are tried.
 */
@Tag("citygen")
class CitySizesTest {
  @ParameterizedTest
  @CsvSource({
    "2000, 20",
    "2137, 6",
    "2500, 4",
    "3000, 4",
    "3777, 4",
    "6500, 3",
    "8000, 3",
    "20000, 2",
    "40000, 1",
    "60000, 1"
  })
  void everySizeMakesACity(int links, int seeds) {
    for (long seed = 7; seed < 7 + seeds; seed++) {
      City city = CityGenerator.unrelaxed(seed, links, 2, Progress.NONE);
      String name = links + " links, seed " + seed;
      assertThat(city.table(Schema.LINKS).size())
          .as(name)
          .isBetween((int) (0.9 * links), (int) (1.1 * links));
      StrongComponents nodes = new StrongComponents(city.network().graph(Schema.CAR));
      assertThat(nodes.size(nodes.largest())).as(name).isEqualTo(city.table(Schema.NODES).size());
      Table roles = city.table(Schema.ROLES);
      int[] members = new int[roles.size()];
      for (int role : city.table(Schema.ROLE_MEMBERS).ints("role")) {
        members[role]++;
      }
      assertThat(members[roles.findRow("old-bridge")]).as(name + ", old bridge").isEqualTo(2);
      assertThat(members[roles.findRow("new-bridge-site")]).as(name + ", new bridge").isEqualTo(2);
      assertThat(members[roles.findRow("new-district-site")]).as(name + ", field").isEqualTo(1);
    }
  }
}
