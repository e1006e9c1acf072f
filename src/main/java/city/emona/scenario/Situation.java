package city.emona.scenario;

import city.emona.model.City;
import city.emona.model.Conditions;
import java.util.ArrayList;
import java.util.List;

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

  Situation withWeather(String weather) {
    Conditions c = conditions;
    return with(
        new Conditions(
            c.date(),
            c.dayType(),
            weather,
            c.fleet(),
            c.closures(),
            c.lowEmissionZones(),
            c.demandChanges(),
            c.collection()));
  }

  Situation withFleet(Conditions.Fleet fleet) {
    Conditions c = conditions;
    return with(
        new Conditions(
            c.date(),
            c.dayType(),
            c.weather(),
            fleet,
            c.closures(),
            c.lowEmissionZones(),
            c.demandChanges(),
            c.collection()));
  }

  Situation withClosures(List<Conditions.Closure> more) {
    Conditions c = conditions;
    return with(
        new Conditions(
            c.date(),
            c.dayType(),
            c.weather(),
            c.fleet(),
            joined(c.closures(), more),
            c.lowEmissionZones(),
            c.demandChanges(),
            c.collection()));
  }

  Situation withZones(List<Conditions.LowEmissionZone> more) {
    Conditions c = conditions;
    return with(
        new Conditions(
            c.date(),
            c.dayType(),
            c.weather(),
            c.fleet(),
            c.closures(),
            joined(c.lowEmissionZones(), more),
            c.demandChanges(),
            c.collection()));
  }

  Situation withDemand(List<Conditions.DemandChange> more) {
    Conditions c = conditions;
    return with(
        new Conditions(
            c.date(),
            c.dayType(),
            c.weather(),
            c.fleet(),
            c.closures(),
            c.lowEmissionZones(),
            joined(c.demandChanges(), more),
            c.collection()));
  }

  Situation withCollection(Conditions.Collection collection) {
    Conditions c = conditions;
    return with(
        new Conditions(
            c.date(),
            c.dayType(),
            c.weather(),
            c.fleet(),
            c.closures(),
            c.lowEmissionZones(),
            c.demandChanges(),
            collection));
  }

  private static <T> List<T> joined(List<T> a, List<T> b) {
    List<T> all = new ArrayList<>(a);
    all.addAll(b);
    return List.copyOf(all);
  }
}
