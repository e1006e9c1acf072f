package city.emona.simulate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.simulate.routing.plain.SmallestKeys;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The front of the keys is that of a full sort, ties and odd sizes included. */
class SmallestKeysTest {
  @Test
  @Tag("oracle")
  void frontIsThatOfAFullSort() {
    Random random = new Random(3);
    for (int round = 0; round < 2000; round++) {
      int n = random.nextInt(40);
      int spread = 1 + random.nextInt(60);
      int count = random.nextInt(45);
      long[] keys = random.longs(n, -spread, spread).toArray();
      long[] sorted = keys.clone();
      Arrays.sort(sorted);
      SmallestKeys.first(keys, count);
      int front = Math.min(n, count);
      assertThat(Arrays.copyOf(keys, front)).containsExactly(Arrays.copyOf(sorted, front));
      Arrays.sort(keys);
      assertThat(keys).containsExactly(sorted);
    }
  }
}
