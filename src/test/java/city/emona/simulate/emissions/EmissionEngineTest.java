package city.emona.simulate.emissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import city.emona.EmonaException;
import city.emona.geodata.EmissionTablesReader;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.DayType;
import city.emona.model.FleetShares;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.EmissionDay;
import city.emona.simulate.Pollutant;
import city.emona.simulate.Progress;
import city.emona.simulate.StreetCity;
import city.emona.simulate.TrafficDay;
import city.emona.simulate.UserClass;
import city.emona.simulate.WasteDay;
import city.emona.simulate.emissions.EmissionTables.Part;
import city.emona.simulate.emissions.Technology.Exhaust;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EmissionEngineTest {
  private static final EmissionTables TABLES = EmissionTablesReader.shipped();
  private static final City CITY = StreetCity.lattice(4, 100);
  private static final Conditions BASE = Conditions.base(DayType.WEEKDAY);

  /** Values of the guidebook's curves at 30 km/h, g/km (air.md §2.1). */
  @Test
  @Tag("analytic")
  void curvesGiveTheGuidebooksValues() {
    assertNox("car_petrol_e4", 30, 0.065);
    assertNox("car_petrol_e6d", 30, 0.042);
    assertNox("car_diesel_e5", 30, 0.674);
    assertNox("car_diesel_e6ab", 30, 0.555);
    assertNox("car_diesel_e6d", 30, 0.206);
    assertNox("van_diesel_e5", 30, 1.20);
    assertNox("van_diesel_e6d", 30, 0.090);
    assertNox("van_diesel_e6d", 80, 0.09349);
    assertNox("truck_diesel_e5_scr", 30, 6.45);
    assertNox("truck_diesel_e6", 30, 0.54);
    assertNox("bus_diesel_e5_scr", 30, 5.67);
    assertNox("bus_diesel_e6", 30, 0.38);
  }

  private static void assertNox(String id, double v, double expected) {
    assertThat(TABLES.find(id).hotPerKm(Exhaust.NOX, v))
        .as(id)
        .isCloseTo(expected, within(0.012 * expected));
  }

  @Test
  @Tag("invariant")
  void everyCurveIsPositiveAndFiniteOverItsRange() {
    assertThat(TABLES.technologies()).hasSizeGreaterThanOrEqualTo(60);
    for (Technology t : TABLES.technologies()) {
      for (int e = 0; t.curves() != null && e < t.curves().length; e++) {
        EmissionCurve curve = t.curves()[e];
        for (int i = 0; i <= 200; i++) {
          double v = curve.vMinKmh() + (curve.vMaxKmh() - curve.vMinKmh()) * i / 200;
          assertThat(curve.perKm(v)).as(t.id() + " " + Exhaust.values()[e]).isPositive().isFinite();
        }
        assertThat(curve.perKm(0)).isEqualTo(curve.perKm(curve.vMinKmh()));
      }
    }
  }

  @Test
  @Tag("invariant")
  void everyTechnologyHasWearAndItsColdRules() {
    for (Technology t : TABLES.technologies()) {
      assertThat(TABLES.wear()).containsKey(t.wear());
      for (double v = 0; v < 150; v += 1) {
        Wear w = TABLES.wear().get(t.wear());
        assertThat(w.pm25GPerKm(v)).isPositive().isLessThan(w.pm10GPerKm(v));
      }
    }
    for (ColdStart c : TABLES.coldStarts()) {
      assertThat(TABLES.technologies()).anyMatch(t -> t.cold().equals(c.group()));
      assertThat(c.reference() == null || TABLES.find(c.reference()) != null).isTrue();
      assertThat(c.share(-10)).isBetween(0.0, 1.0);
      assertThat(c.quotient(30, 5)).isBetween(1.0, 20.0);
    }
  }

  /** β at the mean trip length: 0.6474 − 0.02545 · 12.4 − (0.00974 − 0.000385 · 12.4) · 10. */
  @Test
  @Tag("analytic")
  void coldShareIsThatOfTheMeanTrip() {
    assertThat(ColdStart.beta(10)).isCloseTo(0.28216, within(1e-5));
  }

  /**
   * Equal volumes and speeds everywhere; of 100 vehicles 75 are near their start on links of even
   * number and 50 on the others, none on the last: the extra stands 75 : 50 : 0, and over the day
   * it is what an even spread gives.
   */
  @Test
  @Tag("analytic")
  void coldEnginesAreNearTheirStartAndAddUpToTheGuidebooksShare() {
    int links = CITY.network().linkCount();
    float[][][] near = new float[2][24][links];
    for (int s = 0; s < 24; s++) {
      for (int l = 0; l < links - 1; l++) {
        near[0][s][l] = l % 2 == 0 ? 50 : 0;
        near[1][s][l] = 100;
      }
    }
    // Half way between the two distances lies the one up to which engines are cold.
    double[] km = {2, 2 + 2 * (ColdStart.coldKm(10) - 2)};
    EmissionDay even = run(evenTraffic(TrafficDay.NearOrigin.UNKNOWN));
    EmissionDay cold = run(evenTraffic(new TrafficDay.NearOrigin(km, near)));
    double hot = run(evenTraffic(far(links))).gPerMPerS(Pollutant.NOX, 8, 0);
    double first = cold.gPerMPerS(Pollutant.NOX, 8, 0) - hot;
    double all = 0;
    double spread = 0;
    for (int l = 0; l < links; l++) {
      double extra = cold.gPerMPerS(Pollutant.NOX, 8, l) - hot;
      double expected = l == links - 1 ? 0 : l % 2 == 0 ? first : first * 50 / 75;
      assertThat(extra).isCloseTo(expected, within(1e-3 * first));
      all += extra;
      spread += even.gPerMPerS(Pollutant.NOX, 8, l) - hot;
    }
    assertThat(all).isPositive().isCloseTo(spread, within(1e-3 * spread));
  }

  /** Everybody has driven for long: nobody is cold. */
  private static TrafficDay.NearOrigin far(int links) {
    return new TrafficDay.NearOrigin(new double[] {5}, new float[1][24][links]);
  }

  private static EmissionDay run(TrafficDay traffic) {
    return EmissionEngine.run(CITY, BASE, traffic, List.of(), TABLES, 10, 1, Progress.NONE);
  }

  private static TrafficDay evenTraffic(TrafficDay.NearOrigin near) {
    TrafficDay t = StreetCity.traffic(CITY, List.of(StreetCity.CARS), 1);
    float[][] volume = new float[24][CITY.network().linkCount()];
    float[][] speed = new float[24][CITY.network().linkCount()];
    for (int s = 0; s < 24; s++) {
      Arrays.fill(volume[s], 100);
      Arrays.fill(speed[s], 30);
    }
    return new TrafficDay(
        t.steps(), t.classes(), new float[][][] {volume}, speed, t.relativeGap(), t.tally(), near);
  }

  @Test
  @Tag("analytic")
  void wearFollowsItsSpeedLaw() {
    Wear car = TABLES.wear().get("car_ice");
    double at30 = 0.0107 * 0.60 * 1.39 + 0.0142 * 0.98 * 1.67 + 0.0150 * 0.50;
    double at60 =
        0.0107 * 0.60 * (1.78 - 0.00974 * 60) + 0.0142 * 0.98 * (2.75 - 0.027 * 60) + 0.0075;
    assertThat(car.pm10GPerKm(30)).isCloseTo(at30, within(1e-9));
    assertThat(car.pm10GPerKm(60)).isCloseTo(at60, within(1e-9));
  }

  @Test
  @Tag("invariant")
  void partsOfTheFleetAddUp() {
    Conditions zone = lowEmissionZone(4, 6);
    double[] restricted = TABLES.restrictedShare(zone);
    assertThat(TABLES.restrictedShare(BASE)).containsOnly(0);
    assertThat(restricted[UserClass.Group.BUS.ordinal()]).isZero();
    for (UserClass.Group g : List.of(UserClass.Group.CAR, UserClass.Group.VAN)) {
      double r = restricted[g.ordinal()];
      assertThat(r).isBetween(0.05, 0.95);
      double[] all = TABLES.mix(g, Part.ALL, zone);
      double[] old = TABLES.mix(g, Part.RESTRICTED, zone);
      double[] rest = TABLES.mix(g, Part.ALLOWED, zone);
      assertThat(Arrays.stream(all).sum()).isCloseTo(1, within(1e-12));
      for (int t = 0; t < all.length; t++) {
        assertThat(r * old[t] + (1 - r) * rest[t]).isCloseTo(all[t], within(1e-12));
      }
    }
  }

  @Test
  @Tag("invariant")
  void electricShareOfTheScenarioIsTheFleets() {
    Conditions day = fleet(2030, 0.6);
    double[] mix = TABLES.mix(UserClass.Group.CAR, Part.ALL, day);
    for (int t = 0; t < mix.length; t++) {
      if (TABLES.technologies().get(t).id().equals("car_electric")) {
        assertThat(mix[t]).isCloseTo(0.6, within(1e-12));
      }
    }
    assertThat(Arrays.stream(mix).sum()).isCloseTo(1, within(1e-12));
  }

  @Test
  void yearsOutsideTheTableAreRefused() {
    assertThatThrownBy(() -> TABLES.mix(UserClass.Group.CAR, Part.ALL, fleet(1990, Double.NaN)))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("2020 to 2040");
  }

  /** A link's NOx is volume times the mean curve plus the cold extra, which only adds. */
  @Test
  @Tag("analytic")
  void linkEmissionIsVolumeTimesFactor() {
    TrafficDay traffic = StreetCity.traffic(CITY, List.of(StreetCity.TRUCKS), 1);
    EmissionDay out = EmissionEngine.run(CITY, BASE, traffic, TABLES, 1, Progress.NONE);
    double[] mix = TABLES.mix(UserClass.Group.TRUCK, Part.ALL, BASE);
    for (int link = 0; link < CITY.network().linkCount(); link++) {
      double factor = 0;
      for (int t = 0; t < mix.length; t++) {
        factor +=
            mix[t]
                * TABLES.technologies().get(t).hotPerKm(Exhaust.NOX, traffic.speedKmh()[8][link]);
      }
      double expected = traffic.volumeVehPerH()[0][8][link] * factor / 3.6e6;
      assertThat(out.gPerMPerS(Pollutant.NOX, 8, link))
          .isCloseTo((float) expected, within((float) (1e-4 * expected)));
    }
  }

  @Test
  @Tag("invariant")
  void threadsDoNotMatterAndEmissionIsLinear() {
    TrafficDay once = StreetCity.traffic(CITY, List.of(StreetCity.CARS, StreetCity.TRUCKS), 1);
    TrafficDay twice = StreetCity.traffic(CITY, List.of(StreetCity.CARS, StreetCity.TRUCKS), 2);
    EmissionDay a = EmissionEngine.run(CITY, BASE, once, TABLES, 1, Progress.NONE);
    EmissionDay b = EmissionEngine.run(CITY, BASE, once, TABLES, 3, Progress.NONE);
    EmissionDay c = EmissionEngine.run(CITY, BASE, twice, TABLES, 2, Progress.NONE);
    assertThat(Arrays.deepEquals(a.gPerMPerS(), b.gPerMPerS())).isTrue();
    for (Pollutant p : Pollutant.values()) {
      assertThat(a.gPerMPerS(p, 9, 3)).isPositive();
      assertThat(c.gPerMPerS(p, 9, 3))
          .isCloseTo(2 * a.gPerMPerS(p, 9, 3), within(1e-5f * a.gPerMPerS(p, 9, 3)));
    }
  }

  @Test
  @Tag("invariant")
  void newerFleetsAndZonesEmitLess() {
    TrafficDay plain = StreetCity.traffic(CITY, List.of(StreetCity.CARS), 1);
    double base = totalNox(BASE, plain);
    assertThat(totalNox(fleet(2035, Double.NaN), plain)).isLessThan(0.8 * base);
    assertThat(totalNox(fleet(2025, 0.5), plain)).isLessThan(0.7 * base);
    assertThat(totalNox(lowEmissionZone(4, 6), plain)).isLessThan(base);
    TrafficDay old = StreetCity.traffic(CITY, List.of(StreetCity.OLD_CARS), 1);
    assertThat(totalNox(lowEmissionZone(4, 6), old)).isGreaterThan(base);
  }

  /**
   * Links of 100 m: one truck needs 1 min on link 3 (6 km/h), another half a minute (12 km/h) in
   * the same hour, a third ends there, so that its time is not known. The three are driven at the
   * mean of the two known ones, 0.2 km in 1.5 min = 8 km/h.
   */
  @Test
  @Tag("analytic")
  void collectionTrucksEmitAtTheSpeedOfTheirPassages() {
    TrafficDay none = StreetCity.traffic(CITY, List.of(StreetCity.CARS), 0);
    List<WasteDay.Tour> tours =
        List.of(
            tour(new int[] {3, 5}, 480, 481),
            tour(new int[] {3, 5, 3}, 485, 485.5f, 486),
            tour(new int[] {7, 8}, 540, 550));
    EmissionDay out = EmissionEngine.run(CITY, BASE, none, tours, TABLES, 10, 1, Progress.NONE);
    assertThat(out.gPerMPerS(Pollutant.NOX, 8, 3)).isCloseTo(trucks(3, 8), within(1e-9f));
    // Link 5: one passage that lasts half a minute, one that ends the tour.
    assertThat(out.gPerMPerS(Pollutant.NOX, 8, 5)).isCloseTo(trucks(2, 12), within(1e-9f));
    // Ten minutes for 100 m are no driving: the slowest that the curves know.
    assertThat(out.gPerMPerS(Pollutant.NOX, 9, 7)).isCloseTo(trucks(1, 6), within(1e-9f));
    // Link 8 ends the only tour on it: the speed of the traffic.
    float traffic = none.speedKmh()[9][8];
    assertThat(out.gPerMPerS(Pollutant.NOX, 9, 8)).isCloseTo(trucks(1, traffic), within(1e-9f));
    assertThat(out.gPerMPerS(Pollutant.NOX, 10, 3)).isZero();
    float[] shares = out.shares().of(8, Pollutant.NOX);
    int links = CITY.network().linkCount();
    int collection = EmissionDay.VehicleClass.COLLECTION_TRUCK.ordinal();
    assertThat(shares[collection * links + 3]).isEqualTo(1);
  }

  private static WasteDay.Tour tour(int[] links, float... minutes) {
    return new WasteDay.Tour(0, 0, links, minutes, new int[0], 0, 0, 0, 0, 0);
  }

  /** NOx of trucks of the fleet, g/(m s). */
  private static float trucks(double perHour, double speedKmh) {
    double[] mix = TABLES.mix(UserClass.Group.TRUCK, Part.ALL, BASE);
    double sum = 0;
    for (int t = 0; t < mix.length; t++) {
      sum += mix[t] * TABLES.technologies().get(t).hotPerKm(Exhaust.NOX, speedKmh);
    }
    return (float) (perHour * sum / 3.6e6);
  }

  /**
   * A fleet of a street: there its emission is that of the other fleet, to the bit, and elsewhere
   * that of the city's. One technology per group makes the expected value a single curve.
   */
  @Test
  @Tag("analytic")
  void aStreetHasItsOwnFleet() {
    TrafficDay traffic = StreetCity.traffic(CITY, List.of(StreetCity.TRUCKS, StreetCity.CARS), 1);
    FleetShares shares =
        FleetShares.parse(
            "mine.csv",
            "group,technology,share_2030\ncar,car_electric,1\nvan,van_electric,1\n"
                + "truck,truck_diesel_e6,1\nbus,bus_diesel_e6,1\n",
            java.util.Map.of());
    double none = Double.NaN;
    Conditions.Fleet own = new Conditions.Fleet(shares, 2030, none, none, none);
    BitSet street = new BitSet();
    street.set(3);
    street.set(7);
    Conditions local =
        BASE.withFleet(BASE.fleet(), List.of(new Conditions.LocalFleet(street, own)));
    EmissionDay base = EmissionEngine.run(CITY, BASE, traffic, TABLES, 1, Progress.NONE);
    EmissionDay all =
        EmissionEngine.run(CITY, BASE.withFleet(own, List.of()), traffic, TABLES, 1, Progress.NONE);
    EmissionDay some = EmissionEngine.run(CITY, local, traffic, TABLES, 2, Progress.NONE);
    for (int link = 0; link < CITY.network().linkCount(); link++) {
      EmissionDay expected = street.get(link) ? all : base;
      for (Pollutant p : Pollutant.values()) {
        assertThat(some.gPerMPerS(p, 8, link)).isEqualTo(expected.gPerMPerS(p, 8, link));
      }
    }
    double factor = TABLES.find("truck_diesel_e6").hotPerKm(Exhaust.NOX, traffic.speedKmh()[8][3]);
    double nox = traffic.volumeVehPerH()[0][8][3] * factor / 3.6e6;
    assertThat((double) some.gPerMPerS(Pollutant.NOX, 8, 3)).isCloseTo(nox, within(1e-3 * nox));
  }

  @Test
  void anElectricShareNeedsElectricVehiclesInTheTable() {
    FleetShares shares =
        FleetShares.parse(
            "mine.csv",
            "group,technology,share_2030\ncar,car_petrol_e6d,1\nvan,van_electric,1\n"
                + "truck,truck_diesel_e6,1\nbus,bus_diesel_e6,1\n",
            java.util.Map.of());
    double none = Double.NaN;
    Conditions day = BASE.withFleet(new Conditions.Fleet(shares, 2030, 0.5, none, none), List.of());
    assertThatThrownBy(() -> TABLES.mix(UserClass.Group.CAR, Part.ALL, day))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("no electric vehicles in the group car");
  }

  /** Line of 6, 12 and 30 minutes: 10, 5 and 2 buses an hour, none at night. */
  @Test
  @Tag("analytic")
  void busesRunByTheirHeadways() {
    Table.Builder lines = new Table.Builder(Schema.BUS_LINES);
    lines.row("1");
    lines.set("headway_peak_min", 6).set("headway_day_min", 12).set("headway_evening_min", 30);
    Table.Builder path = new Table.Builder(Schema.BUS_LINE_LINKS);
    path.row("1-0");
    path.set("line", 0).set("seq", 0).set("link", 7);
    City city = CITY.with(lines.build(), path.build());
    TrafficDay none = StreetCity.traffic(city, List.of(StreetCity.CARS), 0);
    EmissionDay out = EmissionEngine.run(city, BASE, none, TABLES, 1, Progress.NONE);
    float at8 = out.gPerMPerS(Pollutant.CO2, 8, 7) / factor(none, 8);
    assertThat(at8).isPositive();
    double[] buses = {0, 0, 0, 0, 0, 2, 6, 10, 10, 5, 5, 5, 5, 5, 5, 10, 10, 10, 2, 2, 2, 2, 2, 0};
    for (int s = 0; s < 24; s++) {
      float now = out.gPerMPerS(Pollutant.CO2, s, 7) / factor(none, s);
      assertThat(now).isCloseTo((float) (at8 * buses[s] / 10), within(1e-3f * at8));
      assertThat(out.gPerMPerS(Pollutant.CO2, s, 6)).isZero();
    }
  }

  /** CO₂ of the average bus at the speed of link 7. */
  private static float factor(TrafficDay traffic, int step) {
    double[] mix = TABLES.mix(UserClass.Group.BUS, Part.ALL, BASE);
    double sum = 0;
    for (int t = 0; t < mix.length; t++) {
      Technology tech = TABLES.technologies().get(t);
      sum +=
          mix[t]
              * tech.hotPerKm(Exhaust.EC, traffic.speedKmh()[step][7])
              * TABLES.co2GPerMj()[tech.fuel().ordinal()];
    }
    return (float) sum;
  }

  private static double totalNox(Conditions day, TrafficDay traffic) {
    EmissionDay out = EmissionEngine.run(CITY, day, traffic, TABLES, 1, Progress.NONE);
    double sum = 0;
    for (float[] step : out.gPerMPerS()[Pollutant.NOX.ordinal()]) {
      for (float v : step) {
        sum += v;
      }
    }
    return sum;
  }

  private static Conditions fleet(int year, double electricCars) {
    return BASE.withFleet(
        new Conditions.Fleet(year, electricCars, Double.NaN, Double.NaN), List.of());
  }

  private static Conditions lowEmissionZone(int petrol, int diesel) {
    var zone = new Conditions.LowEmissionZone(new BitSet(), petrol, diesel, 0.5, 0, 1440);
    return BASE.andLowEmissionZones(List.of(zone));
  }
}
