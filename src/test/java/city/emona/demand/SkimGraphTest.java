package city.emona.demand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import city.emona.graph.Csr;
import city.emona.graph.ShortestPaths;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Folding away chains and dead ends must not change any path cost between kept nodes. */
@Tag("oracle")
class SkimGraphTest {
  @Test
  void costsBetweenKeptNodesAreThoseOfTheWholeNetwork() {
    Random random = new Random(21);
    int smaller = 0;
    for (int round = 0; round < 200; round++) {
      int n = 3 + random.nextInt(60);
      int m = n + random.nextInt(2 * n);
      int[] from = new int[2 * m];
      int[] to = new int[2 * m];
      double[] seconds = new double[2 * m];
      int[] lengthMm = new int[2 * m];
      int links = 0;
      for (int e = 0; e < m; e++) {
        int u = e < n - 1 ? e : random.nextInt(n);
        int w = e < n - 1 ? random.nextInt(e + 1) : random.nextInt(n);
        w = e < n - 1 ? Math.max(0, Math.min(n - 1, e + 1 - w % 3)) : w;
        for (int side = 0; side < 2; side++) {
          if (random.nextInt(10) > 0) {
            from[links] = side == 0 ? u : w;
            to[links] = side == 0 ? w : u;
            seconds[links] = 1 + random.nextInt(100);
            lengthMm[links++] = 1000 * (1 + random.nextInt(100));
          }
        }
      }
      Csr whole = Csr.of(n, Arrays.copyOf(from, links), Arrays.copyOf(to, links), null);
      int[] keep = random.ints(1 + random.nextInt(5), 0, n).distinct().toArray();
      SkimGraph folded = new SkimGraph(whole, seconds, lengthMm, keep);
      smaller += folded.graph.nodeCount() < n ? 1 : 0;
      ShortestPaths slow = new ShortestPaths(whole, seconds);
      ShortestPaths fast = new ShortestPaths(folded.graph, folded.seconds);
      for (int s : keep) {
        slow.run(s);
        fast.run(folded.nodeOf[s]);
        for (int t : keep) {
          double expected = slow.cost(t);
          if (expected < Double.POSITIVE_INFINITY) {
            assertThat(fast.cost(folded.nodeOf[t])).isCloseTo(expected, within(1e-9));
          } else {
            assertThat(fast.cost(folded.nodeOf[t])).isEqualTo(expected);
          }
        }
      }
    }
    assertThat(smaller).isGreaterThan(150);
  }
}
