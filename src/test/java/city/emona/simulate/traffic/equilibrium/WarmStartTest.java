package city.emona.simulate.traffic.equilibrium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import city.emona.simulate.Progress;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever is edited, a start from the ways before ends where a start from nothing ends. */
@Tag("oracle")
class WarmStartTest {
  private static final int SIDE = 9;
  private static final double GAP = 1e-12;

  private static AssignmentNetwork grid(double scaleCapacity, double scaleTime, int edited) {
    int n = SIDE * SIDE;
    int[] from = new int[4 * SIDE * (SIDE - 1)];
    int[] to = new int[from.length];
    int m = 0;
    for (int v = 0; v < n; v++) {
      for (int w : new int[] {v % SIDE + 1 < SIDE ? v + 1 : -1, v + SIDE < n ? v + SIDE : -1}) {
        if (w >= 0) {
          from[m] = v;
          to[m++] = w;
          from[m] = w;
          to[m++] = v;
        }
      }
    }
    Random random = new Random(5);
    double[] time = new double[m];
    double[] capacity = new double[m];
    for (int i = 0; i < m; i++) {
      time[i] = 1 + random.nextDouble();
      capacity[i] = 20 + 20 * random.nextDouble();
    }
    capacity[edited] *= scaleCapacity;
    time[edited] *= scaleTime;
    double[] b = new double[m];
    double[] power = new double[m];
    Arrays.fill(b, 0.15);
    Arrays.fill(power, 4);
    int[] none = {};
    return new AssignmentNetwork(
        n,
        from,
        to,
        time,
        b,
        capacity,
        power,
        new double[m],
        new int[m],
        new boolean[n],
        none,
        none);
  }

  private static Trips trips() {
    int n = SIDE * SIDE;
    int[] from = new int[2 * n * 4];
    int[] to = new int[from.length];
    int[] routing = new int[from.length];
    for (int p = 0; p < from.length; p++) {
      routing[p] = p / (n * 4);
      from[p] = p / 4 % n;
      to[p] = (from[p] + 7 + 19 * (p % 4)) % n;
    }
    return new Trips(from, to, routing, 2);
  }

  private static double[] demand() {
    double[] d = new double[trips().pairCount()];
    for (int p = 0; p < d.length; p++) {
      d[p] = 1 + p % 5;
    }
    return d;
  }

  private static double[] volumes(Assignment a, AssignmentNetwork net) {
    Assignment.Result r = a.solve(demand(), GAP, 300, Progress.NONE);
    assertThat(r.relativeGap()).isLessThanOrEqualTo(GAP);
    double[] v = new double[net.linkCount() + 1];
    double[] links = new double[net.linkCount()];
    a.linkVolumes(links);
    System.arraycopy(links, 0, v, 1, links.length);
    v[0] = r.objective();
    return v;
  }

  private static void sameOptimum(AssignmentNetwork edited, Consumer<Assignment> edit) {
    AssignmentNetwork base = grid(1, 1, 0);
    Assignment warm = new Assignment(base, trips(), 1);
    volumes(warm, base);
    warm.retime(edited);
    edit.accept(warm);
    double[] again = volumes(warm, base);
    Assignment cold = new Assignment(edited, trips(), 1);
    edit.accept(cold);
    double[] fresh = volumes(cold, base);
    assertThat(again[0] / fresh[0] - 1).isBetween(-1e-8, 1e-8);
    for (int i = 1; i < again.length; i++) {
      assertThat(again[i]).isCloseTo(fresh[i], within(1e-3));
    }
  }

  private static boolean[] without(int link) {
    boolean[] open = new boolean[grid(1, 1, 0).linkCount()];
    Arrays.fill(open, true);
    open[link] = false;
    return open;
  }

  @Test
  void closureForAll() {
    sameOptimum(
        grid(1, 1, 0),
        a -> {
          a.allow(0, without(120));
          a.allow(1, without(120));
        });
  }

  @Test
  void banForOneClass() {
    sameOptimum(grid(1, 1, 0), a -> a.allow(1, without(121)));
  }

  @Test
  void lessCapacity() {
    sameOptimum(grid(0.3, 1, 120), a -> {});
  }

  @Test
  void higherSpeed() {
    sameOptimum(grid(1, 0.4, 120), a -> {});
  }

  @Test
  void tollForOneClass() {
    double[] toll = new double[grid(1, 1, 0).linkCount()];
    toll[120] = 1.5;
    sameOptimum(grid(1, 1, 0), a -> a.charge(0, toll));
  }

  @Test
  void busesBeforeAnybodyElse() {
    double[] buses = new double[grid(1, 1, 0).linkCount()];
    buses[120] = 25;
    sameOptimum(grid(1, 1, 0), a -> a.preload(buses));
  }

  /** A link that was closed at first is a new one when it opens. */
  @Test
  void newLink() {
    AssignmentNetwork net = grid(1, 1, 0);
    Assignment warm = new Assignment(net, trips(), 1);
    warm.allow(0, without(120));
    warm.allow(1, without(120));
    double[] before = volumes(warm, net);
    boolean[] all = new boolean[net.linkCount()];
    Arrays.fill(all, true);
    warm.allow(0, all);
    warm.allow(1, all);
    double[] opened = volumes(warm, net);
    double[] cold = volumes(new Assignment(net, trips(), 1), net);
    assertThat(before[121]).isZero();
    assertThat(opened[121]).isPositive();
    assertThat(opened[0] / cold[0] - 1).isBetween(-1e-8, 1e-8);
  }

  @Test
  void recallMakesAnAnswerIndependentOfTheQuestionsBefore() {
    AssignmentNetwork net = grid(1, 1, 0);
    Assignment a = new Assignment(net, trips(), 1);
    volumes(a, net);
    a.remember();
    a.retime(grid(0.5, 1, 60));
    double[] first = volumes(a, net);
    a.recall();
    a.retime(grid(1, 3, 100));
    volumes(a, net);
    a.recall();
    a.retime(grid(0.5, 1, 60));
    assertThat(volumes(a, net)).containsExactly(first);
  }

  @Test
  void oneAndThreeThreadsGiveTheSameBits() {
    AssignmentNetwork net = grid(1, 1, 0);
    assertThat(volumes(new Assignment(net, trips(), 3), net))
        .containsExactly(volumes(new Assignment(net, trips(), 1), net));
  }

  @Test
  void anotherNetworkIsRefused() {
    AssignmentNetwork net = grid(1, 1, 0);
    Assignment a = new Assignment(net, trips(), 1);
    AssignmentNetwork other =
        new AssignmentNetwork(
            net.nodeCount(),
            net.to(),
            net.from(),
            net.freeTime(),
            net.b(),
            net.capacity(),
            net.power(),
            net.fixed(),
            net.access(),
            net.noThrough(),
            net.banFrom(),
            net.banTo());
    assertThatThrownBy(() -> a.retime(other)).isInstanceOf(IllegalArgumentException.class);
  }
}
