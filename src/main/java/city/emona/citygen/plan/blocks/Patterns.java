package city.emona.citygen.plan.blocks;

import city.emona.citygen.plan.Fabric;

/** What the streets of a fabric ask for when they grow. */
final class Patterns {
  private Patterns() {}

  /**
   * Lanes where nobody planned the streets; null where somebody did.
   *
   * @param draw a number 0 … 1 of the neighbourhood
   */
  static Lanes.Style lanes(Fabric fabric, double scale, double draw) {
    double s = StrictMath.sqrt(scale);
    return switch (fabric) {
      case MEDIEVAL -> new Lanes.Style(24 * s, 0.95, 0.35, 0.35);
      case GARDEN -> draw < 0.4 ? new Lanes.Style(36 * s, 0.8, 0.35, 0.5) : null;
      case VILLA -> draw < 0.6 ? new Lanes.Style(36 * s, 0.75, 0.35, 0.75) : null;
      case VILLAGE, FIELD, FOREST -> new Lanes.Style(36 * s, 0.75, 0.35, 0.85);
      default -> null;
    };
  }

  /** Streets laid out together; null stands for straight rows, that is, blocks that are split. */
  static Growth.Style estate(Fabric fabric, double scale, double draw) {
    double s = StrictMath.sqrt(scale);
    if (draw > 0.86) {
      return null;
    }
    return switch (fabric) {
      case PERIMETER -> new Growth.Style(62 * s, 85 * s, 90 * s, 0.93, 0.85, 0.03, 0.15, 330);
      case GARDEN -> new Growth.Style(50 * s, 70 * s, 110 * s, 0.8, 0.55, 0.06, 0.45, 260);
      case SLAB -> new Growth.Style(66 * s, 85 * s, 140 * s, 0.7, 0.5, 0.25, 0.35, 230);
      case VILLA -> new Growth.Style(54 * s, 75 * s, 130 * s, 0.65, 0.35, 0.03, 0.75, 230);
      case INDUSTRY -> new Growth.Style(110 * s, 130 * s, 180 * s, 0.8, 0.5, 0.2, 0.15, 350);
      default -> null;
    };
  }
}
