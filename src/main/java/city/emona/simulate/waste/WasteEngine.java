package city.emona.simulate.waste;

import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.DayType;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.model.WastePolicy;
import city.emona.simulate.BinDecisions;
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
import java.util.Locale;

/**
 * Waste collection: four weeks of bin fill and of the policy's choices up to the scenario's date,
 * the last week of them with routes, the date itself with truck tours on the street network at the
 * traffic run's speeds. A pure function of its input: the same bytes on any number of threads.
 * Equations, defaults and limits: src/docs/models/waste.md.
 */
public final class WasteEngine {
  /** Part of the run key; raised with every change of numbers. */
  public static final String VERSION = "waste-8";

  private static final int WEEK = 7;

  private final City city;
  private final Conditions conditions;
  private final DaySteps steps;
  private final long seed;
  private final Table bins;
  private final byte[] fraction;
  private final double[] capacityL;
  private final double[] rateL;
  private final BinFill fill;
  private final BinChoice choice;
  private final int[] nodeOf;
  private final boolean[] servable;
  private final DayPlanner.Fleet fleet;
  private final int[] sites;
  private final int[] siteRows;
  private final Windows windows;
  private final List<String> notes = new ArrayList<>();

  /** Overflowing bin-days by district under today's collection; null where nobody asked. */
  private final double[] overflowToday;

  /** Hours in which each bin may be emptied, minutes of the day. */
  private record Windows(int[] open, int[] close) {}

  WasteEngine(City city, Conditions conditions, TruckNetwork net, long seed) {
    this.city = city;
    this.conditions = conditions;
    this.seed = seed;
    steps = DaySteps.hourly(conditions.date(), city.info().timeZone());
    bins = city.table(Schema.BINS);
    fraction = bins.choices("fraction");
    WasteInput input = new WasteInput(city, conditions, net, notes);
    capacityL = input.capacityL;
    rateL = input.rateL;
    nodeOf = input.nodeOf;
    servable = input.servable;
    fleet = input.fleet;
    sites = input.sites;
    siteRows = input.siteRows;
    windows = windows(input);
    double[] limitFactor = new double[nodeOf.length];
    Arrays.fill(limitFactor, 1);
    boolean[] asToday = new boolean[nodeOf.length];
    WastePolicy policy = conditions.collection().policy();
    overflowToday =
        policy.notWorseThan() == null
            ? null
            : DistrictGuard.hold(
                this::trial,
                bins.ints("district"),
                city.table(Schema.DISTRICTS).size(),
                policy.sameService(),
                limitFactor,
                asToday);
    fill = newFill();
    choice = choice(fill, conditions.collection(), limitFactor, asToday);
  }

  private Windows windows(WasteInput input) {
    return new Windows(input.openMinute, input.closeMinute);
  }

  /**
   * Simulates the conditions' date and the weeks before it. {@code speedKmh[step][link]}: mean
   * speeds of that day's traffic, or null for free flow; {@code base}: the city without the
   * scenario, from which service on streets closed to trucks follows.
   */
  public static WasteDay run(
      City base,
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
    TruckNetwork net = new TruckNetwork(base, city, conditions, steps, speedKmh);
    return new WasteEngine(city, conditions, net, seed).run(net, threads, progress);
  }

  private BinFill newFill() {
    WastePolicy policy = conditions.collection().policy();
    BinFill.Factors factors =
        BinFill.Factors.of(bins.ids(), fraction, policy.changes(), conditions.date());
    BinFill f = new BinFill(capacityL, rateL, bins.ids(), factors, seed);
    f.startWithinCycles();
    return f;
  }

  private BinChoice choice(
      BinFill f, Conditions.Collection c, double[] limitFactor, boolean[] asToday) {
    boolean[] equipped = equipped();
    int[] own = bins.ints("collection_days");
    BinChoice made = new BinChoice(f, c, fraction, own, servable, equipped, limitFactor);
    Conditions.Collection today = c.policy().notWorseThan();
    if (today != null) {
      double[] one = new double[limitFactor.length];
      Arrays.fill(one, 1);
      made.alsoAs(new BinChoice(f, today, fraction, own, servable, equipped, one), asToday);
    }
    return made;
  }

