package city.emona.simulate.traffic;

import city.emona.simulate.UserClass;

/**
 * What an hour is worth to the driver of a vehicle, which turns money into the time that route
 * choice compares. Figures per hour in euros of 2002 (factor cost): car on business 23.82,
 * commuting 8.48, other trips 7.11, EU-25 means over short distances of HEATCO, Deliverable 5
 * (2006); per tonne and hour of road freight 2.98, same source, times a load of 3 tonnes for a
 * truck in town (an assumption). A car carries the mix of {@code demand.Purpose}: 12 % business, 24
 * % commuting, the rest other. Vans are driven on business. Drivers alone count, as they choose the
 * way.
 *
 * <p>Tolls are given in today's money: figures are raised by the consumer prices of the euro area,
 * 2002 to 2024 about {@value #PRICES} (Eurostat HICP, annual averages). Real growth of incomes is
 * left out, so the figures are on the low side and tolls act on the strong side.
 */
public final class ValueOfTime {
  static final double PRICES = 1.56;

  private static final double BUSINESS = 23.82;
  private static final double COMMUTING = 8.48;
  private static final double OTHER = 7.11;
  private static final double TONNE = 2.98;
  private static final double LOAD_TONNES = 3;

  private ValueOfTime() {}

  /** Euros per hour at today's prices. */
  public static double euroPerHour(UserClass.Group group) {
    return PRICES
        * switch (group) {
          case CAR -> 0.12 * BUSINESS + 0.24 * COMMUTING + 0.64 * OTHER;
          case VAN -> BUSINESS;
          case TRUCK, BUS -> BUSINESS + LOAD_TONNES * TONNE;
        };
  }

  /** Seconds that a driver would rather lose than pay a euro. */
  public static double secondsPerEuro(UserClass.Group group) {
    return 3600 / euroPerHour(group);
  }
}
