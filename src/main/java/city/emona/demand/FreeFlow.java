package city.emona.demand;

import city.emona.model.network.Network;

/**
 * Time that a car needs on an empty street: length over the posted speed, plus the mean delay of
 * the junction at the link's end. A signal costs the uniform delay of Webster (1958, Road Research
 * Technical Paper 39), {@code C (1 − g/C)² / 2} = 11.25 s with a cycle of 90 s and half of it
 * green; a roundabout costs 3 s of slowing down (an assumption). One definition for demand and
 * assignment.
 */
public final class FreeFlow {
  private static final double SIGNAL_S = 90 * 0.5 * 0.5 / 2;
  private static final double ROUNDABOUT_S = 3;
  private static final int CONTROL_ROUNDABOUT = 3;

  private FreeFlow() {}

  /** Seconds per link, junction delay included. */
  public static double[] linkSeconds(Network network) {
    int[] lengthMm = network.lengthMm();
    int[] speedKmh = network.freeSpeedKmh();
    int[] to = network.toNode();
    byte[] control = network.control();
    double[] seconds = new double[lengthMm.length];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = lengthMm[i] / 1000.0 / (Math.max(1, speedKmh[i]) / 3.6) + nodeS(control[to[i]]);
    }
    return seconds;
  }

  private static double nodeS(byte control) {
    return control == Network.CONTROL_SIGNAL
        ? SIGNAL_S
        : control == CONTROL_ROUNDABOUT ? ROUNDABOUT_S : 0;
  }
}
