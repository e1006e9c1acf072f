package city.emona.simulate.routing;

import java.util.List;

/**
 * Who visits what and when. Immutable; the same problem, plan and budget give it again bit for bit.
 *
 * @param routes one per truck, in the order of the problem; without visits where a truck stays home
 * @param unserved stops left out, ascending
 * @param cost of the trucks plus the prizes of the stops left out
 * @param iterations of the search
 */
public record RoutingPlan(List<Route> routes, List<Integer> unserved, long cost, long iterations) {
  public RoutingPlan {
    routes = List.copyOf(routes);
    unserved = List.copyOf(unserved);
  }

  /** What a truck does at a visit. */
  public enum Kind {
    STOP,
    FACILITY,
    BREAK
  }

  /**
   * @param idx of the stop, the facility or the break in the problem
   * @param begin_ds of service; the truck waits from its arrival
   * @param drive_ds of the drive to here
   * @param distance_m of the drive to here
   */
  public record Visit(
      Kind kind,
      int idx,
      int arrive_ds,
      int begin_ds,
      int leave_ds,
      int drive_ds,
      int distance_m) {}

  /**
   * @param drive_ds of the whole route, with the way home
   * @param distance_m of the whole route, with the way home
   */
  public record Route(
      int vehicle,
      List<Visit> visits,
      int leave_ds,
      int home_ds,
      int drive_ds,
      long distance_m,
      long cost) {
    public Route {
      visits = List.copyOf(visits);
    }

    public boolean isUsed() {
      return !visits.isEmpty();
    }
  }
}
