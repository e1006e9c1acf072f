package city.emona.scenario.yaml;

import city.emona.model.WastePolicy;
import city.emona.scenario.Edit;
import city.emona.scenario.Place;
import city.emona.scenario.WasteEdit;
import java.util.ArrayList;
import java.util.List;

/** Reads the edits of waste collection; ranges are checked here. Stateless. */
final class WasteEditReader {
  private static final List<String> BIN_PLACES = List.of("bins", "districts", "role", "polygon");

  private WasteEditReader() {}

  /** The edit, or null where the type is none of these. */
  static Edit read(String type, YamlFields f) {
    return switch (type) {
      case "collectionPolicy" -> collectionPolicy(f);
      case "addBins" -> addBins(f);
      case "removeBins" -> new WasteEdit.RemoveBins(bins(f, true), fraction(f));
      case "moveBins" -> moveBins(f);
      case "resizeBins" -> resizeBins(f);
      case "wasteDemand" ->
          new WasteEdit.WasteDemand(
              bins(f, false),
              fraction(f),
              f.need("factor", "1.5") ? f.real("factor", 0, 100, 1) : 1,
              f.integer("days", 1, 366, 0));
      case "collectionHours" -> collectionHours(f);
      case "depot" -> depot(f);
      default -> null;
    };
  }

  private static Place bins(YamlFields f, boolean needed) {
    return EditReader.place(f, needed, BIN_PLACES);
  }

  private static String fraction(YamlFields f) {
    return f.choice("fraction", WasteEdit.FRACTIONS, "");
  }

  private static Edit collectionPolicy(YamlFields f) {
    String policy = f.choice("policy", WasteEdit.POLICIES, "");
    List<String> fractions = f.texts("fractions", WasteEdit.FRACTIONS.size());
    for (String name : fractions) {
      if (!WasteEdit.FRACTIONS.contains(name)) {
        f.wrong(
            "fractions",
            "\"" + YamlFields.shown(name) + "\" is not a fraction.",
            "Use some of: " + String.join(", ", WasteEdit.FRACTIONS) + ".");
      }
    }
    double limit = f.real("limitPercent", 0.001, 100, Double.NaN);
    boolean limited = policy.equals("threshold") || policy.equals("predictive");
    if (f.has("limitPercent") && !limited) {
      f.wrong(
          "limitPercent",
          "Only the policies threshold and predictive have a limit.",
          "Remove it, or add policy: predictive.");
    }
    if (!fractions.isEmpty() && policy.isEmpty()) {
      f.need("policy", "predictive");
    }
    double cost = f.real("overflowCostEur", 0, 10_000, Double.NaN);
    WastePolicy.Sensing sensors = f.has("sensors") ? sensors(f.fields("sensors")) : null;
    boolean guard = f.flag("noDistrictWorse", false);
    boolean same = f.flag("sameService", false);
    if (same && !policy.equals("predictive")) {
      f.wrong(
          "sameService",
          "Only the policy predictive finds its limits by itself.",
          "Remove it, or write policy: predictive.");
    }
    List<Integer> days = new ArrayList<>();
    WasteEdit.FRACTIONS.forEach(x -> days.add(-1));
    if (f.has("calendar")) {
      YamlFields c = f.fields("calendar");
      for (int i = 0; i < days.size(); i++) {
        days.set(i, c.bits(WasteEdit.FRACTIONS.get(i), Edit.WEEKDAYS, -1));
      }
      c.done();
    }
    int start = f.clock("shiftStart");
    boolean any =
        List.of("policy", "overflowCostEur", "sensors", "calendar", "shiftStart").stream()
            .anyMatch(f::has);
    if (!any) {
      f.need("policy", "predictive");
    }
    return new WasteEdit.CollectionPolicy(
        policy, fractions, limit, cost, sensors, guard, same, days, start);
  }

  private static WastePolicy.Sensing sensors(YamlFields s) {
    WastePolicy.Sensing usual = WastePolicy.Sensing.AS_BUILT;
    WastePolicy.Sensing read =
        new WastePolicy.Sensing(
            s.real("share", 0, 1, Double.NaN),
            s.real("failureShare", 0, 1, usual.failureShare()),
            s.real("noiseShare", 0, 1, usual.noiseShare()),
            s.integer("latencyH", 0, 24, usual.latencyH()));
    s.done();
    return read;
  }

