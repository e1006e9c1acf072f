package city.emona.simulate.replay;

/**
 * The state of the links, row by row: eight times and eight numbers a link, each row in one or two
 * lines of the processor's cache. With a column per quantity an event of a large network waits for
 * memory some twenty times. Times in ticks of 10 µs. Written by {@link GreenClock}, {@link
 * LinkSpace} and {@link QueueSimulation}; not thread-safe.
 */
final class LinkRows {
  static final double TICKS_PER_S = 1e5;

  /** Shift from a link to its row, in both arrays. */
  static final int ROW = 3;

  /** Start of some cycle of the signal at or before now. */
  static final int BASE = 0;

  static final int CYCLE = 1;
  static final int GREEN = 2;

  /** Ticks of green between two vehicles at saturation. */
  static final int HEADWAY = 3;

  /** Before this nobody may cross the stop line. */
  static final int DUE = 4;

  /** Free-flow time. */
  static final int FREE = 5;

  /** Time of a gap from the stop line to the upstream end. */
  static final int WAVE = 6;

  /** Before this nobody may enter. */
  static final int NEXT_ENTRY = 7;

  static final int PLACES = 0;
  static final int USED = 1;

  /** Up to this many places taken, no gap can still be on its way that is needed. */
  static final int SURE = 2;

  /** Start of the link's ring of gaps. */
  static final int RING = 3;

  static final int IN = 4;
  static final int OUT = 5;
  static final int HEAD = 6;
  static final int TAIL = 7;

  final long[] time;
  final int[] number;

  LinkRows(int links) {
    time = new long[links << ROW];
    number = new int[links << ROW];
  }

  static long ticks(double seconds) {
    return Math.round(seconds * TICKS_PER_S);
  }

  long free(int link) {
    return time[(link << ROW) + FREE];
  }

  int head(int link) {
    return number[(link << ROW) + HEAD];
  }
}
