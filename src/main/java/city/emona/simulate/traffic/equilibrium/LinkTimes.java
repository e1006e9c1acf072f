package city.emona.simulate.traffic.equilibrium;

/**
 * Volumes of segments with the times and slopes that follow from them: {@code cost = constant + k ·
 * v^power}. Powers that are multiples of one half (2, 4, 5.5 …) are computed by multiplications and
 * one square root, the others by {@link StrictMath}, so that the bits are the same on every
 * machine. Costs and slopes are kept up to date at each change of a volume: path searches read them
 * far more often than volumes change. Not thread-safe while volumes change.
 */
final class LinkTimes {
  private final double[] constant;
  private final double[] k;
  private final double[] power;
  private final byte[] halves;

  /** Volume that is there before anybody chooses a route; not part of {@link #volume}. */
  private double[] preload;

  /** Volume of each segment. Read-only outside of this class. */
  final double[] volume;

  /** Time at the present volume. */
  final double[] cost;

  /** Slope of the time at the present volume. */
  final double[] slope;

  LinkTimes(double[] constant, double[] k, double[] power) {
    this.constant = constant;
    this.k = k;
    this.power = power;
    int n = k.length;
    halves = new byte[n];
    volume = new double[n];
    cost = constant.clone();
    slope = new double[n];
    retime();
  }

  /** Takes up what the arrays of constants and factors hold now. */
  void retime() {
    for (int s = 0; s < k.length; s++) {
      double twice = power[s] * 2;
      boolean isHalf = twice == Math.rint(twice) && twice <= 64;
      halves[s] = k[s] == 0 ? 0 : isHalf ? (byte) twice : -1;
      cost[s] = constant[s];
      slope[s] = 0;
      set(s, volume[s]);
    }
  }

  /** Sets the volume that everybody meets besides {@link #volume}; times follow. */
  void preload(double[] perSegment) {
    preload = perSegment;
    for (int s = 0; s < k.length; s++) {
      set(s, volume[s]);
    }
  }

  /** Sets all volumes; the array is copied. */
  void setAll(double[] v) {
    for (int s = 0; s < k.length; s++) {
      set(s, v[s]);
    }
  }

  void add(int s, double change) {
    // Rounding may leave −1e-12 where the last vehicle has gone.
    set(s, Math.max(0, volume[s] + change));
  }

  private void set(int s, double v) {
    volume[s] = v;
    int h = halves[s];
    if (h == 0) {
      return;
    }
    double x = preload == null ? v : v + preload[s];
    double delay = k[s] * raise(x, h, power[s]);
    cost[s] = constant[s] + delay;
    slope[s] = x > 0 ? power[s] * delay / x : power[s] == 1 ? k[s] : 0;
  }

  private static double raise(double v, int halves, double power) {
    if (halves == 8) {
      double square = v * v;
      return square * square;
    }
    if (halves < 0) {
      return v > 0 ? StrictMath.pow(v, power) : 0;
    }
    double result = (halves & 1) == 0 ? 1 : Math.sqrt(v);
    double factor = v;
    for (int whole = halves >> 1; whole > 0; whole >>= 1) {
      if ((whole & 1) == 1) {
        result *= factor;
      }
      factor *= factor;
    }
    return result;
  }

  /**
   * Beckmann's objective: the sum over segments of the time integrated over the volume, from the
   * preload up.
   */
  double objective() {
    double sum = 0;
    for (int s = 0; s < k.length; s++) {
      double v = volume[s];
      double x = preload == null ? v : v + preload[s];
      double above = halves[s] == 0 ? 0 : x * k[s] * raise(x, halves[s], power[s]);
      double below =
          preload == null || halves[s] == 0
              ? 0
              : preload[s] * k[s] * raise(preload[s], halves[s], power[s]);
      sum += v * constant[s] + (above - below) / (power[s] + 1);
    }
    return sum;
  }

  /** Volume times time, summed. */
  double totalTime() {
    double sum = 0;
    for (int s = 0; s < k.length; s++) {
      sum += volume[s] * cost[s];
    }
    return sum;
  }
}
