package city.emona.citygen;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.simulate.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The details of roads and junctions of the demo city lie between those of real towns. The bounds
 * are from Porto and Liechtenstein, measured by the same counts (see the model page of the demo
 * city); {@code -Demona.details=true} prints all of them, for the docs.
 */
@Tag("citygen")
class RoadDetailsTest {
  @Test
  void streetsTurnAsRealOnesDo() {
    for (long seed = 7; seed < 10; seed++) {
      Map<String, Double> d = RoadDetails.of(CityGenerator.unrelaxed(seed, 5000, 2, Progress.NONE));
      assertThat(d.get("share turned in steps below 30°, main")).isGreaterThan(0.9);
      assertThat(d.get("share turned in steps below 30°, tertiary")).isGreaterThan(0.75);
      assertThat(d.get("share turned in steps below 30°, small")).isBetween(0.55, 0.8);
      assertThat(d.get("bend vertex to next m, p50")).isBetween(5.0, 14.0);
      assertThat(d.get("dual carriageway apart m, p10")).isGreaterThan(7.5);
      assertThat(d.get("dual carriageway apart m, p90")).isLessThan(21);
    }
  }

  /** In a larger town, where chance counts less: half to twice as many as in the real ones. */
  @Test
  void junctionsHaveTheDetailsOfRealOnes() {
    Map<String, Double> d = RoadDetails.of(CityGenerator.unrelaxed(7, 20_000, 2, Progress.NONE));
    assertThat(d.get("roundabouts per km2")).isBetween(0.25, 1.4);
    assertThat(d.get("roundabout radius m, p10")).isLessThan(9);
    assertThat(d.get("roundabout radius m, p90")).isGreaterThan(15);
    assertThat(d.get("roundabout arms with an island")).isBetween(0.02, 0.35);
    assertThat(d.get("splitter islands per km2")).isBetween(0.35, 2.1);
    assertThat(d.get("link roads at grade per km2")).isBetween(0.1, 1.5);
    assertThat(d.get("turning loops per dead end")).isBetween(0.006, 0.1);
    assertThat(d.get("turning heads per dead end")).isBetween(0.002, 0.024);
  }

  @Test
  void printTheDetails() {
    Assumptions.assumeTrue(Boolean.getBoolean("emona.details"), "no -Demona.details=true");
    List<Map<String, Double>> columns = new ArrayList<>();
    for (String file : List.of("porto_portugal", "liechtenstein-latest", "monaco-latest")) {
      columns.add(RoadDetails.of(StreetPlanCrops.real(file + ".osm.pbf")));
    }
    for (int links : new int[] {5000, 20_000, 40_000}) {
      columns.add(RoadDetails.of(CityGenerator.unrelaxed(7, links, 2, Progress.NONE)));
    }
    System.out.println(
        GrainStatistics.table(
            List.of("Porto", "Liechtenstein", "Monaco", "5,000", "20,000", "40,000"), columns));
  }
}
