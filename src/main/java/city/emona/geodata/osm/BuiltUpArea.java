package city.emona.geodata.osm;

import java.util.HashMap;
import java.util.Map;

/**
 * Where the default speeds of built-up areas hold: cells of 250 m whose neighbourhood of 3 × 3
 * cells carries at least 1.2 km of residential street. A rule of thumb in place of the town signs
 * that OSM rarely holds; it acts only on streets without a posted limit.
 */
final class BuiltUpArea {
  private static final int CELL_MM = 250_000;
  private static final double MIN_M = 1200;

  private final Ground ground;
  private final Map<Long, Double> metres = new HashMap<>();

  BuiltUpArea(StreetLinks links) {
    ground = links.ground;
    int before = -1;
    for (int i = 0; i < links.count; i++) {
      int roadClass = links.street(i).roadClass();
      if (links.piece[i] != before
          && (roadClass == StreetRules.RESIDENTIAL || roadClass == StreetRules.LIVING)) {
        int node = links.pieces.vertex[links.middleVertex(i)];
        metres.merge(
            key(cell(ground.xMm()[node]), cell(ground.yMm()[node])),
            links.lengthMm[i] / 1000.0,
            Double::sum);
      }
      before = links.piece[i];
    }
  }

  boolean contains(int node) {
    int cx = cell(ground.xMm()[node]);
    int cy = cell(ground.yMm()[node]);
    double sum = 0;
    for (int dx = -1; dx <= 1; dx++) {
      for (int dy = -1; dy <= 1; dy++) {
        sum += metres.getOrDefault(key(cx + dx, cy + dy), 0.0);
      }
    }
    return sum >= MIN_M;
  }

  private static int cell(int mm) {
    return Math.floorDiv(mm, CELL_MM);
  }

  private static long key(int cx, int cy) {
    return (long) cx << 32 | cy & 0xffffffffL;
  }
}
