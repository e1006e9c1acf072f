package city.emona.simulate.replay;

import city.emona.EmonaException;
import city.emona.simulate.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Plays vehicles through a network of queues, event by event. A link is a first-in-first-out queue:
 * a vehicle may leave once the free-flow time is over, the signal is green, the headway of the
 * saturation flow has passed ({@link GreenClock}) and the next link has room ({@link LinkSpace});
 * who goes first where several want in is up to {@link Turnstile}. A trip ends where its last link
 * is left, which obeys signal and headway too. Work is proportional to link entries, not to seconds
 * (after Eissfeldt 2004 and Charypar, Axhausen and Nagel 2007).
 *
 * <p>Stuck rule: a head of a queue that has waited {@link Options#stuckS} seconds (or three mean
 * headways of the next link, where that is longer) for room is pushed on without room, and counted.
 * Closures move vehicles to a way around ({@link Detours}). One thread; the same input gives the
 * same bits.
 */
public final class QueueSimulation {
  private static final int HEAD = 0;
  private static final int READY = 1;
  private static final int STUCK = 2;
  private static final int WAKE = 3;
  private static final long NOT_WAITING = -1;
  private static final int HEAD_AT = 0;
  private static final int WAKE_AT = 1;
  private static final int WAIT_SINCE = 2;
  private static final int NONE = -1;
  private static final int CHECK_EVERY = 1 << 16;

  /**
   * When to stop, in seconds (infinite = when all have arrived), patience of the stuck rule, and
   * which rows of link entries are kept: none (0), those of every vehicle (1), or of one in so many
   * (a power of two, {@link #isKept}) and of all buses. With {@code countS} above 0, entries of all
   * vehicles but buses are counted by link and interval of that length. {@code guidance} tells who
   * avoids jams.
   */
  public record Options(
      double endS, double stuckS, int keepOneIn, double countS, Guidance guidance) {
    public static final double STUCK_S = 300;

    /** Without drivers who avoid jams. */
    public Options(double endS, double stuckS, int keepOneIn, double countS) {
      this(endS, stuckS, keepOneIn, countS, Guidance.NONE);
    }

    /**
     * Whether a vehicle is in a sample of one in a power of two; larger samples hold smaller ones.
     */
    public static boolean isKept(int vehicle, int oneIn) {
      return oneIn > 0 && (QueueNetwork.mix(vehicle + 1L) & (oneIn - 1)) == 0;
    }
  }

  private final QueueNetwork net;
  private final Plans plans;
  private final GreenClock clock;
  private final LinkSpace space;
  private final Turnstile turnstile;
  private final EventCalendar calendar = new EventCalendar();
  private final Detours detours;
  private final long endTick;
  private final long stuckTicks;
  private final LinkEntries entries;
  private final int keepOneIn;
  private final long countTicks;
  private final List<int[]> counts;

  private final LinkRows rows;
  private final VehicleRows vehicles;

  /** Three times a link, a row of four: of the next HEAD event, the next WAKE, and of waiting. */
  private final long[] calls;

  private final boolean[] stuckPending;
  private final boolean[] wasStuck;
  private final boolean[] inBay;
  private final long[] departOrder;
  private final float[] arrivalS;
  private int lookFrom;
  private int departed;
  private int arrived;
  private int stuck;
  private int underWay;
  private int peakUnderWay;
  private long linkEntries;
  private double travelS;

