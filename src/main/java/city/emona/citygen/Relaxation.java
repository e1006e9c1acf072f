package city.emona.citygen;

import city.emona.demand.DayDemand;
import city.emona.demand.RestrictedShares;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.DayType;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.Progress;
import city.emona.simulate.TrafficDay;
import city.emona.simulate.traffic.TrafficEngine;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Step 11 of the recipe: lets the town grow with its traffic. Up to three times, a weekday is
 * assigned roughly (relative gap 1e-2; in large cities the busiest hour alone, in four parts) and
 * every link whose busiest hour is above 1.1 of its capacity gets what a city would have given it
 * long ago: more green first, then a lane. What stays above capacity is the congestion of the base
 * case, in a few places.
 */
final class Relaxation {
  /** The recipe says 1.3, but no queue passes more than 1: with that, played days locked. */
  private static final double TOO_FULL = 1.1;

  /** A street of homes has nothing to yield where it is full: no green, and no lane to turn. */
  private static final double TOO_FULL_SIDE = 1.0;

  private static final byte TERTIARY = (byte) Schema.ROAD_CLASSES.indexOf("tertiary");
  private static final double ROUGH_GAP = 1e-2;

  private Relaxation() {}

  /** Above this size the volumes are {@link PeakLoad}'s and not those of the traffic engine. */
  private static final int ENGINE_LINKS = 25_000;

  static City relax(City city, int passes, int threads, Progress progress) {
    City now = city;
    for (int pass = 0; pass < passes; pass++) {
      progress.check();
      boolean large = now.table(Schema.LINKS).size() > ENGINE_LINKS;
      double[] full =
          large
              ? PeakLoad.volumeOverCapacity(now, progress)
              : peakVolumeOverCapacity(now, threads, progress);
      Table links = now.table(Schema.LINKS);
      int[] lanes = links.ints("lanes").clone();
      int[] capacity = links.ints("capacity_veh_per_h").clone();
      boolean changed = false;
      full = ofBothDirections(links, full);
      byte[] roadClass = now.network().roadClass();
      for (int l = 0; l < full.length; l++) {
        boolean side = roadClass[l] > TERTIARY;
        double bound = side ? TOO_FULL_SIDE : TOO_FULL;
        if (full[l] > bound) {
          boolean lane = pass > 0 && lanes[l] < 3 && !side;
          // a lane to a yard that everybody behind it needs is built as a street from the start
          double green =
              side || full[l] > 2 ? Math.min(4, full[l] / (side ? 0.95 : TOO_FULL)) : 1.2;
          double more = lane ? (lanes[l] + 1.0) / lanes[l] : green;
          lanes[l] += lane ? 1 : 0;
          capacity[l] = (int) Math.rint(capacity[l] * more / 10) * 10;
          changed = true;
        }
      }
      if (!changed) {
        break;
      }
      now = now.with(links.with("lanes", lanes).with("capacity_veh_per_h", capacity));
    }
    return now;
  }

  /** The fuller direction of each street: it is widened on both sides. */
  private static double[] ofBothDirections(Table links, double[] full) {
    int[] from = links.ints("from_node");
    int[] to = links.ints("to_node");
    Map<Long, Double> most = new HashMap<>();
    for (int l = 0; l < full.length; l++) {
      most.merge(ends(from[l], to[l]), full[l], Math::max);
    }
    double[] out = new double[full.length];
    Arrays.setAll(out, l -> most.get(ends(from[l], to[l])));
    return out;
  }

  private static long ends(int a, int b) {
    return (long) Math.min(a, b) << 32 | Math.max(a, b);
  }

  /** Largest hourly volume of each link over its capacity on a weekday. */
  static double[] peakVolumeOverCapacity(City city, int threads, Progress progress) {
    Conditions weekday = Conditions.base(DayType.WEEKDAY);
    DayDemand demand = DayDemand.of(city, city, weekday, RestrictedShares.NONE, progress);
    TrafficDay day = TrafficEngine.run(city, weekday, demand, ROUGH_GAP, threads, progress);
    int[] capacity = city.network().capacityVehPerH();
    double[] out = new double[capacity.length];
    for (int step = 0; step < day.steps().count(); step++) {
      for (int l = 0; l < out.length; l++) {
        out[l] = Math.max(out[l], day.totalVehPerH(step, l) / Math.max(1.0, capacity[l]));
      }
    }
    return out;
  }
}
