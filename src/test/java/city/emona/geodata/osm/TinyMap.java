package city.emona.geodata.osm;

import com.google.protobuf.ByteString;
import crosby.binary.Fileformat;
import crosby.binary.Osmformat;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A small OSM map written in code, in metres around a point in Ljubljana, and encoded as XML, gzip
 * or PBF. Every town of these tests stands on the same 4 × 4 grid of residential streets, 100 m
 * apart: node 10·row + column, rows 1-4; ways 101-104 along rows, 111-114 along columns.
 *
 * <pre>
 *   41--42--43--44     way 104
 *   31--32--33--34     way 103
 *   21--22--23--24     way 102
 *   11--12--13--14     way 101
 *   111 112 113 114
 * </pre>
 */
public final class TinyMap {
  public static final double LON = 14.5;
  public static final double LAT = 46.05;
  private static final double M_PER_DEG_LAT = 111_150;
  private static final double M_PER_DEG_LON = 77_300;

  private record Node(long id, double xM, double yM, String[] tags) {}

  private record Way(long id, long[] refs, String[] tags) {}

  private record Member(String type, long ref, String role) {}

  private record Relation(long id, List<Member> members, String[] tags) {}

  private boolean packed = true;
  private double[] box;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Way> ways = new ArrayList<>();
  private final List<Relation> relations = new ArrayList<>();

  public static TinyMap grid() {
    TinyMap map = new TinyMap();
    for (int row = 1; row <= 4; row++) {
      for (int column = 1; column <= 4; column++) {
        map.node(10 * row + column, 100 * column, 100 * row);
      }
    }
    for (int i = 1; i <= 4; i++) {
      map.street(100 + i, 10 * i + 1, 10 * i + 2, 10 * i + 3, 10 * i + 4);
      map.street(110 + i, 10 + i, 20 + i, 30 + i, 40 + i);
    }
    return map;
  }

  /** States the box that the file covers, as extracts do. */
  public TinyMap bounds(double westM, double southM, double eastM, double northM) {
    box = new double[] {westM, southM, eastM, northM};
    return this;
  }

  public TinyMap node(long id, double xM, double yM, String... tags) {
    nodes.removeIf(n -> n.id == id);
    nodes.add(new Node(id, xM, yM, tags));
    return this;
  }

  public TinyMap street(long id, long... refs) {
    return way(id, refs, "highway", "residential");
  }

  public TinyMap way(long id, long[] refs, String... tags) {
    ways.removeIf(w -> w.id == id);
    ways.add(new Way(id, refs, tags));
    return this;
  }

  public TinyMap without(long wayId) {
    ways.removeIf(w -> w.id == wayId);
    return this;
  }

  /** Members as type, id, role: {@code "way 101 from"}. */
  public TinyMap relation(long id, List<String> members, String... tags) {
    List<Member> list = new ArrayList<>();
    for (String m : members) {
      String[] part = m.split(" ", 3);
      list.add(new Member(part[0], Long.parseLong(part[1]), part.length > 2 ? part[2] : ""));
    }
    relations.add(new Relation(id, list, tags));
    return this;
  }

  public TinyMap shuffled(long seed) {
    TinyMap copy = new TinyMap();
    copy.box = box;
    copy.nodes.addAll(nodes);
    copy.ways.addAll(ways);
    copy.relations.addAll(relations);
    Random random = new Random(seed);
    Collections.shuffle(copy.nodes, random);
    Collections.shuffle(copy.ways, random);
    Collections.shuffle(copy.relations, random);
    return copy;
  }

  private static double lon(Node n) {
    return LON + n.xM / M_PER_DEG_LON;
  }

  private static double lat(Node n) {
    return LAT + n.yM / M_PER_DEG_LAT;
  }

