package city.emona.results;

import city.emona.model.City;
import city.emona.simulate.AirDay;
import city.emona.simulate.ReceptorGrid;

/**
 * The air where people live: residents, district and receptor cell of {@link Homes} on the grid. It
 * is the mean air of the cell under the middle of the block, not that of a facade.
 */
public final class HomeAir {
  private final AirDay day;
  private final int[] people;
  private final int[] district;
  private final int[] cell;
  private final int size;

  HomeAir(City city, AirDay day) {
    this(city, day.grid(), day);
  }

  private HomeAir(City city, ReceptorGrid grid, AirDay day) {
    this.day = day;
    Homes homes = Homes.of(city);
    people = new int[homes.size()];
    district = new int[homes.size()];
    cell = new int[homes.size()];
    int used = 0;
    for (int h = 0; h < homes.size(); h++) {
      int at = grid.find(homes.xM()[h], homes.yM()[h]);
      if (at >= 0) {
        people[used] = homes.people()[h];
        district[used] = homes.district()[h];
        cell[used++] = at;
      }
    }
    this.size = used;
  }

  /** What residents breathe at home on average, from one map. */
  public static double populationMean(City city, ReceptorGrid grid, float[] values) {
    HomeAir homes = new HomeAir(city, grid, null);
    double people = 0;
    double sum = 0;
    for (int h = 0; h < homes.size; h++) {
      people += homes.people[h];
      sum += (double) homes.people[h] * values[homes.cell[h]];
    }
    return people > 0 ? sum / people : Double.NaN;
  }

  int size() {
    return size;
  }

  int people(int home) {
    return people[home];
  }

  int district(int home) {
    return district[home];
  }

  /** Mean of the day at a home. */
  double mean(float[][] steps, int home) {
    double sum = 0;
    for (float[] step : steps) {
      sum += step[cell[home]];
    }
    return sum / steps.length;
  }

  /** Mean of the day that the city's own traffic adds; NaN where the background is not known. */
  double traffic(float[][] steps, float[] background, int home) {
    if (background == null) {
      return Double.NaN;
    }
    double sum = 0;
    for (int s = 0; s < steps.length; s++) {
      sum += Math.max(0, steps[s][cell[home]] - background[s]);
    }
    return sum / steps.length;
  }

  AirDay day() {
    return day;
  }
}
