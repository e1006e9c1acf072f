package city.emona.api.ogc;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.api.QuayServer;
import city.emona.api.Route;
import city.emona.layers.QuayTown;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OGC API Features part 1 (OGC 17-069r4); requirement names stand in the test names. */
@Tag("http")
class OgcFeaturesTest {
  private static final String STREETS = "/ogc/collections/streets/items";

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
  void req_core_root_success_landingPageLinksToTheRest() throws Exception {
    Set<String> rels = new HashSet<>();
    for (JsonNode l : server.json("/ogc").get("links")) {
      rels.add(l.get("rel").asText());
      String href = l.get("href").asText();
      if (href.startsWith("http://localhost")) {
        HttpResponse<byte[]> r = server.get(href.substring(server.url("").length()));
        assertThat(r.statusCode()).as(href).isEqualTo(200);
        String type = r.headers().firstValue("Content-Type").orElse("");
        assertThat(type.split(";")[0]).isEqualTo(l.get("type").asText().split(";")[0]);
      }
    }
    assertThat(rels).contains("self", "alternate", "service-desc", "conformance", "data");
  }

  @Test
  void req_core_conformance_success() throws Exception {
    assertThat(server.json("/ogc/conformance").get("conformsTo").toString())
        .contains("ogcapi-features-1/1.0/conf/core")
        .contains("ogcapi-features-1/1.0/conf/geojson");
  }

  @Test
  void req_core_fc_md_extent_everyCollectionHasAnExtentAndItems() throws Exception {
    for (JsonNode c : server.json("/ogc/collections").get("collections")) {
      String id = c.get("id").asText();
      assertThat(c.get("extent").get("spatial").get("bbox").get(0)).as(id).hasSize(4);
      assertThat(c.get("links").findValuesAsText("rel")).contains("items");
      assertThat(server.json("/ogc/collections/" + id).get("id").asText()).isEqualTo(id);
    }
  }

  @Test
  void req_core_fc_limit_response_pagesFollowEachOtherAndMeetEveryFeatureOnce() throws Exception {
    Set<String> ids = new HashSet<>();
    String next = STREETS + "?limit=7";
    int pages = 0;
    while (next != null) {
      JsonNode page = server.json(next);
      assertThat(page.get("numberMatched").asInt()).isEqualTo(QuayTown.LINKS);
      assertThat(page.path("attribution").asText()).isEqualTo("Quay Town test data");
      assertThat(page.path("licence").asText()).isEqualTo("CC0-1.0");
      assertThat(page.get("numberReturned").asInt()).isEqualTo(page.get("features").size());
      for (JsonNode f : page.get("features")) {
        assertThat(ids.add(f.get("id").asText())).isTrue();
      }
      next = null;
      for (JsonNode l : page.get("links")) {
        if (l.get("rel").asText().equals("next")) {
          next = l.get("href").asText().substring(server.url("").length());
        }
      }
      pages++;
    }
    assertThat(ids).hasSize(QuayTown.LINKS);
    assertThat(pages).isEqualTo((QuayTown.LINKS + 6) / 7);
  }

  @Test
  void req_core_fc_bbox_response_onlyWhatMeetsTheBox() throws Exception {
    // Around the first junction: its two streets, both directions.
    JsonNode page = server.json(STREETS + "?bbox=14.4999,46.0499,14.5001,46.0501");
    assertThat(page.get("numberMatched").asInt()).isEqualTo(4);
    // In the middle of the first block there is no street, but the district is there.
    assertThat(server.json(STREETS + "?bbox=14.5012,46.0508,14.5013,46.0509").get("features"))
        .isEmpty();
    JsonNode districts =
        server.json("/ogc/collections/districts/items?bbox=14.5012,46.0508,14.5013,46.0509");
    assertThat(districts.get("features")).hasSize(1);
    assertThat(districts.get("features").get(0).get("id").asText()).isEqualTo("d-south");
    assertThat(server.json(STREETS + "?bbox=-10,-10,-9,-9").get("numberMatched").asInt()).isZero();
    assertThat(server.json(STREETS + "?bbox=-180,-90,180,90").get("numberMatched").asInt())
        .isEqualTo(QuayTown.LINKS);
  }

  @Test
  void rec_core_fc_filters_columnsFilterByWhatTheOutsideSees() throws Exception {
    assertThat(server.json(STREETS + "?road_class=primary").get("numberMatched").asInt())
        .isEqualTo(20);
    assertThat(server.json(STREETS + "?lanes=2").get("numberMatched").asInt()).isEqualTo(20);
    assertThat(server.json(STREETS + "?district=d-south&lanes=2").get("numberMatched").asInt())
        .isEqualTo(16);
    assertThat(server.json(STREETS + "?id=l0-1").get("numberMatched").asInt()).isEqualTo(1);
  }

