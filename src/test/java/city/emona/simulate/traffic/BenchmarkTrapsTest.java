package city.emona.simulate.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import city.emona.simulate.Progress;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong with the usual benchmark files, and random networks against their definition. */
@Tag("analytic")
class BenchmarkTrapsTest {
  /** Columns: from, to, capacity, free-flow time, b, power. */
  private static TntpAssignment.Problem problem(
      int zones, int nodes, int through, double[][] links, double[][] trips) {
    return new TntpAssignment.Problem(
        zones,
        nodes,
        through,
        Arrays.stream(links).mapToInt(l -> (int) l[0]).toArray(),
        Arrays.stream(links).mapToInt(l -> (int) l[1]).toArray(),
        column(links, 2),
        column(links, 3),
        column(links, 4),
        column(links, 5),
        new double[links.length],
        Arrays.stream(trips).mapToInt(t -> (int) t[0]).toArray(),
        Arrays.stream(trips).mapToInt(t -> (int) t[1]).toArray(),
        column(trips, 2));
  }

  private static double[] column(double[][] rows, int c) {
    return Arrays.stream(rows).mapToDouble(r -> r[c]).toArray();
  }

  @Test
  void nobodyDrivesThroughACentroid() {
    double[][] links = {
      {0, 1, 1, 1, 0, 0}, {1, 2, 1, 1, 0, 0}, {0, 3, 1, 5, 0, 0}, {3, 2, 1, 5, 0, 0}
    };
    double[][] trips = {{0, 2, 10}, {0, 1, 3}, {0, 0, 99}};
    TntpAssignment.Solution s =
        TntpAssignment.solve(problem(3, 4, 3, links, trips), 1e-9, 50, 1, Progress.NONE);
    assertThat(s.flow()).containsExactly(3, 0, 10, 10);
    assertThat(s.intrazonal()).isEqualTo(99);
    assertThat(s.trips()).isEqualTo(112);
    TntpAssignment.Solution open =
        TntpAssignment.solve(problem(3, 4, 0, links, trips), 1e-9, 50, 1, Progress.NONE);
    assertThat(open.flow()).containsExactly(13, 10, 0, 0);
  }

  @Test
  void zeroTimesPowersAndCapacitiesGiveNumbers() {
    double[][] links = {
      {0, 1, 0, 0, 0.15, 4},
      {0, 1, 1, 3, 0, 0},
      {1, 2, 1, 2, 4e-71, 16.83},
      {1, 2, 1, 2, 0, 0},
      {2, 1, 1, 0, 0, 0}
    };
    TntpAssignment.Solution s =
        TntpAssignment.solve(
            problem(3, 3, 0, links, new double[][] {{0, 2, 5000}}), 1e-9, 50, 1, Progress.NONE);
    assertThat(s.relativeGap()).isLessThanOrEqualTo(1e-9);
    assertThat(s.flow()[0] + s.flow()[1]).isCloseTo(5000, within(1e-9));
    for (double v : s.flow()) {
      assertThat(v).isNotNaN().isNotNegative();
    }
    for (double c : s.cost()) {
      assertThat(c).isNotNaN();
    }
    assertThat(s.objective()).isCloseTo(10000, within(10.0));
  }

  /** Every used path costs what the cheapest does, and what enters a node leaves it. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
  @Tag("oracle")
  void randomNetworksMeetWardropAndConserveFlow(long seed) {
    Random random = new Random(seed);
    int nodes = 30;
    double[][] links = new double[nodes * 4][];
    for (int i = 0; i < links.length; i++) {
      int from = i % nodes;
      int to = i < nodes ? (from + 1) % nodes : random.nextInt(nodes);
      links[i] =
          new double[] {
            from,
            to,
            5 + random.nextInt(20),
            random.nextInt(10),
            0.15 + random.nextDouble(),
            random.nextInt(4) == 0 ? 1 + 4 * random.nextDouble() : 1 + random.nextInt(5)
          };
    }
    double[][] trips = new double[120][];
    double[] balance = new double[nodes];
    for (int i = 0; i < trips.length; i++) {
      trips[i] = new double[] {random.nextInt(nodes), random.nextInt(nodes), random.nextInt(9)};
      balance[(int) trips[i][0]] += trips[i][2];
      balance[(int) trips[i][1]] -= trips[i][2];
    }
    TntpAssignment.Problem problem = problem(nodes, nodes, 0, links, trips);
    TntpAssignment.Solution s = TntpAssignment.solve(problem, 1e-11, 300, 1, Progress.NONE);
    assertThat(s.relativeGap()).isLessThanOrEqualTo(1e-11);
    double spent = 0;
    for (int i = 0; i < links.length; i++) {
      balance[(int) links[i][0]] -= s.flow()[i];
      balance[(int) links[i][1]] += s.flow()[i];
      spent += s.flow()[i] * s.cost()[i];
    }
    for (double b : balance) {
      assertThat(b).isCloseTo(0, within(1e-7));
    }
    double least = 0;
    for (double[] t : trips) {
      least += t[2] * bellmanFord(nodes, links, s.cost(), (int) t[0])[(int) t[1]];
    }
    assertThat((spent - least) / spent).isBetween(-1e-10, 1e-10);
  }

  @Test
  @Tag("invariant")
  void closureFromWhereItWasEndsWhereAColdStartEnds() {
    double[][] links = {
      {0, 1, 10, 4, 0.5, 4},
      {1, 3, 8, 4, 0.5, 4},
      {0, 2, 9, 5, 0.5, 4},
      {2, 3, 9, 5, 0.5, 4},
      {1, 2, 6, 1, 0.5, 4},
      {0, 3, 7, 12, 0.5, 4}
    };
    double[][] trips = {{0, 3, 30}, {1, 3, 5}};
    TntpAssignment.Problem open = problem(4, 4, 0, links, trips);
    List<TntpAssignment.Solution> warm =
        TntpAssignment.solve(open, new int[] {4, 1}, 1e-12, 200, 1, Progress.NONE, s -> {});
    assertThat(warm).hasSize(3);
    assertThat(warm.get(1).flow()[4]).isZero();
    assertThat(warm.get(2).unreachable()).isEqualTo(5);
    double[][] without = {links[0], links[1], links[2], links[3], links[5]};
    TntpAssignment.Solution cold =
        TntpAssignment.solve(problem(4, 4, 0, without, trips), 1e-12, 200, 1, Progress.NONE);
    assertThat(warm.get(1).objective()).isCloseTo(cold.objective(), within(1e-9));
    assertThat(warm.get(0).objective()).isLessThanOrEqualTo(cold.objective() + 1e-9);
  }

  private static double[] bellmanFord(int nodes, double[][] links, double[] cost, int source) {
    double[] d = new double[nodes];
    Arrays.fill(d, Double.POSITIVE_INFINITY);
    d[source] = 0;
    for (int round = 0; round < nodes; round++) {
      for (int i = 0; i < links.length; i++) {
        int to = (int) links[i][1];
        d[to] = Math.min(d[to], d[(int) links[i][0]] + cost[i]);
      }
    }
    return d;
  }
}
