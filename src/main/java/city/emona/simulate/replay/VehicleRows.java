package city.emona.simulate.replay;

/**
 * The state of the vehicles, row by row, for the reason that {@link LinkRows} tells: position in
 * the plans' links, end of the route, the vehicle behind it in its queue, places, and the moment at
 * which it has driven its link; and the next five links, so that the long array of all routes is
 * looked at once in five moves. Not thread-safe.
 */
final class VehicleRows {
  private static final int ROW = 4;
  private static final int POSITION = 0;
  private static final int END = 1;
  private static final int NEXT = 2;
  private static final int SIZE = 3;
  private static final int READY_HIGH = 4;
  private static final int READY_LOW = 5;
  private static final int AHEAD = 6;
  private static final int LINKS = 7;
  private static final int LINK_COUNT = 5;
  private static final int NOTHING = Integer.MIN_VALUE / 2;

  private final int[] row;

  VehicleRows(Plans plans) {
    row = new int[Math.multiplyExact(plans.count(), 1 << ROW)];
    for (int v = 0; v < plans.count(); v++) {
      int r = v << ROW;
      row[r + POSITION] = plans.first()[v];
      row[r + END] = plans.first()[v + 1];
      row[r + SIZE] = plans.size()[v];
      row[r + AHEAD] = NOTHING;
    }
  }

  int position(int v) {
    return row[(v << ROW) + POSITION];
  }

  void setPosition(int v, int position) {
    row[(v << ROW) + POSITION] = position;
  }

  int end(int v) {
    return row[(v << ROW) + END];
  }

  void setEnd(int v, int end) {
    row[(v << ROW) + END] = end;
  }

  int next(int v) {
    return row[(v << ROW) + NEXT];
  }

  void setNext(int v, int next) {
    row[(v << ROW) + NEXT] = next;
  }

  int size(int v) {
    return row[(v << ROW) + SIZE];
  }

  long ready(int v) {
    int r = v << ROW;
    return (long) row[r + READY_HIGH] << 32 | row[r + READY_LOW] & 0xffffffffL;
  }

  void setReady(int v, long tick) {
    int r = v << ROW;
    row[r + READY_HIGH] = (int) (tick >> 32);
    row[r + READY_LOW] = (int) tick;
  }

  /** The link at a position, from the row where it lies there. */
  int link(int v, int position, Detours routes) {
    int r = v << ROW;
    int k = position - row[r + AHEAD];
    if (k >= 0 && k < LINK_COUNT) {
      return row[r + LINKS + k];
    }
    row[r + AHEAD] = position;
    for (int i = 0; i < LINK_COUNT && position + i < row[r + END]; i++) {
      row[r + LINKS + i] = routes.link(v, position + i);
    }
    return row[r + LINKS];
  }

  /** The vehicle has another route from now on. */
  void forgetLinks(int v) {
    row[(v << ROW) + AHEAD] = NOTHING;
  }
}
