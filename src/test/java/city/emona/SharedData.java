package city.emona;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Published inputs that are not part of the repository: {@code EMONA_SHARED_DATA}, or {@code
 * ../shared/data}. A test that needs what is absent is skipped, with a line on stderr.
 */
public final class SharedData {
  private SharedData() {}

  /** A file or folder of the shared data. */
  public static Path need(String first, String... more) {
    String root = System.getenv("EMONA_SHARED_DATA");
    Path path = Path.of(root == null ? "../shared/data" : root).resolve(Path.of(first, more));
    if (!Files.exists(path)) {
      System.err.println("SKIPPED: there is no " + path + "; set EMONA_SHARED_DATA");
    }
    Assumptions.assumeTrue(Files.exists(path), "needs " + path);
    return path;
  }
}
