package city.emona.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("oracle")
class ShortestPathsTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void equalsBellmanFordOnRandomGraphs(long seed) {
    Random random = new Random(seed);
    int nodes = 2 + random.nextInt(200);
    int links = random.nextInt(4 * nodes);
    int[] from = random.ints(links, 0, nodes).toArray();
    int[] to = random.ints(links, 0, nodes).toArray();
    double[] cost = random.ints(links, 0, 20).asDoubleStream().toArray();
    for (int i = 0; i < links; i += 7) {
      // Costs that lie far beyond the ring of buckets, and beyond the last bucket of all.
      cost[i] *= i % 2 == 0 ? 1e4 : 1e15;
    }
    ShortestPaths search = new ShortestPaths(Csr.of(nodes, from, to, null), cost, 10);
    for (int round = 0; round < 3; round++) {
      int source = random.nextInt(nodes);
      search.run(source);
      double[] expected = bellmanFord(nodes, from, to, cost, source);
      for (int v = 0; v < nodes; v++) {
        assertThat(search.cost(v)).isEqualTo(expected[v]);
        double along = Arrays.stream(search.pathTo(v)).mapToDouble(i -> cost[i]).sum();
        if (expected[v] < Double.POSITIVE_INFINITY) {
          assertThat(along).isCloseTo(expected[v], within(1e-12 * expected[v]));
        }
      }
      boolean[] isTarget = new boolean[nodes];
      int target = random.nextInt(nodes);
      isTarget[target] = true;
      search.run(new int[] {source}, new double[] {0}, isTarget, 1);
      assertThat(search.cost(target)).isEqualTo(expected[target]);
    }
  }

  private static double[] bellmanFord(int n, int[] from, int[] to, double[] cost, int source) {
    double[] d = new double[n];
    Arrays.fill(d, Double.POSITIVE_INFINITY);
    d[source] = 0;
    for (int round = 0; round < n; round++) {
      for (int i = 0; i < from.length; i++) {
        d[to[i]] = Math.min(d[to[i]], d[from[i]] + cost[i]);
      }
    }
    return d;
  }
}
