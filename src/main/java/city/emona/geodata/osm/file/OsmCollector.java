package city.emona.geodata.osm.file;

import city.emona.geo.Bounds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gathers the elements that the readers find, in two passes: ways and relations first, then the
 * nodes that they need. Elements seen again (files that overlap) are counted and the first is kept.
 * Not thread-safe.
 */
final class OsmCollector {
  enum Pass {
    WAYS_AND_RELATIONS,
    NODES
  }

  final Tags.Builder tags = new Tags.Builder();
  private Pass pass = Pass.WAYS_AND_RELATIONS;

  private final Column wayIds = new Column();
  private final Column wayFirst = new Column();
  private final Column wayRefs = new Column();
  private final List<Tags> wayTags = new ArrayList<>();
  private final Column relationIds = new Column();
  private final Column relationFirst = new Column();
  private final Column memberRefs = new Column();
  private final Column memberKinds = new Column();
  private final List<String> memberRoles = new ArrayList<>();
  private final List<Tags> relationTags = new ArrayList<>();
  private final Column taggedIds = new Column();
  private final Column taggedPositions = new Column();
  private final List<Tags> taggedTags = new ArrayList<>();
  private final List<String> sources = new ArrayList<>();

  private Bounds boundsE7 = Bounds.EMPTY;
  private OsmData.Ways ways;
  private OsmData.Relations relations;
  private long[] neededIds;
  private int[] lonE7;
  private int[] latE7;
  private LongIntMap neededRows;
  private int repeated;
  private int badPositions;
  private long elements;

  Pass pass() {
    return pass;
  }

  /** How many elements of any kind went by in this pass: none means a file without map data. */
  long elements() {
    return elements;
  }

  void source(String text) {
    sources.add(text);
  }

  /** What a file says it covers, in degrees; passed over where it is no box on the earth. */
  void bounds(double west, double south, double east, double north) {
    if (west >= -180
        && west < east
        && east <= 180
        && south >= -85
        && south < north
        && north <= 85) {
      boundsE7 =
          boundsE7
              .including(Math.rint(west * 1e7), Math.rint(south * 1e7))
              .including(Math.rint(east * 1e7), Math.rint(north * 1e7));
    }
  }

  void node(long id, double lonDeg, double latDeg) {
    elements++;
    Tags own = tags.take();
    if (pass != Pass.NODES) {
      return;
    }
    boolean good = Math.abs(lonDeg) <= 180 && Math.abs(latDeg) <= 85;
    int row = neededRows.get(id);
    if (!good) {
      badPositions += row >= 0 || !own.isEmpty() ? 1 : 0;
      return;
    }
    int lon = (int) Math.round(lonDeg * 1e7);
    int lat = (int) Math.round(latDeg * 1e7);
    if (row >= 0) {
      if (lonE7[row] != Integer.MIN_VALUE) {
        repeated++;
        return;
      }
      lonE7[row] = lon;
      latE7[row] = lat;
    }
    if (!own.isEmpty()) {
      taggedIds.add(id);
      taggedPositions.add((long) lon << 32 | lat & 0xffffffffL);
      taggedTags.add(own);
    }
  }

  void way(long id, long[] refs, int n) {
    elements++;
    Tags own = tags.take();
    if (pass != Pass.WAYS_AND_RELATIONS) {
      return;
    }
    wayIds.add(id);
    wayFirst.add(wayRefs.size);
    for (int i = 0; i < n; i++) {
      wayRefs.add(refs[i]);
    }
    wayTags.add(own);
  }

  void member(byte kind, long ref, String role) {
    memberKinds.add(kind);
    memberRefs.add(ref);
    memberRoles.add(tags.shared(role));
  }

  /** Ends a relation whose {@code n} members were given just before. */
  void relation(long id, int n) {
    elements++;
    Tags own = tags.take();
    boolean wanted =
        switch (own.get("type")) {
          case "multipolygon", "boundary", "restriction", "route" -> true;
          default -> false;
        };
    if (pass == Pass.WAYS_AND_RELATIONS && wanted) {
      relationIds.add(id);
      relationFirst.add(memberRefs.size - n);
      relationTags.add(own);
    } else {
      memberRefs.size -= n;
      memberKinds.size -= n;
      memberRoles.subList(memberRoles.size() - n, memberRoles.size()).clear();
    }
  }

  /** Ends the first pass: orders what was read by id and lists the nodes that it needs. */
  void startNodes() {
    wayFirst.add(wayRefs.size);
    relationFirst.add(memberRefs.size);
    orderRelations();
    orderWays();
    neededIds = Arrays.stream(ways.refs()).sorted().distinct().toArray();
    neededRows = new LongIntMap(neededIds.length);
    for (int i = 0; i < neededIds.length; i++) {
      neededRows.putIfAbsent(neededIds[i], i);
    }
    lonE7 = new int[neededIds.length];
    latE7 = new int[neededIds.length];
    Arrays.fill(lonE7, Integer.MIN_VALUE);
    pass = Pass.NODES;
    elements = 0;
  }

