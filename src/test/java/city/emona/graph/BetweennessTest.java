package city.emona.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Betweenness of links against closed forms and against counting every path. */
class BetweennessTest {
  @Test
  @Tag("analytic")
  void onALineEachLinkCarriesWhatLiesBehindItTimesWhatLiesAhead() {
    int n = 9;
    int[] from = IntStream.range(0, n - 1).toArray();
    int[] to = IntStream.range(1, n).toArray();
    int[] cost = new int[n - 1];
    Arrays.fill(cost, 5);
    double[] b =
        Betweenness.ofLinks(Csr.of(n, from, to, null), cost, IntStream.range(0, n).toArray(), 2);
    for (int l = 0; l < b.length; l++) {
      assertThat(b[l]).isCloseTo((l + 1.0) * (n - 1 - l), within(1e-9));
    }
  }

  @Test
  @Tag("analytic")
  void equalWaysShareThePath() {
    int[] from = {0, 0, 1, 2, 3};
    int[] to = {1, 2, 3, 3, 4};
    double[] b =
        Betweenness.ofLinks(Csr.of(5, from, to, null), new int[] {1, 1, 1, 1, 1}, new int[] {0}, 1);
    assertThat(b).containsExactly(2, 2, 1, 1, 1);
  }

  @Test
  @Tag("oracle")
  void randomGraphsAgreeWithCountingAllPathsOnAnyNumberOfThreads() {
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      int n = 12;
      int m = 30;
      int[] from = random.ints(m, 0, n).toArray();
      int[] to = random.ints(m, 0, n).toArray();
      int[] cost = random.ints(m, 1, 4).toArray();
      Csr graph = Csr.of(n, from, to, null);
      int[] all = IntStream.range(0, n).toArray();
      double[] b = Betweenness.ofLinks(graph, cost, all, 1);
      assertThat(Betweenness.ofLinks(graph, cost, all, 5)).isEqualTo(b);
      double[] counted = counted(n, from, to, cost);
      for (int l = 0; l < m; l++) {
        assertThat(b[l]).as("seed " + seed + ", link " + l).isCloseTo(counted[l], within(1e-9));
      }
    }
  }

  /** Floyd and Warshall for costs, numbers of shortest paths by growing cost. */
  private static double[] counted(int n, int[] from, int[] to, int[] cost) {
    int[][] d = new int[n][n];
    for (int i = 0; i < n; i++) {
      Arrays.fill(d[i], 1_000_000);
      d[i][i] = 0;
    }
    for (int l = 0; l < from.length; l++) {
      d[from[l]][to[l]] = Math.min(d[from[l]][to[l]], cost[l]);
    }
    for (int k = 0; k < n; k++) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          d[i][j] = Math.min(d[i][j], d[i][k] + d[k][j]);
        }
      }
    }
    double[][] paths = new double[n][n];
    for (int s = 0; s < n; s++) {
      paths[s][s] = 1;
      for (int far = 1; far < 200; far++) {
        for (int v = 0; v < n; v++) {
          for (int l = 0; d[s][v] == far && l < from.length; l++) {
            if (to[l] == v && d[s][from[l]] + cost[l] == far) {
              paths[s][v] += paths[s][from[l]];
            }
          }
        }
      }
    }
    double[] out = new double[from.length];
    for (int l = 0; l < out.length; l++) {
      for (int s = 0; s < n; s++) {
        for (int t = 0; t < n; t++) {
          boolean on = d[s][from[l]] + cost[l] + d[to[l]][t] == d[s][t] && d[s][t] < 1_000_000;
          out[l] += on ? paths[s][from[l]] * paths[to[l]][t] / paths[s][t] : 0;
        }
      }
    }
    return out;
  }
}
