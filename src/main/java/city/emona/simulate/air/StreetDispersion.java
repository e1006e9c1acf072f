package city.emona.simulate.air;

import city.emona.geo.PackedLines;
import city.emona.simulate.Chunks;
import city.emona.simulate.DaySteps;
import city.emona.simulate.EmissionDay;
import city.emona.simulate.Pollutant;
import city.emona.simulate.Progress;
import city.emona.simulate.ReceptorGrid;
import city.emona.simulate.air.canyon.CanyonFlow;
import city.emona.simulate.air.canyon.StreetCanyons;
import city.emona.simulate.air.fft.GridConvolution;
import city.emona.simulate.air.plume.DispersionConstants;
import city.emona.simulate.air.plume.Meteorology;
import city.emona.simulate.air.weather.SurfaceWeather;
import java.util.Arrays;
import java.util.List;

/**
 * The part of the air model that is linear in the emission of a given traffic: what the streets of
 * a city add to the air of a receptor grid in an hour of weather, µg/m³. Two fields travel
 * together, because one complex transform carries two real fields. {@link AirEngine} asks for a
 * whole day, {@link AirEstimate} for the difference that a change of emission makes. Thread-safe; a
 * {@link Work} belongs to one thread.
 */
final class StreetDispersion {
  /** NOx, primary NO₂, PM2.5, PM10. */
  static final int FIELDS = 4;

  private static final DispersionConstants CONSTANTS = DispersionConstants.AERMOD23132;

  /** Near weights above this many numbers per day are computed anew instead of kept. */
  private static final long MAX_KEPT_WEIGHTS = 30_000_000;

  private final List<Meteorology> mets;
  private final KernelCache cache;
  private final ReceptorGrid grid;
  private final GridConvolution convolution;
  private final StreetPieces pieces;
  private final NearField near;
  private final boolean keepsWeights;

  /** The near field that {@link #placesInKin} leads to. */
  private NearField placesOf;

  private int[] placesInKin;

  StreetDispersion(
      PackedLines lines,
      StreetCanyons canyons,
      double people,
      Weather weather,
      ReceptorGrid grid,
      KernelCache cache,
      DaySteps steps) {
    this(
        lines,
        canyons,
        SurfaceWeather.hours(weather, people, CitySource.ROUGHNESS_M),
        grid,
        cache,
        steps);
  }

  /** In the weather of any hours; their place in the list is what {@code hour} means below. */
  StreetDispersion(
      PackedLines lines,
      StreetCanyons canyons,
      List<Meteorology> mets,
      ReceptorGrid grid,
      KernelCache cache,
      DaySteps steps) {
    this.cache = cache;
    this.grid = grid;
    this.mets = mets;
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

    /** What the streets of an hour add, by field. */
    final double[][] field;

    private Work(StreetDispersion d) {
      scratch = new GridConvolution.Scratch(d.convolution);
      field = new double[FIELDS][d.grid.count()];
    }
  }

  Work work() {
    return new Work(this);
  }

  /**
   * What streets do in a step: strength in µg/(m s) by field and piece, and how their traffic stirs
   * the air ({@code EmissionDay.stirring}) by piece.
   */
  record Streets(double[][] strength, double[] stirring) {
    boolean emits(int piece) {
      boolean any = false;
      for (double[] q : strength) {
        any |= q[piece] != 0;
      }
      return any;
    }

    boolean isSame(Streets other, int piece) {
      boolean same = stirring[piece] == other.stirring[piece];
      for (int f = 0; f < strength.length; f++) {
        same &= strength[f][piece] == other.strength[f][piece];
      }
      return same;
    }
  }

  Streets streets(EmissionDay emissions, int step) {
    float[] stirring = emissions.stirring(step);
    double[] ofPiece = new double[pieces.size()];
    Arrays.fill(ofPiece, CanyonFlow.USUAL_STIRRING);
    return new Streets(
        strength(emissions, step), stirring == null ? ofPiece : pieces.sumOverLinks(stirring));
  }

