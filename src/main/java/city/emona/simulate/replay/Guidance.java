package city.emona.simulate.replay;

/**
 * Drivers who hear of jams and take another way: {@code share} of all vehicles but buses, chosen by
 * a hash of their number, compare their way with the quickest one at present times when they depart
 * and every {@code everyS} seconds. They change only where it saves {@link #LEAST_GAIN} of the rest
 * of the way and at least {@link #LEAST_GAIN_S} seconds, so that nobody turns round for a signal.
 */
public record Guidance(double share, double everyS) {
  public static final Guidance NONE = new Guidance(0, 300);

  static final double LEAST_GAIN = 0.2;
  static final double LEAST_GAIN_S = 60;

  boolean isNone() {
    return !(share > 0);
  }

  boolean isGuided(int vehicle) {
    return (QueueNetwork.mix(vehicle + 0x9E3779B97F4A7C15L) >>> 11) * 0x1p-53 < share;
  }
}
