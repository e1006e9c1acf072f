package city.emona.geo;

/**
 * Points as two columns of local millimetres. An element without a position has {@link #NONE} in
 * both.
 */
public record PackedPoints(int[] xMm, int[] yMm) implements Shapes {
  public static final int NONE = Integer.MIN_VALUE;

  @Override
  public int size() {
    return xMm.length;
  }

  public boolean hasPosition(int i) {
    return xMm[i] != NONE;
  }

  @Override
  public Bounds bounds(int i) {
    return hasPosition(i) ? new Bounds(xMm[i], yMm[i], xMm[i], yMm[i]) : Bounds.EMPTY;
  }
}
