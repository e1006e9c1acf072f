package city.emona.simulate.air;

import city.emona.simulate.ReceptorGrid;
import city.emona.simulate.air.fft.GridConvolution;
import city.emona.simulate.air.plume.DispersionConstants;
import city.emona.simulate.air.plume.Meteorology;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * What the dispersion of an hour needs and no scenario changes: the spectrum of the far kernel by
 * (hour of weather, grid), the near weights by (hour of weather, grid, street geometry), the pairs
 * by (grid, geometry). Scenarios of the same weather share them; one that builds a street shares
 * all but the weights of that street. Bounded by bytes, least recently used goes first; a value
 * larger than the bound is computed and not kept. Thread-safe: two threads may compute the same
 * value once each, and get equal ones.
 */
public final class KernelCache {
  private static final long DEFAULT_BYTES = 192L << 20;

  private final long maxBytes;
  private final Map<Object, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;
  private long hits;
  private long misses;

  private record Entry(Object value, long bytes) {}

  private record FarKey(Meteorology met, DispersionConstants constants, ReceptorGrid grid) {}

  private record NearKey(
      Meteorology met, DispersionConstants constants, ReceptorGrid grid, StreetPieces pieces) {}

  private record PairKey(ReceptorGrid grid, StreetPieces pieces) {}

  public KernelCache() {
    this(DEFAULT_BYTES);
  }

  public KernelCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  GridConvolution.Spectrum far(
      Meteorology met,
      DispersionConstants constants,
      ReceptorGrid grid,
      Supplier<GridConvolution.Spectrum> make) {
    return get(new FarKey(met, constants, grid), make, s -> 8L * s.re().length);
  }

  float[] near(
      Meteorology met,
      DispersionConstants constants,
      ReceptorGrid grid,
      StreetPieces pieces,
      Supplier<float[]> make) {
    return get(new NearKey(met, constants, grid, pieces), make, w -> 4L * w.length);
  }

  /** Near weights if they are kept, or null: a change of few streets needs few of them. */
  float[] nearIfKept(
      Meteorology met, DispersionConstants constants, ReceptorGrid grid, StreetPieces pieces) {
    synchronized (this) {
      Entry known = entries.get(new NearKey(met, constants, grid, pieces));
      return known == null ? null : (float[]) known.value;
    }
  }

  /** Streets whose near weights of an hour are kept. */
  record Kin(StreetPieces pieces, float[] weights) {}

  /** Other streets on the same grid whose near weights of the hour are kept, or null. */
  synchronized Kin kin(Meteorology met, DispersionConstants constants, ReceptorGrid grid) {
    NearKey found = null;
    for (Object key : entries.keySet()) {
      if (key instanceof NearKey k
          && k.grid.equals(grid)
          && k.constants.equals(constants)
          && k.met.equals(met)) {
        found = k;
      }
    }
    return found == null ? null : new Kin(found.pieces, (float[]) entries.get(found).value);
  }

  NearField pairs(ReceptorGrid grid, StreetPieces pieces) {
    return get(
        new PairKey(grid, pieces),
        () -> NearField.city(pieces, grid),
        n -> 4L * n.pairs() + 32L * pieces.size() + 16L * grid.count());
  }

  /** How often a value was found and how often it had to be made. */
  public synchronized long[] hitsAndMisses() {
    return new long[] {hits, misses};
  }

  public synchronized long bytes() {
    return bytes;
  }

  @SuppressWarnings("unchecked")
  private <T> T get(Object key, Supplier<T> make, ToLongFunction<T> size) {
    synchronized (this) {
      Entry known = entries.get(key);
      if (known != null) {
        hits++;
        return (T) known.value;
      }
      misses++;
    }
    T made = make.get();
    long cost = size.applyAsLong(made);
    synchronized (this) {
      if (cost <= maxBytes && !entries.containsKey(key)) {
        entries.put(key, new Entry(made, cost));
        bytes += cost;
        evict();
      }
    }
    return made;
  }

  private void evict() {
    var oldest = entries.entrySet().iterator();
    while (bytes > maxBytes && oldest.hasNext()) {
      bytes -= oldest.next().getValue().bytes;
      oldest.remove();
    }
  }
}
