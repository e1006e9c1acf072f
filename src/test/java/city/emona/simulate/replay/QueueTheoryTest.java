package city.emona.simulate.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The queue simulation against closed forms of traffic flow theory. */
@Tag("analytic")
class QueueTheoryTest {
  @Test
  void aLoneVehicleNeedsTheFreeFlowTime() {
    Roads r = new Roads();
    int a = r.link(0, 1, 500, 10, 1800);
    int b = r.link(1, 2, 300, 15, 1800);
    ReplayResult result = r.play(Roads.add(new Plans.Builder(), 12.5, a, b).build());
    assertThat(result.arrivalS()[0]).isEqualTo(12.5f + 50 + 20);
    assertThat(result.linkEntries()).isEqualTo(2);
    assertThat(result.entries().enterS(1)).isEqualTo(62.5f);
  }

  /** n cars at a rate of one per h enter a bottleneck of headway H: the k-th waits k (H − h). */
  @Test
  void theBottleneckTriangleHasItsArea() {
    Roads r = new Roads();
    int a = r.link(0, 1, 4000, 20, 1800);
    int b = r.link(1, 2, 1000, 20, 600);
    Plans.Builder p = new Plans.Builder();
    int n = 300;
    for (int k = 0; k < n; k++) {
      Roads.add(p, 2.0 * k, a, b);
    }
    ReplayResult result = r.play(p.build());
    double free = 200 + 50;
    double delay = result.vehicleSeconds() - n * free;
    assertThat(delay).isCloseTo(n * (n - 1) / 2.0 * (6 - 2), within(0.01));
    assertThat(result.stuck()).isZero();
  }

  /** A capacity that divides into no round headway is kept over an hour to the vehicle. */
  @Test
  void aSignalPassesSaturationFlowTimesGreenShare() {
    Roads r = new Roads();
    int a = r.lanes(0, 1, 3000, 2, 15, 3500, 0.43, 17);
    int b = r.lanes(1, 2, 100, 2, 15, 7000, 1, 0);
    Plans.Builder p = new Plans.Builder();
    for (int k = 0; k < 3000; k++) {
      Roads.add(p, 0, a, b);
    }
    ReplayResult result = r.play(p.build());
    float[] t = result.arrivalS().clone();
    java.util.Arrays.sort(t);
    double rate = 2000 / ((t[2500] - t[500]) / 3600);
    assertThat(rate).isCloseTo(3500 * 0.43, within(3500 * 0.43 * 0.01));
    double cycles = 45 * 90;
    long passed = 0;
    for (float x : t) {
      passed += x >= 400 && x < 400 + cycles ? 1 : 0;
    }
    assertThat((double) passed).isCloseTo(cycles / 3600 * 3500 * 0.43, within(1.0));
  }

  /**
   * A lane of 60 m between two signals passes s · g, even where one is red while the other is
   * green.
   */
  @Test
  void signalsCloseToOneAnotherPassTheirCapacityAtAnyOffset() {
    for (double offset : new double[] {0, 20, 45, 70}) {
      Roads r = new Roads();
      int a = r.signal(0, 1, 3000, 15, 1800, 0.5, 0);
      int b = r.signal(1, 2, 60, 15, 1800, 0.5, offset);
      int c = r.link(2, 3, 3000, 15, 1900);
      Plans.Builder p = new Plans.Builder();
      for (int k = 0; k < 600; k++) {
        Roads.add(p, 0, a, b, c);
      }
      float[] t = r.play(p.build()).arrivalS().clone();
      java.util.Arrays.sort(t);
      double rate = 400 / ((t[500] - t[100]) / 3600);
      assertThat(rate).as("offset " + offset).isCloseTo(900, within(0.02 * 900));
    }
    Roads tight = new Roads();
    tight.signal(0, 1, 60, 15, 1800, 0.5, 0);
    tight.link(1, 2, 60, 15, 1800);
    tight.link(2, 3, 10, 2, 1800);
    assertThat(LinkSpace.places(tight.network(), 0)).isEqualTo(23); // 22.5 in a green of 45 s
    assertThat(LinkSpace.places(tight.network(), 1)).isEqualTo(8); // 60 m of 7.5 m
    assertThat(LinkSpace.places(tight.network(), 2)).isEqualTo(3); // 2.5 in 5 s
  }

  /**
   * Uniform arrivals below capacity wait r² / (2 C (1 − q/s)) on the mean (Webster's first term).
   */
  @Test
  void aSignalCostsWebstersUniformDelay() {
    Roads r = new Roads();
    int a = r.lanes(0, 1, 3000, 8, 15, 14400, 0.5, 0); // many lanes: close to the fluid of theory
    int b = r.lanes(1, 2, 150, 8, 15, 14400, 1, 0);
    Plans.Builder p = new Plans.Builder();
    double every = 0.5713;
    int n = (int) (40 * 90 / every);
    for (int k = 0; k < n; k++) {
      Roads.add(p, every * k, a, b);
    }
    double delay = r.play(p.build()).vehicleSeconds() / n - 200 - 10;
    double webster = 45.0 * 45 / (2 * 90 * (1 - 3600 / every / 14400));
    assertThat(delay).isCloseTo(webster, within(0.03 * webster));
  }

