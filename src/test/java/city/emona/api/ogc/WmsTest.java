package city.emona.api.ogc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import city.emona.api.QuayServer;
import city.emona.api.Route;
import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** WMS 1.3.0 (OGC 06-042); clause numbers stand in the test names. */
@Tag("http")
class WmsTest {
  private static final String MAP =
      "/wms?service=WMS&version=1.3.0&request=GetMap&format=image/png&styles=";
  private static final String BOX =
      "&crs=EPSG:4326&bbox=46.048,14.496,46.062,14.518&width=440&height=280";

  private static QuayServer server;

  @BeforeAll
  static void start() {
    server = new QuayServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Document xml(String path, int status) throws Exception {
    HttpResponse<byte[]> r = server.get(path);
    assertThat(r.statusCode()).isEqualTo(status);
    DocumentBuilderFactory f = DocumentBuilderFactory.newInstance();
    f.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return f.newDocumentBuilder().parse(new ByteArrayInputStream(r.body()));
  }

  private static BufferedImage png(String path) throws Exception {
    HttpResponse<byte[]> r = server.get(path);
    assertThat(new String(r.body(), StandardCharsets.ISO_8859_1)).startsWith("\u0089PNG");
    return ImageIO.read(new ByteArrayInputStream(r.body()));
  }

  @Test
  void clause7_2_capabilitiesHoldWhatTheSchemaRequires() throws Exception {
    Document d = xml("/wms?service=WMS&request=GetCapabilities", 200);
    assertThat(d.getDocumentElement().getAttribute("version")).isEqualTo("1.3.0");
    for (String name :
        new String[] {
          "Service", "GetMap", "GetFeatureInfo", "Exception", "MaxWidth", "LayerLimit"
        }) {
      assertThat(d.getElementsByTagName(name).getLength()).as(name).isPositive();
    }
    NodeList layers = d.getElementsByTagName("Layer");
    Set<String> names = new HashSet<>();
    for (int i = 0; i < layers.getLength(); i++) {
      Element l = (Element) layers.item(i);
      if (!l.getAttribute("queryable").isEmpty()) {
        assertThat(names.add(text(l, "Name"))).isTrue();
        assertThat(text(l, "Title")).isNotBlank();
        assertThat(l.getElementsByTagName("EX_GeographicBoundingBox").getLength()).isEqualTo(1);
        assertThat(l.getElementsByTagName("BoundingBox").getLength()).isEqualTo(3);
        assertThat(l.getElementsByTagName("LegendURL").getLength()).isPositive();
      }
    }
    assertThat(names).contains("streets", "traffic_volume", "air_no2", "waste_fill");
  }

  /** Against the schemas of the OGC, from a Maven artifact that holds nothing else. */
  @Test
  void clause7_2_4AndE_2_documentsAreValidByTheSchemasOfTheOgc() throws Exception {
    isValid("capabilities_1_3_0.xsd", "/wms?service=WMS&request=GetCapabilities");
    isValid("exceptions_1_3_0.xsd", MAP + "&layers=nosuch" + BOX);
  }

  private static void isValid(String schema, String path) throws Exception {
    Validator validator =
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
            .newSchema(WmsTest.class.getResource("/wms/1.3.0/" + schema))
            .newValidator();
    byte[] document = server.get(path).body();
    assertThatCode(() -> validator.validate(new StreamSource(new ByteArrayInputStream(document))))
        .doesNotThrowAnyException();
  }

  private static String text(Element e, String name) {
    return e.getElementsByTagName(name).item(0).getTextContent();
  }

  @Test
  void clause6_2_4_versionsAreNegotiated() throws Exception {
    assertThat(
            xml("/wms?service=WMS&request=GetCapabilities&version=1.1.1", 200)
                .getDocumentElement()
                .getTagName())
        .isEqualTo("WMT_MS_Capabilities");
    assertThat(
            xml("/wms?service=WMS&request=GetCapabilities&version=9.9.9", 200)
                .getDocumentElement()
                .getAttribute("version"))
        .isEqualTo("1.3.0");
  }

  @Test
  void clauseC_3_timeIsADimensionOfTheDayOfTheRun() throws Exception {
    Document d = xml("/wms?service=WMS&request=GetCapabilities", 200);
    NodeList dims = d.getElementsByTagName("Dimension");
    Element time = (Element) dims.item(0);
    assertThat(time.getAttribute("name")).isEqualTo("time");
    assertThat(time.getAttribute("units")).isEqualTo("ISO8601");
    assertThat(time.getAttribute("default")).isEqualTo("2026-03-17T07:00:00Z");
    assertThat(time.getTextContent()).isEqualTo("2026-03-16T23:00:00Z/2026-03-17T22:00:00Z/PT1H");
  }

  @Test
  void clause6_7_3_2_axisOrderIsNorthFirstInEpsg4326() throws Exception {
    BufferedImage a = png(MAP + "&layers=water" + BOX);
    BufferedImage b =
        png(MAP + "&layers=water&crs=CRS:84&bbox=14.496,46.048,14.518,46.062&width=440&height=280");
    assertThat(pixels(a)).isEqualTo(pixels(b));
    BufferedImage c =
        png(
            "/wms?version=1.1.1&request=GetMap&format=image/png&styles=&layers=water&srs=EPSG:4326"
                + "&bbox=14.496,46.048,14.518,46.062&width=440&height=280");
    assertThat(pixels(c)).isEqualTo(pixels(a));
    // The river runs west to east in the middle of the town.
    assertThat(a.getRGB(220, 150) & 0xffffff).isEqualTo(0xcfdde6);
    assertThat(a.getRGB(220, 60) & 0xffffff).isEqualTo(0xffffff);
  }

  private static int[] pixels(BufferedImage i) {
    return i.getRGB(0, 0, i.getWidth(), i.getHeight(), null, 0, i.getWidth());
  }

  @Test
  void clause7_3_3_9_transparentMapsHaveNoGround() throws Exception {
    assertThat(png(MAP + "&layers=water&transparent=TRUE" + BOX).getRGB(3, 3)).isZero();
    assertThat(png(MAP + "&layers=water&bgcolor=0x102030" + BOX).getRGB(3, 3))
        .isEqualTo(0xff102030);
  }

  @Test
  void otherReferenceSystemsDrawTheSamePlace() throws Exception {
    BufferedImage utm =
        png(
            MAP
                + "&layers=water&crs=EPSG:32633&bbox=461000,5099500,462700,5101000"
                + "&width=340&height=300");
    assertThat(utm.getRGB(170, 160) & 0xffffff).isEqualTo(0xcfdde6);
  }

  @Test
  void valuesAreDrawnInTheColourOfTheirClass() throws Exception {
    // NO2 at 08:00 is column + 8: below 10 in the two westernmost columns, 25 and more from 17 on.
    BufferedImage i =
        png(
            MAP
                + "&layers=air_no2&transparent=true&crs=CRS:84"
                + "&bbox=14.4936,46.0456,14.5192,46.0634&width=400&height=400");
    assertColor(i.getRGB(5, 200), 0x50f0e6);
    assertColor(i.getRGB(100, 200), 0x50ccaa);
    assertColor(i.getRGB(300, 200), 0xf0e641);
    BufferedImage late =
        png(
            MAP
                + "&layers=air_no2&transparent=true&crs=CRS:84&time=2026-03-17T22:00:00Z"
                + "&bbox=14.4936,46.0456,14.5192,46.0634&width=400&height=400");
    assertColor(late.getRGB(100, 200), 0xf0e641);
  }

  /** The same colour but for the rounding of half-transparent pixels. */
  private static void assertColor(int got, int want) {
    for (int shift = 0; shift < 24; shift += 8) {
      assertThat(got >> shift & 255).isCloseTo(want >> shift & 255, within(2));
    }
  }

  @Test
  void clauseC_4_2_aDefaultTimeIsAnnounced() throws Exception {
    HttpResponse<byte[]> r = server.get(MAP + "&layers=traffic_volume" + BOX);
    assertThat(r.headers().firstValue("Warning").orElse(""))
        .isEqualTo("99 Default value used: time=2026-03-17T07:00:00Z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "layers=nope&crs=CRS:84&bbox=0,0,1,1&width=9&height=9|LayerNotDefined",
        "layers=water&styles=nope&crs=CRS:84&bbox=0,0,1,1&width=9&height=9|StyleNotDefined",
        "layers=water&styles=&crs=EPSG:0&bbox=0,0,1,1&width=9&height=9|InvalidCRS",
        "layers=water&styles=&crs=CRS:84&bbox=1,0,0,1&width=9&height=9|''",
        "layers=water&styles=&crs=CRS:84&bbox=a,b,c,d&width=9&height=9|''",
        "layers=water&styles=&crs=CRS:84&bbox=0,0,1,1&width=99999&height=9|''",
        "layers=water&styles=&crs=CRS:84&bbox=0,0,1,1&width=9|''",
        "layers=traffic_volume&styles=&crs=CRS:84&bbox=0,0,1,1&width=9&height=9"
            + "&time=1999-01-01T00:00:00Z|InvalidDimensionValue",
        "layers=traffic_volume&styles=&crs=CRS:84&bbox=0,0,1,1&width=9&height=9"
            + "&time=noon|InvalidDimensionValue",
        "layers=traffic_volume&styles=&crs=CRS:84&bbox=0,0,1,1&width=9&height=9"
            + "&dim_run=nope|InvalidDimensionValue"
      })
  void tableE_1_errorsAreServiceExceptions(String query, String code) throws Exception {
    Document d =
        xml("/wms?service=WMS&version=1.3.0&request=GetMap&format=image/png&" + query, 400);
    assertThat(d.getDocumentElement().getTagName()).isEqualTo("ServiceExceptionReport");
    Element e = (Element) d.getElementsByTagName("ServiceException").item(0);
    assertThat(e.getAttribute("code")).isEqualTo(code);
    assertThat(e.getTextContent()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "layers=nope&styles=&crs=CRS:84&width=9|GetCapabilities lists them",
        "layers=water&styles=nope&crs=CRS:84&width=9|GetCapabilities lists them",
        "layers=water&styles=&crs=EPSG:0&width=9|another EPSG code such as",
        "layers=water&styles=&crs=CRS:84&width=99999|lies outside 1 to 4096",
        "layers=traffic_volume&styles=&crs=CRS:84&width=9&time=1999-01-01T00:00:00Z|Give an instant"
      })
  void mistakesAreToldWithTheirMending(String query, String words) throws Exception {
    Document d =
        xml(
            "/wms?service=WMS&version=1.3.0&request=GetMap&format=image/png&bbox=0,0,1,1&height=9&"
                + query,
            400);
    assertThat(d.getElementsByTagName("ServiceException").item(0).getTextContent()).contains(words);
  }

  @Test
  void tableE_1_otherOperationsAndFormatsAreRefused() throws Exception {
    Element e =
        (Element)
            xml("/wms?service=WMS&request=Fly", 400)
                .getElementsByTagName("ServiceException")
                .item(0);
    assertThat(e.getAttribute("code")).isEqualTo("OperationNotSupported");
    Element f =
        (Element)
            xml(MAP.replace("image/png", "image/tiff") + "&layers=water" + BOX, 400)
                .getElementsByTagName("ServiceException")
                .item(0);
    assertThat(f.getAttribute("code")).isEqualTo("InvalidFormat");
  }

  @Test
  void clause7_3_3_11_exceptionsComeAsPicturesWhereAsked() throws Exception {
    BufferedImage i = png(MAP + "&layers=nope&exceptions=INIMAGE" + BOX);
    assertThat(i.getWidth()).isEqualTo(440);
    assertThat(png(MAP + "&layers=nope&exceptions=BLANK" + BOX).getRGB(5, 5)).isZero();
  }

  @Test
  void clause7_4_featureInfoTellsWhatLiesUnderThePixel() throws Exception {
    String query =
        "/wms?service=WMS&version=1.3.0&request=GetFeatureInfo&layers=traffic_volume&styles="
            + "&query_layers=traffic_volume&crs=CRS:84&bbox=14.5,46.049,14.502,46.051"
            + "&width=100&height=100&i=50&j=50&feature_count=5&info_format=";
    JsonNode o = Route.JSON.readTree(server.get(query + "application/json").body());
    assertThat(o.get("features")).hasSize(2);
    assertThat(o.get("features").get(0).get("id").asText()).isEqualTo("l0-1");
    assertThat(o.get("features").get(0).get("properties").get("value").asDouble())
        .isBetween(7.9, 8.1);
    String text = new String(server.get(query + "text/plain").body(), StandardCharsets.UTF_8);
    assertThat(text).contains("value = 8 veh/h").contains("name = Row 1");
    String html =
        new String(
            server
                .get(
                    "/wms?version=1.3.0&request=GetFeatureInfo&layers=sensors&query_layers=sensors"
                        + "&styles=&crs=CRS:84&bbox=14.5,46.049,14.50258,46.051&width=100"
                        + "&height=100&i=50&j=50&info_format=text/html")
                .body(),
            StandardCharsets.UTF_8);
    assertThat(html).contains("Loop &lt;1&gt; &amp; &quot;more&quot;");
  }

  @Test
  void clause7_4_3_7_aPointOutsideTheMapIsInvalid() throws Exception {
    Document d =
        xml(
            "/wms?version=1.3.0&request=GetFeatureInfo&layers=water&query_layers=water&styles="
                + "&crs=CRS:84&bbox=0,0,1,1&width=10&height=10&i=10&j=0",
            400);
    Element e = (Element) d.getElementsByTagName("ServiceException").item(0);
    assertThat(e.getAttribute("code")).isEqualTo("InvalidPoint");
  }

  @Test
  void aMapThatTheClientHasIsNotSentAgain() throws Exception {
    String path = MAP + "&layers=water,traffic_volume" + BOX;
    String tag = server.get(path).headers().firstValue("ETag").orElseThrow();
    assertThat(server.get(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
    assertThat(server.get(path + "&dim_run=more-run", "If-None-Match", tag).statusCode())
        .isEqualTo(200);
  }

  @Test
  void everyStyleHasALegend() throws Exception {
    JsonNode layers = server.json("/api/v1/layers").get("items");
    for (JsonNode l : layers) {
      for (JsonNode s : l.get("styles")) {
        BufferedImage i =
            png(
                "/wms?service=WMS&version=1.3.0&request=GetLegendGraphic&format=image/png&layer="
                    + l.get("id").asText()
                    + "&style="
                    + s.get("id").asText());
        assertThat(i.getHeight()).isGreaterThan(30);
      }
    }
  }
}
