package city.emona.cli;

import city.emona.EmonaException;
import city.emona.citygen.CityGenerator;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.scenario.Place;
import city.emona.scenario.role.CityRoles;
import city.emona.scenario.yaml.ScenarioReader;
import city.emona.store.Store;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code emona city}: the procedural city, and the roles of any city. */
@Command(
    name = "city",
    description = "Make a city, or set its roles.",
    synopsisSubcommandLabel = "COMMAND")
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

  @Command(
      name = "role",
      description = "Tell what plays a role in scenarios, as old-bridge or old-town does.")
  int role(
      @Mixin StoreOption target,
      @Parameters(paramLabel = "NAME", description = "Name of the role.") String name,
      @Option(
              names = "--place",
              paramLabel = "PLACE",
              defaultValue = "",
              description = "As in an edit: '{ streets: Old Bridge }', links, districts, polygon.")
          String place,
      @Option(
              names = "--nodes",
              paramLabel = "ID",
              split = ",",
              description = "Junctions, as the two ends of a bridge to be.")
          List<String> junctions,
      @Option(names = "--remove", description = "Forget the role.") boolean remove) {
    if (!name.matches("[a-z0-9][a-z0-9-]{0,63}")) {
      throw EmonaException.invalid(
          "\"" + name + "\" cannot be the name of a role.",
          "NAME",
          "Use lower-case letters, digits and hyphens.");
    }
    target.writeCity(
        "city role",
        store -> {
          City city =
              store
                  .cities()
                  .findCity()
                  .orElseThrow(
                      () ->
                          EmonaException.notFound(
                              "The store holds no city yet.",
                              store.description(),
                              "Make or import one first."));
          Place where = place.isEmpty() ? Place.NOWHERE : ScenarioReader.place(place, "--place");
          List<String> nodes = junctions == null ? List.of() : junctions;
          City changed =
              remove ? CityRoles.remove(city, name) : CityRoles.set(city, name, where, nodes);
          save(root.terminal(), store, changed);
          root.terminal()
              .out()
              .println("roles: " + String.join(", ", changed.table(Schema.ROLES).ids()));
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
    save(terminal, store, city, Map.of());
  }

  static void save(Terminal terminal, Store store, City city, Map<String, String> aliases) {
    Terminal.Shown shown = terminal.show("Storing");
    store.cities().saveCity(city, aliases, "local", shown);
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
