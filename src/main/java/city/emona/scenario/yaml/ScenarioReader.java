package city.emona.scenario.yaml;

import city.emona.model.DayType;
import city.emona.scenario.Edit;
import city.emona.scenario.Place;
import city.emona.scenario.Scenario;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a scenario file (YAML, or JSON, which is YAML too). All problems of a file are found at
 * once, each with line, column, field and fix; unknown and duplicate keys are problems. Only the
 * file is checked here; whether a certain city has the streets and roles that it names is checked
 * by {@link Resolution}.
 */
public final class ScenarioReader {
  static final String ID = "[a-z0-9][a-z0-9-]{0,63}";
  private static final int MAX_CHARACTERS = 2_000_000;
  private static final int MAX_EDITS = 500;

  private ScenarioReader() {}

  /** What a file holds: a scenario where there is no problem, else null and the problems. */
  public record Checked(Scenario scenario, List<Problem> problems) {}

  /** The scenario of a file; throws EmonaException that names every problem. */
  public static Scenario read(String text, String fileName) {
    return read(text, fileName, null);
  }

  /**
   * As above for a file in a folder.
   *
   * @param beside gives the text of a file in the same folder, which an edit may name
   */
  public static Scenario read(String text, String fileName, UnaryOperator<String> beside) {
    Checked c = check(text, fileName, beside);
    if (!c.problems.isEmpty()) {
      throw Problem.toException(c.problems);
    }
    return c.scenario;
  }

  /** Every problem of a file, in the order in which they were found. */
  public static Checked check(String text, String fileName) {
    return check(text, fileName, null);
  }

  /** As above for a file in a folder. */
  public static Checked check(String text, String fileName, UnaryOperator<String> beside) {
    List<Problem> problems = new ArrayList<>();
    Node root = compose(text, fileName, problems);
    if (root == null) {
      return new Checked(null, List.copyOf(problems));
    }
    YamlFields fields = new YamlFields(root, "", fileName, problems, beside);
    Scenario s = scenario(fields, fileName, problems);
    // In the order of the file, as one mends them.
    problems.sort(Comparator.comparingInt(Problem::line));
    return new Checked(problems.isEmpty() ? s : null, List.copyOf(problems));
  }

  /** A place as edits have it, from YAML such as {@code { streets: Old Bridge }}. */
  public static Place place(String yaml, String where) {
    List<Problem> problems = new ArrayList<>();
    Node root = compose("place: " + yaml, where, problems);
    Place place = Place.NOWHERE;
    if (root != null) {
      YamlFields f = new YamlFields(root, "", where, problems);
      place = EditReader.links(f);
      f.done();
    }
    if (!problems.isEmpty()) {
      throw Problem.toException(problems);
    }
    return place;
  }

  private static Node compose(String text, String file, List<Problem> problems) {
    if (text.length() > MAX_CHARACTERS) {
      problems.add(
          new Problem(
              file, 0, 0, "", "The file is longer than two million characters.", "Simplify it."));
      return null;
    }
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(50);
    options.setNestingDepthLimit(20);
    options.setAllowRecursiveKeys(false);
    try {
      Node root = new Yaml(options).compose(new java.io.StringReader(text));
      if (root == null) {
        problems.add(
            new Problem(file, 1, 1, "", "The file is empty.", "Begin with emona: 1 and an id."));
      }
      return root;
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      problems.add(
          new Problem(
              file,
              mark == null ? 0 : mark.getLine() + 1,
              mark == null ? 0 : mark.getColumn() + 1,
              "",
              "This is not YAML: " + e.getProblem() + ".",
              "Check indentation, quotes and brackets at this place."));
    } catch (YAMLException e) {
      problems.add(
          new Problem(file, 0, 0, "", "This is not YAML: " + e.getMessage(), "Check the file."));
    }
    return null;
  }

