package city.emona.simulate;

import java.util.List;

/**
 * Collection over a day and the week around it: fill of every bin per step in per cent of its
 * volume ({@code fillPercent[step][bin]}), the tours driven on the day, and totals over the
 * simulated period of {@code days} days.
 */
public record WasteDay(
    DaySteps steps,
    float[][] fillPercent,
    List<Tour> tours,
    int days,
    double[] overflowBinDays,
    int[] emptyings) {
  /**
   * One truck's day: the links driven in order, the minute of the day at which each is entered, the
   * bins emptied in order, litres and kilograms brought to disposal, kilometres and hours.
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
      double hours) {}
}
