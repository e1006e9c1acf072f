package city.emona.geo;

/**
 * An axis-parallel rectangle; the unit is that of its use (millimetres, metres or degrees). Empty
 * when min > max.
 */
public record Bounds(double minX, double minY, double maxX, double maxY) {
  public static final Bounds EMPTY =
      new Bounds(
          Double.POSITIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          Double.NEGATIVE_INFINITY);

  public boolean isEmpty() {
    return minX > maxX || minY > maxY;
  }

  public boolean intersects(Bounds o) {
    return minX <= o.maxX && o.minX <= maxX && minY <= o.maxY && o.minY <= maxY;
  }

  public boolean contains(double x, double y) {
    return x >= minX && x <= maxX && y >= minY && y <= maxY;
  }

  public Bounds union(Bounds o) {
    return new Bounds(
        Math.min(minX, o.minX),
        Math.min(minY, o.minY),
        Math.max(maxX, o.maxX),
        Math.max(maxY, o.maxY));
  }

  public Bounds including(double x, double y) {
    return new Bounds(Math.min(minX, x), Math.min(minY, y), Math.max(maxX, x), Math.max(maxY, y));
  }

  public Bounds grownBy(double d) {
    return new Bounds(minX - d, minY - d, maxX + d, maxY + d);
  }
}
