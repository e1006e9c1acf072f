package city.emona.run;

import city.emona.EmonaException;
import city.emona.simulate.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs one after the other, since every engine uses all cores itself. Bounded: a full queue,
 * or a job whose memory estimate is beyond what the process may still take, is refused before it
 * starts. Thread-safe. Finished states are kept for the newest {@value #REMEMBERED} jobs.
 */
public final class RunQueue implements AutoCloseable {
  private static final int REMEMBERED = 200;
  private static final Logger LOG = LoggerFactory.getLogger(RunQueue.class);

  /** What is to be done, under the id that the run will have. */
  public record Job(
      String id,
      String scenarioId,
      String title,
      String principal,
      long memoryBytes,
      Function<Progress, RunRecord> work) {}

  /** Where a job is. */
  public enum State {
    QUEUED,
    RUNNING,
    STORED,
    FAILED,
    CANCELLED
  }

  /**
   * A moment of a job: state, stage word and share of the whole 0..1, and what went wrong where it
   * failed.
   */
  public record Status(Job job, State state, String stage, double share, RuntimeException failure) {
    public boolean isOver() {
      return state != State.QUEUED && state != State.RUNNING;
    }
  }

  private final ThreadPoolExecutor worker;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  public RunQueue(int bound) {
    worker =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(bound),
            r -> {
              Thread t = new Thread(r, "emona-runs");
              t.setDaemon(true);
              return t;
            });
  }

  /** Adds a job, or returns the state of the one with the same id that waits or runs. */
  public Status submit(Job job) {
    Runtime rt = Runtime.getRuntime();
    long free = rt.maxMemory() - rt.totalMemory() + rt.freeMemory();
    if (job.memoryBytes() > free) {
      throw new EmonaException(
          EmonaException.Code.BUSY,
          "The run needs about "
              + job.memoryBytes() / 1_000_000
              + " MB and "
              + free / 1_000_000
              + " MB are free.",
          "run " + job.scenarioId(),
          "Wait for other runs to end, or start Emona with a larger -Xmx in EMONA_JAVA_OPTS.");
    }
    Entry entry;
    synchronized (entries) {
      Entry old = entries.get(job.id());
      if (old != null && !old.status.isOver()) {
        return old.status;
      }
      entry = new Entry(job);
      try {
        worker.execute(entry);
      } catch (java.util.concurrent.RejectedExecutionException e) {
        throw new EmonaException(
            EmonaException.Code.BUSY,
            "The queue of runs is full.",
            "run " + job.scenarioId(),
            "Wait for a run to end, or cancel one.",
            e);
      }
      entries.remove(job.id());
      entries.put(job.id(), entry);
      forgetOld();
    }
    return entry.status;
  }

  private void forgetOld() {
    List<String> over = new ArrayList<>();
    entries.forEach(
        (id, e) -> {
          if (e.status.isOver()) {
            over.add(id);
          }
        });
    for (int i = 0; i < over.size() && entries.size() > REMEMBERED; i++) {
      entries.remove(over.get(i));
    }
  }

  public Optional<Status> find(String id) {
    synchronized (entries) {
      return Optional.ofNullable(entries.get(id)).map(e -> e.status);
    }
  }

  /** All known jobs, oldest first. */
  public List<Status> list() {
    synchronized (entries) {
      return entries.values().stream().map(e -> e.status).toList();
    }
  }

  /**
   * Asks a job to stop; it ends as CANCELLED within about a second. False where there is no such
   * job.
   */
  public boolean cancel(String id) {
    Entry e;
    synchronized (entries) {
      e = entries.get(id);
    }
    if (e == null) {
      return false;
    }
    e.cancel();
    return true;
  }

  /** Tells every change of a job, starting with its present state, until closed. */
  public AutoCloseable listen(String id, Consumer<Status> listener) {
    Entry e;
    synchronized (entries) {
      e = entries.get(id);
    }
    if (e == null) {
      throw EmonaException.notFound(
          "No run " + id + " waits or runs.", "run", "List the runs to see their ids.");
    }
    e.listeners.add(listener);
    listener.accept(e.status);
    return () -> e.listeners.remove(listener);
  }

  @Override
  public void close() {
    synchronized (entries) {
      entries.values().forEach(Entry::cancel);
    }
    worker.shutdown();
    try {
      worker.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Entry implements Runnable, Progress {
    private final Job job;
    private final List<Consumer<Status>> listeners = new CopyOnWriteArrayList<>();
    private volatile Status status;
    private volatile boolean cancelled;

    Entry(Job job) {
      this.job = job;
      this.status = new Status(job, State.QUEUED, "queued", 0, null);
    }

    private void tell(State state, String stage, double share, RuntimeException failure) {
      status = new Status(job, state, stage, share, failure);
      for (Consumer<Status> l : listeners) {
        l.accept(status);
      }
    }

    void cancel() {
      cancelled = true;
      synchronized (this) {
        if (status.state() == State.QUEUED) {
          tell(State.CANCELLED, "cancelled", 0, null);
        }
      }
    }

    @Override
    public void run() {
      synchronized (this) {
        if (cancelled) {
          return;
        }
        tell(State.RUNNING, "start", 0, null);
      }
      try {
        job.work().apply(this);
        tell(State.STORED, "stored", 1, null);
      } catch (Cancelled e) {
        tell(State.CANCELLED, "cancelled", status.share(), null);
      } catch (EmonaException e) {
        tell(State.FAILED, status.stage(), status.share(), e);
      } catch (RuntimeException e) {
        LOG.error("The run {} failed", job.id(), e);
        tell(State.FAILED, status.stage(), status.share(), e);
      } catch (Error e) {
        // Whatever ends the worker must end the job too, or its listeners wait for ever.
        LOG.error("The run {} failed", job.id(), e);
        tell(
            State.FAILED,
            status.stage(),
            status.share(),
            new IllegalStateException(
                e instanceof OutOfMemoryError ? "out of memory" : "internal failure", e));
      }
    }

    @Override
    public void report(String stage, double share) {
      tell(State.RUNNING, stage, share, null);
    }

    @Override
    public boolean isCancelled() {
      return cancelled;
    }
  }
}
