package city.emona.simulate.waste;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where trucks may halt on a day for one fraction: bins at one junction with the same hours are one
 * stop, unless together they would fill much of a truck; those that must be emptied and those
 * offered for a prize are stops of their own. Expected litres, seconds of work, prize in euros (NaN
 * = must) and minutes of opening per stop; order follows bin rows. Immutable.
 */
record Stops(
    int[] node,
    int[][] bins,
    double[] litres,
    double[] seconds,
    double[] prizeEur,
    int[] openMinute,
    int[] closeMinute) {
  private static final double PART_OF_TRUCK = 0.2;

  /** What a planner knows of the bins; all arrays by bin row. */
  record Facts(
      int[] nodeOf,
      double[] litres,
      double[] capacityL,
      boolean[] due,
      float[] prizeEur,
      int[] openMinute,
      int[] closeMinute) {}

  int count() {
    return node.length;
  }

  boolean isMust(int stop) {
    return Double.isNaN(prizeEur[stop]);
  }

  /** Time to empty a bin; large containers count as several of 1,100 l. */
  static double serviceSeconds(double capacityL) {
    return WasteRules.EMPTY_SECONDS * Math.max(1, Math.ceil(capacityL / WasteRules.EMPTY_LITRES));
  }

  private record Key(int node, boolean must, int open, int close) {}

  /** Stops of the given bins, for trucks of {@code truckL} litres. */
  static Stops of(int[] bins, Facts facts, double truckL) {
    Map<Key, Integer> open = new LinkedHashMap<>();
    List<Key> keys = new ArrayList<>();
    List<int[]> members = new ArrayList<>();
    List<Double> volume = new ArrayList<>();
    for (int b : bins) {
      Key key = new Key(facts.nodeOf[b], facts.due[b], facts.openMinute[b], facts.closeMinute[b]);
      Integer at = open.get(key);
      if (at == null || volume.get(at) + facts.litres[b] > truckL * PART_OF_TRUCK) {
        at = keys.size();
        open.put(key, at);
        keys.add(key);
        members.add(new int[0]);
        volume.add(0.0);
      }
      int[] grown = Arrays.copyOf(members.get(at), members.get(at).length + 1);
      grown[grown.length - 1] = b;
      members.set(at, grown);
      volume.set(at, volume.get(at) + facts.litres[b]);
    }
    int n = keys.size();
    double[] seconds = new double[n];
    double[] prize = new double[n];
    for (int i = 0; i < n; i++) {
      seconds[i] = WasteRules.STOP_SECONDS;
      for (int b : members.get(i)) {
        seconds[i] += serviceSeconds(facts.capacityL[b]);
        prize[i] += keys.get(i).must ? Double.NaN : facts.prizeEur[b];
      }
    }
    return new Stops(
        keys.stream().mapToInt(Key::node).toArray(),
        members.toArray(new int[0][]),
        volume.stream().mapToDouble(v -> Math.min(v, truckL)).toArray(),
        seconds,
        prize,
        keys.stream().mapToInt(Key::open).toArray(),
        keys.stream().mapToInt(Key::close).toArray());
  }
}
