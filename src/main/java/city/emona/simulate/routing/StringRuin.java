package city.emona.simulate.routing;

import city.emona.simulate.routing.plain.Dice;

/**
 * Takes strings of neighbouring stops out of trips: adjacent string removal of Christiaens and
 * Vanden Berghe, "Slack Induction by String Removals for Vehicle Routing Problems", Transportation
 * Science 54(2), 2020, with its parameters; a string stays inside a trip between two facilities.
 * Stops left out that lie near are handed on too, so that they get their chance.
 */
final class StringRuin {
  static final int MEAN_REMOVED = 10;
  static final int MAX_STRING = 10;
  static final double SPLIT = 0.5;
  static final double SPLIT_MORE = 0.01;
  private static final int MAX_LEFT_OUT = 10;

  private final FleetState state;
  private final int[][] near;
  private final Dice dice;
  private final boolean[] gone;
  private final boolean[][] ruined;
  private int[] kept = new int[16];

  /** What is to be put back. */
  final int[] removed;

  int removedCount;

  StringRuin(FleetState state, int[][] near, Dice dice) {
    this.state = state;
    this.near = near;
    this.dice = dice;
    removed = new int[state.truckOf.length];
    gone = new boolean[state.truckOf.length];
    ruined = new boolean[state.route.length][];
  }

  /** False where a route cannot be driven any more, as the ways break the triangle inequality. */
  boolean ruin(int seed) {
    int served = 0;
    int trips = 0;
    for (int v = 0; v < ruined.length; v++) {
      TruckRoute r = state.route[v];
      ruined[v] = new boolean[r.trips];
      served += r.count - r.trip[r.count];
      trips += r.count == 0 ? 0 : r.trips;
    }
    double longest = Math.min(MAX_STRING, (double) served / Math.max(1, trips));
    int strings = (int) (dice.uniform() * (4.0 * MEAN_REMOVED / (1 + longest) - 1) + 1);
    removedCount = 0;
    int leftOut = 0;
    for (int k = 0; k < near[seed].length && strings > 0; k++) {
      int c = near[seed][k];
      int v = state.truckOf[c];
      if (v < 0) {
        if (leftOut++ < MAX_LEFT_OUT) {
          removed[removedCount++] = c;
        }
      } else if (!state.problem.vehicles().get(v).frozen() && takeString(v, c, longest)) {
        strings--;
      }
    }
    return compact();
  }

  private boolean takeString(int v, int c, double longest) {
    TruckRoute r = state.route[v];
    int at = state.positionOf[c];
    int t = r.trip[at];
    if (ruined[v][t]) {
      return false;
    }
    ruined[v][t] = true;
    int lo = at;
    while (lo > 1 && r.code[lo - 1] >= 0) {
      lo--;
    }
    int hi = at;
    while (hi < r.count && r.code[hi + 1] >= 0) {
      hi++;
    }
    int size = hi - lo + 1;
    int length = Math.min(size, (int) (dice.uniform() * Math.min(size, longest) + 1));
    int spared = 0;
    if (length > 1 && length < size && dice.uniform() < SPLIT) {
      spared = 1;
      while (length + spared < size && dice.uniform() >= 1 - SPLIT_MORE) {
        spared++;
      }
    }
    int span = length + spared;
    int first = Math.max(lo, at - span + 1);
    int last = Math.min(at, hi - span + 1);
    int from = first + dice.below(last - first + 1);
    int spareFrom = spared == 0 ? from + span : from + 1 + dice.below(length);
    state.change(v);
    for (int p = from; p < from + span; p++) {
      if (p < spareFrom || p >= spareFrom + spared) {
        gone[r.code[p]] = true;
        removed[removedCount++] = r.code[p];
      }
    }
    return true;
  }

  /** Takes the chosen stops out, and facilities before which nothing is loaded any more. */
  private boolean compact() {
    boolean drivable = true;
    for (int k = 0; k < state.changedCount; k++) {
      int v = state.changed[k];
      TruckRoute r = state.route[v];
      kept = kept.length < r.count ? new int[r.count * 2] : kept;
      int n = 0;
      boolean loaded = false;
      for (int p = 1; p <= r.count; p++) {
        int c = r.code[p];
        if (c < 0 ? loaded : !gone[c]) {
          kept[n++] = c;
          loaded = c >= 0;
        }
      }
      drivable &= r.set(kept, n);
      state.locate(v);
    }
    for (int k = 0; k < removedCount; k++) {
      if (gone[removed[k]]) {
        gone[removed[k]] = false;
        state.leaveOut(removed[k]);
      }
    }
    return drivable;
  }
}
