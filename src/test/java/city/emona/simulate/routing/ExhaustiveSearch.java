package city.emona.simulate.routing;

import city.emona.simulate.routing.RoutingProblem.Break;
import city.emona.simulate.routing.RoutingProblem.Facility;
import city.emona.simulate.routing.RoutingProblem.Stop;
import city.emona.simulate.routing.RoutingProblem.Vehicle;
import java.util.Arrays;

/**
 * The optimum of a tiny problem by trying every order of stops, facilities and breaks for every
 * truck, and every way to share the stops out. Written from the definitions in the records, not
 * from the search: nothing of it is used but the matrices.
 */
final class ExhaustiveSearch {
  private static final long NONE = Long.MAX_VALUE / 4;

  private final RoutingProblem p;
  private final long[] cheapest;
  private Vehicle truck;
  private int start;

  private ExhaustiveSearch(RoutingProblem p) {
    this.p = p;
    cheapest = new long[1 << p.stops().size()];
  }

  static long optimum(RoutingProblem p) {
    return new ExhaustiveSearch(p).search();
  }

  private long search() {
    int all = 1 << p.stops().size();
    long[] shared = new long[all];
    Arrays.fill(shared, NONE);
    shared[0] = 0;
    for (Vehicle v : p.vehicles()) {
      truck = v;
      Arrays.fill(cheapest, NONE);
      cheapest[0] = 0;
      leaveDepot();
      long[] next = shared.clone();
      for (int mask = 0; mask < all; mask++) {
        for (int part = mask; part > 0; part = (part - 1) & mask) {
          next[mask] = Math.min(next[mask], shared[mask ^ part] + cheapest[part]);
        }
      }
      shared = next;
    }
    long best = NONE;
    for (int mask = 0; mask < all; mask++) {
      long lost = 0;
      for (int c = 0; c < p.stops().size(); c++) {
        lost += (mask >> c & 1) == 0 ? p.stops().get(c).prize() : 0;
      }
      best = Math.min(best, shared[mask] + lost);
    }
    return best;
  }

  /** The truck leaves so late that it does not wait at its first visit. */
  private void leaveDepot() {
    int from = truck.shift().start_ds();
    for (int c = 0; c < p.stops().size(); c++) {
      Stop s = p.stops().get(c);
      int arrival = from + p.travel().time(truck.startPlace(), s.place(), from);
      start = from + Math.max(0, s.open_ds() - arrival);
      visitStop(c, 0, truck.startPlace(), start, 0, 0, 0, 0, 0);
    }
  }

  private void visitStop(
      int c, int mask, int at, int now, int breaks, int litres, int grams, long way, long fees) {
    Stop s = p.stops().get(c);
    int begin = Math.max(s.open_ds(), now + p.travel().time(at, s.place(), now));
    boolean fits =
        litres + s.litres() <= truck.maxLitres()
            && grams + s.grams() <= truck.maxGrams()
            && (s.skills() & ~truck.skills()) == 0
            && begin <= s.close_ds();
    if (fits) {
      goOn(
          mask | 1 << c,
          s.place(),
          begin + s.service_ds(),
          breaks,
          litres + s.litres(),
          grams + s.grams(),
          way + p.travel().distance(at, s.place(), now),
          fees);
    }
  }

  private void goOn(
      int mask, int at, int now, int breaks, int litres, int grams, long way, long fees) {
    if (now > truck.shift().latestEnd_ds()) {
      return;
    }
    if (breaks < truck.shift().breaks().size()) {
      Break b = truck.shift().breaks().get(breaks);
      int from = Math.max(now, b.earliest_ds());
      if (from <= b.latest_ds()) {
        goOn(mask, at, from + b.duration_ds(), breaks + 1, litres, grams, way, fees);
      }
    }
    goHome(mask, at, now, breaks, litres, way, fees);
    for (int c = 0; c < p.stops().size(); c++) {
      if ((mask >> c & 1) == 0) {
        visitStop(c, mask, at, now, breaks, litres, grams, way, fees);
      }
    }
    if (litres + grams > 0) {
      for (Facility f : p.facilities()) {
        int begin = Math.max(f.open_ds(), now + p.travel().time(at, f.place(), now));
        if (begin <= f.close_ds() && (f.serves() == 0 || (f.serves() & truck.skills()) != 0)) {
          goOn(
              mask,
              f.place(),
              begin + f.service_ds(),
              breaks,
              0,
              0,
              way + p.travel().distance(at, f.place(), now),
              fees + f.fee());
        }
      }
    }
  }

  private void goHome(int mask, int at, int now, int breaks, int litres, long way, long fees) {
    int home = now + p.travel().time(at, truck.endPlace(), now);
    boolean rested =
        breaks == truck.shift().breaks().size()
            || home <= truck.shift().breaks().get(breaks).latest_ds();
    boolean empty = litres == 0 || p.facilities().isEmpty() || !truck.emptyBeforeHome();
    long metres = way + p.travel().distance(at, truck.endPlace(), now);
    long drawn = truck.range().perMetre() * metres;
    for (int c = 0; c < p.stops().size(); c++) {
      long lift = p.stops().get(c).service_ds() * truck.range().perServiceDs();
      drawn += (mask >> c & 1) != 0 ? lift : 0;
    }
    boolean near = drawn <= truck.range().limit();
    if (rested && empty && near && home <= truck.shift().latestEnd_ds()) {
      var price = truck.prices();
      long cost =
          price.fixed()
              + price.perMetre() * metres
              + price.perDs() * (home - start)
              + price.overtimePerDs() * Math.max(0, home - Math.max(start, truck.shift().end_ds()))
              + fees;
      cheapest[mask] = Math.min(cheapest[mask], cost);
    }
  }
}
