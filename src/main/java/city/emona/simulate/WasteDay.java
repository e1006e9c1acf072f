package city.emona.simulate;

import java.util.List;

/**
 * Collection on a date and in the {@code days} days that end with it: fill of every bin at the end
 * of each step in per cent of its volume, what lies beside it included, so above 100 where it ran
 * over ({@code fillPercent[step][bin]}); the tours driven on the date, ordered by depot and truck;
 * per bin, over all {@code days} days, the days on which waste did not fit, the emptyings, the
 * litres that did not fit and the sum of the filled shares of the volume at emptying; why each bin
 * was emptied or not on the date; the week's totals (both may be null); and, in words, what could
 * not be planned as asked, with the fix. Not written to after it was made.
 */
public record WasteDay(
    DaySteps steps,
    float[][] fillPercent,
    List<Tour> tours,
    int days,
    double[] overflowBinDays,
    int[] emptyings,
    double[] spilledL,
    double[] fillShares,
    BinDecisions decisions,
    Week week,
    List<String> notes) {
  /**
   * Loose density in kg/l of residual waste, paper, glass, packaging and organic waste; typical of
   * WRAP's bulk densities of materials (recalled, to be checked against the tables).
   */
  private static final double[] KG_PER_L = {0.11, 0.08, 0.28, 0.035, 0.3};

  /**
   * Productive hours of a truck's day, breaks not counted: six, as Wouda, Aerts-Veenstra and van
   * Foreest (2024, arXiv 2409.13386) plan for Groningen. More is overtime, not forbidden.
   */
  public static final double SHIFT_H = 6;

  public static double kgPerL(int fraction) {
    return KG_PER_L[fraction];
  }

  public WasteDay {
    notes = List.copyOf(notes);
  }

  /** Without the record of spills and fills, without decisions, week and notes. */
  public WasteDay(
      DaySteps steps,
      float[][] fillPercent,
      List<Tour> tours,
      int days,
      double[] overflowBinDays,
      int[] emptyings) {
    this(
        steps,
        fillPercent,
        tours,
        days,
        overflowBinDays,
        emptyings,
        new double[emptyings.length],
        new double[emptyings.length],
        null,
        null,
        List.of());
  }

  /**
   * One truck's day: row of its depot, its number there from 0, the links driven in order (each
   * begins where the one before ends), the real minute since local midnight at which each is
   * entered, the bins emptied in order, visits to disposal, litres (loose) and kilograms brought
   * there, kilometres, hours from leaving the depot to being back without the breaks, and its
   * halts.
   */
  public record Tour(
      int depot,
      int truck,
      int[] links,
      float[] enterMinute,
      int[] bins,
      int disposalTrips,
      double collectedL,
      double collectedKg,
      double km,
      double hours,
      Halts halts) {
    /** Without a record of halts. */
    public Tour(
        int depot,
        int truck,
        int[] links,
        float[] enterMinute,
        int[] bins,
        int disposalTrips,
        double collectedL,
        double collectedKg,
        double km,
        double hours) {
      this(
          depot,
          truck,
          links,
          enterMinute,
          bins,
          disposalTrips,
          collectedL,
          collectedKg,
          km,
          hours,
          Halts.NONE);
    }
  }

  /**
   * Where a truck works, in order: how many links it has driven by then, the row of the bin or the
   * complement of the row of the disposal site, and the minute at which the work there is done.
   */
  public record Halts(int[] linksBefore, int[] row, float[] leaveMinute) {
    public static final Halts NONE = new Halts(new int[0], new int[0], new float[0]);
  }

  /**
   * What collection does and costs in the week that ends with the date, all fractions: kilometres,
   * working hours (breaks not counted), those beyond the shift, days of trucks that went out, the
   * most trucks out on one day and those there are; visits to disposal, kilograms and loose litres
   * brought there and the filled share of the truck then (mean, 0..1); emptyings due that no truck
   * could make, and emptyings outside the hours allowed; bins with a working sensor; CO2 and NOx of
   * the trucks, euros of trucks, crews and sensors, and of clearing up overflows; and hours of the
   * date's plan when executed many times with chance travel times, services and fills (10th and
   * 90th percentile), with the share of those days that end in overtime.
   */
  public record Week(
      double km,
      double hours,
      double overtimeHours,
      int truckDays,
      int mostTrucks,
      int trucks,
      int disposalTrips,
      double collectedKg,
      double collectedL,
      double truckFillShare,
      int missedEmptyings,
      int lateEmptyings,
      int sensors,
      double co2Kg,
      double noxKg,
      double collectionEur,
      double overflowEur,
      double hoursP10,
      double hoursP90,
      double overtimeShare) {}
}
