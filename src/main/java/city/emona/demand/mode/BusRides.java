package city.emona.demand.mode;

import city.emona.graph.Csr;
import city.emona.graph.ShortestPaths;
import city.emona.model.BusHeadways;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.Schema;
import city.emona.model.network.Network;
import city.emona.simulate.DaySteps;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Journeys by bus between all zones in one step of the day: walk to a stop, wait half of the
 * headway (of a rare line not longer than people who know the timetable would), ride on the streets
 * at the speed of that hour with a dwell at every stop, change at most twice, walk. The search goes
 * by rounds of boarding over whole lines (RAPTOR, Delling, Pajor and Werneck 2012) and finds the
 * least generalised time; lines in common are not pooled. Where a street of a line is closed to
 * buses, the line drives around by the fastest way and leaves out the stops between; where there is
 * none, it is cut. One object per city and day; not thread-safe.
 */
final class BusRides {
  /** Journeys of a step, {@code [from · zones + to]}, infinity where no bus helps. */
  record Journeys(float[] weightedMin, float[] clockMin) {}

  private static final int BOARDINGS = 3;
  private static final double NEVER = Double.POSITIVE_INFINITY;

  /** Ride over a place where a line is cut; no journey takes so many minutes. */
  private static final double CUT_MIN = 1e6;

  private final City city;
  private final Conditions conditions;
  private final DaySteps steps;
  private final BusStops lines;
  private final FootTimes foot;
  private final ModeParameters.Bus rules;
  private final boolean[] removed;
  private final double[][] ride;
  private final double[] wait;
  private final double[][] label = new double[6][];

  /** {@code base} tells which streets buses could use before the scenario. */
  BusRides(
      City city,
      City base,
      Conditions conditions,
      DaySteps steps,
      BusStops lines,
      FootTimes foot,
      ModeParameters.Bus rules) {
    this.city = city;
    this.conditions = conditions;
    this.steps = steps;
    this.lines = lines;
    this.foot = foot;
    this.rules = rules;
    removed = removed(city.network(), base.network());
    ride = new double[lines.links.length][];
    wait = new double[lines.links.length];
    for (int i = 0; i < label.length; i++) {
      label[i] = new double[lines.node.length];
    }
  }

  private static boolean[] removed(Network now, Network before) {
    boolean[] removed = new boolean[now.linkCount()];
    int[] modes = now.modes();
    int[] were = before.modes();
    for (int i = 0; i < removed.length && i < were.length; i++) {
      removed[i] = (were[i] & Schema.BUS) != 0 && (modes[i] & Schema.BUS) == 0;
    }
    return removed;
  }

  boolean isEmpty() {
    return lines.node.length == 0;
  }

  Journeys at(int step, float[] speedKmh) {
    int n = foot.zones;
    float[] weighted = new float[n * n];
    float[] clock = new float[n * n];
    Arrays.fill(weighted, Float.POSITIVE_INFINITY);
    Arrays.fill(clock, Float.POSITIVE_INFINITY);
    if (timetable(step, speedKmh)) {
      for (int z = 0; z < n; z++) {
        search(z);
        arrive(z, weighted, clock);
      }
    }
    return new Journeys(weighted, clock);
  }

  /** Waits and rides of the step; tells whether any bus runs. */
  private boolean timetable(int step, float[] speedKmh) {
    boolean any = false;
    boolean[] blocked = blocked(step);
    double[] minutes = null;
    for (int l = 0; l < wait.length; l++) {
      double perHour =
          BusHeadways.busesPerHour(
              city.table(Schema.BUS_LINES), l, steps.localMinute(step), steps.stepMinutes());
      wait[l] = perHour > 0 ? Math.min(rules.longestWaitMin(), 30 / perHour) : NEVER;
      if (perHour > 0) {
        if (minutes == null) {
          minutes = linkMinutes(speedKmh);
        }
        ride[l] = rides(l, minutes, blocked);
        any = true;
      }
    }
    return any;
  }

  private boolean[] blocked(int step) {
    boolean[] blocked = removed.clone();
    int minute = steps.localMinute(step);
    for (Conditions.Closure c : conditions.closures()) {
      if ((c.modes() & Schema.BUS) != 0
          && c.fromMinute() < minute + steps.stepMinutes()
          && c.toMinute() > minute) {
        c.links().stream().forEach(i -> blocked[i] = true);
      }
    }
    return blocked;
  }

  private double[] linkMinutes(float[] speedKmh) {
    int[] lengthMm = city.network().lengthMm();
    int[] freeKmh = city.network().freeSpeedKmh();
    BitSet own = conditions.streets().busLanes();
    double[] minutes = new double[lengthMm.length];
    for (int i = 0; i < minutes.length; i++) {
      // On a lane of its own a bus meets no queue.
      double kmh = own.get(i) ? Math.max(speedKmh[i], freeKmh[i]) : speedKmh[i];
      minutes[i] = lengthMm[i] / 1e6 / Math.max(1, kmh) * 60;
    }
    return minutes;
  }

