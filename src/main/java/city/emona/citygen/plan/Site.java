package city.emona.citygen.plan;

import city.emona.citygen.plan.Dice.Stage;
import java.util.ArrayList;
import java.util.List;

/**
 * Step 1 and 2 of the recipe: the ground and the settlements on it. Terrain is three octaves of
 * value noise over a valley along the river; the river is a meandering centre line given by a shear
 * of the plane, so that "along" and "across" the water are plain coordinates u and v. Settlements:
 * the old town at the best crossing, further towns where the region is large, villages. All lengths
 * are metres of the unrotated plan; density is relative to the centre. Immutable.
 */
public final class Site {
  /** A settlement: its centre, the radius of its built-up area and its share of people. */
  public record Nucleus(double x, double y, double radiusM, double weight, boolean town) {}

  public final Dice dice;
  public final int targetLinks;

  /** Radius of the main city's built-up area. */
  public final double radiusM;

  public final double halfWidthM;
  public final double halfHeightM;
  public final double riverWidthM;
  public final double coreX;
  public final double coreY;

  /** +1 where the old town lies north of the river, else −1. */
  public final int coreSide;

  public final List<Nucleus> nuclei = new ArrayList<>();
  public final double industryAngle;

  /** Turn of the finished city against the plan, radians. */
  public final double turn;

  private static final double AWAY_STEP_M = 100;

  private final double[] meander;

  /** {@link #awayM} at the corners of a square grid, since it asks every settlement. */
  private final double[] away;

  private final List<Nucleus> oldCentres;
  private final int awayColumns;
  private final double awayHalfM;

  public Site(Dice dice, int targetLinks) {
    this.dice = dice;
    this.targetLinks = targetLinks;
    boolean region = targetLinks > 45_000;
    double mainLinks = region ? 0.42 * targetLinks : targetLinks;
    radiusM = 2050 * StrictMath.sqrt(mainLinks / 5000.0);
    double half = region ? radiusM * 2.35 : radiusM * 1.3 + 700;
    halfWidthM = half;
    halfHeightM = half * 0.94;
    riverWidthM = dice.range(Stage.RIVER, 1, 0, 62, 100);
    meander =
        new double[] {
          dice.range(Stage.RIVER, 2, 0, 260, 400),
          dice.range(Stage.RIVER, 3, 0, 5200, 7000),
          dice.range(Stage.RIVER, 4, 0, 0, 6.28),
          dice.range(Stage.RIVER, 5, 0, 40, 75),
          dice.range(Stage.RIVER, 6, 0, 1900, 2600),
          dice.range(Stage.RIVER, 7, 0, 0, 6.28)
        };
    coreSide = dice.unit(Stage.SITE, 1, 0) < 0.5 ? 1 : -1;
    double v = coreSide * (riverWidthM / 2 + dice.range(Stage.SITE, 2, 0, 190, 250));
    coreX = 0;
    coreY = y(0, v);
    industryAngle = dice.range(Stage.SITE, 3, 0, 0, 2 * StrictMath.PI);
    turn = dice.range(Stage.SITE, 4, 0, -0.9, 0.9);
    nuclei.add(new Nucleus(coreX, coreY, radiusM, 1, true));
    if (region) {
      placeTowns();
    }
    int first = nuclei.size();
    placeOldCentres();
    oldCentres = List.copyOf(nuclei.subList(first, nuclei.size()));
    placeVillages();
    awayHalfM = halfWidthM + 900;
    awayColumns = (int) Math.ceil(2 * awayHalfM / AWAY_STEP_M) + 1;
    away = new double[awayColumns * awayColumns];
    for (int k = 0; k < away.length; k++) {
      double gx = k % awayColumns * AWAY_STEP_M - awayHalfM;
      away[k] = awayAt(gx, k / awayColumns * AWAY_STEP_M - awayHalfM);
    }
  }

  private void placeTowns() {
    int towns = Math.min(12, 4 + targetLinks / 40_000);
    for (int k = 0; k < towns * 40 && nuclei.size() <= towns; k++) {
      double x = dice.range(Stage.NUCLEI, 1, k, -0.86, 0.86) * halfWidthM;
      double y = dice.range(Stage.NUCLEI, 2, k, -0.86, 0.86) * halfHeightM;
      double r = radiusM * dice.range(Stage.NUCLEI, 3, k, 0.24, 0.42);
      if (Math.abs(v(x, y)) > 350 && isFree(x, y, r, 700)) {
        nuclei.add(new Nucleus(x, y, r, 0.75, true));
      }
    }
  }

