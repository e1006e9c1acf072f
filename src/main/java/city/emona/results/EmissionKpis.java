package city.emona.results;

import static city.emona.results.Kpi.Direction.LOWER;

import city.emona.model.City;
import city.emona.simulate.EmissionDay;
import city.emona.simulate.Pollutant;
import java.util.List;

/** Indicators of what traffic emits. */
final class EmissionKpis {
  static final List<Kpi> ALL =
      List.of(
          new Kpi(
              "emissions.nox_kg",
              "NOx from traffic",
              "Σ emission × length over links and hours",
              "kg/day",
              LOWER,
              true,
              List.of("emissions_nox")),
          new Kpi(
              "emissions.pm25_kg",
              "PM2.5 from traffic",
              "Σ (exhaust + tyre, brake and road wear) × length over links and hours",
              "kg/day",
              LOWER,
              true,
              List.of("emissions_pm25")),
          new Kpi(
              "emissions.pm10_kg",
              "PM10 from traffic",
              "Σ (exhaust + tyre, brake and road wear) × length over links and hours",
              "kg/day",
              LOWER,
              true,
              List.of("emissions_pm10")),
          new Kpi(
              "emissions.co2_t",
              "CO2 from traffic",
              "Σ emission × length over links and hours, tank to wheel",
              "t/day",
              LOWER,
              true,
              List.of("emissions_co2")),
          new Kpi(
              "emissions.co_kg",
              "CO from traffic",
              "Σ emission × length over links and hours; without the cold start of petrol engines",
              "kg/day",
              LOWER,
              true,
              List.of("emissions_co")),
          new Kpi(
              "emissions.no2_kg",
              "NO2 from exhausts",
              "Σ primary NO2 × length over links and hours",
              "kg/day",
              LOWER,
              true,
              List.of("emissions_no2")),
          new Kpi(
              "emissions.pm_exhaust_kg",
              "Particles from exhausts",
              "Σ exhaust particles × length over links and hours; the rest of PM is wear",
              "kg/day",
              LOWER,
              true,
              List.of("emissions_pm_exhaust")));

  private EmissionKpis() {}

  /** Adds the values of emission to the sheet. */
  static void fill(KpiSheet sheet, EmissionDay day) {
    sheet.put("emissions.nox_kg", emitted(sheet, day, 1e-3, Pollutant.NOX));
    sheet.put(
        "emissions.pm25_kg",
        emitted(sheet, day, 1e-3, Pollutant.PM25_EXHAUST, Pollutant.PM25_WEAR));
    sheet.put(
        "emissions.pm10_kg",
        emitted(sheet, day, 1e-3, Pollutant.PM10_EXHAUST, Pollutant.PM10_WEAR));
    sheet.put("emissions.co2_t", emitted(sheet, day, 1e-6, Pollutant.CO2));
    sheet.put("emissions.co_kg", emitted(sheet, day, 1e-3, Pollutant.CO));
    sheet.put("emissions.no2_kg", emitted(sheet, day, 1e-3, Pollutant.NO2_PRIMARY));
    sheet.put("emissions.pm_exhaust_kg", emitted(sheet, day, 1e-3, Pollutant.PM25_EXHAUST));
  }

  static double[] emitted(KpiSheet sheet, EmissionDay day, double perGram, Pollutant... parts) {
    City city = sheet.city();
    int[] lengthMm = city.network().lengthMm();
    int[] district = city.network().district();
    double seconds = day.steps().stepMinutes() * 60.0;
    double[] sum = sheet.perDistrict();
    for (int s = 0; s < day.steps().count(); s++) {
      for (int i = 0; i < lengthMm.length; i++) {
        double g = 0;
        for (Pollutant p : parts) {
          g += day.gPerMPerS(p, s, i);
        }
        sheet.add(sum, district[i], g * lengthMm[i] / 1000.0 * seconds * perGram);
      }
    }
    return sum;
  }
}
