package city.emona.simulate.air.plume;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Integral of a kernel along a straight segment: the segment is cut where the integrand is not
 * smooth (receptor's crosswind line, where the plume begins; plume axis; nearest point), and each
 * piece is integrated by Patterson's nested rules of 3, 7 and 15 points, halved until the error is
 * below the tolerance times the whole. Most segments lie far from most receptors and are done after
 * seven evaluations. It takes the place of the programs' trapezoid with Richardson extrapolation
 * (limit 5e-4), whose result it reproduces, and needs no minimum level near parallel wind because
 * the cuts mark the peak. Patterson 1968, Math. Comp. 22:847. Not thread-safe: one per thread.
 */
public final class LineIntegral {
  /** Tolerance of the exact mode, well below the programs' own. */
  private static final double EXACT_TOLERANCE = 2e-5;

  private static final int MAX_DEPTH = 24;

  /** Keeps the estimate of {@link #sharpened} on the safe side; found by trial against 1e-8. */
  private static final double SAFETY = 20;

  private static final double SHORTEST_M = 1e-3;

  /** Nodes of the 15-point rule but the middle; odd ones are the 7-point rule's. */
  private static final double[] NODE = {
    0.99383196321275502221,
    0.96049126870802028342,
    0.88845923287225699889,
    0.77459666924148337704,
    0.62110294673722640294,
    0.43424374934680255800,
    0.22338668642896688163
  };

  private static final double[] WEIGHT_15 = {
    0.017001719629940260339,
    0.051603282997079739697,
    0.092927195315124537686,
    0.13441525524378422036,
    0.17151190913639138079,
    0.20062852937698902103,
    0.21915685840158749640,
    0.22551049979820668739
  };

  private static final double[] WEIGHT_7 = {
    0.10465622602646726519, 0.26848808986833344073, 0.40139741477596222291, 0.45091653865847414235
  };

  private static final double[] WEIGHT_3 = {5.0 / 9, 8.0 / 9};

  private final double tolerance;

  /** Sums at opposite nodes of the piece at hand, then the middle. */
  private final double[] pair = new double[8];

  private double[] value = new double[8];
  private double[] error = new double[8];

  public LineIntegral() {
    this(EXACT_TOLERANCE);
  }

  public LineIntegral(double tolerance) {
    this.tolerance = tolerance;
  }

  /**
   * Integral over [0, length] with cuts anywhere (those outside are ignored); {@code cuts} is
   * sorted in place.
   */
  public double over(double length, double[] cuts, DoubleUnaryOperator f) {
    if (!(length > 0)) {
      return 0;
    }
    Arrays.sort(cuts);
    if (value.length <= cuts.length) {
      value = new double[cuts.length + 1];
      error = new double[cuts.length + 1];
    }
    // A first pass sets the scale that the error of each piece is measured by.
    double scale = 0;
    double from = 0;
    for (int i = 0; i <= cuts.length; i++) {
      double to = i == cuts.length ? length : Math.min(length, cuts[i]);
      if (to > from) {
        value[i] = coarse(from, to, f);
        error[i] = lastError;
        scale += Math.abs(value[i]);
        from = to;
      }
    }
    double total = 0;
    from = 0;
    for (int i = 0; i <= cuts.length; i++) {
      double to = i == cuts.length ? length : Math.min(length, cuts[i]);
      if (to > from) {
        total +=
            error[i] <= scale * tolerance ? value[i] : refined(from, to, f, scale * tolerance, 0);
        from = to;
      }
    }
    return total;
  }

  private double lastError;

  /** Seven points. */
  private double coarse(double from, double to, DoubleUnaryOperator f) {
    double half = 0.5 * (to - from);
    double mid = 0.5 * (to + from);
    pair[7] = f.applyAsDouble(mid);
    double k7 = WEIGHT_7[3] * pair[7];
    for (int i = 0; i < 3; i++) {
      double d = half * NODE[2 * i + 1];
      pair[2 * i + 1] = f.applyAsDouble(mid - d) + f.applyAsDouble(mid + d);
      k7 += WEIGHT_7[i] * pair[2 * i + 1];
    }
    double g3 = WEIGHT_3[0] * pair[3] + WEIGHT_3[1] * pair[7];
    // A piece that shows nothing at seven points is looked at more closely.
    lastError = k7 == 0 ? Double.MAX_VALUE : half * sharpened(Math.abs(k7 - g3), Math.abs(k7));
    return half * k7;
  }

  /** The eight points that make 15 of the seven of the same piece before. */
  private double fine(double from, double to, DoubleUnaryOperator f, double k7) {
    double half = 0.5 * (to - from);
    double mid = 0.5 * (to + from);
    double k15 = WEIGHT_15[7] * pair[7];
    for (int i = 0; i < 7; i++) {
      if (i % 2 == 0) {
        double d = half * NODE[i];
        pair[i] = f.applyAsDouble(mid - d) + f.applyAsDouble(mid + d);
      }
      k15 += WEIGHT_15[i] * pair[i];
    }
    lastError = sharpened(Math.abs(half * k15 - k7), Math.abs(half * k15));
    return half * k15;
  }

  /**
   * The difference of two rules is the error of the poorer one. The better one's, for a smooth
   * integrand, goes with a higher power of it (QUADPACK takes 1.5).
   */
  private static double sharpened(double difference, double size) {
    double relative = SAFETY * difference / Math.max(Double.MIN_NORMAL, size);
    return relative < 1 ? size * relative * Math.sqrt(relative) : difference;
  }

  private double refined(double from, double to, DoubleUnaryOperator f, double limit, int depth) {
    double k7 = coarse(from, to, f);
    if (depth > 0 && lastError <= limit) {
      return k7;
    }
    double k15 = fine(from, to, f, k7);
    if (lastError <= limit || depth >= MAX_DEPTH || to - from < SHORTEST_M) {
      return k15;
    }
    double mid = 0.5 * (from + to);
    return refined(from, mid, f, 0.6 * limit, depth + 1)
        + refined(mid, to, f, 0.6 * limit, depth + 1);
  }
}
