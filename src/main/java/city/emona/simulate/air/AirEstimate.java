package city.emona.simulate.air;

import city.emona.EmonaException;
import city.emona.geo.PackedLines;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.simulate.AirDay;
import city.emona.simulate.Chunks;
import city.emona.simulate.EmissionDay;
import city.emona.simulate.Progress;
import city.emona.simulate.ReceptorGrid;
import city.emona.simulate.air.canyon.StreetCanyons;

/**
 * What-if by linearity, for work by hand: holds a base day's street concentrations and adds to them
 * what a change of emissions makes, {@code C' = C + K (q' − q)}. Hours and pollutants in which
 * nothing changes cost nothing; the near field is visited for changed streets only; canyons whose
 * traffic changes are made anew, because it stirs their air; NO₂, which is not linear, follows from
 * the sums. Equals the full computation of {@link AirEngine} to 1e-6. A stored run never comes from
 * here, so that it remains a function of its question alone. The streets must be the base's own: a
 * scenario that builds one is computed in full. Immutable, thread-safe.
 */
public final class AirEstimate {
  private final EmissionDay emissions;
  private final Weather weather;
  private final StreetDispersion streets;

  /** Street concentrations of the base, {@code [field][step][cell]}. */
  private final float[][][] local;

  private AirEstimate(EmissionDay emissions, Weather weather, StreetDispersion streets) {
    this.emissions = emissions;
    this.weather = weather;
    this.streets = streets;
    this.local =
        new float[StreetDispersion.FIELDS][emissions.steps().count()][streets.grid().count()];
  }

  /** Computes the base day of a city. Cached kernels of runs in the same weather are shared. */
  public static AirEstimate of(
      City city,
      EmissionDay base,
      Weather weather,
      KernelCache kernels,
      int threads,
      Progress progress) {
    PackedLines lines = city.network().lines();
    return of(
        lines,
        AirEngine.canyons(city),
        AirEngine.population(city),
        base,
        weather,
        AirEngine.grid(lines),
        kernels,
        threads,
        progress);
  }

  /**
   * Of any streets on any grid; {@code canyons} may be null, {@code people} sets the mixing height
   * over the town at night.
   */
  public static AirEstimate of(
      PackedLines lines,
      StreetCanyons canyons,
      double people,
      EmissionDay base,
      Weather weather,
      ReceptorGrid grid,
      KernelCache kernels,
      int threads,
      Progress progress) {
    StreetDispersion streets =
        new StreetDispersion(lines, canyons, people, weather, grid, kernels, base.steps());
    AirEstimate e = new AirEstimate(base, weather, streets);
    ThreadLocal<StreetDispersion.Work> work = ThreadLocal.withInitial(streets::work);
    Chunks.run(base.steps().count(), threads, "air", progress, s -> e.baseStep(s, work.get()));
    work.remove();
    return e;
  }

  private void baseStep(int step, StreetDispersion.Work work) {
    int hour = AirEngine.hour(emissions.steps(), step);
    streets.fields(hour, streets.streets(emissions, step), work);
    for (int f = 0; f < StreetDispersion.FIELDS; f++) {
      for (int c = 0; c < work.field[f].length; c++) {
        local[f][step][c] = (float) work.field[f][c];
      }
    }
  }

  /** Straight pieces of the streets, how many lie between houses, and the means of those. */
  public record Canyons(int pieces, int canyons, double meanHeightM, double meanWidthM) {}

  public Canyons canyons() {
    int n = 0;
    double height = 0;
    double width = 0;
    for (StreetCanyons.Canyon c : streets.pieces().canyons()) {
      if (c.exists()) {
        n++;
        height += c.heightM();
        width += c.widthM();
      }
    }
    int some = Math.max(1, n);
    return new Canyons(streets.pieces().size(), n, height / some, width / some);
  }

  public ReceptorGrid grid() {
    return streets.grid();
  }

  /** The base day itself. */
  public AirDay base(int threads, Progress progress) {
    return with(emissions, threads, progress);
  }

