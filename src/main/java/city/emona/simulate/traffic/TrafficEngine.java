package city.emona.simulate.traffic;

import city.emona.demand.DayDemand;
import city.emona.demand.mode.TravelResponse;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.StreetRules;
import city.emona.model.network.Network;
import city.emona.simulate.DaySteps;
import city.emona.simulate.Progress;
import city.emona.simulate.TrafficDay;
import city.emona.simulate.UserClass;
import city.emona.simulate.traffic.equilibrium.Assignment;
import city.emona.simulate.traffic.equilibrium.Trips;
import java.util.Arrays;
import java.util.List;

/**
 * Traffic over a day: a multi-class user equilibrium for every step, each started from the paths of
 * the step before. All classes load the same streets in passenger-car units and see the same times;
 * they differ in where they may drive and what it costs them. Of a pair's paths every class uses
 * the same shares, which makes the class volumes unique (proportionality, Bar-Gera 2010).
 *
 * <p>Trips within a zone are counted, not loaded. Trips without a path are counted. Restricted
 * vehicles whose trip starts or ends where a low-emission zone leaves no way in cannot drive
 * around: they count as replaced by allowed ones in that step. A pure function of its arguments;
 * the result is the same on any number of threads.
 */
public final class TrafficEngine {
  /** Part of the run key: changes with any change of results. */
  public static final String VERSION = "traffic-3";

  private static final int MAX_ITERATIONS = 60;

  private final Network streets;
  private final DayDemand demand;
  private final List<UserClass> classes;
  private final RightsOfWay rights;
  private final Charges charges;
  private final CityNetwork city;
  private final int[] pairs;
  private final double[][] trips;
  private final double[] pcu;
  private final TrafficDay.Tally tally;
  private final TravelResponse response;

  private TrafficEngine(
      City city,
      Conditions conditions,
      DayDemand demand,
      Charges charges,
      TravelResponse response) {
    this.response = response;
    this.streets = city.network();
    this.demand = demand;
    this.classes = demand.classes();
    this.rights = new RightsOfWay(streets, conditions, demand.steps(), classes, charges);
    this.charges = charges;
    this.city = new CityNetwork(city, rights.accessKeys(), conditions.streets().signals());
    int[] kept = new int[demand.pairCount()];
    int count = 0;
    for (int p = 0; p < kept.length; p++) {
      if (demand.fromZone(p) != demand.toZone(p)) {
        kept[count++] = p;
      }
    }
    pairs = Arrays.copyOf(kept, count);
    trips = new double[classes.size()][demand.pairCount()];
    pcu = new double[rights.routingCount() * count];
    tally = TrafficDay.Tally.empty(demand.steps().count());
  }

  /** Traffic of the day of {@code demand} under {@code conditions}. */
  public static TrafficDay run(
      City city,
      Conditions conditions,
      DayDemand demand,
      double relativeGap,
      int threads,
      Progress progress) {
    return run(city, conditions, demand, relativeGap, threads, RouteSink.NONE, progress);
  }

  /** As above, and tells {@code routes} every route with its vehicles at the end of each step. */
  public static TrafficDay run(
      City city,
      Conditions conditions,
      DayDemand demand,
      double relativeGap,
      int threads,
      RouteSink routes,
      Progress progress) {
    return run(
        city, conditions, demand, TravelResponse.NONE, relativeGap, threads, routes, progress);
  }

  /** As above with travelers who answer to the times they meet, for example by another mode. */
  public static TrafficDay run(
      City city,
      Conditions conditions,
      DayDemand demand,
      TravelResponse response,
      double relativeGap,
      int threads,
      RouteSink routes,
      Progress progress) {
    return new TrafficEngine(city, conditions, demand, tolls(city, conditions, demand), response)
        .day(relativeGap, threads, routes, progress);
  }