  public String xml() {
    StringBuilder x = new StringBuilder("<?xml version='1.0' encoding='UTF-8'?>\n");
    x.append("<osm version=\"0.6\" generator=\"test\">\n");
    if (box != null) {
      x.append("<bounds minlon=\"").append(LON + box[0] / M_PER_DEG_LON);
      x.append("\" minlat=\"").append(LAT + box[1] / M_PER_DEG_LAT);
      x.append("\" maxlon=\"").append(LON + box[2] / M_PER_DEG_LON);
      x.append("\" maxlat=\"").append(LAT + box[3] / M_PER_DEG_LAT).append("\"/>\n");
    }
    for (Node n : nodes) {
      x.append(
          String.format(
              java.util.Locale.ROOT,
              "<node id=\"%d\" lat=\"%.7f\" lon=\"%.7f\">",
              n.id,
              lat(n),
              lon(n)));
      tags(x, n.tags).append("</node>\n");
    }
    for (Way w : ways) {
      x.append("<way id=\"").append(w.id).append("\">");
      for (long ref : w.refs) {
        x.append("<nd ref=\"").append(ref).append("\"/>");
      }
      tags(x, w.tags).append("</way>\n");
    }
    for (Relation r : relations) {
      x.append("<relation id=\"").append(r.id).append("\">");
      for (Member m : r.members) {
        x.append("<member type=\"").append(m.type).append("\" ref=\"").append(m.ref);
        x.append("\" role=\"").append(m.role).append("\"/>");
      }
      tags(x, r.tags).append("</relation>\n");
    }
    return x.append("</osm>\n").toString();
  }

  private static StringBuilder tags(StringBuilder x, String[] tags) {
    for (int i = 0; i < tags.length; i += 2) {
      x.append("<tag k=\"").append(tags[i]).append("\" v=\"");
      x.append(tags[i + 1].replace("&", "&amp;").replace("\"", "&quot;")).append("\"/>");
    }
    return x;
  }

