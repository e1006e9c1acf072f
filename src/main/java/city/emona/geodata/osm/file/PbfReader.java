package city.emona.geodata.osm.file;

import city.emona.EmonaException;
import city.emona.simulate.Progress;
import com.google.protobuf.InvalidProtocolBufferException;
import crosby.binary.Fileformat.Blob;
import crosby.binary.Fileformat.BlobHeader;
import crosby.binary.Osmformat;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads the PBF form of OSM (OpenStreetMap wiki, "PBF Format"): blob by blob, with the byte offset
 * of the blob in every message. Blob headers over 64 KiB and blobs over 32 MiB are refused, as the
 * format says, so a crafted file cannot ask for more memory. Plain and zlib blobs are read. Not
 * thread-safe.
 */
final class PbfReader {
  private static final int MAX_HEADER = 64 * 1024;
  private static final int MAX_BLOB = 32 * 1024 * 1024;
  private static final Set<String> KNOWN = Set.of("OsmSchema-V0.6", "DenseNodes");

  private final String file;
  private final InputStream in;
  private final OsmCollector into;
  private final Progress progress;
  private long offset;
  private byte[] plain = new byte[1 << 20];
  private long[] refs = new long[2048];

  PbfReader(String file, InputStream in, OsmCollector into, Progress progress) {
    this.file = file;
    this.in = in;
    this.into = into;
    this.progress = progress;
  }

  void read() throws IOException {
    while (true) {
      progress.check();
      long start = offset;
      byte[] size = in.readNBytes(4);
      if (size.length == 0) {
        return;
      }
      if (size.length < 4) {
        throw cutShort(start);
      }
      int headerSize =
          (size[0] & 0xff) << 24 | (size[1] & 0xff) << 16 | (size[2] & 0xff) << 8 | size[3] & 0xff;
      if (headerSize <= 0 || headerSize > MAX_HEADER) {
        throw damaged(start, "a block header of " + headerSize + " bytes");
      }
      try {
        BlobHeader header = BlobHeader.parseFrom(bytes(headerSize, start));
        if (header.getDatasize() < 0 || header.getDatasize() > MAX_BLOB) {
          throw damaged(start, "a block of " + header.getDatasize() + " bytes, above 32 MiB");
        }
        Blob blob = Blob.parseFrom(bytes(header.getDatasize(), start));
        offset = start + 4L + headerSize + header.getDatasize();
        if (header.getType().equals("OSMHeader")) {
          header(Osmformat.HeaderBlock.parseFrom(plain(blob, start)));
        } else if (header.getType().equals("OSMData")) {
          block(Osmformat.PrimitiveBlock.parseFrom(plain(blob, start)), start);
        }
      } catch (InvalidProtocolBufferException e) {
        throw damaged(start, "a block that does not parse (" + e.getMessage() + ")");
      }
    }
  }

  private byte[] bytes(int n, long start) throws IOException {
    byte[] b = in.readNBytes(n);
    if (b.length < n) {
      throw cutShort(start);
    }
    return b;
  }

