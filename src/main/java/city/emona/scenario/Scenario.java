package city.emona.scenario;

import city.emona.model.DayType;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A question put to a city, as data: the problem it starts from, goals to measure it by, and
 * ordered edits on top of a parent scenario. Empty texts and nulls mean "not given": {@code day}
 * and {@code weather} then come from the parent. Only day, weather and switched-on edits act; the
 * rest is for people. Immutable.
 */
public record Scenario(
    String id,
    String title,
    String problem,
    List<Goal> goals,
    String parent,
    String city,
    Day day,
    String weather,
    List<Step> edits,
    Cost cost,
    String notes,
    String file) {

  /** Shipped days of weather; the names of the files in {@code geodata/weather}. */
  public static final List<String> WEATHERS = List.of("typical", "inversion", "windy");

  public Scenario {
    goals = List.copyOf(goals);
    edits = List.copyOf(edits);
  }

  /**
   * An entry of {@code edits}: a switched-off one is kept in the file and does nothing. {@code
   * line} is where it stands.
   */
  public record Step(Edit edit, boolean on, String note, int line) {}

  /** A date, or one of the four day types, which stand for fixed dates. */
  public record Day(LocalDate date, DayType type) {
    public static final Day WEEKDAY = new Day(DayType.WEEKDAY.date(), DayType.WEEKDAY);

    public String text() {
      return type.date().equals(date) ? type.name().toLowerCase(Locale.ROOT) : date.toString();
    }
  }

  /** Which way an indicator shall move. */
  public enum Direction {
    LOWER,
    HIGHER
  }

  /**
   * What the city wants to see: an indicator (for a district, or for the city when {@code district}
   * is empty) that moves in a direction, by a change in per cent against the base or to a target
   * value (NaN = not given), by the end of a year.
   */
  public record Goal(
      String kpi,
      String district,
      Direction direction,
      double changePercent,
      double target,
      int byYear) {}

  /** What the measure costs: once, per year, and the years it lasts. */
  public record Cost(double capitalEur, double yearlyEur, int lifeYears) {}

  /** Everything in the file's own terms, in the order of the documentation. */
  public Map<String, Object> toTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("emona", 1);
    tree.put("id", id);
    tree.put("title", title);
    putText(tree, "problem", problem);
    if (!goals.isEmpty()) {
      tree.put("goals", goals.stream().map(Scenario::goalTree).toList());
    }
    putText(tree, "parent", parent);
    putText(tree, "city", city);
    if (day != null) {
      tree.put("day", day.text());
    }
    putText(tree, "weather", weather);
    if (!edits.isEmpty()) {
      tree.put("edits", edits.stream().map(Scenario::stepTree).toList());
    }
    if (cost != null) {
      Map<String, Object> c = new LinkedHashMap<>();
      c.put("capitalEur", cost.capitalEur);
      c.put("yearlyEur", cost.yearlyEur);
      c.put("lifeYears", cost.lifeYears);
      tree.put("cost", c);
    }
    putText(tree, "notes", notes);
    return tree;
  }

  private static Map<String, Object> stepTree(Step s) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("edit", s.edit.type());
    if (!s.on) {
      tree.put("on", false);
    }
    putText(tree, "note", s.note);
    tree.putAll(s.edit.fields());
    return tree;
  }

  private static Map<String, Object> goalTree(Goal g) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kpi", g.kpi);
    putText(tree, "district", g.district);
    tree.put("direction", g.direction.name().toLowerCase(Locale.ROOT));
    if (!Double.isNaN(g.changePercent)) {
      tree.put("changePercent", g.changePercent);
    }
    if (!Double.isNaN(g.target)) {
      tree.put("target", g.target);
    }
    tree.put("by", g.byYear);
    return tree;
  }

  private static void putText(Map<String, Object> tree, String key, String value) {
    if (!value.isEmpty()) {
      tree.put(key, value);
    }
  }
}
