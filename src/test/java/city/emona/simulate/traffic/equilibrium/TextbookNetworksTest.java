package city.emona.simulate.traffic.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import city.emona.simulate.Progress;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Networks whose equilibrium is known by hand. */
@Tag("analytic")
class TextbookNetworksTest {
  /** Links with time = constant + factor · volume^power. */
  private static AssignmentNetwork network(int nodes, double[][] links, int[]... bans) {
    int m = links.length;
    int[] from = new int[m];
    int[] to = new int[m];
    double[] free = new double[m];
    double[] b = new double[m];
    double[] power = new double[m];
    double[] ones = new double[m];
    Arrays.fill(ones, 1);
    for (int i = 0; i < m; i++) {
      from[i] = (int) links[i][0];
      to[i] = (int) links[i][1];
      free[i] = Math.max(1e-12, links[i][2]);
      b[i] = links[i][3] / free[i];
      power[i] = links[i][4];
    }
    int[] banFrom = Arrays.stream(bans).mapToInt(x -> x[0]).toArray();
    int[] banTo = Arrays.stream(bans).mapToInt(x -> x[1]).toArray();
    return new AssignmentNetwork(
        nodes,
        from,
        to,
        free,
        b,
        ones,
        power,
        new double[m],
        new int[m],
        new boolean[nodes],
        banFrom,
        banTo);
  }

  private static double[] solve(AssignmentNetwork net, int from, int to, double trips) {
    Trips t = new Trips(new int[] {from}, new int[] {to}, new int[1], 1);
    Assignment a = new Assignment(net, t, 1);
    Assignment.Result r = a.solve(new double[] {trips}, 1e-13, 100, Progress.NONE);
    assertThat(r.relativeGap()).isLessThanOrEqualTo(1e-13);
    double[] v = new double[net.linkCount()];
    a.linkVolumes(v);
    return v;
  }

  @Test
  void pigouSendsEverybodyOverTheCongestibleRoad() {
    double[] v = solve(network(2, new double[][] {{0, 1, 1, 0, 1}, {0, 1, 0, 1, 1}}), 0, 1, 1);
    assertThat(v[1]).isCloseTo(1, within(1e-8));
    assertThat(v[0]).isCloseTo(0, within(1e-8));
  }

  @Test
  void twoRoutesMeetAtEqualTimes() {
    // 10 + v = 15 + v / 2 with 20 trips: v = 10 on both.
    double[] v = solve(network(2, new double[][] {{0, 1, 10, 1, 1}, {0, 1, 15, 0.5, 1}}), 0, 1, 20);
    assertThat(v[0]).isCloseTo(10, within(1e-9));
    assertThat(v[1]).isCloseTo(10, within(1e-9));
  }

  @Test
  void squareRootAndFractionalPowersMeetAtEqualTimes() {
    AssignmentNetwork net =
        network(2, new double[][] {{0, 1, 10, 0.1, 5.5}, {0, 1, 12, 0.3, 1.37}});
    double[] v = solve(net, 0, 1, 7);
    double first = 10 + 0.1 * Math.pow(v[0], 5.5);
    assertThat(first).isCloseTo(12 + 0.3 * Math.pow(v[1], 1.37), within(1e-9));
    assertThat(v[0] + v[1]).isCloseTo(7, within(1e-12));
  }

  /** Braess (1968): 6 trips; 10 v, 50 + v, and a bridge 10 + v. Times 83 without, 92 with it. */
  @Test
  void braessBridgeMakesEverybodySlower() {
    double[][] links = {
      {0, 1, 0, 10, 1}, {0, 2, 50, 1, 1}, {1, 3, 50, 1, 1}, {2, 3, 0, 10, 1}, {1, 2, 10, 1, 1}
    };
    double[] without = solve(network(4, Arrays.copyOf(links, 4)), 0, 3, 6);
    assertThat(without).containsExactly(new double[] {3, 3, 3, 3}, within(1e-6));
    double[] with = solve(network(4, links), 0, 3, 6);
    assertThat(with).containsExactly(new double[] {4, 2, 2, 4, 2}, within(1e-6));
    assertThat(10 * with[0] + 50 + with[2]).isCloseTo(92, within(1e-5));
  }

