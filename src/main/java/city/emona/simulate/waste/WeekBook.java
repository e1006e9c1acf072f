package city.emona.simulate.waste;

import city.emona.model.Conditions;
import city.emona.simulate.WasteDay;
import city.emona.simulate.routing.RoutingPlan;
import java.util.List;

/**
 * Books the days of the week that ends with the date: those before it as planned, the date as
 * driven. Not thread-safe.
 */
final class WeekBook {
  private final DayPlanner.Fleet fleet;
  private final byte[] fraction;
  private final double[] capacityL;
  private double km;
  private double electricKm;
  private double hours;
  private double overtime;
  private double idleHours;
  private double lifts;
  private int truckDays;
  private int mostTrucks;
  private int dumps;
  private double kg;
  private double litres;
  private double fullShares;
  private int fullCount;
  private int missed;
  private int late;

  WeekBook(DayPlanner.Fleet fleet, byte[] fraction, double[] capacityL) {
    this.fleet = fleet;
    this.fraction = fraction;
    this.capacityL = capacityL;
  }

  /** A day as planned; {@code takenL} per bin: litres that the served bins gave. */
  void planned(DayPlan plan, boolean[] served, boolean[] due, double[] takenL) {
    DayPlan.Totals t = plan.totals();
    truck(t.km(), electricKm(plan), t.hours(), t.overtimeHours());
    truckDays += t.truckDays();
    mostTrucks = Math.max(mostTrucks, t.truckDays());
    dumps += t.dumps();
    double[] byFraction = new double[WasteRules.KG_PER_L.length];
    for (int b = 0; b < served.length; b++) {
      missed += due[b] && !served[b] ? 1 : 0;
      if (served[b]) {
        lift(b);
        litres += takenL[b];
        kg += takenL[b] * WasteRules.KG_PER_L[fraction[b]];
        byFraction[fraction[b]] += takenL[b];
      }
    }
    for (DayPlan.Part part : plan.parts()) {
      loads(part, byFraction[part.fraction()]);
    }
  }

  /** Mean load of a part's trips: what came in over the trips, against the trucks that went. */
  private void loads(DayPlan.Part part, double litresIn) {
    double room = 0;
    int trips = 0;
    for (RoutingPlan.Route r : part.plan().routes()) {
      double litresOfTruck =
          Math.min(
              fleet.volumeL()[r.vehicle()],
              fleet.payloadKg()[r.vehicle()] / WasteRules.KG_PER_L[part.fraction()]);
      for (RoutingPlan.Visit v : r.visits()) {
        boolean empties = v.kind() == RoutingPlan.Kind.FACILITY;
        room += empties ? litresOfTruck : 0;
        trips += empties ? 1 : 0;
      }
    }
    if (trips > 0) {
      fullShares += trips * Math.min(1, litresIn / room);
      fullCount += trips;
    }
  }

  private double electricKm(DayPlan plan) {
    double sum = 0;
    for (DayPlan.Part part : plan.parts()) {
      for (RoutingPlan.Route r : part.plan().routes()) {
        sum += fleet.electric()[r.vehicle()] ? r.distance_m() / 1000.0 : 0;
      }
    }
    return sum;
  }

  /** The date as driven; {@code missedToday}: emptyings due that no truck could make. */
  void driven(
      List<WasteDay.Tour> tours,
      List<Integer> trucks,
      double fullShare,
      int lateToday,
      int missedToday) {
    for (int i = 0; i < tours.size(); i++) {
      WasteDay.Tour t = tours.get(i);
      double over = Math.max(0, t.hours() - WasteRules.SHIFT_SECONDS / 3600);
      truck(t.km(), fleet.electric()[trucks.get(i)] ? t.km() : 0, t.hours(), over);
      dumps += t.disposalTrips();
      fullShares += t.disposalTrips() * fullShare;
      fullCount += t.disposalTrips();
      litres += t.collectedL();
      kg += t.collectedKg();
      for (int b : t.bins()) {
        lift(b);
      }
    }
    truckDays += tours.size();
    mostTrucks = Math.max(mostTrucks, tours.size());
    late += lateToday;
    missed += missedToday;
  }

  private void truck(double moreKm, double moreElectricKm, double moreHours, double over) {
    km += moreKm;
    electricKm += moreElectricKm;
    hours += moreHours;
    overtime += over;
  }

  private void lift(int b) {
    double seconds = Stops.serviceSeconds(capacityL[b]);
    lifts += seconds / WasteRules.EMPTY_SECONDS;
    idleHours += seconds / 3600;
  }

  WasteDay.Week total(
      Conditions.Collection collection,
      int sensors,
      double overflowsPerWeek,
      PlanTrials.Result trials) {
    double dieselShare = km > 0 ? 1 - electricKm / km : 1;
    double diesel =
        WasteRules.LITRES_PER_KM * km
            + WasteRules.IDLE_LITRES_PER_H * idleHours
            + WasteRules.LITRES_PER_LIFT * lifts;
    double co2 =
        dieselShare * diesel * WasteRules.CO2_KG_PER_L
            + electricKm * WasteRules.KWH_PER_KM * WasteRules.GRID_CO2_KG_PER_KWH;
    double nox =
        dieselShare
            * (WasteRules.NOX_G_PER_KM * km + WasteRules.IDLE_NOX_G_PER_H * idleHours)
            / 1000;
    double eur =
        (km - electricKm) * WasteRules.EUR_PER_KM
            + electricKm * WasteRules.ELECTRIC_EUR_PER_KM
            + hours * WasteRules.CREW_EUR_PER_H
            + overtime * WasteRules.OVERTIME_EUR_PER_H
            + truckDays * WasteRules.EUR_PER_TRUCK_DAY
            + sensors * WasteRules.EUR_PER_SENSOR_WEEK;
    return new WasteDay.Week(
        km,
        hours,
        overtime,
        truckDays,
        mostTrucks,
        fleet.count(),
        dumps,
        kg,
        litres,
        fullCount == 0 ? Double.NaN : fullShares / fullCount,
        missed,
        late,
        sensors,
        co2,
        nox,
        eur,
        overflowsPerWeek * collection.policy().overflowCostEur(),
        trials == null ? Double.NaN : trials.percentile(10),
        trials == null ? Double.NaN : trials.percentile(90),
        trials == null ? Double.NaN : trials.overtimeShare());
  }
}
