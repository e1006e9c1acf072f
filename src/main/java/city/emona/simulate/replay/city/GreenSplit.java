package city.emona.simulate.replay.city;

import city.emona.model.StreetRules;
import city.emona.model.network.Network;
import city.emona.simulate.replay.Plans;
import java.util.BitSet;

/**
 * How the two phases of a signal share its cycle. Half each, as the assignment reckons, where both
 * then stay below a degree of saturation of {@value #PRACTICAL}, the practical one for signals
 * (Akçelik 1981, ARRB Research Report 123). Where one does not, green moves to it as far as it
 * needs and the other can spare; where both need more than there is, they share it in proportion to
 * their flow ratios (Webster 1958, Road Research Technical Paper 39). The flow ratio of a phase is
 * the largest of its approaches, and of what it sends into a street behind the junction over what
 * the lanes there can take, in the worst hour: one plan a day. Flows are those of the vehicles that
 * are to be played, by the hour of their departure. Signals that a scenario times keep their
 * timing. Confined to one thread.
 */
final class GreenSplit {
  private static final double PRACTICAL = 0.9;
  private static final double LEAST_GREEN = 0.15;
  private static final int HOUR_S = 3600;

  private final Network net;
  private final double[] green;
  private final double[] saturation;
  private final boolean[] main;

  /** Of a link that leads to or from a signal: its place in the counts, −1 of others. */
  private final int[] place;

  private int places;

  private GreenSplit(Network net, double[] green, double[] cycle, double[] saturation) {
    this.net = net;
    this.green = green;
    this.saturation = saturation;
    main = SignalPlan.mainPhase(net, green, cycle);
    place = new int[net.linkCount()];
    boolean[] signal = new boolean[net.nodeCount()];
    for (int i = 0; i < place.length; i++) {
      signal[net.toNode()[i]] |= green[i] < 1;
    }
    for (int i = 0; i < place.length; i++) {
      place[i] = signal[net.toNode()[i]] || signal[net.fromNode()[i]] ? places++ : -1;
    }
  }

  /**
   * Changes the green shares of junctions that no scenario times.
   *
   * @param saturation of every link's end, passenger cars per hour of green
   * @param timed links whose signal a scenario times
   */
  static void apply(
      Network net, double[] green, double[] cycle, double[] saturation, BitSet timed, Plans plans) {
    GreenSplit split = new GreenSplit(net, green, cycle, saturation);
    double[][] ratio = split.ratios(plans);
    BitSet kept = new BitSet();
    timed.stream().forEach(i -> kept.set(net.toNode()[i]));
    for (int i = 0; i < green.length; i++) {
      int v = net.toNode()[i];
      if (green[i] < 1 && !kept.get(v)) {
        double share = mainShare(ratio[0][v], ratio[1][v]);
        green[i] = split.main[i] ? share : 1 - share;
      }
    }
  }

  /** Largest flow ratio of the day by phase (main, side) and junction. */
  private double[][] ratios(Plans plans) {
    int hours = 1;
    for (double t : plans.departS()) {
      hours = Math.max(hours, (int) (t / HOUR_S) + 1);
    }
    int[][] into = new int[hours][places];
    int[][][] outOf = new int[2][hours][places];
    for (int v = 0; v < plans.count(); v++) {
      int hour = (int) (plans.departS()[v] / HOUR_S);
      int size = plans.size()[v];
      for (int p = plans.first()[v]; p < plans.first()[v + 1]; p++) {
        int i = plans.links()[p];
        if (green[i] < 1) {
          into[hour][place[i]] += size;
          if (p + 1 < plans.first()[v + 1]) {
            outOf[main[i] ? 0 : 1][hour][place[plans.links()[p + 1]]] += size;
          }
        }
      }
    }
    double[][] ratio = new double[2][net.nodeCount()];
    for (int i = 0; i < place.length; i++) {
      if (place[i] < 0) {
        continue;
      }
      int from = net.fromNode()[i];
      int to = net.toNode()[i];
      double lanes = Math.max(1, net.lanes()[i]) * StreetRules.LANE_SATURATION_VEH_PER_H;
      int phase = main[i] ? 0 : 1;
      for (int h = 0; h < hours; h++) {
        if (green[i] < 1) {
          ratio[phase][to] = Math.max(ratio[phase][to], into[h][place[i]] / saturation[i]);
        }
        for (int k = 0; k < 2; k++) {
          double entry = Math.max(lanes, saturation[i]);
          ratio[k][from] = Math.max(ratio[k][from], outOf[k][h][place[i]] / entry);
        }
      }
    }
    return ratio;
  }

  /** Share of the main phase at flow ratios of both. */
  static double mainShare(double main, double side) {
    double needsMain = main / PRACTICAL;
    double needsSide = side / PRACTICAL;
    double share = 0.5;
    if (needsMain + needsSide > 1) {
      share = main / (main + side);
    } else if (needsMain > 0.5) {
      share = needsMain;
    } else if (needsSide > 0.5) {
      share = 1 - needsSide;
    }
    return Math.min(Math.max(share, LEAST_GREEN), 1 - LEAST_GREEN);
  }
}
