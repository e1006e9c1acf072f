package city.emona.simulate.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.demand.DayDemand;
import city.emona.demand.Gravity;
import city.emona.demand.GridCity;
import city.emona.demand.RestrictedShares;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.DayType;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.Progress;
import city.emona.simulate.TrafficDay;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("invariant")
class OdAdjustmentTest {
  private static final Conditions DAY = Conditions.base(DayType.WEEKDAY);

  private static City city() {
    City c = GridCity.of(9);
    return c.with(Gravity.odTable(c, Progress.NONE));
  }

  private static City times(City city, double spread, double level) {
    Table od = city.table(Schema.OD);
    double[] trips = od.reals("car_trips_per_day").clone();
    // Errors by zone, since those of single pairs would cancel on every street.
    Random random = new Random(3);
    double[] ends = new double[city.table(Schema.ZONES).size()];
    for (int z = 0; z < ends.length; z++) {
      ends[z] = Math.exp(spread * random.nextGaussian());
    }
    for (int r = 0; r < trips.length; r++) {
      trips[r] *= level * ends[od.ints("from_zone")[r]] * ends[od.ints("to_zone")[r]];
    }
    return city.with(od.with("car_trips_per_day", trips));
  }

  /** Volumes of three hours on every third street. */
  private static OdAdjustment.Counts counts(City city) {
    DayDemand demand = DayDemand.of(city, city, DAY, RestrictedShares.NONE, Progress.NONE);
    TrafficDay day = TrafficEngine.run(city, DAY, demand, 1e-4, 1, Progress.NONE);
    int links = city.network().linkCount();
    int[] hours = {7, 12, 17};
    int n = (links + 2) / 3 * hours.length;
    int[] link = new int[n];
    int[] hour = new int[n];
    double[] vehicles = new double[n];
    int at = 0;
    for (int i = 0; i < links; i += 3) {
      for (int h : hours) {
        link[at] = i;
        hour[at] = h;
        vehicles[at++] = day.totalVehPerH(h, i);
      }
    }
    return new OdAdjustment.Counts(link, hour, vehicles);
  }

  private static OdAdjustment.Result adjust(City prior, OdAdjustment.Counts c, int threads) {
    return OdAdjustment.run(prior, DAY, c, OdAdjustment.Limits.USUAL, 1e-4, threads, Progress.NONE);
  }

  @Test
  void countsOfAKnownMatrixAreFoundAgainWithoutRunningAway() {
    City known = times(city(), 0, 4);
    City prior = times(known, 0.6, 0.65);
    OdAdjustment.Counts counts = counts(known);
    OdAdjustment.Result r = adjust(prior, counts, 1);
    assertThat(r.before().gehBelow5()).isLessThan(0.6);
    assertThat(r.after().gehBelow5()).isGreaterThanOrEqualTo(0.85);
    assertThat(r.after().rSquared()).isGreaterThan(0.95).isGreaterThan(r.before().rSquared());
    double limit = OdAdjustment.Limits.USUAL.totalChange() + 1e-9;
    assertThat(r.after().carTrips() / r.before().carTrips()).isBetween(1 - limit, 1 + limit);
    double[] before = prior.table(Schema.OD).reals("car_trips_per_day");
    double[] after = r.city().table(Schema.OD).reals("car_trips_per_day");
    double most = OdAdjustment.Limits.USUAL.cellFactor() * (1 + 1e-9);
    for (int p = 0; p < before.length; p++) {
      assertThat(after[p]).isBetween(before[p] / most, before[p] * most);
    }
    assertThat(adjust(prior, counts, 3).city().version()).isEqualTo(r.city().version());
  }

  @Test
  void countsThatFitAlreadyChangeNothing() {
    City known = city();
    OdAdjustment.Result r = adjust(known, counts(known), 1);
    assertThat(r.before().gehBelow5()).isEqualTo(1);
    assertThat(r.city().version()).isEqualTo(known.version());
    assertThat(r.assignments()).isEqualTo(1);
  }

  @Test
  void absurdCountsMoveTheTotalNoFurtherThanTheLimit() {
    City known = city();
    OdAdjustment.Counts c = counts(known);
    double[] tenfold = Arrays.stream(c.vehPerH()).map(v -> 10 * v).toArray();
    OdAdjustment.Result r = adjust(known, new OdAdjustment.Counts(c.link(), c.hour(), tenfold), 2);
    assertThat(r.after().carTrips() / r.before().carTrips()).isLessThanOrEqualTo(1.25 + 1e-9);
  }

  /** A tight limit of the cells with a total that must come back by half: both must hold. */
  @Test
  void theLimitOfACellHoldsWhereTheTotalIsScaled() {
    City known = times(city(), 0, 4);
    City prior = times(known, 0.9, 0.4);
    OdAdjustment.Limits limits = new OdAdjustment.Limits(1.5, 0.05, 2);
    OdAdjustment.Result r =
        OdAdjustment.run(prior, DAY, counts(known), limits, 1e-4, 1, Progress.NONE);
    double[] before = prior.table(Schema.OD).reals("car_trips_per_day");
    double[] after = r.city().table(Schema.OD).reals("car_trips_per_day");
    double most = limits.cellFactor() * (1 + 1e-9);
    for (int p = 0; p < before.length; p++) {
      assertThat(after[p]).isBetween(before[p] / most, before[p] * most);
    }
    assertThat(r.after().carTrips() / r.before().carTrips()).isBetween(0.95 - 1e-9, 1.05 + 1e-9);
    assertThat(r.after().objective()).isLessThan(r.before().objective());
  }
}
