package city.emona.results;

import static city.emona.results.Kpi.Direction.HIGHER;
import static city.emona.results.Kpi.Direction.LOWER;
import static city.emona.results.Kpi.Direction.NEITHER;

import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.ModeDay;
import java.util.ArrayList;
import java.util.List;

/** Indicators of how people travel, what they can reach, and who wins or loses. */
final class MobilityKpis {
  /** Change of the logsum from which a resident counts as one who wins or loses. */
  static final double NOTICED_MIN = 0.1;

  private static final List<String> MODES = List.of("car", "bus", "bike", "foot");
  private static final List<String> TITLES = List.of("by car", "by bus", "by bicycle", "on foot");
  private static final List<String> CHOICE =
      List.of("od.car_trips_per_day", "mode_shares.csv", "mode_choice.csv", "traffic_speed");

  static final List<Kpi> ALL = all();

  private MobilityKpis() {}

  private static List<Kpi> all() {
    List<Kpi> all = new ArrayList<>();
    all.add(
        new Kpi(
            "mobility.trips",
            "Trips of people",
            "Σ car drivers × persons per car ÷ share of the car on the base day, over trips that start in the district",
            "trips/day",
            NEITHER,
            true,
            CHOICE));
    for (int m = 0; m < MODES.size(); m++) {
      all.add(
          new Kpi(
              "mobility.share_" + MODES.get(m),
              "Trips " + TITLES.get(m),
              "trips of people "
                  + TITLES.get(m)
                  + " ÷ trips of people, by nested logit from the times of all modes; trips that start in the district",
              "%",
              m == 0 ? LOWER : HIGHER,
              true,
              m == 1 ? with(CHOICE, "bus_lines.headway_peak_min") : CHOICE));
    }
    for (int m = 0; m < MODES.size(); m++) {
      all.add(
          new Kpi(
              "mobility.jobs20_" + MODES.get(m),
              "Jobs within 20 minutes " + TITLES.get(m),
              "Σ residents × jobs within 20 minutes from door to door at 8 o'clock "
                  + TITLES.get(m)
                  + " ÷ Σ residents, between zones",
              "jobs",
              HIGHER,
              true,
              List.of("zones.jobs", "zones.population", "traffic_speed", "links.modes")));
    }
    all.add(
        new Kpi(
            "mobility.gain",
            "Time gained per trip",
            "Σ persons × Δ logsum ÷ utility of a minute ÷ Σ persons, against the base day; trips that start or end in the"
                + " district, half each",
            "min/trip",
            HIGHER,
            true,
            CHOICE));
    all.add(people("mobility.winners", "People who win", "more than 0.1", HIGHER));
    all.add(people("mobility.losers", "People who lose", "less than −0.1", LOWER));
    all.add(
        new Kpi(
            "mobility.residual",
            "Distance from agreement of mode and route choice",
            "largest over the hours of Σ |change of car trips that the last times ask for| ÷ Σ car trips",
            "1",
            NEITHER,
            false,
            CHOICE));
    return List.copyOf(all);
  }

  private static Kpi people(String id, String title, String limit, Kpi.Direction better) {
    return new Kpi(
        id,
        title,
        "residents of zones whose time gained per trip is " + limit + " minutes",
        "people",
        better,
        true,
        with(CHOICE, "zones.population"));
  }

  private static List<String> with(List<String> inputs, String more) {
    List<String> all = new ArrayList<>(inputs);
    all.add(more);
    return all;
  }

  /** Adds the values of a day to the sheet. */
  static void fill(KpiSheet sheet, ModeDay day) {
    Table zones = sheet.city().table(Schema.ZONES);
    int[] district = zones.ints("district");
    int[] population = zones.ints("population");
    double[] all = sheet.perDistrict();
    double[] people = sheet.perDistrict();
    double[][] trips = new double[MODES.size()][];
    for (int m = 0; m < trips.length; m++) {
      trips[m] = sheet.perDistrict();
      for (int z = 0; z < district.length; z++) {
        sheet.add(trips[m], district[z], 100 * day.trips()[m][z]);
        sheet.add(all, district[z], day.trips()[m][z]);
      }
    }
    sheet.put("mobility.trips", all);
    for (int m = 0; m < trips.length; m++) {
      sheet.put("mobility.share_" + MODES.get(m), KpiSheet.ratio(trips[m], all));
    }
    for (int z = 0; z < district.length; z++) {
      sheet.add(people, district[z], population[z]);
    }
    for (int m = 0; m < trips.length; m++) {
      double[] jobs = sheet.perDistrict();
      for (int z = 0; z < district.length; z++) {
        sheet.add(jobs, district[z], population[z] * day.jobs()[m][z]);
      }
      sheet.put("mobility.jobs20_" + MODES.get(m), KpiSheet.ratio(jobs, people));
    }
    gains(sheet, day, district, population);
  }

  private static void gains(KpiSheet sheet, ModeDay day, int[] district, int[] population) {
    double[] gain = sheet.perDistrict();
    double[] ends = sheet.perDistrict();
    double[] winners = sheet.perDistrict();
    double[] losers = sheet.perDistrict();
    for (int z = 0; z < district.length; z++) {
      sheet.add(gain, district[z], day.gainMin()[z]);
      sheet.add(ends, district[z], day.ends()[z]);
      double perTrip = day.ends()[z] > 0 ? day.gainMin()[z] / day.ends()[z] : 0;
      sheet.add(winners, district[z], perTrip > NOTICED_MIN ? population[z] : 0);
      sheet.add(losers, district[z], perTrip < -NOTICED_MIN ? population[z] : 0);
    }
    sheet.put("mobility.gain", KpiSheet.ratio(gain, ends));
    sheet.put("mobility.winners", winners);
    sheet.put("mobility.losers", losers);
    double residual = 0;
    for (double r : day.residual()) {
      residual = Math.max(residual, r);
    }
    sheet.add(new KpiValue("mobility.residual", "", residual));
  }
}
