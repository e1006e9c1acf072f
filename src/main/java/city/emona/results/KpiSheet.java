package city.emona.results;

import city.emona.geo.PackedPolygons;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.model.network.Network;
import city.emona.simulate.AirDay;
import city.emona.simulate.EmissionDay;
import city.emona.simulate.Pollutant;
import city.emona.simulate.TrafficDay;
import city.emona.simulate.WasteDay;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes every indicator of {@link Kpis} for the city and for each district. Sums run over links,
 * blocks and bins in row order, so the same run gives the same bits. Row {@code districts.size()}
 * of each accumulator is the whole city. Not thread-safe; make one per run.
 */
public final class KpiSheet {
  private final City city;
  private final int districts;
  private final List<KpiValue> values = new ArrayList<>();

  private KpiSheet(City city) {
    this.city = city;
    this.districts = city.table(Schema.DISTRICTS).size();
  }

  /** All indicators; a part that is null (its engine did not run) gives none of its own. */
  public static List<KpiValue> of(
      City city, TrafficDay traffic, EmissionDay emissions, AirDay air, WasteDay waste) {
    KpiSheet sheet = new KpiSheet(city);
    if (traffic != null) {
      sheet.traffic(traffic);
    }
    if (emissions != null) {
      sheet.emissions(emissions);
    }
    if (air != null) {
      sheet.air(air);
    }
    if (waste != null) {
      sheet.waste(waste);
    }
    return List.copyOf(sheet.values);
  }

  private void traffic(TrafficDay day) {
    Network net = city.network();
    int[] lengthMm = net.lengthMm();
    int[] freeKmh = net.freeSpeedKmh();
    int[] capacity = net.capacityVehPerH();
    int[] district = net.district();
    double[] km = new double[districts + 1];
    double[] hours = new double[districts + 1];
    double[] delay = new double[districts + 1];
    double[] over = new double[districts + 1];
    double stepH = day.steps().stepMinutes() / 60.0;
    for (int s = 0; s < day.steps().count(); s++) {
      for (int i = 0; i < lengthMm.length; i++) {
        double vehicles = 0;
        double pcu = 0;
        for (int c = 0; c < day.volumeVehPerH().length; c++) {
          double v = day.volumeVehPerH()[c][s][i];
          vehicles += v;
          pcu += v * day.classes().get(c).pcu();
        }
        if (vehicles > 0) {
          double lengthKm = lengthMm[i] / 1e6;
          double linkKm = vehicles * stepH * lengthKm;
          double linkH = linkKm / day.speedKmh()[s][i];
          add(km, district[i], linkKm);
          add(hours, district[i], linkH);
          add(delay, district[i], Math.max(0, linkH - linkKm / freeKmh[i]));
          if (pcu > capacity[i]) {
            add(over, district[i], lengthKm * stepH);
          }
        }
      }
    }
    put("traffic.vehicle_km", km);
    put("traffic.vehicle_hours", hours);
    put("traffic.delay_hours", delay);
    put("traffic.mean_speed", ratio(km, hours));
    put("traffic.over_capacity_km", over);
    values.add(new KpiValue("traffic.trips", "", sum(day.tally().loaded())));
    double gap = 0;
    for (double hour : day.relativeGap()) {
      gap = Math.max(gap, hour);
    }
    values.add(new KpiValue("traffic.relative_gap", "", gap));
    values.add(new KpiValue("traffic.unserved_trips", "", sum(day.tally().unreachable())));
  }

  private static double sum(double[] steps) {
    double sum = 0;
    for (double s : steps) {
      sum += s;
    }
    return sum;
  }

  private void emissions(EmissionDay day) {
    put("emissions.nox_kg", emitted(day, 1e-3, Pollutant.NOX));
    put("emissions.pm25_kg", emitted(day, 1e-3, Pollutant.PM25_EXHAUST, Pollutant.PM25_WEAR));
    put("emissions.pm10_kg", emitted(day, 1e-3, Pollutant.PM10_EXHAUST, Pollutant.PM10_WEAR));
    put("emissions.co2_t", emitted(day, 1e-6, Pollutant.CO2));
  }