  public Path write(Path folder, String name) throws IOException {
    byte[] bytes = name.endsWith(".pbf") ? pbf() : xml().getBytes(StandardCharsets.UTF_8);
    if (name.endsWith(".gz")) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(bytes);
      }
      bytes = packed.toByteArray();
    }
    return Files.write(folder.resolve(name), bytes);
  }

  public byte[] pbf() throws IOException {
    packed = true;
    return encoded();
  }

  /** Blobs without zlib, whose checksum would catch every damaged byte. */
  public byte[] rawPbf() throws IOException {
    packed = false;
    return encoded();
  }

  private byte[] encoded() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Osmformat.HeaderBlock.Builder header =
        Osmformat.HeaderBlock.newBuilder()
            .addRequiredFeatures("OsmSchema-V0.6")
            .addRequiredFeatures("DenseNodes")
            .setOsmosisReplicationTimestamp(1_600_000_000L);
    if (box != null) {
      header.setBbox(
          Osmformat.HeaderBBox.newBuilder()
              .setLeft(Math.round((LON + box[0] / M_PER_DEG_LON) * 1e9))
              .setBottom(Math.round((LAT + box[1] / M_PER_DEG_LAT) * 1e9))
              .setRight(Math.round((LON + box[2] / M_PER_DEG_LON) * 1e9))
              .setTop(Math.round((LAT + box[3] / M_PER_DEG_LAT) * 1e9)));
    }
    blob(out, "OSMHeader", header.build().toByteArray());
    Strings strings = new Strings();
    Osmformat.PrimitiveGroup.Builder nodeGroup = Osmformat.PrimitiveGroup.newBuilder();
    nodeGroup.setDense(dense(strings));
    block(out, strings, nodeGroup);
    strings = new Strings();
    Osmformat.PrimitiveGroup.Builder wayGroup = Osmformat.PrimitiveGroup.newBuilder();
    for (Way w : ways) {
      wayGroup.addWays(way(w, strings));
    }
    block(out, strings, wayGroup);
    strings = new Strings();
    Osmformat.PrimitiveGroup.Builder relationGroup = Osmformat.PrimitiveGroup.newBuilder();
    for (Relation r : relations) {
      relationGroup.addRelations(relation(r, strings));
    }
    block(out, strings, relationGroup);
    return out.toByteArray();
  }

  private Osmformat.DenseNodes dense(Strings strings) {
    Osmformat.DenseNodes.Builder d = Osmformat.DenseNodes.newBuilder();
    long id = 0;
    long lat = 0;
    long lon = 0;
    for (Node n : nodes) {
      long nextLat = Math.round(lat(n) * 1e7);
      long nextLon = Math.round(lon(n) * 1e7);
      d.addId(n.id - id).addLat(nextLat - lat).addLon(nextLon - lon);
      id = n.id;
      lat = nextLat;
      lon = nextLon;
      for (String s : n.tags) {
        d.addKeysVals(strings.at(s));
      }
      d.addKeysVals(0);
    }
    return d.build();
  }

  private static Osmformat.Way way(Way w, Strings strings) {
    Osmformat.Way.Builder b = Osmformat.Way.newBuilder().setId(w.id);
    long before = 0;
    for (long ref : w.refs) {
      b.addRefs(ref - before);
      before = ref;
    }
    for (int i = 0; i < w.tags.length; i += 2) {
      b.addKeys(strings.at(w.tags[i])).addVals(strings.at(w.tags[i + 1]));
    }
    return b.build();
  }

  private static Osmformat.Relation relation(Relation r, Strings strings) {
    Osmformat.Relation.Builder b = Osmformat.Relation.newBuilder().setId(r.id);
    long before = 0;
    for (Member m : r.members) {
      b.addMemids(m.ref - before).addRolesSid(strings.at(m.role));
      b.addTypes(Osmformat.Relation.MemberType.valueOf(m.type.toUpperCase(java.util.Locale.ROOT)));
      before = m.ref;
    }
    for (int i = 0; i < r.tags.length; i += 2) {
      b.addKeys(strings.at(r.tags[i])).addVals(strings.at(r.tags[i + 1]));
    }
    return b.build();
  }

  private void block(
      ByteArrayOutputStream out, Strings strings, Osmformat.PrimitiveGroup.Builder group)
      throws IOException {
    Osmformat.StringTable.Builder table = Osmformat.StringTable.newBuilder();
    for (String s : strings.list) {
      table.addS(ByteString.copyFromUtf8(s));
    }
    Osmformat.PrimitiveBlock block =
        Osmformat.PrimitiveBlock.newBuilder()
            .setStringtable(table)
            .addPrimitivegroup(group)
            .build();
    blob(out, "OSMData", block.toByteArray());
  }

  private void blob(ByteArrayOutputStream out, String type, byte[] plain) throws IOException {
    byte[] blob = packed ? zlib(plain) : raw(plain);
    byte[] header =
        Fileformat.BlobHeader.newBuilder()
            .setType(type)
            .setDatasize(blob.length)
            .build()
            .toByteArray();
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(header.length);
    data.write(header);
    data.write(blob);
  }

  private static byte[] raw(byte[] plain) {
    return Fileformat.Blob.newBuilder().setRaw(ByteString.copyFrom(plain)).build().toByteArray();
  }

  private static byte[] zlib(byte[] plain) {
    Deflater deflater = new Deflater();
    deflater.setInput(plain);
    deflater.finish();
    byte[] small = new byte[plain.length + 100];
    int n = deflater.deflate(small);
    deflater.end();
    return Fileformat.Blob.newBuilder()
        .setRawSize(plain.length)
        .setZlibData(ByteString.copyFrom(small, 0, n))
        .build()
        .toByteArray();
  }

  private static final class Strings {
    private final List<String> list = new ArrayList<>(List.of(""));

    public int at(String s) {
      int i = list.indexOf(s);
      if (i < 0) {
        list.add(s);
        i = list.size() - 1;
      }
      return i;
    }
  }
}
