package city.emona.demand.mode;

import city.emona.demand.DayDemand;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.model.network.Network;
import city.emona.simulate.ModeDay;
import city.emona.simulate.Progress;
import city.emona.simulate.UserClass;
import java.util.Arrays;

/**
 * Travelers of a scenario who choose their mode anew. Of every pair, hour and purpose the base
 * day's persons (car drivers × persons per car ÷ car share of the base) are shared out by the
 * nested logit at the scenario's times; car trips of each class are those of the demand model times
 * the change of the car share. Assignment and choice alternate within the hour until the next
 * change would move at most {@link #TOLERANCE} of the car trips, at most {@link #MAX_ROUNDS}
 * assignments; the first answer is taken whole, later ones by half (they swing about the fixed
 * point), and an hour begins with the answer of the hour before. Where nothing differs from the
 * base day nothing is changed, to the bit. Cars that a low-emission zone strands count with the
 * times of allowed ones, which replace them. Not thread-safe.
 */
public final class ModeShift implements TravelResponse {
  /** Change of car trips over car trips at which mode choice and assignment agree. */
  public static final double TOLERANCE = 1e-3;

  static final int MAX_ROUNDS = 6;

  /** Least share of the demand with which an hour begins, so that reopened ways are found. */
  private static final double LEAST_START = 0.01;

  private final ModeModel model;
  private final City city;
  private final Conditions conditions;
  private final DayDemand demand;
  private final ModeModel.Ways ways;
  private final BusRides rides;
  private final double eurPerKm;
  private final Progress progress;
  private final int[] baseZone;
  private final double[][] activeBase;
  private final double[][] activeNow;
  private final double[][] raw;
  private final double[][] factor;
  private final double[][] target;
  private final ModeTally tally;
  private boolean countsReach = true;
  private int round;
  private int lastStep = -1;

  /** Travelers of {@code demand} in {@code city}; {@code carEurPerKm} follows from the fleet. */
  public ModeShift(
      ModeModel model,
      City city,
      Conditions conditions,
      DayDemand demand,
      double carEurPerKm,
      Progress progress) {
    this(
        model,
        waysOf(model, city, conditions, progress),
        city,
        conditions,
        demand,
        carEurPerKm,
        progress);
  }

  ModeShift(
      ModeModel model,
      ModeModel.Ways ways,
      City city,
      Conditions conditions,
      DayDemand demand,
      double carEurPerKm,
      Progress progress) {
    this.model = model;
    this.city = city;
    this.conditions = conditions;
    this.demand = demand;
    this.ways = ways;
    this.eurPerKm = carEurPerKm;
    this.progress = progress;
    rides =
        new BusRides(
            city,
            model.base,
            conditions,
            demand.steps(),
            ways.lines(),
            ways.foot(),
            model.parameters.bus());
    int purposes = model.parameters.purposes().size();
    activeBase = new double[purposes][];
    activeNow = new double[purposes][];
    for (int k = 0; k < purposes; k++) {
      activeBase[k] = model.activeWeights(k, model.ways);
      activeNow[k] = ways == model.ways ? activeBase[k] : model.activeWeights(k, ways);
    }
    Table zones = city.table(Schema.ZONES);
    baseZone = new int[zones.size()];
    Arrays.setAll(baseZone, z -> model.base.table(Schema.ZONES).findRow(zones.id(z)));
    int classes = demand.classes().size();
    raw = new double[classes][];
    factor = new double[classes][demand.pairCount()];
    target = new double[classes][demand.pairCount()];
    for (double[] f : factor) {
      Arrays.fill(f, 1);
    }
    tally = new ModeTally(zones.size(), demand.steps().count());
  }

  /** Times off the streets; those of the base where nothing of them changed. */
  private static ModeModel.Ways waysOf(
      ModeModel model, City city, Conditions conditions, Progress progress) {
    boolean same =
        isSameWalking(city.network(), model.base.network())
            && city.table(Schema.NODES) == model.base.table(Schema.NODES)
            && city.table(Schema.ZONE_ACCESS) == model.base.table(Schema.ZONE_ACCESS)
            && city.table(Schema.BUS_STOPS) == model.base.table(Schema.BUS_STOPS)
            && city.table(Schema.BUS_LINES) == model.base.table(Schema.BUS_LINES)
            && city.table(Schema.BUS_LINE_LINKS) == model.base.table(Schema.BUS_LINE_LINKS)
            && conditions.streets().bikeLanes().isEmpty();
    return same
        ? model.ways
        : ModeModel.Ways.of(city, conditions.streets().bikeLanes(), model.parameters, progress);
  }

