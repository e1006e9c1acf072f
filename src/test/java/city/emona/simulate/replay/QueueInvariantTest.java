package city.emona.simulate.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import city.emona.EmonaException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What must hold on any network and under any load, jams included. */
@Tag("invariant")
class QueueInvariantTest {
  /**
   * A torus of one-way streets under far too much traffic: it locks, and the stuck rule frees it.
   */
  private static Roads torus(int n) {
    Roads r = new Roads();
    for (int y = 0; y < n; y++) {
      for (int x = 0; x < n; x++) {
        int at = y * n + x;
        r.signal(at, y * n + (x + 1) % n, 80, 14, 1800, 0.5, 0);
        r.signal(at, (y + 1) % n * n + x, 80, 14, 1800, 0.5, 45);
      }
    }
    return r;
  }

  private static Plans load(int n, int vehicles, long seed) {
    Random random = new Random(seed);
    Plans.Builder p = new Plans.Builder();
    for (int v = 0; v < vehicles; v++) {
      int at = random.nextInt(n * n);
      int length = 3 + random.nextInt(20);
      for (int k = 0; k < length; k++) {
        int turn = random.nextInt(2);
        p.link(2 * at + turn);
        at = turn == 0 ? at / n * n + (at % n + 1) % n : (at / n + 1) % n * n + at % n;
      }
      p.vehicle(random.nextInt(900), v % 10 == 0 ? Plans.TRUCK : Plans.CAR, v % 10 == 0 ? 2 : 1);
    }
    return p.build();
  }

  @Test
  void everyVehicleArrivesOutOfAGridlock() {
    ReplayResult r = torus(6).play(load(6, 4000, 1), Closures.NONE, 60, Double.POSITIVE_INFINITY);
    assertThat(r.arrived()).isEqualTo(4000);
    assertThat(r.stuck()).isPositive();
    assertThat(r.underWay()).isZero();
  }

  /** Four arms, one lane, three times what the ring can carry, everybody three quarters round. */
  private static ReplayResult roundabout(boolean marked) {
    Roads r = new Roads();
    for (int k = 0; k < 4; k++) {
      int piece = r.link(k, (k + 1) % 4, 12, 8, 1500);
      if (marked) {
        r.ring(piece);
      }
    }
    for (int k = 0; k < 4; k++) {
      r.link(4 + k, k, 200, 14, 1500);
      r.link(k, 8 + k, 200, 14, 1500);
    }
    Plans.Builder p = new Plans.Builder();
    for (int v = 0; v < 200; v++) {
      int k = v % 4;
      p.link(4 + 2 * k).link(k).link((k + 1) % 4).link((k + 2) % 4);
      p.link(5 + 2 * ((k + 3) % 4)).vehicle(v / 4 * 3, Plans.CAR, 1);
    }
    return r.play(p.build(), Closures.NONE, 300, Double.POSITIVE_INFINITY);
  }

  @Test
  void aRoundaboutThatIsKnownAsOneNeverFillsUp() {
    assertThat(roundabout(false).stuck()).isPositive();
    ReplayResult r = roundabout(true);
    assertThat(r.stuck()).isZero();
    assertThat(r.arrived()).isEqualTo(200);
  }

  /** The place that entries leave free must not cost a short piece its capacity (1,500 veh/h). */
  @Test
  void anEntryToAnEmptyRoundaboutPassesTwoThirdsOfItsCapacity() {
    Roads roads = new Roads();
    for (int k = 0; k < 4; k++) {
      roads.ring(roads.link(k, (k + 1) % 4, 14, 8.33, 1500));
    }
    int in = roads.link(4, 0, 400, 14, 3000);
    int out = roads.link(1, 5, 400, 14, 3000);
    Plans.Builder p = new Plans.Builder();
    for (int v = 0; v < 300; v++) {
      p.link(in).link(0).link(out).vehicle(v, Plans.CAR, 1);
    }
    float[] arrival = roads.play(p.build()).arrivalS();
    assertThat(299 * 3600 / (arrival[299] - arrival[0])).isBetween(1000f, 1500f);
  }

