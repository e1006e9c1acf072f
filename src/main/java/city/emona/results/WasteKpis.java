package city.emona.results;

import static city.emona.results.Kpi.Direction.HIGHER;
import static city.emona.results.Kpi.Direction.LOWER;
import static city.emona.results.Kpi.Direction.NEITHER;

import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.WasteDay;
import java.util.List;

/** Indicators of waste collection. */
final class WasteKpis {
  static final List<Kpi> ALL =
      List.of(
          new Kpi(
              "waste.collected_t",
              "Waste collected",
              "Σ mass brought to disposal on the day",
              "t/day",
              NEITHER,
              false,
              List.of("waste_routes")),
          new Kpi(
              "waste.truck_km",
              "Distance of collection trucks",
              "Σ length of all tours of the day",
              "km/day",
              LOWER,
              false,
              List.of("waste_routes")),
          new Kpi(
              "waste.truck_hours",
              "Hours of collection trucks",
              "Σ duration of all tours of the day",
              "h/day",
              LOWER,
              false,
              List.of("waste_routes")),
          new Kpi(
              "waste.overflow_bin_days",
              "Overflowing bins",
              "bin-days with waste beyond the volume ÷ simulated days × 7",
              "bin-days/week",
              LOWER,
              true,
              List.of("waste_fill", "bins.capacity_l")),
          new Kpi(
              "waste.emptyings",
              "Emptyings",
              "emptyings of all bins ÷ simulated days × 7",
              "emptyings/week",
              LOWER,
              true,
              List.of("bins")),
          new Kpi(
              "waste.fill_when_emptied",
              "Fill of bins when emptied",
              "Σ litres collected on the day ÷ Σ volume of the bins emptied on the day",
              "%",
              HIGHER,
              false,
              List.of("waste_fill", "bins.capacity_l")));

  private WasteKpis() {}

  /** Adds the values of waste to the sheet. */
  static void fill(KpiSheet sheet, WasteDay day) {
    City city = sheet.city();
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
    double[] overflow = sheet.perDistrict();
    double[] emptied = sheet.perDistrict();
    int[] district = bins.ints("district");
    for (int b = 0; b < bins.size(); b++) {
      sheet.add(overflow, district[b], day.overflowBinDays()[b] * perWeek);
      sheet.add(emptied, district[b], day.emptyings()[b] * perWeek);
    }
    sheet.add(new KpiValue("waste.collected_t", "", t));
    sheet.add(new KpiValue("waste.truck_km", "", km));
    sheet.add(new KpiValue("waste.truck_hours", "", hours));
    sheet.put("waste.overflow_bin_days", overflow);
    sheet.put("waste.emptyings", emptied);
    sheet.add(
        new KpiValue(
            "waste.fill_when_emptied", "", volume > 0 ? 100 * litres / volume : Double.NaN));
  }
}
