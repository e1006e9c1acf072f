package city.emona.simulate.air;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * NO₂ from measured NOx and O₃ at a kerb in a street canyon: London Marylebone Road, January to
 * June 2003, 4,282 hours. One primary share is fitted; ozone is the street's own, because no
 * background was measured, and the light is that of a half clouded sky.
 */
@Tag("oracle")
class MaryleboneTest {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final double CANYON_EXCHANGE_S = 60;

  private record Sample(int month, double nox, double no2, Weather.Hour hour) {}

  @Test
  void no2FollowsNoxAndOzone() throws IOException {
    List<Sample> samples = samples();
    double[] score = best(samples);
    System.err.printf(
        "Marylebone Road, %d hours: f %.2f, R %.3f, FB %+.3f%n",
        samples.size(), score[0], score[1], score[2]);
    assertThat(samples.size()).isGreaterThan(4000);
    assertThat(score[1]).isGreaterThan(0.88);
    assertThat(Math.abs(score[2])).isLessThan(0.1);
  }

  /**
   * Within every month one share is enough for R of 0.9 and more; the share that fits rises from
   * January to June, which is why one for the half year is not.
   */
  @Test
  void everyMonthReachesTheAimWithAShareOfItsOwn() throws IOException {
    double before = 0;
    for (int month = 1; month <= 6; month++) {
      int m = month;
      double[] score = best(samples().stream().filter(s -> s.month == m).toList());
      System.err.printf(
          "Marylebone Road, month %d: f %.2f, R %.3f, FB %+.3f%n",
          month, score[0], score[1], score[2]);
      assertThat(score[1]).isGreaterThan(0.9);
      assertThat(score[0]).isGreaterThanOrEqualTo(before);
      before = score[0];
    }
    assertThat(before).isGreaterThan(0.3);
  }

  /** With one share neither the time of exchange nor the cloud closes the gap. */
  @Test
  void oneShareStaysBelowTheAimUnderAnyExchangeAndCloud() throws IOException {
    for (double cloud : new double[] {0, 1}) {
      for (double exchange : new double[] {20, 100, 300}) {
        double r = best(samples(cloud), exchange)[1];
        System.err.printf(
            "Marylebone Road, cloud %.0f, exchange %.0f s: R %.3f%n", cloud, exchange, r);
        assertThat(r).isBetween(0.86, 0.9);
      }
    }
  }

  private static List<Sample> samples() throws IOException {
    return samples(0.5);
  }

  private static List<Sample> samples(double cloud) throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (String[] r : AermodValidationTest.rows("marylebone_2003h1_hourly.csv")) {
      if (!r[3].isBlank() && !r[4].isBlank() && !r[5].isBlank()) {
        double no2 = No2Chemistry.NO2_UG_PER_PPB;
        double o3 = No2Chemistry.O3_UG_PER_PPB * AermodValidationTest.real(r[5]);
        LocalDateTime time = LocalDateTime.parse(r[0], TIME);
        double light = light(time, cloud);
        Weather.Hour h = new Weather.Hour(3, 200, 12, 0.5, light, 0, 0, o3, 0, 0);
        samples.add(
            new Sample(
                time.getMonthValue(),
                no2 * AermodValidationTest.real(r[3]),
                no2 * AermodValidationTest.real(r[4]),
                h));
      }
    }
    return samples;
  }

  /** {share, R, FB} of the share with the least squared error. */
  private static double[] best(List<Sample> samples) {
    return best(samples, CANYON_EXCHANGE_S);
  }

  private static double[] best(List<Sample> samples, double exchangeS) {
    double best = Double.POSITIVE_INFINITY;
    double[] score = new double[3];
    for (double f = 0.05; f < 0.45; f += 0.01) {
      double[] s = score(samples, f, exchangeS);
      if (s[0] < best) {
        best = s[0];
        score = new double[] {f, s[1], s[2]};
      }
    }
    return score;
  }

  /** {squared error, R, FB}. */
  private static double[] score(List<Sample> samples, double f, double exchangeS) {
    double n = samples.size();
    double error = 0;
    double o = 0;
    double m = 0;
    double oo = 0;
    double mm = 0;
    double om = 0;
    for (Sample s : samples) {
      double model = new No2Chemistry(s.hour, exchangeS).no2(s.nox, f * s.nox);
      error += (model - s.no2) * (model - s.no2);
      o += s.no2 / n;
      m += model / n;
      oo += s.no2 * s.no2 / n;
      mm += model * model / n;
      om += s.no2 * model / n;
    }
    double r = (om - o * m) / Math.sqrt((oo - o * o) * (mm - m * m));
    return new double[] {error, r, 2 * (o - m) / (o + m)};
  }

  /** Global radiation in London under a share of cloud (Holtslag and van Ulden 1983). */
  private static double light(LocalDateTime t, double cloud) {
    double declination =
        Math.toRadians(23.45) * Math.sin(2 * Math.PI * (284 + t.getDayOfYear()) / 365);
    double hour = Math.toRadians(15 * (t.getHour() + 0.5 - 12) - 0.15);
    double latitude = Math.toRadians(51.52);
    double sine =
        Math.sin(latitude) * Math.sin(declination)
            + Math.cos(latitude) * Math.cos(declination) * Math.cos(hour);
    return Math.max(0, 990 * sine - 30) * (1 - 0.75 * Math.pow(cloud, 3.4));
  }
}
