package city.emona.geo;

/**
 * The geometry column of a table: element {@code i} is a point, a line or a multipolygon in local
 * millimetres. A closed set, so that encoders handle every case; never a JTS object per element.
 */
public sealed interface Shapes permits PackedPoints, PackedLines, PackedPolygons {
  int size();

  /**
   * Bounds of element {@code i} in local millimetres; {@link Bounds#EMPTY} where it has no
   * position.
   */
  Bounds bounds(int i);
}
