package city.emona.simulate.waste;

import city.emona.model.WastePolicy;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Fill of bins day by day. The litres that a day brings to a bin are gamma distributed with mean
 * {@code rate · weekday factor} and shape {@link WasteRules#GAMMA_SHAPE}; what does not fit spills
 * and is swept away, not collected. Draws are a hash of seed, bin id and date, so a bin gets the
 * same waste whatever else a scenario changes, and on any number of threads. Days before the
 * scenario's date are collected in the morning, before the day's fill. Litres. Not thread-safe.
 */
final class BinFill {
  private static final double START_SHARE = 0.7;

  private final double[] capacityL;
  private final double[] rateL;
  private final long[] key;
  private final long seed;
  private final Factors factors;
  private final double[] levelL;
  private final double[] besideL;
  private final double[] filledL;
  private final double[] collectedL;
  private final double[] spilledL;
  private final double[] overflowDays;
  private final int[] emptyings;
  private final double[] shareWhenEmptied;
  private final int[] daysSince;
  private final double[] takenL;

  BinFill(double[] capacityL, double[] rateL, String[] ids, long seed) {
    this(capacityL, rateL, ids, Factors.weekdays(ids.length), seed);
  }

  BinFill(double[] capacityL, double[] rateL, String[] ids, Factors factors, long seed) {
    this.factors = factors;
    this.capacityL = capacityL;
    this.rateL = rateL;
    this.seed = seed;
    int n = ids.length;
    key = new long[n];
    for (int b = 0; b < n; b++) {
      key[b] = hash(ids[b]);
    }
    levelL = new double[n];
    besideL = new double[n];
    filledL = new double[n];
    collectedL = new double[n];
    spilledL = new double[n];
    overflowDays = new double[n];
    emptyings = new int[n];
    shareWhenEmptied = new double[n];
    daysSince = new int[n];
    takenL = new double[n];
  }

  /**
   * Starts each bin somewhere in its cycle instead of empty, so that bins that fill over many weeks
   * are soon in their usual state.
   */
  void startWithinCycles() {
    for (int b = 0; b < levelL.length; b++) {
      double share = ((mix(seed ^ mix(key[b])) >>> 11) + 1) * 0x1p-53;
      levelL[b] = share * START_SHARE * capacityL[b];
      daysSince[b] = rateL[b] > 0 ? (int) Math.min(60, Math.round(levelL[b] / rateL[b])) : 0;
    }
  }

  /** Starts the record anew; levels stay. */
  void reset() {
    for (int b = 0; b < levelL.length; b++) {
      filledL[b] = 0;
      collectedL[b] = 0;
      spilledL[b] = 0;
      overflowDays[b] = 0;
      emptyings[b] = 0;
      shareWhenEmptied[b] = 0;
    }
  }

  /** Litres that a date brings to a bin. */
  double drawL(int b, LocalDate date, boolean holiday) {
    double mean = rateL[b] * factors.of(b, date, holiday);
    if (mean <= 0) {
      return 0;
    }
    double product = 1;
    long state = mix(seed ^ mix(key[b] ^ mix(date.toEpochDay())));
    for (int k = 0; k < WasteRules.GAMMA_SHAPE; k++) {
      state += 0x9E3779B97F4A7C15L;
      product *= ((mix(state) >>> 11) + 1) * 0x1p-53;
    }
    return -StrictMath.log(product) * mean / WasteRules.GAMMA_SHAPE;
  }

  /** Takes up to {@code maxL} out of a bin and returns the litres. */
  double empty(int b, double maxL) {
    double litres = Math.min(levelL[b], maxL);
    levelL[b] -= litres;
    collectedL[b] += litres;
    besideL[b] = 0;
    emptyings[b]++;
    shareWhenEmptied[b] += litres / capacityL[b];
    daysSince[b] = 0;
    return litres;
  }

  /** Puts litres in; true where some did not fit. */
  boolean fill(int b, double litres) {
    double room = capacityL[b] - levelL[b];
    filledL[b] += litres;
    levelL[b] += Math.min(litres, room);
    if (litres > room) {
      spilledL[b] += litres - room;
      besideL[b] += litres - room;
      return true;
    }
    return false;
  }

  /** Counts a day on which waste did not fit. */
  void countOverflow(int b) {
    overflowDays[b]++;
  }

  /** One whole day: empties the bins that are due in the morning, then fills all. */
  void day(LocalDate date, boolean[] due) {
    for (int b = 0; b < levelL.length; b++) {
      if (due[b]) {
        takenL[b] = empty(b, Double.POSITIVE_INFINITY);
      }
      daysSince[b]++;
      if (fill(b, drawL(b, date, false))) {
        countOverflow(b);
      }
    }
  }

  int count() {
    return levelL.length;
  }

  double levelL(int b) {
    return levelL[b];
  }

  /** Litres that lie beside the bin since it was last emptied. */
  double besideL(int b) {
    return besideL[b];
  }

  double capacityL(int b) {
    return capacityL[b];
  }

  /** Litres that the latest {@link #day} took out of each bin that was due. */
  double[] takenL() {
    return takenL;
  }

  /** Days of fill that the bin has taken since it was last emptied. */
  int daysSince(int b) {
    return daysSince[b];
  }

  /** Litres that a planner expects on each of the days around a date. */
  double expectedL(int b, LocalDate date) {
    return rateL[b] * factors.expected(b, date);
  }

  /** Uniform number in (0, 1] of a bin, for a purpose and a day. */
  double unit(int b, long purpose) {
    return ((mix(mix(seed + purpose) ^ mix(key[b] + purpose)) >>> 11) + 1) * 0x1p-53;
  }

  /** Sum over emptyings of the filled share of the volume. */
  double[] shareWhenEmptied() {
    return shareWhenEmptied;
  }

  double[] spilledLitres() {
    return spilledL.clone();
  }

  double[] filledL() {
    return filledL;
  }

  double[] collectedL() {
    return collectedL;
  }

  double[] spilledL() {
    return spilledL;
  }

  double[] overflowDays() {
    return overflowDays;
  }

  int[] emptyings() {
    return emptyings;
  }

  /** FNV-1a over the characters: stable across machines and versions of Java. */
  private static long hash(String s) {
    long h = 0xcbf29ce484222325L;
    for (int i = 0; i < s.length(); i++) {
      h = (h ^ s.charAt(i)) * 0x100000001b3L;
    }
    return h;
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
  static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }

  /**
   * How the waste of a date differs from a bin's long-run mean: weekday, month by fraction, and the
   * changes that a scenario makes (less waste for good, a fair on the day). Factors of the weekdays
   * and of the months average one, so the year's total of a fraction is that of the means. A
   * planner expects season and lasting changes, but not what happens on single days. Immutable.
   */
  static final class Factors {
    private final byte[] fraction;
    private final double[] always;
    private final double[][] lately;
    private final int[] days;
    private final LocalDate date;

    private Factors(
        byte[] fraction, double[] always, double[][] lately, int[] days, LocalDate date) {
      this.fraction = fraction;
      this.always = always;
      this.lately = lately;
      this.days = days;
      this.date = date;
    }

    /** Weekdays alone, for {@code n} bins. */
    static Factors weekdays(int n) {
      double[] one = new double[n];
      Arrays.fill(one, 1);
      return new Factors(null, one, new double[0][], new int[0], LocalDate.EPOCH);
    }

    /** Weekdays, months and the changes around a scenario's {@code date}. */
    static Factors of(
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
      return new Factors(fraction, always, lately, days, date);
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
}
