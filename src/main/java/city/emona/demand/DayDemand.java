package city.emona.demand;

import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.DaySteps;
import city.emona.simulate.Progress;
import city.emona.simulate.UserClass;
import city.emona.simulate.UserClass.Group;
import java.util.ArrayList;
import java.util.List;

/**
 * Vehicle trips of one day by OD pair, hour and user class.
 *
 * <p>Cars: the daily trips of a pair are split over purposes and directions by the zones' home and
 * activity ends, {@code w = share · P(i) · A(j)} outbound and {@code share · A(i) · P(j)} homeward,
 * and each part follows the hourly profile of {@link Purpose}: towards the workplaces in the
 * morning, back in the evening. On other days each purpose has its own level.
 *
 * <p>Vans and trucks make {@link #VANS_PER_CAR} and {@link #TRUCKS_PER_CAR} trips per car trip. In
 * Great Britain in 2019 vans drove 16 % and lorries 5 % of all vehicle miles, lorries some 2 % on
 * urban roads (Department for Transport, Road Traffic Estimates 2019); most of what lorries drive
 * lies outside of cities. Trucks go where jobs are.
 *
 * <p>Where a low-emission zone acts, each class has a restricted part for the whole day; compliance
 * moves it to the allowed part (with several zones, the largest compliance counts). Immutable.
 */
public final class DayDemand {
  /** Van trips per car trip. */
  public static final double VANS_PER_CAR = 0.15;

  /** Truck trips per car trip. */
  public static final double TRUCKS_PER_CAR = 0.03;

  private static final Purpose[] PURPOSES = Purpose.values();

  private final DaySteps steps;
  private final OdPairs pairs;
  private final List<UserClass> classes;
  private final double[] classShare;
  private final double[][] home;
  private final double[][] activity;
  private final double[][] outbound = new double[24][PURPOSES.length];
  private final double[][] homeward = new double[24][PURPOSES.length];
  private final double[] freight;
  private final Conditions conditions;