  static TrafficDay run(
      City city,
      Conditions conditions,
      DayDemand demand,
      Charges charges,
      double relativeGap,
      int threads,
      RouteSink routes,
      Progress progress) {
    return new TrafficEngine(city, conditions, demand, charges, TravelResponse.NONE)
        .day(relativeGap, threads, routes, progress);
  }

  private static Charges tolls(City city, Conditions conditions, DayDemand demand) {
    List<StreetRules.Toll> tolls = conditions.streets().tolls();
    return tolls.isEmpty()
        ? Charges.NONE
        : new TollCharges(city.network(), tolls, demand.steps(), demand.classes());
  }

  private TrafficDay day(double targetGap, int threads, RouteSink routes, Progress progress) {
    DaySteps steps = demand.steps();
    int n = steps.count();
    int m = streets.linkCount();
    float[][][] volume = new float[classes.size()][n][m];
    float[][] speed = new float[n][m];
    double[] gap = new double[n];
    Assignment assignment = new Assignment(city.network(), commodities(), threads);
    boolean[][] open = new boolean[rights.routingCount()][];
    double[][] charged = new double[rights.routingCount()][];
    for (int step = 0; step < n; step++) {
      progress.report("traffic", (double) step / n);
      for (int r = 0; r < open.length; r++) {
        boolean[] now = city.withConnectors(rights.open(r, step));
        if (!Arrays.equals(now, open[r])) {
          open[r] = now;
          assignment.allow(r, now);
        }
        double[] extra = charges.seconds(rights.classOf(r), step);
        if (!Arrays.equals(extra, charged[r])) {
          charged[r] = extra;
          assignment.charge(r, extra == null ? null : city.withConnectors(extra));
        }
      }
      do {
        load(step, open);
        Assignment.Result result = assignment.solve(pcu, targetGap, MAX_ITERATIONS, progress);
        gap[step] = result.relativeGap();
        tally.unreachable()[step] = result.unreachable();
        for (int c = 0; c < classes.size(); c++) {
          assignment.linkVolumes(shares(c), volume[c][step]);
        }
        speeds(volume, step, speed[step]);
      } while (response != TravelResponse.NONE
          && response.meets(step, carSeconds(assignment), speed[step]));
      tally.tollEur()[step] = paid(volume, step);
      if (routes != RouteSink.NONE) {
        routes(assignment, step, routes);
      }
    }
    progress.report("traffic", 1);
    return new TrafficDay(steps, classes, volume, speed, gap, tally);
  }

  private Trips commodities() {
    int count = pairs.length;
    int[] from = new int[pcu.length];
    int[] to = new int[pcu.length];
    int[] routing = new int[pcu.length];
    for (int k = 0; k < pcu.length; k++) {
      from[k] = city.centroid(demand.fromZone(pairs[k % count]));
      to[k] = city.centroid(demand.toZone(pairs[k % count]));
      routing[k] = k / count;
    }
    return new Trips(from, to, routing, rights.routingCount());
  }

  /** Equilibrium times of the car classes by pair; infinity where a pair has no known path. */
  private double[][] carSeconds(Assignment assignment) {
    double[] times = new double[pcu.length];
    assignment.pairTimes(times);
    double[][] seconds = new double[classes.size()][];
    for (int c = 0; c < seconds.length; c++) {
      if (classes.get(c).group() == UserClass.Group.CAR) {
        seconds[c] = new double[demand.pairCount()];
        Arrays.fill(seconds[c], Double.POSITIVE_INFINITY);
        int offset = rights.routing(c) * pairs.length;
        for (int i = 0; i < pairs.length; i++) {
          seconds[c][pairs[i]] = times[offset + i];
        }
      }
    }
    return seconds;
  }

