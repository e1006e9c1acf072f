package city.emona.simulate.replay;

/**
 * Drivers who hear of jams and take another way: {@code share} of all vehicles but buses, chosen by
 * a hash of their number, compare their way with the quickest one at present times when they depart
 * and every {@code everyS} seconds. They change only where it saves {@link #LEAST_GAIN} of the rest
 * of the way and at least {@link #LEAST_GAIN_S} seconds, so that nobody turns round for a signal.
 */
public record Guidance(double share, double everyS) {
  /** Usual time between two looks. */
  public static final double EVERY_S = 300;

  /**
   * Share for the day of a city: an assumption. On the demo city anything from 0.3 to 0.6 gives the
   * same mean travel time to 2 %, and 0 a jam at one street that nobody leaves.
   */
  public static final Guidance USUAL = new Guidance(0.3, EVERY_S);

  public static final Guidance NONE = new Guidance(0, EVERY_S);

  /** Ways that are searched between two looks at most, all drivers in turn: a bound on time. */
  static final int SEARCHES = 200;

  static final double LEAST_GAIN = 0.2;
  static final double LEAST_GAIN_S = 60;

  boolean isNone() {
    return !(share > 0);
  }

  boolean isGuided(int vehicle) {
    return (QueueNetwork.mix(vehicle + 0x9E3779B97F4A7C15L) >>> 11) * 0x1p-53 < share;
  }
}
