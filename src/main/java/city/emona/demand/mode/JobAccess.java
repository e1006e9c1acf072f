package city.emona.demand.mode;

import city.emona.demand.ZoneAccess;
import city.emona.demand.ZoneSkims;
import city.emona.graph.Csr;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.Schema;
import city.emona.model.network.Network;
import city.emona.simulate.DaySteps;
import city.emona.simulate.ModeDay;
import city.emona.simulate.Progress;

/**
 * Jobs that can be reached from each zone within {@link ModeDay#REACH_MIN} minutes from door to
 * door, by mode (cumulative opportunities; Geurs and van Wee 2004, "Accessibility evaluation of
 * land-use and transport strategies"): by car at the hour's speeds, by bus with walk and wait or on
 * foot where that is faster, by bicycle, on foot. Stateless.
 */
final class JobAccess {
  /** Minute of the day at which it is measured. */
  static final int MINUTE = 8 * 60;

  private JobAccess() {}

  /** {@code [mode][zone]}. */
  static double[][] of(
      City city,
      Conditions conditions,
      DaySteps steps,
      int step,
      float[] speedKmh,
      ModeModel.Ways ways,
      BusRides.Journeys bus,
      Progress progress) {
    ZoneSkims car = car(city, conditions, steps, step, speedKmh, progress);
    int[] jobs = city.table(Schema.ZONES).ints("jobs");
    int n = jobs.length;
    double[][] reached = new double[Mode.values().length][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        int cell = i * n + j;
        double walk = ways.foot().minutes[cell];
        double ride = bus == null ? walk : Math.min(walk, bus.clockMin()[cell]);
        add(reached, Mode.CAR, i, jobs[j], car.minutes(i, j));
        add(reached, Mode.BUS, i, jobs[j], ride);
        add(reached, Mode.BIKE, i, jobs[j], ways.bikeMin()[cell]);
        add(reached, Mode.FOOT, i, jobs[j], walk);
      }
    }
    return reached;
  }

  private static void add(double[][] reached, Mode mode, int zone, int jobs, double minutes) {
    if (minutes <= ModeDay.REACH_MIN) {
      reached[mode.ordinal()][zone] += jobs;
    }
  }

  private static ZoneSkims car(
      City city,
      Conditions conditions,
      DaySteps steps,
      int step,
      float[] speedKmh,
      Progress progress) {
    Network net = city.network();
    boolean[] open = new boolean[net.linkCount()];
    double[] seconds = new double[open.length];
    for (int i = 0; i < open.length; i++) {
      open[i] = (net.modes()[i] & Schema.CAR) != 0;
      seconds[i] = net.lengthMm()[i] / 1e6 / Math.max(0.1, speedKmh[i]) * 3600;
    }
    int minute = steps.localMinute(step);
    for (Conditions.Closure c : conditions.closures()) {
      if ((c.modes() & Schema.CAR) != 0
          && c.fromMinute() < minute + steps.stepMinutes()
          && c.toMinute() > minute) {
        c.links().stream().forEach(i -> open[i] = false);
      }
    }
    Csr graph = Csr.of(net.nodeCount(), net.fromNode(), net.toNode(), open);
    return ZoneSkims.of(city, graph, seconds, ZoneAccess.SPEED_KMH, progress);
  }
}
