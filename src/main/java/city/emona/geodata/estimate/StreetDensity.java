package city.emona.geodata.estimate;

import java.util.HashMap;
import java.util.Map;

/**
 * How dense the net of local streets is around a point, relative to the street-weighted mean of the
 * city: metres of street in 3 × 3 cells of 200 m, held within 0.3 to 3. Residents per metre of
 * street rise with it, since dense old quarters have narrow lots and many storeys.
 */
final class StreetDensity {
  private static final int CELL_MM = 200_000;

  private final Map<Long, Double> metres = new HashMap<>();
  private final double mean;

  StreetDensity(CarStreets s) {
    for (int k = 0; k < s.size(); k++) {
      metres.merge(key(cell(s.xMm[k]), cell(s.yMm[k])), s.localM[k], Double::sum);
    }
    double sum = 0;
    double weight = 0;
    for (int k = 0; k < s.size(); k++) {
      sum += s.localM[k] * around(s.xMm[k], s.yMm[k]);
      weight += s.localM[k];
    }
    mean = weight > 0 ? sum / weight : 1;
  }

  double relative(int xMm, int yMm) {
    return Math.max(0.3, Math.min(3, around(xMm, yMm) / Math.max(1, mean)));
  }

  private double around(int xMm, int yMm) {
    int cx = cell(xMm);
    int cy = cell(yMm);
    double sum = 0;
    for (int dx = -1; dx <= 1; dx++) {
      for (int dy = -1; dy <= 1; dy++) {
        sum += metres.getOrDefault(key(cx + dx, cy + dy), 0.0);
      }
    }
    return sum;
  }

  private static int cell(int mm) {
    return Math.floorDiv(mm, CELL_MM);
  }

  private static long key(int cx, int cy) {
    return (long) cx << 32 | cy & 0xffffffffL;
  }
}