  private QueueSimulation(QueueNetwork net, Plans plans, Closures closures, Options options) {
    this.net = net;
    this.plans = plans;
    int m = net.linkCount();
    int n = plans.count();
    rows = new LinkRows(m);
    clock = new GreenClock(net, rows);
    space = new LinkSpace(net, rows);
    vehicles = new VehicleRows(plans);
    double[] mean = new double[m];
    for (int i = 0; i < m; i++) {
      mean[i] = clock.meanHeadway(i);
    }
    turnstile = new Turnstile(mean, vehicles);
    detours = new Detours(net, plans, closures, options.guidance, rows, vehicles, clock);
    endTick =
        options.endS * LinkRows.TICKS_PER_S < EventCalendar.LAST_TICK
            ? LinkRows.ticks(options.endS)
            : EventCalendar.LAST_TICK;
    stuckTicks = LinkRows.ticks(options.stuckS);
    keepOneIn = options.keepOneIn;
    entries = keepOneIn > 0 ? new LinkEntries() : null;
    countTicks = LinkRows.ticks(options.countS);
    counts = new ArrayList<>();
    for (int i = 0; i < m; i++) {
      rows.number[(i << LinkRows.ROW) + LinkRows.HEAD] = NONE;
    }
    calls = new long[4 * m];
    Arrays.fill(calls, NOT_WAITING);
    stuckPending = new boolean[m];
    wasStuck = new boolean[n];
    inBay = new boolean[n];
    arrivalS = new float[n];
    Arrays.fill(arrivalS, Float.NaN);
    departOrder = order(plans);
  }

  /** Plays the plans; an error names the vehicle whose plan is not a way through the network. */
  public static ReplayResult run(
      QueueNetwork net, Plans plans, Closures closures, Options options, Progress progress) {
    check(net, plans);
    QueueSimulation s = new QueueSimulation(net, plans, closures, options);
    s.play(progress);
    return s.result();
  }

  private static void check(QueueNetwork net, Plans plans) {
    if (plans.count() > EventCalendar.INDEX_MASK) {
      throw EmonaException.invalid(
          "There are " + plans.count() + " plans.",
          "plans",
          "play at most " + EventCalendar.INDEX_MASK + " at once");
    }
    double last = EventCalendar.LAST_TICK / LinkRows.TICKS_PER_S / 2;
    for (int v = 0; v < plans.count(); v++) {
      boolean sound = plans.departS()[v] >= 0 && plans.departS()[v] <= last;
      sound &= plans.first()[v + 1] > plans.first()[v];
      for (int p = plans.first()[v] + 1; p < plans.first()[v + 1]; p++) {
        sound &= net.to()[plans.links()[p - 1]] == net.from()[plans.links()[p]];
      }
      if (!sound) {
        throw EmonaException.invalid(
            "The plan has no links, a gap between two links, or an impossible departure.",
            "vehicle " + v,
            "give links of which each starts where the one before ends, and a departure from 0 to "
                + (long) last
                + " s");
      }
    }
  }

  /** Vehicles by departure, then by number. */
  private static long[] order(Plans plans) {
    long[] order = new long[plans.count()];
    for (int v = 0; v < order.length; v++) {
      order[v] = EventCalendar.event(LinkRows.ticks(plans.departS()[v]), 0, v);
    }
    Arrays.sort(order);
    return order;
  }

  private void play(Progress progress) {
    int nextDeparture = 0;
    int count = 0;
    while (true) {
      if ((++count & (CHECK_EVERY - 1)) == 0) {
        progress.check();
        progress.report("replay", (double) arrived / departOrder.length);
      }
      long event = calendar.peek();
      long eventTick =
          event == EventCalendar.NONE ? Long.MAX_VALUE : event >> EventCalendar.TIME_SHIFT;
      long departTick =
          nextDeparture < departOrder.length
              ? departOrder[nextDeparture] >> EventCalendar.TIME_SHIFT
              : Long.MAX_VALUE;
      long tick = Math.min(eventTick, departTick);
      if (detours.nextTick() <= tick && detours.nextTick() < endTick) {
        detours.begin(this::underWayAt);
        continue;
      }
      if (tick == Long.MAX_VALUE || tick >= endTick) {
        break;
      }
      if (detours.nextLook() <= tick) {
        look(detours.beginLook());
        continue;
      }
      if (departTick <= eventTick) {
        depart((int) departOrder[nextDeparture++] & EventCalendar.INDEX_MASK, departTick);
      } else {
        calendar.drop();
        int index = (int) event & EventCalendar.INDEX_MASK;
        switch ((int) (event >> EventCalendar.INDEX_BITS) & 3) {
          case HEAD -> tryHead(index, eventTick);
          case READY -> ready(index, eventTick);
          case STUCK -> tryStuck(index, eventTick);
          default -> wake(index, eventTick);
        }
      }
    }
    finish();
  }

