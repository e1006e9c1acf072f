package city.emona.scenario.yaml;

import city.emona.model.StreetRules;
import city.emona.scenario.Edit;
import city.emona.scenario.TrafficEdit;
import java.util.List;

/** Reads the edits of how streets are run, as {@link EditReader} reads the others. Stateless. */
final class TrafficEditReader {
  private static final List<String> PAID = List.of("cordon", "street", "distance");

  private TrafficEditReader() {}

  /** The edit, or null where the type is none of these. */
  static Edit read(String type, YamlFields f) {
    return switch (type) {
      case "toll" -> toll(f);
      case "busLane" -> new TrafficEdit.BusLane(EditReader.links(f), f.flag("takesLane", true));
      case "bikeLane" -> new TrafficEdit.BikeLane(EditReader.links(f), f.flag("takesLane", false));
      case "signal" ->
          new TrafficEdit.Signal(
              EditReader.links(f),
              f.need("greenShare", "0.6") ? f.real("greenShare", 0.05, 0.95, 0.5) : 0.5,
              f.integer("cycleS", 30, 240, StreetRules.USUAL_CYCLE_S));
      default -> null;
    };
  }

  private static Edit toll(YamlFields f) {
    int vehicles = f.bits("vehicles", StreetRules.VEHICLES, 7);
    if (vehicles == 0) {
      f.wrong(
          "vehicles",
          "Nobody pays.",
          "Use some of: " + String.join(", ", StreetRules.VEHICLES) + ".");
    }
    return new TrafficEdit.Toll(
        EditReader.links(f),
        f.choice("paid", PAID, "cordon"),
        f.need("eur", "2.5") ? f.real("eur", 0, 1000, 0) : 0,
        vehicles,
        EditReader.hours(f));
  }
}
