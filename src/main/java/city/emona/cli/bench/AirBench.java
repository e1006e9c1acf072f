package city.emona.cli.bench;

import city.emona.citygen.CityGenerator;
import city.emona.geo.PackedLines;
import city.emona.geodata.WeatherReader;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.run.Usage;
import city.emona.simulate.AirDay;
import city.emona.simulate.DaySteps;
import city.emona.simulate.EmissionDay;
import city.emona.simulate.Pollutant;
import city.emona.simulate.Progress;
import city.emona.simulate.ReceptorGrid;
import city.emona.simulate.air.AirEngine;
import city.emona.simulate.air.AirEstimate;
import city.emona.simulate.air.Dispersion;
import city.emona.simulate.air.KernelCache;
import city.emona.simulate.air.Weather;
import city.emona.simulate.air.canyon.StreetCanyons;
import city.emona.simulate.air.plume.DispersionConstants;
import city.emona.simulate.air.plume.LineSource;
import city.emona.simulate.air.plume.Meteorology;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Speed and accuracy of the dispersion core on made streets: the exact mode at the sizes that
 * AERMOD's time is known for, the fast mode at 50,000 segments, a million receptors and a day
 * against the exact mode in random cells, the city engine at that size, cold and with cached
 * kernels, and the what-if by linearity against the full computation.
 */
final class AirBench {
  private static final DispersionConstants CONSTANTS = DispersionConstants.AERMOD23132;
  private static final int SEGMENTS = 50_000;
  private static final int SIDE = 1000;
  private static final double CELL_M = 10;
  private static final int CHECKED_CELLS = 150;
  private static final int CHECKED_HOURS = 6;
  private static final int CHANGED = 500;
  private static final long CACHE_BYTES = 1L << 30;

  private final int threads;
  private final Consumer<ObjectNode> out;

  AirBench(int threads, Consumer<ObjectNode> out) {
    this.threads = threads;
    this.out = out;
  }

  void run() {
    exact(200, 4);
    exact(2000, 24);
    fast();
    city();
    demo();
  }

