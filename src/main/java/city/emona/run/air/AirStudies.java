package city.emona.run.air;

import city.emona.EmonaException;
import city.emona.geodata.WeatherReader;
import city.emona.run.RunArchive;
import city.emona.run.RunRecord;
import city.emona.scenario.Situation;
import city.emona.simulate.EmissionDay;
import city.emona.simulate.EmissionDay.VehicleClass;
import city.emona.simulate.Progress;
import city.emona.simulate.Quantity;
import city.emona.simulate.air.Attribution;
import city.emona.simulate.air.Weather;
import java.util.function.Function;

/**
 * Questions to the air of a stored run that are answered when asked, from its stored frames and the
 * city and conditions that its scenario makes. Thread-safe.
 */
public final class AirStudies {

  private final StoredFrames frames;
  private final Function<RunRecord, Situation> situationOf;
  private final int threads;

  /**
   * @param situationOf the city and conditions that a run was computed on
   */
  public AirStudies(RunArchive runs, Function<RunRecord, Situation> situationOf, int threads) {
    this.frames = new StoredFrames(runs);
    this.situationOf = situationOf;
    this.threads = threads;
  }

  /**
   * What the streets contribute at a place, µg/m³: {@code byLink} and {@code byClass} (ordinals of
   * {@link VehicleClass}) both add up to {@code trafficUgM3}; with {@code backgroundUgM3} that is
   * the concentration at the place. {@code gridUgM3} is the map's value at the nearest cell, NaN
   * outside of it.
   */
  public record Causes(
      AirPollutant pollutant,
      int step,
      double xM,
      double yM,
      double backgroundUgM3,
      double trafficUgM3,
      double gridUgM3,
      double[] byLink,
      double[] byClass) {}

  /** Attribution at a place of the city's metre system. */
  public Causes attribute(RunRecord run, AirPollutant pollutant, int step, double xM, double yM) {
    if (step < 0 || step >= run.steps().count()) {
      throw EmonaException.invalid(
          "The run has no step " + step + ".",
          "step",
          "Give a number from 0 to " + (run.steps().count() - 1) + ".");
    }
    Situation situation = situationOf.apply(run);
    Weather weather = WeatherReader.named(situation.conditions().weather());
    float[] stirring = frames.find(run, Quantity.TRAFFIC_STIRRING, step);
    double[] weight =
        Attribution.weights(
            situation.city(), weather, run.steps(), step, xM, yM, stirring, threads, Progress.NONE);
    double[] byLink = times(weight, frames.frame(run, pollutant.emitted(), step));
    double sum = sum(byLink);
    double background = pollutant.background(Attribution.hour(weather, run.steps(), step));
    double traffic = sum;
    if (pollutant == AirPollutant.NO2) {
      // Not linear in NOx: the traffic's part of the NO2 is shared out like the NOx behind it.
      double primary = sum(times(weight, frames.frame(run, Quantity.EMISSIONS_NO2, step)));
      traffic =
          Attribution.no2(
                  situation.city(), weather, run.steps(), step, xM, yM, stirring, sum, primary)
              - background;
      double scale = sum > 0 ? traffic / sum : 0;
      for (int i = 0; i < byLink.length; i++) {
        byLink[i] *= scale;
      }
    }
    return new Causes(
        pollutant,
        step,
        xM,
        yM,
        background,
        traffic,
        gridValue(run, pollutant, step, xM, yM),
        byLink,
        byClass(byLink, frames.frame(run, pollutant.classes(), step)));
  }

  private double gridValue(RunRecord run, AirPollutant pollutant, int step, double xM, double yM) {
    int cell = run.grid() == null ? -1 : run.grid().find(xM, yM);
    return cell < 0 ? Double.NaN : frames.frame(run, pollutant.quantity(), step)[cell];
  }

  private static double[] times(double[] weight, float[] perKmAndH) {
    double[] out = new double[weight.length];
    for (int i = 0; i < Math.min(out.length, perKmAndH.length); i++) {
      double q = Float.isNaN(perKmAndH[i]) ? 0 : perKmAndH[i] / EmissionDay.G_PER_KM_H;
      out[i] = weight[i] * q;
    }
    return out;
  }

  /** By the stored shares, which are rounded, so they are made to add up to 1 again. */
  private static double[] byClass(double[] byLink, float[] shares) {
    int classes = VehicleClass.values().length;
    int links = shares.length / classes;
    double[] out = new double[classes];
    for (int i = 0; i < Math.min(links, byLink.length); i++) {
      double all = 0;
      for (int c = 0; c < classes; c++) {
        all += shares[c * links + i];
      }
      for (int c = 0; c < classes && all > 0; c++) {
        out[c] += byLink[i] * shares[c * links + i] / all;
      }
    }
    return out;
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v;
    }
    return sum;
  }
}
