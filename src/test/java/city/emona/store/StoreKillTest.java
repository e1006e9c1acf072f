package city.emona.store;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.model.City;
import city.emona.run.RunRecord;
import city.emona.simulate.Quantity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 at random moments of saves and commits: afterwards the store holds exactly what the
 * victim said was stored, or that and the one write it was about, whole and readable.
 */
@Tag("store")
class StoreKillTest {
  @TempDir Path folder;

  private int city;
  private int lastRun;

  @Test
  void geoPackageSurvivesKill9() throws Exception {
    String store = folder.resolve("victim.gpkg").toString();
    Random random = new Random(20260317);
    for (int kill = 0; kill < 15; kill++) {
      List<String> said = kill(store, random.nextInt(kill < 3 ? 80 : 500), kill < 3);
      assertThat(said).as("a dead process keeps no lock").doesNotContain("conflict");
      check(store, said);
      try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + store);
          Statement s = c.createStatement();
          ResultSet r = s.executeQuery("PRAGMA integrity_check")) {
        assertThat(r.getString(1)).isEqualTo("ok");
      }
    }
    assertThat(city).as("the victims got somewhere").isGreaterThan(5);
  }

  @Test
  void postgisSurvivesKill9() throws Exception {
    String store = PostgisCluster.shared().newStore();
    Random random = new Random(20260318);
    for (int kill = 0; kill < 8; kill++) {
      List<String> said = kill(store, random.nextInt(1500), kill == 0);
      check(store, said);
    }
    assertThat(city).as("the victims got somewhere").isGreaterThan(2);
  }

  /** Starts a victim, kills it, and returns what it said. */
  private List<String> kill(String store, int afterMs, boolean alsoWhileOpening)
      throws IOException, InterruptedException {
    Process p =
        new ProcessBuilder(
                Programs.java(
                    KilledWriter.class, store, String.valueOf(Math.max(city, lastRun) + 1)))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> said = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(p.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      while (line != null && !alsoWhileOpening && !line.startsWith("city")) {
        said.add(line);
        line = out.readLine();
      }
      assertThat(line).as("the victim started: " + said).isNotNull();
      said.add(line);
      Thread.sleep(afterMs);
      p.toHandle().destroyForcibly(); // SIGKILL; Process.destroyForcibly would close the pipe too
      p.waitFor();
      for (line = out.readLine(); line != null; line = out.readLine()) {
        said.add(line);
      }
    }
    return said;
  }

  private void check(String name, List<String> said) throws InterruptedException {
    int oldCity = city;
    int oldRun = lastRun;
    int saved = last(said, "city ", oldCity);
    int committed = last(said, "run ", oldRun);
    int next = Math.max(oldCity, oldRun) + 1;
    int nextCity = saved > oldCity ? saved + 1 : next;
    try (Store store = Stores.open(name, true)) {
      awaitEnd(store);
      City found = store.cities().findCity().orElse(null);
      String version = found == null ? null : found.version();
      assertThat(store.cities().findVersion().orElse(null)).isEqualTo(version);
      boolean isNext = KilledWriter.city(nextCity).version().equals(version);
      if (!isNext) {
        assertThat(version).isEqualTo(saved == 0 ? null : KilledWriter.city(saved).version());
      }
      city = isNext ? nextCity : saved;
      List<RunRecord> runs = store.runs().listRuns();
      for (RunRecord r : runs) {
        whole(store, r, Integer.parseInt(r.id().substring(3)));
      }
      lastRun = runs.isEmpty() ? 0 : Integer.parseInt(runs.get(runs.size() - 1).id().substring(3));
      assertThat(lastRun).isIn(committed, city);
      for (int k = Math.max(oldRun, next - 1) + 1; k <= committed; k++) {
        assertThat(store.runs().findRun("run" + k)).contains(KilledWriter.run(k));
      }
      if (oldRun > 0) {
        assertThat(store.runs().findRun("run" + oldRun)).as("earlier runs").isPresent();
      }
    }
  }

  /** The transaction of a dead client ends when the server notices; its lock tells. */
  private static void awaitEnd(Store store) throws InterruptedException {
    for (int i = 0; ; i++) {
      try {
        store.holdWriter("checker", "waits for the dead").close();
        return;
      } catch (city.emona.EmonaException e) {
        assertThat(i).as(e.getMessage()).isLessThan(400);
        Thread.sleep(25);
      }
    }
  }

  private static void whole(Store store, RunRecord r, int k) {
    assertThat(r).isEqualTo(KilledWriter.run(k));
    for (int step = 0; step < KilledWriter.FRAMES; step++) {
      assertThat(store.runs().findFrame(r.id(), Quantity.TRAFFIC_VOLUME, step).orElseThrow())
          .isEqualTo(KilledWriter.frame(k, step).pack());
    }
  }

  private static int last(List<String> said, String what, int otherwise) {
    int found = otherwise;
    for (String line : said) {
      found = line.startsWith(what) ? Integer.parseInt(line.substring(what.length())) : found;
    }
    return found;
  }
}
