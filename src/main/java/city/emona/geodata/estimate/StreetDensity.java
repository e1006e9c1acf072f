package city.emona.geodata.estimate;

import city.emona.geo.Bounds;
import city.emona.geo.CellSums;

/**
 * How dense the net of local streets is around a point, relative to the street-weighted mean of the
 * city: metres of street in 3 × 3 cells of 200 m, held within 0.3 to 3. Residents per metre of
 * street rise with it, since dense old quarters have narrow lots and many storeys.
 */
final class StreetDensity {
  private static final double CELL_MM = 200_000;

  private final CellSums metres;
  private final double mean;

  StreetDensity(CarStreets s) {
    Bounds bounds = Bounds.EMPTY;
    for (int k = 0; k < s.size(); k++) {
      bounds = bounds.including(s.xMm[k], s.yMm[k]);
    }
    metres = new CellSums(bounds, CELL_MM);
    for (int k = 0; k < s.size(); k++) {
      metres.add(s.xMm[k], s.yMm[k], s.localM[k]);
    }
    double sum = 0;
    double weight = 0;
    for (int k = 0; k < s.size(); k++) {
      sum += s.localM[k] * metres.around(s.xMm[k], s.yMm[k]);
      weight += s.localM[k];
    }
    mean = weight > 0 ? sum / weight : 1;
  }

  double relative(int xMm, int yMm) {
    return Math.max(0.3, Math.min(3, metres.around(xMm, yMm) / Math.max(1, mean)));
  }
}
