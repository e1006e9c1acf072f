package city.emona.cli.bench;

import city.emona.simulate.traffic.TntpAssignment;
import java.util.Arrays;
import java.util.Random;

/**
 * A made network of the size at which memory and time of solvers begin to tell: 86 × 86 junctions
 * with faster main roads every twelve blocks, 865 zones on connectors and some 50,000 pairs with
 * trips, more of them near than far. Always the same. Times in minutes, capacities per hour, BPR
 * with b = 0.15 and power 4. It has no published optimum; it is for speed.
 */
final class MadeGrid {
  static final String NAME = "made grid";

  private static final int SIDE = 86;
  private static final int ZONES = 865;
  private static final int PAIRS_PER_ZONE = 57;
  private static final double TRIPS = 168_000;

  private final Random random = new Random(7);
  private final int[] x = new int[ZONES];
  private final int[] y = new int[ZONES];
  private int links;
  private int[] from = new int[40_000];
  private int[] to = new int[40_000];
  private double[] capacity = new double[40_000];
  private double[] time = new double[40_000];

  private MadeGrid() {}

  static TntpAssignment.Problem problem() {
    MadeGrid grid = new MadeGrid();
    grid.streets();
    grid.zones();
    return grid.withTrips();
  }

  private void streets() {
    for (int v = 0; v < SIDE * SIDE; v++) {
      if (v % SIDE + 1 < SIDE) {
        street(v, v + 1, v / SIDE % 12 == 0);
      }
      if (v + SIDE < SIDE * SIDE) {
        street(v, v + SIDE, v % SIDE % 12 == 0);
      }
    }
  }

  /** A street of 300 m in both directions; one in fourteen of the small ones is missing. */
  private void street(int a, int b, boolean isMain) {
    if (!isMain && random.nextDouble() < 0.07) {
      return;
    }
    for (int side = 0; side < 2; side++) {
      double km = 0.3 * (0.8 + 0.4 * random.nextDouble());
      add(
          ZONES + (side == 0 ? a : b),
          ZONES + (side == 0 ? b : a),
          isMain ? 4000 : 600 + 300 * random.nextDouble(),
          km / (isMain ? 70 : 35) * 60);
    }
  }

  private void add(int a, int b, double vehPerH, double minutes) {
    from[links] = a;
    to[links] = b;
    capacity[links] = vehPerH;
    time[links++] = minutes;
  }

  /** Each zone hangs on two junctions; half of the connectors take no time. */
  private void zones() {
    for (int z = 0; z < ZONES; z++) {
      x[z] = random.nextInt(SIDE - 1);
      y[z] = random.nextInt(SIDE - 1);
      for (int side = 0; side < 2; side++) {
        int junction = ZONES + y[z] * SIDE + x[z] + side;
        add(z, junction, 1e6, random.nextBoolean() ? 0 : 0.3);
        add(junction, z, 1e6, random.nextBoolean() ? 0 : 0.3);
      }
    }
  }

  private TntpAssignment.Problem withTrips() {
    int count = ZONES * PAIRS_PER_ZONE;
    int[] tripFrom = new int[count];
    int[] tripTo = new int[count];
    double[] trips = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      int a = i / PAIRS_PER_ZONE;
      // Coprime strides reach distinct zones other than the origin.
      int b = (a + 1 + i % PAIRS_PER_ZONE * 15) % ZONES;
      tripFrom[i] = a;
      tripTo[i] = b;
      double blocks = StrictMath.hypot(x[a] - x[b], y[a] - y[b]);
      trips[i] = StrictMath.exp(random.nextGaussian() - blocks / (0.16 * SIDE));
      sum += trips[i];
    }
    for (int i = 0; i < count; i++) {
      trips[i] *= TRIPS / sum;
    }
    double[] b = new double[links];
    double[] power = new double[links];
    Arrays.fill(b, 0.15);
    Arrays.fill(power, 4);
    return new TntpAssignment.Problem(
        ZONES,
        ZONES + SIDE * SIDE,
        ZONES,
        Arrays.copyOf(from, links),
        Arrays.copyOf(to, links),
        Arrays.copyOf(capacity, links),
        Arrays.copyOf(time, links),
        b,
        power,
        new double[links],
        tripFrom,
        tripTo,
        trips);
  }
}
