package city.emona.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command in a Java machine that is too small for it, as a process of its own. */
class ExhaustedMemoryTest {
  @TempDir private Path folder;

  @Test
  void tooLittleHeapEndsWithOneMessageAndExitCodeOne() throws Exception {
    Path printed = folder.resolve("err.txt");
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx24m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "city.emona.cli.Main",
            "--quiet",
            "city",
            "generate",
            "--links",
            "100000",
            "--store",
            folder.resolve("city.gpkg").toString());
    java.environment().remove("EMONA_DEBUG");
    java.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = java.redirectErrorStream(true).redirectOutput(printed.toFile()).start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String err = Files.readString(printed, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(err).isEqualTo(1);
    assertThat(err)
        .contains("memory ran out", "fix:", "EMONA_JAVA_OPTS=-Xmx")
        .doesNotContain("\tat ")
        .doesNotContain("Exception");
  }
}
