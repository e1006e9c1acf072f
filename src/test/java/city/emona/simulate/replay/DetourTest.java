package city.emona.simulate.replay;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.simulate.Progress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Buses around a closure, vehicles that a closure holds at home, and drivers who avoid a jam. */
@Tag("analytic")
class DetourTest {
  private static final int ALL = 15;

  private static BitSet links(int... links) {
    BitSet b = new BitSet();
    for (int l : links) {
      b.set(l);
    }
    return b;
  }

  private static List<Integer> linksOf(ReplayResult r, int vehicle) {
    List<Integer> out = new ArrayList<>();
    for (int k = 0; k < r.entries().size(); k++) {
      if (r.entries().vehicle(k) == vehicle) {
        out.add(r.entries().link(k));
      }
    }
    return out;
  }

  /** 0 → 1 → 2 → 3 → 4 with a way 1 → 5 → 2 around the second link; each 100 m at 10 m/s. */
  private static Roads line() {
    Roads r = new Roads();
    for (int i = 0; i < 4; i++) {
      r.link(i, i + 1, 100, 10, 1800);
    }
    r.link(1, 5, 100, 10, 1800);
    r.link(5, 2, 100, 10, 1800);
    return r;
  }

  @Test
  void aBusDrivesAroundAClosureAndStopsAgainBehindIt() {
    Plans.Builder p = new Plans.Builder();
    p.link(0, 20).link(1, 20).link(2, 20).link(3, 0).vehicle(0, Plans.BUS, 2);
    Closures shut = new Closures(List.of(new Closures.Closure(links(1), ALL, 5, 1e6)));
    ReplayResult r = line().play(p.build(), shut, 300, Double.POSITIVE_INFINITY);
    assertThat(linksOf(r, 0)).containsExactly(0, 4, 5, 2, 3);
    // Five links of 10 s and three stops of 20 s: at the ends of the links 0, 5 (for 1) and 2.
    assertThat(r.arrivalS()[0]).isCloseTo(110f, org.assertj.core.api.Assertions.within(0.1f));
    assertThat(r.rerouted()).isEqualTo(1);
  }

  @Test
  void whoIsHeldByAClosureAtHomeDrivesAroundOneThatBeginsMeanwhile() {
    Plans.Builder p = new Plans.Builder();
    Roads.add(p, 50, 0, 1, 2, 3);
    Closures shut =
        new Closures(
            List.of(
                new Closures.Closure(links(0), ALL, 10, 500),
                new Closures.Closure(links(1), ALL, 100, 5000)));
    ReplayResult r = line().play(p.build(), shut, 300, Double.POSITIVE_INFINITY);
    assertThat(linksOf(r, 0)).containsExactly(0, 4, 5, 2, 3);
    assertThat(r.arrivalS()[0]).isCloseTo(550f, org.assertj.core.api.Assertions.within(0.1f));
  }

  @Test
  void busesAreToldWhateverTheSample() {
    Plans.Builder p = new Plans.Builder();
    for (int v = 0; v < 64; v++) {
      p.link(0).link(1).vehicle(10 * v, Plans.BUS, 2);
      p.link(0).link(1).vehicle(10 * v + 5, Plans.CAR, 1);
    }
    Plans plans = p.build();
    ReplayResult r =
        QueueSimulation.run(
            line().network(),
            plans,
            Closures.NONE,
            new QueueSimulation.Options(Double.POSITIVE_INFINITY, 300, 8, 0),
            Progress.NONE);
    for (int v = 0; v < plans.count(); v++) {
      boolean told = v % 2 == 0 || QueueSimulation.Options.isKept(v, 8);
      assertThat(linksOf(r, v)).hasSize(told ? 2 : 0);
    }
  }

  /** A bottleneck of 600 vehicles an hour on the short way; the long one takes 60 s more. */
  private static Roads bottleneck() {
    Roads r = new Roads();
    r.link(0, 1, 2000, 10, 1800);
    r.link(1, 2, 500, 10, 600);
    r.link(1, 3, 500, 10, 1800);
    r.link(3, 2, 600, 10, 1800);
    r.link(2, 4, 100, 10, 1800);
    return r;
  }

  private static ReplayResult rush(double share) {
    Plans.Builder p = new Plans.Builder();
    for (int v = 0; v < 600; v++) {
      Roads.add(p, 2 * v, 0, 1, 4);
    }
    return QueueSimulation.run(
        bottleneck().network(),
        p.build(),
        Closures.NONE,
        new QueueSimulation.Options(Double.POSITIVE_INFINITY, 300, 1, 0, new Guidance(share, 120)),
        Progress.NONE);
  }

  @Test
  void guidedDriversAvoidAJamAndEverybodyGains() {
    ReplayResult none = rush(0);
    ReplayResult some = rush(0.5);
    assertThat(none.avoidedJams()).isZero();
    assertThat(some.avoidedJams()).isBetween(100, 400);
    assertThat(some.arrived()).isEqualTo(600);
    assertThat(some.vehicleSeconds()).isLessThan(0.75 * none.vehicleSeconds());
    assertThat(rush(0.5).arrivalS()).containsExactly(some.arrivalS());
  }

  @Test
  void guidedDriversStayOnAFreeRoad() {
    Plans.Builder p = new Plans.Builder();
    for (int v = 0; v < 100; v++) {
      Roads.add(p, 20 * v, 0, 1, 4);
    }
    Plans plans = p.build();
    QueueSimulation.Options all =
        new QueueSimulation.Options(Double.POSITIVE_INFINITY, 300, 1, 0, new Guidance(1, 60));
    ReplayResult r =
        QueueSimulation.run(bottleneck().network(), plans, Closures.NONE, all, Progress.NONE);
    assertThat(r.avoidedJams()).isZero();
    assertThat(r.arrivalS())
        .containsExactly(
            bottleneck().play(plans, Closures.NONE, 300, Double.POSITIVE_INFINITY).arrivalS());
  }
}
