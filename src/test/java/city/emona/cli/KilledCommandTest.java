package city.emona.cli;

import static city.emona.cli.CommandRun.emona;
import static org.assertj.core.api.Assertions.assertThat;

import city.emona.model.City;
import city.emona.run.RunRecord;
import city.emona.simulate.Quantity;
import city.emona.store.PostgisCluster;
import city.emona.store.Store;
import city.emona.store.Stores;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 of the commands {@code import} and {@code run} themselves, at random moments from their
 * first word on: the city and the run of before are whole and readable, in both stores, and the
 * next command goes on as if nothing had been. {@code StoreKillTest} kills the writing alone, many
 * more times.
 */
@Tag("store")
class KilledCommandTest {
  private static final int KILLS = 4;
  @TempDir private Path folder;

  @Test
  void geoPackageOutlivesKilledCommands() throws Exception {
    outlives(folder.resolve("killed.gpkg").toString());
  }

  @Test
  void postgisOutlivesKilledCommands() throws Exception {
    outlives(PostgisCluster.shared().newStore());
  }

  private void outlives(String store) throws Exception {
    String small =
        Files.writeString(folder.resolve("small.osm"), CommandLineTest.gridMap(6)).toString();
    String large =
        Files.writeString(folder.resolve("large.osm"), CommandLineTest.gridMap(30)).toString();
    done(emona("import", small, "--store", store, "--name", "Small", "--population", "3000"));
    done(emona("run", "base", "--store", store, "--quiet"));
    Stored before = Stored.of(store);
    assertThat(before.runs).hasSize(1);
    Random random = new Random(20261123);
    int killed = 0;
    Stored last = before; // a run that was faster than its end stays
    for (int k = 0; k < KILLS; k++) {
      killed +=
          kill(random.nextInt(600), "import", large, "--store", store, "--name", "Large") ? 1 : 0;
      Stored after = Stored.of(store);
      if (after.city.info().name().equals("Large")) {
        // It was faster than its end: the new city is whole, as a reading of all of it tells.
        assertThat(after.city.version()).isEqualTo(after.version);
        assertThat(after.runs).isEqualTo(last.runs);
        restore(store, small);
      } else {
        same(after, last);
      }
      killed += kill(random.nextInt(1200), "run", slow(k), "--store", store) ? 1 : 0;
      after = Stored.of(store);
      assertThat(after.runs).containsAll(last.runs);
      last = after;
      assertThat(after.city.version()).isEqualTo(before.city.version());
      assertThat(after.frame).isEqualTo(before.frame);
      done(emona("compare", "base", "base", "--store", store, "--json"));
    }
    assertThat(killed).as("commands that were still at work").isGreaterThan(KILLS);
    done(emona("run", slow(KILLS), "--store", store, "--quiet"));
    assertThat(Stored.of(store).runs).hasSize(last.runs.size() + 1).containsAll(last.runs);
  }

  /** A scenario of its own for every attempt: one that was stored is not run again. */
  private String slow(int k) throws IOException {
    String yaml =
        "emona: 1\nid: slow-%d\ntitle: Slow\nparent: base\nedits:\n"
            + "  - { edit: speedLimit, place: { streets: [Column 3] }, kmh: %d }\n";
    return Files.writeString(
            folder.resolve("slow-" + k + ".yaml"),
            String.format(java.util.Locale.ROOT, yaml, k, 20 + k))
        .toString();
  }

  /** A server may take a moment to notice that the client with the lock is gone. */
  private static void restore(String store, String small) throws InterruptedException {
    CommandRun o = null;
    for (int attempt = 0; attempt < 40 && (o == null || o.code() != 0); attempt++) {
      Thread.sleep(o == null ? 0 : 250);
      o = emona("import", small, "--store", store, "--name", "Small", "--population", "3000");
    }
    done(o);
  }

  private static void same(Stored after, Stored before) {
    assertThat(after.version).isEqualTo(before.version);
    assertThat(after.city.version()).isEqualTo(before.version);
    assertThat(after.runs).isEqualTo(before.runs);
    assertThat(after.frame).isEqualTo(before.frame);
  }

  /** What a reader finds: the city, the runs, and the values of a run's step. */
  private record Stored(City city, String version, List<RunRecord> runs, byte[] frame) {
    static Stored of(String name) {
      try (Store s = Stores.open(name, false)) {
        List<RunRecord> runs = s.runs().listRuns();
        RunRecord base =
            runs.stream().filter(r -> r.scenarioId().equals("base")).findFirst().orElseThrow();
        assertThat(s.runs().listKpis(base.id())).isNotEmpty();
        return new Stored(
            s.cities().findCity().orElseThrow(),
            s.cities().findVersion().orElseThrow(),
            runs,
            s.runs().findFrame(base.id(), Quantity.TRAFFIC_VOLUME, 8).orElseThrow());
      }
    }
  }

  private static void done(CommandRun o) {
    assertThat(o.code()).as(o.err()).isZero();
  }

  /**
   * Starts a command, waits for its first word and some time, and kills it; whether it was alive.
   */
  private static boolean kill(int afterMs, String... words)
      throws IOException, InterruptedException {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "city.emona.cli.Main"));
    command.addAll(List.of(words));
    Process p = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(p.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).as("its first word").isNotNull();
      p.waitFor(afterMs, java.util.concurrent.TimeUnit.MILLISECONDS);
      boolean alive = p.isAlive();
      p.toHandle().destroyForcibly(); // SIGKILL
      p.waitFor();
      return alive;
    }
  }
}
