package city.emona.simulate.traffic;

import city.emona.demand.BusService;
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
import city.emona.simulate.traffic.equilibrium.AssignmentNetwork;
import city.emona.simulate.traffic.equilibrium.Trips;
import java.util.Arrays;
import java.util.List;

/**
 * Traffic over a day: a multi-class user equilibrium for every step, each started from the paths of
 * the step before. All classes load the same streets in passenger-car units and see the same times;
 * they differ in where they may drive and what it costs them. Of a pair's paths every class uses
 * the same shares, which makes the class volumes unique (proportionality, Bar-Gera 2010).
 *
 * <p>Buses of the lines are there before anybody chooses a route: a fixed flow in passenger-car
 * units that slows all classes. Trips within a zone are counted, not loaded. Trips without a path
 * are counted. Restricted vehicles whose trip starts or ends where a low-emission zone leaves no
 * way in cannot drive around: they count as replaced by allowed ones in that step. A pure function
 * of its arguments; the result is the same on any number of threads.
 */
public final class TrafficEngine {
  /** Part of the run key: changes with any change of results. */
  public static final String VERSION = "traffic-8";

  private static final int MAX_ITERATIONS = 60;

  /**
   * Distances from the start of a trip at which cars and vans are counted, km: the engines of a
   * cold day warm up within 5 km, of a hot one within 2 (the model of cold starts reads between).
   */
  private static final double[] NEAR_KM = {1, 2, 3, 4, 5};

  /** Passenger-car units of a bus: HCM 7th ed., ch. 12, heavy vehicle on level terrain. */
  private static final double BUS_PCU = 2;

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
  private final float[][] buses;

  /** What the solver was told last, by routing class. */
  private boolean[][] open;

  private double[][] charged;

