package city.emona.cli;

import city.emona.EmonaException;
import city.emona.citygen.CityGenerator;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.store.Store;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code emona city generate}: the procedural city. */
@Command(name = "city", description = "Make a city.", synopsisSubcommandLabel = "COMMAND")
final class CityCommand {
  static final long DEFAULT_SEED = 7;
  static final int DEFAULT_LINKS = 5000;

  @ParentCommand private Commands root;

  @Command(name = "generate", description = "Make a procedural city from a seed and store it.")
  int generate(
      @Mixin StoreOption target,
      @Option(
              names = "--seed",
              paramLabel = "N",
              description = "Which city. Default: 7.",
              defaultValue = "7")
          long seed,
      @Option(
              names = "--links",
              paramLabel = "N",
              description = "Directed links, about. Default: 5000.",
              defaultValue = "5000")
          int links) {
    Terminal terminal = root.terminal();
    target.writeCity(
        "city generate",
        store -> {
          City city = generate(terminal, seed, links, target.threads());
          save(terminal, store, city);
          terminal.out().println(summary(city));
        });
    return 0;
  }

  static City generate(Terminal terminal, long seed, int links, int threads) {
    if (links < CityGenerator.MIN_LINKS || links > CityGenerator.MAX_LINKS) {
      throw EmonaException.invalid(
          links + " links cannot be made into a city.",
          "--links",
          "Give a number from " + CityGenerator.MIN_LINKS + " to " + CityGenerator.MAX_LINKS + ".");
    }
    if (seed < 0) {
      throw EmonaException.invalid(
          "The seed " + seed + " is negative.", "--seed", "Give a number from 0.");
    }
    Terminal.Shown shown = terminal.show("City " + seed);
    City city = CityGenerator.generate(seed, links, threads, shown);
    shown.done(city.info().name());
    return city;
  }

  static void save(Terminal terminal, Store store, City city) {
    Terminal.Shown shown = terminal.show("Storing");
    store.cities().saveCity(city, Map.of(), "local", shown);
    shown.done(store.description());
  }

  static String summary(City city) {
    long people = 0;
    for (int p : city.table(Schema.DISTRICTS).ints("population")) {
      people += p;
    }
    return String.format(
        Locale.ROOT,
        "%s: %d people, %d links, %d districts, %d buildings, %d bins; version %s",
        city.info().name(),
        people,
        city.network().linkCount(),
        city.table(Schema.DISTRICTS).size(),
        city.table(Schema.BUILDINGS).size(),
        city.table(Schema.BINS).size(),
        city.version().substring(0, 12));
  }
}
