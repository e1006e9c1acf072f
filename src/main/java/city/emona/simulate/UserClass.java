package city.emona.simulate;

/**
 * Vehicles that choose routes alike. {@code restricted} vehicles are those that a low-emission zone
 * bans; the emission engine gives them the old part of the fleet and the others the rest. {@code
 * pcu} = passenger-car units in the volume-delay function (HCM 7th ed., ch. 12: truck equivalents
 * on level ground).
 */
public record UserClass(String id, Group group, boolean restricted, double pcu) {
  /** Categories of the emission tables. */
  public enum Group {
    CAR,
    VAN,
    TRUCK,
    BUS
  }
}
