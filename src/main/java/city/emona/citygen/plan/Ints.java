package city.emona.citygen.plan;

import java.util.Arrays;

/** A growing list of ints, without boxes. Not thread-safe. */
public final class Ints {
  private int[] values = new int[16];
  private int size;

  public static Ints of(int... values) {
    Ints out = new Ints();
    out.values = values.clone();
    out.size = values.length;
    return out;
  }

  public void remove(int i) {
    System.arraycopy(values, i + 1, values, i, size - i - 1);
    size--;
  }

  public void add(int v) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2 + 8);
    }
    values[size++] = v;
  }

  public int get(int i) {
    return values[i];
  }

  public int size() {
    return size;
  }

  public void set(int i, int v) {
    values[i] = v;
  }

  public void clear() {
    size = 0;
  }

  public int[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
