package city.emona.geo;

import java.util.Arrays;

/**
 * Multipolygons packed into int columns: rings of element {@code i} are {@code firstRing[i] ..
 * firstRing[i + 1] - 1}, vertices of ring {@code r} are {@code firstVertex[r] .. firstVertex[r + 1]
 * - 1}, in local millimetres. Rings are closed by meaning (the last vertex is not the first again).
 * {@code hole[r]} tells an inner ring, which belongs to the outer ring before it. Outer rings run
 * counter-clockwise, holes clockwise. An element may have no ring (no geometry).
 */
public record PackedPolygons(
    int[] firstRing, boolean[] hole, int[] firstVertex, int[] xMm, int[] yMm) implements Shapes {
  @Override
  public int size() {
    return firstRing.length - 1;
  }

  @Override
  public Bounds bounds(int i) {
    Bounds b = Bounds.EMPTY;
    for (int v = firstVertex[firstRing[i]]; v < firstVertex[firstRing[i + 1]]; v++) {
      b = b.including(xMm[v], yMm[v]);
    }
    return b;
  }

  /** Signed area of ring {@code r} in m², positive when counter-clockwise. */
  public double ringAreaM2(int r) {
    int a = firstVertex[r];
    int n = firstVertex[r + 1] - a;
    double sum = 0;
    for (int k = 0; k < n; k++) {
      int p = a + k;
      int q = a + (k + 1) % n;
      sum += (double) xMm[p] * yMm[q] - (double) xMm[q] * yMm[p];
    }
    return sum / 2e6;
  }

  /** Area of element {@code i} in m², holes taken off. */
  public double areaM2(int i) {
    double sum = 0;
    for (int r = firstRing[i]; r < firstRing[i + 1]; r++) {
      double a = Math.abs(ringAreaM2(r));
      sum += hole[r] ? -a : a;
    }
    return sum;
  }

  /** Whether a point (local millimetres) lies inside element {@code i}, by the even-odd rule. */
  public boolean contains(int i, double px, double py) {
    boolean in = false;
    for (int r = firstRing[i]; r < firstRing[i + 1]; r++) {
      int a = firstVertex[r];
      int b = firstVertex[r + 1];
      for (int p = a, q = b - 1; p < b; q = p++) {
        if ((yMm[p] > py) != (yMm[q] > py)
            && px
                < ((double) xMm[q] - xMm[p]) * (py - yMm[p]) / ((double) yMm[q] - yMm[p])
                    + xMm[p]) {
          in = !in;
        }
      }
    }
    return in;
  }

  /**
   * Collects rings; call {@link #ring} for each ring and {@link #endPolygon} after the last ring of
   * an element.
   */
  public static final class Builder {
    private int[] firstRing = new int[17];
    private boolean[] hole = new boolean[16];
    private int[] firstVertex = new int[17];
    private int[] x = new int[64];
    private int[] y = new int[64];
    private int elements;
    private int rings;
    private int vertices;

    /** A ring without the closing vertex; its direction is put right here. */
    public Builder ring(int[] xMm, int[] yMm, boolean isHole) {
      if (rings == hole.length) {
        hole = Arrays.copyOf(hole, rings * 2);
        firstVertex = Arrays.copyOf(firstVertex, rings * 2 + 1);
      }
      if (vertices + xMm.length > x.length) {
        int size = Math.max(x.length * 2, vertices + xMm.length);
        x = Arrays.copyOf(x, size);
        y = Arrays.copyOf(y, size);
      }
      double area2 = signedArea2(xMm, yMm);
      boolean reverse = isHole ? area2 > 0 : area2 < 0; // a ring without area stays as it is
      for (int k = 0; k < xMm.length; k++) {
        int s = reverse ? xMm.length - 1 - k : k;
        x[vertices] = xMm[s];
        y[vertices++] = yMm[s];
      }
      hole[rings++] = isHole;
      firstVertex[rings] = vertices;
      return this;
    }

    public Builder endPolygon() {
      elements++;
      if (elements == firstRing.length) {
        firstRing = Arrays.copyOf(firstRing, elements * 2);
      }
      firstRing[elements] = rings;
      return this;
    }

    public int size() {
      return elements;
    }

    public PackedPolygons build() {
      return new PackedPolygons(
          Arrays.copyOf(firstRing, elements + 1),
          Arrays.copyOf(hole, rings),
          Arrays.copyOf(firstVertex, rings + 1),
          Arrays.copyOf(x, vertices),
          Arrays.copyOf(y, vertices));
    }

    private static double signedArea2(int[] x, int[] y) {
      double sum = 0;
      for (int i = 0, j = x.length - 1; i < x.length; j = i++) {
        sum += (double) x[j] * y[i] - (double) x[i] * y[j];
      }
      return sum;
    }
  }
}
