package city.emona.model;

import java.util.List;

/**
 * Name, title, geometry kind and columns of one table of the city. The one description that stores,
 * layers, exports and the content hash read, so that a new column is added in one place. Every
 * table has a text {@code id} besides.
 */
public record TableSchema(String name, String title, Geometry geometry, List<Field> fields) {
  public enum Geometry {
    NONE,
    POINT,
    LINE,
    POLYGON
  }

  public TableSchema(String name, String title, Geometry geometry, Field... fields) {
    this(name, title, geometry, List.of(fields));
  }

  /** Position of a column; throws where there is none of that name. */
  public int indexOf(String field) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(field)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no column " + field + " in " + name);
  }
}
