package city.emona.run;

import city.emona.demand.DayDemand;
import city.emona.demand.RestrictedShares;
import city.emona.demand.mode.BaseTravel;
import city.emona.demand.mode.ModeModel;
import city.emona.demand.mode.ModeParameters;
import city.emona.demand.mode.ModeShift;
import city.emona.demand.mode.TravelResponse;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.simulate.ModeDay;
import city.emona.simulate.Progress;
import city.emona.simulate.TrafficDay;
import city.emona.simulate.UserClass;
import city.emona.simulate.emissions.EmissionTables;
import city.emona.simulate.emissions.Technology;
import city.emona.simulate.traffic.HourEstimate;
import city.emona.simulate.traffic.RouteSink;
import city.emona.simulate.traffic.TrafficEngine;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The base days that scenarios pivot their mode choice on, by city version, date and kind of day.
 * The last {@value #KEPT} stay in memory; another one is computed anew, with the same bits, so an
 * answer never depends on what was asked before. Thread-safe.
 */
final class BaseDays {
  private static final int KEPT = 2;

  /**
   * A calibrated base day, and how people travel on it. Its traffic stays while memory is not
   * short, so that a scenario of bins or fleets does not assign the same day again.
   */
  record BaseDay(ModeModel model, ModeDay day, SoftReference<TrafficDay> traffic) {}

  private final Map<String, BaseDay> known = new LinkedHashMap<>();
  private final EmissionTables tables;
  private final ModeParameters parameters;

  BaseDays(EmissionTables tables, ModeParameters parameters) {
    this.tables = tables;
    this.parameters = parameters;
  }

  ModeParameters parameters() {
    return parameters;
  }

  /** Energy of a car kilometre with the fleet of a day. */
  double carEurPerKm(Conditions day) {
    double electric = 0;
    double[] mix = tables.mix(UserClass.Group.CAR, EmissionTables.Part.ALL, day);
    for (int t = 0; t < mix.length; t++) {
      electric += tables.technologies().get(t).fuel() == Technology.Fuel.ELECTRIC ? mix[t] : 0;
    }
    return parameters.ways().carEurPerKm(electric);
  }

  /** The day without any edit that a scenario is compared with. */
  static Conditions conditions(Conditions day) {
    return Conditions.base(day.dayType()).withDate(day.date());
  }

  private static String key(City base, Conditions day) {
    return base.version() + day.date() + day.dayType();
  }

  /** Traffic and travelers of a scenario's day; {@code city} and {@code day} carry its edits. */
  record Travel(TrafficDay traffic, ModeDay modes) {}

  /**
   * The day of a scenario: the base day itself where the travelers meet the same streets, buses and
   * costs, or else with a choice of mode that starts from the base day. {@code routes} hears of
   * every route.
   */
  Travel travel(
      City base,
      City city,
      Conditions day,
      DayDemand demand,
      double gap,
      int threads,
      RouteSink routes,
      Progress progress) {
    double cost = carEurPerKm(day);
    if (cost == carEurPerKm(conditions(day)) && ModeModel.isSameTravel(base, city, day)) {
      return watched(base, day, demand, gap, threads, routes, progress);
    }
    BaseDay before = of(base, day, gap, threads, new PartProgress(progress, 0, 0.3));
    Progress rest = new PartProgress(progress, 0.3, 1);
    ModeShift shift = new ModeShift(before.model(), city, day, demand, cost, rest);
    TrafficDay traffic = TrafficEngine.run(city, day, demand, shift, gap, threads, routes, rest);
    return new Travel(traffic, shift.day());
  }

  /** The day that {@link #travel} gives, up to a step, with the routes of that step alone. */
  HourEstimate.Hour upTo(
      City base,
      City city,
      Conditions day,
      DayDemand demand,
      int step,
      double gap,
      int threads,
      RouteSink routes,
      Progress progress) {
    ModeShift shift = travelers(base, city, day, demand, gap, threads, progress);
    return shift == null
        ? TrafficEngine.upTo(
            base,
            conditions(day),
            demand,
            TravelResponse.NONE,
            step,
            gap,
            threads,
            routes,
            progress)
        : TrafficEngine.upTo(
            city, day, demand, shift.withoutReach(), step, gap, threads, routes, progress);
  }

  /**
   * How the travelers of a scenario answer; null where they meet what they meet on the base day.
   */
  ModeShift travelers(
      City base,
      City city,
      Conditions day,
      DayDemand demand,
      double gap,
      int threads,
      Progress progress) {
    double cost = carEurPerKm(day);
    if (cost == carEurPerKm(conditions(day)) && ModeModel.isSameTravel(base, city, day)) {
      return null;
    }
    BaseDay before = of(base, day, gap, threads, progress);
    return new ModeShift(before.model(), city, day, demand, cost, progress);
  }

  synchronized BaseDay of(City base, Conditions day, double gap, int threads, Progress progress) {
    BaseDay found = known.get(key(base, day));
    if (found == null) {
      Conditions plain = conditions(day);
      DayDemand demand = DayDemand.of(base, base, plain, RestrictedShares.NONE, progress);
      watched(base, plain, demand, gap, threads, RouteSink.NONE, progress);
      found = known.get(key(base, day));
    }
    return found;
  }

  private synchronized Travel watched(
      City base,
      Conditions day,
      DayDemand demand,
      double gap,
      int threads,
      RouteSink routes,
      Progress progress) {
    BaseDay before = routes == RouteSink.NONE ? known.get(key(base, day)) : null;
    TrafficDay again = before == null ? null : before.traffic().get();
    if (again != null) {
      return new Travel(again, before.day());
    }
    Conditions plain = conditions(day);
    BaseTravel watcher =
        new BaseTravel(base, plain, demand, parameters, carEurPerKm(plain), progress);
    TrafficDay traffic =
        TrafficEngine.run(base, plain, demand, watcher, gap, threads, routes, progress);
    ModeModel model = watcher.model();
    BaseDay made = new BaseDay(model, watcher.day(model), new SoftReference<>(traffic));
    known.put(key(base, day), made);
    while (known.size() > KEPT) {
      known.remove(known.keySet().iterator().next());
    }
    return new Travel(traffic, made.day());
  }
}
