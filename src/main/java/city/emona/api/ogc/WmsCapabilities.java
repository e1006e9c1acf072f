package city.emona.api.ogc;

import city.emona.geo.Bounds;
import city.emona.geo.Crs;
import city.emona.layers.Catalogue;
import city.emona.layers.Layer;
import city.emona.layers.Style;
import city.emona.model.CityInfo;
import city.emona.run.RunRecord;
import city.emona.simulate.DaySteps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The capabilities document of WMS 1.3.0 (OGC 06-042, 7.2) and 1.1.1 (OGC 01-068r3). */
final class WmsCapabilities {
  /** GDAL asks for JPEG where it is not told otherwise. */
  static final List<String> MAP_FORMATS = List.of("image/png", "image/jpeg");

  static final List<String> INFO_FORMATS = List.of("text/plain", "application/json", "text/html");

  private final Catalogue catalogue;
  private final CityInfo info;
  private final String url;
  private final boolean old;
  private final List<RunRecord> runs;
  private final RunRecord baseRun;
  private final Xml xml = new Xml();

  WmsCapabilities(Catalogue catalogue, List<RunRecord> runs, String url, boolean version111) {
    this.catalogue = catalogue;
    this.info = catalogue.snapshot().city().info();
    this.url = url;
    this.old = version111;
    this.baseRun = catalogue.findBaseRun().orElse(null);
    String version = catalogue.snapshot().version();
    this.runs = runs.stream().filter(r -> r.cityVersion().equals(version)).toList();
  }

  byte[] write() {
    if (old) {
      xml.docType(
          "<!DOCTYPE WMT_MS_Capabilities SYSTEM"
              + " \"http://schemas.opengis.net/wms/1.1.1/capabilities_1_1_1.dtd\">");
      xml.open("WMT_MS_Capabilities", "version", "1.1.1");
    } else {
      xml.open(
          "WMS_Capabilities",
          "version",
          "1.3.0",
          "xmlns",
          "http://www.opengis.net/wms",
          "xmlns:xlink",
          "http://www.w3.org/1999/xlink",
          "xmlns:xsi",
          "http://www.w3.org/2001/XMLSchema-instance",
          "xsi:schemaLocation",
          "http://www.opengis.net/wms"
              + " http://schemas.opengis.net/wms/1.3.0/capabilities_1_3_0.xsd");
    }
    service();
    xml.open("Capability");
    requests();
    xml.open("Exception");
    for (String f :
        old
            ? List.of("application/vnd.ogc.se_xml", "application/vnd.ogc.se_blank")
            : List.of("XML", "INIMAGE", "BLANK")) {
      xml.leaf("Format", f);
    }
    xml.close();
    root();
    return xml.close().close().finish();
  }

  private void service() {
    xml.open("Service");
    xml.leaf("Name", old ? "OGC:WMS" : "WMS");
    xml.leaf("Title", "Emona: " + info.name());
    xml.leaf(
        "Abstract",
        "The city "
            + info.name()
            + (info.isSynthetic() ? " (synthetic city, seed " + info.syntheticSeed() + ")" : "")
            + " and what its simulated day looks like. Value layers take TIME and DIM_RUN.");
    xml.open("KeywordList");
    for (String word : List.of("city", "digital twin", "traffic", "air quality", "waste")) {
      xml.leaf("Keyword", word);
    }
    xml.close();
    online();
    xml.leaf("Fees", "none").leaf("AccessConstraints", info.licence());
    if (!old) {
      xml.leaf("LayerLimit", 20);
      xml.leaf("MaxWidth", WmsRequest.MAX_PIXELS).leaf("MaxHeight", WmsRequest.MAX_PIXELS);
    }
    xml.close();
  }

  private void online() {
    link("OnlineResource", url + "?");
  }

  private void link(String element, String href) {
    if (old) {
      xml.empty(
          element,
          "xmlns:xlink",
          "http://www.w3.org/1999/xlink",
          "xlink:type",
          "simple",
          "xlink:href",
          href);
    } else {
      xml.empty(element, "xlink:type", "simple", "xlink:href", href);
    }
  }

  private void requests() {
    xml.open("Request");
    request("GetCapabilities", List.of(old ? "application/vnd.ogc.wms_xml" : "text/xml"));
    request("GetMap", MAP_FORMATS);
    request("GetFeatureInfo", INFO_FORMATS);
    if (old) {
      // Only the DTD of 1.1.1 knows this operation; in 1.3.0 it stands in each style's LegendURL.
      request("GetLegendGraphic", List.of("image/png"));
    }
    xml.close();
  }

