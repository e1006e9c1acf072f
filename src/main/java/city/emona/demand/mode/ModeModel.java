package city.emona.demand.mode;

import city.emona.demand.DayDemand;
import city.emona.demand.Purpose;
import city.emona.demand.ZoneSkims;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.Schema;
import city.emona.model.network.Network;
import city.emona.simulate.Progress;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What is known of the base day when a scenario asks how many people change their mode: times of
 * all modes by pair and hour, and the constants with which the nested logit gives the base shares
 * (pivot-point or incremental logit: Kumar 1980; Daly, Fox and Patruni 2011). Calibrated, by
 * purpose: the constants of bus and of the nest follow in closed form, since the shares of a pair
 * relative to its car share do not depend on each other; the one between bicycle and foot by
 * bisection. Car trips of the base day are what they are; persons on other modes follow from them.
 * Immutable after calibration.
 */
public final class ModeModel {
  private static final Purpose[] PURPOSES = Purpose.values();

  /** A service so poor that only a few zones have it does not get more than e³ of pull. */
  private static final double LARGEST_BUS_CONSTANT = 3;

  private static final int BISECTIONS = 40;

  /**
   * A kilometre on a bicycle lane counts as so many without: Broach, Dill and Gliebe (2012), "Where
   * do cyclists ride?", Transportation Research A 46, path choice on commutes (recalled).
   */
  static final double BIKE_LANE = 0.84;

  /**
   * Times that do not depend on the hour, of one city: by bicycle on the clock, and as felt with
   * its bicycle lanes.
   */
  record Ways(BusStops lines, FootTimes foot, double[] bikeMin, double[] bikeFeltMin, double[] km) {
    static Ways of(City city, BitSet bikeLanes, ModeParameters p, Progress progress) {
      BusStops lines = new BusStops(city, p);
      FootTimes foot = FootTimes.of(city, lines, p, progress);
      Network net = city.network();
      double[] seconds = new double[net.linkCount()];
      for (int i = 0; i < seconds.length; i++) {
        seconds[i] = net.lengthMm()[i] / 1000.0 / (p.ways().bikeKmh() / 3.6);
      }
      double[] feltS = seconds.clone();
      bikeLanes.stream().forEach(i -> feltS[i] *= BIKE_LANE);
      ZoneSkims bike =
          ZoneSkims.of(city, net.graph(Schema.BIKE), seconds, p.ways().bikeKmh(), progress);
      ZoneSkims felt =
          bikeLanes.isEmpty()
              ? bike
              : ZoneSkims.of(city, net.graph(Schema.BIKE), feltS, p.ways().bikeKmh(), progress);
      int n = foot.zones;
      double[] minutes = new double[n * n];
      double[] feltMin = new double[n * n];
      double[] km = new double[n * n];
      for (int c = 0; c < km.length; c++) {
        minutes[c] = bike.minutes(c / n, c % n) + p.ways().bikeAccessMin();
        feltMin[c] = felt.minutes(c / n, c % n) + p.ways().bikeAccessMin();
        double d = Math.min(bike.km(c / n, c % n), foot.minutes[c] / 60 * p.ways().walkKmh());
        km[c] = d < Double.POSITIVE_INFINITY ? d : 0;
      }
      return new Ways(lines, foot, minutes, feltMin, km);
    }
  }

  final City base;
  final ModeParameters parameters;
  final Ways ways;
  final double carEurPerKm;

  /** Row of each pair of the base day, {@code [from · zones + to]}, −1 = none. */
  final int[] pairOf;

  /**
   * Car seconds {@code [step][pair]} and weighted bus minutes {@code [step][from · zones + to]}.
   */
  final double[][] carSeconds;

  final float[][] busMin;

  /** Weight of the constant of bus and nest, and of bicycle within the nest, by purpose. */
  final double[] busWeight = new double[PURPOSES.length];

  final double[] nestWeight = new double[PURPOSES.length];
  final double[] bikeWeight = new double[PURPOSES.length];

  ModeModel(
      City base,
      ModeParameters parameters,
      Ways ways,
      double carEurPerKm,
      DayDemand demand,
      double[][] carSeconds,
      float[][] busMin) {
    this.base = base;
    this.parameters = parameters;
    this.ways = ways;
    this.carEurPerKm = carEurPerKm;
    this.carSeconds = carSeconds;
    this.busMin = busMin;
    int n = ways.foot().zones;
    pairOf = new int[n * n];
    Arrays.fill(pairOf, -1);
    for (int p = 0; p < demand.pairCount(); p++) {
      pairOf[demand.fromZone(p) * n + demand.toZone(p)] = p;
    }
  }