  @Test
  void noVehicleIsLostWhereTheDayEnds() {
    for (double end : new double[] {1, 300, 900, 1500}) {
      Plans plans = load(6, 4000, 2);
      ReplayResult r = torus(6).play(plans, Closures.NONE, 60, end);
      long due = Arrays.stream(plans.departS()).filter(s -> s < end).count();
      assertThat((long) r.departed()).isEqualTo(due);
      assertThat(r.arrived() + r.underWay()).isEqualTo(r.departed());
    }
  }

  @Test
  void rowsOfAVehicleFollowItsPlanWithoutGaps() {
    Plans plans = load(6, 1500, 3);
    ReplayResult r = torus(6).play(plans, Closures.NONE, 60, Double.POSITIVE_INFINITY);
    int[] position = plans.first().clone();
    Map<Integer, Float> left = new HashMap<>();
    LinkEntries e = r.entries();
    for (int k = 0; k < e.size(); k++) {
      int v = e.vehicle(k);
      assertThat(e.link(k)).isEqualTo(plans.links()[position[v]++]);
      assertThat(e.leaveS(k) - e.enterS(k)).isGreaterThan(80 / 14f - 0.01f);
      if (left.containsKey(v)) {
        assertThat(e.enterS(k)).isEqualTo(left.get(v));
      }
      left.put(v, e.leaveS(k));
    }
    assertThat((long) e.size()).isEqualTo(r.linkEntries());
    for (int v = 0; v < plans.count(); v++) {
      assertThat(position[v]).isEqualTo(plans.first()[v + 1]);
      assertThat(left.get(v)).isEqualTo(r.arrivalS()[v]);
    }
  }

  /** Without pushing, no link ever holds more than its places, and nobody overtakes. */
  @Test
  void linksHoldNoMoreThanTheirPlacesAndKeepTheOrder() {
    Roads roads = torus(6);
    ReplayResult r = roads.play(load(6, 1200, 4), Closures.NONE, 1e6, 4000);
    LinkEntries e = r.entries();
    int links = 72;
    float[] lastEnter = new float[links];
    for (int k = 0; k < e.size(); k++) {
      int l = e.link(k);
      if (e.leaveS(k) < 4000) {
        assertThat(e.enterS(k)).isGreaterThanOrEqualTo(lastEnter[l]);
        lastEnter[l] = e.enterS(k);
      }
    }
    for (int l = 0; l < links; l++) {
      int inside = 0;
      for (int k = 0; k < e.size(); k++) {
        inside += e.link(k) == l && e.enterS(k) <= 1000 && e.leaveS(k) > 1000 ? 1 : 0;
      }
      assertThat(inside).isLessThanOrEqualTo(LinkSpace.places(roads.network(), l));
    }
  }

  @Test
  void theSameInputGivesTheSameBits() {
    ReplayResult a = torus(5).play(load(5, 2000, 5), Closures.NONE, 60, 1e5);
    ReplayResult b = torus(5).play(load(5, 2000, 5), Closures.NONE, 60, 1e5);
    assertThat(a.arrivalS()).containsExactly(b.arrivalS());
    assertThat(a.vehicleSeconds()).isEqualTo(b.vehicleSeconds());
    assertThat(a.stuck()).isEqualTo(b.stuck());
  }

  @Test
  void aPlanWithAGapIsRefused() {
    Plans p = Roads.add(new Plans.Builder(), 0, 0, 0).build();
    assertThatThrownBy(() -> torus(3).play(p))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("vehicle 0");
  }

  @Test
  void theCalendarGivesEventsInOrder() {
    Random random = new Random(7);
    EventCalendar c = new EventCalendar();
    long last = -1;
    int open = 0;
    for (int i = 0; i < 200_000; i++) {
      if (open == 0 || random.nextInt(100) < 52) {
        long tick = Math.max(last, 0) >> EventCalendar.TIME_SHIFT;
        long ahead = random.nextInt(4) == 0 ? random.nextInt(1 << 30) : random.nextInt(1 << 20);
        c.add(tick + ahead, random.nextInt(4), random.nextInt(1000));
        open++;
      } else {
        long e = c.peek();
        assertThat(e >> EventCalendar.TIME_SHIFT)
            .isGreaterThanOrEqualTo(Math.max(last, 0) >> EventCalendar.TIME_SHIFT);
        last = e;
        c.drop();
        open--;
      }
    }
  }
}
