package city.emona.simulate.air;

import city.emona.geo.PackedLines;
import city.emona.simulate.DaySteps;
import city.emona.simulate.EmissionDay;
import city.emona.simulate.Pollutant;
import city.emona.simulate.ReceptorGrid;
import city.emona.simulate.air.canyon.StreetCanyons;
import city.emona.simulate.air.fft.GridConvolution;
import city.emona.simulate.air.plume.DispersionConstants;
import city.emona.simulate.air.plume.Meteorology;
import java.util.Arrays;
import java.util.List;

/**
 * The part of the air model that is linear in emission: what the streets of a city add to the air
 * of a receptor grid in an hour of weather, µg/m³. Two fields travel together, because one complex
 * transform carries two real fields. {@link AirEngine} asks for a whole day, {@link AirEstimate}
 * for the difference that a change of emission makes. Thread-safe; a {@link Work} belongs to one
 * thread.
 */
final class StreetDispersion {
  /** NOx, primary NO₂, PM2.5, PM10. */
  static final int FIELDS = 4;

  private static final DispersionConstants CONSTANTS = DispersionConstants.AERMOD23132;

  /** Near weights above this many numbers per day are computed anew instead of kept. */
  private static final long MAX_KEPT_WEIGHTS = 24_000_000;

  private final List<Meteorology> mets;
  private final KernelCache cache;
  private final ReceptorGrid grid;
  private final GridConvolution convolution;
  private final StreetPieces pieces;
  private final NearField near;
  private final boolean keepsWeights;

  StreetDispersion(
      PackedLines lines,
      StreetCanyons canyons,
      double people,
      Weather weather,
      ReceptorGrid grid,
      KernelCache cache,
      DaySteps steps) {
    this.cache = cache;
    this.grid = grid;
    this.mets = SurfaceWeather.hours(weather, people, CitySource.ROUGHNESS_M);
    this.convolution = new GridConvolution(grid.cols(), grid.rows());
    this.pieces = StreetPieces.of(lines, grid, canyons);
    this.near = cache.pairs(grid, pieces);
    this.keepsWeights = (long) near.pairs() * steps.count() <= MAX_KEPT_WEIGHTS;
  }

  ReceptorGrid grid() {
    return grid;
  }

  /** Arrays of one thread. */
  static final class Work {
    final GridConvolution.Scratch scratch;

    /** The pair of fields computed last. */
    final double[][] field;

    /** All fields of an hour, for who wants them. */
    final double[][] all;

    private Work(StreetDispersion d) {
      scratch = new GridConvolution.Scratch(d.convolution);
      field = new double[2][d.grid.count()];
      all = new double[FIELDS][d.grid.count()];
    }
  }

  Work work() {
    return new Work(this);
  }

  /** Strength of every piece in µg/(m s), by field. */
  double[][] strength(EmissionDay emissions, int step) {
    return new double[][] {
      strength(emissions, step, Pollutant.NOX, null),
      strength(emissions, step, Pollutant.NO2_PRIMARY, null),
      strength(emissions, step, Pollutant.PM25_EXHAUST, Pollutant.PM25_WEAR),
      strength(emissions, step, Pollutant.PM10_EXHAUST, Pollutant.PM10_WEAR)
    };
  }

  /** One or two pollutants added. */
  private double[] strength(EmissionDay emissions, int step, Pollutant a, Pollutant b) {
    double[] sum = pieces.sumOverLinks(emissions.gPerMPerS()[a.ordinal()][step]);
    double[] more =
        b == null ? null : pieces.sumOverLinks(emissions.gPerMPerS()[b.ordinal()][step]);
    for (int p = 0; p < sum.length; p++) {
      sum[p] = 1e6 * (sum[p] + (more == null ? 0 : more[p]));
    }
    return sum;
  }

  /** Two fields of an hour into {@code work.field}; negative strengths are welcome. */
  void pair(int hour, double[] a, double[] b, Work work) {
    Meteorology met = mets.get(hour);
    HourKernel kernel = new HourKernel(met, CONSTANTS, grid.cellM());
    GridConvolution.Scratch s = work.scratch;
    GridConvolution.Spectrum far =
        cache.far(met, CONSTANTS, grid, () -> kernel.far(convolution, s));
    Arrays.fill(s.re, 0);
    Arrays.fill(s.im, 0);
    pieces.rasterise(a, s.re, grid.cols(), convolution.wide());
    pieces.rasterise(b, s.im, grid.cols(), convolution.wide());
    convolution.convolve(s, far);
    for (int r = 0; r < grid.rows(); r++) {
      int from = r * convolution.wide();
      System.arraycopy(s.re, from, work.field[0], r * grid.cols(), grid.cols());
      System.arraycopy(s.im, from, work.field[1], r * grid.cols(), grid.cols());
    }
    addNear(met, kernel, a, b, work);
  }

  private void addNear(Meteorology met, HourKernel kernel, double[] a, double[] b, Work work) {
    float[] weights = cache.nearIfKept(met, CONSTANTS, grid, pieces);
    if (weights == null && keepsWeights && isMost(a, b)) {
      weights =
          cache.near(met, CONSTANTS, grid, pieces, () -> near.weights(LineTables.city(kernel)));
    }
    if (weights != null) {
      near.addTo(work.field[0], a, weights);
      near.addTo(work.field[1], b, weights);
    } else {
      near.addTo(work.field[0], a, work.field[1], b, LineTables.city(kernel));
    }
  }

  /** Whether so many pieces emit that the weights of all of them are worth keeping. */
  private static boolean isMost(double[] a, double[] b) {
    int n = 0;
    for (int p = 0; p < a.length; p++) {
      n += a[p] != 0 || b[p] != 0 ? 1 : 0;
    }
    return 4L * n > a.length;
  }
}
