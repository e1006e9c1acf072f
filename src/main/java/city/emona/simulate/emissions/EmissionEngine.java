package city.emona.simulate.emissions;

import city.emona.demand.BusService;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.network.Network;
import city.emona.simulate.Chunks;
import city.emona.simulate.EmissionDay;
import city.emona.simulate.EmissionDay.VehicleClass;
import city.emona.simulate.Pollutant;
import city.emona.simulate.Progress;
import city.emona.simulate.TrafficDay;
import city.emona.simulate.UserClass;
import city.emona.simulate.WasteDay;
import city.emona.simulate.emissions.EmissionTables.Part;
import java.util.Arrays;
import java.util.List;

/**
 * Emissions of a day per link and step by the average-speed method (EMEP/EEA guidebook, Tier 3):
 * {@code q = Σ N EF(V) / 3.6e6} in g/(m s), with N vehicles per hour, V the link's mean speed and
 * EF the average of the technologies that the user class stands for, which a scenario may set for
 * some streets alone. Where the day has low-emission zones the restricted classes get the banned
 * part of the fleet and the others the rest. Buses come from the lines' headways unless the traffic
 * result holds them, collection trucks from their tours at the speed of each passage, stops
 * included ({@link TruckPassages}).
 *
 * <p>Cold engines are those of cars and vans within the guidebook's cold distance of where their
 * trip began ({@link TrafficDay.NearOrigin}), scaled so that the mean over the day's vehicle
 * kilometres is the guidebook's share: not every trip starts cold. Every value is one link's own
 * sum, so thread count changes nothing.
 */
public final class EmissionEngine {
  public static final String VERSION = "emissions-3";

  /** Air temperature where none is given: the shipped typical day's mean. */
  public static final double DEFAULT_TEMPERATURE_C = 8.5;

  /** Vehicles per hour times g/km to g/(m s). */
  private static final double PER_M_AND_S = 1 / EmissionDay.G_PER_KM_H;

  /** Front of light and of heavy vehicles that stirs the air, m² (Hertel and Berkowicz 1989). */
  private static final double LIGHT_FRONT_M2 = 2;

  private static final double HEAVY_FRONT_M2 = 16;

  private static final int LINKS_PER_CHUNK = 2048;
  private static final int POLLUTANTS = Pollutant.values().length;
  private static final int CLASSES = VehicleClass.values().length;

  private final Network network;
  private final TrafficDay traffic;
  private final Factors[] ofFleet;

  /** By link: 0 = the city's fleet, else one more than its place among the local ones. */
  private final int[] fleetOfLink;

  private final float[][] buses;
  private final TruckPassages collection;
  private final double coldKm;
  private final double coldScale;

  private EmissionEngine(
      City city,
      Conditions day,
      TrafficDay traffic,
      List<WasteDay.Tour> tours,
      EmissionTables tables,
      double temperatureC) {
    this.network = city.network();
    this.traffic = traffic;
    List<Conditions.LocalFleet> local = day.localFleets();
    this.fleetOfLink = new int[network.linkCount()];
    this.ofFleet = new Factors[1 + local.size()];
    ofFleet[0] = new Factors(traffic.classes(), tables, day, day.fleet(), temperatureC);
    for (int f = 1; f < ofFleet.length; f++) {
      Conditions.LocalFleet l = local.get(f - 1);
      ofFleet[f] = new Factors(traffic.classes(), tables, day, l.fleet(), temperatureC);
      for (int i = l.links().nextSetBit(0); i >= 0; i = l.links().nextSetBit(i + 1)) {
        fleetOfLink[i] = f;
      }
    }
    boolean hasBuses = traffic.classes().stream().anyMatch(k -> k.group() == UserClass.Group.BUS);
    this.buses = hasBuses ? null : BusService.perHour(city, traffic.steps());
    this.collection = new TruckPassages(network, traffic.steps(), tours);
    this.coldKm = ColdStart.coldKm(temperatureC);
    this.coldScale = coldScale(1 / ColdStart.beta(temperatureC));
  }

