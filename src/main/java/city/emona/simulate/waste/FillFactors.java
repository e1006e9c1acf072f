package city.emona.simulate.waste;

import city.emona.model.WastePolicy;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * How the waste of a date differs from a bin's long-run mean: weekday, month by fraction, and the
 * changes that a scenario makes (less waste for good, a fair on the day). Factors of the weekdays
 * and of the months average one, so the year's total of a fraction is that of the means. A planner
 * expects season and lasting changes, but not what happens on single days. Immutable.
 */
final class FillFactors {
  private final byte[] fraction;
  private final double[] always;
  private final double[][] lately;
  private final int[] days;
  private final LocalDate date;

  private FillFactors(
      byte[] fraction, double[] always, double[][] lately, int[] days, LocalDate date) {
    this.fraction = fraction;
    this.always = always;
    this.lately = lately;
    this.days = days;
    this.date = date;
  }

  /** Weekdays alone, for {@code n} bins. */
  static FillFactors weekdays(int n) {
    double[] one = new double[n];
    Arrays.fill(one, 1);
    return new FillFactors(null, one, new double[0][], new int[0], LocalDate.EPOCH);
  }

  /** Weekdays, months and the changes around a scenario's {@code date}. */
  static FillFactors of(
      String[] ids, byte[] fraction, List<WastePolicy.WasteChange> changes, LocalDate date) {
    double[] always = new double[ids.length];
    Arrays.fill(always, 1);
    List<WastePolicy.WasteChange> some = changes.stream().filter(c -> c.days() > 0).toList();
    double[][] lately = new double[some.size()][];
    int[] days = new int[some.size()];
    for (int k = 0; k < days.length; k++) {
      lately[k] = factor(ids, some.get(k));
      days[k] = some.get(k).days();
    }
    for (WastePolicy.WasteChange c : changes) {
      if (c.days() == 0) {
        double[] f = factor(ids, c);
        for (int b = 0; b < f.length; b++) {
          always[b] *= f[b];
        }
      }
    }
    return new FillFactors(fraction, always, lately, days, date);
  }

  private static double[] factor(String[] ids, WastePolicy.WasteChange c) {
    Set<String> bins = c.binIds();
    double[] f = new double[ids.length];
    for (int b = 0; b < f.length; b++) {
      f[b] = bins.contains(ids[b]) ? c.factor() : 1;
    }
    return f;
  }

  /** What the waste of a date is times the long-run mean, on average. */
  double of(int b, LocalDate on, boolean holiday) {
    int weekday = holiday ? 6 : on.getDayOfWeek().getValue() - 1;
    double f = WasteRules.WEEKDAY[weekday] * expected(b, on);
    for (int k = 0; k < days.length; k++) {
      long before = date.toEpochDay() - on.toEpochDay();
      f *= before >= 0 && before < days[k] ? lately[k][b] : 1;
    }
    return f;
  }

  /** What a planner expects of the days around a date, times the long-run mean. */
  double expected(int b, LocalDate on) {
    double season = fraction == null ? 1 : WasteRules.SEASON[fraction[b]][on.getMonthValue() - 1];
    return always[b] * season;
  }
}
