package city.emona.citygen.plan.blocks;

import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Site;

/**
 * What streets follow wherever they are: smooth fields over the whole city, so that neither
 * direction nor grain nor bends change at a main road. Directions are a cross field (Chen et al.
 * 2008); grain is log-normal on two scales, as areas of blocks are; some places stay empty, where a
 * works, a school or a garden came before the streets. Immutable; metres of the plan.
 */
record Ground(Site site) {
  private double noise(int octave, double x, double y, double step) {
    return site.dice.noise(Stage.GROWTH, 0x7000 + octave, x, y, step);
  }

  /** One of the four directions of the place, radians. */
  double direction(double x, double y) {
    return 1.6 * noise(1, x, y, 1700) + 0.9 * noise(2, x, y, 620) + 0.45 * noise(3, x, y, 260);
  }

  /**
   * Distance of streets relative to that in the middle of a town. It grows outwards from every
   * settlement without a step at its edge, and swings more the farther out: dense beside a road or
   * in a hamlet, hundreds of metres in the open.
   */
  double grain(double x, double y) {
    double away = site.awayM(x, y);
    double out = StrictMath.tanh(Math.max(0, away + 300) / 1100);
    double log =
        (0.6 + 0.35 * out) * noise(4, x, y, 820)
            + (0.5 + 0.25 * out) * noise(5, x, y, 340)
            + (0.4 + 0.1 * out) * noise(12, x, y, 150);
    double old = 1.2 * StrictMath.sqrt(site.inOldCentre(x, y));
    return Math.max(1, StrictMath.exp(log + 1.3 * out * out + (away < -900 ? -0.1 : 0.1) - old));
  }

  /** The same for streets that somebody laid out together. */
  double planned(double x, double y) {
    return Math.max(1, Math.min(2.2, grain(x, y)));
  }

  /** How much streets bend, 0 … 1, around the fabric's own. */
  double curvy(double x, double y, double own) {
    return Math.max(0, Math.min(1, own + 0.9 * noise(6, x, y, 800)));
  }

  /** Whether hardly any street leads here. */
  boolean isEmpty(double x, double y) {
    double core = Math.max(0, 0.5 - site.reach(x, y));
    return isWild(x, y) || 0.7 * noise(7, x, y, 430) + 0.4 * noise(8, x, y, 170) > 0.3 + 0.6 * core;
  }

  /** Whether the place is a hill, wood or marsh where nobody settled; its edge is sharp. */
  private boolean isWild(double x, double y) {
    double out = Math.min(1, Math.max(0, (site.awayM(x, y) + 900) / 1200));
    return noise(13, x, y, 1400) + 0.4 * noise(14, x, y, 420) > 0.95 - 0.8 * out;
  }

  /** Share of lanes that keep to the edges of fields and turn in corners. */
  double squared(double x, double y) {
    double town = site.awayM(x, y) < 0 ? 0.4 : 0.1;
    return Math.max(0.05, Math.min(0.8, town + 2.4 * town * noise(16, x, y, 620)));
  }

  /** Whether short lanes leave the streets here to single houses behind. */
  boolean isSpurred(double x, double y) {
    return noise(9, x, y, 380) + 0.5 * noise(10, x, y, 150) > -0.05;
  }

  /** The smallest turn from a heading to a direction or square to it. */
  static double turnTo(double heading, double direction) {
    double quarter = StrictMath.PI / 2;
    double off = direction - heading;
    return off - quarter * Math.rint(off / quarter);
  }
}
