package city.emona.simulate.air;

import city.emona.simulate.Chunks;
import city.emona.simulate.Progress;
import java.util.List;

/**
 * Line sources, hours of meteorology and receptors in, concentrations out, without a city around:
 * the core that {@code ./emona disperse} and the validation tests call. Sums over segments run in
 * the order of the list, receptors are split over threads.
 */
public final class Dispersion {
  private static final int RECEPTORS_PER_CHUNK = 64;

  private Dispersion() {}

  /** A receptor, metres; z above ground. */
  public record Receptor(double xM, double yM, double zM) {}

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
    Chunks.run(
        hours.size() * chunks,
        threads,
        "air",
        progress,
        i -> {
          int h = i / chunks;
          ExactDispersion hour = new ExactDispersion(hours.get(h), constants, hasMeander, false);
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
