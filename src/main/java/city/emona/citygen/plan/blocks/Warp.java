package city.emona.citygen.plan.blocks;

import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Plan;
import city.emona.citygen.plan.Site;

/**
 * Bends the whole plan by a smooth field: old and rural places more than planned ones, hills most,
 * where every road winds; railways and expressways are laid out for speed and only sweep with the
 * whole land. The field must not fold, or else lines would cross, so all of it is made weaker until
 * it keeps more than {@value #LEAST_AREA} of every area. Metres; confined to one thread.
 */
public final class Warp {
  private static final double LEAST_AREA = 0.3;

  /** No side of a street that was longer becomes shorter than this. */
  private static final double LEAST_M = 8.5;

  /** Step of the differences that tell how areas change; a tenth of the finest wave. */
  private static final double STEP_M = 5;

  private final Site site;
  private final Calm fast;

  private Warp(Plan plan, Site site) {
    this.site = site;
    this.fast = new Calm(plan);
  }

  /** Bends and turns a plan. */
  public static void bend(Plan plan, Site site, double angle) {
    Warp w = new Warp(plan, site);
    int n = plan.vertexCount();
    double[][] off = new double[n][];
    double weaker = 1;
    for (int v = 0; v < n; v++) {
      off[v] = w.off(plan.x(v), plan.y(v));
      while (w.area(plan.x(v), plan.y(v), off[v], weaker) < LEAST_AREA) {
        weaker *= 0.95;
      }
    }
    for (Plan.Face f : plan.faces) {
      for (int k = 0; k < f.vertex().length; k++) {
        int a = f.vertex()[k];
        int b = f.vertex()[(k + 1) % f.vertex().length];
        double dx = plan.x(b) - plan.x(a);
        double dy = plan.y(b) - plan.y(a);
        if (plan.wayKind.get(f.way()[k]).street && dx * dx + dy * dy > LEAST_M * LEAST_M) {
          double ex = off[b][0] - off[a][0];
          double ey = off[b][1] - off[a][1];
          while (Site.distance(dx, dy, -weaker * ex, -weaker * ey) < LEAST_M) {
            weaker *= 0.95;
          }
        }
      }
    }
    double c = StrictMath.cos(angle);
    double s = StrictMath.sin(angle);
    for (int v = 0; v < n; v++) {
      double px = plan.x(v) + weaker * off[v][0];
      double py = plan.y(v) + weaker * off[v][1];
      plan.move(v, px * c - py * s, px * s + py * c);
    }
  }

  /** What a small area at a place becomes, relative to what it was; negative where it folds. */
  private double area(double x, double y, double[] at, double weaker) {
    double[] right = off(x + STEP_M, y);
    double[] up = off(x, y + STEP_M);
    double k = weaker / STEP_M;
    double a = 1 + k * (right[0] - at[0]);
    double b = k * (right[1] - at[1]);
    double c = k * (up[0] - at[0]);
    double d = 1 + k * (up[1] - at[1]);
    return a * d - b * c;
  }

  private double[] off(double x, double y) {
    double reach = site.reach(x, y);
    double soft = Math.min(1, Math.abs(reach - 0.36) / 0.3);
    double river = Math.abs(site.v(x, y)) - site.riverWidthM;
    double calm = Math.min(1, Math.max(0, river / 150)) * fast.at(x, y);
    // some quarters sway, most do not: old lanes and hillsides against planned rows
    double sway = Math.max(0, noise(5, x, y, 700) - 0.12) * 1.6;
    double hills = site.hilly(x, y);
    double hand = (1.5 + 3 * hills) * calm;
    double fine = (0.3 + 2 * Math.min(1, sway) + 11 * hills) * calm;
    double wide = (2 + 4 * soft + 25 * hills) * calm;
    // whole quarters bend together, across main roads too, as they do along a slope
    double far = Math.min(1, Math.max(0, river / 500));
    double out = Math.max(0, Math.min(1, (reach - 0.3) / 0.5));
    double slope = (4 + 9 * Math.min(1, Math.max(0, 0.5 + 1.2 * noise(8, x, y, 1500)))) * calm;
    double[] off = new double[2];
    for (int axis = 0; axis < 2; axis++) {
      off[axis] =
          hand * noise(11 + axis, x, y, 55)
              + fine * noise(1 + axis, x, y, 110)
              + wide * noise(3 + axis, x, y, 260)
              + far
                  * (slope * noise(6 + axis, x, y, 330)
                      + (16 + 16 * out + 20 * hills) * noise(9 + axis, x, y, 600)
                      + (20 + 60 * out) * noise(15 + axis, x, y, 1300)
                      + 250 * out * noise(13 + axis, x, y, 2900));
    }
    return off;
  }

  private double noise(int octave, double x, double y, double step) {
    return site.dice.noise(Stage.WARP, octave, x, y, step);
  }
}
