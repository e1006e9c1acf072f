package city.emona.simulate.air;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.geo.PackedLines;
import city.emona.simulate.Progress;
import city.emona.simulate.ReceptorGrid;
import city.emona.simulate.air.fft.GridConvolution;
import city.emona.simulate.air.plume.DispersionConstants;
import city.emona.simulate.air.plume.ExactDispersion;
import city.emona.simulate.air.plume.LineSource;
import city.emona.simulate.air.plume.Meteorology;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The fast mode of the city against the exact integral of every street at every receptor. */
@Tag("oracle")
class FastDispersionTest {
  private static final DispersionConstants K = DispersionConstants.AERMOD23132;

  /** Neutral, convective, stable and light wind, from directions that are no multiple of 45°. */
  static final List<Meteorology> HOURS =
      List.of(
          new Meteorology(0.4, 0, 8000, 600, 4.0, 263, 10, 0.5),
          new Meteorology(0.3, 1.4, -25, 900, 2.5, 200, 10, 0.5),
          new Meteorology(0.15, 0, 40, 200, 1.5, 118, 10, 0.5),
          new Meteorology(0.06, 0, 30, 170, 0.7, 15, 10, 0.5));

  @Test
  void fastIsNearExactOnARandomStreetNetwork() {
    PackedLines lines = randomStreets(1200, 300, 3);
    double[] q = strengths(lines.size(), 5);
    ReceptorGrid grid = AirEngine.grid(lines);
    double worstHour = 0;
    for (Meteorology met : HOURS) {
      double[] e = error(lines, q, grid, met, 120);
      System.err.printf(
          "fast vs exact, L %.0f m: sum %.3f %%, worst cell above 1 %% of the maximum %.2f %%%n",
          met.obukhovM(), 100 * e[0], 100 * e[1]);
      worstHour = Math.max(worstHour, e[0]);
      assertThat(e[1]).isLessThan(0.10);
    }
    assertThat(worstHour).isLessThan(0.02);
  }

  /**
   * What {@code ./emona disperse --mode fast} computes: roads of three widths in all directions, a
   * tenth of them without a length, receptors every 10 m, which includes some on the very axis.
   */
  @Test
  void fastIsNearExactOnATenMetreGrid() {
    Random random = new Random(8);
    List<LineSource> sources = new ArrayList<>();
    for (int i = 0; i < 1200; i++) {
      double x = 1500 * random.nextDouble();
      double y = 1500 * random.nextDouble();
      double angle = 2 * Math.PI * random.nextDouble();
      double length = i % 10 == 0 ? 0 : 30 + 140 * random.nextDouble();
      double x2 = x + length * Math.cos(angle);
      double y2 = y + length * Math.sin(angle);
      double q = 10 + 1000 * Math.pow(random.nextDouble(), 4);
      sources.add(new LineSource(x, y, x2, y2, q, 0.5, 1.5, 6 + 4 * (i % 3)));
    }
    sources.add(new LineSource(305, 205, 305, 405, 300, 0.5, 1.5, 10));
    List<Dispersion.Receptor> receptors = new ArrayList<>();
    for (int i = 0; i < 150 * 150; i++) {
      receptors.add(new Dispersion.Receptor(5 + i % 150 * 10, 5 + i / 150 * 10, 1.5));
    }
    double[][] fast = Dispersion.fast(sources, HOURS, receptors, K, true, 2, Progress.NONE);
    List<Integer> picked = new ArrayList<>(List.of(30 * 150 + 30, 20 * 150 + 30));
    random.ints(300, 0, receptors.size()).forEach(picked::add);
    List<Dispersion.Receptor> few = picked.stream().map(receptors::get).toList();
    double[][] exact = Dispersion.exact(sources, HOURS, few, K, true, 2, Progress.NONE);
    for (int h = 0; h < HOURS.size(); h++) {
      double max = java.util.Arrays.stream(exact[h]).max().orElseThrow();
      double difference = 0;
      double sum = 0;
      for (int i = 0; i < few.size(); i++) {
        double d = Math.abs(fast[h][picked.get(i)] - exact[h][i]);
        difference += d;
        sum += exact[h][i];
        if (exact[h][i] > 0.01 * max) {
          assertThat(d / exact[h][i]).isLessThan(0.10);
        }
      }
      assertThat(difference / sum).isLessThan(0.005);
    }
  }