  /** Lanes, speeds and capacities of cars do not matter to those who walk and cycle. */
  private static boolean isSameWalking(Network now, Network base) {
    int off = Schema.FOOT | Schema.BIKE;
    boolean same =
        Arrays.equals(now.fromNode(), base.fromNode())
            && Arrays.equals(now.toNode(), base.toNode())
            && Arrays.equals(now.lengthMm(), base.lengthMm());
    for (int i = 0; same && i < now.linkCount(); i++) {
      same = (now.modes()[i] & off) == (base.modes()[i] & off);
    }
    return same;
  }

  /** Leaves out what people can reach, which an answer about one hour does not need. */
  public ModeShift withoutReach() {
    countsReach = false;
    return this;
  }

  @Override
  public void change(int step, int classIdx, double[] trips) {
    if (!isCar(classIdx)) {
      return;
    }
    if (step != lastStep) {
      for (double[] f : factor) {
        for (int p = 0; p < f.length; p++) {
          f[p] = Math.max(LEAST_START, f[p]);
        }
      }
      lastStep = step;
      round = 0;
    }
    if (round == 0) {
      raw[classIdx] = trips.clone();
    }
    for (int p = 0; p < trips.length; p++) {
      trips[p] *= factor[classIdx][p];
    }
  }

  @Override
  public boolean meets(int step, double[][] carSeconds, float[] speedKmh) {
    BusRides.Journeys bus = rides.isEmpty() ? null : rides.at(step, speedKmh);
    round++;
    double residual = answer(step, carSeconds, bus);
    if (residual <= TOLERANCE || round >= MAX_ROUNDS) {
      tally.accept(step, residual, round);
      if (countsReach && demand.steps().localMinute(step) == JobAccess.MINUTE) {
        tally.jobs =
            JobAccess.of(city, conditions, demand.steps(), step, speedKmh, ways, bus, progress);
      }
      return false;
    }
    for (int c = 0; c < factor.length; c++) {
      for (int p = 0; isCar(c) && p < factor[c].length; p++) {
        factor[c][p] = round == 1 ? target[c][p] : (factor[c][p] + target[c][p]) / 2;
      }
    }
    return true;
  }

  /** Goes through a day whose times are known: the base day as its own scenario. */
  ModeDay replay(double[][] carSeconds, float[][] busMin, float[] morningKmh) {
    for (int step = 0; step < carSeconds.length; step++) {
      double[] trips = new double[demand.pairCount()];
      demand.trips(step, 0, trips);
      raw[0] = trips;
      double[][] seconds = new double[factor.length][];
      seconds[0] = carSeconds[step];
      float[] bus = busMin == null ? null : busMin[step];
      answer(step, seconds, bus == null ? null : new BusRides.Journeys(bus, bus));
      tally.accept(step, 0, 1);
      if (morningKmh != null && demand.steps().localMinute(step) == JobAccess.MINUTE) {
        BusRides.Journeys rode = bus == null ? null : rides.at(step, morningKmh);
        tally.jobs =
            JobAccess.of(city, conditions, demand.steps(), step, morningKmh, ways, rode, progress);
      }
    }
    return tally.day();
  }

  private boolean isCar(int classIdx) {
    return demand.classes().get(classIdx).group() == UserClass.Group.CAR;
  }

  /** What the travelers want at these times; returns the change of car trips as a share. */
  private double answer(int step, double[][] carSeconds, BusRides.Journeys bus) {
    double change = 0;
    double total = 0;
    tally.clear();
    double[] share = new double[model.parameters.purposes().size()];
    int n = ways.foot().zones;
    int nBase = model.ways.foot().zones;
    Choice choice = new Choice();
    for (int p = 0; p < demand.pairCount(); p++) {
      int i = demand.fromZone(p);
      int j = demand.toZone(p);
      choice.cell = i * n + j;
      choice.baseCell = baseZone[i] < 0 || baseZone[j] < 0 ? -1 : baseZone[i] * nBase + baseZone[j];
      demand.purposeShares(step, p, share);
      double allowed = Double.POSITIVE_INFINITY;
      for (int c = 0; c < factor.length; c++) {
        if (!isCar(c)) {
          continue;
        }
        double seconds = carSeconds[c][p];
        boolean stranded =
            demand.classes().get(c).restricted() && seconds == Double.POSITIVE_INFINITY;
        seconds = stranded ? allowed : seconds;
        allowed = demand.classes().get(c).restricted() ? allowed : seconds;
        double now = raw[c][p];
        target[c][p] = now > 0 ? choice.of(step, p, now, seconds, share, bus) : 1;
        change += Math.abs(now * (target[c][p] - factor[c][p]));
        total += now * factor[c][p];
      }
    }
    return total > 0 ? change / total : 0;
  }

