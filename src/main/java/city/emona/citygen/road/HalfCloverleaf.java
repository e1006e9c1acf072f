package city.emona.citygen.road;

/**
 * The junction of an expressway and a road whose ramps lie in two opposite quadrants: on either
 * side of the expressway one ramp goes straight to the road and the other one, with the exit and
 * the entry joined to the same arm, turns a loop of some 30 m inside of it. Traffic keeps to the
 * right. Metres.
 */
final class HalfCloverleaf {
  /** Where loops leave the expressway; carriageways have room up to there. */
  private static final double LOOP_ALONG_M = 52;

  private static final double LOOP_ACROSS_M = 76;
  private static final double ALONG_M = 225;
  private static final double ACROSS_M = 126;

  private final Roadway road;
  private final Interchanges ramps;

  /** Size relative to the smallest. */
  private final double size;

  HalfCloverleaf(Roadway road, Interchanges ramps, double size) {
    this.road = road;
    this.ramps = ramps;
    this.size = size;
  }

  /**
   * Tries one at a crossing.
   *
   * @param arms expressway back and ahead, road to the right and to the left
   * @param beyond whether traffic leaves by the loop, beyond the bridge, or enters by it before it
   */
  boolean tryAt(int v, int[] arms, boolean beyond) {
    for (int k = 0; k < 4; k++) {
      double need = k < 2 ? size * ALONG_M + 55 : size * ACROSS_M + 25;
      if (Roadway.length(road.pieces.get(arms[k]).line) < need) {
        return false;
      }
    }
    double[][][] loop = new double[2][][];
    double[][][] outer = new double[2][][];
    for (int s = 0; s < 2; s++) {
      int trunk = arms[trunkOf(s, beyond)];
      loop[s] = loop(v, trunk, arms[2 + s]);
      outer[s] = ramps.ramp(v, trunk, arms[2 + s], size * ALONG_M, size * ACROSS_M);
      if (!ramps.isFree(loop[s], arms)
          || !ramps.isFree(outer[s], arms)
          || Lines.gap(loop[s], outer[s]) < 8) {
        return false;
      }
    }
    int under = road.addNode(road.x(v), road.y(v), false);
    int[] near = new int[4];
    int[] far = new int[4];
    for (int k = 0; k < 4; k++) {
      int start = k < 2 ? under : v;
      far[k] = ramps.split(arms[k], v, start, size * (k < 2 ? ALONG_M : ACROSS_M), false);
      int inner = road.pieces.size() - 1;
      near[k] =
          ramps.split(inner, start, start, size * (k < 2 ? LOOP_ALONG_M : LOOP_ACROSS_M), k >= 2);
    }
    for (int s = 0; s < 2; s++) {
      int q = trunkOf(s, beyond);
      int street = road.pieces.get(arms[2 + s]).street;
      ramps.join(near[q], near[2 + s], loop[s], beyond, street);
      ramps.join(far[q], far[2 + s], outer[s], !beyond, street);
    }
    return true;
  }

  /** The expressway's arm with the ramps of a side (0 right, 1 left). */
  private static int trunkOf(int side, boolean beyond) {
    return beyond == (side == 0) ? 1 : 0;
  }

  private double[][] loop(int v, int trunk, int side) {
    double[][] main = road.lineFrom(trunk, v);
    double[] a = Lines.at(main, size * LOOP_ALONG_M);
    double[] u = Lines.unit(a, Lines.at(main, size * LOOP_ALONG_M + 30));
    double[] r = Lines.at(road.lineFrom(side, v), size * LOOP_ACROSS_M);
    double way = Lines.cross(u, new double[] {r[0] - a[0], r[1] - a[1]}) > 0 ? 1 : -1;
    double[] n = {-u[1] * way, u[0] * way};
    double[] p0 = off(a, u, n, 40 * size, 18);
    double[] p1 = off(a, u, n, 84 * size, 22);
    double[] p2 = off(r, u, n, 128 * size, 6);
    double[][] out = new double[14][];
    out[0] = a;
    out[1] = off(a, u, n, 18, 12.5);
    for (int k = 0; k <= 11; k++) {
      double t = k / 11.0;
      double[] ab = Lines.between(p0, p1, t);
      double[] bc = Lines.between(p1, p2, t);
      double[] cd = Lines.between(p2, r, t);
      out[2 + k] = Lines.between(Lines.between(ab, bc, t), Lines.between(bc, cd, t), t);
    }
    return out;
  }

  private static double[] off(double[] at, double[] u, double[] n, double along, double aside) {
    return new double[] {at[0] + along * u[0] + aside * n[0], at[1] + along * u[1] + aside * n[1]};
  }
}
