package city.emona.simulate;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
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

  /**
   * Threads for pieces of work of a millisecond or less, where starting a thread for each would
   * take a good part of it ({@link Chunks#run} is for longer ones). The calling thread works too.
   * Between two pieces the others look for new work for some microseconds, then sleep. The first
   * failure is thrown to the caller once all have ended. Which worker does what must not change the
   * result.
   */
  public static final class Team implements AutoCloseable {
    private static final int LOOKS = 2_000;
    private static final long NAP_NS = 200_000;

    private final Thread[] others;
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile int piece;
    private volatile IntConsumer work;
    private volatile boolean closed;

    public Team(int threads) {
      others = new Thread[Math.max(1, threads) - 1];
      for (int t = 0; t < others.length; t++) {
        int worker = t + 1;
        others[t] = new Thread(() -> serve(worker), "equilibrium-" + worker);
        others[t].setDaemon(true);
        others[t].start();
      }
    }

    /** Whether a worker has failed, so that the others need not go on. */
    public boolean failed() {
      return failure.get() != null;
    }

    /** Has every worker do the work, which is told its number, and waits for all. */
    public void run(IntConsumer job) {
      work = job;
      busy.set(others.length);
      piece++;
      for (Thread t : others) {
        LockSupport.unpark(t);
      }
      attempt(0);
      int looks = 0;
      while (busy.get() > 0) {
        rest(looks++);
      }
      Throwable thrown = failure.getAndSet(null);
      if (thrown instanceof RuntimeException e) {
        throw e;
      }
      if (thrown instanceof Error e) {
        throw e;
      }
    }

    /** Waits a little: spinning at first, asleep from {@value #LOOKS} looks on. */
    public static void rest(int looks) {
      if (looks < LOOKS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(NAP_NS / 4);
      }
    }

    private void serve(int worker) {
      int done = 0;
      int looks = 0;
      while (!closed) {
        if (piece == done) {
          if (looks++ < LOOKS) {
            Thread.onSpinWait();
          } else {
            LockSupport.parkNanos(100 * NAP_NS);
          }
          continue;
        }
        looks = 0;
        done++;
        attempt(worker);
        busy.decrementAndGet();
      }
    }

    private void attempt(int worker) {
      try {
        work.accept(worker);
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
      }
    }

    @Override
    public void close() {
      closed = true;
      for (Thread t : others) {
        LockSupport.unpark(t);
      }
    }
  }
}
