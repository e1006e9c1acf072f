package city.emona.demand;

import java.util.Arrays;

/**
 * Doubly constrained balancing (Furness 1965; iterative proportional fitting): finds {@code T(i,j)
 * = a(i) P(i) b(j) A(j) f(i,j)} whose rows add to P and whose columns add to A. Columns are matched
 * exactly at the end, rows to {@link #TOLERANCE} of the total. A zone that no path leaves or enters
 * gets no trips; {@link #unserved} tells how much of P that is. The factors of one call are the
 * start of the next, which saves most iterations while a parameter is calibrated. Not thread-safe.
 */
final class Furness {
  static final double TOLERANCE = 1e-6;
  private static final int MAX_ITERATIONS = 200;

  private final int n;
  private final double[] rowFactor;
  private final double[] columnFactor;
  private double unserved;

  Furness(int n) {
    this.n = n;
    rowFactor = new double[n];
    columnFactor = new double[n];
    Arrays.fill(columnFactor, 1);
  }

  /** Balances; margins must be non-negative with equal totals (those of P are taken as true). */
  void balance(double[] f, double[] p, double[] a) {
    double[] served = servedColumns(f, p, a);
    double[] columnSum = new double[n];
    double[] pull = new double[n];
    double total = 0;
    for (double v : p) {
      total += v;
    }
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      Arrays.fill(columnSum, 0);
      for (int j = 0; j < n; j++) {
        pull[j] = columnFactor[j] * served[j];
      }
      double error = 0;
      for (int i = 0; i < n; i++) {
        error += row(i, f, p[i], pull, columnSum);
      }
      for (int j = 0; j < n; j++) {
        columnFactor[j] = columnSum[j] > 0 ? 1 / columnSum[j] : 0;
      }
      if (iteration > 0 && error <= TOLERANCE * total) {
        return;
      }
    }
  }

  /** Sets the factor of row i and adds the row to the column sums; returns its old misfit. */
  private double row(int i, double[] f, double p, double[] pull, double[] columnSum) {
    double sum = 0;
    int columns = n; // a field would be read again for every cell by the quick compiler
    int at = i * columns;
    for (int j = 0; j < columns; j++) {
      sum += pull[j] * f[at + j];
    }
    double misfit = Math.abs(rowFactor[i] * p * sum - p);
    rowFactor[i] = sum > 0 ? 1 / sum : 0;
    double weight = rowFactor[i] * p;
    if (weight > 0) {
      for (int j = 0; j < columns; j++) {
        columnSum[j] += weight * f[at + j];
      }
    }
    return sum > 0 ? misfit : 0;
  }

  /** Attractions of columns that can be reached, scaled to the productions that can leave. */
  private double[] servedColumns(double[] f, double[] p, double[] a) {
    double[] served = new double[n];
    double leaving = 0;
    double total = 0;
    for (int i = 0; i < n; i++) {
      boolean leaves = false;
      for (int j = 0; j < n; j++) {
        if (p[i] > 0 && a[j] > 0 && f[i * n + j] > 0) {
          leaves = true;
          served[j] = a[j];
        }
      }
      total += p[i];
      leaving += leaves ? p[i] : 0;
    }
    double sum = 0;
    for (double v : served) {
      sum += v;
    }
    for (int j = 0; j < n && sum > 0; j++) {
      served[j] *= leaving / sum;
    }
    unserved = total - leaving;
    for (int j = 0; j < n; j++) {
      if (columnFactor[j] <= 0) {
        columnFactor[j] = 1;
      }
    }
    System.arraycopy(served, 0, a, 0, n);
    return served;
  }

  double cell(int i, int j, double[] f, double[] p, double[] a) {
    return rowFactor[i] * p[i] * columnFactor[j] * a[j] * f[i * n + j];
  }

  /** Productions of zones from which nothing can be reached. */
  double unserved() {
    return unserved;
  }
}
