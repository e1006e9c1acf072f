package city.emona.geodata.osm.street;

import city.emona.geo.Bounds;
import city.emona.geo.CellSums;

/**
 * Where the default speeds of built-up areas hold: cells of 250 m whose neighbourhood of 3 × 3
 * cells carries at least 1.2 km of residential street. A rule of thumb in place of the town signs
 * that OSM rarely holds; it acts only on streets without a posted limit.
 */
final class BuiltUpArea {
  private static final double CELL_MM = 250_000;
  private static final double MIN_M = 1200;

  private final Ground ground;
  private final CellSums metres;

  BuiltUpArea(StreetLinks links) {
    ground = links.ground;
    Bounds bounds = Bounds.EMPTY;
    for (int i = 0; i < links.count; i++) {
      int node = middle(links, i);
      bounds = bounds.including(ground.xMm()[node], ground.yMm()[node]);
    }
    metres = new CellSums(bounds, CELL_MM);
    int before = -1;
    for (int i = 0; i < links.count; i++) {
      int roadClass = links.street(i).roadClass();
      if (links.piece[i] != before
          && (roadClass == StreetRules.RESIDENTIAL || roadClass == StreetRules.LIVING)) {
        int node = middle(links, i);
        metres.add(ground.xMm()[node], ground.yMm()[node], links.lengthMm[i] / 1000.0);
      }
      before = links.piece[i];
    }
  }

  private static int middle(StreetLinks links, int link) {
    return links.pieces.vertex[links.middleVertex(link)];
  }

  boolean contains(int node) {
    return metres.around(ground.xMm()[node], ground.yMm()[node]) >= MIN_M;
  }
}
