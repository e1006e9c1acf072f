package city.emona.simulate.air.sensing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("oracle")
class SensingTest {
  private static ErrorModel.Place[] places(Random random, int n) {
    ErrorModel.Place[] out = new ErrorModel.Place[n];
    for (int i = 0; i < n; i++) {
      out[i] =
          new ErrorModel.Place(
              4000 * random.nextDouble(), 4000 * random.nextDouble(), random.nextDouble());
    }
    return out;
  }

  /** A draw from the model itself: L times white noise. */
  private static ErrorModel.Hour draw(
      ErrorModel model, ErrorModel.Place[] places, double variance, Random random) {
    int n = places.length;
    double[] v = new double[n];
    java.util.Arrays.fill(v, variance);
    double[][] k = model.covariance(new ErrorModel.Hour(places, new double[n], v));
    double[][] l = new double[n][n];
    double[] r = new double[n];
    double[] white = new double[n];
    for (int i = 0; i < n; i++) {
      white[i] = random.nextGaussian();
      for (int j = 0; j <= i; j++) {
        double sum = k[i][j];
        for (int m = 0; m < j; m++) {
          sum -= l[i][m] * l[j][m];
        }
        l[i][j] = i == j ? Math.sqrt(sum) : sum / l[j][j];
        r[i] += l[i][j] * white[j];
      }
    }
    return new ErrorModel.Hour(places, r, v);
  }

  /** The closed form equals taking each sensor out and interpolating again. */
  @Test
  void leaveOneOutNeedsNoRefit() {
    Random random = new Random(1);
    ErrorModel.Hour h = draw(ErrorModel.DEFAULT, places(random, 15), 4, random);
    double[] closed = new Interpolation(ErrorModel.DEFAULT, h).leaveOneOut();
    for (int out = 0; out < 15; out++) {
      ErrorModel.Place[] p = new ErrorModel.Place[14];
      double[] r = new double[14];
      double[] v = new double[14];
      for (int i = 0, k = 0; i < 15; i++) {
        if (i != out) {
          p[k] = h.places()[i];
          r[k] = h.residual()[i];
          v[k++] = 4;
        }
      }
      Interpolation others = new Interpolation(ErrorModel.DEFAULT, new ErrorModel.Hour(p, r, v));
      double e = h.residual()[out] - others.correction(h.places()[out]);
      assertThat(closed[out]).isCloseTo(e, within(1e-9));
    }
  }

  /** Exact readings are met exactly at their places, and far away nothing changes. */
  @Test
  void readingsAreMetWhereTheyAreExact() {
    Random random = new Random(2);
    ErrorModel.Hour h = draw(ErrorModel.DEFAULT, places(random, 8), 1e-9, random);
    Interpolation x = new Interpolation(ErrorModel.DEFAULT, h);
    for (int i = 0; i < 8; i++) {
      assertThat(x.correction(h.places()[i])).isCloseTo(h.residual()[i], within(1e-5));
    }
    assertThat(x.correction(new ErrorModel.Place(1e6, 1e6, 1))).isCloseTo(0, within(1e-9));
  }

  /** Parameters that made the residuals are found again, and interpolation then helps. */
  @Test
  void parametersAreFoundAgain() {
    Random random = new Random(3);
    ErrorModel truth = new ErrorModel(8, 4000, 20, 400);
    ErrorModel.Place[] places = places(random, 25);
    List<ErrorModel.Hour> hours = new ArrayList<>();
    for (int k = 0; k < 48; k++) {
      hours.add(draw(truth, places, 2, random));
    }
    ErrorModel found = ErrorModel.fit(hours);
    assertThat(found.backgroundUgM3()).isBetween(5.0, 12.0);
    assertThat(found.roadsideUgM3()).isBetween(15.0, 26.0);
    assertThat(found.logLikelihood(hours)).isGreaterThanOrEqualTo(truth.logLikelihood(hours));
    double before = 0;
    double after = 0;
    for (ErrorModel.Hour h : hours) {
      double[] e = new Interpolation(found, h).leaveOneOut();
      for (int i = 0; i < e.length; i++) {
        before += h.residual()[i] * h.residual()[i];
        after += e[i] * e[i];
      }
    }
    assertThat(after).isLessThan(0.8 * before);
  }

  private static double[][] covariance(ErrorModel.Place[] p) {
    double[][] k = new double[p.length][p.length];
    for (int i = 0; i < p.length; i++) {
      for (int j = 0; j < p.length; j++) {
        k[i][j] = ErrorModel.DEFAULT.covariance(p[i], p[j]) + (i == j ? 1 : 0);
      }
    }
    return k;
  }

  /** Three of twenty places against all 1,140 sets of three. */
  @Test
  void greedyPlacementComesCloseToTheBestOfAllSets() {
    double sum = 0;
    for (int seed = 0; seed < 10; seed++) {
      double[][] k = covariance(places(new Random(seed), 20));
      double best = 0;
      for (int a = 0; a < 20; a++) {
        for (int b = a + 1; b < 20; b++) {
          for (int c = b + 1; c < 20; c++) {
            best = Math.max(best, Placement.information(k, List.of(a, b, c)));
          }
        }
      }
      List<Placement.Choice> chosen = new Placement(k).choose(3);
      double found =
          Placement.information(k, chosen.stream().map(Placement.Choice::candidate).toList());
      double gains = chosen.stream().mapToDouble(Placement.Choice::gain).sum();
      assertThat(gains).isCloseTo(found, within(1e-9));
      assertThat(found).isBetween((1 - 1 / Math.E) * best, best + 1e-9);
      sum += found / best;
    }
    System.err.printf("greedy placement: %.1f %% of the best set%n", 100 * sum / 10);
    assertThat(sum / 10).isGreaterThan(0.95);
  }

  @Test
  void aPlaceWithASensorIsNotProposedAgain() {
    double[][] k = covariance(places(new Random(5), 20));
    int first = new Placement(k).choose(1).get(0).candidate();
    assertThat(new Placement(k).with(first).choose(19))
        .extracting(Placement.Choice::candidate)
        .doesNotContain(first)
        .hasSize(19);
  }

  /** Half a microgram a day is found through noise and gaps; steady noise is no drift. */
  @Test
  void driftIsFoundThroughGaps() {
    Random random = new Random(6);
    double[] day = new double[30 * 24];
    double[] model = new double[day.length];
    double[] steady = new double[day.length];
    double[] creeping = new double[day.length];
    for (int i = 0; i < day.length; i++) {
      day[i] = i / 24.0;
      model[i] = 20 + 10 * Math.sin(i);
      boolean gap = random.nextInt(4) == 0;
      steady[i] = gap ? Double.NaN : model[i] + 3 * random.nextGaussian();
      creeping[i] = steady[i] + 0.5 * day[i];
    }
    assertThat(Drift.perDay(day, steady, model)).isZero();
    assertThat(Drift.perDay(day, creeping, model)).isCloseTo(0.5, within(0.05));
  }

  @Test
  void scoresOfKnownPairs() {
    Scores s = Scores.of(new double[] {10, 20, 30}, new double[] {10, 20, 90});
    assertThat(s.fac2()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(s.fb()).isCloseTo(2 * (20 - 40) / 60.0, within(1e-12));
    assertThat(s.nmse()).isCloseTo(1200 / (20.0 * 40), within(1e-12));
  }
}