  /** {Σ|fast − exact| / Σ exact, worst relative error among cells above 1 % of the maximum}. */
  static double[] error(
      PackedLines lines, double[] q, ReceptorGrid grid, Meteorology met, int samples) {
    StreetPieces pieces = StreetPieces.of(lines, grid, null);
    GridConvolution conv = new GridConvolution(grid.cols(), grid.rows());
    GridConvolution.Scratch s = new GridConvolution.Scratch(conv);
    HourKernel kernel = new HourKernel(met, K, grid.cellM());
    GridConvolution.Spectrum far = kernel.far(conv, s);
    NearField near = NearField.city(pieces, grid);
    java.util.Arrays.fill(s.re, 0);
    java.util.Arrays.fill(s.im, 0);
    pieces.rasterise(q, s.re, grid.cols(), conv.wide());
    conv.convolve(s, far);
    double[] fast = new double[grid.count()];
    for (int c = 0; c < fast.length; c++) {
      fast[c] = s.re[c / grid.cols() * conv.wide() + c % grid.cols()];
    }
    near.addTo(fast, q, near.weights(LineTables.city(kernel)));
    ExactDispersion exact = new ExactDispersion(met, K, true, true);
    Random random = new Random(11);
    double[] ours = new double[samples];
    double[] truth = new double[samples];
    double max = 0;
    for (int i = 0; i < samples; i++) {
      int c = random.nextInt(grid.count());
      ours[i] = fast[c];
      for (int p = 0; p < pieces.size(); p++) {
        truth[i] += exactPiece(exact, pieces, p, q[p], grid.xM(c), grid.yM(c));
      }
      max = Math.max(max, truth[i]);
    }
    double difference = 0;
    double sum = 0;
    double worst = 0;
    for (int i = 0; i < samples; i++) {
      difference += Math.abs(ours[i] - truth[i]);
      sum += truth[i];
      if (truth[i] > 0.01 * max) {
        worst = Math.max(worst, Math.abs(ours[i] - truth[i]) / truth[i]);
      }
    }
    return new double[] {difference / sum, worst};
  }

  /** Exact integral with the kerb rule of {@link NearField}. */
  private static double exactPiece(
      ExactDispersion exact, StreetPieces s, int p, double q, double x, double y) {
    LineSource line =
        new LineSource(
            s.x1(p), s.y1(p), s.x2(p), s.y2(p), q, CitySource.RELEASE_M, CitySource.SIGMA_Z0_M, 0);
    double length = line.lengthM();
    double dx = (s.x2(p) - s.x1(p)) / length;
    double dy = (s.y2(p) - s.y1(p)) / length;
    double along = (x - s.x1(p)) * dx + (y - s.y1(p)) * dy;
    double off = (y - s.y1(p)) * dx - (x - s.x1(p)) * dy;
    double kerb = CitySource.KERB_M;
    if (Math.abs(off) >= kerb || along <= -kerb || along >= length + kerb) {
      return exact.at(line, x, y, CitySource.RECEPTOR_M);
    }
    double px = s.x1(p) + along * dx;
    double py = s.y1(p) + along * dy;
    double left = exact.at(line, px - kerb * dy, py + kerb * dx, CitySource.RECEPTOR_M);
    double right = exact.at(line, px + kerb * dy, py - kerb * dx, CitySource.RECEPTOR_M);
    return ((kerb + off) * left + (kerb - off) * right) / (2 * kerb);
  }

  static PackedLines randomStreets(double sizeM, int count, long seed) {
    Random random = new Random(seed);
    PackedLines.Builder b = new PackedLines.Builder();
    for (int i = 0; i < count; i++) {
      double x = random.nextDouble() * sizeM;
      double y = random.nextDouble() * sizeM;
      double angle = random.nextDouble() * 2 * Math.PI;
      double length = 30 + 120 * random.nextDouble();
      b.line(
          new int[] {(int) (1000 * x), (int) (1000 * (x + length * Math.cos(angle)))},
          new int[] {(int) (1000 * y), (int) (1000 * (y + length * Math.sin(angle)))});
    }
    return b.build();
  }

  static double[] strengths(int count, long seed) {
    Random random = new Random(seed);
    List<Double> q = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double u = random.nextDouble();
      q.add(1 + 200 * u * u * u * u);
    }
    return q.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
