package city.emona.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Measures a whole process of this program from its start, as a user waits for it: a child that
 * runs the same jar (or the same classes) with the flags of the launcher. CPU seconds are the
 * child's own; its peak memory comes from the kernel while it lives, so that it is missing where
 * there is no {@code /proc}.
 */
final class ChildProcess {
  private static final Path PORTO = Path.of("osm", "porto_portugal.osm.pbf");

  private ChildProcess() {}

  static List<ObjectNode> importPorto(PrintStream err) throws Exception {
    Path file = SharedData.find("import", PORTO, err);
    if (file == null) {
      return List.of();
    }
    return inFolder(
        folder ->
            measure(
                "import",
                null,
                List.of("-Xmx4g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                List.of(
                    "import", file.toString(), "--store", folder.resolve("city.gpkg").toString())));
  }

  /** From nothing to a server with a city and its runs. */
  static List<ObjectNode> ready() throws Exception {
    return inFolder(
        folder ->
            measure(
                "ready",
                "Ready:",
                List.of("-Xmx4g"),
                List.of("demo", "--port", "0", "--data", folder.toString())));
  }

  /** 50,000 trips on the grid of SUMO's measurement, and a million trips of 30 links. */
  static List<ObjectNode> replays() throws Exception {
    List<ObjectNode> lines = new ArrayList<>();
    for (boolean isLarge : new boolean[] {false, true}) {
      lines.addAll(inFolder(folder -> replay(folder, isLarge)));
    }
    return lines;
  }

  private static ObjectNode replay(Path folder, boolean isLarge) throws Exception {
    Path links = folder.resolve("links.csv");
    Path plans = folder.resolve("plans.csv");
    ReplayBench grid = new ReplayBench(isLarge ? 160 : 22);
    grid.writeLinks(links);
    if (isLarge) {
      grid.writeTripsOf(30, plans, 1_000_000, 0.02);
    } else {
      grid.writeTrips(plans, 50_000, 0.072);
    }
    String[] words = {"replay", "--links", links.toString(), "--plans", plans.toString(), "--json"};
    return measure("replay", null, List.of("-Xmx4g", "-XX:+UseSerialGC"), List.of(words));
  }

  private interface Job {
    ObjectNode run(Path folder) throws Exception;
  }

  private static List<ObjectNode> inFolder(Job job) throws Exception {
    Path folder = Files.createTempDirectory("emona-bench");
    try {
      return List.of(job.run(folder));
    } finally {
      Benchmarks.delete(folder);
    }
  }

  /** Until the line that starts so, or until the end where {@code line} is null. */
  private static ObjectNode measure(
      String bench, String line, List<String> flags, List<String> words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-Djava.awt.headless=true");
    command.addAll(program());
    command.addAll(words);
    long began = System.nanoTime();
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    Sampler sampler = new Sampler(child);
    sampler.start();
    String last = "";
    boolean seen = false;
    try (BufferedReader said = child.inputReader(StandardCharsets.UTF_8)) {
      for (String s = said.readLine(); s != null && !seen; s = seen ? s : said.readLine()) {
        last = s;
        seen = line != null && s.startsWith(line);
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      sampler.sample();
      if (line == null ? child.waitFor() != 0 : !seen) {
        throw new IOException(String.join(" ", command) + " failed: " + last);
      }
      ObjectMapper json = new ObjectMapper();
      ObjectNode o =
          json.createObjectNode()
              .put("bench", bench)
              .put("wallSeconds", seconds)
              .put("cpuSeconds", sampler.cpuSeconds)
              .put("peakMemoryMb", sampler.peakMb);
      if (last.startsWith("{")) {
        o.set("answer", json.readTree(last));
      }
      return o;
    } finally {
      child.destroy();
      child.waitFor();
      sampler.join();
    }
  }

  private static List<String> program() throws URISyntaxException {
    Path code =
        Path.of(ChildProcess.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return Files.isRegularFile(code)
        ? List.of("-jar", code.toString())
        : List.of("-cp", System.getProperty("java.class.path"), "city.emona.cli.Main");
  }

  /** Looks at a child every 20 ms: what it used is gone when it ends. */
  private static final class Sampler extends Thread {
    private final Process child;
    private double cpuSeconds;
    private double peakMb;

    Sampler(Process child) {
      super("bench-sampler");
      setDaemon(true);
      this.child = child;
    }

    @Override
    public void run() {
      try {
        while (child.isAlive()) {
          sample();
          Thread.sleep(20);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    synchronized void sample() {
      Duration cpu = child.info().totalCpuDuration().orElse(Duration.ZERO);
      cpuSeconds = Math.max(cpuSeconds, cpu.toNanos() / 1e9);
      peakMb = Math.max(peakMb, peakMb(child.pid()));
    }

    private static double peakMb(long pid) {
      List<String> lines;
      try {
        lines = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
      } catch (IOException e) {
        lines = Collections.emptyList(); // ended, or a system without /proc
      }
      return lines.stream()
          .filter(l -> l.startsWith("VmHWM:"))
          .mapToDouble(l -> Long.parseLong(l.replaceAll("\\D", "")) / 1024.0)
          .findFirst()
          .orElse(0);
    }
  }
}
