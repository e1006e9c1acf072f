package city.emona.geodata.osm.file;

import city.emona.EmonaException;
import city.emona.simulate.Progress;
import java.io.EOFException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.ZipException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the XML form of OSM (API 0.6) with a streaming parser. Document types and external entities
 * are off, so a file can neither read other files nor grow by entity expansion. Messages carry the
 * line and column. Elements marked as deleted are passed over. Not thread-safe.
 */
final class XmlReader {
  private final String file;
  private final InputStream in;
  private final OsmCollector into;
  private final Progress progress;
  private long[] refs = new long[2048];
  private XMLStreamReader xml;

  XmlReader(String file, InputStream in, OsmCollector into, Progress progress) {
    this.file = file;
    this.in = in;
    this.into = into;
    this.progress = progress;
  }

  void read() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      xml = factory.createXMLStreamReader(in);
      xml.nextTag();
      if (!xml.getLocalName().equals("osm")) {
        throw EmonaException.invalid(
            "The document is <" + xml.getLocalName() + ">, not <osm>.",
            where(),
            "Give an OpenStreetMap extract, not another kind of XML.");
      }
      root();
    } catch (XMLStreamException e) {
      boolean cut =
          e.getNestedException() instanceof EOFException
              || e.getNestedException() instanceof ZipException
              || String.valueOf(e.getMessage()).contains("XML document structures")
              || String.valueOf(e.getMessage()).contains("Premature end of file");
      String what = cut ? "The file is cut short." : "The XML is not well formed: " + oneLine(e);
      throw new EmonaException(
          EmonaException.Code.INVALID, what, where(), "Download the file again.", e);
    }
  }

  private static String oneLine(XMLStreamException e) {
    String m = String.valueOf(e.getMessage());
    int at = m.indexOf("Message: ");
    return (at < 0 ? m : m.substring(at + 9)).replace('\n', ' ').strip();
  }

  private void root() throws XMLStreamException {
    if (into.pass() == OsmCollector.Pass.WAYS_AND_RELATIONS) {
      String timestamp = xml.getAttributeValue(null, "timestamp");
      into.source(timestamp == null ? file : file + ", as of " + timestamp);
    }
    int seen = 0;
    while (xml.hasNext()) {
      if (xml.next() != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      if ((++seen & 0xfff) == 0) {
        progress.check();
      }
      switch (xml.getLocalName()) {
        case "node" -> node();
        case "way" -> way();
        case "relation" -> relation();
        case "bounds" ->
            into.bounds(degrees("minlon"), degrees("minlat"), degrees("maxlon"), degrees("maxlat"));
        default -> {}
      }
    }
  }

  private boolean deleted() {
    return "false".equals(xml.getAttributeValue(null, "visible"))
        || "delete".equals(xml.getAttributeValue(null, "action"));
  }

  private void node() throws XMLStreamException {
    boolean gone = deleted();
    long id = number("id");
    double lon = gone ? 0 : degrees("lon");
    double lat = gone ? 0 : degrees("lat");
    children("node", gone);
    if (!gone) {
      into.node(id, lon, lat);
    }
  }

  private void way() throws XMLStreamException {
    boolean gone = deleted();
    long id = number("id");
    int n = children("way", gone);
    if (!gone) {
      into.way(id, refs, n);
    }
  }

  private void relation() throws XMLStreamException {
    boolean gone = deleted();
    long id = number("id");
    int n = children("relation", gone);
    if (!gone) {
      into.relation(id, n);
    }
  }

  /** Reads tags, node references and members up to the end tag; returns how many of the latter. */
  private int children(String parent, boolean gone) throws XMLStreamException {
    int n = 0;
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals(parent)) {
        return n;
      }
      if (event != XMLStreamConstants.START_ELEMENT || gone) {
        continue;
      }
      switch (xml.getLocalName()) {
        case "tag" -> into.tags.add(text("k"), text("v"));
        case "nd" -> {
          if (n == refs.length) {
            refs = Arrays.copyOf(refs, n * 2);
          }
          refs[n++] = number("ref");
        }
        case "member" -> {
          byte kind =
              switch (text("type")) {
                case "node" -> OsmData.NODE;
                case "way" -> OsmData.WAY;
                default -> OsmData.RELATION;
              };
          into.member(kind, number("ref"), text("role"));
          n++;
        }
        default -> {}
      }
    }
    return n;
  }

  private String text(String attribute) {
    String value = xml.getAttributeValue(null, attribute);
    return value == null ? "" : value;
  }

  private long number(String attribute) {
    try {
      return Long.parseLong(text(attribute));
    } catch (NumberFormatException e) {
      throw badAttribute(attribute, e);
    }
  }

  private double degrees(String attribute) {
    try {
      double degrees = Double.parseDouble(text(attribute));
      if (!Double.isFinite(degrees)) {
        throw new NumberFormatException(text(attribute));
      }
      return degrees;
    } catch (NumberFormatException e) {
      throw badAttribute(attribute, e);
    }
  }

  private EmonaException badAttribute(String attribute, NumberFormatException e) {
    return new EmonaException(
        EmonaException.Code.INVALID,
        "<"
            + xml.getLocalName()
            + "> has "
            + attribute
            + "=\""
            + text(attribute)
            + "\", which is not a number.",
        where(),
        "Correct the attribute or export the data again.",
        e);
  }

  private String where() {
    return xml == null
        ? file
        : file
            + " line "
            + xml.getLocation().getLineNumber()
            + " column "
            + xml.getLocation().getColumnNumber();
  }
}
