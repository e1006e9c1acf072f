package city.emona.simulate.replay.city;

import city.emona.simulate.DaySteps;
import city.emona.simulate.UserClass;
import city.emona.simulate.replay.Plans;
import city.emona.simulate.replay.QueueNetwork;
import java.util.List;

/**
 * Whole vehicles from the fractions of vehicles that an assignment puts on routes. Systematic
 * sampling by class: fractions add up from route to route and from hour to hour, and each time the
 * sum passes a whole number a vehicle takes that route. So totals are right to one vehicle a class,
 * every route has its expected number, and neighbouring routes differ by less than chance would
 * make them. Departures are spread evenly over the step by a hash of seed and number. Not
 * thread-safe.
 */
public final class TripSampler {
  private final DaySteps steps;
  private final long seed;
  private final double[] sum;
  private final byte[] kind;
  private final byte[] size;
  private final Plans.Builder plans = new Plans.Builder();
  private double withoutLinks;

  public TripSampler(DaySteps steps, List<UserClass> classes, long seed) {
    this.steps = steps;
    this.seed = seed;
    sum = new double[classes.size()];
    kind = new byte[sum.length];
    size = new byte[sum.length];
    for (int c = 0; c < sum.length; c++) {
      sum[c] = uniform(-1L - c);
      kind[c] = (byte) classes.get(c).group().ordinal();
      size[c] = (byte) Math.max(1, Math.round(classes.get(c).pcu()));
    }
  }

  /** Uniform in [0, 1) from a counter. */
  private double uniform(long counter) {
    return (QueueNetwork.mix(seed * 0x9E3779B97F4A7C15L + counter * 0xD1B54A32D192ED03L) >>> 11)
        * 0x1p-53;
  }

  /** {@code vehicles} of a class that start in a step and take these links. */
  public void route(int step, int classIdx, int[] links, int count, double vehicles) {
    if (count == 0) {
      withoutLinks += vehicles; // between zones that share an access node
      return;
    }
    sum[classIdx] += vehicles;
    while (sum[classIdx] >= 1) {
      sum[classIdx] -= 1;
      double within = uniform(plans.count());
      for (int k = 0; k < count; k++) {
        plans.link(links[k]);
      }
      plans.vehicle((step + within) * steps.stepMinutes() * 60.0, kind[classIdx], size[classIdx]);
    }
  }

  /** Trips that use no street between their ends. */
  public double withoutLinks() {
    return withoutLinks;
  }

  /** The vehicles so far; others, such as buses, may be added. */
  public Plans.Builder plans() {
    return plans;
  }
}
