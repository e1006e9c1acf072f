package city.emona.model;

import city.emona.model.network.Network;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole city, immutable: its record and one {@link Table} per entry of {@link Schema#TABLES}. A
 * scenario makes a new city with {@link #with}, sharing every table that it leaves alone. {@link
 * #version} is the SHA-256 of the canonical content (info, then each table's ids, columns and
 * geometry as big-endian values), so equal content has an equal version on every machine and thread
 * count. Thread-safe.
 */
public final class City {
  private final CityInfo info;
  private final Map<String, Table> tables;
  private volatile String version;
  private volatile Network network;

  public City(CityInfo info, List<Table> tables) {
    this.info = info;
    Map<String, Table> given = new LinkedHashMap<>();
    for (Table t : tables) {
      given.put(t.schema().name(), t);
    }
    this.tables = new LinkedHashMap<>();
    for (TableSchema s : Schema.TABLES) {
      Table t = given.remove(s.name());
      this.tables.put(s.name(), t == null ? Table.empty(s) : t);
    }
    if (!given.isEmpty()) {
      throw new IllegalArgumentException("tables not in the schema: " + given.keySet());
    }
  }

  public CityInfo info() {
    return info;
  }

  public Table table(TableSchema schema) {
    return tables.get(schema.name());
  }

  /** The table of a name in {@link Schema#TABLES}; throws where there is none. */
  public Table table(String name) {
    Table t = tables.get(name);
    if (t == null) {
      throw new IllegalArgumentException("no table " + name);
    }
    return t;
  }

  public List<Table> tables() {
    return List.copyOf(tables.values());
  }

  /** Typed columns of nodes, links and turn bans. */
  public Network network() {
    Network n = network;
    if (n == null) {
      n = new Network(table(Schema.NODES), table(Schema.LINKS), table(Schema.TURN_BANS));
      network = n;
    }
    return n;
  }

  /** This city with some tables replaced; the others are shared. */
  public City with(Table... changed) {
    Map<String, Table> copy = new LinkedHashMap<>(tables);
    for (Table t : changed) {
      copy.put(t.schema().name(), t);
    }
    return new City(info, List.copyOf(copy.values()));
  }

  /**
   * Hash of the canonical content, 64 hexadecimal digits. Import issues and the title are content
   * too.
   */
  public String version() {
    String v = version;
    if (v == null) {
      Hasher h = new Hasher();
      h.text(info.id()).text(info.name()).text(info.timeZone().getId()).text(info.frame().wkt());
      h.text(info.licence()).text(info.attribution());
      h.text(String.join("\n", info.sources())).text(String.join("\n", info.estimates()));
      h.text(Long.toString(info.syntheticSeed()));
      for (Table t : tables.values()) {
        h.table(t);
      }
      v = h.hex();
      version = v;
    }
    return v;
  }

  private static final class Hasher {
    private final MessageDigest sha;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);

    Hasher() {
      try {
        sha = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    Hasher text(String s) {
      byte[] b = s.getBytes(StandardCharsets.UTF_8);
      number(b.length);
      flush();
      sha.update(b);
      return this;
    }

    void number(int v) {
      room(4).putInt(v);
    }

    private ByteBuffer room(int bytes) {
      if (buffer.remaining() < bytes) {
        flush();
      }
      return buffer;
    }

    private void flush() {
      sha.update(buffer.array(), 0, buffer.position());
      buffer.clear();
    }

    void table(Table t) {
      text(t.schema().name());
      number(t.size());
      for (String id : t.ids()) {
        text(id);
      }
      for (int c = 0; c < t.schema().fields().size(); c++) {
        column(t.column(c));
      }
      if (t.shapes() instanceof city.emona.geo.PackedPoints p) {
        column(p.xMm());
        column(p.yMm());
      } else if (t.shapes() instanceof city.emona.geo.PackedLines l) {
        column(l.first());
        column(l.xMm());
        column(l.yMm());
      } else if (t.shapes() instanceof city.emona.geo.PackedPolygons p) {
        column(p.firstRing());
        column(p.firstVertex());
        for (boolean hole : p.hole()) {
          room(1).put((byte) (hole ? 1 : 0));
        }
        column(p.xMm());
        column(p.yMm());
      }
    }

    private void column(Object values) {
      if (values instanceof String[] texts) {
        for (String s : texts) {
          text(s);
        }
      } else if (values instanceof int[] ints) {
        for (int v : ints) {
          number(v);
        }
      } else if (values instanceof double[] reals) {
        for (double v : reals) {
          // + 0.0: −0 and 0 are the same content, and SQLite keeps only the latter
          room(8).putLong(Double.doubleToLongBits(v + 0.0));
        }
      } else if (values instanceof byte[] bytes) {
        for (byte v : bytes) {
          room(1).put(v);
        }
      }
    }

    String hex() {
      flush();
      return HexFormat.of().formatHex(sha.digest());
    }
  }
}
