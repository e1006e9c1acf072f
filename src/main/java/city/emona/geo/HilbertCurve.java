package city.emona.geo;

/**
 * The Hilbert curve over a square of 2¹⁶ × 2¹⁶ cells (Hilbert 1891): things with near positions on
 * it lie near each other in the plane, so columns ordered by it are kind to the processor's cache.
 * Pure functions.
 */
public final class HilbertCurve {
  private static final int CELLS = 1 << 16;

  private HilbertCurve() {}

  /** Position along the curve of the cell that holds a point of these bounds. */
  public static long at(double x, double y, Bounds all) {
    double side = Math.max(1, Math.max(all.maxX() - all.minX(), all.maxY() - all.minY()));
    int cx = (int) ((CELLS - 1) * ((x - all.minX()) / side));
    int cy = (int) ((CELLS - 1) * ((y - all.minY()) / side));
    return at(cx, cy);
  }

  /** Position along the curve of a cell, 0 ≤ x, y &lt; 2¹⁶. */
  public static long at(int x, int y) {
    long d = 0;
    for (int s = CELLS >> 1; s > 0; s >>= 1) {
      int rx = (x & s) > 0 ? 1 : 0;
      int ry = (y & s) > 0 ? 1 : 0;
      d += (long) s * s * ((3 * rx) ^ ry);
      if (ry == 0) {
        if (rx == 1) {
          x = CELLS - 1 - x;
          y = CELLS - 1 - y;
        }
        int t = x;
        x = y;
        y = t;
      }
    }
    return d;
  }
}
