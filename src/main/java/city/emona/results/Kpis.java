package city.emona.results;

import static city.emona.results.Kpi.Direction.HIGHER;
import static city.emona.results.Kpi.Direction.LOWER;
import static city.emona.results.Kpi.Direction.NEITHER;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The indicators that every run is judged by: stable ids (contracts.md §0), formula, unit,
 * direction and inputs. {@link KpiSheet} computes them; adding one means a row here and a line
 * there. Limits: WHO air quality guidelines 2021 and Directive (EU) 2024/2881, annex I (values to
 * be met by 2030); both are annual means, here compared with the mean of the simulated day, which
 * the formula says.
 */
public final class Kpis {
  /** Annual limit for NO2 from 2030, µg/m³: Directive (EU) 2024/2881, annex I, table 1. */
  public static final double NO2_EU2030_UG_M3 = 20;

  /** Annual limit for PM2.5 from 2030, µg/m³: Directive (EU) 2024/2881, annex I, table 1. */
  public static final double PM25_EU2030_UG_M3 = 10;

  public static final List<Kpi> ALL =
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
              "traffic.delay_hours",
              "Time lost in traffic",
              "Σ volume × length × (1 ÷ speed − 1 ÷ free speed) over links and hours",
              "veh·h/day",
              LOWER,
              true,
              List.of("traffic_volume", "traffic_speed", "links.free_speed_kmh")),
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
              "Σ length of links whose volume in passenger-car units exceeds the capacity, summed over hours",
              "km·h/day",
              LOWER,
              true,
              List.of("traffic_volume", "links.capacity_veh_per_h")),
          new Kpi(
              "traffic.trips",
              "Trips by car, van and truck",
              "Σ trips between zones over hours; trips within a zone are not driven in the model",
              "trips/day",
              NEITHER,
              false,
              List.of("od.car_trips_per_day")),
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
              List.of("od.car_trips_per_day", "links.modes")),
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
              List.of("air_pm10", "land_use.population")),
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

  private static final Map<String, Kpi> BY_ID = new LinkedHashMap<>();

  static {
    ALL.forEach(k -> BY_ID.put(k.id(), k));
  }

  private Kpis() {}

  /** The indicator of an id, or null. */
  public static Kpi find(String id) {
    return BY_ID.get(id);
  }
}
