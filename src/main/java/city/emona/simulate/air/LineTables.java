package city.emona.simulate.air;

import city.emona.simulate.air.plume.LineIntegral;
import city.emona.simulate.air.plume.Meteorology;

/**
 * The {@link LineTable}s of one hour by direction of the segment and width of the road, made when
 * first asked for. Directions are rounded to {@value #BINS} bins of a half turn, the same for every
 * network, so that a new street changes nothing elsewhere; a line read against its direction is the
 * same line with both signs turned. Not thread-safe: one per thread.
 */
final class LineTables {
  /** Of a half turn: 1.5 degrees each, so a segment is turned by 0.75 degrees at most. */
  static final int BINS = 120;

  private static final double DIRECT_TOLERANCE = 1e-3;

  private final HourKernel kernel;
  private final double[] widthsM;
  private final LineTable[][] tables;
  private final HourKernel.Near lattice;
  private final LineIntegral direct = new LineIntegral(DIRECT_TOLERANCE);
  private final double[] cuts = new double[3];

  /** For a city: roads without width, seen from the kerb; the kernel is read from a lattice. */
  static LineTables city(HourKernel kernel) {
    return new LineTables(kernel, new double[] {0}, kernel.near());
  }

  /** For roads of some widths, seen from anywhere. */
  static LineTables exact(HourKernel kernel, double[] widthsM) {
    return new LineTables(kernel, widthsM, null);
  }

  private LineTables(HourKernel kernel, double[] widthsM, HourKernel.Near lattice) {
    this.kernel = kernel;
    this.widthsM = widthsM;
    this.tables = new LineTable[widthsM.length][BINS];
    this.lattice = lattice;
  }

  Meteorology met() {
    return kernel.met();
  }

  /** Bin of a segment that runs east and north by these metres. */
  static int bin(double dx, double dy) {
    double turn = StrictMath.atan2(dy, dx) / Math.PI;
    return Math.floorMod((int) Math.rint(turn * BINS), BINS);
  }

  /** Whether the bin's direction is opposite to the segment's. */
  static boolean isReversed(double dx, double dy, int bin) {
    double angle = Math.PI * bin / BINS;
    return dx * StrictMath.cos(angle) + dy * StrictMath.sin(angle) < 0;
  }

  /**
   * The integral without a table, for receptors on the axis itself, where the windward and the
   * leeward side meet: receptor at the distance {@code off} to the left of the segment's axis and
   * {@code along} from its beginning.
   */
  double direct(double widthM, double dirX, double dirY, double length, double along, double off) {
    double dx0 = along * dirX - off * dirY;
    double dy0 = along * dirY + off * dirX;
    double down = dirX * kernel.windX() + dirY * kernel.windY();
    double side = dirY * kernel.windX() - dirX * kernel.windY();
    double sigmaY0 = 0.5 * widthM * Math.abs(down);
    cuts[0] = along;
    cuts[1] = down == 0 ? 0 : (dx0 * kernel.windX() + dy0 * kernel.windY()) / down;
    cuts[2] = side == 0 ? 0 : (dy0 * kernel.windX() - dx0 * kernel.windY()) / side;
    return direct.over(length, cuts, t -> kernel.nearAt(dx0 - t * dirX, dy0 - t * dirY, sigmaY0));
  }

  /** What the far field gives of a segment already; receptor as in {@link #direct}. */
  double far(double dirX, double dirY, double length, double along, double off) {
    double farthest = Math.max(along, length - along);
    if (kernel.isAllNear(Math.sqrt(farthest * farthest + off * off))) {
      return 0;
    }
    double dx0 = along * dirX - off * dirY;
    double dy0 = along * dirY + off * dirX;
    cuts[0] = along;
    cuts[1] = 0;
    cuts[2] = 0;
    return direct.over(length, cuts, t -> kernel.farAt(dx0 - t * dirX, dy0 - t * dirY));
  }

  double widthM(int width, float share) {
    return share == 0
        ? widthsM[width]
        : widthsM[width] + share * (widthsM[width + 1] - widthsM[width]);
  }

  LineTable of(int width, int bin) {
    LineTable t = tables[width][bin];
    if (t == null) {
      double angle = Math.PI * bin / BINS;
      double dirX = StrictMath.cos(angle);
      double dirY = StrictMath.sin(angle);
      double sigmaY0 =
          0.5 * widthsM[width] * Math.abs(dirX * kernel.windX() + dirY * kernel.windY());
      LineTable.Kernel near =
          lattice == null ? (dx, dy) -> kernel.nearAt(dx, dy, sigmaY0) : lattice::at;
      t =
          new LineTable(
              near,
              dirX,
              dirY,
              kernel.reachM(),
              lattice == null ? LineTable.FINE : LineTable.COARSE);
      tables[width][bin] = t;
    }
    return t;
  }

  /**
   * The near part of an hour's kernel integrated along straight lines of one direction: {@code G(p,
   * s)}, the concentration at the distance p to the left of a line of unit strength that reaches
   * from its far beginning to s metres past the receptor's foot. A segment between two of its
   * points is the difference of two values, whatever its length: O(1) per pair. Knots of both axes
   * lie close together beside the line (6 cm across it, where the value jumps from the windward to
   * the leeward side) and wider away from it; bilinear between them. µg/m³ per µg/(m s). Immutable.
   */
  static final class LineTable {
    /** Seen from anywhere: 6 cm apart across the axis, 25 cm along it. */
    static final Axis[] FINE = {new Axis(1, 4), new Axis(8, 5)};

    /** Seen from the kerb or farther: half a metre apart. */
    static final Axis[] COARSE = {new Axis(8, 4), new Axis(8, 4)};

    /** Near part of the kernel by receptor minus source, in metres east and north. */
    interface Kernel {
      double at(double dx, double dy);
    }

    /**
     * Knots that are evenly spaced within each doubling of origin + |value|, {@code 2^bits} of
     * them: the leading bits of the floating-point number are the knot, the rest is the way to the
     * next.
     */
    record Axis(double originM, int bits) {
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

    private final Axis acrossAxis;
    private final Axis alongAxis;
    private final float[] value;
    private final int halfAcross;
    private final int halfAlong;
    private final int n;
    private final double reachM;

    LineTable(Kernel near, double dirX, double dirY, double reachM, Axis[] axes) {
      this.acrossAxis = axes[0];
      this.alongAxis = axes[1];
      this.reachM = reachM;
      double[] across = acrossAxis.knots(reachM);
      double[] along = alongAxis.knots(reachM);
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
      double place = halfAcross + acrossAxis.place(off);
      int i = (int) place;
      int low = i * n;
      double w = place - i;
      return between(low, w, Math.min(reachM, along))
          - between(low, w, Math.max(-reachM, along - length));
    }

    private double between(int low, double w, double s) {
      double place = halfAlong + alongAxis.place(s);
      int k = (int) place;
      double t = place - k;
      int at = low + k;
      double below = value[at] + t * (value[at + 1] - value[at]);
      double above = value[at + n] + t * (value[at + n + 1] - value[at + n]);
      return below + w * (above - below);
    }
  }
}