  // ---- vehicles enter and leave links

  private void depart(int v, long now) {
    departed++;
    vehicles.setPosition(v, plans.first()[v]);
    detours.atDeparture(v, now);
    underWay++;
    peakUnderWay = Math.max(peakUnderWay, underWay);
    start(v, now);
  }

  /** Who waited beside its first link may have to drive around a closure that began meanwhile. */
  private void ready(int v, long now) {
    if (!inBay[v]) {
      detours.atDeparture(v, now);
    }
    start(v, now);
  }

  /** Enters the link at the vehicle's position from the kerb, or waits there for room. */
  private void start(int v, long now) {
    if (inBay[v] && vehicles.position(v) >= vehicles.end(v)) {
      leaveBay(v, now); // its way ends at the stop
      arrive(v, now);
      return;
    }
    int j = vehicles.link(v, vehicles.position(v), detours);
    long opens = detours.closedUntil(j, v, now);
    if (opens > now) {
      calendar.add(opens, READY, v);
    } else if (turnstile.isEmpty(j) && space.roomAt(j, need(NONE, j, v)) <= now) {
      leaveBay(v, now);
      enter(j, v, now);
    } else {
      turnstile.joinStarts(j, v);
      callWake(j, now, need(NONE, j, v));
    }
  }

  private void leaveBay(int v, long now) {
    if (inBay[v]) {
      inBay[v] = false;
      record(v, detours.link(v, vehicles.position(v) - 1), now);
    }
  }

  private void enter(int j, int v, long now) {
    space.enter(j, vehicles.size(v), now);
    linkEntries++;
    if (countTicks > 0 && plans.kind()[v] != Plans.BUS) {
      int interval = (int) (now / countTicks);
      while (counts.size() <= interval) {
        counts.add(new int[net.linkCount()]);
      }
      counts.get(interval)[j]++;
    }
    long at = now + rows.free(j);
    vehicles.setReady(v, at);
    vehicles.setNext(v, NONE);
    int r = j << LinkRows.ROW;
    if (rows.number[r + LinkRows.HEAD] == NONE) {
      rows.number[r + LinkRows.HEAD] = v;
      scheduleHead(j, at);
    } else {
      vehicles.setNext(rows.number[r + LinkRows.TAIL], v);
    }
    rows.number[r + LinkRows.TAIL] = v;
  }

  private void scheduleHead(int i, long from) {
    long at = clock.earliest(i, from);
    calls[4 * i + HEAD_AT] = at;
    calendar.add(at, HEAD, i);
  }

  /** Takes the head off a link; the next one is called, and so are those who wait for room. */
  private void leave(int i, long now) {
    int v = rows.head(i);
    clock.served(i, now, vehicles.size(v));
    space.leave(i, vehicles.size(v), now);
    calls[4 * i + WAIT_SINCE] = NOT_WAITING;
    int following = vehicles.next(v);
    rows.number[(i << LinkRows.ROW) + LinkRows.HEAD] = following;
    if (following != NONE) {
      scheduleHead(i, Math.max(now, vehicles.ready(following)));
    }
    if (!turnstile.isEmpty(i)) {
      callWake(i, now, 1);
    }
  }

  private void record(int v, int link, long now) {
    // Buses are few, and told whatever the sample.
    if (entries != null && (plans.kind()[v] == Plans.BUS || Options.isKept(v, keepOneIn))) {
      double entered = (vehicles.ready(v) - rows.free(link)) / LinkRows.TICKS_PER_S;
      entries.add(v, link, entered, now / LinkRows.TICKS_PER_S);
    }
  }

  private void arrive(int v, long now) {
    double t = now / LinkRows.TICKS_PER_S;
    arrived++;
    underWay--;
    travelS += t - plans.departS()[v];
    arrivalS[v] = (float) t;
  }

  // ---- events

