package city.emona.simulate.air.sensing;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Where the next sensors tell most about the rest of the city: greedy choice of the place with the
 * largest gain of mutual information {@code ½ ln(var(y | chosen) / var(y | others))} (Krause, Singh
 * and Guestrin 2008), at least 1 − 1/e of the best set. Gains only fall as places are chosen, so a
 * queue with old gains is an upper bound and only its head is computed again. The variance given
 * the others comes from the inverse of their covariance, which shrinks by a rank-one step per
 * choice. Not thread-safe.
 */
public final class Placement {
  private final double[][] covariance;
  private final double[][] precision;
  private final boolean[] taken;
  private final List<double[]> factors = new ArrayList<>();

  /** Covariance of the candidates, the variance of readings on its diagonal included. */
  public Placement(double[][] covariance) {
    this.covariance = covariance;
    this.precision = new Cholesky(covariance).inverse();
    this.taken = new boolean[covariance.length];
  }

  /** A place in the order of choice with the information that it adds, nats. */
  public record Choice(int candidate, double gain) {}

  private record Bound(int candidate, double gain, int round) {}

  /** Counts places that have a sensor already; they cost nothing and are not proposed. */
  public Placement with(int... existing) {
    for (int y : existing) {
      take(y);
    }
    return this;
  }

  /** The next places, best first. */
  public List<Choice> choose(int count) {
    PriorityQueue<Bound> queue =
        new PriorityQueue<>(
            (a, b) -> {
              int byGain = Double.compare(b.gain, a.gain);
              return byGain != 0 ? byGain : Integer.compare(a.candidate, b.candidate);
            });
    for (int y = 0; y < taken.length; y++) {
      if (!taken[y]) {
        queue.add(new Bound(y, gain(y), 0));
      }
    }
    List<Choice> chosen = new ArrayList<>();
    while (chosen.size() < count && !queue.isEmpty()) {
      Bound head = queue.poll();
      if (head.round < chosen.size()) {
        queue.add(new Bound(head.candidate, gain(head.candidate), chosen.size()));
        continue;
      }
      take(head.candidate);
      chosen.add(new Choice(head.candidate, head.gain));
    }
    return List.copyOf(chosen);
  }

  private double gain(int y) {
    double given = covariance[y][y];
    for (double[] f : factors) {
      given -= f[y] * f[y];
    }
    return 0.5 * StrictMath.log(given * precision[y][y]);
  }

  private void take(int a) {
    int n = covariance.length;
    double[] f = covariance[a].clone();
    for (double[] earlier : factors) {
      for (int i = 0; i < n; i++) {
        f[i] -= earlier[i] * earlier[a];
      }
    }
    double scale = 1 / StrictMath.sqrt(f[a]);
    for (int i = 0; i < n; i++) {
      f[i] *= scale;
    }
    factors.add(f);
    double[] row = precision[a].clone();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        precision[i][j] -= row[i] * row[j] / row[a];
      }
    }
    taken[a] = true;
  }

  /** Mutual information between a set and all other candidates, nats. */
  public static double information(double[][] covariance, List<Integer> set) {
    List<Integer> rest = new ArrayList<>();
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < covariance.length; i++) {
      all.add(i);
      if (!set.contains(i)) {
        rest.add(i);
      }
    }
    return 0.5
        * (logDeterminant(covariance, set)
            + logDeterminant(covariance, rest)
            - logDeterminant(covariance, all));
  }

  private static double logDeterminant(double[][] covariance, List<Integer> of) {
    double[][] part = new double[of.size()][of.size()];
    for (int i = 0; i < part.length; i++) {
      for (int j = 0; j < part.length; j++) {
        part[i][j] = covariance[of.get(i)][of.get(j)];
      }
    }
    return new Cholesky(part).logDeterminant();
  }
}