  TrafficEngine(
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
    this.buses = BusService.perHour(city, demand.steps());
    this.city =
        new CityNetwork(
            city, rights.accessKeys(BusService.lines(city)), conditions.streets().signals());
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

  /**
   * The day up to a step, with the bits that {@link #run} has there, and the routes of that step
   * alone; what {@code routes} does to the solver's ways can no longer harm a later step.
   */
  public static HourEstimate.Hour upTo(
      City city,
      Conditions conditions,
      DayDemand demand,
      TravelResponse response,
      int last,
      double relativeGap,
      int threads,
      RouteSink routes,
      Progress progress) {
    TrafficEngine engine =
        new TrafficEngine(city, conditions, demand, tolls(city, conditions, demand), response);
    Assignment assignment = engine.assignment(threads);
    float[][] volume = new float[engine.classes.size()][engine.linkCount()];
    float[] speed = new float[engine.linkCount()];
    for (int step = 0; step < last; step++) {
      progress.report("traffic", (double) step / (last + 1));
      engine.hour(assignment, step, relativeGap, volume, speed, RouteSink.NONE, progress);
    }
    Assignment.Result r =
        engine.hour(assignment, last, relativeGap, volume, speed, routes, progress);
    return HourEstimate.Hour.of(last, engine.classes, volume, speed, r, last > 0);
  }

  static Charges tolls(City city, Conditions conditions, DayDemand demand) {
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
    float[][][] near = new float[NEAR_KM.length][n][m];
    Assignment assignment = assignment(threads);
    for (int step = 0; step < n; step++) {
      progress.report("traffic", (double) step / n);
      float[][] classVolume = new float[classes.size()][];
      for (int c = 0; c < classVolume.length; c++) {
        classVolume[c] = volume[c][step];
      }
      gap[step] =
          hour(assignment, step, targetGap, classVolume, speed[step], routes, progress)
              .relativeGap();
      nearOrigin(assignment, near, step);
    }
    progress.report("traffic", 1);
    TrafficDay.NearOrigin nearOrigin = new TrafficDay.NearOrigin(NEAR_KM, near);
    return new TrafficDay(steps, classes, volume, speed, gap, tally, nearOrigin);
  }

  /** A solver of the day's network, without any trips as yet. */
  Assignment assignment(int threads) {
    open = new boolean[rights.routingCount()][];
    charged = new double[rights.routingCount()][];
    return new Assignment(city.network(), commodities(), threads);
  }

  /** Whether another day differs in trips, times, rights and charges only. */
  boolean fits(TrafficEngine other, Assignment solved) {
    return solved.fits(other.city.network())
        && Arrays.equals(commodities().routing(), other.commodities().routing())
        && Arrays.equals(commodities().originNode(), other.commodities().originNode())
        && Arrays.equals(commodities().destinationNode(), other.commodities().destinationNode());
  }

  /**
   * A solver of this day that starts from the ways of another one's, as far as its streets, zones
   * and user classes are those of this day; tells whether any were.
   */
  boolean adopt(Assignment mine, TrafficEngine other, Assignment solved) {
    int[] nodeOf = city.nodesOf(other.city);
    int[] routingOf = new int[rights.routingCount()];
    for (int r = 0; r < routingOf.length; r++) {
      UserClass.Group group = classes.get(rights.classOf(r)).group();
      for (int o = other.rights.routingCount() - 1; o >= 0; o--) {
        if (other.classes.get(other.rights.classOf(o)).group() == group) {
          routingOf[r] = o;
        }
      }
    }
    return mine.adopt(solved, nodeOf, city.linksOf(other.city, nodeOf), routingOf) > 0;
  }

  AssignmentNetwork network() {
    return city.network();
  }

  /** Forgets which rights and charges a solver knows; it is told all of them at the next step. */
  void startAfresh() {
    open = new boolean[rights.routingCount()][];
    charged = new double[rights.routingCount()][];
  }

  int linkCount() {
    return streets.linkCount();
  }

  List<UserClass> classes() {
    return classes;
  }

  /** Equilibrium of one step: volumes by class and speeds by link. */
  Assignment.Result hour(
      Assignment assignment,
      int step,
      double targetGap,
      float[][] volume,
      float[] speedKmh,
      RouteSink routes,
      Progress progress) {
    for (int r = 0; r < open.length; r++) {
      boolean[] now = city.withConnectors(rights.open(r, step));
      if (!Arrays.equals(now, open[r])) {
        open[r] = now;
        assignment.allow(r, now);
      }
      double[] extra = charges.seconds(rights.classOf(r), step);
      if (charged[r] == null || !Arrays.equals(extra, charged[r])) {
        charged[r] = extra;
        assignment.charge(r, extra == null ? null : city.withConnectors(extra));
      }
    }
    assignment.preload(buses(step));
    Assignment.Result result;
    do {
      load(step, open);
      result = assignment.solve(pcu, targetGap, MAX_ITERATIONS, progress);
      tally.unreachable()[step] = result.unreachable();
      for (int c = 0; c < classes.size(); c++) {
        assignment.linkVolumes(shares(c), volume[c]);
      }
      speeds(volume, step, speedKmh);
    } while (response != TravelResponse.NONE
        && response.meets(step, carSeconds(assignment), speedKmh));
    tally.doorToDoorH()[step] = result.totalTime() / 3600 * demand.steps().stepMinutes() / 60;
    tally.tollEur()[step] = paid(volume, step);
    if (routes != RouteSink.NONE) {
      if (routes.isProportional()) {
        assignment.proportion();
      }
      routes(assignment, step, routes);
    }
    return result;
  }

  /** Buses of a step in passenger-car units by link of the solver's network. */
  private double[] buses(int step) {
    double[] load = new double[city.network().linkCount()];
    for (int i = 0; i < buses[step].length; i++) {
      load[i] = buses[step][i] * BUS_PCU;
    }
    return load;
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

  /** Cars and vans of a step by the distance that they have driven. */
  private void nearOrigin(Assignment assignment, float[][][] near, int step) {
    double[] share = new double[pcu.length];
    for (int c = 0; c < classes.size(); c++) {
      UserClass.Group group = classes.get(c).group();
      if (group == UserClass.Group.CAR || group == UserClass.Group.VAN) {
        double[] more = shares(c);
        for (int p = 0; p < share.length; p++) {
          share[p] += more[p];
        }
      }
    }
    double[] linkM = new double[city.network().linkCount()];
    for (int i = 0; i < streets.linkCount(); i++) {
      linkM[i] = streets.lengthMm()[i] / 1000.0;
    }
    double[] withinM = new double[NEAR_KM.length];
    float[][] out = new float[NEAR_KM.length][];
    for (int k = 0; k < out.length; k++) {
      withinM[k] = 1000 * NEAR_KM[k];
      out[k] = near[k][step];
    }
    assignment.volumesNearOrigin(share, linkM, withinM, out);
  }

  /** Euros paid in a step. */
  private double paid(float[][] volume, int step) {
    double hours = demand.steps().stepMinutes() / 60.0;
    double sum = 0;
    for (int c = 0; c < classes.size(); c++) {
      double[] euros = charges.euros(c, step);
      for (int i = 0; euros != null && i < euros.length; i++) {
        sum += volume[c][i] * hours * euros[i];
      }
    }
    return sum;
  }

  private void speeds(float[][] volume, int step, float[] speedKmh) {
    int[] lengthMm = streets.lengthMm();
    for (int i = 0; i < speedKmh.length; i++) {
      double load = buses[step][i] * BUS_PCU;
      for (int c = 0; c < classes.size(); c++) {
        load += volume[c][i] * classes.get(c).pcu();
      }
      speedKmh[i] = (float) (lengthMm[i] / 1000.0 / city.seconds(i, load) * 3.6);
    }
  }
}
