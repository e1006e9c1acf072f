package city.emona.simulate.traffic.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The packed pool against plain lists, and its promise of room. */
class PathPoolTest {
  private static final int PAIRS = 40;
  private static final int LONGEST = 3000;

  /** A path as the pool should hold it. */
  private record Plain(int[] segments, double flow, int idle) {}

  @Test
  @Tag("oracle")
  void holdsWhatPlainListsHoldAfterManyRounds() {
    Random random = new Random(3);
    PathPool pool = new PathPool(PAIRS, LONGEST);
    List<List<Plain>> plain = new ArrayList<>();
    for (int pair = 0; pair < PAIRS; pair++) {
      plain.add(new ArrayList<>());
    }
    for (int round = 0; round < 30; round++) {
      for (int k = 0; k < 60; k++) {
        int pair = random.nextInt(PAIRS);
        int[] segments = random.ints(1 + random.nextInt(LONGEST), 0, 500).toArray();
        double flow = random.nextBoolean() ? random.nextDouble() : 0;
        pool.add(pair, segments, 0, segments.length, flow);
        plain.get(pair).add(0, new Plain(segments, flow, 0));
      }
      int patience = 1 + random.nextInt(4);
      for (List<Plain> paths : plain) {
        paths.replaceAll(p -> new Plain(p.segments(), p.flow(), p.flow() > 0 ? 0 : p.idle() + 1));
        // No room at all for idle paths: the pool drops each of them.
        paths.removeIf(p -> p.idle() > 0);
      }
      pool.tidy(patience, 0);
      for (int pair = 0; pair < PAIRS; pair++) {
        same(pool, pair, plain.get(pair));
      }
    }
    assertThat(pool.pathCount()).isEqualTo(plain.stream().mapToInt(List::size).sum());
  }

  private static void same(PathPool pool, int pair, List<Plain> expected) {
    int p = pool.first[pair];
    for (Plain e : expected) {
      int[] held = Arrays.copyOfRange(pool.chunk(p), pool.start(p), pool.end(p));
      assertThat(held).isEqualTo(e.segments());
      assertThat(pool.flow[p]).isEqualTo(e.flow());
      p = pool.next[p];
    }
    assertThat(p).isEqualTo(-1);
  }

  @Test
  @Tag("invariant")
  void idlePathsNeverOutgrowTheirRoomAndTheYoungestStay() {
    int room = 20_000;
    PathPool pool = new PathPool(1, 100);
    pool.add(0, new int[100], 0, 100, 1);
    for (int round = 0; round < 50; round++) {
      for (int k = 0; k < 60; k++) {
        int[] path = new int[100];
        Arrays.fill(path, round + 1);
        pool.add(0, path, 0, 100, 0);
      }
      pool.tidy(16, room);
      int idle = 0;
      boolean[] seen = new boolean[52];
      for (int p = pool.first[0]; p >= 0; p = pool.next[p]) {
        idle += pool.flow[p] > 0 ? 0 : pool.end(p) - pool.start(p);
        seen[pool.chunk(p)[pool.start(p)]] = true;
      }
      assertThat(idle).isLessThanOrEqualTo(room);
      assertThat(seen[0]).as("the path with flow").isTrue();
      assertThat(seen[round + 1]).as("the youngest").isTrue();
    }
  }
}
