package city.emona.demand;

/**
 * Trips between every two zones, dense, row by row: {@code trips[from · n + to]}. Up to some 3,000
 * zones this is the smallest form of a gravity matrix, whose cells are all filled. Not thread-safe
 * while it is written.
 */
public final class OdMatrix {
  private final int n;
  private final double[] trips;

  public OdMatrix(int zones) {
    if (zones > 20_000) {
      throw new IllegalArgumentException("too many zones for a dense matrix: " + zones);
    }
    n = zones;
    trips = new double[zones * zones];
  }

  public int zoneCount() {
    return n;
  }

  public double trips(int from, int to) {
    return trips[from * n + to];
  }

  public void add(int from, int to, double more) {
    trips[from * n + to] += more;
  }

  void scale(double factor) {
    for (int c = 0; c < trips.length; c++) {
      trips[c] *= factor;
    }
  }

  public double total() {
    double sum = 0;
    for (double t : trips) {
      sum += t;
    }
    return sum;
  }

  /** Trips that leave a zone, those within it included. */
  public double origins(int zone) {
    double sum = 0;
    for (int j = 0; j < n; j++) {
      sum += trips[zone * n + j];
    }
    return sum;
  }

  /** Trips that end in a zone, those within it included. */
  public double destinations(int zone) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += trips[i * n + zone];
    }
    return sum;
  }

  /** Cells in row order; not to be written to. */
  double[] cells() {
    return trips;
  }
}
