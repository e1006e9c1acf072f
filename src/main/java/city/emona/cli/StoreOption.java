package city.emona.cli;

import city.emona.EmonaException;
import city.emona.app.Workbench;
import city.emona.scenario.ScenarioLibrary;
import city.emona.store.Store;
import city.emona.store.Stores;
import picocli.CommandLine.Option;

/** The options that every command with a city shares. */
final class StoreOption {
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

  int threads() {
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
  Workbench open(ScenarioLibrary library) {
    return new Workbench(Stores.open(name(), false), library, threads());
  }

  /** Opens a store to write a city into, making it where it does not exist. */
  Store openToWrite() {
    return Stores.open(name(), true);
  }
}
