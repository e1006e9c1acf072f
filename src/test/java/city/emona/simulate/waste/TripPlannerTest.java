package city.emona.simulate.waste;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.simulate.Progress;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Trips against exhaustive search on small tasks, and their constraints on larger ones. */
class TripPlannerTest {
  private static TripPlanner.Task task(int n, Random random, double maxLitres, long maxDuration) {
    double[] x = random.doubles(n + 2, 0, 10_000).toArray();
    double[] y = random.doubles(n + 2, 0, 10_000).toArray();
    int[][] d = new int[n][n];
    int[] start = new int[n];
    int[] end = new int[n];
    double[] litres = new double[n];
    double[] kg = new double[n];
    int[] service = new int[n];
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        int wind = x[b] > x[a] ? 300 : 0;
        d[a][b] = a == b ? 0 : (int) Math.hypot(x[a] - x[b], y[a] - y[b]) + wind;
      }
      start[a] = (int) Math.hypot(x[a] - x[n], y[a] - y[n]);
      end[a] = (int) Math.hypot(x[a] - x[n + 1], y[a] - y[n + 1]);
      litres[a] = 100 + random.nextInt(900);
      kg[a] = litres[a] / 10;
      service[a] = 600;
    }
    return new TripPlanner.Task(
        d,
        IntStream.range(0, n).toArray(),
        start,
        end,
        service,
        litres,
        kg,
        maxLitres,
        maxLitres,
        maxDuration,
        12_000);
  }

  private static long cost(TripPlanner.Task t, int[][] trips) {
    return Arrays.stream(trips).mapToLong(t::duration).sum();
  }

  @Test
  @Tag("oracle")
  void findsTheOptimumOfSmallTasks() {
    Random random = new Random(3);
    for (int round = 0; round < 12; round++) {
      TripPlanner.Task t = task(7, random, 1600, Long.MAX_VALUE / 4);
      int[][] plan = TripPlanner.plan(t, round, 3000, Progress.NONE);
      assertThat(cost(t, plan)).isEqualTo(optimum(t));
    }
  }

  /** Cheapest partition into feasible trips, by dynamic programming over subsets. */
  private static long optimum(TripPlanner.Task t) {
    int n = t.count();
    long[] trip = new long[1 << n];
    Arrays.fill(trip, Long.MAX_VALUE / 4);
    permute(t, new int[n], 0, 0, trip);
    long[] best = new long[1 << n];
    for (int set = 1; set < best.length; set++) {
      best[set] = Long.MAX_VALUE / 4;
      for (int part = set; part > 0; part = (part - 1) & set) {
        best[set] = Math.min(best[set], trip[part] + best[set ^ part]);
      }
    }
    return best[best.length - 1];
  }

  private static void permute(TripPlanner.Task t, int[] order, int length, int used, long[] trip) {
    double litres = IntStream.range(0, length).mapToDouble(k -> t.litres()[order[k]]).sum();
    if (length > 0) {
      if (litres > t.maxLitres()) {
        return;
      }
      trip[used] = Math.min(trip[used], t.duration(Arrays.copyOf(order, length)));
    }
    for (int c = 0; c < t.count(); c++) {
      if ((used >> c & 1) == 0) {
        order[length] = c;
        permute(t, order, length + 1, used | 1 << c, trip);
      }
    }
  }

  @Test
  @Tag("invariant")
  void everyStopOnceWithinVolumePayloadAndTime() {
    TripPlanner.Task t = task(120, new Random(5), 6000, 90_000);
    int[][] plan = TripPlanner.plan(t, 1, 2000, Progress.NONE);
    int[] all = Arrays.stream(plan).flatMapToInt(Arrays::stream).sorted().toArray();
    assertThat(all).isEqualTo(IntStream.range(0, 120).toArray());
    for (int[] trip : plan) {
      assertThat(Arrays.stream(trip).mapToDouble(c -> t.litres()[c]).sum())
          .isLessThanOrEqualTo(6000);
      assertThat(t.duration(trip)).isLessThanOrEqualTo(90_000);
    }
    long few = cost(t, TripPlanner.plan(t, 1, 0, Progress.NONE));
    assertThat(cost(t, plan)).isLessThan(few);
    assertThat(TripPlanner.plan(t, 1, 2000, Progress.NONE)).isEqualTo(plan);
  }

  @Test
  void noStopsNoTrips() {
    assertThat(TripPlanner.plan(task(0, new Random(1), 1, 1), 1, 10, Progress.NONE)).isEmpty();
  }

  @Test
  void aStopTooLongForTheShiftStillGetsATrip() {
    TripPlanner.Task t = task(3, new Random(1), 6000, 10);
    assertThat(TripPlanner.plan(t, 1, 100, Progress.NONE)).hasDimensions(3, 1);
  }
}
