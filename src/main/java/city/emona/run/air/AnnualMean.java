package city.emona.run.air;

import city.emona.model.City;
import city.emona.run.RunArchive;
import city.emona.run.RunRecord;
import city.emona.scenario.Situation;
import city.emona.simulate.EmissionDay;
import city.emona.simulate.Pollutant;
import city.emona.simulate.Progress;
import city.emona.simulate.Quantity;
import city.emona.simulate.ReceptorGrid;
import city.emona.simulate.air.AnnualAir;
import city.emona.simulate.air.weather.YearOfDays;
import java.util.function.Function;

/**
 * The annual mean by part of the day: the stored emissions of a run under the classes of weather of
 * a year. The run's day stands for the traffic of every day, so weekends and seasons of traffic are
 * not in it. On request only, on a grid with cells twice as wide, because there are hundreds of
 * classes.
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

  /** Concentrations by part of the day, each the mean over the year. */
  public AnnualAir.Result of(RunRecord run, YearOfDays year, Progress progress) {
    City city = situationOf.apply(run).city();
    return AnnualAir.of(city, emissions(run), year, wider(run.grid()), threads, progress);
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
  EmissionDay emissions(RunRecord run) {
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
