package city.emona.results;

import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.simulate.AirDay;
import city.emona.simulate.EmissionDay;
import city.emona.simulate.ModeDay;
import city.emona.simulate.TrafficDay;
import city.emona.simulate.WasteDay;
import java.util.ArrayList;
import java.util.Arrays;
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
      City city,
      TrafficDay traffic,
      ModeDay modes,
      EmissionDay emissions,
      AirDay air,
      WasteDay waste) {
    KpiSheet sheet = new KpiSheet(city);
    if (traffic != null) {
      TrafficKpis.fill(sheet, traffic);
    }
    if (modes != null) {
      MobilityKpis.fill(sheet, modes);
    }
    if (emissions != null) {
      EmissionKpis.fill(sheet, emissions);
      HealthKpis.fill(sheet, emissions);
    }
    if (air != null) {
      HomeAir homes = new HomeAir(city, air);
      AirKpis.fill(sheet, homes);
      HealthKpis.fill(sheet, homes);
    }
    if (waste != null) {
      WasteKpis.fill(sheet, waste);
    }
    return List.copyOf(sheet.values);
  }

  City city() {
    return city;
  }

  /** A sum for every district, and one more for the whole city. */
  double[] perDistrict() {
    return new double[districts + 1];
  }

  void add(KpiValue value) {
    values.add(value);
  }

  static double sum(double[] steps) {
    double sum = 0;
    for (double s : steps) {
      sum += s;
    }
    return sum;
  }

  void add(double[] sum, int district, double value) {
    if (district >= 0) {
      sum[district] += value;
    }
    sum[districts] += value;
  }

  static double[] ratio(double[] a, double[] b) {
    double[] out = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      out[i] = b[i] > 0 ? a[i] / b[i] : Double.NaN;
    }
    return out;
  }

  /** City first, then the districts in row order; no row where there is nothing to say (NaN). */
  void put(String kpi, double[] sum) {
    double[] none = perDistrict();
    Arrays.fill(none, Double.NaN);
    put(kpi, sum, none, none);
  }

  /** As above with an interval. */
  void put(String kpi, double[] sum, double[] low, double[] high) {
    String[] ids = city.table(Schema.DISTRICTS).ids();
    values.add(new KpiValue(kpi, "", sum[districts], low[districts], high[districts]));
    for (int d = 0; d < districts; d++) {
      if (!Double.isNaN(sum[d])) {
        values.add(new KpiValue(kpi, ids[d], sum[d], low[d], high[d]));
      }
    }
  }
}
