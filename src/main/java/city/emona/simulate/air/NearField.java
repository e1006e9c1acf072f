package city.emona.simulate.air;

import city.emona.simulate.ReceptorGrid;
import java.util.Arrays;

/**
 * Pairs of street pieces and cells closer than the near reach, and for an hour the concentration
 * that a unit strength of the piece adds to the cell: the near part of the kernel summed along the
 * piece in steps that follow the distance.
 *
 * <p>Kerb rule: a cell centre nearer than {@link CitySource#KERB_M} to the axis of a piece (beside
 * it, or within that distance beyond its ends) does not stand in the traffic. It gets the values of
 * both kerbs opposite to it, weighted by its place between them, so the map stays continuous and
 * finite. Pairs depend on geometry only. Immutable, thread-safe.
 */
final class NearField {
  /** Steps along a piece, metres: at least this, and this share of the distance. */
  private static final double MIN_STEP_M = 1.5;

  private static final double STEP_PER_DISTANCE = 0.125;

  private final StreetPieces pieces;
  private final ReceptorGrid grid;
  private final double reachM;
  private final int[] first;
  private final int[] cell;

  NearField(StreetPieces pieces, ReceptorGrid grid) {
    this.pieces = pieces;
    this.grid = grid;
    this.reachM = HourKernel.reachM(grid);
    this.first = new int[pieces.size() + 1];
    int[] cells = new int[1024];
    int used = 0;
    for (int p = 0; p < pieces.size(); p++) {
      int c0 = col(Math.min(pieces.x1(p), pieces.x2(p)) - reachM);
      int c1 = col(Math.max(pieces.x1(p), pieces.x2(p)) + reachM);
      int r0 = row(Math.min(pieces.y1(p), pieces.y2(p)) - reachM);
      int r1 = row(Math.max(pieces.y1(p), pieces.y2(p)) + reachM);
      for (int r = r0; r <= r1; r++) {
        for (int c = c0; c <= c1; c++) {
          int at = r * grid.cols() + c;
          if (distance(p, grid.xM(at), grid.yM(at)) < reachM) {
            if (used == cells.length) {
              cells = Arrays.copyOf(cells, used * 2);
            }
            cells[used++] = at;
          }
        }
      }
      first[p + 1] = used;
    }
    this.cell = Arrays.copyOf(cells, used);
  }

  private int col(double x) {
    int c = (int) Math.floor((x - grid.x0M()) / grid.cellM());
    return Math.min(grid.cols() - 1, Math.max(0, c));
  }

  private int row(double y) {
    int r = (int) Math.floor((y - grid.y0M()) / grid.cellM());
    return Math.min(grid.rows() - 1, Math.max(0, r));
  }

  private double distance(int p, double x, double y) {
    double dx = pieces.x2(p) - pieces.x1(p);
    double dy = pieces.y2(p) - pieces.y1(p);
    double t = ((x - pieces.x1(p)) * dx + (y - pieces.y1(p)) * dy) / (dx * dx + dy * dy);
    t = Math.min(1, Math.max(0, t));
    return Math.hypot(x - pieces.x1(p) - t * dx, y - pieces.y1(p) - t * dy);
  }

  int pairs() {
    return cell.length;
  }

  /** Weights of all pairs for an hour, µg/m³ per µg/(m s). */
  float[] weights(HourKernel.Near near) {
    float[] w = new float[cell.length];
    for (int p = 0; p < pieces.size(); p++) {
      double length = pieces.lengthM(p);
      double dirX = (pieces.x2(p) - pieces.x1(p)) / length;
      double dirY = (pieces.y2(p) - pieces.y1(p)) / length;
      for (int i = first[p]; i < first[p + 1]; i++) {
        double rx = grid.xM(cell[i]) - pieces.x1(p);
        double ry = grid.yM(cell[i]) - pieces.y1(p);
        w[i] = (float) pair(near, length, dirX, dirY, rx * dirX + ry * dirY, ry * dirX - rx * dirY);
      }
    }
    return w;
  }

  /** Receptor at distance {@code along} the piece's axis and {@code off} to its left. */
  private static double pair(
      HourKernel.Near near, double length, double dirX, double dirY, double along, double off) {
    double kerb = CitySource.KERB_M;
    boolean onRoad = Math.abs(off) < kerb && along > -kerb && along < length + kerb;
    if (!onRoad) {
      return integral(near, length, dirX, dirY, along, off);
    }
    double left = integral(near, length, dirX, dirY, along, kerb);
    double right = integral(near, length, dirX, dirY, along, -kerb);
    return ((kerb + off) * left + (kerb - off) * right) / (2 * kerb);
  }

  /** Near table summed along a segment; receptor placed as in {@link #pair}. */
  static double integral(
      HourKernel.Near near, double length, double dirX, double dirY, double along, double off) {
    double half = Math.sqrt(Math.max(0, near.reachM() * near.reachM() - off * off));
    double from = Math.max(0, along - half);
    double to = Math.min(length, along + half);
    if (to <= from) {
      return 0;
    }
    double closest = Math.max(Math.abs(off), Math.max(along - length, -along));
    double step = Math.max(MIN_STEP_M, STEP_PER_DISTANCE * closest);
    int n = (int) Math.ceil((to - from) / step);
    double h = (to - from) / n;
    // Receptor minus source moves linearly along the piece.
    double a0 = along - from - 0.5 * h;
    double dx = a0 * dirX - off * dirY;
    double dy = a0 * dirY + off * dirX;
    double sum = 0;
    for (int k = 0; k < n; k++) {
      sum += near.at(dx, dy);
      dx -= h * dirX;
      dy -= h * dirY;
    }
    return sum * h;
  }

  /** Adds the near field of all pieces to an unpadded field. */
  void addTo(double[] field, double[] strength, float[] weights) {
    for (int p = 0; p < pieces.size(); p++) {
      double q = strength[p];
      if (q == 0) {
        continue;
      }
      for (int i = first[p]; i < first[p + 1]; i++) {
        field[cell[i]] += q * weights[i];
      }
    }
  }
}