  private java.nio.ByteBuffer plain(Blob blob, long start) {
    if (blob.hasRaw()) {
      return blob.getRaw().asReadOnlyByteBuffer();
    }
    if (!blob.hasZlibData()) {
      throw EmonaException.invalid(
          "The file is packed with " + blob.getDataCase() + ", which is not read.",
          file + " at byte " + start,
          "Repack it with zlib: osmium cat -f pbf,pbf_compression=zlib -o out.osm.pbf " + file);
    }
    int size = blob.getRawSize();
    if (size < 0 || size > MAX_BLOB) {
      throw damaged(start, "a block that unpacks to " + size + " bytes, above 32 MiB");
    }
    if (plain.length < size) {
      plain = new byte[size];
    }
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(blob.getZlibData().asReadOnlyByteBuffer());
      int n = 0;
      while (n < size && !inflater.finished()) {
        int got = inflater.inflate(plain, n, size - n);
        if (got == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          break;
        }
        n += got;
      }
      if (n != size) {
        throw damaged(start, "a block that unpacks to " + n + " bytes instead of " + size);
      }
    } catch (DataFormatException e) {
      throw damaged(start, "a block that does not unpack (" + e.getMessage() + ")");
    } finally {
      inflater.end();
    }
    return java.nio.ByteBuffer.wrap(plain, 0, size);
  }

  private void header(Osmformat.HeaderBlock header) {
    for (String feature : header.getRequiredFeaturesList()) {
      if (!KNOWN.contains(feature)) {
        throw EmonaException.invalid(
            "The file needs the feature " + feature + ", which is not read.",
            file,
            "Export the current map data without history.");
      }
    }
    if (into.pass() == OsmCollector.Pass.WAYS_AND_RELATIONS) {
      long seconds = header.getOsmosisReplicationTimestamp();
      if (header.hasBbox()) {
        Osmformat.HeaderBBox box = header.getBbox();
        into.bounds(
            box.getLeft() * 1e-9,
            box.getBottom() * 1e-9,
            box.getRight() * 1e-9,
            box.getTop() * 1e-9);
      }
      into.source(seconds > 0 ? file + ", as of " + Instant.ofEpochSecond(seconds) : file);
    }
  }

  private void block(Osmformat.PrimitiveBlock block, long start) {
    int n = block.getStringtable().getSCount();
    String[] strings = new String[n];
    for (int i = 0; i < n; i++) {
      strings[i] = block.getStringtable().getS(i).toStringUtf8();
    }
    boolean nodes = into.pass() == OsmCollector.Pass.NODES;
    try {
      for (Osmformat.PrimitiveGroup group : block.getPrimitivegroupList()) {
        if (nodes) {
          dense(block, group.getDense(), strings);
          for (Osmformat.Node node : group.getNodesList()) {
            for (int t = 0; t < node.getKeysCount(); t++) {
              into.tags.add(strings[node.getKeys(t)], strings[node.getVals(t)]);
            }
            into.node(node.getId(), lon(block, node.getLon()), lat(block, node.getLat()));
          }
        } else {
          ways(group, strings);
          relations(group, strings);
        }
      }
    } catch (IndexOutOfBoundsException e) {
      throw damaged(start, "a text that its block does not hold");
    }
  }

  private static double lon(Osmformat.PrimitiveBlock b, long raw) {
    return (b.getLonOffset() + b.getGranularity() * raw) * 1e-9;
  }

  private static double lat(Osmformat.PrimitiveBlock b, long raw) {
    return (b.getLatOffset() + b.getGranularity() * raw) * 1e-9;
  }

  private void dense(Osmformat.PrimitiveBlock b, Osmformat.DenseNodes d, String[] strings) {
    long id = 0;
    long lon = 0;
    long lat = 0;
    int kv = 0;
    boolean tagged = d.getKeysValsCount() > 0;
    for (int i = 0; i < d.getIdCount(); i++) {
      id += d.getId(i);
      lon += d.getLon(i);
      lat += d.getLat(i);
      if (tagged) {
        while (d.getKeysVals(kv) != 0) {
          into.tags.add(strings[d.getKeysVals(kv)], strings[d.getKeysVals(kv + 1)]);
          kv += 2;
        }
        kv++;
      }
      into.node(id, lon(b, lon), lat(b, lat));
    }
  }

  private void ways(Osmformat.PrimitiveGroup group, String[] strings) {
    for (Osmformat.Way way : group.getWaysList()) {
      int n = way.getRefsCount();
      if (refs.length < n) {
        refs = new long[n];
      }
      long ref = 0;
      for (int i = 0; i < n; i++) {
        ref += way.getRefs(i);
        refs[i] = ref;
      }
      for (int t = 0; t < way.getKeysCount(); t++) {
        into.tags.add(strings[way.getKeys(t)], strings[way.getVals(t)]);
      }
      into.way(way.getId(), refs, n);
    }
  }

  private void relations(Osmformat.PrimitiveGroup group, String[] strings) {
    for (Osmformat.Relation relation : group.getRelationsList()) {
      long ref = 0;
      for (int i = 0; i < relation.getMemidsCount(); i++) {
        ref += relation.getMemids(i);
        into.member((byte) relation.getTypes(i).getNumber(), ref, strings[relation.getRolesSid(i)]);
      }
      for (int t = 0; t < relation.getKeysCount(); t++) {
        into.tags.add(strings[relation.getKeys(t)], strings[relation.getVals(t)]);
      }
      into.relation(relation.getId(), relation.getMemidsCount());
    }
  }

  private EmonaException cutShort(long start) {
    return EmonaException.invalid(
        "The file ends in the middle of a block: it is cut short.",
        file + " at byte " + start,
        "Download the file again and compare its size with the source.");
  }

  private EmonaException damaged(long start, String what) {
    return EmonaException.invalid(
        "The file is damaged: it has " + what + ".",
        file + " at byte " + start,
        "Download the file again.");
  }
}
