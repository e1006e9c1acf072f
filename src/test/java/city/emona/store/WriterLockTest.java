package city.emona.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import city.emona.EmonaException;
import city.emona.simulate.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The writer lock between processes: who holds it is named, and a dead process holds nothing. */
@Tag("store")
class WriterLockTest {
  @TempDir Path folder;

  @Test
  void geoPackageNamesTheOtherProcess() throws Exception {
    String store = folder.resolve("city.gpkg").toString();
    otherProcessIsNamed(store);
    assertThat(Files.exists(folder.resolve("city.gpkg.writer"))).isFalse();
  }

  @Test
  void postgisNamesTheOtherProcess() throws Exception {
    otherProcessIsNamed(PostgisCluster.shared().newStore());
  }

  private static void otherProcessIsNamed(String name) throws IOException, InterruptedException {
    try (Store store = Stores.open(name, true)) {
      Process p =
          new ProcessBuilder(Programs.java(Holder.class, name))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (BufferedReader out =
          new BufferedReader(new InputStreamReader(p.getInputStream(), StandardCharsets.UTF_8))) {
        assertThat(out.readLine()).isEqualTo("held");
        EmonaException e = catchThrowableOfType(EmonaException.class, () -> save(store));
        assertThat(e.code()).isEqualTo(EmonaException.Code.CONFLICT);
        assertThat(e.what()).contains("maja", "imports porto", String.valueOf(p.pid()), "since 2");
        assertThat(e.fix()).contains("Wait");
        assertThat(store.cities().findCity()).isEmpty(); // reading goes on
        p.toHandle().destroyForcibly();
        p.waitFor();
      }
      for (int i = 0; ; i++) { // a server takes a moment to notice
        try {
          save(store);
          break;
        } catch (EmonaException e) {
          assertThat(name).startsWith("jdbc:");
          assertThat(i).isLessThan(200);
          Thread.sleep(25);
        }
      }
      assertThat(store.cities().findVersion()).isPresent();
    }
  }

  private static void save(Store store) {
    store.cities().saveCity(RichCity.make(1, 2), Map.of(), "ana", Progress.NONE);
  }

  /** Holds the lock until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws InterruptedException {
      try (Store store = Stores.open(args[0], false);
          var held = store.holdWriter("maja", "imports porto")) {
        System.out.println("held");
        Thread.sleep(60_000);
        held.close();
      }
    }
  }
}
