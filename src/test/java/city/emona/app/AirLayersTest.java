package city.emona.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import city.emona.api.ServerOptions;
import city.emona.citygen.CityGenerator;
import city.emona.geodata.ObservationReader;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.run.air.SensorData;
import city.emona.scenario.ScenarioLibrary;
import city.emona.simulate.Frame;
import city.emona.simulate.Progress;
import city.emona.simulate.Quantity;
import city.emona.store.Store;
import city.emona.store.Stores;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The air of a real run by every protocol: what is stored and what is worked out when asked. */
@Tag("http")
class AirLayersTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static City city;
  private static Workbench bench;
  private static Server server;
  private static String run;

  @BeforeAll
  static void start() throws Exception {
    city = CityGenerator.generate(3, 2000, 2, Progress.NONE);
    Store store = Stores.open(folder.resolve("city.gpkg").toString(), true);
    store.cities().saveCity(city, Map.of(), "test", Progress.NONE);
    bench = new Workbench(store, ScenarioLibrary.shipped(), 2);
    run =
        bench.run(bench.ask(bench.library().get(Workbench.BASE), city), "test", Progress.NONE).id();
    server = new Server(bench, ServerOptions.loopback(0));
    observe();
  }

  /** Observations a quarter above what the sensors would read in the run. */
  private static void observe() throws Exception {
    StringBuilder csv = new StringBuilder();
    for (String line : text("/api/v1/runs/" + run + "/sensors.csv").split("\n")) {
      String[] cell = line.split(",", -1);
      if (!csv.isEmpty() && cell[4].equals("µg/m³")) {
        cell[3] = Double.toString(1.25 * Double.parseDouble(cell[3]));
        cell[5] = "good";
      }
      csv.append(String.join(",", cell)).append('\n');
    }
    bench
        .store()
        .cities()
        .saveObservations(
            SensorData.check(city, ObservationReader.parse("obs.csv", csv.toString())), "test");
    server.forget();
  }

  @AfterAll
  static void stop() {
    server.close();
    bench.close();
  }

  private static HttpResponse<byte[]> get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String text(String path) throws Exception {
    HttpResponse<byte[]> r = get(path);
    assertThat(r.statusCode())
        .as(path + ": " + new String(r.body(), StandardCharsets.UTF_8))
        .isEqualTo(200);
    return new String(r.body(), StandardCharsets.UTF_8);
  }

  private static JsonNode json(String path) throws Exception {
    return JSON.readTree(text(path));
  }

  private static float[] frame(Quantity q, int step) {
    return bench
        .store()
        .runs()
        .findFrame(run, q, step)
        .map(b -> Frame.unpack(q, step, b).values())
        .orElseThrow();
  }

  private static float[] values(JsonNode answer) {
    byte[] bytes = Base64.getDecoder().decode(answer.get("values").asText());
    float[] out = new float[bytes.length / 4];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(out);
    return out;
  }

  private static String problem(String path, int status) throws Exception {
    HttpResponse<byte[]> r = get(path);
    String said = new String(r.body(), StandardCharsets.UTF_8);
    assertThat(r.statusCode()).as(said).isEqualTo(status);
    return said;
  }

  @Test
  void contoursAreAreasOfTheClassesByEveryProtocol() throws Exception {
    float highest = 0;
    for (float v : frame(Quantity.AIR_NO2, 8)) {
      highest = Math.max(highest, v);
    }
    JsonNode file = json("/api/v1/layers/air_no2/contours");
    JsonNode items = json("/ogc/collections/air_no2_contours/items");
    assertThat(file.get("features")).isNotEmpty();
    assertThat(items.get("numberMatched").asInt()).isEqualTo(file.get("features").size());
    for (int i = 0; i < file.get("features").size(); i++) {
      JsonNode a = file.get("features").get(i);
      JsonNode b = items.get("features").get(i);
      assertThat(a.at("/properties/from").asDouble(0)).isLessThanOrEqualTo(highest);
      assertThat(b.at("/properties/label")).isEqualTo(a.at("/properties/label"));
      assertThat(b.at("/properties/value_from").asDouble(-1))
          .isEqualTo(a.at("/properties/from").asDouble(-1));
      assertThat(b.at("/geometry/type").asText()).endsWith("Polygon");
    }
    HttpResponse<byte[]> tile = get("/tiles/air_no2_contours/9/277/182.mvt");
    assertThat(tile.statusCode()).isIn(200, 204);
    assertThat(
            json("/tiles/air_no2_contours.json").at("/vector_layers/0/fields/value_from").asText())
        .contains("Lower bound");
    assertThat(problem("/api/v1/layers/streets/contours", 400)).contains("is no grid");
    assertThat(problem("/api/v1/layers/air_no2/contours?time=noon", 400))
        .contains("not an instant");
    assertThat(
            get("/api/v1/layers/air_no2/contours?time=2026-03-17T08:00:00 01:00"
                    .replace(" ", "%20"))
                .statusCode())
        .as("an offset whose plus sign was not escaped")
        .isEqualTo(200);
  }

  @Test
  void aGridIsAGeoTiff() throws Exception {
    byte[] tiff = get("/api/v1/layers/air_pm25/geotiff").body();
    assertThat(new String(tiff, 0, 4, StandardCharsets.ISO_8859_1)).isEqualTo("II*\0");
    assertThat(new String(tiff, StandardCharsets.UTF_8)).contains("UNIT", run);
    assertThat(problem("/api/v1/layers/traffic_volume/geotiff", 400))
        .contains("Choose an air layer");
  }

  @Test
  void sensorsTellSimulatedObservedAndResidual() throws Exception {
    JsonNode readings = json("/api/v1/runs/" + run + "/sensors").get("features");
    JsonNode layer = json("/ogc/collections/sensors_no2/items?limit=1000").get("features");
    assertThat(layer).isNotEmpty();
    int compared = 0;
    for (JsonNode f : layer) {
      for (JsonNode r : readings) {
        boolean same =
            r.at("/properties/sensor").equals(f.get("id"))
                && r.get("id").equals(f.at("/properties/datastream"));
        if (same && f.at("/properties/observed").isNumber()) {
          double simulated = f.at("/properties/value").asDouble();
          double observed = f.at("/properties/observed").asDouble();
          assertThat(simulated).isCloseTo(r.at("/properties/simulated/8").asDouble(), within(1e-3));
          assertThat(observed).isCloseTo(r.at("/properties/observed/8").asDouble(), within(1e-3));
          assertThat(f.at("/properties/residual").asDouble())
              .isCloseTo(observed - simulated, within(1e-3));
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThanOrEqualTo(2);
    JsonNode values = json("/api/v1/layers/sensors_no2/values");
    assertThat(values.get("element").asText()).isEqualTo("sensor");
    assertThat(values(values)).hasSize(city.table(Schema.SENSORS).size());
  }

  @Test
  void observationsCorrectTheMapAndNewPlacesAreFound() throws Exception {
    JsonNode a = json("/api/v1/runs/" + run + "/assimilation?pollutant=no2&step=8");
    assertThat(a.get("sensors").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(a.at("/leaveOneOut/rmse").asDouble())
        .isLessThan(a.at("/modelAlone/rmse").asDouble());
    assertThat(a.at("/errorModel/backgroundUgM3").isNumber()).isTrue();
    byte[] tiff = get("/api/v1/runs/" + run + "/assimilation/geotiff?step=8").body();
    assertThat(new String(tiff, 0, 2, StandardCharsets.ISO_8859_1)).isEqualTo("II");
    JsonNode next = json("/api/v1/runs/" + run + "/sensors/next?count=3").get("features");
    assertThat(next).hasSize(3);
    assertThat(next.get(2).at("/properties/rank").asInt()).isEqualTo(3);
    assertThat(problem("/api/v1/runs/" + run + "/sensors/next?count=0", 400)).contains("count");
    assertThat(problem("/api/v1/runs/" + run + "/assimilation?pollutant=tar", 400)).contains("tar");
  }

  @Test
  void causesOfAPlaceAreALayer() throws Exception {
    String place =
        "&lon=" + city.info().frame().lon0Deg() + "&lat=" + city.info().frame().lat0Deg();
    String ask = "/api/v1/runs/" + run + "/attribution?step=8&limit=10000" + place;
    JsonNode told = json(ask);
    JsonNode layer =
        json(
            "/api/v1/layers/causes_no2/values?place="
                + city.info().frame().lon0Deg()
                + ","
                + city.info().frame().lat0Deg());
    float[] values = values(layer);
    double sum = 0;
    for (float v : values) {
      sum += Float.isNaN(v) ? 0 : v;
    }
    double traffic = told.get("traffic").asDouble();
    assertThat(sum).isCloseTo(traffic, within(0.01 * traffic));
    JsonNode first = told.get("links").get(0);
    assertThat((double) values[first.get("element").asInt()])
        .isCloseTo(first.get("value").asDouble(), within(1e-4 * traffic));
    JsonNode geo = json(ask + "&f=geojson");
    assertThat(geo.get("features")).hasSameSizeAs(told.get("links"));
    assertThat(geo.at("/features/0/geometry/type").asText()).isEqualTo("LineString");
    // Without a place it is where the map is highest.
    JsonNode worst = json("/api/v1/layers/causes_no2/values");
    JsonNode items = json("/ogc/collections/causes_no2/items?limit=10000");
    double most = 0;
    for (JsonNode f : items.get("features")) {
      most = Math.max(most, f.at("/properties/value").asDouble(0));
    }
    double largest = 0;
    for (float v : values(worst)) {
      largest = Math.max(largest, Float.isNaN(v) ? 0 : v);
    }
    assertThat(most).isCloseTo(largest, within(1e-6 * largest));
    assertThat(problem("/api/v1/layers/causes_no2/values?place=here", 400)).contains("lon,lat");
    assertThat(problem("/api/v1/layers/causes_no2/values?place=0,0", 400)).contains("far outside");
  }

  /** In a canyon the leeward front has the street's own air; in the open it is close to the map. */
  @Test
  void streetsHaveTwoSides() throws Exception {
    JsonNode items = json("/ogc/collections/air_nox_sides/items?limit=10000").get("features");
    double leeward = 0;
    double windward = 0;
    double off = 0;
    double sum = 0;
    float[] map = frame(Quantity.AIR_NOX, 8);
    var grid = bench.store().runs().findRun(run).orElseThrow().grid();
    double[] p = new double[2];
    for (JsonNode f : items) {
      double v = f.at("/properties/value").asDouble();
      switch (f.at("/properties/exposure").asText()) {
        case "leeward" -> leeward += v;
        case "windward" -> windward += v;
        default -> {
          JsonNode line = f.at("/geometry/coordinates");
          if (line.size() == 2) {
            double lon = (line.get(0).get(0).asDouble() + line.get(1).get(0).asDouble()) / 2;
            double lat = (line.get(0).get(1).asDouble() + line.get(1).get(1).asDouble()) / 2;
            city.info().frame().toLocal(lon, lat, p, 0);
            off += Math.abs(v - map[grid.find(p[0], p[1])]);
            sum += v;
          }
        }
      }
    }
    System.err.printf(
        "sides: leeward/windward %.3f, open against the map %.1f %%%n",
        leeward / windward, 100 * off / sum);
    assertThat(leeward).isGreaterThan(windward);
    assertThat(off).isLessThan(0.15 * sum);
    JsonNode values = json("/api/v1/layers/air_nox_sides/values");
    assertThat(values.get("element").asText()).isEqualTo("side");
    assertThat(values(values).length % 2).isZero();
    byte[] geometry = get("/api/v1/geometry/street_sides?run=" + run).body();
    assertThat(ByteBuffer.wrap(geometry).order(ByteOrder.LITTLE_ENDIAN).getInt())
        .isEqualTo(values(values).length);
  }

  @Test
  void picturesAreDrawnOfAll() throws Exception {
    for (String layer :
        new String[] {"air_no2_contours", "causes_no2", "sensors_no2", "air_no2_sides"}) {
      HttpResponse<byte[]> r =
          get(
              "/wms?service=WMS&version=1.3.0&request=GetMap&styles=&crs=CRS:84&width=200&height=200"
                  + "&format=image/png&layers="
                  + layer
                  + "&bbox="
                  + box());
      assertThat(r.headers().firstValue("Content-Type")).contains("image/png");
      assertThat(r.body().length).as(layer).isGreaterThan(800);
    }
    assertThat(text("/wms?service=WMS&request=GetCapabilities"))
        .contains("<Name>sensors_pm10</Name>", "<Name>air_pm25_contours_diff</Name>");
  }

  private static String box() throws Exception {
    JsonNode b = json("/api/v1/city").get("bounds");
    return b.get(0) + "," + b.get(1) + "," + b.get(2) + "," + b.get(3);
  }

  @Test
  void everyEmptiedBinIsExplained() throws Exception {
    JsonNode tours = json("/api/v1/runs/" + run + "/waste").get("tours");
    String bin = city.table(Schema.BINS).id(0);
    JsonNode why = json("/api/v1/runs/" + run + "/bins/" + bin + "/decisions");
    assertThat(why.get("text").asText()).isNotBlank();
    assertThat(why.get("emptied").isBoolean()).isTrue();
    assertThat(tours.isArray()).isTrue();
  }
}
