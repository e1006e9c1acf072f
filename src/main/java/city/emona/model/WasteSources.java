package city.emona.model;

import java.util.Arrays;

/**
 * Where a city's municipal waste comes from: homes and, collected with theirs, shops, offices and
 * the like. The statistics count both per resident (Eurostat env_wasmun: waste from households and
 * similar waste), so the total follows the residents, and {@value #SHOPS_SHARE} of it lies where
 * the workplaces are: within the tenth to two fifths that are not from households (OECD, recalled;
 * 40 % in North America after Cheremisinoff, Handbook of Solid Waste Management). Industry disposes
 * of its waste on its own. Stateless.
 */
public final class WasteSources {
  public static final double SHOPS_SHARE = 0.25;

  private WasteSources() {}

  /**
   * Residents who would make the waste of each place, those in it and its workplaces; the sum is
   * that of the residents. Without workplaces anywhere it is the residents.
   */
  public static double[] equivalents(int[] residents, int[] workplaces) {
    double people = Arrays.stream(residents).asDoubleStream().sum();
    double jobs = Arrays.stream(workplaces).asDoubleStream().sum();
    double[] all = new double[residents.length];
    for (int i = 0; i < all.length; i++) {
      all[i] =
          jobs > 0
              ? (1 - SHOPS_SHARE) * residents[i] + SHOPS_SHARE * people * workplaces[i] / jobs
              : residents[i];
    }
    return all;
  }
}
