package city.emona.scenario;

import city.emona.EmonaException;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.model.WastePolicy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Edits of how waste is collected: policy, amounts, hours, depots. Stateless. */
final class CollectionEdits {
  private static final int WORKDAYS = 63;

  /** Limits that the policies use where none is given: 70 % full, 1 % overflow probability. */
  private static final double USUAL_THRESHOLD = 0.7;

  private static final double USUAL_RISK = 0.01;

  private CollectionEdits() {}

  static Situation policy(WasteEdit.CollectionPolicy e, Situation s) {
    Conditions.Collection before = s.conditions().collection();
    List<Integer> days = new ArrayList<>(before.daysByFraction());
    int own = before.ownDays();
    List<WastePolicy.Rule> rules = new ArrayList<>(before.policy().ruleByFraction());
    for (int f = 0; f < days.size(); f++) {
      boolean meant = e.fractions().isEmpty() || e.fractions().contains(WasteEdit.FRACTIONS.get(f));
      if (meant && !e.policy().isEmpty()) {
        rules.set(f, rule(e));
        days.set(f, e.policy().equals("calendar") ? days.get(f) : WORKDAYS);
        own &= e.policy().equals("calendar") ? own : ~(1 << f);
      }
      if (e.daysByFraction().get(f) >= 0) {
        days.set(f, e.daysByFraction().get(f));
        own &= ~(1 << f);
      }
    }
    WastePolicy p = before.policy().withRules(rules);
    if (e.sensors() != null) {
      p = p.withSensing(e.sensors());
    }
    if (!Double.isNaN(e.overflowCostEur())) {
      p = p.withOverflowCost(e.overflowCostEur());
    }
    if (e.noDistrictWorse() || e.sameService()) {
      p = p.withNotWorseThan(before, e.sameService());
    }
    int start = e.shiftStartMinute() < 0 ? before.shiftStartMinute() : e.shiftStartMinute();
    return with(s, new Conditions.Collection(days, own, start, p));
  }

  private static WastePolicy.Rule rule(WasteEdit.CollectionPolicy e) {
    WastePolicy.Kind kind = WastePolicy.Kind.valueOf(e.policy().toUpperCase(Locale.ROOT));
    double usual =
        kind == WastePolicy.Kind.THRESHOLD
            ? USUAL_THRESHOLD
            : kind == WastePolicy.Kind.PREDICTIVE ? USUAL_RISK : 0;
    return new WastePolicy.Rule(
        kind, Double.isNaN(e.limitPercent()) ? usual : e.limitPercent() / 100);
  }

  private static Situation with(Situation s, Conditions.Collection c) {
    return s.with(s.conditions().withCollection(c));
  }

  private static Situation with(Situation s, WastePolicy p) {
    return with(s, s.conditions().collection().with(p));
  }

  private static Set<String> binIds(Place place, String fraction, Situation s, Areas areas) {
    Table bins = s.city().table(Schema.BINS);
    BitSet chosen;
    if (place.isEmpty() && fraction.isEmpty()) {
      chosen = new BitSet();
      chosen.set(0, bins.size());
    } else if (place.isEmpty()) {
      chosen = new BitSet();
      int wanted = WasteEdit.FRACTIONS.indexOf(fraction);
      for (int b = 0; b < bins.size(); b++) {
        chosen.set(b, bins.choices("fraction")[b] == wanted);
      }
    } else {
      chosen = BinEdits.chosen(place, fraction, bins, areas);
    }
    Set<String> ids = new TreeSet<>();
    chosen.stream().forEach(b -> ids.add(bins.ids()[b]));
    return ids;
  }

  static Situation demand(WasteEdit.WasteDemand e, Situation s, Areas areas) {
    WastePolicy p = s.conditions().collection().policy();
    List<WastePolicy.WasteChange> all = new ArrayList<>(p.changes());
    all.add(
        new WastePolicy.WasteChange(
            binIds(e.place(), e.fraction(), s, areas), e.factor(), e.days()));
    return with(s, p.withChanges(all));
  }

  static Situation hours(WasteEdit.CollectionHours e, Situation s, Areas areas) {
    WastePolicy p = s.conditions().collection().policy();
    List<WastePolicy.Window> all = new ArrayList<>(p.windows());
    Set<String> bins = binIds(e.place(), e.fraction(), s, areas);
    all.add(new WastePolicy.Window(bins, e.hours().fromMinute(), e.hours().toMinute()));
    return with(s, p.withWindows(all));
  }

  static Situation depot(WasteEdit.Depot e, Situation s, Areas areas) {
    City city = s.city();
    Table depots = city.table(Schema.DEPOTS);
    int row = depots.findRow(e.id());
    if (row < 0 && e.at() == null) {
      throw EmonaException.notFound(
          "There is no depot \"" + e.id() + "\" in the city.",
          "id",
          depots.size() == 0
              ? "Add at: [lon, lat] to build it."
              : "Use one of " + String.join(", ", depots.ids()) + ", or add at: to build it.");
    }
    int model = row >= 0 ? row : 0;
    boolean first = depots.size() == 0;
    Table.Builder b = new Table.Builder(Schema.DEPOTS);
    for (int d = 0; d < depots.size() + (row < 0 ? 1 : 0); d++) {
      boolean meant = d == row || d == depots.size();
      int of = d == depots.size() ? model : d;
      b.row(d == depots.size() ? e.id() : depots.ids()[d]);
      String name = d == depots.size() ? "Depot " + e.id() : depots.texts("name")[d];
      b.set("name", meant && !e.name().isEmpty() ? e.name() : name);
      b.set("trucks", given(meant, e.trucks(), first ? 2 : depots.ints("trucks")[of]));
      b.set(
          "truck_volume_l",
          given(meant, e.truckVolumeL(), first ? 80_000 : depots.ints("truck_volume_l")[of]));
      b.set(
          "truck_payload_kg",
          given(meant, e.truckPayloadKg(), first ? 9500 : depots.ints("truck_payload_kg")[of]));
      if (meant && e.at() != null) {
        int[] mm = areas.toLocal(e.at());
        b.set("node", BinEdits.reachable(mm, "at", city, areas)).point(mm[0], mm[1]);
      } else {
        b.set("node", depots.ints("node")[d]);
        b.point(depots.points().xMm()[d], depots.points().yMm()[d]);
      }
    }
    Situation built = s.with(city.with(b.build()));
    WastePolicy p = s.conditions().collection().policy();
    Map<String, WastePolicy.ElectricTruck> electric = new HashMap<>(p.electricDepots());
    WastePolicy.ElectricTruck battery = e.battery(electric.remove(e.id()));
    if (battery != null) {
      electric.put(e.id(), battery);
    }
    return electric.equals(p.electricDepots())
        ? built
        : with(built, p.withElectricDepots(electric));
  }

  private static int given(boolean meant, int value, int before) {
    return meant && value >= 0 ? value : before;
  }
}
