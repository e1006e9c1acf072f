package city.emona.run.air;

import city.emona.geodata.WeatherReader;
import city.emona.results.HomeAir;
import city.emona.run.Question;
import city.emona.run.traffic.TrafficStudies;
import city.emona.scenario.Situation;
import city.emona.simulate.AirDay;
import city.emona.simulate.DaySteps;
import city.emona.simulate.EmissionDay;
import city.emona.simulate.Progress;
import city.emona.simulate.Quantity;
import city.emona.simulate.ReceptorGrid;
import city.emona.simulate.TrafficDay;
import city.emona.simulate.air.AirEstimate;
import city.emona.simulate.air.KernelCache;
import city.emona.simulate.air.Weather;
import city.emona.simulate.emissions.EmissionEngine;
import city.emona.simulate.emissions.EmissionTables;
import city.emona.simulate.traffic.HourEstimate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The air of one hour after an edit, from the traffic that {@link TrafficStudies} has estimated:
 * emissions of the hour before and after, and the difference between them carried through the air
 * by linearity ({@link AirEstimate.Hour}). An estimate like the traffic's: no collection trucks, no
 * change of mode. The last base hours are kept. Thread-safe; one question at a time.
 */
public final class AirEstimates {
  private static final int KEPT_HOURS = 2;

  /** What an estimate tells of, in this order. */
  public static final List<Quantity> QUANTITIES =
      List.of(Quantity.AIR_NO2, Quantity.AIR_PM25, Quantity.AIR_PM10);

  private final EmissionTables tables;
  private final KernelCache kernels;
  private final int threads;
  private final Map<String, AirEstimate.Hour> hours = new LinkedHashMap<>();

  public AirEstimates(EmissionTables tables, KernelCache kernels, int threads) {
    this.tables = tables;
    this.kernels = kernels;
    this.threads = threads;
  }

  /**
   * Maps before and after by place in {@link #QUANTITIES}, and what people breathe at home on
   * average.
   */
  public record Estimate(
      int step,
      ReceptorGrid grid,
      float[][] before,
      float[][] after,
      double[] meanBefore,
      double[] meanAfter,
      double milliseconds) {}

  /** The air of an hour before and after. */
  public synchronized Estimate estimate(
      Question base, Question question, TrafficStudies.Estimate traffic) {
    long began = System.nanoTime();
    Situation from = base.situation();
    Situation now = question.situation();
    int step = traffic.before().hour().step(); // of the base day, also for what is after
    DaySteps steps = DaySteps.hourly(from.conditions().date(), from.city().info().timeZone());
    Weather weather = WeatherReader.named(from.conditions().weather());
    AirEstimate.Hour hour = hour(base, traffic, steps, weather);
    EmissionDay changed = emissions(now, traffic.after().hour(), steps, step, weather);
    AirDay before = hour.base();
    boolean isSameWeather = now.conditions().weather().equals(from.conditions().weather());
    AirDay after =
        isSameWeather && hour.fits(now.city())
            ? hour.with(changed)
            : AirEstimate.Hour.of(
                    now.city(),
                    changed,
                    step,
                    WeatherReader.named(now.conditions().weather()),
                    hour.grid(),
                    kernels,
                    threads)
                .base();
    float[][] a = of(before, step);
    float[][] b = of(after, step);
    double[] meanA = new double[a.length];
    double[] meanB = new double[a.length];
    for (int q = 0; q < a.length; q++) {
      meanA[q] = HomeAir.populationMean(from.city(), hour.grid(), a[q]);
      meanB[q] = HomeAir.populationMean(now.city(), hour.grid(), b[q]);
    }
    double ms = (System.nanoTime() - began) / 1e6;
    return new Estimate(traffic.step(), hour.grid(), a, b, meanA, meanB, ms);
  }

  private static float[][] of(AirDay day, int step) {
    return new float[][] {day.no2()[step], day.pm25()[step], day.pm10()[step]};
  }

  private AirEstimate.Hour hour(
      Question base, TrafficStudies.Estimate traffic, DaySteps steps, Weather weather) {
    int step = traffic.before().hour().step();
    String key = base.runId() + " " + step;
    AirEstimate.Hour known = hours.remove(key);
    if (known == null) {
      Situation s = base.situation();
      EmissionDay emissions = emissions(s, traffic.before().hour(), steps, step, weather);
      known = AirEstimate.Hour.of(s.city(), emissions, step, weather, kernels, threads);
    }
    hours.put(key, known);
    if (hours.size() > KEPT_HOURS) {
      hours.remove(hours.keySet().iterator().next());
    }
    return known;
  }

  /** Emissions of the hour; the other hours of the day are without traffic. */
  private EmissionDay emissions(
      Situation s, HourEstimate.Hour hour, DaySteps steps, int step, Weather weather) {
    float[] nothing = new float[hour.speedKmh().length];
    float[][][] volume = new float[hour.classes().size()][steps.count()][];
    float[][] speed = new float[steps.count()][];
    for (int t = 0; t < steps.count(); t++) {
      speed[t] = t == step ? hour.speedKmh() : nothing;
      for (int c = 0; c < volume.length; c++) {
        volume[c][t] = t == step ? hour.volumeVehPerH()[c] : nothing;
      }
    }
    TrafficDay day =
        new TrafficDay(steps, hour.classes(), volume, speed, new double[steps.count()]);
    return EmissionEngine.run(
        s.city(),
        s.conditions(),
        day,
        List.of(),
        tables,
        weather.meanTemperatureC(),
        threads,
        Progress.NONE);
  }
}
