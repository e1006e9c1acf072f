package city.emona.geo;

/**
 * Sums of weights over square cells of a rectangle, and over each cell with its eight neighbours: a
 * cheap density of points. Positions in local millimetres; outside of the rectangle nothing is
 * summed and the sum is that of the nearest cells. Not thread-safe while it is filled.
 */
public final class CellSums {
  private static final int MAX_CELLS = 20_000_000;

  private final Bounds bounds;
  private final double cellMm;
  private final int columns;
  private final int rows;
  private final double[] sums;

  /** The cells grow beyond {@code cellMm} where the rectangle would hold too many of them. */
  public CellSums(Bounds boundsMm, double cellMm) {
    this.bounds = boundsMm;
    double w = Math.max(1, boundsMm.maxX() - boundsMm.minX());
    double h = Math.max(1, boundsMm.maxY() - boundsMm.minY());
    this.cellMm = Math.max(cellMm, Math.sqrt(w * h / MAX_CELLS));
    columns = (int) (w / this.cellMm) + 1;
    rows = (int) (h / this.cellMm) + 1;
    sums = new double[columns * rows];
  }

  public void add(int xMm, int yMm, double weight) {
    if (bounds.contains(xMm, yMm)) {
      sums[row(yMm) * columns + column(xMm)] += weight;
    }
  }

  /** The sum over the cell of a point and its neighbours. */
  public double around(int xMm, int yMm) {
    int r = row(yMm);
    int c = column(xMm);
    double sum = 0;
    for (int i = Math.max(0, r - 1); i <= Math.min(rows - 1, r + 1); i++) {
      for (int k = Math.max(0, c - 1); k <= Math.min(columns - 1, c + 1); k++) {
        sum += sums[i * columns + k];
      }
    }
    return sum;
  }

  private int column(int xMm) {
    return (int) Math.max(0, Math.min(columns - 1, (xMm - bounds.minX()) / cellMm));
  }

  private int row(int yMm) {
    return (int) Math.max(0, Math.min(rows - 1, (yMm - bounds.minY()) / cellMm));
  }
}
