package city.emona.simulate.traffic.equilibrium;

import city.emona.simulate.Chunks.Team;
import city.emona.simulate.Progress;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Moves trips within many bushes. Reading a bush (flows, cheapest and dearest ways) takes most of
 * the time and needs no newer costs than those of a moment ago; moving trips needs the costs left
 * by the bush before. So the bushes go in blocks: while the trips of one block are moved, bush
 * after bush by a single thread, the others read the next block at the costs from before this one.
 * What is read at which costs depends on the order of the bushes alone, not on the number of
 * threads, and neither do the bits of the result. One object per solver, one sweep at a time.
 */
final class Sweep {
  private static final int MOST_IN_BLOCK = 32;
  private static final int LEAST_BLOCKS = 12;

  /** Moves of a block for each time that it is read: reading costs several times as much. */
  private static final int MOVES = 2;

  /** Part of what an origin may leave that a single pair may leave. */
  private static final double SMALL_PAIR = 1e-3;

  /** What the solver knows of the bushes. */
  interface Bushes {
    /** Flows of the arcs of a bush, by one of the workers. */
    void flows(int group, int worker, double[] flow);

    Bush bush(int group);

    int source(int group);

    /** Fixed charges by segment; null = none. */
    double[] charge(int group);
  }

  private final Bushes bushes;
  private final LinkTimes times;
  private final BushPairs.Finder[] finders;
  private final BushPairs[] slots = new BushPairs[2 * MOST_IN_BLOCK];
  private final double[][] costs;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger claimed = new AtomicInteger();
  private final AtomicInteger[] read = {new AtomicInteger(), new AtomicInteger()};
  private volatile int moved;
  private int[] groups;
  private int count;
  private int inBlock;
  private int blocks;
  private double enough;
  private double[] excess;

  Sweep(Arcs arcs, LinkTimes times, int threads, Bushes bushes) {
    this.bushes = bushes;
    this.times = times;
    finders = new BushPairs.Finder[threads];
    for (int w = 0; w < threads; w++) {
      finders[w] = new BushPairs.Finder(arcs);
    }
    for (int i = 0; i < slots.length; i++) {
      slots[i] = new BushPairs(arcs);
    }
    costs = new double[2][times.cost.length];
  }

  /**
   * Moves trips in the first {@code n} of these bushes and tells what each had to gain; {@code
   * enough} is what one may leave.
   */
  void run(int[] list, int n, double mayLeave, double[] excessOfGroup, Team team, Progress p) {
    groups = list;
    count = n;
    enough = mayLeave;
    excess = excessOfGroup;
    inBlock = Math.max(1, Math.min(MOST_IN_BLOCK, n / LEAST_BLOCKS));
    blocks = (n + inBlock - 1) / inBlock;
    next.set(0);
    claimed.set(0);
    read[0].set(0);
    read[1].set(0);
    moved = 0;
    keep(0);
    keep(1);
    team.run(w -> work(w, team, p));
  }

  private void work(int worker, Team team, Progress progress) {
    // Behind the last bush, every place once more: its bush is to be put back.
    int all = count + 2 * inBlock;
    int looks = 0;
    while (!team.failed()) {
      int k = moved;
      int i = next.get();
      if (k < blocks && isRead(k) && claimed.compareAndSet(k, k + 1)) {
        move(k);
        looks = 0;
      } else if (i < all && i / inBlock <= moved + 1) {
        if (next.compareAndSet(i, i + 1)) {
          progress.check();
          read(worker, i);
        }
        looks = 0;
      } else if (i >= all && k == blocks) {
        return;
      } else {
        Team.rest(looks++);
      }
    }
  }

  private boolean isRead(int block) {
    return read[block & 1].get() == Math.min(inBlock, count - block * inBlock);
  }

  /** Lays out one bush in a place that another one has left; behind the last, only the latter. */
  private void read(int worker, int i) {
    BushPairs slot = slots[i % (2 * inBlock)];
    slot.finish();
    if (i >= count) {
      return;
    }
    int g = groups[i];
    int block = i / inBlock;
    BushPairs.Finder finder = finders[worker];
    Bush bush = bushes.bush(g);
    bushes.flows(g, worker, slot.open(bush, bushes.charge(g)));
    finder.find(slot, bushes.source(g), costs[block & 1], enough * SMALL_PAIR);
    excess[g] = slot.excess();
    read[block & 1].incrementAndGet();
  }

  private void move(int block) {
    int end = Math.min(count, (block + 1) * inBlock);
    for (int again = 0; again < MOVES; again++) {
      for (int i = block * inBlock; i < end; i++) {
        BushPairs slot = slots[i % (2 * inBlock)];
        if (slot.excess() > enough) {
          slot.shift(times);
        }
      }
    }
    keep(block & 1);
    read[block & 1].set(0);
    moved = block + 1;
  }

  private void keep(int side) {
    System.arraycopy(times.cost, 0, costs[side], 0, costs[side].length);
  }
}