  /** Minutes from each stop of a line to the next; NaN where the line does not serve a stop. */
  private double[] rides(int line, double[] minutes, boolean[] blocked) {
    int[] links = lines.links[line];
    double[] driven = new double[links.length + 1];
    boolean[] inside = new boolean[links.length + 1];
    for (int i = 0; i < links.length; ) {
      int end = i;
      while (end < links.length && blocked[links[end]]) {
        end++;
      }
      if (end == i) {
        driven[i + 1] = driven[i] + minutes[links[i]];
        i++;
        continue;
      }
      double around = detour(links[i], links[end - 1], minutes, blocked);
      for (int p = i; p < end; p++) {
        inside[p + 1] = p + 1 < end;
        driven[p + 1] = driven[i] + around;
      }
      i = end;
    }
    int[] at = lines.position[line];
    double[] ride = new double[at.length];
    for (int s = 0; s < at.length; s++) {
      if (inside[at[s]]) {
        ride[s] = Double.NaN;
      } else {
        ride[s] = driven[at[s]] + rules.dwellS() / 60 * s;
      }
    }
    return ride;
  }

  private double detour(int first, int last, double[] minutes, boolean[] blocked) {
    Network net = city.network();
    boolean[] open = new boolean[blocked.length];
    for (int i = 0; i < open.length; i++) {
      open[i] = (net.modes()[i] & Schema.BUS) != 0 && !blocked[i];
    }
    Csr graph = Csr.of(net.nodeCount(), net.fromNode(), net.toNode(), open);
    ShortestPaths search = new ShortestPaths(graph, minutes);
    search.run(net.fromNode()[first]);
    return Math.min(CUT_MIN, search.cost(net.toNode()[last]));
  }

  /** Least generalised minutes to every stop by bus, and the minutes on the clock of that way. */
  private void search(int zone) {
    double[] at = label[0];
    double[] atClock = label[1];
    double[] best = label[2];
    double[] bestClock = label[3];
    Arrays.fill(at, NEVER);
    Arrays.fill(best, NEVER);
    for (int i = 0; i < foot.stop[zone].length; i++) {
      at[foot.stop[zone][i]] = foot.stopMin[zone][i] * rules.walkWeight();
      atClock[foot.stop[zone][i]] = foot.stopMin[zone][i];
    }
    for (int boarding = 0; boarding < BOARDINGS; boarding++) {
      double[] next = label[4];
      double[] nextClock = label[5];
      Arrays.fill(next, NEVER);
      for (int l = 0; l < wait.length; l++) {
        if (wait[l] < NEVER) {
          drive(l, boarding > 0 ? rules.transferPenaltyMin() : 0, next, nextClock);
        }
      }
      boolean gained = false;
      Arrays.fill(at, NEVER);
      for (int s = 0; s < next.length; s++) {
        if (next[s] < best[s]) {
          best[s] = next[s];
          bestClock[s] = nextClock[s];
          gained = true;
          reach(s, next[s], nextClock[s], at, atClock);
        }
      }
      if (!gained) {
        return;
      }
    }
  }

  private void drive(int line, double penalty, double[] next, double[] nextClock) {
    double[] at = label[0];
    double[] atClock = label[1];
    int[] stops = lines.stops[line];
    double[] driven = ride[line];
    double start = wait[line] * rules.waitWeight() + penalty;
    double on = NEVER;
    double onClock = 0;
    double last = 0;
    for (int s = 0; s < stops.length; s++) {
      if (Double.isNaN(driven[s])) {
        continue;
      }
      double minutes = driven[s] - last;
      last = driven[s];
      on += minutes;
      onClock += minutes;
      int stop = stops[s];
      if (on < next[stop]) {
        next[stop] = on;
        nextClock[stop] = onClock;
      }
      if (at[stop] + start < on) {
        on = at[stop] + start;
        onClock = atClock[stop] + wait[line];
      }
    }
  }

  /** Stops at which one may board after getting off at a stop. */
  private void reach(int stop, double cost, double clock, double[] at, double[] atClock) {
    if (cost < at[stop]) {
      at[stop] = cost;
      atClock[stop] = clock;
    }
    for (int i = 0; i < lines.near[stop].length; i++) {
      int other = lines.near[stop][i];
      double walk = lines.nearMin[stop][i];
      if (cost + walk * rules.walkWeight() < at[other]) {
        at[other] = cost + walk * rules.walkWeight();
        atClock[other] = clock + walk;
      }
    }
  }

  private void arrive(int zone, float[] weighted, float[] clock) {
    double[] best = label[2];
    double[] bestClock = label[3];
    int n = foot.zones;
    for (int d = 0; d < n; d++) {
      double least = NEVER;
      double minutes = NEVER;
      for (int i = 0; d != zone && i < foot.stop[d].length; i++) {
        int s = foot.stop[d][i];
        double cost = best[s] + foot.stopMin[d][i] * rules.walkWeight();
        if (cost < least) {
          least = cost;
          minutes = bestClock[s] + foot.stopMin[d][i];
        }
      }
      if (least < CUT_MIN) {
        weighted[zone * n + d] = (float) least;
        clock[zone * n + d] = (float) minutes;
      }
    }
  }
}
