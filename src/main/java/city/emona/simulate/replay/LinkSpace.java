package city.emona.simulate.replay;

import static city.emona.simulate.replay.LinkRows.FREE;
import static city.emona.simulate.replay.LinkRows.HEADWAY;
import static city.emona.simulate.replay.LinkRows.IN;
import static city.emona.simulate.replay.LinkRows.NEXT_ENTRY;
import static city.emona.simulate.replay.LinkRows.OUT;
import static city.emona.simulate.replay.LinkRows.PLACES;
import static city.emona.simulate.replay.LinkRows.RING;
import static city.emona.simulate.replay.LinkRows.ROW;
import static city.emona.simulate.replay.LinkRows.SURE;
import static city.emona.simulate.replay.LinkRows.USED;
import static city.emona.simulate.replay.LinkRows.WAVE;

import city.emona.model.StreetRules;

/**
 * Room at the upstream end of every link, in places of one passenger car. A link of N places takes
 * its n-th car once the (n − N)-th has left and the gap that it left behind has travelled upstream:
 * {@code enter(n) ≥ leave(n − N) + L / w}, Newell's kinematic wave theory (1993) for a triangular
 * diagram, car by car. Entries are a headway of the lanes apart, or of the capacity where that is
 * larger: what narrows the end of a link does not narrow its beginning. N is {@value
 * #METRES_PER_PLACE} m a lane, but never so few that the link could not pass its capacity: at least
 * what that moves in the free-flow time (the rule of MATSim's QSim, {@code
 * QueueWithBuffer.calculateStorageCapacity}), and before a signal at least what one green lets go,
 * for the whole platoon may come during red; with less, short links between signals pass N vehicles
 * a cycle whatever their green, and made cities locked. w is {@value #WAVE_M_PER_S} m/s (18 km/h),
 * or what the capacity demands where that is faster. Times in ticks. Not thread-safe.
 */
final class LinkSpace {
  static final double METRES_PER_PLACE = 7.5;
  static final double WAVE_M_PER_S = 5;

  /**
   * A piece of a roundabout holds two and what its capacity needs, and one more: the place that
   * entries leave free. Without it that rule would take half of the capacity of short pieces.
   */
  private static final int LEAST_ON_RING = 2;

  static final long NEVER = Long.MAX_VALUE;

  /** Gaps are kept in units of 2⁷ ticks = 1.28 ms, so that an int holds a month. */
  private static final int GAP_SHIFT = 7;

  private final long[] time;
  private final int[] number;
  private final int[] gapAt;

  /** Ticks between two entries. */
  private final int[] entry;

  /** Places taken by vehicles that were pushed in without room; null while there were none. */
  private int[] owed;

  LinkSpace(QueueNetwork net, LinkRows rows) {
    time = rows.time;
    number = rows.number;
    entry = new int[net.linkCount()];
    int all = 0;
    for (int i = 0; i < net.linkCount(); i++) {
      int r = i << ROW;
      double freeS = net.lengthM()[i] / net.speedMps()[i] + net.extraS()[i];
      double perS = net.capacityVehPerH()[i] / 3600;
      boolean ring = net.ring()[i];
      int places = ring ? Math.max(LEAST_ON_RING, places(net, i)) + 1 : places(net, i);
      double wave = Math.min(net.lengthM()[i] / WAVE_M_PER_S, places / perS - freeS);
      time[r + WAVE] = Math.max(0, LinkRows.ticks(wave));
      time[r + FREE] = Math.max(1, LinkRows.ticks(freeS));
      number[r + PLACES] = places;
      long onTheirWay = time[r + WAVE] / time[r + HEADWAY] + 1;
      double entryS =
          Math.min(1 / perS, 3600.0 / (StreetRules.LANE_SATURATION_VEH_PER_H * net.lanes()[i]));
      entry[i] = (int) Math.max(1, LinkRows.ticks(entryS));
      number[r + SURE] = (int) Math.max(-1, places - onTheirWay - 1);
      number[r + RING] = all;
      all = Math.addExact(all, places);
    }
    gapAt = new int[all];
  }

  /** Places of a link: what fits on its lanes, and no fewer than its capacity needs. */
  static int places(QueueNetwork net, int i) {
    double freeS = net.lengthM()[i] / net.speedMps()[i] + net.extraS()[i];
    double perS = net.capacityVehPerH()[i] / 3600;
    double green = net.greenShare()[i];
    double platoon = green < 1 ? perS * green * net.cycleS()[i] : 0;
    double room = net.lengthM()[i] * net.lanes()[i] / METRES_PER_PLACE;
    return (int) Math.max(1, Math.ceil(Math.max(room, Math.max(perS * freeS, platoon)) - 1e-9));
  }

  /** When a vehicle may enter as far as is known now, or {@link #NEVER} while the link is full. */
  long roomAt(int link, int size) {
    int r = link << ROW;
    int places = number[r + PLACES];
    int n = Math.min(size, places);
    int then = number[r + USED] + n;
    if (then <= number[r + SURE]) {
      return time[r + NEXT_ENTRY]; // spares a look at the gaps, which lie far apart in memory
    }
    if (then > places) {
      return NEVER;
    }
    int at = number[r + IN] + n - 1;
    at -= at >= places ? places : 0;
    return Math.max(time[r + NEXT_ENTRY], (long) gapAt[number[r + RING] + at] << GAP_SHIFT);
  }

  /** Takes places; a vehicle that is pushed into a full link owes them to the next gaps. */
  void enter(int link, int size, long now) {
    int r = link << ROW;
    int places = number[r + PLACES];
    int n = Math.min(size, places);
    int owes = Math.max(0, Math.min(n, number[r + USED] + n - places));
    if (owes > 0) {
      owed = owed == null ? new int[number.length >> ROW] : owed;
      owed[link] += owes;
    }
    number[r + USED] += n;
    int in = number[r + IN] + n - owes;
    number[r + IN] = in >= places ? in - places : in;
    time[r + NEXT_ENTRY] = now + (long) entry[link] * size;
  }

  /** Gives places back: their gaps reach the upstream end after the time of the wave. */
  void leave(int link, int size, long now) {
    int r = link << ROW;
    int places = number[r + PLACES];
    int n = Math.min(size, places);
    number[r + USED] -= n;
    int paid = owed == null ? 0 : Math.min(n, owed[link]);
    if (paid > 0) {
      owed[link] -= paid;
    }
    for (int k = paid; k < n; k++) {
      int out = number[r + OUT];
      long gap = now + time[r + WAVE] + (1 << GAP_SHIFT) - 1 >> GAP_SHIFT;
      gapAt[number[r + RING] + out] = (int) gap;
      number[r + OUT] = out + 1 == places ? 0 : out + 1;
    }
  }
}
