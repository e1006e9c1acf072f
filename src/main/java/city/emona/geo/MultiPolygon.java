package city.emona.geo;

/**
 * One multipolygon as plain rings in local millimetres, between packed columns and JTS: rings
 * without the closing vertex, every outer ring before its holes. Empty when it has no ring.
 * Immutable by agreement.
 */
public record MultiPolygon(int[][] xMm, int[][] yMm, boolean[] hole) {
  public static final MultiPolygon EMPTY =
      new MultiPolygon(new int[0][], new int[0][], new boolean[0]);

  public static MultiPolygon ofRing(int[] xMm, int[] yMm) {
    return new MultiPolygon(new int[][] {xMm}, new int[][] {yMm}, new boolean[1]);
  }

  /** Element {@code i} of a packed column. */
  public static MultiPolygon of(PackedPolygons p, int i) {
    int from = p.firstRing()[i];
    int n = p.firstRing()[i + 1] - from;
    int[][] x = new int[n][];
    int[][] y = new int[n][];
    boolean[] hole = new boolean[n];
    for (int r = 0; r < n; r++) {
      int a = p.firstVertex()[from + r];
      int b = p.firstVertex()[from + r + 1];
      x[r] = java.util.Arrays.copyOfRange(p.xMm(), a, b);
      y[r] = java.util.Arrays.copyOfRange(p.yMm(), a, b);
      hole[r] = p.hole()[from + r];
    }
    return new MultiPolygon(x, y, hole);
  }

  public boolean isEmpty() {
    return xMm.length == 0;
  }

  /** Area with holes taken off. */
  public double areaM2() {
    double sum = 0;
    for (int r = 0; r < xMm.length; r++) {
      double a = Math.abs(ringAreaM2(xMm[r], yMm[r]));
      sum += hole[r] ? -a : a;
    }
    return sum;
  }

  /** Signed area of one ring, positive when counter-clockwise. */
  public static double ringAreaM2(int[] x, int[] y) {
    double sum = 0;
    for (int i = 0, j = x.length - 1; i < x.length; j = i++) {
      sum += (double) x[j] * y[i] - (double) x[i] * y[j];
    }
    return sum / 2e6;
  }

  /** Whether a point lies inside, by the even-odd rule. */
  public boolean contains(double px, double py) {
    boolean in = false;
    for (int r = 0; r < xMm.length; r++) {
      int[] x = xMm[r];
      int[] y = yMm[r];
      for (int p = 0, q = x.length - 1; p < x.length; q = p++) {
        if ((y[p] > py) != (y[q] > py)
            && px < ((double) x[q] - x[p]) * (py - y[p]) / ((double) y[q] - y[p]) + x[p]) {
          in = !in;
        }
      }
    }
    return in;
  }

  public Bounds bounds() {
    Bounds b = Bounds.EMPTY;
    for (int r = 0; r < xMm.length; r++) {
      for (int v = 0; v < xMm[r].length; v++) {
        b = b.including(xMm[r][v], yMm[r][v]);
      }
    }
    return b;
  }

  /** Distance of a point from the nearest edge, in metres. */
  public double distanceToEdgeM(double px, double py) {
    double best = Double.POSITIVE_INFINITY;
    for (int r = 0; r < xMm.length; r++) {
      int[] x = xMm[r];
      int[] y = yMm[r];
      for (int p = 0, q = x.length - 1; p < x.length; q = p++) {
        double dx = (double) x[q] - x[p];
        double dy = (double) y[q] - y[p];
        double length2 = dx * dx + dy * dy;
        double t = length2 == 0 ? 0 : ((px - x[p]) * dx + (py - y[p]) * dy) / length2;
        t = Math.max(0, Math.min(1, t));
        double ex = px - x[p] - t * dx;
        double ey = py - y[p] - t * dy;
        best = Math.min(best, ex * ex + ey * ey);
      }
    }
    return Math.sqrt(best) / 1000;
  }
}