  private static List<LineSource> network(int n, double spanM) {
    Random random = new Random(9);
    List<LineSource> made = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      double x = random.nextDouble() * spanM;
      double y = random.nextDouble() * spanM;
      double angle = random.nextDouble() * 2 * Math.PI;
      double length = 30 + 140 * random.nextDouble();
      double q = 10 + 1000 * StrictMath.pow(random.nextDouble(), 4);
      double x2 = Math.min(spanM, Math.max(0, x + length * StrictMath.cos(angle)));
      double y2 = Math.min(spanM, Math.max(0, y + length * StrictMath.sin(angle)));
      made.add(new LineSource(x, y, x2, y2, q, 0.5, 1.5, 10));
    }
    return made;
  }

  /** Neutral, convective, stable and light wind in turn, from all directions. */
  private static List<Meteorology> hours(int n) {
    Random random = new Random(5);
    List<Meteorology> made = new ArrayList<>();
    for (int h = 0; h < n; h++) {
      double from = 360 * random.nextDouble();
      made.add(
          switch (h % 4) {
            case 0 -> new Meteorology(0.4, 0, 800, 600, 4.0, from, 10, 0.3);
            case 1 -> new Meteorology(0.3, 1.4, -25, 900, 2.5, from, 10, 0.3);
            case 2 -> new Meteorology(0.15, 0, 40, 200, 1.5, from, 10, 0.3);
            default -> new Meteorology(0.06, 0, 30, 170, 0.7, from, 10, 0.3);
          });
    }
    return made;
  }

  private static List<Dispersion.Receptor> lattice(int side, double cellM) {
    List<Dispersion.Receptor> made = new ArrayList<>(side * side);
    for (int i = 0; i < side * side; i++) {
      made.add(new Dispersion.Receptor((i % side + 0.5) * cellM, (i / side + 0.5) * cellM, 1.5));
    }
    return made;
  }

  private void exact(int segments, int hours) {
    double span = 100 * Math.sqrt(segments / 2.0);
    List<Dispersion.Receptor> receptors = lattice(32, span / 32).subList(0, 1000);
    List<LineSource> sources = network(segments, span);
    Benchmarks.Stopwatch w = new Benchmarks.Stopwatch();
    Dispersion.exact(sources, hours(hours), receptors, CONSTANTS, true, threads, Progress.NONE);
    out.accept(size(w.line("air.exact"), segments, receptors.size(), hours));
  }

  private static ObjectNode size(ObjectNode line, int segments, int receptors, int hours) {
    return line.put("segments", segments)
        .put("receptors", receptors)
        .put("hours", hours)
        .put("peakMemoryMb", Usage.peakMemoryMb());
  }

  private void fast() {
    List<LineSource> sources = network(SEGMENTS, SIDE * CELL_M);
    List<Dispersion.Receptor> receptors = lattice(SIDE, CELL_M);
    List<Meteorology> hours = hours(24);
    Benchmarks.Stopwatch w = new Benchmarks.Stopwatch();
    double[][] fast =
        Dispersion.fast(sources, hours, receptors, CONSTANTS, true, threads, Progress.NONE);
    ObjectNode line = size(w.line("air.fast"), SEGMENTS, receptors.size(), hours.size());
    int[] cells = new Random(3).ints(CHECKED_CELLS, 0, receptors.size()).toArray();
    List<Dispersion.Receptor> few = new ArrayList<>();
    for (int c : cells) {
      few.add(receptors.get(c));
    }
    List<Meteorology> some = hours.subList(0, CHECKED_HOURS);
    double[][] exact =
        Dispersion.exact(sources, some, few, CONSTANTS, true, threads, Progress.NONE);
    double difference = 0;
    double sum = 0;
    double worst = 0;
    for (int h = 0; h < exact.length; h++) {
      double max = 0;
      for (double v : fast[h]) {
        max = Math.max(max, v);
      }
      for (int i = 0; i < cells.length; i++) {
        double d = Math.abs(fast[h][cells[i]] - exact[h][i]);
        difference += d;
        sum += exact[h][i];
        worst = Math.max(worst, exact[h][i] > 0.01 * max ? d / exact[h][i] : 0);
      }
    }
    out.accept(
        line.put("cellsChecked", CHECKED_CELLS * CHECKED_HOURS)
            .put("sumError", difference / sum)
            .put("worstError", worst));
  }

  private static PackedLines lines(List<LineSource> sources) {
    PackedLines.Builder b = new PackedLines.Builder();
    for (LineSource s : sources) {
      b.line(
          new int[] {(int) (1000 * s.x1()), (int) (1000 * s.x2())},
          new int[] {(int) (1000 * s.y1()), (int) (1000 * s.y2())});
    }
    return b.build();
  }

  /** Emissions of all pollutants; the first {@value #CHANGED} links' by another factor. */
  private static EmissionDay emissions(int links, double factor) {
    DaySteps steps = DaySteps.hourly(LocalDate.of(2026, 3, 10), ZoneId.of("UTC"));
    float[][][] g = new float[Pollutant.values().length][steps.count()][links];
    Random random = new Random(4);
    for (int l = 0; l < links; l++) {
      double q = 1e-4 * StrictMath.pow(random.nextDouble(), 3);
      for (int p = 0; p < g.length; p++) {
        for (int s = 0; s < steps.count(); s++) {
          double hour = 0.2 + 0.8 * Math.max(0, StrictMath.sin((s - 6) * Math.PI / 15));
          g[p][s][l] = (float) (q * hour / (p + 1) * (l < CHANGED ? factor : 1));
        }
      }
    }
    float[][] stirring = new float[steps.count()][links];
    for (int s = 0; s < stirring.length; s++) {
      for (int l = 0; l < links; l++) {
        // 35 km/h and 2.7 m² of front at 0.3 g/km of NOx.
        stirring[s][l] = g[0][s][l] * (float) (EmissionDay.G_PER_KM_H / 0.3 * 35 * 2.7);
      }
    }
    return new EmissionDay(steps, g, stirring, null);
  }

  private void city() {
    PackedLines lines = lines(network(SEGMENTS, SIDE * CELL_M));
    ReceptorGrid grid = new ReceptorGrid(0, 0, CELL_M, SIDE, SIDE);
    whatIf("air.city", lines, null, 500_000, grid);
  }

  private void demo() {
    City city = CityGenerator.generate(7, 5000, threads, Progress.NONE);
    PackedLines lines = city.network().lines();
    Table houses = city.table(Schema.BUILDINGS);
    StreetCanyons canyons = new StreetCanyons(houses.polygons(), houses.ints("height_dm"));
    whatIf("air.demo", lines, canyons, 100_000, AirEngine.grid(lines));
    hour(city);
  }

  /** One hour with canyons, as the page asks for it: the base, then a change of some streets. */
  private void hour(City city) {
    EmissionDay base = emissions(city.network().linkCount(), 1);
    EmissionDay changed = emissions(city.network().linkCount(), 1.7);
    Weather weather = WeatherReader.named("typical");
    KernelCache cache = new KernelCache(CACHE_BYTES);
    Benchmarks.Stopwatch cold = new Benchmarks.Stopwatch();
    AirEstimate.Hour hour = AirEstimate.Hour.of(city, base, 8, weather, cache, threads);
    out.accept(size(cold.line("air.demo.hour.cold"), base, hour.grid()));
    hour.with(changed);
    Benchmarks.Stopwatch warm = new Benchmarks.Stopwatch();
    hour.with(changed);
    out.accept(size(warm.line("air.demo.hour.whatif"), base, hour.grid()));
  }

  private static ObjectNode size(ObjectNode line, EmissionDay day, ReceptorGrid grid) {
    return size(line, day.gPerMPerS()[0][0].length, grid.count(), 1).put("fields", 4);
  }

  private void whatIf(
      String name, PackedLines lines, StreetCanyons houses, double people, ReceptorGrid grid) {
    EmissionDay base = emissions(lines.size(), 1);
    EmissionDay changed = emissions(lines.size(), 1.7);
    KernelCache cache = new KernelCache(CACHE_BYTES);
    Weather weather = WeatherReader.named("typical");
    AirEstimate estimate = null;
    for (String way : new String[] {".cold", ".cached"}) {
      Benchmarks.Stopwatch w = new Benchmarks.Stopwatch();
      estimate =
          AirEstimate.of(lines, houses, people, base, weather, grid, cache, threads, Progress.NONE);
      AirEstimate.Canyons c = estimate.canyons();
      ObjectNode line = size(w.line(name + way), lines.size(), grid.count(), 24);
      line.put("pieces", c.pieces()).put("canyons", c.canyons());
      line.put("meanHeightM", c.meanHeightM()).put("meanWidthM", c.meanWidthM());
      out.accept(line.put("fields", 4));
    }
    Benchmarks.Stopwatch w = new Benchmarks.Stopwatch();
    AirDay quick = estimate.with(changed, threads, Progress.NONE);
    ObjectNode line = size(w.line(name + ".whatif"), CHANGED, grid.count(), 24);
    AirDay full =
        AirEstimate.of(lines, houses, people, changed, weather, grid, cache, threads, Progress.NONE)
            .base(threads, Progress.NONE);
    double worst = 0;
    for (int s = 0; s < full.nox().length; s++) {
      for (int c = 0; c < grid.count(); c++) {
        worst = Math.max(worst, Math.abs(quick.nox()[s][c] / full.nox()[s][c] - 1.0));
        worst = Math.max(worst, Math.abs(quick.no2()[s][c] / full.no2()[s][c] - 1.0));
      }
    }
    out.accept(line.put("fields", 4).put("worstRelativeDifference", worst));
  }
}
