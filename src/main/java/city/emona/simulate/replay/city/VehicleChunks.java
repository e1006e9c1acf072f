package city.emona.simulate.replay.city;

import city.emona.simulate.replay.LinkEntries;
import city.emona.simulate.replay.Plans;
import city.emona.simulate.replay.QueueNetwork;
import city.emona.simulate.replay.QueueSimulation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The rows of a played day cut into pieces of {@value #CHUNK_S} seconds, as bytes for a viewer
 * (src/docs/api.md, "Vehicles"): a row is in every chunk during which its vehicle is on the link,
 * so that one chunk suffices to place everybody. Encoded when asked for; immutable and thread-safe.
 */
public final class VehicleChunks {
  public static final int CHUNK_S = 300;

  /** Vehicles that a viewer gets at most at a time; above, one in a power of two is told. */
  public static final int MOST_UNDER_WAY = 20_000;

  private static final int HEADER_BYTES = 24;

  /** Kind of the collection trucks, after those of {@link Plans}. */
  public static final byte WASTE_TRUCK = 4;

  /** A sequence of links with the moments at which they are entered, and that of the end. */
  public record Tour(int[] links, double[] enterS, double endS) {}

  private final LinkEntries played;
  private final LinkEntries told = new LinkEntries();
  private final byte[] kind;
  private final float[] freeS;
  private final int oneIn;
  private final int[] first;
  private final int[] order;
  private final int chunks;
  private final int rowCount;

  public VehicleChunks(
      QueueNetwork net, Plans plans, LinkEntries rows, int oneIn, Iterable<Tour> tours) {
    played = rows;
    this.oneIn = oneIn;
    freeS = new float[net.linkCount()];
    for (int i = 0; i < freeS.length; i++) {
      freeS[i] = (float) (net.lengthM()[i] / net.speedMps()[i]);
    }
    int vehicles = plans.count();
    for (Tour t : tours) {
      for (int k = 0; k < t.links.length; k++) {
        double until = k + 1 < t.links.length ? t.enterS[k + 1] : t.endS;
        told.append(vehicles, t.links[k], t.enterS[k], until);
      }
      vehicles++;
    }
    kind = Arrays.copyOf(plans.kind(), vehicles);
    Arrays.fill(kind, plans.count(), vehicles, WASTE_TRUCK);
    int size = played.size() + told.size();
    int last = 0;
    int count = 0;
    for (int r = 0; r < size; r++) {
      last = isTold(r) ? Math.max(last, chunk(leaveS(r))) : last;
      count += isTold(r) ? 1 : 0;
    }
    rowCount = count;
    chunks = last + 1;
    first = new int[chunks + 1];
    for (int r = 0; r < size; r++) {
      for (int c = chunk(enterS(r)); isTold(r) && c <= chunk(leaveS(r)); c++) {
        first[c + 1]++;
      }
    }
    for (int c = 0; c < chunks; c++) {
      first[c + 1] += first[c];
    }
    order = new int[first[chunks]];
    int[] at = first.clone();
    for (int r = 0; r < size; r++) {
      for (int c = chunk(enterS(r)); isTold(r) && c <= chunk(leaveS(r)); c++) {
        order[at[c]++] = r;
      }
    }
  }

  /** Buses and collection trucks are few, and all told. */
  private boolean isTold(int row) {
    int v = vehicle(row);
    return kind[v] >= Plans.BUS || QueueSimulation.Options.isKept(v, oneIn);
  }

  private int vehicle(int row) {
    int n = played.size();
    return row < n ? played.vehicle(row) : told.vehicle(row - n);
  }

  private int link(int row) {
    int n = played.size();
    return row < n ? played.link(row) : told.link(row - n);
  }

  private float enterS(int row) {
    int n = played.size();
    return row < n ? played.enterS(row) : told.enterS(row - n);
  }

  private float leaveS(int row) {
    int n = played.size();
    return row < n ? played.leaveS(row) : told.leaveS(row - n);
  }

  private static int chunk(float s) {
    return (int) (s / CHUNK_S);
  }

  public int count() {
    return chunks;
  }

  /** One in how many cars, vans and trucks is told. */
  public int oneIn() {
    return oneIn;
  }

  /** Rows of the whole day that are told; one that several chunks repeat counts once. */
  public int rowCount() {
    return rowCount;
  }

  /** The bytes of a chunk before {@link #count}; one without vehicles where nothing moves then. */
  public byte[] bytes(int chunk) {
    int from = first[chunk];
    int n = first[chunk + 1] - from;
    // By vehicle, then by time: rows come in the order of leaving, which a stable key keeps.
    long[] keys = new long[n];
    for (int k = 0; k < n; k++) {
      keys[k] = (long) vehicle(order[from + k]) << 32 | k;
    }
    Arrays.sort(keys);
    int vehicles = 0;
    for (int k = 0; k < n; k++) {
      vehicles += k == 0 || keys[k] >> 32 != keys[k - 1] >> 32 ? 1 : 0;
    }
    ByteBuffer out =
        ByteBuffer.allocate(HEADER_BYTES + 4 + vehicles * 9 + n * 13)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(1).putInt(vehicles).putInt(n).putInt(chunk * CHUNK_S).putInt(CHUNK_S).putInt(oneIn);
    int ids = HEADER_BYTES;
    int starts = ids + 4 * vehicles;
    int links = starts + 4 * (vehicles + 1);
    int enters = links + 4 * n;
    int leaves = enters + 4 * n;
    int kinds = leaves + 4 * n;
    int paces = kinds + vehicles;
    int v = 0;
    for (int k = 0; k < n; k++) {
      int row = order[from + (int) keys[k]];
      if (k == 0 || keys[k] >> 32 != keys[k - 1] >> 32) {
        out.putInt(ids + 4 * v, vehicle(row)).putInt(starts + 4 * v, k);
        out.put(kinds + v, kind[vehicle(row)]);
        v++;
      }
      int link = link(row);
      out.putInt(links + 4 * k, link);
      out.putFloat(enters + 4 * k, enterS(row) - chunk * (float) CHUNK_S);
      out.putFloat(leaves + 4 * k, leaveS(row) - chunk * (float) CHUNK_S);
      float pace = freeS[link] / Math.max(1e-3f, leaveS(row) - enterS(row));
      out.put(paces + k, (byte) Math.round(255 * Math.min(1, pace)));
    }
    out.putInt(starts + 4 * vehicles, n);
    return out.array();
  }
}
