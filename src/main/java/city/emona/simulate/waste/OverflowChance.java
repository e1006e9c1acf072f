package city.emona.simulate.waste;

/**
 * Probability that what comes into a bin in some days passes the room that is left. Daily litres
 * are gamma distributed with whole shape k, so those of n days have shape k·n and the tail is
 * Erlang's sum: P(X &gt; x) = e^−y Σ y^i/i!, i &lt; k·n, with y = x·k/mean. The planner reckons
 * with {@value #MARGIN} times the mean, as weekdays differ. Stateless.
 */
final class OverflowChance {
  static final double MARGIN = 1.05;

  private OverflowChance() {}

  /** {@code roomL} may be negative: then it is certain. */
  static double of(double roomL, double meanLPerDay, int days) {
    if (roomL < 0) {
      return 1;
    }
    if (meanLPerDay <= 0 || days <= 0) {
      return 0;
    }
    return tail(
        WasteRules.GAMMA_SHAPE * days, roomL * WasteRules.GAMMA_SHAPE / (MARGIN * meanLPerDay));
  }

  /** P(Gamma(shape, 1) > y) for a whole shape. */
  static double tail(int shape, double y) {
    double term = StrictMath.exp(-y);
    if (term == 0) {
      return 0;
    }
    double sum = term;
    for (int i = 1; i < shape; i++) {
      term *= y / i;
      sum += term;
    }
    return Math.min(1, sum);
  }
}