  @Test
  void bannedTurnIsDrivenAround() {
    // 0→1→2 is short but the turn is banned; 1→3→1 turns round and 0→4→2 is longer still.
    double[][] links = {
      {0, 1, 1, 0, 1},
      {1, 2, 1, 0, 1},
      {1, 3, 1, 0, 1},
      {3, 1, 1, 0, 1},
      {0, 4, 9, 0, 1},
      {4, 2, 9, 0, 1}
    };
    assertThat(solve(network(5, links), 0, 2, 1)).containsExactly(1, 1, 0, 0, 0, 0);
    assertThat(solve(network(5, links, new int[] {0, 1}), 0, 2, 1))
        .containsExactly(1, 1, 1, 1, 0, 0);
    assertThat(solve(network(5, links, new int[] {0, 1}, new int[] {3, 1}), 0, 2, 1))
        .containsExactly(0, 0, 0, 0, 1, 1);
  }

  @Test
  void pairsWithoutAPathAreCounted() {
    AssignmentNetwork net = network(3, new double[][] {{0, 1, 1, 0, 1}});
    Trips t = new Trips(new int[] {0, 0}, new int[] {1, 2}, new int[2], 1);
    Assignment a = new Assignment(net, t, 1);
    Assignment.Result r = a.solve(new double[] {3, 4}, 1e-6, 10, Progress.NONE);
    assertThat(r.unreachable()).isEqualTo(4);
    assertThat(r.relativeGap()).isZero();
  }

  /**
   * A road with a toll, 10 + v, beside a free one of 20. Who values time highly pays 2 for the toll
   * and drives until the road takes 18; to the others it is worth 8, and they stay away.
   */
  @Test
  void tollKeepsThoseAwayWhoseTimeIsCheap() {
    AssignmentNetwork net = network(2, new double[][] {{0, 1, 10, 1, 1}, {0, 1, 20, 0, 1}});
    Trips t = new Trips(new int[2], new int[] {1, 1}, new int[] {0, 1}, 2);
    Assignment a = new Assignment(net, t, 1);
    a.charge(0, new double[] {2, 0});
    a.charge(1, new double[] {8, 0});
    double[] trips = {12, 6};
    Assignment.Result r = a.solve(trips, 1e-13, 100, Progress.NONE);
    double[] v = new double[2];
    a.linkVolumes(v);
    assertThat(v).containsExactly(new double[] {8, 10}, within(1e-9));
    float[] cheap = new float[2];
    a.linkVolumes(new double[] {0, 1}, cheap);
    assertThat(cheap).containsExactly(0, 6);
    assertThat(r.objective()).isCloseTo(8 * 10 + 32 + 8 * 2 + 20 * 10, within(1e-9));
    assertThat(r.totalTime()).isCloseTo(8 * 18 + 20 * 10, within(1e-9));
    a.charge(1, null);
    a.solve(trips, 1e-13, 100, Progress.NONE);
    a.linkVolumes(new double[] {0, 1}, cheap);
    a.linkVolumes(v);
    // Freed of the toll, all six take the road, and of the first class as many leave it.
    assertThat(v[0]).isCloseTo(8, within(1e-9));
    assertThat(cheap[0]).isEqualTo(6);
    double[] seen = new double[2];
    a.paths((pair, links, count, flow) -> seen[links[0]] += count * flow);
    assertThat(seen).containsExactly(v, within(1e-12));
  }

  @Test
  void negativeChargesAreRefused() {
    AssignmentNetwork net = network(2, new double[][] {{0, 1, 10, 1, 1}});
    Trips t = new Trips(new int[1], new int[] {1}, new int[1], 1);
    Assignment a = new Assignment(net, t, 1);
    assertThatThrownBy(() -> a.charge(0, new double[] {-1}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> a.charge(0, new double[] {Double.NaN}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
