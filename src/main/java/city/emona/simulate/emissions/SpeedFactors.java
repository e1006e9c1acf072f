package city.emona.simulate.emissions;

import city.emona.simulate.Pollutant;

/**
 * Emission of the average vehicle of a mix, g/km by {@link Pollutant} and speed: the curves of all
 * technologies weighted once and tabulated every {@value #STEP_KMH} km/h, with linear interpolation
 * between (under 0.1 % off the curves in the range of city speeds), because a day of a city asks
 * for millions of values. Hot exhaust and wear in one table, the cold-start extra at a link weight
 * of 1 in the other. Thread-safe.
 */
final class SpeedFactors {
  static final double STEP_KMH = 0.25;
  private static final double MAX_KMH = 150;
  private static final int BINS = (int) (MAX_KMH / STEP_KMH) + 1;
  private static final int POLLUTANTS = Pollutant.values().length;

  private final double[] hot = new double[BINS * POLLUTANTS];
  private final double[] cold = new double[BINS * POLLUTANTS];

  SpeedFactors(EmissionTables tables, double[] mix, double temperatureC) {
    for (int t = 0; t < mix.length; t++) {
      if (mix[t] > 0) {
        add(tables, tables.technologies().get(t), mix[t], temperatureC);
      }
    }
  }

  private void add(EmissionTables tables, Technology tech, double share, double temperatureC) {
    Wear wear = tables.wear().get(tech.wear());
    double co2 = tables.co2GPerMj()[tech.fuel().ordinal()];
    for (int b = 0; b < BINS; b++) {
      double v = b * STEP_KMH;
      int at = b * POLLUTANTS;
      double nox = tech.hotPerKm(Technology.Exhaust.NOX, v);
      double pm = tech.hotPerKm(Technology.Exhaust.PM25, v);
      put(hot, at, Pollutant.NOX, share * nox);
      put(hot, at, Pollutant.NO2_PRIMARY, share * nox * tech.no2Share());
      put(hot, at, Pollutant.PM25_EXHAUST, share * pm);
      // Exhaust particles are all below 2.5 µm (guidebook 1.A.3.b.i-iv).
      put(hot, at, Pollutant.PM10_EXHAUST, share * pm);
      put(hot, at, Pollutant.PM25_WEAR, share * wear.pm25GPerKm(v));
      put(hot, at, Pollutant.PM10_WEAR, share * wear.pm10GPerKm(v));
      put(hot, at, Pollutant.CO, share * tech.hotPerKm(Technology.Exhaust.CO, v));
      put(hot, at, Pollutant.CO2, share * tech.hotPerKm(Technology.Exhaust.EC, v) * co2);
    }
    for (ColdStart rule : tables.coldStarts()) {
      if (rule.group().equals(tech.cold())) {
        addCold(tables, tech, rule, share, temperatureC);
      }
    }
  }

  private void addCold(
      EmissionTables tables, Technology tech, ColdStart rule, double share, double temperatureC) {
    Technology reference = rule.reference() == null ? tech : tables.find(rule.reference());
    double scale = rule.reference() == null ? 1 : tech.exhaustScale();
    double coldShare = share * scale * rule.share(temperatureC);
    for (int b = 0; b < BINS; b++) {
      double v = b * STEP_KMH;
      double g =
          coldShare * reference.hotPerKm(rule.what(), v) * (rule.quotient(v, temperatureC) - 1);
      int at = b * POLLUTANTS;
      switch (rule.what()) {
        case CO -> put(cold, at, Pollutant.CO, g);
        case NOX -> {
          put(cold, at, Pollutant.NOX, g);
          put(cold, at, Pollutant.NO2_PRIMARY, g * tech.no2Share());
        }
        case PM25 -> {
          put(cold, at, Pollutant.PM25_EXHAUST, g);
          put(cold, at, Pollutant.PM10_EXHAUST, g);
        }
        case EC -> put(cold, at, Pollutant.CO2, g * tables.co2GPerMj()[tech.fuel().ordinal()]);
      }
    }
  }

  private static void put(double[] table, int at, Pollutant p, double value) {
    table[at + p.ordinal()] += value;
  }

  /**
   * Adds {@code vehicles × g/km} of every pollutant at a speed to {@code sum}; {@code coldWeight}
   * is how many more (or fewer) cold kilometres the link has than the average one.
   */
  void addTo(double[] sum, double vehicles, double speedKmh, double coldWeight) {
    double at = Math.min(MAX_KMH, Math.max(0, speedKmh)) / STEP_KMH;
    int low = Math.min(BINS - 2, (int) at);
    double w = at - low;
    int i = low * POLLUTANTS;
    int j = i + POLLUTANTS;
    for (int p = 0; p < POLLUTANTS; p++) {
      double h = (1 - w) * hot[i + p] + w * hot[j + p];
      double c = (1 - w) * cold[i + p] + w * cold[j + p];
      sum[p] += vehicles * (h + coldWeight * c);
    }
  }
}
