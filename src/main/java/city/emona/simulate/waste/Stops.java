package city.emona.simulate.waste;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where trucks halt on a day: bins of one fraction at one junction are one stop, unless together
 * they would fill much of a truck. Expected litres and seconds of work per stop; order follows bin
 * rows. Immutable.
 */
record Stops(int[] node, int[][] bins, double[] litres, double[] seconds) {
  private static final double PART_OF_TRUCK = 0.2;

  int count() {
    return node.length;
  }

  /** Time to empty a bin; large containers count as several of 1,100 l. */
  static double serviceSeconds(double capacityL) {
    return WasteRules.EMPTY_SECONDS * Math.max(1, Math.ceil(capacityL / WasteRules.EMPTY_LITRES));
  }

  /** Stops of the given bins; {@code nodeOf}, {@code litres} and {@code capacityL} per bin. */
  static Stops of(int[] bins, int[] nodeOf, double[] litres, double[] capacityL, double truckL) {
    Map<Integer, Integer> open = new LinkedHashMap<>();
    List<Integer> nodes = new ArrayList<>();
    List<int[]> members = new ArrayList<>();
    List<Double> volume = new ArrayList<>();
    for (int b : bins) {
      Integer at = open.get(nodeOf[b]);
      if (at == null || volume.get(at) + litres[b] > truckL * PART_OF_TRUCK) {
        at = nodes.size();
        open.put(nodeOf[b], at);
        nodes.add(nodeOf[b]);
        members.add(new int[0]);
        volume.add(0.0);
      }
      int[] grown = Arrays.copyOf(members.get(at), members.get(at).length + 1);
      grown[grown.length - 1] = b;
      members.set(at, grown);
      volume.set(at, volume.get(at) + litres[b]);
    }
    double[] seconds = new double[nodes.size()];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = WasteRules.STOP_SECONDS;
      for (int b : members.get(i)) {
        seconds[i] += serviceSeconds(capacityL[b]);
      }
    }
    return new Stops(
        nodes.stream().mapToInt(Integer::intValue).toArray(),
        members.toArray(new int[0][]),
        volume.stream().mapToDouble(Double::doubleValue).toArray(),
        seconds);
  }
}