  private void tryHead(int i, long now) {
    if (calls[4 * i + HEAD_AT] != now || rows.head(i) == NONE) {
      return; // overtaken by the stuck rule
    }
    calls[4 * i + HEAD_AT] = NOT_WAITING;
    int v = rows.head(i);
    int p = vehicles.position(v);
    int dwell = detours.dwellS(v, p);
    boolean ends = p + 1 >= vehicles.end(v);
    if (dwell > 0 || !ends && detours.closedUntil(vehicles.link(v, p + 1, detours), v, now) > now) {
      vehicles.setPosition(v, p + 1);
      inBay[v] = true;
      leave(i, now);
      calendar.add(now + LinkRows.ticks(dwell), READY, v);
    } else if (ends) {
      record(v, i, now);
      leave(i, now);
      arrive(v, now);
    } else {
      int j = vehicles.link(v, p + 1, detours);
      if (turnstile.isEmpty(j) && space.roomAt(j, need(i, j, v)) <= now) {
        move(i, j, now);
      } else {
        await(i, j, now);
      }
    }
  }

  private void move(int i, int j, long now) {
    int v = rows.head(i);
    record(v, i, now);
    vehicles.setPosition(v, vehicles.position(v) + 1);
    leave(i, now);
    enter(j, v, now);
  }

  private void await(int i, int j, long now) {
    turnstile.join(j, i);
    if (calls[4 * i + WAIT_SINCE] == NOT_WAITING) {
      calls[4 * i + WAIT_SINCE] = now;
      if (!stuckPending[i]) {
        stuckPending[i] = true;
        calendar.add(now + patience(j), STUCK, i);
      }
    }
    callWake(j, now, need(i, j, rows.head(i)));
  }

  /**
   * Places that a vehicle asks for: who enters a roundabout leaves one free on its piece, so that
   * the ring can always turn; without that, it fills up and every piece waits for the next.
   */
  private int need(int i, int j, int v) {
    return vehicles.size(v) + (net.ring()[j] && (i < 0 || !net.ring()[i]) ? 1 : 0);
  }

  private long patience(int j) {
    return Math.max(stuckTicks, (long) (3 * clock.meanHeadway(j)));
  }

  private void callWake(int j, long now, int size) {
    long at = space.roomAt(j, size);
    if (at == LinkSpace.NEVER) {
      return;
    }
    at = Math.max(at, now);
    if (calls[4 * j + WAKE_AT] == NOT_WAITING || calls[4 * j + WAKE_AT] > at) {
      calls[4 * j + WAKE_AT] = at;
      calendar.add(at, WAKE, j);
    }
  }

  /** Lets in who waits, as long as there is room now. */
  private void wake(int j, long now) {
    if (calls[4 * j + WAKE_AT] != now) {
      return; // an earlier call took its place
    }
    calls[4 * j + WAKE_AT] = NOT_WAITING;
    while (!turnstile.isEmpty(j)) {
      int best = best(j, now);
      if (best == NONE) {
        return; // all of them at red
      }
      int v = best == Turnstile.STARTS ? turnstile.firstStart(j) : rows.head(best);
      int need = need(best == Turnstile.STARTS ? NONE : best, j, v);
      if (space.roomAt(j, need) > now) {
        callWake(j, now, need);
        return;
      }
      if (best == Turnstile.STARTS) {
        turnstile.servedStart(j);
        leaveBay(v, now);
        enter(j, v, now);
      } else {
        turnstile.leave(best);
        turnstile.served(j, best);
        move(best, j, now);
      }
    }
  }

  /**
   * The one whose turn it is; heads whose signal has turned red are sent back to wait for green.
   */
  private int best(int j, long now) {
    int best = NONE;
    double least = Double.POSITIVE_INFINITY;
    for (int i = turnstile.firstWaiting(j); i != Turnstile.NOBODY; ) {
      int after = turnstile.nextWaiting(i);
      if (!clock.isGreen(i, now)) {
        turnstile.leave(i);
        scheduleHead(i, now);
      } else {
        double tag = net.ring()[j] && net.ring()[i] ? Double.NEGATIVE_INFINITY : turnstile.tag(i);
        if (tag < least || tag == least && i < best) {
          best = i;
          least = tag;
        }
      }
      i = after;
    }
    if (turnstile.firstStart(j) != Turnstile.NOBODY && turnstile.startTag(j) < least) {
      best = Turnstile.STARTS;
    }
    return best;
  }

