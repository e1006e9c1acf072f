package city.emona.results;

import static city.emona.results.Kpi.Direction.HIGHER;
import static city.emona.results.Kpi.Direction.LOWER;
import static city.emona.results.Kpi.Direction.NEITHER;

import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.WasteDay;
import java.util.List;

/** Indicators of waste collection. */
final class WasteKpis {
  private static final double LEAST_CHANGE = -0.45;

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
              "waste.overflow_litres",
              "Waste beside bins",
              "Σ litres that did not fit ÷ simulated days × 7",
              "l/week",
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
              "waste.emptyings_per_bin",
              "Emptyings per bin",
              "emptyings ÷ bins ÷ simulated days × 7",
              "1/week",
              LOWER,
              true,
              List.of("bins")),
          new Kpi(
              "waste.fill_when_emptied",
              "Fill of bins when emptied",
              "mean filled share of the volume over all emptyings of the simulated days",
              "%",
              HIGHER,
              true,
              List.of("waste_fill", "bins.capacity_l")),
          new Kpi(
              "waste.week_km",
              "Distance of trucks in a week",
              "Σ length of the tours of the week that ends with the day, six days as planned and the day as driven",
              "km/week",
              LOWER,
              true,
              List.of("waste_routes")),
          new Kpi(
              "waste.week_hours",
              "Hours of trucks in a week",
              "Σ working hours of these tours, breaks not counted",
              "h/week",
              LOWER,
              true,
              List.of("waste_routes")),
          new Kpi(
              "waste.week_overtime",
              "Overtime in a week",
              "Σ working hours of trucks beyond six a day",
              "h/week",
              LOWER,
              false,
              List.of("waste_routes")),
          new Kpi(
              "waste.week_cost",
              "Cost of collection in a week",
              "km × 1.6 € (electric 1.1) + hours × 50 € + overtime × 25 € + truck-days × 200 € + sensors × 0.73 €",
              "€/week",
              LOWER,
              true,
              List.of("waste_routes")),
          new Kpi(
              "waste.overflow_cost",
              "Cost of clearing up overflows",
              "overflowing bin-days per week × cost of one",
              "€/week",
              LOWER,
              true,
              List.of("waste.overflow_bin_days")),
          new Kpi(
              "waste.km_per_t",
              "Distance per tonne",
              "distance in the week ÷ waste collected in it",
              "km/t",
              LOWER,
              true,
              List.of("waste_routes")),
          new Kpi(
              "waste.hours_per_t",
              "Hours per tonne",
              "hours in the week ÷ waste collected in it",
              "h/t",
              LOWER,
              true,
              List.of("waste_routes")),
          new Kpi(
              "waste.cost_per_t",
              "Cost per tonne",
              "cost of collection in the week ÷ waste collected in it",
              "€/t",
              LOWER,
              true,
              List.of("waste_routes")),
          new Kpi(
              "waste.co2_per_t",
              "CO2 of trucks per tonne",
              "(driving + standing + lifting) fuel × 2.68 kg/l, or electricity × 0.24 kg/kWh, ÷ waste collected in the week",
              "kg/t",
              LOWER,
              true,
              List.of("waste_routes")),
          new Kpi(
              "waste.nox_per_t",
              "NOx of trucks per tonne",
              "(km × 1.0 g + hours at bins × 15 g) of diesel trucks ÷ waste collected in the week",
              "g/t",
              LOWER,
              true,
              List.of("waste_routes")),
          new Kpi(
              "waste.truck_fill_at_dump",
              "Fill of trucks at disposal",
              "mean load at disposal in the week, the fuller of volume and payload",
              "%",
              HIGHER,
              false,
              List.of("waste_routes")),
          new Kpi(
              "waste.shift_use",
              "Use of shifts",
              "working hours ÷ (truck-days × six hours)",
              "%",
              NEITHER,
              false,
              List.of("waste_routes")),
          new Kpi(
              "waste.trucks_needed",
              "Trucks out on the busiest day",
              "most trucks out on a day of the week",
              "trucks",
              LOWER,
              false,
              List.of("waste_routes")),
          new Kpi(
              "waste.late_windows",
              "Emptyings outside their hours",
              "bins emptied on the day after the hours allowed",
              "emptyings/day",
              LOWER,
              false,
              List.of("waste_routes")),
          new Kpi(
              "waste.missed_emptyings",
              "Emptyings missed",
              "bins due in the week that fit into no shift",
              "emptyings/week",
              LOWER,
              false,
              List.of("waste_routes")),
          new Kpi(
              "waste.fairness_max_mean",
              "Worst district against the mean",
              "largest overflowing bin-days per 1,000 residents of a district ÷ those of the city",
              "1",
              LOWER,
              false,
              List.of("waste.overflow_bin_days", "districts.population")),
          new Kpi(
              "waste.fairness_gini",
              "Unevenness between districts",
              "Gini coefficient of overflowing bin-days per 1,000 residents over districts, weighted by residents",
              "1",
              LOWER,
              false,
              List.of("waste.overflow_bin_days", "districts.population")),
          new Kpi(
              "waste.near_bin",
              "Residents near a bin",
              "share of residents whose block's middle lies within 150 m of a bin for residual waste",
              "%",
              HIGHER,
              true,
              List.of("bins", "land_use.population")),
          new Kpi(
              "waste.walk_p95",
              "Walk to the bin",
              "distance in a straight line to the nearest bin for residual waste that 95 % of residents do not exceed",
              "m",
              LOWER,
              true,
              List.of("bins", "land_use.population")));

  private WasteKpis() {}

  /** Adds the values of waste to the sheet. */
  static void fill(KpiSheet sheet, WasteDay day) {
    double t = 0;
    double km = 0;
    double hours = 0;
    for (WasteDay.Tour tour : day.tours()) {
      t += tour.collectedKg() / 1000;
      km += tour.km();
      hours += tour.hours();
    }
    sheet.add(new KpiValue("waste.collected_t", "", t));
    sheet.add(new KpiValue("waste.truck_km", "", km));
    WasteDay.Week week = day.week();
    sheet.add(
        week == null
            ? new KpiValue("waste.truck_hours", "", hours)
            : new KpiValue("waste.truck_hours", "", hours, week.hoursP10(), week.hoursP90()));
    bins(sheet, day);
    if (week != null) {
      week(sheet, week);
      districts(sheet, day, week);
    }
    WalkToBin.fill(sheet);
  }

  private static void bins(KpiSheet sheet, WasteDay day) {
    Table bins = sheet.city().table(Schema.BINS);
    double perWeek = 7.0 / day.days();
    double[] overflow = sheet.perDistrict();
    double[] litres = sheet.perDistrict();
    double[] emptied = sheet.perDistrict();
    double[] shares = sheet.perDistrict();
    double[] count = sheet.perDistrict();
    int[] district = bins.ints("district");
    for (int b = 0; b < bins.size(); b++) {
      sheet.add(overflow, district[b], day.overflowBinDays()[b] * perWeek);
      sheet.add(litres, district[b], day.spilledL()[b] * perWeek);
      sheet.add(emptied, district[b], day.emptyings()[b] * perWeek);
      sheet.add(shares, district[b], 100 * day.fillShares()[b] * perWeek);
      sheet.add(count, district[b], 1);
    }
    sheet.put("waste.overflow_bin_days", overflow);
    sheet.put("waste.overflow_litres", litres);
    sheet.put("waste.emptyings", emptied);
    sheet.put("waste.emptyings_per_bin", KpiSheet.ratio(emptied, count));
    sheet.put("waste.fill_when_emptied", KpiSheet.ratio(shares, emptied));
    fairness(sheet, overflow);
  }

  private static void week(KpiSheet sheet, WasteDay.Week w) {
    city(sheet, "week_overtime", w.overtimeHours());
    city(sheet, "truck_fill_at_dump", 100 * w.truckFillShare());
    city(sheet, "shift_use", 100 * w.hours() / (w.truckDays() * WasteDay.SHIFT_H));
    city(sheet, "trucks_needed", w.mostTrucks());
    city(sheet, "late_windows", w.lateEmptyings());
    city(sheet, "missed_emptyings", w.missedEmptyings());
  }

  /**
   * The week by district: kilometres, hours, cost and exhaust are shared by emptyings, since a
   * truck serves several districts on one trip; tonnes by the mass that the bins gave, litres at
   * emptying times density; clearing up by overflowing bin-days.
   */
  private static void districts(KpiSheet sheet, WasteDay day, WasteDay.Week w) {
    Table bins = sheet.city().table(Schema.BINS);
    int[] district = bins.ints("district");
    double[] stops = sheet.perDistrict();
    double[] mass = sheet.perDistrict();
    double[] overflow = sheet.perDistrict();
    for (int b = 0; b < bins.size(); b++) {
      sheet.add(stops, district[b], day.emptyings()[b]);
      double litres = day.fillShares()[b] * bins.ints("capacity_l")[b];
      sheet.add(mass, district[b], litres * WasteDay.kgPerL(bins.choices("fraction")[b]));
      sheet.add(overflow, district[b], day.overflowBinDays()[b]);
    }
    double[] tonnes = shared(w.collectedKg() / 1000, mass);
    String[] ids = {"km", "hours", "cost", "co2", "nox"};
    double[] totals = {w.km(), w.hours(), w.collectionEur(), w.co2Kg(), 1000 * w.noxKg()};
    for (int i = 0; i < ids.length; i++) {
      double[] parts = shared(totals[i], stops);
      if (i < 3) {
        sheet.put("waste.week_" + ids[i], parts);
      }
      if (w.collectedKg() > 0) {
        sheet.put("waste." + ids[i] + "_per_t", KpiSheet.ratio(parts, tonnes));
      }
    }
    sheet.put("waste.overflow_cost", shared(w.overflowEur(), overflow));
  }

  /** A total of the city, its last place, split in proportion to weights. */
  private static double[] shared(double total, double[] weight) {
    double all = weight[weight.length - 1];
    double[] out = new double[weight.length];
    for (int d = 0; d < out.length; d++) {
      out[d] = all > 0 ? total * weight[d] / all : 0;
    }
    out[out.length - 1] = total;
    return out;
  }

  private static void city(KpiSheet sheet, String id, double value) {
    if (Double.isFinite(value)) {
      sheet.add(new KpiValue("waste." + id, "", value));
    }
  }

  private static void fairness(KpiSheet sheet, double[] overflow) {
    int[] people = sheet.city().table(Schema.DISTRICTS).ints("population");
    double all = 0;
    double sum = 0;
    double worst = 0;
    for (int d = 0; d < people.length; d++) {
      all += people[d];
      sum += people[d] > 0 ? overflow[d] : 0;
      worst = people[d] > 0 ? Math.max(worst, overflow[d] / people[d]) : worst;
    }
    if (sum > 0 && people.length > 1) {
      city(sheet, "fairness_max_mean", worst / (sum / all));
      city(sheet, "fairness_gini", gini(overflow, people));
    }
  }

  /**
   * Gini coefficient of a burden over people: half the mean difference between two of them, over
   * the mean; everyone in a district carries the same.
   */
  static double gini(double[] burden, int[] people) {
    double difference = 0;
    double all = 0;
    double sum = 0;
    for (int a = 0; a < people.length; a++) {
      all += people[a];
      sum += people[a] > 0 ? burden[a] : 0;
      for (int b = 0; b < a; b++) {
        if (people[a] > 0 && people[b] > 0) {
          double gap = Math.abs(burden[a] / people[a] - burden[b] / people[b]);
          difference += 2 * gap * people[a] * people[b];
        }
      }
    }
    return sum > 0 ? difference / (2 * all * sum) : 0;
  }

  /**
   * What to think of a change of the weekly distance or cost that no published change of policy
   * reached (−45 % to 0; Groningen −41 %, Twente −40 %, vendors up to −45 %), or "".
   */
  static String note(String kpi, double value, double base) {
    if (!kpi.equals("waste.week_km") || !(base > 0) || value == base) {
      return "";
    }
    double change = value / base - 1;
    return change >= LEAST_CHANGE && change <= 0
        ? ""
        : "Check the assumptions: published changes of collection policy lie between −45 % and 0 km.";
  }
}
