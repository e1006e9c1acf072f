package city.emona.geo;

import java.util.Arrays;

/**
 * Polylines packed into three int columns (CSR): vertices of line {@code i} are {@code first[i] ..
 * first[i + 1] - 1}, in local millimetres. Eight bytes a vertex; immutable once built.
 */
public record PackedLines(int[] first, int[] xMm, int[] yMm) implements Shapes {
  @Override
  public int size() {
    return first.length - 1;
  }

  public int vertexCount(int i) {
    return first[i + 1] - first[i];
  }

  @Override
  public Bounds bounds(int i) {
    Bounds b = Bounds.EMPTY;
    for (int v = first[i]; v < first[i + 1]; v++) {
      b = b.including(xMm[v], yMm[v]);
    }
    return b;
  }

  /** Length along line {@code i}, metres in the local plane. */
  public double lengthM(int i) {
    double sum = 0;
    for (int v = first[i] + 1; v < first[i + 1]; v++) {
      double dx = (double) xMm[v] - xMm[v - 1];
      double dy = (double) yMm[v] - yMm[v - 1];
      sum += Math.sqrt(dx * dx + dy * dy);
    }
    return sum / 1000;
  }

  /** Collects lines vertex by vertex; call {@link #endLine} after the last vertex of each. */
  public static final class Builder {
    private int[] first = new int[17];
    private int[] x = new int[64];
    private int[] y = new int[64];
    private int lines;
    private int vertices;

    public Builder vertex(int xMm, int yMm) {
      if (vertices == x.length) {
        x = Arrays.copyOf(x, vertices * 2);
        y = Arrays.copyOf(y, vertices * 2);
      }
      x[vertices] = xMm;
      y[vertices++] = yMm;
      return this;
    }

    public Builder endLine() {
      lines++;
      if (lines == first.length) {
        first = Arrays.copyOf(first, lines * 2);
      }
      first[lines] = vertices;
      return this;
    }

    /** Adds a whole line from parallel arrays. */
    public Builder line(int[] xMm, int[] yMm) {
      for (int i = 0; i < xMm.length; i++) {
        vertex(xMm[i], yMm[i]);
      }
      return endLine();
    }

    public int size() {
      return lines;
    }

    public PackedLines build() {
      return new PackedLines(
          Arrays.copyOf(first, lines + 1), Arrays.copyOf(x, vertices), Arrays.copyOf(y, vertices));
    }
  }
}