  private void request(String name, List<String> formats) {
    xml.open(name);
    formats.forEach(f -> xml.leaf("Format", f));
    xml.open("DCPType").open("HTTP").open("Get");
    online();
    xml.close().close().close().close();
  }

  private void root() {
    xml.open("Layer");
    xml.leaf("Title", info.name());
    for (String code : codes()) {
      xml.leaf(old ? "SRS" : "CRS", code);
    }
    boxes(catalogue.snapshot().lonLatBounds());
    attribution();
    group("The city", Layer.Group.BASE);
    group("A simulated day", Layer.Group.RUN);
    group("Difference between two runs", Layer.Group.DIFF);
    xml.close();
  }

  private List<String> codes() {
    int zone = (int) Math.floor((info.frame().lon0Deg() + 180) / 6) + 1;
    String utm = "EPSG:32" + (info.frame().lat0Deg() >= 0 ? 6 : 7) + String.format("%02d", zone);
    return old
        ? List.of("EPSG:4326", "EPSG:3857", utm)
        : List.of("CRS:84", "EPSG:4326", "EPSG:3857", utm);
  }

  private void group(String title, Layer.Group group) {
    xml.open("Layer").leaf("Title", title);
    for (Layer l : catalogue.layers()) {
      if (l.group() == group) {
        layer(l);
      }
    }
    xml.close();
  }

  private void layer(Layer l) {
    xml.open("Layer", "queryable", 1, "opaque", 0);
    xml.leaf("Name", l.id());
    xml.leaf("Title", l.title() + (l.unit().isEmpty() ? "" : " [" + l.unit() + "]"));
    xml.leaf("Abstract", l.summary());
    boxes(catalogue.bounds(l));
    if (l.isValueLayer()) {
      dimensions(l);
    }
    attribution();
    for (Style s : l.styles()) {
      style(l, s);
    }
    xml.close();
  }

  private void boxes(Bounds b) {
    if (old) {
      xml.empty(
          "LatLonBoundingBox",
          "minx",
          b.minX(),
          "miny",
          b.minY(),
          "maxx",
          b.maxX(),
          "maxy",
          b.maxY());
      box("EPSG:4326", b);
    } else {
      xml.open("EX_GeographicBoundingBox");
      xml.leaf("westBoundLongitude", b.minX()).leaf("eastBoundLongitude", b.maxX());
      xml.leaf("southBoundLatitude", b.minY()).leaf("northBoundLatitude", b.maxY());
      xml.close();
      box("CRS:84", b);
      box("EPSG:4326", new Bounds(b.minY(), b.minX(), b.maxY(), b.maxX()));
    }
    box("EPSG:3857", Crs.EPSG3857.fromLonLat(b));
  }

  private void box(String code, Bounds b) {
    xml.empty(
        "BoundingBox",
        old ? "SRS" : "CRS",
        code,
        "minx",
        b.minX(),
        "miny",
        b.minY(),
        "maxx",
        b.maxX(),
        "maxy",
        b.maxY());
  }

  private void dimensions(Layer l) {
    if (baseRun == null) {
      return;
    }
    DaySteps steps = baseRun.steps();
    Duration step = Duration.ofMinutes(steps.stepMinutes());
    String extent = utc(steps, 0) + "/" + utc(steps, steps.count() - 1) + "/" + step;
    dimension("time", "ISO8601", utc(steps, Catalogue.defaultStep(steps)).toString(), extent);
    String ids = String.join(",", runs.stream().map(RunRecord::id).toList());
    dimension("run", "", baseRun.id(), ids);
    if (l.group() == Layer.Group.DIFF) {
      dimension("base", "", baseRun.id(), ids);
    }
  }

  private static Instant utc(DaySteps steps, int step) {
    return steps.start(step).toInstant();
  }

  private void dimension(String name, String units, String otherwise, String extent) {
    if (old) {
      xml.empty("Dimension", "name", name, "units", units);
      xml.leaf("Extent", extent, "name", name, "default", otherwise);
    } else {
      xml.leaf("Dimension", extent, "name", name, "units", units, "default", otherwise);
    }
  }

  private void attribution() {
    xml.open("Attribution");
    xml.leaf("Title", info.attribution() + " (" + info.licence() + ")");
    xml.close();
  }

  private void style(Layer l, Style s) {
    xml.open("Style").leaf("Name", s.id()).leaf("Title", s.title());
    xml.open("LegendURL", "width", 160, "height", 180).leaf("Format", "image/png");
    link(
        "OnlineResource",
        url
            + "?SERVICE=WMS&VERSION="
            + (old ? "1.1.1" : "1.3.0")
            + "&REQUEST=GetLegendGraphic&FORMAT=image/png&LAYER="
            + l.id()
            + "&STYLE="
            + s.id());
    xml.close().close();
  }
}
