package city.emona.simulate.replay;

import java.util.Arrays;

/**
 * What the vehicles mean to do, as columns: planned departure, kind, size in passenger-car units (1
 * or more places of a queue), and the links of the route in one array, {@code first[v]} to {@code
 * first[v + 1]}. {@code dwellS}, where it is there, holds for every position of the route the
 * seconds that a bus stands at a stop at the end of that link, off the lane. Built with {@link
 * Builder}; not written to afterwards.
 */
public record Plans(
    double[] departS, byte[] kind, byte[] size, int[] first, int[] links, short[] dwellS) {
  public static final byte CAR = 0;
  public static final byte VAN = 1;
  public static final byte TRUCK = 2;
  public static final byte BUS = 3;

  public int count() {
    return departS.length;
  }

  /** Collects vehicles one by one. */
  public static final class Builder {
    private double[] departS = new double[1024];
    private byte[] kind = new byte[1024];
    private byte[] size = new byte[1024];
    private int[] first = new int[1025];
    private int[] links = new int[1 << 14];
    private short[] dwellS;
    private int count;
    private int used;

    /**
     * Adds a link, and the seconds at a stop at its end, to the vehicle that is being described.
     */
    public Builder link(int link, int dwell) {
      if (used == links.length) {
        links = Arrays.copyOf(links, used + (used >> 1));
        dwellS = dwellS == null ? null : Arrays.copyOf(dwellS, links.length);
      }
      if (dwell > 0 && dwellS == null) {
        dwellS = new short[links.length];
      }
      if (dwellS != null) {
        dwellS[used] = (short) dwell;
      }
      links[used++] = link;
      return this;
    }

    public Builder link(int link) {
      return link(link, 0);
    }

    /** Closes the vehicle whose links were added since the last call. */
    public Builder vehicle(double depart, byte kindOf, int places) {
      if (count == departS.length) {
        int more = count + (count >> 1);
        departS = Arrays.copyOf(departS, more);
        kind = Arrays.copyOf(kind, more);
        size = Arrays.copyOf(size, more);
        first = Arrays.copyOf(first, more + 1);
      }
      departS[count] = depart;
      kind[count] = kindOf;
      size[count] = (byte) places;
      first[++count] = used;
      return this;
    }

    /** Links of the vehicle that is being described. */
    public int pendingLinks() {
      return used - first[count];
    }

    public int lastLink() {
      return links[used - 1];
    }

    public int count() {
      return count;
    }

    public Plans build() {
      return new Plans(
          Arrays.copyOf(departS, count),
          Arrays.copyOf(kind, count),
          Arrays.copyOf(size, count),
          Arrays.copyOf(first, count + 1),
          links,
          dwellS);
    }
  }
}
