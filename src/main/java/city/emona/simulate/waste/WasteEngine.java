package city.emona.simulate.waste;

import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.DayType;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.DaySteps;
import city.emona.simulate.Progress;
import city.emona.simulate.WasteDay;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Waste collection: four weeks of bin fill and calendar up to the scenario's date, then the date
 * itself with truck tours on the street network at the traffic run's speeds. A pure function of its
 * input: the same bytes on any number of threads. Equations, defaults and limits:
 * src/docs/models/waste.md.
 */
public final class WasteEngine {
  /** Part of the run key; raised with every change of numbers. */
  public static final String VERSION = "waste-2";

  private final City city;
  private final Conditions conditions;
  private final DaySteps steps;
  private final Table bins;
  private final BinFill fill;
  private final int[] nodeOf;
  private final boolean[] servable;
  private final BinChoice choice;
  private final Rounds.Fleet fleet;
  private final int[] sites;

  WasteEngine(City city, Conditions conditions, TruckNetwork net, long seed) {
    this.city = city;
    this.conditions = conditions;
    steps = DaySteps.hourly(conditions.date(), city.info().timeZone());
    bins = city.table(Schema.BINS);
    FillFactors factors =
        FillFactors.of(
            bins.ids(),
            bins.choices("fraction"),
            conditions.collection().policy().changes(),
            conditions.date());
    fill = new BinFill(capacity(), bins.reals("mean_fill_l_per_day"), bins.ids(), factors, seed);
    fill.startWithinCycles();
    nodeOf = new int[bins.size()];
    servable = new boolean[bins.size()];
    BitSet served = net.served(fleet(null).gate(), gates(null));
    fleet = fleet(served);
    sites = gates(served);
    for (int b = 0; b < nodeOf.length; b++) {
      nodeOf[b] = net.servedNear(bins.ints("node")[b], served);
      servable[b] = nodeOf[b] >= 0 || served.isEmpty();
    }
    double[] one = new double[nodeOf.length];
    Arrays.fill(one, 1);
    choice =
        new BinChoice(
            fill, conditions.collection(), bins.choices("fraction"), servable, equipped(), one);
  }

  /**
   * Simulates the conditions' date and the weeks before it. {@code speedKmh[step][link]}: mean
   * speeds of that day's traffic, or null for free flow.
   */
  public static WasteDay run(
      City city,
      Conditions conditions,
      float[][] speedKmh,
      long seed,
      int threads,
      Progress progress) {
    DaySteps steps = DaySteps.hourly(conditions.date(), city.info().timeZone());
    if (speedKmh != null && speedKmh.length != steps.count()) {
      throw new IllegalArgumentException(
          speedKmh.length + " steps of speed for a day of " + steps.count());
    }
    TruckNetwork net = new TruckNetwork(city, conditions, steps, speedKmh);
    return new WasteEngine(city, conditions, net, seed).run(net, seed, threads, progress);
  }

  WasteDay run(TruckNetwork net, long seed, int threads, Progress progress) {
    progress.report("waste", 0);
    before(progress);
    DayFill day = new DayFill(fill, steps, conditions);
    choice.morning(conditions.date(), conditions.dayType() == DayType.HOLIDAY);
    boolean[] due = choice.due;
    List<WasteDay.Tour> tours =
        sites.length > 0 ? tours(net, day, due, seed, threads, progress) : List.of();
    if (sites.length == 0) {
      for (int b = 0; b < due.length; b++) {
        if (due[b]) {
          day.empty(b, shiftStart(), Double.POSITIVE_INFINITY);
        }
      }
    }
    float[][] percent = day.percent();
    day.end();
    progress.report("waste", 1);
    return new WasteDay(
        steps, percent, tours, WasteRules.PERIOD_DAYS, fill.overflowDays(), fill.emptyings());
  }

  /** What every bin got, gave and lost in the recorded days. */
  BinFill fill() {
    return fill;
  }

  /** The days before the date: bins reach their usual state, then the record begins. */
  private void before(Progress progress) {
    for (int back = WasteRules.WARM_UP_DAYS + WasteRules.PERIOD_DAYS - 1; back > 0; back--) {
      progress.check();
      if (back == WasteRules.PERIOD_DAYS - 1) {
        fill.reset();
      }
      LocalDate date = conditions.date().minusDays(back);
      choice.morning(date, false);
      fill.day(date, choice.due);
    }
  }

