package city.emona.simulate;

/**
 * Why each bin was emptied, or not, on the date: the reason, the filled share that the planner saw,
 * the probability of running over before the next chance, the prize in euros, the minutes that the
 * stop adds to its tour (NaN where it is in none), the row of the tour (−1 = none) and whether a
 * sensor told the level. Columns in the order of the bins. Not written to after it was made.
 */
public record BinDecisions(
    Why[] why,
    float[] seenShare,
    float[] overflowProbability,
    float[] prizeEur,
    float[] detourMinutes,
    int[] tour,
    boolean[] sensor) {

  /** What decided. */
  public enum Why {
    /** No junction within reach of the crew is open to trucks. */
    OUT_OF_REACH,
    /** The calendar has no collection of this fraction today. */
    NO_TRUCKS_TODAY,
    /** It is the day of every bin of the fraction. */
    CALENDAR,
    /** Its own interval has passed. */
    INTERVAL,
    /** It is seen to be as full as the limit. */
    THRESHOLD,
    /** It is likelier than the limit to run over before the next chance. */
    RISK,
    /** It may be emptied where the prize is worth the detour. */
    OFFERED,
    /** It can wait. */
    NOT_YET
  }
}
