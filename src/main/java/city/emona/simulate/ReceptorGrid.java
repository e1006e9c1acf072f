package city.emona.simulate;

/**
 * A regular grid of receptors in the city's metre system: cell {@code row · cols + col} has its
 * centre at {@code x0M + (col + 0.5) cellM, y0M + (row + 0.5) cellM}; row 0 is the southernmost.
 */
public record ReceptorGrid(double x0M, double y0M, double cellM, int cols, int rows) {
  public int count() {
    return cols * rows;
  }

  public double xM(int cell) {
    return x0M + (cell % cols + 0.5) * cellM;
  }

  public double yM(int cell) {
    return y0M + (cell / cols + 0.5) * cellM;
  }

  /** Cell that holds a position, or −1 outside. */
  public int find(double xM, double yM) {
    int c = (int) Math.floor((xM - x0M) / cellM);
    int r = (int) Math.floor((yM - y0M) / cellM);
    return c >= 0 && c < cols && r >= 0 && r < rows ? r * cols + c : -1;
  }
}
