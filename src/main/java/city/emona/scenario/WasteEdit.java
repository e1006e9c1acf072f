package city.emona.scenario;

import city.emona.model.Schema;
import city.emona.model.WastePolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Edits of waste collection: who is emptied when, bins, waste, depots. Immutable. */
public sealed interface WasteEdit extends Edit {
  List<String> FRACTIONS = Schema.BINS.fields().get(Schema.BINS.indexOf("fraction")).labels();

  List<String> POLICIES =
      java.util.Arrays.stream(WastePolicy.Kind.values())
          .map(k -> k.name().toLowerCase(Locale.ROOT))
          .toList();

  /**
   * How bins of some fractions (empty = all) are chosen ("" = unchanged) and with which limit in
   * per cent (NaN = the policy's usual one); what an overflow costs (NaN = unchanged); sensors
   * (null = unchanged); days on which trucks go out per fraction (ordinal of {@code bins.fraction};
   * bits Monday = 1 … Sunday = 64; −1 = unchanged); the start of the shift (−1 = unchanged);
   * whether no district may be worse off than before this edit, and whether none need be better
   * off, so that trucks visit as few bins as that allows.
   */
  record CollectionPolicy(
      String policy,
      List<String> fractions,
      double limitPercent,
      double overflowCostEur,
      WastePolicy.Sensing sensors,
      boolean noDistrictWorse,
      boolean sameService,
      List<Integer> daysByFraction,
      int shiftStartMinute)
      implements WasteEdit {
    public CollectionPolicy {
      fractions = List.copyOf(fractions);
      daysByFraction = List.copyOf(daysByFraction);
    }

    @Override
    public String type() {
      return "collectionPolicy";
    }

    @Override
    public Map<String, Object> fields() {
      Tree t = new Tree().text("policy", policy);
      if (!fractions.isEmpty()) {
        t.put("fractions", fractions);
      }
      t.real("limitPercent", limitPercent).real("overflowCostEur", overflowCostEur);
      if (sensors != null) {
        t.put("sensors", sensorTree());
      }
      if (noDistrictWorse) {
        t.put("noDistrictWorse", true);
      }
      if (sameService) {
        t.put("sameService", true);
      }
      Map<String, Object> calendar = new LinkedHashMap<>();
      for (int f = 0; f < FRACTIONS.size(); f++) {
        if (daysByFraction.get(f) >= 0) {
          calendar.put(FRACTIONS.get(f), Edit.words(WEEKDAYS, daysByFraction.get(f)));
        }
      }
      if (!calendar.isEmpty()) {
        t.put("calendar", calendar);
      }
      return (shiftStartMinute < 0 ? t : t.put("shiftStart", Hours.clock(shiftStartMinute))).map();
    }

    private Map<String, Object> sensorTree() {
      return new Tree()
          .real("share", sensors.share())
          .put("failureShare", sensors.failureShare())
          .put("noiseShare", sensors.noiseShare())
          .put("latencyH", sensors.latencyH())
          .map();
    }

    @Override
    public Situation apply(Situation before, UnaryOperator<String> aliases) {
      return CollectionEdits.policy(this, before);
    }
  }

  /**
   * Bins at points, or every {@code spacingM} along the streets of a place, or on a grid where it
   * has none yet. They bring their own waste, given per bin or for all of them together; without
   * either (NaN) they share that of the bins of the fraction in the district, as new bins alone do
   * not make waste.
   */
  record AddBins(
      Place place,
      List<Place.Position> points,
      double spacingM,
      String layout,
      String fraction,
      int capacityL,
      double meanFillLPerDay,
      double totalFillLPerDay)
      implements WasteEdit {
    public AddBins {
      points = List.copyOf(points);
    }

    @Override
    public String type() {
      return "addBins";
    }

    @Override
    public Map<String, Object> fields() {
      Tree t = new Tree().place(place);
      if (!points.isEmpty()) {
        t.put("points", points.stream().map(Place.Position::toTree).toList());
      }
      return t.real("spacingM", spacingM)
          .text("layout", layout)
          .put("fraction", fraction)
          .put("capacityL", capacityL)
          .real("meanFillLPerDay", meanFillLPerDay)
          .real("totalFillLPerDay", totalFillLPerDay)
          .map();
    }

    @Override
    public Situation apply(Situation before, UnaryOperator<String> aliases) {
      return BinEdits.add(this, before, new Areas(before.city(), aliases));
    }
  }

  /** Bins taken away (of one fraction, or "" = all); their waste goes to the nearest that stays. */
  record RemoveBins(Place place, String fraction) implements WasteEdit {
    @Override
    public String type() {
      return "removeBins";
    }

    @Override
    public Map<String, Object> fields() {
      return new Tree().place(place).text("fraction", fraction).map();
    }

