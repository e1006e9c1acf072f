package city.emona.scenario;

import city.emona.EmonaException;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.scenario.yaml.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A chain of scenarios checked against one city: every edit is tried in order, and each that names
 * something the city lacks becomes a problem with its file and line. {@link #apply} then gives the
 * situation, or throws with all problems. Nothing acts on a city unchecked. A chain in which no
 * edit is switched on leaves the very same {@link City} object. Immutable.
 */
public record Resolution(Situation situation, List<Problem> problems) {
  public Resolution {
    problems = List.copyOf(problems);
  }

  /**
   * Checks all edits. {@code chain}: parents first, the scenario last; {@code aliases}: old ids.
   */
  public static Resolution resolve(City city, List<Scenario> chain, UnaryOperator<String> aliases) {
    Scenario.Day day = RunKey.day(chain);
    Situation s =
        new Situation(
            city,
            Conditions.base(day.type()).withDate(day.date()).withWeather(RunKey.weather(chain)));
    List<Problem> problems = new ArrayList<>();
    for (Scenario scenario : chain) {
      checkCity(city, scenario, problems);
      for (int i = 0; i < scenario.edits().size(); i++) {
        Scenario.Step step = scenario.edits().get(i);
        if (step.on()) {
          s = tried(s, scenario, i, aliases, problems);
        }
      }
    }
    return new Resolution(s, problems);
  }

  private static void checkCity(City city, Scenario s, List<Problem> problems) {
    String wanted = s.city();
    if (!wanted.isEmpty()
        && !wanted.equals(city.info().id())
        && !wanted.equalsIgnoreCase(city.info().name())) {
      problems.add(
          new Problem(
              s.file(),
              0,
              0,
              "city",
              "The scenario is made for \"" + wanted + "\", this is " + city.info().name() + ".",
              "Run it on that city, or remove city: from the file."));
    }
  }

  private static Situation tried(
      Situation before, Scenario s, int i, UnaryOperator<String> aliases, List<Problem> problems) {
    Scenario.Step step = s.edits().get(i);
    try {
      return step.edit().apply(before, aliases);
    } catch (EmonaException e) {
      String field = "edits[" + i + "] (" + step.edit().type() + ")";
      problems.add(
          new Problem(
              s.file(),
              step.line(),
              0,
              e.where().isEmpty() ? field : field + ": " + e.where(),
              e.what(),
              e.fix()));
      return before;
    }
  }

  /** The city and the conditions with all edits laid over; throws where there is a problem. */
  public Situation apply() {
    if (!problems.isEmpty()) {
      throw Problem.toException(problems);
    }
    return situation;
  }
}
