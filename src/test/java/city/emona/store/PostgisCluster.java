package city.emona.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A PostgreSQL server with PostGIS for tests: made from nothing on first use, shared by all tests
 * of the process, stopped and deleted at its end. initdb refuses root, so under root everything
 * runs as the user {@code postgres}. Listens on the loopback address and a free port only. Where
 * the server programs are missing, tests are skipped loudly; with CI=true they fail.
 */
public final class PostgisCluster {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static PostgisCluster shared;
  private static String missing;

  private final Path folder;
  private final Path programs;
  private final int port;

  private PostgisCluster(Path folder, Path programs, int port) {
    this.folder = folder;
    this.programs = programs;
    this.port = port;
  }

  /** The server of this process; skips the calling test where there is none. */
  public static synchronized PostgisCluster shared() {
    if (shared == null && missing == null) {
      Optional<Path> programs = findPrograms();
      if (programs.isEmpty()) {
        missing = "no PostgreSQL with PostGIS here: install postgresql and postgis";
        System.err.println("SKIPPED, tests of the PostGIS store: " + missing);
      } else {
        shared = start(programs.get());
      }
    }
    if (missing != null && "true".equals(System.getenv("CI"))) {
      throw new AssertionError(missing);
    }
    Assumptions.assumeTrue(shared != null, missing);
    return shared;
  }

  /** Name of a store in a schema of its own, which does not exist yet. */
  public String newStore() {
    return store("city_" + NAMES.incrementAndGet());
  }

  /** Name of the store in a schema of the database {@code emona}. */
  public String store(String schema) {
    return url("emona") + "&schema=" + schema;
  }

  /** JDBC URL of a database, with user and password. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:"
        + port
        + "/"
        + database
        + "?user=emona&password=emona-test";
  }

  public int port() {
    return port;
  }

  /** Runs statements as the superuser. */
  public void execute(String database, String sql) throws SQLException {
    try (Connection c =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres");
        Statement s = c.createStatement()) {
      s.execute(sql);
    }
  }

  private static Optional<Path> findPrograms() {
    List<Path> places = new ArrayList<>();
    Path debian = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(debian)) {
      try (Stream<Path> versions = Files.list(debian)) {
        versions.sorted(Comparator.reverseOrder()).forEach(v -> places.add(v.resolve("bin")));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    for (String p : System.getenv().getOrDefault("PATH", "").split(":")) {
      places.add(Path.of(p));
    }
    return places.stream().filter(p -> Files.isExecutable(p.resolve("initdb"))).findFirst();
  }

  private static PostgisCluster start(Path programs) {
    try {
      Path folder = Files.createTempDirectory("emona-postgis");
      boolean root = "root".equals(System.getProperty("user.name"));
      if (root) {
        run(folder, "chown", "postgres", folder.toString());
      }
      PostgisCluster c = new PostgisCluster(folder, programs, freePort());
      Runtime.getRuntime().addShutdownHook(new Thread(c::stop));
      c.server(
          "initdb", "-D", c.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync");
      // A short-lived server: no fsync, so that tests are fast. kill -9 of a client needs none.
      String options =
          "-p %d -h 127.0.0.1 -k %s -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
                  .formatted(c.port, folder)
              + " -c shared_buffers=128MB -c max_connections=60";
      c.server(
          "pg_ctl",
          "-D",
          c.data(),
          "-w",
          "-s",
          "-l",
          folder.resolve("log").toString(),
          "-o",
          options,
          "start");
      c.execute("postgres", "CREATE ROLE emona LOGIN PASSWORD 'emona-test'");
      c.execute("postgres", "CREATE DATABASE emona OWNER emona");
      c.execute("emona", "CREATE EXTENSION postgis");
      return c;
    } catch (IOException | SQLException e) {
      throw new IllegalStateException("the PostGIS server of the tests did not start", e);
    }
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket s = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return s.getLocalPort();
    }
  }

  private void server(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    run(folder, command.toArray(new String[0]));
  }

  private static void run(Path folder, String... command) throws IOException {
    // Output to a file: a server started by pg_ctl would keep a pipe open for ever.
    Path out = Files.createTempFile("emona-postgis", ".txt");
    try {
      Process p =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      if (!p.waitFor(120, TimeUnit.SECONDS)) {
        p.destroyForcibly();
        throw new IOException(String.join(" ", command) + " takes too long");
      }
      if (p.exitValue() != 0) {
        throw new IOException(
            String.join(" ", command) + ": " + Files.readString(out, StandardCharsets.UTF_8));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      Files.deleteIfExists(out);
    }
  }

  private void stop() {
    try {
      if (Files.exists(folder.resolve("data/postmaster.pid"))) {
        server("pg_ctl", "-D", data(), "-m", "immediate", "-w", "-s", "stop");
      }
      run(folder.getParent(), "rm", "-rf", folder.toString());
    } catch (IOException e) {
      System.err.println("the PostGIS server of the tests did not stop: " + e.getMessage());
    }
  }
}
