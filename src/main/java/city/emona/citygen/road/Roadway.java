package city.emona.citygen.road;

import city.emona.citygen.plan.Ints;
import city.emona.citygen.plan.Planar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The roads as they are drawn on the ground: at first one line per street and one node per junction
 * of the plan, then junctions become rings, wide streets two carriageways, expressways get ramps.
 * Node v of the plan stays node v; nodes that are added follow. Metres; confined to one thread.
 */
public final class Roadway {
  /** Part of a street of the plan; {@code forward} and {@code backward} say who may drive where. */
  public static final class Piece {
    public int from;
    public int to;
    public double[][] line;
    public final int street;
    public boolean forward;
    public boolean backward;
    public boolean ring;
    public boolean ramp;
    public boolean bridge;

    /** A short one-way beside an island, or a turning loop: one lane, slow. */
    public boolean leg;

    /** Whether the piece passes over an expressway. */
    boolean over;

    /** Whether a ramp joins the road as it goes on, so that nobody turns left at its end. */
    boolean merges;

    /** The piece whose other carriageway this is, or −1. */
    public int twin = -1;

    Piece(int from, int to, double[][] line, int street, boolean forward, boolean backward) {
      this.from = from;
      this.to = to;
      this.line = line;
      this.street = street;
      this.forward = forward;
      this.backward = backward;
    }

    boolean touches(int node) {
      return from == node || to == node;
    }
  }

  private static final double CELL_M = 80;

  public final Streets streets;
  public final List<Piece> pieces = new ArrayList<>();
  private double[] x;
  private double[] y;
  private int nodes;

  /** Nodes whose sign is that of another one; {@code NO_SIGN} for none. */
  private final Map<Integer, Integer> signOf = new HashMap<>();

  /** The sign of a node where links merge or part without giving way. */
  public static final int NO_SIGN = -1;

  /** Whether a node lies on a roundabout's ring. */
  private final List<Boolean> onRing = new ArrayList<>();

  /** Streets that have two carriageways. */
  private final BitSet divided = new BitSet();

  private final Map<Long, Ints> grid = new HashMap<>();

  public Roadway(Streets streets, boolean[] forward, boolean[] backward) {
    this.streets = streets;
    nodes = streets.nodeVertex.length;
    x = new double[2 * nodes + 16];
    y = new double[2 * nodes + 16];
    for (int v = 0; v < nodes; v++) {
      x[v] = streets.x(v);
      y[v] = streets.y(v);
      onRing.add(false);
    }
    for (int i = 0; i < streets.count(); i++) {
      int[] line = streets.line(i);
      double[][] p = new double[line.length][];
      for (int k = 0; k < line.length; k++) {
        p[k] = new double[] {streets.mosaic.plan.x(line[k]), streets.mosaic.plan.y(line[k])};
      }
      Piece piece = new Piece(streets.from[i], streets.to[i], p, i, forward[i], backward[i]);
      piece.bridge = streets.bridge[i];
      add(piece);
    }
  }

  public int nodeCount() {
    return nodes;
  }

  public double x(int v) {
    return x[v];
  }

  public double y(int v) {
    return y[v];
  }

  public boolean isOnRing(int v) {
    return onRing.get(v);
  }

  /** Node whose sign an added node has, itself where it has its own, or {@link #NO_SIGN}. */
  public int signOf(int v) {
    return signOf.getOrDefault(v, v);
  }

  void setSign(int v, int other) {
    signOf.put(v, other);
  }

  int addNode(double px, double py, boolean ring) {
    if (nodes == x.length) {
      x = Arrays.copyOf(x, 2 * nodes);
      y = Arrays.copyOf(y, 2 * nodes);
    }
    x[nodes] = px;
    y[nodes] = py;
    onRing.add(ring);
    return nodes++;
  }

  void moveNode(int v, double px, double py, boolean ring) {
    x[v] = px;
    y[v] = py;
    onRing.set(v, ring);
  }

  /** Whether a piece is one of two carriageways. */
  boolean isDivided(Piece p) {
    return p.twin >= 0 || divided.get(p.street);
  }

  /** Notes that the street of a piece has two carriageways there. */
  void divide(int street) {
    divided.set(street);
  }

  double[] place(int v) {
    return new double[] {x[v], y[v]};
  }

  int add(Piece p) {
    pieces.add(p);
    index(pieces.size() - 1);
    return pieces.size() - 1;
  }

  /** To be called when the line of a piece has changed. */
  void index(int piece) {
    double[][] l = pieces.get(piece).line;
    for (int k = 1; k < l.length; k++) {
      long x0 = cell(Math.min(l[k - 1][0], l[k][0]));
      long x1 = cell(Math.max(l[k - 1][0], l[k][0]));
      long y0 = cell(Math.min(l[k - 1][1], l[k][1]));
      long y1 = cell(Math.max(l[k - 1][1], l[k][1]));
      for (long cx = x0; cx <= x1; cx++) {
        for (long cy = y0; cy <= y1; cy++) {
          grid.computeIfAbsent(cx << 32 ^ (cy & 0xFFFFFFFFL), c -> new Ints()).add(piece);
        }
      }
    }
  }

  private static long cell(double v) {
    return (long) Math.floor(v / CELL_M);
  }

