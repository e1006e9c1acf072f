package city.emona.simulate.routing.plain;

import city.emona.simulate.routing.Budget;
import city.emona.simulate.routing.RoutingProblem;
import city.emona.simulate.routing.RoutingSolver;
import city.emona.simulate.routing.TravelMatrices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Trips to begin a search of many stops with: trucks of one kind at one place are taken as many,
 * each making one trip at the midday drives, which is a plain problem ({@link CvrpSearch}). A stop
 * that must be served goes to the kind from which it is nearest. When a trip is made and by which
 * truck is left to the caller. Deterministic by iterations and seed.
 */
public final class TripClusters {
  /** Larger matrices of costs are not worth their memory. */
  private static final int MOST_STOPS = 2500;

  private static final int MAX_COST = 1 << 28;

  /** Stops in the order of the trip, and the first truck of the kind that may make it. */
  public record Trip(int vehicle, int[] stops) {}

  private final RoutingProblem problem;
  private final int slice;

  private TripClusters(RoutingProblem problem) {
    this.problem = problem;
    slice = problem.travel().sliceStart_ds().length / 2;
  }

  /**
   * @param part of the budget that may be used
   */
  public static List<Trip> of(RoutingProblem problem, Budget budget, double part, long seed) {
    return new TripClusters(problem).trips(budget, part, seed);
  }

  /** Whether two trucks are of one kind. */
  public static boolean isSameKind(RoutingProblem.Vehicle a, RoutingProblem.Vehicle b) {
    return a.startPlace() == b.startPlace()
        && a.endPlace() == b.endPlace()
        && a.maxLitres() == b.maxLitres()
        && a.maxGrams() == b.maxGrams()
        && a.skills() == b.skills()
        && a.prices().equals(b.prices())
        && a.range().equals(b.range());
  }

  private List<Trip> trips(Budget budget, double part, long seed) {
    List<Integer> kinds = new ArrayList<>();
    for (int v = 0; v < problem.vehicles().size(); v++) {
      RoutingProblem.Vehicle truck = problem.vehicles().get(v);
      if (!truck.frozen()
          && kinds.stream().noneMatch(k -> isSameKind(problem.vehicles().get(k), truck))) {
        kinds.add(v);
      }
    }
    List<Trip> trips = new ArrayList<>();
    int[] kindOf = share(kinds);
    for (int k = 0; k < kinds.size(); k++) {
      int kind = k;
      int[] stops =
          java.util.stream.IntStream.range(0, kindOf.length)
              .filter(c -> kindOf[c] == kind)
              .toArray();
      int[] cost = stops.length > MOST_STOPS ? null : costs(kinds.get(k), stops);
      if (cost != null && stops.length > 1) {
        double until = part * (k + 1) / kinds.size();
        for (int[] trip : search(kinds.get(k), stops, cost, budget.part(until), seed + k)) {
          trips.add(new Trip(kinds.get(k), trip));
        }
      }
    }
    return trips;
  }

  /** For each stop that must be served the kind of truck that it is nearest to, else −1. */
  private int[] share(List<Integer> kinds) {
    int[] kindOf = new int[problem.stops().size()];
    for (int c = 0; c < kindOf.length; c++) {
      RoutingProblem.Stop s = problem.stops().get(c);
      kindOf[c] = -1;
      long least = MAX_COST;
      for (int k = 0; k < kinds.size() && s.prize() >= RoutingProblem.MUST; k++) {
        RoutingProblem.Vehicle truck = problem.vehicles().get(kinds.get(k));
        boolean mayCarry =
            (s.skills() & ~truck.skills()) == 0
                && s.litres() <= truck.maxLitres()
                && s.grams() <= truck.maxGrams();
        long away = price(truck, truck.startPlace(), s.place());
        away += price(truck, s.place(), truck.endPlace());
        if (mayCarry && away < least) {
          least = away;
          kindOf[c] = k;
        }
      }
    }
    return kindOf;
  }

  private int[][] search(int vehicle, int[] stops, int[] cost, Budget budget, long seed) {
    int[] litres = new int[stops.length + 1];
    int[] grams = new int[stops.length + 1];
    for (int c = 0; c < stops.length; c++) {
      litres[c + 1] = problem.stops().get(stops[c]).litres();
      grams[c + 1] = problem.stops().get(stops[c]).grams();
    }
    RoutingProblem.Vehicle truck = problem.vehicles().get(vehicle);
    CvrpSearch.Tuning tuning = CvrpSearch.Tuning.brief(stops.length);
    int[][] routes =
        new CvrpSearch(cost, litres, grams, truck.maxLitres(), truck.maxGrams(), tuning, seed)
            .solve(budget, RoutingSolver.Watcher.NONE);
    for (int[] route : routes) {
      for (int k = 0; k < route.length; k++) {
        route[k] = stops[route[k] - 1];
      }
    }
    return routes;
  }

  /**
   * Trips begin at the truck's start or at a site: the mean of both. They end at the best site.
   * Null where a stop cannot be reached.
   */
  private int[] costs(int vehicle, int[] stops) {
    RoutingProblem.Vehicle truck = problem.vehicles().get(vehicle);
    List<RoutingProblem.Facility> sites =
        problem.facilities().stream()
            .filter(f -> f.serves() == 0 || (f.serves() & truck.skills()) != 0)
            .toList();
    int n = stops.length;
    int[] place = Arrays.stream(stops).map(c -> problem.stops().get(c).place()).toArray();
    int[] cost = new int[(n + 1) * (n + 1)];
    for (int a = 0; a < n; a++) {
      long out = price(truck, truck.startPlace(), place[a]);
      long home = price(truck, place[a], truck.endPlace());
      if (!sites.isEmpty()) {
        int at = place[a];
        out += sites.stream().mapToLong(f -> price(truck, f.place(), at)).min().orElse(0);
        out /= 2;
        home =
            sites.stream()
                .mapToLong(
                    f ->
                        price(truck, at, f.place())
                            + truck.prices().perDs() * f.service_ds()
                            + f.fee())
                .min()
                .orElse(0);
      }
      if (out >= MAX_COST || home >= MAX_COST) {
        return null;
      }
      cost[a + 1] = (int) out;
      cost[(a + 1) * (n + 1)] = (int) home;
      for (int b = 0; b < n; b++) {
        long way = a == b ? 0 : price(truck, place[a], place[b]);
        cost[(a + 1) * (n + 1) + b + 1] = (int) Math.min(MAX_COST, way);
      }
    }
    return cost;
  }

  private long price(RoutingProblem.Vehicle truck, int from, int to) {
    TravelMatrices travel = problem.travel();
    int pair = from * travel.places() + to;
    int time = travel.time_ds()[slice][pair];
    if (time >= TravelMatrices.UNREACHABLE) {
      return MAX_COST;
    }
    return truck.prices().perMetre() * travel.distance_m()[slice][pair]
        + truck.prices().perDs() * time;
  }
}
