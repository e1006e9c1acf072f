package city.emona.simulate;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Runs numbered pieces of work on a few threads. Which thread takes a piece is left to chance, so a
 * piece may only write to its own place; sums over pieces are made afterwards in ascending order.
 * Then one thread and many give the same bits. The first failure, a cancel included, stops the rest
 * and is thrown to the caller.
 */
public final class Chunks {
  private Chunks() {}

  /** Progress is reported under {@code stage} from the calling thread, which works too. */
  public static void run(
      int count, int threads, String stage, Progress progress, IntConsumer work) {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread[] others = new Thread[Math.max(0, Math.min(threads, count) - 1)];
    for (int t = 0; t < others.length; t++) {
      others[t] =
          new Thread(
              () -> loop(count, next, done, failure, progress, null, work), stage + "-" + (t + 1));
      others[t].setDaemon(true);
      others[t].start();
    }
    loop(count, next, done, failure, progress, stage, work);
    boolean interrupted = false;
    for (Thread t : others) {
      while (t.isAlive()) {
        try {
          t.join();
        } catch (InterruptedException e) {
          interrupted = true;
          failure.compareAndSet(null, new Progress.Cancelled());
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Throwable thrown = failure.get();
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
  }

  private static void loop(
      int count,
      AtomicInteger next,
      AtomicInteger done,
      AtomicReference<Throwable> failure,
      Progress progress,
      String stage,
      IntConsumer work) {
    while (failure.get() == null) {
      int i = next.getAndIncrement();
      if (i >= count) {
        return;
      }
      try {
        progress.check();
        work.accept(i);
        int n = done.incrementAndGet();
        if (stage != null) {
          progress.report(stage, (double) n / count);
        }
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
        return;
      }
    }
  }
}
