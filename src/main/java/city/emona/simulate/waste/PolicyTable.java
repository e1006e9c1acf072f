package city.emona.simulate.waste;

import city.emona.model.Conditions;
import city.emona.model.WastePolicy;
import city.emona.model.WastePolicy.Kind;
import city.emona.model.WastePolicy.Rule;
import city.emona.model.WastePolicy.Sensing;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The yardstick of the policies: 600 bins of one fraction over 364 days from a Monday, mean daily
 * fill at the quantiles of a lognormal with median 0.16 and sigma 0.6, cut off at 0.45, trucks out
 * from Monday to Saturday. The bins pass through the engine's own fill and choice; only the streets
 * are left out, since this table asks whom to visit, not on which way. Stateless.
 */
public final class PolicyTable {
  private static final int BINS = 600;
  private static final int DAYS = 364;
  private static final LocalDate MONDAY = LocalDate.of(2026, 1, 5);
  private static final int WORKDAYS = 63;
  private static final int SHIFT = 360;
  private static final Sensing PERFECT = new Sensing(1, 0, 0, 0);
  private static final Sensing NONE = new Sensing(0, 0, 0, 0);

  /** Emptyings per bin and week, mean fill when emptied and bin-days overflowing in per cent. */
  public record Row(String policy, double emptyings, double fillPercent, double overflowPercent) {}

  private PolicyTable() {}

  private static Conditions.Collection of(int days, Kind kind, double limit, Sensing sensing) {
    return new Conditions.Collection(
        Collections.nCopies(5, days),
        0,
        SHIFT,
        WastePolicy.CALENDAR
            .withRules(Collections.nCopies(5, new Rule(kind, limit)))
            .withSensing(sensing));
  }

  /** The policies of the table by name, in its order. */
  public static Map<String, Conditions.Collection> policies() {
    Map<String, Conditions.Collection> all = new LinkedHashMap<>();
    all.put("six days", of(WORKDAYS, Kind.CALENDAR, 0, PERFECT));
    all.put("Mo-We-Fr", of(21, Kind.CALENDAR, 0, PERFECT));
    all.put("Mo-Th", of(9, Kind.CALENDAR, 0, PERFECT));
    all.put("own interval", of(WORKDAYS, Kind.INTERVAL, 0, PERFECT));
    for (int percent : new int[] {50, 60, 70, 80}) {
      all.put(
          "threshold " + percent + " %", of(WORKDAYS, Kind.THRESHOLD, percent / 100.0, PERFECT));
    }
    for (double percent : new double[] {5, 2, 1, 0.2}) {
      String name = percent == Math.rint(percent) ? "" + (int) percent : "" + percent;
      all.put("predictive " + name + " %", of(WORKDAYS, Kind.PREDICTIVE, percent / 100, PERFECT));
    }
    all.put(
        "predictive 1 %, 5 % dead, 5 % noise",
        of(WORKDAYS, Kind.PREDICTIVE, 0.01, new Sensing(1, 0.05, 0.05, 0)));
    all.put(
        "predictive 1 %, 20 % dead",
        of(WORKDAYS, Kind.PREDICTIVE, 0.01, new Sensing(1, 0.2, 0, 0)));
    all.put("predictive 1 %, no sensors", of(WORKDAYS, Kind.PREDICTIVE, 0.01, NONE));
    return all;
  }

  public static List<Row> rows(long seed) {
    return policies().entrySet().stream().map(e -> row(e.getKey(), e.getValue(), seed)).toList();
  }

  /** One policy over the year. */
  public static Row row(String name, Conditions.Collection collection, long seed) {
    double[] rate = rates();
    double[] capacity = new double[BINS];
    Arrays.fill(capacity, 1);
    String[] ids = new String[BINS];
    Arrays.setAll(ids, b -> "bin" + b);
    boolean[] all = new boolean[BINS];
    Arrays.fill(all, true);
    double[] one = capacity.clone();
    BinFill fill = new BinFill(capacity, rate, ids, seed);
    BinChoice choice =
        new BinChoice(fill, collection, new byte[BINS], new int[BINS], all, all, one);
    for (int d = 0; d < DAYS; d++) {
      LocalDate date = MONDAY.plusDays(d);
      choice.morning(date, false);
      fill.day(date, choice.due);
    }
    double emptied = Arrays.stream(fill.emptyings()).sum();
    return new Row(
        name,
        emptied / BINS / (DAYS / 7.0),
        100 * Arrays.stream(fill.shareWhenEmptied()).sum() / emptied,
        100 * Arrays.stream(fill.overflowDays()).sum() / (BINS * (double) DAYS));
  }

  /** Mean daily fill as a share of the volume, at equally likely quantiles. */
  private static double[] rates() {
    double top = normal(StrictMath.log(0.45 / 0.16) / 0.6);
    double[] rate = new double[BINS];
    for (int b = 0; b < BINS; b++) {
      rate[b] = 0.16 * StrictMath.exp(0.6 * quantile((b + 0.5) / BINS * top));
    }
    return rate;
  }

  /** Standard normal distribution: the series of Marsaglia (2004), exact to double here. */
  private static double normal(double x) {
    double sum = x;
    double before = 0;
    double term = x;
    for (int i = 3; sum != before; i += 2) {
      before = sum;
      term *= x * x / i;
      sum += term;
    }
    return 0.5 + sum * StrictMath.exp(-x * x / 2) / StrictMath.sqrt(2 * StrictMath.PI);
  }

  private static double quantile(double p) {
    double lo = -6;
    double hi = 6;
    for (int i = 0; i < 60; i++) {
      double mid = (lo + hi) / 2;
      if (normal(mid) < p) {
        lo = mid;
      } else {
        hi = mid;
      }
    }
    return (lo + hi) / 2;
  }
}
