package city.emona.api.v1;

import city.emona.EmonaException;
import city.emona.api.ApiContext;
import city.emona.api.Problems;
import city.emona.api.Route;
import city.emona.run.RunQueue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.sse.SseClient;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Progress of a run as server-sent events: {@code progress}, then one of {@code done}, {@code
 * failed}, {@code cancelled}. The state is looked at four times a second, so that a slow client can
 * never hold a run up.
 */
public final class ProgressRoutes implements AutoCloseable {
  public static final String PATH = "/api/v1/runs/{run}/progress";
  private static final int PERIOD_MS = 250;
  private static final int HEARTBEAT = 60;
  private static final int MAX_CLIENTS = 64;
  private static final Logger LOG = LoggerFactory.getLogger(ProgressRoutes.class);

  private final ApiContext api;
  private final AtomicInteger clients = new AtomicInteger();
  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(
          2,
          r -> {
            Thread t = new Thread(r, "emona-progress");
            t.setDaemon(true);
            return t;
          });

  public ProgressRoutes(ApiContext api) {
    this.api = api;
  }

  /** Refuses before a stream is opened: an unknown run, or too many listeners. */
  public void check(String run) {
    if (api.desk().find(run).isEmpty() && api.runs().findRun(run).isEmpty()) {
      throw EmonaException.notFound(
          "There is no run " + run + ".", "run", "Ask /api/v1/runs for the list.");
    }
    if (clients.get() >= MAX_CLIENTS) {
      throw new EmonaException(
          EmonaException.Code.BUSY,
          "Too many clients follow the progress of runs.",
          "run",
          "Ask /api/v1/runs/" + run + " from time to time instead.");
    }
  }

  public void stream(SseClient client) {
    String run = client.ctx().pathParam("run");
    clients.incrementAndGet();
    client.keepAlive();
    Follower f = new Follower(client, run);
    client.onClose(f::end);
    f.task = timer.scheduleWithFixedDelay(f, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private final class Follower implements Runnable {
    private final SseClient client;
    private final String run;
    private volatile ScheduledFuture<?> task;
    private volatile boolean ended;
    private String last = "";
    private int quiet;

    Follower(SseClient client, String run) {
      this.client = client;
      this.run = run;
    }

    @Override
    public void run() {
      if (ended) {
        cancel();
        return;
      }
      try {
        look();
      } catch (RuntimeException e) {
        // The timer would drop the task without a word, and the client would wait for ever.
        LOG.warn("The progress of run {} can no longer be told", run, e);
        client.close();
        end();
      }
    }

    private void look() {
      Optional<RunQueue.Status> status = api.desk().find(run);
      boolean stored = api.runs().findRun(run).isPresent();
      if (stored || status.isEmpty()) {
        finish("done", Route.object().put("run", run));
        return;
      }
      RunQueue.Status s = status.get();
      switch (s.state()) {
        case QUEUED, RUNNING -> progress(s);
        case STORED -> finish("done", Route.object().put("run", run));
        case CANCELLED -> finish("cancelled", Route.object().put("run", run));
        case FAILED -> finish("failed", Problems.of(s.failure()));
      }
    }

    private void progress(RunQueue.Status s) {
      double share = Math.round(s.share() * 1000) / 1000.0;
      ObjectNode o = Route.object().put("stage", s.stage()).put("share", share);
      o.put("status", s.state().name().toLowerCase(Locale.ROOT));
      String text = o.toString();
      if (!text.equals(last)) {
        last = text;
        quiet = 0;
        client.sendEvent("progress", text);
      } else if (++quiet % HEARTBEAT == 0) {
        client.sendComment("still here");
      }
    }

    private void finish(String event, ObjectNode data) {
      client.sendEvent(event, data.toString());
      client.close();
      end();
    }

    private void end() {
      synchronized (this) {
        if (ended) {
          return;
        }
        ended = true;
      }
      clients.decrementAndGet();
      cancel();
    }

    private void cancel() {
      ScheduledFuture<?> t = task;
      if (t != null) {
        t.cancel(false);
      }
    }
  }
}
