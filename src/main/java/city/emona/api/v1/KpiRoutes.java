package city.emona.api.v1;

import city.emona.EmonaException;
import city.emona.api.ApiContext;
import city.emona.api.Route;
import city.emona.layers.TopChanges;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.results.Comparison;
import city.emona.results.Kpi;
import city.emona.results.KpiValue;
import city.emona.results.Kpis;
import city.emona.run.RunRecord;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** Indicators of a run, where each comes from, and two runs side by side. */
public final class KpiRoutes {
  private static final int TOP_LINKS = 50;

  private final ApiContext api;

  public KpiRoutes(ApiContext api) {
    this.api = api;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/runs/{run}/kpis", "Indicators", "Indicators beside the base", this::run)
            .param("district", "string", "Only this district; empty = only the city")
            .answer(200, "application/json", "Indicators by city and district"),
        Route.get("/api/v1/kpis", "Indicators", "All indicators and what they mean", this::list)
            .answer(200, "application/json", "Definitions"),
        Route.get("/api/v1/kpis/{kpi}", "Indicators", "Where a figure comes from", this::one)
            .param("run", "string", "Run (default: the base run)")
            .param("district", "string", "District of the value (default: the city)")
            .answer(200, "application/json", "Formula, inputs, versions, seed"),
        Route.get("/api/v1/comparisons", "Indicators", "Two runs, b beside a", this::compare)
            .param("a", "string", "First run (default: the base run)")
            .param("b", "string", "Second run")
            .answer(200, "application/json", "Indicators and the links that change most"));
  }

  private void run(Context ctx) {
    RunRecord run = api.catalogue().getRun(ctx.pathParam("run"));
    Optional<RunRecord> base =
        api.catalogue().findBaseRun().filter(b -> b.cityVersion().equals(run.cityVersion()));
    ObjectNode o = Route.object();
    o.put("run", run.id());
    o.put("base", base.map(RunRecord::id).orElse(null));
    List<KpiValue> values = api.runs().listKpis(run.id());
    String district = ctx.queryParam("district");
    City city = api.catalogue().snapshotOf(run).city();
    boolean isPart = district != null && !district.isEmpty();
    if (isPart && city.table(Schema.DISTRICTS).findRow(district) < 0) {
      throw EmonaException.notFound(
          "There is no district " + district + ".",
          "district",
          "Take an id of the layer districts.");
    }
    ArrayNode rows = rows(base.map(b -> api.runs().listKpis(b.id())), values, district);
    o.set("kpis", named(rows, city));
    Route.json(ctx, o);
  }

  /** Puts the names of the districts beside their ids. */
  private static ArrayNode named(ArrayNode rows, City city) {
    Table districts = city.table(Schema.DISTRICTS);
    String[] names = districts.texts("name");
    for (JsonNode row : rows) {
      int d = districts.findRow(row.get("district").asText());
      ((ObjectNode) row).put("districtName", d < 0 ? null : names[d]);
    }
    return rows;
  }

  private static ArrayNode rows(
      Optional<List<KpiValue>> base, List<KpiValue> values, String district) {
    ArrayNode out = Route.array();
    if (base.isPresent()) {
      for (Comparison.Row r : Comparison.of(base.get(), values)) {
        if (district == null || district.equals(r.districtId())) {
          ObjectNode o = row(out, r.kpi(), r.districtId(), r.value(), r.baseValue(), r.change());
          interval(o, r.low(), r.high());
        }
      }
      return out;
    }
    for (Kpi kpi : Kpis.ALL) {
      for (KpiValue v : values) {
        boolean wanted = district == null || district.equals(v.districtId());
        if (v.kpiId().equals(kpi.id()) && wanted) {
          ObjectNode o = row(out, kpi, v.districtId(), v.value(), Double.NaN, Double.NaN);
          interval(o, v.low(), v.high());
        }
      }
    }
    return out;
  }

  private static ObjectNode row(
      ArrayNode out, Kpi kpi, String district, double value, double base, double change) {
    ObjectNode o = out.addObject();
    o.put("id", kpi.id()).put("title", kpi.title());
    put(o, "value", value);
    o.put("unit", kpi.unit());
    put(o, "baseValue", base);
    put(o, "change", change);
    if (Double.isFinite(base)) {
      String note = Comparison.note(kpi.id(), value, base);
      if (!note.isEmpty()) {
        o.put("note", note);
      }
    }
    o.put("better", kpi.better().name().toLowerCase(Locale.ROOT));
    o.put("district", district);
    return o;
  }

  private static void interval(ObjectNode o, double low, double high) {
    put(o, "low", low);
    put(o, "high", high);
  }

  private static void put(ObjectNode o, String name, double v) {
    if (Double.isFinite(v)) {
      o.put(name, v);
    } else {
      o.putNull(name);
    }
  }

  private void list(Context ctx) {
    ArrayNode items = Route.array();
    for (Kpi k : Kpis.ALL) {
      items.add(describe(k));
    }
    Route.json(ctx, Route.items(items));
  }

  private static ObjectNode describe(Kpi k) {
    ObjectNode o = Route.object();
    o.put("id", k.id()).put("title", k.title()).put("formula", k.formula()).put("unit", k.unit());
    o.put("better", k.better().name().toLowerCase(Locale.ROOT));
    o.put("byDistrict", k.byDistrict());
    ArrayNode inputs = o.putArray("inputs");
    k.inputs().forEach(inputs::add);
    return o;
  }

  private void one(Context ctx) {
    Kpi kpi = Kpis.find(ctx.pathParam("kpi"));
    if (kpi == null) {
      throw EmonaException.notFound(
          "There is no indicator " + ctx.pathParam("kpi") + ".",
          "kpi",
          "Ask /api/v1/kpis for the list.");
    }
    ObjectNode o = describe(kpi);
    String id = ctx.queryParam("run");
    Optional<RunRecord> run =
        id == null ? api.catalogue().findBaseRun() : Optional.of(api.catalogue().getRun(id));
    o.put("run", run.map(RunRecord::id).orElse(null));
    String district = ctx.queryParam("district");
    run.ifPresent(r -> provenance(o, kpi, r, district == null ? "" : district));
    Route.json(ctx, o);
  }

  private void provenance(ObjectNode o, Kpi kpi, RunRecord r, String district) {
    double value =
        api.runs().listKpis(r.id()).stream()
            .filter(v -> v.kpiId().equals(kpi.id()) && v.districtId().equals(district))
            .mapToDouble(KpiValue::value)
            .findFirst()
            .orElse(Double.NaN);
    o.put("district", district);
    put(o, "value", value);
    o.put("scenario", r.scenarioId()).put("cityVersion", r.cityVersion());
    ObjectNode engines = o.putObject("engines");
    new TreeMap<>(r.engineVersions()).forEach(engines::put);
    o.put("seed", r.seed()).put("finishedAt", r.finishedAt().toString());
  }

  private void compare(Context ctx) {
    String idA = ctx.queryParam("a");
    String idB = ctx.queryParam("b");
    if (idB == null) {
      throw EmonaException.invalid(
          "The second run is missing.", "b", "Give ?a=RUN&b=RUN with ids from /api/v1/runs.");
    }
    RunRecord a =
        idA == null
            ? api.catalogue()
                .findBaseRun()
                .orElseThrow(
                    () ->
                        EmonaException.notFound(
                            "There is no base run yet.", "a", "Give ?a=RUN&b=RUN."))
            : api.catalogue().getRun(idA);
    RunRecord b = api.catalogue().getRun(idB);
    ObjectNode o = Route.object();
    o.put("a", a.id()).put("b", b.id());
    ArrayNode rows =
        rows(Optional.of(api.runs().listKpis(a.id())), api.runs().listKpis(b.id()), null);
    o.set("kpis", named(rows, api.catalogue().snapshotOf(b).city()));
    ArrayNode top = o.putArray("topLinks");
    for (TopChanges.Change c : TopChanges.of(api.catalogue(), a, b, TOP_LINKS)) {
      ObjectNode t = top.addObject();
      t.put("element", c.element()).put("id", c.id()).put("name", c.name());
      t.put("a", Math.round(c.a())).put("b", Math.round(c.b()));
      t.put("change", Math.round(c.b()) - Math.round(c.a()));
    }
    Route.json(ctx, o);
  }
}
