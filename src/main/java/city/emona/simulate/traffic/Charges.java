package city.emona.simulate.traffic;

import java.util.Arrays;

/**
 * What a street costs beyond the time on it, by user class and step, in seconds (see {@link
 * ValueOfTime}): tolls, a cost of distance, a dislike. Classes with equal charges and equal rights
 * of way all day share searches and paths. An implementation answers from the conditions of the
 * day, the same arrays at every call.
 */
interface Charges {
  /** Nobody pays for anything. */
  Charges NONE = (classIdx, step) -> null;

  /**
   * Seconds per link, not negative; null = no charge for this class at this step. Not written to.
   */
  double[] seconds(int classIdx, int step);

  /** Euros per link that are paid to somebody, the toll part of the charge; null = none. */
  default double[] euros(int classIdx, int step) {
    return null;
  }

  /** Whether two classes are charged alike in all steps of a day. */
  default boolean isSame(int classA, int classB, int steps) {
    for (int s = 0; s < steps; s++) {
      if (!Arrays.equals(seconds(classA, s), seconds(classB, s))) {
        return false;
      }
    }
    return true;
  }
}
