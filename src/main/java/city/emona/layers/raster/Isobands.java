package city.emona.layers.raster;

import city.emona.simulate.ReceptorGrid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Areas between two values of a grid as polygons: marching squares over the cell centres (Lorensen
 * and Cline 1987 in the plane), straight between them, a saddle joined where the mean of its four
 * corners is inside. The region at or above a level is traced with its inside on the left, so a
 * band is the region of its lower level less that of its upper one. Beyond the grid, and where
 * cells have no data, lies a rim half a cell from the outermost centres, at the same place for
 * every level: what both regions have along it is taken out, so that a band ends there and leaves
 * no frame. Coordinates are the grid's metres. Stateless.
 */
public final class Isobands {
  /** A crossing keeps this distance from the corners, so that rings never touch. */
  private static final double CLEAR = 1e-3;

  /** Where the rim lies between a cell with data and one without. */
  private static final double RIM = 0.5;

  private Isobands() {}

  /** A ring: x and y in turn, closed (the last point is the first). */
  public record Ring(double[] xy) {
    /** Positive where it runs against the clock. */
    public double signedArea() {
      double sum = 0;
      for (int i = 0; i + 3 < xy.length; i += 2) {
        sum += xy[i] * xy[i + 3] - xy[i + 2] * xy[i + 1];
      }
      return sum / 2;
    }

    boolean contains(double x, double y) {
      boolean in = false;
      for (int i = 0; i + 3 < xy.length; i += 2) {
        boolean crosses = xy[i + 1] > y != xy[i + 3] > y;
        if (crosses
            && x < xy[i] + (y - xy[i + 1]) / (xy[i + 3] - xy[i + 1]) * (xy[i + 2] - xy[i])) {
          in = !in;
        }
      }
      return in;
    }
  }

  /** An area: the outer ring against the clock, then its holes with it. */
  public record Area(List<Ring> rings) {
    public Area {
      rings = List.copyOf(rings);
    }

    public double areaM2() {
      double sum = 0;
      for (Ring r : rings) {
        sum += r.signedArea();
      }
      return sum;
    }
  }

  /** Areas with low ≤ value < high; an infinite bound is open. */
  public static List<Area> between(ReceptorGrid grid, float[] values, double low, double high) {
    float least = Float.POSITIVE_INFINITY;
    for (float v : values) {
      least = v < least ? v : least;
    }
    if (least == Float.POSITIVE_INFINITY || high <= least) {
      return List.of();
    }
    return areas(new Tracer(grid, values, low, high).rings());
  }

  /** Gives every hole to the smallest outer ring around it. */
  private static List<Area> areas(List<Ring> rings) {
    List<Ring> outer = new ArrayList<>();
    List<Ring> holes = new ArrayList<>();
    for (Ring r : rings) {
      (r.signedArea() > 0 ? outer : holes).add(r);
    }
    double[] area = outer.stream().mapToDouble(Ring::signedArea).toArray();
    List<List<Ring>> out = new ArrayList<>();
    outer.forEach(o -> out.add(new ArrayList<>(List.of(o))));
    for (Ring hole : holes) {
      int best = -1;
      // A hole may touch its ring in a corner, never along a side.
      double x = 0.5 * (hole.xy[0] + hole.xy[2]);
      double y = 0.5 * (hole.xy[1] + hole.xy[3]);
      for (int i = 0; i < area.length; i++) {
        boolean smaller = best < 0 || area[i] < area[best];
        if (smaller && area[i] > -hole.signedArea() && outer.get(i).contains(x, y)) {
          best = i;
        }
      }
      if (best >= 0) {
        out.get(best).add(hole);
      }
    }
    return out.stream().map(Area::new).toList();
  }

  /** Traces the region at or above a low level, less that at or above a high one. */
  private static final class Tracer {
    private final ReceptorGrid grid;
    private final float[] values;
    private final double[] level;
    private final int wide;
    private final int high;

    /**
     * Edge that follows an edge, by level, or −1: an edge that a level crosses is entered once and
     * left once. The high level runs backwards, for its region is taken away.
     */
    private final int[][] next;

    Tracer(ReceptorGrid grid, float[] values, double low, double high) {
      this.grid = grid;
      this.values = values;
      this.level = new double[] {low, high};
      this.wide = grid.cols() + 2;
      this.high = grid.rows() + 2;
      this.next = new int[2][2 * wide * this.high];
      for (int k = 0; k < 2; k++) {
        Arrays.fill(next[k], -1);
        for (int r = 0; r + 1 < this.high; r++) {
          for (int c = 0; c + 1 < wide; c++) {
            square(k, c, r);
          }
        }
      }
      for (int edge = 0; edge < next[0].length; edge++) {
        int to = next[0][edge];
        // Only crossings on the rim are the same place for both levels.
        if (to >= 0 && next[1][to] == edge && isRim(edge) && isRim(to)) {
          next[0][edge] = -1;
          next[1][to] = -1;
        }
      }
    }

