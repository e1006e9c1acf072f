package city.emona.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Programs of the machine that tests start, this JVM among them. */
final class Programs {
  private Programs() {}

  /** Skips the test loudly where a program is missing; with CI=true it fails. */
  static void require(String program) {
    boolean found = false;
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      found |= Files.isExecutable(Path.of(folder, program));
    }
    if (!found) {
      System.err.println("SKIPPED: there is no program " + program + " on the path");
      assertThat(System.getenv("CI")).as(program + " is missing").isNotEqualTo("true");
    }
    Assumptions.assumeTrue(found, program + " is missing");
  }

  /** Output (both streams) of a program that must end with 0. */
  static String run(String... command) throws IOException, InterruptedException {
    Path out = Files.createTempFile("emona", ".out");
    try {
      Process p =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      boolean ended = p.waitFor(120, TimeUnit.SECONDS);
      p.destroyForcibly();
      String text = Files.readString(out, StandardCharsets.UTF_8);
      assertThat(ended).as(text).isTrue();
      assertThat(p.exitValue()).as(String.join(" ", command) + "\n" + text).isZero();
      return text;
    } finally {
      Files.delete(out);
    }
  }

  /** Command line of a class of this class path in a small JVM. */
  static List<String> java(Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
