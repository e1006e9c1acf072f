package city.emona.simulate.air;

import city.emona.simulate.air.plume.LineIntegral;

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
      t = new LineTable(near, dirX, dirY, kernel.reachM());
      tables[width][bin] = t;
    }
    return t;
  }
}
