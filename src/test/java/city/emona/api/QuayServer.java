package city.emona.api;

import city.emona.EmonaException;
import city.emona.citygen.CityGenerator;
import city.emona.geodata.EmissionTablesReader;
import city.emona.layers.Catalogue;
import city.emona.layers.QuayRuns;
import city.emona.layers.QuayTown;
import city.emona.layers.Snapshot;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.DayType;
import city.emona.run.RunQueue;
import city.emona.run.RunRecord;
import city.emona.run.Runner;
import city.emona.run.air.AirStudies;
import city.emona.run.replay.DayReplays;
import city.emona.run.traffic.TrafficStudies;
import city.emona.scenario.Situation;
import city.emona.simulate.Progress;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** A real server on a free port with {@link QuayTown}, its runs and a real queue. */
public final class QuayServer implements AutoCloseable {
  public final City city = QuayTown.city();
  public final QuayRuns runs = new QuayRuns(city);
  public final RunQueue queue = new RunQueue(2);

  /** Jobs of the scenario "slow" wait for this. */
  public final CountDownLatch release = new CountDownLatch(1);

  public final Catalogue catalogue;
  private final ApiServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  public QuayServer() {
    this(ServerOptions.loopback(0));
  }

  public QuayServer(ServerOptions options) {
    Snapshot snapshot = new Snapshot(city);
    catalogue = new Catalogue(() -> snapshot, runs, () -> Optional.of(QuayRuns.BASE), r -> city);
    AirStudies air =
        new AirStudies(runs, r -> new Situation(city, Conditions.base(DayType.WEEKDAY)), 1);
    TrafficStudies traffic =
        new TrafficStudies(
            () -> city,
            () -> {
              throw EmonaException.notFound("The town has no base.", "base", "Ask another city.");
            },
            r -> new Situation(city, Conditions.base(DayType.WEEKDAY)),
            new Runner(EmissionTablesReader.shipped(), 1),
            1);
    server =
        ApiServer.start(
            new ApiContext(catalogue, runs, new Desk(), shelf(), air, null, traffic, replays()),
            options);
  }

  /** Quay town has no demand: days are played in a made town, which nobody pays for unasked. */
  private DayReplays replays() {
    City[] town = new City[1];
    return new DayReplays(
        new Runner(EmissionTablesReader.shipped(), 1),
        runs,
        r -> new Situation(town(town), Conditions.base(DayType.WEEKDAY)),
        () -> town(town));
  }

  private static City town(City[] known) {
    if (known[0] == null) {
      known[0] = CityGenerator.generate(3, 2000, 1, Progress.NONE);
    }
    return known[0];
  }

  public String url(String path) {
    return "http://localhost:" + server.port() + path;
  }

  public int port() {
    return server.port();
  }

  public HttpResponse<byte[]> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder r = HttpRequest.newBuilder(URI.create(url(path)));
    if (headers.length > 0) {
      r.headers(headers);
    }
    return client.send(r.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  public HttpResponse<byte[]> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder r =
        HttpRequest.newBuilder(URI.create(url(path)))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      r.headers(headers);
    }
    return client.send(r.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  public JsonNode json(String path) throws IOException, InterruptedException {
    return Route.JSON.readTree(get(path).body());
  }

  private static ScenarioShelf shelf() {
    return () ->
        List.of(
            new ScenarioShelf.Entry(
                "base",
                "Weekday base",
                "",
                List.of(),
                null,
                "h0",
                List.of(),
                QuayRuns.BASE,
                "",
                "emona: 1"),
            new ScenarioShelf.Entry(
                "slow",
                "Slow one",
                "Too fast",
                List.of(new ScenarioShelf.Goal("traffic.vehicle_km", "", "-10 %", "2030")),
                "base",
                "h1",
                List.of(new ScenarioShelf.Edit("close", "Close Row 1", true)),
                "slow-run",
                "",
                "emona: 1"));
  }

  @Override
  public void close() {
    release.countDown();
    server.stop();
    queue.close();
  }

  private final class Desk implements RunDesk {
    @Override
    public TrafficStudies.Estimate estimateScenario(String scenarioId, int step) {
      return estimateYaml(scenarioId, step);
    }

    @Override
    public TrafficStudies.Estimate estimateYaml(String yaml, int step) {
      throw EmonaException.notFound("The town makes no estimates.", "yaml", "Ask another city.");
    }

    @Override
    public AirAnswer airScenario(String scenarioId, int step) {
      return airYaml(scenarioId, step);
    }

    @Override
    public UsersAnswer usersScenario(String scenarioId, int link, int step) {
      return usersYaml(scenarioId, link, step);
    }

    @Override
    public UsersAnswer usersYaml(String yaml, int link, int step) {
      throw EmonaException.notFound("The town has no base.", "base", "Ask another city.");
    }

    @Override
    public AirAnswer airYaml(String yaml, int step) {
      throw EmonaException.notFound("The town makes no estimates.", "yaml", "Ask another city.");
    }

    @Override
    public String submitScenario(String scenarioId, String principal) {
      if (scenarioId.equals("base")) {
        return QuayRuns.BASE;
      }
      if (!scenarioId.startsWith("slow") && !scenarioId.equals("broken")) {
        throw EmonaException.notFound("No scenario " + scenarioId + ".", "scenario", "See list.");
      }
      Function<city.emona.simulate.Progress, RunRecord> work =
          progress -> {
            if (scenarioId.equals("broken")) {
              throw new IllegalStateException("secret detail");
            }
            progress.report("traffic", 0.25);
            while (release.getCount() > 0) {
              progress.check();
              Thread.onSpinWait();
            }
            return runs.findRun(QuayRuns.BASE).orElseThrow();
          };
      queue.submit(
          new RunQueue.Job(scenarioId + "-run", scenarioId, scenarioId, principal, 0, work));
      return scenarioId + "-run";
    }

    @Override
    public String submitYaml(String yaml, String principal) {
      throw EmonaException.invalid("Unknown key.", "line 1", "Remove it.");
    }

    @Override
    public Optional<RunQueue.Status> find(String runId) {
      return queue.find(runId);
    }

    @Override
    public List<RunQueue.Status> list() {
      return queue.list();
    }

    @Override
    public boolean cancel(String runId) {
      return queue.cancel(runId);
    }
  }
}
