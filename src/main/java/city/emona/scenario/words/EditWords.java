package city.emona.scenario.words;

import city.emona.model.StreetRules;
import city.emona.scenario.Edit;
import city.emona.scenario.Place;
import city.emona.scenario.TrafficEdit;
import city.emona.scenario.WasteEdit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An edit in one English sentence, for lists and pages that people read: "Close the old bridge to
 * car and truck, 07:00-10:00". What acts is {@link Edit#fields()}; this is only its reading, and is
 * neither hashed nor parsed. Names that the file gives (roles, streets, districts) are shown as
 * they are, of long lists the first three. Stateless.
 */
public final class EditWords {
  private static final int SHOWN = 3;

  private EditWords() {}

  public static String of(Edit edit) {
    if (edit instanceof Edit.Close e) {
      return "Close " + place(e.place()) + " to " + modes(e.modes()) + hours(e.hours());
    } else if (edit instanceof Edit.OneWay e) {
      String heading = e.heading().isEmpty() ? "" : " " + e.heading() + "bound";
      return "Make " + place(e.place()) + " one-way" + heading + " for " + modes(e.modes());
    } else if (edit instanceof Edit.Lanes e) {
      return lanes(e);
    } else if (edit instanceof Edit.Capacity e) {
      String to =
          e.vehPerH() >= 0 ? "Set to " + e.vehPerH() + " vehicles/h" : "Times " + real(e.factor());
      return to + " for each direction of " + place(e.place());
    } else if (edit instanceof Edit.SpeedLimit e) {
      String slower = e.raise() ? ", raising slower streets too" : "";
      return e.kmh() + " km/h on " + place(e.place()) + slower;
    } else if (edit instanceof Edit.NewLink e) {
      return newLink(e);
    } else if (edit instanceof Edit.LowEmissionZone e) {
      return "Petrol from Euro %d, diesel from Euro %d in %s%s; %s complies"
          .formatted(
              e.minEuroPetrol(),
              e.minEuroDiesel(),
              place(e.place()),
              hours(e.hours()),
              percent(e.complianceShare()));
    }
    return edit instanceof TrafficEdit e ? ofTraffic(e) : ofSite(edit);
  }

  private static String ofTraffic(TrafficEdit edit) {
    if (edit instanceof TrafficEdit.Toll e) {
      String who = join(Edit.words(StreetRules.VEHICLES, e.vehicles()));
      String what =
          switch (e.paid()) {
            case "distance" -> "each kilometre in ";
            case "street" -> "driving on ";
            default -> "each drive into ";
          };
      return "%s pay%s %s € for %s%s%s"
          .formatted(
              title(who),
              who.contains(" ") ? "" : "s",
              real(e.eur()),
              what,
              place(e.place()),
              hours(e.hours()));
    } else if (edit instanceof TrafficEdit.BusLane e) {
      return lane("bus", e.takesLane(), e.place());
    } else if (edit instanceof TrafficEdit.BikeLane e) {
      return lane("bicycle", e.takesLane(), e.place());
    } else if (edit instanceof TrafficEdit.Signal e) {
      return "Green for %s of a cycle of %d s at the signals ahead of %s"
          .formatted(percent(e.greenShare()), e.cycleS(), place(e.place()));
    }
    throw new IllegalArgumentException("no words for the edit " + edit.type());
  }

  private static String lane(String of, boolean takesLane, Place place) {
    String from = takesLane ? ", in place of a general lane" : ", beside the general lanes";
    return "A " + of + " lane on " + place(place) + from;
  }

  private static String ofSite(Edit edit) {
    if (edit instanceof Edit.Fleet e) {
      return fleet(e);
    } else if (edit instanceof Edit.Demand e) {
      String where = e.place().isEmpty() ? "in the whole city" : "to and from " + place(e.place());
      return "Car trips " + where + " times " + real(e.factor()) + hours(e.hours());
    } else if (edit instanceof Edit.Development e) {
      List<String> what = new ArrayList<>();
      if (e.population() > 0) {
        what.add(count(e.population(), "resident"));
      }
      if (e.jobs() > 0) {
        what.add(count(e.jobs(), "job"));
      }
      return join(what) + " in " + place(e.place());
    } else if (edit instanceof WasteEdit e) {
      return WasteWords.of(e);
    } else if (edit instanceof Edit.Sensors e) {
      return sensors(e);
    } else if (edit instanceof Edit.Weather e) {
      return "A day of " + e.name() + " weather";
    }
    throw new IllegalArgumentException("no words for the edit " + edit.type());
  }

