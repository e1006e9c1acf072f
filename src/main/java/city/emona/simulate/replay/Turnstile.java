package city.emona.simulate.replay;

import java.util.Arrays;

/**
 * Who may enter a link next where several wait: the links whose heads stand at its upstream end,
 * and the vehicles that want to start there. Start-time fair queuing (Goyal, Vin and Cheng 1997):
 * every entry moves its queue back by one over its weight, so queues that stay are served in
 * proportion to their capacities, the priorities of Daganzo's merge (1995); a queue that comes anew
 * has no credit. Equal ranks go by link number, starts last. Lists run through arrays. Not
 * thread-safe.
 */
final class Turnstile {
  /** Stands for the vehicles that start, among the waiting links. */
  static final int STARTS = Integer.MAX_VALUE;

  static final int NOBODY = -1;

  private final int[] first;
  private final int[] nextWaiting;
  private final int[] target;
  private final double[] tag;
  private final double[] finish;
  private final int[] lastTarget;
  private final double[] virtual;
  private final double[] step;
  private final int[] lastStart;
  private final double[] startFinish;
  private final VehicleRows vehicles;

  /**
   * {@code step} = mean headway of every link; vehicles that wait to start are chained by their
   * rows.
   */
  Turnstile(double[] step, VehicleRows vehicles) {
    int m = step.length;
    this.step = step;
    this.vehicles = vehicles;
    first = filled(2 * m);
    nextWaiting = filled(m);
    target = filled(m);
    lastTarget = filled(m);
    lastStart = filled(m);
    tag = new double[m];
    finish = new double[m];
    virtual = new double[m];
    startFinish = new double[m];
  }

  private static int[] filled(int m) {
    int[] a = new int[m];
    Arrays.fill(a, NOBODY);
    return a;
  }

  boolean isEmpty(int link) {
    return first[2 * link] == NOBODY && first[2 * link + 1] == NOBODY;
  }

  int firstWaiting(int link) {
    return first[2 * link];
  }

  int nextWaiting(int waiting) {
    return nextWaiting[waiting];
  }

  double tag(int waiting) {
    return tag[waiting];
  }

  boolean isWaiting(int link) {
    return target[link] != NOBODY;
  }

  private double tagOf(int link, int from) {
    double own = lastTarget[from] == link ? finish[from] : 0;
    return Math.max(virtual[link], own);
  }

  /** The head of {@code from} waits for {@code link}. */
  void join(int link, int from) {
    tag[from] = tagOf(link, from);
    target[from] = link;
    nextWaiting[from] = first[2 * link];
    first[2 * link] = from;
  }

  void leave(int from) {
    int link = target[from];
    int at = first[2 * link];
    if (at == from) {
      first[2 * link] = nextWaiting[from];
    } else {
      while (nextWaiting[at] != from) {
        at = nextWaiting[at];
      }
      nextWaiting[at] = nextWaiting[from];
    }
    target[from] = NOBODY;
  }

  /** The head of {@code from} enters {@code link}. */
  void served(int link, int from) {
    double t = tagOf(link, from);
    virtual[link] = t;
    finish[from] = t + step[from];
    lastTarget[from] = link;
  }

  int firstStart(int link) {
    return first[2 * link + 1];
  }

  double startTag(int link) {
    return Math.max(virtual[link], startFinish[link]);
  }

  void joinStarts(int link, int vehicle) {
    vehicles.setNext(vehicle, NOBODY);
    if (first[2 * link + 1] == NOBODY) {
      first[2 * link + 1] = vehicle;
    } else {
      vehicles.setNext(lastStart[link], vehicle);
    }
    lastStart[link] = vehicle;
  }

  /** The first of the vehicles that start enters. */
  void servedStart(int link) {
    first[2 * link + 1] = vehicles.next(first[2 * link + 1]);
    double t = startTag(link);
    virtual[link] = t;
    startFinish[link] = t + step[link];
  }

  /** Empties the list of vehicles that start at a link; returns its first vehicle. */
  int takeStarts(int link) {
    int v = first[2 * link + 1];
    first[2 * link + 1] = NOBODY;
    return v;
  }
}
