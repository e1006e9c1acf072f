package city.emona.run.air;

import city.emona.geo.PackedLines;
import city.emona.geodata.WeatherReader;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.run.RunArchive;
import city.emona.run.RunRecord;
import city.emona.scenario.Situation;
import city.emona.simulate.EmissionDay;
import city.emona.simulate.Pollutant;
import city.emona.simulate.Quantity;
import city.emona.simulate.air.AirEngine;
import city.emona.simulate.air.KernelCache;
import city.emona.simulate.air.Weather;
import city.emona.simulate.air.canyon.StreetCanyons;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/**
 * The air at both sides of every street in an hour of a stored run: at the fronts of the houses in
 * a street canyon, at the kerbs elsewhere; the mean over the straight pieces of the street by
 * length. Worked out when asked from the stored emissions, since a whole day of it would cost as
 * much as a run. Canyons are unvalidated, as on the map. Thread-safe.
 */
public final class StreetSides {
  /** From the axis to the kerb, where a pedestrian walks, m. */
  public static final double KERB_M = 7;

  /** A place inside of the front, so that it lies in the canyon. */
  private static final double AT_FRONT = 0.98;

  private final StoredFrames frames;
  private final Function<RunRecord, Situation> situationOf;
  private final KernelCache kernels;
  private final int threads;

  public StreetSides(
      RunArchive runs,
      Function<RunRecord, Situation> situationOf,
      KernelCache kernels,
      int threads) {
    this.frames = new StoredFrames(runs);
    this.situationOf = situationOf;
    this.kernels = kernels;
    this.threads = threads;
  }

  /** What side of a street a value is of, and what it is like. */
  public enum Exposure {
    OPEN,
    LEEWARD,
    WINDWARD
  }

  /**
   * By side: µg/m³ of NOx, NO2, PM2.5 and PM10, and whether the street is a canyon there for most
   * of its length, and how the side lies to the wind. Side {@code 2 k} is the left one of street k.
   */
  public record Hour(float[][] ugM3, Exposure[] exposure) {}

  /** The links that stand for a street: one of both directions, in order. */
  public static int[] streets(City city) {
    PackedLines lines = city.network().lines();
    Set<String> seen = new HashSet<>();
    BitSet kept = new BitSet();
    for (int link = 0; link < lines.size(); link++) {
      int a = lines.first()[link];
      int b = lines.first()[link + 1] - 1;
      String ends =
          lines.xMm()[a] + "," + lines.yMm()[a] + " " + lines.xMm()[b] + "," + lines.yMm()[b];
      String back =
          lines.xMm()[b] + "," + lines.yMm()[b] + " " + lines.xMm()[a] + "," + lines.yMm()[a];
      boolean isBack = seen.contains(back + " " + (b - a));
      seen.add(ends + " " + (b - a));
      kept.set(link, b > a && !isBack);
    }
    return kept.stream().toArray();
  }

