package city.emona.simulate.waste;

import city.emona.model.Conditions;
import city.emona.model.WastePolicy;
import city.emona.simulate.BinDecisions.Why;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * Which bins to empty on a date, decided in the morning by the policy of their fraction, from what
 * the planner knows: a level sensor's reading (late, noisy, or dead) or, without one, the mean fill
 * since the last visit. A bin is due (it must be visited), offered for a prize, or left. The prize
 * is what a clean-up costs times the overflow probability that a visit today takes away, reckoned
 * to the second next chance: who is left today may be left once more. Not thread-safe; the arrays
 * hold the latest date.
 */
final class BinChoice {
  private static final int ALL_DAYS = 127;
  private static final double INTERVAL_SHARE = 0.75;
  private static final int INTERVAL_MAX = 14;
  private static final long DEAD = 0x5e4502;
  private static final long EQUIPPED = 0x5e4501;
  private static final long NOISE = 0x5e4503;
  private static final double LEAST_PRIZE_EUR = 0.05;

  /** However high limits rise, a bin that is all but sure to run over is due. */
  private static final double MOST_RISK = 0.9;

  final boolean[] due;
  final Why[] why;
  final float[] seenShare;
  final float[] overflow;
  final float[] prizeEur;

  private final BinFill fill;
  private final Conditions.Collection collection;
  private final byte[] fraction;
  private final int[] days;
  private final boolean[] servable;

  /** Due, or offered for more than a stop usually costs: what routes would serve. */
  final boolean[] likely;

  private final boolean[] has;
  private final boolean[] reads;

  /**
   * The limit of each bin is multiplied by this, and its prize divided where it is above 1: the
   * fairness guard lowers it, the search for the same service raises it.
   */
  private final double[] limitFactor;

  private final double lateShare;
  private BinChoice today;
  private boolean[] asToday;

  /**
   * {@code ownDays}: calendars of single bins, 0 = none; {@code equipped}: bins that have a working
   * sensor in the city, read where the policy does not give a share of its own.
   */
  BinChoice(
      BinFill fill,
      Conditions.Collection collection,
      byte[] fraction,
      int[] ownDays,
      boolean[] servable,
      boolean[] equipped,
      double[] limitFactor) {
    this.fill = fill;
    this.collection = collection;
    this.fraction = fraction;
    this.servable = servable;
    this.limitFactor = limitFactor;
    int n = fill.count();
    due = new boolean[n];
    likely = new boolean[n];
    why = new Why[n];
    seenShare = new float[n];
    overflow = new float[n];
    prizeEur = new float[n];
    WastePolicy.Sensing s = collection.policy().sensing();
    has = new boolean[n];
    reads = new boolean[n];
    days = new int[n];
    for (int b = 0; b < n; b++) {
      days[b] = collection.days(fraction[b], ownDays[b]);
      has[b] = Double.isNaN(s.share()) ? equipped[b] : fill.unit(b, EQUIPPED) <= s.share();
      reads[b] = has[b] && fill.unit(b, DEAD) > s.failureShare();
    }
    double late = Math.max(0, s.latencyH() - collection.shiftStartMinute() / 60.0);
    double share = 0;
    for (int h = 23; h >= 0 && late > 0; h--, late--) {
      share += WasteRules.HOUR[h] * Math.min(1, late);
    }
    lateShare = share;
  }

  /** Bins with a sensor, dead ones too: they are paid for. */
  int sensors() {
    int n = 0;
    for (boolean h : has) {
      n += h ? 1 : 0;
    }
    return n;
  }

  /** Whether a planner gets readings of the bin. */
  boolean reads(int b) {
    return reads[b];
  }

  /** Bins that are emptied when another choice, today's, would do so, and then only. */
  void alsoAs(BinChoice other, boolean[] bins) {
    today = other;
    asToday = bins;
  }

  /** Days from a date to the next one among these weekdays; 7 where there is none. */
  private static int daysToNext(int days, LocalDate date) {
    for (int n = 1; n < 7; n++) {
      if (goesOut(days, date.plusDays(n))) {
        return n;
      }
    }
    return 7;
  }

  private static boolean goesOut(int days, LocalDate date) {
    return (days >> (date.getDayOfWeek().getValue() - 1) & 1) != 0;
  }