  private double[][] strength(EmissionDay emissions, int step) {
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

  /** The straight pieces of all streets. */
  StreetPieces pieces() {
    return pieces;
  }

  /** Exchange time of the air by cell in an hour, s; NaN in the open, null without canyons. */
  double[] exchangeS(int hour, Streets streets) {
    return near.exchangeS(mets.get(hour), streets.stirring);
  }

  /** All fields of an hour into {@code work.field}. */
  void fields(int hour, Streets streets, Work work) {
    open(hour, streets.strength, work);
    near.addCanyons(work.field, null, streets, mets.get(hour));
  }

  private static double[][] less(Streets now, Streets before) {
    double[][] more = new double[FIELDS][];
    for (int f = 0; f < FIELDS; f++) {
      more[f] = now.strength[f].clone();
      for (int p = 0; p < more[f].length; p++) {
        more[f][p] -= before.strength[f][p];
      }
    }
    return more;
  }

  /** What a change of emissions and traffic adds, into {@code work.field}. */
  void change(int hour, Streets before, Streets now, Work work) {
    open(hour, less(now, before), work);
    near.addCanyons(work.field, before, now, mets.get(hour));
  }

  /**
   * All but the canyons' own traffic; negative strengths are welcome. A pair of fields in which
   * nothing is emitted costs nothing.
   */
  private void open(int hour, double[][] strength, Work work) {
    Meteorology met = mets.get(hour);
    HourKernel kernel = new HourKernel(met, CONSTANTS, grid.cellM());
    boolean any = false;
    for (int f = 0; f < FIELDS; f += 2) {
      if (emitting(strength[f]) + emitting(strength[f + 1]) > 0) {
        any = true;
        far(met, kernel, strength, f, work);
      } else {
        Arrays.fill(work.field[f], 0);
        Arrays.fill(work.field[f + 1], 0);
      }
    }
    if (any) {
      near(met, kernel, strength, work.field);
    }
  }

  /**
   * All fields of an hour at once, or what a change adds where {@code before} is given, for who
   * waits: the near field and both pairs of the far field side by side. The sums are those of
   * {@link #fields} but for their order.
   */
  double[][] hour(int hour, Streets before, Streets now, int threads) {
    double[][] strength = before == null ? now.strength : less(now, before);
    Meteorology met = mets.get(hour);
    HourKernel kernel = new HourKernel(met, CONSTANTS, grid.cellM());
    double[][] out = new double[FIELDS][];
    double[][] close = new double[FIELDS][grid.count()];
    Chunks.run(
        1 + FIELDS / 2,
        threads,
        "air",
        Progress.NONE,
        task -> {
          int f = 2 * (task - 1);
          if (task == 0) {
            near(met, kernel, strength, close);
          } else {
            Work work = work();
            if (emitting(strength[f]) + emitting(strength[f + 1]) > 0) {
              far(met, kernel, strength, f, work);
            }
            out[f] = work.field[f];
            out[f + 1] = work.field[f + 1];
          }
        });
    for (int f = 0; f < FIELDS; f++) {
      for (int c = 0; c < out[f].length; c++) {
        out[f][c] += close[f][c];
      }
    }
    near.addCanyons(out, before, now, met);
    return out;
  }

  /** What streets add at places, by field, and how long the air stays there (NaN in the open). */
  record Places(double[][] field, double[] exchangeS) {}

  /** An hour at any places: the far field between the cells, the near field at the place itself. */
  Places at(int hour, Streets now, double[] xM, double[] yM, int threads) {
    Meteorology met = mets.get(hour);
    HourKernel kernel = new HourKernel(met, CONSTANTS, grid.cellM());
    NearField here =
        new NearField(
            pieces.ends(),
            null,
            null,
            xM,
            yM,
            HourKernel.reachM(grid),
            CitySource.KERB_M,
            pieces.canyons());
    double[][] out = new double[FIELDS][xM.length];
    double[][] close = new double[FIELDS][xM.length];
    Chunks.run(
        1 + FIELDS / 2,
        threads,
        "air",
        Progress.NONE,
        task -> {
          int f = 2 * (task - 1);
          if (task == 0) {
            here.addTo(close, now.strength, LineTables.city(kernel));
            here.addCanyons(close, null, now, met);
          } else {
            Work work = work();
            far(met, kernel, now.strength, f, work);
            between(work.field[f], xM, yM, out[f]);
            between(work.field[f + 1], xM, yM, out[f + 1]);
          }
        });
    for (int f = 0; f < FIELDS; f++) {
      for (int i = 0; i < xM.length; i++) {
        out[f][i] += close[f][i];
      }
    }
    return new Places(out, here.exchangeS(met, now.stirring));
  }

  /** Bilinear between the centres of cells, level beyond the outermost. */
  private void between(double[] field, double[] xM, double[] yM, double[] out) {
    for (int i = 0; i < out.length; i++) {
      double gx = inside((xM[i] - grid.x0M()) / grid.cellM() - 0.5, grid.cols());
      double gy = inside((yM[i] - grid.y0M()) / grid.cellM() - 0.5, grid.rows());
      int c = Math.min((int) gx, Math.max(0, grid.cols() - 2));
      int r = Math.min((int) gy, Math.max(0, grid.rows() - 2));
      int right = Math.min(c + 1, grid.cols() - 1);
      int up = Math.min(r + 1, grid.rows() - 1);
      double fx = gx - c;
      double fy = gy - r;
      double low = (1 - fx) * field[r * grid.cols() + c] + fx * field[r * grid.cols() + right];
      double high = (1 - fx) * field[up * grid.cols() + c] + fx * field[up * grid.cols() + right];
      out[i] = (1 - fy) * low + fy * high;
    }
  }

  private static double inside(double at, int count) {
    return Math.max(0, Math.min(count - 1, at));
  }

  private void far(Meteorology met, HourKernel kernel, double[][] strength, int f, Work work) {
    GridConvolution.Scratch s = work.scratch;
    GridConvolution.Spectrum far =
        cache.far(met, CONSTANTS, grid, () -> kernel.far(convolution, s));
    Arrays.fill(s.re, 0);
    Arrays.fill(s.im, 0);
    pieces.rasterise(strength[f], s.re, grid.cols(), convolution.wide());
    pieces.rasterise(strength[f + 1], s.im, grid.cols(), convolution.wide());
    convolution.convolve(s, far);
    for (int r = 0; r < grid.rows(); r++) {
      int from = r * convolution.wide();
      System.arraycopy(s.re, from, work.field[f], r * grid.cols(), grid.cols());
      System.arraycopy(s.im, from, work.field[f + 1], r * grid.cols(), grid.cols());
    }
  }

  private void near(Meteorology met, HourKernel kernel, double[][] strength, double[][] field) {
    float[] weights = cache.nearIfKept(met, CONSTANTS, grid, pieces);
    if (weights == null && keepsWeights && isMost(strength[0])) {
      KernelCache.Kin kin = cache.kin(met, CONSTANTS, grid);
      weights =
          kin == null
              ? cache.near(
                  met, CONSTANTS, grid, pieces, () -> near.weights(LineTables.city(kernel)))
              : alike(kin, kernel);
    }
    if (weights == null) {
      near.addTo(field, strength, LineTables.city(kernel));
      return;
    }
    for (int f = 0; f < FIELDS; f++) {
      near.addTo(field[f], strength[f], weights);
    }
  }

  /**
   * Weights from those that other streets on this grid have. Not kept: they are quickly copied, and
   * two sets for a day would drive each other out.
   */
  private float[] alike(KernelCache.Kin kin, HourKernel kernel) {
    NearField other = cache.pairs(grid, kin.pieces());
    int[] places;
    synchronized (this) {
      if (placesOf != other) {
        placesOf = other;
        placesInKin = near.placesIn(other);
      }
      places = placesInKin;
    }
    return near.weights(() -> LineTables.city(kernel), other, places, kin.weights());
  }

  private static int emitting(double[] strength) {
    int n = 0;
    for (double q : strength) {
      n += q != 0 ? 1 : 0;
    }
    return n;
  }

  /** Whether so many pieces emit that the weights of all of them are worth keeping. */
  private static boolean isMost(double[] strength) {
    return 4L * emitting(strength) > strength.length;
  }
}
