package city.emona.store.geopackage;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/**
 * Builds SQLite's R-tree of a feature table from the bottom up: sort-tile-recursive packing
 * (Leutenegger, López and Edgington 1997), written as the nodes of the shadow tables that
 * sqlite.org/rtree.html, section 6.2, describes. Inserting row by row descends and splits for every
 * feature, which was about two fifths of the time of storing a city; packed nodes are also fuller
 * and overlap less. A node is its depth (the root's only) and its number of cells as 16-bit
 * integers, then cells of a 64-bit id (a fid, or the number of a child node) and four 32-bit floats
 * minx, maxx, miny, maxy, big-endian; boxes are rounded outwards. {@code rtreecheck()} finds them
 * sound. Nodes keep some room, so that the first edits of a GIS program split nothing. Not
 * thread-safe.
 */
final class PackedTree {
  private static final int HEAD_BYTES = 4;
  private static final int CELL_BYTES = 24;
  private static final int BATCH = 2000;

  private final String name;
  private long[] ids = new long[1024];
  private float[] boxes = new float[4096];
  private int size;

  /** A tree for the {@code geom} column of a table; its virtual table must exist and be empty. */
  PackedTree(String table) {
    this.name = "rtree_" + table + "_geom";
  }

  void add(long fid, double minX, double maxX, double minY, double maxY) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, size * 2);
      boxes = Arrays.copyOf(boxes, size * 8);
    }
    ids[size] = fid;
    boxes[4 * size] = below(minX);
    boxes[4 * size + 1] = above(maxX);
    boxes[4 * size + 2] = below(minY);
    boxes[4 * size + 3] = above(maxY);
    size++;
  }

  /** Writes all that was added; the tree is not to be used any more. */
  void write(Connection c) throws SQLException {
    if (size == 0) {
      return; // creating the virtual table has made an empty root
    }
    int nodeBytes = nodeBytes(c);
    int most = (nodeBytes - HEAD_BYTES) / CELL_BYTES;
    try (Nodes nodes = new Nodes(c, name, nodeBytes)) {
      int depth = 0;
      while (size > most) {
        level(nodes, depth++, Math.max(2, most * 9 / 10));
      }
      nodes.put(1, depth, ids, boxes, order(), 0, size);
      nodes.owner(depth, ids, order(), 0, size, 1);
      nodes.flush();
    }
  }

  /** Packs what there is into nodes, which become what there is. */
  private void level(Nodes nodes, int depth, int fill) throws SQLException {
    int count = (size + fill - 1) / fill;
    int slices = (int) Math.ceil(Math.sqrt(count));
    int[] order = order();
    sort(order, 0, size, 0);
    long[] parents = new long[count];
    float[] around = new float[4 * count];
    int made = 0;
    for (int s = 0; s < slices; s++) {
      int first = (int) ((long) count * s / slices);
      int last = (int) ((long) count * (s + 1) / slices);
      sort(order, start(first, count), start(last, count), 2);
      for (int k = first; k < last; k++) {
        int from = start(k, count);
        int to = start(k + 1, count);
        long number = nodes.next();
        nodes.put(number, 0, ids, boxes, order, from, to);
        nodes.owner(depth, ids, order, from, to, number);
        parents[made] = number;
        surround(order, from, to, around, 4 * made++);
      }
    }
    ids = parents;
    boxes = around;
    size = count;
  }

  private int start(int node, int count) {
    return (int) ((long) size * node / count);
  }

  private void surround(int[] order, int from, int to, float[] out, int at) {
    System.arraycopy(boxes, 4 * order[from], out, at, 4);
    for (int k = from + 1; k < to; k++) {
      int b = 4 * order[k];
      out[at] = Math.min(out[at], boxes[b]);
      out[at + 1] = Math.max(out[at + 1], boxes[b + 1]);
      out[at + 2] = Math.min(out[at + 2], boxes[b + 2]);
      out[at + 3] = Math.max(out[at + 3], boxes[b + 3]);
    }
  }

  private int[] order() {
    int[] order = new int[size];
    Arrays.setAll(order, i -> i);
    return order;
  }

  /** Sorts part of the order by box centre along an axis (0: x, 2: y), equal ones by index. */
  private void sort(int[] order, int from, int to, int axis) {
    long[] keys = new long[to - from];
    for (int k = from; k < to; k++) {
      int b = 4 * order[k] + axis;
      int bits = Float.floatToIntBits((boxes[b] + boxes[b + 1]) / 2);
      int ascending = bits ^ bits >> 31 & 0x7fffffff; // floats sort like these integers
      keys[k - from] = (long) ascending << 32 | order[k];
    }
    Arrays.sort(keys);
    for (int k = from; k < to; k++) {
      order[k] = (int) keys[k - from];
    }
  }

  /** Depends on the page size; SQLite takes it from the root, too. */
  private int nodeBytes(Connection c) throws SQLException {
    try (Statement s = c.createStatement();
        ResultSet r =
            s.executeQuery("SELECT length(data) FROM " + name + "_node WHERE nodeno = 1")) {
      if (!r.next()) {
        throw new SQLException(name + " has no root");
      }
      return r.getInt(1);
    }
  }

  private static float below(double v) {
    float f = (float) v;
    return f > v ? Math.nextDown(f) : f;
  }

  private static float above(double v) {
    float f = (float) v;
    return f < v ? Math.nextUp(f) : f;
  }

  /** The three shadow tables: nodes, which leaf holds a fid, which node is a node's parent. */
  private static final class Nodes implements AutoCloseable {
    private final PreparedStatement node;
    private final PreparedStatement row;
    private final PreparedStatement parent;
    private final int nodeBytes;
    private long last = 1; // the root
    private int open;

    Nodes(Connection c, String tree, int nodeBytes) throws SQLException {
      this.nodeBytes = nodeBytes;
      node = c.prepareStatement("INSERT OR REPLACE INTO " + tree + "_node VALUES (?, ?)");
      row = c.prepareStatement("INSERT INTO " + tree + "_rowid (rowid, nodeno) VALUES (?, ?)");
      parent = c.prepareStatement("INSERT INTO " + tree + "_parent VALUES (?, ?)");
    }

    long next() {
      return ++last;
    }

    void put(long number, int depth, long[] ids, float[] boxes, int[] order, int from, int to)
        throws SQLException {
      ByteBuffer b = ByteBuffer.allocate(nodeBytes);
      b.putShort((short) depth).putShort((short) (to - from));
      for (int k = from; k < to; k++) {
        b.putLong(ids[order[k]]);
        for (int i = 0; i < 4; i++) {
          b.putFloat(boxes[4 * order[k] + i]);
        }
      }
      node.setLong(1, number);
      node.setBytes(2, b.array());
      node.addBatch();
    }

    /** Notes that a node holds these cells: fids at depth 0, child nodes above. */
    void owner(int depth, long[] ids, int[] order, int from, int to, long number)
        throws SQLException {
      PreparedStatement s = depth == 0 ? row : parent;
      for (int k = from; k < to; k++) {
        s.setLong(1, ids[order[k]]);
        s.setLong(2, number);
        s.addBatch();
      }
      open += to - from;
      if (open > BATCH) {
        flush();
      }
    }

    void flush() throws SQLException {
      node.executeBatch();
      row.executeBatch();
      parent.executeBatch();
      open = 0;
    }

    @Override
    public void close() throws SQLException {
      try (node;
          row;
          parent) {
        // Closes all three.
      }
    }
  }
}
