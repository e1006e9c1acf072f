package city.emona.citygen.plan.blocks;

import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Fabric;
import java.util.function.Supplier;

/** What the streets of a fabric ask for when they grow, and the quarters planned before. */
final class Patterns {
  private Patterns() {}

  /** Fills a neighbourhood with streets; null where its blocks are split instead. */
  static StreetGraph grow(
      Fabric fabric,
      double scale,
      double crossing,
      double[] x,
      double[] y,
      boolean[] opens,
      Ground ground,
      long key) {
    double draw = ground.site().dice.unit(Stage.GROWTH, key, -1);
    Lanes.Style lanes = lanes(fabric, scale, draw);
    Growth.Style estate = lanes == null ? estate(fabric, scale, draw) : null;
    if (lanes == null && estate == null) {
      return null;
    }
    Supplier<StreetGraph> empty =
        () ->
            lanes != null
                ? new Lanes(x, y, opens, lanes.crossing(crossing), ground, key)
                : new Growth(x, y, opens, estate.crossing(crossing), ground, key);
    StreetGraph g = empty.get();
    plan(g, fabric, Math.min(3, crossing / 3));
    if (g.streetCount() > 0 && !Compounds.isInside(g)) {
      g = empty.get();
    }
    g.run();
    return g;
  }

  /**
   * Sets an estate with one direction of its own and equal plots on the land, which the other
   * streets then grow around, with a few ways to the streets about.
   *
   * @param more factor of their number
   */
  private static void plan(StreetGraph g, Fabric fabric, double more) {
    double often =
        switch (fabric) {
          case VILLAGE, GARDEN, VILLA -> 0.3;
          case SLAB, INDUSTRY -> 0.35;
          case FIELD -> 0.16;
          default -> 0;
        };
    double u = g.unit();
    boolean away = g.ground.site().awayM(g.x[0], g.y[0]) > 900;
    if (u > (away ? 0.3 : 1) * more * often || g.ground.site().hilly(g.x[0], g.y[0]) > 0.45) {
      return;
    }
    boolean works = fabric == Fabric.INDUSTRY;
    boolean rows = !works && g.unit() < 0.3;
    double turn = 0.8 * g.signed();
    for (int t = 0; t < 60; t++) {
      int k = (int) (g.unit() * g.ring);
      if (!g.opens[k]) {
        continue;
      }
      double shrink = 1 - 0.65 * t / 60;
      double wide = (190 + 420 * g.unit()) * shrink;
      double deep = Math.max(90, wide * (0.35 + 0.6 * g.unit()));
      double block = (works ? 90 : 55) + 65 * g.unit();
      double plot = (works ? 70 : 38) + 32 * g.unit();
      Layout l = new Layout(g::unit);
      l = rows ? l.comb() : l.quarter(wide, deep, block, plot);
      int before = g.streets;
      int[] at = Compounds.place(g, l, k, turn, 22 + 45 * g.unit(), 24);
      if (at != null) {
        Compounds.tie(g, l, at, 1 + (int) (5 * g.unit()), 120);
        for (int name = before; name < g.streets; name++) {
          g.sort.set(name, StreetGraph.RULED);
        }
        return;
      }
    }
  }

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