  private void orderWays() {
    LongIntMap members = new LongIntMap(relations.refs().length);
    for (int m = 0; m < relations.refs().length; m++) {
      if (relations.kinds()[m] == OsmData.WAY) {
        members.putIfAbsent(relations.refs()[m], m);
      }
    }
    int[] order = order(wayIds);
    Column ids = new Column();
    Column first = new Column();
    Column refs = new Column();
    List<Tags> kept = new ArrayList<>();
    for (int w : order) {
      long id = wayIds.values[w];
      if (wayTags.get(w).isEmpty() && members.get(id) < 0) {
        continue;
      }
      ids.add(id);
      first.add(refs.size);
      for (int i = (int) wayFirst.values[w]; i < wayFirst.values[w + 1]; i++) {
        refs.add(wayRefs.values[i]);
      }
      kept.add(wayTags.get(w));
    }
    first.add(refs.size);
    ways = new OsmData.Ways(ids.longs(), first.ints(), refs.longs(), kept.toArray(new Tags[0]));
  }

  private void orderRelations() {
    int[] order = order(relationIds);
    Column ids = new Column();
    Column first = new Column();
    Column refs = new Column();
    Column kinds = new Column();
    List<String> roles = new ArrayList<>();
    List<Tags> kept = new ArrayList<>();
    for (int r : order) {
      ids.add(relationIds.values[r]);
      first.add(refs.size);
      for (int m = (int) relationFirst.values[r]; m < relationFirst.values[r + 1]; m++) {
        refs.add(memberRefs.values[m]);
        kinds.add(memberKinds.values[m]);
        roles.add(memberRoles.get(m));
      }
      kept.add(relationTags.get(r));
    }
    first.add(refs.size);
    byte[] kindBytes = new byte[kinds.size];
    for (int i = 0; i < kindBytes.length; i++) {
      kindBytes[i] = (byte) kinds.values[i];
    }
    relations =
        new OsmData.Relations(
            ids.longs(),
            first.ints(),
            kindBytes,
            refs.longs(),
            roles.toArray(new String[0]),
            kept.toArray(new Tags[0]));
  }

  /** Rows by ascending id; of rows with the same id only the first read stays. */
  private int[] order(Column ids) {
    boolean sorted = true;
    for (int i = 1; i < ids.size; i++) {
      sorted &= ids.values[i - 1] < ids.values[i];
    }
    int[] order = new int[ids.size];
    if (sorted) {
      Arrays.setAll(order, i -> i);
      return order;
    }
    Integer[] boxed = new Integer[ids.size];
    Arrays.setAll(boxed, i -> i);
    Arrays.sort(boxed, (a, b) -> Long.compare(ids.values[a], ids.values[b]));
    int n = 0;
    for (Integer row : boxed) {
      if (n > 0 && ids.values[order[n - 1]] == ids.values[row]) {
        repeated++;
      } else {
        order[n++] = row;
      }
    }
    return Arrays.copyOf(order, n);
  }

  OsmData finish() {
    int found = 0;
    for (int lon : lonE7) {
      found += lon != Integer.MIN_VALUE ? 1 : 0;
    }
    long[] ids = new long[found];
    int[] lon = new int[found];
    int[] lat = new int[found];
    LongIntMap rows = new LongIntMap(found);
    int n = 0;
    for (int i = 0; i < neededIds.length; i++) {
      if (lonE7[i] != Integer.MIN_VALUE) {
        ids[n] = neededIds[i];
        lon[n] = lonE7[i];
        lat[n] = latE7[i];
        rows.putIfAbsent(ids[n], n);
        n++;
      }
    }
    int[] order = order(taggedIds);
    long[] tid = new long[order.length];
    int[] tlon = new int[order.length];
    int[] tlat = new int[order.length];
    Tags[] ttags = new Tags[order.length];
    for (int i = 0; i < order.length; i++) {
      tid[i] = taggedIds.values[order[i]];
      tlon[i] = (int) (taggedPositions.values[order[i]] >> 32);
      tlat[i] = (int) taggedPositions.values[order[i]];
      ttags[i] = taggedTags.get(order[i]);
    }
    return new OsmData(
        ways,
        relations,
        new OsmData.Positions(ids, lon, lat, rows),
        new OsmData.TaggedNodes(tid, tlon, tlat, ttags),
        sources,
        repeated,
        badPositions,
        boundsE7);
  }

  /** A growing column of longs. */
  private static final class Column {
    private long[] values = new long[1024];
    private int size;

    void add(long v) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = v;
    }

    long[] longs() {
      return Arrays.copyOf(values, size);
    }

    int[] ints() {
      int[] ints = new int[size];
      for (int i = 0; i < size; i++) {
        ints[i] = Math.toIntExact(values[i]);
      }
      return ints;
    }
  }
}