    /** NaN outside of the grid and where there is no data. */
    private double value(int c, int r) {
      boolean isOutside = c < 1 || r < 1 || c > grid.cols() || r > grid.rows();
      return isOutside ? Double.NaN : values[(r - 1) * grid.cols() + c - 1];
    }

    /** Edge from point (c, r) to the one on its right. */
    private int across(int c, int r) {
      return r * wide + c;
    }

    /** Edge from point (c, r) to the one above it. */
    private int along(int c, int r) {
      return wide * high + r * wide + c;
    }

    /** Whether one end of an edge has no data. */
    private boolean isRim(int edge) {
      boolean isAcross = edge < wide * high;
      int point = isAcross ? edge : edge - wide * high;
      int c = point % wide;
      int r = point / wide;
      return Double.isNaN(value(c, r))
          != Double.isNaN(isAcross ? value(c + 1, r) : value(c, r + 1));
    }

    private void line(int k, int from, int to) {
      if (k == 0) {
        next[0][from] = to;
      } else {
        next[1][to] = from;
      }
    }

    /** Lines of one square, inside on the left; what has no data is below every level. */
    private void square(int k, int c, int r) {
      double sw = value(c, r);
      double se = value(c + 1, r);
      double ne = value(c + 1, r + 1);
      double nw = value(c, r + 1);
      double at = level[k];
      int kind = (sw >= at ? 1 : 0) | (se >= at ? 2 : 0) | (ne >= at ? 4 : 0) | (nw >= at ? 8 : 0);
      int south = across(c, r);
      int north = across(c, r + 1);
      int west = along(c, r);
      int east = along(c + 1, r);
      boolean joined = (sw + se + ne + nw) / 4 >= at;
      switch (kind) {
        case 0, 15 -> {}
        case 1 -> line(k, south, west);
        case 2 -> line(k, east, south);
        case 3 -> line(k, east, west);
        case 4 -> line(k, north, east);
        case 5 -> {
          line(k, south, joined ? east : west);
          line(k, north, joined ? west : east);
        }
        case 6 -> line(k, north, south);
        case 7 -> line(k, north, west);
        case 8 -> line(k, west, north);
        case 9 -> line(k, south, north);
        case 10 -> {
          line(k, east, joined ? north : south);
          line(k, west, joined ? south : north);
        }
        case 11 -> line(k, east, north);
        case 12 -> line(k, west, east);
        case 13 -> line(k, south, east);
        default -> line(k, west, south);
      }
    }

    List<Ring> rings() {
      List<Ring> out = new ArrayList<>();
      for (int k = 0; k < 2; k++) {
        for (int start = 0; start < next[k].length; start++) {
          if (next[k][start] >= 0) {
            rings(k, start, out);
          }
        }
      }
      return out;
    }

    /**
     * Where both levels pass the same place of the rim, a ring goes over to the other level; one
     * that comes to a place again is cut there, so that rings touch in points only.
     */
    private void rings(int firstLevel, int start, List<Ring> out) {
      Map<Integer, Integer> onRim = new HashMap<>();
      int[] edges = new int[64];
      double[] xy = new double[128];
      int n = 0;
      int k = firstLevel;
      int edge = start;
      while (true) {
        boolean isRim = isRim(edge);
        Integer before = isRim ? onRim.get(edge) : null;
        if (before != null) {
          out.add(closed(xy, before, n));
          for (int i = before + 1; i < n; i++) {
            onRim.remove(edges[i]);
          }
          n = before;
        }
        k = isRim && next[1 - k][edge] >= 0 ? 1 - k : k;
        int following = next[k][edge];
        if (following < 0) {
          break;
        }
        next[k][edge] = -1;
        if (n + 1 == edges.length) {
          edges = Arrays.copyOf(edges, 2 * edges.length);
          xy = Arrays.copyOf(xy, 2 * xy.length);
        }
        if (isRim) {
          onRim.put(edge, n);
        }
        edges[n] = edge;
        crossing(k, edge, xy, 2 * n++);
        edge = following;
      }
      if (n > 0) {
        out.add(closed(xy, 0, n));
      }
    }

    private static Ring closed(double[] xy, int from, int to) {
      double[] ring = Arrays.copyOfRange(xy, 2 * from, 2 * to + 2);
      ring[ring.length - 2] = ring[0];
      ring[ring.length - 1] = ring[1];
      return new Ring(ring);
    }

    private void crossing(int k, int edge, double[] xy, int at) {
      boolean isAcross = edge < wide * high;
      int point = isAcross ? edge : edge - wide * high;
      int c = point % wide;
      int r = point / wide;
      double a = value(c, r);
      double b = isAcross ? value(c + 1, r) : value(c, r + 1);
      double t = Math.min(1 - CLEAR, Math.max(CLEAR, (level[k] - a) / (b - a)));
      t = Double.isNaN(t) ? RIM : t;
      xy[at] = grid.x0M() + (c - 0.5 + (isAcross ? t : 0)) * grid.cellM();
      xy[at + 1] = grid.y0M() + (r - 0.5 + (isAcross ? 0 : t)) * grid.cellM();
    }
  }
}
