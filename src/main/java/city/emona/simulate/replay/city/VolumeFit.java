package city.emona.simulate.replay.city;

import city.emona.simulate.TrafficDay;
import city.emona.simulate.replay.Plans;
import city.emona.simulate.replay.ReplayResult;
import java.util.List;

/**
 * How well a played day agrees with the assignment that its routes come from, over links and hours
 * with traffic in either: the share with GEH below 5 ({@code √(2 (m − c)² / (m + c))}, UK Design
 * Manual for Roads and Bridges), the coefficient of determination of the volumes, and the mean
 * travel time of the assignment and of the vehicles. They differ by intent: the played day has
 * queues that outlast the hour and block what lies behind.
 */
public record VolumeFit(
    double gehBelow5Share, double r2, double assignedMeanS, double playedMeanS, int cells) {

  public static VolumeFit of(
      TrafficDay day, double[] lengthM, double trips, ReplayResult played, Plans plans) {
    List<int[]> entered = played.entered();
    double perHour = 60.0 / day.steps().stepMinutes();
    int good = 0;
    int cells = 0;
    double n = 0;
    double sm = 0;
    double sc = 0;
    double smm = 0;
    double scc = 0;
    double smc = 0;
    double vehicleS = 0;
    for (int step = 0; step < day.steps().count(); step++) {
      int[] row = step < entered.size() ? entered.get(step) : null;
      for (int i = 0; i < lengthM.length; i++) {
        double assigned = day.totalVehPerH(step, i);
        double m = row == null ? 0 : row[i] * perHour;
        vehicleS += assigned / perHour * lengthM[i] / (day.speedKmh()[step][i] / 3.6);
        if (assigned + m <= 0) {
          continue;
        }
        cells++;
        good += 2 * (m - assigned) * (m - assigned) / (m + assigned) < 25 ? 1 : 0;
        n++;
        sm += m;
        sc += assigned;
        smm += m * m;
        scc += assigned * assigned;
        smc += m * assigned;
      }
    }
    double covariance = n * smc - sm * sc;
    double spread = (n * smm - sm * sm) * (n * scc - sc * sc);
    return new VolumeFit(
        cells > 0 ? (double) good / cells : 1,
        spread > 0 ? covariance * covariance / spread : 1,
        trips > 0 ? vehicleS / trips : 0,
        meanS(played, plans),
        cells);
  }

  private static double meanS(ReplayResult played, Plans plans) {
    double sum = 0;
    int count = 0;
    for (int v = 0; v < plans.count(); v++) {
      if (plans.kind()[v] != Plans.BUS && !Float.isNaN(played.arrivalS()[v])) {
        sum += played.arrivalS()[v] - plans.departS()[v];
        count++;
      }
    }
    return count > 0 ? sum / count : 0;
  }
}