  /**
   * Behind a bottleneck of flow s the queue has density kj − s / w; its tail moves up at (q − s) /
   * (k_queue − q / v). The tail has passed a point when cars slow down there.
   */
  @Test
  void spillbackMovesAtTheShockSpeedOfKinematicWaves() {
    Roads r = new Roads();
    double v = 15;
    int links = 20;
    int[] way = new int[links + 1];
    for (int i = 0; i < links; i++) {
      way[i] = r.link(i, i + 1, 150, v, 1800);
    }
    way[links] = r.link(links, links + 1, 150, v, 600);
    Plans.Builder p = new Plans.Builder();
    for (int k = 0; k < 600; k++) {
      Roads.add(p, 3.0 * k, way);
    }
    LinkEntries e = r.play(p.build(), Closures.NONE, 1e5, 4000).entries();
    double[] slow = new double[links];
    java.util.Arrays.fill(slow, Double.NaN);
    for (int k = 0; k < e.size(); k++) {
      int l = e.link(k);
      if (l < links && Double.isNaN(slow[l]) && e.leaveS(k) - e.enterS(k) > 10 + 1) {
        slow[l] = e.leaveS(k);
      }
    }
    double q = 1200 / 3600.0;
    double s = 600 / 3600.0;
    double kj = 1 / LinkSpace.METRES_PER_PLACE;
    double w = 1 / (kj / 0.5 - 1 / v); // the capacity asks for more than 5 m/s
    double shock = (q - s) / (kj - s / w - q / v);
    double seen = (16 - 6) * 150 / (slow[6] - slow[16]);
    assertThat(seen).isCloseTo(shock, within(0.05 * shock));
  }

  /** When a blockade ends, the start wave runs upstream at w, link after link. */
  @Test
  void gapsTravelUpstreamAtTheWaveSpeed() {
    int links = 10;
    int[] way = new int[links + 1];
    Roads s = new Roads();
    for (int i = 0; i < links - 1; i++) {
      way[i] = s.link(i, i + 1, 150, 15, 1400);
    }
    way[links - 1] = s.signal(links - 1, links, 150, 15, 1400, 0.01, 0);
    way[links] = s.link(links, links + 1, 150, 15, 1400);
    Plans.Builder p = new Plans.Builder();
    for (int k = 0; k < 260; k++) {
      Roads.add(p, 3.0 * k, way);
    }
    LinkEntries e = s.play(p.build(), Closures.NONE, 1e6, 5000).entries();
    // One car leaves per 2.57 s of green, 0.9 s a cycle; its gap is felt upstream later by L / w.
    double[] last = new double[links];
    int compared = 0;
    for (int k = 1; k < e.size(); k++) {
      int l = e.link(k);
      boolean jam = e.leaveS(k) > 2500 && e.leaveS(k) < 4900 && l < links;
      if (jam && l == links - 3 && last[links - 2] > 2500) {
        assertThat(e.leaveS(k) - last[links - 2]).isCloseTo(150 / 5.0, within(0.05));
        compared++;
      }
      if (l < links) {
        last[l] = e.leaveS(k);
      }
    }
    assertThat(compared).isGreaterThan(3);
  }

  /** Two queues into one link of less capacity share it in proportion to their capacities. */
  @Test
  void aMergeSharesByCapacity() {
    Roads r = new Roads();
    int a = r.link(0, 2, 6000, 15, 2000);
    int b = r.link(1, 2, 6000, 15, 1000);
    int c = r.link(2, 3, 300, 15, 900);
    Plans.Builder p = new Plans.Builder();
    for (int k = 0; k < 400; k++) {
      Roads.add(p, k * 1.8, a, c);
      Roads.add(p, k * 3.6, b, c);
    }
    LinkEntries e = r.play(p.build(), Closures.NONE, 1e5, 1400).entries();
    int fromA = 0;
    int fromB = 0;
    for (int k = 0; k < e.size(); k++) {
      if (e.leaveS(k) > 500 && e.leaveS(k) < 1300) {
        fromA += e.link(k) == a ? 1 : 0;
        fromB += e.link(k) == b ? 1 : 0;
      }
    }
    assertThat(fromA + fromB).isBetween(199, 201);
    assertThat((double) fromA / fromB).isCloseTo(2.0, within(0.05));
  }

