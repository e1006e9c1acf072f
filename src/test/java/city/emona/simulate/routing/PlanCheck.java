package city.emona.simulate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.simulate.routing.RoutingPlan.Kind;
import city.emona.simulate.routing.RoutingPlan.Route;
import city.emona.simulate.routing.RoutingPlan.Visit;
import city.emona.simulate.routing.RoutingProblem.Facility;
import city.emona.simulate.routing.RoutingProblem.Stop;
import city.emona.simulate.routing.RoutingProblem.Vehicle;
import java.util.HashSet;
import java.util.Set;

/** Drives a plan from its visits alone and checks coverage, loads, times, shifts and cost. */
final class PlanCheck {
  private PlanCheck() {}

  static void check(RoutingProblem p, RoutingPlan plan) {
    Set<Integer> seen = new HashSet<>(plan.unserved());
    assertThat(seen).hasSameSizeAs(plan.unserved());
    long cost = 0;
    for (int c : plan.unserved()) {
      cost += p.stops().get(c).prize();
    }
    assertThat(plan.routes()).hasSameSizeAs(p.vehicles());
    for (int v = 0; v < plan.routes().size(); v++) {
      Route r = plan.routes().get(v);
      assertThat(r.vehicle()).isEqualTo(v);
      cost += r.isUsed() ? drive(p, r, seen) : 0;
    }
    assertThat(seen).hasSize(p.stops().size());
    assertThat(plan.cost()).isEqualTo(cost);
  }

  private static long drive(RoutingProblem p, Route r, Set<Integer> seen) {
    Vehicle truck = p.vehicles().get(r.vehicle());
    int at = truck.startPlace();
    int now = r.leave_ds();
    assertThat(now).isGreaterThanOrEqualTo(truck.shift().start_ds());
    long litres = 0;
    long grams = 0;
    long metres = 0;
    long fees = 0;
    long lifts = 0;
    int breaks = 0;
    for (Visit v : r.visits()) {
      int to = at;
      int open = 0;
      int close = Integer.MAX_VALUE;
      int service = 0;
      if (v.kind() == Kind.STOP) {
        Stop s = p.stops().get(v.idx());
        assertThat(seen.add(v.idx())).as("stop %d once", v.idx()).isTrue();
        assertThat(s.skills() & ~truck.skills()).isZero();
        litres += s.litres();
        grams += s.grams();
        to = s.place();
        open = s.open_ds();
        close = s.close_ds();
        service = s.service_ds();
        lifts += service;
      } else if (v.kind() == Kind.FACILITY) {
        Facility f = p.facilities().get(v.idx());
        assertThat(f.serves() == 0 || (f.serves() & truck.skills()) != 0).isTrue();
        litres = 0;
        grams = 0;
        fees += f.fee();
        to = f.place();
        open = f.open_ds();
        close = f.close_ds();
        service = f.service_ds();
      } else {
        assertThat(v.idx()).isEqualTo(breaks);
        var pause = truck.shift().breaks().get(breaks++);
        open = pause.earliest_ds();
        close = pause.latest_ds();
        service = pause.duration_ds();
      }
      assertThat(litres).isLessThanOrEqualTo(truck.maxLitres());
      assertThat(grams).isLessThanOrEqualTo(truck.maxGrams());
      int drive = v.kind() == Kind.BREAK ? 0 : p.travel().time(at, to, now);
      int way = v.kind() == Kind.BREAK ? 0 : p.travel().distance(at, to, now);
      metres += way;
      now += drive;
      assertThat(v.arrive_ds()).isEqualTo(now);
      now = Math.max(now, open);
      assertThat(v.begin_ds()).isEqualTo(now).isLessThanOrEqualTo(close);
      now += service;
      assertThat(v.leave_ds()).isEqualTo(now);
      at = to;
    }
    boolean mayBeLoaded = p.facilities().isEmpty() || !truck.emptyBeforeHome();
    assertThat(mayBeLoaded || litres + grams == 0).as("empty before home").isTrue();
    metres += p.travel().distance(at, truck.endPlace(), now);
    now += p.travel().time(at, truck.endPlace(), now);
    assertThat(r.home_ds()).isEqualTo(now).isLessThanOrEqualTo(truck.shift().latestEnd_ds());
    assertThat(r.distance_m()).isEqualTo(metres);
    var range = truck.range();
    assertThat(range.perMetre() * metres + range.perServiceDs() * lifts)
        .isLessThanOrEqualTo(range.limit());
    var all = truck.shift().breaks();
    assertThat(breaks == all.size() || now <= all.get(breaks).latest_ds()).isTrue();
    var price = truck.prices();
    int overtime = Math.max(0, now - Math.max(r.leave_ds(), truck.shift().end_ds()));
    long cost =
        price.fixed()
            + price.perMetre() * metres
            + price.perDs() * (now - r.leave_ds())
            + price.overtimePerDs() * overtime
            + fees;
    assertThat(r.cost()).isEqualTo(cost);
    return cost;
  }
}
