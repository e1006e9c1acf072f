package city.emona.simulate.routing;

/**
 * Times and distances between all places, one pair of matrices per slice of the day; both may be
 * asymmetric. A slice holds from its start to the start of the next one, the first also before and
 * the last also after. A drive that passes a border of slices does the rest of its way at the next
 * slice's pace (Ichoua, Gendreau and Potvin, "Vehicle dispatching with time-dependent travel
 * times", European Journal of Operational Research 144(2), 2003), so who leaves later never arrives
 * earlier. Tenths of seconds and metres; entry {@code from · places + to}. Immutable by agreement:
 * the arrays are not copied.
 */
public record TravelMatrices(int places, int[] sliceStart_ds, int[][] time_ds, int[][] distance_m) {
  /** There is no way; larger values count as this one. */
  public static final int UNREACHABLE = 1 << 28;

  public TravelMatrices {
    if (sliceStart_ds.length == 0
        || time_ds.length != sliceStart_ds.length
        || distance_m.length != sliceStart_ds.length) {
      throw new IllegalArgumentException("one time and one distance matrix per slice");
    }
    for (int s = 0; s < time_ds.length; s++) {
      if (time_ds[s].length != places * places || distance_m[s].length != places * places) {
        throw new IllegalArgumentException("a matrix has places · places entries");
      }
      if (s > 0 && sliceStart_ds[s] <= sliceStart_ds[s - 1]) {
        throw new IllegalArgumentException("slices start one after the other");
      }
    }
  }

  /** The same all day long. */
  public static TravelMatrices constant(int places, int[] time_ds, int[] distance_m) {
    return new TravelMatrices(
        places, new int[] {0}, new int[][] {time_ds}, new int[][] {distance_m});
  }

  int slices() {
    return sliceStart_ds.length;
  }

  int slice(int at_ds) {
    int s = sliceStart_ds.length - 1;
    while (s > 0 && sliceStart_ds[s] > at_ds) {
      s--;
    }
    return s;
  }

  /** Time of the drive that leaves at {@code at_ds}. */
  public int time(int from, int to, int at_ds) {
    int pair = from * places + to;
    if (time_ds.length == 1) {
      return time_ds[0][pair];
    }
    int s = slice(at_ds);
    int whole = time_ds[s][pair];
    if (s == time_ds.length - 1 || at_ds + whole <= sliceStart_ds[s + 1]) {
      return whole;
    }
    return overBorder(pair, s, at_ds);
  }

  private int overBorder(int pair, int first, int at_ds) {
    double left = 1;
    double now = at_ds;
    for (int s = first; s < time_ds.length - 1; s++) {
      double rest = left * time_ds[s][pair];
      if (time_ds[s][pair] >= UNREACHABLE) {
        return UNREACHABLE;
      }
      if (now + rest <= sliceStart_ds[s + 1]) {
        return (int) StrictMath.rint(now + rest - at_ds);
      }
      left -= (sliceStart_ds[s + 1] - now) / time_ds[s][pair];
      now = sliceStart_ds[s + 1];
    }
    double end = now + left * time_ds[time_ds.length - 1][pair];
    return (int) Math.min(UNREACHABLE, StrictMath.rint(end - at_ds));
  }

  /** Length of the way that a drive takes when it leaves at {@code at_ds}. */
  public int distance(int from, int to, int at_ds) {
    int pair = from * places + to;
    return distance_m.length == 1 ? distance_m[0][pair] : distance_m[slice(at_ds)][pair];
  }
}