  /** The hour that was answered last. */
  public ModeDay.Hour hour(int step) {
    return tally.hour(step);
  }

  /** Results of the day, once every step has been accepted. */
  public ModeDay day() {
    return tally.day();
  }

  /** One pair in one hour; an object only to keep the arguments of the inner loops few. */
  private final class Choice {
    private int cell;
    private int baseCell;

    /** Factor on the car trips of a pair, which are tallied with those on other modes. */
    double of(
        int step, int pair, double drivers, double seconds, double[] share, BusRides.Journeys bus) {
      int basePair = baseCell < 0 ? -1 : model.pairOf[baseCell];
      int moneyCell = baseCell < 0 ? cell : baseCell;
      double minutes = model.carMin(seconds, moneyCell);
      double before =
          basePair < 0
              ? Double.POSITIVE_INFINITY
              : model.carMin(model.carSeconds[step][basePair], baseCell);
      before = before == Double.POSITIVE_INFINITY ? minutes : before;
      if (before == Double.POSITIVE_INFINITY) {
        return 1;
      }
      boolean same = true;
      double sum = 0;
      for (int k = 0; k < share.length; k++) {
        double carBefore = model.carWeight(k, before, moneyCell, model.carEurPerKm);
        double carNow =
            minutes == before && eurPerKm == model.carEurPerKm
                ? carBefore
                : minutes == Double.POSITIVE_INFINITY
                    ? 0
                    : model.carWeight(k, minutes, moneyCell, eurPerKm);
        double busNow = bus == null ? 0 : weight(k, bus.weightedMin()[cell]);
        double busBefore = busBefore(k, step, busNow);
        int activeCell = baseCell < 0 ? cell : baseCell;
        double[] then = baseCell < 0 ? activeNow[k] : activeBase[k];
        double nestBefore = nest(k, then, activeCell);
        double nestNow = nest(k, activeNow[k], cell);
        double allBefore = carBefore + busBefore + nestBefore;
        double allNow = carNow + busNow + nestNow;
        if (!(allNow > 0) || drivers * share[k] <= 0) {
          sum += share[k];
          continue;
        }
        double shareBefore = carBefore / allBefore;
        double shareNow = carNow / allNow;
        same &= shareNow == shareBefore;
        sum += share[k] * shareNow / shareBefore;
        double persons =
            drivers * share[k] * model.parameters.purposes().get(k).personsPerCar() / shareBefore;
        double bikeBefore = then[2 * activeCell];
        double footBefore = then[2 * activeCell + 1];
        tally.addBefore(
            persons,
            shareBefore,
            busBefore / allBefore,
            nestBefore / allBefore,
            bikeBefore + footBefore > 0 ? bikeBefore / (bikeBefore + footBefore) : 0);
        double bike = activeNow[k][2 * cell];
        double foot = activeNow[k][2 * cell + 1];
        tally.add(
            demand.fromZone(pair),
            demand.toZone(pair),
            persons,
            shareNow,
            busNow / allNow,
            nestNow / allNow,
            bike + foot > 0 ? bike / (bike + foot) : 0,
            allNow == allBefore
                ? 0
                : StrictMath.log(allNow / allBefore)
                    / model.parameters.purposes().get(k).scalePerMin());
      }
      return same ? 1 : sum;
    }

    private double busBefore(int k, int step, double busNow) {
      if (baseCell < 0) {
        return busNow;
      }
      return model.busMin == null ? 0 : weight(k, model.busMin[step][baseCell]);
    }

    private double weight(int k, float weightedMin) {
      return weightedMin < Float.POSITIVE_INFINITY
          ? model.busWeight[k] * model.busPull(k, weightedMin)
          : 0;
    }

    private double nest(int k, double[] active, int at) {
      return model.nestWeight[k]
          * NestedLogit.nest(active[2 * at], active[2 * at + 1], model.parameters.nestActive());
    }
  }
}
