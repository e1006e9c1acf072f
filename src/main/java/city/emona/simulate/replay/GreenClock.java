package city.emona.simulate.replay;

import static city.emona.simulate.replay.LinkRows.BASE;
import static city.emona.simulate.replay.LinkRows.CYCLE;
import static city.emona.simulate.replay.LinkRows.DUE;
import static city.emona.simulate.replay.LinkRows.GREEN;
import static city.emona.simulate.replay.LinkRows.HEADWAY;
import static city.emona.simulate.replay.LinkRows.ROW;

/**
 * When the head of a queue may cross the stop line: in the green window of its signal, one headway
 * of the saturation flow after the vehicle before it. The headway runs in green time, so that what
 * is left of it at the end of a window is owed at the start of the next, and a signal passes
 * exactly {@code saturation flow · green share} on average, however the window divides. Not
 * thread-safe.
 */
final class GreenClock {
  private static final long LONG_AGO = -1;

  private final long[] time;

  GreenClock(QueueNetwork net, LinkRows rows) {
    time = rows.time;
    for (int i = 0; i < net.linkCount(); i++) {
      int r = i << ROW;
      long cycle = Math.max(1, LinkRows.ticks(net.cycleS()[i]));
      time[r + CYCLE] = cycle;
      time[r + GREEN] = Math.max(1, Math.round(cycle * net.greenShare()[i]));
      time[r + BASE] = LinkRows.ticks(net.greenStartS()[i]) - cycle;
      time[r + HEADWAY] = Math.max(1, LinkRows.ticks(3600 / net.capacityVehPerH()[i]));
      time[r + DUE] = LONG_AGO;
    }
  }

  /** Ticks of green between two vehicles at saturation. */
  long headway(int link) {
    return time[(link << ROW) + HEADWAY];
  }

  /** Mean ticks between two vehicles at saturation, red included. */
  double meanHeadway(int link) {
    int r = link << ROW;
    return (double) time[r + HEADWAY] * time[r + CYCLE] / time[r + GREEN];
  }

  /** Mean ticks that red costs a vehicle on an empty link: red² / (2 cycle). */
  double meanWait(int link) {
    int r = link << ROW;
    double red = time[r + CYCLE] - time[r + GREEN];
    return red * red / (2.0 * time[r + CYCLE]);
  }

  /**
   * Ticks since the start of the cycle that holds {@code t}; keeps the start where t is past it.
   */
  private long phase(int r, long t) {
    long c = time[r + CYCLE];
    long since = t - time[r + BASE];
    if (since >= 0 && since < c) {
      return since;
    }
    return Math.floorMod(since, c);
  }

  boolean isGreen(int link, long t) {
    int r = link << ROW;
    return time[r + GREEN] == time[r + CYCLE] || phase(r, t) < time[r + GREEN];
  }

  /** The first moment from {@code t} on at which the link may let a vehicle go. */
  long earliest(int link, long t) {
    int r = link << ROW;
    long due = time[r + DUE];
    if (due >= t) {
      return due; // lies in green
    }
    long c = time[r + CYCLE];
    long g = time[r + GREEN];
    if (g == c) {
      return t;
    }
    long phase = phase(r, t);
    return phase < g ? t : t + c - phase;
  }

  /** A vehicle of some places crosses at {@code t}, which lies in green. */
  void served(int link, long t, int places) {
    int r = link << ROW;
    long c = time[r + CYCLE];
    long g = time[r + GREEN];
    long owed = time[r + HEADWAY] * places;
    if (g == c) {
      time[r + DUE] = t + owed;
      return;
    }
    long phase = phase(r, t);
    time[r + BASE] = t - phase;
    long left = g - phase;
    if (owed < left) {
      time[r + DUE] = t + owed;
      return;
    }
    long rest = owed - left;
    long cycles = rest < g ? 1 : 1 + rest / g;
    time[r + DUE] = t - phase + cycles * c + (rest < g ? rest : rest % g);
  }
}
