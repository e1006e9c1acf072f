package city.emona.geodata.osm.file;

import city.emona.geo.Bounds;
import java.util.List;

/**
 * What was read from one or more OSM files, ordered by id, so that the order of elements inside a
 * file cannot change a result. Ways and relations carry their tags; positions are kept for nodes
 * that a way uses (degrees × 10⁷, the precision of OSM) and for tagged nodes. Immutable by
 * agreement.
 */
public final class OsmData {
  /** Kinds of relation members. */
  public static final byte NODE = 0;

  public static final byte WAY = 1;
  static final byte RELATION = 2;

  /** Way {@code w} uses nodes {@code refs[firstRef[w]] .. refs[firstRef[w + 1] - 1]}. */
  public record Ways(long[] ids, int[] firstRef, long[] refs, Tags[] tags) {
    public int size() {
      return ids.length;
    }
  }

  /** Relation {@code r} has members {@code firstMember[r] .. firstMember[r + 1] - 1}. */
  public record Relations(
      long[] ids, int[] firstMember, byte[] kinds, long[] refs, String[] roles, Tags[] tags) {
    public int size() {
      return ids.length;
    }
  }

  /** Nodes used by ways. */
  public record Positions(long[] ids, int[] lonE7, int[] latE7, LongIntMap rows) {
    public int size() {
      return ids.length;
    }
  }

  /** Nodes with tags that some rule reads, with their positions. */
  public record TaggedNodes(long[] ids, int[] lonE7, int[] latE7, Tags[] tags) {
    public int size() {
      return ids.length;
    }
  }

  public final Ways ways;
  public final Relations relations;
  public final Positions nodes;
  public final TaggedNodes taggedNodes;
  public final LongIntMap wayRows;
  public final LongIntMap taggedNodeRows;
  public final List<String> sources;
  public final int repeatedElements;
  public final int badPositions;

  /** What the files say they cover, in degrees × 10⁷; empty where none of them says so. */
  public final Bounds boundsE7;

  OsmData(
      Ways ways,
      Relations relations,
      Positions nodes,
      TaggedNodes taggedNodes,
      List<String> sources,
      int repeatedElements,
      int badPositions,
      Bounds boundsE7) {
    this.ways = ways;
    this.relations = relations;
    this.nodes = nodes;
    this.taggedNodes = taggedNodes;
    this.sources = List.copyOf(sources);
    this.repeatedElements = repeatedElements;
    this.badPositions = badPositions;
    this.boundsE7 = boundsE7;
    wayRows = rowsOf(ways.ids);
    taggedNodeRows = rowsOf(taggedNodes.ids);
  }

  private static LongIntMap rowsOf(long[] ids) {
    LongIntMap rows = new LongIntMap(ids.length);
    for (int i = 0; i < ids.length; i++) {
      rows.putIfAbsent(ids[i], i);
    }
    return rows;
  }
}
