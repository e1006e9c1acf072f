package city.emona.results;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The indicators that every run is judged by: stable ids (src/docs/glossary.md), formula, unit,
 * direction and inputs. Each subject has a class of its own with the definitions and, beside them,
 * the computation; adding one means a row and a line there.
 */
public final class Kpis {
  public static final List<Kpi> ALL = all();

  private static final Map<String, Kpi> BY_ID = new LinkedHashMap<>();

  static {
    ALL.forEach(k -> BY_ID.put(k.id(), k));
  }

  private Kpis() {}

  private static List<Kpi> all() {
    List<Kpi> all = new ArrayList<>(TrafficKpis.ALL);
    all.addAll(MobilityKpis.ALL);
    all.addAll(EmissionKpis.ALL);
    all.addAll(AirKpis.ALL);
    all.addAll(HealthKpis.ALL);
    all.addAll(WasteKpis.ALL);
    return List.copyOf(all);
  }

  /** The indicator of an id, or null. */
  public static Kpi find(String id) {
    return BY_ID.get(id);
  }
}
