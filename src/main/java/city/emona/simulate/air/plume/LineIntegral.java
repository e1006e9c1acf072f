package city.emona.simulate.air.plume;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Integral of a kernel along a straight segment: the segment is cut where the integrand is not
 * smooth (receptor's crosswind line, where the plume begins; plume axis; nearest point), and each
 * piece is integrated by adaptive Gauss-Kronrod (7, 15) pairs until the error is below the
 * tolerance times the whole. It takes the place of the programs' trapezoid with Richardson
 * extrapolation (limit 5e-4), whose result it reproduces, and needs no minimum level near parallel
 * wind because the cuts mark the peak. Not thread-safe: one per thread.
 */
public final class LineIntegral {
  /** Tolerance of the exact mode, well below the programs' own. */
  private static final double EXACT_TOLERANCE = 2e-5;

  private static final int MAX_DEPTH = 24;

  /** Kronrod nodes and weights, and Gauss weights of the even ones (QUADPACK, qk15). */
  private static final double[] NODE = {
    0.991455371120812639206854697526329,
    0.949107912342758524526189684047851,
    0.864864423359769072789712788640926,
    0.741531185599394439863864773280788,
    0.586087235467691130294144691693013,
    0.405845151377397166906606412076961,
    0.207784955007898467600689403773245,
    0
  };

  private static final double[] KRONROD = {
    0.022935322010529224963732008058970,
    0.063092092629978553290700663189204,
    0.104790010322250183839876322541518,
    0.140653259715525918745189590510238,
    0.169004726639267902826583426598550,
    0.190350578064785409913256402421014,
    0.204432940075298892414161999234649,
    0.209482141084727828012999174891714
  };

  private static final double[] GAUSS = {
    0.129484966168869693270611432679082,
    0.279705391489276667901467771423780,
    0.381830050505118944950369775488975,
    0.417959183673469387755102040816327
  };

  private final double tolerance;
  private double total;

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
    total = 0;
    // A first pass sets the scale that the error of each piece is measured by.
    double scale = 0;
    double from = 0;
    for (int i = 0; i <= cuts.length; i++) {
      double to = i == cuts.length ? length : Math.min(length, cuts[i]);
      if (to > from) {
        scale += Math.abs(kronrod(from, to, f));
        from = to;
      }
    }
    from = 0;
    for (int i = 0; i <= cuts.length; i++) {
      double to = i == cuts.length ? length : Math.min(length, cuts[i]);
      if (to > from) {
        piece(from, to, f, scale * tolerance, 0);
        from = to;
      }
    }
    return total;
  }

  private double error;

  private double kronrod(double from, double to, DoubleUnaryOperator f) {
    double half = 0.5 * (to - from);
    double mid = 0.5 * (to + from);
    double centre = f.applyAsDouble(mid);
    double k = KRONROD[7] * centre;
    double g = GAUSS[3] * centre;
    for (int i = 0; i < 7; i++) {
      double pair = f.applyAsDouble(mid - half * NODE[i]) + f.applyAsDouble(mid + half * NODE[i]);
      k += KRONROD[i] * pair;
      if (i % 2 == 1) {
        g += GAUSS[i / 2] * pair;
      }
    }
    error = Math.abs(k - g) * half;
    return k * half;
  }

  private void piece(double from, double to, DoubleUnaryOperator f, double limit, int depth) {
    double value = kronrod(from, to, f);
    if (error <= limit || depth >= MAX_DEPTH || to - from < 1e-3) {
      total += value;
      return;
    }
    double mid = 0.5 * (from + to);
    piece(from, mid, f, 0.6 * limit, depth + 1);
    piece(mid, to, f, 0.6 * limit, depth + 1);
  }
}
