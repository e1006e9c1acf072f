package city.emona.api.v1;

import city.emona.EmonaException;
import city.emona.api.ApiContext;
import city.emona.api.Problems;
import city.emona.api.Route;
import city.emona.api.ScenarioShelf;
import city.emona.run.Question;
import city.emona.run.RunQueue;
import city.emona.run.RunRecord;
import city.emona.scenario.Scenario;
import city.emona.simulate.DaySteps;
import city.emona.simulate.Quantity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scenarios on the shelf and runs: list, start, cancel, delete. */
public final class RunRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(RunRoutes.class);

  /** Until sign-in exists, every write is by the one who may use this machine. */
  private static final String PRINCIPAL = "local";

  private final ApiContext api;

  public RunRoutes(ApiContext api) {
    this.api = api;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/scenarios", "Scenarios", "Scenarios that can be run", this::scenarios)
            .answer(200, "application/json", "Scenarios with edits, goals and state"),
        Route.get(
                "/api/v1/scenarios/schema",
                "Scenarios",
                "JSON Schema of scenario files, for editors that check while one types",
                RunRoutes::schema)
            .answer(200, "application/schema+json", "JSON Schema, 2020-12"),
        Route.get("/api/v1/runs", "Runs", "Stored, waiting and running runs", this::list)
            .answer(200, "application/json", "Runs"),
        Route.get("/api/v1/runs/{run}", "Runs", "One run", ctx -> Route.json(ctx, one(ctx)))
            .answer(200, "application/json", "The run"),
        Route.post("/api/v1/runs", "Runs", "Start a run", this::start)
            .body("{\"scenario\":\"id\"} or {\"yaml\":\"text of a scenario file\"}")
            .answer(200, "application/json", "The run is stored already")
            .answer(202, "application/json", "The run waits or runs")
            .answer(503, "application/problem+json", "The queue is full"),
        Route.post("/api/v1/runs/{run}/cancel", "Runs", "Ask a run to stop", this::cancel)
            .answer(202, "application/json", "It stops within about a second"),
        Route.delete("/api/v1/runs/{run}", "Runs", "Delete a stored run", this::delete)
            .answer(204, "", "Deleted"));
  }

  private static void schema(Context ctx) throws IOException {
    try (InputStream in = RunRoutes.class.getResourceAsStream("/schema/scenario.schema.json")) {
      byte[] bytes = in.readAllBytes();
      if (!Route.isKnown(ctx, "scenario-schema" + Arrays.hashCode(bytes), false)) {
        ctx.result(bytes).contentType("application/schema+json");
      }
    }
  }

  private void scenarios(Context ctx) {
    ArrayNode items = Route.array();
    for (ScenarioShelf.Entry e : api.scenarios().list()) {
      items.add(describe(e));
    }
    Route.json(ctx, Route.items(items));
  }

  private ObjectNode describe(ScenarioShelf.Entry e) {
    ObjectNode o = Route.object();
    o.put("id", e.id()).put("title", e.title()).put("problem", e.problem());
    ArrayNode goals = o.putArray("goals");
    for (ScenarioShelf.Goal g : e.goals()) {
      goals
          .addObject()
          .put("kpi", g.kpi())
          .put("district", g.district())
          .put("target", g.target())
          .put("by", g.by());
    }
    o.put("parent", e.parent()).put("hash", e.hash());
    ArrayNode edits = o.putArray("edits");
    for (ScenarioShelf.Edit d : e.edits()) {
      edits.addObject().put("type", d.type()).put("title", d.title()).put("on", d.on());
    }
    String run = e.runId();
    // The desk first: a run that ends between the two questions is then in one of the answers.
    Optional<RunQueue.Status> job =
        run.isEmpty() ? Optional.empty() : api.desk().find(run).filter(s -> !s.isOver());
    boolean stored = !run.isEmpty() && api.runs().findRun(run).isPresent();
    o.put("run", stored || job.isPresent() ? run : null);
    o.put("status", stored ? "stored" : job.map(s -> lower(s.state())).orElse("none"));
    o.put("misfit", e.misfit() == null || e.misfit().isEmpty() ? null : e.misfit());
    o.put("yaml", e.yaml());
    return o;
  }

  private void list(Context ctx) {
    ArrayNode items = Route.array();
    List<RunQueue.Status> jobs = api.desk().list();
    List<RunRecord> stored = api.runs().listRuns();
    stored.forEach(r -> items.add(describe(r)));
    for (RunQueue.Status s : jobs) {
      if (stored.stream().noneMatch(r -> r.id().equals(s.job().id()))) {
        items.add(describe(s));
      }
    }
    Route.json(ctx, Route.items(items));
  }

  private ObjectNode one(Context ctx) {
    return one(ctx.pathParam("run"));
  }

  private ObjectNode one(String id) {
    Optional<RunQueue.Status> job = api.desk().find(id);
    Optional<RunRecord> stored = api.runs().findRun(id);
    if (stored.isPresent()) {
      ObjectNode o = describe(stored.get());
      putQuestion(o, stored.get());
      return o;
    }
    return describe(
        job.orElseThrow(
            () ->
                EmonaException.notFound(
                    "There is no run " + id + ".", "run", "Ask /api/v1/runs for the list.")));
  }

  /**
   * What was asked: the parent and the edits, in the fields of a scenario file. Left out where the
   * run is of an earlier release, whose files are no longer read.
   */
  private static void putQuestion(ObjectNode o, RunRecord r) {
    List<Scenario> chain;
    try {
      chain = Question.chainOf(r);
    } catch (EmonaException e) {
      LOG.debug("the scenario of run {} is not read", r.id(), e);
      return;
    }
    Scenario asked = chain.get(chain.size() - 1);
    o.put("parent", asked.parent().isEmpty() ? null : asked.parent());
    o.set("edits", Route.JSON.valueToTree(asked.toTree().getOrDefault("edits", List.of())));
  }

  private ObjectNode describe(RunRecord r) {
    ObjectNode o = Route.object();
    o.put("id", r.id()).put("scenario", r.scenarioId()).put("title", r.scenarioTitle());
    o.put("status", "stored").put("cityVersion", r.cityVersion()).put("seed", r.seed());
    ObjectNode engines = o.putObject("engines");
    new TreeMap<>(r.engineVersions()).forEach(engines::put);
    DaySteps s = r.steps();
    o.putObject("steps")
        .put("date", s.date().toString())
        .put("timeZone", s.zone().getId())
        .put("start", s.start(0).toString())
        .put("stepMinutes", s.stepMinutes())
        .put("count", s.count());
    ArrayNode quantities = o.putArray("quantities");
    for (Quantity q : api.runs().listQuantities(r.id())) {
      quantities.add(q.id());
    }
    o.put("finishedAt", r.finishedAt().toString()).put("cpuSeconds", r.cpuSeconds());
    o.put("principal", r.principal());
    o.putNull("problem");
    return o;
  }

  private static ObjectNode describe(RunQueue.Status s) {
    ObjectNode o = Route.object();
    o.put("id", s.job().id()).put("scenario", s.job().scenarioId()).put("title", s.job().title());
    o.put("status", lower(s.state()));
    o.put("stage", s.stage()).put("share", s.share());
    o.putNull("cityVersion").putNull("seed").putNull("engines").putNull("steps");
    o.putArray("quantities");
    o.putNull("finishedAt").putNull("cpuSeconds");
    o.put("principal", s.job().principal());
    o.set("problem", s.failure() == null ? null : Problems.of(s.failure()));
    return o;
  }

  private void start(Context ctx) {
    JsonNode body = Route.body(ctx, "{\"scenario\":\"id\"}");
    JsonNode scenario = body.get("scenario");
    JsonNode yaml = body.get("yaml");
    boolean one = body.size() == 1 && (isText(scenario) || isText(yaml));
    if (!one) {
      throw EmonaException.invalid(
          "The body must name one scenario.",
          "body",
          "Send {\"scenario\":\"id\"} or {\"yaml\":\"…\"} and nothing besides.");
    }
    String id =
        scenario != null
            ? api.desk().submitScenario(scenario.asText(), PRINCIPAL)
            : api.desk().submitYaml(yaml.asText(), PRINCIPAL);
    ObjectNode run = one(id);
    ctx.status(run.get("status").asText().equals("stored") ? 200 : 202);
    ctx.header("Location", "/api/v1/runs/" + id);
    Route.json(ctx, run);
  }

  private static boolean isText(JsonNode n) {
    return n != null && n.isTextual();
  }

  private void cancel(Context ctx) {
    ObjectNode run = one(ctx);
    if (run.get("status").asText().equals("stored")) {
      throw new EmonaException(
          EmonaException.Code.CONFLICT,
          "The run has ended and is stored.",
          "run",
          "Delete it where you do not want it.");
    }
    api.desk().cancel(ctx.pathParam("run"));
    ctx.status(202);
    Route.json(ctx, one(ctx));
  }

  private void delete(Context ctx) {
    String id = ctx.pathParam("run");
    api.catalogue().getRun(id);
    api.runs().deleteRun(id, PRINCIPAL);
    ctx.status(204);
  }

  private static String lower(Enum<?> e) {
    return e.name().toLowerCase(Locale.ROOT);
  }
}
