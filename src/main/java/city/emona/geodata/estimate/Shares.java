package city.emona.geodata.estimate;

import java.util.Arrays;

/**
 * Splits a whole number over weights so that the parts are whole and add up exactly: the method of
 * largest remainders (Hare quota), ties to the lower row.
 */
public final class Shares {
  private Shares() {}

  public static int[] split(int total, double[] weights) {
    double sum = 0;
    for (double w : weights) {
      sum += w;
    }
    int n = weights.length;
    int[] parts = new int[n];
    if (!(sum > 0) || total <= 0) {
      return parts;
    }
    double[] rest = new double[n];
    long given = 0;
    for (int i = 0; i < n; i++) {
      double exact = total * (weights[i] / sum);
      parts[i] = (int) Math.floor(exact);
      rest[i] = exact - parts[i];
      given += parts[i];
    }
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(rest[b], rest[a]));
    for (int k = 0; given < total; k = (k + 1) % n) {
      if (weights[order[k]] > 0) {
        parts[order[k]]++;
        given++;
      }
    }
    return parts;
  }
}
