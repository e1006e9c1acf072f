package city.emona.simulate.routing.plain;

import city.emona.simulate.routing.Budget;
import city.emona.simulate.routing.RoutingPlan;
import city.emona.simulate.routing.RoutingProblem;
import city.emona.simulate.routing.RoutingSolver;
import city.emona.simulate.routing.TravelMatrices;
import java.util.ArrayList;
import java.util.List;

/**
 * The plain capacitated problem inside a general one, where there is nothing else to it: one depot,
 * one kind of truck and enough of them, one slice, no facilities, windows, shifts, prizes or
 * skills. It has an evaluation of its own ({@link CvrpSearch}), many times as fast.
 */
public final class PlainProblem {
  private static final int MAX_COST = 1 << 28;

  private final RoutingProblem problem;
  private final int[] cost;
  private final int[] litres;
  private final int[] grams;
  private final RoutingProblem.Vehicle truck;

  private PlainProblem(RoutingProblem problem, int[] cost) {
    this.problem = problem;
    this.cost = cost;
    truck = problem.vehicles().get(0);
    litres = new int[problem.stops().size() + 1];
    grams = new int[litres.length];
    for (int c = 1; c < litres.length; c++) {
      litres[c] = problem.stops().get(c - 1).litres();
      grams[c] = problem.stops().get(c - 1).grams();
    }
  }

  /** Null where there is more to the problem. */
  public static PlainProblem in(RoutingProblem p) {
    boolean plain =
        !p.stops().isEmpty()
            && p.travel().sliceStart_ds().length == 1
            && p.facilities().isEmpty()
            && p.vehicles().size() >= p.stops().size()
            && isPlain(p.vehicles().get(0))
            && p.vehicles().stream().allMatch(p.vehicles().get(0)::equals)
            && p.stops().stream().allMatch(s -> isPlain(s, p.vehicles().get(0)));
    int[] cost = plain ? costs(p) : null;
    return cost == null ? null : new PlainProblem(p, cost);
  }

  private static boolean isPlain(RoutingProblem.Vehicle v) {
    return v.startPlace() == v.endPlace()
        && v.shift().equals(RoutingProblem.Shift.ALL_DAY)
        && v.prices().fixed() == 0
        && v.range() == RoutingProblem.Range.NONE
        && !v.frozen();
  }

  private static boolean isPlain(RoutingProblem.Stop s, RoutingProblem.Vehicle v) {
    return s.prize() >= RoutingProblem.MUST
        && s.open_ds() <= 0
        && s.close_ds() >= RoutingProblem.ALWAYS_DS
        && s.skills() == 0
        && s.litres() <= v.maxLitres()
        && s.grams() <= v.maxGrams();
  }

  private static int[] costs(RoutingProblem p) {
    int n = p.stops().size();
    int[] place = new int[n + 1];
    place[0] = p.vehicles().get(0).startPlace();
    for (int c = 1; c <= n; c++) {
      place[c] = p.stops().get(c - 1).place();
    }
    RoutingProblem.Prices prices = p.vehicles().get(0).prices();
    int[] cost = new int[(n + 1) * (n + 1)];
    int k = 0;
    for (int a : place) {
      for (int b : place) {
        int pair = a * p.travel().places() + b;
        int time = p.travel().time_ds()[0][pair];
        long c =
            prices.perMetre() * p.travel().distance_m()[0][pair] + prices.perDs() * (long) time;
        if (c >= MAX_COST || time >= TravelMatrices.UNREACHABLE) {
          return null;
        }
        cost[k++] = (int) c;
      }
    }
    return cost;
  }

  public RoutingPlan solve(Budget budget, long seed, RoutingSolver.Watcher watcher) {
    CvrpSearch search =
        new CvrpSearch(
            cost,
            litres,
            grams,
            truck.maxLitres(),
            truck.maxGrams(),
            CvrpSearch.Tuning.of(litres.length - 1),
            seed);
    int[][] routes =
        search.solve(
            budget,
            (iteration, share, best, plan) ->
                watcher.look(
                    iteration, share, best, () -> plan(search.bestRoutes(), search.iterations())));
    return plan(routes, search.iterations());
  }

  private RoutingPlan plan(int[][] customers, long iterations) {
    List<RoutingPlan.Route> routes = new ArrayList<>();
    long sum = 0;
    for (int v = 0; v < problem.vehicles().size(); v++) {
      routes.add(route(v, v < customers.length ? customers[v] : new int[0]));
      sum += routes.get(v).cost();
    }
    return new RoutingPlan(routes, List.of(), sum, iterations);
  }

  private RoutingPlan.Route route(int vehicle, int[] customers) {
    List<RoutingPlan.Visit> visits = new ArrayList<>();
    int at = truck.startPlace();
    int now = 0;
    int driven = 0;
    long way = 0;
    for (int c : customers) {
      RoutingProblem.Stop s = problem.stops().get(c - 1);
      int time = problem.travel().time(at, s.place(), now);
      int metres = problem.travel().distance(at, s.place(), now);
      int arrive = now + time;
      now = arrive + s.service_ds();
      visits.add(
          new RoutingPlan.Visit(RoutingPlan.Kind.STOP, c - 1, arrive, arrive, now, time, metres));
      at = s.place();
      driven += time;
      way += metres;
    }
    if (customers.length > 0) {
      int home = problem.travel().time(at, truck.endPlace(), now);
      way += problem.travel().distance(at, truck.endPlace(), now);
      driven += home;
      now += home;
    }
    long price = truck.prices().perMetre() * way + truck.prices().perDs() * now;
    return new RoutingPlan.Route(vehicle, visits, 0, now, driven, way, price);
  }
}
