package city.emona.citygen.plan.blocks;

import city.emona.citygen.plan.Fabric;

/** What the streets of a fabric ask for when they grow; null stands for blocks that are split. */
final class Patterns {
  private Patterns() {}

  /**
   * @param draw a number 0 … 1 of the neighbourhood
   */
  static Growth.Style style(Fabric fabric, double scale, double draw) {
    double s = StrictMath.sqrt(scale);
    return switch (fabric) {
      case MEDIEVAL -> new Growth.Style(44 * s, 52 * s, 55 * s, 0.94, 0.4, 0, 0.5, 150);
      case PERIMETER -> new Growth.Style(62 * s, 85 * s, 90 * s, 0.93, 0.85, 0.03, 0.15, 330);
      case GARDEN -> new Growth.Style(50 * s, 70 * s, 110 * s, 0.8, 0.55, 0.06, 0.45, 260);
      case SLAB -> new Growth.Style(66 * s, 85 * s, 140 * s, 0.7, 0.5, 0.25, 0.35, 230);
      case VILLA -> new Growth.Style(54 * s, 75 * s, 130 * s, 0.65, 0.35, 0.03, 0.75, 230);
      case INDUSTRY -> new Growth.Style(110 * s, 130 * s, 180 * s, 0.8, 0.5, 0.2, 0.15, 350);
      case VILLAGE -> new Growth.Style(54 * s, 70 * s, 120 * s, 0.7, 0.35, 0.05, 0.85, 210);
      case FIELD ->
          draw < 0.5 ? new Growth.Style(150 * s, 260 * s, 500, 0.5, 0.1, 0, 0.9, 330) : null;
      default -> null;
    };
  }
}
