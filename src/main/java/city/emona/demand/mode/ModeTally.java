package city.emona.demand.mode;

import city.emona.simulate.ModeDay;
import java.util.Arrays;

/**
 * Sums of a day by zone: person trips by mode, change of the logsum, and how well each step
 * converged. A step is summed anew at every answer and enters the day once it is accepted. Not
 * thread-safe.
 */
final class ModeTally {
  private final double[][] trips;
  private final double[] gain;
  private final double[] ends;
  private final double[][] stepTrips;
  private final double[] stepGain;
  private final double[] stepEnds;
  private final double[] before;
  private final double[] residual;
  private final int[] rounds;

  /** Jobs in reach by mode and zone; null until eight o'clock. */
  double[][] jobs;

  ModeTally(int zones, int steps) {
    int modes = Mode.values().length;
    trips = new double[modes][zones];
    gain = new double[zones];
    ends = new double[zones];
    stepTrips = new double[modes][zones];
    stepGain = new double[zones];
    stepEnds = new double[zones];
    before = new double[modes];
    residual = new double[steps];
    rounds = new int[steps];
  }

  void clear() {
    for (double[] mode : stepTrips) {
      Arrays.fill(mode, 0);
    }
    Arrays.fill(before, 0);
    Arrays.fill(stepGain, 0);
    Arrays.fill(stepEnds, 0);
  }

  /** Persons from one zone to another with their shares; {@code gainMin} per person. */
  void add(
      int from,
      int to,
      double persons,
      double car,
      double bus,
      double active,
      double onBike,
      double gainMin) {
    stepTrips[Mode.CAR.ordinal()][from] += persons * car;
    stepTrips[Mode.BUS.ordinal()][from] += persons * bus;
    stepTrips[Mode.BIKE.ordinal()][from] += persons * active * onBike;
    stepTrips[Mode.FOOT.ordinal()][from] += persons * active * (1 - onBike);
    stepEnds[from] += persons / 2;
    stepEnds[to] += persons / 2;
    stepGain[from] += persons * gainMin / 2;
    stepGain[to] += persons * gainMin / 2;
  }

  /** The same persons with their shares on the base day. */
  void addBefore(double persons, double car, double bus, double active, double onBike) {
    before[Mode.CAR.ordinal()] += persons * car;
    before[Mode.BUS.ordinal()] += persons * bus;
    before[Mode.BIKE.ordinal()] += persons * active * onBike;
    before[Mode.FOOT.ordinal()] += persons * active * (1 - onBike);
  }

  /** The step that was summed last. */
  ModeDay.Hour hour(int step) {
    double[] now = new double[before.length];
    for (int m = 0; m < now.length; m++) {
      now[m] = Arrays.stream(stepTrips[m]).sum();
    }
    return new ModeDay.Hour(before.clone(), now, residual[step], rounds[step]);
  }

  void accept(int step, double left, int assignments) {
    residual[step] = left;
    rounds[step] = assignments;
    for (int z = 0; z < gain.length; z++) {
      gain[z] += stepGain[z];
      ends[z] += stepEnds[z];
      for (int m = 0; m < trips.length; m++) {
        trips[m][z] += stepTrips[m][z];
      }
    }
  }

  ModeDay day() {
    double[][] reached = jobs == null ? new double[trips.length][gain.length] : jobs;
    return new ModeDay(trips, gain, ends, reached, residual, rounds);
  }
}
