package city.emona.simulate;

import java.util.Arrays;

/**
 * Why each bin was emptied, or not, on the date: the reason, the filled share that the planner saw,
 * the probability of running over before the next chance, the prize in euros, the row of the tour
 * (−1 = none), whether a sensor told the level, and what the routes make of the stop. Columns in
 * the order of the bins. Not written to after it was made.
 */
public record BinDecisions(
    Why[] why,
    float[] seenShare,
    float[] overflowProbability,
    float[] prizeEur,
    int[] tour,
    boolean[] sensor,
    Way way) {

  /**
   * What the stop of each bin costs its truck, against the same tour without it (several bins of a
   * junction are one stop): minutes, kilometres and euros, NaN where it is in no tour; why it was
   * left out although it was due or offered; and the least euros for which it could have been put
   * into a tour (NaN where that is impossible or it is in one).
   */
  public record Way(float[] minutes, float[] km, float[] eur, LeftOut[] leftOut, float[] leastEur) {
    /** No bin has a stop. */
    public static Way none(int bins) {
      float[] nan = new float[bins];
      Arrays.fill(nan, Float.NaN);
      LeftOut[] no = new LeftOut[bins];
      Arrays.fill(no, LeftOut.NO);
      return new Way(nan.clone(), nan.clone(), nan.clone(), no, nan);
    }
  }

  /** Why a stop is in no tour; the first that holds, what no other plan could help comes first. */
  public enum LeftOut {
    /** It is in a tour, or nobody was to go there. */
    NO,
    NO_TRUCK,
    TOO_LARGE,
    STOP_UNREACHABLE,
    FACILITY_UNREACHABLE,
    WINDOW_IMPOSSIBLE,
    GATE_SHUT,
    SHIFT_TOO_SHORT,
    RANGE_TOO_SHORT,
    NO_ROOM_LEFT,
    NO_TIME_LEFT,
    NOT_WORTH_THE_WAY,
    SEARCH_ENDED
  }

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
