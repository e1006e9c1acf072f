package city.emona.demand;

import city.emona.model.StreetRules;
import city.emona.model.network.Network;
import java.util.Arrays;
import java.util.List;

/**
 * Time that a car needs on an empty street: length over the posted speed, plus the mean delay of
 * the junction at the link's end, which the posted speed leaves out.
 *
 * <ul>
 *   <li>signal: the uniform delay of Webster (1958, Road Research Technical Paper 39), {@code C (1
 *       − g/C)² / 2} = 11.25 s with a cycle of 90 s and half of it green;
 *   <li>roundabout 3 s, give way to a street of higher class 5 s (within level of service A, below
 *       10 s, of HCM 7th ed., ch. 20-22), other junctions of three and more streets 1 s:
 *       assumptions;
 *   <li>ends of motorway and trunk links, and nodes where nothing crosses: none.
 * </ul>
 *
 * One definition for demand and assignment.
 */
public final class FreeFlow {
  private static final double ROUNDABOUT_S = 3;
  private static final double GIVE_WAY_S = 5;
  private static final double JUNCTION_S = 1;
  private static final int CONTROL_ROUNDABOUT = 3;
  private static final int TRUNK = 1;
  private static final int PRIMARY = 2;
  private static final int RAMP = 8;

  private FreeFlow() {}

  /** Seconds per link, junction delay included. */
  public static double[] linkSeconds(Network network) {
    return linkSeconds(network, List.of());
  }

  /** As above; approaches with a timing of their own wait {@code C (1 − g/C)² / 2}. */
  public static double[] linkSeconds(Network network, List<StreetRules.SignalTiming> signals) {
    double[] signalS = new double[network.linkCount()];
    Arrays.fill(signalS, signalS(StreetRules.USUAL_GREEN_SHARE, StreetRules.USUAL_CYCLE_S));
    for (StreetRules.SignalTiming t : signals) {
      t.links().stream().forEach(i -> signalS[i] = signalS(t.greenShare(), t.cycleS()));
    }
    return linkSeconds(network, signalS);
  }

  private static double signalS(double greenShare, int cycleS) {
    return cycleS * (1 - greenShare) * (1 - greenShare) / 2;
  }

  private static double[] linkSeconds(Network network, double[] signalS) {
    int[] lengthMm = network.lengthMm();
    int[] speedKmh = network.freeSpeedKmh();
    int[] to = network.toNode();
    byte[] control = network.control();
    byte[] roadClass = network.roadClass();
    boolean[] crosses = crosses(network);
    boolean[] givesWay = givesWay(network, crosses);
    double[] seconds = new double[lengthMm.length];
    for (int i = 0; i < seconds.length; i++) {
      int v = to[i];
      double drive = lengthMm[i] / 1000.0 / (Math.max(1, speedKmh[i]) / 3.6);
      double wait = 0;
      if (control[v] == Network.CONTROL_SIGNAL) {
        wait = signalS[i];
      } else if (control[v] == CONTROL_ROUNDABOUT) {
        wait = ROUNDABOUT_S;
      } else if (crosses[v] && roadClass[i] > TRUNK) {
        wait = givesWay[i] ? GIVE_WAY_S : JUNCTION_S;
      }
      seconds[i] = drive + wait;
    }
    return seconds;
  }

  /** Whether a link ends where a street of higher class crosses or goes on. */
  public static boolean[] givesWay(Network network) {
    return givesWay(network, crosses(network));
  }

  private static boolean[] givesWay(Network network, boolean[] crosses) {
    int[] best = bestRank(network);
    boolean[] out = new boolean[network.linkCount()];
    for (int i = 0; i < out.length; i++) {
      int v = network.toNode()[i];
      out[i] = crosses[v] && rank(network.roadClass()[i]) > best[v];
    }
    return out;
  }

  /** Order of priority; ramps count as primary roads. */
  private static int rank(int roadClass) {
    return roadClass == RAMP ? PRIMARY : roadClass;
  }

  private static int[] bestRank(Network network) {
    int[] best = new int[network.nodeCount()];
    Arrays.fill(best, Integer.MAX_VALUE);
    int[] from = network.fromNode();
    int[] to = network.toNode();
    byte[] roadClass = network.roadClass();
    for (int i = 0; i < from.length; i++) {
      best[from[i]] = Math.min(best[from[i]], rank(roadClass[i]));
      best[to[i]] = Math.min(best[to[i]], rank(roadClass[i]));
    }
    return best;
  }

  /** Nodes with at least three different neighbours. */
  private static boolean[] crosses(Network network) {
    int n = network.nodeCount();
    int[] one = new int[n];
    int[] two = new int[n];
    Arrays.fill(one, -1);
    Arrays.fill(two, -1);
    boolean[] crosses = new boolean[n];
    int[] from = network.fromNode();
    int[] to = network.toNode();
    for (int i = 0; i < from.length; i++) {
      meet(from[i], to[i], one, two, crosses);
      meet(to[i], from[i], one, two, crosses);
    }
    return crosses;
  }

  private static void meet(int v, int w, int[] one, int[] two, boolean[] crosses) {
    if (one[v] < 0 || one[v] == w) {
      one[v] = w;
    } else if (two[v] < 0 || two[v] == w) {
      two[v] = w;
    } else {
      crosses[v] = true;
    }
  }
}
