package city.emona.simulate.routing;

import city.emona.simulate.Progress;
import city.emona.simulate.routing.plain.PlainProblem;
import java.util.function.Supplier;

/**
 * The way in to the routing core: finds routes for a problem by ruin and recreate (Christiaens and
 * Vanden Berghe, "Slack Induction by String Removals for Vehicle Routing Problems", Transportation
 * Science 54(2), 2020). With a budget of iterations the same problem, warm plan and seed give the
 * same plan bit for bit on any machine. Stops that no truck can serve are left out, whatever their
 * prize. Calls are independent of each other.
 */
public final class RoutingSolver {
  private RoutingSolver() {}

  /** Sees how a search goes on; may throw to end it. */
  @FunctionalInterface
  public interface Watcher {
    /** Watches nothing. */
    Watcher NONE = (iteration, share, cost, best) -> {};

    /**
     * Called every few hundred iterations and at the end.
     *
     * @param share of the budget used
     * @param cost of the best plan so far
     * @param best makes that plan
     */
    void look(long iteration, double share, long cost, Supplier<RoutingPlan> best);
  }

  /**
   * @param warm a plan to start from, for stops numbered as in this problem, or null; frozen trucks
   *     keep its routes, except for visits that can no longer be made
   */
  public static RoutingPlan solve(
      RoutingProblem problem, RoutingPlan warm, Budget budget, long seed, Watcher watcher) {
    PlainProblem plain = warm == null ? PlainProblem.in(problem) : null;
    return plain != null
        ? plain.solve(budget, seed, watcher)
        : new FleetSearch(problem, seed).solve(warm, budget, 1, watcher);
  }

  /**
   * With several threads. Many stops and at least four trucks are one search that shares its steps
   * out: with a budget of iterations the plan does not depend on the threads. Other problems are
   * searched by each thread with a seed of its own, and the best plan, the first of equals, is
   * taken: for budgets of seconds, as there the plan depends on their number.
   */
  public static RoutingPlan solve(
      RoutingProblem problem, Budget budget, long seed, int threads, Watcher watcher) {
    if (FleetSearch.splits(problem) && PlainProblem.in(problem) == null) {
      return new FleetSearch(problem, seed).solve(null, budget, threads, watcher);
    }
    return best(problem, budget, seed, threads, watcher);
  }

  private static RoutingPlan best(
      RoutingProblem problem, Budget budget, long seed, int searches, Watcher watcher) {
    RoutingPlan[] plans = new RoutingPlan[searches];
    RuntimeException[] failed = new RuntimeException[searches];
    Thread[] threads = new Thread[searches];
    for (int k = 1; k < searches; k++) {
      int search = k;
      threads[k] =
          new Thread(
              () -> {
                try {
                  plans[search] =
                      solve(problem, null, budget, seed + 1_000_003L * search, Watcher.NONE);
                } catch (RuntimeException e) {
                  failed[search] = e;
                }
              },
              "routing-" + k);
      threads[k].start();
    }
    plans[0] = solve(problem, null, budget, seed, watcher);
    for (int k = 1; k < searches; k++) {
      try {
        threads[k].join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Progress.Cancelled();
      }
      if (failed[k] != null) {
        throw failed[k];
      }
      plans[0] = plans[k].cost() < plans[0].cost() ? plans[k] : plans[0];
    }
    return plans[0];
  }
}
