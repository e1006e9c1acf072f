package city.emona.demand;

import city.emona.model.DayType;

/**
 * Why people drive: share of a weekday's car trips, what the home end and the activity end are
 * proportional to, the mean length inside a city, the level on other days, and when trips start, in
 * both directions.
 *
 * <p>Start times of errands are published: shopping trips on weekdays in England by hour, National
 * Travel Survey table NTS0502b (edition of 2025; 7 to 22 h, the rest in our shape), which is the
 * mean of both directions here; how it splits between them is assumed. All other shares, lengths
 * and hourly shapes are round figures of this model in the pattern of the German household survey
 * MiD 2017 (Nobis and Kuhnimhof 2018; recalled: work peaks at 7 and 16-17 h, education at 7 h); how
 * far they are from the English survey stands in src/docs/models/traffic.md. They are assumptions,
 * not quotations; a city with its own survey replaces the OD table. Lengths count trips inside the
 * study area only, so they are far below the survey's national means, which long trips dominate.
 */
public enum Purpose {
  WORK(
      0.24,
      Purpose.COMMUTING_EUR_PER_H,
      new double[] {1, 0},
      new double[] {0, 1},
      7.0,
      new double[] {1, 0.25, 0.2},
      "2 1 1 4 15 60 160 250 170 80 35 25 40 50 25 15 12 12 10 9 9 10 4 1",
      "5 2 2 1 2 4 8 6 6 8 12 25 60 60 80 130 200 190 100 40 20 16 18 8"),
  BUSINESS(
      0.12,
      Purpose.BUSINESS_EUR_PER_H,
      new double[] {0.3, 0.7},
      new double[] {0.3, 0.7},
      6.0,
      new double[] {1, 0.35, 0.15},
      "1 1 1 2 5 15 35 70 100 105 100 95 85 90 90 80 60 40 20 12 8 6 4 2",
      "1 1 1 2 4 8 20 45 75 95 100 105 90 95 100 95 85 70 40 22 14 10 7 3"),
  EDUCATION(
      0.12,
      Purpose.OTHER_EUR_PER_H,
      new double[] {1, 0},
      new double[] {0.6, 0.4},
      4.0,
      new double[] {1, 0.1, 0.05},
      "0 0 0 0 1 5 60 420 230 45 20 25 35 35 30 40 35 25 15 8 4 2 1 0",
      "0 0 0 0 0 1 5 60 130 30 20 40 130 140 85 120 110 70 35 20 12 8 3 1"),
  ERRANDS(
      0.32,
      Purpose.OTHER_EUR_PER_H,
      new double[] {1, 0},
      new double[] {0.35, 0.65},
      4.5,
      new double[] {1, 1.3, 0.3},
      "0 0 0 0 0 2 5 14 43 89 128 121 90 108 101 83 70 54 43 31 12 6 1 0",
      "0 0 0 0 0 1 2 6 21 55 104 139 130 92 77 69 74 70 65 57 24 10 1 1"),
  LEISURE(
      0.20,
      Purpose.OTHER_EUR_PER_H,
      new double[] {1, 0},
      new double[] {0.6, 0.4},
      6.0,
      new double[] {1, 1.6, 2.0},
      "4 2 1 1 2 4 8 14 22 38 48 48 44 60 85 88 90 100 110 95 50 25 12 7",
      "30 18 10 5 3 3 4 6 9 14 22 35 45 42 48 62 75 85 88 80 80 95 90 60");

  /** Consumer prices of the euro area, 2024 over 2002 (Eurostat HICP, annual averages). */
  public static final double PRICES = 1.56;

  /**
   * Euros of 2002 per hour (factor cost) of a person in a car, EU-25 means over short distances:
   * HEATCO, Deliverable 5 (2006), at today's prices. Real growth of incomes is left out, so the
   * figures are on the low side and tolls and fares act on the strong side.
   */
  public static final double BUSINESS_EUR_PER_H = 23.82 * PRICES;

  private static final double COMMUTING_EUR_PER_H = 8.48 * PRICES;
  private static final double OTHER_EUR_PER_H = 7.11 * PRICES;

  private final double share;
  private final double valueOfTimeEurPerH;
  private final double[] home;
  private final double[] activity;
  private final double meanKm;
  private final double[] dayLevel;
  private final double[] out;
  private final double[] back;

  Purpose(
      double share,
      double valueOfTimeEurPerH,
      double[] home,
      double[] activity,
      double meanKm,
      double[] dayLevel,
      String out,
      String back) {
    this.share = share;
    this.valueOfTimeEurPerH = valueOfTimeEurPerH;
    this.home = home;
    this.activity = activity;
    this.meanKm = meanKm;
    this.dayLevel = dayLevel;
    this.out = profile(out);
    this.back = profile(back);
  }

  private static double[] profile(String hours) {
    String[] words = hours.split(" ");
    double[] p = new double[24];
    double sum = 0;
    for (int h = 0; h < 24; h++) {
      p[h] = Double.parseDouble(words[h]);
      sum += p[h];
    }
    for (int h = 0; h < 24; h++) {
      p[h] /= sum;
    }
    return p;
  }

  /** Share of the car trips of a weekday. */
  public double share() {
    return share;
  }

  /** What an hour is worth to a traveler, at today's prices: in choices of route and of mode. */
  public double valueOfTimeEurPerH() {
    return valueOfTimeEurPerH;
  }

  /** Mean length aimed at, km, for trips inside the city. */
  double meanKm() {
    return meanKm;
  }

  /** Trips on such a day over those of a weekday. */
  double dayLevel(DayType day) {
    return switch (day) {
      case WEEKDAY -> dayLevel[0];
      case SATURDAY -> dayLevel[1];
      case SUNDAY, HOLIDAY -> dayLevel[2];
    };
  }

  /** Share of the day's outbound trips that start in an hour. */
  double out(int hour) {
    return out[hour];
  }

  /** Share of the day's homeward trips that start in an hour. */
  double back(int hour) {
    return back[hour];
  }

  /** Share of every zone in the home ends of this purpose; adds to 1 (or to 0 in an empty city). */
  double[] homeEnds(int[] population, int[] jobs) {
    return ends(home, population, jobs);
  }

  /** Share of every zone in the activity ends of this purpose. */
  double[] activityEnds(int[] population, int[] jobs) {
    return ends(activity, population, jobs);
  }

  private static double[] ends(double[] mix, int[] population, int[] jobs) {
    double people = sum(population);
    double work = sum(jobs);
    // Where a city has no figure for jobs (or none for people), the other one stands in.
    double toPeople = people == 0 ? 0 : (work == 0 ? 1 : mix[0]) / people;
    double toWork = work == 0 ? 0 : (people == 0 ? 1 : mix[1]) / work;
    double[] ends = new double[population.length];
    for (int z = 0; z < ends.length; z++) {
      ends[z] = toPeople * population[z] + toWork * jobs[z];
    }
    return ends;
  }

  private static double sum(int[] a) {
    double s = 0;
    for (int v : a) {
      s += v;
    }
    return s;
  }
}
