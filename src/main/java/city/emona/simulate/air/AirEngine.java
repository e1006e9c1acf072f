package city.emona.simulate.air;

import city.emona.EmonaException;
import city.emona.geo.Bounds;
import city.emona.geo.PackedLines;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.AirDay;
import city.emona.simulate.Chunks;
import city.emona.simulate.DaySteps;
import city.emona.simulate.EmissionDay;
import city.emona.simulate.Progress;
import city.emona.simulate.ReceptorGrid;
import city.emona.simulate.air.canyon.StreetCanyons;

/**
 * Concentrations of a day on a receptor grid: steady Gaussian line sources of the R-LINE family in
 * the fast mode of src/docs/models/air.md. Per hour the street emissions are spread over the grid
 * and convolved with the far kernel (FFT), the near kernel is integrated along the true lines, the
 * background is added, and NO₂ follows from NOx, ozone and light. Everything but the last step and
 * the flow in canyons is linear in emission, so kernels and near weights are shared between
 * scenarios through {@link KernelCache}. Hours are independent and each is computed in a fixed
 * order: thread count does not change a bit.
 */
public final class AirEngine {
  /** Version for the run key; rises when results change. */
  public static final String VERSION = "air-6";

  /** Cell sizes to choose from, m, and how many cells a grid may have. */
  private static final double[] CELL_M = {
    20, 25, 30, 40, 50, 60, 80, 100, 150, 200, 300, 500, 1000
  };

  private static final int MAX_CELLS = 200_000;
  private static final double MARGIN_M = 300;

  private final EmissionDay emissions;
  private final Weather weather;
  private final StreetDispersion streets;
  private final AirDay out;

  private AirEngine(EmissionDay emissions, Weather weather, StreetDispersion streets) {
    this.emissions = emissions;
    this.weather = weather;
    this.streets = streets;
    this.out = emptyDay(emissions.steps(), streets.grid(), weather);
  }

  static AirDay emptyDay(DaySteps steps, ReceptorGrid grid, Weather weather) {
    float[][][] field = new float[StreetDispersion.FIELDS][steps.count()][grid.count()];
    return new AirDay(
        steps, grid, field[0], field[1], field[2], field[3], background(steps, weather));
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
    StreetDispersion streets =
        new StreetDispersion(
            city.network().lines(),
            canyons(city),
            population(city),
            weather,
            grid,
            kernels,
            emissions.steps());
    AirEngine engine = new AirEngine(emissions, weather, streets);
    ThreadLocal<StreetDispersion.Work> work = ThreadLocal.withInitial(streets::work);
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

  /** The rows of houses of a city. */
  static StreetCanyons canyons(City city) {
    Table buildings = city.table(Schema.BUILDINGS);
    return new StreetCanyons(buildings.polygons(), buildings.ints("height_dm"));
  }

  static double population(City city) {
    double sum = 0;
    for (int p : city.table(Schema.DISTRICTS).ints("population")) {
      sum += Math.max(0, p);
    }
    return sum;
  }

  private void step(int step, StreetDispersion.Work work) {
    int hour = hour(emissions.steps(), step);
    StreetDispersion.Streets now = streets.streets(emissions, step);
    streets.fields(hour, now, work);
    write(out, step, weather.hours().get(hour), work.field, streets.exchangeS(hour, now));
  }

  /**
   * Concentrations of one step at any places in the city's metres, {@code [NOx, NO2, PM2.5,
   * PM10][place]} in µg/m³ with the background: the far field between the cells of the map, the
   * near field at the place itself, fronts of canyons included.
   */
  public static float[][] at(
      City city,
      EmissionDay emissions,
      Weather weather,
      int step,
      ReceptorGrid grid,
      double[] xM,
      double[] yM,
      KernelCache kernels,
      int threads) {
    StreetDispersion streets =
        new StreetDispersion(
            city.network().lines(),
            canyons(city),
            population(city),
            weather,
            grid,
            kernels,
            emissions.steps());
    int hour = hour(emissions.steps(), step);
    StreetDispersion.Streets now = streets.streets(emissions, step);
    StreetDispersion.Places at = streets.at(hour, now, xM, yM, threads);
    // A row of cells stands for the places: the last step is the same for both.
    ReceptorGrid row = new ReceptorGrid(0, 0, 1, xM.length, 1);
    float[][][] of = new float[StreetDispersion.FIELDS][emissions.steps().count()][];
    for (float[][] f : of) {
      f[step] = new float[xM.length];
    }
    AirDay out = new AirDay(emissions.steps(), row, of[0], of[1], of[2], of[3]);
    write(out, step, weather.hours().get(hour), at.field(), at.exchangeS());
    return new float[][] {of[0][step], of[1][step], of[2][step], of[3][step]};
  }

  static int hour(DaySteps steps, int step) {
    return steps.localMinute(step) / 60;
  }

  /** Adds the background. Rounding of the FFT leaves specks below zero far from any street. */
  static void write(AirDay out, int step, Weather.Hour h, double[][] local, double[] exchangeS) {
    No2Chemistry open = new No2Chemistry(h);
    for (int c = 0; c < out.grid().count(); c++) {
      boolean isCanyon = exchangeS != null && !Double.isNaN(exchangeS[c]);
      No2Chemistry chemistry = isCanyon ? open.exchanging(exchangeS[c]) : open;
      double nox = Math.max(0, local[0][c]);
      double primary = Math.min(nox, Math.max(0, local[1][c]));
      out.nox()[step][c] = (float) (h.noxUgM3() + nox);
      out.no2()[step][c] = (float) chemistry.no2(nox, primary);
      out.pm25()[step][c] = (float) (h.pm25UgM3() + Math.max(0, local[2][c]));
      out.pm10()[step][c] = (float) (h.pm10UgM3() + Math.max(0, local[3][c]));
    }
  }
}
