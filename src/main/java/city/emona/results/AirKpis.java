package city.emona.results;

import static city.emona.results.Kpi.Direction.LOWER;

import city.emona.geodata.HealthTables;
import city.emona.simulate.AirDay;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Indicators of the air that residents breathe: population-weighted means, and people above every
 * level of WHO 2021 and of Directive (EU) 2024/2881 ({@link HealthTables}). Annual levels are
 * compared with the mean of the simulated day, which the formula says.
 */
final class AirKpis {
  private static final List<String> POLLUTANTS = List.of("NO2", "PM2.5", "PM10");

  static final List<Kpi> ALL = all();

  private AirKpis() {}

  private static List<Kpi> all() {
    List<Kpi> all = new ArrayList<>();
    for (String p : POLLUTANTS) {
      String layer = "air_" + word(p);
      all.add(
          new Kpi(
              "air." + word(p) + ".population_mean",
              p + " that people breathe at home",
              "Σ residents × mean " + p + " of the day at their block ÷ Σ residents",
              "µg/m³",
              LOWER,
              true,
              List.of(layer, "land_use.population")));
      for (HealthTables.Level l : HealthTables.shipped().levels()) {
        if (l.pollutant().equals(p)) {
          all.add(
              new Kpi(
                  id(l),
                  "People above the " + p + " level of " + name(l),
                  String.format(
                      Locale.ROOT,
                      "residents of blocks whose mean %s of the day exceeds %.0f µg/m³ (%s%s)",
                      p,
                      l.ugM3(),
                      l.source(),
                      l.isDaily()
                          ? "; some days a year may exceed it"
                          : "; an annual level: the day stands for the year"),
                  "people",
                  LOWER,
                  true,
                  List.of(layer, "land_use.population")));
        }
      }
    }
    return List.copyOf(all);
  }

  private static String name(HealthTables.Level l) {
    return (l.id().startsWith("who") ? "WHO 2021" : "EU 2030") + (l.isDaily() ? " for a day" : "");
  }

  private static String word(String pollutant) {
    return pollutant.toLowerCase(Locale.ROOT).replace(".", "");
  }

  private static String id(HealthTables.Level l) {
    return "air." + word(l.pollutant()) + ".population_above_" + l.id();
  }

  private static float[][] of(AirDay day, String pollutant) {
    return switch (pollutant) {
      case "NO2" -> day.no2();
      case "PM2.5" -> day.pm25();
      default -> day.pm10();
    };
  }

  /** Adds the values of air to the sheet. */
  static void fill(KpiSheet sheet, HomeAir homes) {
    for (String p : POLLUTANTS) {
      float[][] steps = of(homes.day(), p);
      double[] people = sheet.perDistrict();
      double[] sum = sheet.perDistrict();
      double[] mean = new double[homes.size()];
      for (int h = 0; h < mean.length; h++) {
        mean[h] = homes.mean(steps, h);
        sheet.add(people, homes.district(h), homes.people(h));
        sheet.add(sum, homes.district(h), homes.people(h) * mean[h]);
      }
      sheet.put("air." + word(p) + ".population_mean", KpiSheet.ratio(sum, people));
      for (HealthTables.Level l : HealthTables.shipped().levels()) {
        if (l.pollutant().equals(p)) {
          double[] above = sheet.perDistrict();
          for (int h = 0; h < mean.length; h++) {
            sheet.add(above, homes.district(h), mean[h] > l.ugM3() ? homes.people(h) : 0);
          }
          sheet.put(id(l), above);
        }
      }
    }
  }
}
