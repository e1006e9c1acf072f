package city.emona.results;

import static city.emona.results.Kpi.Direction.LOWER;

import city.emona.geodata.HealthTables;
import city.emona.simulate.AirDay;
import city.emona.simulate.EmissionDay;
import city.emona.simulate.Pollutant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What the traffic's part of the air does to health, and what it costs, counted in two ways that
 * must not be added: by what is emitted (unit costs per kilogram), and by what is breathed (deaths
 * times years of life). PM2.5 and NO2 are reported each for itself, because their effects overlap.
 *
 * <p>Deaths per year: {@code dN = y0 P (1 − exp(−ln(RR) / 10 · dC))}, dC what the city's own
 * traffic adds to the day's mean at home, as if every day of the year were this one; so the change
 * between two runs is that of the scenario. Intervals: those of the relative risk, and for money
 * those of the life years too. Factors and their sources: {@code geodata/health.csv}.
 */
final class HealthKpis {
  private static final String DEATHS =
      "Σ natural deaths per person × residents × (1 − exp(−ln(RR) ÷ 10 × traffic's part of the day's mean at"
          + " home)), as if every day were this one; interval: that of RR";
  private static final String NEVER_ADDED =
      "; a second way to count what another figure counts: never add the two";

  static final List<Kpi> ALL =
      List.of(
          deaths("health.deaths_pm25", "PM2.5"),
          deaths("health.deaths_no2", "NO2"),
          new Kpi(
              "cost.air_by_emission",
              "Cost of air pollution by what is emitted",
              "NOx × "
                  + told("nox_eur_per_kg", "€/kg")
                  + " + PM2.5 × "
                  + told("pm25_eur_per_kg", "€/kg")
                  + ", prices of 2016"
                  + NEVER_ADDED,
              "€/day",
              LOWER,
              true,
              List.of("emissions.nox_kg", "emissions.pm25_kg")),
          byHealth("cost.air_by_health_pm25", "PM2.5", "health.deaths_pm25"),
          byHealth("cost.air_by_health_no2", "NO2", "health.deaths_no2"),
          new Kpi(
              "cost.climate",
              "Cost of the CO2 emitted",
              "CO2 × " + told("co2_eur_per_t", "€/t") + ", prices of 2016",
              "€/day",
              LOWER,
              true,
              List.of("emissions.co2_t")));

  private HealthKpis() {}

  /** A factor with its interval, and whether it is to be checked, in words. */
  private static String told(String id, String unit) {
    HealthTables.Factor f = HealthTables.shipped().factor(id);
    String range = f.low() < f.high() ? String.format(Locale.ROOT, "%s-%s", f.low(), f.high()) : "";
    String status = f.status().equals("verified") ? "" : f.status();
    String join = range.isEmpty() || status.isEmpty() ? "" : ", ";
    String more = range + join + status;
    return f.value() + " " + unit + (more.isEmpty() ? "" : " (" + more + ")");
  }

  private static Kpi deaths(String id, String pollutant) {
    return new Kpi(
        id,
        "Deaths brought forward by the traffic's " + pollutant,
        DEATHS
            + "; RR "
            + told(pollutant.equals("NO2") ? "rr_no2" : "rr_pm25", "per 10 µg/m³")
            + ", natural deaths "
            + told("natural_deaths_per_person", "per year"),
        "deaths/year",
        LOWER,
        true,
        List.of("air_" + (pollutant.equals("NO2") ? "no2" : "pm25"), "land_use.population"));
  }

  private static Kpi byHealth(String id, String pollutant, String deaths) {
    return new Kpi(
        id,
        "Cost of air pollution by the " + pollutant + " that is breathed",
        "deaths × "
            + told("life_years_per_death", "life years")
            + " × "
            + told("life_year_eur", "€")
            + " ÷ 365"
            + NEVER_ADDED,
        "€/day",
        LOWER,
        true,
        List.of(deaths));
  }

  /** Adds what follows from the air at home; nothing where the background is not known. */
  static void fill(KpiSheet sheet, HomeAir homes) {
    AirDay day = homes.day();
    if (day.background() != null) {
      AirDay.Background b = day.background();
      pollutant(sheet, homes, "pm25", day.pm25(), b.pm25());
      pollutant(sheet, homes, "no2", day.no2(), b.no2());
    }
  }

  private static void pollutant(
      KpiSheet sheet, HomeAir homes, String word, float[][] steps, float[] background) {
    HealthTables tables = HealthTables.shipped();
    HealthTables.Factor risk = tables.factor("rr_" + word);
    HealthTables.Factor dying = tables.factor("natural_deaths_per_person");
    HealthTables.Factor years = tables.factor("life_years_per_death");
    HealthTables.Factor price = tables.factor("life_year_eur");
    double[][] deaths = {sheet.perDistrict(), sheet.perDistrict(), sheet.perDistrict()};
    double[] rr = {risk.value(), risk.low(), risk.high()};
    for (int h = 0; h < homes.size(); h++) {
      double added = homes.traffic(steps, background, h);
      for (int k = 0; k < rr.length; k++) {
        sheet.add(
            deaths[k],
            homes.district(h),
            dying.value() * homes.people(h) * -Math.expm1(-Math.log(rr[k]) / 10 * added));
      }
    }
    sheet.put("health.deaths_" + word, deaths[0], deaths[1], deaths[2]);
    sheet.put(
        "cost.air_by_health_" + word,
        times(deaths[0], years.value() * price.value() / 365),
        times(deaths[1], years.low() * price.low() / 365),
        times(deaths[2], years.high() * price.high() / 365));
  }

  /** Adds what follows from the emissions. */
  static void fill(KpiSheet sheet, EmissionDay day) {
    HealthTables tables = HealthTables.shipped();
    double[] nox = EmissionKpis.emitted(sheet, day, 1e-3, Pollutant.NOX);
    double[] pm25 =
        EmissionKpis.emitted(sheet, day, 1e-3, Pollutant.PM25_EXHAUST, Pollutant.PM25_WEAR);
    double[] co2 = EmissionKpis.emitted(sheet, day, 1e-6, Pollutant.CO2);
    HealthTables.Factor perNox = tables.factor("nox_eur_per_kg");
    HealthTables.Factor perPm = tables.factor("pm25_eur_per_kg");
    HealthTables.Factor perCo2 = tables.factor("co2_eur_per_t");
    sheet.put(
        "cost.air_by_emission",
        sum(times(nox, perNox.value()), times(pm25, perPm.value())),
        sum(times(nox, perNox.low()), times(pm25, perPm.low())),
        sum(times(nox, perNox.high()), times(pm25, perPm.high())));
    sheet.put(
        "cost.climate",
        times(co2, perCo2.value()),
        times(co2, perCo2.low()),
        times(co2, perCo2.high()));
  }

  private static double[] times(double[] values, double factor) {
    return Arrays.stream(values).map(v -> v * factor).toArray();
  }

  private static double[] sum(double[] a, double[] b) {
    double[] out = new double[a.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] + b[i];
    }
    return out;
  }
}
