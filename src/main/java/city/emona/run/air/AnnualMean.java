package city.emona.run.air;

import city.emona.geodata.WeatherYear;
import city.emona.model.City;
import city.emona.run.RunArchive;
import city.emona.run.RunRecord;
import city.emona.scenario.Situation;
import city.emona.simulate.AirDay;
import city.emona.simulate.EmissionDay;
import city.emona.simulate.Pollutant;
import city.emona.simulate.Progress;
import city.emona.simulate.Quantity;
import city.emona.simulate.ReceptorGrid;
import city.emona.simulate.air.AirEngine;
import city.emona.simulate.air.KernelCache;
import java.util.List;
import java.util.function.Function;

/**
 * The annual mean by hour of the day from classes of days: the stored emissions of a run under
 * every class of {@link WeatherYear}, weighted by how often it occurs. The run's day stands for the
 * traffic of every day, so weekends and seasons of traffic are not in it. On request only: one
 * class costs about as much as the air of a run on the same grid, so the grid has cells twice as
 * wide.
 */
public final class AnnualMean {
  private static final int WIDER = 2;

  private final StoredFrames frames;
  private final Function<RunRecord, Situation> situationOf;
  private final int threads;

  public AnnualMean(RunArchive runs, Function<RunRecord, Situation> situationOf, int threads) {
    this.frames = new StoredFrames(runs);
    this.situationOf = situationOf;
    this.threads = threads;
  }

  /** Concentrations by hour of the day, each the mean over the year. */
  public AirDay of(RunRecord run, List<WeatherYear.DayClass> year, Progress progress) {
    City city = situationOf.apply(run).city();
    EmissionDay emissions = emissions(run);
    ReceptorGrid grid = wider(run.grid());
    int steps = run.steps().count();
    float[][][] mean = new float[4][steps][grid.count()];
    float[][] background = new float[4][steps];
    for (int k = 0; k < year.size(); k++) {
      progress.report("annual", (double) k / year.size());
      WeatherYear.DayClass c = year.get(k);
      if (c.share() == 0) {
        continue;
      }
      // A cache of its own and too small to keep anything: no class comes twice.
      AirDay day =
          AirEngine.run(
              city, emissions, c.weather(), grid, new KernelCache(1), threads, Progress.NONE);
      progress.check();
      float[][][] of = {day.nox(), day.no2(), day.pm25(), day.pm10()};
      AirDay.Background b = day.background();
      float[][] behind = {b.nox(), b.no2(), b.pm25(), b.pm10()};
      for (int p = 0; p < 4; p++) {
        for (int s = 0; s < steps; s++) {
          background[p][s] += (float) (c.share() * behind[p][s]);
          for (int cell = 0; cell < grid.count(); cell++) {
            mean[p][s][cell] += (float) (c.share() * of[p][s][cell]);
          }
        }
      }
    }
    return new AirDay(
        run.steps(),
        grid,
        mean[0],
        mean[1],
        mean[2],
        mean[3],
        new AirDay.Background(background[0], background[1], background[2], background[3]));
  }

  private static ReceptorGrid wider(ReceptorGrid g) {
    return new ReceptorGrid(
        g.x0M(),
        g.y0M(),
        g.cellM() * WIDER,
        (g.cols() + WIDER - 1) / WIDER,
        (g.rows() + WIDER - 1) / WIDER);
  }

  /** What was stored, exhaust and wear together. */
  private EmissionDay emissions(RunRecord run) {
    int steps = run.steps().count();
    int links = frames.frame(run, Quantity.EMISSIONS_NOX, 0).length;
    float[][][] g = new float[Pollutant.values().length][steps][links];
    Quantity[] stored = {
      Quantity.EMISSIONS_NOX,
      Quantity.EMISSIONS_NO2,
      Quantity.EMISSIONS_PM25,
      Quantity.EMISSIONS_PM10
    };
    Pollutant[] as = {
      Pollutant.NOX, Pollutant.NO2_PRIMARY, Pollutant.PM25_EXHAUST, Pollutant.PM10_EXHAUST
    };
    for (int k = 0; k < stored.length; k++) {
      for (int s = 0; s < steps; s++) {
        float[] frame = frames.frame(run, stored[k], s);
        for (int i = 0; i < links; i++) {
          g[as[k].ordinal()][s][i] =
              Float.isNaN(frame[i]) ? 0 : (float) (frame[i] / EmissionDay.G_PER_KM_H);
        }
      }
    }
    float[][] stirring = new float[steps][];
    for (int s = 0; s < steps; s++) {
      stirring[s] = frames.find(run, Quantity.TRAFFIC_STIRRING, s);
    }
    return new EmissionDay(
        run.steps(), g, steps > 0 && stirring[0] == null ? null : stirring, null);
  }
}
