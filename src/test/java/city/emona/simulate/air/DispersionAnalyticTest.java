package city.emona.simulate.air;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import city.emona.simulate.Progress;
import city.emona.simulate.air.fft.Fft;
import city.emona.simulate.air.fft.GridConvolution;
import city.emona.simulate.air.plume.DispersionConstants;
import city.emona.simulate.air.plume.Erf;
import city.emona.simulate.air.plume.LineIntegral;
import city.emona.simulate.air.plume.LineSource;
import city.emona.simulate.air.plume.Meteorology;
import city.emona.simulate.air.plume.PlumeSpread;
import city.emona.simulate.air.plume.PointKernel;
import city.emona.simulate.air.weather.SurfaceWeather;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("analytic")
class DispersionAnalyticTest {
  private static final double U = 3;

  /** A plume of power-law spreads, whose line integrals have a closed form. */
  private static double plume(double x, double y) {
    if (x <= 0) {
      return 0;
    }
    double sz = 0.08 * Math.pow(x, 0.9);
    double sy = 0.16 * Math.pow(x, 0.9);
    return Math.exp(-y * y / (2 * sy * sy)) / (Math.PI * sy * sz * U);
  }

  /** Finite line across the wind: {@code q/(√2π U σz) [erf(…) − erf(…)]} (air.md §3.4). */
  @Test
  void finiteLineHasItsClosedForm() {
    for (double x : new double[] {10, 20, 50, 100, 200, 500}) {
      for (double y : new double[] {0, 30, 90, 100, 110}) {
        double sz = 0.08 * Math.pow(x, 0.9);
        double sy = 0.16 * Math.pow(x, 0.9);
        double s2 = Math.sqrt(2);
        double expected =
            1000
                / (Math.sqrt(2 * Math.PI) * U * sz)
                * (Erf.erf((y + 100) / (s2 * sy)) - Erf.erf((y - 100) / (s2 * sy)));
        double ours =
            1000 * new LineIntegral().over(200, new double[] {y + 100}, t -> plume(x, y + 100 - t));
        assertThat(ours).isCloseTo(expected, within(1e-4 * expected + 1e-9));
      }
    }
  }

  /** Infinite line: {@code √(2/π) q/(U σz)}; the published values of the shared table. */
  @Test
  void sharedClosedFormsAreMet() throws IOException {
    int compared = 0;
    for (String[] row : AermodValidationTest.rows("analytic_lines.csv")) {
      double x = Double.parseDouble(row[4]);
      double y = Double.parseDouble(row[5]);
      boolean infinite = row[7].equals("inf");
      double half = infinite ? 4000 : Double.parseDouble(row[7]);
      double expected = Double.parseDouble(row[9]);
      double ours =
          1000
              * new LineIntegral()
                  .over(2 * half, new double[] {y + half}, t -> plume(x, y + half - t));
      assertThat(ours).isCloseTo(expected, within(1e-4 * expected + 1e-7));
      compared++;
    }
    assertThat(compared).isEqualTo(24);
  }

  /** The tabulated kernel is the iterated one. */
  @Test
  void tableIsTheKernel() {
    for (Meteorology met : FastDispersionTest.HOURS) {
      PlumeSpread spread = new PlumeSpread(met, DispersionConstants.AERMOD23132, 0.5, 1.5, false);
      PointKernel kernel = new PointKernel(spread, 1.5, true);
      for (double x : new double[] {1, 3, 12.5, 47, 210, 1300, 9000}) {
        PlumeSpread.At p = spread.at(x);
        double v = spread.vertical(p, 1.5);
        double f = Math.min(1, 2 * Math.pow(spread.sigmaV() / p.wind(), 2));
        double expected =
            (1 - f) * v / (Math.sqrt(2 * Math.PI) * p.sigmaY()) + f * v / (2 * Math.PI * x);
        assertThat(kernel.at(x, 0, 0)).isCloseTo(expected, within(2e-3 * expected));
      }
    }
  }

  @Test
  void errorFunctionMeetsItsTable() {
    assertThat(Erf.erf(0)).isZero();
    assertThat(Erf.erf(0.5)).isCloseTo(0.5204998778130465, within(1e-12));
    assertThat(Erf.erf(-1)).isCloseTo(-0.8427007929497149, within(1e-12));
    assertThat(Erf.erf(2.4)).isCloseTo(0.9993114861033549, within(1e-12));
    assertThat(Erf.erf(3)).isCloseTo(0.9999779095030014, within(1e-12));
  }

