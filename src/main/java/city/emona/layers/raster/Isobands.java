package city.emona.layers.raster;

import city.emona.simulate.ReceptorGrid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Areas between two values of a grid as polygons: marching squares over the cell centres (Lorensen
 * and Cline 1987 in the plane), straight between them, a saddle joined where the mean of its four
 * corners is inside. The region at or above a level is traced with its inside on the left, so a
 * band is the region of its lower level less that of its upper one, ring by ring. Around the grid
 * lies one line of points below every level, which closes all rings; so an area may reach up to one
 * cell beyond the outermost centres. Cells without data count as below. Coordinates are the grid's
 * metres. Stateless.
 */
public final class Isobands {
  /** A crossing keeps this distance from the corners, so that rings never touch. */
  private static final double CLEAR = 1e-3;

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
    if (least == Float.POSITIVE_INFINITY) {
      return List.of();
    }
    double span = 1 + Math.abs(least);
    double from = Double.isInfinite(low) ? least - span : low;
    double below = Math.min(least, from) - 2 * span;
    List<Ring> rings = new ArrayList<>(new Tracer(grid, values, from, below).rings());
    if (!Double.isInfinite(high)) {
      for (Ring r : new Tracer(grid, values, high, below).rings()) {
        rings.add(reversed(r));
      }
    }
    return areas(rings);
  }

  private static Ring reversed(Ring r) {
    double[] xy = new double[r.xy.length];
    for (int i = 0; i < xy.length; i += 2) {
      xy[i] = r.xy[xy.length - 2 - i];
      xy[i + 1] = r.xy[xy.length - 1 - i];
    }
    return new Ring(xy);
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
      for (int i = 0; i < area.length; i++) {
        boolean smaller = best < 0 || area[i] < area[best];
        if (smaller
            && area[i] > -hole.signedArea()
            && outer.get(i).contains(hole.xy[0], hole.xy[1])) {
          best = i;
        }
      }
      if (best >= 0) {
        out.get(best).add(hole);
      }
    }
    return out.stream().map(Area::new).toList();
  }

  /** Traces the region at or above one level. */
  private static final class Tracer {
    private final ReceptorGrid grid;
    private final float[] values;
    private final double level;
    private final double below;
    private final int wide;
    private final int high;

    /** Edge that follows an edge, or −1; a crossed edge is entered once and left once. */
    private final int[] next;

    Tracer(ReceptorGrid grid, float[] values, double level, double below) {
      this.grid = grid;
      this.values = values;
      this.level = level;
      this.below = below;
      this.wide = grid.cols() + 2;
      this.high = grid.rows() + 2;
      this.next = new int[2 * wide * high];
      Arrays.fill(next, -1);
      for (int r = 0; r + 1 < high; r++) {
        for (int c = 0; c + 1 < wide; c++) {
          square(c, r);
        }
      }
    }

    private double value(int c, int r) {
      if (c < 1 || r < 1 || c > grid.cols() || r > grid.rows()) {
        return below;
      }
      float v = values[(r - 1) * grid.cols() + c - 1];
      return Float.isNaN(v) ? below : v;
    }

    /** Edge from point (c, r) to the one on its right. */
    private int across(int c, int r) {
      return r * wide + c;
    }

    /** Edge from point (c, r) to the one above it. */
    private int along(int c, int r) {
      return wide * high + r * wide + c;
    }

    /** Lines of one square, inside on the left. */
    private void square(int c, int r) {
      double sw = value(c, r);
      double se = value(c + 1, r);
      double ne = value(c + 1, r + 1);
      double nw = value(c, r + 1);
      int kind =
          (sw >= level ? 1 : 0)
              | (se >= level ? 2 : 0)
              | (ne >= level ? 4 : 0)
              | (nw >= level ? 8 : 0);
      if (kind == 0 || kind == 15) {
        return;
      }
      int south = across(c, r);
      int north = across(c, r + 1);
      int west = along(c, r);
      int east = along(c + 1, r);
      boolean joined = (sw + se + ne + nw) / 4 >= level;
      switch (kind) {
        case 1 -> next[south] = west;
        case 2 -> next[east] = south;
        case 3 -> next[east] = west;
        case 4 -> next[north] = east;
        case 5 -> {
          next[south] = joined ? east : west;
          next[north] = joined ? west : east;
        }
        case 6 -> next[north] = south;
        case 7 -> next[north] = west;
        case 8 -> next[west] = north;
        case 9 -> next[south] = north;
        case 10 -> {
          next[east] = joined ? north : south;
          next[west] = joined ? south : north;
        }
        case 11 -> next[east] = north;
        case 12 -> next[west] = east;
        case 13 -> next[south] = east;
        default -> next[west] = south;
      }
    }

    List<Ring> rings() {
      List<Ring> out = new ArrayList<>();
      double[] xy = new double[64];
      for (int start = 0; start < next.length; start++) {
        int n = 0;
        int edge = start;
        while (next[edge] >= 0) {
          if (n + 4 > xy.length) {
            xy = Arrays.copyOf(xy, xy.length * 2);
          }
          crossing(edge, xy, n);
          n += 2;
          int following = next[edge];
          next[edge] = -1;
          edge = following;
        }
        if (n >= 6) {
          xy[n] = xy[0];
          xy[n + 1] = xy[1];
          out.add(new Ring(Arrays.copyOf(xy, n + 2)));
        }
      }
      return out;
    }

    private void crossing(int edge, double[] xy, int at) {
      boolean isAcross = edge < wide * high;
      int point = isAcross ? edge : edge - wide * high;
      int c = point % wide;
      int r = point / wide;
      double a = value(c, r);
      double b = isAcross ? value(c + 1, r) : value(c, r + 1);
      double t = Math.min(1 - CLEAR, Math.max(CLEAR, (level - a) / (b - a)));
      xy[at] = grid.x0M() + (c - 0.5 + (isAcross ? t : 0)) * grid.cellM();
      xy[at + 1] = grid.y0M() + (r - 0.5 + (isAcross ? 0 : t)) * grid.cellM();
    }
  }
}
