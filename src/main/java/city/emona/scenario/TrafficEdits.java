package city.emona.scenario;

import city.emona.EmonaException;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.StreetRules;
import city.emona.model.Table;
import city.emona.model.network.Network;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Applies tolls, bus and bicycle lanes and signal timing. Lanes and capacities change the city's
 * rows; what a lane or a signal means to those who use it is a rule of the day. Stateless.
 */
final class TrafficEdits {
  private TrafficEdits() {}

  static Situation toll(TrafficEdit.Toll e, Situation s, Areas areas) {
    BitSet links = areas.links(e.place());
    BitSet paid = e.paid().equals("cordon") ? entries(s.city(), links) : links;
    if (paid.isEmpty()) {
      throw EmonaException.invalid(
          "No street leads into the place: it has no junction whose streets all lie inside.",
          "place",
          "Choose a larger area, or paid: street to charge for each street of the place.");
    }
    List<StreetRules.Toll> tolls = new ArrayList<>();
    for (Edit.Hours h : e.hours().spans()) {
      tolls.add(
          new StreetRules.Toll(
              paid,
              e.eur(),
              e.paid().equals("distance"),
              e.vehicles(),
              h.fromMinute(),
              h.toMinute()));
    }
    return rules(s, s.conditions().streets().andTolls(tolls));
  }

  /**
   * Links by which one enters: they end at a junction all of whose streets for cars belong to the
   * place, and begin at one that has others. Every way from outside to such a junction uses exactly
   * one of them per entry.
   */
  private static BitSet entries(City city, BitSet inside) {
    Network net = city.network();
    BitSet border = new BitSet();
    for (int i = 0; i < net.linkCount(); i++) {
      if (!inside.get(i) && (net.modes()[i] & (Schema.CAR | Schema.TRUCK)) != 0) {
        border.set(net.fromNode()[i]);
        border.set(net.toNode()[i]);
      }
    }
    BitSet entries = new BitSet();
    for (int i = inside.nextSetBit(0); i >= 0; i = inside.nextSetBit(i + 1)) {
      if (border.get(net.fromNode()[i]) && !border.get(net.toNode()[i])) {
        entries.set(i);
      }
    }
    return entries;
  }

  static Situation busLane(TrafficEdit.BusLane e, Situation s, Areas areas) {
    BitSet links = areas.links(e.place());
    Situation changed = e.takesLane() ? withoutLane(s, links) : s;
    return rules(
        changed.with(allowing(changed.city(), links, Schema.BUS)),
        changed.conditions().streets().andBusLanes(links));
  }

  static Situation bikeLane(TrafficEdit.BikeLane e, Situation s, Areas areas) {
    BitSet links = areas.links(e.place());
    Situation changed = e.takesLane() ? withoutLane(s, links) : s;
    return rules(
        changed.with(allowing(changed.city(), links, Schema.BIKE)),
        changed.conditions().streets().andBikeLanes(links));
  }

  private static City allowing(City city, BitSet links, int mode) {
    Table t = city.table(Schema.LINKS);
    int[] modes = t.ints("modes").clone();
    links.stream().forEach(i -> modes[i] |= mode);
    return city.with(t.with("modes", modes));
  }

  /** One general lane fewer; the capacity falls in proportion. */
  private static Situation withoutLane(Situation s, BitSet links) {
    Table t = s.city().table(Schema.LINKS);
    int[] lanes = t.ints("lanes").clone();
    int[] capacity = t.ints("capacity_veh_per_h").clone();
    for (int i = links.nextSetBit(0); i >= 0; i = links.nextSetBit(i + 1)) {
      if (lanes[i] < 2) {
        throw EmonaException.invalid(
            "The street \"" + t.id(i) + "\" has one lane only, which traffic would lose.",
            "takesLane",
            "Name streets of two lanes in each direction, add classes: to the place, or write"
                + " takesLane: false for a lane that is built beside.");
      }
      capacity[i] = (int) Math.round((double) capacity[i] * (lanes[i] - 1) / lanes[i]);
      lanes[i]--;
    }
    return s.with(s.city().with(t.with("lanes", lanes).with("capacity_veh_per_h", capacity)));
  }

  static Situation signal(TrafficEdit.Signal e, Situation s, Areas areas) {
    BitSet links = areas.links(e.place());
    Network net = s.city().network();
    BitSet junctions = new BitSet();
    BitSet favoured = new BitSet();
    for (int i = links.nextSetBit(0); i >= 0; i = links.nextSetBit(i + 1)) {
      if (net.control()[net.toNode()[i]] == Network.CONTROL_SIGNAL) {
        favoured.set(i);
        junctions.set(net.toNode()[i]);
      }
    }
    if (favoured.isEmpty()) {
      throw EmonaException.invalid(
          "No street of the place ends at a junction with signals.",
          "place",
          "Name streets that lead to a junction whose control is signal.");
    }
    BitSet others = new BitSet();
    for (int i = 0; i < net.linkCount(); i++) {
      if (junctions.get(net.toNode()[i]) && !favoured.get(i)) {
        others.set(i);
      }
    }
    double rest = 1 - e.greenShare();
    Table t = s.city().table(Schema.LINKS);
    int[] capacity = t.ints("capacity_veh_per_h").clone();
    List<StreetRules.SignalTiming> before = s.conditions().streets().signals();
    favoured.stream()
        .forEach(i -> capacity[i] = scaled(capacity[i], e.greenShare(), green(before, i)));
    others.stream().forEach(i -> capacity[i] = scaled(capacity[i], rest, green(before, i)));
    return rules(
        s.with(s.city().with(t.with("capacity_veh_per_h", capacity))),
        s.conditions()
            .streets()
            .andSignals(
                List.of(
                    new StreetRules.SignalTiming(favoured, e.greenShare(), e.cycleS()),
                    new StreetRules.SignalTiming(others, rest, e.cycleS()))));
  }

  private static int scaled(int capacity, double green, double before) {
    return (int) Math.max(1, Math.round(capacity * green / before));
  }

  /** Share of green that a link has so far: of the last timing that names it, or the usual one. */
  private static double green(List<StreetRules.SignalTiming> timings, int link) {
    double green = StreetRules.USUAL_GREEN_SHARE;
    for (StreetRules.SignalTiming t : timings) {
      green = t.links().get(link) ? t.greenShare() : green;
    }
    return green;
  }

  private static Situation rules(Situation s, StreetRules rules) {
    return s.with(s.conditions().withStreets(rules));
  }
}
