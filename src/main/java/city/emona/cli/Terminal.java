package city.emona.cli;

import city.emona.run.Usage;
import city.emona.simulate.Progress;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a command says while it works: a progress bar where stderr is a terminal, plain lines
 * elsewhere, nothing with {@code --quiet}. Of works at the same time one has the bar, and the next
 * takes it over when that is done. Results go to stdout, everything else to stderr. Thread-safe.
 */
public final class Terminal {
  private static final int WIDTH = 28;

  private final PrintStream out;
  private final PrintStream err;
  private final boolean quiet;
  private final boolean bar;

  /** The work that the bar shows, or null. */
  private Shown front;

  Terminal(PrintStream out, PrintStream err, boolean quiet) {
    this.out = out;
    this.err = err;
    this.quiet = quiet;
    this.bar = System.console() != null && !"dumb".equals(System.getenv("TERM"));
  }

  public PrintStream out() {
    return out;
  }

  public void say(String line) {
    if (!quiet) {
      err.println(line);
    }
  }

  /** A problem of the input, shown also with {@code --quiet}. */
  public void complain(String line) {
    err.println(line);
  }

  /** Progress of one named piece of work; call {@link Shown#done} at its end. */
  public Shown show(String title) {
    return new Shown(title);
  }

  /** Wall and CPU seconds of the process. */
  public record Spent(double seconds, double cpuSeconds) {
    Spent plus(Spent other) {
      return new Spent(seconds + other.seconds, cpuSeconds + other.cpuSeconds);
    }
  }

  /** One line that grows. Lines elsewhere than on a terminal come at each new stage only. */
  public final class Shown implements Progress {
    private final String title;
    private final long began = System.nanoTime();
    private final Map<String, Spent> stages = new LinkedHashMap<>();
    private String stage = "";
    private String timed = "";
    private int shown = -1;
    private long stageBegan = began;
    private double cpuBefore = Usage.cpuSeconds();

    private Shown(String title) {
      this.title = title;
    }

    @Override
    public synchronized void report(String newStage, double share) {
      if (!newStage.equals(timed)) {
        close();
        timed = newStage;
      }
      int percent = (int) (100 * Math.max(0, Math.min(1, share)));
      if (quiet || percent == shown && newStage.equals(stage)) {
        return;
      }
      if (bar) {
        if (!takesBar()) {
          return;
        }
        int full = percent * WIDTH / 100;
        err.printf(
            Locale.ROOT,
            "\r\033[K%-34s %s%s %3d %% %s",
            clip(title),
            "█".repeat(full),
            "░".repeat(WIDTH - full),
            percent,
            newStage);
        err.flush();
      } else if (!newStage.equals(stage)) {
        err.printf(Locale.ROOT, "%s: %s %d %%%n", title, newStage, percent);
      }
      stage = newStage;
      shown = percent;
    }

    private boolean takesBar() {
      synchronized (Terminal.this) {
        front = front == null ? this : front;
        return front == this;
      }
    }

    @Override
    public boolean isCancelled() {
      return Thread.currentThread().isInterrupted();
    }

    /** Books what was spent since the last change of stage. */
    private void close() {
      long now = System.nanoTime();
      double cpu = Usage.cpuSeconds();
      Spent spent = new Spent((now - stageBegan) / 1e9, cpu - cpuBefore);
      stages.merge(timed, spent, Spent::plus);
      stageBegan = now;
      cpuBefore = cpu;
    }

    /** Seconds of every stage so far, in the order in which they began. */
    public synchronized Map<String, Spent> stages() {
      close();
      Map<String, Spent> known = new LinkedHashMap<>(stages);
      known.values().removeIf(s -> s.seconds() < 0.005);
      return known;
    }

    public void done(String result) {
      double seconds = (System.nanoTime() - began) / 1e9;
      StringBuilder line = new StringBuilder(bar ? "\r\033[K" : "");
      line.append(String.format(Locale.ROOT, "%-34s %s (%.1f s)%n", clip(title), result, seconds));
      Map<String, Spent> spent = stages();
      if (seconds >= 1 && spent.size() > 1) {
        List<String> parts = new ArrayList<>();
        spent.forEach(
            (name, s) ->
                parts.add(
                    String.format(
                        Locale.ROOT,
                        "%s %.1f s",
                        name.isEmpty() ? "preparing" : name,
                        s.seconds())));
        line.append("  ").append(String.join(", ", parts)).append(System.lineSeparator());
      }
      synchronized (Terminal.this) {
        front = front == this ? null : front;
        if (!quiet) {
          err.print(line);
          err.flush();
        }
      }
    }

    private String clip(String s) {
      return s.length() <= 34 ? s : s.substring(0, 33) + "…";
    }
  }
}
