package city.emona.simulate.air;

/**
 * NO₂ from NOx and ozone at a place: the steady state of NO + O₃ → NO₂, photolysis of NO₂ and
 * exchange with the background in the time τ, a quadratic (Hertel and Berkowicz 1989; the same
 * solution in OSPM). {@code J = 0.8e-3 exp(−10/Q) + 7.4e-6 Q} with Q global radiation in W/m²,
 * {@code k = 5.38e-2 exp(−1430/T)} per ppb and second. Because the background that a station
 * measures is not in that steady state, only the change that the local NOx makes is added to it;
 * without local emission the background comes back exactly. One instance per hour; immutable.
 */
final class No2Chemistry {
  /** Exchange time in an open street, s. */
  private static final double OPEN_ROAD_S = 100;

  /** µg/m³ per ppb at 20 °C and 1013 hPa (Directive 2008/50/EC, annex VI). */
  static final double NO2_UG_PER_PPB = 1.9125;

  static final double O3_UG_PER_PPB = 1.9954;

  private final Weather.Hour hour;
  private final double noxBg;
  private final double no2Bg;
  private final double o3Bg;
  private final double photolysis;
  private final double exchange;
  private final double steadyBg;

  No2Chemistry(Weather.Hour h) {
    this(h, OPEN_ROAD_S);
  }

  /**
   * With another exchange time: a street canyon's, height over the exchange velocity at its top.
   */
  No2Chemistry(Weather.Hour h, double exchangeS) {
    this.hour = h;
    double q = h.globalRadiationWPerM2();
    double j = q > 0 ? 0.8e-3 * Math.exp(-10 / q) + 7.4e-6 * q : 0;
    double k = 5.38e-2 * Math.exp(-1430 / (h.temperatureC() + 273.15));
    this.photolysis = j / k;
    this.exchange = 1 / (exchangeS * k);
    this.noxBg = h.noxUgM3() / NO2_UG_PER_PPB;
    this.no2Bg = h.no2UgM3() / NO2_UG_PER_PPB;
    this.o3Bg = h.o3UgM3() / O3_UG_PER_PPB;
    this.steadyBg = steady(0, 0);
  }

  /** The same hour in a street where the air stays for another time. */
  No2Chemistry exchanging(double exchangeS) {
    return new No2Chemistry(hour, exchangeS);
  }

  /** NO₂ in µg/m³ with the background, from local NOx and local primary NO₂ in µg/m³. */
  double no2(double localNox, double localPrimaryNo2) {
    double nox = Math.max(0, localNox) / NO2_UG_PER_PPB;
    double primary = Math.max(0, localPrimaryNo2) / NO2_UG_PER_PPB;
    double no2 = no2Bg + steady(nox, primary) - steadyBg;
    return NO2_UG_PER_PPB * Math.min(noxBg + nox, Math.max(0, no2));
  }

  private double steady(double localNox, double localPrimary) {
    double nox = noxBg + localNox;
    double n = no2Bg + localPrimary;
    double o = n + o3Bg;
    double b = nox + o + photolysis + exchange;
    return 0.5 * (b - Math.sqrt(Math.max(0, b * b - 4 * (nox * o + n * exchange))));
  }
}
