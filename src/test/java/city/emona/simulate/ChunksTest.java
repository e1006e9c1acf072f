package city.emona.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ChunksTest {
  @Test
  void everyPieceRunsOnce() {
    for (int threads : new int[] {0, 1, 4, 50}) {
      AtomicIntegerArray ran = new AtomicIntegerArray(37);
      Chunks.run(37, threads, "test", Progress.NONE, ran::incrementAndGet);
      for (int i = 0; i < 37; i++) {
        assertThat(ran.get(i)).isEqualTo(1);
      }
    }
  }

  @Test
  void theFirstFailureReachesTheCallerAndStopsTheRest() {
    AtomicInteger ran = new AtomicInteger();
    assertThatThrownBy(
            () ->
                Chunks.run(
                    100_000,
                    3,
                    "test",
                    Progress.NONE,
                    i -> {
                      ran.incrementAndGet();
                      if (i == 20) {
                        throw new IllegalStateException("piece 20");
                      }
                      if (i > 1000) {
                        // Time for the thread that drew piece 20, should it have lost its core.
                        LockSupport.parkNanos(100_000);
                      }
                    }))
        .hasMessage("piece 20");
    assertThat(ran.get()).isLessThan(100_000);
  }

  @Test
  void aCancelStopsTheWork() {
    AtomicInteger ran = new AtomicInteger();
    Progress cancelled =
        new Progress() {
          @Override
          public void report(String stage, double share) {}

          @Override
          public boolean isCancelled() {
            return ran.get() > 5;
          }
        };
    assertThatThrownBy(() -> Chunks.run(1000, 2, "test", cancelled, i -> ran.incrementAndGet()))
        .isInstanceOf(Progress.Cancelled.class);
    assertThat(ran.get()).isLessThan(20);
  }
}
