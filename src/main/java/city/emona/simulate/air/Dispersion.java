package city.emona.simulate.air;

import city.emona.EmonaException;
import city.emona.simulate.Chunks;
import city.emona.simulate.Progress;
import city.emona.simulate.air.fft.GridConvolution;
import city.emona.simulate.air.plume.DispersionConstants;
import city.emona.simulate.air.plume.ExactDispersion;
import city.emona.simulate.air.plume.LineSource;
import city.emona.simulate.air.plume.Meteorology;
import city.emona.simulate.air.plume.PlumeSpread;
import city.emona.simulate.air.plume.PointKernel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Line sources, hours of meteorology and receptors in, concentrations out, without a city around:
 * the core that {@code ./emona disperse} and the validation tests call. Sums over segments run in
 * the order of the list, receptors are split over threads.
 */
public final class Dispersion {
  private static final int RECEPTORS_PER_CHUNK = 64;

  private static final int MAX_SHAPES = 12;

  private Dispersion() {}

  /** A receptor, metres; z above ground. */
  public record Receptor(double xM, double yM, double zM) {}

  /**
   * Fast mode: {@code [hour][receptor]} in µg/m³. Sources of one height and initial spread, and
   * receptors of one height, are computed together; more than {@value #MAX_SHAPES} combinations are
   * refused, because each needs kernels of its own.
   */
  public static double[][] fast(
      List<LineSource> sources,
      List<Meteorology> hours,
      List<Receptor> receptors,
      DispersionConstants constants,
      boolean hasMeander,
      int threads,
      Progress progress) {
    Map<Shape, List<LineSource>> bySource = new LinkedHashMap<>();
    for (LineSource s : sources) {
      bySource.computeIfAbsent(new Shape(s.heightM(), s.sigmaZ0M()), k -> new ArrayList<>()).add(s);
    }
    Map<Double, List<Integer>> byHeight = new LinkedHashMap<>();
    for (int r = 0; r < receptors.size(); r++) {
      byHeight.computeIfAbsent(receptors.get(r).zM, k -> new ArrayList<>()).add(r);
    }
    if ((long) bySource.size() * byHeight.size() > MAX_SHAPES) {
      throw EmonaException.invalid(
          "There are "
              + bySource.size()
              + " kinds of sources and "
              + byHeight.size()
              + " receptor heights.",
          "mode",
          "use --mode exact, or round heights and initial spreads to fewer values");
    }
    double[][] out = new double[hours.size()][receptors.size()];
    for (Map.Entry<Shape, List<LineSource>> kind : bySource.entrySet()) {
      for (Map.Entry<Double, List<Integer>> height : byHeight.entrySet()) {
        List<Integer> rows = height.getValue();
        List<Receptor> at = rows.stream().map(receptors::get).toList();
        FastDispersion fast = new FastDispersion(kind.getValue(), at);
        Shape shape = kind.getKey();
        ThreadLocal<GridConvolution.Scratch> scratch = ThreadLocal.withInitial(fast::scratch);
        Chunks.run(
            hours.size(),
            threads,
            "air",
            progress,
            h -> {
              PlumeSpread spread =
                  new PlumeSpread(hours.get(h), constants, shape.heightM, shape.sigmaZ0M, false);
              double[] c =
                  fast.hour(
                      hours.get(h),
                      new PointKernel(spread, height.getKey(), hasMeander),
                      scratch.get());
              for (int i = 0; i < c.length; i++) {
                out[h][rows.get(i)] += c[i];
              }
            });
        scratch.remove();
      }
    }
    return out;
  }

  private record Shape(double heightM, double sigmaZ0M) {}

  /** Exact mode: {@code [hour][receptor]} in µg/m³. */
  public static double[][] exact(
      List<LineSource> sources,
      List<Meteorology> hours,
      List<Receptor> receptors,
      DispersionConstants constants,
      boolean hasMeander,
      int threads,
      Progress progress) {
    int n = receptors.size();
    double[][] out = new double[hours.size()][n];
    int chunks = (n + RECEPTORS_PER_CHUNK - 1) / RECEPTORS_PER_CHUNK;
    List<ExactDispersion> byHour =
        hours.stream().map(m -> new ExactDispersion(m, constants, hasMeander, false)).toList();
    Chunks.run(
        hours.size() * chunks,
        threads,
        "air",
        progress,
        i -> {
          int h = i / chunks;
          ExactDispersion hour = byHour.get(h).forThread();
          int from = i % chunks * RECEPTORS_PER_CHUNK;
          for (int r = from; r < Math.min(n, from + RECEPTORS_PER_CHUNK); r++) {
            Receptor at = receptors.get(r);
            double sum = 0;
            for (LineSource s : sources) {
              sum += hour.at(s, at.xM, at.yM, at.zM);
            }
            out[h][r] = sum;
          }
        });
    return out;
  }
}