  /** The weeks before the date without routes, under today's collection or the scenario's. */
  private DistrictGuard.Outcome trial(boolean today, double[] limitFactor, boolean[] asToday) {
    BinFill f = newFill();
    Conditions.Collection c = conditions.collection();
    BinChoice by = choice(f, today ? c.policy().notWorseThan() : c, limitFactor, asToday);
    for (int back = WasteRules.WARM_UP_DAYS + WasteRules.PERIOD_DAYS - 1; back > 0; back--) {
      if (back == WasteRules.PERIOD_DAYS - 1) {
        f.reset();
      }
      LocalDate date = conditions.date().minusDays(back);
      by.morning(date, isHoliday(date));
      f.day(date, by.likely);
    }
    return new DistrictGuard.Outcome(f.overflowDays(), f.emptyings());
  }

  private boolean isHoliday(LocalDate date) {
    return date.equals(conditions.date()) && conditions.dayType() == DayType.HOLIDAY;
  }

  WasteDay run(TruckNetwork net, int threads, Progress progress) {
    progress.report("waste", 0);
    double start = shiftStart();
    boolean routed = sites.length > 0 && fleet.count() > 0;
    DayPlanner planner =
        routed
            ? new DayPlanner(
                net, fleet, sites, siteRows, stopNodes(), (int) start, threads, progress)
            : null;
    WeekBook book = new WeekBook(fleet, fraction, capacityL);
    before(planner, book, progress);
    promise();
    DayFill day = new DayFill(fill, steps, conditions);
    choice.morning(conditions.date(), isHoliday(conditions.date()));
    DateResult date = date(net, planner, day, book, start, progress);
    float[][] percent = day.percent();
    day.end();
    progress.report("waste", 1);
    note(
        book.hiredDays(),
        "%d truck-days in the week are hired, so that no district is worse than today: the own trucks have no time for all that is due. They are in the cost.");
    double overflows = Arrays.stream(fill.overflowDays()).sum() * WEEK / WasteRules.PERIOD_DAYS;
    return new WasteDay(
        steps,
        percent,
        date.tours,
        WasteRules.PERIOD_DAYS,
        fill.overflowDays(),
        fill.emptyings(),
        fill.spilledLitres(),
        fill.shareWhenEmptied(),
        date.decisions,
        book.total(conditions.collection(), choice.sensors(), overflows, date.trials),
        notes);
  }

  /**
   * Names the districts that are worse than today although none should be, in the days before the
   * date, which both collections spend alike.
   */
  private void promise() {
    if (overflowToday == null) {
      return;
    }
    Table districts = city.table(Schema.DISTRICTS);
    double[] now =
        DistrictGuard.byDistrict(fill.overflowDays(), bins.ints("district"), districts.size());
    for (int d = 1; d < now.length; d++) {
      double more = now[d] - overflowToday[d];
      if (more > 0.5) {
        notes.add(
            String.format(
                Locale.ROOT,
                "Promise broken: %s has %.0f overflowing bin-days in four weeks, %.0f more than under today's collection. Add trucks or days, or lower the limit.",
                districts.texts("name")[d - 1].isEmpty()
                    ? districts.id(d - 1)
                    : districts.texts("name")[d - 1],
                now[d],
                more));
      }
    }
  }

  /** What every bin got, gave and lost in the recorded days. */
  BinFill fill() {
    return fill;
  }

  private int[] stopNodes() {
    BitSet nodes = new BitSet();
    for (int b = 0; b < nodeOf.length; b++) {
      if (servable[b]) {
        nodes.set(nodeOf[b]);
      }
    }
    return nodes.stream().toArray();
  }

  /** The days before the date: bins reach their usual state, then the record begins. */
  private void before(DayPlanner planner, WeekBook book, Progress progress) {
    int last = WasteRules.WARM_UP_DAYS + WasteRules.PERIOD_DAYS - 1;
    for (int back = last; back > 0; back--) {
      progress.check();
      if (back == WasteRules.PERIOD_DAYS - 1) {
        fill.reset();
      }
      LocalDate date = conditions.date().minusDays(back);
      choice.morning(date, false);
      if (back >= WEEK || planner == null) {
        fill.day(date, choice.likely);
      } else {
        progress.report("waste", (WEEK - back) * 0.1);
        DayPlan plan =
            planner.plan(
                stops(null),
                WasteRules.WEEK_ITERATIONS_PER_STOP,
                WasteRules.WEEK_MAX_ITERATIONS,
                seed,
                progress);
        boolean[] served = new boolean[nodeOf.length];
        plan.markServed(served);
        fill.day(date, served);
        book.planned(plan, served, choice.due, fill.takenL());
      }
    }
  }