  /** Decides for a date; {@code holiday}: no truck goes out. */
  void morning(LocalDate date, boolean holiday) {
    int[] next = new int[ALL_DAYS + 1];
    int[] second = new int[ALL_DAYS + 1];
    for (int d = 0; d <= ALL_DAYS; d++) {
      next[d] = daysToNext(d, date);
      second[d] = next[d] + daysToNext(d, date.plusDays(next[d]));
    }
    Arrays.fill(due, false);
    for (int b = 0; b < due.length; b++) {
      int f = fraction[b];
      double seen = seenL(b, date);
      double mean = fill.expectedL(b, date);
      double capacity = fill.capacityL(b);
      seenShare[b] = (float) (seen / capacity);
      overflow[b] = (float) overflowChance(capacity - seen, mean, next[days[b]]);
      prizeEur[b] = 0;
      if (!servable[b]) {
        why[b] = Why.OUT_OF_REACH;
      } else if (holiday || !goesOut(days[b], date)) {
        why[b] = Why.NO_TRUCKS_TODAY;
      } else {
        decide(b, collection.policy().ruleByFraction().get(f), mean, second[days[b]]);
      }
    }
    if (today != null) {
      today.morning(date, holiday);
      for (int b = 0; b < due.length; b++) {
        if (asToday[b]) {
          set(b, today.due[b], today.why[b]);
          prizeEur[b] = today.prizeEur[b];
        }
      }
    }
    for (int b = 0; b < due.length; b++) {
      likely[b] = due[b] || why[b] == Why.OFFERED && prizeEur[b] >= WasteRules.STOP_EUR;
    }
  }

  private void decide(int b, WastePolicy.Rule rule, double mean, int second) {
    switch (rule.kind()) {
      case CALENDAR -> set(b, true, Why.CALENDAR);
      case INTERVAL -> {
        double cycle = mean > 0 ? INTERVAL_SHARE * fill.capacityL(b) / mean : INTERVAL_MAX;
        int days = (int) Math.max(1, Math.min(INTERVAL_MAX, cycle));
        boolean now = fill.daysSince(b) >= days;
        set(b, now, now ? Why.INTERVAL : Why.NOT_YET);
      }
      case THRESHOLD -> {
        boolean now = seenShare[b] >= rule.limit();
        set(b, now, now ? Why.THRESHOLD : Why.NOT_YET);
      }
      case PREDICTIVE -> {
        boolean now = overflow[b] > Math.min(MOST_RISK, rule.limit() * limitFactor[b]);
        prize(b, mean, second);
        boolean offered = prizeEur[b] > LEAST_PRIZE_EUR;
        set(b, now, now ? Why.RISK : offered ? Why.OFFERED : Why.NOT_YET);
      }
    }
  }

  private void prize(int b, double mean, int second) {
    double capacity = fill.capacityL(b);
    double later = overflowChance(capacity * (1 - seenShare[b]), mean, second);
    double now = overflowChance(capacity, mean, second);
    double eur = collection.policy().overflowCostEur() / Math.max(1, limitFactor[b]);
    prizeEur[b] = (float) (eur * Math.max(0, later - now));
  }

  private void set(int b, boolean isDue, Why reason) {
    due[b] = isDue;
    why[b] = reason;
  }

  /** Litres that the planner takes to be in a bin. */
  private double seenL(int b, LocalDate date) {
    double capacity = fill.capacityL(b);
    if (!reads[b]) {
      return fill.expectedL(b, date) * fill.daysSince(b);
    }
    double seen = fill.levelL(b);
    if (lateShare > 0) {
      double late = Math.min(seen, lateShare * fill.drawL(b, date.minusDays(1), false));
      seen += lateShare * fill.expectedL(b, date) - late;
    }
    double noise = collection.policy().sensing().noiseShare();
    if (noise > 0) {
      long day = date.toEpochDay() * 4;
      double u = fill.unit(b, NOISE + day);
      double v = fill.unit(b, NOISE + day + 1);
      double normal =
          StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * StrictMath.PI * v);
      seen += noise * capacity * normal;
    }
    return Math.max(0, Math.min(capacity, seen));
  }

  /** The planner reckons with this much more than the mean, as weekdays differ. */
  static final double MARGIN = 1.05;

  /**
   * Probability that what comes in some days passes the room left. Daily litres are gamma
   * distributed with whole shape k, so those of n days have shape k·n and the tail is Erlang's sum:
   * P(X &gt; x) = e^−y Σ y^i/i!, i &lt; k·n, with y = x·k/mean.
   */
  static double overflowChance(double roomL, double meanLPerDay, int days) {
    if (roomL < 0) {
      return 1;
    }
    if (meanLPerDay <= 0 || days <= 0) {
      return 0;
    }
    return erlangTail(
        WasteRules.GAMMA_SHAPE * days, roomL * WasteRules.GAMMA_SHAPE / (MARGIN * meanLPerDay));
  }

  /** P(Gamma(shape, 1) > y) for a whole shape. */
  static double erlangTail(int shape, double y) {
    double term = StrictMath.exp(-y);
    double sum = term;
    for (int i = 1; i < shape && term > 0; i++) {
      term *= y / i;
      sum += term;
    }
    return Math.min(1, sum);
  }
}