  /** Emission of every user class, of buses and of collection trucks with one fleet. */
  private static final class Factors {
    final SpeedFactors[] ofClass;
    final SpeedFactors bus;
    final SpeedFactors truck;

    Factors(
        List<UserClass> classes,
        EmissionTables tables,
        Conditions day,
        Conditions.Fleet fleet,
        double temperatureC) {
      boolean hasZones = !day.lowEmissionZones().isEmpty();
      ofClass = new SpeedFactors[classes.size()];
      for (int c = 0; c < ofClass.length; c++) {
        UserClass k = classes.get(c);
        Part part = !hasZones ? Part.ALL : k.restricted() ? Part.RESTRICTED : Part.ALLOWED;
        double[] mix = tables.mix(k.group(), part, day, fleet);
        // A street's own fleet may have no such vehicles at all: then it is what drives there.
        boolean isNone = Arrays.stream(mix).sum() == 0;
        mix = isNone ? tables.mix(k.group(), Part.ALL, day, fleet) : mix;
        ofClass[c] = new SpeedFactors(tables, mix, temperatureC);
      }
      double[] buses = tables.mix(UserClass.Group.BUS, Part.ALL, day, fleet);
      bus = new SpeedFactors(tables, buses, temperatureC);
      double[] trucks = tables.mix(UserClass.Group.TRUCK, Part.ALL, day, fleet);
      truck = new SpeedFactors(tables, trucks, temperatureC);
    }
  }

  public static EmissionDay run(
      City city,
      Conditions conditions,
      TrafficDay traffic,
      EmissionTables tables,
      int threads,
      Progress progress) {
    return run(
        city, conditions, traffic, List.of(), tables, DEFAULT_TEMPERATURE_C, threads, progress);
  }

  /**
   * As above with the tours of collection trucks and the day's mean air temperature, which sets the
   * cold-start extra.
   */
  public static EmissionDay run(
      City city,
      Conditions conditions,
      TrafficDay traffic,
      List<WasteDay.Tour> tours,
      EmissionTables tables,
      double temperatureC,
      int threads,
      Progress progress) {
    EmissionEngine engine =
        new EmissionEngine(city, conditions, traffic, tours, tables, temperatureC);
    int links = engine.network.linkCount();
    int chunks = (links + LINKS_PER_CHUNK - 1) / LINKS_PER_CHUNK;
    int steps = traffic.steps().count();
    float[][][] out = new float[POLLUTANTS][steps][links];
    float[][] stirring = new float[steps][links];
    Chunks.run(
        steps * chunks,
        threads,
        "emissions",
        progress,
        i -> {
          int from = i % chunks * LINKS_PER_CHUNK;
          int to = Math.min(links, from + LINKS_PER_CHUNK);
          engine.links(out, i / chunks, from, to);
          for (int link = from; link < to; link++) {
            stirring[i / chunks][link] = (float) engine.stirring(i / chunks, link);
          }
        });
    return new EmissionDay(traffic.steps(), out, stirring, engine::shares);
  }

  private void links(float[][][] out, int step, int from, int to) {
    double[][] sum = new double[CLASSES][POLLUTANTS];
    for (int link = from; link < to; link++) {
      link(step, link, sum);
      for (int p = 0; p < POLLUTANTS; p++) {
        double all = 0;
        for (double[] ofOne : sum) {
          all += ofOne[p];
        }
        out[p][step][link] = (float) (all * PER_M_AND_S);
      }
    }
  }

  /** Emission of a link in g/(km h) by vehicle class and pollutant. */
  private void link(int step, int link, double[][] sum) {
    for (double[] ofOne : sum) {
      Arrays.fill(ofOne, 0);
    }
    double v = speed(step, link);
    double cold = coldWeight(step, link);
    Factors factors = ofFleet[fleetOfLink[link]];
    for (int c = 0; c < factors.ofClass.length; c++) {
      double n = traffic.volumeVehPerH()[c][step][link];
      if (n > 0) {
        int k = traffic.classes().get(c).group().ordinal();
        factors.ofClass[c].addTo(sum[k], n, v, cold);
      }
    }
    if (buses != null && buses[step][link] > 0) {
      factors.bus.addTo(sum[VehicleClass.BUS.ordinal()], buses[step][link], v, 0);
    }
    double trucks = collection.perHour(step, link);
    if (trucks > 0) {
      double[] into = sum[VehicleClass.COLLECTION_TRUCK.ordinal()];
      factors.truck.addTo(into, trucks, collection.speedKmh(step, link, v), 0);
    }
  }

