package city.emona.simulate.routing;

import java.util.Arrays;

/**
 * The routes of all trucks while they are searched, with a way back: a route is saved before its
 * first change, and {@link #takeBack} restores what was saved since {@link #keep}. Not thread-safe.
 */
final class FleetState {
  final RoutingProblem problem;
  final VisitTable table;
  final TruckRoute[] route;

  /** Truck of a stop, −1 where it is left out. */
  final int[] truckOf;

  /** Its position in the route. */
  final int[] positionOf;

  /** Trucks changed since the last {@link #keep}. */
  final int[] changed;

  int changedCount;
  long lostPrizes;

  private final TruckRoute[] saved;
  private final boolean[] isSaved;
  private long savedPrizes;

  FleetState(RoutingProblem problem, VisitTable table) {
    this.problem = problem;
    this.table = table;
    int n = problem.vehicles().size();
    route = new TruckRoute[n];
    saved = new TruckRoute[n];
    for (int v = 0; v < n; v++) {
      route[v] = new TruckRoute(problem, table, v);
      saved[v] = new TruckRoute(problem, table, v);
    }
    isSaved = new boolean[n];
    changed = new int[n];
    truckOf = new int[table.place.length];
    positionOf = new int[table.place.length];
    Arrays.fill(truckOf, -1);
    for (RoutingProblem.Stop s : problem.stops()) {
      lostPrizes += s.prize();
    }
    savedPrizes = lostPrizes;
  }

  long cost() {
    long sum = lostPrizes;
    for (TruckRoute r : route) {
      sum += r.cost;
    }
    return sum;
  }

  /** Saves a route before it is changed. */
  TruckRoute change(int v) {
    if (!isSaved[v]) {
      isSaved[v] = true;
      saved[v].copy(route[v]);
      changed[changedCount++] = v;
    }
    return route[v];
  }

  /** Notes where the stops of a changed route stand now. */
  void locate(int v) {
    TruckRoute r = route[v];
    for (int p = 1; p <= r.count; p++) {
      int c = r.code[p];
      if (c >= 0) {
        truckOf[c] = v;
        positionOf[c] = p;
      }
    }
  }

  /** Other routes, which can be driven, instead of all. */
  void replace(int[][] visits) {
    Arrays.fill(truckOf, -1);
    lostPrizes = 0;
    for (int v = 0; v < route.length; v++) {
      if (!route[v].set(visits[v], visits[v].length)) {
        throw new IllegalStateException("truck " + v + " cannot drive its route");
      }
      locate(v);
    }
    for (int c = 0; c < truckOf.length; c++) {
      lostPrizes += truckOf[c] < 0 ? problem.stops().get(c).prize() : 0;
    }
    keep();
  }

  void leaveOut(int stop) {
    truckOf[stop] = -1;
    lostPrizes += problem.stops().get(stop).prize();
  }

  void takeIn(int stop) {
    lostPrizes -= problem.stops().get(stop).prize();
  }

  /** What was changed stays. */
  void keep() {
    for (int k = 0; k < changedCount; k++) {
      isSaved[changed[k]] = false;
    }
    changedCount = 0;
    savedPrizes = lostPrizes;
  }

  void takeBack() {
    for (int k = 0; k < changedCount; k++) {
      TruckRoute r = route[changed[k]];
      for (int p = 1; p <= r.count; p++) {
        if (r.code[p] >= 0) {
          truckOf[r.code[p]] = -1;
        }
      }
    }
    for (int k = 0; k < changedCount; k++) {
      int v = changed[k];
      TruckRoute r = route[v];
      route[v] = saved[v];
      saved[v] = r;
      isSaved[v] = false;
      locate(v);
    }
    changedCount = 0;
    lostPrizes = savedPrizes;
  }

  int[][] visits() {
    int[][] all = new int[route.length][];
    for (int v = 0; v < all.length; v++) {
      all[v] = Arrays.copyOfRange(route[v].code, 1, route[v].count + 1);
    }
    return all;
  }
}
