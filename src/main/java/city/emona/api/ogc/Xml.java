package city.emona.api.ogc;

import java.io.ByteArrayOutputStream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes XML that is well-formed by construction, indented. Attributes are given as name, value
 * pairs. Not thread-safe.
 */
final class Xml {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 14);
  private final XMLStreamWriter out;
  private int depth;
  private boolean leaf;

  Xml() {
    try {
      out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, "UTF-8");
      out.writeStartDocument("UTF-8", "1.0");
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  Xml docType(String dtd) {
    return run(() -> out.writeDTD("\n" + dtd));
  }

  Xml open(String name, Object... attributes) {
    return run(
        () -> {
          indent();
          out.writeStartElement(name);
          attributes(attributes);
          depth++;
          leaf = true;
        });
  }

  Xml close() {
    return run(
        () -> {
          depth--;
          if (!leaf) {
            indent();
          }
          leaf = false;
          out.writeEndElement();
        });
  }

  /** An element with text only. */
  Xml leaf(String name, Object text, Object... attributes) {
    return run(
        () -> {
          indent();
          out.writeStartElement(name);
          attributes(attributes);
          out.writeCharacters(clean(String.valueOf(text)));
          out.writeEndElement();
          leaf = false;
        });
  }

  /** An element without content. */
  Xml empty(String name, Object... attributes) {
    return run(
        () -> {
          indent();
          out.writeEmptyElement(name);
          attributes(attributes);
          leaf = false;
        });
  }

  byte[] finish() {
    run(
        () -> {
          out.writeEndDocument();
          out.close();
        });
    return bytes.toByteArray();
  }

  private void attributes(Object... pairs) throws XMLStreamException {
    for (int i = 0; i < pairs.length; i += 2) {
      out.writeAttribute(pairs[i].toString(), clean(String.valueOf(pairs[i + 1])));
    }
  }

  /** Characters that XML 1.0 cannot hold would make the whole document unreadable. */
  private static String clean(String s) {
    return s.replaceAll(
        "[^\\x09\\x0A\\x0D\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "?");
  }

  private void indent() throws XMLStreamException {
    out.writeCharacters("\n" + "  ".repeat(depth));
  }

  /** A step that may fail in the writer. */
  private interface Step {
    void run() throws XMLStreamException;
  }

  private Xml run(Step step) {
    try {
      step.run();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return this;
  }
}
