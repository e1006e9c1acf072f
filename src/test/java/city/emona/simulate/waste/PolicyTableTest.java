package city.emona.simulate.waste;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The policies on 600 bins and 364 days against an independent simulation of the same inputs, whose
 * bins were drawn at random: emptyings per bin and week within 8 %, fill when emptied within 3
 * points, overflowing bin-days within 0.15 points or 12 %; and what the table says in words.
 */
@Tag("oracle")
class PolicyTableTest {
  private static final Map<String, double[]> THERE =
      Map.ofEntries(
          Map.entry("six days", new double[] {6.00, 20, 0.49}),
          Map.entry("Mo-We-Fr", new double[] {3.00, 38, 2.38}),
          Map.entry("Mo-Th", new double[] {2.00, 54, 5.92}),
          Map.entry("own interval", new double[] {1.73, 66, 2.91}),
          Map.entry("threshold 50 %", new double[] {1.78, 65, 1.48}),
          Map.entry("threshold 60 %", new double[] {1.54, 75, 2.24}),
          Map.entry("threshold 70 %", new double[] {1.36, 84, 3.62}),
          Map.entry("threshold 80 %", new double[] {1.22, 92, 5.96}),
          Map.entry("predictive 5 %", new double[] {1.81, 65, 0.74}),
          Map.entry("predictive 2 %", new double[] {2.00, 59, 0.57}),
          Map.entry("predictive 1 %", new double[] {2.14, 55, 0.53}),
          Map.entry("predictive 0.2 %", new double[] {2.45, 48, 0.49}),
          Map.entry("predictive 1 %, 5 % dead, 5 % noise", new double[] {2.14, 55, 0.57}),
          Map.entry("predictive 1 %, 20 % dead", new double[] {2.18, 54, 0.64}),
          Map.entry("predictive 1 %, no sensors", new double[] {2.31, 51, 1.09}));

  private static final Map<String, PolicyTable.Row> HERE = new HashMap<>();

  @BeforeAll
  static void simulate() {
    PolicyTable.rows(7).forEach(r -> HERE.put(r.policy(), r));
  }

  @Test
  void everyRowComesOutAsPublished() {
    assertThat(HERE.keySet()).isEqualTo(THERE.keySet());
    THERE.forEach(
        (policy, there) -> {
          PolicyTable.Row here = HERE.get(policy);
          assertThat(here.emptyings()).as(policy).isEqualTo(there[0], within(there[0] * 0.08));
          assertThat(here.fillPercent()).as(policy).isEqualTo(there[1], within(3.0));
          assertThat(here.overflowPercent())
              .as(policy)
              .isEqualTo(there[2], within(Math.max(0.15, there[2] * 0.12)));
        });
  }

  @Test
  void theOrderIsThatOfTheTable() {
    List<String> byOverflow =
        List.of(
            "predictive 0.2 %",
            "predictive 1 %",
            "predictive 2 %",
            "predictive 5 %",
            "predictive 1 %, no sensors",
            "threshold 50 %",
            "threshold 60 %",
            "own interval",
            "threshold 70 %",
            "Mo-Th");
    for (int k = 1; k < byOverflow.size(); k++) {
      assertThat(overflow(byOverflow.get(k - 1)))
          .as(byOverflow.get(k))
          .isLessThan(overflow(byOverflow.get(k)));
    }
    assertThat(overflow("predictive 1 %, 20 % dead")).isGreaterThan(overflow("predictive 1 %"));
    for (int k = 1; k < 4; k++) {
      String[] limits = {"5 %", "2 %", "1 %", "0.2 %"};
      assertThat(emptyings("predictive " + limits[k]))
          .isGreaterThan(emptyings("predictive " + limits[k - 1]));
    }
  }

  @Test
  void predictionHalvesTheOverflowOfAThresholdAtEqualEffort() {
    assertThat(emptyings("predictive 5 %")).isEqualTo(emptyings("threshold 50 %"), within(0.1));
    assertThat(overflow("predictive 5 %")).isLessThan(overflow("threshold 50 %") * 0.55);
  }

  @Test
  void againstThreeDaysAWeekItNeedsAThirdLessEffortAndRunsOverAQuarterAsOften() {
    assertThat(emptyings("predictive 2 %")).isEqualTo(2.0, within(0.15));
    assertThat(overflow("predictive 2 %")).isLessThan(overflow("Mo-We-Fr") * 0.3);
  }

  @Test
  void sensorsAddLittleEffortAndHalfOfTheOverflowOnTopOfForecasting() {
    double with = emptyings("predictive 1 %");
    assertThat(emptyings("predictive 1 %, no sensors") / with - 1).isBetween(0.03, 0.12);
    assertThat(overflow("predictive 1 %") / overflow("predictive 1 %, no sensors"))
        .isBetween(0.3, 0.6);
  }

  private static double emptyings(String policy) {
    return HERE.get(policy).emptyings();
  }

  private static double overflow(String policy) {
    return HERE.get(policy).overflowPercent();
  }
}
