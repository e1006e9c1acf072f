package city.emona.scenario;

import city.emona.EmonaException;
import city.emona.scenario.yaml.Names;
import city.emona.scenario.yaml.Problem;
import city.emona.scenario.yaml.ScenarioReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Scenarios by id, so that parents are found: those shipped with the product, those of a folder, or
 * any others. A chain is the ancestors of a scenario, oldest first, and the scenario itself;
 * missing parents and circles are refused. Immutable.
 */
public final class ScenarioLibrary {
  /** Shipped files in the order in which they are shown; the folder is {@code scenarios/}. */
  public static final List<String> SHIPPED =
      List.of(
          "base",
          "close-old-bridge",
          "thirty-inner-ring",
          "lez-old-town",
          "centre-toll",
          "ev-2035",
          "new-bridge",
          "new-district",
          "collection-calendar",
          "predictive-collection",
          "package-calm-centre");

  private static final long MAX_FILE_BYTES = 4_000_000;

  private final Map<String, Scenario> byId;

  private ScenarioLibrary(Map<String, Scenario> byId) {
    this.byId = byId;
  }

  public static ScenarioLibrary of(Collection<Scenario> scenarios) {
    Map<String, Scenario> byId = new LinkedHashMap<>();
    for (Scenario s : scenarios) {
      Scenario first = byId.putIfAbsent(s.id(), s);
      if (first != null) {
        throw EmonaException.invalid(
            "The id \"" + s.id() + "\" is taken by " + first.file() + ".",
            s.file() + ": id",
            "Give one of the two another id.");
      }
    }
    return new ScenarioLibrary(byId);
  }

  /** The scenarios that come with Emona. */
  public static ScenarioLibrary shipped() {
    List<Scenario> all = new ArrayList<>();
    for (String id : SHIPPED) {
      String name = "scenarios/" + id + ".yaml";
      try (InputStream in = ScenarioLibrary.class.getResourceAsStream("/" + name)) {
        if (in == null) {
          throw new IllegalStateException(name + " is not on the class path");
        }
        all.add(ScenarioReader.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), name));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    return of(all);
  }

  /** Every {@code .yaml}, {@code .yml} and {@code .json} file of a folder, by name. */
  public static ScenarioLibrary folder(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return of(
          files
              .filter(f -> f.toString().matches(".*\\.(yaml|yml|json)"))
              .sorted()
              .map(ScenarioLibrary::readFile)
              .toList());
    } catch (IOException e) {
      throw EmonaException.notFound(
          "The folder cannot be read.", folder.toString(), "Check its name and rights.");
    }
  }

  /** The scenario of one file. */
  public static Scenario readFile(Path file) {
    return ScenarioReader.read(textOf(file), file.toString(), n -> textOf(file.resolveSibling(n)));
  }

  /** Every problem of one file. */
  public static List<Problem> check(Path file) {
    return ScenarioReader.check(textOf(file), file.toString(), n -> textOf(file.resolveSibling(n)))
        .problems();
  }

  /** Text of a file, with clear messages where it is missing, huge or not UTF-8. */
  public static String textOf(Path file) {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new EmonaException(
            EmonaException.Code.TOO_LARGE,
            "The file is larger than 4 MB.",
            file.toString(),
            "Give a scenario file.");
      }
      return Files.readString(file);
    } catch (java.nio.charset.CharacterCodingException e) {
      throw EmonaException.invalid(
          "The file is not UTF-8 text.", file.toString(), "Save it as UTF-8.");
    } catch (IOException e) {
      throw EmonaException.notFound(
          "The file cannot be read.", file.toString(), "Check its name and rights.");
    }
  }

  /** This library with one more scenario, which replaces one of the same id. */
  public ScenarioLibrary with(Scenario scenario) {
    Map<String, Scenario> copy = new LinkedHashMap<>(byId);
    copy.put(scenario.id(), scenario);
    return new ScenarioLibrary(copy);
  }

  public List<Scenario> list() {
    return List.copyOf(byId.values());
  }

  public Scenario get(String id) {
    Scenario s = byId.get(id);
    if (s == null) {
      throw EmonaException.notFound(
          "There is no scenario \"" + id + "\"." + Names.didYouMean(id, byId.keySet()),
          "scenario",
          "Name a scenario file, or one of: " + String.join(", ", byId.keySet()) + ".");
    }
    return s;
  }

  /** Ancestors, oldest first, then the scenario itself. */
  public List<Scenario> chain(Scenario scenario) {
    LinkedList<Scenario> chain = new LinkedList<>();
    for (Scenario s = scenario; ; s = byId.get(s.parent())) {
      String id = s.id();
      if (chain.stream().anyMatch(c -> c.id().equals(id))) {
        throw EmonaException.invalid(
            "The parents of \"" + scenario.id() + "\" form a circle through \"" + id + "\".",
            scenario.file() + ": parent",
            "Break the circle: one of them must stand on the base.");
      }
      chain.addFirst(s);
      if (s.parent().isEmpty()) {
        return List.copyOf(chain);
      }
      if (!byId.containsKey(s.parent())) {
        throw EmonaException.notFound(
            "The parent \""
                + s.parent()
                + "\" is not known."
                + Names.didYouMean(s.parent(), byId.keySet()),
            s.file() + ": parent",
            "Add that scenario, or correct the id.");
      }
    }
  }
}
