package city.emona.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import city.emona.EmonaException;
import city.emona.layers.QuayRuns;
import city.emona.layers.QuayTown;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shapes and the errors of {@code /api/v1} over a real server (src/docs/api.md). */
@Tag("http")
class ApiV1Test {
  private static QuayServer server;

  @BeforeAll
  static void start() {
    server = new QuayServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void cityTellsBoundsCountsAndLicence() throws Exception {
    JsonNode c = server.json("/api/v1/city");
    assertThat(c.get("version").asText()).isEqualTo(server.city.version());
    assertThat(c.get("population").asInt()).isEqualTo(1100);
    assertThat(c.get("counts").get("links").asInt()).isEqualTo(QuayTown.LINKS);
    assertThat(c.get("synthetic").get("seed").asInt()).isEqualTo(7);
    assertThat(c.get("licence").asText()).isEqualTo("CC0-1.0");
    assertThat(c.get("baseRun").asText()).isEqualTo(QuayRuns.BASE);
    assertThat(c.get("bounds").get(0).asDouble()).isCloseTo(14.4987, within(0.001));
    assertThat(c.get("bounds").get(3).asDouble()).isCloseTo(46.0599, within(0.001));
  }

  @Test
  void everyLayersTilesCarryAttributionAndLicence() throws Exception {
    for (JsonNode l : server.json("/api/v1/layers").get("items")) {
      JsonNode t = server.json("/tiles/" + l.get("id").asText() + ".json");
      assertThat(t.path("attribution").asText()).isEqualTo("Quay Town test data");
      assertThat(t.path("licence").asText()).isEqualTo("CC0-1.0");
      assertThat(l.path("licence").asText()).isEqualTo("CC0-1.0");
    }
  }

  @Test
  void everyLayerHasWhatTheContractAsks() throws Exception {
    JsonNode items = server.json("/api/v1/layers").get("items");
    List<String> ids = new ArrayList<>();
    for (JsonNode l : items) {
      ids.add(l.get("id").asText());
      assertThat(l.get("title").asText()).isNotBlank();
      assertThat(l.get("abstract").asText()).isNotBlank();
      assertThat(l.get("bounds")).hasSize(4);
      assertThat(l.get("attribution").asText()).isEqualTo("Quay Town test data");
      assertThat(l.get("style").get("type").asText()).isIn("ramp", "fixed", "choice");
      if (!l.get("group").asText().equals("base")) {
        assertThat(l.get("unit").asText()).isNotBlank();
        assertThat(l.get("time").get("start").asText()).isEqualTo("2026-03-17T00:00+01:00");
      }
    }
    assertThat(ids)
        .contains(
            "streets",
            "districts",
            "buildings",
            "water",
            "parks",
            "sensors",
            "bins",
            "depots",
            "zones",
            "traffic_volume",
            "traffic_speed",
            "traffic_vc",
            "emissions_nox",
            "air_no2",
            "air_pm25",
            "air_pm10",
            "waste_fill",
            "waste_routes",
            "traffic_volume_diff",
            "air_no2_diff");
  }

  @Test
  void frameIsTheLittleEndianArrayInElementOrder() throws Exception {
    JsonNode d = server.json("/api/v1/runs/base-run/frames/traffic_volume");
    assertThat(d.get("dtype").asText()).isEqualTo("uint16");
    assertThat(d.get("count").asInt()).isEqualTo(QuayTown.LINKS);
    assertThat(d.get("steps").asInt()).isEqualTo(24);
    HttpResponse<byte[]> r = server.get("/api/v1/runs/base-run/frames/traffic_volume/8");
    ByteBuffer b = ByteBuffer.wrap(r.body()).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(r.body()).hasSize(2 * QuayTown.LINKS);
    for (int i = 0; i < QuayTown.LINKS; i++) {
      int stored = b.getShort() & 0xffff;
      if (i == 5) {
        assertThat(stored).isEqualTo(d.get("nodata").asInt());
      } else {
        double value = d.get("offset").asDouble() + d.get("scale").asDouble() * stored;
        assertThat(value).isCloseTo(10 * i + 8, within(0.11));
      }
    }
    String tag = r.headers().firstValue("ETag").orElseThrow();
    assertThat(r.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
    assertThat(
            server
                .get("/api/v1/runs/base-run/frames/traffic_volume/8", "If-None-Match", tag)
                .statusCode())
        .isEqualTo(304);
  }

  @Test
  void airFrameCarriesItsGridFromTheSouthWest() throws Exception {
    JsonNode g = server.json("/api/v1/runs/base-run/frames/air_no2").get("grid");
    assertThat(g.get("cols").asInt()).isEqualTo(40);
    assertThat(g.get("corners")).hasSize(4);
    assertThat(g.get("corners").get(0).get(0).asDouble())
        .isLessThan(g.get("corners").get(1).get(0).asDouble());
    assertThat(g.get("corners").get(0).get(1).asDouble())
        .isLessThan(g.get("corners").get(3).get(1).asDouble());
  }

  @Test
  void seriesHasOneValuePerStepAndNullForNoData() throws Exception {
    JsonNode s = server.json("/api/v1/runs/base-run/series/traffic_volume?element=3");
    assertThat(s.get("values")).hasSize(24);
    assertThat(s.get("values").get(20).asDouble()).isCloseTo(50, within(0.11));
    JsonNode none = server.json("/api/v1/runs/base-run/series/traffic_volume?element=5");
    assertThat(none.get("values").get(0).isNull()).isTrue();
  }

  @Test
  void kpisStandBesideTheBase() throws Exception {
    JsonNode k = server.json("/api/v1/runs/more-run/kpis").get("kpis");
    assertThat(k).hasSize(2);
    assertThat(k.get(0).get("value").asDouble()).isEqualTo(1100);
    assertThat(k.get(0).get("baseValue").asDouble()).isEqualTo(1000);
    assertThat(k.get(0).get("change").asDouble()).isEqualTo(100);
    JsonNode one = server.json("/api/v1/runs/more-run/kpis?district=d-south").get("kpis");
    assertThat(one).hasSize(1);
    assertThat(one.get(0).get("districtName").asText()).isNotBlank().isNotEqualTo("d-south");
    assertThat(k.get(0).get("districtName").isNull()).isTrue();
    JsonNode p = server.json("/api/v1/kpis/traffic.vehicle_km?run=more-run");
    assertThat(p.get("formula").asText()).isNotBlank();
    assertThat(p.get("value").asDouble()).isEqualTo(1100);
    assertThat(p.get("seed").asInt()).isEqualTo(7);
    assertThat(p.get("district").asText()).isEmpty();
    JsonNode d = server.json("/api/v1/kpis/traffic.vehicle_km?run=more-run&district=d-south");
    assertThat(d.get("district").asText()).isEqualTo("d-south");
    assertThat(d.get("value").asDouble()).isEqualTo(one.get(0).get("value").asDouble());
  }

  @Test
  void comparisonNamesTheLinksThatChangeMost() throws Exception {
    JsonNode c = server.json("/api/v1/comparisons?a=base-run&b=more-run");
    JsonNode top = c.get("topLinks").get(0);
    assertThat(top.get("element").asInt() % 2).isZero();
    assertThat(top.get("change").asInt()).isBetween(2399, 2401);
  }

  @Test
  void geometryBufferHoldsEveryLinkOnce() throws Exception {
    ByteBuffer b =
        ByteBuffer.wrap(server.get("/api/v1/geometry/links").body()).order(ByteOrder.LITTLE_ENDIAN);
    int n = b.getInt();
    int vertices = b.getInt();
    assertThat(n).isEqualTo(QuayTown.LINKS);
    assertThat(vertices).isEqualTo(2 * QuayTown.LINKS);
    assertThat(b.capacity()).isEqualTo(8 + 4 * (n + 1) + 8 * vertices + n);
    assertThat(b.getInt(8 + 4 * n)).isEqualTo(vertices);
    assertThat(b.getInt(8 + 4 * (n + 1)) / 1e7).isCloseTo(14.5, within(1e-6));
    assertThat(b.getInt(8 + 4 * (n + 1) + 4 * vertices) / 1e7).isCloseTo(46.05, within(1e-6));
  }

  @Test
  void elementGivesColumnsByNameAndReferencesAsIds() throws Exception {
    JsonNode e = server.json("/api/v1/elements/links/0");
    assertThat(e.get("id").asText()).isEqualTo("l0-1");
    assertThat(e.get("values").get("from_node").asText()).isEqualTo("n0");
    assertThat(e.get("values").get("road_class").asText()).isEqualTo("primary");
    assertThat(server.json("/api/v1/elements/links/l0-1").get("index").asInt()).isZero();
  }

  @Test
  void theSchemaOfScenariosIsServedAsShipped() throws Exception {
    var r = server.get("/api/v1/scenarios/schema");
    assertThat(r.statusCode()).isEqualTo(200);
    assertThat(r.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/schema+json");
    assertThat(r.body())
        .isEqualTo(Files.readAllBytes(Path.of("src/main/resources/schema/scenario.schema.json")));
  }

  @Test
  void searchFindsNamesWithoutAccents() throws Exception {
    JsonNode items = server.json("/api/v1/search?q=cevlj").get("items");
    assertThat(items).hasSize(1);
    assertThat(items.get(0).get("name").asText()).isEqualTo("Čevljarski most");
    assertThat(items.get(0).get("kind").asText()).isEqualTo("street");
    assertThat(server.json("/api/v1/search?q=bank%20sou").get("items")).hasSize(1);
  }

  @Test
  void openApiDescribesEveryPath() throws Exception {
    JsonNode o = server.json("/api/v1/openapi.json");
    assertThat(o.get("openapi").asText()).startsWith("3.0");
    for (String p :
        List.of(
            "/tiles/{layer}/{z}/{x}/{y}.mvt",
            "/tiles/{layer}.json",
            "/wms",
            "/ogc/collections",
            "/api/v1/city",
            "/api/v1/runs",
            "/api/v1/runs/{run}/progress",
            "/health")) {
      assertThat(o.get("paths").has(p)).as(p).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/runs/nope,404",
    "/api/v1/runs/nope/frames/traffic_volume/0,404",
    "/api/v1/runs/base-run/frames/nonsense/0,404",
    "/api/v1/runs/base-run/frames/traffic_volume/24,404",
    "/api/v1/runs/base-run/frames/traffic_volume/x,400",
    "/api/v1/runs/base-run/series/traffic_volume?element=9999,400",
    "/api/v1/runs/base-run/series/traffic_volume,400",
    "/api/v1/elements/nothing/0,404",
    "/api/v1/elements/links/99999999,404",
    "/api/v1/geometry/water,404",
    "/api/v1/search,400",
    "/api/v1/comparisons?a=base-run,400",
    "/api/v1/kpis/no.such,404",
    "/api/v1/runs/base-run/kpis?district=nope,404",
    "/api/v1/layers/nope,404",
    "/api/v1/nope,404",
    "/nope,404",
    "/tiles/nope/0/0/0.mvt,404",
    "/tiles/streets/2/9/0.mvt,400",
    "/tiles/streets/1/0/0.png,404",
    "/tiles/traffic_volume/12/0/0.mvt?time=yesterday,400",
    "/tiles/traffic_volume/12/0/0.mvt?time=2031-01-01T00:00:00Z,400",
    "/tiles/traffic_volume/12/0/0.mvt?run=nope,404"
  })
  void problemDocumentTellsWhatWhereAndFix(String path, int status) throws Exception {
    HttpResponse<byte[]> r = server.get(path);
    assertThat(r.statusCode()).isEqualTo(status);
    assertThat(r.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    JsonNode p = Route.JSON.readTree(r.body());
    assertThat(p.get("status").asInt()).isEqualTo(status);
    for (String field : List.of("type", "title", "detail", "fix")) {
      assertThat(p.get(field).asText()).as(field).isNotBlank();
    }
    assertThat(new String(r.body(), StandardCharsets.UTF_8)).doesNotContain("at city.emona");
  }

  @Test
  void anAddressThatIsNoneIsAProblemToo() throws Exception {
    try (Socket socket = new Socket("localhost", server.port())) {
      String request = "GET /%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
      JsonNode p = Route.JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n")));
      assertThat(p.get("status").asInt()).isEqualTo(400);
      assertThat(p.get("fix").asText()).isNotBlank();
    }
  }

  @Test
  void anotherMethodIsToldTheMethodsOfTheAddress() throws Exception {
    HttpResponse<byte[]> put = server.send("PUT", "/api/v1/city", "");
    assertThat(put.statusCode()).isEqualTo(405);
    assertThat(put.headers().firstValue("Allow").orElse("")).contains("GET").doesNotContain("PUT");
    HttpResponse<byte[]> options = server.send("OPTIONS", "/api/v1/runs", "");
    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(options.headers().firstValue("Allow").orElse("")).contains("GET").contains("POST");
    assertThat(options.headers().firstValue("Access-Control-Allow-Methods")).isEmpty();
  }

  @Test
  void whatIsKnownIsNotSentAgain() throws Exception {
    for (String path :
        List.of(
            "/api/v1/city",
            "/api/v1/layers",
            "/api/v1/runs/base-run/kpis",
            "/tiles/streets.json")) {
      HttpResponse<byte[]> first = server.get(path);
      assertThat(first.headers().firstValue("Cache-Control")).as(path).hasValue("public, no-cache");
      String tag = first.headers().firstValue("ETag").orElseThrow();
      HttpResponse<byte[]> again = server.get(path, "If-None-Match", tag);
      assertThat(again.statusCode()).as(path).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(server.get(path, "If-None-Match", "\"other\"").body()).isEqualTo(first.body());
    }
    assertThat(server.get("/health").headers().firstValue("ETag")).isEmpty();
  }

  @Test
  void otherSitesReadOnlyWhereTheServerNamesThem() throws Exception {
    String[] paths = {"/tiles/streets.json", "/ogc/collections", "/wms?request=GetCapabilities"};
    for (String path : paths) {
      HttpResponse<byte[]> r = server.get(path, "Origin", "https://maps.example");
      assertThat(r.headers().firstValue("Access-Control-Allow-Origin")).as(path).isEmpty();
    }
    Set<String> origins = Set.of("https://maps.example");
    try (QuayServer open = new QuayServer(new ServerOptions("127.0.0.1", 0, null, null, origins))) {
      for (String path : paths) {
        HttpResponse<byte[]> r = open.get(path, "Origin", "https://maps.example");
        assertThat(r.headers().firstValue("Access-Control-Allow-Origin"))
            .as(path)
            .hasValue("https://maps.example");
        assertThat(r.headers().firstValue("Vary").orElse("")).as(path).contains("Origin");
        HttpResponse<byte[]> other = open.get(path, "Origin", "https://evil.example");
        assertThat(other.headers().firstValue("Access-Control-Allow-Origin")).as(path).isEmpty();
      }
      HttpResponse<byte[]> asked =
          open.send("OPTIONS", "/ogc/collections", "", "Origin", "https://maps.example");
      assertThat(asked.statusCode()).isEqualTo(204);
      assertThat(asked.headers().firstValue("Access-Control-Allow-Methods").orElse(""))
          .contains("GET")
          .doesNotContain("POST");
      HttpResponse<byte[]> write =
          open.send(
              "POST",
              "/api/v1/runs",
              "{\"scenario\":\"base\"}",
              "Origin",
              "https://maps.example",
              "Content-Type",
              "application/json");
      assertThat(write.statusCode()).isEqualTo(403);
      assertThat(write.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  @Test
  void tileJsonOpensAtTheCityNotAtTheWorld() throws Exception {
    JsonNode o = server.json("/tiles/streets.json");
    double width = o.get("bounds").get(2).asDouble() - o.get("bounds").get(0).asDouble();
    double height = o.get("bounds").get(3).asDouble() - o.get("bounds").get(1).asDouble();
    double tile = 360 / Math.pow(2, o.get("center").get(2).asInt());
    double part = Math.max(width, height) / tile;
    // Half a tile at least, unless the tiles end before.
    boolean deepest = o.get("center").get(2).asInt() == o.get("maxzoom").asInt();
    assertThat(part).isLessThanOrEqualTo(1);
    assertThat(part >= 0.5 || deepest).as("%s of a tile", part).isTrue();
  }

  @Test
  void aRunTellsWhatWasAsked() throws Exception {
    JsonNode run = server.json("/api/v1/runs/" + QuayRuns.MORE);
    assertThat(run.get("parent").asText()).isEqualTo("base");
    JsonNode edit = run.get("edits").get(0);
    assertThat(edit.get("edit").asText()).isEqualTo("close");
    assertThat(edit.get("note").asText()).isEqualTo("The quay");
    assertThat(edit.at("/place/links/1").asText()).isEqualTo("a2");
    assertThat(server.json("/api/v1/runs/" + QuayRuns.BASE).get("edits")).isEmpty();
  }

  @Test
  void aBodyBeyondTheLimitIsRefused() throws Exception {
    String big = "{\"yaml\":\"" + "x".repeat(1_100_000) + "\"}";
    assertThat(post("/api/v1/runs", big).statusCode()).isEqualTo(413);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "not json;400",
        "[];400",
        "{};400",
        "{\"scenario\":5};400",
        "{\"scenario\":\"a\",\"yaml\":\"b\"};400",
        "{\"scenario\":\"unknown\"};404",
        "{\"yaml\":\"nonsense: 1\"};400",
        "{\"scenario\":\"base\"};200"
      })
  void startingARunTakesOneScenario(String body, int status) throws Exception {
    assertThat(post("/api/v1/runs", body).statusCode()).isEqualTo(status);
  }

  @Test
  void aWriteFromAnotherSiteOrWithAnotherTypeIsRefused() throws Exception {
    String body = "{\"scenario\":\"base\"}";
    assertThat(
            server
                .send(
                    "POST",
                    "/api/v1/runs",
                    body,
                    "Content-Type",
                    "application/json",
                    "Origin",
                    "http://evil.example")
                .statusCode())
        .isEqualTo(403);
    assertThat(server.send("POST", "/api/v1/runs", body, "Content-Type", "text/plain").statusCode())
        .isEqualTo(400);
  }

  @Test
  void anOriginThatOnlyBeginsLikeThePublicAddressIsRefused() throws Exception {
    ServerOptions proxied = new ServerOptions("127.0.0.1", 0, "https://city.example/twin", null);
    try (QuayServer server = new QuayServer(proxied)) {
      for (String origin : new String[] {"https://city.example", "https://city", "https:"}) {
        String[] headers = {"Content-Type", "application/json", "Origin", origin};
        assertThat(
                server
                    .send("POST", "/api/v1/runs", "{\"scenario\":\"base\"}", headers)
                    .statusCode())
            .as(origin)
            .isEqualTo(origin.equals("https://city.example") ? 200 : 403);
      }
    }
  }

  @Test
  void aTokenIsAskedForWhereOneIsSet() throws Exception {
    try (QuayServer guarded = new QuayServer(new ServerOptions("127.0.0.1", 0, null, "s3cret"))) {
      String body = "{\"scenario\":\"base\"}";
      String[] type = {"Content-Type", "application/json"};
      assertThat(guarded.send("POST", "/api/v1/runs", body, type).statusCode()).isEqualTo(403);
      String[] signed = {"Content-Type", "application/json", "Authorization", "Bearer s3cret"};
      assertThat(guarded.send("POST", "/api/v1/runs", body, signed).statusCode()).isEqualTo(200);
      assertThat(guarded.get("/api/v1/city").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aPortInUseIsTheUsersMistakeWithAFix() {
    assertThatThrownBy(() -> new QuayServer(ServerOptions.loopback(server.port())))
        .isInstanceOfSatisfying(EmonaException.class, e -> assertThat(e.fix()).contains("--port"));
  }

  @Test
  void aRunReportsProgressAndIsCancelled() throws Exception {
    HttpResponse<byte[]> r = post("/api/v1/runs", "{\"scenario\":\"slow\"}");
    assertThat(r.statusCode()).isEqualTo(202);
    assertThat(Route.JSON.readTree(r.body()).get("principal").asText()).isEqualTo("local");
    assertThat(server.get("/api/v1/runs/slow-run/progress").statusCode()).isEqualTo(400);
    Thread canceller =
        new Thread(
            () -> {
              try {
                Thread.sleep(700);
                post("/api/v1/runs/slow-run/cancel", "");
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    canceller.start();
    String events =
        new String(
            server.get("/api/v1/runs/slow-run/progress", "Accept", "text/event-stream").body(),
            StandardCharsets.UTF_8);
    canceller.join();
    assertThat(events).contains("event: progress").contains("\"stage\":\"traffic\"");
    assertThat(events).contains("event: cancelled");
    JsonNode run = server.json("/api/v1/runs/slow-run");
    assertThat(run.get("status").asText()).isEqualTo("cancelled");
  }

  @Test
  void aFailedRunTellsNoInnerDetails() throws Exception {
    post("/api/v1/runs", "{\"scenario\":\"broken\"}");
    String events =
        new String(
            server.get("/api/v1/runs/broken-run/progress", "Accept", "text/event-stream").body(),
            StandardCharsets.UTF_8);
    assertThat(events).contains("event: failed").doesNotContain("secret detail");
  }

  @Test
  void headTellsWhatGetWouldSend() throws Exception {
    for (String path : List.of("/api/v1/city", "/tiles/streets.json", "/ogc", "/nope")) {
      HttpResponse<byte[]> head = server.send("HEAD", path, "");
      HttpResponse<byte[]> get = server.get(path);
      assertThat(head.statusCode()).as(path).isEqualTo(get.statusCode());
      assertThat(head.headers().firstValue("Content-Type"))
          .isEqualTo(get.headers().firstValue("Content-Type"));
      assertThat(head.body()).isEmpty();
    }
  }

  @Test
  void healthAndMetricsAnswer() throws Exception {
    assertThat(server.json("/health").get("status").asText()).isEqualTo("ok");
    String m = new String(server.get("/metrics").body(), StandardCharsets.UTF_8);
    assertThat(m).contains("emona_requests_total{group=\"health\",status=\"200\"}");
    assertThat(m.lines().filter(l -> !l.startsWith("#")))
        .allMatch(l -> l.matches("[a-z_]+(\\{.*})? [-0-9.E]+"));
  }

  @Test
  void thePageLetsNothingInFromOutside() throws Exception {
    HttpResponse<byte[]> page = server.get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    String policy = page.headers().firstValue("Content-Security-Policy").orElse("");
    assertThat(policy).contains("default-src 'self'").contains("worker-src 'self' blob:");
    assertThat(policy).doesNotContain("http").doesNotContain("*").doesNotContain("unsafe-eval");
    for (String path :
        List.of("/assets/none.js", "/..%2f..%2fapplication.conf", "/logback.xml", "/META-INF")) {
      assertThat(server.get(path).statusCode()).as(path).isIn(400, 404);
    }
  }

  private static HttpResponse<byte[]> post(String path, String body) throws Exception {
    return server.send("POST", path, body, "Content-Type", "application/json");
  }
}