  /** Villages that the main city has grown around. */
  private void placeOldCentres() {
    int wanted = 2 + (int) (radiusM * radiusM / 3.4e6);
    int before = nuclei.size();
    for (int k = 0; k < wanted * 30 && nuclei.size() < before + wanted; k++) {
      double angle = dice.range(Stage.NUCLEI, 11, k, 0, 2 * StrictMath.PI);
      double d = radiusM * StrictMath.sqrt(dice.range(Stage.NUCLEI, 12, k, 0.2, 0.9));
      double x = coreX + d * StrictMath.cos(angle);
      double y = coreY + d * StrictMath.sin(angle);
      boolean free = Math.abs(v(x, y)) > 260 && Math.abs(y) < 0.9 * halfHeightM;
      for (int i = 1; i < nuclei.size() && free; i++) {
        Nucleus n = nuclei.get(i);
        free = distance(x, y, n.x, n.y) > n.radiusM + (n.town ? 300 : 700);
      }
      if (free && terrain(x, y) < 80) {
        double r = dice.range(Stage.NUCLEI, 13, k, 110, 260);
        nuclei.add(new Nucleus(x, y, r, 0.1, false));
      }
    }
  }

  /**
   * How far a place lies in an old village that is part of the city now: 1 in its middle, 0 out.
   */
  public double inOldCentre(double x, double y) {
    double in = 0;
    for (Nucleus n : oldCentres) {
      double d = distance(x, y, n.x, n.y) / n.radiusM;
      if (d < 1.4) {
        in = Math.max(in, 1 - d / (1 + 0.4 * dice.noise(Stage.SITE, 7, x, y, 260)));
      }
    }
    return in;
  }

  private void placeVillages() {
    int towns = nuclei.size();
    int villages = 6 + dice.below(Stage.NUCLEI, 4, 0, 6) + targetLinks / 4000;
    int hamlets = (int) (4 * halfWidthM * halfHeightM / 3.2e6);
    for (int k = 0; k < villages * 30 && nuclei.size() < towns + villages; k++) {
      double x = dice.range(Stage.NUCLEI, 5, k, -0.9, 0.9) * halfWidthM;
      double y = dice.range(Stage.NUCLEI, 6, k, -0.9, 0.9) * halfHeightM;
      double r = dice.range(Stage.NUCLEI, 7, k, 190, 420);
      if (Math.abs(v(x, y)) > 200 && terrain(x, y) < 75 && isFree(x, y, r, 250)) {
        nuclei.add(new Nucleus(x, y, r, r > 360 ? 0.42 : 0.3, false));
      }
    }
    int places = nuclei.size();
    for (int k = 0; k < hamlets * 6 && nuclei.size() < places + hamlets; k++) {
      double x = dice.range(Stage.NUCLEI, 8, k, -0.95, 0.95) * halfWidthM;
      double y = dice.range(Stage.NUCLEI, 9, k, -0.95, 0.95) * halfHeightM;
      double r = dice.range(Stage.NUCLEI, 10, k, 80, 170);
      if (Math.abs(v(x, y)) > 200 && isFree(x, y, r, 350)) {
        nuclei.add(new Nucleus(x, y, r, 0.12, false));
      }
    }
  }

  private boolean isFree(double x, double y, double r, double gapM) {
    for (Nucleus n : nuclei) {
      if (distance(x, y, n.x, n.y) < n.radiusM * 1.08 + r + gapM) {
        return false;
      }
    }
    return true;
  }

  public static double distance(double x, double y, double x2, double y2) {
    return Math.sqrt((x - x2) * (x - x2) + (y - y2) * (y - y2));
  }

  private double bend(double u) {
    double a = meander[0] * StrictMath.sin(6.283185307 * u / meander[1] + meander[2]);
    return a + meander[3] * StrictMath.sin(6.283185307 * u / meander[4] + meander[5]);
  }

  /** Half the width of the river at a place along it, which widens and narrows. */
  public double bankM(double u) {
    double wide =
        0.22 * dice.noise(Stage.RIVER, 8, u, 0.5, 900)
            + 0.12 * dice.noise(Stage.RIVER, 9, u, 0.5, 310);
    double town = Math.min(1, Math.max(0, (Math.abs(u) - 300) / 600));
    return riverWidthM / 2 * (1 + wide * (0.25 + 1.35 * town));
  }

  /** Plan y of the place u along and v across the river. */
  public double y(double u, double v) {
    return v + bend(u) / (1 + (v / 2600) * (v / 2600));
  }

  /** Signed distance across the river of a plan position (inverse of {@link #y}). */
  public double v(double x, double y) {
    double bend = bend(x);
    double v = y - bend;
    for (int i = 0; i < 6; i++) {
      v = y - bend / (1 + (v / 2600) * (v / 2600));
    }
    return v;
  }

