package city.emona.results;

import static city.emona.results.Kpi.Direction.HIGHER;
import static city.emona.results.Kpi.Direction.LOWER;
import static city.emona.results.Kpi.Direction.NEITHER;

import city.emona.model.City;
import city.emona.model.network.Network;
import city.emona.simulate.TrafficDay;
import java.util.List;

/** Indicators of a day of traffic. */
final class TrafficKpis {
  static final List<Kpi> ALL =
      List.of(
          new Kpi(
              "traffic.vehicle_km",
              "Distance driven",
              "Σ volume × length over links and hours",
              "veh·km/day",
              NEITHER,
              true,
              List.of("traffic_volume", "links.length_mm")),
          new Kpi(
              "traffic.vehicle_hours",
              "Time spent driving",
              "Σ volume × length ÷ speed over links and hours",
              "veh·h/day",
              LOWER,
              true,
              List.of("traffic_volume", "traffic_speed", "links.length_mm")),
          new Kpi(
              "traffic.door_to_door_hours",
              "Time from door to door",
              "Σ trips × (way from the zone to the street + streets + way from the street to the zone) over hours, in"
                  + " passenger-car units; unlike the time on streets it counts trips that a closure keeps off them",
              "h/day",
              LOWER,
              false,
              List.of("od.car_trips_per_day", "traffic_speed", "zone_access.node")),
          new Kpi(
              "traffic.delay_hours",
              "Time lost in traffic",
              "Σ volume × length × (1 ÷ speed − 1 ÷ free speed) over links and hours; free speed = posted limit, so waits at"
                  + " junctions count",
              "veh·h/day",
              LOWER,
              true,
              List.of("traffic_volume", "traffic_speed", "links.free_speed_kmh")),
          new Kpi(
              "traffic.travel_time_index",
              "Travel time over free flow",
              "time spent driving ÷ Σ volume × length ÷ free speed over links and hours",
              "1",
              LOWER,
              true,
              List.of("traffic.vehicle_hours", "traffic_volume", "links.free_speed_kmh")),
          new Kpi(
              "traffic.mean_speed",
              "Mean speed",
              "distance driven ÷ time spent driving",
              "km/h",
              HIGHER,
              true,
              List.of("traffic.vehicle_km", "traffic.vehicle_hours")),
          new Kpi(
              "traffic.over_capacity_km",
              "Streets over capacity",
              "Σ length of links whose volume of cars, vans and trucks in passenger-car units exceeds the capacity, summed"
                  + " over hours",
              "km·h/day",
              LOWER,
              true,
              List.of("traffic_vc", "links.capacity_veh_per_h", "links.length_mm")),
          new Kpi(
              "traffic.trips",
              "Trips by car, van and truck",
              "Σ trips between zones over hours; trips within a zone are not driven in the model",
              "trips/day",
              NEITHER,
              false,
              List.of("od.car_trips_per_day")),
          new Kpi(
              "traffic.toll_eur",
              "Tolls paid",
              "Σ volume × toll over links, hours and kinds of vehicles",
              "€/day",
              NEITHER,
              false,
              List.of("traffic_volume")),
          new Kpi(
              "traffic.relative_gap",
              "Distance from equilibrium",
              "largest relative gap of the hours: (total travel time − time on shortest paths) ÷ total travel time",
              "1",
              NEITHER,
              false,
              List.of("traffic_volume")),
          new Kpi(
              "traffic.unserved_trips",
              "Trips without a way",
              "Σ trips between zones that no permitted path joins, in passenger-car units",
              "trips/day",
              LOWER,
              false,
              List.of("od.car_trips_per_day", "links.modes")));

  private TrafficKpis() {}

  /** Adds the values of traffic to the sheet. */
  static void fill(KpiSheet sheet, TrafficDay day) {
    City city = sheet.city();
    Network net = city.network();
    int[] lengthMm = net.lengthMm();
    int[] freeKmh = net.freeSpeedKmh();
    int[] capacity = net.capacityVehPerH();
    int[] district = net.district();
    double[] km = sheet.perDistrict();
    double[] hours = sheet.perDistrict();
    double[] freeHours = sheet.perDistrict();
    double[] delay = sheet.perDistrict();
    double[] over = sheet.perDistrict();
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
          sheet.add(km, district[i], linkKm);
          sheet.add(hours, district[i], linkH);
          sheet.add(freeHours, district[i], linkKm / freeKmh[i]);
          sheet.add(delay, district[i], Math.max(0, linkH - linkKm / freeKmh[i]));
          if (pcu > capacity[i]) {
            sheet.add(over, district[i], lengthKm * stepH);
          }
        }
      }
    }
    sheet.put("traffic.vehicle_km", km);
    sheet.put("traffic.vehicle_hours", hours);
    sheet.put("traffic.delay_hours", delay);
    sheet.put("traffic.travel_time_index", KpiSheet.ratio(hours, freeHours));
    sheet.put("traffic.mean_speed", KpiSheet.ratio(km, hours));
    sheet.put("traffic.over_capacity_km", over);
    sheet.add(new KpiValue("traffic.trips", "", KpiSheet.sum(day.tally().loaded())));
    sheet.add(new KpiValue("traffic.toll_eur", "", KpiSheet.sum(day.tally().tollEur())));
    sheet.add(
        new KpiValue("traffic.door_to_door_hours", "", KpiSheet.sum(day.tally().doorToDoorH())));
    double gap = 0;
    for (double hour : day.relativeGap()) {
      gap = Math.max(gap, hour);
    }
    sheet.add(new KpiValue("traffic.relative_gap", "", gap));
    sheet.add(new KpiValue("traffic.unserved_trips", "", KpiSheet.sum(day.tally().unreachable())));
  }
}