  /** Pieces at each node. */
  int[][] incident() {
    Ints[] lists = new Ints[nodes];
    Arrays.setAll(lists, v -> new Ints());
    for (int p = 0; p < pieces.size(); p++) {
      lists[pieces.get(p).from].add(p);
      if (pieces.get(p).to != pieces.get(p).from) {
        lists[pieces.get(p).to].add(p);
      }
    }
    int[][] out = new int[nodes][];
    Arrays.setAll(out, v -> lists[v].toArray());
    return out;
  }

  /**
   * Cuts a piece a way along it from one of its nodes, at a new node. The part beyond it stays the
   * piece, the near part becomes the last one of the list.
   *
   * @return the new node
   */
  int cut(int piece, int node, double away) {
    Piece p = pieces.get(piece);
    if (!p.touches(node)) {
      throw new IllegalArgumentException("piece " + piece + " does not begin at node " + node);
    }
    boolean ahead = p.from == node;
    double[][] l = lineFrom(piece, node);
    double[][] near = Lines.part(l, 0, away);
    double[][] far = Lines.part(l, away, length(l));
    double[] at = near[near.length - 1];
    far[0] = at;
    int added = addNode(at[0], at[1], false);
    boolean out = ahead ? p.forward : p.backward;
    boolean in = ahead ? p.backward : p.forward;
    Piece part =
        out
            ? new Piece(node, added, near, p.street, true, in)
            : new Piece(added, node, reversed(near), p.street, true, false);
    if (ahead) {
      p.from = added;
      p.line = far;
    } else {
      p.to = added;
      p.line = reversed(far);
    }
    index(piece);
    add(part);
    return added;
  }

  /** Ends the line of a piece in its nodes, wherever they are now. */
  void join(int piece) {
    Piece p = pieces.get(piece);
    double[][] line = p.line.clone();
    line[0] = new double[] {x[p.from], y[p.from]};
    line[line.length - 1] = new double[] {x[p.to], y[p.to]};
    p.line = line;
    index(piece);
  }

  /** Distance of a place to the nearest piece, at most {@code reach}. */
  double distance(double[] at, double reach, java.util.function.IntPredicate skip) {
    double least = reach;
    for (long cx = cell(at[0] - reach); cx <= cell(at[0] + reach); cx++) {
      for (long cy = cell(at[1] - reach); cy <= cell(at[1] + reach); cy++) {
        Ints near = grid.get(cx << 32 ^ (cy & 0xFFFFFFFFL));
        for (int i = 0; near != null && i < near.size(); i++) {
          double[][] l = pieces.get(near.get(i)).line;
          for (int k = 1; k < l.length && !skip.test(near.get(i)); k++) {
            least =
                Math.min(
                    least,
                    Planar.distance(at[0], at[1], l[k - 1][0], l[k - 1][1], l[k][0], l[k][1]));
          }
        }
      }
    }
    return least;
  }

  /** How a new line is held against a piece: not at all, crossings only, a distance, twice that. */
  static final int SKIP = 0;

  static final int MAY_MEET = 1;
  static final int KEEP_CLEAR = 2;
  static final int WIDE = 3;

  /** Whether a line keeps {@code clear} metres from all pieces, each held as {@code how} says. */
  boolean isFree(double[][] line, double clear, java.util.function.IntUnaryOperator how) {
    for (int k = 1; k < line.length; k++) {
      double[] a = line[k - 1];
      double[] b = line[k];
      double reach = 3 * clear;
      long x0 = cell(Math.min(a[0], b[0]) - reach);
      long x1 = cell(Math.max(a[0], b[0]) + reach);
      long y0 = cell(Math.min(a[1], b[1]) - reach);
      long y1 = cell(Math.max(a[1], b[1]) + reach);
      for (long cx = x0; cx <= x1; cx++) {
        for (long cy = y0; cy <= y1; cy++) {
          Ints near = grid.get(cx << 32 ^ (cy & 0xFFFFFFFFL));
          for (int i = 0; near != null && i < near.size(); i++) {
            int p = near.get(i);
            int mode = how.applyAsInt(p);
            double wanted = mode == WIDE ? 3 * clear : mode == KEEP_CLEAR ? clear : 0;
            if (mode != SKIP && meets(a, b, pieces.get(p).line, wanted)) {
              return false;
            }
          }
        }
      }
    }
    return true;
  }

  private static boolean meets(double[] a, double[] b, double[][] line, double clear) {
    for (int k = 1; k < line.length; k++) {
      double[] c = line[k - 1];
      double[] d = line[k];
      if (clear == 0 && (same(a, c) || same(a, d) || same(b, c) || same(b, d))) {
        continue;
      }
      double gap = Planar.distance(a[0], a[1], b[0], b[1], c[0], c[1], d[0], d[1]);
      if (gap < Math.max(clear, 0.5)) {
        return true;
      }
    }
    return false;
  }

  private static boolean same(double[] a, double[] b) {
    return Math.abs(a[0] - b[0]) < 1e-6 && Math.abs(a[1] - b[1]) < 1e-6;
  }

  static double length(double[][] line) {
    double sum = 0;
    for (int k = 1; k < line.length; k++) {
      sum += Math.hypot(line[k][0] - line[k - 1][0], line[k][1] - line[k - 1][1]);
    }
    return sum;
  }

  public static double[][] reversed(double[][] line) {
    double[][] out = new double[line.length][];
    for (int k = 0; k < line.length; k++) {
      out[k] = line[line.length - 1 - k];
    }
    return out;
  }

  /** Line of a piece as seen from one of its nodes. */
  double[][] lineFrom(int piece, int node) {
    Piece p = pieces.get(piece);
    return p.from == node ? p.line : reversed(p.line);
  }
}
