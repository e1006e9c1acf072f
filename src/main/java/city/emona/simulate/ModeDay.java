package city.emona.simulate;

/**
 * How people travel on a day and what they can reach. {@code trips[mode][zone]}: person trips that
 * start in a zone, modes in the order car, bus, bicycle, foot. {@code gainMin[zone] / ends[zone]}:
 * mean change of the logsum against the base day in minutes per trip, positive = easier, over the
 * trips that start or end in a zone, half each. {@code jobs[mode][zone]}: jobs within {@link
 * #REACH_MIN} minutes from door to door at eight o'clock. {@code residual[step]}: change of car
 * trips that the last times still ask for, as a share; {@code rounds[step]}: assignments it took.
 * Not written to after it was made.
 */
public record ModeDay(
    double[][] trips,
    double[] gainMin,
    double[] ends,
    double[][] jobs,
    double[] residual,
    int[] rounds) {
  public static final double REACH_MIN = 20;

  /**
   * An hour by itself: person trips by mode as on the base day and as they are, the change of car
   * trips that the last times still ask for as a share, and the assignments it took.
   */
  public record Hour(double[] before, double[] now, double residual, int rounds) {}
}