  private void tryStuck(int i, long now) {
    stuckPending[i] = false;
    if (calls[4 * i + WAIT_SINCE] == NOT_WAITING || rows.head(i) == NONE) {
      return;
    }
    int v = rows.head(i);
    int j = detours.link(v, vehicles.position(v) + 1);
    long due = calls[4 * i + WAIT_SINCE] + patience(j);
    if (due > now || !clock.isGreen(i, now)) {
      stuckPending[i] = true;
      calendar.add(due > now ? due : clock.earliest(i, now), STUCK, i);
      return;
    }
    if (!wasStuck[v]) {
      wasStuck[v] = true;
      stuck++;
    }
    if (turnstile.isWaiting(i)) {
      turnstile.leave(i);
    }
    calls[4 * i + HEAD_AT] = NOT_WAITING;
    move(i, j, now);
  }

  // ---- closures and the end

  /** Tells every vehicle that is under way: on a link, at a kerb or waiting to start. */
  private void underWayAt(Detours.Visitor visitor) {
    long now = detours.nextTick();
    for (int i = 0; i < net.linkCount(); i++) {
      for (int v = rows.head(i); v != NONE; v = vehicles.next(v)) {
        visitor.visit(v, vehicles.position(v), net.to()[i]);
      }
    }
    for (int v = 0; v < inBay.length; v++) {
      if (inBay[v]) {
        visitor.visit(
            v, vehicles.position(v) - 1, net.to()[detours.link(v, vehicles.position(v) - 1)]);
      }
    }
    restartWaiting(now);
  }

  /** Guided drivers on links compare their ways; a head that leaves its own asks anew. */
  private void look(long now) {
    int m = net.linkCount();
    int from = lookFrom;
    for (int k = 0; k < m && !detours.isTired(); k++) {
      int i = (from + k) % m;
      lookFrom = i;
      for (int v = rows.head(i); v != NONE; v = vehicles.next(v)) {
        boolean turned = detours.avoidJam(v, vehicles.position(v), net.to()[i], now);
        if (turned && v == rows.head(i) && turnstile.isWaiting(i)) {
          turnstile.leave(i);
          scheduleHead(i, now);
        }
      }
    }
  }

  /** Heads that waited may want elsewhere now: they and the starting vehicles ask anew. */
  private void restartWaiting(long now) {
    for (int j = 0; j < net.linkCount(); j++) {
      for (int i = turnstile.firstWaiting(j); i != Turnstile.NOBODY; ) {
        int after = turnstile.nextWaiting(i);
        turnstile.leave(i);
        scheduleHead(i, now);
        i = after;
      }
      for (int v = turnstile.takeStarts(j); v != NONE; ) {
        int after = vehicles.next(v);
        calendar.add(now, READY, v);
        v = after;
      }
    }
  }

  /** Rows and travel time of those still under way. */
  private void finish() {
    double end = endTick / LinkRows.TICKS_PER_S;
    for (int k = 0; k < departed; k++) {
      int v = (int) departOrder[k] & EventCalendar.INDEX_MASK;
      if (Float.isNaN(arrivalS[v])) {
        travelS += end - plans.departS()[v];
      }
    }
    for (int i = 0; entries != null && i < net.linkCount(); i++) {
      for (int v = rows.head(i); v != NONE; v = vehicles.next(v)) {
        record(v, i, endTick);
      }
    }
  }

  private ReplayResult result() {
    return new ReplayResult(
        departed,
        arrived,
        underWay,
        stuck,
        detours.rerouted(),
        detours.withoutWay(),
        detours.avoidedJams(),
        peakUnderWay,
        linkEntries,
        travelS,
        arrivalS,
        entries,
        List.copyOf(counts));
  }
}
