package city.emona.model;

import city.emona.geo.PackedLines;
import city.emona.geo.PackedPoints;
import city.emona.geo.PackedPolygons;
import city.emona.geo.Shapes;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of one kind of thing as columns: text ids, typed arrays by {@link TableSchema}, and a packed
 * geometry column. Arrays are handed out without copying and must not be written to; {@link #with},
 * {@link #keep} and {@link #append} make a new table that shares every column left alone (the
 * copy-on-write of scenarios).
 */
public final class Table {
  private final TableSchema schema;
  private final String[] ids;
  private final Object[] columns;
  private final Shapes shapes;
  private volatile Map<String, Integer> rowById;

  private Table(TableSchema schema, String[] ids, Object[] columns, Shapes shapes) {
    this.schema = schema;
    this.ids = ids;
    this.columns = columns;
    this.shapes = shapes;
    if (shapes != null && shapes.size() != ids.length) {
      throw new IllegalArgumentException(
          schema.name() + ": " + shapes.size() + " geometries for " + ids.length + " rows");
    }
  }

  public static Table empty(TableSchema schema) {
    return new Builder(schema).build();
  }

  /**
   * A table from whole columns, in the order of the schema's fields and of the array types that
   * {@link Field.Kind} names. Nothing is copied, so that a reader with columns of its own keeps
   * every bit (the builder turns rings).
   */
  public static Table of(TableSchema schema, String[] ids, List<Object> columns, Shapes shapes) {
    if (columns.size() != schema.fields().size()
        || (shapes == null) != (schema.geometry() == TableSchema.Geometry.NONE)) {
      throw new IllegalArgumentException(schema.name() + ": columns do not match the schema");
    }
    for (int c = 0; c < columns.size(); c++) {
      Field f = schema.fields().get(c);
      Class<?> wanted =
          switch (f.kind()) {
            case TEXT -> String[].class;
            case INT, REF -> int[].class;
            case REAL -> double[].class;
            case CHOICE -> byte[].class;
          };
      Object column = columns.get(c);
      if (column.getClass() != wanted || Array.getLength(column) != ids.length) {
        throw new IllegalArgumentException(
            schema.name() + "." + f.name() + " wants " + wanted.getSimpleName() + ids.length);
      }
    }
    return new Table(schema, ids, columns.toArray(), shapes);
  }

  public TableSchema schema() {
    return schema;
  }

  public int size() {
    return ids.length;
  }

  public String[] ids() {
    return ids;
  }

  public String id(int row) {
    return ids[row];
  }

  /** Row of an id, or −1. */
  public int findRow(String id) {
    Map<String, Integer> map = rowById;
    if (map == null) {
      map = new HashMap<>(ids.length * 2);
      for (int i = 0; i < ids.length; i++) {
        map.putIfAbsent(ids[i], i);
      }
      rowById = map;
    }
    return map.getOrDefault(id, -1);
  }

  public String[] texts(String field) {
    return (String[]) columns[schema.indexOf(field)];
  }

  /** Values of an INT or a REF column. */
  public int[] ints(String field) {
    return (int[]) columns[schema.indexOf(field)];
  }

  public double[] reals(String field) {
    return (double[]) columns[schema.indexOf(field)];
  }

  /** Ordinals of a CHOICE column. */
  public byte[] choices(String field) {
    return (byte[]) columns[schema.indexOf(field)];
  }

  /** Column {@code i} of the schema as its array. */
  public Object column(int i) {
    return columns[i];
  }

  public Shapes shapes() {
    return shapes;
  }

  public PackedPoints points() {
    return (PackedPoints) shapes;
  }

  public PackedLines lines() {
    return (PackedLines) shapes;
  }

  public PackedPolygons polygons() {
    return (PackedPolygons) shapes;
  }

  /**
   * The same rows with one column replaced ({@code values} is the whole array of the column's
   * kind).
   */
  public Table with(String field, Object values) {
    int at = schema.indexOf(field);
    if (values.getClass() != columns[at].getClass()) {
      throw new IllegalArgumentException(
          field + " wants " + columns[at].getClass().getSimpleName());
    }
    Object[] copy = columns.clone();
    copy[at] = values;
    return new Table(schema, ids, copy, shapes);
  }

  /**
   * The rows of the set, in their order. REF columns of other tables that point here must be
   * remapped by the caller.
   */
  public Table keep(BitSet rows) {
    Builder b = new Builder(schema);
    for (int r = rows.nextSetBit(0); r >= 0; r = rows.nextSetBit(r + 1)) {
      b.copyRow(this, r);
    }
    return b.build();
  }

  /** These rows followed by those of {@code more} (same schema). */
  public Table append(Table more) {
    Builder b = new Builder(schema);
    for (int r = 0; r < size(); r++) {
      b.copyRow(this, r);
    }
    for (int r = 0; r < more.size(); r++) {
      b.copyRow(more, r);
    }
    return b.build();
  }

  /**
   * Collects rows. Call {@link #row} first, then the setters for that row (columns left out are "",
   * 0, 0.0, the first label or −1), then exactly one geometry call where the table has geometry.
   */
  public static final class Builder {
    private final TableSchema schema;
    private String[] ids = new String[16];
    private final Object[] columns;
    private int[] x = new int[16];
    private int[] y = new int[16];
    private final PackedLines.Builder lines = new PackedLines.Builder();
    private final PackedPolygons.Builder polygons = new PackedPolygons.Builder();
    private int rows;

    public Builder(TableSchema schema) {
      this.schema = schema;
      this.columns = new Object[schema.fields().size()];
      for (int c = 0; c < columns.length; c++) {
        columns[c] =
            switch (schema.fields().get(c).kind()) {
              case TEXT -> filled(new String[16], 0);
              case INT -> new int[16];
              case REAL -> new double[16];
              case CHOICE -> new byte[16];
              case REF -> filled(new int[16], 0);
            };
      }
    }

    private static String[] filled(String[] a, int from) {
      Arrays.fill(a, from, a.length, "");
      return a;
    }

    private static int[] filled(int[] a, int from) {
      Arrays.fill(a, from, a.length, -1);
      return a;
    }

    /** Starts a row and returns its number. */
    public int row(String id) {
      if (rows == ids.length) {
        int n = rows * 2;
        ids = Arrays.copyOf(ids, n);
        x = Arrays.copyOf(x, n);
        y = Arrays.copyOf(y, n);
        for (int c = 0; c < columns.length; c++) {
          columns[c] =
              switch (schema.fields().get(c).kind()) {
                case TEXT -> filled(Arrays.copyOf((String[]) columns[c], n), rows);
                case INT -> Arrays.copyOf((int[]) columns[c], n);
                case REAL -> Arrays.copyOf((double[]) columns[c], n);
                case CHOICE -> Arrays.copyOf((byte[]) columns[c], n);
                case REF -> filled(Arrays.copyOf((int[]) columns[c], n), rows);
              };
        }
      }
      ids[rows] = id;
      x[rows] = PackedPoints.NONE;
      y[rows] = PackedPoints.NONE;
      return rows++;
    }

    public int size() {
      return rows;
    }

    public Builder set(String field, String value) {
      int c = schema.indexOf(field);
      Field f = schema.fields().get(c);
      if (f.kind() == Field.Kind.CHOICE) {
        int ordinal = f.labels().indexOf(value);
        if (ordinal < 0) {
          throw new IllegalArgumentException(value + " is not a " + field + " of " + schema.name());
        }
        ((byte[]) columns[c])[rows - 1] = (byte) ordinal;
      } else {
        ((String[]) columns[c])[rows - 1] = value == null ? "" : value;
      }
      return this;
    }

    public Builder set(String field, int value) {
      int c = schema.indexOf(field);
      if (columns[c] instanceof byte[] b) {
        b[rows - 1] = (byte) value;
      } else if (columns[c] instanceof double[] d) {
        d[rows - 1] = value;
      } else {
        ((int[]) columns[c])[rows - 1] = value;
      }
      return this;
    }

    public Builder set(String field, double value) {
      ((double[]) columns[schema.indexOf(field)])[rows - 1] = value;
      return this;
    }

    /** Changes a value of an earlier row of an INT or REF column. */
    public Builder setAt(int row, String field, int value) {
      ((int[]) columns[schema.indexOf(field)])[row] = value;
      return this;
    }

    public Builder point(int xMm, int yMm) {
      x[rows - 1] = xMm;
      y[rows - 1] = yMm;
      return this;
    }

    public Builder line(int[] xMm, int[] yMm) {
      lines.line(xMm, yMm);
      return this;
    }

    /** A ring of the current row's polygon, without the closing vertex; outer ring first. */
    public Builder ring(int[] xMm, int[] yMm, boolean hole) {
      polygons.ring(xMm, yMm, hole);
      return this;
    }

    /** Ends the current row's polygon (also when it has no ring). */
    public Builder endPolygon() {
      polygons.endPolygon();
      return this;
    }

    private void copyRow(Table t, int r) {
      row(t.ids[r]);
      for (int c = 0; c < columns.length; c++) {
        System.arraycopy(t.columns[c], r, columns[c], rows - 1, 1);
      }
      switch (schema.geometry()) {
        case NONE -> {}
        case POINT -> point(t.points().xMm()[r], t.points().yMm()[r]);
        case LINE -> copyLine(t.lines(), r);
        case POLYGON -> copyPolygon(t.polygons(), r);
      }
    }

    private void copyLine(PackedLines from, int r) {
      for (int v = from.first()[r]; v < from.first()[r + 1]; v++) {
        lines.vertex(from.xMm()[v], from.yMm()[v]);
      }
      lines.endLine();
    }

    private void copyPolygon(PackedPolygons from, int r) {
      for (int g = from.firstRing()[r]; g < from.firstRing()[r + 1]; g++) {
        int a = from.firstVertex()[g];
        int b = from.firstVertex()[g + 1];
        polygons.ring(
            Arrays.copyOfRange(from.xMm(), a, b),
            Arrays.copyOfRange(from.yMm(), a, b),
            from.hole()[g]);
      }
      polygons.endPolygon();
    }

    public Table build() {
      Object[] cut = new Object[columns.length];
      for (int c = 0; c < cut.length; c++) {
        cut[c] =
            switch (schema.fields().get(c).kind()) {
              case TEXT -> Arrays.copyOf((String[]) columns[c], rows);
              case INT, REF -> Arrays.copyOf((int[]) columns[c], rows);
              case REAL -> Arrays.copyOf((double[]) columns[c], rows);
              case CHOICE -> Arrays.copyOf((byte[]) columns[c], rows);
            };
      }
      Shapes shapes =
          switch (schema.geometry()) {
            case NONE -> null;
            case POINT -> new PackedPoints(Arrays.copyOf(x, rows), Arrays.copyOf(y, rows));
            case LINE -> lines.build();
            case POLYGON -> polygons.build();
          };
      return new Table(schema, Arrays.copyOf(ids, rows), cut, shapes);
    }
  }
}
