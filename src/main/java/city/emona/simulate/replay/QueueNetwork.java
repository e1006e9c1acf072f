package city.emona.simulate.replay;

import city.emona.EmonaException;

/**
 * The streets of a queue simulation as columns, one entry per directed link: end nodes, metres,
 * lanes, free speed, further seconds that an empty link costs (give way, roundabout), saturation
 * flow of all lanes before the signal at its end, share of the cycle that is green (1 = no signal),
 * cycle, and the start of green within the cycle; {@code kinds} (null = all) has bit {@code 1 <<
 * kind} of the {@link Plans} for every vehicle that may use the link on a detour. {@code
 * banFrom}/{@code banTo} are turns that a detour may not take; {@code ring} marks the links of
 * roundabouts, whose traffic goes first. Arrays are not written to after construction.
 */
public record QueueNetwork(
    int nodeCount,
    int[] from,
    int[] to,
    double[] lengthM,
    double[] lanes,
    double[] speedMps,
    double[] extraS,
    double[] capacityVehPerH,
    double[] greenShare,
    double[] cycleS,
    double[] greenStartS,
    byte[] kinds,
    int[] banFrom,
    int[] banTo,
    boolean[] ring) {

  public QueueNetwork {
    for (int i = 0; i < from.length; i++) {
      boolean sound =
          lengthM[i] > 0
              && lanes[i] > 0
              && speedMps[i] > 0
              && extraS[i] >= 0
              && capacityVehPerH[i] > 0
              && greenShare[i] > 0
              && greenShare[i] <= 1
              && cycleS[i] > 0
              && Double.isFinite(
                  lengthM[i] + lanes[i] + speedMps[i] + capacityVehPerH[i] + cycleS[i]);
      if (!sound) {
        throw EmonaException.invalid(
            "Length, lanes, speed, capacity, green share and cycle must be positive.",
            "link " + i,
            "correct the row of this link");
      }
    }
    if (from.length > EventCalendar.INDEX_MASK) {
      throw EmonaException.invalid(
          "The network has " + from.length + " links.",
          "links",
          "cut it below " + EventCalendar.INDEX_MASK + " links");
    }
  }

  public int linkCount() {
    return from.length;
  }

  /**
   * Starts of green that share out the cycle of a junction: its approaches, in the order of their
   * numbers, start one after the other, each when the green of the one before ends, and begin anew
   * when the cycle is used up; with two equal halves every second approach is green at a time. The
   * junctions stand to one another by a hash of their keys: deterministic, and uncoordinated as
   * junctions without a plan are.
   */
  public static double[] greenStarts(
      int nodeCount, int[] to, double[] greenShare, double[] cycleS, long[] nodeKey) {
    double[] used = new double[nodeCount];
    double[] start = new double[to.length];
    for (int i = 0; i < to.length; i++) {
      if (greenShare[i] >= 1) {
        continue;
      }
      int v = to[i];
      double share = used[v] > 1 - 1e-9 ? 0 : used[v];
      used[v] = share + greenShare[i];
      double shift = (mix(nodeKey[v]) >>> 11) * 0x1p-53;
      start[i] = (share + shift) % 1 * cycleS[i];
    }
    return start;
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014). */
  public static long mix(long z) {
    long a = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
    return b ^ b >>> 31;
  }
}