  /** The day with other emissions of the same streets. */
  public AirDay with(EmissionDay changed, int threads, Progress progress) {
    if (!changed.steps().equals(emissions.steps())
        || changed.gPerMPerS()[0][0].length != emissions.gPerMPerS()[0][0].length) {
      throw EmonaException.invalid(
          "The estimate starts from another day or from other streets.",
          "emissions",
          "run the scenario, or make an estimate from a base of its own");
    }
    AirDay out = AirEngine.emptyDay(emissions.steps(), streets.grid(), weather);
    ThreadLocal<StreetDispersion.Work> work = ThreadLocal.withInitial(streets::work);
    Chunks.run(
        emissions.steps().count(),
        threads,
        "air",
        progress,
        s -> step(changed, s, work.get(), out));
    work.remove();
    return out;
  }

  private void step(EmissionDay changed, int step, StreetDispersion.Work work, AirDay out) {
    int hour = AirEngine.hour(emissions.steps(), step);
    StreetDispersion.Streets now = streets.streets(changed, step);
    streets.change(hour, streets.streets(emissions, step), now, work);
    for (int f = 0; f < StreetDispersion.FIELDS; f++) {
      float[] base = local[f][step];
      for (int c = 0; c < base.length; c++) {
        work.field[f][c] += base[c];
      }
    }
    AirEngine.write(out, step, weather.hours().get(hour), work.field, streets.exchangeS(hour, now));
  }

  /**
   * One hour of an estimate, for who waits for the answer: holds the street concentrations of a
   * base hour and adds what a change of emission makes, with all threads. Equals the hour of the
   * full computation to 1e-6. The streets must be the base's own. Immutable, thread-safe.
   */
  public static final class Hour {
    private final City city;
    private final EmissionDay emissions;
    private final int step;
    private final Weather weather;
    private final StreetDispersion streets;
    private final int threads;

    /** Street concentrations of the base, {@code [field][cell]}. */
    private final double[][] local;

    private Hour(
        City city,
        EmissionDay emissions,
        int step,
        Weather weather,
        StreetDispersion streets,
        int threads) {
      this.city = city;
      this.emissions = emissions;
      this.step = step;
      this.weather = weather;
      this.streets = streets;
      this.threads = threads;
      this.local = fields(null, streets.streets(emissions, step));
    }

    /** Computes the hour of a base day; kernels in the same weather are shared. */
    public static Hour of(
        City city, EmissionDay base, int step, Weather weather, KernelCache kernels, int threads) {
      ReceptorGrid grid = AirEngine.grid(city.network().lines());
      return of(city, base, step, weather, grid, kernels, threads);
    }

    /** As above on a given grid. */
    public static Hour of(
        City city,
        EmissionDay base,
        int step,
        Weather weather,
        ReceptorGrid grid,
        KernelCache kernels,
        int threads) {
      StreetDispersion streets =
          new StreetDispersion(
              city.network().lines(),
              AirEngine.canyons(city),
              AirEngine.population(city),
              weather,
              grid,
              kernels,
              base.steps());
      return new Hour(city, base, step, weather, streets, threads);
    }

    public ReceptorGrid grid() {
      return streets.grid();
    }

    /** Whether a city's streets are those that this hour was made for. */
    public boolean fits(City other) {
      return other.network().lines() == city.network().lines()
          && other.table(Schema.BUILDINGS) == city.table(Schema.BUILDINGS);
    }

    /** The hour itself; only its step is filled. */
    public AirDay base() {
      return day(local, streets.streets(emissions, step));
    }

    /** The hour with other emissions of the same streets; only its step is filled. */
    public AirDay with(EmissionDay changed) {
      StreetDispersion.Streets now = streets.streets(changed, step);
      double[][] sum = fields(streets.streets(emissions, step), now);
      for (int f = 0; f < sum.length; f++) {
        for (int c = 0; c < sum[f].length; c++) {
          sum[f][c] += local[f][c];
        }
      }
      return day(sum, now);
    }

    private double[][] fields(StreetDispersion.Streets before, StreetDispersion.Streets now) {
      return streets.hour(AirEngine.hour(emissions.steps(), step), before, now, threads);
    }

    private AirDay day(double[][] field, StreetDispersion.Streets now) {
      float[][][] of = new float[StreetDispersion.FIELDS][emissions.steps().count()][];
      for (float[][] f : of) {
        f[step] = new float[grid().count()];
      }
      AirDay out = new AirDay(emissions.steps(), grid(), of[0], of[1], of[2], of[3]);
      int hour = AirEngine.hour(emissions.steps(), step);
      double[] exchangeS = streets.exchangeS(hour, now);
      AirEngine.write(out, step, weather.hours().get(hour), field, exchangeS);
      return out;
    }
  }
}
