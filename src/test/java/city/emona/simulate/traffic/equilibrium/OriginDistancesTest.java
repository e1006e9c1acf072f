package city.emona.simulate.traffic.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import city.emona.simulate.Progress;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which trips on a link are still near their start, against paths followed one by one. */
class OriginDistancesTest {
  private static AssignmentNetwork net(int nodes, int[] from, int[] to, double[] capacity) {
    int m = from.length;
    double[] time = new double[m];
    double[] b = new double[m];
    double[] power = new double[m];
    Arrays.fill(time, 1);
    Arrays.fill(b, 0.15);
    Arrays.fill(power, 4);
    int[] none = {};
    return new AssignmentNetwork(
        nodes,
        from,
        to,
        time,
        b,
        capacity,
        power,
        new double[m],
        new int[m],
        new boolean[nodes],
        none,
        none);
  }

  /**
   * One street of four links of 400 m: 10 trips from its beginning and 5 from its middle, all to
   * its end. Within 600 m: the first link and half of the second, the third and half of the fourth.
   */
  @Test
  @Tag("analytic")
  void aStreetWithTwoOrigins() {
    AssignmentNetwork net =
        net(5, new int[] {0, 1, 2, 3}, new int[] {1, 2, 3, 4}, new double[] {99, 99, 99, 99});
    Trips trips = new Trips(new int[] {0, 2}, new int[] {4, 4}, new int[] {0, 0}, 1);
    Assignment a = new Assignment(net, trips, 1);
    a.solve(new double[] {10, 5}, 1e-9, 20, Progress.NONE);
    double[] length = {400, 400, 400, 400};
    float[][] near = new float[3][4];
    a.volumesNearOrigin(new double[] {1, 1}, length, new double[] {200, 600, 5000}, near);
    assertThat(near[0]).containsExactly(5, 0, 2.5f, 0);
    assertThat(near[1]).containsExactly(10, 5, 5, 2.5f);
    assertThat(near[2]).containsExactly(10, 10, 15, 15);
    a.volumesNearOrigin(new double[] {0, 1}, length, new double[] {200, 600, 5000}, near);
    assertThat(near[1]).containsExactly(0, 0, 5, 2.5f);
  }

  /** A congested grid: totals and links against the sum over all paths. */
  @Test
  @Tag("oracle")
  void aGridAgainstItsPaths() {
    int side = 9;
    int n = side * side;
    int[] from = new int[4 * side * (side - 1)];
    int[] to = new int[from.length];
    int m = 0;
    for (int v = 0; v < n; v++) {
      for (int w : new int[] {v % side + 1 < side ? v + 1 : -1, v + side < n ? v + side : -1}) {
        if (w >= 0) {
          from[m] = v;
          to[m++] = w;
          from[m] = w;
          to[m++] = v;
        }
      }
    }
    double[] capacity = new double[m];
    double[] length = new double[m];
    for (int i = 0; i < m; i++) {
      capacity[i] = 20 + i * 7 % 20;
      length[i] = 300 + i / 2 * 37 % 400;
    }
    int[] origin = new int[4 * n];
    int[] end = new int[4 * n];
    double[] demand = new double[4 * n];
    for (int p = 0; p < demand.length; p++) {
      origin[p] = p / 4;
      end[p] = (origin[p] + 7 + 19 * (p % 4)) % n;
      demand[p] = 1 + p % 5;
    }
    Assignment a = new Assignment(net(n, from, to, capacity), trips(origin, end), 2);
    a.solve(demand, 1e-8, 300, Progress.NONE);
    double[] within = {1000, 2500};
    float[][] near = new float[2][m];
    double[] all = new double[demand.length];
    Arrays.fill(all, 1);
    a.volumesNearOrigin(all, length, within, near);
    double[][] exact = new double[2][m];
    a.paths(
        (pair, links, count, flow) -> {
          for (int d = 0; d < 2; d++) {
            double at = 0;
            for (int i = 0; i < count; i++) {
              double in = Math.min(1, Math.max(0, (within[d] - at) / length[links[i]]));
              exact[d][links[i]] += flow * in;
              at += length[links[i]];
            }
          }
        });
    for (int d = 0; d < 2; d++) {
      double off = 0;
      double sum = 0;
      for (int i = 0; i < m; i++) {
        off += Math.abs(near[d][i] - exact[d][i]) * length[i];
        sum += exact[d][i] * length[i];
      }
      assertThat(off / sum).as("within " + within[d]).isLessThan(0.01);
    }
    float[][] again = new float[2][m];
    Assignment three = new Assignment(net(n, from, to, capacity), trips(origin, end), 3);
    three.solve(demand, 1e-8, 300, Progress.NONE);
    three.volumesNearOrigin(all, length, within, again);
    assertThat(again).isEqualTo(near);
    assertThat((double) near[0][0]).isCloseTo(exact[0][0], within(0.2 * exact[0][0]));
  }

  private static Trips trips(int[] origin, int[] end) {
    return new Trips(origin, end, new int[origin.length], 1);
  }
}
