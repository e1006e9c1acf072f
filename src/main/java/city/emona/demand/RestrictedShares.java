package city.emona.demand;

/**
 * Shares (0..1) of cars, vans and trucks that a low-emission zone bans, before anybody replaces a
 * vehicle: known from the fleet table, so given by the caller.
 */
public record RestrictedShares(double car, double van, double truck) {
  public static final RestrictedShares NONE = new RestrictedShares(0, 0, 0);

  public RestrictedShares {
    if (!isShare(car) || !isShare(van) || !isShare(truck)) {
      throw new IllegalArgumentException("not shares: " + car + ", " + van + ", " + truck);
    }
  }

  private static boolean isShare(double v) {
    return v >= 0 && v <= 1;
  }
}
