package city.emona.simulate.routing.plain;

import java.util.Arrays;

/**
 * The smallest of many keys in ascending order: partition around a pivot (Hoare 1961, "Algorithm
 * 65: find"), then a sort of these alone. Neighbour lists want a tenth of the stops in order, not
 * all of them. The result is that of a full sort.
 */
public final class SmallestKeys {
  private SmallestKeys() {}

  /** Brings the {@code count} smallest keys to the front, sorted; the rest is left in any order. */
  public static void first(long[] keys, int count) {
    int wanted = Math.min(count, keys.length);
    int low = 0;
    int high = keys.length - 1;
    while (low < high && wanted < keys.length) {
      long pivot = median(keys[low], keys[(low + high) >>> 1], keys[high]);
      int i = low;
      int j = high;
      while (i <= j) {
        while (keys[i] < pivot) {
          i++;
        }
        while (keys[j] > pivot) {
          j--;
        }
        if (i <= j) {
          long swapped = keys[i];
          keys[i++] = keys[j];
          keys[j--] = swapped;
        }
      }
      // Everything up to j is at most the pivot, everything from i on at least.
      if (wanted <= j + 1) {
        high = j;
      } else if (wanted >= i) {
        low = i;
      } else {
        break;
      }
    }
    Arrays.sort(keys, 0, wanted);
  }

  private static long median(long a, long b, long c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