  /** Fits the constants to the shares aimed at. */
  void calibrate(DayDemand demand, Progress progress) {
    int n = ways.foot().zones;
    int pairs = demand.pairCount();
    double[][] perCar = new double[PURPOSES.length][pairs];
    double[] drivers = new double[PURPOSES.length];
    double[] perBus = new double[PURPOSES.length];
    double[] trips = new double[pairs];
    double[] share = new double[PURPOSES.length];
    for (int step = 0; step < carSeconds.length; step++) {
      progress.check();
      demand.trips(step, 0, trips);
      for (int p = 0; p < pairs; p++) {
        int cell = demand.fromZone(p) * n + demand.toZone(p);
        double minutes = carMin(carSeconds[step][p], cell);
        if (trips[p] <= 0 || minutes == Double.POSITIVE_INFINITY) {
          continue;
        }
        demand.purposeShares(step, p, share);
        for (int k = 0; k < share.length; k++) {
          double d = trips[p] * share[k];
          double inverse = d / carWeight(k, minutes, cell, carEurPerKm);
          drivers[k] += d;
          perCar[k][p] += inverse;
          perBus[k] += busMin == null ? 0 : inverse * busPull(k, busMin[step][cell]);
        }
      }
    }
    for (int k = 0; k < PURPOSES.length; k++) {
      double[] s = parameters.purposes().get(k).share();
      double wanted = drivers[k] * s[Mode.BUS.ordinal()] / s[Mode.CAR.ordinal()];
      busWeight[k] =
          perBus[k] > 0 ? Math.min(StrictMath.exp(LARGEST_BUS_CONSTANT), wanted / perBus[k]) : 0;
      nest(k, perCar[k], drivers[k], demand);
    }
  }

  private void nest(int k, double[] perCar, double drivers, DayDemand demand) {
    double[] s = parameters.purposes().get(k).share();
    double active = s[Mode.BIKE.ordinal()] + s[Mode.FOOT.ordinal()];
    double onBike = active > 0 ? s[Mode.BIKE.ordinal()] / active : 0;
    double[] bike = new double[perCar.length];
    double[] foot = new double[perCar.length];
    int n = ways.foot().zones;
    for (int p = 0; p < perCar.length; p++) {
      int cell = demand.fromZone(p) * n + demand.toZone(p);
      bike[p] = pull(k, ways.bikeMin()[cell] / parameters.nestActive());
      foot[p] = pull(k, ways.foot().minutes[cell] / parameters.nestActive());
    }
    double low = -30;
    double high = 30;
    double[] sums = new double[2];
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      sums(perCar, bike, foot, StrictMath.exp(middle), sums);
      if (sums[1] > onBike * sums[0]) {
        high = middle;
      } else {
        low = middle;
      }
    }
    bikeWeight[k] = StrictMath.exp((low + high) / 2);
    sums(perCar, bike, foot, bikeWeight[k], sums);
    nestWeight[k] = sums[0] > 0 ? drivers * active / s[Mode.CAR.ordinal()] / sums[0] : 0;
  }

  /** Persons in the nest, and on bicycles, at a weight of bicycle and a weight of the nest of 1. */
  private void sums(double[] perCar, double[] bike, double[] foot, double weight, double[] out) {
    out[0] = 0;
    out[1] = 0;
    for (int p = 0; p < perCar.length; p++) {
      double b = weight * bike[p];
      if (perCar[p] > 0 && b + foot[p] > 0) {
        double in = perCar[p] * NestedLogit.nest(b, foot[p], parameters.nestActive());
        out[0] += in;
        out[1] += in * b / (b + foot[p]);
      }
    }
  }

  /** Minutes by car; within a zone the way to half of the next one at the speed of access. */
  double carMin(double seconds, int cell) {
    int n = ways.foot().zones;
    return cell / n == cell % n
        ? ways.km()[cell] / city.emona.demand.ZoneAccess.SPEED_KMH * 60
        : seconds / 60;
  }

  double carWeight(int purpose, double minutes, int cell, double eurPerKm) {
    ModeParameters.ByPurpose by = parameters.purposes().get(purpose);
    double money = by.minutes(eurPerKm * ways.km()[cell] / by.personsPerCar());
    return pull(purpose, minutes + money);
  }

  /** Weight of the bus without its constant. */
  double busPull(int purpose, float weightedMin) {
    ModeParameters.ByPurpose by = parameters.purposes().get(purpose);
    return pull(purpose, weightedMin + by.minutes(parameters.bus().fareEur()));
  }

  double pull(int purpose, double generalisedMin) {
    return generalisedMin < Double.POSITIVE_INFINITY
        ? StrictMath.exp(-parameters.purposes().get(purpose).scalePerMin() * generalisedMin)
        : 0;
  }

  /** Weights of bicycle and foot in the nest of a purpose: {@code [2 · cell]} and the next. */
  double[] activeWeights(int purpose, Ways of) {
    double[] weights = new double[2 * of.bikeMin().length];
    for (int cell = 0; cell < of.bikeMin().length; cell++) {
      double theta = parameters.nestActive();
      weights[2 * cell] = bikeWeight[purpose] * pull(purpose, of.bikeFeltMin()[cell] / theta);
      weights[2 * cell + 1] = pull(purpose, of.foot().minutes[cell] / theta);
    }
    return weights;
  }

  /** Whether a scenario's travelers meet the same streets and buses as on the base day. */
  public static boolean isSameTravel(City base, City city, Conditions day) {
    boolean same =
        Conditions.base(day.dayType())
            .withDate(day.date())
            .equals(
                day.withWeather("typical")
                    .withFleet(Conditions.Fleet.BASE, java.util.List.of())
                    .withCollection(Conditions.Collection.BASE));
    for (var table :
        new city.emona.model.TableSchema[] {
          Schema.NODES,
          Schema.LINKS,
          Schema.TURN_BANS,
          Schema.ZONES,
          Schema.ZONE_ACCESS,
          Schema.BUS_LINES,
          Schema.BUS_LINE_LINKS,
          Schema.BUS_STOPS,
          Schema.OD
        }) {
      same &= base.table(table) == city.table(table);
    }
    return same;
  }
}
