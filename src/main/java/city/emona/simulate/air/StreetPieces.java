package city.emona.simulate.air;

import city.emona.geo.PackedLines;
import city.emona.simulate.ReceptorGrid;
import city.emona.simulate.air.canyon.StreetCanyons;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The straight pieces that a network's links are made of, each once: both directions of a street
 * share their pieces, so a piece emits the sum over its links. Holds the bilinear spreading of each
 * piece over the grid (cells and metres of road in them) that feeds the far field. Equal geometry
 * is equal by value, which is what the kernel cache asks. Immutable.
 */
final class StreetPieces {
  /** A piece is spread over the cells in steps of this share of a cell. */
  private static final double STEP_PER_CELL = 0.125;

  private final double[] x1;
  private final double[] y1;
  private final double[] x2;
  private final double[] y2;
  private final int[] firstPiece;
  private final int[] pieceOfLink;
  private StreetCanyons.Canyon[] canyon;
  private int[] firstCell;
  private int[] cell;
  private float[] metres;

  private StreetPieces(double[][] ends, int[] firstPiece, int[] pieceOfLink) {
    this.x1 = ends[0];
    this.y1 = ends[1];
    this.x2 = ends[2];
    this.y2 = ends[3];
    this.firstPiece = firstPiece;
    this.pieceOfLink = pieceOfLink;
  }

  /** {@code canyons} may be null: open streets only. */
  static StreetPieces of(PackedLines lines, ReceptorGrid grid, StreetCanyons canyons) {
    int vertices = lines.xMm().length;
    double[][] ends = new double[4][vertices];
    int[] first = new int[lines.size() + 1];
    int[] piece = new int[vertices];
    Map<Ends, Integer> seen = new HashMap<>(vertices);
    int uses = 0;
    for (int link = 0; link < lines.size(); link++) {
      for (int v = lines.first()[link]; v + 1 < lines.first()[link + 1]; v++) {
        Ends e = Ends.of(lines.xMm()[v], lines.yMm()[v], lines.xMm()[v + 1], lines.yMm()[v + 1]);
        if (e == null) {
          continue;
        }
        Integer known = seen.get(e);
        if (known == null) {
          known = seen.size();
          seen.put(e, known);
          ends[0][known] = e.ax / 1000.0;
          ends[1][known] = e.ay / 1000.0;
          ends[2][known] = e.bx / 1000.0;
          ends[3][known] = e.by / 1000.0;
        }
        piece[uses++] = known;
      }
      first[link + 1] = uses;
    }
    for (int k = 0; k < 4; k++) {
      ends[k] = Arrays.copyOf(ends[k], seen.size());
    }
    StreetPieces p = new StreetPieces(ends, first, Arrays.copyOf(piece, uses));
    p.spread(grid);
    p.probe(canyons);
    return p;
  }

  private void probe(StreetCanyons canyons) {
    canyon = new StreetCanyons.Canyon[size()];
    for (int p = 0; p < size(); p++) {
      canyon[p] =
          canyons == null ? StreetCanyons.Canyon.NONE : canyons.of(x1[p], y1[p], x2[p], y2[p]);
    }
  }

  /** Houses on both sides, by piece; not to be written to. */
  StreetCanyons.Canyon[] canyons() {
    return canyon;
  }

  /** End points in millimetres, the smaller one first; null for a piece without length. */
  private record Ends(int ax, int ay, int bx, int by) {
    static Ends of(int ax, int ay, int bx, int by) {
      if (ax == bx && ay == by) {
        return null;
      }
      return ax < bx || ax == bx && ay < by ? new Ends(ax, ay, bx, by) : new Ends(bx, by, ax, ay);
    }
  }

  private void spread(ReceptorGrid grid) {
    firstCell = new int[size() + 1];
    cell = new int[size() * 8];
    metres = new float[size() * 8];
    int used = 0;
    for (int p = 0; p < size(); p++) {
      int start = used;
      int steps = (int) Math.ceil(lengthM(p) / (STEP_PER_CELL * grid.cellM()));
      double part = lengthM(p) / steps;
      for (int s = 0; s < steps; s++) {
        double t = (s + 0.5) / steps;
        double gx = (x1[p] + t * (x2[p] - x1[p]) - grid.x0M()) / grid.cellM() - 0.5;
        double gy = (y1[p] + t * (y2[p] - y1[p]) - grid.y0M()) / grid.cellM() - 0.5;
        int c = (int) Math.floor(gx);
        int r = (int) Math.floor(gy);
        double fx = gx - c;
        double fy = gy - r;
        for (int corner = 0; corner < 4; corner++) {
          int cc = c + (corner & 1);
          int rr = r + (corner >> 1);
          if (cc < 0 || rr < 0 || cc >= grid.cols() || rr >= grid.rows()) {
            continue; // outside of a capped grid
          }
          double w = ((corner & 1) == 0 ? 1 - fx : fx) * ((corner >> 1) == 0 ? 1 - fy : fy);
          int at = find(start, used, rr * grid.cols() + cc);
          if (at == used) {
            used = grow(used, rr * grid.cols() + cc);
          }
          metres[at] += (float) (w * part);
        }
      }
      firstCell[p + 1] = used;
    }
    cell = Arrays.copyOf(cell, used);
    metres = Arrays.copyOf(metres, used);
  }

  private int find(int from, int to, int wanted) {
    for (int i = to - 1; i >= from; i--) {
      if (cell[i] == wanted) {
        return i;
      }
    }
    return to;
  }

  private int grow(int used, int newCell) {
    if (used == cell.length) {
      cell = Arrays.copyOf(cell, used * 2);
      metres = Arrays.copyOf(metres, used * 2);
    }
    cell[used] = newCell;
    return used + 1;
  }

  /** End points, {@code [x1, y1, x2, y2][piece]}; not to be written to. */
  double[][] ends() {
    return new double[][] {x1, y1, x2, y2};
  }

  int size() {
    return x1.length;
  }

  double x1(int p) {
    return x1[p];
  }

  double y1(int p) {
    return y1[p];
  }

  double x2(int p) {
    return x2[p];
  }

  double y2(int p) {
    return y2[p];
  }

  double lengthM(int p) {
    double dx = x2[p] - x1[p];
    double dy = y2[p] - y1[p];
    return Math.sqrt(dx * dx + dy * dy);
  }

  /** Adds up the strengths of links by piece, in link order. */
  double[] sumOverLinks(float[] ofLink) {
    double[] sum = new double[size()];
    for (int link = 0; link + 1 < firstPiece.length; link++) {
      for (int i = firstPiece[link]; i < firstPiece[link + 1]; i++) {
        sum[pieceOfLink[i]] += ofLink[link];
      }
    }
    return sum;
  }

  /** Adds strength times metres of road to the cells of a padded field. */
  void rasterise(double[] strength, double[] field, int cols, int stride) {
    for (int p = 0; p < size(); p++) {
      double q = strength[p];
      if (q == 0) {
        continue;
      }
      for (int i = firstCell[p]; i < firstCell[p + 1]; i++) {
        field[cell[i] / cols * stride + cell[i] % cols] += q * metres[i];
      }
    }
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof StreetPieces p
        && Arrays.equals(x1, p.x1)
        && Arrays.equals(y1, p.y1)
        && Arrays.equals(x2, p.x2)
        && Arrays.equals(y2, p.y2)
        && Arrays.equals(canyon, p.canyon);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(x1) * 31 + Arrays.hashCode(y2);
  }
}