  private DayDemand(City city, OdPairs pairs, Conditions c, RestrictedShares restricted) {
    this.steps = DaySteps.hourly(c.date(), city.info().timeZone());
    this.pairs = pairs;
    this.conditions = c;
    Table zones = city.table(Schema.ZONES);
    int[] population = zones.ints("population");
    int[] jobs = zones.ints("jobs");
    home = new double[PURPOSES.length][];
    activity = new double[PURPOSES.length][];
    for (Purpose p : PURPOSES) {
      home[p.ordinal()] = p.homeEnds(population, jobs);
      activity[p.ordinal()] = p.activityEnds(population, jobs);
    }
    for (int hour = 0; hour < 24; hour++) {
      for (Purpose p : PURPOSES) {
        double level = p.dayLevel(c.dayType());
        outbound[hour][p.ordinal()] = level * p.out(hour);
        homeward[hour][p.ordinal()] = level * p.back(hour);
      }
    }
    freight = freight(population, jobs);
    classes = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    boolean zone = !c.lowEmissionZones().isEmpty();
    double kept = 1;
    for (Conditions.LowEmissionZone z : c.lowEmissionZones()) {
      kept = Math.min(kept, 1 - z.complianceShare());
    }
    double[] banned = {restricted.car() * kept, restricted.van() * kept, restricted.truck() * kept};
    for (Group g : List.of(Group.CAR, Group.VAN, Group.TRUCK)) {
      double share = zone ? banned[g.ordinal()] : 0;
      classes.add(userClass(g, false));
      shares.add(1 - share);
      if (share > 0) {
        classes.add(userClass(g, true));
        shares.add(share);
      }
    }
    classShare = shares.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /**
   * Demand of a day: {@code city} after the scenario, {@code base} the city it was made from (whose
   * OD table counts).
   */
  public static DayDemand of(
      City city, City base, Conditions conditions, RestrictedShares restricted, Progress progress) {
    return new DayDemand(city, OdPairs.of(city, base, progress), conditions, restricted);
  }

  /** Passenger-car units: HCM 7th ed., ch. 12, truck on level terrain = 2.0. */
  private static UserClass userClass(Group g, boolean restricted) {
    String id = g.name().toLowerCase(java.util.Locale.ROOT) + (restricted ? "_restricted" : "");
    return new UserClass(id, g, restricted, g == Group.TRUCK ? 2.0 : 1.0);
  }

  /** Jobs over all ends of a zone, relative to the mean of all trips' ends. */
  private double[] freight(int[] population, int[] jobs) {
    double[] share = new double[population.length];
    for (int z = 0; z < share.length; z++) {
      double ends = (double) population[z] + jobs[z];
      share[z] = ends > 0 ? jobs[z] / ends : 0;
    }
    double weighted = 0;
    double total = 0;
    for (int p = 0; p < pairs.count(); p++) {
      total += pairs.tripsPerDay()[p];
      weighted += pairs.tripsPerDay()[p] * share[pairs.from()[p]] * share[pairs.to()[p]];
    }
    double mean = total > 0 ? Math.sqrt(weighted / total) : 0;
    for (int z = 0; z < share.length; z++) {
      share[z] = mean > 0 ? share[z] / mean : 1;
    }
    return share;
  }

  public DaySteps steps() {
    return steps;
  }

  public List<UserClass> classes() {
    return List.copyOf(classes);
  }

  public int pairCount() {
    return pairs.count();
  }

  /** Zone in which the trips of a pair start; pairs are ordered by (from, to). */
  public int fromZone(int pair) {
    return pairs.from()[pair];
  }

  public int toZone(int pair) {
    return pairs.to()[pair];
  }

  /** Vehicle trips of every pair that start in a step, of one class, written to {@code out}. */
  public void trips(int step, int classIdx, double[] out) {
    int minute = steps.localMinute(step);
    int hour = minute / 60;
    UserClass c = classes.get(classIdx);
    switch (c.group()) {
      case CAR -> cars(hour, minute, classShare[classIdx], out);
      case VAN -> vans(hour, classShare[classIdx] * VANS_PER_CAR, out);
      default -> trucks(hour, classShare[classIdx] * TRUCKS_PER_CAR, out);
    }
  }

  private void cars(int hour, int minute, double share, double[] out) {
    double[] rates = new double[PURPOSES.length];
    for (int pair = 0; pair < out.length; pair++) {
      out[pair] = pairs.tripsPerDay()[pair] * share * rates(hour, pair, rates);
    }
    change(minute, out);
  }

  /**
   * Trips of a pair that start in an hour over its trips of a weekday, by purpose; returns the sum.
   */
  private double rates(int hour, int pair, double[] rates) {
    int i = pairs.from()[pair];
    int j = pairs.to()[pair];
    double all = 0;
    double now = 0;
    for (int k = 0; k < PURPOSES.length; k++) {
      double goes = PURPOSES[k].share() * home[k][i] * activity[k][j];
      double returns = PURPOSES[k].share() * activity[k][i] * home[k][j];
      all += goes + returns;
      rates[k] = goes * outbound[hour][k] + returns * homeward[hour][k];
      now += rates[k];
    }
    if (all > 0) {
      for (int k = 0; k < PURPOSES.length; k++) {
        rates[k] /= all;
      }
      return now / all;
    }
    double plain = 0;
    for (int k = 0; k < PURPOSES.length; k++) {
      rates[k] = PURPOSES[k].share() * (outbound[hour][k] + homeward[hour][k]) / 2;
      plain += rates[k];
    }
    return plain;
  }

  /** Share of each purpose in the car trips of a pair that start in a step; they add to 1. */
  public void purposeShares(int step, int pair, double[] share) {
    double sum = rates(steps.localMinute(step) / 60, pair, share);
    for (int k = 0; k < share.length; k++) {
      share[k] = sum > 0 ? share[k] / sum : PURPOSES[k].share();
    }
  }

  /** Applies the scenario's changes of demand, each for the part of the step that it covers. */
  private void change(int minute, double[] out) {
    int length = steps.stepMinutes();
    for (Conditions.DemandChange d : conditions.demandChanges()) {
      int covered = Math.min(minute + length, d.toMinute()) - Math.max(minute, d.fromMinute());
      if (covered <= 0) {
        continue;
      }
      double factor = 1 + (d.factor() - 1) * covered / length;
      for (int pair = 0; pair < out.length; pair++) {
        if (d.zones().get(pairs.from()[pair]) || d.zones().get(pairs.to()[pair])) {
          out[pair] *= factor;
        }
      }
    }
  }

  private void vans(int hour, double perCarTrip, double[] out) {
    double level = Purpose.BUSINESS.dayLevel(conditions.dayType());
    double rate = (Purpose.BUSINESS.out(hour) + Purpose.BUSINESS.back(hour)) / 2;
    for (int pair = 0; pair < out.length; pair++) {
      out[pair] = pairs.tripsPerDay()[pair] * perCarTrip * rate * level;
    }
  }

  private void trucks(int hour, double perCarTrip, double[] out) {
    double rate = Freight.hourShare(hour) * Freight.dayLevel(conditions.dayType());
    for (int pair = 0; pair < out.length; pair++) {
      double jobs = freight[pairs.from()[pair]] * freight[pairs.to()[pair]];
      out[pair] = pairs.tripsPerDay()[pair] * perCarTrip * rate * jobs;
    }
  }
}