  /** Bins with a level sensor that is not known to be dead. */
  private boolean[] equipped() {
    boolean[] has = new boolean[bins.size()];
    Table sensors = city.table(Schema.SENSORS);
    Table streams = city.table(Schema.DATASTREAMS);
    int dead = Schema.DATASTREAMS.fields().get(3).labels().indexOf("dead");
    for (int i = 0; i < streams.size(); i++) {
      int sensor = streams.ints("sensor")[i];
      int bin = sensor < 0 ? -1 : sensors.ints("bin")[sensor];
      if (bin >= 0) {
        has[bin] = streams.choices("quality")[i] != dead;
      }
    }
    return has;
  }

  private List<WasteDay.Tour> tours(
      TruckNetwork net, DayFill day, boolean[] due, long seed, int threads, Progress progress) {
    double start = shiftStart();
    double middle = start + WasteRules.SHIFT_SECONDS / 120;
    double[] expected = new double[due.length];
    for (int b = 0; b < due.length; b++) {
      expected[b] = day.insideL(b, middle);
    }
    double[] capacity = capacity();
    int fractions = conditions.collection().daysByFraction().size();
    Stops[] stops = new Stops[fractions];
    BitSet nodes = new BitSet();
    for (int f = 0; f < fractions; f++) {
      stops[f] = Stops.of(dueOf(f, due), nodeOf, expected, capacity, fleet.volumeL());
      Arrays.stream(stops[f].node()).forEach(nodes::set);
    }
    if (nodes.isEmpty()) {
      return List.of();
    }
    Rounds rounds =
        new Rounds(
            net, fleet, sites, nodes.stream().toArray(), net.step(middle), threads, progress);
    List<List<Rounds.Trip>> plan = rounds.plan(stops, seed, progress);
    return drive(net, rounds, day, plan, start);
  }

  private List<WasteDay.Tour> drive(
      TruckNetwork net, Rounds rounds, DayFill day, List<List<Rounds.Trip>> plan, double start) {
    TourDriver driver =
        new TourDriver(
            net, rounds, fleet, day, capacity(), bins.choices("fraction"), steps.count());
    List<WasteDay.Tour> tours = new ArrayList<>();
    int truck = 0;
    for (int k = 0; k < plan.size(); k++) {
      truck = k > 0 && fleet.depot()[k] == fleet.depot()[k - 1] ? truck + 1 : 0;
      if (!plan.get(k).isEmpty()) {
        tours.add(driver.drive(k, truck, plan.get(k), start));
      }
    }
    return List.copyOf(tours);
  }

  private int[] dueOf(int fraction, boolean[] due) {
    int[] out = new int[due.length];
    int n = 0;
    for (int b = 0; b < due.length; b++) {
      if (due[b] && bins.choices("fraction")[b] == fraction) {
        out[n++] = b;
      }
    }
    return Arrays.copyOf(out, n);
  }

  private double[] capacity() {
    double[] capacity = new double[bins.size()];
    for (int b = 0; b < capacity.length; b++) {
      capacity[b] = Math.max(1, bins.ints("capacity_l")[b]);
    }
    return capacity;
  }

  /** Real minutes from local midnight to the start of the shift. */
  private double shiftStart() {
    var midnight = conditions.date().atStartOfDay(steps.zone());
    var start =
        conditions
            .date()
            .atTime(LocalTime.ofSecondOfDay(conditions.collection().shiftStartMinute() * 60L))
            .atZone(steps.zone());
    return ChronoUnit.MINUTES.between(midnight, start);
  }

  /**
   * Every truck of every depot, or of those at {@code served} junctions; planned and driven with
   * the smallest truck's volume and payload.
   */
  private Rounds.Fleet fleet(BitSet served) {
    Table depots = city.table(Schema.DEPOTS);
    List<Integer> depot = new ArrayList<>();
    double volume = Double.POSITIVE_INFINITY;
    double payload = Double.POSITIVE_INFINITY;
    for (int d = 0; d < depots.size(); d++) {
      int node = depots.ints("node")[d];
      boolean used = node >= 0 && (served == null || served.get(node));
      for (int t = 0; used && t < depots.ints("trucks")[d]; t++) {
        depot.add(d);
        volume = Math.min(volume, Math.max(1, depots.ints("truck_volume_l")[d]));
        payload = Math.min(payload, Math.max(1, depots.ints("truck_payload_kg")[d]));
      }
    }
    int[] rows = depot.stream().mapToInt(Integer::intValue).toArray();
    int[] gate = new int[rows.length];
    for (int k = 0; k < gate.length; k++) {
      gate[k] = depots.ints("node")[rows[k]];
    }
    return new Rounds.Fleet(rows, gate, volume, payload);
  }

  /** Gates of the disposal sites, or of those at {@code served} junctions. */
  private int[] gates(BitSet served) {
    return Arrays.stream(city.table(Schema.DISPOSAL_SITES).ints("node"))
        .filter(n -> n >= 0 && (served == null || served.get(n)))
        .toArray();
  }
}
