package city.emona.simulate.air.canyon;

import city.emona.geo.Bounds;
import city.emona.geo.PackedLines;
import city.emona.geo.PackedPolygons;
import city.emona.geo.SpatialIndex;

/**
 * Which straight pieces of street lie between two rows of houses, from the footprints and heights
 * of buildings: every {@value #PROBE_M} m along the piece a ray goes out to both sides, square to
 * the street. A piece is a canyon where on both sides at least half of the rays meet a house within
 * {@value #REACH_M} m, and the mean height of what they meet is at least {@value #MIN_HEIGHT_RATIO}
 * of the mean distance between the fronts (src/docs/models/air.md). Heights and distances are means
 * over the rays that hit. By piece: width, mean height of the left and of the right side in metres;
 * width 0 where there is no canyon. Equal by value. Immutable, thread-safe.
 */
public final class StreetCanyons {
  private static final double PROBE_M = 10;
  public static final double REACH_M = 30;
  private static final double MIN_HEIGHT_RATIO = 0.3;
  private static final double MIN_BUILT_SHARE = 0.5;

  /** Fronts nearer than this to the axis are the piece passing under or through a building. */
  private static final double MIN_FRONT_M = 2;

  /** Sheds and walls do not make a canyon. */
  private static final double MIN_HEIGHT_M = 3;

  private final PackedPolygons buildings;
  private final int[] heightDm;
  private final SpatialIndex index;

  public StreetCanyons(PackedPolygons buildings, int[] heightDm) {
    this.buildings = buildings;
    this.heightDm = heightDm;
    this.index = new SpatialIndex(buildings);
  }

  /** A piece between houses; {@code widthM} is 0 where there is none. */
  public record Canyon(float widthM, float leftHeightM, float rightHeightM) {
    public static final Canyon NONE = new Canyon(0, 0, 0);

    public boolean exists() {
      return widthM > 0;
    }

    public double heightM() {
      return 0.5 * (leftHeightM + rightHeightM);
    }
  }

  /** The canyon of a straight piece between two places in the city's metres. */
  public Canyon of(double x1, double y1, double x2, double y2) {
    double length = Math.sqrt((x2 - x1) * (x2 - x1) + (y2 - y1) * (y2 - y1));
    if (!(length > 0)) {
      return Canyon.NONE;
    }
    int n = Math.max(1, (int) Math.rint(length / PROBE_M));
    double dirX = (x2 - x1) / length;
    double dirY = (y2 - y1) / length;
    double[] left = new double[3];
    double[] right = new double[3];
    for (int k = 0; k < n; k++) {
      double t = (k + 0.5) / n * length;
      probe(x1 + t * dirX, y1 + t * dirY, -dirY, dirX, left);
      probe(x1 + t * dirX, y1 + t * dirY, dirY, -dirX, right);
    }
    if (left[0] < MIN_BUILT_SHARE * n || right[0] < MIN_BUILT_SHARE * n) {
      return Canyon.NONE;
    }
    double width = left[1] / left[0] + right[1] / right[0];
    double leftHeight = left[2] / left[0];
    double rightHeight = right[2] / right[0];
    if (0.5 * (leftHeight + rightHeight) < MIN_HEIGHT_RATIO * width) {
      return Canyon.NONE;
    }
    return new Canyon((float) width, (float) leftHeight, (float) rightHeight);
  }

  /** The pieces of lines, in order: one entry per vertex, that of the piece which begins there. */
  public Canyon[] of(PackedLines lines) {
    Canyon[] out = new Canyon[lines.xMm().length];
    for (int link = 0; link < lines.size(); link++) {
      for (int v = lines.first()[link]; v + 1 < lines.first()[link + 1]; v++) {
        out[v] =
            of(
                lines.xMm()[v] / 1000.0,
                lines.yMm()[v] / 1000.0,
                lines.xMm()[v + 1] / 1000.0,
                lines.yMm()[v + 1] / 1000.0);
      }
    }
    return out;
  }

  /** Adds {hits, distance, height} of the first front along a ray. */
  private void probe(double x, double y, double dx, double dy, double[] sum) {
    double fx = 1000 * x;
    double fy = 1000 * y;
    double tx = fx + 1000 * REACH_M * dx;
    double ty = fy + 1000 * REACH_M * dy;
    Bounds box = Bounds.EMPTY.including(fx, fy).including(tx, ty).grownBy(1);
    double[] nearest = {Double.POSITIVE_INFINITY, 0};
    index.query(
        box,
        b -> {
          double at = heightDm[b] >= 10 * MIN_HEIGHT_M ? REACH_M * front(b, fx, fy, tx, ty) : 1e9;
          if (at < nearest[0]) {
            nearest[0] = at;
            nearest[1] = 0.1 * heightDm[b];
          }
        });
    if (nearest[0] >= MIN_FRONT_M && nearest[0] <= REACH_M) {
      sum[0]++;
      sum[1] += nearest[0];
      sum[2] += nearest[1];
    }
  }

  /** Share of a ray up to the first wall of a building, or infinity. */
  private double front(int building, double fx, double fy, double tx, double ty) {
    int[] px = buildings.xMm();
    int[] py = buildings.yMm();
    double best = Double.POSITIVE_INFINITY;
    for (int r = buildings.firstRing()[building]; r < buildings.firstRing()[building + 1]; r++) {
      int a = buildings.firstVertex()[r];
      int b = buildings.firstVertex()[r + 1];
      for (int p = a, q = b - 1; p < b; q = p++) {
        double ex = (double) px[p] - px[q];
        double ey = (double) py[p] - py[q];
        double det = (tx - fx) * ey - (ty - fy) * ex;
        if (det == 0) {
          continue;
        }
        double s = ((px[q] - fx) * ey - (py[q] - fy) * ex) / det;
        double along = ((px[q] - fx) * (ty - fy) - (py[q] - fy) * (tx - fx)) / det;
        if (s >= 0 && s <= 1 && along >= 0 && along <= 1 && s < best) {
          best = s;
        }
      }
    }
    return best;
  }
}
