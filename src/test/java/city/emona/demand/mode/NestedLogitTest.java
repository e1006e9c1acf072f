package city.emona.demand.mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("analytic")
class NestedLogitTest {
  private static final double NONE = Double.NEGATIVE_INFINITY;

  @Test
  void sharesAreThoseOfTheFormula() {
    // exp(V): car 4, bus 1, nest (√(4 + 5))² … with θ = ½: exp(V/θ) = exp(V)²: bike 4, foot 5 → A =
    // 3.
    double[] v = {Math.log(4), 0, Math.log(2), Math.log(Math.sqrt(5))};
    double[] p = NestedLogit.shares(v, 0.5);
    assertThat(p)
        .containsExactly(new double[] {0.5, 0.125, 0.375 * 4 / 9, 0.375 * 5 / 9}, within(1e-12));
    assertThat(NestedLogit.logsum(v, 0.5)).isCloseTo(Math.log(8), within(1e-12));
  }

  @Test
  void aNestOfOneIsAPlainLogit() {
    double[] v = {0.3, -0.2, -1, -0.4};
    double all = 0;
    for (double u : v) {
      all += Math.exp(u);
    }
    double[] p = NestedLogit.shares(v, 1);
    for (int m = 0; m < 4; m++) {
      assertThat(p[m]).isCloseTo(Math.exp(v[m]) / all, within(1e-12));
    }
  }

  @Test
  void aWayThatDoesNotExistIsNotTaken() {
    double[] p = NestedLogit.shares(new double[] {0, NONE, NONE, -1}, 0.5);
    assertThat(p[1]).isZero();
    assertThat(p[2]).isZero();
    assertThat(p[0] + p[3]).isCloseTo(1, within(1e-12));
  }

  @Test
  void aBetterWayNeverLowersTheLogsumNorItsOwnShare() {
    Random random = new Random(5);
    for (int i = 0; i < 500; i++) {
      double[] v = new double[4];
      for (int m = 0; m < 4; m++) {
        v[m] = random.nextDouble() * 8 - 6;
      }
      double theta = 0.3 + 0.7 * random.nextDouble();
      double[] better = v.clone();
      int mode = random.nextInt(4);
      better[mode] += random.nextDouble();
      assertThat(NestedLogit.logsum(better, theta))
          .isGreaterThanOrEqualTo(NestedLogit.logsum(v, theta));
      double[] p = NestedLogit.shares(v, theta);
      double[] q = NestedLogit.shares(better, theta);
      assertThat(q[mode]).isGreaterThanOrEqualTo(p[mode]);
      for (int m = 0; m < 4; m++) {
        assertThat(m == mode || q[m] <= p[m] + 1e-15).isTrue();
      }
    }
  }
}
