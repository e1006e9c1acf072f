package city.emona.simulate.air;

import city.emona.model.City;
import city.emona.simulate.AirDay;
import city.emona.simulate.Chunks;
import city.emona.simulate.EmissionDay;
import city.emona.simulate.Progress;
import city.emona.simulate.ReceptorGrid;
import city.emona.simulate.air.weather.WeatherClasses;
import city.emona.simulate.air.weather.WeatherClasses.WeatherClass;
import city.emona.simulate.air.weather.YearOfDays;
import java.util.List;

/**
 * The mean air of a year by part of the day, from {@link WeatherClasses}: one computation per class
 * instead of one per hour, under the mean emission and traffic of the hours in which the class
 * occurs. NO₂ follows class by class. Sums are kept by a fixed number of groups of classes and
 * added in order, so threads do not matter.
 */
public final class AnnualAir {
  private static final int GROUPS = 8;

  private final EmissionDay emissions;
  private final StreetDispersion streets;
  private final List<WeatherClass> classes;
  private final StreetDispersion.Streets[] byStep;

  private AnnualAir(
      City city, EmissionDay emissions, List<WeatherClass> classes, ReceptorGrid grid) {
    this.emissions = emissions;
    this.classes = classes;
    // A cache that keeps nothing: no class comes twice.
    this.streets =
        new StreetDispersion(
            city.network().lines(),
            AirEngine.canyons(city),
            classes.stream().map(WeatherClass::met).toList(),
            grid,
            new KernelCache(1),
            emissions.steps());
    this.byStep = new StreetDispersion.Streets[emissions.steps().count()];
    for (int s = 0; s < byStep.length; s++) {
      byStep[s] = streets.streets(emissions, s);
    }
  }

  /** Means by part of the day, at every step of the part, and how many classes were counted. */
  public record Result(AirDay day, int classes) {}

  /** The year of a city's emissions, every day of it with the same traffic. */
  public static Result of(
      City city,
      EmissionDay emissions,
      YearOfDays year,
      ReceptorGrid grid,
      int threads,
      Progress progress) {
    List<WeatherClass> classes =
        WeatherClasses.of(year.days(), AirEngine.population(city), CitySource.ROUGHNESS_M);
    AnnualAir air = new AnnualAir(city, emissions, classes, grid);
    AirDay[] groups = new AirDay[GROUPS];
    Chunks.run(GROUPS, threads, "annual", Progress.NONE, g -> groups[g] = air.group(g, progress));
    return new Result(air.together(groups), classes.size());
  }

  /** Sums of every eighth class by part of the day, weighted by how often it occurs. */
  private AirDay group(int group, Progress progress) {
    ReceptorGrid grid = streets.grid();
    AirDay sum = empty(WeatherClasses.parts(), grid);
    AirDay one = empty(1, grid);
    StreetDispersion.Work work = streets.work();
    for (int k = group; k < classes.size(); k += GROUPS) {
      progress.check();
      progress.report("annual", (double) k / classes.size());
      WeatherClass c = classes.get(k);
      StreetDispersion.Streets mean = mean(c);
      streets.fields(k, mean, work);
      AirEngine.write(one, 0, c.hour(), work.field, streets.exchangeS(k, mean));
      add(sum, c.part(), one, c.sum());
    }
    return sum;
  }

  private static AirDay empty(int steps, ReceptorGrid grid) {
    float[][][] f = new float[4][steps][grid.count()];
    return new AirDay(null, grid, f[0], f[1], f[2], f[3], null);
  }

  private static float[][][] fields(AirDay day) {
    return new float[][][] {day.nox(), day.no2(), day.pm25(), day.pm10()};
  }

  private static void add(AirDay to, int part, AirDay one, double share) {
    for (int p = 0; p < 4; p++) {
      float[] sum = fields(to)[p][part];
      float[] more = fields(one)[p][0];
      for (int c = 0; c < sum.length; c++) {
        sum[c] += (float) (share * more[c]);
      }
    }
  }

  /** Emission and traffic of the hours in which a class occurs, as often as it does. */
  private StreetDispersion.Streets mean(WeatherClass c) {
    int pieces = byStep[0].stirring().length;
    double[][] strength = new double[StreetDispersion.FIELDS][pieces];
    double[] stirring = new double[pieces];
    double[] weight = new double[byStep.length];
    double all = 0;
    for (int s = 0; s < weight.length; s++) {
      weight[s] = c.share()[AirEngine.hour(emissions.steps(), s)];
      all += weight[s];
    }
    for (int s = 0; s < weight.length; s++) {
      double w = weight[s] / all;
      for (int p = 0; w > 0 && p < pieces; p++) {
        for (int f = 0; f < strength.length; f++) {
          strength[f][p] += w * byStep[s].strength()[f][p];
        }
        stirring[p] += w * byStep[s].stirring()[p];
      }
    }
    return new StreetDispersion.Streets(strength, stirring);
  }

  private AirDay together(AirDay[] groups) {
    int steps = byStep.length;
    double[] share = new double[WeatherClasses.parts()];
    double[][] behind = new double[4][share.length];
    for (WeatherClass c : classes) {
      share[c.part()] += c.sum();
      behind[0][c.part()] += c.sum() * c.hour().noxUgM3();
      behind[1][c.part()] += c.sum() * c.hour().no2UgM3();
      behind[2][c.part()] += c.sum() * c.hour().pm25UgM3();
      behind[3][c.part()] += c.sum() * c.hour().pm10UgM3();
    }
    float[][][] mean = new float[4][steps][];
    float[][] background = new float[4][steps];
    float[][][] ofPart = new float[4][share.length][streets.grid().count()];
    for (int p = 0; p < 4; p++) {
      for (int d = 0; d < share.length; d++) {
        for (AirDay group : groups) {
          float[] more = fields(group)[p][d];
          for (int cell = 0; cell < more.length; cell++) {
            ofPart[p][d][cell] += (float) (more[cell] / share[d]);
          }
        }
      }
      for (int s = 0; s < steps; s++) {
        int d = WeatherClasses.part(AirEngine.hour(emissions.steps(), s));
        mean[p][s] = ofPart[p][d];
        background[p][s] = (float) (behind[p][d] / share[d]);
      }
    }
    AirDay.Background b =
        new AirDay.Background(background[0], background[1], background[2], background[3]);
    return new AirDay(emissions.steps(), streets.grid(), mean[0], mean[1], mean[2], mean[3], b);
  }
}
