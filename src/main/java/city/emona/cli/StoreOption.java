package city.emona.cli;

import city.emona.EmonaException;
import city.emona.app.Workbench;
import city.emona.scenario.ScenarioLibrary;
import city.emona.store.Store;
import city.emona.store.Stores;
import city.emona.store.sql.Handle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The options that every command with a city shares. */
public final class StoreOption {
  @Option(
      names = "--store",
      paramLabel = "STORE",
      description =
          "FILE.gpkg, or jdbc:postgresql://host/db?schema=NAME. Default: the variable EMONA_STORE.")
  private String store;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of the engines; the result does not depend on it. Default: all cores.")
  private int threads = Runtime.getRuntime().availableProcessors();

  public int threads() {
    if (threads < 1 || threads > 1024) {
      throw EmonaException.invalid(
          threads + " threads cannot work.", "--threads", "Give a number from 1 to 1024.");
    }
    return threads;
  }

  String name() {
    String name = store != null ? store : System.getenv("EMONA_STORE");
    if (name == null || name.isBlank()) {
      throw EmonaException.invalid(
          "No store is named.",
          "--store",
          "Give --store city.gpkg, or set the variable EMONA_STORE.");
    }
    return name;
  }

  /** Opens a store that exists. */
  public Workbench open(ScenarioLibrary library) {
    return new Workbench(Stores.open(name(), false), library, threads());
  }

  /**
   * Does work that puts a city into the store, under the writer lock; the store is made where it
   * does not exist. A file made for it goes again where the work fails, so that a mistake leaves
   * nothing behind.
   */
  void writeCity(String purpose, Consumer<Store> work) {
    Path made = fileToMake();
    try (Store store = Stores.open(name(), true);
        Handle writing = store.holdWriter("local", purpose)) {
      try {
        work.accept(store);
      } catch (RuntimeException e) {
        removeIfEmpty(store, made, e);
        throw e;
      }
    }
  }

  private Path fileToMake() {
    try {
      Path file = name().endsWith(".gpkg") && !name().startsWith("jdbc:") ? Path.of(name()) : null;
      return file == null || Files.exists(file) ? null : file;
    } catch (InvalidPathException e) {
      return null; // opening the store says what is wrong with the name
    }
  }

  /** While the lock is held, so that no other writer can have begun in the file. */
  private static void removeIfEmpty(Store store, Path file, RuntimeException failure) {
    try {
      if (file != null && store.cities().findVersion().isEmpty()) {
        for (String suffix : new String[] {"", "-wal", "-shm"}) {
          Files.deleteIfExists(Path.of(file + suffix));
        }
      }
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
