package city.emona.simulate.air;

/**
 * The near part of an hour's kernel integrated along straight lines of one direction: {@code G(p,
 * s)}, the concentration at the distance p to the left of a line of unit strength that reaches from
 * its far beginning to s metres past the receptor's foot. A segment between two of its points is
 * the difference of two values, whatever its length: O(1) per pair. Knots of both axes lie close
 * together beside the line (6 cm across it, where the value jumps from the windward to the leeward
 * side) and wider away from it; bilinear between them. µg/m³ per µg/(m s). Immutable.
 */
final class LineTable {
  private static final Axis ACROSS = new Axis(1, 4);
  private static final Axis ALONG = new Axis(8, 5);

  /** Near part of the kernel by receptor minus source, in metres east and north. */
  interface Kernel {
    double at(double dx, double dy);
  }

  /**
   * Knots that are evenly spaced within each doubling of origin + |value|, {@code 2^bits} of them:
   * the leading bits of the floating-point number are the knot, the rest is the way to the next.
   */
  private record Axis(double originM, int bits) {
    int row(double distance) {
      return (int) (Double.doubleToRawLongBits(distance + originM) >>> 52 - bits) - first();
    }

    private int first() {
      return (int) (Double.doubleToRawLongBits(originM) >>> 52 - bits);
    }

    double distance(int row) {
      return Double.longBitsToDouble((long) (first() + row) << 52 - bits) - originM;
    }

    /** Knots from one end to the other, and past the reach. */
    double[] knots(double reachM) {
      int half = row(reachM) + 1;
      double[] out = new double[2 * half + 1];
      for (int i = 0; i <= half; i++) {
        out[half + i] = distance(i);
        out[half - i] = -distance(i);
      }
      return out;
    }

    /** Steps from the middle, signed. */
    double place(double v) {
      long b = Double.doubleToRawLongBits(Math.abs(v) + originM);
      int shift = 52 - bits;
      double steps =
          (int) (b >>> shift) - first() + (b & (1L << shift) - 1) * (1.0 / (1L << shift));
      return v < 0 ? -steps : steps;
    }
  }

  private final float[] value;
  private final int halfAcross;
  private final int halfAlong;
  private final int n;
  private final double reachM;

  LineTable(Kernel near, double dirX, double dirY, double reachM) {
    this.reachM = reachM;
    double[] across = ACROSS.knots(reachM);
    double[] along = ALONG.knots(reachM);
    this.halfAcross = across.length / 2;
    this.halfAlong = along.length / 2;
    this.n = along.length;
    this.value = new float[across.length * n];
    for (int i = 0; i < across.length; i++) {
      double p = across[i];
      double span = Math.sqrt(Math.max(0, reachM * reachM - p * p));
      double sum = 0;
      double before = 0;
      for (int k = 1; k < n; k++) {
        double s = along[k];
        if (s > -span && along[k - 1] < span) {
          double mid = 0.5 * (s + along[k - 1]);
          double middle = near.at(mid * dirX - p * dirY, mid * dirY + p * dirX);
          double after = near.at(s * dirX - p * dirY, s * dirY + p * dirX);
          sum += (s - along[k - 1]) / 6 * (before + 4 * middle + after);
          before = after;
        }
        value[i * n + k] = (float) sum;
      }
    }
  }

  /**
   * Concentration at the distance {@code off} to the left of a segment's axis and {@code along}
   * from its beginning.
   */
  double segment(double length, double along, double off) {
    if (!(Math.abs(off) < reachM)) {
      return 0;
    }
    double place = halfAcross + ACROSS.place(off);
    int i = (int) place;
    int low = i * n;
    double w = place - i;
    return between(low, w, Math.min(reachM, along))
        - between(low, w, Math.max(-reachM, along - length));
  }

  private double between(int low, double w, double s) {
    double place = halfAlong + ALONG.place(s);
    int k = (int) place;
    double t = place - k;
    int at = low + k;
    double below = value[at] + t * (value[at + 1] - value[at]);
    double above = value[at + n] + t * (value[at + n + 1] - value[at + n]);
    return below + w * (above - below);
  }
}
