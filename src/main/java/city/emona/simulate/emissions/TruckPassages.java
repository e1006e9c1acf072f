package city.emona.simulate.emissions;

import city.emona.model.network.Network;
import city.emona.simulate.DaySteps;
import city.emona.simulate.WasteDay;
import java.util.List;

/**
 * Passages of collection trucks by link and step, with the mean speed at which they were driven.
 * The minutes between entering a link and the next hold the stops at the bins, and average-speed
 * curves count stops, so no idling is added. Speeds are kept between {@value #MIN_KMH} km/h, where
 * the curves of heavy vehicles begin (a long unloading is not driving), and that of the traffic.
 * The last link of a tour has no time of its own: it takes the speed of the other passages of the
 * link and step, or that of the traffic. Passages outside of the day count nowhere.
 */
final class TruckPassages {
  private static final double MIN_KMH = 6;

  private final Network network;
  private final int stepMinutes;
  private final float[][] passages;

  /** Passages whose time is known, and that time. */
  private final float[][] timed;

  private final float[][] minutes;

  TruckPassages(Network network, DaySteps steps, List<WasteDay.Tour> tours) {
    this.network = network;
    this.stepMinutes = steps.stepMinutes();
    this.passages = new float[steps.count()][tours.isEmpty() ? 0 : network.linkCount()];
    this.timed = new float[steps.count()][tours.isEmpty() ? 0 : network.linkCount()];
    this.minutes = new float[steps.count()][tours.isEmpty() ? 0 : network.linkCount()];
    for (WasteDay.Tour tour : tours) {
      for (int k = 0; k < tour.links().length; k++) {
        int step = (int) Math.floor(tour.enterMinute()[k] / stepMinutes);
        if (step >= 0 && step < passages.length) {
          int link = tour.links()[k];
          passages[step][link]++;
          if (k + 1 < tour.links().length) {
            timed[step][link]++;
            minutes[step][link] += tour.enterMinute()[k + 1] - tour.enterMinute()[k];
          }
        }
      }
    }
  }

  double perHour(int step, int link) {
    return passages[step].length == 0 ? 0 : passages[step][link] * 60.0 / stepMinutes;
  }

  /** Mean speed of the timed passages of a step, at most that of the traffic. */
  double speedKmh(int step, int link, double trafficKmh) {
    double hours = minutes[step][link] / 60.0;
    double km = timed[step][link] * (network.lengthMm()[link] / 1e6);
    double v = hours > 0 ? km / hours : trafficKmh;
    return Math.min(Math.max(trafficKmh, MIN_KMH), Math.max(MIN_KMH, v));
  }
}