  private static String lanes(Edit.Lanes e) {
    if (e.lanes() >= 0) {
      return count(e.lanes(), "lane") + " in each direction of " + place(e.place());
    }
    String more = e.change() > 0 ? "more" : "fewer";
    int n = Math.abs(e.change());
    return "%d %s lane%s on %s".formatted(n, more, n == 1 ? "" : "s", place(e.place()));
  }

  private static String newLink(Edit.NewLink e) {
    String name = e.name().isEmpty() ? "A new street" : e.name();
    String ends =
        e.role().isEmpty()
            ? "from " + e.from() + " to " + e.to()
            : "at the " + e.role().replace('-', ' ');
    String way = e.bothDirections() ? " in each direction" : ", one-way";
    return "%s %s: %s, %s%s, %d km/h"
        .formatted(
            name, ends, e.roadClass().replace('_', ' '), count(e.lanes(), "lane"), way, e.kmh());
  }

  private static String fleet(Edit.Fleet e) {
    List<String> electric = new ArrayList<>();
    share(electric, e.electricCars(), "cars");
    share(electric, e.electricVans(), "vans");
    share(electric, e.electricTrucks(), "trucks");
    String vehicles = e.year() >= 0 ? "Vehicles of " + e.year() : "Vehicles of today";
    String table = e.table() == null ? "" : " by an own fleet table";
    String where = e.place().isEmpty() ? "" : " on " + place(e.place());
    String from = e.from() == null ? "" : " from " + e.from();
    String until = e.until() == null ? "" : " until " + e.until();
    String all = vehicles + table + where + from + until;
    return electric.isEmpty() ? all : all + "; " + join(electric) + " driven electrically";
  }

  private static void share(List<String> out, double share, String vehicles) {
    if (!Double.isNaN(share)) {
      out.add(percent(share) + " of " + vehicles);
    }
  }

  private static String sensors(Edit.Sensors e) {
    List<String> parts = new ArrayList<>();
    if (!e.add().isEmpty()) {
      List<String> names =
          e.add().stream().map(s -> s.name().isEmpty() ? s.id() : s.name()).toList();
      parts.add("put up " + some(names));
    }
    if (!e.remove().isEmpty()) {
      parts.add("take down " + some(e.remove()));
    }
    return title(String.join("; ", parts));
  }

  static String place(Place p) {
    List<String> parts = new ArrayList<>();
    if (!p.roles().isEmpty()) {
      parts.add("the " + some(p.roles()).replace('-', ' '));
    }
    if (!p.streets().isEmpty()) {
      parts.add(some(p.streets()));
    }
    if (!p.districts().isEmpty()) {
      parts.add((p.districts().size() == 1 ? "district " : "districts ") + some(p.districts()));
    }
    if (!p.links().isEmpty()) {
      parts.add((p.links().size() == 1 ? "link " : "links ") + some(p.links()));
    }
    if (!p.bins().isEmpty()) {
      parts.add((p.bins().size() == 1 ? "bin " : "bins ") + some(p.bins()));
    }
    if (!p.polygon().isEmpty()) {
      parts.add("a drawn area");
    }
    String where = parts.isEmpty() ? "the whole city" : join(parts);
    String classes = some(p.classes()).replace('_', ' ');
    return p.classes().isEmpty() ? where : where + " (" + classes + " streets only)";
  }

  private static String modes(int bits) {
    return join(Edit.words(Edit.MODES, bits));
  }

  static String hours(Edit.Hours h) {
    return h.isAllDay()
        ? ""
        : ", " + Edit.Hours.clock(h.fromMinute()) + "-" + Edit.Hours.clock(h.toMinute());
  }

  private static String some(List<String> names) {
    if (names.size() <= SHOWN + 1) {
      return join(names);
    }
    return String.join(", ", names.subList(0, SHOWN)) + " and " + (names.size() - SHOWN) + " more";
  }

  static String join(List<String> names) {
    int last = names.size() - 1;
    return last <= 0
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  static String count(int n, String what) {
    return grouped(n) + " " + what + (n == 1 ? "" : "s");
  }

  static String grouped(int n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  static String percent(double share) {
    return real(Math.round(share * 1000) / 10.0) + " %";
  }

  /** Without the decimals of a whole number. */
  static String real(double x) {
    return x == Math.rint(x) && Math.abs(x) < 1e9
        ? grouped((int) x)
        : String.format(Locale.ROOT, "%.3f", x).replaceAll("0+$", "");
  }

  static String title(String words) {
    return words.isEmpty()
        ? words
        : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
