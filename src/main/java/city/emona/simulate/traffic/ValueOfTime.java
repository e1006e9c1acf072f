package city.emona.simulate.traffic;

import city.emona.demand.Purpose;
import city.emona.simulate.UserClass;

/**
 * What an hour is worth to the driver of a vehicle, which turns money into the time that route
 * choice compares. A car carries the mix of {@link Purpose}, whose values of time mode choice uses
 * too. Vans are driven on business; a truck adds 2.98 euros of 2002 per tonne and hour of road
 * freight (HEATCO, Deliverable 5, 2006) times a load of 3 tonnes in town (an assumption). Drivers
 * alone count, as they choose the way.
 */
public final class ValueOfTime {
  private static final double TONNE = 2.98 * Purpose.PRICES;
  private static final double LOAD_TONNES = 3;

  private ValueOfTime() {}

  /** Euros per hour at today's prices. */
  public static double euroPerHour(UserClass.Group group) {
    return switch (group) {
      case CAR -> mix();
      case VAN -> Purpose.BUSINESS_EUR_PER_H;
      case TRUCK, BUS -> Purpose.BUSINESS_EUR_PER_H + LOAD_TONNES * TONNE;
    };
  }

  private static double mix() {
    double sum = 0;
    for (Purpose p : Purpose.values()) {
      sum += p.share() * p.valueOfTimeEurPerH();
    }
    return sum;
  }

  /** Seconds that a driver would rather lose than pay a euro. */
  public static double secondsPerEuro(UserClass.Group group) {
    return 3600 / euroPerHour(group);
  }
}
