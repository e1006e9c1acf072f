package city.emona.simulate.traffic.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import city.emona.simulate.Progress;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Origins that meet the same two alternatives use them alike, and no volume changes. */
@Tag("analytic")
class ProportionsTest {
  private static final int[] FROM = {0, 1, 2, 3, 2, 4, 5, 5, 7, 0};
  private static final int[] TO = {2, 2, 3, 5, 4, 5, 6, 7, 6, 6};

  private static AssignmentNetwork net() {
    int m = FROM.length;
    double[] time = {1, 1, 2, 2, 3, 2, 1, 1, 1, 40};
    double[] capacity = new double[m];
    Arrays.fill(capacity, 15);
    double[] b = new double[m];
    Arrays.fill(b, 0.5);
    double[] power = new double[m];
    Arrays.fill(power, 4);
    int[] none = {};
    return new AssignmentNetwork(
        8,
        FROM,
        TO,
        time,
        b,
        capacity,
        power,
        new double[m],
        new int[m],
        new boolean[8],
        none,
        none);
  }

  /** Trips over the upper (link 2) and the lower alternative (link 4) by origin. */
  private static double[][] use(Assignment a, double[] volume) {
    double[][] use = new double[2][2];
    Arrays.fill(volume, 0);
    a.paths(
        (pair, links, count, flow) -> {
          for (int i = 0; i < count; i++) {
            volume[links[i]] += flow;
            if (links[i] == 2 || links[i] == 4) {
              use[pair / 2][links[i] == 2 ? 0 : 1] += flow;
            }
          }
        });
    return use;
  }

  @Test
  void twoOriginsUseTwoParallelWaysAlike() {
    Trips trips = new Trips(new int[] {0, 0, 1, 1}, new int[] {5, 6, 5, 6}, new int[4], 1);
    Assignment a = new Assignment(net(), trips, 1);
    Assignment.Result r = a.solve(new double[] {9, 6, 10, 2}, 1e-13, 300, Progress.NONE);
    assertThat(r.relativeGap()).isLessThanOrEqualTo(1e-13);
    double[] before = new double[FROM.length];
    double[][] first = use(a, before);
    // The ways leave out what is below 1e-4 of a pair's trips; the volumes do not.
    a.linkVolumes(before);
    assertThat(Math.abs(upper(first[0]) - upper(first[1]))).isGreaterThan(1e-3);
    assertThat(a.proportion()).isLessThanOrEqualTo(1e-6);
    double[] after = new double[FROM.length];
    double[][] then = use(a, after);
    assertThat(upper(then[0])).isCloseTo(upper(then[1]), within(1e-6));
    assertThat(upper(then[0])).isBetween(0.3, 0.9);
    for (int i = 0; i < after.length; i++) {
      assertThat(after[i]).isCloseTo(before[i], within(1e-9));
    }
    assertThat(a.proportion()).isLessThanOrEqualTo(1e-6);
  }

  private static double upper(double[] use) {
    return use[0] / (use[0] + use[1]);
  }
}
