package city.emona.simulate.air;

import city.emona.EmonaException;
import city.emona.geo.Bounds;
import city.emona.geo.PackedLines;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.Schema;
import city.emona.simulate.AirDay;
import city.emona.simulate.Chunks;
import city.emona.simulate.DaySteps;
import city.emona.simulate.EmissionDay;
import city.emona.simulate.Pollutant;
import city.emona.simulate.Progress;
import city.emona.simulate.ReceptorGrid;
import city.emona.simulate.air.fft.GridConvolution;
import city.emona.simulate.air.plume.DispersionConstants;
import city.emona.simulate.air.plume.Meteorology;
import java.util.Arrays;
import java.util.List;

/**
 * Concentrations of a day on a receptor grid: steady Gaussian line sources of the R-LINE family in
 * the fast mode of src/docs/models/air.md. Per hour the street emissions are spread over the grid
 * and convolved with the far kernel (FFT), the near kernel is integrated along the true lines, the
 * background is added, and NO₂ follows from NOx, ozone and light. Everything but the last step is
 * linear in emission, so kernels and near weights are shared between scenarios through {@link
 * KernelCache}. Hours are independent and each is computed in a fixed order: thread count does not
 * change a bit.
 */
public final class AirEngine {
  /** Version for the run key; rises when results change. */
  public static final String VERSION = "air-2";

  private static final DispersionConstants CONSTANTS = DispersionConstants.AERMOD23132;

  /** Cell sizes to choose from, m, and how many cells a grid may have. */
  private static final double[] CELL_M = {
    20, 25, 30, 40, 50, 60, 80, 100, 150, 200, 300, 500, 1000
  };

  private static final int MAX_CELLS = 200_000;
  private static final double MARGIN_M = 300;

  /** Near weights above this many numbers per day are computed anew instead of kept. */
  private static final long MAX_KEPT_WEIGHTS = 24_000_000;

  private final EmissionDay emissions;
  private final Weather weather;
  private final List<Meteorology> mets;
  private final KernelCache cache;
  private final ReceptorGrid grid;
  private final GridConvolution convolution;
  private final StreetPieces pieces;
  private final NearField near;
  private final boolean keepsWeights;
  private final AirDay out;

  private AirEngine(
      City city, EmissionDay emissions, Weather weather, ReceptorGrid grid, KernelCache cache) {
    this.emissions = emissions;
    this.weather = weather;
    this.cache = cache;
    this.grid = grid;
    this.mets = SurfaceWeather.hours(weather, population(city), CitySource.ROUGHNESS_M);
    this.convolution = new GridConvolution(grid.cols(), grid.rows());
    this.pieces = StreetPieces.of(city.network().lines(), grid);
    this.near = cache.pairs(grid, pieces);
    int steps = emissions.steps().count();
    this.keepsWeights = (long) near.pairs() * steps <= MAX_KEPT_WEIGHTS;
    this.out =
        new AirDay(
            emissions.steps(),
            grid,
            new float[steps][grid.count()],
            new float[steps][grid.count()],
            new float[steps][grid.count()],
            new float[steps][grid.count()],
            background(emissions.steps(), weather));
  }

  public static AirDay run(
      City city,
      Conditions conditions,
      EmissionDay emissions,
      Weather weather,
      KernelCache kernels,
      int threads,
      Progress progress) {
    ReceptorGrid grid = grid(city.network().lines());
    return run(city, emissions, weather, grid, kernels, threads, progress);
  }

  /**
   * As above on a given grid: a scenario whose new streets leave the base city's bounds is computed
   * on the base's grid, so that the two can be compared cell by cell. Streets outside of the grid
   * are left out.
   */
  public static AirDay run(
      City city,
      EmissionDay emissions,
      Weather weather,
      ReceptorGrid grid,
      KernelCache kernels,
      int threads,
      Progress progress) {
    AirEngine engine = new AirEngine(city, emissions, weather, grid, kernels);
    ThreadLocal<Work> work = ThreadLocal.withInitial(() -> new Work(engine));
    Chunks.run(
        emissions.steps().count(), threads, "air", progress, s -> engine.step(s, work.get()));
    work.remove();
    return engine.out;
  }

  /** The receptor grid of a network: its bounds and a margin, in the finest cells that fit. */
  public static ReceptorGrid grid(PackedLines lines) {
    Bounds b = Bounds.EMPTY;
    for (int v = 0; v < lines.xMm().length; v++) {
      b = b.including(lines.xMm()[v] / 1000.0, lines.yMm()[v] / 1000.0);
    }
    if (b.isEmpty()) {
      b = new Bounds(0, 0, 0, 0);
    }
    b = b.grownBy(MARGIN_M);
    for (double cell : CELL_M) {
      double x0 = Math.floor(b.minX() / cell) * cell;
      double y0 = Math.floor(b.minY() / cell) * cell;
      long cols = (long) Math.ceil((b.maxX() - x0) / cell);
      long rows = (long) Math.ceil((b.maxY() - y0) / cell);
      if (cols * rows <= MAX_CELLS) {
        return new ReceptorGrid(x0, y0, cell, (int) cols, (int) rows);
      }
    }
    throw EmonaException.invalid(
        "The network spans more than the air model covers.",
        "links",
        "cut the city to one region of at most 400 km across");
  }

