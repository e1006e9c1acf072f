package city.emona.simulate.emissions;

import city.emona.EmonaException;
import city.emona.model.Conditions;
import city.emona.simulate.UserClass;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Everything the emission model reads: technologies with their curves, wear by group, cold-start
 * rules, CO₂ per energy by fuel ordinal, and the fleet by year. {@link #mix} turns the conditions
 * of a day into shares by technology; {@link #restrictedShare} tells the demand model how many
 * vehicles of each group a low-emission zone bans. Immutable by agreement; thread-safe.
 */
public record EmissionTables(
    List<Technology> technologies,
    Map<String, Wear> wear,
    List<ColdStart> coldStarts,
    double[] co2GPerMj,
    FleetTable fleet) {

  /** Which vehicles of a group: all, those that the day's zones ban, or the rest. */
  public enum Part {
    ALL,
    RESTRICTED,
    ALLOWED
  }

  /** The technology of an id, or null. */
  public Technology find(String id) {
    for (Technology t : technologies) {
      if (t.id().equals(id)) {
        return t;
      }
    }
    return null;
  }

  /**
   * Share of each group's vehicles (by ordinal of {@link UserClass.Group}) that the low-emission
   * zones of the day ban; 0 without zones. Where zones differ the strictest standard decides, for
   * there is one restricted class. Buses are exempt: their lines have to run.
   */
  public double[] restrictedShare(Conditions conditions) {
    UserClass.Group[] groups = UserClass.Group.values();
    double[] share = new double[groups.length];
    double[] all = shares(conditions.fleet());
    boolean[] banned = banned(conditions);
    for (int t = 0; t < all.length; t++) {
      if (banned[t]) {
        share[technologies.get(t).group().ordinal()] += all[t];
      }
    }
    return share;
  }

  /**
   * Shares by technology of a part of a group in the city's fleet, adding up to 1 (or all 0 where
   * the part is empty).
   */
  public double[] mix(UserClass.Group group, Part part, Conditions conditions) {
    return mix(group, part, conditions, conditions.fleet());
  }

  /** As above in the fleet of some streets; what is banned is that of the day. */
  double[] mix(UserClass.Group group, Part part, Conditions conditions, Conditions.Fleet wanted) {
    double[] mix = shares(wanted);
    boolean[] banned = banned(conditions);
    double sum = 0;
    for (int t = 0; t < mix.length; t++) {
      boolean in =
          technologies.get(t).group() == group
              && (part == Part.ALL || banned[t] == (part == Part.RESTRICTED));
      mix[t] = in ? mix[t] : 0;
      sum += mix[t];
    }
    for (int t = 0; t < mix.length && sum > 0; t++) {
      mix[t] /= sum;
    }
    return mix;
  }

  private boolean[] banned(Conditions conditions) {
    int petrol = 0;
    int diesel = 0;
    for (Conditions.LowEmissionZone zone : conditions.lowEmissionZones()) {
      petrol = Math.max(petrol, zone.minEuroPetrol());
      diesel = Math.max(diesel, zone.minEuroDiesel());
    }
    boolean[] banned = new boolean[technologies.size()];
    for (int t = 0; t < banned.length; t++) {
      Technology tech = technologies.get(t);
      banned[t] = tech.group() != UserClass.Group.BUS && !tech.isAllowed(petrol, diesel);
    }
    return banned;
  }

  /** Fleet of the year with the electric shares of the scenario put in; the rest shrinks alike. */
  private double[] shares(Conditions.Fleet wanted) {
    FleetTable table = wanted.table() == null ? fleet : FleetTable.of(wanted.table(), technologies);
    double[] share = table.inYear(wanted.year());
    double[] electric = new double[UserClass.Group.values().length];
    for (int t = 0; t < share.length; t++) {
      Technology tech = technologies.get(t);
      if (tech.fuel() == Technology.Fuel.ELECTRIC) {
        electric[tech.group().ordinal()] += share[t];
      }
    }
    for (int t = 0; t < share.length; t++) {
      Technology tech = technologies.get(t);
      double target = electricShare(wanted, tech.group());
      double now = electric[tech.group().ordinal()];
      if (!Double.isNaN(target)) {
        boolean isElectric = tech.fuel() == Technology.Fuel.ELECTRIC;
        checkDivisible(now, target, tech.group());
        if (now > 0 && now < 1) {
          share[t] *= isElectric ? target / now : (1 - target) / (1 - now);
        }
      }
    }
    return share;
  }

  private static void checkDivisible(double now, double target, UserClass.Group group) {
    if (now == 0 && target > 0 || now == 1 && target < 1) {
      throw EmonaException.invalid(
          "The fleet table has "
              + (now == 0 ? "no electric" : "only electric")
              + " vehicles in the group "
              + group.name().toLowerCase(Locale.ROOT)
              + ", so their share cannot be set to "
              + target
              + ".",
          "fleet",
          "add them to the table with a small share, or leave the electric share out");
    }
  }

  private static double electricShare(Conditions.Fleet fleet, UserClass.Group group) {
    return switch (group) {
      case CAR -> fleet.electricCarShare();
      case VAN -> fleet.electricVanShare();
      case TRUCK -> fleet.electricTruckShare();
      case BUS -> Double.NaN;
    };
  }
}
