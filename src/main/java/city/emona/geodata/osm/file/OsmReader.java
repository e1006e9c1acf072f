package city.emona.geodata.osm.file;

import city.emona.EmonaException;
import city.emona.simulate.Progress;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads OSM files of the three usual kinds (`.osm.pbf`, `.osm`, `.osm.gz`), told apart by their
 * first bytes and not by their names, in two passes over each file. A file that cannot be read ends
 * in a message that names the file, the place in it and the fix. Not thread-safe.
 */
public final class OsmReader {
  private static final String FORMATS = "Give an OpenStreetMap file: .osm.pbf, .osm or .osm.gz.";

  private OsmReader() {}

  public static OsmData read(List<Path> files, Progress progress) {
    OsmCollector collector = new OsmCollector();
    for (Path file : files) {
      readFile(file, collector, progress);
    }
    collector.startNodes();
    for (Path file : files) {
      readFile(file, collector, progress);
    }
    return collector.finish();
  }

  private static void readFile(Path file, OsmCollector into, Progress progress) {
    String name = file.getFileName().toString();
    if (Files.isDirectory(file)) {
      throw EmonaException.invalid("This is a folder, not a file.", file.toString(), FORMATS);
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      in.mark(64);
      byte[] head = in.readNBytes(32);
      in.reset();
      long before = into.elements();
      if (isPbf(head)) {
        new PbfReader(name, in, into, progress).read();
      } else if (head.length > 1 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b) {
        new XmlReader(name, unzip(name, in), into, progress).read();
      } else if (startsWithTag(head)) {
        new XmlReader(name, in, into, progress).read();
      } else {
        throw notOsm(name, head);
      }
      if (into.elements() == before) {
        throw EmonaException.invalid(
            "The file holds no nodes, ways or relations.", name, "Check the download. " + FORMATS);
      }
    } catch (NoSuchFileException e) {
      throw EmonaException.notFound(
          "There is no such file.", file.toString(), "Check the path and its spelling.");
    } catch (IOException e) {
      throw new EmonaException(
          EmonaException.Code.INVALID,
          "The file cannot be read (" + e.getMessage() + ").",
          file.toString(),
          "Check that the file is readable and the disk is whole.",
          e);
    }
  }

  private static InputStream unzip(String name, InputStream in) throws IOException {
    try {
      return new BufferedInputStream(new GZIPInputStream(in, 1 << 16), 1 << 16);
    } catch (EOFException | ZipException e) {
      throw new EmonaException(
          EmonaException.Code.INVALID,
          "The gzip header is damaged or cut short.",
          name,
          "Download the file again.",
          e);
    }
  }

  /** The first blob header of a PBF file: 4 bytes of length, then field 1 = "OSMHeader". */
  private static boolean isPbf(byte[] head) {
    return head.length >= 15
        && new String(head, 0, 15, StandardCharsets.ISO_8859_1)
            .substring(4)
            .equals("\n\tOSMHeader");
  }

  private static boolean startsWithTag(byte[] head) {
    int at = head.length > 2 && (head[0] & 0xff) == 0xef ? 3 : 0;
    while (at < head.length && Character.isWhitespace(head[at])) {
      at++;
    }
    return at < head.length && head[at] == '<';
  }

  private static EmonaException notOsm(String name, byte[] head) {
    String start = new String(head, StandardCharsets.ISO_8859_1);
    if (head.length == 0) {
      return EmonaException.invalid("The file is empty.", name, "Download the file again.");
    }
    if (start.startsWith("BZh")) {
      return EmonaException.invalid(
          "The file is packed with bzip2.", name, "Unpack it first: bunzip2 " + name);
    }
    if (start.startsWith("PK")) {
      return EmonaException.invalid(
          "The file is a zip archive.", name, "Unpack it first, then import the OSM file in it.");
    }
    return EmonaException.invalid(
        "The file is not OpenStreetMap data: it starts neither like PBF nor like XML.",
        name,
        FORMATS);
  }
}