  /** Every radix against the definition of the transform, and back. */
  @Test
  @Tag("oracle")
  void transformIsItsDefinition() {
    Random random = new Random(4);
    for (int n : new int[] {1, 2, 3, 4, 5, 6, 9, 10, 16, 25, 30, 45, 60, 225}) {
      Fft fft = new Fft(n);
      double[][] re = rows(random, n);
      double[][] im = rows(random, n);
      double[][] re0 = Arrays.stream(re).map(double[]::clone).toArray(double[][]::new);
      double[][] im0 = Arrays.stream(im).map(double[]::clone).toArray(double[][]::new);
      fft.forward(re, im, 3);
      int[] frequency = fft.frequencies();
      for (int row = 0; row < n; row++) {
        double sumRe = 0;
        double sumIm = 0;
        for (int t = 0; t < n; t++) {
          double angle = -2 * Math.PI * ((long) t * frequency[row] % n) / n;
          sumRe += re0[t][1] * Math.cos(angle) - im0[t][1] * Math.sin(angle);
          sumIm += re0[t][1] * Math.sin(angle) + im0[t][1] * Math.cos(angle);
        }
        assertThat(re[row][1]).isCloseTo(sumRe, within(1e-11 * n));
        assertThat(im[row][1]).isCloseTo(sumIm, within(1e-11 * n));
      }
      fft.inverse(re, im, 3);
      for (int i = 0; i < 3 * n; i++) {
        assertThat(re[i / 3][i % 3] / n).isCloseTo(re0[i / 3][i % 3], within(1e-12));
        assertThat(im[i / 3][i % 3] / n).isCloseTo(im0[i / 3][i % 3], within(1e-12));
      }
    }
  }

  private static double[][] rows(Random random, int n) {
    return random.doubles(n).mapToObj(d -> random.doubles(3).toArray()).toArray(double[][]::new);
  }

  /** Against the sum of its definition. */
  @Test
  @Tag("oracle")
  void convolutionIsTheDirectSum() {
    Random random = new Random(2);
    for (int[] size : new int[][] {{1, 1}, {3, 5}, {7, 4}, {15, 12}, {30, 25}}) {
      int cols = size[0];
      int rows = size[1];
      GridConvolution g = new GridConvolution(cols, rows);
      GridConvolution.Scratch s = new GridConvolution.Scratch(g);
      double[][] kernel = new double[2 * rows - 1][2 * cols - 1];
      java.util.Arrays.fill(s.re, 0);
      for (int r = 0; r < kernel.length; r++) {
        for (int c = 0; c < kernel[r].length; c++) {
          kernel[r][c] = random.nextDouble();
          int row = Math.floorMod(r - rows + 1, g.high());
          s.re[row * g.wide() + Math.floorMod(c - cols + 1, g.wide())] = kernel[r][c];
        }
      }
      GridConvolution.Spectrum spectrum = g.spectrum(s);
      java.util.Arrays.fill(s.re, 0);
      java.util.Arrays.fill(s.im, 0);
      double[][] field = new double[2][cols * rows];
      for (int i = 0; i < cols * rows; i++) {
        field[0][i] = random.nextDouble();
        field[1][i] = random.nextDouble();
        s.re[i / cols * g.wide() + i % cols] = field[0][i];
        s.im[i / cols * g.wide() + i % cols] = field[1][i];
      }
      g.convolve(s, spectrum);
      for (int i = 0; i < cols * rows; i++) {
        double[] sum = new double[2];
        for (int j = 0; j < cols * rows; j++) {
          double k = kernel[i / cols - j / cols + rows - 1][i % cols - j % cols + cols - 1];
          sum[0] += k * field[0][j];
          sum[1] += k * field[1][j];
        }
        int at = i / cols * g.wide() + i % cols;
        assertThat(s.re[at]).isCloseTo(sum[0], within(1e-5 * sum[0]));
        assertThat(s.im[at]).isCloseTo(sum[1], within(1e-5 * sum[1]));
      }
    }
  }