  private double[] emitted(EmissionDay day, double perGram, Pollutant... parts) {
    int[] lengthMm = city.network().lengthMm();
    int[] district = city.network().district();
    double seconds = day.steps().stepMinutes() * 60.0;
    double[] sum = new double[districts + 1];
    for (int s = 0; s < day.steps().count(); s++) {
      for (int i = 0; i < lengthMm.length; i++) {
        double g = 0;
        for (Pollutant p : parts) {
          g += day.gPerMPerS(p, s, i);
        }
        add(sum, district[i], g * lengthMm[i] / 1000.0 * seconds * perGram);
      }
    }
    return sum;
  }

  private void air(AirDay day) {
    double[] people = new double[districts + 1];
    double[] no2 = new double[districts + 1];
    double[] no2Above = new double[districts + 1];
    double[] pm25 = new double[districts + 1];
    double[] pm25Above = new double[districts + 1];
    double[] pm10 = new double[districts + 1];
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
      add(people, district[b], population[b]);
      add(no2, district[b], population[b] * meanNo2);
      add(pm25, district[b], population[b] * meanPm25);
      add(pm10, district[b], population[b] * mean(day.pm10(), cell));
      add(no2Above, district[b], meanNo2 > Kpis.NO2_EU2030_UG_M3 ? population[b] : 0);
      add(pm25Above, district[b], meanPm25 > Kpis.PM25_EU2030_UG_M3 ? population[b] : 0);
    }
    put("air.no2.population_mean", ratio(no2, people));
    put("air.no2.population_above_eu2030", no2Above);
    put("air.pm25.population_mean", ratio(pm25, people));
    put("air.pm25.population_above_eu2030", pm25Above);
    put("air.pm10.population_mean", ratio(pm10, people));
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

  private void waste(WasteDay day) {
    double t = 0;
    double km = 0;
    double hours = 0;
    double litres = 0;
    double volume = 0;
    Table bins = city.table(Schema.BINS);
    int[] capacity = bins.ints("capacity_l");
    for (WasteDay.Tour tour : day.tours()) {
      t += tour.collectedKg() / 1000;
      km += tour.km();
      hours += tour.hours();
      litres += tour.collectedL();
      for (int b : tour.bins()) {
        volume += capacity[b];
      }
    }
    double perWeek = 7.0 / day.days();
    double[] overflow = new double[districts + 1];
    double[] emptied = new double[districts + 1];
    int[] district = bins.ints("district");
    for (int b = 0; b < bins.size(); b++) {
      add(overflow, district[b], day.overflowBinDays()[b] * perWeek);
      add(emptied, district[b], day.emptyings()[b] * perWeek);
    }
    values.add(new KpiValue("waste.collected_t", "", t));
    values.add(new KpiValue("waste.truck_km", "", km));
    values.add(new KpiValue("waste.truck_hours", "", hours));
    put("waste.overflow_bin_days", overflow);
    put("waste.emptyings", emptied);
    values.add(
        new KpiValue(
            "waste.fill_when_emptied", "", volume > 0 ? 100 * litres / volume : Double.NaN));
  }

  private void add(double[] sum, int district, double value) {
    if (district >= 0) {
      sum[district] += value;
    }
    sum[districts] += value;
  }

  private static double[] ratio(double[] a, double[] b) {
    double[] out = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      out[i] = b[i] > 0 ? a[i] / b[i] : Double.NaN;
    }
    return out;
  }

  /** City first, then the districts in row order; no row where there is nothing to say (NaN). */
  private void put(String kpi, double[] sum) {
    String[] ids = city.table(Schema.DISTRICTS).ids();
    values.add(new KpiValue(kpi, "", sum[districts]));
    for (int d = 0; d < districts; d++) {
      if (!Double.isNaN(sum[d])) {
        values.add(new KpiValue(kpi, ids[d], sum[d]));
      }
    }
  }
}
