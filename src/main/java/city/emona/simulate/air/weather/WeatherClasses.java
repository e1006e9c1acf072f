package city.emona.simulate.air.weather;

import city.emona.simulate.air.Weather;
import city.emona.simulate.air.plume.Meteorology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The hours of a year as classes of weather: wind from one of {@value #SECTORS} directions, three
 * speeds, six stabilities by Obukhov length, and a part of the day, because traffic, light and
 * background go with the clock. How often a class occurs is counted from the hours given; a class
 * has the mean of its hours: the harmonic mean of the wind (concentration goes with 1/u), u* and w*
 * in their mean proportion to it, the mean of 1/L. Bounds of the classes are this program's own.
 */
public final class WeatherClasses {
  static final int SECTORS = 36;

  /** Hours at which a part of the day begins: night, morning peak, day, evening peak, evening. */
  private static final int[] PART_FROM = {0, 6, 10, 15, 20};

  /** Wind in m/s at which the second and the third class of speed begin. */
  private static final double[] SPEED_FROM = {2, 4};

  /** 1/L in 1/m between very unstable, unstable, two neutral halves, stable and very stable. */
  private static final double[] STABILITY_FROM = {-1 / 50.0, -1 / 500.0, 0, 1 / 500.0, 1 / 60.0};

  private WeatherClasses() {}

  /**
   * A class: its part of the day, the weather, and by hour of the day how often it occurs there
   * ({@code share}, which sum to 1 over all classes and hours).
   */
  public record WeatherClass(int part, Meteorology met, Weather.Hour hour, double[] share) {
    public double sum() {
      double sum = 0;
      for (double s : share) {
        sum += s;
      }
      return sum;
    }
  }

  /** Parts of the day, numbered from midnight. */
  public static int parts() {
    return PART_FROM.length;
  }

  public static int part(int hour) {
    int p = PART_FROM.length - 1;
    while (hour < PART_FROM[p]) {
      p--;
    }
    return p;
  }

  /** Classes in ascending order of their number; {@code people} sets the mixing over the town. */
  public static List<WeatherClass> of(List<YearOfDays.Day> days, double people, double roughnessM) {
    Map<Integer, Sum> sums = new TreeMap<>();
    for (YearOfDays.Day day : days) {
      List<Meteorology> mets = SurfaceWeather.hours(day.weather(), people, roughnessM);
      for (int h = 0; day.share() > 0 && h < mets.size(); h++) {
        Meteorology met = mets.get(h);
        sums.computeIfAbsent(number(h, met), k -> new Sum())
            .add(h, day.weather().hours().get(h), met, day.share() / mets.size());
      }
    }
    List<WeatherClass> out = new ArrayList<>();
    for (Sum s : sums.values()) {
      out.add(s.mean());
    }
    return List.copyOf(out);
  }

  private static int number(int hour, Meteorology met) {
    int sector = (int) Math.floor(met.windFromDeg() / 360 * SECTORS + 0.5) % SECTORS;
    int speed = rank(SPEED_FROM, met.windMPerS());
    int stability = rank(STABILITY_FROM, 1 / met.obukhovM());
    return ((part(hour) * (STABILITY_FROM.length + 1) + stability) * (SPEED_FROM.length + 1)
                + speed)
            * SECTORS
        + sector;
  }

  private static int rank(double[] from, double value) {
    int r = 0;
    while (r < from.length && value >= from[r]) {
      r++;
    }
    return r;
  }

  /** Sums over the hours of a class, weighted by their share. */
  private static final class Sum {
    private final double[] share = new double[24];
    private final double[] of = new double[16];
    private double all;
    private Meteorology any;
    private int part;

    void add(int hour, Weather.Hour h, Meteorology met, double w) {
      share[hour] += w;
      all += w;
      any = met;
      part = part(hour);
      double from = Math.toRadians(met.windFromDeg());
      double[] values = {
        1 / met.windMPerS(),
        met.ustarMPerS() / met.windMPerS(),
        met.wstarMPerS(),
        1 / met.obukhovM(),
        met.mixingM(),
        StrictMath.sin(from),
        StrictMath.cos(from),
        h.temperatureC(),
        h.cloudShare(),
        h.globalRadiationWPerM2(),
        h.noxUgM3(),
        h.no2UgM3(),
        h.o3UgM3(),
        h.pm25UgM3(),
        h.pm10UgM3()
      };
      for (int i = 0; i < values.length; i++) {
        of[i] += w * values[i];
      }
    }

    WeatherClass mean() {
      double wind = all / of[0];
      double inverse = of[3] / all;
      double from = (Math.toDegrees(StrictMath.atan2(of[5], of[6])) + 360) % 360;
      Meteorology met =
          new Meteorology(
              of[1] / all * wind,
              of[2] / all,
              inverse == 0 ? 1e6 : 1 / inverse,
              of[4] / all,
              wind,
              from,
              any.referenceM(),
              any.roughnessM());
      Weather.Hour hour =
          new Weather.Hour(
              wind,
              from,
              of[7] / all,
              of[8] / all,
              of[9] / all,
              of[10] / all,
              of[11] / all,
              of[12] / all,
              of[13] / all,
              of[14] / all);
      return new WeatherClass(part, met, hour, share);
    }
  }
}
