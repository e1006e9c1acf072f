package city.emona.simulate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.simulate.routing.RoutingProblem.Break;
import city.emona.simulate.routing.RoutingProblem.Facility;
import city.emona.simulate.routing.RoutingProblem.Prices;
import city.emona.simulate.routing.RoutingProblem.Range;
import city.emona.simulate.routing.RoutingProblem.Shift;
import city.emona.simulate.routing.RoutingProblem.Stop;
import city.emona.simulate.routing.RoutingProblem.Vehicle;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The search against exhaustive search on tiny random problems, one extra at a time and all. */
@Tag("oracle")
class RoutingOracleTest {
  private static final int CASES = 40;
  private static final Prices PRICES = new Prices(500, 3, 2, 5);

  enum Extra {
    WINDOWS,
    PRIZES,
    DEPOTS,
    FLEET,
    DISPOSAL,
    LOADED_HOME,
    BREAKS,
    ASYMMETRIC,
    SLICES,
    ALL,
    RANGE
  }

  /** The optimum each time, with one extra and with all of them. */
  @ParameterizedTest
  @EnumSource(Extra.class)
  void findsTheOptimum(Extra extra) {
    for (int k = 0; k < CASES; k++) {
      long seed = extra.ordinal() * 1000L + k;
      RoutingProblem p = problem(extra, new Random(seed));
      RoutingPlan plan =
          RoutingSolver.solve(p, null, Budget.ofIterations(4000), 1, RoutingSolver.Watcher.NONE);
      PlanCheck.check(p, plan);
      assertThat(plan.cost()).as("%s, seed %d", extra, seed).isEqualTo(ExhaustiveSearch.optimum(p));
    }
  }

  static RoutingProblem problem(Extra one, Random random) {
    Set<Extra> extras = one == Extra.ALL ? EnumSet.allOf(Extra.class) : EnumSet.of(one);
    boolean disposal = extras.contains(Extra.DISPOSAL) || extras.contains(Extra.LOADED_HOME);
    int stops = disposal ? 5 : 6;
    int places = stops + 4;
    List<Stop> list = new ArrayList<>();
    for (int c = 0; c < stops; c++) {
      Stop s = Stop.must(c + 4, 20 + random.nextInt(60), 10 + random.nextInt(20), 5);
      if (extras.contains(Extra.WINDOWS) && c % 2 == 0) {
        int open = random.nextInt(2500);
        s = s.withWindow(open, open + 600);
      }
      boolean optional =
          extras.contains(Extra.PRIZES)
              || extras.contains(Extra.WINDOWS)
              || extras.contains(Extra.RANGE);
      s = optional ? s.withPrize(random.nextInt(6000)) : s;
      s = extras.contains(Extra.FLEET) && c == 1 ? s.withSkills(2) : s;
      list.add(s);
    }
    List<Facility> sites = new ArrayList<>();
    if (disposal) {
      sites.add(new Facility(2, 50, 0, 3000, 30, 0));
      sites.add(new Facility(3, 30, 300, RoutingProblem.ALWAYS_DS, 0, 0));
    }
    return new RoutingProblem(
        matrices(places, extras, random), list, vehicles(extras, random), sites);
  }

  private static List<Vehicle> vehicles(Set<Extra> extras, Random random) {
    List<Break> breaks =
        extras.contains(Extra.BREAKS)
            ? List.of(new Break(600, 1100, 150), new Break(1600, 2100, 100))
            : List.of();
    Shift shift = new Shift(0, 2500, 6000, breaks);
    List<Vehicle> list = new ArrayList<>();
    for (int v = 0; v < 2; v++) {
      int depot = extras.contains(Extra.DEPOTS) ? v : 0;
      int litres = extras.contains(Extra.FLEET) && v == 0 ? 45 : 65;
      int grams = extras.contains(Extra.FLEET) && v == 1 ? 16 : 1000;
      Prices price = v == 0 ? PRICES : new Prices(700, 2, 3, 4);
      boolean empty = !extras.contains(Extra.LOADED_HOME) || v == 0;
      Range battery =
          extras.contains(Extra.RANGE) ? new Range(v == 0 ? 3000 : 4200, 3, 2) : Range.NONE;
      list.add(
          new Vehicle(
              depot,
              depot,
              litres,
              grams,
              shift,
              price,
              extras.contains(Extra.FLEET) ? 1L << v : 0,
              empty,
              false,
              battery));
    }
    return list;
  }

  private static TravelMatrices matrices(int n, Set<Extra> extras, Random random) {
    int slices = extras.contains(Extra.SLICES) ? 3 : 1;
    int[] x = random.ints(n, 0, 300).toArray();
    int[] y = random.ints(n, 0, 300).toArray();
    int[] from = {0, 700, 1500};
    double[] pace = {1, 1.8, 1.3};
    int[][] time = new int[slices][n * n];
    int[][] metres = new int[slices][n * n];
    for (int s = 0; s < slices; s++) {
      for (int a = 0; a < n; a++) {
        for (int b = 0; b < n; b++) {
          double d = Math.hypot(x[a] - x[b], y[a] - y[b]);
          double skew = extras.contains(Extra.ASYMMETRIC) ? 1 + 0.5 * random.nextDouble() : 1;
          time[s][a * n + b] = (int) (d * skew * pace[s]);
          metres[s][a * n + b] = (int) (d * (2 - skew / 2));
        }
      }
    }
    return new TravelMatrices(n, java.util.Arrays.copyOf(from, slices), time, metres);
  }
}