  /** A line seen from both of its directions, and cut in two, is the same line. */
  @Test
  @Tag("invariant")
  void directionAndCutsDoNotMatter() {
    var at = List.of(new Dispersion.Receptor(37, 22, 1.5), new Dispersion.Receptor(-80, 5, 0));
    LineSource whole = new LineSource(0, 0, 120, 50, 1000, 0.5, 1.5, 10);
    LineSource back = new LineSource(120, 50, 0, 0, 1000, 0.5, 1.5, 10);
    LineSource one = new LineSource(0, 0, 48, 20, 1000, 0.5, 1.5, 10);
    LineSource two = new LineSource(48, 20, 120, 50, 1000, 0.5, 1.5, 10);
    for (DispersionConstants k : DispersionConstants.values()) {
      double[][] a = exact(List.of(whole), at, k);
      double[][] b = exact(List.of(back), at, k);
      double[][] c = exact(List.of(one, two), at, k);
      for (int h = 0; h < a.length; h++) {
        for (int r = 0; r < 2; r++) {
          assertThat(b[h][r]).isCloseTo(a[h][r], within(1e-4 * a[h][r]));
          assertThat(c[h][r]).isCloseTo(a[h][r], within(1e-4 * a[h][r]));
        }
      }
    }
  }

  private static double[][] exact(
      List<LineSource> s, List<Dispersion.Receptor> r, DispersionConstants k) {
    return Dispersion.exact(s, FastDispersionTest.HOURS, r, k, true, 2, Progress.NONE);
  }

  /** Without emission the background's own NO₂ comes back; ozone bounds what forms. */
  @Test
  void no2ComesFromOzoneAndPrimaryShare() {
    Weather.Hour night = new Weather.Hour(2, 200, 10, 0.5, 0, 12, 10, 60, 8, 12);
    No2Chemistry chemistry = new No2Chemistry(night);
    assertThat(chemistry.no2(0, 0)).isCloseTo(10, within(1e-9));
    double ozoneAsNo2 = 60 / No2Chemistry.O3_UG_PER_PPB * No2Chemistry.NO2_UG_PER_PPB;
    double before = 10;
    for (double nox = 1; nox < 3000; nox *= 1.5) {
      double no2 = chemistry.no2(nox, 0.2 * nox);
      assertThat(no2).isGreaterThan(before).isLessThan(10 + 0.2 * nox + ozoneAsNo2 + 1e-9);
      before = no2;
    }
    Weather.Hour noon = new Weather.Hour(2, 200, 10, 0.5, 600, 12, 10, 60, 8, 12);
    assertThat(new No2Chemistry(noon).no2(100, 20)).isLessThan(chemistry.no2(100, 20));
  }

  /**
   * Friction velocity, Obukhov length and mixing height have the sign and size that they should.
   */
  @Test
  void turbulenceFollowsTheDay() {
    Weather.Hour night = new Weather.Hour(2, 200, 5, 0.2, 0, 12, 10, 60, 8, 12);
    Weather.Hour noon = new Weather.Hour(3, 200, 18, 0.3, 600, 12, 10, 60, 8, 12);
    List<Meteorology> m =
        SurfaceWeather.hours(new Weather("two", List.of(night, noon)), 300_000, 0.5);
    assertThat(m.get(0).isStable()).isTrue();
    assertThat(m.get(0).obukhovM()).isGreaterThanOrEqualTo(30);
    assertThat(m.get(0).wstarMPerS()).isZero();
    assertThat(m.get(1).isStable()).isFalse();
    assertThat(m.get(1).wstarMPerS()).isBetween(0.5, 3.0);
    assertThat(m.get(1).mixingM()).isGreaterThan(m.get(0).mixingM());
    assertThat(m.get(1).ustarMPerS()).isBetween(0.2, 0.7);
    // 0.9 · Rn/2 with Rn = (0.82 R + 5.31e-13 T⁶ − 5.67e-8 T⁴ + 60 n)/1.12
    double t = 18 + 273.15;
    double net =
        (0.82 * 600 + 5.31e-13 * Math.pow(t, 6) - 5.67e-8 * Math.pow(t, 4) + 60 * 0.3) / 1.12;
    assertThat(SurfaceWeather.heatFlux(noon)).isCloseTo(0.45 * net, within(1e-6));
  }
}
