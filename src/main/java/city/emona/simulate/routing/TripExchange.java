package city.emona.simulate.routing;

/**
 * Moves a whole trip to another truck or another time of the day, or swaps two: what strings of ten
 * stops do not reach where a trip has a hundred. Loads, skills, gates and shifts are checked by
 * driving the new routes.
 */
final class TripExchange {
  private final FleetState state;
  private final GreedyInsertion carriers;
  private final Dice dice;
  private int[] buffer = new int[16];

  TripExchange(FleetState state, GreedyInsertion carriers, Dice dice) {
    this.state = state;
    this.carriers = carriers;
    this.dice = dice;
  }

  /** Changes the state; false where what came out cannot be driven. */
  boolean change() {
    int a = dice.below(state.route.length);
    int b = dice.below(state.route.length);
    TruckRoute ra = state.route[a];
    TruckRoute rb = state.route[b];
    if (ra.count == 0 || frozen(a) || frozen(b)) {
      return false;
    }
    int ta = dice.below(ra.trips);
    int tb = dice.below(rb.count == 0 ? 1 : rb.trips + 1);
    boolean swaps = a != b && tb < rb.trips && rb.count > 0 && dice.below(2) == 0;
    int[] tripA = trip(ra, ta);
    int[] tripB = swaps ? trip(rb, tb) : new int[0];
    if (tripA.length == 0 || !mayCarry(b, tripA) || !mayCarry(a, tripB)) {
      return false;
    }
    state.change(a);
    if (a == b) {
      return rearrange(a, tripA, ta, tb);
    }
    state.change(b);
    boolean fine = replace(state.route[a], ta, true, tripB);
    fine &= replace(state.route[b], tb, swaps, tripA);
    state.locate(a);
    state.locate(b);
    return fine && endsEmpty(a) && endsEmpty(b);
  }

  /** The trip ta stands at place tb among the others. */
  private boolean rearrange(int v, int[] moved, int ta, int tb) {
    TruckRoute r = state.route[v];
    boolean fine = replace(r, ta, true, new int[0]);
    fine &= replace(r, tb > ta ? tb - 1 : tb, false, moved);
    state.locate(v);
    return fine && endsEmpty(v);
  }

  private boolean frozen(int v) {
    return state.problem.vehicles().get(v).frozen();
  }

  private boolean mayCarry(int v, int[] visits) {
    for (int c : visits) {
      boolean fine = c < 0 ? serves(v, ~c) : carriers.mayCarry(v, c);
      if (!fine) {
        return false;
      }
    }
    return true;
  }

  private boolean serves(int v, int facility) {
    for (int f : state.table.facilities(v)) {
      if (f == facility) {
        return true;
      }
    }
    return false;
  }

  private boolean endsEmpty(int v) {
    TruckRoute r = state.route[v];
    return r.count == 0
        || r.isFacility(r.count)
        || state.problem.facilities().isEmpty()
        || !state.problem.vehicles().get(v).emptyBeforeHome();
  }

  /** Visits of a trip with the facility at its end. */
  private static int[] trip(TruckRoute r, int t) {
    int from = 1;
    while (from <= r.count && r.trip[from - 1] < t) {
      from++;
    }
    int to = from;
    while (to <= r.count && r.trip[to - 1] == t) {
      to++;
    }
    int[] visits = new int[to - from];
    System.arraycopy(r.code, from, visits, 0, visits.length);
    return visits;
  }

  /** Puts visits before trip t, or in its place. */
  private boolean replace(TruckRoute r, int t, boolean instead, int[] visits) {
    int need = r.count + visits.length;
    buffer = buffer.length < need ? new int[need * 2] : buffer;
    int n = 0;
    boolean put = false;
    for (int p = 1; p <= r.count; p++) {
      int of = r.trip[p - 1];
      if (of >= t && !put) {
        System.arraycopy(visits, 0, buffer, n, visits.length);
        n += visits.length;
        put = true;
      }
      if (of != t || !instead) {
        buffer[n++] = r.code[p];
      }
    }
    if (!put) {
      System.arraycopy(visits, 0, buffer, n, visits.length);
      n += visits.length;
    }
    return r.set(buffer, n);
  }
}