  private static Scenario scenario(YamlFields f, String file, List<Problem> problems) {
    if (f.need("emona", "1") && f.integer("emona", 1, 1_000_000, 1) > 1) {
      f.wrong("emona", "The file is made for a newer Emona.", "Update Emona, or write emona: 1.");
    }
    String hint = "Use lower-case letters, digits and hyphens, at most 64.";
    String id = f.need("id", "my-scenario") ? f.text("id", ID, hint) : "";
    String title = f.need("title", "What it is, in a few words") ? f.text("title") : "";
    String problem = f.text("problem");
    List<Scenario.Goal> goals = goals(f);
    String parent = f.text("parent", ID, hint);
    if (!parent.isEmpty() && parent.equals(id)) {
      f.wrong("parent", "A scenario cannot be its own parent.", "Name another scenario.");
    }
    String city = f.text("city");
    Scenario.Day day = day(f);
    String weather = f.choice("weather", Scenario.WEATHERS, "");
    List<Scenario.Step> steps = steps(f, problems);
    Scenario.Cost cost = cost(f);
    String notes = f.text("notes");
    f.done();
    return new Scenario(
        id, title, problem, goals, parent, city, day, weather, steps, cost, notes, file);
  }

  private static Scenario.Day day(YamlFields f) {
    if (!f.has("day")) {
      return null;
    }
    String s = f.text("day");
    for (DayType t : DayType.values()) {
      if (t.name().toLowerCase(Locale.ROOT).equals(s)) {
        return new Scenario.Day(t.date(), t);
      }
    }
    try {
      LocalDate date = LocalDate.parse(s);
      return new Scenario.Day(date, DayType.of(date));
    } catch (DateTimeException e) {
      f.wrong(
          "day",
          "\"" + YamlFields.shown(s) + "\" is neither a date nor a kind of day.",
          "Write weekday, saturday, sunday, holiday or a date such as 2026-05-04.");
      return null;
    }
  }

  private static List<Scenario.Goal> goals(YamlFields f) {
    List<Scenario.Goal> goals = new ArrayList<>();
    List<Node> nodes = f.list("goals", 50);
    for (int i = 0; i < nodes.size(); i++) {
      goals.add(goal(f.entry(nodes.get(i), "goals", i)));
    }
    return goals;
  }

  private static Scenario.Goal goal(YamlFields g) {
    String kpi = "";
    if (g.need("kpi", "traffic.vehicle_km")) {
      kpi =
          g.text(
              "kpi",
              "[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+",
              "Write the id of an indicator, such as traffic.vehicle_km.");
    }
    String district = g.text("district");
    String direction = "";
    if (g.need("direction", "lower")) {
      direction = g.choice("direction", List.of("lower", "higher"), "lower");
    }
    double change = g.real("changePercent", -100, 10_000, Double.NaN);
    double target = g.real("target", -1e12, 1e12, Double.NaN);
    if (change > 0 && direction.equals("lower") || change < 0 && direction.equals("higher")) {
      g.wrong(
          "changePercent",
          "The change goes the other way than the direction.",
          "Write a negative change for lower and a positive one for higher.");
    }
    int by = g.need("by", "2030") ? g.integer("by", 1990, 2200, 2030) : 2030;
    g.done();
    Scenario.Direction d =
        direction.equals("higher") ? Scenario.Direction.HIGHER : Scenario.Direction.LOWER;
    return new Scenario.Goal(kpi, district, d, change, target, by);
  }

  private static Scenario.Cost cost(YamlFields f) {
    if (!f.has("cost")) {
      return null;
    }
    YamlFields c = f.fields("cost");
    Scenario.Cost cost =
        new Scenario.Cost(
            c.real("capitalEur", 0, 1e12, 0),
            c.real("yearlyEur", -1e12, 1e12, 0),
            c.integer("lifeYears", 1, 200, 1));
    c.done();
    return cost;
  }

  private static List<Scenario.Step> steps(YamlFields f, List<Problem> problems) {
    List<Scenario.Step> steps = new ArrayList<>();
    List<Node> nodes = f.list("edits", MAX_EDITS);
    for (int i = 0; i < nodes.size(); i++) {
      YamlFields e = f.entry(nodes.get(i), "edits", i);
      boolean on = e.flag("on", true);
      String note = e.text("note");
      Edit edit = e.need("edit", "close") ? EditReader.read(e) : null;
      if (edit != null) {
        steps.add(new Scenario.Step(edit, on, note, e.line()));
      }
    }
    return steps;
  }
}
