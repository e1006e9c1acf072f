package city.emona.results;

import static city.emona.results.Kpi.Direction.LOWER;

import city.emona.geo.PackedPolygons;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.AirDay;
import java.util.List;

/**
 * Indicators of the air that residents breathe. Limits: Directive (EU) 2024/2881, annex I (values
 * to be met by 2030); they are annual means, here compared with the mean of the simulated day,
 * which the formula says.
 */
final class AirKpis {
  /** Annual limit for NO2 from 2030, µg/m³: Directive (EU) 2024/2881, annex I, table 1. */
  public static final double NO2_EU2030_UG_M3 = 20;

  /** Annual limit for PM2.5 from 2030, µg/m³: Directive (EU) 2024/2881, annex I, table 1. */
  public static final double PM25_EU2030_UG_M3 = 10;

  static final List<Kpi> ALL =
      List.of(
          new Kpi(
              "air.no2.population_mean",
              "NO2 that people breathe at home",
              "Σ residents × mean NO2 of the day at their block ÷ Σ residents",
              "µg/m³",
              LOWER,
              true,
              List.of("air_no2", "land_use.population")),
          new Kpi(
              "air.no2.population_above_eu2030",
              "People above the NO2 limit of 2030",
              "residents of blocks whose mean NO2 of the day exceeds 20 µg/m³ (an annual limit: the day stands for the"
                  + " year)",
              "people",
              LOWER,
              true,
              List.of("air_no2", "land_use.population")),
          new Kpi(
              "air.pm25.population_mean",
              "PM2.5 that people breathe at home",
              "Σ residents × mean PM2.5 of the day at their block ÷ Σ residents",
              "µg/m³",
              LOWER,
              true,
              List.of("air_pm25", "land_use.population")),
          new Kpi(
              "air.pm25.population_above_eu2030",
              "People above the PM2.5 limit of 2030",
              "residents of blocks whose mean PM2.5 of the day exceeds 10 µg/m³ (an annual limit: the day stands for the"
                  + " year)",
              "people",
              LOWER,
              true,
              List.of("air_pm25", "land_use.population")),
          new Kpi(
              "air.pm10.population_mean",
              "PM10 that people breathe at home",
              "Σ residents × mean PM10 of the day at their block ÷ Σ residents",
              "µg/m³",
              LOWER,
              true,
              List.of("air_pm10", "land_use.population")));

  private AirKpis() {}

  /** Adds the values of air to the sheet. */
  static void fill(KpiSheet sheet, AirDay day) {
    City city = sheet.city();
    double[] people = sheet.perDistrict();
    double[] no2 = sheet.perDistrict();
    double[] no2Above = sheet.perDistrict();
    double[] pm25 = sheet.perDistrict();
    double[] pm25Above = sheet.perDistrict();
    double[] pm10 = sheet.perDistrict();
    Table blocks = city.table(Schema.LAND_USE);
    if (blocks.size() == 0 || noPeople(blocks)) {
      blocks = city.table(Schema.ZONES);
    }
    int[] population = blocks.ints("population");
    int[] district = blocks.ints("district");
    for (int b = 0; b < blocks.size(); b++) {
      int cell =
          population[b] == 0
              ? -1
              : day.grid().find(centreM(blocks, b, true), centreM(blocks, b, false));
      if (cell < 0) {
        continue;
      }
      double meanNo2 = mean(day.no2(), cell);
      double meanPm25 = mean(day.pm25(), cell);
      sheet.add(people, district[b], population[b]);
      sheet.add(no2, district[b], population[b] * meanNo2);
      sheet.add(pm25, district[b], population[b] * meanPm25);
      sheet.add(pm10, district[b], population[b] * mean(day.pm10(), cell));
      sheet.add(no2Above, district[b], meanNo2 > NO2_EU2030_UG_M3 ? population[b] : 0);
      sheet.add(pm25Above, district[b], meanPm25 > PM25_EU2030_UG_M3 ? population[b] : 0);
    }
    sheet.put("air.no2.population_mean", KpiSheet.ratio(no2, people));
    sheet.put("air.no2.population_above_eu2030", no2Above);
    sheet.put("air.pm25.population_mean", KpiSheet.ratio(pm25, people));
    sheet.put("air.pm25.population_above_eu2030", pm25Above);
    sheet.put("air.pm10.population_mean", KpiSheet.ratio(pm10, people));
  }

  private static boolean noPeople(Table blocks) {
    for (int p : blocks.ints("population")) {
      if (p > 0) {
        return false;
      }
    }
    return true;
  }

  private static double mean(float[][] steps, int cell) {
    double sum = 0;
    for (float[] step : steps) {
      sum += step[cell];
    }
    return sum / steps.length;
  }

  /**
   * Middle of the box of a block: good enough to find its receptor, and the same for every
   * scenario.
   */
  private static double centreM(Table blocks, int row, boolean x) {
    var b = ((PackedPolygons) blocks.shapes()).bounds(row);
    return (x ? b.minX() + b.maxX() : b.minY() + b.maxY()) / 2000;
  }
}
