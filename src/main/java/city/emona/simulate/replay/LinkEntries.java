package city.emona.simulate.replay;

import java.util.Arrays;

/**
 * Who was on which link when: columns of vehicle, link, enter and leave, in seconds, in the order
 * in which the links were left. A vehicle still under way at the end has a last row that leaves at
 * the end. Grows in blocks, so that a day of millions of rows never needs twice its memory.
 */
public final class LinkEntries {
  private static final int BLOCK_BITS = 16;
  private static final int BLOCK = 1 << BLOCK_BITS;

  private int[][] vehicle = new int[16][];
  private int[][] link = new int[16][];
  private float[][] enterS = new float[16][];
  private float[][] leaveS = new float[16][];
  private int size;

  void add(int v, int l, double enter, double leave) {
    int b = size >> BLOCK_BITS;
    int at = size & (BLOCK - 1);
    if (at == 0) {
      if (b == vehicle.length) {
        vehicle = Arrays.copyOf(vehicle, b * 2);
        link = Arrays.copyOf(link, b * 2);
        enterS = Arrays.copyOf(enterS, b * 2);
        leaveS = Arrays.copyOf(leaveS, b * 2);
      }
      vehicle[b] = new int[BLOCK];
      link[b] = new int[BLOCK];
      enterS[b] = new float[BLOCK];
      leaveS[b] = new float[BLOCK];
    }
    vehicle[b][at] = v;
    link[b][at] = l;
    enterS[b][at] = (float) enter;
    leaveS[b][at] = (float) leave;
    size++;
  }

  /** Adds the row of a vehicle that is not part of the simulation. */
  public void append(int v, int l, double enter, double leave) {
    add(v, l, enter, leave);
  }

  public int size() {
    return size;
  }

  public int vehicle(int row) {
    return vehicle[row >> BLOCK_BITS][row & (BLOCK - 1)];
  }

  public int link(int row) {
    return link[row >> BLOCK_BITS][row & (BLOCK - 1)];
  }

  public float enterS(int row) {
    return enterS[row >> BLOCK_BITS][row & (BLOCK - 1)];
  }

  public float leaveS(int row) {
    return leaveS[row >> BLOCK_BITS][row & (BLOCK - 1)];
  }
}