  private static AirDay.Background background(DaySteps steps, Weather weather) {
    float[][] of = new float[4][steps.count()];
    for (int s = 0; s < steps.count(); s++) {
      Weather.Hour h = weather.hours().get(hour(steps, s));
      of[0][s] = (float) h.noxUgM3();
      of[1][s] = (float) h.no2UgM3();
      of[2][s] = (float) h.pm25UgM3();
      of[3][s] = (float) h.pm10UgM3();
    }
    return new AirDay.Background(of[0], of[1], of[2], of[3]);
  }

  static double population(City city) {
    double sum = 0;
    for (int p : city.table(Schema.DISTRICTS).ints("population")) {
      sum += Math.max(0, p);
    }
    return sum;
  }

  /** Arrays of one thread. */
  private static final class Work {
    final GridConvolution.Scratch scratch;
    final double[][] field;

    Work(AirEngine e) {
      scratch = new GridConvolution.Scratch(e.convolution);
      field = new double[4][e.grid.count()];
    }
  }

  private void step(int step, Work work) {
    int hour = hour(emissions.steps(), step);
    Meteorology met = mets.get(hour);
    HourKernel kernel = new HourKernel(met, CONSTANTS, grid.cellM());
    GridConvolution.Spectrum far =
        cache.far(met, CONSTANTS, grid, () -> kernel.far(convolution, work.scratch));
    float[] weights =
        keepsWeights
            ? cache.near(met, CONSTANTS, grid, pieces, () -> near.weights(LineTables.city(kernel)))
            : near.weights(LineTables.city(kernel));
    double[][] strength = {
      strength(step, Pollutant.NOX, null),
      strength(step, Pollutant.NO2_PRIMARY, null),
      strength(step, Pollutant.PM25_EXHAUST, Pollutant.PM25_WEAR),
      strength(step, Pollutant.PM10_EXHAUST, Pollutant.PM10_WEAR)
    };
    for (int pair = 0; pair < 4; pair += 2) {
      two(work, far, weights, strength, pair);
    }
    write(step, weather.hours().get(hour), work.field);
  }

  static int hour(DaySteps steps, int step) {
    return steps.localMinute(step) / 60;
  }

  /** Strength of every piece in µg/(m s): one or two pollutants added. */
  private double[] strength(int step, Pollutant a, Pollutant b) {
    double[] sum = pieces.sumOverLinks(emissions.gPerMPerS()[a.ordinal()][step]);
    double[] more =
        b == null ? null : pieces.sumOverLinks(emissions.gPerMPerS()[b.ordinal()][step]);
    for (int p = 0; p < sum.length; p++) {
      sum[p] = 1e6 * (sum[p] + (more == null ? 0 : more[p]));
    }
    return sum;
  }

  private void two(
      Work work, GridConvolution.Spectrum far, float[] weights, double[][] strength, int pair) {
    GridConvolution.Scratch s = work.scratch;
    Arrays.fill(s.re, 0);
    Arrays.fill(s.im, 0);
    pieces.rasterise(strength[pair], s.re, grid.cols(), convolution.wide());
    pieces.rasterise(strength[pair + 1], s.im, grid.cols(), convolution.wide());
    convolution.convolve(s, far);
    for (int r = 0; r < grid.rows(); r++) {
      int from = r * convolution.wide();
      System.arraycopy(s.re, from, work.field[pair], r * grid.cols(), grid.cols());
      System.arraycopy(s.im, from, work.field[pair + 1], r * grid.cols(), grid.cols());
    }
    near.addTo(work.field[pair], strength[pair], weights);
    near.addTo(work.field[pair + 1], strength[pair + 1], weights);
  }

  /** Adds the background. Rounding of the FFT leaves specks below zero far from any street. */
  private void write(int step, Weather.Hour h, double[][] field) {
    No2Chemistry chemistry = new No2Chemistry(h);
    for (int c = 0; c < grid.count(); c++) {
      double nox = Math.max(0, field[0][c]);
      double primary = Math.min(nox, Math.max(0, field[1][c]));
      out.nox()[step][c] = (float) (h.noxUgM3() + nox);
      out.no2()[step][c] = (float) chemistry.no2(nox, primary);
      out.pm25()[step][c] = (float) (h.pm25UgM3() + Math.max(0, field[2][c]));
      out.pm10()[step][c] = (float) (h.pm10UgM3() + Math.max(0, field[3][c]));
    }
  }
}