  /** Height above the river in metres: valley floor, then hills. */
  public double terrain(double x, double y) {
    double n =
        0.6 * dice.noise(Stage.TERRAIN, 1, x, y, 3100)
            + 0.28 * dice.noise(Stage.TERRAIN, 2, x, y, 1300)
            + 0.12 * dice.noise(Stage.TERRAIN, 3, x, y, 500)
            + 0.07 * dice.noise(Stage.TERRAIN, 5, x, y, 270);
    double across = Math.min(1, Math.abs(v(x, y)) / 3200);
    double away = Math.min(1, distance(x, y, coreX, coreY) / radiusM);
    return 150 * across * (0.25 + 0.75 * away) * (0.55 + n) + 12 * Math.abs(n);
  }

  /** Distance from the main centre over the city's radius, warped so that no edge is a circle. */
  public double reach(double x, double y) {
    double d = distance(x, y, coreX, coreY);
    double s = d > 0 ? (y - coreY) / d : 0;
    double c = d > 0 ? (x - coreX) / d : 1;
    double lobes = dice.noise(Stage.SITE, 5, 2.2 * c + 9, 2.2 * s + 9, 1);
    double rough = dice.noise(Stage.SITE, 6, x, y, 900);
    double hill = Math.max(0, terrain(x, y) - 55) / 260;
    return d / radiusM * (1 - 0.17 * lobes - 0.08 * rough + hill);
  }

  /** Metres beyond the edge of the nearest settlement, negative within. */
  public double awayM(double x, double y) {
    double gx = Math.max(0, Math.min(awayColumns - 1.001, (x + awayHalfM) / AWAY_STEP_M));
    double gy = Math.max(0, Math.min(awayColumns - 1.001, (y + awayHalfM) / AWAY_STEP_M));
    int c = (int) gx;
    int k = (int) gy * awayColumns + c;
    double fx = gx - c;
    double fy = gy - (int) gy;
    return (away[k] * (1 - fx) + away[k + 1] * fx) * (1 - fy)
        + (away[k + awayColumns] * (1 - fx) + away[k + awayColumns + 1] * fx) * fy;
  }

  private double awayAt(double x, double y) {
    double least = (reach(x, y) - 1) * radiusM;
    double town = 1 + 0.3 * dice.noise(Stage.SITE, 7, x, y, 700);
    double village = 1 + 0.3 * dice.noise(Stage.SITE, 7, x, y, 260);
    for (int i = 1; i < nuclei.size(); i++) {
      Nucleus n = nuclei.get(i);
      double d = distance(x, y, n.x, n.y);
      least = Math.min(least, n.town ? d / town - n.radiusM : d / village - 0.55 * n.radiusM);
    }
    return least;
  }

  /** How hilly the land is around a place, 0 … 1. */
  public double hilly(double x, double y) {
    double away = Math.min(1, Math.max(0, (reach(x, y) - 0.12) / 0.4));
    double n = 0.75 + 1.3 * dice.noise(Stage.TERRAIN, 4, x, y, 2300);
    return away * Math.min(1, Math.max(0.12, n));
  }

  /** How far along the river the inner ring and its bridges reach. */
  public double innerRingM() {
    return Math.max(0.276 * radiusM, 560);
  }

  /** Nearest settlement other than the main city whose built-up area holds the place, or −1. */
  public int settlement(double x, double y, double grow) {
    for (int i = 1; i < nuclei.size(); i++) {
      Nucleus n = nuclei.get(i);
      double d = distance(x, y, n.x, n.y);
      if (d < 1.3 * n.radiusM * grow
          && d
              < n.radiusM
                  * grow
                  * (1 + 0.3 * dice.noise(Stage.SITE, 7, x, y, n.town ? 700 : 260))) {
        return i;
      }
    }
    return -1;
  }

  /** Residents per area relative to the centre: a negative exponential (Clark 1951) per town. */
  public double density(double x, double y) {
    double rho = StrictMath.exp(-distance(x, y, coreX, coreY) / (0.42 * radiusM));
    for (int i = 1; i < nuclei.size(); i++) {
      Nucleus n = nuclei.get(i);
      double d = distance(x, y, n.x, n.y) / n.radiusM;
      if (d < 2.5) {
        rho += n.weight * (n.town ? 1 : 0.6) * StrictMath.exp(-d / (n.town ? 0.42 : 0.55));
      }
    }
    return rho;
  }

  /** Plan position of a place in the finished, turned city (the warp of a few metres left out). */
  public double[] planOf(double[] p) {
    double c = StrictMath.cos(turn);
    double s = StrictMath.sin(turn);
    return new double[] {p[0] * c + p[1] * s, p[1] * c - p[0] * s};
  }
}