  @Test
  void req_core_fc_time_response_valuesAreThoseOfTheInstant() throws Exception {
    String items = "/ogc/collections/traffic_volume/items?limit=10000";
    assertThat(value(items, 10)).isBetween(107.8, 108.2);
    assertThat(value(items + "&datetime=2026-03-17T22:30:00Z", 10)).isBetween(122.8, 123.2);
    assertThat(value(items + "&datetime=2026-03-17T10:00:00%2B01:00/..", 10))
        .isBetween(109.8, 110.2);
    assertThat(server.json(items + "&datetime=2001-01-01T00:00:00Z").get("features")).isEmpty();
    assertThat(value(items + "&run=more-run", 10)).isBetween(207.8, 208.2);
    assertThat(value("/ogc/collections/traffic_volume_diff/items?limit=10000&run=more-run", 10))
        .isBetween(99.7, 100.3);
  }

  private static double value(String path, int element) throws Exception {
    return server.json(path).get("features").get(element).get("properties").get("value").asDouble();
  }

  @Test
  void req_geojson_content_featuresAreValidGeoJson() throws Exception {
    HttpResponse<byte[]> r = server.get("/ogc/collections/parks/items");
    assertThat(r.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/geo+json");
    JsonNode f = Route.JSON.readTree(r.body()).get("features").get(0);
    JsonNode rings = f.get("geometry").get("coordinates");
    assertThat(f.get("geometry").get("type").asText()).isEqualTo("Polygon");
    assertThat(rings).hasSize(2);
    for (int k = 0; k < 2; k++) {
      JsonNode ring = rings.get(k);
      assertThat(ring.get(0)).isEqualTo(ring.get(ring.size() - 1));
      double area = 0;
      for (int i = 1; i < ring.size(); i++) {
        area +=
            ring.get(i - 1).get(0).asDouble() * ring.get(i).get(1).asDouble()
                - ring.get(i).get(0).asDouble() * ring.get(i - 1).get(1).asDouble();
      }
      // RFC 7946, 3.1.6: exterior rings counter-clockwise, holes clockwise.
      assertThat(area > 0).isEqualTo(k == 0);
    }
  }

  @Test
  void req_core_f_success_oneFeatureByItsId() throws Exception {
    JsonNode f = server.json(STREETS + "/l0-1");
    assertThat(f.get("type").asText()).isEqualTo("Feature");
    assertThat(f.get("properties").get("name").asText()).isEqualTo("Row 1");
    assertThat(f.get("links").findValuesAsText("rel")).contains("self", "collection");
    assertThat(server.get(STREETS + "/nope").statusCode()).isEqualTo(404);
    assertThat(server.get("/ogc/collections/water/items/park").statusCode()).isEqualTo(404);
    assertThat(
            server
                .json("/ogc/collections/air_no2/items/cell-41")
                .get("properties")
                .get("value")
                .asDouble())
        .isEqualTo(9.0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?limit=0",
        "?limit=x",
        "?offset=-1",
        "?bbox=1,2,3",
        "?bbox=3,2,1,4",
        "?bbox=a,b,c,d",
        "?datetime=noon",
        "?datetime=2026-03-18T00:00:00Z/2026-03-17T00:00:00Z",
        "?unknown=1",
        "?f=xml",
        "?lanes=many"
      })
  void req_core_query_param_invalid(String query) throws Exception {
    HttpResponse<byte[]> r = server.get(STREETS + query);
    assertThat(r.statusCode()).isEqualTo(400);
    assertThat(r.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
  }

  @Test
  void aLimitBeyondTheMaximumIsTheMaximum() throws Exception {
    assertThat(server.get(STREETS + "?limit=99999999").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ogc",
        "/ogc/conformance",
        "/ogc/api",
        "/ogc/collections",
        "/ogc/collections/streets",
        "/ogc/collections/streets/items",
        "/ogc/collections/streets/items/l0-1",
        "/ogc/collections/air_no2/items"
      })
  void req_html_content_oneAddressAnswersPeopleAndPrograms(String path) throws Exception {
    HttpResponse<byte[]> html = server.get(path, "Accept", "text/html,application/xhtml+xml");
    assertThat(html.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(new String(html.body(), StandardCharsets.UTF_8))
        .contains("<h1>")
        .contains("</html>");
    assertThat(html.headers().firstValue("Vary").orElse("")).contains("Accept");
    HttpResponse<byte[]> json = server.get(path, "Accept", "application/json");
    assertThat(json.headers().firstValue("Content-Type").orElse("")).contains("json");
    assertThat(server.get(path + "?f=html").headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/html");
  }

  @Test
  void linksCarryTheConfiguredBaseUrl() throws Exception {
    var options =
        new city.emona.api.ServerOptions("127.0.0.1", 0, "https://twin.example/city/", null);
    try (QuayServer proxied = new QuayServer(options)) {
      for (JsonNode l : proxied.json("/ogc").get("links")) {
        if (!l.get("rel").asText().equals("license")) {
          assertThat(l.get("href").asText()).startsWith("https://twin.example/city/ogc");
        }
      }
      String wms =
          new String(proxied.get("/wms?request=GetCapabilities").body(), StandardCharsets.UTF_8);
      assertThat(wms).contains("https://twin.example/city/wms?").doesNotContain("127.0.0.1");
      assertThat(proxied.json("/tiles/streets.json").get("tiles").get(0).asText())
          .isEqualTo("https://twin.example/city/tiles/streets/{z}/{x}/{y}.mvt");
    }
  }
}
