package city.emona.simulate.waste;

import city.emona.model.Conditions;
import city.emona.simulate.WasteDay;
import city.emona.simulate.routing.RoutingPlan;
import java.util.ArrayList;
import java.util.Arrays;
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
  private double kwh;
  private double hours;
  private double overtime;
  private double dieselIdleHours;
  private double dieselLifts;
  private int truckDays;
  private int hiredDays;
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
    hours += t.hours();
    overtime += t.overtimeHours();
    drives(plan);
    truckDays += t.truckDays();
    mostTrucks = Math.max(mostTrucks, t.truckDays());
    dumps += t.dumps();
    double[] byFraction =
        new double[1 + plan.parts().stream().mapToInt(DayPlan.Part::fraction).max().orElse(0)];
    for (int b = 0; b < served.length; b++) {
      missed += due[b] && !served[b] ? 1 : 0;
      if (served[b]) {
        litres += takenL[b];
        kg += takenL[b] * WasteDay.kgPerL(fraction[b]);
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
              fleet.payloadKg()[r.vehicle()] / WasteDay.kgPerL(part.fraction()));
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

  /** Kilometres and lifts of each truck. */
  private void drives(DayPlan plan) {
    boolean[] out = new boolean[fleet.count()];
    for (DayPlan.Part part : plan.parts()) {
      for (RoutingPlan.Route r : part.plan().routes()) {
        out[r.vehicle()] |= r.isUsed();
        List<Integer> bins = new ArrayList<>();
        for (RoutingPlan.Visit v : r.visits()) {
          if (v.kind() == RoutingPlan.Kind.STOP) {
            Arrays.stream(part.stops().bins()[v.idx()]).forEach(bins::add);
          }
        }
        truck(r.vehicle(), r.distance_m() / 1000.0, bins);
      }
    }
    for (int k = 0; k < out.length; k++) {
      hiredDays += out[k] && fleet.isHired(k) ? 1 : 0;
    }
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
      hours += t.hours();
      overtime += over;
      truck(trucks.get(i), t.km(), Arrays.stream(t.bins()).boxed().toList());
      hiredDays += fleet.isHired(trucks.get(i)) ? 1 : 0;
      dumps += t.disposalTrips();
      fullShares += t.disposalTrips() * fullShare;
      fullCount += t.disposalTrips();
      litres += t.collectedL();
      kg += t.collectedKg();
    }
    truckDays += tours.size();
    mostTrucks = Math.max(mostTrucks, tours.size());
    late += lateToday;
    missed += missedToday;
  }

  private void truck(int k, double moreKm, List<Integer> bins) {
    double liftHours = 0;
    for (int b : bins) {
      liftHours += Stops.serviceSeconds(capacityL[b]) / 3600;
    }
    km += moreKm;
    if (fleet.battery()[k] != null) {
      electricKm += moreKm;
      kwh += fleet.kwh(k, moreKm, liftHours);
    } else {
      dieselIdleHours += liftHours;
      dieselLifts += liftHours * 3600 / WasteRules.EMPTY_SECONDS;
    }
  }

  /** Days of hired trucks so far. */
  int hiredDays() {
    return hiredDays;
  }

  WasteDay.Week total(
      Conditions.Collection collection,
      int sensors,
      double overflowsPerWeek,
      PlanTrials.Result trials) {
    double dieselKm = km - electricKm;
    double diesel =
        WasteRules.LITRES_PER_KM * dieselKm
            + WasteRules.IDLE_LITRES_PER_H * dieselIdleHours
            + WasteRules.LITRES_PER_LIFT * dieselLifts;
    double co2 = diesel * WasteRules.CO2_KG_PER_L + kwh * WasteRules.GRID_CO2_KG_PER_KWH;
    double nox =
        (WasteRules.NOX_G_PER_KM * dieselKm + WasteRules.IDLE_NOX_G_PER_H * dieselIdleHours) / 1000;
    double eur =
        dieselKm * WasteRules.EUR_PER_KM
            + electricKm * WasteRules.ELECTRIC_EUR_PER_KM
            + hours * WasteRules.CREW_EUR_PER_H
            + overtime * WasteRules.OVERTIME_EUR_PER_H
            + (truckDays - hiredDays) * WasteRules.EUR_PER_TRUCK_DAY
            + hiredDays * WasteRules.EUR_PER_HIRED_DAY
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
