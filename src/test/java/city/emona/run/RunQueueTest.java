package city.emona.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import city.emona.EmonaException;
import city.emona.simulate.Progress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RunQueueTest {
  private static RunQueue.Job job(String id, Function<Progress, RunRecord> work) {
    return new RunQueue.Job(id, "base", "Base", "local", 0, work);
  }

  private static void await(RunQueue queue, String id) throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (AutoCloseable listening =
        queue.listen(
            id,
            s -> {
              if (s.isOver()) {
                over.countDown();
              }
            })) {
      assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void tellsProgressAndEndsStored() throws Exception {
    try (RunQueue queue = new RunQueue(2)) {
      CountDownLatch listening = new CountDownLatch(1);
      queue.submit(
          job(
              "a",
              p -> {
                try {
                  listening.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                p.report("traffic", 0.5);
                return null;
              }));
      List<RunQueue.Status> heard = new CopyOnWriteArrayList<>();
      queue.listen("a", heard::add);
      listening.countDown();
      await(queue, "a");
      assertThat(heard).anyMatch(s -> s.stage().equals("traffic") && s.share() == 0.5);
      assertThat(queue.find("a").orElseThrow().state()).isEqualTo(RunQueue.State.STORED);
    }
  }

  @Test
  void anErrorOfTheMachineEndsTheJobAndTheQueueGoesOn() throws Exception {
    try (RunQueue queue = new RunQueue(2)) {
      queue.submit(
          job(
              "deep",
              p -> {
                throw new StackOverflowError("made by the test");
              }));
      await(queue, "deep");
      assertThat(queue.find("deep").orElseThrow().state()).isEqualTo(RunQueue.State.FAILED);
      queue.submit(job("next", p -> null));
      await(queue, "next");
      assertThat(queue.find("next").orElseThrow().state()).isEqualTo(RunQueue.State.STORED);
    }
  }

  @Test
  void cancelStopsARunningJobAndAWaitingOne() throws Exception {
    try (RunQueue queue = new RunQueue(2)) {
      CountDownLatch running = new CountDownLatch(1);
      queue.submit(
          job(
              "long",
              p -> {
                running.countDown();
                while (true) {
                  p.check();
                  Thread.onSpinWait();
                }
              }));
      queue.submit(job("waiting", p -> null));
      running.await();
      queue.cancel("waiting");
      queue.cancel("long");
      await(queue, "long");
      assertThat(queue.list())
          .extracting(RunQueue.Status::state)
          .containsOnly(RunQueue.State.CANCELLED);
    }
  }

  @Test
  void refusesWhenFullAndWhenMemoryIsShort() throws Exception {
    try (RunQueue queue = new RunQueue(1)) {
      CountDownLatch hold = new CountDownLatch(1);
      CountDownLatch running = new CountDownLatch(1);
      queue.submit(
          job(
              "one",
              p -> {
                running.countDown();
                try {
                  hold.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                return null;
              }));
      running.await();
      queue.submit(job("two", p -> null));
      assertThatThrownBy(() -> queue.submit(job("three", p -> null)))
          .isInstanceOf(EmonaException.class)
          .hasMessageContaining("full");
      assertThatThrownBy(
              () ->
                  queue.submit(
                      new RunQueue.Job("big", "base", "", "local", Long.MAX_VALUE, p -> null)))
          .hasMessageContaining("MB");
      hold.countDown();
      await(queue, "two");
    }
  }

  @Test
  void failureIsKept() throws Exception {
    try (RunQueue queue = new RunQueue(1)) {
      queue.submit(
          job(
              "bad",
              p -> {
                throw EmonaException.invalid("no", "here", "do that");
              }));
      await(queue, "bad");
      RunQueue.Status s = queue.find("bad").orElseThrow();
      assertThat(s.state()).isEqualTo(RunQueue.State.FAILED);
      assertThat(s.failure()).hasMessageContaining("do that");
    }
  }
}
