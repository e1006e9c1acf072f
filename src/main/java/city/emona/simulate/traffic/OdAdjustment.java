package city.emona.simulate.traffic;

import city.emona.demand.DayDemand;
import city.emona.demand.RestrictedShares;
import city.emona.demand.mode.TravelResponse;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.Progress;
import java.util.Arrays;

/**
 * Adjusts the car trips of a city to traffic counts: the gradient method of Spiess (1990, "A
 * gradient approach for the O-D matrix adjustment problem", CRT-693, Montréal). It descends
 *
 * <pre>
 *   Z(g) = ½ Σ_a (v_a(g) − c_a)² / max(c_a, 10),   v_a = Σ_p g_p P_pa
 * </pre>
 *
 * from the given matrix by {@code g_p ← g_p (1 − λ ∂Z/∂g_p)} with the exact step length at fixed
 * assignment proportions P, and assigns the day anew in turns. The weights are those of counts,
 * whose variance grows with them, and near those of GEH. Cells without trips stay empty, every cell
 * stays within {@link Limits#cellFactor} of the given one and the total within {@link
 * Limits#totalChange}, so that few counts cannot make a city of their own. The matrix of the best
 * assignment is returned. Vans and trucks follow the cars of their pair. Deterministic, on any
 * number of threads.
 */
public final class OdAdjustment {
  private static final double LEAST_WEIGHT_BASE = 10;
  private static final int DESCENTS = 40;
  private static final int BISECTIONS = 60;

  /** No cell moves by more than this in one step together with the limit of the total. */
  private static final double SCALE = 1e3;

  /** Objective per count that is not worth another assignment. */
  private static final double NOTHING = 1e-6;

  /** Where all counts are met, another round must lower the objective below this share. */
  private static final double SETTLED = 0.7;

  /** Counted links with the hour of the day and the vehicles per hour, buses left out. */
  public record Counts(int[] link, int[] hour, double[] vehPerH) {
    public int size() {
      return link.length;
    }
  }

  /** How far the matrix may move, and how often the day is assigned at most. */
  public record Limits(double cellFactor, double totalChange, int rounds) {
    public static final Limits USUAL = new Limits(4, 0.25, 8);
  }

  /**
   * Assigned against counted: share of counts with GEH below 5, {@code GEH = √(2 (v − c)² / (v +
   * c))}; R² = 1 − Σ(v − c)² / Σ(c − mean c)²; the objective; and the car trips of a day.
   */
  public record Fit(double gehBelow5, double rSquared, double objective, double carTrips) {}

  public record Result(City city, Fit before, Fit after, int assignments) {}

  private final City city;
  private final Conditions day;
  private final Counts counts;
  private final Limits limits;
  private final double[] prior;
  private final int[] rowOf;
  private final int[][] countsOf;
  private final int zones;

  /** Proportions as triples in the order of the routes: row of od, count, vehicles per trip. */
  private int[] cellRow = new int[1024];

  private int[] cellCount = new int[1024];
  private double[] cellShare = new double[1024];
  private int cells;

  private OdAdjustment(City city, Conditions day, Counts counts, Limits limits) {
    this.city = city;
    this.day = day;
    this.counts = counts;
    this.limits = limits;
    Table od = city.table(Schema.OD);
    prior = od.reals("car_trips_per_day");
    zones = city.table(Schema.ZONES).size();
    rowOf = new int[zones * zones];
    Arrays.fill(rowOf, -1);
    for (int r = 0; r < od.size(); r++) {
      rowOf[od.ints("from_zone")[r] * zones + od.ints("to_zone")[r]] = r;
    }
    countsOf = new int[city.network().linkCount()][];
    for (int a = 0; a < counts.size(); a++) {
      int[] known = countsOf[counts.link()[a]];
      int n = known == null ? 0 : known.length;
      countsOf[counts.link()[a]] = known == null ? new int[1] : Arrays.copyOf(known, n + 1);
      countsOf[counts.link()[a]][n] = a;
    }
  }

  public static Result run(
      City city,
      Conditions day,
      Counts counts,
      Limits limits,
      double relativeGap,
      int threads,
      Progress progress) {
    return new OdAdjustment(city, day, counts, limits).adjust(relativeGap, threads, progress);
  }

  private Result adjust(double gap, int threads, Progress progress) {
    double[] trips = prior.clone();
    double[] best = trips;
    Fit before = null;
    Fit after = null;
    int round = 0;
    double last = 0;
    while (true) {
      progress.report("calibrate", (double) round / (limits.rounds() + 1));
      double[] volume = assign(trips, gap, threads, progress);
      Fit fit = fit(volume, trips);
      before = before == null ? fit : before;
      boolean settled =
          fit.objective() <= NOTHING * counts.size()
              || fit.gehBelow5() == 1 && round > 0 && fit.objective() > SETTLED * last;
      last = fit.objective();
      if (after == null || fit.objective() < after.objective()) {
        after = fit;
        best = trips;
      }
      if (round == limits.rounds() || settled) {
        break;
      }
      trips = descend(trips.clone(), volume);
      round++;
    }
    progress.report("calibrate", 1);
    return new Result(with(best), before, after, round + 1);
  }