    @Override
    public Situation apply(Situation before, UnaryOperator<String> aliases) {
      return BinEdits.remove(this, before, new Areas(before.city(), aliases));
    }
  }

  /** Bins brought to one place, with their waste and sensors. */
  record MoveBins(Place place, String fraction, Place.Position to) implements WasteEdit {
    @Override
    public String type() {
      return "moveBins";
    }

    @Override
    public Map<String, Object> fields() {
      return new Tree().place(place).text("fraction", fraction).put("to", to.toTree()).map();
    }

    @Override
    public Situation apply(Situation before, UnaryOperator<String> aliases) {
      return BinEdits.move(this, before, new Areas(before.city(), aliases));
    }
  }

  /** Bins of another volume: set (−1 = not given) or times a factor (NaN = not given). */
  record ResizeBins(Place place, String fraction, int capacityL, double factor)
      implements WasteEdit {
    @Override
    public String type() {
      return "resizeBins";
    }

    @Override
    public Map<String, Object> fields() {
      Tree t = new Tree().place(place).text("fraction", fraction);
      return (capacityL >= 0 ? t.put("capacityL", capacityL) : t.put("factor", factor)).map();
    }

    @Override
    public Situation apply(Situation before, UnaryOperator<String> aliases) {
      return BinEdits.resize(this, before, new Areas(before.city(), aliases));
    }
  }

  /**
   * Waste of the bins of a place (empty = the whole city) times a factor, on the day and the {@code
   * days} − 1 days before it, or for good (0).
   */
  record WasteDemand(Place place, String fraction, double factor, int days) implements WasteEdit {
    @Override
    public String type() {
      return "wasteDemand";
    }

    @Override
    public Map<String, Object> fields() {
      Tree t = new Tree().place(place).text("fraction", fraction).put("factor", factor);
      return (days > 0 ? t.put("days", days) : t).map();
    }

    @Override
    public Situation apply(Situation before, UnaryOperator<String> aliases) {
      return CollectionEdits.demand(this, before, new Areas(before.city(), aliases));
    }
  }

  /** Hours in which the bins of a place may be emptied. */
  record CollectionHours(Place place, String fraction, Hours hours) implements WasteEdit {
    @Override
    public String type() {
      return "collectionHours";
    }

    @Override
    public Map<String, Object> fields() {
      return new Tree().place(place).text("fraction", fraction).hours(hours).map();
    }

    @Override
    public Situation apply(Situation before, UnaryOperator<String> aliases) {
      return CollectionEdits.hours(this, before, new Areas(before.city(), aliases));
    }
  }

  /**
   * A depot moved, built or given other trucks: its id, its place (null = where it is), and what
   * changes (−1, NaN and "" = unchanged; a new depot has the trucks of the first one). Electric
   * trucks leave with full batteries; usable energy of one, and what they take per kilometre and
   * per lift (NaN = as before, else the usual of {@link WastePolicy.ElectricTruck}).
   */
  record Depot(
      String id,
      String name,
      Place.Position at,
      int trucks,
      int truckVolumeL,
      int truckPayloadKg,
      String drive,
      double batteryKwh,
      double kwhPerKm,
      double kwhPerLift)
      implements WasteEdit {
    public static final List<String> DRIVES = List.of("diesel", "electric");

    @Override
    public String type() {
      return "depot";
    }

    @Override
    public Map<String, Object> fields() {
      Tree t = new Tree().put("id", id).text("name", name);
      if (at != null) {
        t.put("at", at.toTree());
      }
      whole(t, "trucks", trucks);
      whole(t, "truckVolumeL", truckVolumeL);
      whole(t, "truckPayloadKg", truckPayloadKg);
      return t.text("drive", drive)
          .real("batteryKwh", batteryKwh)
          .real("kwhPerKm", kwhPerKm)
          .real("kwhPerLift", kwhPerLift)
          .map();
    }

    /** The battery trucks have after this edit, {@code before} (null = diesel) without it. */
    WastePolicy.ElectricTruck battery(WastePolicy.ElectricTruck before) {
      boolean electric = drive.isEmpty() ? before != null : drive.equals("electric");
      WastePolicy.ElectricTruck old = before == null ? WastePolicy.ElectricTruck.USUAL : before;
      return electric
          ? new WastePolicy.ElectricTruck(
              Double.isNaN(batteryKwh) ? old.batteryKwh() : batteryKwh,
              Double.isNaN(kwhPerKm) ? old.kwhPerKm() : kwhPerKm,
              Double.isNaN(kwhPerLift) ? old.kwhPerLift() : kwhPerLift)
          : null;
    }

    private static void whole(Tree t, String key, int value) {
      if (value >= 0) {
        t.put(key, value);
      }
    }

    @Override
    public Situation apply(Situation before, UnaryOperator<String> aliases) {
      return CollectionEdits.depot(this, before, new Areas(before.city(), aliases));
    }
  }
}
