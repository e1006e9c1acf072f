package city.emona.citygen.plan;

/** Distances and crossings of straight pieces in the plane, metres. */
public final class Planar {
  private Planar() {}

  public static double cross(double ax, double ay, double bx, double by, double cx, double cy) {
    return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
  }

  /** Whether two segments meet, touching included. */
  public static boolean meet(
      double ax, double ay, double bx, double by, double cx, double cy, double dx, double dy) {
    double d1 = cross(cx, cy, dx, dy, ax, ay);
    double d2 = cross(cx, cy, dx, dy, bx, by);
    double d3 = cross(ax, ay, bx, by, cx, cy);
    double d4 = cross(ax, ay, bx, by, dx, dy);
    return d1 * d2 <= 0
        && d3 * d4 <= 0
        && Math.max(ax, bx) >= Math.min(cx, dx)
        && Math.max(cx, dx) >= Math.min(ax, bx)
        && Math.max(ay, by) >= Math.min(cy, dy)
        && Math.max(cy, dy) >= Math.min(ay, by);
  }

  /** Distance of a point from a segment. */
  public static double distance(double px, double py, double ax, double ay, double bx, double by) {
    double dx = bx - ax;
    double dy = by - ay;
    double n = dx * dx + dy * dy;
    double t = n == 0 ? 0 : ((px - ax) * dx + (py - ay) * dy) / n;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    double qx = ax + t * dx - px;
    double qy = ay + t * dy - py;
    return Math.sqrt(qx * qx + qy * qy);
  }

  /** Distance of two segments, 0 where they meet. */
  public static double distance(
      double ax, double ay, double bx, double by, double cx, double cy, double dx, double dy) {
    if (meet(ax, ay, bx, by, cx, cy, dx, dy)) {
      return 0;
    }
    return Math.min(
        Math.min(distance(ax, ay, cx, cy, dx, dy), distance(bx, by, cx, cy, dx, dy)),
        Math.min(distance(cx, cy, ax, ay, bx, by), distance(dx, dy, ax, ay, bx, by)));
  }
}