  private City with(double[] trips) {
    return city.with(city.table(Schema.OD).with("car_trips_per_day", trips));
  }

  /** Assigns the day, gathers the proportions and returns the volume at every count. */
  private double[] assign(double[] trips, double gap, int threads, Progress progress) {
    City now = with(trips);
    DayDemand demand = DayDemand.of(now, now, day, RestrictedShares.NONE, progress);
    double perHour = 60.0 / demand.steps().stepMinutes();
    cells = 0;
    double[] volume = new double[counts.size()];
    RouteSink sink =
        (step, classIdx, from, to, links, count, vehicles) -> {
          int row = rowOf[from * zones + to];
          int hour = demand.steps().localMinute(step) / 60;
          for (int i = 0; i < count && row >= 0; i++) {
            int[] here = countsOf[links[i]];
            for (int k = 0; here != null && k < here.length; k++) {
              if (counts.hour()[here[k]] == hour) {
                volume[here[k]] += vehicles * perHour;
                add(row, here[k], vehicles * perHour / trips[row]);
              }
            }
          }
        };
    TrafficEngine.run(now, day, demand, TravelResponse.NONE, gap, threads, sink, progress);
    return volume;
  }

  private void add(int row, int count, double share) {
    if (cells == cellRow.length) {
      cellRow = Arrays.copyOf(cellRow, cells * 2);
      cellCount = Arrays.copyOf(cellCount, cells * 2);
      cellShare = Arrays.copyOf(cellShare, cells * 2);
    }
    cellRow[cells] = row;
    cellCount[cells] = count;
    cellShare[cells++] = share;
  }

  private double[] descend(double[] g, double[] assigned) {
    double[] v = assigned;
    for (int i = 0; i < DESCENTS; i++) {
      double[] gradient = new double[g.length];
      for (int c = 0; c < cells; c++) {
        int a = cellCount[c];
        gradient[cellRow[c]] += cellShare[c] * (v[a] - counts.vehPerH()[a]) * weight(a);
      }
      double[] slope = new double[v.length];
      for (int c = 0; c < cells; c++) {
        slope[cellCount[c]] -= g[cellRow[c]] * gradient[cellRow[c]] * cellShare[c];
      }
      double along = 0;
      double square = 0;
      for (int a = 0; a < v.length; a++) {
        along += slope[a] * (counts.vehPerH()[a] - v[a]) * weight(a);
        square += slope[a] * slope[a] * weight(a);
      }
      if (!(square > 0)) {
        break;
      }
      step(g, gradient, along / square);
      v = volumes(g);
    }
    return g;
  }

  private double weight(int count) {
    return 1 / Math.max(LEAST_WEIGHT_BASE, counts.vehPerH()[count]);
  }

  /**
   * One step within the limits of cells and total; no cell is more than halved at once. Where the
   * total is left, all cells are scaled by one factor, except those that their own limit holds: the
   * factor is found by bisection, since the total rises with it.
   */
  private void step(double[] g, double[] gradient, double length) {
    double before = 0;
    for (int r = 0; r < g.length; r++) {
      g[r] *= Math.max(0.5, Math.min(2, 1 - length * gradient[r]));
      before += prior[r];
    }
    double most = before * (1 + limits.totalChange());
    double least = before * (1 - limits.totalChange());
    double after = total(g, 1);
    double factor = 1;
    if (after > most || after < least) {
      double low = 1 / SCALE;
      double high = SCALE;
      for (int i = 0; i < BISECTIONS; i++) {
        factor = Math.sqrt(low * high);
        if (total(g, factor) > (after > most ? most : least)) {
          high = factor;
        } else {
          low = factor;
        }
      }
      factor = after > most ? low : high;
    }
    for (int r = 0; r < g.length; r++) {
      g[r] = held(r, g[r] * factor);
    }
  }

  private double held(int r, double moved) {
    return Math.max(
        prior[r] / limits.cellFactor(), Math.min(prior[r] * limits.cellFactor(), moved));
  }

  private double total(double[] g, double factor) {
    double sum = 0;
    for (int r = 0; r < g.length; r++) {
      sum += held(r, g[r] * factor);
    }
    return sum;
  }

  private double[] volumes(double[] g) {
    double[] v = new double[counts.size()];
    for (int c = 0; c < cells; c++) {
      v[cellCount[c]] += g[cellRow[c]] * cellShare[c];
    }
    return v;
  }

  private Fit fit(double[] volume, double[] trips) {
    int below = 0;
    double mean = Arrays.stream(counts.vehPerH()).average().orElse(0);
    double errors = 0;
    double spread = 0;
    double objective = 0;
    for (int a = 0; a < volume.length; a++) {
      double c = counts.vehPerH()[a];
      double error = volume[a] - c;
      double sum = volume[a] + c;
      below += sum == 0 || Math.sqrt(2 * error * error / sum) < 5 ? 1 : 0;
      errors += error * error;
      spread += (c - mean) * (c - mean);
      objective += error * error * weight(a) / 2;
    }
    double total = 0;
    for (double t : trips) {
      total += t;
    }
    return new Fit(
        (double) below / volume.length,
        spread > 0 ? 1 - errors / spread : errors == 0 ? 1 : 0,
        objective,
        total);
  }
}
