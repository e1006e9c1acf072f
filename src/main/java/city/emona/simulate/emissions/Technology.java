package city.emona.simulate.emissions;

import city.emona.simulate.UserClass;

/**
 * One kind of vehicle: group, fuel, Euro standard (0 = before Euro 1; electric = 9, never banned),
 * the mass share of NO₂ in its NOx, the share of its kilometres driven on the engine (1 but for
 * plug-in hybrids and electric vehicles), its wear and cold-start groups, and the curves of {@link
 * Exhaust}, null for electric vehicles.
 */
public record Technology(
    String id,
    UserClass.Group group,
    Fuel fuel,
    int euro,
    double no2Share,
    double exhaustScale,
    String wear,
    String cold,
    EmissionCurve[] curves) {

  /** What the guidebook has hot curves for; ordinals index {@link #curves}. */
  public enum Exhaust {
    CO,
    NOX,
    PM25,
    EC
  }

  /** Fuels; gas engines count as petrol in a low-emission zone. */
  public enum Fuel {
    PETROL,
    DIESEL,
    LPG,
    CNG,
    ELECTRIC
  }

  /** Hot emission in g/km (EC in MJ/km) at a mean speed. */
  public double hotPerKm(Exhaust what, double speedKmh) {
    return curves == null ? 0 : exhaustScale * curves[what.ordinal()].perKm(speedKmh);
  }

  /** Whether a zone with these minimum standards lets it in. */
  public boolean isAllowed(int minEuroPetrol, int minEuroDiesel) {
    return switch (fuel) {
      case ELECTRIC -> true;
      case DIESEL -> euro >= minEuroDiesel;
      case PETROL, LPG, CNG -> euro >= minEuroPetrol;
    };
  }
}
