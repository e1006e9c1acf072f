package city.emona.simulate.routing;

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
    return new FleetSearch(problem, seed).solve(warm, budget, watcher);
  }
}