  /** Vehicles per hour times km/h times m² of front, all vehicles of a link. */
  private double stirring(int step, int link) {
    double v = speed(step, link);
    double sum = 0;
    for (int c = 0; c < traffic.classes().size(); c++) {
      UserClass.Group g = traffic.classes().get(c).group();
      boolean isLight = g == UserClass.Group.CAR || g == UserClass.Group.VAN;
      double front = isLight ? LIGHT_FRONT_M2 : HEAVY_FRONT_M2;
      sum += traffic.volumeVehPerH()[c][step][link] * v * front;
    }
    sum += buses == null ? 0 : buses[step][link] * v * HEAVY_FRONT_M2;
    double trucks = collection.perHour(step, link);
    return trucks > 0 ? sum + trucks * collection.speedKmh(step, link, v) * HEAVY_FRONT_M2 : sum;
  }

  /** A link without traffic may carry no speed; buses still run on it. */
  private double speed(int step, int link) {
    float given = traffic.speedKmh()[step][link];
    return given > 0 ? given : network.freeSpeedKmh()[link];
  }

  private float[] shares(int step, Pollutant... parts) {
    int links = network.linkCount();
    float[] out = new float[CLASSES * links];
    double[][] sum = new double[CLASSES][POLLUTANTS];
    double[] ofClassG = new double[CLASSES];
    for (int link = 0; link < links; link++) {
      link(step, link, sum);
      double all = 0;
      for (int c = 0; c < CLASSES; c++) {
        ofClassG[c] = 0;
        for (Pollutant p : parts) {
          ofClassG[c] += sum[c][p.ordinal()];
        }
        all += ofClassG[c];
      }
      for (int c = 0; c < CLASSES && all > 0; c++) {
        out[c * links + link] = (float) (ofClassG[c] / all);
      }
    }
    return out;
  }

  /**
   * How many more cold kilometres are driven on a link than on the average one; 1 where distances
   * from the start are not known.
   */
  private double coldWeight(int step, int link) {
    if (!traffic.nearOrigin().isKnown()) {
      return 1;
    }
    double light = light(step, link);
    return light > 0 ? coldScale * traffic.nearOrigin().within(coldKm, step, link) / light : 0;
  }

  /**
   * Vehicle kilometres of cars and vans over those near their start; at most so much that all of
   * the latter are cold, which is where trips are longer than the guidebook's.
   */
  private double coldScale(double allCold) {
    TrafficDay.NearOrigin near = traffic.nearOrigin();
    int[] lengthMm = network.lengthMm();
    double km = 0;
    double cold = 0;
    for (int s = 0; near.isKnown() && s < traffic.steps().count(); s++) {
      for (int link = 0; link < lengthMm.length; link++) {
        km += light(s, link) * lengthMm[link];
        cold += near.within(coldKm, s, link) * lengthMm[link];
      }
    }
    return cold > 0 ? Math.min(km / cold, allCold) : 0;
  }

  /** Cars and vans per hour: the vehicles that have cold-start curves. */
  private double light(int step, int link) {
    double sum = 0;
    for (int c = 0; c < traffic.classes().size(); c++) {
      UserClass.Group g = traffic.classes().get(c).group();
      if (g == UserClass.Group.CAR || g == UserClass.Group.VAN) {
        sum += traffic.volumeVehPerH()[c][step][link];
      }
    }
    return sum;
  }

  static {
    for (UserClass.Group g : UserClass.Group.values()) {
      if (!VehicleClass.values()[g.ordinal()].name().equals(g.name())) {
        throw new IllegalStateException("vehicle classes begin with the groups of user classes");
      }
    }
  }
}