  /** Trips of a step by class, and passenger-car units per hour by pair and routing class. */
  private void load(int step, boolean[][] open) {
    tally.loaded()[step] = 0;
    tally.intrazonal()[step] = 0;
    tally.replaced()[step] = 0;
    for (int c = 0; c < classes.size(); c++) {
      demand.trips(step, c, trips[c]);
      response.change(step, c, trips[c]);
    }
    for (int c = 1; c < classes.size(); c++) {
      if (classes.get(c).restricted()) {
        replaceStranded(c, city.joinedZones(open[rights.routing(c)]), step);
      }
    }
    double perHour = 60.0 / demand.steps().stepMinutes();
    Arrays.fill(pcu, 0);
    for (int c = 0; c < classes.size(); c++) {
      int offset = rights.routing(c) * pairs.length;
      double weight = classes.get(c).pcu() * perHour;
      for (int i = 0; i < pairs.length; i++) {
        pcu[offset + i] += trips[c][pairs[i]] * weight;
        tally.loaded()[step] += trips[c][pairs[i]];
      }
      for (int p = 0; p < trips[c].length; p++) {
        if (demand.fromZone(p) == demand.toZone(p)) {
          tally.intrazonal()[step] += trips[c][p];
        }
      }
    }
  }

  /** The class before a restricted one is its allowed sibling ({@link DayDemand#classes}). */
  private void replaceStranded(int classIdx, boolean[] joined, int step) {
    double[] restricted = trips[classIdx];
    double[] allowed = trips[classIdx - 1];
    for (int p = 0; p < restricted.length; p++) {
      if (!joined[demand.fromZone(p)] || !joined[demand.toZone(p)]) {
        allowed[p] += restricted[p];
        tally.replaced()[step] += restricted[p];
        restricted[p] = 0;
      }
    }
  }

  /** Every path, once for each class that uses it. */
  private void routes(Assignment assignment, int step, RouteSink sink) {
    double hours = demand.steps().stepMinutes() / 60.0;
    int streetCount = streets.linkCount();
    double[][] share = new double[classes.size()][];
    for (int c = 0; c < share.length; c++) {
      share[c] = shares(c);
    }
    assignment.paths(
        (pair, links, count, flow) -> {
          int kept = 0;
          for (int i = 0; i < count; i++) {
            if (links[i] < streetCount) {
              links[kept++] = links[i];
            }
          }
          int from = demand.fromZone(pairs[pair % pairs.length]);
          int to = demand.toZone(pairs[pair % pairs.length]);
          for (int c = 0; c < share.length; c++) {
            if (share[c][pair] > 0) {
              sink.route(step, c, from, to, links, kept, flow * share[c][pair] * hours);
            }
          }
        });
  }

  /** Vehicles of a class per passenger-car unit of every commodity. */
  private double[] shares(int classIdx) {
    double[] share = new double[pcu.length];
    int offset = rights.routing(classIdx) * pairs.length;
    double perHour = 60.0 / demand.steps().stepMinutes();
    for (int i = 0; i < pairs.length; i++) {
      double all = pcu[offset + i];
      share[offset + i] = all > 0 ? trips[classIdx][pairs[i]] * perHour / all : 0;
    }
    return share;
  }

  /** Euros paid in a step. */
  private double paid(float[][][] volume, int step) {
    double hours = demand.steps().stepMinutes() / 60.0;
    double sum = 0;
    for (int c = 0; c < classes.size(); c++) {
      double[] euros = charges.euros(c, step);
      for (int i = 0; euros != null && i < euros.length; i++) {
        sum += volume[c][step][i] * hours * euros[i];
      }
    }
    return sum;
  }

  private void speeds(float[][][] volume, int step, float[] speedKmh) {
    int[] lengthMm = streets.lengthMm();
    for (int i = 0; i < speedKmh.length; i++) {
      double load = 0;
      for (int c = 0; c < classes.size(); c++) {
        load += volume[c][step][i] * classes.get(c).pcu();
      }
      speedKmh[i] = (float) (lengthMm[i] / 1000.0 / city.seconds(i, load) * 3.6);
    }
  }
}