  /** Stops of every fraction: what is due and what is offered this morning. */
  private Stops[] stops(DayFill day) {
    double middle = shiftStart() + WasteRules.SHIFT_SECONDS / 120;
    double[] expected = new double[nodeOf.length];
    for (int b = 0; b < expected.length; b++) {
      double more = day == null ? 0 : fill.expectedL(b, conditions.date()) * day.shareBy(middle);
      expected[b] = Math.min(capacityL[b], choice.seenShare[b] * capacityL[b] + more);
    }
    Stops.Facts facts =
        new Stops.Facts(
            nodeOf, expected, capacityL, choice.due, choice.prizeEur, windows.open, windows.close);
    int fractions = conditions.collection().daysByFraction().size();
    Stops[] stops = new Stops[fractions];
    for (int f = 0; f < fractions; f++) {
      stops[f] = Stops.of(visitable(f), facts, fleet.largestL());
    }
    return stops;
  }

  private int[] visitable(int f) {
    int[] out = new int[nodeOf.length];
    int n = 0;
    for (int b = 0; b < out.length; b++) {
      boolean asked = choice.due[b] || choice.why[b] == BinDecisions.Why.OFFERED;
      if (fraction[b] == f && asked) {
        out[n++] = b;
      }
    }
    return Arrays.copyOf(out, n);
  }

  /** What comes of the date. */
  private record DateResult(
      List<WasteDay.Tour> tours, BinDecisions decisions, PlanTrials.Result trials) {}

  private DateResult date(
      TruckNetwork net,
      DayPlanner planner,
      DayFill day,
      WeekBook book,
      double start,
      Progress progress) {
    int[] tourOf = new int[nodeOf.length];
    Arrays.fill(tourOf, -1);
    if (planner == null) {
      for (int b = 0; b < nodeOf.length; b++) {
        if (choice.due[b]) {
          day.empty(b, start, Double.POSITIVE_INFINITY);
        }
      }
      return new DateResult(
          List.of(), decisions(tourOf, BinDecisions.Way.none(nodeOf.length)), null);
    }
    DayPlan plan =
        planner.plan(
            stops(day), WasteRules.ITERATIONS_PER_STOP, WasteRules.MAX_ITERATIONS, seed, progress);
    BinDecisions.Way way = plan.review(nodeOf.length);
    TourDriver driver = new TourDriver(net, planner, day, capacityL, fraction, steps.count());
    List<WasteDay.Tour> tours = new ArrayList<>();
    List<Integer> trucks = new ArrayList<>();
    int flat = 0;
    for (int k = 0; k < fleet.count(); k++) {
      progress.check();
      WasteDay.Tour tour = driver.drive(k, plan, start);
      if (tour != null) {
        for (int b : tour.bins()) {
          tourOf[b] = tours.size();
        }
        tours.add(tour);
        trucks.add(k);
        flat += isFlat(k, tour, driver.liftHours()) ? 1 : 0;
      }
    }
    int missed = 0;
    int tooFar = 0;
    for (int b = 0; b < nodeOf.length; b++) {
      boolean misses = choice.due[b] && tourOf[b] < 0;
      missed += misses ? 1 : 0;
      tooFar += misses && way.leftOut()[b] == BinDecisions.LeftOut.RANGE_TOO_SHORT ? 1 : 0;
    }
    book.driven(tours, trucks, driver.fullShare(), driver.late(), missed);
    note(
        missed - tooFar,
        "%d emptyings due today fit into no shift. Add trucks or days, or lower the limits.");
    note(
        tooFar,
        "%d emptyings due today lie beyond what the batteries of electric trucks hold. Give them a larger batteryKwh, a depot or disposal site nearer by, or diesel trucks (edit depot).");
    note(
        flat,
        "%d electric trucks ran out of battery today, as ways or loads turned out longer than planned. Give them a larger batteryKwh (edit depot).");
    PlanTrials.Result trials = tours.isEmpty() ? null : PlanTrials.run(plan, planner, seed);
    return new DateResult(List.copyOf(tours), decisions(tourOf, way), trials);
  }

  private void note(int count, String words) {
    if (count > 0) {
      notes.add(words.formatted(count));
    }
  }

  private boolean isFlat(int k, WasteDay.Tour tour, double liftHours) {
    return fleet.battery()[k] != null
        && fleet.kwh(k, tour.km(), liftHours) > fleet.battery()[k].batteryKwh();
  }

  private BinDecisions decisions(int[] tourOf, BinDecisions.Way way) {
    boolean[] sensor = new boolean[nodeOf.length];
    for (int b = 0; b < sensor.length; b++) {
      sensor[b] = choice.reads(b);
    }
    return new BinDecisions(
        choice.why.clone(),
        choice.seenShare.clone(),
        choice.overflow.clone(),
        choice.prizeEur.clone(),
        tourOf,
        sensor,
        way);
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
}
