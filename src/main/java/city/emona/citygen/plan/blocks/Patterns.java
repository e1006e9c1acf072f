package city.emona.citygen.plan.blocks;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Fabric;

/**
 * The pattern that the streets of a neighbourhood follow, drawn by its fabric: rows built in one
 * go, trees of lanes that grew lot by lot, courts of slab estates, yards of industry; null stands
 * for blocks split by old property lines. Axis, grain and gaps are those of the region, varied.
 * Immutable.
 */
record Patterns(Dice dice, long region, double along) {
  private static final double REGION_M = 620;

  /** The patterns at a place; neighbourhoods of a region were laid out by the same hands. */
  static Patterns at(Dice dice, double x, double y) {
    long cx = (long) Math.floor(x / REGION_M);
    long cy = (long) Math.floor(y / REGION_M);
    double least = Double.MAX_VALUE;
    long region = 0;
    for (long i = cx - 1; i <= cx + 1; i++) {
      for (long j = cy - 1; j <= cy + 1; j++) {
        double px = (i + dice.unit(Stage.GROWTH, i, 0x10000 + j)) * REGION_M;
        double py = (j + dice.unit(Stage.GROWTH, i, 0x20000 + j)) * REGION_M;
        double d = (px - x) * (px - x) + (py - y) * (py - y);
        if (d < least) {
          least = d;
          region = -1 - ((i + 0x8000) << 16 | (j + 0x8000));
        }
      }
    }
    return new Patterns(dice, region, dice.range(Stage.GROWTH, region, -20, 0, StrictMath.PI));
  }

  private double range(long key, int draw, double low, double high) {
    double common = dice.range(Stage.GROWTH, region, -draw, low, high);
    return common + 0.35 * (dice.range(Stage.GROWTH, key, -draw, low, high) - common);
  }

  Growth.Style style(Fabric fabric, double scale, double[] box, long key) {
    double own = dice.unit(Stage.GROWTH, key, -21);
    double u = dice.unit(Stage.GROWTH, own < 0.3 ? key : region, -1);
    double size = StrictMath.sqrt(scale);
    double axis = dice.unit(Stage.GROWTH, key, -2) < 0.35 ? box[0] : along;
    return switch (fabric) {
      case PERIMETER -> u < 0.35 ? rows(axis, size, key, 0.95) : null;
      case GARDEN ->
          u < 0.38 ? rows(axis, size, key, 0.8) : u < 0.85 ? tree(axis, size, key, 1) : null;
      case SLAB -> u < 0.6 ? courts(axis, size, key) : rows(axis, 1.3 * size, key, 0.7);
      case VILLA ->
          u < 0.2 ? rows(axis, size, key, 0.6) : u < 0.9 ? tree(axis, size, key, 1.2) : null;
      case INDUSTRY -> yards(axis, size, key);
      case VILLAGE -> u < 0.75 ? tree(axis, size, key, 0.9) : null;
      case FIELD -> u < 0.5 ? lanes(axis, size, key) : null;
      default -> null;
    };
  }

  /** Straight rows with few crossings. */
  private Growth.Style rows(double axis, double size, long key, double connect) {
    double depth = range(key, 4, 34, 68) * size;
    double block = depth * range(key, 5, 1.3, 3.2);
    return new Growth.Style(
        axis,
        block,
        depth,
        range(key, 6, 60, 170) * size,
        connect,
        range(key, 7, 0.1, 0.85),
        range(key, 8, 0.55, 0.9),
        0,
        range(key, 9, 0, 0.1),
        range(key, 12, -0.1, 0.15),
        range(key, 10, 160, 420),
        range(key, 11, 0.45, 1.1));
  }

  /** Lanes that bend and branch; few of them meet again. */
  private Growth.Style tree(double axis, double size, long key, double wide) {
    double depth = range(key, 4, 36, 80) * size * wide;
    return new Growth.Style(
        axis,
        range(key, 5, 50, 120) * size,
        depth,
        range(key, 6, 80, 260) * size,
        range(key, 7, 0.3, 0.75),
        0.15,
        range(key, 8, 0.35, 0.6),
        range(key, 9, 0.002, 0.014),
        range(key, 10, 0.25, 0.8),
        range(key, 13, 0.1, 1.0),
        range(key, 11, 90, 260),
        range(key, 12, 0.35, 1.0));
  }

  /** Short service stubs off a few stems. */
  private Growth.Style courts(double axis, double size, long key) {
    double depth = range(key, 4, 45, 90) * size;
    return new Growth.Style(
        axis,
        depth * range(key, 5, 0.8, 1.4),
        depth,
        range(key, 6, 120, 260) * size,
        range(key, 7, 0.4, 0.8),
        0.3,
        range(key, 8, 0.5, 0.8),
        0,
        range(key, 9, 0, 0.1),
        0.05,
        range(key, 10, 70, 170),
        range(key, 11, 0.5, 0.9));
  }

  private Growth.Style yards(double axis, double size, long key) {
    double depth = range(key, 4, 70, 150) * size;
    return new Growth.Style(
        axis,
        depth * range(key, 5, 0.9, 1.8),
        depth,
        range(key, 6, 140, 320) * size,
        range(key, 7, 0.6, 0.9),
        0.5,
        range(key, 8, 0.4, 0.7),
        range(key, 9, 0, 0.002),
        range(key, 10, 0, 0.1),
        0.05,
        range(key, 11, 150, 400),
        range(key, 12, 0.5, 1.0));
  }

  /** A farm lane or two. */
  private Growth.Style lanes(double axis, double size, long key) {
    return new Growth.Style(
        axis,
        range(key, 4, 90, 220),
        range(key, 5, 120, 260) * size,
        range(key, 6, 350, 900),
        range(key, 7, 0.3, 0.6),
        0.1,
        0.3,
        range(key, 8, 0, 0.006),
        range(key, 9, 0.2, 0.7),
        range(key, 12, 0.2, 0.9),
        range(key, 10, 150, 500),
        range(key, 11, 0.15, 0.5));
  }
}
