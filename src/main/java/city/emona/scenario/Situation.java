package city.emona.scenario;

import city.emona.model.City;
import city.emona.model.Conditions;

/**
 * What engines compute on: the city with the scenario's edits laid over it (tables left alone are
 * shared with the base) and the conditions of the day. Each edit maps one situation to the next;
 * the base is never written to. Immutable.
 */
public record Situation(City city, Conditions conditions) {
  Situation with(City changed) {
    return new Situation(changed, conditions);
  }

  Situation with(Conditions changed) {
    return new Situation(city, changed);
  }
}