  /** The hour of a run. */
  public Hour of(RunRecord run, int step) {
    Situation s = situationOf.apply(run);
    City city = s.city();
    PackedLines lines = city.network().lines();
    int[] streets = streets(city);
    Weather weather = WeatherReader.named(s.conditions().weather());
    Table buildings = city.table(Schema.BUILDINGS);
    StreetCanyons canyons = new StreetCanyons(buildings.polygons(), buildings.ints("height_dm"));
    int pieces = 0;
    for (int link : streets) {
      pieces += lines.first()[link + 1] - lines.first()[link] - 1;
    }
    double[] x = new double[2 * pieces];
    double[] y = new double[2 * pieces];
    double[] length = new double[pieces];
    Exposure[] exposure = new Exposure[2 * streets.length];
    Arrays.fill(exposure, Exposure.OPEN);
    double from =
        Math.toRadians(weather.hours().get(run.steps().localMinute(step) / 60).windFromDeg());
    int p = 0;
    for (int k = 0; k < streets.length; k++) {
      double inCanyon = 0;
      double all = 0;
      double fromLeft = 0;
      for (int v = lines.first()[streets[k]]; v + 1 < lines.first()[streets[k] + 1]; v++, p++) {
        double x1 = lines.xMm()[v] / 1000.0;
        double y1 = lines.yMm()[v] / 1000.0;
        double dx = lines.xMm()[v + 1] / 1000.0 - x1;
        double dy = lines.yMm()[v + 1] / 1000.0 - y1;
        length[p] = Math.sqrt(dx * dx + dy * dy);
        double nx = length[p] > 0 ? -dy / length[p] : 0;
        double ny = length[p] > 0 ? dx / length[p] : 0;
        StreetCanyons.Canyon canyon = canyons.of(x1, y1, x1 + dx, y1 + dy);
        double off = canyon.exists() ? AT_FRONT * 0.5 * canyon.widthM() : KERB_M;
        for (int side = 0; side < 2; side++) {
          x[2 * p + side] = x1 + dx / 2 + (side == 0 ? off : -off) * nx;
          y[2 * p + side] = y1 + dy / 2 + (side == 0 ? off : -off) * ny;
        }
        all += length[p];
        inCanyon += canyon.exists() ? length[p] : 0;
        fromLeft += length[p] * (StrictMath.sin(from) * nx + StrictMath.cos(from) * ny);
      }
      if (inCanyon > all / 2) {
        // Behind the houses on the side that the wind comes from the street's own air gathers.
        exposure[2 * k] = fromLeft > 0 ? Exposure.LEEWARD : Exposure.WINDWARD;
        exposure[2 * k + 1] = fromLeft > 0 ? Exposure.WINDWARD : Exposure.LEEWARD;
      }
    }
    float[][] at =
        AirEngine.at(city, emissions(run, step), weather, step, run.grid(), x, y, kernels, threads);
    return new Hour(means(lines, streets, length, at), exposure);
  }

  private static float[][] means(PackedLines lines, int[] streets, double[] length, float[][] at) {
    float[][] out = new float[at.length][2 * streets.length];
    for (int f = 0; f < at.length; f++) {
      int p = 0;
      for (int k = 0; k < streets.length; k++) {
        double[] sum = new double[2];
        double all = 0;
        for (int v = lines.first()[streets[k]]; v + 1 < lines.first()[streets[k] + 1]; v++, p++) {
          all += length[p];
          sum[0] += length[p] * at[f][2 * p];
          sum[1] += length[p] * at[f][2 * p + 1];
        }
        out[f][2 * k] = all > 0 ? (float) (sum[0] / all) : Float.NaN;
        out[f][2 * k + 1] = all > 0 ? (float) (sum[1] / all) : Float.NaN;
      }
    }
    return out;
  }

  /** What was stored of the step, exhaust and wear together. */
  private EmissionDay emissions(RunRecord run, int step) {
    int steps = run.steps().count();
    Quantity[] stored = {
      Quantity.EMISSIONS_NOX,
      Quantity.EMISSIONS_NO2,
      Quantity.EMISSIONS_PM25,
      Quantity.EMISSIONS_PM10
    };
    Pollutant[] as = {
      Pollutant.NOX, Pollutant.NO2_PRIMARY, Pollutant.PM25_EXHAUST, Pollutant.PM10_EXHAUST
    };
    float[][][] g = new float[Pollutant.values().length][steps][];
    int links = frames.frame(run, Quantity.EMISSIONS_NOX, step).length;
    for (float[][] ofOne : g) {
      ofOne[step] = new float[links];
    }
    for (int k = 0; k < stored.length; k++) {
      float[] frame = frames.frame(run, stored[k], step);
      for (int i = 0; i < links; i++) {
        g[as[k].ordinal()][step][i] =
            Float.isNaN(frame[i]) ? 0 : (float) (frame[i] / EmissionDay.G_PER_KM_H);
      }
    }
    float[][] stirring = new float[steps][];
    stirring[step] = frames.find(run, Quantity.TRAFFIC_STIRRING, step);
    return new EmissionDay(run.steps(), g, stirring[step] == null ? null : stirring, null);
  }
}