  private static Edit addBins(YamlFields f) {
    Place place =
        EditReader.place(f, false, List.of("streets", "links", "districts", "role", "polygon"));
    List<Place.Position> points =
        EditReader.positions(f, "points", f.list("points", EditReader.MAX_NAMES));
    double spacing = f.real("spacingM", 10, 5000, Double.NaN);
    if (points.isEmpty() == place.isEmpty()) {
      f.wrong(
          "points",
          "Either points or a place is needed.",
          "Give points: [[lon, lat], …], or place: with spacingM:.");
    } else if (points.isEmpty() && !f.has("spacingM")) {
      f.need("spacingM", "80");
    }
    if (f.has("layout") && !points.isEmpty()) {
      f.wrong("layout", "Points need no layout.", "Remove one of the two.");
    }
    if (f.has("meanFillLPerDay") && f.has("totalFillLPerDay")) {
      f.wrong("totalFillLPerDay", "The waste is given twice.", "Remove one of the two.");
    }
    return new WasteEdit.AddBins(
        place,
        points,
        spacing,
        f.choice("layout", List.of("streets", "grid"), points.isEmpty() ? "streets" : ""),
        f.need("fraction", "paper")
            ? f.choice("fraction", WasteEdit.FRACTIONS, "residual")
            : "residual",
        f.integer("capacityL", 20, 50_000, 1100),
        f.real("meanFillLPerDay", 0, 50_000, Double.NaN),
        f.real("totalFillLPerDay", 0, 100_000_000, Double.NaN));
  }

  private static Edit moveBins(YamlFields f) {
    Place place = bins(f, true);
    String fraction = fraction(f);
    List<Place.Position> to = List.of();
    if (f.need("to", "[14.5, 46.05]")) {
      to = EditReader.position(f, "to", f.node("to"));
    }
    return new WasteEdit.MoveBins(
        place, fraction, to.isEmpty() ? new Place.Position(0, 0) : to.get(0));
  }

  private static Edit resizeBins(YamlFields f) {
    Place place = bins(f, true);
    EditReader.oneOf(f, "capacityL", "factor", "1100");
    return new WasteEdit.ResizeBins(
        place,
        fraction(f),
        f.integer("capacityL", 20, 50_000, -1),
        f.real("factor", 0.01, 100, Double.NaN));
  }

  private static Edit collectionHours(YamlFields f) {
    Place place = bins(f, true);
    String fraction = fraction(f);
    Edit.Hours hours = EditReader.hours(f);
    if (!f.has("from")) {
      f.need("from", "05:00");
    } else if (hours.fromMinute() > hours.toMinute()) {
      f.wrong("to", "The hours run over midnight.", "Give hours of one day, from before to.");
    }
    return new WasteEdit.CollectionHours(place, fraction, hours);
  }

  private static Edit depot(YamlFields f) {
    String id =
        f.need("id", "depot-north")
            ? f.text("id", "[A-Za-z0-9:._-]{1,80}", "Use letters, digits and hyphens.")
            : "";
    List<Place.Position> at = f.has("at") ? EditReader.position(f, "at", f.node("at")) : List.of();
    WasteEdit.Depot depot =
        new WasteEdit.Depot(
            id,
            f.text("name"),
            at.isEmpty() ? null : at.get(0),
            f.integer("trucks", 0, 1000, -1),
            f.integer("truckVolumeL", 1000, 500_000, -1),
            f.integer("truckPayloadKg", 100, 40_000, -1),
            f.choice("drive", WasteEdit.Depot.DRIVES, ""),
            f.real("batteryKwh", 1, 2000, Double.NaN),
            f.real("kwhPerKm", 0.1, 20, Double.NaN),
            f.real("kwhPerLift", 0, 10, Double.NaN));
    for (String key : List.of("batteryKwh", "kwhPerKm", "kwhPerLift")) {
      if (f.has(key) && depot.drive().equals("diesel")) {
        f.wrong(key, "Diesel trucks have no battery.", "Remove it, or write drive: electric.");
      }
    }
    if (depot.fields().size() < 2 && !id.isEmpty()) {
      f.need("trucks", "6");
    }
    return depot;
  }
}