  /** First in, first out: the blocked branch of a diverge holds the other back to its own share. */
  @Test
  void aDivergeKeepsItsSharesBehindABlockedBranch() {
    Roads r = new Roads();
    int a = r.link(0, 1, 3000, 15, 1800);
    int b = r.link(1, 2, 300, 15, 360);
    int c = r.link(1, 3, 300, 15, 1800);
    Plans.Builder p = new Plans.Builder();
    for (int k = 0; k < 500; k++) {
      Roads.add(p, 2.0 * k, a, k % 3 == 0 ? b : c);
    }
    LinkEntries e = r.play(p.build(), Closures.NONE, 1e5, 1500).entries();
    int toC = 0;
    for (int k = 0; k < e.size(); k++) {
      toC += e.link(k) == c && e.enterS(k) >= 700 && e.enterS(k) < 1300 ? 1 : 0;
    }
    assertThat((double) toC).isCloseTo(2 * 360 * 600 / 3600.0, within(3.0)); // not 1200 veh/h
  }

  /** Braess: the shortcut that everyone takes makes everyone's journey longer. */
  @Test
  void theShortcutOfBraessCostsEverybodyTime() {
    double without = braess(false);
    double with = braess(true);
    assertThat(with).isGreaterThan(without * 1.2);
  }

  private static double braess(boolean shortcut) {
    Roads r = new Roads();
    int narrow1 = r.link(0, 1, 300, 15, 900);
    int wide1 = r.link(0, 2, 9000, 15, 3600);
    int wide2 = r.link(1, 3, 9000, 15, 3600);
    int narrow2 = r.link(2, 3, 300, 15, 900);
    int cross = r.link(1, 2, 150, 15, 3600);
    int way = r.link(4, 0, 9000, 15, 3600);
    Plans.Builder p = new Plans.Builder();
    int n = 1000;
    for (int k = 0; k < n; k++) {
      if (shortcut) {
        Roads.add(p, 2.0 * k, way, narrow1, cross, narrow2);
      } else if (k % 2 == 0) {
        Roads.add(p, 2.0 * k, way, narrow1, wide2);
      } else {
        Roads.add(p, 2.0 * k, way, wide1, narrow2);
      }
    }
    return r.play(p.build()).vehicleSeconds() / n - 600;
  }

  @Test
  void aClosureTurnsVehiclesRoundAndOpensAgain() {
    Roads r = new Roads();
    int a = r.link(0, 1, 600, 15, 1800);
    int direct = r.link(1, 2, 600, 15, 1800);
    int round = r.link(1, 3, 900, 15, 1800);
    int back = r.link(3, 2, 900, 15, 1800);
    int c = r.link(2, 4, 300, 15, 1800);
    Plans.Builder p = new Plans.Builder();
    Roads.add(p, 0, a, direct, c); // has passed when it begins
    Roads.add(p, 80, a, direct, c); // on its way
    Roads.add(p, 150, a, direct, c); // departs during the closure
    Roads.add(p, 400, a, direct, c); // departs after it
    BitSet closed = new BitSet();
    closed.set(direct);
    Closures closures = new Closures(List.of(new Closures.Closure(closed, 1, 100, 300)));
    ReplayResult x = r.play(p.build(), closures, 300, Double.POSITIVE_INFINITY);
    assertThat(x.arrivalS()).containsExactly(100f, 80 + 180f, 150 + 180f, 400 + 100f);
    assertThat(x.rerouted()).isEqualTo(2);
    assertThat(round + back).isPositive();
  }

  @Test
  void whoHasNoWayRoundWaitsForTheOpening() {
    Roads r = new Roads();
    int a = r.link(0, 1, 600, 15, 1800);
    int b = r.link(1, 2, 600, 15, 1800);
    Plans.Builder p = Roads.add(new Plans.Builder(), 0, a, b);
    Roads.add(p, 500, b);
    BitSet closed = new BitSet();
    closed.set(b);
    Closures closures = new Closures(List.of(new Closures.Closure(closed, 1, 10, 1000)));
    ReplayResult x = r.play(p.build(), closures, 300, Double.POSITIVE_INFINITY);
    assertThat(x.withoutWay()).isEqualTo(2);
    assertThat(x.stuck()).isZero();
    assertThat(x.arrivalS()[0]).isCloseTo(1040, within(3f));
    assertThat(x.arrivalS()[1]).isCloseTo(1040, within(3f));
  }

  @Test
  void aBusStandsAtItsStopAndLetsOthersPass() {
    Roads r = new Roads();
    int a = r.link(0, 1, 300, 15, 1800);
    int b = r.link(1, 2, 300, 15, 1800);
    Plans.Builder p = new Plans.Builder();
    p.link(a, 30).link(b, 20).vehicle(0, Plans.BUS, 2);
    Roads.add(p, 3, a, b);
    ReplayResult x = r.play(p.build());
    assertThat(x.arrivalS()[0]).isCloseTo(20 + 30 + 20 + 20, within(0.01f));
    assertThat(x.arrivalS()[1]).isCloseTo(24 + 20, within(0.01f)); // two places: a headway of 4 s
  }
}
