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

  /** Distance of streets relative to that of the fabric; it grows towards the edge of town. */
  double grain(double x, double y) {
    double out = Math.min(1.5, site.reach(x, y)) - 0.55;
    return grain(x, y, (out > 0 ? 0.8 : -0.25) * out);
  }

  /** The same in the open country. */
  double openGrain(double x, double y) {
    return grain(x, y, 0) * (isHamlet(x, y) ? 0.6 : 1.1);
  }

  private double grain(double x, double y, double more) {
    double log = 0.95 * noise(4, x, y, 640) + 0.75 * noise(5, x, y, 210) + more;
    return Math.max(0.76, Math.min(2.6, StrictMath.exp(log)));
  }

  /** How much streets bend, 0 … 1, around the fabric's own. */
  double curvy(double x, double y, double own) {
    return Math.max(0, Math.min(1, own + 0.9 * noise(6, x, y, 800)));
  }

  /** Whether hardly any street leads here. */
  boolean isEmpty(double x, double y) {
    double core = Math.max(0, 0.5 - site.reach(x, y));
    return 0.7 * noise(7, x, y, 430) + 0.4 * noise(8, x, y, 170) > 0.3 + 0.6 * core;
  }

  /** Whether a few houses stand together in the open country. */
  private boolean isHamlet(double x, double y) {
    return noise(9, x, y, 520) + 0.5 * noise(10, x, y, 190) > 0.42;
  }

  /** The smallest turn from a heading to a direction or square to it. */
  static double turnTo(double heading, double direction) {
    double quarter = StrictMath.PI / 2;
    double off = direction - heading;
    return off - quarter * Math.rint(off / quarter);
  }
}
