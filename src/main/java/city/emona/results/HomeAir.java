package city.emona.results;

import city.emona.geo.PackedPolygons;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.AirDay;
import city.emona.simulate.ReceptorGrid;

/**
 * The air where people live: residents, district and receptor cell of every inhabited block (of
 * every zone where blocks have no residents), in row order. A block stands for the cell under the
 * middle of its box, the same in every scenario; it is the cell's mean air, not that of a facade.
 */
public final class HomeAir {
  private final AirDay day;
  private final int[] people;
  private final int[] district;
  private final int[] cell;

  HomeAir(City city, AirDay day) {
    this(city, day.grid(), day);
  }

  private HomeAir(City city, ReceptorGrid grid, AirDay day) {
    this.day = day;
    Table blocks = city.table(Schema.LAND_USE);
    if (blocks.size() == 0 || noPeople(blocks)) {
      blocks = city.table(Schema.ZONES);
    }
    int[] population = blocks.ints("population");
    int[] districts = blocks.ints("district");
    people = new int[population.length];
    district = new int[population.length];
    cell = new int[population.length];
    int used = 0;
    for (int b = 0; b < population.length; b++) {
      int at =
          population[b] <= 0 ? -1 : grid.find(centreM(blocks, b, true), centreM(blocks, b, false));
      if (at >= 0) {
        people[used] = population[b];
        district[used] = districts[b];
        cell[used++] = at;
      }
    }
    this.size = used;
  }

  private final int size;

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

  private static boolean noPeople(Table blocks) {
    for (int p : blocks.ints("population")) {
      if (p > 0) {
        return false;
      }
    }
    return true;
  }

  private static double centreM(Table blocks, int row, boolean x) {
    var b = ((PackedPolygons) blocks.shapes()).bounds(row);
    return (x ? b.minX() + b.maxX() : b.minY() + b.maxY()) / 2000;
  }
}
