package city.emona.citygen.plan;

import city.emona.citygen.plan.Dice.Stage;

/**
 * Step 4 of the recipe: which fabric a place has, by distance from the centre (age rings), side of
 * the rail, river, terrain and noise. Pure functions of the place; thread-safe.
 */
public final class Zoning {
  public final Site site;
  private final Dice dice;

  public Zoning(Site site) {
    this.site = site;
    this.dice = site.dice;
  }

  /** Whether a place is built up, in patches towards the edge of town. */
  public boolean isUrban(double x, double y) {
    double patch =
        dice.noise(Stage.FABRIC, 6, x, y, 640) + 0.6 * dice.noise(Stage.FABRIC, 7, x, y, 250);
    double out = Math.max(0, Math.min(1, 2 * site.reach(x, y) - 1));
    return site.reach(x, y) < 1.16 + 0.5 * out * patch
        || site.settlement(x, y, 1.15 + 0.4 * patch) >= 0;
  }

  /** Area at which a part of a face becomes one neighbourhood, m². */
  public double neighbourhoodM2(double x, double y) {
    double reach = site.reach(x, y);
    if (!isUrban(x, y)) {
      boolean near = reach < 1.2 || site.settlement(x, y, 1.6) >= 0;
      return near ? 330_000 : reach < 1.5 ? 500_000 : 900_000;
    }
    return reach < 0.2 || site.inOldCentre(x, y) > 0 ? 60_000 : reach < 0.5 ? 110_000 : 170_000;
  }

  public Fabric fabric(double x, double y, long id) {
    if (!isUrban(x, y)) {
      return open(x, y);
    }
    double reach = site.reach(x, y);
    int s = reach < 1 ? -1 : site.settlement(x, y, 1.9);
    if (s > 0 && !site.nuclei.get(s).town()) {
      return Fabric.VILLAGE;
    }
    if (s > 0) {
      Site.Nucleus n = site.nuclei.get(s);
      double inTown = Site.distance(x, y, n.x(), n.y()) / n.radiusM();
      return inTown < 0.16 ? Fabric.MEDIEVAL : belt(x, y, 0.14 + 0.86 * inTown, id);
    }
    double core = Site.distance(x, y, site.coreX, site.coreY);
    if (core < 340 * Math.max(1, Math.min(1.35, site.radiusM / 2600))) {
      return site.v(x, y) * site.coreSide > 0 || core < 330 ? Fabric.MEDIEVAL : Fabric.PERIMETER;
    }
    double old = site.inOldCentre(x, y);
    if (old > 0) {
      return old > 0.5 ? Fabric.MEDIEVAL : Fabric.VILLAGE;
    }
    return belt(x, y, reach, id);
  }

  /** What a block of a neighbourhood is where the edge of town runs through it. */
  public Fabric block(double x, double y, double areaM2, Fabric hood) {
    boolean built = areaM2 < 45_000 && isUrban(x, y);
    if (built == hood.isUrban() || hood == Fabric.PARK) {
      return hood;
    }
    return built ? Fabric.VILLAGE : open(x, y);
  }

  private Fabric open(double x, double y) {
    double height = site.terrain(x, y);
    double wood = dice.noise(Stage.FABRIC, 1, x, y, 1100);
    boolean meadow = Math.abs(site.v(x, y)) < 300;
    return !meadow && height / 90 + 0.9 * wood > 0.75 ? Fabric.FOREST : Fabric.FIELD;
  }

  private Fabric belt(double x, double y, double reach, long id) {
    double n = dice.noise(Stage.FABRIC, 2, x, y, 900);
    double m = dice.noise(Stage.FABRIC, 3, x, y, 700);
    if (isIndustrial(x, y, reach)) {
      return Fabric.INDUSTRY;
    }
    double park = dice.unit(Stage.FABRIC, 4, id);
    boolean bySide = Math.abs(site.v(x, y)) < 260 && reach > 0.42;
    if (park < (bySide ? 0.3 : reach > 0.2 ? 0.075 : 0.02) || site.terrain(x, y) > 95) {
      return Fabric.PARK;
    }
    if (reach < 0.36 + 0.1 * n) {
      return Fabric.PERIMETER;
    }
    if (reach > 0.42 && m > 0.28 && reach < 0.9) {
      return Fabric.SLAB;
    }
    return reach < 0.66 + 0.12 * n ? Fabric.GARDEN : Fabric.VILLA;
  }

  /** One area between rail and river, away from the old town. */
  private boolean isIndustrial(double x, double y, double reach) {
    double v = site.v(x, y) * -site.coreSide;
    double u = x * (StrictMath.cos(site.industryAngle) > 0 ? 1 : -1);
    double ragged = 180 * dice.noise(Stage.FABRIC, 5, x, y, 500);
    return v > 0.26 * site.radiusM + ragged
        && v < 0.62 * site.radiusM + ragged
        && u > 0.34 * site.radiusM + ragged
        && reach > 0.4;
  }
}
