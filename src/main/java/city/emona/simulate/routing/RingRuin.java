package city.emona.simulate.routing;

import city.emona.simulate.routing.plain.Dice;

/**
 * Takes strings of stops near one stop out of {@link TripRings}, and names those near it that are
 * left out (as {@link StringRuin} does in routes). Where trips are long, stops near each other are
 * often of one trip: then it may lose more than one string. Not thread-safe.
 */
final class RingRuin {
  private static final int MAX_LEFT_OUT = 10;

  /** Stops of a mean trip from which on more than one string may be taken out of it. */
  private static final int LONG_TRIP = 40;

  private final RoutingProblem.Vehicle[] trucks;
  private final TripRings rings;
  private final int[][] near;
  private final Dice dice;
  private final int[] ruinedIn;
  private final boolean[] served;
  private int stamp;

  /** Stops to put in again. */
  final int[] removed;

  int count;

  RingRuin(RoutingProblem problem, TripRings rings, int[][] near, Dice dice) {
    trucks = problem.vehicles().toArray(RoutingProblem.Vehicle[]::new);
    this.rings = rings;
    this.near = near;
    this.dice = dice;
    ruinedIn = new int[rings.tripTruck.length];
    removed = new int[rings.stops];
    served = new boolean[rings.stops];
  }

  /** Whether a trip lost stops. */
  boolean isRuined(int trip) {
    return ruinedIn[trip] == stamp;
  }

  /** Whether a removed stop, by its place in {@link #removed}, was in a trip. */
  boolean wasServed(int k) {
    return served[k];
  }

  /** Takes stops out near one; those of others stay as they are. */
  void ruin(int seed, boolean[] isOwn) {
    double longest =
        Math.min(StringRuin.MAX_STRING, (double) rings.served / Math.max(1, rings.tripCount));
    int strings = (int) (dice.uniform() * (4.0 * StringRuin.MEAN_REMOVED / (1 + longest) - 1) + 1);
    count = 0;
    stamp++;
    int leftOut = 0;
    boolean again = rings.served > LONG_TRIP * rings.tripCount;
    for (int k = 0; k < near[seed].length && strings > 0; k++) {
      int c = near[seed][k];
      int t = rings.trip[c];
      if (t < 0) {
        // Taken out in this step, or left out before.
        if (isOwn[c] && !isRemoved(c) && leftOut++ < MAX_LEFT_OUT) {
          served[count] = false;
          removed[count++] = c;
        }
      } else if ((again || ruinedIn[t] != stamp) && !trucks[rings.tripTruck[t]].frozen()) {
        ruinedIn[t] = stamp;
        takeString(c, t, longest);
        strings--;
      }
    }
  }

  private boolean isRemoved(int c) {
    for (int k = 0; k < count; k++) {
      if (removed[k] == c) {
        return true;
      }
    }
    return false;
  }

  private void takeString(int c, int t, double longest) {
    int size = rings.tripSize[t];
    int length = Math.min(size, (int) (dice.uniform() * Math.min(size, longest) + 1));
    int spared = 0;
    if (length > 1 && length < size && dice.uniform() < StringRuin.SPLIT) {
      spared = 1;
      while (length + spared < size && dice.uniform() >= 1 - StringRuin.SPLIT_MORE) {
        spared++;
      }
    }
    int span = length + spared;
    int before = 0;
    for (int x = c; before < span - 1 && rings.prev[x] < rings.stops; x = rings.prev[x]) {
      before++;
    }
    int after = 0;
    for (int x = c; after < span - 1 && rings.next[x] < rings.stops; x = rings.next[x]) {
      after++;
    }
    int lo = Math.max(0, span - 1 - after);
    int from = c;
    for (int back = lo + dice.below(before - lo + 1); back > 0; back--) {
      from = rings.prev[from];
    }
    int spareFrom = spared == 0 ? span : 1 + dice.below(length);
    for (int k = 0; k < span; k++) {
      int following = rings.next[from];
      if (k < spareFrom || k >= spareFrom + spared) {
        rings.unlink(from);
        served[count] = true;
        removed[count++] = from;
      }
      from = following;
    }
  }
}
