package city.emona.demand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.Progress;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class GravityTest {
  private final City city = GridCity.of(9);
  private final Table zones = city.table(Schema.ZONES);
  private final ZoneSkims skims = ZoneSkims.of(city, Progress.NONE);
  private final Gravity gravity =
      Gravity.calibrate(skims, zones.ints("population"), zones.ints("jobs"));

  @Test
  @Tag("analytic")
  void skimsOfAGridAreManhattanDistances() {
    // Zones 0 and 1 lie two blocks apart; their centroids lie 10 m from the access junction.
    double connectorS = 10 * ZoneAccess.DETOUR / (ZoneAccess.SPEED_KMH / 3.6);
    assertThat(skims.km(0, 1)).isCloseTo(1.0 + 2 * 0.013, within(1e-9));
    // Two blocks of 36 s at 50 km/h and 1 s for each of the two junctions at the grid's edge.
    assertThat(skims.minutes(0, 1)).isCloseTo((74 + 2 * connectorS) / 60, within(1e-9));
    assertThat(skims.km(0, 0)).isCloseTo(skims.km(0, 1) / 2, within(1e-9));
  }

  @Test
  @Tag("invariant")
  void marginsAreThoseOfThePurposes() {
    OdMatrix od = gravity.matrix(zones.ints("population"), zones.ints("jobs"));
    double total = Gravity.TRIPS_PER_RESIDENT * Arrays.stream(zones.ints("population")).sum();
    assertThat(od.total()).isCloseTo(total, within(1e-6 * total));
    assertThat(gravity.unservedTrips()).isZero();
    for (int z = 0; z < od.zoneCount(); z++) {
      double ends = 0;
      for (Purpose p : Purpose.values()) {
        double home = p.homeEnds(zones.ints("population"), zones.ints("jobs"))[z];
        double activity = p.activityEnds(zones.ints("population"), zones.ints("jobs"))[z];
        ends += total * p.share() * (home + activity) / 2;
      }
      assertThat(od.origins(z)).isCloseTo(ends, within(1e-5 * ends));
      assertThat(od.destinations(z)).isCloseTo(ends, within(1e-5 * ends));
    }
  }

  @Test
  @Tag("invariant")
  void meanLengthIsTheOneAimedAt() {
    // The grid is 4 km wide: every purpose aims at its share of the mean without deterrence.
    for (Purpose p : Purpose.values()) {
      assertThat(gravity.betaPerMinute(p)).as(p.name()).isPositive();
      double target = gravity.targetKm(p);
      assertThat(gravity.reachedKm(p)).as(p.name()).isCloseTo(target, within(0.005 * target));
    }
    OdMatrix od = gravity.matrix(zones.ints("population"), zones.ints("jobs"));
    double km = 0;
    double free = 0;
    for (int i = 0; i < od.zoneCount(); i++) {
      for (int j = 0; j < od.zoneCount(); j++) {
        km += od.trips(i, j) * skims.km(i, j);
        free += od.origins(i) * od.destinations(j) / od.total() * skims.km(i, j);
      }
    }
    assertThat(km / free).isBetween(0.70, 0.80);
  }

  @Test
  @Tag("invariant")
  void smallTableKeepsTheTripsThatLeaveEachZone() {
    OdMatrix od = gravity.matrix(zones.ints("population"), zones.ints("jobs"));
    Table small = OdTable.of(od, zones, 120);
    assertThat(small.size()).isBetween(60, 120);
    double[] leaving = new double[zones.size()];
    for (int r = 0; r < small.size(); r++) {
      leaving[small.ints("from_zone")[r]] += small.reals("car_trips_per_day")[r];
    }
    for (int z = 0; z < zones.size(); z++) {
      assertThat(leaving[z]).isCloseTo(od.origins(z), within(0.01));
    }
  }

  @Test
  @Tag("invariant")
  void zoneWithoutAccessIsCountedNotHidden() {
    Table access = city.table(Schema.ZONE_ACCESS);
    java.util.BitSet all = new java.util.BitSet();
    all.set(1, access.size());
    City cut = city.with(access.keep(all));
    Gravity g =
        Gravity.calibrate(
            ZoneSkims.of(cut, Progress.NONE), zones.ints("population"), zones.ints("jobs"));
    OdMatrix od = g.matrix(zones.ints("population"), zones.ints("jobs"));
    assertThat(od.origins(0)).isZero();
    assertThat(g.unservedTrips()).isPositive();
    double total = Gravity.TRIPS_PER_RESIDENT * Arrays.stream(zones.ints("population")).sum();
    assertThat(od.total() + g.unservedTrips()).isCloseTo(total, within(1e-6 * total));
  }
}
